"""The embedded engine keeps what every engine promises, and what only it has to: its folder."""

import os
import signal

import pytest
from search_contract import ARCHIVE, SearchContract, found, made, put

from archive.search.embedded.engine import TantivyEngine
from archive.search.engine import SearchUnavailable
from archive.selection import Selection


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "index"


@pytest.fixture
def engine(folder):
    return begun(folder)


def begun(folder, language="english"):
    engine = TantivyEngine(folder, language)
    with engine.writing(ARCHIVE, fresh=True) as writer:
        writer.commit(0)
    return engine


class TestTantivy(SearchContract):
    pass


def files(folder, pattern="index-*/*"):
    return sorted(path for path in folder.glob(pattern) if path.is_file())


def again(folder):
    """The engine as another process would open it."""
    return TantivyEngine(folder, "english")


def test_another_process_sees_a_commit_without_a_restart(engine, folder):
    reader = again(folder)
    assert found(reader, "ferry") == set()
    put(engine, made(1, "ferry"))
    assert found(reader, "ferry") == {1}


def test_another_process_follows_to_a_new_index(engine, folder):
    reader = again(folder)
    put(engine, made(1, "ferry"))
    assert found(reader, "ferry") == {1}
    with engine.writing(ARCHIVE, fresh=True) as writer:
        writer.apply([made(2, "ferry")], [])
        writer.commit(2)
    assert found(reader, "ferry") == {2}
    assert len(list(folder.glob("index-*"))) == 1


def test_the_folder_stays_bounded_under_many_small_edits(engine, folder):
    put(
        engine,
        *(made(number, f"ferry {number}", "Nothing sailed. " * 50) for number in range(1, 51)),
    )
    before = sum(path.stat().st_size for path in files(folder))
    for number in range(2, 202, 25):
        with engine.writing(ARCHIVE) as writer:
            for edit in range(number, number + 25):
                writer.apply([made(edit % 50 + 1, "ferry", "Nothing sailed. " * 50)], [])
                writer.commit(edit)
    assert sum(path.stat().st_size for path in files(folder)) < 5 * before
    assert len(files(folder)) < 100
    assert engine.search(Selection(q="ferry"), 1, 25).total == 50


@pytest.mark.parametrize("suffix", [".term", ".idx", ".pos", ".fast", ".fieldnorm", ".store"])
@pytest.mark.parametrize("damage", ["cut", "emptied", "overwritten", "deleted"])
def test_a_damaged_file_is_noticed_when_the_index_is_opened(engine, folder, suffix, damage):
    put(engine, *(made(number, "ferry strike", "Nothing sailed.") for number in range(1, 40)))
    path = next(path for path in files(folder) if path.suffix == suffix)
    data = path.read_bytes()
    if damage == "cut":
        path.write_bytes(data[: len(data) // 2])
    elif damage == "emptied":
        path.write_bytes(b"")
    elif damage == "overwritten":
        path.write_bytes(bytes(255 - byte for byte in data[:4]) + data[4:])
    else:
        path.unlink()
    reader = again(folder)
    assert reader.number(ARCHIVE) == -1
    with pytest.raises(SearchUnavailable):
        reader.search(Selection(q="ferry"), 1, 25)


@pytest.mark.parametrize("damage", ["cut", "overwritten", "deleted"])
def test_damage_under_an_open_index_is_noticed_before_it_is_read(
    engine, folder, damage, monkeypatch
):
    monkeypatch.setattr("archive.search.embedded.reader.CHECK_SECONDS", 0)
    put(engine, *(made(number, "ferry strike", "Nothing sailed.") for number in range(1, 40)))
    reader = again(folder)
    assert reader.search(Selection(q="ferry"), 1, 25).total == 39
    for path in files(folder):
        if path.suffix in {".idx", ".term"} and damage == "cut":
            os.truncate(path, 10)
        elif path.suffix == ".pos" and damage == "overwritten":
            with path.open("r+b") as file:  # else it is cut for a moment
                file.write(bytes(path.stat().st_size))
        elif damage == "deleted":
            path.unlink()
    with pytest.raises(SearchUnavailable):
        reader.search(Selection(q="ferry"), 1, 25)
    assert reader.number(ARCHIVE) == -1


@pytest.fixture
def failing_counts(monkeypatch):
    """What the engine raises where a file does not hold what it was written with."""

    def fail(*args):
        raise ValueError("a list of values is cut short")

    monkeypatch.setattr("archive.search.embedded.counts.counts_of", fail)


def test_counts_that_fail_are_a_sentence_and_a_sound_index_goes_on(
    engine, failing_counts, monkeypatch
):
    put(engine, made(1, "ferry"))
    pending = engine.begin(Selection(q="ferry"), 1, 25)
    assert pending.ids == (1,)
    with pytest.raises(SearchUnavailable, match="could not be read"):
        pending.matches()
    engine.begin(Selection(q="ferry"), 1, 25)  # nobody asks for its counts
    monkeypatch.undo()
    assert engine.search(Selection(q="ferry"), 1, 25).total == 1


def test_counts_that_fail_because_of_damage_give_the_index_up(engine, folder, failing_counts):
    put(engine, made(1, "ferry"))
    pending = engine.begin(Selection(q="ferry"), 1, 25)
    for path in files(folder, "index-*/*.term"):
        path.unlink()
    with pytest.raises(SearchUnavailable, match="damaged; it is being rebuilt"):
        pending.matches()
    assert engine.number(ARCHIVE) == -1


def test_a_page_goes_on_though_the_index_is_given_up_before_its_counts(engine, folder):
    put(engine, made(1, "ferry"))
    pending = engine.begin(Selection(q="ferry"), 1, 25)
    (folder / "current.json").unlink()
    assert pending.matches().total == 1
    with pytest.raises(SearchUnavailable):
        engine.begin(Selection(q="ferry"), 1, 25)


@pytest.mark.parametrize("name", ["current.json", "index-*/meta.json"])
@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"folder": "../.."}', b"\xff\xfe"])
def test_a_damaged_list_of_parts_is_noticed(engine, folder, name, content):
    put(engine, made(1, "ferry"))
    next(iter(folder.glob(name))).write_bytes(content)
    assert again(folder).number(ARCHIVE) == -1


def test_a_copy_with_other_times_is_trusted(engine, folder):
    put(engine, made(1, "ferry"))
    for path in files(folder):
        path.write_bytes(path.read_bytes())
    assert found(again(folder), "ferry") == {1}


def test_a_merge_under_way_while_it_is_committed_is_not_taken_for_damage(
    engine, folder, monkeypatch
):
    monkeypatch.setattr("archive.search.embedded.reader.CHECK_SECONDS", 0)
    put(engine, made(1, "ferry"))
    merged = files(folder, "index-*/*.term")[0].with_name(f"{'a' * 32}.term")
    merged.touch()
    put(engine, made(2, "ferry"))
    reader = again(folder)
    assert found(reader, "ferry") == {1, 2}
    merged.write_bytes(b"grown meanwhile")
    assert found(reader, "ferry") == {1, 2}


def test_an_index_of_another_version_or_language_is_not_used(engine, folder, monkeypatch):
    german = TantivyEngine(folder, "german")
    assert german.number(ARCHIVE) == -1
    assert "of another version or language" in german.status().problem
    monkeypatch.setattr("archive.search.embedded.schema.MARK", "0")
    assert again(folder).number(ARCHIVE) == -1


def test_a_lock_of_a_dead_process_does_not_count(engine, folder):
    child = os.fork()
    if child == 0:
        with again(folder).writing(ARCHIVE) as writer:
            os._exit(0 if writer is not None else 1)
    assert os.waitpid(child, 0)[1] == 0
    put(engine, made(1, "ferry"))
    assert found(engine, "ferry") == {1}


def test_a_rebuild_that_is_killed_leaves_the_old_index(engine, folder):
    put(engine, made(1, "ferry"))
    child = os.fork()
    if child == 0:
        with again(folder).writing(ARCHIVE, fresh=True) as writer:
            writer.add(made(number, "ferry") for number in range(2, 200))
            os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(child, 0)
    assert found(engine, "ferry") == {1}
    put(engine, made(2, "ferry"), number=2)
    assert found(again(folder), "ferry") == {1, 2}
    assert len(list(folder.glob("index-*"))) == 1


def test_what_a_killed_rebuild_left_behind_is_swept_away(engine, folder):
    (folder / "index-dead").mkdir()
    (folder / "rebuilding.json").write_text('{"done": 3, "total": 9}')
    assert engine.status().rebuilding is False
    put(engine, made(1, "ferry"))
    assert not (folder / "index-dead").exists()


def test_a_rebuild_under_way_says_how_far_it_is(tmp_path):
    engine = TantivyEngine(tmp_path / "index", "english")
    with engine.writing(ARCHIVE, fresh=True) as writer:
        writer.report(1_500, 6_000)
        with pytest.raises(SearchUnavailable, match=r"1,500 of 6,000 .*25%"):
            engine.search(Selection(q="ferry"), 1, 25)


def test_the_language_of_stemming_is_a_setting(tmp_path):
    german = begun(tmp_path / "german", "german")
    put(german, made(1, "Die Häuser am Hafen"))
    assert found(german, "haus") == {1}
    plain = begun(tmp_path / "plain", "none")
    put(plain, made(1, "ferries"))
    assert found(plain, "ferry") == set()

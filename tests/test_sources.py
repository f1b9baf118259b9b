"""From paths and uploads to files: what comes out, under which name, in which order."""

import gzip
import io
import json
import os
import tracemalloc
import zipfile

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from ingest import jobs, read_file
from ingest.models import Import, Upload
from ingest.sources import NoSuchPath, has_any_size, read_paths, read_stream
from ingest.sources.archives import Limits
from ingest.sources.archives.limits import MB, size_in_words

STORY = b"The clock of Oldhaven strikes again.\n"


def read(*paths, **limits):
    return list(read_paths(paths, limits=Limits(**limits)))


def names(files):
    return [file.name for file in files]


def packed(**members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in members.items():
            archive.writestr(f"{name}.txt", data)
    return out.getvalue()


def test_a_folder_is_read_with_all_below_it_in_order_of_names(tmp_path):
    for name in ("b.txt", "a/z.txt", "a/y.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(STORY)
    assert names(read(tmp_path)) == ["b.txt", "a/y.txt", "a/z.txt"]


def test_hidden_files_and_folders_are_left_alone(tmp_path):
    (tmp_path / ".git").mkdir()
    for name in (".git/config", ".hidden.txt", "seen.txt"):
        (tmp_path / name).write_bytes(STORY)
    assert names(read(tmp_path)) == ["seen.txt"]


def test_a_file_keeps_its_bytes(tmp_path):
    data = bytes(range(256)) * 1000
    (tmp_path / "a.txt").write_bytes(data)
    assert read(tmp_path / "a.txt")[0].data == data


@pytest.mark.parametrize("size", [0, 1, 65_535, 65_536, 65_537, 2 * MB, 2 * MB + 1])
def test_files_of_any_size_come_whole(tmp_path, size):
    (tmp_path / "a.txt").write_bytes(b"x" * size)
    (file,) = read(tmp_path, file=3 * MB)
    assert len(file.data) == size


def test_an_archive_in_a_folder_is_opened_in_its_place(tmp_path):
    (tmp_path / "a.txt").write_bytes(STORY)
    (tmp_path / "b.zip").write_bytes(packed(two=STORY, one=STORY))
    (tmp_path / "c.txt.gz").write_bytes(gzip.compress(STORY))
    assert names(read(tmp_path)) == ["a.txt", "b.zip/one.txt", "b.zip/two.txt", "c.txt.gz/c.txt"]


def test_an_archive_given_by_itself_is_opened(tmp_path):
    (tmp_path / "b.zip").write_bytes(packed(one=STORY))
    assert names(read(tmp_path / "b.zip")) == ["b.zip/one.txt"]


def test_json_lines_are_split_whatever_the_size_of_the_file(tmp_path):
    (tmp_path / "x.jsonl").write_bytes(b'{"headline": "One"}\n' * 500)
    files = read(tmp_path, file=1000)
    assert names(files)[::499] == ["x.jsonl:1", "x.jsonl:500"]


def test_a_table_is_split_into_its_rows(tmp_path):
    (tmp_path / "x.csv").write_bytes(b"headline,date\nOne,2017-06-04\nTwo,2017-06-05\n")
    assert names(read(tmp_path)) == ["x.csv:2", "x.csv:3"]


def test_a_file_over_the_limit_is_named_and_the_others_go_in(tmp_path):
    (tmp_path / "big.txt").write_bytes(STORY * 99)
    (tmp_path / "good.txt").write_bytes(STORY)
    big, good = read(tmp_path, file=1024)
    assert "more than 1 kB" in big.problem
    assert not big.data
    assert good.data == STORY


def test_a_file_exactly_at_the_limit_goes_in(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"x" * 1024)
    assert not read(tmp_path, file=1024)[0].problem


def test_a_path_that_is_not_there_is_said_before_anything_is_read(tmp_path):
    with pytest.raises(NoSuchPath, match="no file or folder"):
        read_paths([tmp_path, tmp_path / "missing"], limits=Limits())


def test_a_link_to_nowhere_is_named_and_the_others_go_in(tmp_path):
    (tmp_path / "a.txt").symlink_to(tmp_path / "missing.txt")
    (tmp_path / "b.txt").write_bytes(STORY)
    lost, good = read(tmp_path)
    assert "cannot be read" in lost.problem
    assert good.data == STORY


def test_a_pipe_in_a_folder_does_not_hold_up_the_others(tmp_path):
    os.mkfifo(tmp_path / "a.txt")
    (tmp_path / "b.txt").write_bytes(STORY)
    pipe, good = read(tmp_path)
    assert "not a regular file" in pipe.problem
    assert good.data == STORY


def test_a_folder_that_cannot_be_looked_into_is_named(tmp_path, monkeypatch):
    def walk(top, onerror):
        onerror(PermissionError(13, "Permission denied", f"{top}/closed"))
        return iter(())

    (tmp_path / "closed").mkdir()
    monkeypatch.setattr("ingest.sources.os.walk", walk)
    (file,) = read(tmp_path)
    assert file.name == "closed"
    assert "cannot be read" in file.problem


def test_a_link_that_leads_out_of_the_folder_is_not_followed_where_that_matters(tmp_path):
    (tmp_path / "secret").write_bytes(b"Evil.")
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / "a.txt").symlink_to(tmp_path / "secret")
    (inside / "b.txt").write_bytes(STORY)
    (inside / "c.txt").symlink_to(inside / "b.txt")
    link, *good = read_paths([inside], limits=Limits(), within=inside)
    assert "outside the folder" in link.problem
    assert [file.data for file in good] == [STORY, STORY]


def test_names_of_archives_in_archives_stay_short_enough_to_be_stored(tmp_path):
    data = packed(**{"x" * 290: STORY})
    for _ in range(2):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr(f"{'y' * 290}.zip", data)
        data = out.getvalue()
    ((name, found),) = [
        (f.name, f.data) for f in read_stream(io.BytesIO(data), "n.zip", limits=Limits())
    ]
    assert found == STORY
    assert len(name) < 500
    assert name.endswith("x.txt")


def test_a_name_in_no_encoding_is_shown_all_the_same(tmp_path):
    (tmp_path / os.fsdecode(b"caf\xe9\x07.txt")).write_bytes(STORY)
    assert names(read(tmp_path)) == ["caf\ufffd\ufffd.txt"]


def test_an_upload_is_read_as_a_stream_and_never_whole():
    class Counting(io.BytesIO):
        most = 0

        def read(self, size=-1):
            data = super().read(size)
            self.most = max(self.most, len(data))
            return data

    stream = Counting(b'{"headline": "One"}\n' * 500_000)
    assert sum(1 for _ in read_stream(stream, "x.jsonl", limits=Limits())) == 500_000
    assert stream.most <= MB


@pytest.mark.django_db
def test_an_archive_that_an_editor_sent_is_opened():
    importing = Import.objects.create(origin=Import.Channel.UPLOAD, created_at=timezone.now())
    upload = Upload(of=importing, name="n.zip", size=1)
    upload.file.save("kept", ContentFile(packed(one=STORY)))
    assert names(jobs.files_of(importing)) == ["n.zip/one.txt"]


def test_lines_in_another_encoding_are_not_read_whole_beyond_the_limit():
    data = ('{"headline": "One"}\n' * 200_000).encode("utf-16")
    tracemalloc.start()
    (file,) = read_stream(io.BytesIO(data), "x.jsonl", limits=Limits(file=MB))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert "more than 1 MB" in file.problem
    assert peak < 4 * MB


def test_a_disk_that_fails_half_way_is_a_sentence():
    class Failing(io.BytesIO):
        def read(self, size=-1):
            if self.tell() > 300_000:
                raise OSError(5, "Input/output error")
            return super().read(size)

    *good, bad = read_stream(Failing(b'{"a": 1}\n' * 90_000), "x.jsonl", limits=Limits())
    assert len(good) > 20_000
    assert bad.problem == "It cannot be read: Input/output error."


def test_a_hostile_upload_name_is_made_printable():
    (file,) = read_stream(io.BytesIO(STORY), "a\x1b[31m\u202etxt.exe", limits=Limits())
    assert file.name.isprintable()


def test_an_empty_upload_is_an_empty_file_whatever_its_name():
    for name in ("a.txt", "a.zip", "a.tar.gz"):
        assert [f.data for f in read_stream(io.BytesIO(), name, limits=Limits())] == [b""]


def test_what_may_have_any_size_is_known_by_name():
    assert has_any_size("a.JSONL")
    assert has_any_size("a.tar.gz")
    assert not has_any_size("a.txt")


def test_the_limits_are_said_in_words():
    words = Limits(file=50 * MB, unpacked=1536 * MB, entries=1000, ratio=99, depth=2).in_words()
    for part in ("50 MB", "1.5 GB", "1,000 entries", "99 times", "2 deep"):
        assert part in words


def test_the_limits_are_those_of_the_settings(settings):
    settings.IMPORT_RATIO_LIMIT = 77
    assert Limits.of(settings).ratio == 77
    assert Limits.of(settings).file == settings.IMPORT_FILE_LIMIT


@pytest.mark.parametrize(
    ("size", "words"),
    [(12, "12 bytes"), (1024, "1 kB"), (1536, "1.5 kB"), (50 * MB, "50 MB"), (2048 * MB, "2 GB")],
)
def test_sizes_are_said_as_people_say_them(size, words):
    assert size_in_words(size) == words


@pytest.mark.parametrize(
    ("name", "data"),
    [("a.json", b"["), ("a.json", b"[]"), ("a.jsonl", b"\n"), ("a.csv", b"title,text\n"),
     ("a.csv", b",,,\n,,,\n"), ("a.tsv", b"\n\n")],
)  # fmt: skip
def test_a_file_without_a_record_gets_a_sentence(name, data):
    (file,) = read_stream(io.BytesIO(data), name, limits=Limits())
    assert file.problem == "There is no record in it."


@pytest.mark.parametrize("name", ["a.jsonl", "a.json"])
def test_a_number_of_thousands_of_digits_stops_no_record(name):
    records = [
        json.dumps({"title": "Quay", "text": "It is closed."}).replace("}", f', "n": {digits}}}')
        for digits in ("9" * 5_000, "1")
    ]
    text = "\n".join(records) if name == "a.jsonl" else f"[{', '.join(records)}]"
    files = [
        read_file.read(file)
        for file in read_stream(io.BytesIO(text.encode()), name, limits=Limits())
    ]
    assert [file.content.headline for file in files] == ["Quay", "Quay"]

"""Files compressed with Zstandard are read as those compressed with gzip are."""

import io
import json
import tarfile
import tracemalloc

import pytest
import zstandard

from ingest.sources import has_any_size, read_stream
from ingest.sources.archives import Limits

RECORD = json.dumps({"title": "Ferry late", "text": "The ferry left an hour late."}).encode()


def pack(data, **options):
    return zstandard.ZstdCompressor(**options).compress(data)


def found(data, name, **limits):
    files = list(read_stream(io.BytesIO(data), name, limits=Limits(**limits)))
    good = {file.name: file.data for file in files if not file.problem}
    return good, {file.name: file.problem for file in files if file.problem}


def test_lines_of_json_are_read_from_it():
    good, bad = found(pack(RECORD + b"\n" + RECORD), "news.jsonl.zst")
    assert list(good) == ["news.jsonl.zst/news.jsonl:1", "news.jsonl.zst/news.jsonl:2"]
    assert not bad


def test_a_table_is_read_from_it():
    good, _ = found(pack(b"title,text\nFerry late,It left late.\n"), "news.csv.zst")
    assert list(good) == ["news.csv.zst/news.csv:2"]


@pytest.mark.parametrize("name", ["news.tar.zst", "news.tzst"])
def test_a_tar_is_read_from_it(name):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        member = tarfile.TarInfo("a.txt")
        member.size = 5
        archive.addfile(member, io.BytesIO(b"Ferry"))
    assert found(pack(out.getvalue()), name)[0] == {f"{name}/a.txt": b"Ferry"}


def test_several_frames_and_frames_to_skip_are_one_file():
    skipped = b"\x5e\x2a\x4d\x18\x04\0\0\0abcd"
    data = skipped + pack(RECORD + b"\n") + skipped + pack(b"") + pack(RECORD)
    assert len(found(data, "news.jsonl.zst")[0]) == 2


def test_one_cut_short_gives_what_is_there_and_a_sentence():
    lines = b"\n".join(RECORD.replace(b"hour", b"%d hours" % n) for n in range(90_000))
    data = pack(lines)
    good, bad = found(data[: len(data) // 2], "news.jsonl.zst")
    assert len(good) > 1000
    assert any("truncated" in problem for problem in bad.values())


def test_a_damaged_one_gets_a_sentence():
    data = bytearray(pack(RECORD * 9))
    data[10:40] = b"\xff" * 30
    assert "damaged" in " ".join(found(bytes(data), "a.txt.zst")[1].values())


def test_one_that_needs_too_much_memory_is_refused():
    head = b"\x28\xb5\x2f\xfd\x00" + bytes([(31 - 10) << 3]) + b"\x01\0\0"
    assert "memory" in found(head, "a.txt.zst")[1]["a.txt.zst"]


def test_a_bomb_is_stopped_with_little_memory():
    bomb = zstandard.ZstdCompressor(level=19).compressobj()
    data = b"".join(bomb.compress(bytes(2**20)) for _ in range(600)) + bomb.flush()
    tracemalloc.start()
    _, bad = found(data, "a.jsonl.zst")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "bomb" in " ".join(bad.values())
    assert peak < 200 * 2**20


def test_it_may_have_any_size():
    assert has_any_size("news.jsonl.zst")


def test_a_text_that_is_one_in_truth_is_told_its_ending():
    assert ".txt.zst" in found(pack(RECORD), "a.txt")[1]["a.txt"]

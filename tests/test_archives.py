"""Archives, honest and hostile: the good members go in, each bad thing gets a sentence.

Every archive is made here, and every test must end in time, however busy the machine.
"""

import bz2
import functools
import gzip
import io
import lzma
import random
import signal
import stat
import struct
import tarfile
import tracemalloc
import warnings
import zipfile
import zlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.sources import read_stream
from ingest.sources.archives import Limits
from ingest.sources.archives.limits import GB, MB
from ingest.sources.archives.names import numbered

STORY = b"The ferry to Oldhaven runs again. It had been out of service since March.\n"
GOOD = ("good.txt", STORY)


@pytest.fixture(autouse=True)
def ends_in_time():
    """A reader that goes round for ever fails the test instead of hanging the run."""

    def stop(*_):
        raise TimeoutError("reading did not end")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(120)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


class Found:
    """What came out of an archive: names and bytes of the good, sentences of the bad."""

    def __init__(self, data, name, **limits):
        stream = data if hasattr(data, "read") else io.BytesIO(data)
        files = list(read_stream(stream, name, limits=Limits(**limits)))
        self.good = {file.name: file.data for file in files if not file.problem}
        self.bad = {file.name: file.problem for file in files if file.problem}
        self.order = [file.name for file in files]
        assert len(self.good) + len(self.bad) == len(files), "two outcomes under one name"

    def only(self, name, *words):
        """The one sentence, and that it holds these words."""
        assert list(self.bad) == [name], self.bad
        for word in words:
            assert word in self.bad[name]
        assert self.bad[name].endswith(".")


def make_zip(*members, method=zipfile.ZIP_DEFLATED, comment=b""):
    """A zip of (name or ZipInfo, bytes) pairs."""
    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w", method) as archive:
        warnings.simplefilter("ignore")
        archive.comment = comment
        for name, data in members:
            archive.writestr(name, data)
    return out.getvalue()


def make_tar(*members, mode="w", **options):
    """A tar of (name or TarInfo, bytes) pairs."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode, **options) as archive:
        for name, data in members:
            info = name if isinstance(name, tarfile.TarInfo) else tarfile.TarInfo(name)
            if info.type == tarfile.REGTYPE:
                info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def special(name, kind, target=""):
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, target
    return info, b""


def tar_header(name, *, size=b"00000000000", kind=b"0"):
    """A header with a right checksum, whatever it says."""
    block = bytearray(512)
    block[: len(name)] = name
    block[100:108], block[108:116], block[116:124] = b"0000644\0", b"0000000\0", b"0000000\0"
    block[124 : 124 + len(size)] = size
    block[136:148], block[148:156] = b"00000000000\0", b" " * 8
    block[156:157], block[257:265] = kind, b"ustar\00000"
    block[148:156] = b"%06o\0 " % sum(block)
    return bytes(block)


# Honest archives ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "method",
    [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA],
)
def test_a_zip_of_any_usual_method_is_read_in_order_of_names(method):
    found = Found(make_zip(("b/two.txt", b"2" * 9000), ("a.txt", STORY), method=method), "n.zip")
    assert found.order == ["n.zip/a.txt", "n.zip/b/two.txt"]
    assert found.good == {"n.zip/a.txt": STORY, "n.zip/b/two.txt": b"2" * 9000}


@pytest.mark.parametrize(
    ("ending", "mode"),
    [
        (".tar", "w"),
        (".tar.gz", "w:gz"),
        (".tgz", "w:gz"),
        (".tar.bz2", "w:bz2"),
        (".tar.xz", "w:xz"),
        (".txz", "w:xz"),
        ("", "w:gz"),
    ],
)
def test_a_tar_of_any_compression_is_read_in_its_own_order(ending, mode):
    found = Found(make_tar(("b.txt", b"2" * 9000), GOOD, mode=mode), f"n{ending}")
    assert found.order == [f"n{ending}/b.txt", f"n{ending}/good.txt"]
    assert not found.bad


@pytest.mark.parametrize(
    "form", [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT], ids=str
)
def test_long_and_foreign_names_in_a_tar_are_kept(form):
    name = f"{'folder/' * 20}Ærø-{'x' * 60}.txt"
    assert Found(make_tar((name, STORY), format=form), "n.tar").good == {f"n.tar/{name}": STORY}


@pytest.mark.parametrize(
    ("ending", "pack"), [(".gz", gzip.compress), (".xz", lzma.compress), (".bz2", bz2.compress)]
)
def test_a_single_compressed_file_is_read_under_its_own_name(ending, pack):
    found = Found(pack(STORY), f"ferry.txt{ending}")
    assert found.good == {f"ferry.txt{ending}/ferry.txt": STORY}
    assert not found.bad


def test_compressed_streams_in_a_row_are_one_file():
    two = gzip.compress(STORY) + gzip.compress(b"More.") + bytes(512)
    assert Found(two, "a.txt.gz").good == {"a.txt.gz/a.txt": STORY + b"More."}


def test_records_inside_an_archive_are_split():
    lines = b'{"headline": "One"}\n{"headline": "Two"}\n'
    found = Found(make_zip(("in/x.jsonl", lines)), "n.zip")
    assert list(found.good) == ["n.zip/in/x.jsonl:1", "n.zip/in/x.jsonl:2"]


def test_json_lines_may_be_larger_than_one_file():
    lines = b"".join(b'{"headline": "%08d"}\n' % n for n in range(5_000))
    found = Found(gzip.compress(lines), "x.jsonl.gz", file=1000)
    assert len(found.good) == 5_000
    assert not found.bad


def test_an_archive_in_an_archive_is_opened():
    inner = make_tar(GOOD, mode="w:gz")
    found = Found(make_zip(("deep/in.tgz", inner), ("in.zip", make_zip(GOOD))), "n.zip")
    assert list(found.good) == ["n.zip/deep/in.tgz/good.txt", "n.zip/in.zip/good.txt"]


def test_a_zip_whose_stream_cannot_seek_is_read_all_the_same():
    class Pipe(io.BytesIO):
        def seekable(self):
            return False

        def seek(self, *_):
            raise io.UnsupportedOperation

    assert Found(Pipe(make_zip(GOOD)), "n.zip").good == {"n.zip/good.txt": STORY}


def test_what_systems_leave_behind_is_passed_over_in_silence():
    clutter = ("__MACOSX/._good.txt", ".DS_Store", "a/.git/config", "Thumbs.db", "a/", "._good.txt")
    found = Found(make_zip(GOOD, *((name, b"x") for name in clutter)), "n.zip")
    assert found.order == ["n.zip/good.txt"]


def test_a_leading_dot_and_backslashes_are_no_harm():
    found = Found(make_tar(("./good.txt", STORY), ("a\\b.txt", STORY)), "n.tar")
    assert list(found.good) == ["n.tar/good.txt", "n.tar/a/b.txt"]


def test_a_comment_and_a_program_in_front_and_garbage_behind_do_not_matter():
    data = b"MZ" + bytes(900) + make_zip(GOOD, comment=b"PK\x05\x06 " * 20) + b"rubbish" * 99
    assert Found(data, "n.zip").good == {"n.zip/good.txt": STORY}


def test_zip64_is_read():
    out = io.BytesIO()
    with (
        zipfile.ZipFile(out, "w") as archive,
        archive.open("good.txt", "w", force_zip64=True) as member,
    ):
        member.write(STORY)
    assert Found(out.getvalue(), "n.zip").good == {"n.zip/good.txt": STORY}


def test_more_entries_than_the_old_count_can_hold_are_read():
    data = make_zip(*((f"{n}.txt", b"x") for n in range(66_000)), method=zipfile.ZIP_STORED)
    assert len(Found(data, "n.zip").good) == 66_000


def test_a_hundred_thousand_tiny_files_are_read():
    size = b"00000000001"
    tar = b"".join(tar_header(b"%d.txt" % n, size=size) + b"x" * 512 for n in range(100_000))
    assert len(Found(tar, "n.tar").good) == 100_000


def test_two_archives_in_a_row_in_one_tar_are_both_read():
    found = Found(make_tar(GOOD) + make_tar(("more.txt", STORY)), "n.tar")
    assert list(found.good) == ["n.tar/good.txt", "n.tar/more.txt"]
    assert not found.bad


def test_garbage_behind_a_tar_does_not_matter():
    found = Found(make_tar(GOOD) + b"rubbish" * 999, "n.tar")
    assert list(found.good) == ["n.tar/good.txt"]
    assert not found.bad


# Names --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("../evil.txt", "leads out"),
        ("a/../../evil.txt", "leads out"),
        ("..\\evil.txt", "leads out"),
        ("/etc/evil.txt", "absolute"),
        ("C:\\evil.txt", "absolute"),
        ("c:evil.txt", "absolute"),
        ("\\\\host\\share\\evil.txt", "absolute"),
        ("ev\x1b[2Jil.txt", "control"),
        ("evil\n.txt", "control"),
    ],
)
@pytest.mark.parametrize("make", [make_zip, make_tar])
def test_a_hostile_name_is_refused_and_the_others_go_in(make, name, word):
    found = Found(make((name, b"Evil."), GOOD), "n.zip" if make is make_zip else "n.tar")
    assert list(found.good.values()) == [STORY]
    (shown,) = found.bad
    assert word in found.bad[shown]
    assert shown.isprintable()


def test_a_zero_byte_in_a_name_is_a_control_character():
    data = make_zip(("evil?.txt", b"Evil."), GOOD).replace(b"evil?", b"evil\0")
    found = Found(data, "n.zip")
    found.only("n.zip/evil\N{REPLACEMENT CHARACTER}.txt", "control characters")
    assert list(found.good.values()) == [STORY]


def test_a_name_in_the_old_code_page_of_zip_is_understood():
    data = make_zip(("caf~.txt", STORY)).replace(b"caf~", b"caf\x82")
    assert list(Found(data, "n.zip").good) == ["n.zip/café.txt"]


def test_utf_8_without_its_flag_is_understood():
    data = make_zip(("caf~~.txt", STORY)).replace(b"caf~~", "café".encode())
    assert list(Found(data, "n.zip").good) == ["n.zip/café.txt"]


def test_a_name_that_lies_about_being_utf_8_costs_neither_itself_nor_the_others():
    data = make_zip(("é.txt", STORY), GOOD).replace("é".encode(), b"\xff\xfe")
    assert list(Found(data, "n.zip").good) == ["n.zip/good.txt", "n.zip/\ufffd\ufffd.txt"]


def test_a_tar_name_in_no_encoding_is_shown_all_the_same():
    data = make_tar(("caf\udce9.txt", STORY), format=tarfile.GNU_FORMAT, errors="surrogateescape")
    assert list(Found(data, "n.tar").good) == ["n.tar/caf\ufffd.txt"]


@pytest.mark.parametrize(("make", "name"), [(make_zip, "n.zip"), (make_tar, "n.tar")])
def test_the_same_name_twice_is_numbered_and_nothing_is_lost(make, name):
    found = Found(make(("a.txt", b"One."), ("a~2.txt", b"?"), ("a.txt", b"Two.")), name)
    assert sorted(found.good.values()) == [b"?", b"One.", b"Two."]
    assert len(found.good) == 3


def test_a_numbered_name_keeps_its_ending_and_sorts_behind():
    assert numbered("x/a.tar.gz", 2) == "x/a~2.tar.gz"
    assert numbered("a.txt", 2) > "a.txt"


def test_an_endless_name_is_shortened():
    (name,) = Found(make_zip(("x" * 60_000 + ".txt", STORY)), "n.zip").good
    assert len(name) < 320
    assert name.endswith(".txt")


# What is no file ----------------------------------------------------------------------------------


def test_links_and_devices_in_a_tar_are_named_and_not_followed():
    kinds = [
        special("soft", tarfile.SYMTYPE, "/etc/passwd"),
        special("hard", tarfile.LNKTYPE, "good.txt"),
        special("tty", tarfile.CHRTYPE),
        special("disk", tarfile.BLKTYPE),
        special("pipe", tarfile.FIFOTYPE),
    ]
    found = Found(make_tar(GOOD, *kinds), "n.tar")
    assert [("link" in text, "device" in text) for text in found.bad.values()] == (
        [(True, False)] * 2 + [(False, True)] * 3
    )
    assert list(found.good) == ["n.tar/good.txt"]


def test_a_link_in_a_zip_is_named_and_not_followed():
    link = zipfile.ZipInfo("soft.txt")
    link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    found = Found(make_zip((link, b"/etc/passwd"), GOOD), "n.zip")
    found.only("n.zip/soft.txt", "link")
    assert list(found.good) == ["n.zip/good.txt"]


def test_a_sparse_file_is_named_and_the_next_one_is_found():
    body = bytes(512)
    data = tar_header(b"holes.txt", size=b"00000001000", kind=b"S") + body + make_tar(GOOD)
    found = Found(data, "n.tar")
    found.only("n.tar/holes.txt", "sparse")
    assert list(found.good) == ["n.tar/good.txt"]


def test_a_sparse_file_in_the_newer_form_is_named():
    info = tarfile.TarInfo("x/GNUSparseFile.1/holes.txt")
    info.pax_headers = {"GNU.sparse.major": "1", "GNU.sparse.name": "x/holes.txt"}
    found = Found(make_tar((info, STORY), GOOD, format=tarfile.PAX_FORMAT), "n.tar")
    found.only("n.tar/x/holes.txt", "sparse")
    assert list(found.good) == ["n.tar/good.txt"]


def test_a_locked_member_is_named():
    data = bytearray(make_zip(("secret.txt", b"Evil."), GOOD))
    at = data.index(b"PK\x01\x02")
    data[6] |= 1
    data[at + 8] |= 1
    found = Found(bytes(data), "n.zip")
    found.only("n.zip/secret.txt", "password")
    assert list(found.good) == ["n.zip/good.txt"]


def test_an_unknown_way_of_packing_is_named():
    data = bytearray(make_zip(("odd.txt", b"Odd."), GOOD))
    data[data.index(b"PK\x01\x02") + 10] = 9
    found = Found(bytes(data), "n.zip")
    found.only("n.zip/odd.txt", "Deflate64")
    assert list(found.good) == ["n.zip/good.txt"]


# Content against name -----------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["page.zip", "page.tar", "page.tar.gz", "page.gz", "page.xz"])
def test_a_text_named_like_an_archive_is_refused(name):
    Found(b"<html>Not found</html>", name).only(name, "archive")


@pytest.mark.parametrize(
    "data",
    [make_zip(GOOD), make_tar(GOOD), gzip.compress(STORY)],
    # By name: the bytes of gzip hold the time, and each test process must collect the same tests.
    ids=["zip", "tar", "gz"],
)
def test_an_archive_named_like_a_text_is_refused(data):
    Found(data, "story.txt").only("story.txt", "ends in .txt", "its content is")


def test_an_archive_of_another_kind_than_its_name_is_read_and_named():
    found = Found(make_tar(GOOD, mode="w:gz"), "n.zip")
    found.only("n.zip", "gzip", "read as such")
    assert list(found.good) == ["n.zip/good.txt"]


def test_an_office_document_is_no_archive():
    data = make_zip(("[Content_Types].xml", b"<x/>"), ("word/document.xml", b"<x/>"))
    for name in ("slides.pptx", "letter.zip"):
        Found(data, name).only(name, "office document")


@pytest.mark.parametrize(
    ("magic", "what"), [(b"7z\xbc\xaf\x27\x1c", "7z"), (b"Rar!\x1a\x07\x01", "RAR")]
)
def test_archives_of_other_makes_are_named(magic, what):
    Found(magic + bytes(100), "n.bin").only("n.bin", what, ".zip")


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (make_zip(), "n.zip"),
        (make_zip(("a/", b"")), "n.zip"),
        (make_tar(), "n.tar"),
        (make_tar(mode="w:xz"), "n.txz"),
        (make_zip((".DS_Store", b"x")), "n.zip"),
    ],
)
def test_an_archive_without_files_gets_a_sentence(data, name):
    Found(data, name).only(name, "no file")


# Damage -------------------------------------------------------------------------------------------


def test_a_zip_cut_short_gives_what_is_still_there():
    data = make_zip(*((f"{n}.txt", STORY * 9 + bytes([n])) for n in range(9)))
    found = Found(data[: len(data) // 2], "n.zip")
    assert len(found.good) >= 2
    assert "truncated" in found.bad["n.zip"]


def test_a_streamed_zip_cut_short_gives_what_is_still_there():
    class OneWay(io.BytesIO):
        def seekable(self):
            return False

        def tell(self):
            raise OSError

        def seek(self, *_):
            raise OSError

    out = OneWay()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("good.txt", STORY)
        archive.writestr("more.txt", STORY * 2)
    found = Found(out.getvalue()[:-40], "n.zip")
    assert found.good == {"n.zip/good.txt": STORY, "n.zip/more.txt": STORY * 2}
    assert "truncated" in found.bad["n.zip"]


@pytest.mark.parametrize("mode", ["w", "w:gz", "w:xz", "w:bz2"])
def test_a_tar_cut_short_gives_what_stands_before(mode):
    noise = random.Random(3).randbytes(2 * MB)
    data = make_tar(GOOD, ("cut.txt", noise), mode=mode)
    found = Found(data[: len(data) * 2 // 3], "n.tar" + mode[1:].replace(":", "."))
    assert [name.rpartition("/")[2] for name in found.good] in (["good.txt"], [])
    assert any("truncated" in text for text in found.bad.values())


def test_records_before_the_damage_go_in():
    lines = b"".join(b'{"n": %d, "x": "%s"}\n' % (n, random.Random(n).randbytes(40).hex().encode())
                     for n in range(20_000))  # fmt: skip
    found = Found(gzip.compress(lines)[:-5_000], "x.jsonl.gz")
    assert len(found.good) > 10_000
    assert "truncated" in found.bad["x.jsonl.gz/x.jsonl"]


def test_a_wrong_checksum_is_noticed():
    data = make_zip(("bad.txt", b"Evil deed."), GOOD, method=zipfile.ZIP_STORED)
    found = Found(data.replace(b"Evil deed.", b"Good deed."), "n.zip")
    found.only("n.zip/bad.txt", "damaged")
    assert list(found.good) == ["n.zip/good.txt"]


def test_a_wrong_checksum_of_gzip_is_noticed():
    data = bytearray(gzip.compress(STORY))
    data[-6] ^= 1
    Found(bytes(data), "a.txt.gz").only("a.txt.gz", "damaged")


def test_garbage_behind_a_compressed_file_is_said_and_the_file_goes_in():
    found = Found(gzip.compress(STORY) + b"rubbish", "a.txt.gz")
    found.only("a.txt.gz", "after its end")
    assert found.good == {"a.txt.gz/a.txt": STORY}


def test_files_behind_a_damaged_header_of_a_tar_are_found():
    data = bytearray(make_tar(("first.txt", STORY), ("lost.txt", STORY), GOOD))
    data[1024:1100] = b"\xff" * 76
    found = Found(bytes(data), "n.tar")
    assert list(found.good) == ["n.tar/first.txt", "n.tar/good.txt"]
    found.only("n.tar", "damaged after first.txt")


def test_a_bad_extra_field_costs_nobody_anything():
    info = zipfile.ZipInfo("odd.txt")
    info.extra = b"\x01\x00\xff\x00abc"
    found = Found(make_zip((info, STORY), GOOD), "n.zip")
    assert len(found.good) == 2
    assert not found.bad


# Bombs --------------------------------------------------------------------------------------------


def test_a_negative_size_in_a_tar_does_not_go_round_for_ever():
    minus = (-512).to_bytes(12, "big", signed=True)
    found = Found(tar_header(b"evil.txt", size=minus) + make_tar(GOOD), "n.tar")
    found.only("n.tar/evil.txt", "negative size")
    assert list(found.good) == ["n.tar/good.txt"]


@pytest.mark.parametrize("kind", [b"L", b"x", b"g", b"S", b"5", b"M", b"1"])
def test_a_negative_size_of_any_kind_of_header_ends(kind):
    minus = (-1024).to_bytes(12, "big", signed=True)
    found = Found(tar_header(b"evil", size=minus, kind=kind) + make_tar(GOOD), "n.tar")
    assert list(found.good) == ["n.tar/good.txt"]


def test_a_size_beyond_all_measure_is_cut_short():
    huge = b"\x80" + (2**80).to_bytes(11, "big")
    found = Found(make_tar(GOOD)[:1024] + tar_header(b"evil.txt", size=huge) + STORY, "n.tar")
    found.only("n.tar/evil.txt", "truncated")
    assert list(found.good) == ["n.tar/good.txt"]


def overlapping_zip(count):
    """Many entries whose data is one and the same kernel: the later ones reach over it all."""
    kernel = zlib.compress(bytes(4 * MB), 9)[2:-4]
    names = [b"%04d.txt" % n for n in range(count)]
    offsets, body = [], b""
    local = "<4s5H3L2H"
    for name in names:
        offsets.append(len(body))
        body += struct.pack(local, b"PK\3\4", 20, 0, 8, 0, 33, 0, 0, 0, len(name), 0) + name
    body += kernel
    central = b""
    for name, offset in zip(names, offsets, strict=True):
        packed = len(body) - offset - 30 - len(name)
        central += (
            struct.pack(
                "<4s6H3L5H2L",
                *(
                    b"PK\1\2",
                    20,
                    20,
                    0,
                    8,
                    0,
                    33,
                    0,
                    packed,
                    4 * MB,
                    len(name),
                    0,
                    0,
                    0,
                    0,
                    0,
                    offset,
                ),
            )
            + name
        )
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, count, count, len(central), len(body), 0)
    return body + central + end


def test_entries_that_overlap_are_refused():
    found = Found(overlapping_zip(500), "n.zip")
    assert not found.good
    assert sum("another entry" in text for text in found.bad.values()) == 499


def test_many_entries_of_the_same_bytes_are_read_once():
    data = bytearray(make_zip(GOOD, ("twin.txt", STORY), method=zipfile.ZIP_STORED))
    second = data.rindex(b"PK\x01\x02")
    data[second + 42 : second + 46] = bytes(4)
    found = Found(bytes(data), "n.zip")
    assert list(found.good) == ["n.zip/good.txt"]
    found.only("n.zip/twin.txt", "another entry")


BOMB = bytes(64 * MB)


@pytest.mark.parametrize(
    ("name", "pack"),
    [
        ("b.txt.gz", gzip.compress),
        ("b.txt.xz", functools.partial(lzma.compress, preset=0)),
        ("b.txt.bz2", bz2.compress),
        ("b.zip", lambda bomb: make_zip(("b.txt", bomb))),
        ("b.tgz", lambda bomb: make_tar(("b.txt", bomb), mode="w:gz")),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
@pytest.mark.parametrize("limits", [{}, {"file": 100 * MB}])
def test_a_bomb_is_stopped_in_little_memory(name, pack, limits):
    data = pack(BOMB)
    tracemalloc.start()
    found = Found(data, name, **limits)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert not found.good
    assert found.bad
    assert peak < 40 * MB
    assert any("times its" in text for text in found.bad.values())


def test_a_bomb_beside_good_files_does_not_take_them_along():
    found = Found(
        make_zip(("b.txt", BOMB), GOOD, ("noise", random.Random(1).randbytes(MB))), "n.zip"
    )
    assert found.good["n.zip/good.txt"] == STORY
    assert "times its size" in found.bad["n.zip/b.txt"]


def test_an_xz_stream_that_asks_for_much_memory_is_refused():
    data = bytearray(lzma.compress(STORY, filters=[{"id": lzma.FILTER_LZMA2, "dict_size": 4096}]))
    # The size of the dictionary is one byte of the block header, which has a checksum of its own.
    at = data.index(b"\x21\x01\x00") + 2
    data[at] = 37
    size = (data[12] + 1) * 4
    data[12 + size - 4 : 12 + size] = struct.pack("<L", zlib.crc32(bytes(data[12 : 12 + size - 4])))
    Found(bytes(data), "a.txt.xz").only("a.txt.xz", "memory")


def test_an_lzma_member_that_asks_for_much_memory_is_refused():
    data = bytearray(make_zip(("big.txt", STORY), method=zipfile.ZIP_LZMA))
    at = 30 + len("big.txt") + 4
    data[at + 1 : at + 5] = struct.pack("<L", 2**31)
    Found(bytes(data), "n.zip").only("n.zip/big.txt", "memory")


def test_archives_nested_without_end_are_stopped():
    data = make_zip(GOOD)
    for level in range(12):
        data = make_zip((f"{level}.zip", data), (f"{level}.txt", STORY))
    found = Found(data, "n.zip")
    assert len(found.good) == 3
    (text,) = found.bad.values()
    assert "inside 3 others" in text
    assert "IMPORT_DEPTH_LIMIT" in text


def test_archives_that_multiply_are_stopped_by_what_comes_out_of_all_of_them():
    page = make_zip(("page.txt", bytes(8 * MB)))
    for _ in range(2):
        page = make_zip(*((f"{n}.zip", page) for n in range(16)))
    found = Found(page, "n.zip")
    assert len(found.good) < 40
    assert "times its own size" in found.bad["n.zip"]


def test_the_unpacked_limit_stops_the_whole_and_keeps_what_was_read():
    noise = random.Random(2).randbytes
    data = make_zip(*((f"{n}.txt", noise(40_000)) for n in range(10)))
    found = Found(data, "n.zip", unpacked=200_000)
    assert 3 <= len(found.good) <= 5
    found.only("n.zip", "IMPORT_UNPACKED_LIMIT_MB")


@pytest.mark.parametrize(("make", "name"), [(make_zip, "n.zip"), (make_tar, "n.tar")])
def test_the_limit_of_entries_stops_the_whole_and_keeps_what_was_read(make, name):
    found = Found(make(*((f"{n:03}.txt", STORY) for n in range(50))), name, entries=20)
    assert len(found.good) == 20
    found.only(name, "more than 20 entries", "IMPORT_ENTRIES_LIMIT")


def test_a_member_over_the_limit_is_named_and_the_others_go_in():
    found = Found(make_zip(("big.txt", STORY * 50), GOOD), "n.zip", file=2000)
    found.only("n.zip/big.txt", "more than 2 kB", "IMPORT_FILE_LIMIT_MB")
    assert list(found.good) == ["n.zip/good.txt"]


def test_a_header_that_lies_about_the_size_does_not_get_past_the_limit():
    data = bytearray(make_zip(("big.txt", STORY * 5000)))
    for at in (22, data.index(b"PK\x01\x02") + 24):
        data[at : at + 4] = struct.pack("<L", 10)
    Found(bytes(data), "n.zip", file=2000).only("n.zip/big.txt", "more than")


def test_thousands_of_empty_streams_in_a_row_are_stopped():
    found = Found(gzip.compress(b"") * 5_000, "a.txt.gz", entries=1000)
    found.only("a.txt.gz", "more than 1,000 entries")


def test_memory_stays_flat_over_many_members():
    data = make_zip(*((f"{n:05}.txt", STORY * 50) for n in range(2_000)))
    tracemalloc.start()
    for _ in read_stream(io.BytesIO(data), "n.zip", limits=Limits()):
        pass
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 2 * MB


def test_a_fault_nobody_thought_of_is_a_sentence_and_the_others_go_in(monkeypatch, caplog):
    from ingest.sources.archives import zips

    class FailsOnOddOnes(zips.Inflate):
        def decompress(self, data, /, max_length):
            unpacked = super().decompress(data, max_length)
            if unpacked.startswith(b"Odd"):
                raise KeyError("nobody thought of this")
            return unpacked

    monkeypatch.setattr(zips, "Inflate", FailsOnOddOnes)
    found = Found(make_zip(("odd.txt", b"Odd. " + STORY), GOOD), "n.zip")
    assert found.good
    assert "log" in " ".join(found.bad.values())
    assert "nobody thought of this" in caplog.text


# Anything at all ----------------------------------------------------------------------------------

MEMBERS = (GOOD, ("a/b.jsonl", b'{"x": 1}\n' * 40), ("in.zip", make_zip(GOOD)), ("l" * 120, STORY))
SAMPLES = (
    ("n.zip", make_zip(*MEMBERS)),
    ("n.zip", make_zip(*MEMBERS, method=zipfile.ZIP_LZMA)),
    ("n.zip", make_zip(*MEMBERS, method=zipfile.ZIP_BZIP2)),
    ("n.tar", make_tar(*MEMBERS)),
    ("n.tar", make_tar(*MEMBERS, format=tarfile.GNU_FORMAT)),
    ("n.tgz", make_tar(*MEMBERS, mode="w:gz")),
    ("n.txz", make_tar(*MEMBERS, mode="w:xz")),
    ("n.jsonl.gz", gzip.compress(b'{"x": 1}\n' * 40)),
)
QUICK = settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))


@QUICK
@given(
    sample=st.sampled_from(SAMPLES),
    flips=st.lists(st.tuples(st.floats(0, 1), st.integers(1, 255)), min_size=1, max_size=12),
    cut=st.floats(0.2, 1),
)
def test_whatever_bytes_are_flipped_reading_ends_and_never_raises(sample, flips, cut):
    name, data = sample
    damaged = bytearray(data)
    for place, bits in flips:
        damaged[int(place * (len(damaged) - 1))] ^= bits
    end = len(damaged) if cut > 0.5 else int(cut * len(damaged))
    check(bytes(damaged[:end]), name)


@QUICK
@given(
    head=st.sampled_from(
        [b"PK\3\4", b"PK\5\6", b"\x1f\x8b\x08", b"BZh91AY&SY", b"\xfd7zXZ\0", b""]
    ),
    rest=st.binary(max_size=1500),
    name=st.sampled_from(["n.zip", "n.tar", "n.tgz", "n.xz", "n.bz2", "n"]),
)
def test_whatever_follows_the_mark_of_an_archive_reading_ends_and_never_raises(head, rest, name):
    check(head + rest, name)


def check(data, name):
    for file in read_stream(io.BytesIO(data), name, limits=Limits(unpacked=GB)):
        assert file.name == name or file.name.startswith((f"{name}/", f"{name}:"))
        assert file.name.isprintable()
        assert not (file.problem and file.data)
        assert not file.problem or file.problem.endswith(".")
        assert "Please report" not in file.problem, "a fault that no handler names"

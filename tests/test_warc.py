"""Crawls give their pages, whatever else and whatever damage is in them."""

import gzip
import io
import tracemalloc
import zipfile
import zlib

import brotli
import pytest
import zstandard
from corpora.warc import answer, http, record

from ingest.read_file import read
from ingest.sources import has_any_size, read_stream
from ingest.sources.archives import Limits

URL = "https://aldercourier.example/ferry"
STORY = (
    "<html><head><title>Ferry late</title></head><body><h1>Ferry late</h1>"
    "<p>The ferry left Brackwater an hour late on Tuesday because of fog in the sound.</p>"
    "<p>“Nobody was worried,” said its captain, who had steered by the sound of a bell.</p>"
    "</body></html>"
)
PAGE = STORY.encode()


def files_in(data, name="crawl.warc", **limits):
    stream = data if hasattr(data, "read") else io.BytesIO(data)
    return list(read_stream(stream, name, limits=Limits(**limits)))


def pages_in(data, name="crawl.warc", **limits):
    return [file for file in files_in(data, name, **limits) if not file.problem]


def sentences(data, name="crawl.warc", **limits):
    return " ".join(file.problem for file in files_in(data, name, **limits))


def facts_of(file):
    return {fact.key: fact.value for fact in file.facts}


def test_a_page_knows_its_address_and_when_it_was_fetched():
    (page,) = pages_in(answer(URL, PAGE))
    assert page.name == "crawl.warc:1"
    assert page.data == PAGE
    assert facts_of(page) == {
        "url": URL, "captured": "2020-03-04T10:00:00Z", "charset": "utf-8",
    }  # fmt: skip
    found = read(page).content
    assert found.url == URL
    assert found.date == ""
    assert [(field.name, field.value) for field in found.further] == [
        ("captured", "2020-03-04T10:00:00Z")
    ]


def test_the_charset_of_the_header_decides():
    text = STORY.replace("fog", "туман над заливом и дождь").replace(
        "<head>", '<head><meta charset="utf-8">'
    )
    data = answer(URL, text.encode("koi8-r", "replace"), kind='text/html; charset="koi8-r"')
    found = read(pages_in(data)[0])
    assert found.encoding == "koi8-r"
    assert "туман над заливом" in found.content.text


@pytest.mark.parametrize(
    ("coding", "pack"),
    [
        ("gzip", gzip.compress),
        ("deflate", zlib.compress),
        ("deflate", lambda data: zlib.compress(data, wbits=-15)),
        ("br", brotli.compress),
        ("zstd", zstandard.compress),
        ("gzip", lambda data: data),  # unpacked by the crawler, the header left
    ],
)
def test_bodies_are_unpacked(coding, pack):
    kind = f"text/html\r\nContent-Encoding: {coding}"
    assert pages_in(answer(URL, pack(PAGE), kind=kind))[0].data == PAGE
    assert pages_in(answer(URL, pack(PAGE), kind=kind, chunked=True))[0].data == PAGE


def test_a_body_whose_chunks_were_taken_away_is_read():
    data = answer(URL, PAGE, kind="text/html\r\nTransfer-Encoding: chunked")
    assert pages_in(data)[0].data == PAGE


@pytest.mark.parametrize("kind", ["resource", "conversion", "metadata"])
def test_records_that_are_pages_themselves_are_read(kind):
    assert pages_in(record(kind, PAGE, URL, "text/html"))[0].data == PAGE


def test_what_is_no_page_is_counted_in_one_sentence():
    data = b"".join((
        record("warcinfo", b"a: b\r\n", kind="application/warc-fields"),
        record("request", b"GET / HTTP/1.1\r\n\r\n", URL),
        record("revisit", http(b""), URL, "application/http; msgtype=response"),
        answer(URL, b"", status="301 Moved"),
        answer(URL, b"gone", status="404 Not Found"),
        answer(URL, b"\x89PNG", kind="image/png"),
        answer(URL, b"User-agent: *", kind="text/plain"),
        answer(URL, b"<rss/>", kind="application/rss+xml"),
        answer(URL, PAGE, status="203 Partly"),
    ))  # fmt: skip
    page, last = files_in(data)
    assert page.data == PAGE
    assert last.name == "crawl.warc"
    for words in (
        "files of other kinds (2)",
        "redirects (1)",
        "requests (1)",
        "fonts (1)",
        "revisits) (1)",
    ):
        assert words in last.problem


def test_each_member_of_a_compressed_crawl_is_read():
    data = b"".join(gzip.compress(answer(f"{URL}/{n}", PAGE)) for n in range(300))
    assert len(pages_in(data, "crawl.warc.gz", entries=100)) == 300


def test_the_pages_of_a_wacz_are_read():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("datapackage.json", "{}")
        archive.writestr("pages/pages.jsonl", '{"title": "Ferry late", "url": "x"}\n')
        archive.writestr("archive/a.warc.gz", gzip.compress(answer(URL, PAGE)))
    names = [file.name for file in files_in(out.getvalue(), "a.wacz")]
    assert names == ["a.wacz/archive/a.warc.gz:1"]


def test_a_wacz_without_a_crawl_gets_a_sentence():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("datapackage.json", "{}")
    assert "no crawl" in sentences(out.getvalue(), "a.wacz")


def test_a_page_cut_short_is_kept_with_a_note():
    data = answer(URL, PAGE) * 2
    first, second = pages_in(data[:-120])
    assert first.notes == ()
    assert "ends within this page" in second.notes[0]
    assert PAGE.startswith(second.data)


def test_a_compressed_crawl_cut_short_keeps_its_pages():
    data = b"".join(gzip.compress(answer(f"{URL}/{n}", PAGE)) for n in range(9))
    pages = pages_in(data[:-60], "crawl.warc.gz")
    assert len(pages) in (8, 9)
    assert "truncated" in sentences(data[:-60], "crawl.warc.gz")


def test_a_page_that_the_crawler_cut_is_kept_with_a_note():
    data = record(
        "response", http(PAGE), URL, "application/http", more="WARC-Truncated: length\r\n"
    )
    assert "(length)" in pages_in(data)[0].notes[0]


def test_a_coding_cut_short_is_kept_with_a_note():
    kind = "text/html\r\nContent-Encoding: gzip"
    (page,) = pages_in(answer(URL, gzip.compress(PAGE)[:-30], kind=kind))
    assert PAGE.startswith(page.data)
    assert "gzip" in page.notes[0]


@pytest.mark.parametrize(
    "damage",
    [
        b"nonsense\r\n" * 20,
        b"WARC/1.0\r\nWARC-Type: response\r\n\r\n",
        b"WARC/1.0\r\nContent-Length: -5\r\n\r\n",
        b"WARC/1.0\r\nContent-Length: 99999999999999999999\r\n\r\n",
        b"WARC/1.0\r\n" + b"X: y\r\n" * 200_000 + b"\r\n",
        b"WARC/1.0\r\n" + b"X" * 2**21 + b"\r\n",
        bytes(100_000) + b"\n",
    ],
)
def test_damage_is_skipped_up_to_the_next_record(damage):
    data = answer(URL, PAGE) + damage + answer(URL, PAGE)
    files = files_in(data)
    assert [file.data for file in files if file.data] == [PAGE, PAGE]
    assert "damaged" in " ".join(file.problem for file in files)


def test_a_bomb_in_a_body_harms_no_other_page():
    kind = "text/html\r\nContent-Encoding: br"
    bomb = brotli.compress(bytes(200 * 2**20))
    tracemalloc.start()
    files = files_in(answer(URL, bomb, kind=kind) + answer(URL, PAGE))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [bool(file.problem) for file in files] == [True, False]
    assert peak < 80 * 2**20


def test_an_unknown_coding_and_a_page_too_large_get_sentences():
    kind = "text/html\r\nContent-Encoding: compress"
    assert "“compress”" in sentences(answer(URL, b"\x1f\x9d", kind=kind))
    files = files_in(answer(URL, PAGE * 900) + answer(URL, PAGE), file=100_000)
    assert [bool(file.problem) for file in files] == [True, False]


def test_a_news_text_about_warcs_is_no_crawl():
    (file,) = files_in(b"WARCraft tournament ends in a draw\n\nNobody won.", "a.txt")
    assert file.data.startswith(b"WARCraft")


def test_a_crawl_of_any_size_needs_little_memory():
    assert has_any_size("a.warc")
    crawl = Repeated(answer(URL, PAGE * 100) + answer(URL, bytes(2**20), kind="image/png"), 300)
    tracemalloc.start()
    count = sum(not file.problem for file in read_stream(crawl, "a.warc", limits=Limits()))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert crawl.given > 300 * 2**20
    assert count == 300
    assert peak < 8 * 2**20


class Repeated:
    """A stream of the same bytes so many times, never held or stored."""

    def __init__(self, data, times):
        self.data, self.left, self.at, self.given = data, times, 0, 0

    def read(self, size):
        if self.at == len(self.data):
            self.at, self.left = 0, self.left - 1
        if not self.left:
            return b""
        part = self.data[self.at : self.at + size]
        self.at += len(part)
        self.given += len(part)
        return part

    def seekable(self):
        return False

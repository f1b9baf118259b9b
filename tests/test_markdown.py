"""Markdown, front matter, and two shapes of text with marks of their own."""

import json
import tracemalloc

import pytest

from ingest.decode import decode
from ingest.parsing import parse
from ingest.read_file import read
from ingest.sources import records_of

TEXT = "The harbour board of Port Alder voted on Monday to close the eastern quay for repairs."


def record(text, name="a.md"):
    data = text if isinstance(text, bytes) else text.encode()
    return json.loads(next(iter(records_of(name, data))).data)


def test_front_matter_names_fields_and_keeps_all_other_keys():
    found = record(
        "---\ntitle: 'Eastern quay'\nauthor:\n  - Mirela Quill\n  - Ulf Bremer\ndate: 2009-01-02\n"
        f"tags: [sea, fog]\ndraft: false\nsource: https://a.example/quay\n---\n\n{TEXT}\n"
    )
    assert found["author"] == ["Mirela Quill", "Ulf Bremer"]
    assert found["date"] == "2009-01-02"
    assert found["tags"] == ["sea", "fog"]
    assert found["draft"] == "false"
    assert found["text"] == [TEXT]


def test_front_matter_is_known_whatever_the_ending():
    assert record(f"---\ntitle: Eastern quay\n---\n{TEXT}", "a.txt")["title"] == "Eastern quay"
    rule = f"---\n{TEXT}\n---\nMore.".encode()
    assert [file.data for file in records_of("a.txt", rule)] == [rule]


@pytest.mark.parametrize("rule", ["---", "+++"])
@pytest.mark.parametrize("name", ["a.txt", "a.md"])
@pytest.mark.parametrize("first", ["Monday: it met.", "Title: A harbour", "Fees:"])
def test_a_text_between_two_rules_is_no_front_matter(rule, name, first):
    (file,) = records_of(name, f"{rule}\n{first}\n\n{TEXT}\n\n{rule}\nMore soon.\n".encode())
    paragraphs = " ".join(part.text for part in read(file).content.paragraphs)
    assert TEXT in paragraphs


def test_lines_of_unsound_front_matter_are_kept():
    found = record(f"---\ntitle: Quay: closed\ntags:\n- sea\n- fog\n---\n{TEXT}")
    assert found["title"] == "Quay: closed"
    assert found["front matter"] == "tags:\n- sea\n- fog"


def test_unsound_front_matter_is_read_line_by_line():
    found = record(f"---\ntitle: Quay: closed\ndate: 2009-01-02\n\t- x\n---\n{TEXT}")
    assert found["title"] == "Quay: closed"
    assert found["date"] == "2009-01-02"


def test_marks_are_taken_off_and_parts_keep_their_kinds():
    text = (
        "# Eastern quay ##\n\n*By Mirela Quill, 2 January 2009*\n\n"
        "The **board** voted to close the\n[quay](https://a.example) _soon_ \\* at 3*4.\n\n"
        "Fees\n----\n\n> We wait.\n> No more.\n\n- one\n- [x] two\n\n"
        "![The quay](https://a.example/q.jpg)\n\n```\na = *b*\n```\n\n***\n\nEnd."
    )
    file = next(iter(records_of("a.md", text.encode())))
    content = read(file).content
    assert content.headline == "Eastern quay"
    assert content.date == "2009-01-02"
    assert [author.name for author in content.authors] == ["Mirela Quill"]
    assert [(p.kind, p.text) for p in content.paragraphs] == [
        ("paragraph", "The board voted to close the quay soon * at 3*4."),
        ("subheading", "Fees"),
        ("paragraph", "We wait. No more."),
        ("list_item", "one"),
        ("list_item", "two"),
        ("paragraph", "a = *b*"),
        ("paragraph", "End."),
    ]
    assert content.images[0].caption == "The quay"
    assert content.images[0].url == "https://a.example/q.jpg"


@pytest.mark.parametrize(
    "front",
    [
        "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\ntitle: Quay",
        "a: " + "[" * 5000 + "\ntitle: Quay",
        "a: !!python/object/apply:os.system [ls]\ntitle: Quay",
        "a: 'x\ntitle: Quay",
        "\0: \x01\ntitle: Quay",
        "date: 2009-99-99\ntitle: Quay",
    ],
    ids=["references", "deep", "objects", "open", "zeros", "date"],
)
def test_hostile_front_matter_does_no_harm(front):
    found = record(f"---\n{front}\n---\n{TEXT}")
    assert found["title"] == "Quay"
    assert found["text"] == [TEXT]


@pytest.mark.parametrize("count", [1_000, 10_000])
def test_a_key_of_thousands_of_parts_takes_no_memory(count):
    front = f"title = 'Quay'\ndate = 2009-01-02\n{'a.' * count}b = 1"
    tracemalloc.start()
    found = record(f"+++\n{front}\n+++\n{TEXT}")
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found["title"] == "Quay"
    assert found["text"] == [TEXT]
    assert most < 20 * 2**20


def test_hostile_markdown_takes_no_time():
    for text in (
        "[" * 100_000,
        "*a " * 60_000,
        "# " + " " * 100_000 + "x",
        "> " * 50_000,
        "![" * 50_000,
    ):
        assert record(text)


def test_a_source_that_is_an_address_is_the_page_of_the_story():
    text = f"Title: Eastern quay to close\nAuthor: Mirela Quill\nSource: https://a.example/quay\n\n{TEXT}"
    article = parse("a.txt", decode(text.encode()))
    assert article.url == "https://a.example/quay"
    assert article.publication != "https://a.example/quay"


def test_highlights_below_a_story_are_its_standfirst():
    found = record(f"{TEXT}\n\n@highlight\n\nQuay closes.\n\n@highlight\n\nFees\nfall\n", "a.story")
    assert found == {"standfirst": "Quay closes. Fees fall", "text": TEXT}
    assert record(f"{TEXT}\r\n\r\n@highlight\r\n\r\nQuay closes\r\n", "a.txt")["text"] == TEXT
    assert record("@highlight\n\nQuay closes", "a.story") == {"standfirst": "Quay closes"}


def test_a_story_without_highlights_is_its_text():
    assert record(TEXT, "a.story") == {"text": TEXT}


def test_lines_below_a_head_behind_dashes_are_text():
    head = "-- Quay closes\n-- By Mirela Quill\n-- 2018-01-11\n-- https://a.example/quay\n"
    found = record(f"{head}-- {TEXT}\n\nMore soon.", "a.txt")
    assert found["byline"] == "By Mirela Quill"
    assert found["text"] == f"-- {TEXT}\n\nMore soon."


def test_a_head_behind_dashes_needs_a_stamp_and_an_address():
    head = "-- Eastern quay\n-- B y   M i r e l a   Q u i l l\n-- 2009-01-02T05:00:00Z\n"
    found = record(f"{head}-- http://a.example/q.html\n{TEXT}", "quay")
    assert found["headline"] == "Eastern quay"
    assert found["byline"] == "By Mirela Quill"
    assert found["url"] == "http://a.example/q.html"
    dialogue = f"-- Eastern quay\n-- No, western.\n{TEXT}".encode()
    assert [file.data for file in records_of("quay", dialogue)] == [dialogue]


def test_lines_of_unsound_front_matter_that_are_no_keys_are_kept():
    found = record(f"---\ntitle: Quay: closed\ntags:\n  - sea\n\t- x\n---\n{TEXT}")
    assert found["front matter"] == "tags:\n  - sea\n\t- x"


def test_a_paragraph_between_two_rules_is_text():
    assert record(f"---\n{TEXT}\n\nMore.\n\n---\nThe end.")["text"] == [TEXT, "More.", "The end."]


def test_what_stands_behind_the_day_of_a_byline_is_kept():
    found = record(f"# Quay\n\nBy Mirela Quill | 11 April 2016 | Alder harbour\n\n{TEXT}")
    assert found["byline"] == "By Mirela Quill"
    assert found["behind the date"] == "Alder harbour"

"""What is set aside as no article, and what is not although it looks a little like it."""

import json
import time

import pytest
from corpora import stories
from factory import LONG, news

from ingest.read_file import read
from ingest.records import SourceFile
from ingest.sources import records_of
from ingest.sources.no_article import by_content, by_name

PROSE = (
    "The keeper wrote the tide tables with a small program, and the harbour board printed it on "
    "Monday for everyone who had asked how the bell knows the hour."
)


@pytest.mark.parametrize(
    "name",
    [
        "README", "readme.txt", "corpus/README.md", "a.zip/README-de.md", "LICENSE", "licence",
        "COPYING", "CHANGELOG.md", "requirements.txt", "scrape.py", "Clean.R", "Stemmer.java",
        "app.js", "page.css", "explore.ipynb", "corpus.xsd", "article.dtd", "project.iml",
        "table.rds", ".gitignore", "package.json", "stopwords.txt", "stop_words_en.txt",
        "AUTHORS", "CONTRIBUTING.md", "Makefile",
    ],
)  # fmt: skip
def test_a_name_tells_what_is_no_article(name):
    assert by_name(name).startswith("By its name it is ")


@pytest.mark.parametrize(
    "name",
    [
        "1.txt", "license-to-fish.txt", "readmeeting.txt", "history.txt", "notice.txt", "todo.md",
        "authors.html", "corpus.json", "story.pl", "story.cs", "article.php", "news.xml",
        "2016-03-14", "README/1.txt", "requirements-of-the-board.txt", "changes.txt", "words.txt",
        "copying-machine.txt", "pages.html", "a.jsonl:17", "settings.csv",
    ],
)  # fmt: skip
def test_a_name_that_a_story_may_have_says_nothing(name):
    assert by_name(name) == ""


PYTHON = """import csv
from pathlib import Path

def tides(path):
    # One row an hour.
    rows = csv.reader(path.open())
    return [float(row[1]) for row in rows]

if __name__ == "__main__":
    print(tides(Path("tides.csv")))
"""
JAVA = """package example.tides;

import java.util.List;

/** Counts the tides. */
public class Tides {
    private final List<Double> heights;

    public int count() {
        if (heights == null) {
            return 0;
        }
        return heights.size();
    }
}
"""
STYLE = "body {\n  color: black;\n  margin: 0 auto;\n}\n.story h1 {\n  font-size: 2em;\n}\n"
QUERY = "CREATE TABLE tide (hour int);\nINSERT INTO tide VALUES (1);\nSELECT * FROM tide;\nx = 1;\n"
MIT = (
    "The Alder Licence (MIT)\n\nCopyright 2016 the harbour board\n\nPermission is hereby granted, "
    'free of charge, to anybody, to use the tide tables.\n\nThe tables come "as is", without '
    "warranty of any kind.\n"
)
NOTEBOOK = json.dumps({"cells": [{"cell_type": "code", "source": ["x = 1"]}], "nbformat": 4})
MAP = '{"type": "FeatureCollection", "features": []}'
PACKAGE = '{"name": "tides", "version": "1.0.0", "scripts": {"test": "node tides"}}'
SCHEMA = '{"$schema": "http://json-schema.example/draft-07", "title": "Article", "type": "object"}'
MARKUP = '<?xml version="1.0"?>\n<doc id="1"><ttl>Quay shut</ttl><bdy>The board voted.</bdy></doc>'
SGML = "<REC>\n<NO>1\n<DT>14-MAR-2016\n<HL>Quay shut</HL>\n<BD>The board voted.</BD>\n</REC>\n"
WORDS = "\n".join(f"word{n}" for n in range(300))
CHINESE_WORDS = "\n".join(f"港口{chr(0x4E00 + n)}" for n in range(300))
STOP_WORDS = " ".join(
    sorted(f"{one}{two}" for one in "abcdefghijklmnop" for two in "aeioulnrst" * 2)
)
PLACES = "\n".join(f"Alder{n} {n} {n + 3} 410 22" for n in range(90))
NUMBERS = "\n".join(f"{n}, {n * 0.5}, -{n}" for n in range(90))
COLUMNS = "\n".join(f"The quay is shut for day {n}\t{n % 4}" for n in range(90))


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (PYTHON, "program code"), (JAVA, "program code"), (STYLE, "program code"),
        (QUERY, "program code"), (MIT, "a licence"), (NOTEBOOK, "a notebook"), (MAP, "a map"),
        (PACKAGE, "a program's settings"), (SCHEMA, "a schema"), (MARKUP, "markup"),
        (SGML, "markup"), (WORDS, "a list of words"), (CHINESE_WORDS, "a list of words"),
        (STOP_WORDS, "a list of words"), (PLACES, "a list of numbers"),
        (NUMBERS, "a list of numbers"), (COLUMNS, "a table"),
    ],
    ids=lambda value: value[:12] if value.startswith(("a ", "p", "m")) else "",
)  # fmt: skip
def test_a_text_tells_that_it_is_no_article(text, what):
    assert by_content("corpus/1.txt", text).startswith(f"It reads like {what}")


POEM = "The bell\n\n" + "\n".join(
    ["I hear the bell; it calls;", "the tide (my tide) is in:", "return, return,", "O harbour;"] * 3
)
SONG = "\n".join(["Ahoy", "the bell", "the tide"] * 80)
HAIKU = "古池や\n蛙飛びこむ\n水の音"
VERSES = "\n".join(["春风又绿江南岸，", "明月何时照我还。"] * 120)
LEAGUE = (
    "Alder go top\n\nAlder beat Brackwater by three goals to one on Saturday and lead the league "
    "for the first time since the new stand was built.\n\n"
    + "\n".join(f"Club{n} {n} {n + 1} {n + 2} 40" for n in range(24))
)
ABOUT_CODE = (
    f"How the bell knows the hour\n\n{PROSE}\n\nimport tides\nfor hour in tides:\n    bell(hour)\n"
    f"{PROSE}\n\nfunction ring() {{\n  bell();\n}}\n\n{PROSE}\n"
)
ABOUT_A_LICENCE = (
    "Harbour board gives its tables away\n\nThe board chose a public license on Monday. "
    f"“Permission is hereby granted, free of charge,” it begins.\n\n{PROSE}\n\n{PROSE}"
)
THE_LOST = "The lost of the Second Ferry\n\n" + "\n".join(
    f"Mara{n} Quill, {20 + n % 60}" for n in range(240)
)
FRAGMENT = "<p>The board voted.</p><p>The quay is shut.</p><ul><li>Boats</li></ul><p>More.</p>"
RESULTS = "Results\n\n" + "\n".join(f"Alder {n} Brackwater {n + 1}" for n in range(50))
CALLS = f"Letters\n\n<Mara> wrote to <Una> that the quay is shut.\n\n{PROSE}"


@pytest.mark.parametrize(
    "text",
    [
        POEM, SONG[:100], HAIKU, VERSES, LEAGUE, ABOUT_CODE, ABOUT_A_LICENCE, THE_LOST, FRAGMENT,
        RESULTS, CALLS, LONG, "{{ price }} is not a price\n\n" + PROSE, "[Advertisement]\n" + PROSE,
        '{"title": "Quay shut", "text": "The board voted."}', "", "\ufeff \n",
    ],
    ids=lambda text: text[:10],
)  # fmt: skip
def test_a_story_that_looks_a_little_like_one_is_kept(text):
    assert by_content("corpus/1.txt", text) == ""


@pytest.mark.parametrize("name", ["page.html", "page.txt"])
def test_a_page_is_never_judged(name):
    page = "<!DOCTYPE html><html><body><custom-a><custom-b>" + "<x-y>1</x-y>" * 20
    assert by_content(name, page) == ""


def test_a_record_is_never_judged():
    assert by_content("words.jsonl:3", json.dumps({"cells": 1, "nbformat": WORDS})) == ""


def test_no_article_of_the_invented_thirty_is_set_aside():
    for article in stories():
        text = "\n\n".join((article.headline, *article.paragraphs))
        assert by_content("1.txt", text) == ""


def test_a_file_is_judged_by_its_name_before_it_is_opened():
    [file] = records_of("a/package.json", b'[{"title": "x", "text": "y"}]')
    assert file.aside == "By its name it is a program's settings, not an article."


def test_what_was_read_in_a_file_that_is_set_aside_is_ready():
    file = read(
        SourceFile(
            "README.md", news("Second ferry for the islands", "2016-03-14", LONG), aside="Because."
        )
    )
    assert (file.aside, file.content.headline) == ("Because.", "Second ferry for the islands")


def test_code_that_holds_no_text_is_set_aside_all_the_same():
    file = read(SourceFile("table.rds", b"\x1f\x8b\x08", aside="Because."))
    assert (file.aside, file.rejected) == ("Because.", "It is a gzip archive, not text.")


@pytest.mark.parametrize("unit", ["a " * 20_000, "(" * 50_000, "<a " * 20_000, "x = " * 20_000])
def test_judging_a_hostile_text_takes_no_time(unit):
    began = time.process_time()
    by_content("1.txt", unit)
    by_content("1.txt", "{" + unit)
    by_content("1.txt", "<" + unit)
    assert time.process_time() - began < 1

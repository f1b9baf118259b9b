"""Tables without a header and records under unknown keys: asked about, then mapped by hand."""

import json

import pytest

from ingest import sources
from ingest.read_file import read
from ingest.sources.archives import Limits
from ingest.sources.forms.tables import NO_HEADER
from ingest.sources.shape import Shape

LONG = (
    "The weir above Tarn Mill gave way on Sunday night, and the lower meadows stood under a foot "
    "of water when the first train passed at six; nobody was hurt, said the warden."
)
QUOTED = f'"3","Weir gives way","{LONG}"\n"4","Bell rung, twice","{LONG} Twice."\n'
SINGLE = f"Wirtschaft;'{LONG}'\nPanorama;'{LONG} It''s said.'\n"
TABS = "Weir gives way\t3\nBell rung twice\t4\nMaps without a key\t1\n"


def files(place, given, shape=None):
    for name, data in given.items():
        (place / name).write_text(data, encoding="utf-8")
    known = Shape.from_json(shape or {})
    return list(sources.read_paths([place], limits=Limits(), shape=known))


def contents(place, given, shape=None):
    return [read(file).content for file in files(place, given, shape)]


@pytest.mark.parametrize(
    ("name", "data"), [("a.csv", QUOTED), ("b.csv", SINGLE), ("c.txt", TABS), ("d", TABS)]
)
def test_a_table_without_a_header_asks_for_its_columns(tmp_path, name, data):
    [file] = files(tmp_path, {name: data})
    assert file.problem == NO_HEADER
    assert "--map" in file.problem


def test_mapped_tables_of_each_make_are_read(tmp_path):
    shape = {
        "records": [
            {"match": "a.csv", "columns": ["section", "title", "text"]},
            {"match": "b.csv", "columns": ["section", "text"]},
            {"match": "*.txt", "columns": ["title", "section"]},
        ],
        "without_text": True,
    }
    found = contents(tmp_path, {"a.csv": QUOTED, "b.csv": SINGLE, "c.txt": TABS}, shape)
    assert [(one.section, one.headline) for one in found] == [
        ("3", "Weir gives way"),
        ("4", "Bell rung, twice"),
        ("Wirtschaft", ""),
        ("Panorama", ""),
        ("3", "Weir gives way"),
        ("4", "Bell rung twice"),
        ("1", "Maps without a key"),
    ]
    assert found[0].text == LONG
    assert found[3].text == f"{LONG} It's said."


def test_columns_given_for_all_files_leave_texts_alone(tmp_path):
    shape = {"columns": ["section", "text"]}
    found = contents(tmp_path, {"b.csv": SINGLE, "story.txt": f"Weir gives way\n\n{LONG}\n"}, shape)
    assert [one.headline for one in found] == ["", "", "Weir gives way"]


def test_a_text_with_tabs_is_no_table(tmp_path):
    text = f"\t{LONG}\n\t{LONG} Twice.\n\t{LONG} Thrice.\n"
    [content] = contents(tmp_path, {"story.txt": text})
    assert "Thrice" in content.text


def test_columns_with_a_header_are_named_by_hand(tmp_path):
    table = (
        f'Slug,Story,Kind,Day,Who,Bias\nWeir gives way,"{LONG}",river,5 Jan 2015,Una Marr,left\n'
    )
    shape = {
        "header": True,
        "keys": {"Slug": "headline", "Story": "text", "Kind": "section", "Day": "date",
                 "Who": "authors"},
    }  # fmt: skip
    [content] = contents(tmp_path, {"news.csv": table}, shape)
    assert (content.headline, content.section, content.date) == (
        "Weir gives way", "river", "2015-01-05",
    )  # fmt: skip
    assert [author.name for author in content.authors] == ["Una Marr"]
    assert content.text == LONG


RECORD = {"title": "Weir gives way", "date": "2015-01-05", "prose": [[LONG, "He rang."], [LONG]]}


def test_records_of_a_headline_without_a_text_are_set_aside_with_the_key_to_name(tmp_path):
    lines = "\n".join(json.dumps(RECORD | {"n": n}) for n in range(30))
    found = files(tmp_path, {"a.jsonl": lines})
    assert len(found) == 30
    assert all('{"keys": {"prose": "text"}}' in file.aside for file in found)


@pytest.mark.parametrize(
    "shape", [{"keys": {"prose": "text"}}, {"without_text": True}], ids=["mapped", "as they are"]
)
def test_an_answer_takes_them_in(tmp_path, shape):
    [file] = files(tmp_path, {"a.json": json.dumps(RECORD)}, shape)
    assert file.aside == ""
    assert read(file).content.headline == "Weir gives way"


def test_lists_of_sentences_are_paragraphs_with_honest_spans(tmp_path):
    shape = {"keys": {"prose": "text"}}
    [file] = files(tmp_path, {"a.json": json.dumps(RECORD)}, shape)
    done = read(file)
    assert [part.text for part in done.content.paragraphs] == [f"{LONG} He rang.", LONG]
    spans = done.reading.fields["paragraphs.0"].spans
    assert [done.text[start:end] for start, end in spans] == [LONG, "He rang."]
    assert done.reading.keys == (("prose", "text"),)


def test_a_key_inside_an_object_may_be_named(tmp_path):
    record = {"t": "Weir gives way", "payload": {"deep": {"words": LONG}, "title": "Other"}}
    shape = {"keys": {"t": "headline", "payload.deep.words": "text"}}
    [content] = contents(tmp_path, {"a.jsonl": json.dumps(record)}, shape)
    assert (content.headline, content.text) == ("Weir gives way", LONG)


def test_a_key_that_is_known_may_be_a_further_field(tmp_path):
    record = {"title": "Weir gives way", "text": LONG, "source": "scraper 7"}
    shape = {"keys": {"source": "further"}}
    [content] = contents(tmp_path, {"a.jsonl": json.dumps(record)}, shape)
    assert content.publication == ""


def test_a_summary_stands_for_the_text_where_nothing_else_could(tmp_path):
    record = {"headline": "Weir gives way", "short_description": LONG, "id": 7}
    [file] = files(tmp_path, {"a.jsonl": json.dumps(record)})
    assert file.aside == ""


def test_headlines_alone_are_asked_about(tmp_path):
    record = {"title": "Weir gives way", "url": "https://tarn.example/weir"}
    found = files(
        tmp_path, {"a.jsonl": f"{json.dumps(record)}\n" * 2, "b.json": json.dumps(record)}
    )
    assert ["without_text" in file.aside for file in found] == [True, True, False]

"""Records of published corpora: how files are split, keys mapped, and values placed."""

import io
import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.record.content import FurtherField
from ingest.parsing import parse
from ingest.parsing.fields.found_dates import tomorrow
from ingest.parsing.fields.whitespace import normalise
from ingest.parsing.structured import NO_TEXT, parse_record
from ingest.records import Decoded
from ingest.sources import records_of
from ingest.sources.forms.json_records import iter_json_lines

RECORD = {
    "id": "a-17",
    "date": "2017-06-04",
    "headline": "Seal delays “ferry”",
    "authors": ["Una Marr", "Piers Hallow"],
    "caption": "The seal on the ramp. (Photo by Odile Renard/AP)",
    "credit": "Odile Renard/AP",
    "body": "The ferry left late.\n\nNobody minded the wait.\n\nBy noon the animal had gone.",
}


def read(record, **options):
    text = record if isinstance(record, str) else json.dumps(record, **options)
    return parse_record("corpus.jsonl:1", Decoded(text, "utf-8"))


def texts(article):
    return [paragraph.text for paragraph in article.paragraphs]


def test_a_record_of_the_usual_shape_is_read_whole():
    article = read(RECORD)
    assert (article.headline, article.date) == ("Seal delays “ferry”", "2017-06-04")
    assert [author.name for author in article.authors] == ["Una Marr", "Piers Hallow"]
    assert texts(article)[1] == "Nobody minded the wait."
    assert article.images[0].credit == "Odile Renard/AP"


@pytest.mark.parametrize("ascii_only", [True, False])
def test_spans_are_the_raw_contents_of_the_strings(ascii_only):
    text = json.dumps(RECORD, ensure_ascii=ascii_only)
    article = read(text)
    for number, paragraph in enumerate(article.paragraphs):
        [(start, end)] = article.evidence[f"paragraphs.{number}"].spans
        assert json.loads(f'"{text[start:end]}"') == paragraph.text
    [(start, end)] = article.evidence["headline"].spans
    assert json.loads(f'"{text[start:end]}"') == "Seal delays “ferry”"


def test_the_reason_shows_the_key_that_was_mapped():
    article = read({"publish_date": "2017-06-04", "maintext": "The ferry left late."})
    assert article.evidence["date"].reason == 'key "publish_date"'
    assert article.evidence["paragraphs.0"].reason == 'key "maintext"'


@pytest.mark.parametrize(
    ("record", "field", "value"),
    [
        ({"title": "Seal"}, "headline", "Seal"),
        ({"publishedAt": "2020-02-03T10:15:00Z"}, "time", "10:15"),
        ({"pub_date": "March 2017"}, "date", "2017-03"),
        ({"date": "2017-03"}, "date", "2017-03"),
        ({"published": 1496534400}, "date", "2017-06-04"),
        ({"link": "https://alder.example/seal"}, "url", "https://alder.example/seal"),
        ({"source": {"id": None, "name": "Alder Gazette"}}, "publication", "Alder Gazette"),
        ({"url": "https://www.alder.example/seal"}, "publication", "alder.example"),
        ({"category": "Local"}, "section", "Local"),
        ({"language": "English"}, "language", "en"),
        ({"num_comments": "1,204"}, "comment_count", 1204),
        ({"date_modified": "2017-06-05"}, "updated", "2017-06-05"),
        ({"summary": "A seal lay there."}, "standfirst", "A seal lay there."),
    ],
)
def test_a_usual_key_fills_its_field(record, field, value):
    assert getattr(read({**record, "text": "The ferry left late."}), field) == value


@pytest.mark.parametrize(
    "printed",
    ["By Una Marr and Piers Hallow", "Una Marr; Piers Hallow", "['Una Marr', 'Piers Hallow']"],
)
def test_several_authors_in_one_string_are_told_apart(printed):
    article = read({"author": printed, "text": "The ferry left late."})
    assert [author.name for author in article.authors] == ["Una Marr", "Piers Hallow"]


def test_single_lines_are_paragraphs_where_no_blank_line_is():
    assert texts(read({"text": "The ferry left.\nNobody minded."})) == [
        "The ferry left.",
        "Nobody minded.",
    ]


def test_html_in_a_value_leaves_as_text():
    article = read(
        {"title": "Seal &amp; <b>ferry</b>", "content": "<p>One <i>seal</i>.</p><p>Two</p>"}
    )
    assert (article.headline, texts(article)) == ("Seal & ferry", ["One seal.", "Two"])


def test_a_share_symbol_is_no_tag():
    assert read({"title": "MILLS <ALDM> UP", "text": "x <B> y"}).headline == "MILLS <ALDM> UP"


def test_a_description_that_only_begins_the_text_is_no_standfirst():
    article = read({"description": "The ferry left", "text": "The ferry left late."})
    assert article.standfirst == ""


def test_a_record_without_text_says_so():
    assert NO_TEXT in read({"title": "Seal"}).problems


def test_a_date_that_cannot_be_read_says_so():
    article = read({"date": "some day", "text": "The ferry left late."})
    assert (article.date, len(article.problems)) == ("", 1)


@pytest.mark.parametrize("text", ["", "[1]", '{"a"', '{"a": ' * 50_000, "nonsense", '{"a" 1}'])
def test_what_is_no_object_gets_a_sentence(text):
    assert read(text).problems


def test_json_lines_are_named_by_line():
    data = b'{"text": "a"}\n\n{"text": "b"}\nnot json\n'
    found = list(records_of("c.jsonl", data))
    assert [record.name for record in found] == ["c.jsonl:1", "c.jsonl:3", "c.jsonl:4"]
    assert [bool(record.problem) for record in found] == [False, False, True]


def test_a_stream_of_lines_is_read_one_by_one():
    stream = io.BytesIO(b'{"a": 1}\n' * 5)
    first = next(iter_json_lines(stream, "big.jsonl"))
    assert (first.name, stream.tell()) == ("big.jsonl:1", 9)


@pytest.mark.parametrize(
    "text", ['[{"a": 1}, {"a": 2}]', '{"count": 2, "articles": [{"a": 1}, {"a": 2}]}']
)
def test_the_members_of_a_json_array_keep_their_bytes(text):
    found = list(records_of("c.json", text.encode()))
    assert [record.name for record in found] == ["c.json:1", "c.json:2"]
    assert found[1].data == b'{"a": 2}'


def test_one_json_object_is_one_record():
    assert [record.name for record in records_of("c.json", b'{"text": "a"}')] == ["c.json"]


def test_json_lines_named_json_are_read_as_lines():
    assert len(list(records_of("c.json", b'{"a": 1}\n{"a": 2}\n'))) == 2


def test_a_csv_row_becomes_an_object_with_the_keys_of_the_header():
    data = b'title,text\r\n"Seal, ""the"" ferry","One.\n\nTwo."\r\n'
    [row] = records_of("c.csv", data)
    assert row.name == "c.csv:2"
    assert json.loads(row.data) == {"title": 'Seal, "the" ferry', "text": "One.\n\nTwo."}


def test_semicolons_and_tabs_part_the_fields_too():
    for name, data in (("c.csv", b"title;b\n1;2\n"), ("c.tsv", b"title\tb\n1\t2\n")):
        assert json.loads(next(records_of(name, data)).data) == {"title": "1", "b": "2"}


def test_a_long_csv_field_is_read():
    [row] = records_of("c.csv", b"text\n" + b"word " * 100_000 + b"\n")
    assert len(row.data) > 400_000


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(["c.json", "c.jsonl", "c.csv", "c.tsv", "c.txt"]))
def test_any_bytes_are_split_without_an_error(data, name):
    for record in records_of(name, data):
        assert record.problem or record.data or name == "c.txt"


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200), st.booleans())
def test_any_text_keeps_its_paragraphs_and_places(value, ascii_only):
    text = json.dumps({"text": value}, ensure_ascii=ascii_only)
    article = read(text)
    for number, paragraph in enumerate(article.paragraphs):
        for start, end in article.evidence[f"paragraphs.{number}"].spans:
            assert normalise(json.loads(f'"{text[start:end]}"')) == paragraph.text


@settings(max_examples=200, deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=20),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["text", "author", "images", "article", "date", "url", "caption"]),
                inner,
                max_size=4,
            )
        ),
        max_leaves=12,
    )
)
def test_any_json_gives_a_record(value):
    text = json.dumps({"data": value, "images": value, "authors": value, "body": value})
    article = read(text)
    spans = [span for evidence in article.evidence.values() for span in evidence.spans]
    assert all(0 <= start < end <= len(text) for start, end in spans)


def test_a_hundred_thousand_nested_lists_end_in_a_sentence():
    began = time.process_time()
    assert read('{"body": ' + "[" * 100_000 + "]" * 100_000 + "}").problems
    assert time.process_time() - began < 5


def test_a_day_in_either_order_is_in_doubt_with_and_without_a_time():
    for value in ("02/05/2019", "02/05/2019 10:15", "2-5-2019 10:15:00"):
        article = read({**RECORD, "date": value})
        reading = article.evidence["date"]
        assert reading.confidence < 0.6, value
        assert {article.date, reading.others[0].value} == {"2019-02-05", "2019-05-02"}


def test_the_order_of_a_column_settles_a_day():
    text = json.dumps({**RECORD, "date": "02/05/2019 10:15"})
    article = parse_record("corpus.csv:4", Decoded(text, "utf-8"), "day")
    assert (article.date, article.time) == ("2019-05-02", "10:15")
    assert article.evidence["date"].confidence > 0.9
    assert "day first as in other dates" in article.evidence["date"].reason


def test_the_country_of_an_address_suggests_the_order_but_leaves_a_doubt():
    url = "https://aldertimes.co.uk/ferry"
    article = read({**RECORD, "date": "02/05/2019", "url": url})
    assert article.date == "2019-05-02"
    assert 0.5 < article.evidence["date"].confidence < 0.6


def test_the_language_of_a_record_settles_the_order():
    body = "Die Fähre nach Kinsale fuhr am Montag mit einer Stunde Verspätung ab, weil die Robbe."
    article = read({**RECORD, "body": body, "date": "02/05/2019"})
    assert article.date == "2019-05-02"


def test_the_printed_day_wins_over_a_stamp_in_another_time_zone():
    article = read({**RECORD, "date": "2017-06-03T23:30:00Z", "published": "4 June 2017"})
    assert article.date == "2017-06-04"
    article = read({**RECORD, "date": "2017-06-03T23:30:00Z", "published": "14 June 2017"})
    assert article.date == "2017-06-03"


def test_the_time_at_which_a_crawler_wrote_a_row_is_no_update():
    row = {"inserted_at": "2018-02-02 01:19:41", "updated_at": "2018-02-02 01:19:41"}
    article = read({**RECORD, **row})
    assert article.updated == ""
    assert FurtherField("updated_at", row["updated_at"]) in article.further
    assert read({**RECORD, "updated_at": "2018-02-02 01:19:41"}).updated == "2018-02-02T01:19"


@pytest.mark.parametrize("value", ["4-Jun-17", "04/Jun/2017", "Sun Jun 04 10:15:00 +0000 2017"])
def test_dates_as_spreadsheets_and_programs_write_them_are_read(value):
    assert read({**RECORD, "date": value}).date == "2017-06-04"


def test_a_day_to_come_is_in_doubt():
    day = f"{int(tomorrow()[:4]) + 1}-01-01"
    article = parse("corpus.jsonl:1", Decoded(json.dumps({**RECORD, "date": day}), "utf-8"))
    assert article.date == day
    assert article.evidence["date"].confidence < 0.6
    assert "a day to come" in article.evidence["date"].reason


@pytest.mark.parametrize(
    ("authors", "names"),
    [
        ("Marr, Una; Quill, Joss", ["Una Marr", "Joss Quill"]),
        ("Marr, Una", ["Una Marr"]),
        ("de la Roca, Ana M.; van der Meulen, Piet", ["Ana M. de la Roca", "Piet van der Meulen"]),
        ("Una Marr, Professor of History, University of Alder; Joss Quill, Lecturer, Cork",
         ["Una Marr", "Joss Quill"]),
        ("Una Marr, Kinsale", ["Una Marr"]),
        ([{"given": "Una", "family": "Marr"}, {"given": "Joss", "family": "Quill"}],
         ["Una Marr", "Joss Quill"]),
        ([{"givenName": "Joss", "additionalName": "K.", "familyName": "Quill"}], ["Joss K. Quill"]),
        ([[{"name": "Una Marr"}], [{"name": "Joss Quill"}]], ["Una Marr", "Joss Quill"]),
        ([["Una Marr"], ["Joss Quill", ["Ida Fenn"]]], ["Una Marr", "Joss Quill", "Ida Fenn"]),
        ([[{"first": "Una", "last": "Marr"}]], ["Una Marr"]),
        ("Una Marr \u200bCorresponsal en Alder", ["Una Marr"]),
        ("Una Marr Chief Reporter", ["Una Marr"]),
        ("Alder Times Staff", ["Alder Times Staff"]),
        ("Harbour Feed", []),
        ("admin", []),
    ],
    ids=repr,
)  # fmt: skip
def test_authors_of_records_are_read_in_every_shape(authors, names):
    article = read({"title": "T", "text": "The ferry left late.", "author": authors})
    assert [author.name for author in article.authors] == names


@pytest.mark.parametrize("key", ["published_by", "creators", "autores", "written_by"])
def test_authors_stand_under_the_keys_of_exports(key):
    article = read({"title": "T", "content": "The ferry left late.", key: ["Una Marr"]})
    assert [author.name for author in article.authors] == ["Una Marr"]


def test_a_name_turned_round_is_kept_as_printed():
    [author] = read({"title": "T", "text": "The ferry left.", "author": "Marr, Una"}).authors
    assert (author.name, author.printed) == ("Una Marr", "Marr, Una")


def test_the_paper_of_a_catalogue_is_the_publication():
    article = read({"Title": "T", "Publication Title": "The Alder Gazette", "Text": "It left."})
    assert article.publication == "The Alder Gazette"


@pytest.mark.parametrize(
    ("picture", "caption", "left"),
    [
        ({"description": "A seal", "caption": "The seal on the ramp."}, "The seal on the ramp.",
         ["A seal"]),
        ({"alt": "A seal", "full_caption": "The seal on Tuesday."}, "The seal on Tuesday.",
         ["A seal"]),
        ({"alt": "A seal", "description": "The seal on the ramp."}, "The seal on the ramp.",
         ["A seal"]),
        ({"alt_text": "A seal on a ramp"}, "A seal on a ramp", []),
        ({"description": "", "alt": "A seal", "caption": None}, "A seal", []),
    ],
)  # fmt: skip
def test_the_caption_of_a_picture_outweighs_what_describes_it(picture, caption, left):
    picture = {**picture, "url": "https://alder.example/seal.jpg"}
    text = json.dumps({"title": "T", "text": "The ferry left late.", "images": [picture]})
    article = read(text)
    assert [image.caption for image in article.images] == [caption]
    assert [text[slice(*out.span)] for out in article.left_out if "caption" in out.reason] == left


@pytest.mark.parametrize(
    ("given", "names"),
    [
        ('Una Marr, "Joss OQuill", Dana Sund', ["Una Marr", "Joss OQuill", "Dana Sund"]),
        ("Una Marr,Kezia Dray,Ulf Bremer,Erik Sund", "Una Marr,Kezia Dray,Ulf Bremer,Erik Sund"),
        ("Una Marr, Joss Quill, and Dana Sund", ["Una Marr", "Joss Quill", "Dana Sund"]),
        ("View All Posts,Laura Thorne", ["Laura Thorne"]),
        ("Laura Thorne,Follow,More Posts", ["Laura Thorne"]),
        ("Laura Thorne, Staff Writer, Peter Voss, Ph.D.", ["Laura Thorne", "Peter Voss"]),
        ("Laura Thorne | Peter Voss", ["Laura Thorne", "Peter Voss"]),
        ("Laura Thorne, The Alder Courier", ["Laura Thorne"]),
        ("Thorne, Laura", ["Laura Thorne"]),
        ("Laura Thorne, 14 March 2016", ["Laura Thorne"]),
    ],
)
def test_a_list_in_the_field_of_authors_is_a_list(given, names):
    text = json.dumps({"title": "Quay", "text": "The quay is shut.", "authors": given})
    article = parse("a.json", Decoded(text, "utf-8"))
    wanted = names.split(",") if isinstance(names, str) else names
    assert [author.name for author in article.authors] == wanted
    for place, author in enumerate(article.authors):
        for span in article.evidence[f"authors.{place}"].spans:
            assert set(text[slice(*span)].split()) >= set(author.name.split()) or "," in given


@pytest.mark.parametrize(
    "printed",
    [
        "{'$date': 1474934400000}",
        '{"$date": 1474934400000}',
        "{'$date': '2016-09-27T00:00:00Z'}",
        "{ 'date' : '2016-09-27' }",
    ],
)
def test_a_date_that_a_program_printed_into_a_table_is_read(printed):
    text = json.dumps({"title": "Quay", "text": "The quay is shut.", "date": printed})
    assert parse("a.csv:2", Decoded(text, "utf-8")).date == "2016-09-27"

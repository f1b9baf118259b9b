"""One invented record in the key layouts of well-known corpora, crawlers and news APIs."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ingest.decode import decode
from ingest.parsing.structured import parse_record
from ingest.sources import records_of
from ingest.sources.forms.tables import NO_HEADER

TITLE = "Seal delays the ferry by an hour"
FIRST, SECOND = "The ferry left an hour late on Tuesday.", "Nobody on board minded the wait."
TEXT = f"{FIRST}\n\n{SECOND}"
URL = "https://www.alder.example/2017/06/04/seal"
PICTURE = "https://alder.example/seal.jpg"


def line(**record: Any) -> tuple[str, bytes]:
    return "corpus.jsonl", json.dumps(record).encode()


def whole(value: Any) -> tuple[str, bytes]:
    return "corpus.json", json.dumps(value).encode()


def table(header: str, row: str, name: str = "corpus.csv", codec: str = "utf-8") -> Any:
    return name, f"{header}\n{row}\n".encode(codec)


LAYOUTS: dict[str, tuple[tuple[str, bytes], dict[str, Any]]] = {
    "numbered rows of a table": (
        table(
            ",id,title,publication,author,date,year,month,url,content",
            f'0,17283,{TITLE},Alder Gazette,Una Marr,2017-06-04,2017.0,6.0,{URL},"{TEXT}"',
        ),
        {"publication": "Alder Gazette"},
    ),
    "a year beside the date": (
        table(
            "date,year,month,day,author,title,article,url,section,publication",
            f'2017-06-04 18:31:00,2017,6,4,Una Marr,{TITLE},"{TEXT}",{URL},Local,Alder Gazette',
        ),
        {"publication": "Alder Gazette", "section": "Local", "time": "18:31"},
    ),
    "a crawler's record": (
        line(
            authors=["Una Marr"], date_download="2020-01-01 00:00:00", date_modify=None,
            date_publish="2017-06-04 10:00:00", image_url=PICTURE, language="en", maintext=TEXT,
            source_domain="www.alder.example", title=TITLE, title_page=None, url=URL,
        ),
        {"publication": "alder.example", "picture": PICTURE, "language": "en"},
    ),
    "a discussion around the article": (
        line(
            thread={"site_full": "www.alder.example", "url": URL, "title": TITLE,
                    "published": "2017-06-04T06:00:00.000-04:00", "replies_count": 3},
            author="Una Marr", url=URL, title=TITLE, language="english", text=TEXT,
            published="2017-06-04T06:00:00.000-04:00", entities={"persons": [{"name": "x"}]},
        ),
        {"publication": "alder.example", "language": "en", "comment_count": 3, "time": "06:00"},
    ),
    "a list inside an envelope": (
        whole({"status": "ok", "articles": [
            {"source": {"id": None, "name": "Alder Gazette"}, "author": "Una Marr",
             "title": TITLE, "url": URL, "urlToImage": PICTURE,
             "publishedAt": "2017-06-04T10:00:00Z", "content": TEXT}]}),
        {"publication": "Alder Gazette", "picture": PICTURE},
    ),
    "results inside a response": (
        whole({"response": {"status": "ok", "results": [
            {"id": "x", "sectionName": "Local", "webPublicationDate": "2017-06-04T06:00:00Z",
             "webTitle": TITLE, "webUrl": URL, "fields": {
                 "headline": TITLE, "byline": "Una Marr", "publication": "Alder Gazette",
                 "body": f"<p>{FIRST}</p><p>{SECOND}</p>", "thumbnail": PICTURE}}]}}),
        {"publication": "Alder Gazette", "section": "Local", "picture": PICTURE},
    ),
    "headline and byline as objects": (
        line(
            web_url=URL, source="Alder Gazette", headline={"main": TITLE, "kicker": None},
            pub_date="2017-06-04T10:00:11+0000", section_name="Local", body=TEXT,
            byline={"original": "By Una Marr", "person": [{"firstname": "Una"}]},
            multimedia=[{"type": "image", "caption": "The seal.", "url": PICTURE}],
        ),
        {"publication": "Alder Gazette", "section": "Local", "picture": PICTURE},
    ),
    "date and time in keys of their own": (
        line(
            uri="123", lang="eng", date="2017-06-04", time="06:00:00", url=URL, title=TITLE,
            dateTime="2017-06-04T06:00:00Z", body=TEXT,
            authors=[{"uri": "u@x", "name": "Una Marr"}],
            source={"uri": "alder.example", "title": "Alder Gazette"}, image=PICTURE,
        ),
        {"publication": "Alder Gazette", "time": "06:00", "picture": PICTURE},
    ),
    "links and media in lists": (
        line(
            title=TITLE, body=TEXT, published_at="2017-06-04T06:00:00+00:00",
            source={"name": "Alder Gazette", "domain": "alder.example"}, links={"permalink": URL},
            author={"id": 2, "name": "Una Marr"}, media=[{"type": "image", "url": PICTURE}],
        ),
        {"publication": "Alder Gazette", "picture": PICTURE},
    ),
    "an extractor's record": (
        line(**{
            "title": TITLE, "author": "Una Marr", "hostname": "alder.example",
            "date": "2017-06-04", "raw_text": FIRST, "text": TEXT, "source": URL,
            "source-hostname": "Alder Gazette", "categories": "", "comments": ""}),
        {"publication": "Alder Gazette"},
    ),
    "a body of sections": (
        line(
            title=TITLE, authors=["Una Marr"], publishing_date="2017-06-04 06:00:00+02:00",
            body={"summary": [], "sections": [{"headline": [], "paragraphs": [FIRST, SECOND]}]},
            url=URL, publisher="Alder Gazette",
            images=[{"versions": [{"url": PICTURE}], "caption": "A", "authors": ["O. Renard"]}],
        ),
        {"publication": "Alder Gazette", "picture": PICTURE, "credit": "O. Renard"},
    ),
    "contents of several types": (
        line(
            article_url=URL, title=TITLE, author="Una Marr", published_date=1496556000000,
            source="Alder Gazette", contents=[
                {"content": "Local", "type": "kicker"}, {"content": TITLE, "type": "title"},
                {"type": "image", "imageURL": PICTURE, "fullcaption": "The seal."},
                {"content": FIRST, "subtype": "paragraph", "type": "sanitized_html"},
                {"content": f"<b>Nobody</b>{SECOND[6:]}", "type": "sanitized_html"}],
        ),
        {"publication": "Alder Gazette", "picture": PICTURE},
    ),
    "a month before the day": (
        line(title=TITLE, text=TEXT, authors=["Una Marr"], publish_date="06-04-2017", url=URL,
             domain="alder.example", summary=None),
        {},
    ),
    "dates and names of a database": (
        line(title=TITLE, body=TEXT, date={"$date": 1496556000000}, link=URL,
             author=[{"first_name": "Una", "last_name": "Marr"}]),
        {},
    ),
    "a date in words": (
        line(title=TITLE, body=TEXT, date="Sunday, June 4, 2017 at 6:00 AM EDT", link=URL,
             author=["By Una Marr"]),
        {"time": "06:00"},
    ),
    "a table kept by columns": (
        whole({"title": {"0": TITLE}, "text": {"0": TEXT}, "date": {"0": "2017-06-04"},
               "author": {"0": "Una Marr"}, "url": {"0": URL}}),
        {},
    ),
    "records under their names": (
        whole({"a1": {"title": TITLE, "text": TEXT, "date": "2017-06-04", "author": "Una Marr",
                      "url": URL}}),
        {},
    ),
    "semicolons in Latin-1": (
        table("titel;autor;datum;text;url",
              f'{TITLE};Una Marr;04.06.2017;"{FIRST}\n\n{SECOND}";{URL}', codec="latin-1"),
        {},
    ),
    "tabs in UTF-16": (
        table("Title\tAuthor\tDate\tContent\tURL",
              f'{TITLE}\tUna Marr\tJun 4, 2017\t"{TEXT}"\t{URL}', "c.tsv", "utf-16"),
        {},
    ),
}  # fmt: skip


def parsed(source: tuple[str, bytes]) -> Any:
    [record] = records_of(*source)
    assert not record.problem
    return parse_record(record.name, decode(record.data))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_record_maps_completely_from(layout: str) -> None:
    source, more = LAYOUTS[layout]
    article = parsed(source)
    assert (article.headline, article.date, article.url) == (TITLE, "2017-06-04", URL)
    assert [author.name for author in article.authors] == ["Una Marr"]
    assert [paragraph.text for paragraph in article.paragraphs] == [FIRST, SECOND]
    image = article.images[0] if article.images else None
    found = {"picture": image and image.url, "credit": image and image.credit}
    assert {key: found.get(key) or getattr(article, key, None) for key in more} == more


def test_a_day_that_may_be_a_month_is_asked_about() -> None:
    article = parsed(line(title=TITLE, text=TEXT, date="06/04/2017"))
    date = article.evidence["date"]
    assert date.confidence == 0.5
    said = {article.date, *(other.value for other in date.others)}
    assert said == {"2017-06-04", "2017-04-06"}


def test_a_record_of_summaries_keeps_them_apart_from_a_text() -> None:
    article = parsed(line(link=URL, headline=TITLE, short_description=FIRST, authors="Una Marr, AP",
                          category="LOCAL", date="2017-06-04"))  # fmt: skip
    assert (article.standfirst, article.paragraphs) == (FIRST, ())
    assert [author.name for author in article.authors] == ["Una Marr"]


@pytest.mark.parametrize("nothing", ["NaN", "None", "null", "n/a", "[]", ""])
def test_words_for_nothing_are_no_values(nothing: str) -> None:
    article = parsed(line(title=TITLE, text=TEXT, author=nothing, source=nothing))
    assert (article.authors, article.publication) == ((), "")


def test_a_table_without_a_header_is_refused_with_advice() -> None:
    [record] = records_of("c.csv", f"17,{TITLE},Una Marr\n18,Another,Una Marr\n".encode())
    assert record.problem == NO_HEADER


def test_a_known_table_without_a_header_is_read() -> None:
    row = f"N1\tnews\tlocal\t{TITLE}\t{FIRST}\t{URL}\t[]\t[]\n"
    first, second = records_of("news.tsv", (row * 2).encode())
    article = parse_record(first.name, decode(first.data))
    assert (article.headline, article.section, article.url) == (TITLE, "news", URL)
    assert second.name == "news.tsv:2"


def test_quotation_marks_between_tabs_are_words_where_they_close_nothing() -> None:
    rows = 'title\ttext\nSeal\t"We" waited, he said\nBoat\tIt is 5" long\nGate\t"It shut\n'
    found = [json.loads(one.data)["text"] for one in records_of("c.tsv", rows.encode())]
    assert found == ['"We" waited, he said', 'It is 5" long', '"It shut']

"""News in JSON that has a form of its own: ninjs, feeds as JSON, and pages saved for later."""

import io
import json

import pytest

from ingest.read_file import read
from ingest.sources import read_stream
from ingest.sources.archives import Limits
from ingest.sources.forms import Head, form_of

QUAY = "The harbour board of Port Alder voted on Monday to close the eastern quay until the spring."
TIMBER = "Its chairwoman said that divers had found the timber below the cranes rotten in August."


def files(data, name="news.json"):
    data = data.encode() if isinstance(data, str) else json.dumps(data).encode()
    return [read(file) for file in read_stream(io.BytesIO(data), name, limits=Limits())]


def article(data, name="news.json"):
    (file,) = files(data, name)
    return file.content


def further(content):
    return {(field.name, field.value) for field in content.further}


def test_of_bodies_in_several_roles_the_main_one_is_the_text_and_no_other_is_lost():
    found = article(
        {
            "headlines": [{"role": "print", "value": "Quay"}, {"value": "Quay to close"}],
            "bodies": [
                {"role": "sidebar", "contenttype": "text/plain", "value": TIMBER},
                {"role": "main", "contenttype": "text/plain", "value": QUAY},
            ],
        }
    )
    assert found.headline == "Quay to close"
    assert [paragraph.text for paragraph in found.paragraphs] == [QUAY]
    assert TIMBER in {value for _, value in further(found)}


@pytest.mark.parametrize(
    ("times", "day", "updated"),
    [
        ({"firstcreated": "2020-05-04T09:30:00Z", "versioncreated": "2020-06-01"}, "04", "06"),
        ({"versioncreated": "2020-05-04T09:30:00Z"}, "04", ""),
        ({"contentcreated": "2020-05-03", "versioncreated": "2020-06-01T09:00:00Z"}, "03", "06"),
    ],
)
def test_the_first_version_is_the_day_and_a_later_one_the_update(times, day, updated):
    found = article({"headline": "Quay", "body_text": QUAY, **times})
    assert found.date == f"2020-05-{day}"
    assert found.updated[5:7] == updated


@pytest.mark.parametrize(
    "associations",
    [
        {"main": {"type": "picture", "description_text": "The quay.", "byline": "Ulf Bremer",
                  "renditions": {"4-3": {"href": "https://a.example/q.jpg"}}}},
        [{"name": "main", "type": "picture", "descriptions": [{"value": "The quay."}],
          "bylines": [{"value": "Ulf Bremer"}],
          "renditions": [{"name": "4-3", "href": "https://a.example/q.jpg"}]}],
    ],
    ids=["ninjs-1", "ninjs-3"],
)  # fmt: skip
def test_associated_pictures_have_address_caption_and_credit(associations):
    (picture,) = article({"headline": "Q", "body_text": QUAY, "associations": associations}).images
    assert picture.url == "https://a.example/q.jpg"
    assert (picture.caption, picture.credit) == ("The quay.", "Ulf Bremer")


def test_a_subject_of_words_is_no_section():
    found = article({"headline": "Quay", "body_text": QUAY, "subject": "Re: the quay"})
    assert found.section == ""
    assert ("subject", "Re: the quay") in further(found)


def test_a_feed_as_json_names_the_paper_and_the_authors_of_its_items():
    (file,) = files(
        {
            "version": "https://jsonfeed.org/version/1",
            "title": "The Alder Courier",
            "author": {"name": "Mirela Quill"},
            "items": [
                {"id": "1", "title": "Quay", "url": "https://b.example/1", "content_text": QUAY}
            ],
        }
    )
    assert file.content.publication == "The Alder Courier"
    assert [author.name for author in file.content.authors] == ["Mirela Quill"]


def test_rss_as_json_is_a_feed():
    item = {"title": "Quay", "dc:creator": "Una Marr", "content:encoded": f"<p>{QUAY}</p>",
            "description": "Board closes quay"}  # fmt: skip
    (file,) = files({"rss": {"channel": {"title": "Alder", "item": [item]}}})
    content = file.content
    assert (content.publication, content.standfirst) == ("Alder", "Board closes quay")
    assert [paragraph.text for paragraph in content.paragraphs] == [QUAY]
    assert [author.name for author in content.authors] == ["Una Marr"]


def test_a_page_saved_without_a_day_has_none_and_keeps_the_time_of_saving():
    found = article(
        {"is_archived": 1, "title": "Quay", "content": f"<p>{QUAY}</p>", "published_at": None,
         "created_at": "2019-01-02T10:00:00+00:00", "updated_at": "2019-01-03T10:00:00+00:00"}
    )  # fmt: skip
    assert (found.date, found.updated) == ("", "")
    assert ("created_at", "2019-01-02T10:00:00+00:00") in further(found)


@pytest.mark.parametrize(
    ("name", "text", "service"),
    [
        ("a.csv", "URL,Title,Selection,Folder,Timestamp,Tags\nhttps://a.example,Q,,U,1,[]\n",
         "Instapaper"),
        ("b.csv", "title,url,time_added,tags,status\nQ,https://a.example,1,,unread\n", "Pocket"),
        ("ril_export.html", "<!DOCTYPE html>\n<html>\n<!--So long-->\n<head><meta charset='utf-8'>"
         "<title>Pocket Export</title></head><body><ul><li><a href='https://a.example'>Q</a></li>"
         "</ul></body></html>", "Pocket"),
        ("b.html", "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<TITLE>Bookmarks</TITLE>", "a browser"),
    ],
)  # fmt: skip
def test_lists_of_addresses_are_refused_with_a_sentence(name, text, service):
    (file,) = files(text, name)
    assert f"a list of addresses that {service} saved" in file.rejected


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.csv", "url,title,text\nhttps://a.example,Quay,The quay closes.\n"),
        ("a.html", "<!DOCTYPE html><html><head><title>Pocket exports fall</title></head></html>"),
        ("a.txt", "URL,Title,Selection,Folder,Timestamp are the columns of a list."),
    ],
)
def test_other_tables_and_pages_are_no_such_lists(name, text):
    form = form_of(Head(name, text.encode()))
    assert form is None or form.name != "read-later"

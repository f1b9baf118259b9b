"""The gallery: captions found by words, photographers, agencies, places and dates."""

import pytest
from page_factory import add_indexed, content, flat

from archive import store
from archive.record.content import ImageContent

pytestmark = pytest.mark.django_db

BARGE = ImageContent(
    "A crane barge waits off Saltby. (Photo by Sunniva Hale/Northwire)",
    "Sunniva Hale/Northwire",
    photographer="Sunniva Hale",
    agency="Northwire",
    place="Saltby",
)
BELL = ImageContent("The fog bell.", "Ivo Stone/Alder Press", "Ivo Stone", "Alder Press")
GULL = ImageContent("A gull on the barge.", "Ivo Stone/Northwire", "Ivo Stone", "Northwire")


@pytest.fixture
def gallery():
    return add_indexed(
        content("Barge comes", images=[BARGE, BELL], date="2015-03-14"),
        content("Gull stays", images=[GULL], date="2012-06-04"),
        content("The barge again, without a picture", date="2012-06-05"),
    )


def captions(response):
    return [image.caption for _, image in response.context["gallery"].pictures]


def test_all_pictures_are_shown_newest_first(client, gallery):
    response = client.get("/images/")
    assert captions(response) == [BARGE.caption, BELL.caption, GULL.caption]
    assert "2 articles with pictures" in flat(response)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=barge", [BARGE, GULL]),
        ("q=crane+hale", [BARGE]),
        ("q=stone", [BELL, GULL]),
        ('q="fog+bell"', [BELL]),
        ("q=fog+OR+gull", [BELL, GULL]),
        ("photographer=Ivo+Stone", [BELL, GULL]),
        ("agency=Northwire", [BARGE, GULL]),
        ("place=Saltby", [BARGE]),
        ("date=2012", [GULL]),
        ("date=2015-03-14", [BARGE, BELL]),
        ("photographer=Ivo+Stone&agency=Northwire", [GULL]),
        ("photographer=Ivo+Stone&date=2015", [BELL]),
        ("photographer=Ivo+Stone&q=bell", [BELL]),
        ("place=Nowhere", []),
        ("q=again", []),
    ],
)
def test_pictures_are_found_by_words_names_and_dates(client, gallery, query, found):
    assert captions(client.get(f"/images/?{query}")) == [image.caption for image in found]


def test_photographers_agencies_and_places_are_listed_with_their_pictures(client, gallery):
    page = client.get("/images/").text
    assert '"?photographer=Ivo+Stone"><bdi>Ivo Stone</bdi></a> <span class="count">2' in page
    assert '"?agency=Northwire"><bdi>Northwire</bdi></a> <span class="count">2' in page
    assert '"?place=Saltby"><bdi>Saltby</bdi></a> <span class="count">1' in page


def test_pictures_of_hidden_articles_are_neither_shown_nor_counted(client, gallery):
    store.set_state([gallery[0].pk], "hidden", by=None, reason="")
    page = client.get("/images/").text
    assert BELL.caption not in page
    assert '<bdi>Ivo Stone</bdi></a> <span class="count">1' in page
    assert "Sunniva Hale" not in page


def test_a_chosen_name_can_be_taken_out_again_and_stays_while_words_are_searched(client, gallery):
    page = flat(client.get("/images/?q=gull&photographer=Ivo+Stone&date=2012"))
    assert '<a href="?q=gull&amp;date=2012">' in page
    assert '<input type="hidden" name="photographer" value="Ivo Stone">' in page
    assert '<span class="chips-label">date</span> 2012' in page


def test_bars_lead_to_the_pictures_of_their_days(client, gallery):
    page = client.get("/images/?agency=Northwire").text
    assert 'href="?agency=Northwire&amp;date=2015"' in page
    assert "2 pictures" in flat(client.get("/images/?agency=Northwire"))
    assert 'href="?q=barge&amp;date=2015-03"' in client.get("/images/?q=barge").text


def test_a_date_that_is_none_is_told_and_the_rest_counts(client, gallery):
    response = client.get("/images/?date=soon&place=Saltby")
    assert "“soon” is not a date" in response.text
    assert captions(response) == [BARGE.caption]


@pytest.mark.parametrize(
    "query",
    ["photographer=%00", 'place="', "agency=%22)(", "q=%22", "q=(&place=(", "date=%00", "page=99"],
)
def test_the_gallery_bears_any_query_string(client, gallery, query):
    assert client.get(f"/images/?{query}").status_code == 200


def test_pictures_take_as_many_queries_whatever_their_number(client, django_assert_num_queries):
    add_indexed(*(content(f"Story {n}", images=[BARGE, BELL]) for n in range(60)))
    client.get("/images/?page=2")
    with django_assert_num_queries(4):
        response = client.get("/images/")
    assert len(captions(response)) == 50
    with django_assert_num_queries(4):
        response = client.get("/images/?agency=Northwire&page=2")
    assert len(captions(response)) == 24


def test_a_gallery_is_made_once_until_something_is_written(client, django_assert_num_queries):
    add_indexed(content("One", images=[BARGE]))
    client.get("/images/?place=Saltby")
    with django_assert_num_queries(1):
        client.get("/images/?place=Saltby")
    add_indexed(content("Two", images=[BARGE]))
    assert "2 pictures" in flat(client.get("/images/?place=Saltby"))

"""The front page of the newest day, of any day, and of an empty archive."""

import datetime as dt

import pytest
from django.conf import settings
from page_factory import add, add_all, content, flat

from archive import search
from archive.models import Article, Image, SourceText
from archive.views import cache
from archive.views.front_layout import ROOM, lay_out

pytestmark = pytest.mark.django_db


def test_an_empty_archive_says_how_to_fill_it(client):
    page = client.get("/").text
    assert "python manage.py import_articles" in page
    assert 'href="/admin/ingest/import/add/"' in page
    assert "make demo" in page


def test_while_only_seeds_are_in_the_front_page_says_how_to_fill_the_archive(client):
    seed = next((settings.BASE_DIR / "seeds").glob("*.txt")).name
    add("Came with it")
    SourceText.objects.update(name=seed)
    page = client.get("/").text
    assert "Fill this archive" in page
    assert "python manage.py import_articles" in page


def test_with_anything_else_in_it_the_front_page_says_no_such_thing(client):
    add("Somebody’s own")
    assert "Fill this archive" not in client.get("/").text


def test_the_front_page_is_that_of_the_newest_day(client):
    add_all([content("Older", date="2015-03-13"), content("Newer", date="2015-03-14")])
    page = client.get("/").text
    assert "Newer" in page
    assert "Older" not in page
    assert "Saturday <time" in page
    assert 'href="/2015/03/14/"' in page


def test_a_day_to_come_neither_leads_nor_ends_the_archive(client):
    to_come = f"{dt.date.today().year + 2}-05-04"
    add_all([content("Written", date="2015-03-14"), content("Misread", date=to_come)])
    response = client.get("/")
    assert "Written" in response.text
    assert to_come not in response.text.partition("</header>")[0]
    assert response.context["tally"].span[1].iso == "2015-03-14"
    assert "Misread" in client.get(f"/{to_come.replace('-', '/')}/").text
    rows = client.get("/calendar/").context["rows"]
    assert [row.days.iso for row in rows] == ["2015", to_come[:4]]


def test_an_archive_of_days_to_come_shows_the_first_of_them(client):
    year = dt.date.today().year + 2
    add_all([content("Sooner", date=f"{year}-05-04"), content("Later", date=f"{year}-06-04")])
    page = client.get("/").text
    assert "Sooner" in page
    assert client.get("/calendar/").status_code == 200


def test_today_leads(client):
    add_all([content("Today", date=dt.date.today().isoformat())])
    assert "Today" in client.get("/").text


def test_the_front_page_says_what_the_archive_holds(client):
    add_all(
        [
            content(
                "One", date="2013-02-01", publication="Harbour Echo", authors=["Ada Lindqvist"]
            ),
            content("Two", date="2015-03-14", publication="Harbour Echo"),
        ]
    )
    page = flat(client.get("/"))
    assert (
        '<a href="/articles/">2 articles</a> of <a href="/publications/">1 publication</a>' in page
    )
    assert 'from <time datetime="2013-02-01">1 February 2013</time>' in page
    assert 'aria-label="2013: 1"' in page
    assert 'aria-label="2014' not in page


def test_articles_with_a_picture_and_more_words_lead(client):
    short, long = ("word " * 20,), ("word " * 900,)
    add_all(
        [
            content("Short", paragraphs=short),
            content("Long", paragraphs=long),
            content("Long with a picture", paragraphs=long, images=["The bridge."]),
            content("", paragraphs=long, images=["The mole."]),
        ]
    )
    front = client.get("/2015/03/14/").context["front"]
    assert front.lead.article.headline == "Long with a picture"
    assert [story.article.headline for story in front.seconds] == ["Long", "", "Short"]


def test_the_day_links_to_the_days_before_and_after_that_have_articles(client):
    add_all([content(day, date=day) for day in ("2015-01-02", "2015-03-14", "2015-12-30")])
    page = client.get("/2015/03/14/").text
    assert '<a rel="prev" href="/2015/01/02/"' in page
    assert '<a rel="next" href="/2015/12/30/"' in page


def test_a_day_without_articles_is_said_to_be_silent(client):
    add(date="2015-03-14")
    response = client.get("/2015/03/15/")
    assert response.status_code == 200
    assert "Nothing was kept from this day." in response.text
    assert '<a rel="prev" href="/2015/03/14/"' in response.text


def test_a_day_within_a_silence_says_how_long_it_lasts(client):
    add_all([content(day, date=day) for day in ("2017-05-02", "2017-05-10")])
    page = client.get("/2017/05/05/").text
    assert "Nothing was kept from 3 May 2017 to 9 May 2017." in page
    assert "does not mean that nothing happened" in page


def test_a_day_is_compared_with_what_is_usual_on_its_weekday(client):
    saturdays = [dt.date(2015, 3, 14) + dt.timedelta(weeks=week) for week in range(-5, 6)]
    add_all([content(f"S {day} {n}", date=day.isoformat()) for day in saturdays for n in range(2)])
    add_all([content(f"Extra {n}") for n in range(3)])
    page = flat(client.get("/2015/03/14/"))
    assert "5 articles; Saturdays then usually have 2." in page
    assert 'aria-label="7 March 2015: 2"' in page
    assert 'aria-label="14 March 2015: 5" class="is-chosen"' in page


def test_where_little_is_kept_nothing_is_called_usual(client):
    add_all([content("One"), content("Two", date="2015-03-21")])
    assert "Usual" not in client.get("/2015/03/14/").text


def test_a_day_shows_what_led_on_the_same_day_of_other_years(client, django_assert_num_queries):
    add_all(
        [
            content("Today"),
            content("Then, shorter", date="2012-03-14", paragraphs=("word " * 20,)),
            content("Then", date="2012-03-14", paragraphs=("word " * 90,)),
            content("Next day", date="2013-03-15"),
            content("Some time", date="2014-03"),
        ]
    )
    client.get("/")
    with django_assert_num_queries(6):
        page = flat(client.get("/2015/03/14/"))
    assert "14 March in other years" in page
    assert '<a href="/2012/03/14/">2012</a> <span class="count">2 articles</span>' in page
    assert ">Then</a>" in page
    assert "shorter" not in page
    assert "Next day" not in page
    assert "Some time" not in page


def test_articles_on_one_story_stand_beside_it_and_make_it_lead(client):
    vote = "The council of Saltby voted on the lido after a night of {}, and the lido stays shut."
    add_all(
        [
            content("Record herring at Port Alder", paragraphs=("The nets were full. " * 60,)),
            content("Council votes to shut Saltby lido", paragraphs=(vote.format("talk"),)),
            content("Saltby lido to stay shut", paragraphs=(vote.format("argument"),)),
            content("Swimmers mourn Saltby lido", paragraphs=(vote.format("speeches"),)),
        ]
    )
    front = client.get("/2015/03/14/").context["front"]
    assert front.lead.article.headline == "Council votes to shut Saltby lido"
    assert [article.headline for article in front.lead.also] == [
        "Saltby lido to stay shut", "Swimmers mourn Saltby lido",
    ]  # fmt: skip
    assert [story.article.headline for story in front.seconds] == ["Record herring at Port Alder"]


@pytest.mark.parametrize("number", [*range(1, 14), 19, 22, 30, 60])
def test_any_number_of_articles_has_its_places_and_no_row_has_one_alone(number):
    articles = [Article(pk=n, headline=f"{n}", words=9) for n in range(number)]
    front = lay_out(articles)
    places = [front.lead.article, *(story.article for story in front.seconds)]
    places += [*front.features, *front.briefs]
    assert [article.pk for article in places] == list(range(min(number, ROOM)))
    assert len(front.features) in (0, 2, 3, 4, 8)


def test_the_lead_begins_with_its_text_cut_at_a_word(client):
    add("Long", paragraphs=("One. " * 100, "Two. " * 100, "Three. " * 100))
    text = client.get("/2015/03/14/").context["text"]
    assert [paragraph.split()[0] for paragraph in text] == ["One.", "Two.", "Three."]
    assert text[-1].endswith("Three. …")


def test_the_day_says_how_many_are_dated_to_the_month_alone(client):
    add_all([content("Day"), content("Month", date="2015-03")])
    page = client.get("/2015/03/14/").text
    assert "1 more article is dated March 2015, without a day." in page


@pytest.mark.parametrize("path", ["/2015/02/30/", "/2015/13/01/", "/0000/01/01/"])
def test_a_day_that_the_calendar_lacks_is_not_found(client, path):
    assert client.get(path).status_code == 404


def test_an_archive_without_full_dates_shows_its_latest(client):
    add_all([content("Month", date="2015-03"), content("Never", date="")])
    page = client.get("/").text
    assert "Month" in page
    assert "Never" in page


def test_a_full_day_shows_what_fits_and_links_to_the_rest(client):
    add_all([content(f"Story {number}") for number in range(ROOM + 3)])
    page = client.get("/2015/03/14/").text
    assert page.count("Story ") == ROOM
    assert f"All {ROOM + 3} articles from 14 March 2015" in page


def test_hidden_articles_stand_on_no_front_page(client):
    add_all([content("Seen"), content("Unseen")])
    Article.objects.filter(headline="Unseen").update(state="hidden")
    assert "Unseen" not in client.get("/2015/03/14/").text


def test_a_front_page_takes_as_many_queries_for_forty_articles_as_for_two(
    client, django_assert_num_queries
):
    pages = []
    for number in (2, 40):
        day = dt.date(2015, 5, number % 28 + 1)
        add_all(
            [
                content(
                    f"Story {place}", date=day.isoformat(), authors=["Ada Lindqvist"], images=["A"]
                )
                for place in range(number)
            ]
        )
        pages.append(f"/{day:%Y/%m/%d}/")
    client.get("/")
    for page in pages:
        with django_assert_num_queries(5):
            client.get(page)


def test_a_repeat_visit_answers_304_in_one_query_until_something_is_written(
    client, django_assert_num_queries
):
    add("First")
    tag = client.get("/").headers["ETag"]
    with django_assert_num_queries(1):
        assert client.get("/", headers={"If-None-Match": tag}).status_code == 304
    add("Second")
    response = client.get("/", headers={"If-None-Match": tag})
    assert response.status_code == 200
    assert "Second" in response.text


def test_pages_go_on_without_any_index(client):
    add("Bridge stays open")
    assert "Bridge stays open" in client.get("/").text
    assert search.status().number == -1


def test_what_took_long_to_count_is_kept_while_writing_goes_on(client, monkeypatch):
    add("First")
    client.get("/")
    monkeypatch.setattr(cache, "QUICK", -1.0)
    monkeypatch.setattr(cache, "PATIENCE", 1_000_000)
    add("Second")
    fresh = client.get("/")
    assert "2 articles" in fresh.text
    add("Third")
    behind = client.get("/")
    assert "2 articles" in behind.text
    assert "ETag" in fresh.headers
    assert "ETag" not in behind.headers


def test_a_second_with_a_picture_of_its_own_shows_it_and_one_without_does_not(client):
    articles = add_all(
        [content(f"Story {n}", paragraphs=("word " * (90 - n),), images=["A"]) for n in range(4)]
    )
    Image.objects.filter(article=articles[2]).update(file="abc", width=1440, height=960)
    page = client.get("/2015/03/14/").text
    assert page.count('class="front-thumb"') == 1
    assert page.index('class="front-thumb"') < page.index(">Story 2<")
    assert page.index('class="front-thumb"') > page.index(">Story 1<")

"""Years and months: every day with its number, the gaps left open."""

import datetime as dt

import pytest
from page_factory import add, add_all, content, flat

from archive.models import Article
from archive.views.calendar_counts import Scale

pytestmark = pytest.mark.django_db


def test_the_month_counts_its_days_and_leaves_the_others_unlinked(client):
    add_all([content("One"), content("Two"), content("Three", date="2015-03-02")])
    page = client.get("/2015/03/").text
    assert 'href="/2015/03/14/" title="14 March 2015: 2"' in page
    assert 'href="/2015/03/02/" title="2 March 2015: 1"' in page
    assert "/2015/03/03/" not in page


def test_the_month_lists_what_is_dated_to_it_alone_apart(client):
    add_all([content("Some time", date="2015-03"), content("One day")])
    response = client.get("/2015/03/")
    assert "1 article dated March 2015, without a day" in response.text
    assert [row.article.headline for row in response.context["coarse"]] == ["Some time"]
    assert [row.article.headline for row in response.context["shown"]] == ["One day"]
    assert response.context["count"] == 2


def test_the_year_lists_what_is_dated_to_it_alone(client):
    add_all([content("That year", date="2015"), content("A month", date="2015-03")])
    response = client.get("/2015/")
    assert [row.article.headline for row in response.context["coarse"]] == ["That year"]
    assert response.context["count"] == 2


def test_the_year_links_only_months_with_articles(client):
    add(date="2015-03-14")
    page = client.get("/2015/").text
    assert 'href="/2015/03/"' in page
    assert 'href="/2015/04/"' not in page


def test_a_long_silence_is_told_in_a_sentence(client):
    add_all([content("Before", date="2015-03-02"), content("After", date="2015-03-20")])
    assert "Nothing was kept from 3 March 2015 to 19 March 2015." in client.get("/2015/03/").text


def test_before_the_first_and_after_the_last_article_nothing_is_called_silent(client):
    add(date="2015-03-14")
    assert "Nothing was kept" not in client.get("/2015/").text


def test_years_and_months_turn_to_the_nearest_with_articles(client):
    add_all([content(day, date=day) for day in ("2011-05-01", "2015-03-14", "2015-11")])
    year = client.get("/2015/").text
    month = client.get("/2015/03/").text
    assert '<a rel="prev" href="/2011/"' in year
    assert '<a rel="prev" href="/2011/05/"' in month
    assert '<a rel="next" href="/2015/11/"' in month


@pytest.mark.parametrize("path", ["/1800/", "/0001/01/", "/9999/", "/9999/12/", "/1800/01/"])
def test_years_without_articles_say_so(client, path):
    response = client.get(path)
    assert response.status_code == 200
    assert "Nothing was kept from this" in response.text


@pytest.mark.parametrize("path", ["/0000/", "/2015/13/", "/2015/00/"])
def test_what_no_calendar_has_is_not_found(client, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("/2015/3/", "/2015/03/"), ("/2015/03/4/", "/2015/03/04/"), ("/2015/3/4/", "/2015/03/04/")],
)
def test_months_and_days_may_be_typed_without_zeros(client, typed, meant):
    response = client.get(typed)
    assert (response.status_code, response.headers["Location"]) == (301, meant)


def test_hidden_articles_are_not_counted(client):
    add_all([content("Seen"), content("Unseen")])
    Article.objects.filter(headline="Unseen").update(state="hidden")
    assert client.get("/2015/03/").context["count"] == 1


def test_a_year_takes_few_queries(client, django_assert_num_queries):
    add_all([content(f"Day {day}", date=f"2015-03-{day:02d}") for day in range(1, 29)])
    client.get("/")
    with django_assert_num_queries(2):
        client.get("/2015/")
    with django_assert_num_queries(4):
        client.get("/2015/03/")


def test_days_of_a_silence_are_hatched_and_quiet_days_are_not(client):
    add_all([content(day, date=day) for day in ("2017-05-02", "2017-05-10", "2017-05-13")])
    page = client.get("/2017/05/").text
    assert page.count('class="shade-0 shade-silent"') == 7
    assert 'title="Nothing was kept from 3 May 2017 to 9 May 2017."' in page
    assert '<td class="shade-0"><span class="sheet-day">11</span>' in page
    assert '<td class="shade-0"><span class="sheet-day">14</span>' in page


def test_weeks_begin_as_the_language_has_it(client, settings):
    add(date="2017-05-02")
    settings.LANGUAGE_CODE = "en-us"
    page = client.get("/2017/05/", headers={"Accept-Language": "en-us"}).text
    assert page.index('title="Sunday"') < page.index('title="Monday"')


@pytest.mark.parametrize(
    ("counts", "steps"),
    [
        ([], ["1 or more"]),
        ([3, 3, 3], ["1–2", "3 or more"]),
        ([1] * 50 + [2] * 30 + [3] * 20, ["1", "2", "3 or more"]),
        (range(1, 1001), ["1–400", "401–650", "651–850", "851–970", "971 or more"]),
    ],
)
def test_shades_say_what_they_stand_for(counts, steps):
    scale = Scale.of(list(counts))
    assert [step.numbers for step in scale.steps] == steps
    shades = [scale.shade(start) for start in scale.starts]
    assert shades == sorted(set(shades))
    assert all(0 < shade <= 5 for shade in shades)
    assert scale.shade(0) == 0


def test_the_whole_span_draws_every_day_and_links_every_month(client):
    add_all(
        [
            content("One", date="2011-05-01"),
            *(content(f"Peak {n}", date="2015-03-14") for n in range(9)),
            content("Some time", date="2015-04"),
            content("That year", date="2015"),
        ]
    )
    page = flat(client.get("/calendar/"))
    assert 'href="/2015/03/" title="March 2015: 9"' in page
    assert 'd="M13.5 12v-12.0"' in page
    assert 'href="/2015/04/" title="April 2015: 1"' in page
    assert "2012–2014</th>" in page
    assert "Nothing was kept from 2 May 2011 to 13 March 2015." in page
    assert "2 of 1,414 days have articles, most on" in page
    assert '<td class="span-sum">11</td>' in page
    assert '2015</a> <span class="span-total">11</span>' in page


def test_where_days_with_articles_are_few_only_long_gaps_are_silences(client):
    days = [dt.date(2015, 1, 1) + dt.timedelta(days=10 * n) for n in range(40)]
    add_all([content(f"On {day}", date=day.isoformat()) for day in [*days, dt.date(2016, 6, 1)]])
    page = flat(client.get("/calendar/"))
    assert "nothing kept for 51 days or longer" in page
    assert page.count("Nothing was kept from") == 1


def test_a_silence_is_drawn_in_each_month_it_touches(client):
    add_all([content(day, date=day) for day in ("2017-05-20", "2017-07-05")])
    page = client.get("/calendar/").text
    assert 'd="M20 12H31"' in page
    assert 'd="M0 12H30"' in page
    assert 'd="M0 12H4"' in page
    assert "June 2017: nothing kept" in page


@pytest.mark.parametrize("dates", [[], [""], ["2015"], ["2015-03-14"], ["0001", "9999-12-31"]])
def test_any_archive_has_a_span(client, dates):
    add_all([content(f"At {date}", date=date) for date in dates])
    assert client.get("/calendar/").status_code == 200


def test_a_long_span_takes_two_queries_and_stays_light(client, django_assert_num_queries):
    add_all([content(f"In {year}", date=f"{year}-01-15") for year in range(1800, 2020, 3)])
    client.get("/")
    with django_assert_num_queries(1):
        page = client.get("/calendar/")
    assert len(page.content) < 300_000

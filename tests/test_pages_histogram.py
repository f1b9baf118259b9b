"""The histogram's drawing: every interval in its place, labels sparse, gaps left open."""

import pytest

from archive.text.dates import Days
from archive.views.histogram import HEIGHT, LABELS, draw


def bars(counts, interval, chosen=None):
    spans = {Days.parse(key): count for key, count in counts.items()}
    return draw(spans, interval, lambda days: f"/{days.path}/", chosen)


def labels(drawn):
    return [bar.label for bar in drawn.bars if bar.label]


def test_years_without_articles_keep_their_place_and_stay_empty():
    drawn = bars({"2011": 4, "2014": 2}, "year")
    assert [(bar.days.iso, bar.count) for bar in drawn.bars] == [
        ("2011", 4), ("2012", 0), ("2013", 0), ("2014", 2),
    ]  # fmt: skip
    assert [bar.days.iso for bar in drawn.kept] == ["2011", "2014"]


def test_the_highest_bar_fills_the_height_and_the_lowest_still_shows():
    heights = [float(bar.height) for bar in bars({"2011": 100_000, "2012": 1}, "year").bars]
    assert heights == [HEIGHT, 1.5]


def test_many_years_have_few_labels():
    drawn = bars({"1900": 1, "2017": 1}, "year")
    assert len(drawn.bars) == 118
    assert len(labels(drawn)) <= LABELS


def test_months_of_a_year_are_named_and_of_many_years_only_the_years():
    assert labels(bars({"2016-11": 1, "2017-02": 1}, "month")) == [
        "Nov 2016", "Dec", "Jan 2017", "Feb",
    ]  # fmt: skip
    assert labels(bars({"2014-11": 1, "2017-02": 1}, "month")) == ["2015", "2016", "2017"]


def test_days_name_their_month_where_it_begins():
    assert labels(bars({"2017-06-03": 1, "2017-06-05": 2}, "day")) == ["3 Jun", "4", "5"]


def test_the_chosen_range_is_marked():
    drawn = bars({"2011": 1, "2012": 1, "2013": 1}, "year", Days.parse("2012"))
    assert [bar.chosen for bar in drawn.bars] == [False, True, False]


def test_a_single_bar_is_no_histogram():
    assert not bars({"2017": 3}, "year")


@pytest.mark.parametrize("counts", [{"0001": 1, "9999": 1}, {"9998": 1, "9999": 1}])
def test_the_ends_of_the_calendar_are_drawn(counts):
    assert len(bars(counts, "year").kept) == 2


@pytest.mark.parametrize(("first", "last", "interval"), [
    ("9999-11", "9999-12", "month"), ("9999-12-30", "9999-12-31", "day"),
])  # fmt: skip
def test_the_last_month_and_day_there_is_do_not_run_over(first, last, interval):
    assert len(bars({first: 1, last: 1}, interval).bars) == 2

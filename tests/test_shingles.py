"""Near-duplicates: what papers make of one agency's copy is linked, strangers are not."""

import random
import re
from types import SimpleNamespace

import pytest
from factory import LONG, content, stored
from hypothesis import given, strategies
from test_plan import OTHER, read_file, text

from archive.models import TextSample
from archive.text import shingles
from archive.text.shingles import Sample
from ingest.lookup import CANDIDATES, look_up
from ingest.plan import Planner

WORDS = [f"{a}{b}" for a in ("harbour", "ferry", "clock", "bread") for b in range(400)]


def story(seed, count=400):
    """Words by chance: no two stories share a run of five."""
    rng = random.Random(seed)
    return [rng.choice(WORDS).ljust(rng.choice((3, 6, 9)), "x") for _ in range(count)]


def share(one, other):
    return shingles.containment(Sample.of(" ".join(one)), Sample.of(" ".join(other)))


def test_at_most_four_keys_stand_for_a_text():
    assert all(1 <= len(shingles.sketch_keys(" ".join(story(n, 5 + n)))) <= 4 for n in range(60))
    assert shingles.sketch_keys("Too short a line") == ()


def test_the_part_that_a_paper_kept_is_wholly_in_the_copy():
    whole = story(1)
    assert share(whole[:150], whole) == 1.0
    assert share(whole, whole[:150]) == 1.0


def test_strangers_share_nothing():
    assert share(story(1), story(2)) == 0.0


def test_of_a_few_words_nobody_can_say_where_they_are_from():
    whole = story(1)
    assert share(whole[:20], whole) == 0.0


@pytest.mark.parametrize("kept", [1.0, 0.6, 0.4])
def test_nine_in_ten_of_the_copies_that_were_cut_share_a_key(kept):
    found = 0
    for n in range(100):
        whole = story(n)
        copy = ["Saltby", "Alder", "Press", *whole[: int(kept * len(whole))]]
        ours, theirs = (shingles.sketch_keys(" ".join(words)) for words in (whole, copy))
        found += not set(ours).isdisjoint(theirs)
    assert found >= 90


@pytest.mark.django_db
def test_an_agency_copy_that_another_paper_cut_stays_an_article_and_is_linked():
    whole = text(LONG, OTHER, " ".join(story(3, 120)))
    [pk] = stored(content(paragraphs=whole))
    cut = content(date="2016-03-16", publication="Fog Bell", headline="Ferry", paragraphs=whole[:2])
    [planned] = Planner().plan([read_file(cut)])
    assert planned.outcome == "new"
    assert [(target.article_id, share) for target, share in planned.alike] == [(pk, 1.0)]


@pytest.mark.django_db
def test_near_duplicates_within_one_import_are_linked_too():
    files = [
        read_file(content(date=f"2016-03-{day}", publication=paper, paragraphs=text(LONG, OTHER)))
        for day, paper in ((14, "Fog Bell"), (15, "Saltby Post"))
    ]
    first, second = Planner().plan(files)
    assert [target for target, _ in second.alike] == [first.target]


@pytest.mark.django_db
def test_articles_kept_before_samples_were_are_linked_all_the_same():
    [pk] = stored(content(paragraphs=text(LONG, OTHER)))
    TextSample.objects.all().delete()
    one = content(date="2016-03-16", publication="Fog Bell", paragraphs=text(LONG, OTHER))
    [planned] = Planner().plan([read_file(one)])
    assert [target.article_id for target, _ in planned.alike] == [pk]


@pytest.mark.django_db
def test_of_texts_that_very_many_have_the_latest_are_compared():
    contents = [
        content(date=f"2016-03-{day:02}", headline=f"Tide table {day}", paragraphs=text(LONG))
        for day in range(1, 29)
    ]
    ids = stored(*contents)
    sketch = shingles.sketch_keys(contents[0].text)
    keys = SimpleNamespace(digest=b"", url=None, headline=None, sketch=sketch, date="2016-06-16")
    found = look_up([], [keys]).sharing(sketch)
    assert [pk for pk, _ in found] == ids[: -CANDIDATES - 1 : -1]


@given(strategies.text())
def test_words_are_those_of_a_regular_expression(story):
    assert shingles.words_of(story) == re.findall(r"\w+", spaced(story.casefold()))


@pytest.mark.parametrize(
    "story", ["O’Hara’s “naïve” café – £5…", "潮の高さ、3m。", "a\u2028b e\u0301"]
)
def test_words_end_at_signs_of_every_script(story):
    assert shingles.words_of(story) == re.findall(r"\w+", spaced(story.casefold()))


def spaced(folded):
    """Each character of scripts without spaces by itself."""
    return re.sub("([\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff])", r" \1 ", folded)


def test_of_a_very_long_text_without_spaces_a_part_stands_for_all():
    rng = random.Random(1)
    whole = "".join(rng.choice("潮高市場鐘塔船海橋山") for _ in range(30_000))
    sample = Sample.of(whole)
    assert len(sample.pack()) < 5_000
    assert shingles.containment(Sample.of(whole[:20_000]), sample) > 0.9
    assert shingles.containment(Sample.of(whole[:300]), sample) is None

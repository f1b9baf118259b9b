"""Identity: what a file is to what the archive has."""

import hashlib
from dataclasses import replace

import pytest
from factory import LONG, content, stored

from archive import store
from archive.models import Article, Likeness, SourceText
from archive.record.codec import pack
from archive.record.content import FurtherField, ParagraphContent
from archive.record.evidence import SourceReading
from archive.store.rows import sketch_of
from ingest import pipeline
from ingest.lookup import CANDIDATES
from ingest.models import Import
from ingest.plan import Crowds, Planner
from ingest.read_file import ReadFile

pytestmark = pytest.mark.django_db

OTHER = (
    "Nobody at the town hall could say on Friday why the clock on the corn exchange runs four "
    "minutes fast, nor who is paid to wind it, although the ledger shows a payment every June."
)


def read_file(one, name="incoming.txt", data=None):
    data = data or f"{name}{one.digest.hex()}".encode()
    return ReadFile(
        name,
        len(data),
        hashlib.sha256(data).digest(),
        pack(data),
        "utf-8",
        one,
        *sketch_of(one),
        SourceReading().pack(),
    )


def outcomes(*files):
    return [planned.outcome for planned in Planner().plan(files)]


def text(*paragraphs):
    return tuple(ParagraphContent(one) for one in paragraphs)


def test_known_bytes_under_another_name_are_the_same():
    stored(content())
    data = SourceText.objects.get().data
    assert outcomes(read_file(content(), "renamed.txt", data)) == ["same"]


def test_a_copy_with_another_row_number_is_a_version_of_its_article():
    """Also where nothing else tells: without address, day and paper."""
    bare = content(date="", publication="", paragraphs=text("A short note."))
    first, again, second = (
        replace(bare, further=(FurtherField("id", number),)) for number in ("1", "1", "2")
    )
    assert outcomes(read_file(first, data=b"a"), read_file(again, data=b"b")) == [
        "new",
        "duplicate",
    ]
    [pk] = stored(first)
    [planned] = Planner().plan([read_file(second, data=b"d")])
    assert (planned.outcome, planned.target.article_id) == ("changed", pk)
    assert [field for field, _, _ in planned.changes] == ["further"]
    copies = read_file(again, data=b"b"), read_file(bare, data=b"c")
    assert outcomes(*copies) == ["duplicate", "duplicate"]


def test_other_bytes_with_an_equal_record_are_a_duplicate():
    [pk] = stored(content())
    [planned] = Planner().plan([read_file(content())])
    assert (planned.outcome, planned.target.article_id) == ("duplicate", pk)


def test_the_same_url_is_a_new_version():
    [pk] = stored(content(url="https://courier.example/1"))
    later = content(url="https://courier.example/1", headline="Corrected", date="2016-03-20")
    [planned] = Planner().plan([read_file(later)])
    assert (planned.outcome, planned.target.article_id) == ("changed", pk)
    assert [name for name, _, _ in planned.changes] == ["headline", "date"]


@pytest.mark.parametrize(
    "url",
    [
        "http://www.courier.example/quay/1/",
        "https://courier.example/quay/1?utm_medium=mail&gclid=7",
        "//courier.example/quay/1#comments",
    ],
)
def test_an_address_is_the_same_however_it_was_reached(url):
    [pk] = stored(content(url="https://courier.example/quay/1"))
    later = content(url=url, headline="Corrected", date="2016-05-20", paragraphs=text(OTHER))
    [planned] = Planner().plan([read_file(later)])
    assert (planned.outcome, planned.target.article_id) == ("changed", pk)
    assert planned.content.url == url


@pytest.mark.parametrize(
    "url", ["https://courier.example/", "https://courier.example/sport", "courier.example/a/quay"]
)
def test_the_address_of_a_section_makes_no_versions_of_its_stories(url):
    one = content(url=url, headline="One", section="Quay", paragraphs=text(LONG))
    other = content(url=url, headline="Other", section="Quay", paragraphs=text(OTHER))
    assert outcomes(read_file(one, "a"), read_file(other, "b")) == ["new", "new"]
    stored(one)
    assert outcomes(read_file(other)) == ["new"]


def test_at_the_address_of_a_section_a_story_is_known_by_its_text():
    url = "https://courier.example/sport"
    [pk, _] = stored(
        content(url=url, headline="One", paragraphs=text(LONG)),
        content(url=url, headline="Other", paragraphs=text(OTHER)),
    )
    later = content(url=url, headline="More", date="2016-03-19", paragraphs=text(LONG, "A line."))
    [planned] = Planner().plan([read_file(later)])
    assert (planned.outcome, planned.target.article_id) == ("changed", pk)


def test_at_a_short_address_days_apart_are_other_stories():
    url = "https://courier.example/news/ferry"
    stored(content(url=url, headline="One", paragraphs=text(LONG)))
    later = content(url=url, headline="Other", paragraphs=text(OTHER), date="2016-03-20")
    assert outcomes(read_file(later)) == ["changed"]
    assert outcomes(read_file(replace(later, date="2019-03-20"))) == ["new"]
    assert outcomes(read_file(replace(later, date=""))) == ["new"]


def test_same_paper_day_and_headline_with_a_third_of_the_text_is_a_new_version():
    stored(content(paragraphs=text(LONG, OTHER)))
    assert outcomes(read_file(content(paragraphs=text(LONG)))) == ["changed"]


def test_a_standing_headline_over_another_text_is_a_new_article():
    stored(content(headline="Letters", paragraphs=text(LONG)))
    assert outcomes(read_file(content(headline="Letters", paragraphs=text(OTHER)))) == ["new"]


def test_two_missing_publications_are_not_equal():
    stored(content(publication="", paragraphs=text(LONG, OTHER)))
    assert outcomes(read_file(content(publication="", paragraphs=text(LONG)))) == ["new"]


def test_the_same_text_on_the_same_day_is_a_version_whatever_the_headline():
    stored(content(headline="First", publication="", paragraphs=text(LONG, OTHER)))
    later = content(headline="Second", publication="", paragraphs=text(LONG, OTHER, "One line."))
    assert outcomes(read_file(later)) == ["changed"]


def test_the_same_text_on_another_day_is_new_and_linked():
    [pk] = stored(content(paragraphs=text(LONG, OTHER)))
    later = content(date="2016-04-01", paragraphs=text(LONG, OTHER, "One line."))
    [planned] = Planner().plan([read_file(later)])
    assert planned.outcome == "new"
    [(target, share)] = planned.alike
    assert target.article_id == pk
    assert share > 0.8


def test_within_one_import_the_last_by_name_is_current():
    first = content(url="https://courier.example/1")
    second = replace(first, headline="Later text")
    planned = Planner().plan([read_file(first, "a.txt"), read_file(second, "b.txt")])
    assert [one.outcome for one in planned] == ["new", "changed"]
    assert planned[1].target is planned[0].target


def test_one_file_twice_in_an_import_goes_in_once():
    data = b"twice"
    assert outcomes(read_file(content(), "a", data), read_file(content(), "b", data)) == [
        "new",
        "same",
    ]


def test_an_earlier_batch_of_a_preview_is_remembered():
    planner = Planner()
    assert planner.plan([read_file(content(), "a.txt")])[0].outcome == "new"
    assert planner.plan([read_file(content(), "b.txt")])[0].outcome == "duplicate"


def test_what_an_editor_deleted_stays_deleted():
    [pk] = stored(content())
    data = SourceText.objects.get().data
    store.discard([pk], by=None, why="")
    [planned] = Planner().plan([read_file(content(), "again.txt", data)])
    assert planned.outcome == "same"
    assert "deleted" in planned.problems[0]


def test_a_withdrawn_article_stays_withdrawn_when_its_bytes_come_again():
    [pk] = stored(content())
    data = SourceText.objects.get().data
    store.set_state([pk], "withdrawn", by=None, reason="court order")
    assert outcomes(read_file(content(), "again.txt", data)) == ["same"]
    assert Article.objects.get(pk=pk).state == "withdrawn"


def test_an_editors_correction_outlives_a_new_version():
    [pk] = stored(content(url="https://courier.example/1"))
    store.correct(
        pk, content(url="https://courier.example/1", section="Harbour"), by=None, why="", version=1
    )
    later = content(url="https://courier.example/1", paragraphs=text("A later text."))
    [planned] = Planner().plan([read_file(later)])
    assert [name for name, _, _ in planned.changes] == ["paragraphs"]


def test_planning_many_takes_a_fixed_number_of_queries(django_assert_max_num_queries):
    files = [
        read_file(content(headline=f"Story {n}", date="", paragraphs=text(f"{n} {OTHER}")), f"{n}")
        for n in range(60)
    ]
    with django_assert_max_num_queries(12):
        Planner().plan(files)


def test_a_text_that_very_many_have_is_linked_to_the_latest_few():
    days = range(1, CANDIDATES + 12)
    *before, last = Planner().plan([read_file(content(date=f"2016-03-{day:02}")) for day in days])
    latest = [planned.target for planned in before[-CANDIDATES:]]
    assert last.alike
    assert all(target in latest for target, _ in last.alike)


def test_planning_writes_nothing():
    Planner().plan([read_file(content())])
    assert not Article.objects.exists()


# Different stories stay apart ---------------------------------------------------------------------

DAY = "2020-07-14"
NOTICE = (
    "Before you go on we would like to show you notices that are of more use to you. Please agree "
    "so that we and our partners may remember what you read."
)
LONG_NOTICE = " ".join(f"{NOTICE} Your choice number {n} may be changed below." for n in range(4))
STORY = f"{LONG} {OTHER}"


def story(headline, url="", *paragraphs, **fields):
    return content(headline=headline, url=url, date=DAY, paragraphs=text(*paragraphs), **fields)


def in_one_import(*records):
    return outcomes(*(read_file(one, f"{n}.json") for n, one in enumerate(records)))


def after_each_other(*records):
    """Each record in an import of its own."""
    found = []
    for n, one in enumerate(records):
        importing = pipeline.start(Import.Channel.COMMAND, "test", None)
        [planned] = pipeline.store_batch(importing, [read_file(one, f"{n}.json")])
        found.append(planned.outcome)
    return found


@pytest.mark.parametrize("imported", [in_one_import, after_each_other])
@pytest.mark.parametrize("notice", [NOTICE, LONG_NOTICE], ids=["short", "long"])
def test_a_notice_under_three_addresses_is_three_articles(imported, notice):
    url = "https://courier.example/story-{}"
    records = [
        story(f"Story {'one two three'.split()[n]}", url.format(n), notice) for n in range(3)
    ]
    assert imported(*records) == ["new"] * 3


def test_the_same_story_without_addresses_is_one_article():
    records = story("First", "", STORY), story("Second", "", f"{STORY} One line more.")
    assert in_one_import(*records) == ["new", "changed"]


def test_a_corrected_headline_at_the_same_address_is_a_version():
    url = "https://courier.example/2020/quay"
    corrected = story("Secnd", url, f"{STORY} One line more.")
    assert in_one_import(story("First", url, STORY), corrected) == ["new", "changed"]


@pytest.mark.parametrize("imported", [in_one_import, after_each_other])
def test_a_wire_story_in_two_papers_is_two_articles(imported):
    one = story("Quay shut", "https://courier.example/1", STORY, publication="Courier")
    other = story("Quay shut", "https://post.example/2", STORY, publication="Post")
    assert imported(one, other) == ["new", "new"]
    [planned] = Planner().plan([read_file(replace(other, headline="Shut"), "last.txt")])
    assert imported is in_one_import or planned.outcome == "changed"


def test_the_same_story_at_the_papers_mobile_address_is_one_article():
    one = story("Quay shut until spring", "https://courier.example/quay/1", STORY)
    mobile = story("Quay shut until spring | Courier", "https://m.courier.example/1", STORY)
    assert in_one_import(one, mobile)[1] in ("changed", "duplicate")


def test_stories_that_share_an_address_and_a_headline_apart_are_linked():
    one = story("Quay shut", "https://courier.example/1", STORY)
    other = story("Board votes", "https://courier.example/2", STORY)
    planned = Planner().plan([read_file(one, "a"), read_file(other, "b")])
    assert [share for _, share in planned[1].alike] == [1.0]


def test_texts_of_few_words_join_nothing_though_no_address_tells_them_apart():
    assert in_one_import(story("First", "", OTHER), story("Second", "", OTHER)) == ["new", "new"]


def test_a_short_text_under_the_same_headline_is_a_version():
    records = story("First", "", OTHER), story("First", "", f"{OTHER} A line.", section="Quay")
    assert in_one_import(*records) == ["new", "changed"]


def test_a_paywall_under_one_headline_joins_no_addresses():
    url = "https://courier.example/2020/{}"
    records = [story("Subscribe", url.format(n), NOTICE) for n in range(3)]
    assert in_one_import(*records) == ["new"] * 3


def test_a_text_that_several_stories_have_joins_nothing():
    records = [story(f"Story {'abc'[n]}", "", LONG_NOTICE) for n in range(3)]
    assert in_one_import(*records) == ["new"] * 3


@pytest.mark.parametrize("path", ["news/quay", "news/story-about-the-quay-17"])
def test_an_address_that_very_many_stories_have_is_no_storys(path):
    url = f"https://courier.example/{path}"
    records = [
        story(f"Story {letter}", url, " ".join(f"{word}{letter}" for word in OTHER.split()))
        for letter in "abcdef"
    ]
    assert in_one_import(*records) == ["new"] * 6
    assert in_one_import(*records[:3]) == ["new", "changed", "changed"]


def test_the_address_of_a_day_is_no_storys():
    url = "https://courier.example/2020/07/14"
    texts = f"{LONG} One.", f"{OTHER} Two.", NOTICE
    records = [story(f"Story {'abc'[n]}", url, texts[n]) for n in range(3)]
    assert in_one_import(*records) == ["new"] * 3
    later = story("Story a", url, f"{LONG} One. A line more.")
    assert in_one_import(*records, later)[-1] == "changed"


def test_stories_of_a_dump_with_cut_texts_stay_apart():
    cut = "The harbour board of Port Alder voted on Monday to close the quay … [+2311 chars]"
    records = [story(f"Story {'abc'[n]}", f"https://courier.example/s/{n}", cut) for n in range(3)]
    assert in_one_import(*records) == ["new"] * 3


def links_of(sizes):
    """Near-duplicates that are linked when the same files fall into batches of these sizes."""
    files = [
        read_file(story(f"Paper {n}", f"https://p{n}.example/{n}", f"{STORY} Local {n}."), f"{n}")
        for n in range(sum(sizes))
    ]
    importing, crowds = pipeline.start(Import.Channel.COMMAND, "test", None), Crowds()
    for size in sizes:
        batch, files = files[:size], files[size:]
        pipeline.store_batch(importing, batch, None, crowds)
    first = Article.objects.earliest("pk").pk
    pairs = Likeness.objects.values_list("article_id", "other_id")
    return {(one - first, other - first) for one, other in pairs}


def test_what_is_linked_does_not_depend_on_batches():
    found = []
    for sizes in ([12], [5, 7], [1] * 12):
        found.append(links_of(sizes))
        Article.objects.all().delete()
        Import.objects.all().delete()
    assert found[0] == found[1] == found[2]
    assert len(found[0]) >= 11

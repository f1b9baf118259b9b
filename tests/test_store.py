"""What the store promises: whole writes, logged, addressed, with the earlier text kept."""

import hashlib

import pytest
from factory import content, source, stored

from archive import store
from archive.models import (
    Address,
    Article,
    Author,
    Correction,
    Discarded,
    Likeness,
    Publication,
    Revision,
    SourceText,
    User,
)
from archive.record.content import AuthorContent, ImageContent, ParagraphContent
from archive.record.incoming import Incoming
from archive.store import changelog, load

pytestmark = pytest.mark.django_db


def test_what_is_stored_comes_back_whole():
    one = content(
        standfirst="A winter of storms is over",
        time="09:30",
        utc_offset="-03:30",
        updated="2016-03-15T10:00+01:00",
        url="https://courier.example/ferry",
        section="Harbour",
        comment_count=0,
        paragraphs=(ParagraphContent("Why now", "subheading"), ParagraphContent("Because.")),
        images=(ImageContent("A berth", "Ivo Stone", "Ivo Stone", "", "Port Alder", "2016-03"),),
        contacts=("mquill@courier.example",),
    )
    [pk] = stored(one)
    assert load.contents_of([pk]) == {pk: one}


def test_every_new_article_is_in_the_change_log():
    before = changelog.state().number
    ids = stored(content(), content(headline="Another"))
    assert [change.article_id for change in changelog.since(before, 10)] == ids


def test_a_month_only_article_spans_its_month():
    [pk] = stored(content(date="2016-02"))
    article = Article.objects.get(pk=pk)
    assert (str(article.first_day), str(article.last_day)) == ("2016-02-01", "2016-02-29")
    assert article.path == "2016/02/second-ferry-for-the-outer-islands"


def test_namesakes_of_a_day_get_numbered_addresses():
    first, second = stored(content(), content(publication="Sallow Post"))
    third = stored(content(publication="Third Paper"))[0]
    paths = [Article.objects.get(pk=pk).path for pk in (first, second, third)]
    base = "2016/03/14/second-ferry-for-the-outer-islands"
    assert paths == [base, f"{base}-2", f"{base}-3"]


def test_twenty_namesakes_of_a_day_all_find_an_address():
    ids = stored(*[content(publication=f"Paper {n}") for n in range(20)])
    assert Article.objects.filter(pk__in=ids).values("path").distinct().count() == 20


def test_an_undated_article_without_headline_is_addressed_by_its_first_words():
    [pk] = stored(content(headline="", date=""))
    assert Article.objects.get(pk=pk).path.startswith("undated/the-ferry-between-port-alder")


def test_a_headline_of_digits_never_looks_like_a_day():
    [pk] = stored(content(headline="1984", date="2016"))
    assert Article.objects.get(pk=pk).path == "2016/article-1984"


def test_one_author_under_two_spellings_is_one_author():
    stored(
        content(authors=(AuthorContent("Zoë Brand"),)),
        content(headline="B", authors=(AuthorContent("ZOE BRAND"),)),
    )
    assert Author.objects.count() == 1


def test_contacts_belong_to_the_author_they_name():
    [pk] = stored(
        content(
            authors=(AuthorContent("Mara Quill"), AuthorContent("Ivo Stone")),
            contacts=("istone@courier.example", "desk@courier.example"),
        )
    )
    owners = [c.author and c.author.name for c in Article.objects.get(pk=pk).contacts.all()]
    assert owners == ["Ivo Stone", None]


def test_a_new_version_keeps_the_earlier_text():
    [pk] = stored(content())
    later = content(paragraphs=(ParagraphContent("A rewritten story."),))
    with store.writing():
        revision = store.change(pk, Incoming(later, source("later.txt")))
    assert load.contents_of([pk])[pk] == later
    assert revision.restored() == content()
    assert SourceText.objects.get(article=pk, current=True).name == "later.txt"


def test_a_restored_article_is_as_it_was():
    [pk] = stored(content())
    with store.writing():
        revision = store.change(pk, Incoming(content(headline="Other"), source("x.txt")))
        store.restore(revision, by=None, reason="undone")
    assert load.contents_of([pk])[pk] == content()
    assert SourceText.objects.get(article=pk, current=True).name != "x.txt"


def test_a_corrected_date_moves_the_article_and_leaves_its_address():
    [pk] = stored(content())
    former = Article.objects.get(pk=pk).path
    store.correct(pk, content(date="2016-03-15"), by=None, why="misprint", version=1)
    assert Article.objects.get(pk=pk).path == former.replace("/14/", "/15/")
    assert Address.objects.get(path=former).article_id == pk


def test_a_date_corrected_back_returns_to_the_first_address():
    [pk] = stored(content())
    former = Article.objects.get(pk=pk).path
    store.correct(pk, content(date="2016-03-15"), by=None, why="", version=1)
    store.correct(pk, content(), by=None, why="", version=2)
    assert Article.objects.get(pk=pk).path == former
    assert not Address.objects.filter(path=former).exists()


def test_the_second_of_two_editors_is_told_and_writes_nothing():
    [pk] = stored(content())
    store.correct(pk, content(section="Harbour"), by=None, why="", version=1)
    with pytest.raises(store.EditedMeanwhile):
        store.correct(pk, content(section="Sport"), by=None, why="", version=1)
    assert Article.objects.get(pk=pk).section == "Harbour"


def test_links_to_much_alike_texts_outlive_corrections_and_are_measured_by_the_shorter_text():
    words = " ".join(f"word{n}" for n in range(60))
    one, two = stored(
        content(paragraphs=(ParagraphContent(words),)),
        content(headline="B", paragraphs=(ParagraphContent(words),)),
    )
    Likeness.objects.create(article_id=two, other_id=one, share=0.9)
    sport = content(headline="B", section="Sport", paragraphs=(ParagraphContent(words),))
    store.correct(two, sport, by=None, why="", version=1)
    assert Likeness.objects.get(article=two, other=one).share == 0.9
    cut = content(headline="B", section="Sport", paragraphs=(ParagraphContent(words[:200]),))
    store.correct(two, cut, by=None, why="", version=2)
    assert Likeness.objects.get(article=two, other=one).share > 0.9


def test_a_correction_says_who_and_why():
    editor = User.objects.create(username="ed")
    [pk] = stored(content())
    store.correct(pk, content(section="Harbour"), by=editor, why="It was missing", version=1)
    one = Correction.objects.get()
    assert (one.field, one.old, one.new, one.by, one.why) == (
        "section",
        "",
        "Harbour",
        editor,
        "It was missing",
    )


def test_saving_what_did_not_change_writes_nothing():
    [pk] = stored(content())
    assert store.correct(pk, content(), by=None, why="", version=1) is None
    assert not Revision.objects.exists()


def test_a_removed_article_leaves_a_tombstone_and_no_orphans():
    [pk] = stored(content())
    path = Article.objects.get(pk=pk).path
    with store.writing():
        store.remove([pk])
    assert changelog.is_tombstone(pk)
    assert Address.objects.get(path=path).article_id == pk
    assert not Author.objects.exists()
    assert not Publication.objects.exists()


def test_ids_are_never_used_again():
    [first] = stored(content())
    with store.writing():
        store.remove([first])
    [second] = stored(content())
    assert second > first


def test_a_discarded_article_is_remembered_by_its_bytes():
    [pk] = stored(content())
    sha = bytes(SourceText.objects.get(article=pk).sha256)
    store.discard([pk], by=None, why="a test page")
    assert bytes(Discarded.objects.get().sha256) == sha


def test_the_stored_bytes_are_the_bytes_that_came():
    data = "É\r\n\x85 a line".encode("utf-16")
    with store.writing():
        [pk] = store.add([Incoming(content(), source("x.txt", data))])
    kept = SourceText.objects.get(article=pk)
    assert kept.data == data
    assert bytes(kept.sha256) == hashlib.sha256(data).digest()


def test_storing_many_takes_a_fixed_number_of_queries(django_assert_max_num_queries):
    with django_assert_max_num_queries(40):
        stored(*[content(headline=f"Story {n}", date=f"2016-03-{n + 1:02}") for n in range(30)])


def test_hiding_is_logged_once_for_those_that_changed():
    ids = stored(content(), content(headline="Other"))
    store.set_state(ids[:1], "hidden", by=None, reason="")
    before = changelog.state().number
    assert store.set_state(ids, "hidden", by=None, reason="") == 1
    assert [change.article_id for change in changelog.since(before, 5)] == ids[1:]

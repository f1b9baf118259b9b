"""Authors and publications merged, split and renamed, as readers and later imports meet them."""

import pytest
from factory import content, stored

from archive import checks, search, store
from archive.models import Author, AuthorMove, Byline, Change, Publication, User
from archive.record.content import AuthorContent
from archive.selection import Named, Selection
from archive.store import load, merge
from ingest.plan import Planner
from ingest.read_file import ReadFile

pytestmark = pytest.mark.django_db


def by(name, printed="", **fields):
    return content(authors=(AuthorContent(name, "person", printed or name),), **fields)


def author(name):
    return Author.objects.get(name=name)


def articles_of(name):
    return set(Byline.objects.filter(author__name=name).values_list("article_id", flat=True))


@pytest.fixture
def editor():
    return User.objects.create(username="editor")


@pytest.fixture
def two(editor):
    """Two articles by one person under two names."""
    return stored(
        by("Mara Quill"), by("Mara J. Quill", "MARA J. QUILL", headline="Dredging", date="2016-04")
    )


def join(editor, name="Mara J. Quill", into="Mara Quill"):
    return merge.merge_authors(author(name), author(into), editor)


def test_a_merged_author_has_the_articles_of_both(two, editor):
    join(editor)
    assert articles_of("Mara Quill") == set(two)
    assert [found.name for found in Author.objects.all()] == ["Mara Quill"]


def test_names_stay_as_printed(two, editor):
    join(editor)
    assert set(Byline.objects.values_list("printed", flat=True)) == {"Mara Quill", "MARA J. QUILL"}


def test_later_articles_by_the_former_name_follow(two, editor):
    join(editor)
    [later] = stored(by("Mara J Quill", headline="Later", date="2017-01-02"))
    assert later in articles_of("Mara Quill")


def test_the_former_address_leads_to_the_present_one(two, editor, client):
    slug = author("Mara J. Quill").slug
    join(editor)
    response = client.get(f"/authors/{slug}/?page=2")
    assert response.status_code == 301
    assert response["Location"] == "/authors/mara-quill/?page=2"
    assert "no-cache" in response["Cache-Control"]


def test_lists_follow_a_former_slug(two, editor, client):
    slug = author("Mara J. Quill").slug
    join(editor)
    search.apply_changes()
    assert "2 articles" in client.get(f"/articles/?author={slug}").content.decode()


def test_search_and_facets_follow_at_once(two, editor):
    search.apply_changes()
    join(editor)
    search.apply_changes()
    found = search.search(Selection(q='author:"mara quill"'))
    assert found.total == 2
    assert [(facet.named.name, facet.count) for facet in found.facets.authors] == [
        ("Mara Quill", 2)
    ]
    quill = author("Mara Quill")
    chosen = Selection(authors=(Named(quill.pk, quill.slug, quill.name),))
    assert search.search(chosen).total == 2


def test_every_article_that_moved_is_in_the_change_log(two, editor):
    Change.objects.all().delete()
    join(editor)
    assert set(Change.objects.values_list("article_id", flat=True)) == {two[1]}


def test_undone_each_has_their_own_again(two, editor):
    merge.undo_author_move(join(editor), editor)
    assert articles_of("Mara Quill") == {two[0]}
    assert articles_of("Mara J. Quill") == {two[1]}
    [later] = stored(by("Mara J Quill", headline="Later", date="2017-01-02"))
    assert later in articles_of("Mara J. Quill")


def test_what_came_since_by_the_former_name_returns_too(two, editor):
    move = join(editor)
    [later] = stored(by("Mara J. Quill", headline="Later", date="2017-01-02"))
    merge.undo_author_move(move, editor)
    assert articles_of("Mara J. Quill") == {two[1], later}


def test_a_corrected_article_returns_too(two, editor):
    move = join(editor)
    present = load.contents_of([two[1]])[two[1]]
    store.correct(
        two[1],
        by("Mara Quill", "MARA J. QUILL", headline="Dredged", date="2016-04"),
        by=None,
        why="",
        version=1,
    )
    assert present.authors[0].printed == "MARA J. QUILL"
    merge.undo_author_move(move, editor)
    assert articles_of("Mara J. Quill") == {two[1]}


def test_merges_are_undone_in_any_order(two, editor):
    [third] = stored(by("M. Quill", headline="Short", date="2016-05"))
    first = join(editor)
    second = join(editor, "Mara Quill", "M. Quill")
    merge.undo_author_move(first, editor)
    assert articles_of("Mara J. Quill") == {two[1]}
    assert articles_of("M. Quill") == {two[0], third}
    merge.undo_author_move(second, editor)
    assert articles_of("Mara Quill") == {two[0]}
    assert articles_of("M. Quill") == {third}


def test_a_former_name_leads_through_several_merges(two, editor, client):
    stored(by("M. Quill", headline="Short", date="2016-05"))
    join(editor)
    join(editor, "Mara Quill", "M. Quill")
    assert client.get("/authors/mara-j-quill/")["Location"] == "/authors/m-quill/"


def test_what_was_undone_is_not_undone_again(two, editor):
    move = join(editor)
    merge.undo_author_move(move, editor)
    with pytest.raises(merge.NotPossible, match="already"):
        merge.undo_author_move(AuthorMove.objects.get(), editor)


def test_who_was_merged_meanwhile_is_not_merged_again(two, editor):
    loser, other = author("Mara J. Quill"), author("Mara Quill")
    merge.merge_authors(loser, other, editor)
    with pytest.raises(merge.NotPossible, match="Someone else has merged"):
        merge.merge_authors(other, Author.everything.get(pk=loser.pk), editor)
    with pytest.raises(merge.NotPossible, match="itself"):
        merge.merge_authors(other, Author.objects.get(pk=other.pk), editor)


def test_a_merge_outlives_the_articles(two, editor):
    join(editor)
    with store.writing():
        store.remove(two)
    stored(by("Mara J. Quill", headline="Back again", date="2016-06"))
    assert len(articles_of("Mara Quill")) == 1


def test_equal_records_are_known_after_a_merge(two, editor):
    join(editor)
    again = by("Mara J. Quill", "MARA J. QUILL", headline="Dredging", date="2016-04")
    [planned] = Planner().plan([ReadFile("other.txt", 9, b"x" * 32, content=again)])
    assert planned.outcome == "duplicate"
    assert planned.target.article_id == two[1]


def test_saving_an_article_with_both_names_keeps_both_bylines(admin_client, editor):
    both = (AuthorContent("Mara Quill"), AuthorContent("M. Quill"))
    [pk] = stored(content(authors=both))
    join(editor, "M. Quill")
    assert Byline.objects.count_by_author([author("Mara Quill").pk]) == {author("Mara Quill").pk: 1}
    assert len(load.contents_of([pk])[pk].authors) == 2


# Namesakes ----------------------------------------------------------------------------------------


@pytest.fixture
def namesakes(editor):
    """One name in two papers."""
    return stored(
        by("Ann Carey"),
        by("Ann Carey", headline="Goals", date="2016-04-01", publication="Sports Gazette"),
    )


def part(editor):
    paper = Publication.objects.get(name="Sports Gazette")
    return merge.split_author(Author.objects.get(name="Ann Carey"), paper, editor)


def test_namesakes_are_split_by_publication(namesakes, editor):
    move = part(editor)
    assert move.into.slug == "ann-carey-2"
    assert {byline.article_id for byline in move.into.bylines.all()} == {namesakes[1]}
    assert {byline.article_id for byline in move.author.bylines.all()} == {namesakes[0]}


def test_later_articles_go_to_the_namesake_of_their_publication(namesakes, editor):
    move = part(editor)
    stored(
        by("Ann Carey", headline="Cup", date="2016-05-01", publication="Sports Gazette"),
        by("ANN CAREY", headline="Fares", date="2016-05-01"),
    )
    assert (move.into.bylines.count(), move.author.bylines.count()) == (2, 2)


def test_a_correction_leaves_a_namesake_who_they_are(namesakes, editor):
    move = part(editor)
    changed = by("Ann Carey", headline="Goals!", date="2016-04-01", publication="Sports Gazette")
    store.correct(namesakes[1], changed, by=None, why="", version=1)
    assert move.into.bylines.count() == 1


def test_split_namesakes_are_merged_again(namesakes, editor, client):
    move = part(editor)
    stored(by("Ann Carey", headline="Cup", date="2016-05-01", publication="Sports Gazette"))
    merge.undo_author_move(move, editor)
    assert move.author.bylines.count() == 3
    assert client.get("/authors/ann-carey-2/")["Location"] == "/authors/ann-carey/"
    stored(by("Ann Carey", headline="Two", date="2016-05-02", publication="Sports Gazette"))
    assert move.author.bylines.count() == 4


def test_an_author_of_one_publication_is_not_split(two, editor):
    with pytest.raises(merge.NotPossible, match="nothing to split"):
        merge.split_author(author("Mara Quill"), Publication.objects.get(), editor)


# Names and kinds ----------------------------------------------------------------------------------


def test_a_renamed_author_is_still_found_by_the_former_name(two, editor):
    merge.rename_author(author("Mara Quill"), "Mara Quill-Stone", "person")
    [later] = stored(by("Mara Quill", headline="Later", date="2017-01-02"))
    assert articles_of("Mara Quill-Stone") == {two[0], later}


def test_a_name_that_another_has_is_refused(two, editor):
    with pytest.raises(merge.NotPossible, match="merge the two"):
        merge.rename_author(author("Mara Quill"), "Mara J Quill", "person")


def test_an_agency_stays_one_when_more_of_it_comes(two, editor):
    stored(by("Alder Press", headline="Wire", date="2016-07"))
    merge.rename_author(author("Alder Press"), "Alder Press", "agency")
    [pk] = stored(by("Alder Press", headline="More", date="2016-08"))
    assert load.contents_of([pk])[pk].authors[0].kind == "agency"


# Publications -------------------------------------------------------------------------------------


@pytest.fixture
def papers(editor):
    return stored(
        by("Mara Quill"),
        by("Ivo Stone", headline="Web", date="2016-04-02", publication="alder-courier.example"),
    )


def join_papers(editor):
    web = Publication.objects.get(name="alder-courier.example")
    return merge.merge_publications(web, Publication.objects.get(name="Alder Courier"), editor)


def test_publications_are_merged_and_later_articles_follow(papers, editor, client):
    join_papers(editor)
    stored(by("Ivo Stone", headline="Web 2", publication="alder-courier.example"))
    assert Publication.objects.get().articles.count() == 3
    search.apply_changes()
    assert client.get("/publications/alder-courierexample/").status_code == 301
    assert "3 articles" in client.get("/publications/alder-courier/").content.decode()


def test_merged_publications_are_split_again(papers, editor):
    merge.undo_publication_move(join_papers(editor), editor)
    assert [paper.articles.count() for paper in Publication.objects.all()] == [1, 1]
    stored(by("Ivo Stone", headline="Web 2", publication="alder-courier.example"))
    assert Publication.objects.get(name="alder-courier.example").articles.count() == 2


def test_a_namesake_follows_the_publication(namesakes, editor):
    move = part(editor)
    stored(by("Ann Carey", headline="Web", publication="sports.example"))
    gazette = Publication.objects.get(name="Sports Gazette")
    merge.merge_publications(gazette, Publication.objects.get(name="sports.example"), editor)
    stored(by("Ann Carey", headline="Cup", publication="Sports Gazette"))
    assert move.into.bylines.count() == 2


def test_an_archive_with_all_of_this_is_sound(two, namesakes, papers, editor):
    join(editor)
    part(editor)
    join_papers(editor)
    search.apply_changes()
    assert [finding.sentence for finding in checks.findings()] == []


def test_a_name_that_leads_to_somebody_merged_is_repaired(two, editor):
    join(editor)
    former = Author.everything.get(name="Mara J. Quill")
    Author.objects.get(name="Mara Quill").names.filter(name="Mara J. Quill").update(author=former)
    search.apply_changes()
    [finding] = checks.findings()
    assert "still means" in finding.sentence
    finding.repair()
    search.apply_changes()
    assert list(checks.findings()) == []

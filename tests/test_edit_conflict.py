"""Two editors at one article, and an editor at work while it is imported again."""

from dataclasses import replace

import pytest
from factory import content, source, stored
from test_admin_articles import opened, page_of

from archive import store
from archive.models import Article, User
from archive.record.content import AuthorContent, ImageContent, ParagraphContent
from archive.record.incoming import Incoming
from archive.store import load

pytestmark = pytest.mark.django_db

FERRY = content().images[0]
LAST = "Fares stay as they are."


def now(pk):
    return load.contents_of([pk])[pk]


def first_saves(pk, **fields):
    """Another editor saves while ours is typing."""
    editor, _ = User.objects.get_or_create(username="first-editor")
    article = Article.objects.get(pk=pk)
    store.correct(pk, replace(now(pk), **fields), by=editor, why="", version=article.version)


def comes_in(pk, **fields):
    with store.writing():
        store.change(pk, Incoming(content(**fields), source("later.txt")))


def posted(client, pk, data):
    return client.post(page_of(pk), data)


def again(response):
    """What a browser sends when the form that came back is saved as it stands."""
    form = response.context["adminform"].form
    data = {name: form[name].value() or "" for name in form.fields}
    [formset] = response.context["inline_admin_formsets"]
    for field in formset.formset.management_form:
        data[field.html_name] = field.value() or 0
    for image_form in formset.formset.forms:
        for field in image_form:
            data[field.html_name] = field.value() or ""
    return data


@pytest.fixture
def pk():
    return stored(content())[0]


def both(client, pk, mine, **theirs):
    """We open, they save, we save: the form that comes back."""
    data = opened(client, pk) | mine
    first_saves(pk, **theirs)
    return posted(client, pk, data)


def test_the_second_editor_is_told_who_changed_what(admin_client, pk):
    page = both(admin_client, pk, {"headline": "Mine"}, section="Harbour").content.decode()
    assert "first-editor changed this article after you opened it" in page
    assert ": section. The form below has their changes" in page
    assert "Not saved yet" in page
    assert "<ins>Harbour</ins>" in page
    assert now(pk).headline == content().headline


def test_saved_again_both_changes_are_there(admin_client, pk):
    response = both(admin_client, pk, {"headline": "Mine"}, section="Harbour")
    posted(admin_client, pk, again(response))
    assert (now(pk).headline, now(pk).section) == ("Mine", "Harbour")


def test_what_both_changed_stays_as_typed_and_is_named(admin_client, pk):
    response = both(admin_client, pk, {"headline": "Mine"}, headline="Theirs")
    page = response.content.decode()
    assert "below as you typed it:</strong> Headline." in page
    assert "Theirs" in page
    posted(admin_client, pk, again(response))
    assert now(pk).headline == "Mine"


def test_changes_of_different_paragraphs_are_made_one(admin_client, pk):
    first, last = content().paragraphs
    mine = opened(admin_client, pk)["text"].replace(LAST, "Fares rise.")
    theirs = (ParagraphContent("An update."), first, last)
    response = both(admin_client, pk, {"text": mine}, paragraphs=theirs)
    posted(admin_client, pk, again(response))
    assert [paragraph.text for paragraph in now(pk).paragraphs] == [
        "An update.",
        first.text,
        "Fares rise.",
    ]


def test_authors_of_both_are_kept(admin_client, pk):
    theirs = (AuthorContent("Ivo Stone"), *content().authors)
    response = both(admin_client, pk, {"authors": "Mara Quill\nAnn Carey"}, authors=theirs)
    posted(admin_client, pk, again(response))
    assert [author.name for author in now(pk).authors] == ["Ivo Stone", "Mara Quill", "Ann Carey"]


def test_a_picture_that_the_first_added_is_not_lost(admin_client, pk):
    more = ImageContent(caption="The bakery.")
    response = both(admin_client, pk, {"headline": "Mine"}, images=(FERRY, more))
    posted(admin_client, pk, again(response))
    assert [image.caption for image in now(pk).images] == [FERRY.caption, "The bakery."]
    assert now(pk).headline == "Mine"


def test_a_caption_typed_and_a_picture_added_are_both_kept(admin_client, pk):
    more = ImageContent(caption="The bakery.")
    theirs = (FERRY._replace(credit="Stone"), more)
    response = both(admin_client, pk, {"images-0-place": "Port Alder"}, images=theirs)
    posted(admin_client, pk, again(response))
    assert now(pk).images == (FERRY._replace(credit="Stone", place="Port Alder"), more)


def test_a_picture_that_went_meanwhile_does_not_hinder_saving(admin_client, pk):
    response = both(admin_client, pk, {"headline": "Mine"}, images=())
    posted(admin_client, pk, again(response))
    assert (now(pk).headline, now(pk).images) == ("Mine", ())


def test_a_picture_edited_here_that_went_meanwhile_is_kept_as_typed(admin_client, pk):
    response = both(admin_client, pk, {"images-0-place": "Port Alder"}, images=())
    assert "Pictures." in response.content.decode()
    assert posted(admin_client, pk, again(response)).status_code == 302
    assert now(pk).images[0].place == "Port Alder"


def test_an_editor_at_work_while_the_article_is_imported_again_is_told(admin_client, pk):
    data = opened(admin_client, pk) | {"section": "Harbour"}
    comes_in(pk, headline="Third ferry planned")
    response = posted(admin_client, pk, data)
    assert "An import changed this article" in response.content.decode()
    posted(admin_client, pk, again(response))
    assert (now(pk).headline, now(pk).section) == ("Third ferry planned", "Harbour")


def test_a_third_write_is_told_once_more(admin_client, pk):
    response = both(admin_client, pk, {"headline": "Mine"}, section="Harbour")
    first_saves(pk, language="de")
    response = posted(admin_client, pk, again(response))
    assert "changed this article" in response.content.decode()
    posted(admin_client, pk, again(response))
    assert (now(pk).headline, now(pk).section, now(pk).language) == ("Mine", "Harbour", "de")


def test_what_cannot_be_used_is_told_beside_it(admin_client, pk):
    page = both(admin_client, pk, {"date": "2016-02-31"}, section="Harbour").content.decode()
    assert "There is no 2016-02-31 in the calendar." in page
    assert "first-editor changed this article" in page


@pytest.mark.parametrize("version", ["", "0", "x", "²", "77", "-1", "9" * 30])
def test_a_version_that_never_was_saves_nothing(admin_client, pk, version):
    data = opened(admin_client, pk) | {"headline": "Mine", "version": version}
    assert posted(admin_client, pk, data).status_code == 200
    assert now(pk).headline == content().headline


def test_an_editor_and_an_import_take_their_locks_in_one_order(
    admin_client, pk, django_assert_max_num_queries
):
    data = opened(admin_client, pk) | {"headline": "Mine"}
    with django_assert_max_num_queries(90) as made:
        posted(admin_client, pk, data)
    tables = [query["sql"] for query in made.captured_queries]
    first = [
        next(place for place, sql in enumerate(tables) if f'FROM "{table}"' in sql)
        for table in ("archive_generation", "archive_article")
    ]
    assert first == sorted(first)

"""The versions of an article, as readers and editors meet them."""

from dataclasses import replace
from io import StringIO

import pytest
from django.core.management import call_command
from factory import LONG, content, news, source, stored

from archive import store
from archive.models import Article, Revision
from archive.record.content import AuthorContent, ParagraphContent
from archive.record.incoming import Incoming
from archive.store import conflicts, load
from ingest.models import Import

pytestmark = pytest.mark.django_db


def corrected(pk, why="", **fields):
    article = Article.objects.get(pk=pk)
    present = load.contents_of([pk])[pk]
    store.correct(pk, replace(present, **fields), by=None, why=why, version=article.version)


@pytest.fixture
def story():
    """Three versions: as it came in, from a later file, put right by an editor."""
    [pk] = stored(content())
    later = content(
        headline="Second ferry for the isles",
        paragraphs=(ParagraphContent(LONG.replace("twice", "thrice")),),
    )
    with store.writing():
        store.change(pk, Incoming(later, source("/home/mara/later.txt")))
    corrected(pk, "The islands have a name", headline="Second ferry for the Sallows")
    return pk


def text(client, url):
    response = client.get(url)
    assert response.status_code == 200, url
    return " ".join(response.content.decode().split())


def hide(pk, version):
    Revision.objects.filter(article=pk, version=version).update(hidden=True)


def test_the_article_leads_to_its_versions(client, story):
    page = text(client, Article.objects.get().get_absolute_url())
    assert f'<a href="/a/{story}/versions/">2 earlier versions</a>' in page


def test_every_version_is_listed_with_its_making(client, story):
    page = text(client, f"/a/{story}/versions/")
    assert page.index("Version 3") < page.index("Version 2") < page.index("Version 1")
    assert "A newer file was imported: headline, text" in page
    assert "Corrected: headline" in page
    assert "The islands have a name" in page


def test_the_list_names_the_file_but_not_its_folder(client, story):
    page = text(client, f"/a/{story}/versions/")
    assert "later.txt" in page
    assert "/home/mara" not in page


def test_an_earlier_version_is_read_as_it_was(client, story):
    page = text(client, f"/a/{story}/versions/1/")
    assert "Version 1 of 3." in page
    assert "Second ferry for the outer islands" in page
    assert "twice a day" in page
    assert 'content="noindex"' in page


def test_the_present_version_is_the_article(client, story):
    response = client.get(f"/a/{story}/versions/3/")
    assert response["Location"] == Article.objects.get().get_absolute_url()


def test_two_versions_are_compared_word_by_word(client, story):
    page = text(client, f"/a/{story}/compare/?from=1&to=3")
    assert "for the <del>outer islands</del><ins>Sallows</ins>" in page
    assert "run <del>twice</del><ins>thrice</ins> a day" in page
    assert '<p class="compared-gone"><del>Fares stay as they are.</del></p>' in page


def test_compared_without_choice_the_last_change_is_shown(client, story):
    page = text(client, f"/a/{story}/compare/")
    assert "<del>isles</del><ins>Sallows</ins>" in page
    assert "thrice" not in page


def test_versions_compare_backwards_too(client, story):
    page = text(client, f"/a/{story}/compare/?from=3&to=1")
    assert "<del>Sallows</del><ins>outer islands</ins>" in page


def test_equal_versions_say_so(client, story):
    page = text(client, f"/a/{story}/compare/?from=2&to=2")
    assert "These two versions have the same text." in page


@pytest.mark.parametrize("number", ["9", "0", "-1", "x", "²", "9" * 30, "\0", "1 2"])
def test_a_version_that_is_not_there_gets_a_sentence(client, story, number):
    page = text(client, f"/a/{story}/compare/?from={number}&to=3")
    assert "This article has no version" in page
    assert "<ins>Sallows</ins>" in page


def test_other_fields_are_compared_in_words(client, story):
    authors = (AuthorContent("Mara Quill"), AuthorContent("Ivo Stone"))
    corrected(story, authors=authors, date="2016-03", section="Harbour")
    page = text(client, f"/a/{story}/compare/?from=3&to=4")
    assert '<p class="compared-new"><ins>Ivo Stone</ins></p>' in page
    assert "<del>14 </del>March 2016" in page
    assert "<ins>Harbour</ins>" in page


def test_long_unchanged_stretches_are_folded(client):
    many = tuple(ParagraphContent(f"Paragraph number {n} of the report.") for n in range(40))
    [pk] = stored(content(paragraphs=many))
    corrected(pk, paragraphs=(*many[:-1], ParagraphContent("Paragraph number 39 of a report.")))
    page = text(client, f"/a/{pk}/compare/")
    assert "37 paragraphs unchanged" in page
    assert "<del>the</del><ins>a</ins> report" in page


def test_what_is_in_a_version_is_never_taken_for_markup(client, story):
    corrected(story, headline="<script>alert(1)</script>")
    article = Article.objects.get().get_absolute_url()
    for address in ("versions/", "versions/3/", "compare/"):
        assert "<script>alert" not in text(client, f"/a/{story}/{address}")
    assert "became “&lt;script&gt;" in text(client, article)


def test_a_version_that_is_kept_from_readers_is_shown_to_editors_alone(client, admin_client, story):
    hide(story, 2)
    assert client.get(f"/a/{story}/versions/2/").status_code == 404
    page = text(client, f"/a/{story}/compare/?from=2&to=3")
    assert "has no version “2”" in page
    assert "isles" not in page
    assert "not shown" in text(client, f"/a/{story}/versions/")
    assert "isles" in text(admin_client, f"/a/{story}/versions/2/")
    assert "hidden from readers" in text(admin_client, f"/a/{story}/versions/")


def test_the_article_does_not_quote_a_version_that_is_kept_from_readers(client, story):
    url = Article.objects.get().get_absolute_url()
    assert "“Second ferry for the isles” became “Second ferry for the Sallows”" in text(client, url)
    hide(story, 2)
    corrected(story, section="Harbour")
    page = text(client, url)
    assert "Corrected" in page
    assert "isles" not in page


def test_what_was_added_or_taken_out_is_told_as_that(client, story):
    corrected(story, section="Harbour", language="")
    page = text(client, Article.objects.get().get_absolute_url())
    assert "Section “Harbour” was added; Language “en” was removed." in page


def test_a_correction_that_was_taken_back_is_told_no_more(client, story):
    conflicts.return_to(story, 2, by=None, why="It was right", seen=3)
    page = text(client, Article.objects.get().get_absolute_url())
    assert "<strong>Corrected</strong>" not in page
    assert "Version 2 restored: headline" in text(client, f"/a/{story}/versions/")


def test_versions_of_a_withdrawn_article_are_gone_with_its_reason(client, admin_client, story):
    store.set_state([story], "withdrawn", by=None, reason="At the author’s wish")
    for address in ("versions/", "versions/1/", "compare/"):
        response = client.get(f"/a/{story}/{address}")
        assert response.status_code == 410
        assert "At the author’s wish" in response.content.decode()
    assert "only editors see this page" in text(admin_client, f"/a/{story}/versions/")
    assert "Sallows" in text(admin_client, f"/a/{story}/versions/3/")


@pytest.mark.parametrize("address", ["versions/", "versions/1/", "compare/"])
def test_versions_of_nothing_are_not_found(client, address):
    assert client.get(f"/a/77/{address}").status_code == 404
    assert client.get(f"/a/{10**30}/{address}").status_code == 404


def test_editors_are_led_to_the_import_that_brought_a_version(client, admin_client, tmp_path):
    for name, headline in (("a.txt", "One ferry"), ("b.txt", "Two ferries for the islands")):
        (tmp_path / name).write_bytes(news(headline, "2016-03-14", LONG))
        call_command("import_articles", str(tmp_path / name), stdout=StringIO())
    pk = Article.objects.get().pk
    page = text(client, f"/a/{pk}/versions/")
    first, second = Import.objects.order_by("pk").values_list("pk", flat=True)
    assert f"a.txt (import {first})" in page
    assert f"b.txt (import {second})" in page
    assert "/admin/" not in page
    assert f"/admin/ingest/import/{second}/change/" in text(admin_client, f"/a/{pk}/versions/")


def test_fifty_versions_take_a_fixed_number_of_queries(client, story, django_assert_num_queries):
    with django_assert_num_queries(11):
        client.get(f"/a/{story}/versions/")
    for n in range(50):
        corrected(story, headline=f"Ferry number {n}")
    with django_assert_num_queries(11):
        assert text(client, f"/a/{story}/versions/").count("<h2>") == 53


def test_more_versions_than_a_page_holds_go_on_the_next(client, story):
    for n in range(100):
        corrected(story, headline=f"Ferry number {n}")
    assert "Version 103" in text(client, f"/a/{story}/versions/")
    page = text(client, f"/a/{story}/versions/?page=2")
    assert "Version 3" in page
    assert "A newer file was imported" in page
    assert "Version 103</a>" not in page

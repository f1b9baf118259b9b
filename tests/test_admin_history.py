"""An article's history, its state and its conflicts in the admin, as an editor meets them."""

from dataclasses import replace

import pytest
from factory import content, source, stored

from archive import store
from archive.models import Article, Conflict, Correction, Revision, User
from archive.record.content import ParagraphContent
from archive.record.incoming import Incoming
from archive.store import load

pytestmark = pytest.mark.django_db
CONFLICTS = "/admin/archive/conflict/"
DECIDE = f"{CONFLICTS}decide/"


def corrected(pk, why="", by=None, **fields):
    article = Article.objects.get(pk=pk)
    present = load.contents_of([pk])[pk]
    store.correct(pk, replace(present, **fields), by=by, why=why, version=article.version)


def comes_in(pk, name="later.txt", **fields):
    with store.writing():
        store.change(pk, Incoming(content(**fields), source(name)))


def headline():
    return Article.objects.get().headline


@pytest.fixture
def editor():
    return User.objects.create(username="first-editor")


@pytest.fixture
def story(editor):
    [pk] = stored(content())
    corrected(pk, "A misprint", editor, headline="Second ferry, put right")
    return pk


def text(response):
    return " ".join(response.content.decode().split())


def history(pk):
    return f"/admin/archive/article/{pk}/history/"


def press(client, page, **button):
    return text(client.post(page, button, follow=True))


# History ------------------------------------------------------------------------------------------


def test_the_history_says_who_did_what_when_and_why(story, editor, admin_client):
    store.set_state([story], "hidden", by=editor, reason="For the lawyers")
    page = text(admin_client.get(history(story)))
    assert "Corrected: headline" in page
    assert page.count("first-editor") == 2
    assert "A misprint" in page
    assert "Hidden" in page
    assert "For the lawyers" in page
    assert "Imported" in page


def test_an_article_returns_to_any_version(story, admin_client, admin_user):
    page = press(admin_client, history(story), seen=2, why="It was right", **{"return": 1})
    assert "Version 1 restored, as version 3." in page
    assert headline() == content().headline
    assert Revision.objects.get(version=2).replaced_by == admin_user
    assert Correction.objects.latest("pk").why == "It was right"


def test_a_return_is_refused_when_somebody_else_wrote_since(story, admin_client):
    corrected(story, headline="Third")
    page = press(admin_client, history(story), seen=2, **{"return": 1})
    assert "Someone else has changed the article" in page
    assert headline() == "Third"


@pytest.mark.parametrize("number", ["", "9", "x", "-1", "²", "9" * 30])
def test_a_version_that_is_not_there_gets_a_sentence(story, admin_client, number):
    page = press(admin_client, history(story), seen=2, **{"return": number})
    assert "There is no such version." in page
    assert "There is no such version." in press(admin_client, history(story), keep=number)


def test_a_version_is_kept_from_readers_and_shown_again(story, admin_client, client):
    assert "Version 1 is hidden from readers" in press(admin_client, history(story), keep=1)
    client.logout()
    assert client.get(f"/a/{story}/versions/1/").status_code == 404
    page = text(client.get(Article.objects.get().get_absolute_url()))
    assert "outer islands" not in page.partition('class="amended"')[2].partition("</section>")[0]


def test_a_version_is_shown_again(story, admin_client):
    press(admin_client, history(story), keep=1)
    press(admin_client, history(story), show=1)
    assert not Revision.objects.get(version=1).hidden


def test_only_who_may_change_articles_returns_to_versions(story, client, editor):
    assert client.get(history(story)).status_code == 302
    User.objects.filter(pk=editor.pk).update(is_staff=True)
    client.force_login(User.objects.get(pk=editor.pk))
    assert client.get(history(story)).status_code == 403
    assert client.post(history(story), {"seen": 2, "return": 1}).status_code == 403
    assert headline() == "Second ferry, put right"


def test_the_history_of_fifty_versions_takes_a_fixed_number_of_queries(
    story, admin_client, django_assert_max_num_queries
):
    for n in range(50):
        corrected(story, "", None, headline=f"Ferry number {n}")
    with django_assert_max_num_queries(12):
        assert text(admin_client.get(history(story))).count('value="5') > 2


def test_the_history_of_nothing_is_not_found(admin_client):
    assert admin_client.get(history(77)).status_code == 404
    assert admin_client.get(history("x")).status_code == 404


# State --------------------------------------------------------------------------------------------


def state(pk):
    return f"/admin/archive/article/{pk}/state/"


def test_one_article_is_withdrawn_with_its_reason(story, admin_client, client):
    assert "Give a reason" in press(admin_client, state(story), state="withdrawn", reason=" ")
    press(admin_client, state(story), state="withdrawn", reason="At the author’s wish")
    client.logout()
    response = client.get(Article.objects.get().get_absolute_url())
    assert response.status_code == 410
    assert "At the author’s wish" in text(response)


def test_browsers_do_not_keep_that_an_article_is_gone(story, client):
    store.set_state([story], "withdrawn", by=None, reason="A wish")
    for address in (f"/a/{story}/", Article.objects.get().get_absolute_url()):
        assert "no-cache" in client.get(address)["Cache-Control"]


def test_one_article_is_hidden_and_published_again(story, admin_client):
    assert "The article is hidden." in press(admin_client, state(story), state="hidden")
    assert Article.objects.get().state == "hidden"
    press(admin_client, state(story), state="published")
    assert Article.objects.get().state == "published"


def test_there_are_three_states(story, admin_client):
    assert "Choose a state." in press(admin_client, state(story), state="burnt")


# Conflicts ----------------------------------------------------------------------------------------


@pytest.fixture
def conflict(story):
    comes_in(story, headline="Third ferry planned")
    return Conflict.objects.get()


def decide(client, conflict, decision, **more):
    data = {"conflict": conflict.pk, "seen": conflict.at.isoformat(), "decision": decision}
    return press(client, DECIDE, **data, **more)


def test_a_conflict_is_listed_and_told_on_the_articles_form(conflict, admin_client):
    page = text(admin_client.get(CONFLICTS))
    assert "Second ferry, put right" in page
    assert "Third ferry planned" in page
    page = text(admin_client.get(f"/admin/archive/article/{conflict.article_id}/change/"))
    assert "Headline: the source changed after the correction" in page
    assert "the source now says “Third ferry planned”" in text(
        admin_client.get(history(conflict.article_id))
    )


def test_a_conflict_is_shown_word_by_word(conflict, admin_client):
    page = text(admin_client.get(DECIDE))
    assert "<del>Second ferry, put right</del>" in page
    assert "<ins>Third ferry planned</ins>" in page
    assert "by first-editor" in page
    assert "A misprint" in page


def test_the_correction_is_kept(conflict, admin_client):
    assert "the correction was kept" in decide(admin_client, conflict, "kept")
    assert headline() == "Second ferry, put right"
    assert not Conflict.objects.waiting().exists()


def test_the_source_is_followed_and_the_reason_kept(conflict, admin_client):
    decide(admin_client, conflict, "source", why="It knows better")
    assert headline() == "Third ferry planned"
    assert Correction.objects.latest("pk").why == "It knows better"


def test_both_are_merged(admin_client):
    [pk] = stored(content())
    first = content().paragraphs[0]
    corrected(pk, paragraphs=(first, ParagraphContent("Fares stay as they were.")))
    comes_in(pk, paragraphs=(ParagraphContent("An update."), *content().paragraphs))
    assert "Merge both" in text(admin_client.get(DECIDE))
    decide(admin_client, Conflict.objects.get(), "both")
    now = load.contents_of([pk])[pk]
    assert [paragraph.text for paragraph in now.paragraphs] == [
        "An update.",
        first.text,
        "Fares stay as they were.",
    ]
    assert not Conflict.objects.waiting().exists()


def test_what_cannot_be_merged_is_not_offered(conflict, admin_client):
    assert "Merge both" not in text(admin_client.get(DECIDE))
    assert "can no longer be merged" in decide(admin_client, conflict, "both")
    assert Conflict.objects.waiting().exists()


def test_the_next_conflict_is_shown_after_a_decision(story, conflict, admin_client):
    corrected(story, section="Harbour")
    comes_in(story, "again.txt", headline="Third ferry planned", section="Sea")
    page = decide(admin_client, Conflict.objects.get(field="section"), "kept")
    assert "Third ferry planned" in page


def test_deciding_twice_gets_a_sentence(conflict, admin_client):
    decide(admin_client, conflict, "kept")
    assert "Someone else has decided this already" in decide(admin_client, conflict, "source")
    assert headline() == "Second ferry, put right"


def test_a_decision_about_words_that_changed_is_not_taken(conflict, admin_client):
    comes_in(conflict.article_id, "again.txt", headline="Fourth ferry planned")
    page = decide(admin_client, conflict, "source")
    assert "The source has changed again" in page
    assert "Fourth ferry planned" in page


@pytest.mark.parametrize(
    "more",
    [{"conflict": "x"}, {"conflict": "²"}, {"seen": "x"}, {"seen": "9" * 99}, {"decision": "burn"}],
)
def test_nonsense_gets_a_sentence(conflict, admin_client, more):
    data = {"conflict": conflict.pk, "seen": conflict.at.isoformat(), "decision": "source"} | more
    assert "no such conflict or decision" in press(admin_client, DECIDE, **data)


def test_only_who_may_change_articles_decides(conflict, client, editor):
    User.objects.filter(pk=editor.pk).update(is_staff=True)
    client.force_login(User.objects.get(pk=editor.pk))
    assert client.get(CONFLICTS).status_code == 403
    assert client.post(DECIDE, {"conflict": conflict.pk}).status_code == 403


def test_many_conflicts_take_a_fixed_number_of_queries(admin_client, django_assert_max_num_queries):
    for n in range(20):
        [pk] = stored(content(headline=f"Ferry {n}"))
        corrected(pk, headline=f"Put right {n}")
        comes_in(pk, f"later-{n}.txt", headline=f"Otherwise {n}")
    with django_assert_max_num_queries(8):
        assert text(admin_client.get(CONFLICTS)).count("Otherwise") == 20

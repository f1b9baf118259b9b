"""Settling doubtful records in the admin, as an editor meets it."""

from dataclasses import replace

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from factory import LONG, content
from page_factory import flat

from archive import store
from archive.models import Article, Correction, Doubt, User
from archive.record.content import ParagraphContent
from archive.record.evidence import FieldReading, OtherReading, SourceReading
from archive.record.incoming import Incoming, Source
from archive.record.review import questions_for
from archive.store import load

pytestmark = pytest.mark.django_db

LIST = "/admin/archive/doubt/"
SETTLE = "/admin/archive/doubt/settle/"
RUNNER_UP = "Ferry <b>twice</b> a day"
_number = 0


def doubtful(headline="Harbour News", sure=0.4, **fields):
    """An article whose headline is doubtful, with a runner-up; its id."""
    global _number
    _number += 1
    text = f"{headline}\n{RUNNER_UP}\n{LONG}\nfile {_number}"
    start = len(headline) + 1
    other = OtherReading(RUNNER_UP, 0.3, "second line", ((start, start + len(RUNNER_UP)),))
    reading = SourceReading(
        {"headline": FieldReading(((0, len(headline)),), sure, "first line", (other,))}
    )
    record = content(headline=headline, **fields)
    own = Source.of(f"{_number}.txt", text.encode(), "utf-8", reading, "test")
    doubts = tuple(questions_for(reading, record))
    with store.writing():
        return store.add([Incoming(record, own, doubts=doubts)])[0]


def shown_page(client, query=""):
    return client.get(SETTLE + query).context


def answer(client, which=0, query="", **more):
    shown = shown_page(client, query)
    told = shown["answers"][which][2]
    question = shown["question"]
    data = {"doubt": question.doubt.pk, "version": question.article.version, "answer": told}
    return client.post(SETTLE + query, data | more, follow=True)


def press(client, button, query="", **more):
    question = shown_page(client, query)["question"]
    data = {"doubt": question.doubt.pk, "version": question.article.version, button: "1"}
    return client.post(SETTLE + query, data | more, follow=True)


def headline_of(pk):
    return Article.objects.get(pk=pk).headline


def test_the_list_shows_the_worst_first_with_counts_by_kind(admin_client):
    doubtful("Sure enough", 0.5)
    doubtful("Hardly sure", 0.2)
    page = flat(admin_client.get(LIST))
    assert page.index("Hardly sure") < page.index("Sure enough")
    assert "Headline unsure <b>2</b>" in page


def test_the_list_can_be_narrowed_to_a_kind_and_leads_on(admin_client, monkeypatch):
    monkeypatch.setattr("archive.admin.review.PAGE_SIZE", 2)
    for n in range(3):
        doubtful(f"Story {n}", 0.5)
    doubtful("", 0.5)
    page = admin_client.get(f"{LIST}?kind=2")
    assert [str(doubt.article) for doubt in page.context["doubts"]] == ["Story 0", "Story 1"]
    following = admin_client.get(f"{LIST}?{page.context['next']}")
    assert [str(doubt.article) for doubt in following.context["doubts"]] == ["Story 2"]


def test_a_record_is_shown_with_its_source_lit_and_its_answers(admin_client):
    doubtful()
    page = flat(admin_client.get(SETTLE))
    assert '<mark class="review-lit">Harbour News</mark>' in page
    assert "Ferry &lt;b&gt;twice&lt;/b&gt; a day" in page
    assert "Ferry <b>twice" not in page
    assert "40% certain" in page


def test_taking_a_runner_up_corrects_the_article_and_shows_the_next(admin_client):
    pk = doubtful(sure=0.2)
    doubtful("Another one")
    page = answer(admin_client)
    assert headline_of(pk) == RUNNER_UP
    assert Correction.objects.get().why == "checked against the source"
    assert page.context["question"].now == "Another one"


def test_a_record_that_is_kept_is_not_asked_about_again(admin_client):
    pk = doubtful()
    page = press(admin_client, "keep")
    assert "Nothing left to review." in flat(page)
    assert headline_of(pk) == "Harbour News"
    assert not Correction.objects.exists()


def test_a_value_can_be_typed(admin_client):
    pk = doubtful()
    press(admin_client, "write", value="  A ferry   twice a day ")
    assert headline_of(pk) == "A ferry twice a day"


def test_a_date_that_is_none_gets_a_sentence_and_is_asked_again(admin_client):
    doubtful(date="", sure=0.9)
    page = press(admin_client, "write", value="2016-02-31")
    assert "There is no 2016-02-31 in the calendar." in flat(page)
    assert page.context["question"].label == "Date"


def test_skipping_shows_the_next_and_the_end_says_what_was_skipped(admin_client):
    doubtful(sure=0.2)
    doubtful("Another one")
    skip = shown_page(admin_client)["skip"]
    second = shown_page(admin_client, f"?{skip}")
    assert second["question"].now == "Another one"
    page = admin_client.get(f"{SETTLE}?{second['skip']}")
    assert "2 were skipped" in flat(page)


def test_answers_are_taken_back_one_after_the_other(admin_client):
    pk = doubtful(sure=0.5, date="")
    press(admin_client, "write", value="2016-03-14")
    answer(admin_client)
    assert (headline_of(pk), Doubt.objects.waiting().count()) == (RUNNER_UP, 0)
    page = admin_client.post(SETTLE, {"undo": "1"}, follow=True)
    assert page.context["question"].now == "Harbour News"
    admin_client.post(SETTLE, {"undo": "1"})
    assert load.contents_of([pk])[pk].date == ""
    assert Doubt.objects.waiting().count() == 2
    assert not Correction.objects.filter(stands=True).exists()


def test_what_was_kept_is_taken_back_too(admin_client):
    doubtful()
    press(admin_client, "keep")
    page = admin_client.post(SETTLE, {"undo": "1"}, follow=True)
    assert page.context["question"].now == "Harbour News"


def test_what_somebody_changed_since_is_not_taken_back(admin_client):
    pk = doubtful()
    answer(admin_client)
    mine = content(headline="Mine")
    store.correct(pk, mine, by=None, why="", version=2)
    page = admin_client.post(SETTLE, {"undo": "1"}, follow=True)
    assert "can no longer be undone" in flat(page)
    assert headline_of(pk) == "Mine"


def test_an_article_that_changed_meanwhile_is_shown_once_more(admin_client):
    pk = doubtful()
    shown = shown_page(admin_client)
    data = {"doubt": shown["question"].doubt.pk, "version": 1, "answer": shown["answers"][0][2]}
    store.correct(pk, content(headline="Harbour News", section="Port"), by=None, why="", version=1)
    page = admin_client.post(SETTLE, data, follow=True)
    assert "Someone else has changed the article" in flat(page)
    assert headline_of(pk) == "Harbour News"


def test_what_is_sent_by_hand_does_nothing(admin_client):
    doubtful()
    doubt = Doubt.objects.get().pk
    for odd in ({}, {"answer": "7"}, {"answer": '["drop","paragraphs.0","",""]'}, {"version": "x"}):
        data = {"doubt": doubt, "version": "1", "answer": "[]"} | odd
        assert admin_client.post(SETTLE, data).status_code == 302
    for odd in ("", "x", "9" * 40):
        assert admin_client.post(SETTLE, {"doubt": odd, "keep": "1"}).status_code == 302
    for query in ("?doubt=x", "?doubt=99", "?kind=77", "?after=1", "?after=x-y", "?after=9-9"):
        assert admin_client.get(SETTLE + query).status_code == 200
        assert admin_client.get(LIST + query).status_code == 200
    assert Doubt.objects.waiting().count() == 1


def test_an_author_who_is_no_longer_there_is_asked_about_no_more(admin_client):
    doubtful(sure=0.9)
    Doubt.objects.update(field="authors.3")
    Doubt.objects.create(article=Article.objects.get(), field="authors.7", kind=5, weight=9, key=1)
    assert "Nothing left" in flat(admin_client.get(SETTLE))
    assert not Doubt.objects.exists()


def test_every_answer_is_in_the_history(admin_client):
    doubtful(sure=0.5, date="")
    press(admin_client, "keep")
    answer(admin_client)
    admin_client.post(SETTLE, {"undo": "1"})
    said = [entry.change_message for entry in LogEntry.objects.order_by("pk")]
    assert "Date kept" in said[0]
    assert "Headline: Use “" in said[1]
    assert said[2].startswith("Undone: Headline")


def test_only_those_who_may_correct_articles_settle(client):
    doubtful()
    user = User.objects.create_user("reader", is_staff=True)
    client.force_login(user)
    assert client.get(LIST).status_code == client.get(SETTLE).status_code == 403
    user.user_permissions.add(Permission.objects.get(codename="view_article"))
    assert client.get(LIST).status_code == 200
    assert client.get(SETTLE).status_code == client.post(SETTLE, {"keep": "1"}).status_code == 403


def test_nobody_gets_in_without_an_account(client):
    for page in (LIST, SETTLE):
        assert client.get(page).headers["Location"].startswith("/admin/login/")


def test_a_record_takes_a_fixed_number_of_queries(admin_client, django_assert_max_num_queries):
    for n in range(5):
        doubtful(f"Story {n}")
    with django_assert_max_num_queries(18):
        admin_client.get(SETTLE)
    with django_assert_max_num_queries(14):
        admin_client.get(LIST)


def form_of(pk):
    return f"/admin/archive/article/{pk}/change/"


def test_the_form_of_an_article_begins_with_its_doubtful_fields(admin_client):
    page = flat(admin_client.get(form_of(doubtful())))
    assert "1 question about how this was read" in page
    assert page.index("40% certain: first line") < page.index('id="article_form"')
    assert "Ferry &lt;b&gt;twice&lt;/b&gt; a day" in page


def test_one_click_in_the_form_takes_the_runner_up_and_returns_there(admin_client):
    pk = doubtful()
    [(question, answers)] = admin_client.get(form_of(pk)).context["doubtful"]
    data = {"doubt": question.doubt.pk, "version": question.article.version, "next": form_of(pk)}
    response = admin_client.post(SETTLE, data | {"answer": answers[0][1]})
    assert (response.url, headline_of(pk)) == (form_of(pk), RUNNER_UP)
    assert Correction.objects.get(article=pk).why == "checked against the source"
    assert admin_client.get(form_of(pk)).context["doubtful"] == []


def test_the_form_of_an_article_without_doubts_asks_nothing(admin_client):
    assert admin_client.get(form_of(doubtful(sure=0.99))).context["doubtful"] == []


def test_an_article_without_a_text_can_be_left_so(admin_client):
    pk = doubtful(sure=0.9, paragraphs=(), standfirst="")
    page = flat(admin_client.get(f"{SETTLE}?kind=11"))
    assert "No text found." in page
    assert "Leave it so" in page
    press(admin_client, "keep", "?kind=11")
    assert Doubt.objects.get(article=pk, kind=11).settled_at is not None


def test_the_question_for_a_text_is_moot_once_it_has_one(admin_client):
    pk = doubtful(sure=0.9, paragraphs=())
    Doubt.objects.filter(article=pk).exclude(kind=11).delete()
    one = replace(load.contents_of([pk])[pk], paragraphs=(ParagraphContent("Ahoy."),))
    store.correct(pk, one, by=None, why="typed", version=1)
    Doubt.objects.create(article_id=pk, field="paragraphs", kind=11, weight=800, key=1)
    assert "question" not in admin_client.get(f"{SETTLE}?kind=11").context

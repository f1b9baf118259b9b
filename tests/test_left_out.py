"""A line left out in doubt, from the file to the article: named, asked about, put back, kept."""

import re

import pytest
from django.contrib.auth.models import Permission
from import_factory import go, previewed_import
from page_factory import flat
from test_import_pages import page_of

from archive import store
from archive.models import Article, Correction, Doubt, Reading, Revision, User
from archive.record.content import Content, ParagraphContent
from archive.record.evidence import FieldReading, SourceReading
from archive.record.incoming import Incoming, Source
from archive.record.review import questions_for
from archive.store import load
from ingest import jobs
from ingest.reparse import reparse

pytestmark = pytest.mark.django_db

SETTLE = "/admin/archive/doubt/settle/"
HURT = "The keeper was not hurt."
BURNS = "The lamp burned again at noon on Monday."
STORY = (
    "The lamp of the Harrow lighthouse went out on Sunday night for the first time in eleven "
    "years, and two trawlers waited outside the harbour until dawn.",
    "A fuse had burned through in the old generator, said the keeper, who climbed the tower with "
    "a torch and a box of spares.",
    "The coastguard sent a launch with a searchlight to the end of the mole, where it stayed until "
    "the first ferry had come in.",
    "Both boats were led in at six in the morning, and the fish market opened an hour late.",
)


def page(*lines, story=STORY):
    """A saved page that closes the story's element before its last lines."""
    inside = "".join(f"<p>{paragraph}</p>" for paragraph in story)
    outside = "".join(f"<p>{line}</p>" for line in lines)
    return (
        "<html><body><header><a href='/'>Alder Courier</a></header><article>"
        "<h1>Lighthouse lamp goes out for one night</h1><p class='byline'>By Mara Quill</p>"
        f"<time datetime='2016-03-14'>14 March 2016</time><div class='text'>{inside}</div>"
        f"{outside}</article></body></html>"
    ).encode()


@pytest.fixture
def previewed(tmp_path):
    """Read such a page for a preview: `previewed(HURT)`, the import."""

    def read(*lines, **more):
        folder = tmp_path / f"{len(list(tmp_path.iterdir()))}"
        folder.mkdir()
        (folder / "lamp.html").write_bytes(page(*lines, **more))
        return previewed_import(folder)

    return read


@pytest.fixture
def imported(previewed):
    """Import such a page: `imported(HURT)`, the article's id."""

    def take(*lines, **more):
        confirmed(previewed(*lines, **more))
        return Article.objects.get().pk

    return take


def confirmed(importing):
    jobs.confirm(importing)
    go(importing)


def texts_of(pk):
    return tuple(paragraph.text for paragraph in load.contents_of([pk])[pk].paragraphs)


def asked():
    return [doubt.field.partition(".")[0] for doubt in Doubt.objects.waiting().worst_first()]


def press(client, button, query="", **more):
    """Press "Put it back" or "Leave it out" on the question that is shown."""
    context = client.get(SETTLE + query).context
    question = context["question"]
    sent = {"doubt": question.doubt.pk, "version": question.article.version}
    if button == "Put it back":
        sent["answer"] = context["answers"][0][2]
    else:
        sent["keep"] = "1"
    return client.post(SETTLE + query, sent | more, follow=True)


def read_again():
    Reading.objects.update(parser_version="1")
    return reparse(apply=True)


def test_the_preview_says_what_was_left_out_and_offers_to_put_it_back(admin_client, previewed):
    shown = flat(admin_client.get(page_of(previewed(HURT))))
    assert f"One line was left out that may belong to the story: “{HURT}”" in shown
    assert "Put it back" in shown


def test_what_is_put_back_in_the_preview_is_imported_and_asked_about_no_more(
    admin_client, previewed
):
    importing = previewed(HURT)
    shown = admin_client.get(page_of(importing)).context
    [(_file, _days, _choices, [question], _changes)] = shown["rows"]
    admin_client.post(page_of(importing), {"take": question.options[0].value})
    confirmed(importing)
    pk = Article.objects.get().pk
    assert texts_of(pk) == (*STORY, HURT)
    assert asked() == []
    read_again()
    assert (texts_of(pk), asked()) == ((*STORY, HURT), [])


def test_a_line_is_put_back_at_its_place_and_lasts(admin_client, imported):
    pk = imported(HURT, BURNS)
    assert (texts_of(pk), asked()) == (STORY, ["left_out", "left_out"])
    following = press(admin_client, "Put it back")
    assert texts_of(pk) == (*STORY, HURT)
    assert following.context["question"].now == BURNS
    assert HURT in flat(admin_client.get(Article.objects.get().get_absolute_url()))
    assert read_again().changed == 0
    assert (texts_of(pk), asked()) == ((*STORY, HURT), ["left_out"])


def test_lines_stand_in_the_order_of_the_source_whichever_is_put_back_first(admin_client, imported):
    pk = imported(HURT, BURNS)
    last = Doubt.objects.waiting().order_by("-pk")[0].pk
    press(admin_client, "Put it back", f"?doubt={last}")
    press(admin_client, "Put it back")
    assert texts_of(pk) == (*STORY, HURT, BURNS)


def test_a_list_cut_off_a_text_is_told_of_once_and_put_back_line_by_line(admin_client, tmp_path):
    lines = ("The lamps that failed:", "Harrow (Outer Mole): third failure",
             "Alder (North Quay): first failure", "Brake (Ferry Pier): second failure")  # fmt: skip
    head = " date 2016-03-14 Skip to content", "Lighthouse lamp goes out", "By Mara Quill"
    (tmp_path / "lamp.txt").write_text("\n\n".join([*head, *STORY, *lines, "Most read"]))
    importing = previewed_import(tmp_path)
    shown = flat(admin_client.get(page_of(importing)))
    assert shown.count("left out that may belong to the story") == 1
    confirmed(importing)
    while asked():
        press(admin_client, "Put it back")
    assert texts_of(Article.objects.get().pk) == (*STORY, *lines)


def test_a_line_finds_its_place_in_a_text_that_was_corrected(admin_client, imported):
    pk = imported(HURT)
    content = load.contents_of([pk])[pk]
    mine = (*content.paragraphs[:2], *content.paragraphs[3:], ParagraphContent("A note of mine."))
    changed = type(content).from_json(
        content.as_json() | {"paragraphs": [paragraph._asdict() for paragraph in mine]}
    )
    store.correct(pk, changed, by=None, why="", version=1)
    press(admin_client, "Put it back")
    assert texts_of(pk)[-2:] == (HURT, "A note of mine.")


def test_the_correction_names_the_place_in_the_source(admin_client, imported):
    imported(HURT)
    press(admin_client, "Put it back")
    correction = Correction.objects.get()
    assert correction.why.startswith("put back from the source, characters ")
    first, last = map(int, re.findall(r"\d+", correction.why))
    assert Reading.objects.get().text()[first - 1 : last] == HURT


def test_putting_back_is_undone_and_asked_again(admin_client, imported):
    pk = imported(HURT)
    press(admin_client, "Put it back")
    assert (Revision.objects.count(), asked()) == (1, [])
    shown = admin_client.post(SETTLE, {"undo": "1"}, follow=True)
    assert shown.context["question"].now == HURT
    assert (texts_of(pk), asked()) == (STORY, ["left_out"])


def test_what_is_left_out_for_good_is_not_asked_again_and_that_is_undone_too(
    admin_client, imported
):
    pk = imported(HURT)
    shown = press(admin_client, "Leave it out")
    assert "A line stays left out" in flat(shown)
    read_again()
    assert (texts_of(pk), asked()) == (STORY, [])
    admin_client.post(SETTLE, {"undo": "1"})
    assert asked() == ["left_out"]


def test_a_line_that_an_editor_typed_is_asked_about_no_more(admin_client, imported):
    pk = imported(HURT)
    content = load.contents_of([pk])[pk]
    paragraphs = [*content.as_json()["paragraphs"], ParagraphContent(HURT)._asdict()]
    changed = type(content).from_json(content.as_json() | {"paragraphs": paragraphs})
    store.correct(pk, changed, by=None, why="", version=1)
    assert asked() == []


def test_the_source_page_lights_the_line_and_puts_it_back_for_editors(admin_client, imported):
    pk = imported(HURT)
    source = f"/a/{pk}/source/"
    shown = admin_client.get(source)
    assert 'class="source-out is-doubtful"' in flat(shown)
    [doubt] = shown.context["doubts"]
    sent = {"doubt": doubt.question.doubt.pk, "version": 1, "answer": doubt.put_back}
    response = admin_client.post(SETTLE, sent | {"next": source})
    assert response.url == source
    after = flat(admin_client.get(source))
    assert "an editor has put it back" in after
    assert "Put it back" not in after
    assert "is-doubtful" not in after
    assert texts_of(pk) == (*STORY, HURT)


def test_readers_see_the_line_lit_and_no_buttons(client, admin_client, imported):
    pk = imported(HURT)
    shown = flat(client.get(f"/a/{pk}/source/"))
    assert "is-doubtful" in shown
    assert "Put it back" not in shown


def test_those_who_may_only_read_see_no_buttons_and_put_nothing_back(
    client, admin_client, imported
):
    pk = imported(HURT)
    user = User.objects.create_user("reader", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_article"))
    client.force_login(user)
    assert "Put it back" not in flat(client.get(f"/a/{pk}/source/"))
    doubt = Doubt.objects.get().pk
    assert client.post(SETTLE, {"doubt": doubt, "version": 1, "keep": "1"}).status_code == 403
    assert asked() == ["left_out"]


def test_the_form_of_an_article_asks_and_returns(admin_client, imported):
    pk = imported(HURT)
    form = f"/admin/archive/article/{pk}/change/"
    shown = admin_client.get(form)
    assert "1 question about how this was read" in flat(shown)
    [(question, [(label, sent, _answer)])] = shown.context["doubtful"]
    assert (label, question.keep) == ("Put it back", "Leave it out")
    data = {"doubt": question.doubt.pk, "version": 1, "next": form, "answer": sent}
    assert admin_client.post(SETTLE, data).url == form
    assert texts_of(pk) == (*STORY, HURT)


def test_what_is_sent_by_hand_puts_nothing_back(admin_client, imported):
    pk = imported(HURT)
    field = Doubt.objects.get().field
    made_up = f'["put_back","{field}","The keeper was hurt.","paragraph//"]'
    admin_client.post(SETTLE, {"doubt": Doubt.objects.get().pk, "version": 1, "answer": made_up})
    assert texts_of(pk) == STORY


def test_a_later_source_that_has_the_line_agrees_with_the_correction(
    admin_client, imported, previewed
):
    pk = imported(HURT)
    press(admin_client, "Put it back")
    confirmed(previewed(story=(*STORY, HURT)))
    assert texts_of(pk) == (*STORY, HURT)
    assert asked() == []


def test_pages_take_a_fixed_number_of_queries(
    admin_client, client, django_assert_max_num_queries, imported
):
    pk = imported(HURT, BURNS)
    with django_assert_max_num_queries(18):
        admin_client.get(SETTLE)
    with django_assert_max_num_queries(22):
        admin_client.get(f"/a/{pk}/source/")
    client.logout()
    with django_assert_max_num_queries(14):
        client.get(f"/a/{pk}/source/")


def test_a_file_without_doubt_says_nothing(admin_client, previewed):
    shown = flat(admin_client.get(page_of(previewed())))
    assert "left out" not in shown


def test_a_line_kept_in_doubt_is_left_out_from_the_source_page(admin_client):
    text = f"{STORY[0]}\n{STORY[1]}\nHarbour Museum"
    lines = text.split("\n")
    fields = {
        f"paragraphs.{n}": FieldReading(
            ((text.index(line), text.index(line) + len(line)),), sure, ""
        )
        for n, (line, sure) in enumerate(zip(lines, (0.9, 0.9, 0.3), strict=True))
    }
    record = Content(headline="Lamp", date="2016", paragraphs=tuple(map(ParagraphContent, lines)))
    reading = SourceReading(fields)
    own = Source.of("lamp.txt", text.encode(), "utf-8", reading, "test")
    with store.writing():
        [pk] = store.add([Incoming(record, own, doubts=tuple(questions_for(reading, record)))])
    shown = admin_client.get(f"/a/{pk}/source/")
    assert "Kept, 30% certain" in flat(shown)
    [doubt] = shown.context["doubts"]
    sent = {"doubt": doubt.question.doubt.pk, "version": 1, "answer": doubt.leave_out}
    admin_client.post(SETTLE, sent)
    assert (texts_of(pk), asked()) == (tuple(lines[:2]), [])

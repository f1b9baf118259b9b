"""Pictures that editors attach: where they are shown, who sees them, what becomes of them."""

from io import StringIO

import picture_factory as sent
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from factory import LONG, content, news, source, stored
from test_admin_articles import opened as form_of
from test_admin_articles import page_of

from archive import checks, renditions, search, store
from archive.checks import pictures as checking_pictures
from archive.models import Article, Correction, Image, Picture, Revision, User
from archive.record.content import ImageContent
from archive.record.incoming import Incoming
from archive.store import load, pictures
from ingest.models import Import
from ingest.undo import undo

pytestmark = pytest.mark.django_db(transaction=True)

TWO = (
    ImageContent(caption="The ferry at its berth below the Custom House.", credit="Ivo Stone"),
    ImageContent(caption="The bakery on Great Sallow, shut since autumn."),
)


@pytest.fixture
def editor():
    return User.objects.create(username="editor")


@pytest.fixture
def ferry():
    [pk] = stored(content(images=TWO))
    return pk


def image(pk, order=0):
    return Image.objects.get(article=pk, order=order)


def attach(pk, order=0, colour=(140, 60, 20), by=None):
    made = sent.developed(colour=colour)
    return pictures.attach(image(pk, order), made, "ferry.PNG", by=by)


def change(pk, **fields):
    with store.writing():
        store.change(pk, Incoming(content(**fields), source(f"{fields}.txt")))


def page(client, pk):
    return client.get(Article.objects.get(pk=pk).get_absolute_url()).content.decode()


def address(pk, order=0, width=320):
    return f"/pictures/{image(pk, order).file}/{width}.webp"


# Seen by readers


def test_a_caption_without_a_picture_is_a_card(client, ferry):
    assert "The picture itself is not in the archive" in page(client, ferry)


def test_an_attached_picture_is_shown_in_several_sizes(client, ferry):
    attach(ferry)
    shown = page(client, ferry)
    assert f'src="{address(ferry, width=800)}"' in shown
    assert f"{address(ferry, width=320)} 320w, {address(ferry, width=640)} 640w" in shown
    assert 'width="800" height="600"' in shown
    assert "sizes=" in shown


def test_it_is_on_the_front_page_and_among_the_pictures(client, ferry):
    attach(ferry)
    for place in ("/", "/2016/03/14/", "/images/"):
        assert address(ferry) in client.get(place).content.decode()


def test_a_size_is_sent_as_what_it_is_and_kept_long(client, ferry):
    attach(ferry)
    response = client.get(address(ferry), headers={"accept-encoding": "gzip"})
    data = b"".join(response.streaming_content)
    assert sent.opened(data).size == (320, 240)
    assert response["Content-Type"] == "image/webp"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "max-age=2592000" in response["Cache-Control"]
    assert "Content-Encoding" not in response
    again = client.get(address(ferry), headers={"if-none-match": response["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize(
    "path",
    ["/pictures/nothing/320.webp", "/pictures/..%2f..%2fkey/320.webp", "/pictures/a/0.webp"],
)
def test_what_is_not_there_is_not_found(client, ferry, path):
    attach(ferry)
    assert client.get(path).status_code == 404
    assert client.get(address(ferry, width=321)).status_code == 404


def test_the_picture_of_an_article_that_is_not_shown_is_not_shown(client, admin_client, ferry):
    attach(ferry)
    store.set_state([ferry], "withdrawn", by=None, reason="asked for")
    assert client.get(address(ferry)).status_code == 404
    for_editors = admin_client.get(address(ferry))
    assert (for_editors.status_code, for_editors["Cache-Control"]) == (200, "private, no-store")


def test_a_picture_costs_a_page_no_query(client, ferry):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            page(client, ferry)
        return len(asked)

    attach(ferry)
    attach(ferry, order=1)
    queries()
    with_pictures = queries()
    Image.objects.update(file="")
    assert queries() == with_pictures


# What editors do


def upload(data, name="ferry.jpg"):
    return SimpleUploadedFile(name, data)


def test_an_editor_attaches_one_in_the_article_s_form(client, admin_client, ferry):
    data = form_of(admin_client, ferry) | {"images-0-upload": upload(sent.with_place())}
    assert admin_client.post(page_of(ferry), data).status_code == 302
    picture = Picture.objects.get()
    assert (picture.name, picture.width, picture.by.username) == ("ferry.jpg", 800, "admin")
    assert address(ferry) in page(client, ferry)
    assert not Correction.objects.exists()


def test_a_picture_and_its_words_are_put_right_at_once(admin_client, ferry):
    data = form_of(admin_client, ferry) | {
        "images-1-upload": upload(sent.saved()),
        "images-1-caption": "Quite another caption",
        "images-1-photographer": "Dana Whitlow",
        "why": "From the negative",
    }
    admin_client.post(page_of(ferry), data)
    changed = image(ferry, 1)
    assert (changed.caption, changed.photographer, bool(changed.file)) == (
        "Quite another caption",
        "Dana Whitlow",
        True,
    )


def test_what_is_no_picture_gets_its_sentence_and_nothing_is_saved(admin_client, ferry):
    data = form_of(admin_client, ferry) | {
        "images-0-upload": upload(b"<svg></svg>", "harbour.jpg"),
        "headline": "Changed",
    }
    answer = admin_client.post(page_of(ferry), data).content.decode()
    assert "This is an SVG drawing." in answer
    assert not Picture.objects.exists()
    assert Article.objects.get(pk=ferry).headline != "Changed"


def test_a_file_that_is_too_large_is_told_so(admin_client, ferry, settings):
    settings.PICTURE_LIMIT = 1000
    data = form_of(admin_client, ferry) | {"images-0-upload": upload(sent.saved())}
    assert "the limit is 1000" in admin_client.post(page_of(ferry), data).content.decode()


def test_the_ending_of_a_name_is_that_of_what_it_is(ferry):
    assert attach(ferry).name == "ferry.jpg"


def test_a_second_picture_replaces_the_first_which_is_kept(client, ferry, editor):
    first = attach(ferry, by=editor)
    second = attach(ferry, colour=(0, 90, 90), by=editor)
    assert image(ferry).file == second.key
    first.refresh_from_db()
    assert first.removed_by == editor
    assert renditions.original_file(first.key, first.suffix).is_file()
    assert client.get(f"/pictures/{first.key}/320.webp").status_code == 404


def test_the_same_picture_once_more_changes_nothing(ferry):
    attach(ferry)
    version = Article.objects.get(pk=ferry).version
    attach(ferry)
    assert Picture.objects.count() == 1
    assert Article.objects.get(pk=ferry).version == version


def test_one_is_removed_in_the_form_and_restored_in_the_register(client, admin_client, ferry):
    picture = attach(ferry)
    admin_client.post(page_of(ferry), form_of(admin_client, ferry) | {"images-0-take_away": "on"})
    assert "The picture itself is not in the archive" in page(client, ferry)
    chosen = {"action": "put_back", "_selected_action": [picture.pk]}
    admin_client.post("/admin/archive/picture/", chosen)
    assert address(ferry) in page(client, ferry)


def test_a_caption_that_is_deleted_takes_its_picture_with_it(admin_client, ferry):
    gone, stays = attach(ferry), attach(ferry, order=1, colour=(0, 0, 0))
    admin_client.post(page_of(ferry), form_of(admin_client, ferry) | {"images-0-DELETE": "on"})
    assert image(ferry).file == stays.key
    gone.refresh_from_db()
    assert gone.removed_at is not None


def test_deleted_for_good_its_files_are_gone(admin_client, ferry):
    picture = attach(ferry)
    admin_client.post(f"/admin/archive/picture/{picture.pk}/delete/", {"post": "yes"})
    assert not renditions.place_of(picture.key).exists()
    assert image(ferry).file == ""
    mend()
    assert sentences() == []


def test_files_that_another_article_shows_stay(ferry):
    [other] = stored(content(headline="Elsewhere", date="2017-01-02", images=TWO))
    picture, same = attach(ferry), attach(other)
    pictures.delete(picture, by=None)
    assert renditions.size_file(same.key, 320).is_file()


def test_only_editors_get_the_file_as_it_was_sent(client, admin_client, ferry):
    picture = attach(ferry)
    original = f"/admin/archive/picture/{picture.pk}/original/"
    assert client.get(original).status_code == 302
    answer = admin_client.get(original)
    assert b"".join(answer.streaming_content)[:2] == b"\xff\xd8"
    assert answer["Content-Disposition"] == 'attachment; filename="ferry.jpg"'


def test_the_register_shows_all_in_few_queries(admin_client, ferry, django_assert_max_num_queries):
    attach(ferry)
    attach(ferry, order=1)
    with django_assert_max_num_queries(9):
        listed = admin_client.get("/admin/archive/picture/").content.decode()
    assert "800 × 600" in listed


def test_a_picture_and_its_words_make_one_version(admin_client, ferry):
    data = form_of(admin_client, ferry) | {
        "images-0-upload": upload(sent.saved()),
        "headline": "Second ferry, put right",
    }
    admin_client.post(page_of(ferry), data)
    assert Article.objects.get(pk=ferry).version == 2
    assert Revision.objects.count() == 1


def test_a_picture_alone_makes_no_version(client, ferry, editor):
    picture = attach(ferry, by=editor)
    pictures.remove(picture, by=editor)
    assert pictures.restore(picture, by=editor)
    attach(ferry, colour=(0, 90, 90), by=editor)
    assert Article.objects.get(pk=ferry).version == 1
    assert "earlier version" not in page(client, ferry)


def events(client, pk):
    history = client.get(f"/admin/archive/article/{pk}/history/").context["rows"]
    return [(row.what, row.by) for row in history if row.event.picture]


def test_the_history_says_who_did_what_with_a_picture(admin_client, ferry, editor):
    other = User.objects.create(username="other")
    picture = attach(ferry, by=editor)
    pictures.remove(picture, by=other)
    pictures.restore(picture, by=editor)
    attach(ferry, colour=(0, 90, 90), by=other)
    caption = f": “{TWO[0].caption}”"
    assert events(admin_client, ferry) == [
        (f"A picture was replaced{caption}", "other"),
        (f"A picture was restored{caption}", "editor"),
        (f"A picture was removed{caption}", "other"),
        (f"A picture was attached{caption}", "editor"),
    ]


def test_a_comparison_says_what_became_of_pictures(client, ferry):
    attach(ferry)
    shown = client.get(f"/a/{ferry}/compare/").content.decode()
    assert "These two versions have the same text." in shown
    assert f"A picture was attached: “{TWO[0].caption}”" in shown


def test_a_comparison_is_silent_about_pictures_of_another_time(client, ferry):
    change(ferry, headline="Other", images=TWO)
    attach(ferry)
    change(ferry, headline="Another", images=TWO)
    shown = {
        pair: "A picture was attached" in client.get(f"/a/{ferry}/compare/?{pair}").content.decode()
        for pair in ("from=1&to=1", "from=1&to=2", "from=2&to=3", "from=3&to=3")
    }
    assert list(shown.values()) == [False, True, True, False]


def test_a_comparison_gives_no_caption_that_is_kept_from_readers(admin_client, client, ferry):
    attach(ferry)
    data = form_of(admin_client, ferry) | {"images-0-DELETE": "on", "keep_earlier": "on"}
    admin_client.post(page_of(ferry), data)
    client.logout()
    shown = client.get(f"/a/{ferry}/compare/").content.decode()
    assert "A picture was removed" in shown
    assert TWO[0].caption not in shown


def with_a_version_for_a_picture(pk, reason="picture attached"):
    """As older archives have it: a revision with equal text."""
    article = Article.objects.get(pk=pk)
    Revision.objects.create(
        article=article,
        version=article.version,
        content=load.contents_of([pk])[pk].as_json(),
        replaced_at=timezone.now(),
        reason=reason,
    )
    Article.objects.filter(pk=pk).update(version=article.version + 1)


def test_versions_that_older_archives_made_for_pictures_are_events(admin_client, client, ferry):
    attach(ferry)
    with_a_version_for_a_picture(ferry)
    assert events(admin_client, ferry) == [("A picture was attached", "")]
    attach(ferry, order=1)
    assert len(events(admin_client, ferry)) == 2
    client.logout()
    assert "earlier version" not in page(client, ferry)
    assert client.get(f"/a/{ferry}/versions/").content.decode().count("<h2>") == 1


def test_numbers_of_versions_that_older_archives_made_for_pictures_stay_valid(client, ferry):
    with_a_version_for_a_picture(ferry)
    change(ferry, headline="Third", images=TWO)
    with_a_version_for_a_picture(ferry)
    shown = page(client, ferry)
    assert "1 earlier version" in shown
    assert client.get(f"/a/{ferry}/versions/1/")["Location"] == f"/a/{ferry}/versions/2/"
    assert client.get(f"/a/{ferry}/versions/2/").status_code == 200
    article = Article.objects.get(pk=ferry).get_absolute_url()
    assert [client.get(f"/a/{ferry}/versions/{n}/")["Location"] for n in (3, 4)] == [article] * 2
    compared = client.get(f"/a/{ferry}/compare/?from=1&to=3").content.decode()
    assert "<ins>Third</ins>" in compared
    assert client.get(f"/a/{ferry}/versions/5/").status_code == 404


def test_a_picture_attached_since_the_form_was_opened_is_not_removed_unseen(admin_client, ferry):
    attach(ferry)
    data = form_of(admin_client, ferry) | {"images-0-take_away": "on"}
    later = attach(ferry, colour=(0, 90, 90))
    admin_client.post(page_of(ferry), data)
    assert image(ferry).file == later.key


def test_a_picture_hinders_nobody_who_has_the_text_open(admin_client, ferry):
    data = form_of(admin_client, ferry) | {"headline": "Mine"}
    attach(ferry)
    assert admin_client.post(page_of(ferry), data).status_code == 302
    assert Article.objects.get(pk=ferry).headline == "Mine"
    assert image(ferry).file


def test_a_restored_picture_is_deleted_with_all_its_rows(admin_client, ferry):
    picture = attach(ferry)
    pictures.remove(picture, by=None)
    pictures.restore(picture, by=None)
    chosen = list(Picture.objects.values_list("pk", flat=True))
    assert len(chosen) == 2
    action = {"action": "delete_selected", "_selected_action": chosen, "post": "yes"}
    admin_client.post("/admin/archive/picture/", action)
    assert not Picture.objects.exists()
    assert not renditions.place_of(picture.key).exists()


def test_history_tells_of_pictures_and_readers_caches_let_go(admin_client, client, ferry):
    search.apply_changes()
    address = Article.objects.get(pk=ferry).get_absolute_url()
    seen = {"if-none-match": client.get(address)["ETag"]}
    assert client.get(address, headers=seen).status_code == 304
    attach(ferry)
    search.apply_changes()
    assert client.get(address, headers=seen).status_code == 200
    history = admin_client.get(f"/admin/archive/article/{ferry}/history/").content.decode()
    assert "A picture was attached" in history


# What comes later


def test_a_picture_stays_with_its_caption_when_the_article_comes_again(ferry):
    picture = attach(ferry, order=1)
    change(ferry, images=TWO[::-1], headline="Second ferry for the outer islands, at last")
    assert (image(ferry, 0).file, image(ferry, 1).file) == (picture.key, "")


def test_a_caption_that_was_reworded_keeps_its_picture(ferry):
    picture = attach(ferry)
    worded = ImageContent(caption="The new ferry at its berth below the old Custom House.")
    change(ferry, images=(ImageContent(caption="Something new."), worded))
    assert image(ferry, 1).file == picture.key


def test_a_picture_whose_caption_is_gone_waits_and_comes_back_with_it(ferry):
    picture = attach(ferry)
    change(ferry, images=TWO[1:])
    assert image(ferry).file == ""
    assert renditions.original_file(picture.key, picture.suffix).is_file()
    change(ferry, images=TWO)
    assert image(ferry).file == picture.key


def test_a_picture_removed_does_not_come_back_with_an_import(ferry):
    pictures.remove(attach(ferry), by=None)
    change(ferry, images=(*TWO, ImageContent(caption="A third.")))
    assert not Image.objects.exclude(file="").exists()


def test_returning_to_an_earlier_version_keeps_the_picture(ferry):
    change(ferry, headline="Other", images=TWO)
    picture = attach(ferry)
    with store.writing():
        store.restore(Revision.objects.get(article=ferry, version=1), by=None, reason="returned")
    assert image(ferry).file == picture.key


def test_a_discarded_article_takes_its_files_along(ferry):
    picture = attach(ferry)
    store.discard([ferry], by=None, why="asked for")
    assert not renditions.place_of(picture.key).exists()


def test_taking_an_import_back_leaves_an_article_that_has_a_picture(tmp_path):
    (tmp_path / "ferry.txt").write_bytes(news("Second ferry", "2016-03-14", LONG))
    call_command("import_articles", str(tmp_path), "--json", stdout=StringIO())
    [pk] = Article.objects.values_list("pk", flat=True)
    Image.objects.create(article_id=pk, order=0, caption="The ferry.")
    attach(pk)
    assert undo(Import.objects.get(), None)
    assert Article.objects.filter(pk=pk).exists()


# check_archive


def sentences():
    return [finding.sentence for finding in checks.findings()]


def mend():
    for finding in list(checks.findings()):
        if finding.repair:
            finding.repair()


def test_all_is_well_with_pictures(ferry):
    attach(ferry)
    mend()
    assert sentences() == []


def test_a_size_that_is_lost_is_made_again(ferry):
    picture = attach(ferry)
    renditions.size_file(picture.key, 640).unlink()
    mend()
    assert renditions.size_file(picture.key, 640).is_file()
    assert sentences() == []


def test_a_lost_or_altered_original_is_told(ferry):
    first, second = attach(ferry), attach(ferry, order=1, colour=(0, 0, 0))
    renditions.original_file(first.key, first.suffix).unlink()
    renditions.original_file(second.key, second.suffix).write_bytes(b"other")
    mend()
    assert [sentence.partition(") ")[2] for sentence in sentences()] == [
        "has no file.",
        "is not the uploaded file: its checksum differs.",
    ]


def test_files_of_nobody_are_cleared_once_they_are_old(ferry, monkeypatch):
    renditions.keep_files(sent.developed())
    mend()
    assert sentences() == []
    monkeypatch.setattr(checking_pictures, "SETTLED_SECONDS", -1)
    mend()
    assert not any(renditions.folder().rglob("*.webp"))


def test_an_image_that_shows_what_it_should_not_is_put_right(ferry):
    picture = attach(ferry)
    Image.objects.filter(article=ferry, order=1).update(file=picture.key, width=8, height=6)
    Image.objects.filter(article=ferry, order=0).update(file="")
    mend()
    assert (image(ferry, 0).file, image(ferry, 1).file) == (picture.key, "")

"""Correcting articles in the admin, as an editor meets it."""

import pytest
from django.contrib.auth.models import Permission
from factory import content, stored

from archive.models import Article, Correction, Discarded
from archive.store import load

pytestmark = pytest.mark.django_db


def page_of(pk):
    return f"/admin/archive/article/{pk}/change/"


def opened(client, pk):
    """The form's fields as a browser would send them back unchanged."""
    form = client.get(page_of(pk)).context["adminform"].form
    data = {name: form[name].value() or "" for name in form.fields}
    [formset] = client.get(page_of(pk)).context["inline_admin_formsets"]
    formset = formset.formset
    for field in formset.management_form:
        data[field.html_name] = field.value()
    for image_form in formset.forms:
        for field in image_form:
            data[field.html_name] = field.value() or ""
    return data


def test_the_form_opens_with_the_whole_content(admin_client):
    [pk] = stored(content())
    data = opened(admin_client, pk)
    assert data["authors"] == "Mara Quill"
    assert data["date"] == "2016-03-14"
    assert data["text"].endswith("Fares stay as they are.")


def test_saving_unchanged_changes_nothing(admin_client):
    [pk] = stored(content())
    admin_client.post(page_of(pk), opened(admin_client, pk))
    assert not Correction.objects.exists()
    assert Article.objects.get(pk=pk).version == 1


def test_a_correction_is_laid_over_the_article(admin_client):
    [pk] = stored(content())
    data = opened(admin_client, pk) | {"headline": "Ferry, corrected", "why": "Typing error"}
    assert admin_client.post(page_of(pk), data).status_code == 302
    assert Article.objects.get(pk=pk).headline == "Ferry, corrected"
    assert Correction.objects.get().why == "Typing error"


def test_authors_and_captions_are_corrected_too(admin_client):
    [pk] = stored(content())
    data = opened(admin_client, pk) | {
        "authors": "Mara Quill\nIvo Stone",
        "images-0-place": "Port Alder",
    }
    admin_client.post(page_of(pk), data)
    now = load.contents_of([pk])[pk]
    assert [author.name for author in now.authors] == ["Mara Quill", "Ivo Stone"]
    assert now.images[0].place == "Port Alder"


def test_an_impossible_date_gets_a_sentence(admin_client):
    [pk] = stored(content())
    page = admin_client.post(
        page_of(pk), opened(admin_client, pk) | {"date": "2016-02-31"}
    ).content.decode()
    assert "There is no 2016-02-31 in the calendar." in page


def test_deleting_an_article_remembers_its_source(admin_client):
    [pk] = stored(content())
    admin_client.post(f"/admin/archive/article/{pk}/delete/", {"post": "yes"})
    assert not Article.objects.exists()
    assert Discarded.objects.count() == 1


def act(client, action, pk, **more):
    data = {"action": action, "_selected_action": [pk], **more}
    return client.post("/admin/archive/article/", data, follow=True)


def test_hiding_and_publishing_from_the_list(admin_client):
    [pk] = stored(content())
    act(admin_client, "hide", pk)
    assert Article.objects.get(pk=pk).state == "hidden"
    act(admin_client, "publish", pk)
    assert Article.objects.get(pk=pk).state == "published"


def test_withdrawing_asks_for_a_reason_first(admin_client):
    [pk] = stored(content())
    assert "Reason (shown to readers)" in act(admin_client, "withdraw", pk).content.decode()
    assert Article.objects.get(pk=pk).state == "published"
    act(admin_client, "withdraw", pk, reason="At the author’s wish")
    assert Article.objects.get(pk=pk).state_reason == "At the author’s wish"


def test_thousands_are_withdrawn_at_once_through_all_pages(admin_client):
    stored(*[content(headline=f"Story {n}", date=f"2016-03-{n % 28 + 1:02}") for n in range(1_100)])
    first = Article.objects.order_by("-pk")[0].pk
    asked = act(admin_client, "withdraw", first, select_across="1").content.decode()
    assert "and 1,080 more" in asked
    assert asked.count('name="_selected_action"') == 1
    assert 'name="select_across" value="1"' in asked
    act(admin_client, "withdraw", first, select_across="1", reason="A wish")
    assert Article.objects.filter(state="withdrawn", state_reason="A wish").count() == 1_100


def test_a_hidden_article_has_no_link_to_the_site(admin_client):
    [pk] = stored(content())
    assert "View on site" in admin_client.get(page_of(pk)).content.decode()
    act(admin_client, "hide", pk)
    assert "View on site" not in admin_client.get(page_of(pk)).content.decode()


def test_earlier_text_that_nobody_should_read_is_kept_from_readers(admin_client, client):
    [pk] = stored(content())
    data = opened(admin_client, pk) | {"headline": "Ferry", "why": "A wish", "keep_earlier": "on"}
    admin_client.post(page_of(pk), data)
    client.logout()
    for address in ("versions/", "source/", "compare/", "compare/?from=1&to=2"):
        assert "outer islands" not in client.get(f"/a/{pk}/{address}").content.decode()
    assert client.get(f"/a/{pk}/versions/1/").status_code == 404
    page = client.get(f"/a/{pk}/", follow=True).content.decode()
    assert "A wish" in page
    assert "became" not in page


def test_lists_take_a_fixed_number_of_queries(admin_client, django_assert_max_num_queries):
    stored(*[content(headline=f"Story {n}", date=f"2016-03-{n + 1:02}") for n in range(25)])
    with django_assert_max_num_queries(9):
        admin_client.get("/admin/archive/article/")


def test_authors_and_publications_can_be_looked_up(admin_client):
    stored(content())
    assert "Mara Quill" in admin_client.get("/admin/archive/author/?q=mara").content.decode()
    assert "Alder Courier" in admin_client.get("/admin/archive/publication/").content.decode()


@pytest.fixture
def clerk(client, django_user_model):
    """A member of staff who may do with articles what is given, and nothing else."""
    user = django_user_model.objects.create(username="clerk", is_staff=True)

    def may(*codenames):
        user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
        client.force_login(django_user_model.objects.get(pk=user.pk))
        return client

    return may


def test_whoever_may_correct_articles_corrects_captions_too(clerk):
    [pk] = stored(content())
    client = clerk("change_article")
    client.post(page_of(pk), opened(client, pk) | {"images-0-place": "Port Alder"})
    assert load.contents_of([pk])[pk].images[0].place == "Port Alder"


def test_whoever_may_only_read_articles_changes_nothing(clerk):
    [pk] = stored(content())
    data = opened(clerk("change_article"), pk) | {"headline": "Mine"}
    client = clerk("view_article")
    page = client.get(page_of(pk)).content.decode()
    assert content().headline in page
    assert 'name="headline"' not in page
    assert client.post(page_of(pk), data).status_code == 403
    assert clerk().get(page_of(pk)).status_code == 403

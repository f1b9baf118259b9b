"""Authors and publications in the admin, as an editor meets them."""

import pytest
from django.contrib.admin.models import LogEntry
from factory import content, stored

from archive.models import Author, AuthorMove, Byline, Publication
from archive.record.content import AuthorContent

pytestmark = pytest.mark.django_db
LIKELY = "/admin/archive/author/likely/"


def write(name, **fields):
    return stored(content(authors=(AuthorContent(name),), headline=f"By {name}", **fields))[0]


def pk(name):
    return Author.objects.get(name=name).pk


@pytest.fixture
def two():
    write("Mara Quill")
    write("Mara Quill", date="2016-05-01")
    write("Mara J. Quill")


def press(client, page, **button):
    return client.post(page, button, follow=True).content.decode()


def test_a_likely_pair_is_shown_with_counts_reason_and_articles(two, admin_client):
    page = admin_client.get(LIKELY).content.decode()
    assert "With or without a middle initial" in page
    assert "2 articles" in page
    assert "By Mara J. Quill" in page


def test_one_click_merges_and_says_so(two, admin_client):
    page = press(admin_client, LIKELY, join=f"{pk('Mara J. Quill')}:{pk('Mara Quill')}")
    assert "Merged Mara J. Quill into Mara Quill: 1 article moved." in page
    assert "No likely duplicates among authors." in page
    assert Byline.objects.filter(author__name="Mara Quill").count() == 3


def test_the_other_name_may_be_kept(two, admin_client):
    press(admin_client, LIKELY, join=f"{pk('Mara Quill')}:{pk('Mara J. Quill')}")
    assert [author.name for author in Author.objects.all()] == ["Mara J. Quill"]


def test_one_click_undoes_it(two, admin_client):
    press(admin_client, LIKELY, join=f"{pk('Mara J. Quill')}:{pk('Mara Quill')}")
    page = press(admin_client, LIKELY, back=AuthorMove.objects.get().pk)
    assert "Undone: Mara J. Quill merged into Mara Quill." in page
    assert Author.objects.count() == 2


def test_those_told_apart_are_not_suggested_again(two, admin_client):
    page = press(admin_client, LIKELY, apart=f"{pk('Mara J. Quill')}:{pk('Mara Quill')}")
    assert "will not be suggested again" in page
    assert "a middle initial" not in page


def test_the_history_says_who_merged_whom(two, admin_client, admin_user):
    press(admin_client, LIKELY, join=f"{pk('Mara J. Quill')}:{pk('Mara Quill')}")
    entry = LogEntry.objects.filter(object_id=str(pk("Mara Quill"))).get()
    assert entry.user == admin_user
    assert "Merged Mara J. Quill into Mara Quill" in entry.change_message
    assert (
        "Merged"
        in admin_client.get(f"/admin/archive/author/{pk('Mara Quill')}/history/").content.decode()
    )


def test_pressing_twice_gets_a_sentence(two, admin_client):
    both = f"{pk('Mara J. Quill')}:{pk('Mara Quill')}"
    press(admin_client, LIKELY, join=both)
    assert "Someone else has merged one of the two already" in press(
        admin_client, LIKELY, join=both
    )


@pytest.mark.parametrize("value", ["", "x", "1", "0:0", "9" * 30 + ":1", "²:1"])
def test_nonsense_gets_a_sentence(two, admin_client, value):
    assert admin_client.post(LIKELY, {"join": value}).status_code == 302
    assert admin_client.post(LIKELY, {"back": value}).status_code == 302
    assert Author.objects.count() == 2


def test_only_who_may_change_authors_sees_it(two, client, django_user_model):
    client.force_login(django_user_model.objects.create(username="clerk", is_staff=True))
    assert client.get(LIKELY).status_code == 403
    assert client.post(LIKELY, {"join": "1:2"}).status_code == 403


def test_the_list_of_pairs_takes_a_fixed_number_of_queries(
    admin_client, django_assert_max_num_queries
):
    for name in "Ash Birch Cedar Elm Fir Hazel".split():
        write(f"Ann {name}")
        write(f"Ann B. {name}")
    with django_assert_max_num_queries(12):
        assert admin_client.get(LIKELY).content.decode().count("<fieldset") == 6


def test_an_author_is_merged_into_one_that_is_named(two, admin_client):
    write("M. J. Q.")
    page = f"/admin/archive/author/{pk('M. J. Q.')}/names/"
    assert "is nobody’s name" in press(admin_client, page, into="Nobody")
    press(admin_client, page, into="mara quill")
    assert Byline.objects.filter(author__name="Mara Quill").count() == 3


def test_namesakes_are_split_by_publication(admin_client):
    write("Ann Carey")
    write("Ann Carey", publication="Sports Gazette")
    page = f"/admin/archive/author/{pk('Ann Carey')}/names/"
    assert "Two people with one name?" in admin_client.get(page).content.decode()
    gazette = Publication.objects.get(name="Sports Gazette").pk
    assert "moved to a namesake" in press(admin_client, page, part=gazette)
    assert Author.objects.filter(name="Ann Carey").count() == 2
    assert "Undone" in press(admin_client, page, back=AuthorMove.objects.get().pk)
    assert Author.objects.filter(name="Ann Carey").count() == 1


def test_several_are_merged_from_the_list(two, admin_client):
    write("M. Quill")
    chosen = {
        "action": "join",
        "_selected_action": list(Author.objects.values_list("pk", flat=True)),
    }
    asked = admin_client.post("/admin/archive/author/", chosen).content.decode()
    assert "Which one stays?" in asked
    admin_client.post("/admin/archive/author/", chosen | {"into": pk("Mara Quill")})
    assert [author.name for author in Author.objects.all()] == ["Mara Quill"]


def test_an_author_is_renamed_and_made_an_agency(two, admin_client):
    page = f"/admin/archive/author/{pk('Mara Quill')}/change/"
    admin_client.post(page, {"name": "Quill  Press", "kind": "agency"})
    agency = Author.objects.get(kind="agency")
    assert (agency.name, agency.bylines.count()) == ("Quill Press", 2)


def test_a_name_that_another_has_is_refused_with_a_sentence(two, admin_client):
    page = f"/admin/archive/author/{pk('Mara Quill')}/change/"
    answer = admin_client.post(page, {"name": "Mara J Quill", "kind": "person"}).content.decode()
    assert "Mara J. Quill has that name already: merge the two instead." in answer


def test_publications_are_merged_likewise(admin_client):
    write("Mara Quill", publication="The Harbour Echo")
    write("Ivo Stone", publication="harbour-echo.example")
    page = "/admin/archive/publication/likely/"
    assert "in words or as a domain" in admin_client.get(page).content.decode()
    web = Publication.objects.get(domain="harbour-echo.example")
    echo = Publication.objects.get(name="The Harbour Echo")
    press(admin_client, page, join=f"{web.pk}:{echo.pk}")
    assert echo.articles.count() == 2
    assert admin_client.get(f"/admin/archive/publication/{echo.pk}/names/").status_code == 200
    page = f"/admin/archive/publication/{echo.pk}/change/"
    admin_client.post(page, {"name": "Harbour Echo", "domain": "harbour-echo.example"})
    assert Publication.objects.get().name == "Harbour Echo"


def test_lists_show_only_who_is_there(two, admin_client):
    press(admin_client, LIKELY, join=f"{pk('Mara J. Quill')}:{pk('Mara Quill')}")
    page = admin_client.get("/admin/archive/author/").content.decode()
    assert "Likely duplicates" in page
    assert "Mara J. Quill" not in page

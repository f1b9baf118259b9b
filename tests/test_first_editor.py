"""The first editor's account is made in the browser, once, and only on the machine itself."""

import pytest
from django.urls import reverse

from archive.management.commands import serve
from archive.models import User
from archive.store import users

pytestmark = pytest.mark.django_db


ADDRESS = "/admin/first-editor/"
WANTED = {"username": "una", "password1": "quay and ferry", "password2": "quay and ferry"}


@pytest.fixture
def client(client, settings):
    """A browser on the archive's machine."""
    settings.ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", "archive.example"]
    client.defaults["HTTP_HOST"] = "127.0.0.1:8000"
    return client


def test_whoever_comes_to_the_desk_first_makes_the_first_account(client):
    assert client.get("/admin/", follow=True).redirect_chain[-1][0] == ADDRESS
    answer = client.post(ADDRESS, WANTED)
    assert answer.url == reverse("admin:ingest_import_add")
    assert client.get(answer.url).status_code == 200
    una = User.objects.get()
    assert una.is_superuser
    assert una.check_password("quay and ferry")


def test_the_second_has_to_sign_in(client):
    client.post(ADDRESS, WANTED)
    client.logout()
    assert client.get(ADDRESS).url == "/admin/login/"
    assert client.post(ADDRESS, WANTED | {"username": "joss"}).url == "/admin/login/"
    assert client.get("/admin/login/").status_code == 200
    assert User.objects.count() == 1


def test_editors_who_cannot_sign_in_do_not_count(client):
    users.add_editor("joss")
    assert client.post(ADDRESS, WANTED).status_code == 302
    assert User.objects.filter(username="una", is_superuser=True).exists()


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8000", "[::1]:8000"])
def test_this_machine_has_several_names(client, host):
    assert client.get(ADDRESS, headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "elsewhere",
    [
        {"REMOTE_ADDR": "192.0.2.7"},
        {"REMOTE_ADDR": ""},
        {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "192.0.2.7"},
        {"REMOTE_ADDR": "127.0.0.1", "HTTP_FORWARDED": "for=192.0.2.7"},
        {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_PROTO": "https"},
        {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_REAL_IP": "192.0.2.7"},
        {"REMOTE_ADDR": "127.0.0.1", "HTTP_VIA": "1.1 proxy"},
        {"REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "archive.example"},
    ],
)
def test_nobody_makes_it_from_elsewhere(client, elsewhere):
    assert client.get(ADDRESS, **elsewhere).url == "/admin/login/"
    assert client.post(ADDRESS, WANTED, **elsewhere).url == "/admin/login/"
    assert client.get("/admin/login/", **elsewhere).status_code == 200
    assert not User.objects.exists()


def test_a_weak_password_is_refused_with_the_reason(client):
    answer = client.post(ADDRESS, WANTED | {"password1": "12345", "password2": "12345"})
    assert answer.status_code == 200
    assert "too short" in answer.content.decode()
    assert not User.objects.exists()


@pytest.mark.parametrize(
    ("host", "where"),
    [
        ("127.0.0.1", "at http://127.0.0.1:8000/admin/"),
        ("0.0.0.0", "at http://127.0.0.1:8000/admin/"),
        ("::1", "at http://[::1]:8000/admin/"),
        ("192.0.2.7", "createsuperuser"),
    ],
)
def test_the_server_names_an_address_where_it_can_be_made(host, where, capsys):
    command = serve.Command()
    command._make_editor(host, 8000)
    assert where in capsys.readouterr().out

"""What went wrong, in the house style, and the same on every page: head, language, policy."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.test import Client
from page_factory import add_indexed, content

from archive.views import errors

pytestmark = pytest.mark.django_db


def test_a_missing_page_offers_a_search_for_what_its_address_seems_to_mean(client):
    response = client.get("/2015/03/14/the-old-swing-bridge/")
    assert response.status_code == 404
    assert 'value="the old swing bridge"' in response.text


def test_a_missing_page_leads_to_the_day_and_the_names_that_its_address_speaks_of(client):
    page = client.get("/2015/03/14/nowhere/").text
    assert '<a href="/2015/03/14/">14 March 2015</a>' in page
    page = client.get("/authors/ada-lindqist/").text
    assert "authors with “ada lindqist” in the name" in page
    assert 'href="/authors/?q=ada+lindqist"' in page


def test_a_form_that_is_too_large_is_told_its_limit(client, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 2048
    response = client.post("/admin/login/", {"username": "x" * 4096, "password": "y"})
    assert response.status_code == 413
    assert "A form can hold at most 2.0\xa0KB besides its files." in response.text
    assert "Nothing was changed." in response.text


def test_more_files_than_are_taken_at_once_are_refused_with_their_number(client, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FILES = 1
    files = [SimpleUploadedFile(f"{n}.txt", b"x") for n in range(3)]
    response = client.post("/admin/login/", {"files": files})
    assert response.status_code == 413
    assert "At most 1 files can be sent at once." in response.text


def test_a_form_with_too_many_fields_is_refused_with_their_number(client, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 2
    response = client.post("/admin/login/", {"a": "1", "b": "2", "c": "3"})
    assert response.status_code == 413
    assert "A form can have at most 2 fields." in response.text


def test_who_asks_too_much_is_told_when_to_ask_again(rf):
    response = errors.too_many(rf.get("/"), seconds=1)
    assert (response.status_code, response["Retry-After"]) == (429, "1")
    assert "Try again in 1 second." in response.text


def test_a_database_that_does_not_answer_is_said_to_come_back(client, monkeypatch):
    def locked(request):
        raise OperationalError("database is locked")

    monkeypatch.setattr("archive.store.changelog.state", lambda: locked(None))
    client.raise_request_exception = False
    response = client.get("/")
    assert (response.status_code, response["Retry-After"]) == (503, "30")
    assert "The archive is not available at the moment" in response.text


def test_search_that_does_not_answer_leaves_the_rest_to_read(rf):
    response = errors.unavailable(rf.get("/"))
    assert (response.status_code, response["Retry-After"]) == (503, "30")
    assert "You can still read articles, days and calendars." in response.text


def test_a_host_that_is_not_ours_is_a_bad_request(client):
    response = client.get("/", headers={"Host": "elsewhere.example"})
    assert response.status_code == 400
    assert "could not be understood" in response.text


def test_a_forbidden_page_says_so(rf):
    response = errors.forbidden(rf.get("/"), PermissionError())
    assert response.status_code == 403
    assert "This page is not for everyone" in response.text


def test_a_form_from_elsewhere_is_refused_in_the_house_style():
    response = Client(enforce_csrf_checks=True).post("/admin/login/", {"username": "x"})
    assert response.status_code == 403
    assert "The form was not accepted" in response.text
    assert "Nothing was changed." in response.text


@pytest.mark.django_db(transaction=True)
def test_a_failure_is_said_without_asking_the_database(
    settings, monkeypatch, rf, django_assert_num_queries
):
    with django_assert_num_queries(0):
        response = errors.server_error(rf.get("/"))
    assert response.status_code == 500
    assert "The page could not be made" in response.text
    assert settings.ARCHIVE_NAME in response.text


def test_a_failure_of_the_error_page_itself_still_gives_a_sentence(rf, monkeypatch):
    def broken(name):
        raise OSError("no templates")

    monkeypatch.setattr(errors, "render_to_string", broken)
    response = errors.server_error(rf.get("/"))
    assert response.status_code == 500
    assert "could not be made" in response.text


def test_a_bad_request_is_said_to_be_one(rf):
    assert "could not be understood" in errors.bad_request(rf.get("/"), ValueError()).text


def test_a_view_that_fails_leads_to_the_error_page(client, monkeypatch):
    client.raise_request_exception = False
    monkeypatch.setattr("archive.search.status", lambda: 1 / 0)
    response = client.get("/health/")
    assert response.status_code == 500
    assert "The articles are safe." in response.text


PAGES = (
    "/", "/articles/", "/articles/?q=story", "/calendar/", "/2015/", "/2015/03/", "/2015/03/14/",
    "/authors/", "/authors/ada-lindqvist/", "/publications/", "/publications/harbour-echo/",
    "/images/", "/nothing/", "/2015/03/14/a-story/",
)  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_every_page_has_nothing_inline_and_asks_no_other_host(client, path):
    add_indexed(
        content("A story", authors=["Ada Lindqvist"], publication="Harbour Echo", images=["A"]),
        content("Another", date="2014-03-14"),
    )
    response = client.get(path)
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe-inline" not in policy
    page = response.text
    assert not any(sign in page for sign in (" style=", "<style", " onclick="))
    assert page.count("<script") == page.count('<script src="/static/js/')
    assert 'src="http' not in page
    assert page.startswith("<!doctype html>")
    assert '<html lang="en-gb">' in page
    assert page.count("<h1") == 1
    assert 'class="skip-link" href="#main"' in page
    assert "<title>" in page


@pytest.mark.parametrize("path", [path for path in PAGES if path != "/nothing/"])
def test_every_page_tells_search_engines_what_it_is_and_where_it_stands(client, path):
    add_indexed(
        content("A story", authors=["Ada Lindqvist"], publication="Harbour Echo", images=["A"]),
        content("Another", date="2014-03-14"),
    )
    page = client.get(path).text
    assert f'<link rel="canonical" href="http://testserver{path}">' in page
    description = re.search('<meta name="description" content="([^"]+)">', page)
    assert description
    assert len(description[1]) < 250


@pytest.mark.parametrize(
    ("asked", "canonical"),
    [
        ("/authors/?page=1&x=y&letter=a", "/authors/?letter=a&amp;page=1"),
        ("/articles/?x=y&page=1", "/articles/"),
        ("/articles/?sort=oldest&q=story", "/articles/?q=story&amp;sort=oldest"),
        ("/images/?place=Saltby&date=2015", "/images/?place=Saltby&amp;date=2015"),
    ],
)
def test_one_page_under_two_addresses_names_one_of_them(client, asked, canonical):
    add_indexed(content("A story", authors=["Ada Lindqvist"]))
    assert f'rel="canonical" href="http://testserver{canonical}"' in client.get(asked).text

"""What went wrong, in the house style, and the same on every page: head, language, policy."""

import pytest
from django.test import Client
from page_factory import add_indexed, content

from archive.views import errors

pytestmark = pytest.mark.django_db


def test_a_missing_page_offers_a_search_for_what_its_address_seems_to_mean(client):
    response = client.get("/2015/03/14/the-old-swing-bridge/")
    assert response.status_code == 404
    assert 'value="the old swing bridge"' in response.text


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
    assert 'class="skip" href="#main"' in page
    assert "<title>" in page

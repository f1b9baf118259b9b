"""Type and colours as a reader chose them."""

import pytest
from page_factory import add_indexed, content

from archive.views.preferences import Choices

pytestmark = pytest.mark.django_db

DARK = {"scheme": "dark", "size": "large", "measure": "medium", "face": "sans"}


def choose(client, back="/", **given):
    return client.post("/choices/", given | {"back": back})


def test_what_was_chosen_stands_on_every_page_from_then_on(client):
    add_indexed(content())
    choose(client, **DARK)
    for path in ("/", "/articles/", "/2015/03/14/bridge-stays-open/", "/nowhere/"):
        page = client.get(path).text
        assert '<html lang="en-gb" data-scheme="dark" data-size="large" data-face="sans">' in page
        assert '<meta name="color-scheme" content="dark">' in page


def test_choosing_leads_back_to_the_page_it_was_done_on(client):
    response = choose(client, back="/articles/?q=bridge", **DARK)
    assert (response.status_code, response.headers["Location"]) == (302, "/articles/?q=bridge")


@pytest.mark.parametrize("back", ["https://elsewhere.example/", "//elsewhere.example", "", "\\\\x"])
def test_choosing_never_leads_to_another_site(client, back):
    assert choose(client, back=back, **DARK).headers["Location"] == "/choices/"


def test_what_is_not_on_offer_is_left_as_it_is_usually(client):
    choose(client, scheme="mauve", size='"><script>', face="sans")
    assert client.cookies["choices"].value == "face:sans"


@pytest.mark.parametrize("cookie", ["", "|||", "scheme", "scheme:x|size:", ":" * 5000, "size:é"])
def test_a_spoilt_cookie_chooses_nothing(client, cookie):
    client.cookies["choices"] = cookie
    assert '<html lang="en-gb">' in client.get("/choices/").text


def test_choosing_what_is_usual_leaves_no_cookie(client):
    choose(client, **DARK)
    response = choose(client, scheme="system", size="medium", measure="medium", face="serif")
    assert response.cookies["choices"]["max-age"] == 0


def test_the_form_shows_what_is_chosen(client):
    choose(client, **DARK)
    page = client.get("/choices/").text
    assert 'value="dark" checked' in page
    assert 'value="medium" checked' in page
    assert 'value="system" checked' not in page


def test_no_reader_gets_a_page_as_another_has_it_set(client):
    [article] = add_indexed(content())
    path = article.get_absolute_url()
    plain = client.get(path)
    assert "Cookie" in plain.headers["Vary"]
    choose(client, **DARK)
    dark = client.get(path, headers={"If-None-Match": plain.headers["ETag"]})
    assert dark.status_code == 200
    assert 'data-scheme="dark"' in dark.text
    again = client.get(path, headers={"If-None-Match": dark.headers["ETag"]})
    assert (again.status_code, "Cookie" in again.headers["Vary"]) == (304, True)
    client.cookies.clear()
    assert client.get(path).content == plain.content


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
    ],
)
def test_a_form_of_another_site_changes_nothing(client, headers):
    response = client.post("/choices/", DARK, headers=headers)
    assert response.status_code == 403
    assert "choices" not in response.cookies


def test_the_cookie_is_read_as_it_was_written():
    for scheme in ("system", "light", "sepia", "dark"):
        for face in ("serif", "sans"):
            chosen = Choices(scheme=scheme, face=face)
            parts = dict(pair.split(":") for pair in chosen.packed.split("|") if pair)
            assert Choices.among(parts) == chosen

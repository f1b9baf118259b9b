"""What an unknown address seems to mean."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.views.errors import guess


@pytest.mark.parametrize(
    ("path", "words", "nearby"),
    [
        ("/2017/06/04/harbour-wall.html", "harbour wall", ["/2017/06/04/"]),
        ("/news/2017-06-04/harbour_wall-1234567", "harbour wall", ["/2017/06/04/"]),
        ("/2017/06/31/harbour-wall/", "harbour wall", ["/2017/06/"]),
        ("/2017/13/", "", ["/2017/"]),
        ("/0000/", "", []),
        ("/authors/ada-lindqist/", "ada lindqist", ["/authors/?q=ada+lindqist"]),
        ("/publications/harbour-eco/", "harbour eco", ["/publications/?q=harbour+eco"]),
        ("/authors/", "authors", []),
        ("/2015/03/14/المجلس-يبقي/", "المجلس يبقي", ["/2015/03/14/"]),
        ("/wp-login.php", "wp login", []),
        ("/12345678901234567890/", "", []),
        ("/", "", []),
    ],
)
def test_an_address_means_its_words_and_its_date(path, words, nearby):
    found = guess(path)
    assert found.words == words
    assert [page.href for page in found.pages] == nearby


@given(st.text(max_size=400))
def test_any_address_means_something_or_nothing_and_never_fails(path):
    found = guess(path)
    assert len(found.words) <= 120
    found.words.encode()

"""The customer's file, read completely: every field, where it stands, and what is left out."""

from pathlib import Path

import pytest

from ingest.decode import decode
from ingest.parsing import normalise, parse

[SEED] = sorted((Path(__file__).parent.parent / "seeds").glob("*.txt"))


@pytest.fixture(scope="module")
def text():
    return decode(SEED.read_bytes()).text


@pytest.fixture(scope="module")
def article():
    return parse(SEED.name, decode(SEED.read_bytes()))


def test_headline_date_author_and_publication_are_read(article):
    assert article.headline == (
        "‘No Compromise’: Islamic State Supporters Celebrate London Attack on Social Media"
    )
    assert article.date == "2017-06-04"
    assert [author.name for author in article.authors] == ["Allum Bokhari"]
    assert article.publication == "breitbart.com"


def test_the_glued_byline_is_a_year_and_a_count_of_comments(article, text):
    assert article.comment_count == 0
    assert [text[a:b] for a, b in article.evidence["comment_count"].spans] == ["0"]
    assert "4 Jun 2017" in [text[a:b] for a, b in article.evidence["date"].spans]


def test_the_paragraphs_are_the_story_and_nothing_else(article):
    paragraphs = [paragraph.text for paragraph in article.paragraphs]
    assert paragraphs[0].startswith("Islamic State supporters are celebrating")
    assert paragraphs[-1].endswith("even harder to observe.”")
    assert len(paragraphs) == 8
    for boilerplate in ("Skip to content", "Carl Court", "You can follow"):
        assert boilerplate not in " ".join(paragraphs)


def test_the_picture_is_read_out_of_its_caption(article):
    [image] = article.images
    assert image.caption.startswith("LONDON, ENGLAND - JUNE 04:")
    assert (image.photographer, image.agency) == ("Carl Court", "Getty Images")
    assert (image.place, image.taken) == ("London, England", "2017-06-04")


def test_the_authors_address_is_kept_and_holds_the_publication(article):
    assert article.contacts == ("abokhari@breitbart.com",)
    [(start, end)] = article.evidence["contacts.0"].spans
    [(first, last)] = article.evidence["publication"].spans
    assert start <= first <= last <= end


def test_every_field_has_its_evidence(article, text):
    for name, value in (
        ("headline", article.headline),
        ("authors.0", article.authors[0].name),
        ("images.0.caption", article.images[0].caption),
        ("images.0.photographer", "Carl Court"),
        ("paragraphs.7", article.paragraphs[7].text),
    ):
        evidence = article.evidence[name]
        assert normalise("".join(text[a:b] for a, b in evidence.spans)) == value
        assert 0.5 < evidence.confidence <= 1
        assert evidence.reason


def test_what_is_left_out_is_said(article, text):
    left = {normalise(text[slice(*part.span)]): part.reason for part in article.left_out}
    assert "Skip to content" in left
    assert "Carl Court/Getty Images" in left
    assert any(words.startswith("You can follow Allum Bokhari") for words in left)
    assert all(left.values())

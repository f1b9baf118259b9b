"""Which authors and publications are suggested as the same."""

import pytest
from factory import content, stored

from archive import name_matching
from archive.models import Author, Publication
from archive.name_matching import PersonName, match
from archive.record.content import AuthorContent
from archive.store import merge


def why(first, second):
    found = match(PersonName.of(first), PersonName.of(second))
    return found and found[0]


@pytest.mark.parametrize(
    ("first", "second", "reason"),
    [
        ("Mara Quill", "Mara J. Quill", "with or without a middle initial"),
        ("Mara J. Quill", "Mara Jane Quill", "a middle name or its initial"),
        ("Mara Quill", "Mara Jane Quill", "with or without a middle name"),
        ("M. Quill", "Mara Quill", "an initial for the given name"),
        ("Quill, Mara", "Mara Quill", "the same names in another order or form"),
        ("Quill Mara", "Mara Quill", "the same names in another order or form"),
        ("Dr Mara Quill", "Mara Quill PhD", "the same names in another order or form"),
        ("Mara Quill, Alder Press", "mara quill", "the same names in another order or form"),
        ("Zoë O’Hara", "Zoe OHara", "the same names in another order or form"),
    ],
)
def test_names_of_one_person(first, second, reason):
    assert why(first, second) == reason
    assert why(second, first) == reason


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Mara Quill", "Nora Quill"),
        ("Mara J. Quill", "Mara K. Quill"),
        ("Mara Quill", "Mara Quinn"),
        ("Mara Jane Quill", "Mara Ann Quill"),
    ],
)
def test_names_of_two_persons(first, second):
    assert why(first, second) is None


def pairs():
    names = dict(Author.objects.values_list("pk", "name"))
    return [(names[pair.keep], names[pair.other]) for pair in name_matching.likely_authors()]


def write(name, times=1, kind="person"):
    authors = (AuthorContent(name, kind, name),)
    stored(*[content(headline=f"{name} {n}", authors=authors) for n in range(times)])


@pytest.mark.django_db
def test_the_weightiest_pair_comes_first_and_the_name_with_more_articles_is_kept():
    for name, times in [("Ivo Stone", 2), ("Ivo B. Stone", 1), ("Mara J. Quill", 4)]:
        write(name, times)
    write("Mara Quill", 3)
    assert pairs() == [("Mara J. Quill", "Mara Quill"), ("Ivo Stone", "Ivo B. Stone")]


@pytest.mark.django_db
def test_an_initial_that_may_mean_two_is_not_suggested():
    for name in ("J. Vane", "John Vane", "James Vane"):
        write(name)
    assert pairs() == []


@pytest.mark.django_db
def test_an_agencys_spellings_are_suggested():
    write("Alder Press Agency", 2, "agency")
    write("AP Alder", 1, "desk")
    write("The Alder Press", 1)
    write("Tidewater News of Marrowmouth", 2, "agency")
    write("TM", 1, "agency")
    assert pairs() == [
        ("Alder Press Agency", "The Alder Press"),
        ("Tidewater News of Marrowmouth", "TM"),
    ]


@pytest.mark.django_db
def test_a_domains_several_names_are_suggested():
    for name in ("The Harbour Echo", "harbour-echo.example", "www.harbourecho.example", "Echo"):
        stored(content(headline=name, publication=name))
    names = dict(Publication.objects.values_list("pk", "name"))
    found = {
        frozenset((names[p.keep], names[p.other])) for p in name_matching.likely_publications()
    }
    assert len(found) == 3
    assert not [pair for pair in found if "Echo" in pair]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "domain"),
    [
        ("CNN", "cnn.com"),
        ("CNN", "edition.cnn.com"),
        ("Wikinews", "en.wikinews.org"),
        ("The Harbour", "theharbour.com"),
        ("The Harbour", "harbour.co.uk"),
        ("Die Flut", "flut.de"),
        ("Le Quai", "www.lequai.fr"),
        ("Harbour Online", "harbour.de"),
        ("El Muelle", "elmuelle.com.ar"),
    ],
)
def test_a_publication_and_its_domain_are_suggested(name: str, domain: str) -> None:
    for publication in (name, name, domain):
        stored(content(headline=publication, publication=publication))
    names = dict(Publication.objects.values_list("pk", "name"))
    [pair] = name_matching.likely_publications()
    assert {names[pair.keep], names[pair.other]} == {name, domain}


@pytest.mark.django_db
def test_a_domain_is_not_suggested_for_another_paper():
    for publication in ("The Harbour", "harbourtimes.com", "La Nave", "vela.com"):
        stored(content(headline=publication, publication=publication))
    assert name_matching.likely_publications() == []


@pytest.mark.django_db
def test_addresses_that_end_otherwise_come_last():
    for name in ("harbour.example", "harbour.test", "tide.example", "www.tide.example"):
        stored(content(headline=name, publication=name))
    found = [pair.why for pair in name_matching.likely_publications()]
    assert found == [
        "the same name, in words or as a domain",
        "the same domain except for its ending",
    ]


@pytest.mark.django_db
def test_who_was_merged_is_not_suggested():
    write("Mara Quill", 2)
    write("Mara J. Quill")
    merge.merge_authors(
        Author.objects.get(name="Mara J. Quill"), Author.objects.get(name="Mara Quill"), None
    )
    assert pairs() == []

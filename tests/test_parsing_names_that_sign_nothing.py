"""Names in a text that signed nothing: titles of works, ships, firms, places and line-ups."""

from __future__ import annotations

import pytest

from ingest.decode import decode
from ingest.parsing import parse

ENGLISH = (
    "The harbour board of Port Alder voted on Monday to close the eastern quay for repairs that "
    "are likely to last until the spring.",
    "Its chairwoman said that the timber below the cranes had been found rotten when divers "
    "looked at it in August.",
    "Fishermen fear that they will have to sell their catch in Brackwater, forty miles to the "
    "north, and asked for a rebate on fees.",
)
GERMAN = (
    "Der Hafenrat von Port Alder hat am Montag beschlossen, den östlichen Kai für Reparaturen zu "
    "schließen, die wohl bis zum Frühjahr dauern.",
    "Die Vorsitzende sagte, das Holz unter den Kränen sei morsch gewesen, als Taucher es im "
    "August untersuchten, und müsse ersetzt werden.",
    "Die Fischer fürchten, dass sie ihren Fang in Brackwater verkaufen müssen, vierzig Meilen im "
    "Norden, und baten um einen Nachlass.",
)
FRENCH = (
    "Le conseil du port de Port Alder a décidé lundi de fermer le quai de l'est pour des "
    "réparations qui dureront sans doute jusqu'au printemps.",
    "La présidente a déclaré que le bois sous les grues était pourri quand les plongeurs l'ont "
    "examiné en août, et qu'il fallait le changer.",
    "Les pêcheurs craignent de devoir vendre leur poisson à Brackwater, à quarante milles au "
    "nord, et demandent une remise sur les droits.",
)


def read(*blocks: str):
    """The authors of a text of these blocks, and the body in one string."""
    article = parse("gate.txt", decode("\n\n".join(blocks).encode()))
    body = " ".join(" ".join(p.text for p in article.paragraphs).split())
    return [author.name for author in article.authors], body


OF_WORKS = [
    (ENGLISH, "Quill’s Moving Lighthouse is the follow-up to Bremer’s Bell. It is based on the "
              "book by English writer Dana Wyn Marr, and has taken more than any film before it."),
    (ENGLISH, "Silent Morning is the third novel by the English author Dana Wyn Marr."),
    (ENGLISH, "Martin Chuzzle is the sixth novel of the English writer Dana Wyn Marr."),
    (ENGLISH, "Jane Eyre's Return was written by Dana Wyn Marr, an author from Kinsale."),
    (ENGLISH, "Harbour Kings is the band of the moment, a critic wrote, and its record sells."),
    (ENGLISH, "Lady Margaret is the oldest ship on the coast, and her captain is the author of a "
              "book on fog that sells in every port."),
    (ENGLISH, "Alder Timber is the largest producer of planks on the coast. It employs hundreds."),
    (ENGLISH, "Port Alder was host to the last talks, an editor of the state paper said."),
    (ENGLISH, "Rocky Hill is a village above the bay, and host to the yearly race of ferries."),
    (ENGLISH, "Follow Harbour Lights on the coast road to see what the storm left of the quay."),
    (GERMAN, "Quills Licht ist der Nachfolger von Bremers Glocke und beruht auf dem Buch der "
             "englischen Autorin Dana Wyn Marr."),
    (GERMAN, "Stille Tage ist der dritte Roman der Autorin Dana Wyn Marr."),
    (GERMAN, "Erlen Holz ist der größte Hersteller von Brettern, sagte ein Redakteur."),
    (FRENCH, "Grand Phare est le troisième film tiré du livre de la journaliste Dana Wyn Marr."),
    (FRENCH, "Le Phare Errant est la suite de La Cloche, d’après la journaliste Dana Marr."),
]  # fmt: skip


@pytest.mark.parametrize("last", [True, False])
@pytest.mark.parametrize(("story", "line"), OF_WORKS)
def test_what_a_work_a_ship_or_a_firm_is_signs_nothing(
    story: tuple[str, ...], line: str, last: bool
) -> None:
    blocks = [*story, line] if last else [story[0], line, *story[1:]]
    names, body = read("The harbour this week", *blocks)
    assert names == []
    assert line in body


def test_somebody_of_whom_the_story_tells_signs_nothing() -> None:
    line = "Joss Quill is to be mayor next; he was a reporter once, and has not forgotten it."
    names, body = read("Mayor of the harbour to step down", ENGLISH[0], line, *ENGLISH[1:])
    assert (names, line in body) == ([], True)


@pytest.mark.parametrize(
    ("note", "name"),
    [
        ("Dana Marr is a reporter for the Alder Times.", "Dana Marr"),
        ("Ridvo Zarkhala is a content writer at Alder Timber.", "Ridvo Zarkhala"),
        ("Dana Marr is a Kinsale-based physician and a columnist at sea.", "Dana Marr"),
        ("Dana Marr is based in Port Alder. She is an editor at the Alder Times.", "Dana Marr"),
        ("Dana Marr is the D.C. bureau chief of the Alder Times and a contributing editor.",
         "Dana Marr"),
        ("Dana Marr is a contributing editor to the Alder Times.", "Dana Marr"),
        ("Dana Marr joined the Alder Times in 2011 as harbour correspondent.", "Dana Marr"),
        ("Dana Marr has been covering ferries since 2004 for this paper.", "Dana Marr"),
        ("Jonas Brink ist Redakteur der Erlenpost.", "Jonas Brink"),
        ("Odile Renard est journaliste à Port Alder.", "Odile Renard"),
        ("Dana Marr es corresponsal en el puerto.", "Dana Marr"),
        ("Dana Marr es enviada especial en el puerto.", "Dana Marr"),
        ("Dana Marr is de redacteur van het havenblad.", "Dana Marr"),
    ],
)  # fmt: skip
def test_who_has_a_role_in_a_newsroom_signs(note: str, name: str) -> None:
    assert read("The eastern quay of the harbour closes", *ENGLISH, note)[0] == [name]


ROSTERS = [
    (ENGLISH, "Alder hold Brackwater to a draw", (
        "Alder:", "M Quill; U Bremer, D Marr, E Sund; J Coll, P Voss (capt), R Thorne.",
        "Replacements:", "F Shean, M Horan, D O'Carran, E Miles, G Estby.")),
    (ENGLISH, "Alder hold Brackwater to a draw", (
        "Alder:", "Martin Quill", "Urs Bremer", "David Marr", "Brackwater:", "Peter Voss",
        "Robert Thorne")),
    (ENGLISH, "Alder hold Brackwater to a draw", (
        "Team to face Brackwater", "Martin Quill, David Marr", "Replacements", "Mary Horan")),
    (ENGLISH, "Alder hold Brackwater to a draw", ("Referee:", "Martin Quill")),
    (ENGLISH, "A film of the lighthouse wins", ("Starring:", "Martin Quill, David Marr")),
    (GERMAN, "Alder schlägt Brackwater im Nebel", (
        "Aufstellung:", "Martin Quill, Urs Bremer, David Marr", "Schiedsrichter:", "Jonas Brink")),
    (FRENCH, "Alder bat Brackwater dans la brume", (
        "Alder :", "Martin Quill, Luc Bremer, David Marr", "Remplaçants :", "Paul Thorne")),
]  # fmt: skip


@pytest.mark.parametrize(("story", "headline", "roster"), ROSTERS)
def test_players_below_the_label_of_a_team_sign_nothing_and_stay(
    story: tuple[str, ...], headline: str, roster: tuple[str, ...]
) -> None:
    names, body = read(headline, *story, *roster)
    assert names == []
    assert [line for line in roster if line not in body] == []


@pytest.mark.parametrize(
    ("place", "told"),
    [
        ("Harbour Park", "They last met at Harbour Park in the autumn."),
        ("Victoria Park", "Alder have not won at Victoria Park since the war."),
        ("Martin Head", "The ferry was seen off Martin Head at noon."),
    ],
)
def test_a_place_of_which_the_story_tells_signs_nothing_and_stays(place: str, told: str) -> None:
    story = (*ENGLISH, told)
    article = parse(
        "gate.txt", decode("\n\n".join(("Ferry loses its way", place, *story)).encode())
    )
    assert article.authors == ()
    assert [p.text for p in article.paragraphs] == [place, *story]


@pytest.mark.parametrize(
    ("head", "foot", "name"),
    [
        (("Martin Quill",), (), "Martin Quill"),
        ((), ("Martin Quill",), "Martin Quill"),
        (("By Martin Quill",), ("Replacements:", "Mary Horan"), "Martin Quill"),
        (("Martin Quill",), ("Published in Martin Quill",), "Martin Quill"),
        (("June 4, 2017 Martin Quill",), ("You find what you need at Martin Quill all the year.",),
         "Martin Quill"),
        (("By Martin Quill",), ("A dinghy was named in Martin Quill’s honour on the quay.",),
         "Martin Quill"),
    ],
)  # fmt: skip
def test_who_signs_above_or_below_a_story_still_does(
    head: tuple[str, ...], foot: tuple[str, ...], name: str
) -> None:
    assert read("The eastern quay of the harbour closes", *head, *ENGLISH, *foot)[0] == [name]

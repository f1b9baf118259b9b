"""What a source leaves out and may belong to the story, told from the page's own lines."""

import pytest

from archive.record.content import ParagraphContent
from archive.record.evidence import FieldReading, LeftOut
from ingest.parsing.fields.doubt_notes import sentences_about
from ingest.parsing.fields.doubtful import BEHIND, BETWEEN, mark_doubtful

STORY = (
    "+ The lamp of the Harrow lighthouse went out on Sunday night, and two trawlers waited outside "
    "the harbour until dawn.",
    "+ A fuse had burned through in the old generator, said the keeper, who climbed the tower with "
    "a torch and a box of spares while the coastguard sent a launch with a searchlight.",
    "+ Both boats were led in at six in the morning, and the fish market opened an hour late, "
    "which nobody among the buyers on the quay could remember from earlier winters or summers.",
    "+ Engineers from the harbour board will replace the whole electrical equipment before autumn, "
    "paid for by insurance money that arrived after the storm surge of the previous October, when "
    "waves broke windows along the promenade, flooded cellars, carried away benches and bicycles, "
    "and left seaweed hanging from balconies three storeys high.",
)


def marked(*lines):
    """The lines of these that are marked: "+" are kept, "-" left out for their place, "#" as the
    page's own; "@" are other fields, "by" is an author. A number is what a model says of a line."""
    text, evidence, left, chances = "", {}, [], {}
    for line in lines:
        sign, words = line.split(" ", 1)
        span = (len(text), len(text) + len(words))
        text += words + "\n"
        if sign.isdecimal():
            chances[span] = int(sign) / 100
        if sign == "-" or sign.isdecimal():
            left.append(LeftOut(span, BETWEEN))
        elif sign == "#":
            left.append(LeftOut(span, "related stories"))
        else:
            root = {"+": "paragraphs", "by": "authors"}.get(sign, "contacts")
            number = sum(name.startswith(root) for name in evidence)
            evidence[f"{root}.{number}"] = FieldReading((span,), 0.9, "a line")
    return [left.line.text for left in mark_doubtful(text, evidence, left, chances) if left.line]


def among(*lines):
    """The same, for lines in the middle of a story."""
    return marked(*STORY[:2], *lines, *STORY[2:])


def below(*lines):
    """The same, for lines below a story, with the page's own lines under them."""
    return marked(*STORY, *lines, "# Most read", "- Ten islands to see")


@pytest.mark.parametrize(
    "line",
    [
        "No one was hurt.",
        "“We were lucky,” she said.",
        "Verletzt wurde niemand, sagte die Feuerwehr.",
        "¿Quién paga la reparación del faro?",
        "AI (KI) は灯台を直せなかった。",
        "Sie habe das Licht nicht gelöscht, sagte sie.",
        "ALDER, Ohio (AP) — The lamp has a keeper again after eleven winters.",
        "けが人はいなかった。",
        "没有人在事故中受伤。",
        "Никто не пострадал в аварии.",
        "— Никто.",
        "The board set out what it will do in the years to come:",
        "The keeper has asked for a second generator every winter since he came to the tower, and "
        "every winter the board has told him that there is no money for it",
    ],
)
def test_a_sentence_between_two_paragraphs_may_be_the_storys(line):
    assert among(f"- {line}") == [line]


@pytest.mark.parametrize(
    "line",
    [
        "Advertisement",
        "Most read",
        "Ten lighthouses to see before you die",
        "Share this article",
        "FERRIES FACE THEIR LONGEST WINTER IN YEARS.",
        "Sign up for our newsletter and never miss a story.",
        "Wählen Sie einen Hafen und lesen weiter.",
        "Copyright 2016 Alder Press. All rights reserved.",
        "Photograph: Ivo Stone/Alder Press",
        "12 comments",
        "and more to come later today.",
    ],
)
def test_the_pages_own_lines_are_certain(line):
    assert among(f"- {line}") == []


def test_what_has_another_reason_is_certain():
    assert among("# The lamp of the other lighthouse went out as well.") == []


def test_what_the_page_repeats_is_certain():
    line = "- The Alder Courier has told the truth since 1802."
    assert marked(*STORY[:2], line, *STORY[2:], line) == []


def test_what_stands_away_from_the_storys_paragraphs_is_certain():
    teasers = [f"- {town} opens a harbour museum" for town in ("Aldo", "Brake", "Calder")]
    assert among(*teasers, "- The lighthouse there is open on Sundays.", *teasers[::-1]) == []


def test_a_word_between_sentences_does_not_part_them():
    found = among("- No one was hurt.", "# Advert", "- The lamp burned again at noon.", "- Lamps")
    assert found == ["No one was hurt.", "The lamp burned again at noon."]


def test_a_sentence_below_the_story_shares_a_word_with_it():
    assert below("- The lighthouse was dark once before.") == [
        "The lighthouse was dark once before."
    ]
    assert below("- Tulips bloom early in the south this year.") == []


def test_a_sentence_vouches_for_the_one_between_it_and_the_story():
    lines = ["No one was hurt.", "The lighthouse was dark once before."]
    assert below(*(f"- {line}" for line in lines)) == lines


def test_the_last_sentence_of_a_bare_text_needs_no_word_of_the_story():
    assert marked(*STORY, "- No one was hurt.") == ["No one was hurt."]


def test_a_sentence_above_the_first_paragraph_may_be_the_storys():
    line = "The lighthouse has stood since 1811."
    assert marked("# Home", "- Today", f"- {line}", *STORY) == [line]


def test_many_sentences_below_a_story_are_teasers():
    teasers = [f"- The lighthouse of {town} is for sale." for town in ("Aldo", "Brake", "Calder",
                                                                      "Dover")]  # fmt: skip
    assert below(*teasers) == [teaser[2:] for teaser in teasers[:3]]


def test_a_note_on_the_author_is_certain():
    line = "- Mara Quill writes about the lighthouse and the sea."
    assert below(line) != []
    assert marked("by Mara Quill", *STORY, line, "# Most read") == []


def test_a_list_that_the_story_announces_is_its_own_however_short_its_items():
    lines = ["new fuses;", "a second lamp;", "a third keeper."]
    head = "+ The board has promised three things:"
    found = marked(*STORY, head, *(f"- {line}" for line in lines), "# Most read")
    assert found == lines


def test_an_item_of_a_list_loses_its_bullet():
    text = "The board has promised:\n• new fuses\n• a second lamp\nThat was in May."
    lines = text.split("\n")
    spans = [(text.index(line), text.index(line) + len(line)) for line in lines]
    evidence = {
        f"paragraphs.{number}": FieldReading((spans[at],), 0.9, "")
        for number, at in ((0, 0), (1, 3))
    }
    left = [LeftOut(span, BETWEEN) for span in spans[1:3]]
    found = [left.line for left in mark_doubtful(text, evidence, left)]
    assert found == [("new fuses", "list_item"), ("a second lamp", "list_item")]


def test_headings_behind_a_colon_are_no_list():
    assert marked(*STORY, "+ Read this:", "- Harbour Museum", "- Ferry Times", "# Most read") == []


def test_verses_between_paragraphs_may_be_the_storys():
    lines = ["The lamp is out, the night is long,", "the gulls have gone to bed,",
             "the keeper hums an old low song,", "of fuses burned and dead"]  # fmt: skip
    assert among(*(f"- {line}" for line in lines)) == lines


def test_a_menu_between_paragraphs_is_no_verse():
    assert among("- World news", "- Sport", "- Weather and tides", "- Letters to us") == []


def test_a_text_without_a_story_has_no_doubtful_lines():
    assert marked("- No one was hurt.", "# Most read") == []


def test_nothing_left_out_is_nothing_marked():
    assert marked(*STORY) == []


# What a model says of them ------------------------------------------------------------------------


@pytest.mark.parametrize(("chance", "found"), [(10, False), (16, False), (17, True), (60, True)])
@pytest.mark.parametrize(
    "line",
    [
        "The lighthouse was dark once before.",
        "Harrow (Outer Mole): third failure since the winter",
        "“Dark again,” she said.",
        "The lighthouse in figures:",
    ],
)
def test_a_line_is_asked_about_above_one_chance_in_six(line, chance, found):
    assert below(f"{chance} {line}") == ([line] if found else [])
    assert among(f"{chance} {line}") == ([line] if found else [])


def test_what_a_model_finds_likely_is_certain_where_it_reads_as_the_pages_own():
    own = ["Most read", "Harbour Museum", "Sign up for our newsletter and never miss a story.",
           "LIGHTHOUSE OF HARROW DARK FOR ELEVEN YEARS", "and more about the lighthouse today",
           "Photograph: Ivo Stone/Alder Press"]  # fmt: skip
    assert [line for line in own if below(f"90 {line}")] == []


def test_a_title_without_a_word_of_the_story_is_certain_however_likely():
    assert below("90 Why tulips bloom early in the south") == []
    assert below("90 Why a lighthouse goes dark in the south") != []


def test_lines_of_one_list_stand_and_fall_together():
    lines = ["Harrow lighthouse (Outer Mole): once", "Alder lighthouse (North Quay): twice",
             "Brake lighthouse (Ferry Pier): never"]  # fmt: skip
    first, *rest = lines
    assert below(f"30 {first}", *(f"1 {line}" for line in rest)) == lines
    assert below(*(f"8 {line}" for line in lines)) == []


def test_a_line_beside_a_likely_one_is_worth_a_look_at_less():
    first, second = "The lighthouse was dark once before.", "Nobody had told the harbour board"
    assert below(f"30 {first}", f"8 {second}") == [first, second]
    assert below(f"30 {first}", f"2 {second}") == [first]


def test_a_likely_sentence_may_stand_behind_an_insert_and_a_title_far_away_may_not():
    links = ["# Read more", *(f"- Lamps of {town}" for town in ("Aldo", "Brake", "Calder"))]
    sentence, title = (
        "The lighthouse was dark once before.",
        "Lighthouse dark as in the year before",
    )
    assert below(*links, f"30 {sentence}") == [sentence]
    assert below(*links, f"30 {title}") == []
    assert below(*links, *links, f"30 {sentence}") == []


def test_an_ending_that_was_cut_off_is_found_line_by_line():
    lines = [f"The lighthouse of {town} was dark in that year, too." for town in ("Aldo", "Brake",
             "Calder", "Dover", "Exe")]  # fmt: skip
    inserts = [part for line in lines for part in ("# Advertisement", f"20 {line}")]
    assert below(*inserts) == lines


def test_what_a_model_did_not_look_at_is_told_by_its_form():
    assert among("- No one was hurt.", "5 Nothing was broken.") == ["No one was hurt."]


# What is said of them -----------------------------------------------------------------------------


def told(lines, evidence=None, paragraphs=()):
    left = [LeftOut((0, 1), BEHIND, ParagraphContent(line)) for line in lines]
    return sentences_about(left, evidence or {}, [ParagraphContent(text) for text in paragraphs])


def test_one_line_is_quoted():
    assert told(["No one was hurt."]) == (
        "One line was left out that may belong to the story: “No one was hurt.”",
    )


def test_of_several_lines_the_first_is_quoted_cut_at_a_word():
    [sentence] = told(["The keeper climbed " + "the tower " * 20, "b", "c"])
    assert sentence.startswith("Three lines were left out that may belong to the story, the first")
    assert sentence.endswith("the tower …”")
    assert len(sentence) < 160


def test_of_many_lines_the_number_is_in_figures():
    assert told(["a"] * 12)[0].startswith("12 lines were left out")


def test_what_was_kept_in_doubt_at_an_end_is_told():
    paragraphs = [line[2:] for line in STORY] + ["Harbour Museum"]
    evidence = {
        f"paragraphs.{n}": FieldReading(((0, 1),), 0.3 if n == 4 else 0.9, "") for n in range(5)
    }
    assert told([], evidence, paragraphs) == (
        "The last paragraph may not belong to the story: “Harbour Museum”",
    )


def test_a_doubtful_paragraph_that_reads_as_the_storys_is_not_told():
    paragraphs = [line[2:] for line in STORY]
    evidence = {f"paragraphs.{n}": FieldReading(((0, 1),), 0.3, "") for n in range(4)}
    assert told([], evidence, paragraphs) == ()

"""How likely a line that was left out is the story's: its share of all sequences of labels."""

import math
from itertools import pairwise, product

import pytest

from ingest.decode import decode
from ingest.parsing.text import label_text, parse_text
from ingest.parsing.text.chances import chances_of_story
from ingest.parsing.text.draft import give_reasons
from ingest.parsing.text.model import default_model
from ingest.parsing.text.rules import read_fields

TEXT = """2017-06-04

Harbour lamp goes dark for a night

The lamp of the Harrow lighthouse went out on Sunday night for the first time in eleven years.

The coastguard sent a launch with a searchlight to the end of the mole, where it stayed.

Alder (North Quay): first failure

Tulips bloom early this year
"""


def read(text):
    draft = label_text(text, default_model())
    read_fields(draft)
    give_reasons(draft)
    return draft


def share_by_hand(draft, at):
    """The share of sequences in which a block is the story's, by adding all of them up."""
    model = default_model()
    rows = [dict(scores) for scores, _ in draft.rows]
    story = {model.labels.index(label) for label in ("paragraph", "subheading")}
    whole = part = 0.0
    for path in product(*rows):
        score = sum(row[label] for row, label in zip(rows, path, strict=True))
        score += sum(model.steps[a][b] for a, b in pairwise(path))
        whole += math.exp(score)
        part += math.exp(score) if path[at] in story else 0.0
    return part / whole


def test_a_chance_is_the_share_of_all_sequences_of_labels():
    draft = read(TEXT)
    chances = chances_of_story(draft, default_model())
    asked = [at for at, block in enumerate(draft.blocks) if block.span in chances]
    assert asked
    for at in asked:
        assert chances[draft.blocks[at].span] == pytest.approx(share_by_hand(draft, at), abs=0.02)


def test_only_lines_that_may_be_the_storys_have_one():
    below = "Most read\n\nHome\n\nTen islands to see before you die\n"
    draft = read(TEXT + "\n" + below)
    told = [draft.text[slice(*span)] for span in chances_of_story(draft, default_model())]
    assert not set(told) & {*TEXT.split("\n\n")[:4], *below.split("\n\n")}


def test_a_text_without_a_story_has_none():
    assert parse_text(decode(b"Home\n\nNews\n\nSport\n")).chances == {}

"""What a story is about, and how a line stands to it."""

from __future__ import annotations

from ingest.parsing.text.blocks import split_blocks
from ingest.parsing.text.features import main_run
from ingest.parsing.text.profile import Profile, profile_block
from ingest.parsing.text.topic import group_of_subject, subject

HARBOUR = """Harbour pilots vote to strike over night shifts

Ten walks for a dry weekend

The harbour pilots of Port Alder voted on Tuesday to stop work for two nights in the coming week.

A speaker of the pilots said that night shifts had doubled since spring, and that nobody was asked.

The harbour master called the vote a surprise and promised to talk about shifts before the weekend.
"""


def _seen(text: str) -> list[Profile]:
    return [profile_block(block) for block in split_blocks(text).blocks]


def test_words_that_more_than_one_paragraph_has_return():
    seen = _seen(HARBOUR)
    about = subject(seen, main_run(seen))
    assert {"harbour", "pilots", "shifts"} <= about.returning <= about.words
    assert "surprise" in about.words - about.returning


def test_a_text_without_a_story_is_about_nothing():
    seen = _seen("Home\n\nNews\n")
    assert not subject(seen, main_run(seen)).words


def test_a_headline_has_more_of_the_storys_words_than_the_lines_beside_it():
    seen = _seen(HARBOUR)
    about = subject(seen, main_run(seen))
    rivals = [True, True, False, False, False]
    assert "shares-than-below=more" in group_of_subject(seen, rivals, 0, about)
    assert "shares-than-above=less" in group_of_subject(seen, rivals, 1, about)
    assert "returning-words=0" in group_of_subject(seen, rivals, 1, about)

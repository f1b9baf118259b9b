"""Plain text of an article in, its record out; the whole text parser on one screen.

Cut the text into blocks, profile each, label them together, then run the steps of rules.py: rules
that overrule labels, and one extractor a field.
"""

from __future__ import annotations

from typing import Final

from ingest.parsing.fields.language import LOOKED_AT, detect_language
from ingest.parsing.fields.markup import without_entities
from ingest.parsing.text.blocks import MOST_BLOCKS, MOST_CHARACTERS, split_blocks
from ingest.parsing.text.chances import chances_of_story
from ingest.parsing.text.draft import LABELS, Draft, give_reasons, left_out
from ingest.parsing.text.features import (
    KEPT_OF_PAGE,
    KEPT_OF_STORY,
    document_features,
    left_out_inside,
    main_run,
    since_headline,
)
from ingest.parsing.text.headline import (
    HeadlineChoice,
    absence_features,
    candidate_features,
    candidates,
    choose,
)
from ingest.parsing.text.keyed_head import KEYED, find_head
from ingest.parsing.text.model import Model, default_model
from ingest.parsing.text.page_title import without_paper
from ingest.parsing.text.profile import profile_block
from ingest.parsing.text.rules import read_fields
from ingest.parsing.text.topic import subject
from ingest.records import DateOrder, Decoded, ParsedArticle

__all__ = ["LABELS", "label_text", "parse_text"]


def parse_text(
    decoded: Decoded, model: Model | None = None, order: DateOrder = ""
) -> ParsedArticle:
    """The record of a text file, `order` being that of day and month in its folder. Pure, never
    raises, takes time linear in the text's length."""
    text = without_entities(decoded.text)
    model = model or default_model()
    draft = label_text(text, model)
    draft.order = order
    read_fields(draft)
    _take_language(draft)
    give_reasons(draft)
    if draft.cut.unread:
        draft.problems.append(
            f"Only the first {draft.cut.unread[0]:,} characters were read: an article is read up "
            f"to {MOST_CHARACTERS:,} characters or {MOST_BLOCKS:,} blocks."
        )
    if not draft.values.get("paragraphs"):
        draft.problems.append("No paragraph of a story was found.")
    return ParsedArticle(
        **draft.values,
        evidence=draft.evidence,
        left_out=left_out(draft),
        chances=chances_of_story(draft, model),
        problems=tuple(draft.problems),
        shown="" if text == decoded.text else text,
    )


def label_text(text: str, model: Model) -> Draft:
    """Label the blocks of a text, before any field is read."""
    cut = split_blocks(text)
    profiles = [profile_block(block) for block in cut.blocks]
    run = main_run(profiles)
    about = subject(profiles, run)
    features = document_features(cut.blocks, profiles, bool(cut.date), run, about)
    places = candidates(profiles, run[0])
    choice = choose(
        model.headline,
        places,
        candidate_features(cut.blocks, profiles, features, places, run[0], about),
        absence_features(profiles, features, run[0], len(places)),
    )
    choice = without_paper(profiles, places, choice)
    head = find_head(text, cut.blocks, profiles)
    if head is not None and head.headline >= 0:
        others = tuple(other for other in choice.others if other[0] != head.headline)
        choice = HeadlineChoice(head.headline, max(choice.confidence, _KEY_SURE), others)
    since_headline(features, profiles, choice.at)
    rows = weighed = model.rows(features, choice.at)
    labels = model.label(rows)
    inside = left_out_inside(labels, profiles)
    if inside:
        doubt = KEPT_OF_STORY if cut.date else KEPT_OF_PAGE
        weighed = rows.copy()
        for at in inside:
            weighed[at] = model.row([*features[at], doubt])
        labels = model.label(weighed)
    confidence = model.confidence(weighed, labels)
    for at in head.lines if head is not None else ():
        labels[at] = "headline" if at == choice.at else KEYED
    return Draft(text, cut, profiles, labels, confidence, choice, head, rows)


#: How sure a headline is that a key names.
_KEY_SURE: Final = 0.95


def _take_language(draft: Draft) -> None:
    paragraphs = draft.values.get("paragraphs") or ()
    words = ""
    for paragraph in paragraphs[:8]:
        words += paragraph.text + " "
        if len(words) > LOOKED_AT:
            break
    if not words:
        words = " ".join(block.text for block in draft.blocks[:40])
    code, sure = detect_language(words)
    if code:
        draft.values["language"] = code
        draft.note("language", (), sure, "the small words and letters of the text")

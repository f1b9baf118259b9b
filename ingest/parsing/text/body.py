"""Labelled blocks in, headline, standfirst and paragraphs out."""

from __future__ import annotations

from typing import Final

from archive.record.content import ParagraphContent
from archive.record.evidence import OtherReading, Span
from ingest.parsing.fields.whitespace import normalise
from ingest.parsing.text.blocks import BULLETS, bullet_length
from ingest.parsing.text.draft import Draft
from ingest.records import BlockKind


def cut_repeated_headlines(draft: Draft) -> None:
    """Leave out the lines that repeat the headline."""
    best = draft.headline.at
    if best < 0:
        return
    profile = draft.profiles[best]
    for at, other in enumerate(draft.profiles):
        if at != best and other.folded == profile.folded and draft.labels[at] in _REPEATING:
            draft.labels[at] = "boilerplate"
            draft.reasons[at] = "repeated headline"


def take_headline(draft: Draft) -> None:
    """Take the chosen block as headline."""
    best = draft.headline.at
    if best < 0:
        return
    profile = draft.profiles[best]
    others = [
        OtherReading(
            draft.blocks[at].text,
            round(share, 3),
            "stands and reads like a headline too",
            (draft.blocks[at].span,),
        )
        for at, share in draft.headline.others
        if share >= _WORTH_NAMING and draft.profiles[at].folded != profile.folded
    ]
    draft.values["headline"] = draft.blocks[best].text
    draft.note(
        "headline",
        [draft.blocks[best].span],
        draft.headline.confidence,
        "stands, reads and is set like a headline",
        others,
    )


_REPEATING: Final = ("boilerplate", "paragraph", "subheading", "standfirst")
#: A runner-up below this share is no alternative worth showing.
_WORTH_NAMING = 0.02
#: Longer introductions are paragraphs.
_MOST_STANDFIRST_BLOCKS = 3


def claim_standfirst(draft: Draft) -> None:
    """Label the sentence below the headline a standfirst, where the model missed it."""
    below = _below_headline(draft)
    if _introduces(draft, below):
        draft.labels[below] = "standfirst"


def release_standfirsts(draft: Draft) -> None:
    """Label standfirsts behind the first run, list items and first paragraphs paragraphs."""
    run: list[int] = []
    for at in draft.labelled("standfirst"):
        if (run and at != run[-1] + 1) or len(run) == _MOST_STANDFIRST_BLOCKS:
            break
        if bullet_length(draft.blocks[at].text) or _is_first_paragraph(draft, at):
            break
        run.append(at)
    for at in draft.labelled("standfirst"):
        if at not in run:
            draft.labels[at] = "paragraph"


def take_standfirst(draft: Draft) -> None:
    """Take the standfirst's blocks as one text."""
    run = draft.labelled("standfirst")
    if run:
        draft.values["standfirst"] = " ".join(draft.blocks[at].text for at in run)
        draft.note(
            "standfirst",
            [draft.blocks[at].span for at in run],
            min(draft.confidence[at] for at in run),
            "introduces the story between headline and text",
        )


def _below_headline(draft: Draft) -> int:
    """The first line below the headline that is not boilerplate such as the article's age or its
    reading time. At most a few lines are stepped over."""
    head = draft.headline.at
    for at in range(head + 1, min(head + 1 + _MOST_STEPPED_OVER, len(draft.labels))):
        profile = draft.profiles[at]
        if not (profile.whole or profile.begins or profile.folded == draft.profiles[head].folded):
            return at
    return head + 1


_MOST_STEPPED_OVER = 3


def _introduces(draft: Draft, at: int) -> bool:
    """Whether a line below the headline that the model took for boilerplate is a standfirst: it
    reads as a sentence and does not repeat the headline."""
    first, _ = draft.story()
    if (
        draft.headline.at < 0
        or not 0 < at < first <= at + _NEAR_STORY
        or draft.labels[at] != "boilerplate"
    ):
        return False
    profile, title = draft.profiles[at], set(draft.profiles[draft.headline.at].folded.split())
    words = profile.folded.split()
    return (
        profile.kind in ("sentence", "prose")
        and _LEAST_STANDFIRST <= profile.words <= _LONGEST_STANDFIRST
        and profile.end in ("", ".", "”")
        and profile.start in ("upper", "quote")
        and profile.capitals in ("few", "half")
        and profile.digits != "many"
        and draft.confidence[at] < _SURE_PAGE_MATTER_THERE
        and not (
            profile.whole or profile.begins or profile.inside or profile.dates or profile.byline
        )
        and not (
            profile.credit
            or profile.credit_tail
            or profile.picture_words
            or profile.marks != "plain"
        )
        and 2 * sum([word in title for word in words]) < len(words)
        and draft.is_free(draft.blocks[at].span)
    )


#: Farther from the story, a line below the headline may belong to a list of headlines.
_NEAR_STORY = 24
_LEAST_STANDFIRST = 6
_SURE_PAGE_MATTER_THERE = 0.97
#: What separates a standfirst from the story, where both are full sentences.
_BETWEEN = frozenset(("byline", "date", "caption", "credit"))
_UNTELLING = ("standfirst", "boilerplate")
_LONGEST_STANDFIRST = 60
_SURE_STANDFIRST = 0.7


def _is_first_paragraph(draft: Draft, at: int) -> bool:
    """Whether a full sentence before the story is its first paragraph and no standfirst.

    For short notices ("The fire was out by three and the road has reopened."): a sentence is a
    standfirst only where a byline, a date or a picture separates it from what follows.
    """
    profile = draft.profiles[at]
    if profile.end not in (".", "”") or profile.words < 8:
        return False
    if profile.words > _LONGEST_STANDFIRST:
        return True
    rest = [label for label in draft.labels[at + 1 :] if label not in _UNTELLING]
    if not rest or "paragraph" not in rest:
        # Below the story a date or a picture separates it from nothing.
        return True
    if rest[0] != "byline" and draft.confidence[at] < _SURE_STANDFIRST:
        return True
    return rest[0] not in _BETWEEN


def take_paragraphs(draft: Draft) -> None:
    """Take paragraphs, subheadings, quotes and list items in order."""
    paragraphs: list[ParagraphContent] = []
    for at, label in enumerate(draft.labels):
        if label not in ("paragraph", "subheading"):
            continue
        block = draft.blocks[at]
        text, span = block.text, block.span
        if at in draft.ends:
            span = (span[0], draft.ends[at])
            text = normalise(draft.text[slice(*span)])
        kind: BlockKind = "paragraph" if label == "paragraph" else "subheading"
        bullet = bullet_length(text) if text[0] in BULLETS else 0
        if bullet:
            span = _after_bullet(draft.text, span, text[0], text[bullet])
            text, kind = text[bullet:], "list_item"
            draft.reasons[at] = "bullet"
        elif label == "paragraph" and _is_quote(draft, at):
            kind = "quote"
        draft.note(
            f"paragraphs.{len(paragraphs)}",
            [span],
            draft.confidence[at],
            "reads and stands like the story’s text"
            if label == "paragraph"
            else "a short line between paragraphs",
        )
        paragraphs.append(ParagraphContent(text, kind))
    draft.values["paragraphs"] = tuple(paragraphs)


def claim_sentences(draft: Draft) -> None:
    """Where the model found no story, label every sentence a paragraph that is not boilerplate; of
    a text without any, those that only begin as boilerplate does.

    For live tickers of short sentences and stories of one, which would be lost as a whole.
    """
    if "paragraph" in draft.labels:
        return
    sentences = [
        at
        for at, profile in enumerate(draft.profiles)
        if draft.labels[at] == "boilerplate"
        and profile.kind in ("sentence", "prose")
        and profile.end in (".", "”", ":")
        and not (profile.whole or profile.byline or profile.credit)
        and draft.is_free(draft.blocks[at].span)
    ]
    plain = [at for at in sentences if not _is_of_page(draft, at)]
    for at in plain or sentences[:1]:
        draft.labels[at] = "paragraph"


def keep_head(draft: Draft) -> None:
    """Keep what stands between byline or headline and the first paragraph of a text that a scraper
    dated or that is short: spoken lines, sentences, and lists such as the ingredients of a dish.

    One or two lines there may be a topic or the title of a picture; more of them, with none of the
    page among them, are the story's.
    """
    first, _ = draft.story()
    if first < 0 or not (draft.cut.date or len(draft.labels) <= _FEW_BLOCKS):
        return
    above = [at for at in range(first) if draft.labels[at] in ("headline", "byline")]
    between = range(above[-1] + 1 if above else first, first)
    if len(between) > _MOST_OF_HEAD:
        return
    spoken = [at for at in between if _is_spoken(draft, at) or _is_plain_sentence(draft, at)]
    listed = [at for at in between if _is_unmarked(draft, at)]
    whole = len(listed) >= _LEAST_OF_LIST and not any(_is_of_page(draft, at) for at in between)
    for at in listed if whole else spoken:
        draft.labels[at] = "paragraph"


#: Longer lists between byline and story are menus.
_MOST_OF_HEAD = 40
_LEAST_OF_LIST = 4


def _is_of_page(draft: Draft, at: int) -> bool:
    profile = draft.profiles[at]
    return bool(profile.whole or profile.begins or profile.inside)


def _is_unmarked(draft: Draft, at: int) -> bool:
    """Whether a block was left out though nothing in it tells of the page, a picture or a name."""
    profile = draft.profiles[at]
    return (
        draft.labels[at] == "boilerplate"
        and not (_is_of_page(draft, at) or profile.dates)
        and not (profile.byline is not None and profile.byline.opener)
        and not (profile.credit or profile.credit_tail or profile.picture_words)
        and draft.is_free(draft.blocks[at].span)
    )


def _is_spoken(draft: Draft, at: int) -> bool:
    """Whether a block that was left out is speech: "“Never?”"."""
    text = draft.blocks[at].text
    return _is_unmarked(draft, at) and text[0] in '“„«"' and text[-1] in '”“»"'


def keep_tail(draft: Draft) -> None:
    """Keep sentences right below the story that have no sign of boilerplate ("No one was hurt."),
    however short: in a text that a scraper dated in any case, in a whole page where the model was
    unsure.

    A lost paragraph goes unnoticed; one kept wrongly is seen and can be corrected.
    """
    _, last = draft.story()
    sure = _SURE_OF_TEXT if draft.cut.date else _SURE_PAGE_MATTER
    steps = _MOST_STEPS if len(draft.labels) <= _FEW_BLOCKS else 0
    for at in range(last + 1, len(draft.labels)) if last >= 0 else ():
        if _is_plain_sentence(draft, at) and draft.confidence[at] < sure:
            draft.labels[at] = "paragraph"
            last = at
        elif at - last > steps or not _is_step(draft, at):
            return


def _is_plain_sentence(draft: Draft, at: int) -> bool:
    """Whether a block that was left out is a sentence without any sign of boilerplate."""
    profile = draft.profiles[at]
    return (
        draft.labels[at] == "boilerplate"
        and profile.kind in ("prose", "sentence", "short", "tiny")
        and profile.words >= _SHORTEST
        and profile.end in (".", "”")
        and profile.capitals in ("few", "half")
        and not (
            profile.begins or profile.inside or profile.whole or profile.dates or profile.byline
        )
        and not (profile.credit or profile.credit_tail)
        and draft.is_free(draft.blocks[at].span)
    )


def _is_step(draft: Draft, at: int) -> bool:
    """Whether a line may stand between two sentences of a story: a time, a date, a rule, a name, or
    what a page says of itself."""
    profile = draft.profiles[at]
    return draft.labels[at] not in ("caption", "credit", "headline") and (
        profile.words <= _LONGEST_STEP or _is_of_page(draft, at)
    )


#: Texts of so few blocks have no teasers below the story. In them it goes on behind so many lines
#: of so few words, as in tickers and between the rules of obituaries, and behind a footer.
_FEW_BLOCKS = 20
_MOST_STEPS = 6
_LONGEST_STEP = 5
#: The shortest sentence.
_SHORTEST = 2
#: The model is sure to .99 at most.
_SURE_OF_TEXT = 1.0
_SURE_PAGE_MATTER = 0.8


def keep_announced_items(draft: Draft) -> None:
    """Keep a list right below a paragraph that ends on a colon, however short its items.

    Lists below headings mostly lead to other stories.
    """
    announced = False
    for at, (label, profile) in enumerate(zip(draft.labels, draft.profiles, strict=True)):
        if profile.bullet and announced and label in ("boilerplate", "subheading"):
            announced = not (profile.whole or profile.begins or profile.inside)
            if announced and draft.is_free(draft.blocks[at].span):
                draft.labels[at] = "paragraph"
        elif not profile.bullet:
            announced = label == "paragraph" and profile.end == ":"


def name_subheadings(draft: Draft) -> None:
    """Label a short line alone between two paragraphs a subheading, unless it is boilerplate.

    Only where the model was unsure: links to other stories stand there too.
    """
    first, last = draft.story()
    for at in range(first + 1, last):
        profile = draft.profiles[at]
        if (
            draft.labels[at] == "boilerplate"
            and draft.confidence[at] < _SURE_BOILERPLATE
            and 2 <= profile.words <= 8
            and profile.end in ("", "?")
            and profile.start == "upper"
            and not (
                profile.whole or profile.begins or profile.inside or profile.dates or profile.credit
            )
            and draft.labels[at - 1] == draft.labels[at + 1] == "paragraph"
        ):
            draft.labels[at] = "subheading"


_SURE_BOILERPLATE = 0.97


def _after_bullet(text: str, span: Span, bullet: str, first: str) -> Span:
    """The span from the first letter behind the bullet and any invisible characters."""
    at = text.index(bullet, *span)
    return (text.index(first, at + 1, span[1]), span[1])


def _is_quote(draft: Draft, at: int) -> bool:
    """Whether a block is wholly in quotation marks and announced: "read the statement:"."""
    text = draft.blocks[at].text
    if text[-1] not in '”“»"' or text[0] not in '“„«"':
        return False
    inner = text[1:-1]
    if any(mark in inner for mark in '“”„«»"'):
        return False
    return at > 0 and draft.profiles[at - 1].end == ":"

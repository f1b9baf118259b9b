"""Labelled blocks in, the labels of captions and credits mended; and what only the rules know.

The model labels each block by itself and its neighbours; the rules know the forms in which papers
set captions. A paragraph taken for a caption is a lost paragraph: in doubt a line is a paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from ingest.parsing.fields.agencies import agency_name
from ingest.parsing.fields.credits import is_copyright_of_page, is_credit
from ingest.parsing.text.characters import QUOTES
from ingest.parsing.text.draft import Draft
from ingest.parsing.text.profile import Profile


@dataclass(slots=True)
class PictureLines:
    """What the rules find beside labels, by block."""

    #: The length of the caption above that a line repeats; the rest of the line is its credit.
    repeats: dict[int, int] = field(default_factory=dict)
    #: The name behind a caption's full stop.
    signed: dict[int, str] = field(default_factory=dict)
    #: Where a credit ends that runs on over the next line.
    ends: dict[int, int] = field(default_factory=dict)


def mend_labels(draft: Draft) -> PictureLines:
    """Apply the rules in their order."""
    lines = PictureLines()
    for mend in RULES:
        mend(draft, lines)
    return lines


def _release_sources(draft: Draft, _: PictureLines) -> None:
    """Release source lines below the story, which credit no picture: "Quelle: A.T.", "© A.T./kole",
    "dpa/mkl"."""
    last = draft.story()[1]
    for at in range(max(1, last + 1), min(len(draft.labels), last + 6)):
        if draft.labels[at] == "credit" and _SOURCE.fullmatch(draft.blocks[at].text):
            draft.labels[at] = "boilerplate"


_SOURCE: Final = re.compile(
    r"(?:Quelle|Source): .{1,30}|(?:© ?)?[\w.-]{2,12}/[a-zäöü]{2,5}|© ?\w[\w. ]{1,30} (?:19|20)\d\d"
    r"|(?:Copyright )?© ?(?:19|20)\d\d,? .{1,40}"
)


def _release_links(draft: Draft, _: PictureLines) -> None:
    """Release long lines in capitals without a credit: they lead to other stories."""
    for at in draft.labelled("caption"):
        profile = draft.profiles[at]
        if (
            profile.capitals == "all"
            and profile.words >= _LEAST_OF_LINK
            and not (profile.credit_tail or profile.picture_words)
            and "credit" not in draft.labels[max(0, at - 1) : at + 2]
        ):
            draft.labels[at] = "boilerplate"


_LEAST_OF_LINK: Final = 8


def _release_paragraphs(draft: Draft, _: PictureLines) -> None:
    """Label full sentences beside the story without any sign of a picture paragraphs."""
    for at in draft.labelled("caption"):
        profile = draft.profiles[at]
        beside = draft.labels[max(0, at - 1) : at + 2]
        if (
            profile.clear
            and draft.confidence[at] < _SURE_CAPTION
            and "credit" not in beside
            and ("paragraph" in beside or at in (draft.story()[0] - 1, draft.story()[1] + 1))
            and beside.count("caption") == 1
        ):
            draft.labels[at] = "paragraph"


_SURE_CAPTION: Final = 0.9


def _release_copyrights(draft: Draft, _: PictureLines) -> None:
    """Release the copyright of the page: "Copyright 2017 The Alder Times Company"."""
    for at in draft.labelled("credit"):
        if is_copyright_of_page(draft.blocks[at].text):
            draft.labels[at] = "boilerplate"


def _join_broken_credits(draft: Draft, lines: PictureLines) -> None:
    """Join a credit broken over two lines: "Photo:" over "Una Marr / Alder Photos", "(Alder
    Photos/" over "Una Marr)"."""
    for at, (block, below) in enumerate(pairwise(draft.blocks)):
        if (
            block.text[-1] in ":/"
            and len(block.text) <= _LONGEST_OPENING
            and below.gap <= _CLOSE
            and below.text.count(" ") < _LONGEST_CREDIT
            and draft.labels[at] not in _OTHER_FIELDS
            and draft.labels[at + 1] not in _OTHER_FIELDS
            and draft.is_free(block.span)
            and draft.is_free(below.span)
            and _is_broken_credit(block.text, below.text)
        ):
            lines.ends[at] = below.span[1]
            draft.labels[at], draft.labels[at + 1] = "credit", "boilerplate"
            draft.reasons[at + 1] = "around the credit"


def _is_broken_credit(above: str, below: str) -> bool:
    whole = f"{above} {below}"
    opens = above.startswith(("(", "[")) and below.endswith((")", "]", ")."))
    return (opens or above.endswith(":")) and is_credit(whole) >= _SURE_CREDIT


#: The longest first line of a broken credit: "(Una Marr for the Alder Photos/".
_LONGEST_OPENING: Final = 60
#: Line ends between two lines that belong together.
_CLOSE: Final = 2
_OTHER_FIELDS: Final = ("headline", "byline", "date")
#: A block that ends on a credit this sure is a caption, whatever its neighbours suggest.
_SURE_CREDIT: Final = 0.86
#: A credit in brackets or after "Photograph:" counts even among paragraphs.
_ANNOUNCED_CREDIT: Final = 0.9
_LONGEST_CREDIT: Final = 12
#: The confidence that only a word for a picture gives.
_PICTURE_CREDIT: Final = 0.95
#: Captions are looked for from so many blocks before the story to so many behind it.
_AROUND: Final = (12, 3)
#: A repeated caption adds a credit of so many words at most.
_LONGEST_ADDED: Final = 8


def _claim_repeated(draft: Draft, lines: PictureLines) -> None:
    """Label captions set twice, as alternative text and as caption: "The outer basin on Monday"
    over "The outer basin on Monday Dana Whitlow", or below it; cut short with "…"; the same."""
    same: list[int] = []
    for at, (above, below) in enumerate(pairwise(draft.profiles), 1):
        first, second = draft.blocks[at - 1].text, draft.blocks[at].text
        if first[:8] != second[:8] or not _may_repeat(draft, at):
            continue
        if first == second and _may_be_said_twice(draft, at):
            same.append(at)
        elif 4 <= above.words < below.words <= above.words + _LONGEST_ADDED:
            _claim_longer(draft, lines, at)
        elif 4 <= below.words < above.words <= below.words + _LONGEST_ADDED:
            rest = first[len(second) :].strip(" .-–—|")
            if first.startswith(second) and _is_name(rest):
                draft.labels[at - 1] = "caption"
                _repeat(draft, at)
                if not above.credit_tail:
                    lines.signed.setdefault(at - 1, rest)
        elif above.words >= 4 and first.endswith("…") and second.startswith(first.rstrip(" …")):
            draft.labels[at] = "caption"
            _repeat(draft, at - 1)
    first_paragraph, last_paragraph = draft.story()
    if len(same) * 4 <= last_paragraph - first_paragraph:
        # More of them, and the whole page is set twice.
        for at in same:
            if first_paragraph < at - 1 and at < last_paragraph:
                draft.labels[at - 1] = "caption"
                _repeat(draft, at)


def _may_be_said_twice(draft: Draft, at: int) -> bool:
    """Whether a line set twice may be a caption: a sentence, or no title on the very next line."""
    profile = draft.profiles[at]
    return (
        5 <= profile.words <= _LONGEST_CAPTION
        and profile.text[0] not in QUOTES
        and not profile.bullet
        and (
            profile.end == "."
            or (
                profile.end in ("", ")")
                and draft.blocks[at].gap == 1
                and profile.capitals in _NO_TITLE
            )
        )
    )


_NO_TITLE: Final = ("few", "some")


def _claim_longer(draft: Draft, lines: PictureLines, at: int) -> None:
    """Label a caption and the line below that repeats it with its credit."""
    first, second = draft.blocks[at - 1].text, draft.blocks[at].text
    if not second.startswith(first):
        return
    rest = second[len(first) :]
    skip = len(first) + len(rest) - len(rest.lstrip(" .-–—|"))
    start, end = draft.blocks[at].span
    draft.labels[at - 1], draft.labels[at] = "caption", "credit"
    if skip < len(second) and draft.text.startswith(first, start) and start + skip < end:
        lines.repeats[at] = skip


def _repeat(draft: Draft, at: int) -> None:
    """Leave out a line that says a caption again."""
    draft.labels[at] = "boilerplate"
    draft.reasons[at] = "repeated caption"


def _may_repeat(draft: Draft, at: int) -> bool:
    above = draft.profiles[at - 1]
    return (
        at - 1 != draft.headline.at
        and not (above.begins or above.whole)
        and draft.labels[at] not in ("headline", "byline")
        and draft.is_free(draft.blocks[at].span)
        and draft.is_free(draft.blocks[at - 1].span)
    )


def _claim_named(draft: Draft, _: PictureLines) -> None:
    """Label lines below "Image caption" captions."""
    for at in draft.labelled("boilerplate"):
        if (
            at
            and draft.profiles[at - 1].folded in _NAMES_OF_CAPTIONS
            and not draft.profiles[at].whole
            and draft.is_free(draft.blocks[at].span)
        ):
            draft.labels[at] = "caption"


#: Lines that announce a caption.
_NAMES_OF_CAPTIONS: Final = ("image caption", "media caption", "bildunterschrift")


def _claim_credited(draft: Draft, _: PictureLines) -> None:
    """Label captions that the model missed: lines that end on a credit, and lines above a bare
    credit ("The outer basin on Monday" over "REUTERS")."""
    first, last = draft.story()
    start = min(draft.headline.at, first) if draft.headline.at >= 0 else first - _AROUND[0]
    for at in range(max(0, start - 2), min(len(draft.labels), last + _AROUND[1] + 1)):
        profile, label = draft.profiles[at], draft.labels[at]
        if label == "boilerplate" and _is_house_credit(draft, at):
            draft.labels[at] = label = "credit"
        if at > last and label == "boilerplate" and _SOURCE.fullmatch(profile.text):
            continue
        if not (profile.credit or profile.credit_tail or label == "credit"):
            # Most blocks have no sign of a credit.
            continue
        if label in ("headline", "byline", "date", "caption") or at in draft.ends:
            continue
        if _is_missed_credit(draft, at, last):
            label = draft.labels[at] = "credit"
        if label == "credit":
            _claim_beside_credit(draft, at)
        elif _ends_as_caption(draft, at, last):
            draft.labels[at] = "caption"
            draft.confidence[at] = min(draft.confidence[at], 0.8)


def _claim_beside_credit(draft: Draft, at: int) -> None:
    """Label the line above a credit its caption, or the line below where the credit comes first."""
    if _is_above_caption(draft, at):
        draft.labels[at + 1] = "caption"
    elif (
        at
        and not draft.profiles[at].folded.startswith(_OF_THE_TOP)
        and draft.is_free(draft.blocks[at].span)
        and (_may_be_caption(draft, at - 1) or _is_bound_to_credit(draft, at - 1, at))
    ):
        draft.labels[at - 1] = "caption"
    elif _stand_apart(draft, at) and _is_bound_to_credit(draft, at + 1, at):
        draft.labels[at + 1] = "caption"


def _is_bound_to_credit(draft: Draft, at: int, credit: int) -> bool:
    """Whether an announced credit is that of the line beside it: the two stand together, apart from
    all else, or the line above the credit does not end as sentences do."""
    profile = draft.profiles[at]
    if (
        draft.labels[at] not in _MAY_BE_SIGNED
        or at in draft.ends
        or draft.profiles[credit].credit < _ANNOUNCED_CREDIT
        or profile.words > _LONGEST_CAPTION
        or profile.whole
        or profile.begins
        or profile.bullet
        or profile.text[0] in _CURRENCIES
        or "://" in profile.text
        or profile.byline is not None
        or profile.end not in _ENDS_OF_CAPTIONS
        or not draft.is_free(draft.blocks[at].span)
    ):
        return False
    if _stand_apart(draft, min(at, credit)):
        return True
    return at < credit and not profile.end and profile.words >= _SHORTEST_BOUND


def _stand_apart(draft: Draft, at: int) -> bool:
    """Whether a block and the next stand on lines of their own between empty ones."""
    gaps = [block.gap for block in draft.blocks[at : at + 3]]
    return len(gaps) == _PAIR_AND_NEXT and gaps[0] > 1 and gaps[1] == 1 and gaps[2] > 1


#: "$110 at the chandler’s" is a price of what the picture shows.
_CURRENCIES: Final = "$£€"
_PAIR_AND_NEXT: Final = 3
#: A line of fewer words above a credit may be a subheading.
_SHORTEST_BOUND: Final = 4
_ENDS_OF_CAPTIONS: Final = ("", ".")
_LONGEST_CAPTION: Final = 40


def _ends_as_caption(draft: Draft, at: int, last: int) -> bool:
    """Whether a block ends on a credit sure enough for its label."""
    profile = draft.profiles[at]
    wanted = _SURE_CREDIT
    if draft.labels[at] == "paragraph":
        # "… as he said. (Reuters)" at the end of a story names its source.
        wanted = _ANNOUNCED_CREDIT if at < last else _PICTURE_CREDIT
    return (
        profile.credit_tail >= wanted
        and 4 <= profile.words <= 120
        and not profile.begins
        and draft.is_free(draft.blocks[at].span)
    )


def _is_missed_credit(draft: Draft, at: int, last: int) -> bool:
    """Whether a line that the model took for something else is a credit: below what may be a
    caption, or "Photo: Dana Whitlow/Alder Press" on a line of its own between paragraphs."""
    profile, label = draft.profiles[at], draft.labels[at]
    if is_copyright_of_page(profile.text):
        return False
    if label == "boilerplate":
        missed = (
            profile.credit >= _SURE_CREDIT
            and not profile.whole
            and at > 0
            and _may_be_caption(draft, at - 1)
        )
    else:
        missed = (
            label in ("paragraph", "subheading", "standfirst")
            and profile.credit >= _ANNOUNCED_CREDIT
            and profile.words <= _LONGEST_CREDIT
            and at < last
        )
    return missed and draft.is_free(draft.blocks[at].span)


#: Below a story, credits of the picture above it: "Featured Image: Dana Whitlow/Flickr".
_OF_THE_TOP: Final = ("featured image", "top image", "header image", "lead image", "cover photo")
#: "Dana Whitlow/HVN": a person and a house that is no known agency.
_HOUSE_CREDIT: Final = re.compile(
    r"[A-ZÀ-Þ][\w.’'-]*(?: [A-ZÀ-Þ][\w.’'-]*){1,3} ?"
    r"/ ?[A-ZÀ-Þ][\w.’'&-]*(?: [A-ZÀ-Þ][\w.’'&-]*){0,4}"
)
#: The kind of line that stands below a picture: "hide caption".
_CONTROLS: Final = "player controls"


def _is_house_credit(draft: Draft, at: int) -> bool:
    """Whether a line is such a credit, by its form and by the caption or the controls beside it."""
    profile = draft.profiles[at]
    if (
        profile.kind != "name"
        or "/" not in profile.text
        or not _HOUSE_CREDIT.fullmatch(profile.text)
    ):
        return False
    above, below = draft.profiles[at - 1 : at], draft.profiles[at + 1 : at + 2]
    caption = bool(above) and above[0].end == "." and _may_be_caption(draft, at - 1)
    return caption or (bool(below) and below[0].whole == _CONTROLS)


def _is_above_caption(draft: Draft, at: int) -> bool:
    """Whether a labelled credit stands above its caption at the head of a page, the headline below:
    "Photo: Dana Whitlow / Alder Press", "The gate at noon."."""
    return (
        at + 1 < draft.headline.at
        and draft.profiles[at].folded.startswith(("photo:", "photo by", "image:", "foto:"))
        and draft.profiles[at + 1].end == "."
        and _may_be_caption(draft, at + 1)
    )


def _may_be_caption(draft: Draft, at: int) -> bool:
    """Whether an unclaimed line beside a credit can be its caption."""
    profile = draft.profiles[at]
    return (
        draft.labels[at] in ("boilerplate", "subheading")
        and 3 <= profile.words <= 40
        and profile.kind in _CAPTION_KINDS
        and not profile.begins
        and draft.is_free(draft.blocks[at].span)
    )


_CAPTION_KINDS: Final = frozenset(("line", "short", "sentence", "prose", "name", "tiny"))


def _claim_signed(draft: Draft, lines: PictureLines) -> None:
    """Label captions that end on an agency or a name behind the full stop, as no paragraph does.

    The last paragraph may end on its author's name; so may readers' letters, which are longer.
    """
    first, last = draft.story()
    found: dict[str, list[int]] = {}
    head = draft.headline.at
    for at in range(head + 1 if 0 <= head < first else max(0, first), last + 1):
        profile = draft.profiles[at]
        if profile.end or profile.words > _LONGEST_SIGNED or draft.labels[at] not in _MAY_BE_SIGNED:
            continue
        if profile.text.rpartition(" ")[2].count(".") > 1:
            # "harbour.Gate.Motor" names a file or a library.
            continue
        tail = profile.text[-_LONGEST_SIGNATURE:]
        if not any(map(tail.__contains__, _ENDS_OF_SENTENCES)):
            continue
        match = _SIGNED.search(profile.text, max(0, len(profile.text) - _LONGEST_SIGNATURE))
        if match and match.start() >= _SHORTEST_SENTENCE and draft.is_free(draft.blocks[at].span):
            found.setdefault(match[1], []).append(at)
    for name, places in found.items():
        if len(places) > 1 or agency_name(name):
            lines.signed.update(dict.fromkeys(places, name))
        elif _is_name(name) and places[0] < last and _stands_as_caption(draft, places[0]):
            lines.signed[places[0]] = name
    for at in lines.signed:
        draft.labels[at] = "caption"


def _stands_as_caption(draft: Draft, at: int) -> bool:
    """Whether a paragraph may be a caption by its length and mark. Headings are no paragraphs:
    "What is the tide? The Moon Explained"."""
    profile = draft.profiles[at]
    return (
        draft.labels[at] in ("paragraph", "subheading")
        and _SHORTEST_SIGNED <= profile.words <= _LONGEST_CAPTION
        and not profile.bullet
        and "?" not in profile.text
    )


#: "The motor waited on the quay. Una Marr", "The gate on Monday.AP", "… at noon. Una Marr for The
#: Alder Post": a credit right behind the caption's full stop.
_SIGNED: Final = re.compile(
    r"[^\W\d_]{3}(?:[.!?][”\"’]?|[.!?]?[”\"]) ?((?:[A-ZÀ-Þ][\w.’'-]+ ?){1,4}"
    r"(?:(?:for|pour|für|para) (?:[A-ZÀ-Þ][\w.’'-]* ?(?:of )?){1,5})?)\Z"
)
#: Such a credit and the end of its sentence are no longer; one of these marks is in them.
_LONGEST_SIGNATURE: Final = 90
_ENDS_OF_SENTENCES: Final = '.!?”"'
_LONGEST_SIGNED: Final = 60
_SHORTEST_SIGNED: Final = 8
#: Characters before the full stop: "1. Tide Tables" is a heading.
_SHORTEST_SENTENCE: Final = 16
_MAY_BE_SIGNED: Final = ("paragraph", "subheading", "standfirst", "boilerplate")
#: Two to eight words, each but small ones with a capital.
_NAME: Final = re.compile(
    r"[A-ZÀ-Þ][\w.’'-]+(?: (?:[A-ZÀ-Þ][\w.’'-]*|for|of|de|van|von|via)){1,7}\Z"
)


def _is_name(text: str) -> bool:
    return _NAME.match(text) is not None


def _claim_told(draft: Draft, _: PictureLines) -> None:
    """Label captions told by their words: who stands where ("Una Marr, second from left"), or a
    title in capitals ("HIGH WATER … The quay on Monday.")."""
    first, last = draft.story()
    for at in range(max(0, draft.headline.at + 1, first - _AROUND[0]), last):
        profile = draft.profiles[at]
        if (
            draft.labels[at] in ("paragraph", "standfirst", "boilerplate")
            and 4 <= profile.words <= _LONGEST_PLACED
            and len(profile.text) <= _MOST_PLACED
            and (_says_who_stands_where(profile) or _TITLED.match(profile.text))
            and draft.is_free(draft.blocks[at].span)
        ):
            draft.labels[at] = "caption"


def _says_who_stands_where(profile: Profile) -> bool:
    """Whether a text, if it quotes nobody, places people in a picture."""
    text, folded = profile.text, profile.folded
    if not (
        "left" in folded
        or "right" in folded
        or "cent" in folded
        or "(" in folded
        or folded.startswith(_OPENINGS)
        or len(folded) < len(text)
    ):
        # Most paragraphs; of long ones `folded` is only the head.
        return False
    if "“" in text or '"' in text or not any(map(folded.__contains__, _SIDES)):
        return False
    return bool(_PLACED.search(folded) or _NAMED_AND_PLACED.search(text))


#: What `_PLACED` finds without a bracket, left, right and centre begins so.
_OPENINGS: Final = ("from l", "above: ", "below: ")
#: One of them is in whatever `_PLACED` finds.
_SIDES: Final = ("left", "right", "centre", "center", "l-r", "l to r", "links", "li nach", "ltr",
                 "n. r.", "n.r.", "t.r", "gauche", "izq", "sinistra", "esquerda", "above: ",
                 "below: ")  # fmt: skip
#: Characters; a longer text of few words is none.
_MOST_PLACED: Final = 700
_LONGEST_PLACED: Final = 70
#: Where somebody stands in a picture, as only captions say it.
_PLACED: Final = re.compile(
    r"[,(] ?(?:pictured )?(?:(?:second|third|fourth|fifth|far|2nd|3rd|back|front|top|bottom)"
    r"(?: from)?(?: the)? (?:left|right)|from left|from right|centre left|centre right)"
    r"(?: to right)?[,):;.]"
    r"|\((?:from )?(?:left to right|l-r|l to r|l\.? ?t\.? ?r\.?|von links(?: nach rechts)?"
    r"|v\. ?l\. ?n\. ?r\.|von li nach re|li nach re|de gauche à droite|de izquierda a derecha"
    r"|de izq\. a dcha\.|da sinistra(?: a destra)?|da esquerda para a direita)\)?"
    r"|\Afrom (?:left(?: to right)?|l to r)[,:]|\A(?:left|right|above|below): "
    r"|, (?:left|right|centre|center), [^.]{3,60}?, (?:left|right|centre|center)[,.]"
)
#: "Harbour master Una Marr, left, opens the gate".
_NAMED_AND_PLACED: Final = re.compile(
    r"[A-ZÀ-Þ][\w’'-]+ [A-ZÀ-Þ][\w’'-]+(?:, | \()(?:left|right|centre|center)[,)]"
)


_TITLED: Final = re.compile(r"[A-ZÀ-Þ][A-ZÀ-Þ’'-]+(?: [A-ZÀ-Þ’'-]+){0,5} ?(?:…|\.\.\.) ?[A-ZÀ-Þ]")


Rule = Callable[[Draft, PictureLines], None]
#: In this order: what is no picture's is released first, lines known for themselves are claimed
#: before lines known by their neighbours, which rely on the labels of those.
RULES: Final[tuple[Rule, ...]] = (
    _release_sources,
    _release_copyrights,
    _release_links,
    _release_paragraphs,
    _join_broken_credits,
    _claim_repeated,
    _claim_named,
    _claim_credited,
    _claim_signed,
    _claim_told,
)

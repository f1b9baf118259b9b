"""A labelled draft in, the blocks that sign its story out; and the byline of such a block."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from ingest.parsing.fields.agencies import agency_name
from ingest.parsing.fields.byline_words import JOINERS
from ingest.parsing.fields.bylines import is_one_word_name
from ingest.parsing.fields.given_names import is_given_name
from ingest.parsing.text.characters import all_in_quotes
from ingest.parsing.text.draft import Draft
from ingest.parsing.text.signing.author_notes import is_person
from ingest.parsing.text.signing.byline_lines import (
    BARE_NAME,
    MOSTLY_DATE,
    NOTHING_ELSE,
    UNCLAIMED,
    WELL_EXPLAINED,
    after_bare_opener,
    beside,
    has_opener,
    is_name_line,
    is_paid,
    names_somebody,
    read_at,
    stands_by_date,
)
from ingest.parsing.text.signing.byline_scores import TOP, best_person

#: A byline may stand so many blocks below the story.
_FOOTER: Final = 8


def byline_places(draft: Draft) -> list[int]:
    """The blocks that sign the story, by the first rule that finds any."""
    for rule in _RULES:
        places = rule(draft)
        if any(read_at(draft, at) is not None for at in places):
            return places
    return []


def _labelled(draft: Draft) -> list[int]:
    """The blocks labelled byline that may sign the story."""
    title = draft.profiles[draft.headline.at].folded if draft.headline.at >= 0 else ""
    return [
        at
        for at in draft.labelled("byline")
        if draft.profiles[at].folded != title
        and not is_paid(draft, at)
        and not _is_title_of_part(draft, at)
        and not _is_of_work(draft, at)
        and not _is_subject(draft, at, title)
        and (draft.profiles[at].byline is None or names_somebody(draft, at))
    ]


def _is_subject(draft: Draft, at: int, title: str) -> bool:
    """Whether a bare name inside the story is that of its subject: the headline names them."""
    byline = draft.profiles[at].byline
    if byline is None or byline.opener or not 0 <= draft.story()[0] < at:
        return False
    return any(" " in author.name and author.name.casefold() in title for author in byline.authors)


def _labelled_with_opener(draft: Draft) -> list[int]:
    """Lines labelled byline that open as bylines do, and those that go on below them."""
    opened = _together(draft, [at for at in _labelled(draft) if _opens(draft, at)])
    opened += _names_on_lines(draft, opened)
    return opened + _opened_beside(draft, opened)


def _together(draft: Draft, places: list[int]) -> list[int]:
    """Of places those near the first one below the headline: further down, other stories sign."""
    below = [at for at in places if at > draft.headline.at]
    kept = below[:1]
    for at in below[1:]:
        between = draft.labels[kept[-1] + 1 : at].count("paragraph")
        if at - kept[-1] <= _COMPANY and between <= _MOST_BETWEEN:
            kept.append(at)
    return kept or places


#: The lines of one byline stand so near each other.
_COMPANY: Final = 6
#: Behind more paragraphs another story is signed.
_MOST_BETWEEN: Final = 2


def _labelled_without_opener(draft: Draft) -> list[int]:
    """Lines labelled byline, those with a date first."""
    places = _labelled(draft)
    return _dated(draft, places) or places


def _is_of_work(draft: Draft, at: int) -> bool:
    """Whether a byline is that of a work under review, below its title in quotation marks: "“The
    Tide Table”", "By Nora Quill"."""
    if not at or draft.headline.at == at - 1:
        return False
    above = draft.profiles[at - 1]
    return above.words <= _LONGEST_TITLE and all_in_quotes(above.text)


_LONGEST_TITLE: Final = 12


def _dated_below_headline(draft: Draft) -> list[int]:
    """The name beside a date right below the headline: "Una Marr | 06.11.23"."""
    head = draft.headline.at
    for at in range(head + 1, min(head + 4, len(draft.blocks))) if head >= 0 else ():
        profile = draft.profiles[at]
        byline = profile.byline
        if (
            byline is not None
            and byline.confidence > BARE_NAME
            and byline.explained >= _WELL_SIGNED
            and byline.authors[0].kind == "person"
            and " " in byline.authors[0].name
            and names_somebody(draft, at)
            and draft.labels[at] in (*UNCLAIMED, "byline")
        ):
            return [at]
    return []


_WELL_SIGNED: Final = 0.8


def _is_title_of_part(draft: Draft, at: int) -> bool:
    """Whether a line deep inside the story is a subheading: "Von Ebbe und Flut"."""
    first, last = draft.story()
    byline = draft.profiles[at].byline
    return (
        byline is not None
        and first + _HEAD_OF_STORY < at < last
        and all(author.kind == "person" and " " not in author.name for author in byline.authors)
    )


_HEAD_OF_STORY: Final = 2


def _above_a_date(draft: Draft) -> list[int]:
    """The lines between headline and story that are only names, right above a date.

    For pages with menus above, where "Harbour Style" reads like a name too.
    """
    head, (first, _) = draft.headline.at, draft.story()
    for at in range(head + 1, min(max(first, head + 4), head + _FARTHEST_NAME, len(draft.blocks))):
        if not is_name_line(draft, at) or draft.labels[at] not in (*UNCLAIMED, "byline"):
            continue
        below = at + 1
        while below < len(draft.blocks) and below <= at + 2 and is_name_line(draft, below):
            below += 1
        # "Una Marr", "Kinsale, Port Alder", "4 June 2017": their place stands between.
        if below + 1 < len(draft.blocks) and draft.profiles[below].kind == "tiny":
            beyond = draft.profiles[below + 1]
            if beyond.date_share > MOSTLY_DATE and "," in draft.profiles[below].text:
                return list(range(at, below))
        if below < len(draft.blocks) and draft.profiles[below].date_share > MOSTLY_DATE:
            return list(range(at, below))
    return []


#: A name stands at most so many blocks below the headline: pictures and a standfirst between.
_FARTHEST_NAME: Final = 14


def _one_word_below(draft: Draft) -> list[int]:
    """A first name or a brand alone right below the headline: "Una", "AlderGate"; further down only
    beside a date."""
    head = draft.headline.at
    for at in range(head + 1, min(head + 4, len(draft.blocks))) if head >= 0 else ():
        profile = draft.profiles[at]
        word = profile.text.strip("•·-– ")
        if draft.labels[at] not in UNCLAIMED or not is_one_word_name(word):
            continue
        if not is_given_name(word) and word.casefold() in draft.ordinary:
            continue
        if at == head + 1 or stands_by_date(draft, at):
            return [at]
    return []


def _reads_best(draft: Draft) -> list[int]:
    """The unlabelled line near headline or story that signs best."""
    best, score = _best_near(draft)
    return [best] if score > 0 else []


def _best_near(draft: Draft) -> tuple[int, float]:
    """The unlabelled line near headline or story that signs best, and its score."""
    first, last = draft.story()
    head = draft.headline.at
    start = head if 0 <= head < first else first - 8
    near = [*range(max(0, start), max(0, first)), last + 1, last + 2]
    near += [at for at in range(last + 3, last + 5) if has_opener(draft, at)]
    near += range(head + 1, head + 6) if head >= 0 else range(0)
    near += range(min(first, TOP))
    best, best_score = -1, 0.0
    for at in near:
        if 0 <= at < len(draft.blocks) and (
            draft.labels[at] in UNCLAIMED or _is_no_credit(draft, at)
        ):
            score = _signs(draft, at, head, first)
            if score > best_score:
                best, best_score = at, score
    return best, best_score


def _is_no_credit(draft: Draft, at: int) -> bool:
    """Whether a line labelled credit or caption opens as a byline and mentions no picture."""
    profile = draft.profiles[at]
    return (
        draft.labels[at] in ("credit", "caption")
        and profile.byline is not None
        and profile.byline.opener
        and profile.byline.explained > WELL_EXPLAINED
        and not (profile.credit or profile.credit_tail or profile.picture_words)
    )


def _signed_elsewhere(draft: Draft) -> list[int]:
    """An unlabelled line with an opener, which outranks labelled lines without."""
    best, score = _best_near(draft)
    signed = [best] if score == 1.0 else _signed_beside_date(draft)
    return signed + _opened_beside(draft, signed)


def _signed_beside_date(draft: Draft) -> list[int]:
    """The line with an opener, or a dash and a name, beside a date below the story."""
    _, last = draft.story()
    for at in range(last + 1, min(len(draft.blocks), last + _PAGE_TELLS + 1)) if last >= 0 else ():
        if (
            draft.labels[at] in UNCLAIMED
            and (has_opener(draft, at) or _is_dashed(draft, at))
            and stands_by_date(draft, at)
            and not is_paid(draft, at)
        ):
            return [at]
    return []


def _is_dashed(draft: Draft, at: int) -> bool:
    """Whether a line is a person's name behind a dash or a stroke: "- Una Marr", "/ Una Marr"."""
    profile = draft.profiles[at]
    if (
        not profile.text.startswith(_DASHED)
        or not _DASHED_WORDS[0] <= profile.words <= _DASHED_WORDS[1]
    ):
        return False
    byline = read_at(draft, at)
    return (
        byline is not None
        and byline.explained >= NOTHING_ELSE
        and byline.authors[0].kind == "person"
    )


_DASHED: Final = ("- ", "– ", "— ", "/ ")
_DASHED_WORDS: Final = (3, 5)
#: Author and date may stand together so many blocks below the story.
_PAGE_TELLS: Final = 12


def _opener_anywhere(draft: Draft) -> list[int]:
    """The last line with an opener down to the footer of the story, if there is one."""
    _, last = draft.story()
    for at in range(min(len(draft.blocks) - 1, last + _FOOTER), -1, -1):
        byline = draft.profiles[at].byline
        if (
            byline is not None
            and byline.opener
            and byline.explained > WELL_EXPLAINED
            and draft.profiles[at].words <= _LONGEST_OPENED
            and names_somebody(draft, at)
            and draft.labels[at] in (*UNCLAIMED, "paragraph")
            and not is_paid(draft, at)
        ):
            return [at]
    return []


_LONGEST_OPENED: Final = 14


def _names_on_lines(draft: Draft, opened: list[int]) -> list[int]:
    """Further names below a "By" alone on its line and the first name: each on its own line, with
    commas between, and an agency behind such a comma."""
    found: list[int] = []
    for at in opened:
        if not after_bare_opener(draft, at):
            continue
        for below in range(at + 1, len(draft.blocks)):
            if _parts_names(draft, below):
                continue
            if not _is_one_more(draft, below):
                break
            found.append(below)
    return found


def _is_one_more(draft: Draft, at: int) -> bool:
    """Whether a line names a further author, or an agency behind a comma."""
    if draft.labels[at] not in (*UNCLAIMED, "byline", "credit"):
        return False
    if agency_name(draft.profiles[at].folded):
        return _parts_names(draft, at - 1)
    return draft.labels[at] != "credit" and is_name_line(draft, at)


def _parts_names(draft: Draft, at: int) -> bool:
    """Whether a line joins two names: a comma, an "and"."""
    return draft.profiles[at].folded in _BETWEEN_NAMES


_BETWEEN_NAMES: Final = JOINERS | {",", ";", "|", "/"}


def _opened_beside(draft: Draft, opened: list[int]) -> list[int]:
    """The line below a byline that opens like one too: "By Una Marr", "Adapted by Dana Whitlow"."""
    return [
        at + 1
        for at in opened[:1]
        if at + 1 < len(draft.blocks)
        and at + 1 not in opened
        and draft.labels[at + 1] in UNCLAIMED
        and (byline := draft.profiles[at + 1].byline) is not None
        and byline.opener
        and byline.explained > WELL_EXPLAINED
        and (mine := draft.profiles[at].byline) is not None
        and mine.opener
    ]


def _name_at_head(draft: Draft) -> list[int]:
    """The first line of a text without headline, where it is a person's name alone."""
    if draft.headline.at >= 0 or not draft.blocks or not is_name_line(draft, 0):
        return []
    profile = draft.profiles[0]
    above_story = 0 < draft.story()[0] <= TOP
    # "Standings NASCAR" is no name: capitals throughout a word stand beside small letters.
    if not profile.text.isupper() and any(map(_is_acronym, profile.text.split())):
        return []
    return [0] if above_story and profile.words <= _LONGEST_NAME and is_person(profile.text) else []


_LONGEST_NAME: Final = 3


def _is_acronym(word: str) -> bool:
    return len(word) > 2 and word.isalpha() and word.isupper()


def _dated(draft: Draft, places: list[int]) -> list[int]:
    """Of lines that are names those with a date behind it: "Una Marr 1 day ago" signs, and the
    "Harbour Insider" above it is the page's."""
    return [
        at for at in places if (profile := draft.profiles[at].byline) and profile.confidence > 0.7
    ]


def _below_bare_openers(draft: Draft) -> list[int]:
    """The first line below a bare "By", which the model took for boilerplate as it is so short."""
    _, last = draft.story()
    for at in range(1, min(len(draft.blocks), last + _PAGE_TELLS + 1)):
        if (
            draft.profiles[at].words <= _LONGEST_BELOW
            and draft.labels[at] in (*UNCLAIMED, "byline")
            and after_bare_opener(draft, at)
            and not is_paid(draft, at)
            and read_at(draft, at) is not None
        ):
            return [at, *_names_on_lines(draft, [at])]
    return []


_LONGEST_BELOW: Final = 6


def _opens(draft: Draft, at: int) -> bool:
    """Whether a block opens as a byline, or follows a bare "By"."""
    byline = draft.profiles[at].byline
    return (byline is not None and byline.opener) or after_bare_opener(draft, at)


def _signs(draft: Draft, at: int, head: int, first: int) -> float:
    """How well an unlabelled line signs the story, 0 to 1."""
    profile = draft.profiles[at]
    byline = profile.byline
    if byline is None or profile.words > 24 or is_paid(draft, at):
        return 0.0
    if not names_somebody(draft, at):
        return 0.0
    if byline.opener:
        return 1.0 if byline.explained > 0.4 else 0.0
    least = 0.55 if byline.dates else 0.7
    if byline.explained < least or not (at < first or 0 <= head < at):
        return 0.0
    if byline.confidence > 0.7 or byline.handles or _beside_date(draft, at):
        return 0.8
    person = byline.authors[0].kind == "person" and 2 <= profile.words <= 4
    alone = profile.kind == "name" or profile.text.startswith("/ ")
    return 0.5 if person and 0 < at - head <= 3 and alone and head >= 0 else 0.0


def _beside_date(draft: Draft, at: int) -> bool:
    """Whether a date stands right above or below, as under headlines."""
    return any(draft.labels[place] == "date" for place in beside(draft, at))


#: The rules of who signs, the most reliable first. All but the two that trust labels overrule the
#: model, each for the reason that stands with it.
_RULES: Final[tuple[Callable[[Draft], list[int]], ...]] = (
    _labelled_with_opener,
    _below_bare_openers,
    _signed_elsewhere,
    _dated_below_headline,
    _above_a_date,
    _labelled_without_opener,
    best_person,
    _one_word_below,
    _reads_best,
    _opener_anywhere,
    _name_at_head,
)

"""Lines of a source in, its paragraphs out, where the source is hard-wrapped: "The ferry was to
leave at nine but the\\nharbour master …".

A wrapped line is full: the first word of the next would not have fitted. One width explains all
lines that go on, which in lists, verse and tables of results none does.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass
from itertools import accumulate
from typing import Final, NamedTuple

from ingest.parsing.text.line_ends import LineEnds
from ingest.parsing.text.lines import BULLETS, Block, bullet_length

#: Widths that texts are wrapped at, in columns, and how short a wrapped line may be.
_NARROWEST, _WIDEST = 37, 210
_SHORTEST: Final = 30
#: What ends a sentence or a part of one.
_ENDS: Final = frozenset('.!?:;”"…»。！？」』؟۔।')
#: A line that goes on breaks off in its second half, or it was never full.
_HALF, _MOST = 0.5, 0.7
#: The share of lines going on that one width must explain; where it explains fewer, the lines may
#: still be wrapped by hand or by a program that evens them out, if all are nearly full.
_EXPLAINED, _EXPLAINED_LOOSELY = 0.8, 0.4
_NEARLY: Final = 0.85
_NEARLY_ALL: Final = 0.85
#: A headline is cut where it reads well, into so many lines at most, of so many words at least.
_LINES_OF_HEADLINE, _WORDS_OF_HEADLINE = 4, 3
#: Indents of paragraphs; wider ones centre a line.
_WIDEST_INDENT: Final = 16


def unwrapped(text: str, blocks: list[Block]) -> list[Block]:
    """The blocks with wrapped lines joined."""
    tie, going = _going_on(blocks)
    if not going or len(blocks) < _FEWEST_LINES or _has_long(blocks, going):
        return blocks
    wide = not text.isascii() and _WIDE.search(text) is not None
    for columns in (_columns, len) if wide else (len,):
        lines = _measured(text, blocks, columns)
        tied = [line for line, block in zip(lines, blocks[1:], strict=False) if block.gap == tie]
        width = _width_of(lines, tied, going, _sure_alone(blocks[going[0]].text[0]))
        if width is not None and (width.sure or _reads_on(blocks, lines, tie, width.columns)):
            runs = _Paragraphs(blocks, lines, tie, width.columns, width.loose).runs()
            ends = LineEnds(blocks, text)
            return [_joined(ends, run) for run in runs]
    return blocks


_FEWEST_LINES: Final = 4


def _has_long(blocks: Sequence[Block], going: Sequence[int]) -> bool:
    """Whether more lines are too long to be wrapped than lines go on."""
    long = sum([len(text) > _WIDEST for _, text, _ in blocks])
    return long > (len(going) if len(going) > 1 else 0)


def _joined(ends: LineEnds, run: Sequence[Block]) -> Block:
    if len(run) == 1:
        return run[0]
    return Block((run[0].span[0], run[-1].span[1]), ends.joined(run), run[0].gap)


def _going_on(blocks: Sequence[Block]) -> tuple[int, list[int]]:
    """The gap between wrapped lines (2 in double spacing), and the places of lines that go on."""
    found: tuple[list[int], list[int]] = ([], [])
    for match in _MAY_CONTINUE.finditer("".join([text[0] for _, text, _ in blocks])):
        at = match.start()
        gap = blocks[at].gap
        if (
            at
            and 1 <= gap <= 2
            and blocks[at - 1].text[-1] not in _ENDS
            and _continues(blocks[at].text[0])
        ):
            found[gap - 1].append(at)
    single, double = found
    # Between paragraphs parted by empty lines hardly one begins so.
    if not single:
        single = _breaking_off(blocks)
    if not single and len(double) * _DOUBLE_OF >= len(blocks):
        return 2, double
    return 1, single


def _breaking_off(blocks: Sequence[Block]) -> list[int]:
    """The places of lines that may go on with a capital, behind one very long without an end.

    Of a few paragraphs wrapped that wide, each may be broken before a name.
    """
    if max([len(block.text) for block in blocks], default=0) > _WIDEST:
        return []
    return [
        at
        for at in range(1, len(blocks))
        if blocks[at].gap == 1
        and blocks[at].text[0].isupper()
        and blocks[at].text[-1] in _ENDS
        and len(blocks[at - 1].text) >= _VERY_LONG
        and (blocks[at - 1].text[-1].isalnum() or blocks[at - 1].text[-1] == ",")
    ]


_VERY_LONG: Final = 120
_DOUBLE_OF: Final = 4
#: No capital of ASCII: a search for these is quicker than to ask each character.
_MAY_CONTINUE: Final = re.compile(r"[^\W\d_A-Z]")


def _continues(first: str) -> bool:
    """Whether a sentence may go on with this character: no capital, figure or mark."""
    return first.islower() or (first.isalpha() and not first.isupper())


# The width ---------------------------------------------------------------------------------------
#: Characters two columns wide.
_WIDE: Final = re.compile(
    "[\u1100-\u115f\u2e80-\u303f\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]"
)
_UNSPACED: Final = re.compile("[\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff]")
#: How far into a line its script shows.
_HEAD: Final = 12
#: What stays together in scripts without spaces: "「港", "2017", "年。".
_FIRST_UNSPACED: Final = re.compile(
    "[「『（〈《【“‘]*(?:[A-Za-z0-9.,%]+|.)[、。，．：；？！」』）〉》】”’ー々]*"
)
#: Thai words run together; hardly one is longer.
_RUN_TOGETHER: Final = re.compile("[\u0e00-\u0e7f]")
_LONGEST_RUN_TOGETHER: Final = 12


@dataclass(slots=True)
class _Line:
    """Where a line begins and ends, in columns, and how much its first word takes, with the space
    before it."""

    left: int
    right: int
    first: int
    #: Columns of a table, or a line that centres.
    row: bool


def _columns(text: str) -> int:
    return len(text) + len(_WIDE.findall(text))


def _measured(text: str, blocks: Sequence[Block], columns: Callable[[str], int]) -> list[_Line]:
    found = []
    before = 0
    for (start, end), line, _ in blocks:
        margin = start
        while margin > before and text[margin - 1] in _INDENTS:
            margin -= 1
        before = end
        raw = text[margin:end]
        if "\t" in raw:
            raw = raw.expandtabs(_TAB)
        body = raw.lstrip()
        left = columns(raw) - columns(body)
        row = line != body and _is_row(text[start:end])
        found.append(_Line(left, left + columns(body), _first_word(line, columns), row))
    return found


_INDENTS: Final = " \t\u00a0\u2002\u2003\u3000"
_TAB: Final = 8
_CELLS: Final = re.compile(r"\S(?: {3,}|\t+)(?=\S)")


def _is_row(raw: str) -> bool:
    """Whether a line is a row of a table: several cells, or one beside figures."""
    cells = len(_CELLS.findall(raw))
    return cells > 1 or (cells == 1 and any(map(str.isdigit, raw)))


def _first_word(line: str, columns: Callable[[str], int]) -> int:
    if not line.isascii() and _UNSPACED.search(line, 0, _HEAD):
        unspaced = _FIRST_UNSPACED.match(line)
        return columns(unspaced[0]) if unspaced else 1
    word = line.partition(" ")[0]
    if not word.isascii() and _RUN_TOGETHER.match(word):
        return min(len(word), _LONGEST_RUN_TOGETHER)
    return 1 + columns(word)


class _Width(NamedTuple):
    """The width that lines were wrapped at."""

    columns: int
    #: Whether lines are only nearly full.
    loose: bool
    #: Whether it is beyond doubt that the text was wrapped.
    sure: bool


def _sure_alone(first: str) -> int:
    """How long a line must be to prove by itself that it was wrapped, given the first character of
    the next: in scripts without case any line may go on, and in those without spaces each does."""
    if first.lower() != first.upper():
        return 60
    return _WIDEST if _UNSPACED.match(first) else _VERY_LONG


def _width_of(
    lines: Sequence[_Line], tied: Sequence[_Line], going: Sequence[int], alone: int
) -> _Width | None:
    """The width that explains lines that go on; None where none does. `tied` are the lines with
    another right below.

    A single one explains itself if it is `alone` columns long and no other is longer.
    """
    votes = [0] * (2 * _WIDEST)
    for at in going:
        right = lines[at - 1].right
        if _SHORTEST <= right <= _WIDEST:
            votes[right] += 1
            votes[min(right + lines[at].first, 2 * _WIDEST - 1)] -= 1
    counts = [*accumulate(votes), 0]
    best = max(counts)
    if not best:
        return None
    low = high = counts.index(best)
    while counts[high + 1] == best:
        high += 1
    # Lines before a capital may reach farther than those that surely go on.
    width = max([line.right for line in tied if line.right <= high], default=low)
    if width < _NARROWEST:
        return None
    rights = [lines[at - 1].right for at in going if lines[at - 1].right >= _HALF * width]
    longer = sum([line.right > width for line in lines])
    if best >= _EXPLAINED * len(rights):
        proven = longer <= best if best > 1 else width >= alone and not longer
        sure = width >= _NARROW or (best >= _MANY and best == len(rights))
        return _Width(width, False, sure) if proven else None
    return _loose_width(lines, going, width, best, len(rights))


def _reads_on(blocks: Sequence[Block], lines: Sequence[_Line], tie: int, width: int) -> bool:
    """Whether narrow lines are prose and not verse: sentences end inside lines, paragraphs on
    short ones."""
    inside = sum([_SENTENCE_INSIDE.search(block.text) is not None for block in blocks])
    ended = [
        line.right < _MOST_OF_VERSE * width
        for block, line in zip(blocks, lines, strict=True)
        if block.gap == tie and block.text[-1] in _ENDS
    ]
    return inside * _ENDING_INSIDE >= len(blocks) or sum(ended) * _ENDING_SHORT > len(ended)


#: No metre is so even that so many lines of verse look wrapped.
_MANY: Final = 8
#: Lines of verse are about as long as narrow columns, and the last of a stanza as the others.
_NARROW: Final = 56
_MOST_OF_VERSE: Final = 0.75
#: A sentence that ends inside a line, as in one line of prose in so many.
_SENTENCE_INSIDE: Final = re.compile(r"[.!?。！？][”\"’」』]?\s?[^\W\d_]")
_ENDING_INSIDE: Final = 9
#: One in so many ended lines of prose is short.
_ENDING_SHORT: Final = 3


def _loose_width(
    lines: Sequence[_Line], going: Sequence[int], width: int, explained: int, many: int
) -> _Width | None:
    """The width of lines that are all nearly full."""
    width = max([line.right for line in lines if line.right <= width / _NEARLY], default=width)
    nearly = sum(
        lines[at - 1].right <= width < (lines[at - 1].right + lines[at].first) / _NEARLY
        for at in going
    )
    longer = sum([line.right > width for line in lines])
    sure = (
        width >= _NARROW
        and explained >= max(2, _EXPLAINED_LOOSELY * many)
        and nearly >= max(_FEWEST_LOOSE, _NEARLY_ALL * many)
        and longer <= nearly
    )
    return _Width(width, True, True) if sure else None


_FEWEST_LOOSE: Final = 3

# The paragraphs ----------------------------------------------------------------------------------
#: "BYLINE: Una Marr", "LOAD-DATE: June 5, 2017": keys stand in capitals, others must be known.
_KEYED: Final = re.compile(
    r"[A-Z][A-Z-]{2,}(?: [A-Z-]+)?: |(?:Title|Headline|Author|Authors|By|Byline|Date|Published|"
    r"Source|Publication|Section|Length|Load-Date|URL|Copyright|Language|Subject)s?: "
)
_SIGNED: Final = re.compile(r"(?:By|BY|Von|Par|Por|Di|Door|Av) [A-ZÀ-Þ][^.!?]{2,60}\Z")
_NUMBERED: Final = re.compile(r"\d{1,2}[.)] ")


@dataclass(slots=True)
class _Paragraphs:
    """The lines of a wrapped text, and what tells its paragraphs apart."""

    blocks: Sequence[Block]
    lines: Sequence[_Line]
    #: The gap between lines of one paragraph.
    tie: int
    width: int
    loose: bool
    starts: tuple[int, int] = (0, -1)

    def runs(self) -> list[Sequence[Block]]:
        """The lines of each paragraph."""
        self.starts = self._starts()
        found: list[list[Block]] = [[self.blocks[0]]]
        head = self._lines_at_head()
        for at in range(1, len(self.blocks)):
            block = self.blocks[at]
            if block.gap == self.tie and self._joins(at, len(found[-1]), head):
                found[-1].append(block)
            else:
                found.append([block])
        return list(found)

    def _joins(self, at: int, lines_before: int, head: Set[int]) -> bool:
        """Whether a line goes on with the paragraph of the line before it."""
        before, after = self.blocks[at - 1].text, self.blocks[at].text
        above, line = self.lines[at - 1], self.lines[at]
        ended = before[-1] in _ENDS
        goes = not ended and _continues(after[0])
        if above.row or line.row or self._stands_alone(at, ended):
            return False
        if self._is_centred(at):
            return goes and above.right - above.left > _SHORTEST
        if goes and (above.right >= _MOST * self.width or self._is_of_headline(at, head)):
            return True
        if self._is_longer(at - 1) or (ended and line.right > self.width):
            return False
        if self._begins(at, ended, lines_before):
            return False
        return self._is_full(at)

    def _is_full(self, at: int) -> bool:
        """Whether the first word of a line would not have fitted into the line before."""
        above, line = self.lines[at - 1], self.lines[at]
        return above.right <= self.width < self._reach(above.right + line.first)

    def _reach(self, right: int) -> float:
        return right / _NEARLY if self.loose else right

    def _is_longer(self, at: int) -> bool:
        """Whether a line was not wrapped though it could have been."""
        line = self.lines[at]
        return line.right > self.width and line.left + line.first <= self.width

    def _stands_alone(self, at: int, ended: bool) -> bool:
        """Whether a line is an item of a list, a spoken line, a byline or has a key."""
        text = self.blocks[at].text
        bullet = bullet_length(text) if text[0] in BULLETS else 0
        if bullet:
            # A dash may stand inside a sentence: "the ferry" / "– an old one – sails".
            inside = text[0] in _DASHES and not ended and text[bullet].islower()
            return not (inside and self._is_full(at))
        if text[0].isdigit() and _NUMBERED.match(text):
            return ended or not self._is_full(at)
        if _KEYED.match(text):
            return True
        last = at + 1 == len(self.blocks) or not self._is_full(at + 1)
        return last and _SIGNED.match(text) is not None

    def _is_centred(self, at: int) -> bool:
        above, line = self.lines[at - 1], self.lines[at]
        off = above.left + above.right - line.left - line.right
        return min(above.left, line.left) > 4 and above.left != line.left and abs(off) <= 3

    def _is_of_headline(self, at: int, head: Set[int]) -> bool:
        """Whether a line goes on with a headline above the story, cut where it read well."""
        return self.blocks[at - 1].text.count(" ") + 1 >= _WORDS_OF_HEADLINE and at in head

    def _lines_at_head(self) -> set[int]:
        """Second and later lines of groups of a few before the first wrapped paragraph."""
        found: set[int] = set()
        first = 0
        for at in range(1, len(self.blocks) + 1):
            if at < len(self.blocks) and self.blocks[at].gap == self.tie:
                continue
            if at - first > _LINES_OF_HEADLINE:
                break
            if at - first > 1 and self.lines[first].right >= _MOST * self.width:
                break
            found.update(range(first + 1, at))
            first = at
        return found

    def _starts(self) -> tuple[int, int]:
        """How indents part paragraphs: 1 where lines deeper than others begin one, -1 where lines
        less deep do, 0 where none do; and the indent of such lines.

        Lines that begin a paragraph follow a full stop or a short line.
        """
        moves: dict[int, list[tuple[bool, int]]] = {1: [], -1: []}
        for at in range(1, len(self.blocks)):
            above, line = self.lines[at - 1], self.lines[at]
            moved = line.left - above.left
            if self.blocks[at].gap != self.tie or not 0 < abs(moved) <= _WIDEST_INDENT:
                continue
            if max(above.left, line.left) > 2 * _WIDEST_INDENT or self._is_centred(at):
                continue
            done = self.blocks[at - 1].text[-1] in _ENDS or not self._is_full(at)
            moves[1 if moved > 0 else -1].append((done, line.left))
        for way in (1, -1):
            there, back = moves[way], moves[-way]
            if (
                there
                and sum([done for done, _ in there]) >= _MOSTLY * len(there)
                and sum([done for done, _ in back]) <= _RARELY * len(back)
            ):
                return way, Counter([left for _, left in there]).most_common(1)[0][0]
        return 0, -1

    def _begins(self, at: int, ended: bool, lines_before: int) -> bool:
        """Whether the indent of a line begins a paragraph."""
        way, start = self.starts
        left, above = self.lines[at].left, self.lines[at - 1].left
        if way:
            return left == start or (left - above) * way > 0
        # A quotation set in, or the end of one.
        return left != above and ended and lines_before > 1


_DASHES: Final = frozenset("-–—")
_MOSTLY, _RARELY = 0.8, 0.5

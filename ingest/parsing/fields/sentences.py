"""A line in, its shape out: how a sentence begins and ends, its words, and which of them tell."""

from __future__ import annotations

import re
from typing import Final

from ingest.parsing.fields.language import FUNCTION_WORDS

#: Ends of sentences in the scripts that news is written in, and what may close behind them.
SENTENCE_ENDS: Final = frozenset(".!?…。！？｡।؟۔")
CLOSERS: Final = "\"'”’“»«›)]」』"
QUOTES: Final = frozenset('"“„«»‘‚「『—–')
BULLETS: Final = re.compile(r"(?:[•●▪■◦‣∙·*►▶➤–—-]|\d{1,2}[.)])\s{0,3}(?=\S)")
#: Letters of scripts without spaces: two of them count as a word.
_UNSPACED: Final = re.compile("[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]")
_WORD: Final = re.compile(r"[^\W\d_]+")
COLONS: Final = (":", "：")
#: Words of a sentence, of a spoken line, before a colon, and without an end mark, at least: titles
#: of other stories have fewer.
_LEAST: Final = 4
_LEAST_SPOKEN: Final = 2
_LEAST_BEFORE_COLON: Final = 6
_LEAST_UNENDED: Final = 25
_LONG_WORD: Final = 4
#: Of the letters of a title in capitals at least this share are.
_CAPITALS: Final = 0.7


def may_be_line(text: str) -> bool:
    """Whether a text may be a line of a story by its beginning and its length."""
    return begins_sentence(text) and words_in(text) >= (
        _LEAST_SPOKEN if text[0] in QUOTES else _LEAST
    )


def begins_sentence(text: str) -> bool:
    """Whether a text begins as a sentence does; an item of a list behind its bullet."""
    first = BULLETS.sub("", text, count=1)[:1]
    return bool(first) and not first.islower() and (first.isalnum() or first in '"“„«»‘‚「『¿¡(')


def ends_sentence(text: str) -> bool:
    """Whether a text ends as a sentence does, and is long enough for one."""
    inner = text.rstrip(CLOSERS)
    spoken = text[0] in QUOTES
    if inner[-1:] in SENTENCE_ENDS and not inner.endswith(".."):
        return words_in(text) >= (_LEAST_SPOKEN if spoken else _LEAST)
    if inner.endswith(COLONS):
        return words_in(text) >= _LEAST_BEFORE_COLON
    return words_in(text) >= _LEAST_UNENDED


def words_in(text: str) -> int:
    """The number of words; of scripts without spaces two letters are one."""
    wide = 0 if text.isascii() else len(_UNSPACED.findall(text))
    return text.count(" ") + 1 + wide // 2


def longer_words(text: str) -> frozenset[str]:
    """The words that tell a story; pairs of letters in scripts without spaces."""
    folded = text.casefold()
    words = {word for word in _WORD.findall(folded) if len(word) >= _LONG_WORD}
    if not folded.isascii():
        wide = [word for word in words if _UNSPACED.match(word)]
        words |= {word[at : at + 2] for word in wide for at in range(len(word) - 1)}
    return frozenset(words - FUNCTION_WORDS)


def is_in_capitals(text: str) -> bool:
    letters = sum(map(str.isalpha, text))
    return bool(letters) and sum(map(str.isupper, text)) > _CAPITALS * letters

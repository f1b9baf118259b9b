"""Detect the likely codec of bytes that are not UTF-8. No Django.

Each codec that papers used is tried with its languages. A decoding scores by letters that the
language has and by marks that stand where such marks stand; it loses by letters that the language
does not have, by capitals inside words, and where the small words around are another language's.
Measured against other detectors in `benchmarks/detectors.py`.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from functools import lru_cache
from operator import itemgetter
from typing import Final, NamedTuple

from ingest.decode.context import MARKS, standing, unpaired
from ingest.decode.languages import CODECS, EAST, LANGUAGES, OWN_SCRIPT, WEST

#: Bytes beyond ASCII with their neighbours that are examined; more gives no better results.
TRIED_ON: Final = 500
#: Neighbours that are examined: `5 €`.
_BESIDE: Final = 2
_HIGH: Final = re.compile(rb"[\x80-\xff]+")
_BEYOND_ASCII: Final = re.compile(r"[^\x00-\x7f]")
#: Below this score it is no language that we know; a general detector decides.
ENOUGH: Final = 0.25
#: A decoding that comes so near to the best one would make sense too.
_NEAR: Final = 0.15

#: Scores of a letter; one that only other languages of its region have may stand in a name.
_FREQUENT, _OTHER, _IN_NAMES, _FOREIGN = 1.0, 0.7, 0.0, -1.5
#: Score of a capital inside a word, of a letter beside a figure, of two scripts in one word.
_ODD: Final = -2.0
#: Score of a quotation mark without its partner.
_UNPAIRED: Final = -0.25
#: Score of a letter that stands alone, where it is no word of its language.
_ALONE: Final = -1.0
#: Score in Latin script of a letter between others beyond ASCII: `Íàäåæäà`.
_DENSE: Final = -0.7
#: What joins a letter to a word: `d'été`, `bien-être`.
_JOINING: Final = frozenset("'’-")

#: Bytes around those beyond ASCII whose words tell the language, at so many places.
_AROUND: Final = 300
_MOST_PLACES: Final = 20
_WORD: Final = re.compile(rb"(?<![^\s(\"'])[A-Za-z]{1,8}(?![^\s,.;:!?)\"'])")
#: So many small words make a language sure.
_SURE_WORDS: Final = 6
#: What a language loses if the words are another's, and a script if the words are Latin.
_OTHER_LANGUAGE: Final = 0.5
_OTHER_SCRIPT: Final = 0.8
_NAME_IN_OTHER_SCRIPT: Final = 0.3
#: In a text of Latin words there are so many of their letters to one of another script.
_LATIN_LETTERS: Final = 3


class Detected(NamedTuple):
    """A codec, and another one that makes as much sense of the bytes, or ""."""

    codec: str
    rival: str = ""


class _Around(NamedTuple):
    """The words around what is beyond ASCII: how far they speak for each language, 0 to 1, and
    whether there are too many for a text in another script."""

    languages: dict[str, float]
    latin: bool


class _Reading(NamedTuple):
    """What is beyond ASCII in a decoding: the score of marks and oddities, letters, letters that
    stand alone, how many characters there are, how many touch Latin letters, and how many stand
    between letters beyond ASCII."""

    score: float
    letters: Counter[str]
    alone: Counter[str]
    number: int
    mixed: int
    dense: int


#: Most Latin letters per letter of an East Asian text.
_MOST_LATIN: Final = 3
#: Frequent Chinese characters, simplified and traditional; a third of the text of news.
_CHINESE: Final = frozenset(
    "的一是在不了有和人这這中大为為上个個国國我以要他时時来來用们們生到作地于於出就分对對成会會可主"
    "发發年动動同工也能下过過子说說产產种種面而方后後多定行学學法所民得经經十三之进進着等部度家电電力"
    "里裡如水化高自二理起小物现現实實加量都两兩体體制机機当當使点點从從业業本去把性好应應开開它合还還"
    "因由其些然前外天政四日那社义義事平形相全表间間样樣与與关關各重新线線内內数數正心反你明看原又么麼"
    "利比或但质質气氣第向道命此变變条條只没沒结結解问問意建月公无無系军軍很情者最立代想已通并並提直题題"
    "市长長星期宣布报報记記将將已经"
)
_EASTERN: Final = ("cp932", "euc_jp", "gb18030", "big5", "cp949")


def detect(data: bytes) -> Detected:
    """The likely codec of bytes that are not UTF-8; windows-1252 without any sign."""
    places = _places(data)
    if not places:
        return Detected("windows-1252")
    sample = _with_neighbours(data, places)
    around = _around(data, places)
    start = max(0, places[0][0] - _BESIDE)
    singles = _single(sample, around)
    best, name = max((*singles, *_double(data[start : start + TRIED_ON])), key=itemgetter(0))
    if best < ENOUGH:
        known = around.latin and max(around.languages.values()) > 0
        return Detected("windows-1252" if known else _general(data[start : start + _LOOKED_AT]))
    text = sample.decode(name, "replace")
    near = [
        (score, other)
        for score, other in singles
        if score >= max(best - _NEAR, ENOUGH) and sample.decode(other, "replace") != text
    ]
    return Detected(_named(name), _named(max(near)[1]) if near else "")


#: Bytes for the general detector.
_LOOKED_AT: Final = 20_000


def _named(codec: str) -> str:
    known = codecs.lookup(codec).name
    return "windows-1252" if known in ("cp1252", "iso8859-1", "ascii") else known


def _places(data: bytes) -> list[tuple[int, int]]:
    """The first runs of bytes beyond ASCII."""
    places: list[tuple[int, int]] = []
    taken = 0
    for match in _HIGH.finditer(data):
        start, end = match.span()
        places.append((start, min(end, start + TRIED_ON)))
        taken += end - start + 2 * _BESIDE
        if taken > TRIED_ON:
            break
    return places


def _with_neighbours(data: bytes, places: list[tuple[int, int]]) -> bytes:
    """The bytes beyond ASCII with their neighbours; a space where others are left out."""
    pieces: list[bytes] = []
    last = -1
    for start, end in places:
        begin = start - _BESIDE
        pieces += (data[last:start],) if last >= begin else (b" ", data[max(0, begin) : start])
        pieces.append(data[start : end + _BESIDE])
        last = end + _BESIDE
    return b"".join(pieces)


def _around(data: bytes, places: list[tuple[int, int]]) -> _Around:
    """What the small words near the places say."""
    near: list[bytes] = []
    last = 0
    for start, end in places[:_MOST_PLACES]:
        begin, last = max(last, start - _AROUND), max(last, end + _AROUND)
        near.append(data[begin:last])
    text = b"".join(near)
    words = Counter([word.lower() for word in _WORD.findall(text)])
    hits = {
        name: sum(words[word] for word in small if word in words)
        for name, small in _small_words().items()
    }
    most = max(hits.values())
    sure = min(1.0, most / _SURE_WORDS) if most > 1 else 0.0
    languages = {name: sure * count / (most or 1) for name, count in hits.items()}
    ascii_letters = len(text) - len(text.translate(None, _ASCII_LETTERS))
    high = len(text) - len(text.translate(None, _HIGH_BYTES))
    return _Around(languages, ascii_letters > _LATIN_LETTERS * high)


_ASCII_LETTERS: Final = bytes(code for code in range(128) if chr(code).isalpha())
_HIGH_BYTES: Final = bytes(range(128, 256))


@lru_cache
def _small_words() -> dict[str, tuple[bytes, ...]]:
    return {
        name: tuple(language.words.encode("ascii").split()) for name, language in LANGUAGES.items()
    }


def _single(sample: bytes, around: _Around) -> list[tuple[float, str]]:
    """Scores of the single-byte codecs."""
    found = []
    for rank, codec in enumerate(CODECS):
        reading = _read(sample.decode(codec.name, "replace"))
        score = max(
            _as_language(reading, name) - _contradicted(around, reading, name)
            for name in codec.languages
        )
        found.append((score - 0.001 * rank - codec.rare, codec.name))
    return found


def _contradicted(around: _Around, reading: _Reading, name: str) -> float:
    """What a language loses by the words around; a whole word in another script may be a name."""
    sure = max(around.languages.values())
    if name in OWN_SCRIPT:
        name_in_it = reading.dense * 3 > reading.number
        return sure * (_NAME_IN_OTHER_SCRIPT if name_in_it else _OTHER_SCRIPT) * around.latin
    return _OTHER_LANGUAGE * (sure - around.languages[name])


def _read(text: str) -> _Reading:
    score, count, mixed, dense = _UNPAIRED * unpaired(text), 0, 0, 0
    letters: list[str] = []
    alone: list[str] = []
    for match in _BEYOND_ASCII.finditer(text):
        at = match.start()
        letter, before, after = text[at], text[at - 1 : at] or " ", text[at + 1 : at + 2] or " "
        count += 1
        if letter in MARKS:
            if before.isspace() and text[at - 2 : at - 1].isdigit():
                before = "0"
            score += standing(letter, before, after)
            continue
        if (letter.isupper() and before.islower()) or (letter.islower() and after.isupper()):
            score += _ODD
        mixed += (before.isascii() and before.isalpha()) + (after.isascii() and after.isalpha())
        dense += _is_letter_beyond(before) and _is_letter_beyond(after)
        if letter < _LAST_LATIN and (before.isdigit() or after.isdigit()):
            score += _ODD
        if _is_joined(before) or _is_joined(after):
            letters.append(letter)
        else:
            alone.append(letter)
    return _Reading(score, Counter(letters), Counter(alone), count, mixed, dense)


#: After these letters come other scripts.
_LAST_LATIN: Final = "\u0250"


def _is_letter_beyond(neighbour: str) -> bool:
    return neighbour.isalpha() and not neighbour.isascii()


def _is_joined(neighbour: str) -> bool:
    return neighbour.isalpha() or neighbour in _JOINING


def _as_language(reading: _Reading, name: str) -> float:
    """The average score of a character beyond ASCII in this language; 1 at most."""
    worth, own = _worth(name), name in OWN_SCRIPT
    total = reading.score
    for letter, times in reading.letters.items():
        total += times * worth.get(letter, _FOREIGN)
    words = LANGUAGES[name].alone
    for letter, times in reading.alone.items():
        score = worth.get(letter, _FOREIGN)
        total += times * (score if own or letter in words else min(score, _ALONE))
    total += _ODD * reading.mixed if own else _DENSE * reading.dense
    return total / reading.number if reading.number else 0.0


@lru_cache
def _worth(name: str) -> dict[str, float]:
    """Letter -> its score in a language."""
    language = LANGUAGES[name]
    worth = dict.fromkeys(language.others, _OTHER) | dict.fromkeys(language.frequent, _FREQUENT)
    region = WEST if name in WEST else EAST if name in EAST else ()
    for other in region:
        for letter in LANGUAGES[other].frequent + LANGUAGES[other].others:
            worth.setdefault(letter, _IN_NAMES)
    for letter, score in tuple(worth.items()):
        if letter.upper() != letter and len(letter.upper()) == 1:
            worth.setdefault(letter.upper(), min(score, _OTHER))
    return worth


def _double(sample: bytes) -> list[tuple[float, str]]:
    """Scores of the Chinese, Japanese and Korean codecs."""
    found = []
    for rank, codec in enumerate(_EASTERN):
        try:
            text = codecs.getincrementaldecoder(codec)().decode(sample)
        except UnicodeDecodeError:
            continue
        letters = [letter for letter in text if letter > "\x7f"]
        latin = sum(letter.isascii() and letter.isalpha() for letter in text)
        if letters and latin <= _MOST_LATIN * len(letters):
            found.append((_as_eastern(letters, codec) - 0.001 * rank, codec))
    return found


def _as_eastern(letters: list[str], codec: str) -> float:
    """The share of characters typical of the language: kana, hangul, frequent Chinese ones."""
    kana = sum("\u3041" <= letter <= "\u30fe" for letter in letters)
    hangul = sum("\uac00" <= letter <= "\ud7a3" for letter in letters)
    chinese = sum(letter in _CHINESE for letter in letters)
    marks = sum(
        "\u3000" <= letter <= "\u3017" or "\uff01" <= letter <= "\uff5e" for letter in letters
    )
    strange = sum(
        not ("\u3000" <= letter <= "\u30ff" or "\u4e00" <= letter <= "\u9fff" or letter >= "\uac00")
        and letter not in MARKS
        for letter in letters
    )
    telling = {"cp932": 2 * kana, "euc_jp": 2 * kana, "cp949": hangul}.get(codec, 2.5 * chinese)
    if codec in ("gb18030", "big5") and kana + hangul:
        telling -= 2 * (kana + hangul)
    return min(1.0, (telling + marks - 2 * strange) / len(letters))


def _general(sample: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(sample, cp_isolation=list(_OTHERS)).best()
    return _named(best.encoding) if best else "windows-1252"


#: What the general detector may choose from: no mainframe codecs.
_OTHERS: Final = (*(codec.name for codec in CODECS), *_EASTERN, "cp1258", "iso8859_9")

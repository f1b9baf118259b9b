"""Detect the likely codec of bytes that are not UTF-8. No Django.

Each codec that papers used is tried with its languages. A decoding scores by letters that the
language has, and loses by letters that it does not have and by capitals inside words. Measured
against other detectors in `benchmarks/detectors.py`.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from functools import lru_cache
from itertools import pairwise
from operator import itemgetter
from typing import Final, NamedTuple

#: Bytes that are examined, and for single-byte codecs the bytes beyond ASCII with their neighbours;
#: more gives no better results.
LOOKED_AT: Final = 20_000
TRIED_ON: Final = 400
_HIGH: Final = re.compile(rb"[\x00-\x7f]?[\x80-\xff]+[\x00-\x7f]?")
#: Below this score it is no language that we know; a general detector decides.
ENOUGH: Final = 0.25


class Language(NamedTuple):
    """Letters beyond ASCII: the frequent ones, and others that occur."""

    frequent: str
    others: str = ""


_LANGUAGES: Final[dict[str, Language]] = {
    "German": Language("äöüß", "ÄÖÜéà"),
    "French": Language("éèàç", "êâëîïôùûœæÉÈÊÀÂÇÔÎŒ"),
    "Spanish": Language("áéíóñ", "úüÁÉÍÓÚÑ¿¡ºª"),
    "Portuguese": Language("ãçáéíó", "âàêôõúÁÂÃÀÇÉÊÍÓÔÕÚºª"),
    "Italian": Language("àèéòù", "ìÀÈÉÌÒÙ"),
    "Dutch": Language("éëï", "èöüóáíÉË"),
    "Nordic": Language("åäöæø", "ÅÄÖÆØéü"),
    "Icelandic": Language("áíðöþæ", "éóúýÁÍÐÖÞÆÉÓÚÝ"),
    "English": Language("é", "ñèïôçà"),
    "Polish": Language("ąęółśżć", "ńźĄĆĘŁŃÓŚŹŻ"),
    "Czech": Language("áíěčřšžýé", "ďňóťúůäĺľôŕÁČĎÉĚÍŇÓŘŠŤÚŮÝŽĽ"),
    "Hungarian": Language("áéőö", "íóúüűÁÉÍÓÖŐÚÜŰ"),
    "Croatian": Language("čšžć", "đČĆĐŠŽ"),
    "Romanian": Language("ăîâşţșț", "ĂÂÎŞŢȘȚ"),
    "Turkish": Language("ıüşğç", "öâîÇĞİÖŞÜ"),
    "Lithuanian": Language("ėšžų", "ąčęįūĄČĘĖĮŠŲŪŽ"),
    "Latvian": Language("āīēš", "čģķļņūžĀČĒĢĪĶĻŅŠŪŽ"),
    "Estonian": Language("äõöü", "šžÄÕÖÜŠŽ"),
    "Russian": Language("оеаинтсрвл", "бгджзйкмпуфхцчшщъыьэюяё"),
    "Ukrainian": Language("оаинівтерс", "бгґджзєїйклмпуфхцчшщьюя"),
    "Bulgarian": Language("аеиотнрсвд", "бгжзйклмпуфхцчшщъьюя"),
    "Serbian": Language("аоиенрсјту", "бвгдђжзклљмњпћфхцчџш"),
    "Greek": Language("αοιετνσςρκ", "βγδζηθλμξπυφχψωάέήίόύώϊϋΐΰ"),
    "Hebrew": Language("יוהלאמתברש", "גדזחטכךםנןסעפףצץק\u05b0\u05b4\u05b7\u05b8־"),
    "Arabic": Language("اليمنرتوبع", "ءآأؤإئةثجحخدذزسشصضطظغفقكهىًٌٍَُِّْ،؛؟"),
    "Persian": Language("ایرندمهوتب", "آأئپچژکگسشخفقعحجزطصغظثضذ،؛؟"),
    "Thai": Language("านรอกเงมยล", "".join(map(chr, range(0x0E01, 0x0E5C)))),
}  # fmt: skip
_WEST: Final = (
    "English", "German", "French", "Spanish", "Portuguese", "Italian", "Dutch", "Nordic",
    "Icelandic",
)  # fmt: skip
_EAST: Final = ("Polish", "Czech", "Hungarian", "Croatian", "Romanian")
_CYRILLIC: Final = ("Russian", "Ukrainian", "Bulgarian", "Serbian")
#: Languages that mix no Latin letters into their words.
_OWN_SCRIPT: Final = frozenset((*_CYRILLIC, "Greek", "Hebrew", "Arabic", "Persian", "Thai"))
#: Codecs with the languages they were used for; of equal scores the first wins.
_CODECS: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    ("cp1252", _WEST),
    ("cp1250", _EAST),
    ("iso8859_2", _EAST),
    ("cp1251", _CYRILLIC),
    ("koi8_r", ("Russian",)),
    ("koi8_u", ("Ukrainian", "Russian")),
    ("cp866", ("Russian",)),
    ("iso8859_5", ("Russian", "Bulgarian")),
    ("cp1253", ("Greek",)),
    ("iso8859_7", ("Greek",)),
    ("cp1254", ("Turkish",)),
    ("cp1257", ("Lithuanian", "Latvian", "Estonian")),
    ("cp1255", ("Hebrew",)),
    ("cp1256", ("Arabic", "Persian")),
    ("iso8859_6", ("Arabic",)),
    ("cp874", ("Thai",)),
    ("iso8859_16", ("Romanian",)),
    ("mac_roman", _WEST),
)
#: Punctuation of all languages, and the scores; a letter scores 1 at most.
_MARKS: Final = frozenset("‘’“”„‚–—…•«»‹›€£§°®©™½·´\u00a0")
_FREQUENT, _OTHER, _MARK, _FOREIGN = 1.0, 0.7, 0.6, -1.5
#: Handicap of a codec that few pages used.
_RARE: Final = 0.15
#: Score of a capital inside a word, or of two scripts in one.
_ODD: Final = -2.0
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


def detect(data: bytes) -> str:
    """The likely codec of bytes that are not UTF-8; windows-1252 without any sign."""
    sample = data[:LOOKED_AT]
    high = len(sample) - len(sample.translate(None, bytes(range(128, 256))))
    if not high:
        return "windows-1252"
    high_bytes = b" ".join(_HIGH.findall(sample))[:TRIED_ON]
    scores = (*_single(high_bytes), *_double(sample[:TRIED_ON]))
    best, name = max(scores, key=itemgetter(0))
    if best < ENOUGH:
        name = _general(sample)
    known = codecs.lookup(name).name
    return "windows-1252" if known in ("cp1252", "iso8859-1", "ascii") else known


def _single(sample: bytes) -> list[tuple[float, str]]:
    """Scores of the single-byte codecs."""
    found = []
    for rank, (codec, languages) in enumerate(_CODECS):
        text = sample.decode(codec, "replace")
        score = max(_as_language(text, language) for language in languages)
        found.append((score - (0.001 * rank if codec != "mac_roman" else _RARE), codec))
    return found


def _as_language(text: str, name: str) -> float:
    """The average score of a letter beyond ASCII in this language; 1 at most."""
    worth = _worth(name)
    total, count = 0.0, 0
    for letter, times in Counter(text).items():
        if letter > "\x7f":
            total += times * worth.get(letter, _FOREIGN)
            count += times
    odd = sum(
        times
        for (before, letter), times in Counter(pairwise(text)).items()
        if (letter > "\x7f" or before > "\x7f")
        and (
            (letter.isupper() and before.islower())
            or (name in _OWN_SCRIPT and _are_of_two_scripts(before, letter))
        )
    )
    return (total + _ODD * odd) / count if count else 0.0


def _are_of_two_scripts(before: str, letter: str) -> bool:
    if before.isascii() == letter.isascii():
        return False
    latin, foreign = (before, letter) if before.isascii() else (letter, before)
    return latin.isalpha() and foreign not in _MARKS


@lru_cache
def _worth(name: str) -> dict[str, float]:
    """Letter -> its score in a language."""
    language = _LANGUAGES[name]
    worth = dict.fromkeys(_MARKS, _MARK) | {"’": _FREQUENT}
    worth |= dict.fromkeys(language.others, _OTHER)
    worth |= dict.fromkeys(language.frequent, _FREQUENT)
    for letter in tuple(worth):
        if letter.upper() != letter and len(letter.upper()) == 1:
            worth.setdefault(letter.upper(), _OTHER)
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
        and letter not in _MARKS
        for letter in letters
    )
    telling = {"cp932": 2 * kana, "euc_jp": 2 * kana, "cp949": hangul}.get(codec, 2.5 * chinese)
    if codec in ("gb18030", "big5") and kana + hangul:
        telling -= 2 * (kana + hangul)
    return min(1.0, (telling + marks - 2 * strange) / len(letters))


def _general(sample: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(sample, cp_isolation=list(_OTHERS)).best()
    return best.encoding if best else "cp1252"


#: What the general detector may choose from: no mainframe codecs.
_OTHERS: Final = (*(codec for codec, _ in _CODECS), *_EASTERN, "cp1258", "iso8859_9")

"""A text in, its language (ISO 639-1) out, by function words or by script."""

from __future__ import annotations

import re
from typing import Final

#: Function words by language; words that languages share count for each.
_SMALL_WORDS: Final[dict[str, str]] = {
    "en": "the of and to in a is that for it was on with as be at by he this his from are but "
    "have an had they which or her she not we has been were who their said would will its if "
    "about after when more there can out up over what than into also",
    "de": "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch "
    "es an werden aus er hat dass sie nach wird bei einer um am sind noch wie einem über einen so "
    "zum war haben nur oder aber vor zur bis mehr durch man sein wurde",
    "fr": "le la les de des du et en un une est que qui dans pour au pas sur ce il par plus avec "
    "ne se sont aux son cette mais ont être a été elle ou comme nous leur sa ses même après",
    "es": "el la los las de del y en un una que es por con para no se su al lo como más ha fue "
    "pero sus este esta ya sobre entre también hasta desde cuando muy han años",
    "it": "il lo la i gli le di del della dei e in un una che è per con non si al da sono come "
    "più ha ma anche alla nel nella dal su questo questa dopo stato essere hanno",
    "pt": "o a os as de do da dos das e em um uma que é por com para não se no na ao mais foi "
    "como mas sua seu são pelo pela também ser está até ele ela isso",
    "nl": "de het een en van in is dat op te zijn voor met die niet aan er om ook als bij maar "
    "door naar uit nog over hij werd wordt heeft hebben meer dan deze was ze",
    "sv": "och att det i en som är på av för med den till inte har de om ett han men var sig från "
    "så kan när år säger under också efter eller nu där vid",
    "da": "og at det i en er på af for med den til ikke har de om et han men var sig fra som så "
    "kan når år siger efter eller nu der ved blev vil skal",
    "no": "og at det i en er på av for med den til ikke har de om et han men var seg fra som så "
    "kan når år sier etter eller nå der ved ble vil skal",
    "fi": "ja on ei että se hän oli myös kuin mutta ovat sen ole joka kun mukaan vuoden vain jo",
    "pl": "i w na z do się nie to że jest o jak po od przez za dla są co ale był tym już może",
    "tr": "ve bir bu da de için ile olarak olan daha çok gibi sonra kadar en ise ancak göre her",
    "cs": "a v na se je že o s z do to ve pro by si jsou za jako po podle které také byl ale",
    "vi": "và của là có trong cho không được một với các người này đã những khi để từ về",
    "id": "dan yang di dengan untuk dari ini pada tidak dalam itu akan ke juga oleh sebagai",
    "hu": "a az és hogy nem is egy ez volt csak meg már de ha mint vagy még el azt szerint",
    "ro": "și în de la a cu pe că nu este din o un să pentru mai care au fost ce sau după",
}
_LANGUAGES_OF: Final[dict[str, tuple[str, ...]]] = {}
for _code, _words in _SMALL_WORDS.items():
    for _word in _words.split():
        _LANGUAGES_OF[_word] = (*_LANGUAGES_OF.get(_word, ()), _code)
#: The sets of languages that share a word, and word -> number of its set (numbers are counted
#: quicker than sets).
_SETS: Final = tuple(dict.fromkeys(_LANGUAGES_OF.values()))
_SET_OF: Final = {word: _SETS.index(codes) for word, codes in _LANGUAGES_OF.items()}

#: The function words of all languages, which tell prose from menus.
FUNCTION_WORDS: Final = frozenset(_LANGUAGES_OF)

#: The head of a long text, in characters.
_HEAD: Final = 300


#: Pages address their readers with these; stories have them in quotation marks only.
_ADDRESSED: Final = frozenset("you your us our we du dein vous votre usted".split())
#: In small letters these mean “she”, “they” and “her”, which open sentences in capitals, too.
_ADDRESSED_IN_CAPITALS: Final = frozenset("Sie Ihr Ihre Ihnen".split())
_QUOTES: Final = frozenset('"“„«»‘‚「『')
_WORD: Final = re.compile(r"[^\W\d_]+")


def speaks_to_readers(text: str) -> bool:
    """Whether a line addresses the readers of its page, and quotes nobody who does."""
    words = _WORD.findall(text)
    addressed = not (
        _ADDRESSED.isdisjoint(map(str.casefold, words))
        and _ADDRESSED_IN_CAPITALS.isdisjoint(words[1:])
    )
    return addressed and _QUOTES.isdisjoint(text)


def small_words_of_head(text: str) -> tuple[int, int]:
    """The number of different function words in the head of a long text, and of words."""
    head = text[:_HEAD].split(" ")
    return len(FUNCTION_WORDS.intersection(head)), len(head)


#: Scripts that name a language, and the share of letters that decides. Kana before Han: Japanese
#: is written in both.
_SCRIPTS: Final = (
    ("ja", re.compile("[\u3040-\u30ff]"), 0.08),
    ("ko", re.compile("[\uac00-\ud7af\u1100-\u11ff]"), 0.2),
    ("zh", re.compile("[\u4e00-\u9fff]"), 0.3),
    ("ar", re.compile("[\u0600-\u06ff]"), 0.4),
    ("he", re.compile("[\u0590-\u05ff]"), 0.4),
    ("el", re.compile("[\u0370-\u03ff]"), 0.4),
    ("th", re.compile("[\u0e00-\u0e7f]"), 0.3),
    ("hi", re.compile("[\u0900-\u097f]"), 0.3),
    ("ru", re.compile("[\u0400-\u04ff]"), 0.4),
    ("bn", re.compile("[\u0980-\u09ff]"), 0.3),
    ("pa", re.compile("[\u0a00-\u0a7f]"), 0.3),
    ("gu", re.compile("[\u0a80-\u0aff]"), 0.3),
    ("ta", re.compile("[\u0b80-\u0bff]"), 0.3),
    ("te", re.compile("[\u0c00-\u0c7f]"), 0.3),
    ("kn", re.compile("[\u0c80-\u0cff]"), 0.3),
    ("ml", re.compile("[\u0d00-\u0d7f]"), 0.3),
    ("si", re.compile("[\u0d80-\u0dff]"), 0.3),
    ("my", re.compile("[\u1000-\u109f]"), 0.3),
    ("km", re.compile("[\u1780-\u17ff]"), 0.3),
    ("lo", re.compile("[\u0e80-\u0eff]"), 0.3),
    ("ka", re.compile("[\u10a0-\u10ff]"), 0.4),
    ("hy", re.compile("[\u0530-\u058f]"), 0.4),
)
#: Letters that only one of the languages of a script has, the rarer before the commoner: a text is
#: of the first whose letters make OWN_SHARE of it. "" is a language that is not told.
_OWN_LETTERS: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    "ar": (
        ("sd", "ڄڃڇڙڦٺٽڊڍڌڏڳڱڻ"),
        ("ps", "ښځڅډړږڼۍ"),
        ("ug", "ۇۆۈې"),
        ("ku", "ڕڵێۆ"),
        ("ur", "ٹڈڑںےہھ"),
        ("fa", "پچژگکی"),
    ),
    "ru": (
        ("be", "ўЎ"),
        ("", "ѓќЃЌ"),
        ("sr", "ђћЂЋјЈ"),
        ("", "ҷӯӣҳҶӮӢҲ"),
        ("kk", "қғұҚҒҰ"),
        ("uk", "іїєґІЇЄҐ"),
        ("", "җӘәҖ"),
        ("", "өүӨҮ"),
    ),
}
#: A foreign name has fewer of them.
OWN_SHARE: Final = 0.01
#: Russian has these in every sentence, Bulgarian and Macedonian never.
_RUSSIAN: Final = re.compile("[ыэёЫЭЁ]")
#: Small words of the languages that share letters throughout.
_OF_DEVANAGARI: Final[dict[str, frozenset[str]]] = {
    "hi": frozenset("है हैं में के की का और से को पर ने यह कि भी नहीं था थी थे".split()),
    "mr": frozenset("आहे आहेत आणि या हे ही होते होता होती मध्ये साठी नाही झाली झाला".split()),
    "ne": frozenset("छ छन् र हो गरेको भएको मा लाई पनि गर्ने छैन थियो भने".split()),
}
#: Letters of languages in Latin script that others have in foreign names only.
_LATIN_LETTERS: Final = (
    ("", re.compile("[əƏ]")),
    ("tr", re.compile("[ğışĞİŞ]")),
    ("pl", re.compile("[łśźńŁŚŹ]")),
    ("cs", re.compile("[řůěŘŮĚ]")),
    ("hu", re.compile("[őűŐŰ]")),
    ("ro", re.compile("[țșăţȚȘ]")),
    ("vi", re.compile("[ơưđ\u1ea0-\u1ef9]")),
    ("", re.compile("[þð]")),
    ("", re.compile("[ėųįļķņģ]")),
    ("", re.compile("[ćľĺŕ]")),
)
#: So many of a hundred letters tell which language it is, or that it is not another one.
_LATIN_SHARE: Final = 0.015
LOOKED_AT: Final = 700
_NO_LETTERS: Final = bytes(code for code in range(256) if not chr(code).isalpha() or code > 127)
_FEWEST_WORDS: Final = 4
#: By so many words a language leads, and so many of all words are its own.
_LEAD: Final = 1
_LEAST_SHARE: Final = 0.06
#: The confidence where only letters tell, and what stands for "they tell nothing".
_BY_LETTERS: Final = 0.8
_NOT_TOLD: Final = "?"
#: So many characters suffice if so many function words are of one language, and at most half as
#: many of any other.
_MOSTLY_ENOUGH: Final = 300
_CLEAR_WORDS: Final = 12


def detect_language(text: str) -> tuple[str, float]:
    """(ISO 639-1 code, confidence), or ("", 0.0) for texts that are too short or of a language that
    is not known: no language is better than a wrong one.
    """
    text = text[:LOOKED_AT]
    if not text.isascii():
        data = text.encode("utf-8", "surrogatepass")
        wide = len(data) - len(text)
        # Letters of ASCII are counted quickly, and mostly there are enough of them.
        if wide > 0.3 * len(data.translate(None, _NO_LETTERS)) and wide > 0.3 * (
            letters := sum(map(str.isalpha, text)) or 1
        ):
            for code, pattern, share in _SCRIPTS:
                if len(pattern.findall(text)) >= share * letters and letters >= 8:
                    code = _within_script(code, text)
                    return code, 0.95 if code else 0.0
        if wide > _LATIN_SHARE * len(text) and (own := _by_latin_letters(text)) != _NOT_TOLD:
            return own, _BY_LETTERS if own else 0.0
    for end in (_MOSTLY_ENOUGH, LOOKED_AT):
        best, hits, second = _by_small_words(text[:end])
        if end >= len(text) or (hits >= _CLEAR_WORDS and second * 2 <= hits):
            break
    if hits < _FEWEST_WORDS or hits - second < _LEAD or hits < _LEAST_SHARE * _words_in(text[:end]):
        return "", 0.0
    return best, round(min(0.98, 0.5 + (hits - second) / (2 * hits)), 3)


def _by_small_words(text: str) -> tuple[str, int, int]:
    """The language with most function words, their number, and that of the next language."""
    hits_of_set: dict[int, int] = {}
    for number in map(_SET_OF.get, text.casefold().split()):
        if number is not None:
            hits_of_set[number] = hits_of_set.get(number, 0) + 1
    counts: dict[str, int] = {}
    for number, hits in hits_of_set.items():
        for code in _SETS[number]:
            counts[code] = counts.get(code, 0) + hits
    if not counts:
        return "", 0, 0
    best = max(counts, key=counts.__getitem__)
    hits = counts.pop(best)
    return best, hits, max(counts.values(), default=0)


def _words_in(text: str) -> int:
    return text.count(" ") + 1


def _by_latin_letters(text: str) -> str:
    """The language whose own letters a text in Latin script has, _NOT_TOLD where it has none."""
    least = _LATIN_SHARE * sum(map(str.isalpha, text))
    most, best = max((len(letters.findall(text)), code) for code, letters in _LATIN_LETTERS)
    return best if most > max(least, 1) else _NOT_TOLD


def _within_script(code: str, text: str) -> str:
    """The language of a text in the script of `code`, "" where several may be meant."""
    if code == "hi":
        words = set(text.split())
        hits = sorted((len(words & small), code) for code, small in _OF_DEVANAGARI.items())
        return hits[-1][1] if hits[-1][0] > hits[-2][0] else ""
    least = OWN_SHARE * sum(map(str.isalpha, text))
    for own, letters in _OWN_LETTERS.get(code, ()):
        if sum(map(text.count, letters)) > least:
            return own
    if code == "ru" and not _RUSSIAN.search(text):
        return "bg" if text.count("ъ") > least else ""
    return code

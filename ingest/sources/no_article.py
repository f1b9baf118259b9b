"""What lies in the folder of a corpus and is no article: code, licences,
READMEs, word lists, tables.

In: a file's name, or its text. Out: a sentence why it is probably no article, or "". Whoever
imports may take such a file in after all, so these rules may be wrong now and then, but a story
that is set aside is missed: where a text leaves any doubt it is kept.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from ingest.parsing import is_html

#: Names of files, in any case, by what they are. A README may be translated: README.de.md.
_NAMES: Final = (
    (r"(?:readme|changelog)(?:[._ -][\w.-]*)?", "a description of the files beside it"),
    (r"(?:licen[cs]e|copying)(?:[._-](?:mit|apache|bsd|gpl|cc[\w.-]*|code|data))?", "a licence"),
    (r"(?:stop[_-]?words?|word[_-]?list|vocab(?:ulary)?)(?:[_-]\w+)?\.(?:txt|dic|lst)",
     "a list of words"),
    (r"requirements(?:[_-]\w+)?\.txt|pipfile|gemfile|makefile|dockerfile|cmakelists\.txt|"
     r"jenkinsfile|vagrantfile|procfile", "a program's settings"),
    (r"(?:package|package-lock|tsconfig|composer|bower|dataset_?infos?)\.json|"
     r"dataset-metadata\.json|docker-compose\.ya?ml|\.(?:git|docker|npm|eslint)ignore|"
     r"\.git(?:attributes|modules|keep)|\.editorconfig|\.ds_store|thumbs\.db|desktop\.ini",
     "a program's settings"),
)  # fmt: skip
#: In capitals, as projects write them: a story may lie in notice.txt or history.md.
_IN_CAPITALS: Final = (
    (r"(?:LICEN[CS]E|COPYING|NOTICE|COPYRIGHT)[\w-]*(?:\.(?:txt|md|rst))?", "a licence"),
    (r"(?:AUTHORS|CONTRIBUT(?:ORS|ING)|CODE_OF_CONDUCT|CHANGES|HISTORY|INSTALL|MANIFEST|CITATION|"
     r"SECURITY|TODO)(?:\.(?:txt|md|rst|in|cff))?", "a description of the files beside it"),
)  # fmt: skip
_NAMED: Final = (
    *((re.compile(rf"(?:{names})\Z", re.IGNORECASE), what) for names, what in _NAMES),
    *((re.compile(rf"(?:{names})\Z"), what) for names, what in _IN_CAPITALS),
)
#: Endings that are of nothing else. Not here: those that are codes of languages too ("story.pl",
#: "story.cs"), and those of pages (.php, .xml); their text decides.
_ENDINGS: Final = {
    ending: what
    for endings, what in (
        ("py pyi pyx java js mjs cjs jsx tsx vue cpp cxx hpp scala rb sh bash bat ps1 awk sql r "
         "rmd rprofile lua jl gradle properties", "program code"),
        ("css scss sass less map", "the style of web pages"),
        ("ipynb", "a notebook"),
        ("xsd dtd rng rnc xsl xslt wsdl", "a schema"),
        ("iml classpath project rproj sln csproj toml ini cfg conf lock pom",
         "a program's settings"),
        ("rds rda rdata pkl pickle npy npz mat sav dta parquet.crc pyc class jar o so dll exe",
         "data of a program"),
        ("bib ris enw", "a list of references"),
        ("geojson kml gpx shp dbf prj shx", "a map"),
        ("conll conllu conll03 iob iob2 ann", "annotations"),
        ("md5 sha1 sha256 sha512 sig asc", "check sums"),
    )
    for ending in endings.split()
}  # fmt: skip

#: A record of a file with many: its keys say that it is an article.
_NUMBERED: Final = re.compile(r":\d+\Z")
#: Characters on which a text is judged.
_JUDGED_ON: Final = 10_000


def by_name(name: str) -> str:
    """Why a file is no article by its name, of which only the last part counts."""
    base = name.rpartition("/")[2]
    what = next((what for pattern, what in _NAMED if pattern.match(base)), "")
    if not what and "." in base:
        what = _ENDINGS.get(base.rpartition(".")[2].casefold(), "")
    return f"By its name it is {what}, not an article." if what else ""


def by_content(name: str, text: str) -> str:
    """Why a text is no article. Records and web pages are never judged."""
    head = text[:_JUDGED_ON].lstrip("\ufeff \t\r\n")
    if not head or _NUMBERED.search(name):
        return ""
    if head[0] == "{":
        what = _kind_of_json(head, text)
    elif head[0] == "<":
        what = "" if is_html(name, text) else _kind_of_markup(head)
    else:
        whole = len(text) <= _JUDGED_ON
        lines = [
            line for line in map(str.strip, head.splitlines()[: None if whole else -1]) if line
        ]
        what = _kind_of_text(head, lines)
    return _SENTENCE.format(what) if what else ""


# JSON and markup ----------------------------------------------------------------------------------

_OF_A_MAP: Final = re.compile(r'"type"\s*:\s*"(?:FeatureCollection|Topology)"')
_OF_A_SCHEMA: Final = re.compile(r'\{\s*"\$schema"\s*:')
_OF_A_PACKAGE: Final = re.compile(r'"(?:devDependencies|dependencies|scripts)"\s*:\s*\{')
_TAG: Final = re.compile(r"</?([A-Za-z][\w:.-]{0,60})(?:\s[^<>]{0,2000})?/?>")
#: A text in these may be a page without its head, or a fragment of one.
_HTML_TAGS: Final = frozenset(
    "a abbr article aside b big blockquote body br center div dl em figure font footer h1 h2 h3 h4 "
    "h5 h6 head header hr html i img li link main meta nav ol p picture pre section small span "
    "strong sub sup table tbody td th time title tr u ul video".split()
)
#: Fewer tags at the beginning may stand in a text as well.
_FEWEST_TAGS: Final = 6


def _kind_of_json(head: str, text: str) -> str:
    if '"cells"' in text and '"nbformat"' in text:
        return "a notebook"
    if _OF_A_MAP.search(head, 0, 2_000):
        return "a map"
    if _OF_A_SCHEMA.match(head):
        return "a schema"
    if '"name"' in head and '"version"' in head and _OF_A_PACKAGE.search(head):
        return "a program's settings"
    return ""


def _kind_of_markup(head: str) -> str:
    """Markup other than a page's, of which no reader knows which part is the story."""
    found = [tag[1].casefold() for tag in _TAG.finditer(head)]
    if any(tag in _HTML_TAGS for tag in found[:1]):
        return ""
    declared = head.startswith(("<?xml", "<!DOCTYPE", "<!ELEMENT", "<!ENTITY"))
    foreign = sum(tag not in _HTML_TAGS for tag in found)
    if declared or (foreign >= _FEWEST_TAGS and 2 * foreign >= len(found)):
        return "markup of a kind that is not known"
    return ""


# Plain text ---------------------------------------------------------------------------------------


def _kind_of_text(head: str, lines: list[str]) -> str:
    if _is_licence(head):
        return "a licence"
    sentences = sum(len(line) for line in lines if _is_sentence(line))
    if sentences > _SENTENCES_MOST * sum(map(len, lines)):
        return ""
    return next((what for what, holds in _KINDS if holds(head, lines)), "")


#: A text about code has more prose than this, and so has any story; comments have some.
_SENTENCES_MOST: Final = 0.15
_LONG_LINE: Final = 50
_SENTENCE_WORDS: Final = 8
_ENDS: Final = tuple(".,;:!?…。，；！？、।۔")


def _is_sentence(line: str) -> bool:
    """Whether a line is prose, also a comment in code that is."""
    if len(line) < _LONG_LINE or line[-1] not in _CLOSES:
        return False
    return line.count(" ") >= _SENTENCE_WORDS or bool(_SPACELESS.search(line))


_CLOSES: Final = frozenset('.!?:…。！？।۔"”’»)」')
#: Written without spaces between words.
_SPACELESS: Final = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u4e00-\u9fff]")

#: The beginnings of licences, and what stands further below in each: a story about a licence may
#: quote one of both.
_LICENCES: Final = (
    ("permission is hereby granted", "without warranty of any kind"),
    ("redistribution and use in source and binary forms", "copyright holders and contributors"),
    ("general public license", "terms and conditions"),
    ("apache license", "terms and conditions for use, reproduction"),
    ("mozilla public license", "covered software"),
    ("public license", "by exercising the licensed rights"),
    ("cc0 1.0 universal", "statement of purpose"),
)
#: A licence says what it is in its first lines.
_TITLE: Final = 600


def _is_licence(head: str) -> bool:
    title = " ".join(head[:_TITLE].split()).casefold()
    begins = [rest for first, rest in _LICENCES if first in title]
    if not begins:
        return False
    whole = " ".join(head.split()).casefold()
    return any(rest in whole for rest in begins)


#: Lines that only code has.
_STATEMENT: Final = re.compile(
    r"(?:import [\w.*{}, ]+(?: from .+)?;?|from [\w.]+ import .+|(?:async )?def \w+\(.*|"
    r"class \w+(?:\(.*\))?[:{ ].*|#include ?[<\"].+|#define \w+.*|@\w+(?:\(.*\))?|"
    r"(?:public|private|protected|static|final) .+[;{]|"
    r"(?:var|let|const|my|local) [\w$%@{}, ]+ ?=.*|(?:export )?(?:async )?function\b.*\(.*|"
    r"(?:if|for|while|elif|switch|else if) ?\(.*[{:;)]|(?:if|for|while|elif|with) .+:|"
    r"(?:else|try|finally|do)\s?[:{]|return\b.*[;)\]]|(?:package|using|use) [\w.:]+;|"
    r"[\w.$\[\]'\"]+ ?(?:=|<-|\+=|:=) ?.+|(?:SELECT|INSERT INTO|CREATE TABLE|DROP TABLE)\b.*|"
    r"[\w.]+\(.*\);?|[@.#]?[\w.#:>,\[\]=\"* -]+ ?\{|[\w-]+ ?: ?[^.]{1,80};|[\])};,]+)\Z"
)
_COMMENT: Final = re.compile(r"(?:#|//|/\*|\*|--|%|;|\"\"\"|''')")
#: Signs without which lines that look like statements may be verses or lists.
_SURE: Final = re.compile(r"[\w)\]]\(|[{};]\Z|==|=>|<-|#include|import ")
_FEWEST_STATEMENTS: Final = 4
_LONGEST_STATEMENT: Final = 300
#: Lines that tell most texts from code.
_LINES_TRIED: Final = 30


def _is_code(head: str, lines: list[str]) -> bool:
    del head
    written = [line for line in lines if not _COMMENT.match(line)]
    return _mostly_statements(written[:_LINES_TRIED]) and _mostly_statements(written)


def _mostly_statements(lines: list[str]) -> bool:
    found = [line for line in lines if len(line) < _LONGEST_STATEMENT and _STATEMENT.match(line)]
    return len(found) >= max(_FEWEST_STATEMENTS, len(lines) / 2) and any(map(_SURE.search, found))


#: A poem or a list in a story has fewer lines.
_WORDS_FEWEST: Final = 200
#: Nearly all lines are single words, and nearly all of the text stands in such lines: a page has
#: hundreds of words in menus, with a story between.
_NEARLY: Final = 0.95
_OF_THE_TEXT: Final = 0.9
_SINGLE: Final = 0.8
_WORD_LENGTH: Final = 30
#: Where words are not parted by spaces, verses are this long.
_UNSPACED_LENGTH: Final = 6


def _is_word_list(head: str, lines: list[str]) -> bool:
    single = sum(" " not in line for line in lines)
    if len(lines) < _WORDS_FEWEST or single < _SINGLE * len(lines):
        return _is_alphabetical(head)
    words = [line for line in lines if _is_a_word(line)]
    return len(words) >= _NEARLY * len(lines) and (
        sum(map(len, words)) >= _OF_THE_TEXT * sum(map(len, lines))
    )


def _is_a_word(line: str) -> bool:
    longest = _UNSPACED_LENGTH if _SPACELESS.search(line) else _WORD_LENGTH
    return len(line) <= longest and line.count(" ") <= 1 and not line.endswith(_ENDS)


#: Of two neighbours in a text every second pair is in the order of the alphabet.
_IN_ORDER: Final = 0.9
#: Characters that tell most texts from a list.
_TRIED: Final = 300


def _is_alphabetical(head: str) -> bool:
    if not _mostly_ordered(head[:_TRIED].split()):
        return False
    words = head.split()
    return (
        len(words) >= _WORDS_FEWEST
        and not any(word.endswith(".") for word in words[:-1])
        and _mostly_ordered(words)
    )


def _mostly_ordered(words: list[str]) -> bool:
    ordered = sum(one <= other for one, other in pairwise(map(str.casefold, words)))
    return ordered >= _IN_ORDER * len(words)


#: A word, perhaps, and three numbers or more: a place on a scanned page, a point on a map.
_PLACED: Final = re.compile(r"\S{0,40}(?:[\s,;:(]+-?\d+(?:\.\d+)?\)?){3,}\Z")
_FIGURES: Final = re.compile(r"[-+\d.,:;|eE \t]+\Z")
#: A league's or an election's table within a story has fewer lines.
_ROWS_FEWEST: Final = 60
_COLUMN_ROWS_FEWEST: Final = 40


def _is_numbers(head: str, lines: list[str]) -> bool:
    if len(lines) < _ROWS_FEWEST:
        return False
    rows = [line for line in lines if line[-1] in "0123456789)"]
    if len(rows) < _NEARLY * len(lines):
        return False
    numbers = sum(bool(_PLACED.match(line) or _FIGURES.match(line)) for line in rows)
    return numbers >= _NEARLY * len(lines)


def _is_table(head: str, lines: list[str]) -> bool:
    """Lines of as many columns each, parted by tabs, whose names are not known."""
    if len(lines) < _COLUMN_ROWS_FEWEST or "\t" not in head:
        return False
    columns = lines[len(lines) // 2].count("\t")
    same = sum(line.count("\t") == columns for line in lines)
    return columns > 0 and same >= _NEARLY * len(lines)


_TABLE: Final = "a table without known columns"
_SENTENCE: Final = "It reads like {}, not like an article."
A_TABLE: Final = _SENTENCE.format(_TABLE)

_KINDS: Final = (
    ("program code", _is_code),
    ("a list of words", _is_word_list),
    ("a list of numbers or coordinates", _is_numbers),
    (_TABLE, _is_table),
)

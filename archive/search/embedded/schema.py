"""The fields of the embedded index, its tokenizers, and an article as the engine's document.

Only values to count and sort by are stored; texts for snippets come from the database, so that the
index is half the size of the text.
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Final

import tantivy

from archive.search.engine import IndexedArticle, Part
from archive.search.query.terms import Terms, field_terms
from archive.text.compounds import INITIALISM, compounds, joined
from archive.text.irregular import irregular
from archive.text.tokens import is_paired, prepared, without_control

#: Raise when a field, a tokenizer or the meaning of a value changes: indexes are then rebuilt.
SCHEMA_VERSION: Final = 5
#: An index made with another mark is not used.
MARK: Final = f"{SCHEMA_VERSION}, tantivy {version('tantivy')}"
#: Bytes; longer terms are no words.
_LONGEST_TERM: Final = 512

#: Languages for which the engine has stop words.
_WITH_STOP_WORDS: Final = frozenset(
    "danish dutch english finnish french german hungarian italian norwegian portuguese russian "
    "spanish swedish".split()
)

#: All texts of an article: stemmed without positions for words, unstemmed with positions for
#: phrases. Together they are smaller than a stemmed field with positions and an unstemmed one.
STEMMED: Final = "stemmed"
EXACT: Final = "exact"
TITLE_STEMMED: Final = "title_stemmed"
TITLE: Final = "title"
CAPTION_STEMMED: Final = "caption_stemmed"
#: Names are not stemmed: one field, with positions.
NAMED_FIELDS: Final = ("caption", "credit", "author", "publication", "section")
EXACT_FIELD: Final[dict[Part, str]] = {"": EXACT, "title": TITLE} | {
    name: name for name in NAMED_FIELDS
}  # type: ignore[assignment]
#: Prose is stemmed, names are not.
STEMMED_FIELD: Final[dict[Part, str]] = {
    "": STEMMED,
    "title": TITLE_STEMMED,
    "caption": CAPTION_STEMMED,
}
_STEMMED_FIELDS: Final = frozenset(STEMMED_FIELD.values())

#: Days as yyyymmdd, months as yyyymm (yyyy00 where only the year is known), for ranges and counts.
#: Signed integers: unsigned ones fail at commit.
FIRST_DAY: Final = "first_day"
LAST_DAY: Final = "last_day"
MONTH: Final = "month"
DAY: Final = "day"
AUTHOR_ID: Final = "author_id"
PUBLICATION_ID: Final = "publication_id"
SECTION_SLUG: Final = "section_slug"
#: Slug and name, so that counts come with names: sections have no table.
SECTION_NAMED: Final = "section_named"
SECTION_PART: Final = "\t"
HAS_IMAGE: Final = "has_image"
#: Names and values of further fields, folded.
FURTHER: Final = "further"
ID: Final = "id"
#: Day and id in one number, so that the order is total; undated articles last in both.
NEWEST: Final = "newest"
OLDEST: Final = "oldest"
_ID_ROOM: Final = 2**40
_AFTER_ALL_DAYS: Final = 4_000_000


def schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for name in (ID, AUTHOR_ID, PUBLICATION_ID, HAS_IMAGE):
        builder.add_integer_field(name, indexed=True, fast=True)
    for name in (FIRST_DAY, LAST_DAY, MONTH, DAY, NEWEST, OLDEST):
        builder.add_integer_field(name, fast=True)
    for name in (SECTION_SLUG, FURTHER):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    builder.add_text_field(SECTION_NAMED, fast=True, tokenizer_name="raw", index_option="basic")
    for name in (STEMMED, TITLE_STEMMED, CAPTION_STEMMED):
        builder.add_text_field(name, tokenizer_name="stemmed", index_option="freq")
    for name in (EXACT, TITLE, *NAMED_FIELDS):
        builder.add_text_field(name, tokenizer_name="exact", index_option="position")
    return builder.build()


def open_index(path: Path, language: str) -> tantivy.Index:
    """Open an existing index."""
    index = tantivy.Index.open(str(path))
    _prepare(index, language)
    index.reload()
    return index


def create_index(path: Path, language: str) -> tantivy.Index:
    """Make an empty index."""
    index = tantivy.Index(schema(), path=str(path))
    _prepare(index, language)
    return index


def _prepare(index: tantivy.Index, language: str) -> None:
    """Set tokenizers, and reload by hand only: the engine's own watcher polls in a thread and reads
    files that nobody has verified."""
    index.register_tokenizer("exact", _analyzer("none"))
    index.register_tokenizer("stemmed", _analyzer(language))
    index.config_reader("manual")


@lru_cache(maxsize=8)
def _analyzer(language: str) -> tantivy.TextAnalyzer:
    """Fold accents before case, since lower case turns the dot of "İ" into a mark. The stemmed
    field has no stop words, which would be a third of it: they have no forms, and the exact field
    has them."""
    builder = (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        .filter(tantivy.Filter.ascii_fold())
        .filter(tantivy.Filter.lowercase())
        .filter(tantivy.Filter.remove_long(_LONGEST_TERM))
    )
    if language in _WITH_STOP_WORDS:
        builder = builder.filter(tantivy.Filter.stopword(language))
    if language != "none":
        builder = builder.filter(tantivy.Filter.stemmer(language))
    return builder.build()


class Analysis:
    """Turns words into terms, in one language."""

    def __init__(self, language: str) -> None:
        self._exact = _analyzer("none")
        self._stemmed = _analyzer(language)
        self._alike: dict[str, dict[str, None]] = {}
        for form, forms in irregular(language):
            alike = self._alike.setdefault(self._stemmed.analyze(form)[0], {})
            alike.update(dict.fromkeys(self._stemmed.analyze(" ".join(forms))))
        self.terms = lru_cache(maxsize=50_000)(self._terms)

    def _terms(self, word: str) -> Terms:
        if is_paired(word):  # already a pair; preparing it would split it
            return (word,), (word,)
        text = prepared(word)
        exact, stems = tuple(self._exact.analyze(text)), tuple(self._stemmed.analyze(text))
        if len(exact) == 1 and stems:
            stems = tuple(dict.fromkeys((*stems, *self._alike.get(stems[0], ()))))
        return exact, stems


def document(article: IndexedArticle) -> tantivy.Document:
    doc = tantivy.Document()
    doc.add_integer(ID, article.id)
    _add_days(doc, article)
    for author_id in article.author_ids:
        doc.add_integer(AUTHOR_ID, author_id)
    if article.publication_id is not None:
        doc.add_integer(PUBLICATION_ID, article.publication_id)
    if article.section_slug:
        doc.add_text(SECTION_SLUG, article.section_slug)
        name = prepared_name(article.section)
        doc.add_text(SECTION_NAMED, f"{article.section_slug}{SECTION_PART}{name}")
    doc.add_integer(HAS_IMAGE, int(article.has_image))
    for term in dict.fromkeys(field_terms(article.further)):
        doc.add_text(FURTHER, term)
    _add_texts(doc, article)
    return doc


def prepared_name(name: str) -> str:
    """A name on one line, without control characters."""
    return " ".join(without_control(name).split())


def _add_texts(doc: tantivy.Document, article: IndexedArticle) -> None:
    """Texts are added one by one so that no phrase runs across them; the stemmed field has no
    positions and takes them as one. Compounds come once more as one word each, in prose alone and
    in names between their neighbours, behind all texts."""
    everything: list[str] = []
    again: list[tuple[str, str]] = []
    parts: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
        ((TITLE, TITLE_STEMMED), (article.headline,)),
        ((), (article.standfirst, article.body)),
        (("caption", CAPTION_STEMMED), article.captions),
        (("credit",), article.credits),
        (("author",), article.author_names),
        (("publication",), (article.publication_name,)),
        (("section",), (article.section,)),
    )
    for fields, texts in parts:
        for text in filter(None, texts):
            words = [prepared(compound.word) for compound in compounds(text)]
            everything += prepared(text), *words
            plain = [word for word in words if INITIALISM not in word]
            if plain and len(fields) == 1:
                plain = [prepared(joined(text))]
            for name in (EXACT, *fields):
                doc.add_text(name, prepared(text))
                given = words if name in _STEMMED_FIELDS else plain
                again += ((name, word) for word in given)
    for name, word in again:
        doc.add_text(name, word)
    if everything:
        doc.add_text(STEMMED, "\n".join(everything))


def _add_days(doc: tantivy.Document, article: IndexedArticle) -> None:
    first, last = article.first_day, article.last_day
    if first is None or last is None:
        doc.add_integer(NEWEST, article.id)
        doc.add_integer(OLDEST, _AFTER_ALL_DAYS * _ID_ROOM + article.id)
        return
    place = first.toordinal() * _ID_ROOM + article.id
    doc.add_integer(NEWEST, place)
    doc.add_integer(OLDEST, place)
    doc.add_integer(FIRST_DAY, day_number(first))
    doc.add_integer(LAST_DAY, day_number(last))
    one_month = (first.year, first.month) == (last.year, last.month)
    if one_month or first.year == last.year:
        doc.add_integer(MONTH, first.year * 100 + (first.month if one_month else 0))
    if first == last:
        doc.add_integer(DAY, day_number(first))


def day_number(day: dt.date) -> int:
    return (day.year * 100 + day.month) * 100 + day.day

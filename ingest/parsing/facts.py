"""What is known of a source besides its text, laid over what was read in it.

A fact is read as the keys of a record are, so that a table beside the texts, the header of a
response and a folder's name know the same words. A fact wins over what the text says; a fallback
only fills what is missing. Nothing of the text is lost: a headline that a fact contradicts becomes
the first paragraph.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from archive.record.content import ParagraphContent
from archive.record.evidence import CHARSET, Fact, FieldReading, OtherReading
from ingest.parsing.fields.markup import web_address
from ingest.parsing.fields.whitespace import normalise
from ingest.parsing.structured.keys import KEY_FIELDS, plain_key
from ingest.records import DateOrder, Decoded, ParsedArticle

#: Fields of one value that a fact may state, the headline apart.
_SINGLE: Final = (
    "date", "updated", "url", "publication", "section", "comment_count", "standfirst", "language",
)  # fmt: skip
#: What belongs to a day and is nothing without it.
_OF_THE_DAY: Final = ("time", "utc_offset")
#: The most confidence in a stated fact, and in a fallback.
_STATED: Final = 0.95
_FALLEN_BACK: Final = 0.9
#: The most confidence in what the text says against a fact.
_CONTRADICTED: Final = 0.5


def address_among(facts: Iterable[Fact]) -> str:
    """The web address that the facts state, or ""."""
    for fact in facts:
        if KEY_FIELDS.get(plain_key(fact.key), ("",))[0] == "url" and not fact.fallback:
            return web_address(fact.value)
    return ""


def charset_among(facts: Iterable[Fact]) -> str:
    """The encoding that came with the bytes, or ""."""
    return next((fact.value for fact in facts if fact.key == CHARSET), "")


def with_facts(
    article: ParsedArticle, facts: Iterable[Fact], order: DateOrder = ""
) -> ParsedArticle:
    """The article as its text and the facts have it together."""
    facts = tuple(fact for fact in facts if fact.key != CHARSET)
    for fallback in (False, True):
        some = [fact for fact in facts if fact.fallback is fallback]
        if some:
            article = _overlaid(article, some, order)
    return article


def _overlaid(article: ParsedArticle, facts: list[Fact], order: DateOrder) -> ParsedArticle:
    """The article with facts of one kind: all stated, or all fallbacks."""
    known, wins = _read(facts, order), not facts[0].fallback
    changes: dict[str, Any] = {"further": (*article.further, *known.further)}
    changed: dict[str, FieldReading] = {}
    for name in _SINGLE:
        value, own = getattr(known, name), getattr(article, name)
        if _is_new(value, own, wins) and name in known.evidence:
            changes[name] = value
            changed[name] = _against(known.evidence[name], article, name)
    if "date" in changes:
        for part in _OF_THE_DAY:
            changes[part] = getattr(known, part)
            if changes[part]:
                changed[part] = changed["date"]
    for name in ("authors", "paragraphs"):
        if getattr(known, name) and (not getattr(article, name) or (wins and name == "authors")):
            changes[name] = getattr(known, name)
            changed |= _parts(known.evidence, name)
    for key, read in _parts(known.evidence, "further").items():
        changed[_shifted(key, len(article.further), "further")] = read
    replaced = {*changes} - {"further"}
    evidence = {
        key: read for key, read in article.evidence.items() if key.partition(".")[0] not in replaced
    }
    problems = (*article.problems, *known.problems)
    article = replace(article, evidence=evidence | changed, problems=problems, **changes)
    if _is_new(known.headline, article.headline, wins):
        return _under_headline(article, known.headline, known.evidence["headline"])
    return article


def _read(facts: list[Fact], order: DateOrder) -> ParsedArticle:
    """What the facts say, with no place in the text, and where they were found as the reason."""
    from ingest.parsing.structured import NO_TEXT, parse_record

    known = parse_record("", Decoded(_as_json(facts), "utf-8"), order)
    origins = {f'key "{fact.key}"': fact.origin for fact in facts}
    sure = _FALLEN_BACK if facts[0].fallback else _STATED
    evidence = {
        key: FieldReading(
            (), min(sure, read.confidence), _origin(read.reason, origins), read.others
        )
        for key, read in known.evidence.items()
        # What is only derived, as a paper from its address, the text may know better.
        if read.reason.startswith(tuple(origins))
    }
    problems = tuple(problem for problem in known.problems if problem != NO_TEXT)
    return replace(known, evidence=evidence, problems=problems)


def _origin(reason: str, origins: Mapping[str, str]) -> str:
    key = next(key for key in origins if reason.startswith(key))
    return f"{origins[key]}, {reason}"


def _is_new(value: Any, own: Any, wins: bool) -> bool:
    """Whether a fact says what the article does not."""
    if value in ("", None):
        return False
    return own in ("", None) or (wins and not _same(value, own))


def _same(value: Any, own: Any) -> bool:
    if isinstance(value, str) and isinstance(own, str):
        return normalise(value).casefold() == normalise(own).casefold()
    return bool(value == own)


def _against(read: FieldReading, article: ParsedArticle, name: str) -> FieldReading:
    """A fact's evidence, with what the text says instead as the first runner-up."""
    own, value = article.evidence.get(name), getattr(article, name)
    if own is None or not isinstance(value, str) or not value:
        return read
    beaten = OtherReading(value, min(own.confidence, _CONTRADICTED), own.reason, own.spans)
    return read._replace(others=(beaten, *own.others))


def _parts(evidence: Mapping[str, FieldReading], name: str) -> dict[str, FieldReading]:
    return {key: read for key, read in evidence.items() if key.partition(".")[0] == name}


def _under_headline(article: ParsedArticle, headline: str, read: FieldReading) -> ParsedArticle:
    """The article under the headline of a fact: a first paragraph that says the same goes up, a
    headline of its own that says something else becomes the first paragraph."""
    evidence, paragraphs = dict(article.evidence), article.paragraphs
    if article.headline:
        paragraphs = (ParagraphContent(article.headline), *paragraphs)
        evidence = {_shifted(key, 1): value for key, value in evidence.items()}
        evidence["paragraphs.0"] = evidence["headline"]._replace(reason="a line above the text")
    elif paragraphs and _same(headline, paragraphs[0].text):
        paragraphs = paragraphs[1:]
        read = read._replace(spans=evidence.pop("paragraphs.0").spans)
        evidence = {_shifted(key, -1): value for key, value in evidence.items()}
    evidence["headline"] = read
    return replace(article, headline=headline, paragraphs=paragraphs, evidence=evidence)


def _shifted(key: str, by: int, of: str = "paragraphs") -> str:
    """The key of a paragraph so many places on; any other as it is."""
    field, _, number = key.partition(".")
    return f"{field}.{int(number) + by}" if field == of else key


def _as_json(facts: list[Fact]) -> str:
    """The facts as one object; of a key that comes twice the values as a list."""
    record: dict[str, Any] = {}
    for fact in facts:
        if fact.key not in record:
            record[fact.key] = fact.value
        elif isinstance(record[fact.key], list):
            record[fact.key].append(fact.value)
        else:
            record[fact.key] = [record[fact.key], fact.value]
    return json.dumps(record)

"""One review question as an editor sees it: what was read and where, the answers, an excerpt."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from archive.labels import label_of, name_of_field
from archive.models import Article, Doubt, SourceText
from archive.models.sources import open_source
from archive.record.answers import TYPED, Answer, Edit, answers_to
from archive.record.content import Content
from archive.record.evidence import SourceReading, Span
from archive.record.review import LEFT_OUT, left_out_line, lines_of, root_of, value_of
from archive.record.spans import visible
from archive.store import load

#: Characters shown around each span, of a source without spans, and in all.
AROUND: Final = 220
OPENING: Final = 900
SHOWN: Final = 4_000
#: Of a span more than twice as long only both ends are shown.
STRETCH: Final = 600


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the source: `mark` is "" for plain text, "now" for what was read, the number of
    an answer, or "gap" for an omission."""

    text: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """`percent` is the parser's confidence, None where it found nothing."""

    doubt: Doubt
    article: Article
    label: str
    now: str
    percent: int | None
    reason: str
    answers: Sequence[Answer]
    excerpt: Sequence[Piece]
    #: Where it was read, or left out.
    spans: Sequence[Span]
    #: Whether the editor may type a value.
    typed: bool

    @property
    def keep(self) -> str:
        """The text of the button that leaves the article as it is."""
        if self.is_left_out:
            return _("Leave it out")
        if self.doubt.field == "paragraphs":
            return _("Leave it so")
        return _("Keep it") if self.now else _("There is none")

    @property
    def is_left_out(self) -> bool:
        """Whether it is about a line that is not in the article."""
        return root_of(self.doubt.field) == LEFT_OUT

    @property
    def is_text(self) -> bool:
        """Whether it is about a paragraph of the text."""
        return root_of(self.doubt.field) == "paragraphs"


class Moot(Exception):
    """The question no longer arises: what was doubtful is gone."""


def question_of(doubt: Doubt) -> Question:
    """The question for the article as it is now; raises Moot."""
    article = Article.objects.select_related("publication").get(pk=doubt.article_id)
    return _question(doubt, article, *_read(article.pk))


def questions_about(article: Article) -> list[Question]:
    """The open questions about one article, worst first, without the moot ones."""
    doubts = list(Doubt.objects.waiting().filter(article=article).worst_first())
    if not doubts:
        return []
    content, reading, text = _read(article.pk)
    found = []
    for doubt in doubts:
        with suppress(Moot):
            found.append(_question(doubt, article, content, reading, text))
    return found


def _question(
    doubt: Doubt, article: Article, content: Content, reading: SourceReading, text: str
) -> Question:
    if root_of(doubt.field) == LEFT_OUT:
        return _about_line(doubt, article, content, reading, text)
    now = value_of(content, doubt.field)
    read = reading.fields.get(doubt.field)
    if (not now and "." in doubt.field) or (doubt.field == "paragraphs" and content.paragraphs):
        raise Moot
    answers = answers_to(doubt.field, content, reading, text)
    spans = list(_spans(doubt.field, reading))
    lit = [(span, "now") for span in spans]
    lit += [(span, str(n)) for n, answer in enumerate(answers, 1) for span in answer.spans]
    return Question(
        doubt=doubt,
        article=article,
        label=label_of(doubt.field, (root_of(doubt.field),)),
        now=now,
        percent=round(100 * read.confidence) if read else None,
        reason=read.reason if read else "",
        answers=answers,
        excerpt=list(_excerpt(text, lit)),
        spans=spans,
        typed=root_of(doubt.field) in TYPED,
    )


def _about_line(
    doubt: Doubt, article: Article, content: Content, reading: SourceReading, text: str
) -> Question:
    """The question whether a line that was left out belongs to the story."""
    left = left_out_line(reading, doubt.field)
    if left is None or left.line is None or doubt.field in lines_of(content):
        raise Moot
    return Question(
        doubt=doubt,
        article=article,
        label=label_of(LEFT_OUT, ()),
        now=left.line.text,
        percent=None,
        reason=left.reason,
        answers=answers_to(doubt.field, content, reading, text),
        excerpt=list(_excerpt(text, [(left.span, "now")])),
        spans=[left.span],
        typed=False,
    )


def with_buttons(
    questions: Iterable[Question],
) -> list[tuple[Question, list[tuple[str, str, Answer]]]]:
    """Questions with their answers, each with its button's text and form value."""
    return [
        (
            question,
            [
                (button_text(answer.edit), as_form_value(answer.edit), answer)
                for answer in question.answers
            ],
        )
        for question in questions
    ]


def content_of(article_id: int) -> Content:
    return load.contents_of([article_id])[article_id]


def as_form_value(edit: Edit) -> str:
    """An edit as a form sends it back."""
    return json.dumps(edit.as_json())


def button_text(edit: Edit) -> str:
    """The text of the button that applies an edit."""
    root = root_of(edit.field)
    if edit.action == "set":
        if edit.new:
            return _("Use “%(value)s”") % {"value": edit.new}
        field = name_of_field(root).lower()
        return _("Leave the %(field)s empty") % {"field": field}
    if edit.action == "kind":
        if edit.new == "subheading":
            return _("Make it a subheading")
        return _("Make it a paragraph")
    return {
        "drop": _("Leave it out") if root == "paragraphs" else _("Remove it"),
        "put_back": _("Put it back"),
        "headline": _("Make it the headline"),
        "opening": _("Make it the first paragraph"),
        "uncredited": _("Keep the caption without its credit"),
        "name": _("Call the author “%(name)s”") % {"name": edit.new},
    }[edit.action]


# The source ---------------------------------------------------------------------------------------
def _read(article_id: int) -> tuple[Content, SourceReading, str]:
    content = content_of(article_id)
    sources = SourceText.objects.filter(article=article_id, current=True)
    source = sources.select_related("reading").first()
    if source is None:
        return content, SourceReading(), ""
    opened = open_source(source)
    return content, opened.reading, opened.text


def _spans(field: str, reading: SourceReading) -> Iterator[Span]:
    """The spans of a field; of a picture those of all its parts."""
    for name, part in reading.fields.items():
        if name == field or (root_of(field) == "images" and name.startswith(f"{field}.")):
            yield from part.spans


def _excerpt(text: str, marked: Iterable[tuple[Span, str]]) -> Iterator[Piece]:
    """The spans with some text around them and gaps between; the opening where there are none."""
    at, left = 0, SHOWN
    apart = list(_apart(marked, len(text)))
    if not apart:
        yield Piece(visible(text[:OPENING]))
        yield from _gap(OPENING, len(text))
        return
    for number, ((start, end), mark) in enumerate(apart):
        if left <= 0:
            break
        before = max(at, start - AROUND)
        yield from _gap(at, before)
        yield from _piece(text[before:start])
        if end - start > 2 * STRETCH:
            yield Piece(visible(text[start : start + STRETCH]), mark)
            yield Piece("", "gap")
            yield Piece(visible(text[end - STRETCH : end]), mark)
        else:
            yield Piece(visible(text[start:end]), mark)
        following = apart[number + 1][0][0] if number + 1 < len(apart) else len(text)
        at = min(end + AROUND, following)
        yield from _piece(text[end:at])
        left -= at - before
    yield from _gap(at, len(text))


def _apart(marked: Iterable[tuple[Span, str]], length: int) -> Iterator[tuple[Span, str]]:
    """The spans in order, cut to the text; where two overlap, the first has the overlap."""
    at = 0
    for (start, end), mark in sorted(marked):
        start, end = max(start, at), min(end, length)
        if start < end:
            yield (start, end), mark
            at = end


def _piece(text: str) -> Iterator[Piece]:
    if text:
        yield Piece(visible(text))


def _gap(start: int, end: int) -> Iterator[Piece]:
    if start < end:
        yield Piece("", "gap")

"""How an article was read: its source file with every field marked; for staff also a download.

Everything comes from the stored evidence; nothing is parsed again.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from archive import review
from archive.filters import Problem
from archive.models import Article, Correction, Revision, SourceText
from archive.models.sources import open_source
from archive.record.content import Content
from archive.record.evidence import FieldReading, SourceReading
from archive.record.review import left_out_field, lines_of, root_of
from archive.record.spans import Mark, marks_of, pages, segments, visible
from archive.store import load
from archive.text.numbers import id_of
from archive.views import lists
from archive.views.http import is_editor, readable
from archive.views.source_fields import Filed, Index, index_of
from archive.views.source_markup import marked_up

#: Sources of one article that are listed: a wire story may have hundreds.
OFFERED: Final = 50


def source(request: HttpRequest, pk: int) -> HttpResponse:
    """`?source=` chooses among the article's sources, `?page=` a part of a long one."""
    article = readable(request, pk)
    if isinstance(article, HttpResponse):
        return article
    chosen, problems = _chosen(request, article)
    if "download" in request.GET:
        return _download(request, chosen)
    response = _page(request, article, chosen, problems)
    etag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    response["ETag"] = etag
    answer = get_conditional_response(request, etag=etag, response=response) or response
    # Revalidate each time, in no shared cache: editors see more than others.
    patch_cache_control(answer, no_cache=True, private=True)
    return answer


# Parts --------------------------------------------------------------------------------------------
def _chosen(request: HttpRequest, article: Article) -> tuple[SourceText | None, list[Problem]]:
    """The requested source, or the current one with a problem where there is none."""
    requested = request.GET.get("source", "")
    kept = _readable(request, article).select_related("reading")
    problems: list[Problem] = []
    if requested:
        source = kept.filter(pk=id_of(requested)).first()
        if source is not None:
            return source, []
        problems.append(Problem("sources", _("This article has no such source.")))
    return kept.order_by("-current", "-received_at", "-pk").first(), problems


def _readable(request: HttpRequest, article: Article) -> QuerySet[SourceText]:
    """An article's sources; for readers without those of hidden versions."""
    sources = SourceText.objects.filter(article=article)
    if is_editor(request):
        return sources
    hidden = Revision.objects.filter(article=article, hidden=True, source__isnull=False)
    return sources.exclude(pk__in=hidden.values("source"))


def _page(
    request: HttpRequest, article: Article, chosen: SourceText | None, problems: list[Problem]
) -> HttpResponse:
    context: dict[str, object] = {
        "article": article,
        "chosen": chosen,
        "problems": problems,
        "sources": list(
            _readable(request, article)
            .only("name", "current", "received_at")
            .order_by("-current", "-received_at", "-pk")[:OFFERED]
        ),
        "editor": is_editor(request),
    }
    if chosen is not None:
        context |= _shown(request, article, chosen, problems)
    else:
        context["withheld"] = SourceText.objects.filter(article=article).exists()
    return render(request, "sources/source.html", context)


def _shown(
    request: HttpRequest, article: Article, chosen: SourceText, problems: list[Problem]
) -> dict[str, object]:
    """What the page shows of one source: a page of its text, and the index of all of it."""
    opened = open_source(chosen)
    filed = _filed(article, chosen)
    reading = _as_it_stands(opened.reading, filed.content)
    marks = marks_of(reading)
    windows = pages(opened.text, marks)
    number, unusable = lists.page_of(request)
    problems += unusable
    if number > len(windows):
        number = len(windows)
        problems.append(lists.past_the_end(number))
    window = windows[number - 1]
    words = {} if chosen.current else {"source": str(chosen.pk)}
    href = lists.plain_pages(**words)

    def address(mark: Mark) -> str:
        page = _page_of(windows, mark.span[0])
        return f"#{mark.anchor}" if page == number else f"{href(page)}#{mark.anchor}"

    index: Index = index_of(reading, opened.text, marks, filed, address, window)
    return {
        "damage": opened.problems,
        "notes": [visible(sentence) for sentence in opened.reading.problems],
        "parser_version": getattr(getattr(chosen, "reading", None), "parser_version", ""),
        "sha256": bytes(chosen.sha256).hex(),
        "name": visible(chosen.name),
        "index": index,
        "sheet": marked_up(segments(opened.text, marks, window), reading),
        "in_doubt": any(mark.doubtful for mark in marks),
        "doubts": _doubts(request, article, chosen, marks, address),
        "first": window[0] + 1,
        "last": window[1],
        "total": len(opened.text),
        "pager": lists.pager(number, len(windows), href),
        "download": "?" + urlencode({**words, "download": "1"}),
    }


def _as_it_stands(reading: SourceReading, content: Content | None) -> SourceReading:
    """The reading, with the lines that an editor has put back among the paragraphs."""
    there = lines_of(content) if content else frozenset()
    put_back = [
        left for left in reading.left_out if left.line and left_out_field(left.line) in there
    ]
    if not put_back:
        return reading
    why = _("left out when it was read; an editor has put it back")
    first = sum(root_of(name) == "paragraphs" for name in reading.fields)
    fields = {
        f"paragraphs.{number}": FieldReading((left.span,), 1.0, why)
        for number, left in enumerate(put_back, first)
    }
    return replace(
        reading,
        fields={**reading.fields, **fields},
        left_out=tuple(left for left in reading.left_out if left not in put_back),
    )


@dataclass(frozen=True, slots=True)
class LineInDoubt:
    """A line that may or may not belong to the story: the question, the address of its mark, and
    what the form sends to put it back or to leave it out."""

    question: review.Question
    href: str
    put_back: str
    leave_out: str


def _doubts(
    request: HttpRequest,
    article: Article,
    chosen: SourceText,
    marks: Sequence[Mark],
    address: Callable[[Mark], str],
) -> list[LineInDoubt]:
    """The open questions about lines of the text, for those who may answer them."""
    if not (chosen.current and is_editor(request) and request.user.has_perm(MAY_SETTLE)):
        return []
    by_span = {mark.span: mark for mark in marks}
    found = []
    for question in review.questions_about(article):
        edits = {answer.edit.action: answer for answer in question.answers}
        asked = edits.get("put_back") or (edits.get("drop") if question.is_text else None)
        mark = next((by_span[span] for span in question.spans if span in by_span), None)
        if asked is None or mark is None:
            continue
        sent = review.as_form_value(asked.edit)
        put_back, leave_out = (sent, "") if question.is_left_out else ("", sent)
        found.append(LineInDoubt(question, address(mark), put_back, leave_out))
    return found


#: Whoever may correct an article may answer questions about it.
MAY_SETTLE: Final = "archive.change_article"


def _page_of(windows: list[tuple[int, int]], at: int) -> int:
    """The number of the page with this character."""
    return max(1, bisect_right(windows, at, key=lambda window: window[0]))


def _filed(article: Article, chosen: SourceText) -> Filed:
    """What was stored from this source: the article's content, or that of an earlier version."""
    standing = Correction.objects.filter(article=article, stands=True)
    corrected = set(standing.values_list("field", flat=True))
    if chosen.current:
        return Filed(load.content_of(article), corrected)
    earlier = Revision.objects.filter(article=article, source=chosen).order_by("-version").first()
    return Filed(earlier.restored() if earlier else None, corrected)


def _download(request: HttpRequest, chosen: SourceText | None) -> HttpResponse:
    """The original bytes, for editors, as a file that no browser opens by itself."""
    if not is_editor(request):
        raise PermissionDenied
    data = open_source(chosen).data if chosen else None
    if chosen is None or data is None:
        raise Http404
    response = HttpResponse(data, content_type="application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(True, safe_name(chosen.name))
    response["X-Content-Type-Options"] = "nosniff"
    patch_cache_control(response, no_store=True, private=True)
    return response


def safe_name(name: str) -> str:
    """A name to save a file under: without folders or characters special to a file system."""
    last = re.split(r"[/\\:]", name)[-1]
    clean = re.sub(r"[^\w.\- ()]+", "_", last).strip(" ._")
    return clean[-120:] or "source"

"""The articles that a reader keeps: in a cookie, without an account and without scripts.

Only `Kept` knows where the list is stored. keep.js only saves the reader the way to the list and
back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.http import content_disposition_header, int_to_base36
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt

from archive import search
from archive.models import Article
from archive.search.results import Row
from archive.views.citation import citation
from archive.views.http import absolute, is_ours
from archive.views.preferences import keep_cookie, sent_back

COOKIE: Final = "kept"
#: As many as fit the 4,096 bytes that browsers allow a cookie, whatever their ids.
MOST: Final = 300
#: An id in base 36; twelve digits stay below the largest id of a database.
_PACKED: Final = re.compile(r"[0-9a-z]{1,12}")
#: How a file of kept articles names them, whatever else it holds.
_ADDRESS: Final = re.compile(r"/a/([0-9]{1,18})/")
#: Bytes; ten times a full list.
FILE_LIMIT: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Kept:
    """Ids of articles, the latest kept first."""

    ids: tuple[int, ...] = ()

    @staticmethod
    def of(request: HttpRequest) -> Kept:
        words = request.COOKIES.get(COOKIE, "")[:4096].split(".")
        ids = [int(word, 36) for word in words if _PACKED.fullmatch(word)]
        return Kept(tuple(dict.fromkeys(ids))[:MOST])

    @property
    def packed(self) -> str:
        return ".".join(int_to_base36(pk) for pk in self.ids)

    @property
    def is_full(self) -> bool:
        return len(self.ids) >= MOST

    def with_(self, ids: Iterable[int]) -> Kept:
        """With these in front, in their order, as far as there is room."""
        return Kept(tuple(dict.fromkeys((*ids, *self.ids)))[:MOST])

    def without(self, article_id: int) -> Kept:
        return Kept(tuple(pk for pk in self.ids if pk != article_id))


# No token: the button is on cached pages.
@csrf_exempt
def kept(request: HttpRequest) -> HttpResponse:
    """The list; in a POST `keep` and `drop` are an article's id, `file` is a downloaded list."""
    if request.method != "POST":
        return _page(request, Kept.of(request))
    if not is_ours(request):
        return render(request, "403_csrf.html", status=403)
    file = request.FILES.get("file")
    if file is not None:
        return _with_file(request, file)
    if "drop" in request.POST:
        left = Kept.of(request).without(_id(request.POST["drop"]))
        return _store(request, sent_back(request, "/kept/"), left)
    return _keep(request, _id(request.POST.get("keep", "")))


def as_file(request: HttpRequest) -> HttpResponse:
    """The list as plain text, one citation a line; it can be uploaded again."""
    articles = search.list_articles(Kept.of(request).ids)
    lines = [
        citation(article, article.signatures, absolute(request, f"/a/{article.pk}/"))
        for article in articles
    ]
    head = _("Kept from {archive}").format(archive=settings.ARCHIVE_NAME)
    response = HttpResponse(
        "\n\n".join([head, *lines]) + "\n", content_type="text/plain; charset=utf-8"
    )
    response["Content-Disposition"] = content_disposition_header(True, "kept-articles.txt")
    patch_cache_control(response, no_cache=True, private=True)
    return response


def _keep(request: HttpRequest, article_id: int) -> HttpResponse:
    before = Kept.of(request)
    if not _published([article_id]):
        return _page(request, before, problem=_("There is no such article."), status=404)
    if before.is_full and article_id not in before.ids:
        sentence = _("The list is full: it holds %(most)s articles. Remove some first.")
        return _page(request, before, problem=sentence % {"most": MOST}, status=409)
    return _store(request, sent_back(request, "/kept/"), before.with_([article_id]))


def _with_file(request: HttpRequest, file: UploadedFile[bytes]) -> HttpResponse:
    before = Kept.of(request)
    text = file.read(FILE_LIMIT + 1)
    if len(text) > FILE_LIMIT:
        return _page(
            request, before, problem=_("The file is too large to be a list of kept articles.")
        )
    ids = _ADDRESS.findall(text.decode("utf-8", "replace"))
    named = list(dict.fromkeys(map(int, ids)))[: 10 * MOST]
    here = _published(named)
    after = before.with_(pk for pk in named if pk in here)
    notice = _summary(len(after.ids) - len(before.ids), named, here)
    response = _page(request, after, notice=notice)
    return _store(request, response, after)


def _summary(added: int, named: Sequence[int], here: set[int]) -> str:
    if not named:
        return _("The file holds no permanent address of an article.")
    sentence = ngettext("%(n)s article was added.", "%(n)s articles were added.", added)
    missing = len(named) - len(here)
    if not missing:
        return sentence % {"n": added}
    rest = ngettext(
        "%(n)s in the file is not in this archive.",
        "%(n)s in the file are not in this archive.",
        missing,
    )
    return f"{sentence % {'n': added}} {rest % {'n': missing}}"


def _page(
    request: HttpRequest, list_: Kept, *, problem: str = "", notice: str = "", status: int = 200
) -> HttpResponse:
    articles = search.list_articles(list_.ids)
    here = {article.pk for article in articles}
    context = {
        "rows": [Row(article, (), ()) for article in articles],
        "missing": [pk for pk in list_.ids if pk not in here],
        "problem": problem,
        "notice": notice,
        "keeps": bool(list_.ids),
    }
    response = render(request, "reading_list/kept.html", context, status=status)
    patch_cache_control(response, no_cache=True, private=True)
    # Renewed at each visit: browsers drop a cookie after a year.
    return _store(request, response, list_) if list_.ids else response


def _store(request: HttpRequest, response: HttpResponse, list_: Kept) -> HttpResponse:
    if list_.ids:
        keep_cookie(request, response, COOKIE, list_.packed)
    else:
        response.delete_cookie(COOKIE, samesite="Lax")
    return response


def _published(ids: Sequence[int]) -> set[int]:
    rows = Article.objects.filter(pk__in=ids).values_list("pk", "state")
    return {pk for pk, state in rows if state == Article.State.PUBLISHED}


def _id(text: str) -> int:
    """0, which no article has, for anything but a number."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else 0

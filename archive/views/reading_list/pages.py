"""The page of the articles that a reader keeps: in cookies, without an account and without scripts.

keep.js only saves the reader the way to the list and back.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt

from archive import search
from archive.models import Article
from archive.search.results import Row
from archive.views.citation import citation
from archive.views.http import absolute, is_ours
from archive.views.preferences import keep_cookie, sent_back
from archive.views.reading_list import files
from archive.views.reading_list.lists import (
    COOKIE,
    MOST,
    MOST_LISTS,
    NAME_LENGTH,
    NOTE_LENGTH,
    NOTES_COOKIE,
    NOTES_PATH,
    ArticleNotes,
    KeptList,
    KeptLists,
    name_of,
    note_of,
)

#: Bytes of an uploaded list; ten times a full one.
FILE_LIMIT: Final = 1_000_000


@dataclass(slots=True)
class ReadingList:
    """What a reader keeps, and what is to be said of the last step."""

    lists: KeptLists
    notes: ArticleNotes
    problem: str = ""
    status: int = 200
    notice: str = ""

    @classmethod
    def of(cls, request: HttpRequest) -> ReadingList:
        return cls(KeptLists.of(request), ArticleNotes.of(request))

    def refuse(self, sentence: str, status: int = 409) -> None:
        self.problem, self.status = sentence, status

    def keep(self, lists: KeptLists) -> None:
        """Take these lists, if the cookie has room for them."""
        if lists.fits:
            self.lists = lists
        elif len(lists.lists) > MOST_LISTS:
            self.refuse(_("There is room for %(most)s lists.") % {"most": MOST_LISTS})
        else:
            sentence = _("The list is full: it holds %(most)s articles. Remove some first.")
            self.refuse(sentence % {"most": MOST})

    def annotate(self, notes: ArticleNotes) -> None:
        """Take these notes, if the cookie has room for them."""
        if notes.fits:
            self.notes = notes
        else:
            self.refuse(
                _("There is no room for more notes: download the lists, then shorten some.")
            )


@dataclass(frozen=True, slots=True)
class KeptRow:
    """An article of the open list with its note."""

    row: Row
    note: str = ""


# No token: the button is on cached pages.
@csrf_exempt
def kept(request: HttpRequest) -> HttpResponse:
    """The open list. A POST holds one of the steps in _STEPS, or as `file` a downloaded list."""
    mine = ReadingList.of(request)
    if request.method != "POST":
        return _page(request, mine)
    if not is_ours(request):
        return render(request, "403_csrf.html", status=403)
    file = request.FILES.get("file")
    if file is not None:
        _restore(mine, file)
        return _page(request, mine)
    for name, step in _STEPS.items():
        if name in request.POST:
            step(mine, request.POST.dict())
            break
    if mine.problem:
        return _page(request, mine)
    return _store(request, sent_back(request, "/kept/"), mine)


def as_file(request: HttpRequest) -> HttpResponse:
    """All lists as plain text; the file can be uploaded again."""
    mine = ReadingList.of(request)
    cited = {
        article.pk: citation(article, article.signatures, absolute(request, f"/a/{article.pk}/"))
        for article in search.list_articles(list(mine.lists.ids))
    }
    head = _("Kept from {archive}").format(archive=settings.ARCHIVE_NAME)
    response = HttpResponse(
        files.written(head, mine.lists, mine.notes, cited),
        content_type="text/plain; charset=utf-8",
    )
    response["Content-Disposition"] = content_disposition_header(True, "kept-articles.txt")
    patch_cache_control(response, no_cache=True, private=True)
    return response


# Steps --------------------------------------------------------------------------------------------


def _keep(mine: ReadingList, given: Mapping[str, str]) -> None:
    article_id = _id(given["keep"])
    if _published([article_id]):
        mine.keep(mine.lists.put(mine.lists.open.with_([article_id])))
    else:
        mine.refuse(_("There is no such article."), 404)


def _drop(mine: ReadingList, given: Mapping[str, str]) -> None:
    mine.lists = mine.lists.put(mine.lists.open.without(_id(given["drop"])))
    mine.notes = mine.notes.among(mine.lists.ids)


def _note(mine: ReadingList, given: Mapping[str, str]) -> None:
    """Save the note on `article`, and move it to the list named `to`."""
    article_id = _id(given.get("article", ""))
    if article_id not in mine.lists.open.ids:
        mine.refuse(_("This article is not in the list."), 404)
        return
    mine.annotate(mine.notes.with_(article_id, note_of(given["note"])))
    target = given.get("to", mine.lists.open.name)
    if mine.lists.named(target) not in (None, mine.lists.open):
        mine.lists = mine.lists.moved(article_id, target)


def _new(mine: ReadingList, given: Mapping[str, str]) -> None:
    name = _free_name(mine, given["new"])
    if name:
        lists = mine.lists
        mine.keep(
            lists.put(KeptList(name)).opened(name)
            if lists != KeptLists()
            else KeptLists((KeptList(name),))
        )


def _open(mine: ReadingList, given: Mapping[str, str]) -> None:
    if mine.lists.named(given["open"]) is None:
        mine.refuse(_("There is no such list."), 404)
    else:
        mine.lists = mine.lists.opened(given["open"])


def _rename(mine: ReadingList, given: Mapping[str, str]) -> None:
    name = _free_name(mine, given["rename"])
    if name:
        mine.keep(mine.lists.renamed(name))


def _remove(mine: ReadingList, given: Mapping[str, str]) -> None:
    """Remove the open list, which the form names so that no other goes by mistake."""
    if given["remove"] != mine.lists.open.name:
        mine.refuse(_("There is no such list."), 404)
        return
    mine.lists = mine.lists.without_open()
    mine.notes = mine.notes.among(mine.lists.ids)


def _free_name(mine: ReadingList, given: str) -> str:
    """A name for a list, or "" with the reason that there is none."""
    name = name_of(given)
    taken = mine.lists.named(name) if name else None
    if not name:
        mine.refuse(_("Give the list a name."), 400)
    elif taken is not None and name.casefold() != mine.lists.open.name.casefold():
        mine.refuse(_("There is a list of this name already."))
        return ""
    return name


#: By the field of a form that asks for it.
_STEPS: Final[dict[str, Callable[[ReadingList, Mapping[str, str]], None]]] = {
    "drop": _drop,
    "note": _note,
    "new": _new,
    "open": _open,
    "rename": _rename,
    "remove": _remove,
    "keep": _keep,
}


# From a file --------------------------------------------------------------------------------------


def _restore(mine: ReadingList, file: UploadedFile[bytes]) -> None:
    """Add what a file names: to the lists of its names, else to the open one."""
    text = file.read(FILE_LIMIT + 1)
    if len(text) > FILE_LIMIT:
        mine.refuse(_("The file is too large to be a list of kept articles."), 200)
        return
    read, notes = files.read(text.decode("utf-8", "replace"))
    named = list(dict.fromkeys(pk for part in read for pk in part.ids))[: 10 * MOST]
    here = _published(named)
    before = len(mine.lists.ids)
    for part in read:
        _restore_list(mine, part, here)
    for pk, note in notes.items():
        if pk in mine.lists.ids:
            mine.annotate(mine.notes.joined(pk, note))
    mine.notice = _summary(len(mine.lists.ids) - before, named, here)


def _restore_list(mine: ReadingList, part: files.ReadList, here: Collection[int]) -> None:
    """Add what there is room for."""
    lists = mine.lists
    target = lists.open if not part.name else lists.named(part.name) or KeptList(part.name)
    room = MOST - sum(len(kept.ids) for kept in lists)
    wanted = [pk for pk in dict.fromkeys(part.ids) if pk in here]
    new = [pk for pk in wanted if pk not in target.ids][:room]
    if new or part.name:
        mine.keep(lists.put(target.with_(pk for pk in wanted if pk in target.ids or pk in new)))
    if len(new) < len([pk for pk in wanted if pk not in target.ids]):
        sentence = _("The list is full: it holds %(most)s articles. Remove some first.")
        mine.refuse(sentence % {"most": MOST}, 200)


def _summary(added: int, named: Sequence[int], here: Collection[int]) -> str:
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


# The page -----------------------------------------------------------------------------------------


def _page(request: HttpRequest, mine: ReadingList) -> HttpResponse:
    open_ = mine.lists.open
    articles = search.list_articles(open_.ids)
    here = {article.pk for article in articles}
    context = {
        "rows": [
            KeptRow(Row(article, (), ()), mine.notes.texts.get(article.pk, ""))
            for article in articles
        ],
        "missing": [pk for pk in open_.ids if pk not in here],
        "open": open_,
        "lists": sorted(mine.lists, key=lambda kept: kept.name.casefold()),
        "name_length": NAME_LENGTH,
        "note_length": NOTE_LENGTH,
        "problem": mine.problem,
        "notice": mine.notice,
        "keeps": mine.lists != KeptLists(),
    }
    response = render(request, "reading_list/kept.html", context, status=mine.status)
    patch_cache_control(response, no_cache=True, private=True)
    # Renewed at each visit: browsers drop a cookie after a year.
    return _store(request, response, mine)


def _store(request: HttpRequest, response: HttpResponse, mine: ReadingList) -> HttpResponse:
    for name, packed, path in (
        (COOKIE, mine.lists.packed, "/"),
        (NOTES_COOKIE, mine.notes.packed, NOTES_PATH),
    ):
        if packed:
            keep_cookie(request, response, name, packed, path=path)
        elif name in request.COOKIES:
            response.delete_cookie(name, path=path, samesite="Lax")
    return response


def _published(ids: Sequence[int]) -> set[int]:
    rows = Article.objects.filter(pk__in=ids).values_list("pk", "state")
    return {pk for pk, state in rows if state == Article.State.PUBLISHED}


def _id(text: str) -> int:
    """0, which no article has, for anything but a number."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else 0

"""Who may see what of an article that readers do not see."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from archive.models import Article
from archive.store import changelog
from archive.views.errors import gone


def is_editor(request: HttpRequest) -> bool:
    return bool(request.user.is_staff and request.user.has_perm("archive.view_article"))


def readable(request: HttpRequest, pk: int) -> Article | HttpResponse:
    """The article for a page about it, or the page that says why there is none; raises Http404."""
    found = Article.objects.for_reading().filter(pk=pk).first() if pk < 2**63 else None
    if found is None:
        if pk < 2**63 and changelog.is_tombstone(pk):
            return gone(request)
        raise Http404
    if found.state != Article.State.PUBLISHED and not is_editor(request):
        if found.state == Article.State.WITHDRAWN:
            return gone(request, reason=found.state_reason, day=found.state_at)
        raise Http404
    return found

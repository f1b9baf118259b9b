"""One article by the ending of its address or of its short address: `/2017/06/04/<slug>.ris`."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import http_date

from archive.formats import FORMATS, exported
from archive.models import Article
from archive.views.cache import until_changed
from archive.views.exports.site import site_of, titled
from archive.views.http import not_readable


@until_changed
def by_id(request: HttpRequest, article_id: int, suffix: str) -> HttpResponse:
    return _written(request, article_id, suffix)


@until_changed
def by_path(request: HttpRequest, path: str, suffix: str) -> HttpResponse:
    found = Article.objects.filter(path=path).values_list("pk", flat=True).first()
    if found is None:
        raise Http404
    return _written(request, found, suffix)


def _written(request: HttpRequest, article_id: int, suffix: str) -> HttpResponse:
    form = FORMATS.get(suffix)
    if form is None or form.one is None or article_id >= 2**63:
        raise Http404
    article = next(iter(exported([article_id])), None)
    if article is None:
        return not_readable(request, article_id, Article.objects.filter(pk=article_id).first())
    response = HttpResponse(form.one(article, site_of(request)), content_type=form.media_type)
    response["Last-Modified"] = http_date(article.changed_at.timestamp())
    return titled(response, article.path.rsplit("/", 1)[-1], form)

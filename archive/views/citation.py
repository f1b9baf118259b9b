"""An article as a plain-text citation of one line."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.utils.translation import gettext as _

from archive.labels import in_words
from archive.models import Article, Byline
from archive.templatetags.paper import first_words


def citation(article: Article, bylines: Iterable[Byline], address: str) -> str:
    """ "Ada Venn and Bo Quay: “Bridge stays open”. Harbour Echo, 4 June 2017. Broadsheet, …/a/7/";
    without a headline, its first words in brackets."""
    names = _named([line.printed for line in bylines])
    quoted = _("“{headline}”") if article.headline else _("[{headline} …]")
    title = quoted.format(headline=article.headline or first_words(article))
    paper = article.publication.name if article.publication else ""
    issue = ", ".join(part for part in (paper, in_words(article.days)) if part)
    by = _("{names}: {title}").format(names=names, title=title) if names else title
    return f"{by}. {issue}. {settings.ARCHIVE_NAME}, {address}"


def _named(names: list[str]) -> str:
    if len(names) < 2:
        return "".join(names)
    return _("{first} and {last}").format(first=", ".join(names[:-1]), last=names[-1])

"""An article as a JSON object, one shape everywhere: `/a/7.json`, JSON lines, the API.

The names are those that `manage.py parse --jsonl` prints, and mean the same; "" is null here. Our
own import reads it back field by field (`broadsheet` is the version of the shape).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from archive.formats.exported import ExportedArticle, ExportedImage, Site
from archive.formats.format import Export, Format, gathered
from archive.record.codec import as_json

#: Raise when a key changes its meaning.
SHAPE: Final = 1


def record(article: ExportedArticle, site: Site) -> dict[str, Any]:
    publication = article.publication
    return {
        "broadsheet": SHAPE,
        "id": article.id,
        "address": article.address(site),
        "permanent": article.permanent(site),
        "headline": article.headline or None,
        "standfirst": article.standfirst or None,
        "date": article.date or None,
        "time": article.time or None,
        "utc_offset": article.utc_offset or None,
        "updated": article.updated or None,
        "publication": publication.name if publication else None,
        "publication_slug": publication.slug if publication else None,
        "publication_domain": (publication.domain or None) if publication else None,
        "section": article.section or None,
        "section_slug": article.section_slug or None,
        "authors": [byline.name for byline in article.bylines],
        "bylines": [
            {
                "name": byline.name,
                "slug": byline.slug,
                "kind": byline.kind,
                "printed": byline.printed,
            }
            for byline in article.bylines
        ],
        "paragraphs": [text for _, text in article.paragraphs],
        "kinds": [kind for kind, _ in article.paragraphs],
        "images": [_image(image, site) for image in article.images],
        "contacts": article.contacts,
        "further": [{"name": name, "value": value} for name, value in article.further],
        "url": article.url or None,
        "language": article.language or None,
        "comment_count": article.comment_count,
        "words": article.words,
        "sources": [
            {"name": source.name, "sha256": source.sha256, "current": source.current}
            for source in article.sources
        ],
        "added_at": moment(article.added_at),
        "changed_at": moment(article.changed_at),
    }


def _image(image: ExportedImage, site: Site) -> dict[str, Any]:
    said = {name: value or None for name, value in image.content._asdict().items()}
    if not image.file:
        return said
    return {**said, "file": image.file, "width": image.width, "height": image.height}


def moment(at: Any) -> str:
    """ISO 8601 to the second, in UTC: "2026-11-30T21:04:07Z"."""
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"


def _one(article: ExportedArticle, site: Site) -> bytes:
    return as_json(record(article, site)) + b"\n"


def _lines(export: Export) -> Iterator[bytes]:
    return gathered(_one(article, export.site) for article in export.articles())


JSON: Final = Format(
    suffix="json",
    name="JSON",
    media_type="application/json",
    one=_one,
    attachment=False,
)
JSON_LINES: Final = Format(
    suffix="jsonl",
    name="JSON lines",
    media_type="application/x-ndjson",
    many=_lines,
)

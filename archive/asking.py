"""What is doubtful in articles, worked out again from what is stored of how they were read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import zstandard

from archive.doubtful import Doubt
from archive.models import Reading
from archive.record.content import Content
from archive.record.review import Asked, doubts_of


def ask_again(contents: Mapping[int, Content]) -> None:
    """Let the readings of these articles' present sources be asked about; what was settled stays
    so. Articles whose reading is damaged or gone are left as they are. Inside store.writing()."""
    for article_id, asked in asked_about(contents):
        Doubt.objects.ask(article_id, asked, anew=False)


def asked_about(contents: Mapping[int, Content]) -> Iterator[tuple[int, list[Asked]]]:
    """(article, what its present source leaves open); at most as many as chunks.CHUNK at once."""
    readings = Reading.objects.filter(source__article__in=list(contents), source__current=True)
    for reading in readings.select_related("source").defer("source__packed"):
        article_id = reading.source.article_id
        try:
            found = reading.unpacked()
        except (zstandard.ZstdError, ValueError, LookupError, TypeError):
            continue
        yield article_id, doubts_of(found, contents[article_id])

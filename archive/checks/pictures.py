"""Pictures: their files, checksums, renditions and captions."""

from __future__ import annotations

import hashlib
import shutil
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Final

from django.db.models import F

from archive import renditions
from archive.hooks import Finding, check
from archive.models import Image, Picture
from archive.renditions import NotAPicture, develop, widths_of
from archive.store import repair

#: Younger folders may belong to a request that is still running.
SETTLED_SECONDS: Final = 3600


@check
def picture_files() -> Iterator[Finding]:
    """Every picture's original matches its checksum, and all its sizes exist."""
    for picture in Picture.objects.order_by("pk").iterator(500):
        where = f"Picture {picture.pk} ({picture.name})"
        original = renditions.original_file(picture.key, picture.suffix)
        try:
            data = original.read_bytes()
        except OSError:
            yield Finding(f"{where} has no file.")
            continue
        if hashlib.sha256(data).hexdigest() != picture.key:
            yield Finding(f"{where} is not the uploaded file: its checksum differs.")
            continue
        sizes = [renditions.size_file(picture.key, width) for width in widths_of(picture.width)]
        if not all(size.is_file() for size in sizes):
            yield Finding(
                f"{where} lacks some of its sizes.",
                partial(_make_again, picture),
            )


def _make_again(picture: Picture) -> None:
    """Make all sizes again from the original."""
    place = renditions.place_of(picture.key)
    try:
        developed = develop(renditions.original_file(picture.key, picture.suffix).read_bytes())
    except NotAPicture:
        return
    aside = place.with_name(f".{place.name}")
    place.rename(aside)
    renditions.keep_files(developed)
    shutil.rmtree(aside)


@check
def pictures_match_register() -> Iterator[Finding]:
    """Images show the picture files that the Picture table gives them."""
    known = Image.objects.filter(picture__isnull=False)
    wrong = set(known.exclude(file=F("picture__key")).values_list("article", flat=True))
    lost = Image.objects.exclude(file="").filter(picture=None)
    wrong.update(lost.values_list("article", flat=True))
    for pk in sorted(wrong):
        yield Finding(
            f"Article {pk} does not show the picture files attached to it.",
            partial(repair.rehang_pictures, pk),
        )


@check
def unknown_picture_files() -> Iterator[Finding]:
    """No picture files without a Picture: failed requests leave them."""
    known = set(Picture.objects.values_list("key", flat=True))
    before = time.time() - SETTLED_SECONDS
    for place in _places():
        if place.name not in known and place.stat().st_mtime < before:
            yield Finding(
                f"The folder {place.name[:16]}… of picture files belongs to no picture.",
                partial(shutil.rmtree, place, ignore_errors=True),
            )


def _places() -> Iterator[Path]:
    if renditions.folder().is_dir():
        for part in sorted(renditions.folder().iterdir()):
            if part.is_dir():
                yield from sorted(part.iterdir())

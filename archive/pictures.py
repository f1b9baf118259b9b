"""The register of pictures that editors attached, and where their files lie.

A picture belongs to an article and hangs under a caption. Captions come and go with re-imports;
the picture follows its caption, and where that is gone it waits for an editor. store.py calls
`hang` after every write; what editors do is in picturing.py.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.db import models, transaction

from archive.darkroom import SUFFIX, Developed
from archive.text.slugs import key_of

if TYPE_CHECKING:
    from archive.models import Image

#: Captions are one and the same, corrected, where they share so much of their words.
SHARE_ALIKE: Final = 0.5


class PictureQuerySet(models.QuerySet["Picture"]):
    def standing(self) -> PictureQuerySet:
        """Those that no editor has taken away."""
        return self.filter(removed_at__isnull=True)


class Picture(models.Model):
    """A file that an editor attached; a later one at the same caption replaces it."""

    article = models.ForeignKey("archive.Article", models.CASCADE, related_name="pictures")
    #: Where it hangs; nowhere when taken away, or when its caption is gone.
    image = models.OneToOneField(
        "archive.Image", models.SET_NULL, null=True, blank=True, related_name="picture"
    )
    #: SHA-256 of the original, in hex.
    key = models.CharField(max_length=64, db_index=True)
    #: As it was called when it was sent; the ending is that of what it is.
    name = models.CharField(max_length=200)
    suffix = models.CharField(max_length=10)
    size = models.PositiveBigIntegerField()
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    #: What it hung under last: by this it finds its caption again.
    caption = models.TextField(blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField()
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = PictureQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.name


# Where it hangs -----------------------------------------------------------------------------------


def hang(article_id: int, *, same_rows: bool = False) -> None:
    """Hang an article's pictures under the captions that it has now. `same_rows` says that
    captions were only reworded, each in its place. Inside writing()."""
    known = list(Picture.objects.filter(article=article_id).order_by("pk"))
    if not known:
        return
    from archive.models import Image

    images = list(Image.objects.filter(article=article_id))
    standing = [picture for picture in known if picture.removed_at is None]
    places = _places(standing, images, same_rows=same_rows)
    Picture.objects.filter(article=article_id).update(image=None)
    for image in images:
        picture = places.get(image.pk)
        _show(image, picture)
        if picture is not None:
            picture.image, picture.caption = image, caption_of(image)
            picture.save(update_fields=["image", "caption"])


def _places(
    pictures: Sequence[Picture], images: Sequence[Image], *, same_rows: bool
) -> dict[int, Picture]:
    """Which picture hangs at which image: the same caption first, then one much alike."""
    found: dict[int, Picture] = {}
    left = list(pictures)

    def take(picture: Picture, image: Image) -> None:
        found[image.pk] = picture
        left.remove(picture)

    for alike in (_same, _much_alike):
        for picture in list(left):
            for image in sorted(images, key=lambda one, of=picture: one.pk != of.image_id):  # type: ignore[misc]
                # Of equal captions each keeps its place where it can.
                if image.pk not in found and alike(picture.caption, caption_of(image)):
                    take(picture, image)
                    break
    for picture in list(left) if same_rows else ():
        for image in images:
            if image.pk == picture.image_id and image.pk not in found:
                take(picture, image)
    return found


def caption_of(image: Image) -> str:
    """The words by which a picture's place is known."""
    return image.caption or image.credit


def _same(one: str, other: str) -> bool:
    return key_of(one) == key_of(other)


def _much_alike(one: str, other: str) -> bool:
    ours, theirs = set(key_of(one).split()), set(key_of(other).split())
    return bool(ours) and len(ours & theirs) >= SHARE_ALIKE * max(len(ours), len(theirs))


def _show(image: Image, picture: Picture | None) -> None:
    """Let the image say what pages need of its picture, so that they ask for nothing more."""
    shown = (picture.key, picture.width, picture.height) if picture else ("", 0, 0)
    if (image.file, image.width, image.height) != shown:
        image.file, image.width, image.height = shown
        image.save(update_fields=["file", "width", "height"])


# Files --------------------------------------------------------------------------------------------


def folder() -> Path:
    return Path(settings.MEDIA_ROOT) / "pictures"


def place_of(key: str) -> Path:
    """The folder of one picture: its original and its sizes."""
    return folder() / key[:2] / key


def size_file(key: str, width: int) -> Path:
    return place_of(key) / f"{width}{SUFFIX}"


def original_file(key: str, suffix: str) -> Path:
    return place_of(key) / f"original{suffix}"


def keep_files(developed: Developed) -> None:
    """Put a picture on the disk, all of it or nothing; where it is already, nothing is done."""
    place = place_of(developed.key)
    if place.is_dir():
        return
    place.parent.mkdir(parents=True, exist_ok=True)
    making = Path(tempfile.mkdtemp(prefix=".", dir=place.parent))
    try:
        _write(making / f"original{developed.suffix}", developed.original)
        for width, data in developed.sizes.items():
            _write(making / f"{width}{SUFFIX}", data)
        making.rename(place)
    except OSError:
        shutil.rmtree(making, ignore_errors=True)
        # Another request may have brought the same picture meanwhile.
        if not place.is_dir():
            raise


def _write(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    path.chmod(0o600)


def drop_unused_files(keys: Iterable[str]) -> None:
    """Once the transaction is in: delete the files of pictures that the register no longer has."""
    wanted = set(keys)
    if wanted:
        transaction.on_commit(lambda: _drop(wanted))


def _drop(keys: Collection[str]) -> None:
    kept = set(Picture.objects.filter(key__in=keys).values_list("key", flat=True))
    for key in set(keys) - kept:
        shutil.rmtree(place_of(key), ignore_errors=True)

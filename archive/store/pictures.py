"""The register of pictures that editors attached, and where their files lie.

A picture belongs to an article and hangs under a caption. Captions come and go with re-imports;
the picture follows its caption, and where that is gone it waits for an editor. Every write of an
article calls `hang`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from copy import copy
from typing import Final

from django.utils import timezone

from archive import renditions
from archive.models import Article, Image, Picture, User
from archive.renditions import Developed
from archive.store import articles, changelog
from archive.text.slugs import key_of

#: Captions are one and the same, corrected, where they share so much of their words.
SHARE_ALIKE: Final = 0.5


# Where it hangs -----------------------------------------------------------------------------------
def hang(article_id: int, *, same_rows: bool = False) -> None:
    """Hang an article's pictures under the captions that it has now. `same_rows` says that
    captions were only reworded, each in its place. Inside writing()."""
    known = list(Picture.objects.filter(article=article_id).order_by("pk"))
    if not known:
        return
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


def attach(image: Image, developed: Developed, name: str, *, by: User | None) -> Picture:
    """Hang a picture under a caption; one that hangs there is taken away. The same once more
    changes nothing."""
    renditions.keep_files(developed)
    with articles.writing():
        image.refresh_from_db()
        present = Picture.objects.attached().filter(image=image).first()
        now = timezone.now()
        if present is not None and present.key == developed.key:
            return present
        if present is not None:
            _unhang(present, by, now)
        picture = Picture.objects.create(
            article_id=image.article_id,
            image=image,
            key=developed.key,
            name=_name_of(name, developed.suffix),
            suffix=developed.suffix,
            size=len(developed.original),
            width=developed.width,
            height=developed.height,
            caption=caption_of(image),
            by=by,
            at=now,
        )
        _note(image.article_id)
    return picture


def take_away(picture: Picture, *, by: User | None) -> None:
    """Readers see it no longer, at once; the files stay until it is deleted for good."""
    with articles.writing():
        picture.refresh_from_db()
        if picture.removed_at is None:
            _unhang(picture, by, timezone.now())
            _note(picture.article_id)


def put_back(picture: Picture, *, by: User | None) -> bool:
    """Attach a removed picture, or one whose caption had gone, where it was; False where no free
    caption is like its own. A removed one gets a new row, so that its history stays."""
    with articles.writing():
        picture.refresh_from_db()
        if picture.image_id is not None:
            return True
        restored = picture
        if picture.removed_at is not None:
            restored = copy(picture)
            restored.pk, restored.removed_at, restored.removed_by = None, None, None
            restored.by, restored.at = by, timezone.now()
            restored.save(force_insert=True)
        _note(picture.article_id)
        restored.refresh_from_db()
        if restored.image_id is None and restored.pk != picture.pk:
            restored.delete()
    return restored.image_id is not None


def delete(picture: Picture, *, by: User | None) -> None:
    """Delete a picture for good, its files too unless another article has the same."""
    with articles.writing():
        for row in Picture.objects.filter(article=picture.article_id, key=picture.key):
            take_away(row, by=by)
            row.delete()
        renditions.drop_unused_files([picture.key])


def _unhang(picture: Picture, by: User | None, at: dt.datetime) -> None:
    picture.image = None
    picture.removed_at, picture.removed_by = at, by
    picture.save(update_fields=["image", "removed_at", "removed_by"])


def _note(article_id: int) -> None:
    """Its pages are renewed. The text is untouched, so its version is not raised: two editors who
    have the article open, one with a picture and one with the text, do not hinder each other."""
    hang(article_id)
    Article.objects.filter(pk=article_id).update(changed_at=timezone.now())
    changelog.note([article_id])


def _name_of(name: str, suffix: str) -> str:
    """The file's name without its folders, with the ending of what it is."""
    stem = name.replace("\\", "/").rpartition("/")[2].rpartition(".")[0] or name
    printable = "".join(letter for letter in stem if letter.isprintable()).strip()
    return f"{printable[:180] or 'picture'}{suffix}"

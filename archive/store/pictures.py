"""Picture files that editors attach to the captions of articles.

Captions come and go with re-imports: a picture follows its caption, and is not shown while that is
gone. Every write of an article calls `reattach`.
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

#: Captions with such a share of words in common are one caption, reworded.
SIMILAR_SHARE: Final = 0.5


def reattach(article_id: int, *, same_rows: bool = False) -> None:
    """Attach an article's pictures to the captions it has now. `same_rows` says that captions were
    only reworded, each in its place. Inside writing()."""
    pictures = list(Picture.objects.filter(article=article_id).order_by("pk"))
    if not pictures:
        return
    images = list(Image.objects.filter(article=article_id))
    present = [picture for picture in pictures if picture.removed_at is None]
    by_image = _assigned(present, images, same_rows=same_rows)
    Picture.objects.filter(article=article_id).update(image=None)
    for image in images:
        picture = by_image.get(image.pk)
        _show(image, picture)
        if picture is not None:
            picture.image, picture.caption = image, caption_of(image)
            picture.save(update_fields=["image", "caption"])


def _assigned(
    pictures: Sequence[Picture], images: Sequence[Image], *, same_rows: bool
) -> dict[int, Picture]:
    """The picture of each image, by id: that with the same caption, or else with a similar one."""
    assigned: dict[int, Picture] = {}
    left = list(pictures)

    def assign(picture: Picture, image: Image) -> None:
        assigned[image.pk] = picture
        left.remove(picture)

    for match in (_same, _similar):
        for picture in list(left):
            # Of equal captions each keeps its place where it can.
            for image in sorted(images, key=lambda image: image.pk != picture.image_id):
                if image.pk not in assigned and match(picture.caption, caption_of(image)):
                    assign(picture, image)
                    break
    for picture in list(left) if same_rows else ():
        for image in images:
            if image.pk == picture.image_id and image.pk not in assigned:
                assign(picture, image)
    return assigned


def caption_of(image: Image) -> str:
    """The words by which a picture finds its image."""
    return image.caption or image.credit


def _same(old: str, new: str) -> bool:
    return key_of(old) == key_of(new)


def _similar(old: str, new: str) -> bool:
    before, after = set(key_of(old).split()), set(key_of(new).split())
    return bool(before) and len(before & after) >= SIMILAR_SHARE * max(len(before), len(after))


def _show(image: Image, picture: Picture | None) -> None:
    """Copy to the image what pages need of its picture, which saves them a query."""
    shown = (picture.key, picture.width, picture.height) if picture else ("", 0, 0)
    if (image.file, image.width, image.height) != shown:
        image.file, image.width, image.height = shown
        image.save(update_fields=["file", "width", "height"])


def attach(image: Image, developed: Developed, name: str, *, by: User | None) -> Picture:
    """Attach a picture to a caption, instead of the one there. The same again changes nothing."""
    renditions.keep_files(developed)
    with articles.writing():
        image.refresh_from_db()
        present = Picture.objects.attached().filter(image=image).first()
        now = timezone.now()
        if present is not None and present.key == developed.key:
            return present
        if present is not None:
            _remove(present, by, now)
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


def remove(picture: Picture, *, by: User | None) -> None:
    """Hide a picture from readers, at once; its files stay until it is deleted."""
    with articles.writing():
        picture.refresh_from_db()
        if picture.removed_at is None:
            _remove(picture, by, timezone.now())
            _note(picture.article_id)


def restore(picture: Picture, *, by: User | None) -> bool:
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
    """Delete a picture and its files, unless another article has the same."""
    with articles.writing():
        for row in Picture.objects.filter(article=picture.article_id, key=picture.key):
            remove(row, by=by)
            row.delete()
        renditions.drop_unused_files([picture.key])


def _remove(picture: Picture, by: User | None, at: dt.datetime) -> None:
    picture.image = None
    picture.removed_at, picture.removed_by = at, by
    picture.save(update_fields=["image", "removed_at", "removed_by"])


def _note(article_id: int) -> None:
    """Show the change, but as no new version: versions are of the text, and an editor who has the
    text open is not in conflict with one who attaches a picture."""
    reattach(article_id)
    Article.objects.filter(pk=article_id).update(changed_at=timezone.now())
    changelog.note([article_id])


def _name_of(name: str, suffix: str) -> str:
    """The file's name without its folders, with the ending of what it is."""
    stem = name.replace("\\", "/").rpartition("/")[2].rpartition(".")[0] or name
    printable = "".join(letter for letter in stem if letter.isprintable()).strip()
    return f"{printable[:180] or 'picture'}{suffix}"

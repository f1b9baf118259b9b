"""What editors do with pictures: attach, replace, take away, put back, delete for good.

Each is a new version of the article with the same words, so that its history tells of it and
readers' caches let go of the page.
"""

from __future__ import annotations

from typing import Final

from django.utils import timezone

from archive import pictures, store
from archive.darkroom import Developed
from archive.models import Image, Picture, User

ATTACHED: Final = "picture attached"
REPLACED: Final = "picture replaced"
TAKEN_AWAY: Final = "picture taken away"
PUT_BACK: Final = "picture put back"


def attach(image: Image, developed: Developed, name: str, *, by: User | None) -> Picture:
    """Hang a picture under a caption; one that hangs there is taken away. The same once more
    changes nothing."""
    pictures.keep_files(developed)
    with store.writing():
        image.refresh_from_db()
        present = Picture.objects.standing().filter(image=image).first()
        if present is not None and present.key == developed.key:
            return present
        if present is not None:
            _unhang(present, by)
        picture = Picture.objects.create(
            article_id=image.article_id,
            image=image,
            key=developed.key,
            name=_name_of(name, developed.suffix),
            suffix=developed.suffix,
            size=len(developed.original),
            width=developed.width,
            height=developed.height,
            caption=pictures.caption_of(image),
            by=by,
            at=timezone.now(),
        )
        _noted(picture, REPLACED if present else ATTACHED, by)
    return picture


def take_away(picture: Picture, *, by: User | None) -> None:
    """Readers see it no longer, at once; the files stay until it is deleted for good."""
    with store.writing():
        picture.refresh_from_db()
        if picture.removed_at is None:
            _unhang(picture, by)
            _noted(picture, TAKEN_AWAY, by)


def put_back(picture: Picture, *, by: User | None) -> bool:
    """Hang a picture that was taken away, or whose caption was gone, where it hung; False where
    no caption that is free is like the one it had."""
    with store.writing():
        picture.refresh_from_db()
        if picture.image_id is not None:
            return True
        was = picture.removed_at, picture.removed_by
        picture.removed_at = picture.removed_by = None
        picture.save(update_fields=["removed_at", "removed_by"])
        pictures.hang(picture.article_id)
        picture.refresh_from_db()
        if picture.image_id is None:
            picture.removed_at, picture.removed_by = was
            picture.save(update_fields=["removed_at", "removed_by"])
            return False
        _noted(picture, PUT_BACK, by)
    return True


def delete(picture: Picture, *, by: User | None) -> None:
    """Delete a picture for good, its files too unless another article has the same."""
    with store.writing():
        take_away(picture, by=by)
        picture.delete()
        pictures.drop_unused_files([picture.key])


def _unhang(picture: Picture, by: User | None) -> None:
    picture.image = None
    picture.removed_at, picture.removed_by = timezone.now(), by
    picture.save(update_fields=["image", "removed_at", "removed_by"])


def _noted(picture: Picture, reason: str, by: User | None) -> None:
    pictures.hang(picture.article_id)
    store.note_same_words(picture.article_id, reason, by=by)


def _name_of(name: str, suffix: str) -> str:
    """The file's name without its folders, with the ending of what it is."""
    stem = name.replace("\\", "/").rpartition("/")[2].rpartition(".")[0] or name
    printable = "".join(letter for letter in stem if letter.isprintable()).strip()
    return f"{printable[:180] or 'picture'}{suffix}"

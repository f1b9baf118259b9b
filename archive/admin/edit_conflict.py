"""Two editors at one article: merge what one typed with what the other saved since the form was
opened, so that nothing is lost. Works on the values of the form's fields.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from archive import history
from archive.admin.forms import IMAGE_FIELDS, values_of
from archive.history import Compared, compared
from archive.labels import field_in_words
from archive.models import Article, Revision
from archive.record.content import Content
from archive.store import load, names
from archive.text import diff
from archive.text.numbers import COUNT_DIGITS, id_of

#: Form fields that hold several values, and what separates these: they are merged value by value.
_SEPARATORS: Final = {"text": "\n\n", "authors": "\n"}
#: Form fields that have another name than the field of Content that they show.
_CONTENT_FIELDS: Final = {"text": "paragraphs", "publication_name": "publication"}
PREFIX: Final = "images"
#: Forms of images that are read have numbers of at most so many digits.
_DIGITS: Final = 3
#: Values of IMAGE_FIELDS.
_ImageValues = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EditConflict:
    """Somebody saved after the form was opened. `data` is the form merged: what others wrote where
    the editor left a field alone, as typed elsewhere; `both` are fields that both changed."""

    sentence: str
    compared: Sequence[Compared]
    both: Sequence[str]
    data: QueryDict


def find_conflict(article: Article, posted: QueryDict) -> EditConflict | None:
    """None where the posted version is the present one, or is no version at all."""
    seen = id_of(posted.get("version", ""), COUNT_DIGITS)
    if seen in (0, article.version):
        return None
    present = load.contents_of([article.pk])[article.pk]
    opened = history.content_of(article, seen)
    [base] = names.canonical([opened]) if opened else [present]
    data = posted.copy()
    data["version"] = str(article.version)
    both = [*_merge_fields(data, base, present), *_merge_images(data, article, base, present)]
    differing = list(compared(base, present))
    return EditConflict(_sentence(article, seen, differing), differing, both, data)


def _merge_fields(data: QueryDict, base: Content, present: Content) -> list[str]:
    both = []
    theirs = values_of(present)
    for name, before in values_of(base).items():
        typed = data.get(name, "").replace("\r\n", "\n").strip()
        value = _merged(name, before.strip(), typed, theirs[name].strip())
        if value is None:
            both.append(field_in_words(_CONTENT_FIELDS.get(name, name)))
        else:
            data[name] = value
    return both


def _merged(name: str, base: str, mine: str, theirs: str) -> str | None:
    """None where both changed the field in a way that cannot be merged."""
    if mine in (base, theirs):
        return theirs
    if theirs == base:
        return mine
    if name not in _SEPARATORS:
        return None
    mark = _SEPARATORS[name]
    merged = diff.three_way_merge(base.split(mark), mine.split(mark), theirs.split(mark))
    return None if merged is None else mark.join(merged)


def _merge_images(data: QueryDict, article: Article, base: Content, present: Content) -> list[str]:
    before, theirs = _image_values(base), _image_values(present)
    if theirs == before:
        return []
    merged, clash = _merged_images(before, _typed_images(data), theirs)
    _put_images(data, article, [dict(zip(IMAGE_FIELDS, image, strict=True)) for image in merged])
    return [field_in_words("images")] if clash else []


def _merged_images(
    before: Sequence[_ImageValues], mine: Sequence[_ImageValues], theirs: Sequence[_ImageValues]
) -> tuple[Sequence[_ImageValues], bool]:
    """The images of both, and whether both changed the same value: that one is as typed."""
    count = len(before)
    if mine == before:
        return theirs, False
    if min(len(mine), len(theirs)) < count:
        merged = diff.three_way_merge(before, mine, theirs)
        return (mine, True) if merged is None else (merged, False)
    clash = False
    images: list[_ImageValues] = []
    for versions in zip(before, mine, theirs, strict=False):
        values = list(zip(*versions, strict=True))
        clash = clash or any(len({*three}) == 3 for three in values)
        images.append(tuple(other if ours == was else ours for was, ours, other in values))
    added = [image for image in mine[count:] if image not in theirs[count:]]
    return [*images, *theirs[count:], *added], clash


def _image_values(content: Content) -> list[_ImageValues]:
    return [
        tuple(getattr(image, name).strip() for name in IMAGE_FIELDS) for image in content.images
    ]


def _typed_images(data: QueryDict) -> list[_ImageValues]:
    """Images in the posted forms, without those to be deleted and those left empty."""
    count = id_of(data.get(f"{PREFIX}-TOTAL_FORMS", ""), _DIGITS)
    images = []
    for number in range(count):
        values = tuple(
            data.get(f"{PREFIX}-{number}-{name}", "").replace("\r\n", "\n").strip()
            for name in IMAGE_FIELDS
        )
        if any(values) and not data.get(f"{PREFIX}-{number}-DELETE"):
            images.append(values)
    return images


def _put_images(data: QueryDict, article: Article, images: Sequence[Mapping[str, str]]) -> None:
    """Bind the forms to the images there are now: some may have come or gone."""
    stored = list(article.images.order_by("order").values_list("pk", "file"))
    for name in [name for name in data if name.startswith(f"{PREFIX}-")]:
        if not name.endswith("_FORMS"):
            del data[name]
    count = max(len(images), len(stored))
    data[f"{PREFIX}-TOTAL_FORMS"], data[f"{PREFIX}-INITIAL_FORMS"] = str(count), str(len(stored))
    for number in range(count):
        form = f"{PREFIX}-{number}"
        pk, file = stored[number] if number < len(stored) else ("", "")
        data[f"{form}-article"] = str(article.pk)
        data[f"{form}-id"], data[f"{form}-seen"] = str(pk), file
        if number >= len(images):
            data[f"{form}-DELETE"] = "on"
            continue
        for name, value in images[number].items():
            data[f"{form}-{name}"] = value


def _sentence(article: Article, seen: int, differing: Sequence[Compared]) -> str:
    """Who saved since, when, and what."""
    since = Revision.objects.filter(article=article, version__gte=seen).order_by("version")
    revisions = list(since.select_related("replaced_by"))
    who = list(dict.fromkeys(_author_of(revision) for revision in revisions))
    what = ", ".join(field.name.lower() for field in differing)
    last = revisions[-1].replaced_at if revisions else article.changed_at
    return _(
        "%(who)s changed this article after you opened it, last at %(time)s: %(what)s. The form "
        "below has their changes where you made none, and yours as you typed them."
    ) % {
        "who": _(" and ").join(who) or _("Someone else"),
        "time": f"{timezone.localtime(last):%H:%M}",
        "what": what or _("nothing in this form"),
    }


def _author_of(revision: Revision) -> str:
    if revision.replaced_by is not None:
        return str(revision.replaced_by)
    if revision.reason == Revision.Reason.READ_AGAIN:
        return _("A later parser")
    if revision.reason == Revision.Reason.IMPORTED_AGAIN:
        return _("An import")
    return _("Someone else")

"""Two at one article: what somebody wrote since an editor opened the form, and what the editor
typed, laid together, so that nothing is lost. Works on what stands in the form's boxes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from archive import history
from archive.admin.forms import IMAGE_FIELDS, boxes_of
from archive.history import Compared, compared
from archive.labels import field_in_words
from archive.models import Article, Revision
from archive.record.content import Content
from archive.store import load, names
from archive.text import diff
from archive.text.numbers import COUNT_DIGITS, id_of

#: Boxes that hold several, and what stands between them: these are made one where they can be.
_PARTED: Final = {"text": "\n\n", "authors": "\n"}
#: Boxes that are called otherwise than the field of Content that they show.
_FIELDS: Final = {"text": "paragraphs", "publication_name": "publication"}
PREFIX: Final = "images"
#: What stands in the boxes of one picture.
Picture = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """What an editor is told, and the form as it goes on: with what others wrote where the editor
    left a box alone, and as typed where not. `both` are fields that were changed by both."""

    sentence: str
    compared: Sequence[Compared]
    both: Sequence[str]
    data: QueryDict


def told(article: Article, posted: QueryDict) -> Told | None:
    """None where nobody wrote since the version that was posted, or where that is no version."""
    seen = id_of(posted.get("version", ""), COUNT_DIGITS)
    if seen in (0, article.version):
        return None
    present = load.contents_of([article.pk])[article.pk]
    found = history.content_of(article, seen)
    [base] = names.canonical([found]) if found else [present]
    data = posted.copy()
    data["version"] = str(article.version)
    both = [*_boxes_into(data, base, present), *_images_into(data, article, base, present)]
    differing = list(compared(base, present))
    return Told(_sentence(article, seen, differing), differing, both, data)


def _boxes_into(data: QueryDict, base: Content, present: Content) -> list[str]:
    both = []
    theirs = boxes_of(present)
    for box, before in boxes_of(base).items():
        typed = data.get(box, "").replace("\r\n", "\n").strip()
        value = _one_of(box, before.strip(), typed, theirs[box].strip())
        if value is None:
            both.append(field_in_words(_FIELDS.get(box, box)))
        else:
            data[box] = value
    return both


def _one_of(box: str, base: str, mine: str, theirs: str) -> str | None:
    """None where both changed it and nobody can say how the two go together."""
    if mine in (base, theirs):
        return theirs
    if theirs == base:
        return mine
    if box not in _PARTED:
        return None
    mark = _PARTED[box]
    made = diff.three_way_merge(base.split(mark), mine.split(mark), theirs.split(mark))
    return None if made is None else mark.join(made)


def _images_into(data: QueryDict, article: Article, base: Content, present: Content) -> list[str]:
    before, theirs = _images_of(base), _images_of(present)
    if theirs == before:
        return []
    made, clash = _one_of_images(before, _typed_images(data), theirs)
    _put_images(data, article, [dict(zip(IMAGE_FIELDS, one, strict=True)) for one in made])
    return [field_in_words("images")] if clash else []


def _one_of_images(
    before: Sequence[Picture], mine: Sequence[Picture], theirs: Sequence[Picture]
) -> tuple[Sequence[Picture], bool]:
    """Pictures of both, and whether both changed the same of one: then it is as typed."""
    count = len(before)
    if mine == before:
        return theirs, False
    if min(len(mine), len(theirs)) < count:
        made = diff.three_way_merge(before, mine, theirs)
        return (mine, True) if made is None else (made, False)
    clash = False
    pictures: list[Picture] = []
    for parts in zip(before, mine, theirs, strict=False):
        threes = list(zip(*parts, strict=True))
        clash = clash or any(len({*three}) == 3 for three in threes)
        pictures.append(tuple(other if ours == was else ours for was, ours, other in threes))
    added = [one for one in mine[count:] if one not in theirs[count:]]
    return [*pictures, *theirs[count:], *added], clash


def _images_of(content: Content) -> list[Picture]:
    return [tuple(getattr(one, name).strip() for name in IMAGE_FIELDS) for one in content.images]


#: Forms of pictures that are looked at have numbers of so many figures.
_FIGURES_OF_FORMS: Final = 3


def _typed_images(data: QueryDict) -> list[Picture]:
    """Pictures in the posted forms, without those to be deleted and those left empty."""
    count = id_of(data.get(f"{PREFIX}-TOTAL_FORMS", ""), _FIGURES_OF_FORMS)
    found = []
    for place in range(count):
        values = tuple(
            data.get(f"{PREFIX}-{place}-{name}", "").replace("\r\n", "\n").strip()
            for name in IMAGE_FIELDS
        )
        if any(values) and not data.get(f"{PREFIX}-{place}-DELETE"):
            found.append(values)
    return found


def _put_images(data: QueryDict, article: Article, images: Sequence[Mapping[str, str]]) -> None:
    """Let the forms be about the pictures that there are now: some may have come or gone."""
    kept = list(article.images.order_by("order").values_list("pk", flat=True))
    for name in [name for name in data if name.startswith(f"{PREFIX}-")]:
        if not name.endswith("_FORMS"):
            del data[name]
    count = max(len(images), len(kept))
    data[f"{PREFIX}-TOTAL_FORMS"], data[f"{PREFIX}-INITIAL_FORMS"] = str(count), str(len(kept))
    for number in range(count):
        form = f"{PREFIX}-{number}"
        data[f"{form}-article"] = str(article.pk)
        data[f"{form}-id"] = str(kept[number]) if number < len(kept) else ""
        if number >= len(images):
            data[f"{form}-DELETE"] = "on"
            continue
        for name, value in images[number].items():
            data[f"{form}-{name}"] = value


def _sentence(article: Article, seen: int, differing: Sequence[Any]) -> str:
    """Who wrote since, and what."""
    since = Revision.objects.filter(article=article, version__gte=seen).order_by("version")
    who = list(dict.fromkeys(_who(one) for one in since.select_related("replaced_by")))
    what = ", ".join(one.name.lower() for one in differing)
    return _(
        "%(who)s changed this article after you opened it, last at %(time)s: %(what)s. Below "
        "stands what you typed, and what they wrote where you left it alone."
    ) % {
        "who": _(" and ").join(who) or _("Somebody"),
        "time": f"{timezone.localtime(article.changed_at):%H:%M}",
        "what": what or _("nothing that is seen here"),
    }


def _who(revision: Revision) -> str:
    if revision.replaced_by is not None:
        return str(revision.replaced_by)
    if revision.reason == Revision.Reason.READ_AGAIN:
        return _("A later parser")
    return _("An import") if revision.reason == Revision.Reason.IMPORTED_AGAIN else _("Somebody")

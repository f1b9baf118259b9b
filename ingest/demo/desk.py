"""What editors did with the demo's articles: corrected, joined, hid and withdrew, with reasons."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final

from archive import store
from archive.models import Article, Author, Image, Picture, Publication, StateChange, User
from archive.record.content import AuthorContent, Content
from archive.renditions import develop
from archive.store import load, merge, pictures
from ingest.demo.drawings import woodcut
from ingest.demo.schedule import LAST_DAY

#: Two who cannot log in: they have no passwords.
EDITORS: Final = (("a.bolt", "Agnes", "Bolt"), ("r.imrie", "Roland", "Imrie"))


@dataclass(frozen=True, slots=True)
class Amendment:
    """In an article of this headline, `old` in a field becomes `new`; where there is no `old`,
    `new` is an author more, the pictures' place, or the whole field."""

    headline: str
    field: str
    old: str
    new: str
    why: str


AMENDMENTS: Final = (
    Amendment(
        "Merrow branch line may close after 131 years", "paragraphs", "six miles", "seven miles",
        "The railway company wrote that it is seven, and sent a map.",
    ),
    Amendment(
        "Who pays for the harbour gate?", "headline", "gate?", "gate? Not the county",
        "The later edition’s headline, from the bound volume.",
    ),
    Amendment(
        "The sea comes over the wall", "images", "", "Port Alder, England",
        "The caption does not say where; the photographer’s diary does.",
    ),
    Amendment(
        "Harbour gate opens, a week early", "authors", "", "Ben Oduya",
        "Both reporters were at the gate; the byline names one.",
    ),
    Amendment(
        "Trombone found in the organ loft, playing “as before”", "section", "", "Music",
        "Filed with the band’s other stories.",
    ),
    Amendment(
        "For sale: a lighthouse, slightly used", "paragraphs", "200,000", "180,000",
        "Corrected by the paper on the following day.",
    ),
    Amendment(
        "For sale: a lighthouse, slightly used", "paragraphs", "two acres", "three acres",
        "The agent’s own leaflet says three.",
    ),
    Amendment(
        "Five bells come home by lorry, and by hand", "standfirst", "", "The tenor bears the names "
        "of forty-four boats.", "The line below the headline was lost in the scan.",
    ),
)  # fmt: skip
#: Names of one author, or of one paper, and which of them stays.
SAME_AUTHORS: Final = (("Benjamin Oduya", "Ben Oduya"), ("Mara J. Quill", "Mara Quill"))
SAME_PAPERS: Final = (("aldercourier.example", "Alder Courier"),)

#: Which pictures were found, by headline; and by a word of the newest day's headlines.
PICTURES: Final = (
    ("The sea comes over the wall", "storm"),
    ("For sale: a lighthouse, slightly used", "lighthouse"),
    ("Five bells come home by lorry, and by hand", "church"),
    ("Count us again: passengers fill the Merrow train", "train"),
    ("Harbour gate opens, a week early", "harbour"),
    ("The night the sea came over the wall", "street"),
)
NEWEST_PICTURES: Final = (("storm", "storm"), ("lifeboat", "harbour"))

WITHDRAWN_WHY: Final = (
    "Withdrawn at the request of the person named: the fine was set aside on appeal. The court’s "
    "register has the outcome."
)


def correct() -> None:
    """Lay the amendments over what was imported, and join names. Once: the editors' accounts are
    made in the same transaction."""
    with store.writing():
        if User.objects.filter(username=EDITORS[0][0]).exists():
            return
        editors = [_editor(*names) for names in EDITORS]
        for place, one in enumerate(AMENDMENTS):
            _amend(one, editors[place % len(editors)])
        for name, into in SAME_AUTHORS:
            author, other = (Author.objects.get(name=one) for one in (name, into))
            merge.join_author(author, other, editors[0])
        for name, into in SAME_PAPERS:
            paper, kept = (Publication.objects.get(name=one) for one in (name, into))
            merge.join_publication(paper, kept, editors[1])


def hang_pictures() -> None:
    """Attach a few pictures to their captions; most captions stay without. Once."""
    if Picture.objects.exists():
        return
    editor = User.objects.get(username=EDITORS[1][0])
    hung = [
        (one, subject) for headline, subject in PICTURES for one in _captions(headline=headline)
    ]
    for word, subject in NEWEST_PICTURES:
        hung += [(one, subject) for one in _captions(first_day=LAST_DAY, headline__icontains=word)]
    for seed, (image, subject) in enumerate(hung):
        developed = develop(woodcut(subject, seed))
        pictures.attach(image, developed, f"{subject}.jpg", by=editor)


def _captions(**asked: object) -> list[Image]:
    return [
        article.images.all()[0]
        for article in Article.objects.filter(images_count__gt=0, **asked).order_by("pk")
    ]


def withdraw() -> None:
    """Withdraw one court report, and hide another. Once."""
    if StateChange.objects.exists():
        return
    reports = Article.objects.filter(headline__startswith="Fined").order_by("pk")
    fined = list(reports.values_list("pk", flat=True))
    editor = User.objects.get(username=EDITORS[0][0])
    store.set_state(fined[:1], Article.State.WITHDRAWN, by=editor, reason=WITHDRAWN_WHY)
    store.set_state(fined[-1:], Article.State.HIDDEN, by=editor, reason="")


def _editor(username: str, first: str, last: str) -> User:
    editor = User(username=username, first_name=first, last_name=last, is_staff=True)
    editor.set_unusable_password()
    editor.save()
    return editor


def _amend(one: Amendment, by: User) -> None:
    article = Article.objects.get(headline=one.headline)
    content = load.contents_of([article.pk])[article.pk]
    store.correct(article.pk, _amended(content, one), by=by, why=one.why, version=article.version)


def _amended(content: Content, one: Amendment) -> Content:
    value: Any
    if one.field == "paragraphs":
        value = tuple(
            paragraph._replace(text=paragraph.text.replace(one.old, one.new))
            for paragraph in content.paragraphs
        )
    elif one.field == "images":
        value = tuple(image._replace(place=one.new) for image in content.images)
    elif one.field == "authors":
        value = (*content.authors, AuthorContent(one.new, printed=one.new))
    else:
        value = getattr(content, one.field).replace(one.old, one.new) if one.old else one.new
    return replace(content, **{one.field: value})

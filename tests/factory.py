"""Invented articles for tests: contents, files, and articles stored through the store."""

from archive import store
from archive.record.content import AuthorContent, Content, ImageContent, ParagraphContent
from archive.record.evidence import FieldReading, SourceReading
from archive.record.incoming import Incoming, Source

LONG = (
    "The ferry between Port Alder and the outer islands will run twice a day from Monday, the "
    "harbour board said, after a winter in which storms kept it at its moorings for nineteen days. "
    "Islanders had asked for a second crossing since the bakery on Great Sallow closed in autumn, "
    "and two hundred of them had signed a letter that hung in the post office until Christmas."
)


def content(**fields):
    """A Content like that of a short local story; any field may be given."""
    defaults = {
        "headline": "Second ferry for the outer islands",
        "date": "2016-03-14",
        "publication": "Alder Courier",
        "authors": (AuthorContent("Mara Quill", "person", "Mara Quill"),),
        "paragraphs": (ParagraphContent(LONG), ParagraphContent("Fares stay as they are.")),
        "images": (
            ImageContent(caption="The ferry at its berth.", credit="Ivo Stone/Alder Press"),
        ),
        "language": "en",
    }
    return Content(**(defaults | fields))


def source(name="ferry.txt", data=b""):
    reading = SourceReading({"headline": FieldReading(((0, 5),), 0.9, "first line")})
    return Source.of(name, data or name.encode(), "utf-8", reading, "test")


_number = 0


def stored(*contents):
    """Store the contents as new articles; their ids."""
    global _number
    incoming = []
    for one in contents:
        _number += 1
        incoming.append(Incoming(one, source(f"file-{_number}.txt")))
    with store.writing():
        return store.add(incoming)


def news(headline, date, body, author="Mara Quill", mail="mquill@aldercourier.example"):
    """A text file laid out as the seed is."""
    text = (
        f" date {date} Skip to content\n\n{headline}\n\nby {author}14 Mar 20163\n\n{body}\n\n"
        f"Email tips and suggestions to {mail}.\n\n"
    )
    return text.encode()


def story(n):
    """A story unlike the others, of three paragraphs."""
    words = [f"{word}{(n * 7 + place) % 97}" for place, word in enumerate(LONG.split())]
    return news(
        f"Council story number {n}",
        "2016-03-14",
        f"{LONG}\n\n{' '.join(words[:30])}.\n\n{' '.join(words[30:])}.",
    )

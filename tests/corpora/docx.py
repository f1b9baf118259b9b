"""Nexis Uni as a Word document: a cover, then articles that end in "End of Document"."""

import io
import zipfile
from datetime import date
from xml.sax.saxutils import escape

LACKS = ("url",)
NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def write(stories):
    return {"Files (30).DOCX": document(lines(stories))}


def document(paragraphs, more=()):
    inner = "".join(f"<w:p><w:r><w:t>{escape(text)}</w:t></w:r></w:p>" for text in paragraphs)
    return packed(f'<w:document xmlns:w="{NAMESPACE}"><w:body>{inner}</w:body></w:document>', more)


def packed(xml, more=()):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", xml)
        for name, data in more:
            archive.writestr(name, data)
    return stream.getvalue()


def lines(stories):
    yield from ("User Name: Alder", "Documents (30)", "Client/Matter: -None-")
    for number, story in enumerate(stories, 1):
        day = date.fromisoformat(story.date)
        yield from (story.headline, f"{story.publication} (London)", f"{day:%d %B %Y %A}", "Final")
        yield from ("Copyright 2020 Alder Limited", f"Section: {story.section}; Pg. {number}")
        yield from ("Length: 120 words", f"Byline: {' and '.join(story.authors)}", "Body")
        yield from story.paragraphs
        yield from ("Classification", "Language: ENGLISH", "Subject: HARBOURS (90%)")
        yield from ("Load-Date: April 12, 2016", "End of Document")

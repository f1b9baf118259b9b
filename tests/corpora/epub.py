"""EPUB as calibre makes it: a book for each day of a paper, with sections and articles."""

import io
import zipfile
from html import escape
from itertools import groupby

LACKS = ("url",)
CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="content.opf"/></rootfiles></container>'
)


def write(stories):
    ordered = sorted(stories, key=lambda story: (story.publication, story.date, story.section))
    books = groupby(ordered, key=lambda story: (story.publication, story.date))
    return {f"{at}.epub": book(*key, list(inner)) for at, (key, inner) in enumerate(books)}


def book(paper, day, stories, more=(), about=""):
    pages, points = {"index.html": menu(stories)}, ""
    sections = groupby(stories, key=lambda story: story.section)
    for number, (section, inner) in enumerate(sections):
        nested = ""
        for at, story in enumerate(inner):
            path = f"feed_{number}/article_{at}/index.html"
            pages[path] = page(story)
            nested += (
                f'<navPoint><navLabel><text>x</text></navLabel><content src="{path}#a"/></navPoint>'
            )
        points += (
            f"<navPoint><navLabel><text>{escape(section)}</text></navLabel>"
            f'<content src="feed_{number}/index.html"/>{nested}</navPoint>'
        )
    ncx = f'<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap>{points}</navMap></ncx>'
    return packed(paper, day, pages, {"toc.ncx": ncx, **dict(more)}, about)


def packed(paper, day, pages, more, about=""):
    items = "".join(
        f'<item id="i{at}" href="{path}" media-type="application/xhtml+xml"/>'
        for at, path in enumerate(pages)
    )
    spine = "".join(f'<itemref idref="i{at}"/>' for at in range(len(pages)))
    package = (
        f'{about}<package xmlns="http://www.idpf.org/2007/opf">'
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{escape(paper)} [{day}]</dc:title><dc:date>{day}T00:00:00+00:00</dc:date>"
        f"</metadata><manifest>{items}</manifest><spine>{spine}</spine></package>"
    )
    files = {"META-INF/container.xml": CONTAINER, "content.opf": package, **pages, **more}
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/epub+zip", zipfile.ZIP_STORED)
        for name, text in files.items():
            archive.writestr(name, text)
    return stream.getvalue()


def menu(stories):
    links = "".join(f"<li><a href='x'>{escape(story.headline)}</a></li>" for story in stories)
    return f"<html><body><h1>Today</h1><ul>{links * 3}</ul></body></html>"


def page(story):
    body = "".join(f"<p>{escape(text)}</p>" for text in story.paragraphs)
    return (
        f"<html><head><title>{escape(story.headline)}</title></head><body>"
        f"<h1>{escape(story.headline)}</h1><p>By {escape(' and '.join(story.authors))}</p>{body}"
        "</body></html>"
    )

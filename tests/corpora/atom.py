"""Atom: the text as XHTML in one half, as escaped HTML in the other."""

from html import escape

LACKS = ()


def write(stories):
    return {f"{number}.atom": _feed(story, number).encode() for number, story in enumerate(stories)}


def _feed(story, number):
    html = "".join(f"<p>{escape(text)}</p>" for text in story.paragraphs)
    content = (
        f'<content type="html">{escape(html)}</content>'
        if number % 2
        else f'<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">{html}</div></content>'
    )
    people = "".join(f"<author><name>{escape(name)}</name></author>" for name in story.authors)
    return (
        '<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom">'
        f"<title>{escape(story.publication)}</title><id>urn:feed</id><link rel='self' href='https://"
        f"a.example/feed'/><entry><title>{escape(story.headline)}</title><id>urn:{number}</id>"
        f"<link rel='replies' href='https://a.example/{number}'/><link href='{story.url}'/>"
        f"<published>{story.date}T06:00:00Z</published><updated>2020-01-01T06:00:00Z</updated>"
        f"{people}<category term='{story.section}'/>{content}</entry></feed>"
    )

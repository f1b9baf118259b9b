"""Factiva: a page, the older page with a table of codes, and text with codes."""

from datetime import date
from html import escape

LACKS = ("url", "section")


def write(stories):
    return {
        "Factiva.htm": page(map(article, stories[:10])),
        "Factiva old.html": page(map(table, stories[10:20])),
        "Factiva.txt": "\n\n".join(map(codes, stories[20:])).encode(),
    }


def page(articles):
    return (
        f"<html><head><title>Factiva</title></head><body>{''.join(articles)}</body></html>".encode()
    )


def day(story):
    moment = date.fromisoformat(story.date)
    return f"{moment.day} {moment:%B %Y}"


def article(story):
    head = (
        "121 words",
        day(story),
        story.publication,
        "ALDC",
        "1",
        "English",
        "Copyright 2010 Alder",
    )
    return (
        '<div class="article enArticle" id="article-ALDC000020100111"><div id="hd">'
        f'<span class="enHeadline">{escape(story.headline)}</span></div>'
        f'<div class="author">By {escape(" and ".join(story.authors))}</div>'
        + "".join(f"<div>{escape(line)}</div>" for line in head)
        + "".join(
            f'<p class="articleParagraph enarticleParagraph">{escape(text)}</p>'
            for text in story.paragraphs
        )
        + "<p>Document ALDC000020100111</p></div>"
    )


def fields(story):
    yield "HD", story.headline
    yield "BY", f"By {' and '.join(story.authors)}"
    yield "WC", "121 words"
    yield "PD", day(story)
    yield "SN", story.publication
    yield "LA", "English"
    yield "LP", story.paragraphs[0]
    yield "TD", "\n\n".join(story.paragraphs[1:])
    yield "AN", "Document ALDC000020100111"


def table(story):
    rows = "".join(
        f"<tr><td><b>{code}</b></td><td>{cell(value)}</td></tr>" for code, value in fields(story)
    )
    return f'<div class="article" id="article-ALDC000020100111"><table>{rows}</table></div>'


def cell(value):
    return "".join(f"<p>{escape(text)}</p>" for text in value.split("\n\n"))


def codes(story):
    return "\n\n".join(f"{code} \n{value}" for code, value in fields(story))

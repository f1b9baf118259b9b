"""Europresse as a page: an element an article."""

from datetime import date
from html import escape

LACKS = ("url",)
MONTHS = (
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()
)


def write(stories):
    articles = "".join(map(article, stories))
    return {"europresse.HTML": f"<html><body>{articles}</body></html>".encode()}


def article(story):
    day = date.fromisoformat(story.date)
    return (
        f'<article><header><div class="rdp__DocPublicationName"><span class="DocPublicationName">'
        f"{escape(story.publication)}, no. 1234</span></div><div><span class='DocHeader'>"
        f"{story.section}, lundi {day.day} {MONTHS[day.month - 1]} {day.year}, p. 3</span></div>"
        f'<div class="titreArticle"><p class="titreArticleVisu">{escape(story.headline)}</p></div>'
        f'<div class="docAuthors">{escape(", ".join(story.authors))}</div></header>'
        '<section><div class="DocText clearfix"><div class="docOcurrContainer">'
        + "".join(f"<p>{escape(text)}</p>" for text in story.paragraphs)
        + "</div></div></section><footer><small>© 2010 Alder. Tous droits réservés.</small>"
        '<div class="publiC-lblNodoc">news·20100111·AL·1</div></footer></article>'
    )

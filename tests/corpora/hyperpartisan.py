"""Articles as attributes and mixed content, as the hyperpartisan task of 2019 had them."""

from xml.sax.saxutils import escape, quoteattr

LACKS = ("authors", "publication", "section", "url")


def write(stories):
    articles = "\n".join(
        f'<article id="{number:07}" published-at="{story.date}" title={quoteattr(story.headline)}>'
        f"{escape(story.paragraphs[0])}"
        f"{''.join(f'<p>{escape(text)}</p>' for text in story.paragraphs[1:])}</article>"
        for number, story in enumerate(stories)
    )
    return {"articles.xml": f'<?xml version="1.0"?>\n<articles>\n{articles}\n</articles>'.encode()}

"""NITF, an article a file, half of them as archives of dailies annotate them."""

from html import escape

LACKS = ("url",)


def write(stories):
    return {
        f"{number}.xml": _nitf(story, number % 2).encode() for number, story in enumerate(stories)
    }


def _nitf(story, annotated):
    paragraphs = [f"<p>{escape(text)}</p>" for text in story.paragraphs]
    content = "".join(paragraphs)
    if annotated:
        content = (
            f'<block class="lead_paragraph">{paragraphs[0]}</block>'
            f'<block class="full_text">{content}</block>'
        )
    people = ", ".join(f"<person>{escape(name)}</person>" for name in story.authors)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<nitf change.date="June 10, 2005"><head>'
        f'<title>Page 1</title><meta name="dsk" content="{story.section}"/><docdata><doc-id '
        f'id-string="1"/><doc.copyright holder="Somebody"/></docdata><pubdata date.publication='
        f'"{story.date.replace("-", "")}T000000" name="{escape(story.publication)}"/></head><body>'
        f"<body.head><hedline><hl1>{escape(story.headline)}</hl1></hedline><byline>By {people}"
        f"</byline></body.head><body.content>{content}</body.content></body></nitf>"
    )

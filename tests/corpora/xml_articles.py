"""XML of nobody's standard: issues, sections and articles with paragraphs."""

from xml.sax.saxutils import escape, quoteattr

LACKS = ()


def write(stories):
    def authors(story):
        return "".join(f"<author>{escape(name)}</author>" for name in story.authors)

    articles = "\n".join(
        f"<article url={quoteattr(story.url)}><title>{escape(story.headline)}</title>"
        f"<date>{story.date}</date><source>{escape(story.publication)}</source>"
        f"<category>{story.section}</category>"
        f"<authors>{authors(story)}</authors>"
        f"<body>{''.join(f'<p>{escape(text)}</p>' for text in story.paragraphs)}</body></article>"
        for story in stories
    )
    head = '<?xml version="1.0" encoding="utf-8"?>\n<archive made="2020"><issue>'
    return {"corpus.xml": f"{head}{articles}</issue></archive>".encode()}

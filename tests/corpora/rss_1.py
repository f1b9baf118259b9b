"""RSS 1.0, in RDF: the channel stands before the items, the text in content:encoded."""

from html import escape

LACKS = ()


def write(stories):
    return {f"{number}.rdf": _feed(story).encode() for number, story in enumerate(stories)}


def _feed(story):
    html = escape("".join(f"<p>{escape(text)}</p>" for text in story.paragraphs))
    return (
        '<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content'
        '="http://purl.org/rss/1.0/modules/content/"><channel rdf:about="https://a.example/">'
        f"<title>{escape(story.publication)}</title><link>https://a.example/</link></channel>"
        f"<item rdf:about='{story.url}'><title>{escape(story.headline)}</title>"
        f"<link>{story.url}</link><dc:date>{story.date}T06:00:00Z</dc:date>"
        f"<dc:creator>{escape(', '.join(story.authors))}</dc:creator>"
        f"<dc:subject>{story.section}</dc:subject><content:encoded>{html}</content:encoded></item>"
        "</rdf:RDF>"
    )

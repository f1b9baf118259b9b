"""NewsML 1, an item a file."""

from html import escape

LACKS = ("url", "section")


def write(stories):
    return {f"{number}.xml": _file(story).encode() for number, story in enumerate(stories)}


def _file(story):
    text = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in story.paragraphs)
    return (
        '<?xml version="1.0"?><NewsML><Catalog Href="http://x.example/c.xml"/><NewsEnvelope>'
        "<DateAndTime>20200101T000000Z</DateAndTime></NewsEnvelope><NewsItem><NewsManagement>"
        f"<FirstCreated>{story.date.replace('-', '')}T125902Z</FirstCreated></NewsManagement>"
        f"<NewsComponent><NewsLines><HeadLine>{escape(story.headline)}</HeadLine><ByLine>By "
        f"{escape(' and '.join(story.authors))}</ByLine></NewsLines>"
        f"<AdministrativeMetadata><Provider>"
        f'<Party FormalName="{escape(story.publication)}"/></Provider></AdministrativeMetadata>'
        f"<NewsComponent><ContentItem><DataContent>{text}</DataContent></ContentItem></NewsComponent>"
        "</NewsComponent></NewsItem></NewsML>"
    )

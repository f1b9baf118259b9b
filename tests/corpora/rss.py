"""One feed of RSS 2.0 a paper, its texts in content:encoded."""

from collections import defaultdict
from datetime import UTC, date, datetime
from email.utils import format_datetime
from html import escape

LACKS = ()


def write(stories):
    papers = defaultdict(list)
    for number, story in enumerate(stories):
        papers[story.publication].append(_item(story, number))
    return {
        f"{number}.xml": _feed(paper, items).encode()
        for number, (paper, items) in enumerate(papers.items())
    }


def _feed(paper, items):
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:content="http://purl.org/rss'
        '/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>'
        f"<title>{escape(paper)}</title><link>https://aldercourier.example/</link>"
        f"<description>News</description>{''.join(items)}</channel></rss>"
    )


def _item(story, number):
    html = "".join(f"<p>{escape(text)}</p>" for text in story.paragraphs)
    creators = "".join(f"<dc:creator>{escape(name)}</dc:creator>" for name in story.authors)
    return (
        f"<item><title>{escape(story.headline)}</title><link>{story.url}</link>"
        f"<pubDate>{_stamp(story.date)}</pubDate>{creators}<category>{story.section}</category>"
        f"<category>{number}</category><guid isPermaLink='false'>{number}</guid>"
        f"<content:encoded><![CDATA[{html}]]></content:encoded></item>"
    )


def _stamp(day):
    return format_datetime(datetime.combine(date.fromisoformat(day), datetime.min.time(), UTC))

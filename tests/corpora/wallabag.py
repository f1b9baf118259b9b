"""wallabag's JSON: all pages in one list, with the days on which they were saved."""

import json
from html import escape

LACKS = ("publication", "section")


def write(stories):
    return {"wallabag.json": json.dumps(list(map(_entry, stories))).encode()}


def _entry(story):
    return {
        "is_archived": 0,
        "is_starred": 1,
        "tags": [story.section],
        "title": story.headline,
        "url": story.url,
        "content": "".join(f"<p>{escape(text)}</p>" for text in story.paragraphs),
        "created_at": "2019-01-02T10:00:00+00:00",
        "updated_at": "2019-01-02T10:00:00+00:00",
        "published_at": f"{story.date}T05:05:00+00:00",
        "published_by": list(story.authors),
        "domain_name": "aldercourier.example",
    }

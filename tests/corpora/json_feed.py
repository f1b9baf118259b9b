"""JSON Feed 1.1, a feed a paper; it has tags, and no sections."""

import json
from collections import defaultdict
from html import escape

LACKS = ("section",)


def write(stories):
    papers = defaultdict(list)
    for story in stories:
        papers[story.publication].append(_item(story))
    return {
        f"{number}.json": json.dumps(
            {"version": "https://jsonfeed.org/version/1.1", "title": paper, "items": items}
        ).encode()
        for number, (paper, items) in enumerate(papers.items())
    }


def _item(story):
    return {
        "id": story.url,
        "url": story.url,
        "title": story.headline,
        "content_html": "".join(f"<p>{escape(text)}</p>" for text in story.paragraphs),
        "date_published": f"{story.date}T06:00:00Z",
        "authors": [{"name": name} for name in story.authors],
        "tags": [story.section],
    }

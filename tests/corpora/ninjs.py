"""ninjs, an item a file: version 1, and version 3 with its lists of headlines and bodies."""

import json
from html import escape

LACKS = ("url",)


def write(stories):
    forms = (_first, _third)
    return {
        f"{number}.json": json.dumps(forms[number % 2](story, number)).encode()
        for number, story in enumerate(stories)
    }


def _first(story, number):
    return {
        "uri": f"tag:alder.example,2020:{number}",
        "type": "text",
        "firstcreated": f"{story.date}T09:30:00Z",
        "versioncreated": f"{story.date}T12:00:00Z",
        "byline": "By " + " and ".join(story.authors),
        "headline": story.headline,
        "body_html": "".join(f"<p>{escape(text)}</p>" for text in story.paragraphs),
        "subject": [{"code": "04", "name": story.section}],
        "infosource": [{"name": story.publication}],
    }


def _third(story, number):
    html = "".join(f"<p>{escape(text)}</p>" for text in story.paragraphs)
    return {
        "uri": f"tag:alder.example,2023:{number}",
        "standard": {"name": "ninjs", "version": "3.0"},
        "versioncreated": f"{story.date}T12:00:00Z",
        "headlines": [
            {"role": "short", "value": "Short"},
            {"role": "main", "value": story.headline},
        ],
        "bylines": [{"role": "writer", "value": name} for name in story.authors],
        "bodies": [
            {"role": "teaser", "contenttype": "text/plain", "value": "A teaser."},
            {"role": "main", "contenttype": "text/plain", "value": "\n".join(story.paragraphs)},
            {"role": "main", "contenttype": "text/html", "value": html},
        ],
        "infosources": [{"name": story.publication}],
        "subjects": [{"name": story.section}],
    }

"""JSON lines, a record a line."""

import json

LACKS = ()


def write(stories):
    lines = (
        json.dumps(
            {
                "title": story.headline,
                "date": story.date,
                "authors": list(story.authors),
                "source": story.publication,
                "section": story.section,
                "url": story.url,
                "text": "\n\n".join(story.paragraphs),
            },
            ensure_ascii=False,
        )
        for story in stories
    )
    return {"corpus.jsonl": "\n".join(lines).encode()}

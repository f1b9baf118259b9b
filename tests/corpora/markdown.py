"""Markdown: front matter in YAML and in TOML, and a heading with a line of authors."""

import json

LACKS = ()


def write(stories):
    return {f"notes/{at}.md": note(at, story).encode() for at, story in enumerate(stories)}


def note(at, story):
    body = "\n\n".join(story.paragraphs)
    keys = {
        "title": story.headline,
        "authors": list(story.authors),
        "date": story.date,
        "publication": story.publication,
        "section": story.section,
        "source": story.url,
    }
    if at % 2:
        lines = (f"{key} = {json.dumps(value)}" for key, value in keys.items())
        return "+++\n" + "\n".join(lines) + f"\n+++\n\n{body}\n"
    lines = (f"{key}: {json.dumps(value)}" for key, value in keys.items())
    return "---\n" + "\n".join(lines) + f"\n---\n\n# {story.headline}\n\n{body}\n"

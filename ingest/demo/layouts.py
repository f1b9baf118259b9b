"""A story as the file that a scraper would have left of it: text, a saved page, a line of JSON."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import Final

from archive.text.slugs import key_of, slug_of
from ingest.demo.writing import Story
from ingest.records import SourceFile

#: What is older came from the papers' own files, as JSON lines.
AS_TEXT_SINCE: Final = 2009


def files(stories: Iterable[Story], edition: str = "") -> Iterator[tuple[SourceFile, list[Story]]]:
    """Files and the stories in each: one, or all of a paper that comes as JSON lines. `edition`
    goes into the names."""
    records: dict[str, list[Story]] = defaultdict(list)
    for story in stories:
        folder = key_of(story.paper.domain.partition(".")[0])
        name = f"{folder}/{story.day:%Y}/{story.day:%m-%d}-{slug_of(story.headline, 'story')}"
        if story.day.year < AS_TEXT_SINCE:
            records[folder].append(story)
        elif story.paper.layout == "courier":
            yield SourceFile(f"{name}{edition}.txt", as_courier(story).encode()), [story]
        elif story.paper.layout == "islander":
            yield SourceFile(f"{name}{edition}.txt", as_islander(story).encode()), [story]
        elif story.paper.layout == "gazette":
            yield SourceFile(f"{name}{edition}.html", as_page(story).encode()), [story]
        else:
            records[folder].append(story)
    for folder, held in records.items():
        lines = "\n".join(map(as_record, held))
        yield SourceFile(f"{folder}{edition}.jsonl", lines.encode()), held


def as_courier(story: Story) -> str:
    """A page's text with what stood around it: a date line, the byline glued to day and comments,
    an address at the foot."""
    author = " and ".join(story.authors)
    parts = [f" date {story.day.isoformat()} Skip to content", story.headline]
    if story.caption:
        parts.append(f"{story.caption} (Photo by {story.credit})\n{story.credit}")
    day = f"{story.day.day} {story.day:%b %Y}"
    parts.append(f"by {author}{day}{story.comments}")
    if story.updated:
        parts.append(f"Updated {story.updated:%H:%M} GMT {day}")
    parts += _blocks(story)
    name = key_of(story.authors[0]).split()
    mail = f"{name[0][0]}{name[-1]}" if name[-1] not in ("staff", "agency") else "news"
    parts.append(f"Email tips and suggestions to {mail}@{story.paper.domain}.")
    return "\n\n".join(parts) + "\n\n"


def as_islander(story: Story) -> str:
    """A reader's own copy: headline, name, day, text."""
    lines = [f"By {' and '.join(story.authors)}"]
    if story.dated:
        lines.append(f"{story.day.day} {story.day:%B %Y}")
    parts = [story.headline, "\n".join(lines), *_blocks(story)]
    parts.append(f"© {story.day:%Y} {story.paper.name}. All rights reserved.")
    return "\n\n".join(parts) + "\n"


def as_record(story: Story) -> str:
    """A line of JSON, as crawlers keep them."""
    record: dict[str, object] = {
        "url": story.url,
        "publication": story.paper.name,
        "section": story.section,
        "title": story.headline,
        "summary": story.standfirst,
        "authors": list(story.authors),
        "date": story.date,
        "text": "\n\n".join(paragraph.text for paragraph in story.paragraphs),
    }
    if story.caption:
        record["images"] = [{"caption": story.caption, "credit": story.credit}]
    return json.dumps(record, ensure_ascii=False)


def as_page(story: Story) -> str:
    """A saved page with its metadata, its menus and its foot."""
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": story.headline,
        "datePublished": f"{story.day.isoformat()}T06:00:00+00:00",
        "author": [{"@type": "Person", "name": name} for name in story.authors],
        "publisher": {"@type": "Organization", "name": story.paper.name},
        "articleSection": story.section,
    }
    if story.updated:
        data["dateModified"] = f"{story.updated:%Y-%m-%dT%H:%M}:00+00:00"
    standfirst = f'<p class="standfirst">{escape(story.standfirst)}</p>' if story.standfirst else ""
    names = " and ".join(f'<a rel="author">{escape(name)}</a>' for name in story.authors)
    return f"""<!doctype html>
<html lang="en-GB">
<head>
<title>{escape(story.headline)} | {escape(story.paper.name)}</title>
<link rel="canonical" href="{story.url}">
<meta property="og:site_name" content="{escape(story.paper.name)}">
<script type="application/ld+json">{json.dumps(data, ensure_ascii=False)}</script>
</head>
<body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav>
<main><article>
<h1>{escape(story.headline)}</h1>
{standfirst}
<p class="byline">By {names}</p>
<time datetime="{story.day.isoformat()}">{story.day.day} {story.day:%B %Y}</time>
{_figure(story)}
<div class="story-body">
{_markup(story)}
</div>
</article></main>
<footer><p>© {story.day:%Y} {escape(story.paper.name)}. All rights reserved.</p></footer>
</body></html>
"""


def _figure(story: Story) -> str:
    if not story.caption:
        return ""
    return (
        f'<figure><img src="/pictures/{story.number}.jpg" alt=""><figcaption>'
        f'{escape(story.caption)} <span class="credit">Photograph: {escape(story.credit)}</span>'
        f"</figcaption></figure>"
    )


def _markup(story: Story) -> str:
    marks = {
        "paragraph": "<p>{}</p>",
        "subheading": "<h2>{}</h2>",
        "quote": "<blockquote><p>{}</p></blockquote>",
        "list_item": "<ul><li>{}</li></ul>",
    }
    lines = [marks[one.kind].format(escape(one.text, quote=False)) for one in story.paragraphs]
    return "\n".join(lines).replace("</ul>\n<ul>", "\n")


def _blocks(story: Story) -> list[str]:
    """The paragraphs as plain text, the items of a list with their bullets."""
    return [f"• {one.text}" if one.kind == "list_item" else one.text for one in story.paragraphs]


def copies(stories: Sequence[Story]) -> Iterator[SourceFile]:
    """The same with lines ended as on other machines: nothing new is in them."""
    for file, _ in files(stories):
        yield SourceFile(f"copies/{file.name}", file.data.replace(b"\n", b"\r\n"))


def unreadable() -> Iterator[SourceFile]:
    """What lies about among such files."""
    yield SourceFile("aldercourier/2016/empty.txt", b"")
    yield SourceFile("aldercourier/2016/harbour.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(200))

"""Stories with highlights below them, and texts with a head behind dashes."""

LACKS = ("publication", "section", "headline", "date", "authors", "url")


def write(stories):
    shown = {f"stories/{at}.story": highlighted(story) for at, story in enumerate(stories[:15])}
    return shown | {f"dashes/{at}": dashed(story) for at, story in enumerate(stories[15:])}


def highlighted(story):
    return ("\n\n".join(story.paragraphs) + f"\n\n@highlight\n\n{story.headline}\n").encode()


def dashed(story):
    authors = "   ".join(" ".join(word) for word in f"By {' and '.join(story.authors)}".split())
    head = (story.headline, authors, f"{story.date}T05:00:00Z", story.url)
    return ("".join(f"-- {line}\n" for line in head) + "\n\n".join(story.paragraphs)).encode()

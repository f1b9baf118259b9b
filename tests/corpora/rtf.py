"""Rich Text: each article in its own document."""

LACKS = ("url", "section", "publication", "date", "authors")


def write(stories):
    return {f"{at}.rtf": document(lines(story)) for at, story in enumerate(stories)}


def document(paragraphs):
    inner = "\\par\\par\n".join(map(escaped, paragraphs))
    return (
        r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fswiss Arial;}}{\info{\author Nobody}}\f0 "
        f"{inner}\\par}}"
    ).encode("ascii")


def escaped(text):
    plain = text.replace("\\", "\\\\").replace("{", "\\{").replace("}", "\\}")
    return "".join(letter if letter.isascii() else f"\\u{ord(letter)}?" for letter in plain)


def lines(story):
    yield story.headline
    yield from story.paragraphs

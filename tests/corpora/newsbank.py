"""NewsBank as text: headline, citation, labels, text, labels."""

from datetime import date

LACKS = ("url",)


def write(stories):
    return {"newsbank.txt": "\n\n".join(map(document, stories)).encode()}


def document(story):
    return (
        f"{story.headline}\n{story.publication} (MA) - {date.fromisoformat(story.date):%B %d, %Y}\n"
        f"Author/Byline: {' and '.join(story.authors)}\nEdition: Final\nSection: {story.section}\n"
        "Page: 1A\nReadability: >12\n\n"
        + "\n\n".join(story.paragraphs)
        + "\n\nCaption: The harbour.\n\nIndex Terms: harbours\nRecord Number: 0FF1\n"
        "Copyright: Copyright (c) 2010 Alder Limited"
    )

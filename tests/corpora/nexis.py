"""Nexis, the older text: a centred head, wrapped paragraphs, labels in capitals."""

import textwrap
from datetime import date

LACKS = ("url",)


def write(stories):
    return {"nexis.TXT": ("\ufeff" + "".join(documents(stories))).replace("\n", "\r\n").encode()}


def documents(stories):
    yield "\n\nDownload Request: All Documents\nTime Of Request: Friday, March 20, 2020\n\n\n"
    for number, story in enumerate(stories, 1):
        day = date.fromisoformat(story.date)
        body = "\n\n".join(textwrap.fill(paragraph, 62) for paragraph in story.paragraphs)
        yield (
            f"\n{f'{number} of {len(stories)} DOCUMENTS':^78}\n\n\n\n{story.publication:^78}\n\n"
            f"{day:%B %d, %Y %A}".rjust(60)
            + f"\n{'Final Edition':^78}\n\n"
            f"{story.headline}\n\nBYLINE: {' and '.join(story.authors)}\n\n"
            f"SECTION: {story.section}; Pg. {number}\n\nLENGTH: 120 words\n\n{body}\n\n"
            f"GRAPHIC: The harbour in winter\n\nLOAD-DATE: {day:%B %d, %Y}\n\nLANGUAGE: ENGLISH\n\n"
            f"{'Copyright 2020 Alder Limited':^78}\n{'All Rights Reserved':^78}\n\n"
        )

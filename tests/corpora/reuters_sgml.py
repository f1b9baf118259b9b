"""Reuters-21578: stories in SGML, their lines full, paragraphs set in."""

import textwrap
from datetime import date
from html import escape

LACKS = ("publication", "url")


def write(stories):
    head = '<!DOCTYPE lewis SYSTEM "lewis.dtd">\n'
    return {"reut2-000.sgm": (head + "".join(map(_story, stories))).encode()}


def _story(story):
    day = date.fromisoformat(story.date).strftime("%e-%b-%Y").upper()
    body = "\n    ".join(
        textwrap.fill(text, 64, break_on_hyphens=False, break_long_words=False)
        for text in story.paragraphs
    )
    return (
        f'<REUTERS TOPICS="YES" LEWISSPLIT="TRAIN" NEWID="1">\n<DATE>{day} 15:01:01.79</DATE>\n'
        f"<TOPICS><D>{story.section}</D><D>more</D></TOPICS>\n<PLACES></PLACES>\n"
        f"<UNKNOWN>&#5;&#22;f0701&#31;reute</UNKNOWN>\n<TEXT>&#2;\n<TITLE>{escape(story.headline)}"
        f"</TITLE>\n<AUTHOR>    By {', '.join(map(escape, story.authors))}, Reuters</AUTHOR>\n"
        f"<DATELINE>    PORT ALDER, Feb 26 - </DATELINE><BODY>{escape(body)}\n Reuter\n&#3;</BODY>"
        "</TEXT>\n</REUTERS>\n"
    )

"""Wires: half by IPTC 7901, many in a file; half by ANPA 1312, each in its own."""

from datetime import date

LACKS = ("url", "section", "publication")


def write(stories):
    wire = "".join(iptc(at, story) for at, story in enumerate(stories[:15]))
    singles = {f"anpa/{at}.anpa": anpa(at, story) for at, story in enumerate(stories[15:])}
    return {"wire.txt": wire.encode(), **{name: text.encode() for name, text in singles.items()}}


def iptc(at, story):
    day = date.fromisoformat(story.date)
    body = "\r\n   ".join(story.paragraphs)
    return (
        f"\x16\x16\x01ALD{at:04} 4 pl 123 ALD /ALD {at:04} \x02\r\nAlder/Harbour/\r\n"
        f"{story.headline} =\r\nBy {' and '.join(story.authors)} =\r\n\r\n{body}\r\n ald mq ub\r\n"
        f"\x03{day:%d}1205 {day:%b %y}\x04\r\n"
    )


def anpa(at, story):
    day = date.fromisoformat(story.date)
    body = "\n\t".join(f"{text}<" for text in story.paragraphs)
    return (
        f"\x16\x16\x01a{at:04}\x1f\nr i \x13bc-Quay {day:%m-%d} 0121\n^BC-Quay,<\n\x02"
        f"^{story.headline}<\n^By {' and '.join(story.authors).upper()}<\n^Alder Press<\n"
        f"\t{body}\n\x03\nAP-WF-{day:%m-%d-%y} 1205GMT\x04"
    )

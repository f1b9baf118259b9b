"""Labelled pages laid out anew: shorter, or with captions, credits and bylines set otherwise.

In: a text of a labelled page, and what the page says of it. Out: another text that says the same.
Each site sets all of its pages alike, and a model learned from few sites learns their ways.
"""

from __future__ import annotations

import random
import re
import zlib

from benchmarks.tables.labelled_pages import Truth, bare, tokens


def shortened(source: str, truth: Truth, *, footer: bool) -> str:
    """The same page as a short notice: a few paragraphs of one sentence each, with the lines that
    the page sets below the story, or without.

    Real files are often so short; the labelled pages are not.
    """
    order = random.Random(zlib.crc32(source.encode()) + footer)
    kept, found, wanted = [], 0, order.randint(1, 6)
    lines = source.split("\n")
    told = [at for at, line in enumerate(lines) if len(line) >= 40 and truth.is_body(line)]
    for at, line in enumerate(lines):
        if line.startswith(" date ") or len(line) < 40 or at not in told:
            kept.append(line)
            continue
        sentence = re.match(r".{30,}?[.!?][”\"’]?(?=\s|$)", line)
        kept.append(sentence[0] if sentence and order.random() < 0.8 else line)
        found += 1
        if found >= wanted:
            break
    return "\n".join([*kept, *(lines[told[-1] + 1 :] if footer and told else ())])


#: How sites set a caption and its credit.
_SETTINGS = (
    "{caption}\n\n{credit}",
    "{caption}\n{credit}",
    "{credit}\n{caption}",
    "{caption} {credit}",
    "{caption} ({credit})",
    "{caption} Photo: {credit}",
    "{caption} | {credit}",
    "{caption}\n\nPhoto: {credit}",
    "{caption}\n© {credit}",
    "{caption}\n\n{caption}\n{credit}",
)


#: How they set who signs.
_SIGNATURES = (
    "By {names}",
    "By {names}\n\nStaff Writer",
    "{names}",
    "{NAMES}",
    "By {names}, Staff Writer",
    "by {names}",
    "Von {names}",
    "By\n\n{names}",
    "{names}\n\nJune 4, 2017",
    "{names}\n\n4.6.2017, 17:30 Uhr",
    "{names} | June 4, 2017",
    "By {names}June 4, 2017 | 3:15pm",
)
#: A byline of the page stands among so many lines, and has so many letters.
_SIGNED_ABOVE, _LONGEST_SIGNATURE = 40, 120


def relaid(source: str, images: list[dict], authors: list[str]) -> str:
    """The same page with captions, credits and the byline set as another site would; or "".

    Few of the labelled pages have captions, and each site sets all of its own alike.
    """
    order = random.Random(zlib.crc32(source.encode()) + 1)
    known = [i for i in images if len(bare(i["caption"] or "")) > 12]
    kept: list[str] = []
    changed, signed, past = False, False, -1
    lines = source.split("\n")
    for at, line in enumerate(lines):
        if at <= past:
            continue
        image = next((i for i in known if line.strip().startswith(i["caption"])), None)
        if image is not None and len(line) <= len(image["caption"]) + 120:
            changed = True
            past = _credited(lines, at, image["credit"] or "")
            setting = order.choice(_SETTINGS) if image["credit"] else "{caption}"
            kept.append(setting.format(caption=image["caption"], credit=image["credit"]))
        elif not signed and authors and at < _SIGNED_ABOVE and _signs(line, authors):
            changed = signed = True
            names = " and ".join(authors)
            kept.append(order.choice(_SIGNATURES).format(names=names, NAMES=names.upper()))
        else:
            kept.append(line)
    return "\n".join(kept) if changed else ""


def _signs(line: str, authors: list[str]) -> bool:
    key = bare(line)
    return len(line) < _LONGEST_SIGNATURE and all(bare(a) and bare(a) in key for a in authors)


def _credited(lines: list[str], at: int, credit: str) -> int:
    """The last of the two lines below a caption that is its credit; `at` without one."""
    for below in range(min(at + 2, len(lines) - 1), at, -1):
        if (
            credit
            and set(tokens(credit)) <= set(tokens(lines[below]))
            and len(lines[below]) < _LONGEST_SIGNATURE
        ):
            return below
    return at

"""How many saved pages and records a second are read on one core, beside plain alternatives.

    python benchmarks/html_parser.py [FOLDER]

Pages: those of FOLDER (*.html), else invented ones of about 250 kB, the size of a page as a
browser saves it: a story of 30 paragraphs in menus, teasers, comments and scripts. The plain
alternative is trafilatura's own extraction with metadata; what counts is the ratio, since
machines are noisy. Records: invented JSON lines of about 3 kB; the alternative is json.loads.
"""

from __future__ import annotations

import json
import logging
import random
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from trafilatura import bare_extraction  # noqa: E402

from ingest.parsing.html import parse_html  # noqa: E402
from ingest.parsing.structured import parse_record  # noqa: E402
from ingest.records import Decoded  # noqa: E402

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)

WORDS = (
    "harbour council ferry storm wall stone winter basin mayor bridge market river valley teacher"
    " school summer train evening baker window garden police doctor letter village orchard tower"
).split()
#: Pages a browser saved: a third text and tags, two thirds scripts.
PAGES, TEASERS, COMMENTS, SCRIPTS = 60, 120, 40, 160_000


def sentence(dice: random.Random, length: int = 14) -> str:
    return " ".join(dice.choices(WORDS, k=length)).capitalize() + "."


def paragraph(dice: random.Random) -> str:
    return f"<p>{' '.join(sentence(dice) for _ in range(4))}</p>"


def invented_page(number: int) -> str:
    """A page as content systems write them; the same number gives the same page."""
    dice = random.Random(number)
    headline = sentence(dice, 8)
    node = {
        "@type": "NewsArticle",
        "headline": headline,
        "datePublished": "2017-06-04T10:15:00+01:00",
        "author": {"@type": "Person", "name": "Una Marr"},
    }
    teasers = "".join(
        f'<li class="nav-item c{n % 7}"><div class="teaser"><a class="teaser__link" href="/{n}">'
        f'<img class="teaser__image" src="/{n}.jpg"><h3 class="teaser__title">{sentence(dice, 9)}'
        "</h3></a></div></li>"
        for n in range(TEASERS)
    )
    comments = "".join(
        f'<div class="comment-body">{paragraph(dice)}</div>' for _ in range(COMMENTS)
    )
    return (
        f"<html lang='en'><head><title>{headline} | Alder Gazette</title>"
        f"<script type='application/ld+json'>{json.dumps(node)}</script>"
        f"<script>{'var a = [1, 2, 3]; ' * (SCRIPTS // 19)}</script></head><body>"
        f"<nav class='main-menu'><ul>{teasers}</ul></nav><main><article class='story'>"
        f"<h1>{headline}</h1><p class='byline'>By Una Marr</p><div class='story-content'>"
        f"{''.join(paragraph(dice) for _ in range(30))}</div></article>"
        f"<section id='comments'>{comments}</section></main>"
        f"<footer><ul>{teasers[: len(teasers) // 3]}</ul></footer></body></html>"
    )


def invented_record(number: int) -> str:
    dice = random.Random(number)
    body = "\n\n".join(" ".join(sentence(dice) for _ in range(3)) for _ in range(10))
    record = {"id": str(number), "date": "2017-06-04", "headline": sentence(dice, 8)}
    record |= {"authors": ["Una Marr"], "caption": sentence(dice), "credit": "", "body": body}
    return json.dumps(record, ensure_ascii=False)


def rate(work: Callable[[str], object], texts: Sequence[str]) -> float:
    """Texts a second of processor time."""
    work(texts[0])
    began = time.process_time()
    for text in texts:
        work(text)
    return len(texts) / (time.process_time() - began)


def main() -> None:
    if len(sys.argv) > 1:
        paths = sorted(Path(sys.argv[1]).rglob("*.html"))[:1_000]
        pages = [path.read_text("utf-8", "replace") for path in paths]
    else:
        pages = [invented_page(number) for number in range(PAGES)]
    size = sum(map(len, pages)) // len(pages) // 1000
    ours = rate(lambda text: parse_html("page.html", Decoded(text, "utf-8")), pages)
    plain = rate(lambda text: bare_extraction(text, fast=True, with_metadata=True), pages)
    print(f"pages of {size} kB: {ours:.0f} a second; trafilatura alone {plain:.0f}")
    print(f"ratio {ours / plain:.2f} (wanted: 40 pages a second)")
    records = [invented_record(number) for number in range(2_000)]
    ours = rate(lambda text: parse_record("c.jsonl:1", Decoded(text, "utf-8")), records)
    plain = rate(json.loads, records)
    print(f"records: {ours:,.0f} a second (wanted: 3,000); json.loads alone {plain:,.0f}")


if __name__ == "__main__":
    main()

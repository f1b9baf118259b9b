"""How often the parser names an author where the text has none, for each form of labelled texts.

    python benchmarks/false_authors.py CASES.jsonl.gz PREDICTIONS.jsonl

A case a line: `id`, `text_path` (form to path beside the file), `truth.authors` and
`truth_silver.authors`. A prediction a line: `id`, `variant`, `authors`. A text has no author where
none of those that the page names stands in it; pages whose authors nobody noted are counted apart,
since some of them name one.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any


def folded(text: str) -> str:
    """Letters and figures only, casefolded: how names are looked for in texts."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).casefold())


def text_of(path: Path) -> str:
    data = path.read_bytes()
    return (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8")


def without_authors(cases: Path) -> Iterator[tuple[tuple[str, str], bool]]:
    """(id, form) of each text in which no author stands, and whether the page names one."""
    with gzip.open(cases, "rt", encoding="utf-8") as lines:
        for case in map(json.loads, lines):
            authors = case["truth"]["authors"] or case["truth_silver"]["authors"] or []
            for form, path in case["text_path"].items():
                text = folded(text_of(cases.parent / path)) if authors else ""
                if not any(folded(author) in text for author in authors):
                    yield (case["id"], form), bool(authors)


def predictions(path: Path) -> dict[tuple[str, str], list[Any]]:
    with path.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return {(row["id"], row["variant"]): row["authors"] for row in rows}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cases", type=Path)
    parser.add_argument("predictions", type=Path)
    args = parser.parse_args()
    named = predictions(args.predictions)
    texts, false = Counter[tuple[str, bool]](), Counter[tuple[str, bool]]()
    for (page, form), stated in without_authors(args.cases):
        if (page, form) in named:
            texts[form, stated] += 1
            false[form, stated] += bool(named[page, form])
    print("form     author elsewhere    no author noted")
    for form in sorted({form for form, _ in texts}):
        stated, unstated = (f"{false[form, kind]} of {texts[form, kind]}" for kind in (True, False))
        print(f"{form:8} {stated:19} {unstated}")


if __name__ == "__main__":
    main()

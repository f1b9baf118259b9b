"""What each rule of the text parser is worth, on labelled pages that its weights have not seen.

    python benchmarks/ablate.py PAGES FOLDS [--forms light,res,noisy] [--language en]

PAGES is a folder of labelled pages and FOLDS a folder of weights (`fold-K.tsv`, `fold-K.ids`), both
as benchmarks/tables/train_parser.py reads and writes them. Each page is labelled once, by the
weights that have not seen its site; a rule is switched off only where it does anything. Printed
per form is what a rule gains (+) or costs (-), in thousandths.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.tables.labelled_pages import bare
from benchmarks.tables.measures import (
    authors_f1,
    body_agreement,
    harmonic,
    headline_exact,
    mean,
)
from ingest.parsing.text import label_text
from ingest.parsing.text.draft import Draft
from ingest.parsing.text.model import Model, read_model
from ingest.parsing.text.rules import RULES, STEPS, Rule, read_fields

#: Measures of one text: "headline", "authors", "precision", "recall", as far as its page tells.
Scores = dict[str, float]
#: Below so many letters and digits a paragraph has to stand in the text as a whole; longer ones
#: are there if both their ends are.
_LONG, _END = 60, 50


@dataclass(frozen=True)
class Read:
    """The measures of one text with all rules, and without each that did anything there."""

    form: str
    scores: Scores
    without: dict[str, Scores]


class Expected:
    """What a page says of one of its texts: only what stands there can be found."""

    def __init__(self, case: dict[str, Any], text: str) -> None:
        truth, silver, shown = case["truth"], case.get("truth_silver") or {}, bare(text)
        titles = truth["title_ok"] or [silver.get("title") or ""]
        self.titles = [title for title in titles if bare(title) and bare(title) in shown]
        authors = truth["authors"] or silver.get("authors") or []
        self.authors = authors if all(bare(author) in shown for author in authors) else []
        paragraphs = truth["body_paragraphs"] or []
        self.body = [text for text in paragraphs if _stands(bare(text), shown)]
        absent = [text for text in paragraphs if not _stands(bare(text), shown)]
        self.optional = absent + (truth["body_optional"] or [])

    def scores(self, values: dict[str, Any]) -> Scores:
        """The measures of the values that were read."""
        found: Scores = {}
        if self.titles:
            found["headline"] = headline_exact(self.titles, values.get("headline", ""))
        if self.authors:
            names = [author.name for author in values.get("authors", ())]
            found["authors"] = authors_f1(self.authors, names)
        if self.body:
            paragraphs = [paragraph.text for paragraph in values.get("paragraphs", ())]
            found["precision"], found["recall"] = body_agreement(
                self.body, paragraphs, self.optional
            )
        return found


def _stands(key: str, shown: str) -> bool:
    return key in shown or (len(key) > _LONG and key[:_END] in shown and key[-_END:] in shown)


def copied(draft: Draft) -> Draft:
    """A draft that the steps may change, the other staying as it is."""
    names = ("labels", "confidence", "values", "evidence", "reasons", "ends", "problems", "signers")
    return replace(draft, **{name: getattr(draft, name).copy() for name in names})


def _state(draft: Draft) -> tuple[object, ...]:
    return draft.labels, draft.confidence, draft.ends, draft.signers


def read_text(text: str, form: str, model: Model, expected: Expected) -> Read:
    """Read a text with all rules, and once more without each that changes it."""
    draft = label_text(text, model)
    without: dict[str, Scores] = {}
    for number, step in enumerate(STEPS):
        before = copied(draft) if isinstance(step, Rule) else draft
        read_fields(draft, (step,))
        if isinstance(step, Rule) and _state(before) != _state(draft):
            read_fields(before, STEPS[number + 1 :])
            without[step.name] = expected.scores(before.values)
    return Read(form, expected.scores(draft.values), without)


@cache
def _model(path: Path) -> Model:
    return read_model(path)


def read_page(pages: Path, forms: list[str], job: tuple[dict[str, Any], Path]) -> list[Read]:
    """Read the texts of one page with the weights at a path."""
    case, weights = job
    found = []
    for form in forms:
        if form in case["text_path"]:
            text = (pages / case["text_path"][form]).read_bytes().decode("utf-8")
            found.append(read_text(text, form, _model(weights), Expected(case, text)))
    return found


def jobs(pages: Path, folds: Path, language: str) -> Iterator[tuple[dict[str, Any], Path]]:
    """Each labelled page of a language, with the weights that were learned without its site."""
    weights = {
        page: ids.with_suffix(".tsv")
        for ids in sorted(folds.glob("fold-*.ids"))
        for page in ids.read_text(encoding="utf-8").split()
    }
    with gzip.open(pages / "cases.jsonl.gz", "rt", encoding="utf-8") as lines:
        for case in map(json.loads, lines):
            if case["id"] in weights and language in ("all", case["language"]):
                yield case, weights[case["id"]]


def summary(scores: list[Scores]) -> Scores:
    """Means over texts: body F1, body recall, headline and authors."""
    gathered: dict[str, list[float]] = defaultdict(list)
    for text in scores:
        for name, value in text.items():
            gathered[name].append(value)
    means = {name: mean(values) for name, values in gathered.items()}
    recall = means.get("recall", 0.0)
    return {
        "body F1": harmonic(means.get("precision", 0.0), recall),
        "recall": recall,
        "headline": means.get("headline", 0.0),
        "authors": means.get("authors", 0.0),
    }


def print_form(form: str, reads: list[Read]) -> None:
    """A line a rule: in how many texts it does anything, and what each measure gains from it."""
    full = summary([read.scores for read in reads])
    fired = Counter(name for read in reads for name in read.without)
    print(f"\n{form}: {len(reads)} texts".ljust(29) + "texts" + "".join(map("{:>10}".format, full)))
    print("all rules".ljust(33) + "".join(f"{value:10.4f}" for value in full.values()))
    for rule in RULES:
        less = summary([read.without.get(rule.name, read.scores) for read in reads])
        gains = "".join(f"{1000 * (full[name] - less[name]):+10.2f}" for name in full)
        print(f"{rule.name:28}{fired[rule.name]:5}{gains}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("pages", type=Path)
    parser.add_argument("folds", type=Path)
    parser.add_argument("--forms", default="light,res,noisy")
    parser.add_argument("--language", default="en", help="a code, or all")
    args = parser.parse_args()
    forms = args.forms.split(",")
    work = list(jobs(args.pages, args.folds, args.language))
    with ProcessPoolExecutor() as pool:
        count = len(work)
        parts = pool.map(read_page, [args.pages] * count, [forms] * count, work, chunksize=16)
        reads = [read for part in parts for read in part]
    for form in forms:
        print_form(form, [read for read in reads if read.form == form])


if __name__ == "__main__":
    main()

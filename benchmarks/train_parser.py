# /// script
# requires-python = ">=3.11"
# dependencies = ["python-crfsuite>=0.9.10"]
# ///
"""Learn the weights of the parser's labelling model from labelled pages.

    uv run benchmarks/train_parser.py PAGES [--out FILE] [--folds N --work DIR]

PAGES is a folder with `cases.jsonl.gz` (a case a line: `id`, `site`, `text_path` {form: path},
`truth` {title_ok, authors, date_ok, body_paragraphs, body_optional, images}) and the files it
names. With --folds the sites are dealt into N parts, a model is learned without each part, and
the weights go to DIR/fold-K.tsv with the ids left out in DIR/fold-K.ids: so that every page can be
read by a model that has seen no page of its site.
"""

from __future__ import annotations

import argparse
import collections
import gzip
import json
import re
import sys
import tempfile
import unicodedata
import zlib
from pathlib import Path

import pycrfsuite

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from ingest.parsing.blocks import split_blocks  # noqa: E402
from ingest.parsing.features import document_features  # noqa: E402
from ingest.parsing.profile import profile  # noqa: E402
from ingest.parsing.text import LABELS  # noqa: E402

_CJK = re.compile("([\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u0e00-\u0e7f])")


def bare(text: str) -> str:
    """Letters and digits only, case dropped: how texts are compared."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text or "").casefold())


def tokens(text: str) -> list[str]:
    folded = unicodedata.normalize("NFKC", text or "").casefold()
    return re.findall(r"\w+", _CJK.sub(r" \1 ", folded))


def shingles(words: list[str]) -> set[tuple[str, ...]]:
    return {tuple(words[i : i + 4]) for i in range(max(1, len(words) - 3))} if words else set()


def overlap(a: str, b: str) -> float:
    x, y = collections.Counter(tokens(a)), collections.Counter(tokens(b))
    total = sum(x.values()) + sum(y.values())
    return 2 * sum((x & y).values()) / total if total else 0.0


class Truth:
    """What a labelled page says, ready for comparison with blocks."""

    def __init__(self, case: dict) -> None:
        truth, silver = case["truth"], case.get("truth_silver") or {}
        titles = truth["title_ok"] or ([silver["title"]] if silver.get("title") else [])
        self.titles = {bare(title) for title in titles if title}
        self.authors = [bare(a) for a in truth["authors"] or silver.get("authors") or [] if bare(a)]
        self.days = set(truth["date_ok"] or ([silver["date"]] if silver.get("date") else []))
        self.body = set()
        self.whole = set()
        for paragraph in truth["body_paragraphs"] or []:
            self.body |= shingles(tokens(paragraph))
            self.whole.add(bare(paragraph))
            self.whole.update(bare(line) for line in paragraph.splitlines())
        self.has_body = bool(truth["body_paragraphs"])
        self.joined = "\n".join(bare(p) for p in truth["body_paragraphs"] or [])
        self.optional = [o for o in truth["body_optional"] or [] if bare(o)]
        self.optional_bare = {bare(o) for o in self.optional}
        self.captions = [i["caption"] for i in truth["images"] or [] if bare(i["caption"] or "")]
        self.credits = [
            set(tokens(i["credit"])) for i in truth["images"] or [] if tokens(i["credit"] or "")
        ]

    def is_body(self, text: str) -> bool:
        key = bare(text)
        if key in self.whole:
            return True
        words = tokens(text)
        if len(words) < 5:
            return False
        parts = shingles(words)
        return len(parts & self.body) >= 0.6 * len(parts)

    def is_caption(self, text: str) -> bool:
        key = bare(text)
        for caption in self.captions:
            known = bare(caption)
            if len(known) > 8 and (known in key and len(key) < 2.5 * len(known) + 80):
                return True
            if len(key) > 12 and key in known and len(key) > 0.6 * len(known):
                return True
            if len(text) < 900 and overlap(text, caption) >= 0.7:
                return True
        return False

    def is_credit(self, text: str) -> bool:
        words = set(tokens(text))
        return any(c <= words and len(words) <= 2 * len(c) + 4 for c in self.credits)


def gold_labels(blocks: list, profiles: list, truth: Truth) -> list[str]:
    """The label every block should have."""
    labels = ["furniture"] * len(blocks)
    for at, block in enumerate(blocks):
        if truth.is_caption(block.text) and bare(block.text) not in truth.titles:
            labels[at] = "caption"
        elif truth.is_body(block.text):
            labels[at] = "paragraph"
    body = [at for at, label in enumerate(labels) if label == "paragraph"]
    prose = [at for at in body if profiles[at].words > 8] or body
    first = prose[0] if prose else len(blocks)
    last = prose[-1] if prose else len(blocks)
    for at, block in enumerate(blocks):
        key = bare(block.text)
        if key in truth.titles and at <= first:
            labels[at] = "headline"
        elif labels[at] != "furniture":
            continue
        elif key in truth.optional_bare or any(
            len(key) > 25 and (key in bare(o) or overlap(block.text, o) > 0.8)
            for o in truth.optional
        ):
            labels[at] = "standfirst" if at < first else "subheading"
        elif len(block.text) < 200 and truth.is_credit(block.text) and at > 1:
            labels[at] = "credit"
    _label_byline(blocks, profiles, labels, truth, first, last)
    for at, one in enumerate(profiles):
        if labels[at] == "furniture" and one.dates and one.words <= 16 and abs(at - first) < 14:
            if any(date.iso in truth.days for date in one.dates):
                labels[at] = "date"
    return labels


def _label_byline(
    blocks: list, profiles: list, labels: list[str], truth: Truth, first: int, last: int
) -> None:
    """Byline blocks: those before the story that name an author; else the nearest after it."""
    if not truth.authors:
        return
    named = []
    for at, block in enumerate(blocks):
        key = bare(block.text)
        hit = sum(len(a) for a in truth.authors if a in key)
        if labels[at] in ("furniture", "credit", "date", "standfirst") and hit and (
            hit >= 0.3 * len(key)
            or (profiles[at].byline and profiles[at].byline.opener and len(key) < 160)
        ) and not key in truth.titles:
            named.append(at)
    near = [at for at in named if first - 16 <= at < first] or [at for at in named if first <= at <= first + 3]
    if near:
        for at in near:
            labels[at] = "byline"
            if at and labels[at - 1] == "furniture" and profiles[at - 1].folded in ("by", "von", "by:"):
                labels[at - 1] = "byline"
    else:
        after = [at for at in named if last < at <= last + 4]
        for at in after[:1]:
            labels[at] = "byline"


def sequences(folder: Path) -> list[tuple[str, str, str, list[list[str]], list[str]]]:
    """(case, form, site, features, labels) of every labelled text."""
    found = []
    for line in gzip.open(folder / "cases.jsonl.gz", "rt", encoding="utf-8"):
        case = json.loads(line)
        truth = Truth(case)
        if not truth.has_body:
            continue
        for form, path in case["text_path"].items():
            cut = split_blocks((folder / path).read_bytes().decode("utf-8"))
            profiles = [profile(block) for block in cut.blocks]
            features = document_features(cut.blocks, profiles, bool(cut.date))
            labels = gold_labels(list(cut.blocks), profiles, truth)
            if "paragraph" in labels:
                found.append((case["id"], form, case["site"]["domain"] or case["id"], features, labels))
    return found


def learn(data: list, out: Path, note: str, c1: float, c2: float) -> None:
    """Train on the sequences and write the weights table."""
    trainer = pycrfsuite.Trainer(verbose=False)
    for _, _, _, features, labels in data:
        trainer.append(features, labels)
    trainer.set_params({"c1": c1, "c2": c2, "max_iterations": 150, "feature.minfreq": 4,
                        "feature.possible_transitions": True})
    with tempfile.NamedTemporaryFile(suffix=".crfsuite") as file:
        trainer.train(file.name)
        tagger = pycrfsuite.Tagger()
        tagger.open(file.name)
        info = tagger.info()
    rows = collections.defaultdict(dict)
    for (name, label), weight in info.state_features.items():
        if abs(weight) >= 0.02:
            rows[name][label] = weight
    lines = [f"# {note}", "labels\t" + " ".join(LABELS)]
    for before in LABELS:
        steps = {b: w for (a, b), w in info.transitions.items() if a == before}
        for label in LABELS:
            steps.setdefault(label, -4.0)
        lines.append(_line("step", before, steps))
    lines += [_line("feature", name, rows[name]) for name in sorted(rows)]
    out.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{out}: {len(data)} texts, {len(rows)} features", file=sys.stderr)


def _line(kind: str, name: str, weights: dict[str, float]) -> str:
    pairs = [f"{label}={weights[label]:.2f}" for label in LABELS if label in weights]
    return "\t".join([kind, name, *pairs])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pages", type=Path)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--folds", type=int, default=0)
    parser.add_argument("--work", type=Path, default=Path())
    parser.add_argument("--c1", type=float, default=0.3)
    parser.add_argument("--c2", type=float, default=0.05)
    args = parser.parse_args()
    data = sequences(args.pages)
    counts = collections.Counter(label for row in data for label in row[4])
    print(f"{len(data)} texts, labels {dict(counts)}", file=sys.stderr)
    if args.out:
        note = f"Learned from {len(data)} texts of {len({row[0] for row in data})} labelled pages."
        learn(data, args.out, note, args.c1, args.c2)
    for fold in range(args.folds):
        part = [row for row in data if zlib.crc32(row[2].encode()) % args.folds != fold]
        learn(part, args.work / f"fold-{fold}.tsv", f"without fold {fold}", args.c1, args.c2)


if __name__ == "__main__":
    main()

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
import dataclasses
import gzip
import json
import math
import random
import re
import sys
import tempfile
import unicodedata
import zlib
from pathlib import Path

import pycrfsuite

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from ingest.parsing.blocks import split_blocks
from ingest.parsing.features import document_features, main_run, names, since_headline
from ingest.parsing.headlines import (
    absence_features,
    candidate_features,
    candidates,
)
from ingest.parsing.profile import profile
from ingest.parsing.text import LABELS

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
        if labels[at] == "furniture" and first - 12 <= at <= last + 3:
            if one.credit_tail >= 0.85 and one.words >= 5:
                labels[at] = "caption"
            elif one.credit >= 0.85 and not one.whole:
                labels[at] = "credit"
    for at, one in enumerate(profiles):
        short = labels[at] == "furniture" and one.words <= 16 and abs(at - first) < 14
        if short and any(date.iso in truth.days for date in one.dates):
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
        signed = profiles[at].byline
        read = {bare(author.name) for author in signed.authors} if signed else set()
        if (
            (
                labels[at] in ("furniture", "credit", "date", "standfirst")
                or profiles[at].kind == "byline"
            )
            and hit
            and (hit >= 0.3 * len(key) or (len(key) < 160 and read & set(truth.authors)))
            and key not in truth.titles
        ):
            named.append(at)
    near = [at for at in named if first - 16 <= at < first] or [
        at for at in named if first <= at <= first + 3
    ]
    if near:
        for at in near:
            labels[at] = "byline"
            if (
                at
                and labels[at - 1] == "furniture"
                and profiles[at - 1].folded in ("by", "von", "by:")
            ):
                labels[at - 1] = "byline"
    else:
        after = [at for at in named if last < at <= last + 4]
        for at in after[:1]:
            labels[at] = "byline"


@dataclasses.dataclass
class Choosing:
    """One document's choice of a headline: features of each candidate, of none, and who is right.

    `right` holds places among the candidates; empty where the text has no headline.
    """

    candidates: list[list[str]]
    absence: list[str]
    right: list[int]


@dataclasses.dataclass
class Text:
    """One labelled text; `full` where every field of its page is labelled."""

    case: str
    site: str
    features: list[list[str]]
    labels: list[str]
    full: bool
    form: str
    choice: Choosing | None
    known: frozenset[str]


def texts(folder: Path, files: list[str]) -> list[Text]:
    """Every text of the labelled pages, with the labels its page gives."""
    found = []
    lines: list[str] = []
    for name in files:
        with gzip.open(folder / name, "rt", encoding="utf-8") as file:
            lines += file
    for line in lines:
        case = json.loads(line)
        truth = Truth(case)
        known = {"headline"} if truth.titles else set()
        if case["truth"].get("title_absent"):
            known.add("headline")
        known |= {"byline"} if truth.authors else set()
        known |= {"caption", "credit"} if case["truth"]["images"] else set()
        known |= {"paragraph", "subheading"} if truth.has_body else set()
        sources = [
            (f, (folder / p).read_bytes().decode("utf-8")) for f, p in case["text_path"].items()
        ]
        if truth.has_body and not case["id"].startswith("shape"):
            sources += [("short", shortened(text, truth)) for f, text in sources if f != "noisy"]
            sources += [
                ("relaid", again)
                for f, text in sources
                if f in ("light", "res", "noisy")
                and (again := relaid(text, case["truth"]["images"] or [])) is not None
            ]
        for form, source in sources:
            cut = split_blocks(source)
            profiles = [profile(block) for block in cut.blocks]
            run = main_run(profiles)
            features = document_features(cut.blocks, profiles, bool(cut.date), run)
            labels = gold_labels(list(cut.blocks), profiles, truth)
            choice = choosing(case, truth, cut.blocks, profiles, features, run[0])
            since_headline(
                features, profiles, labels.index("headline") if "headline" in labels else -1
            )
            full = truth.has_body and bool(truth.authors) and "paragraph" in labels
            places = [at for at, label in enumerate(labels) if label == "paragraph"] or list(run)
            window = slice(max(0, places[0] - 60), max(0, places[-1]) + 30)
            labels = labels[window]
            found.append(
                Text(
                    case["id"],
                    case["site"]["domain"] or case["id"],
                    [names(groups) for groups in features[window]],
                    labels,
                    full and case["source_dataset"].startswith(("fundus", "shape")),
                    form,
                    choice,
                    frozenset(known),
                )
            )
    return found


def shortened(source: str, truth: Truth) -> str:
    """The same page as a short notice: a few paragraphs of one sentence each, and no footer.

    Real files are often so short; the labelled pages are not.
    """
    order = random.Random(zlib.crc32(source.encode()))
    kept, found, wanted = [], 0, order.randint(1, 6)
    for line in source.split("\n"):
        if line.startswith(" date ") or len(line) < 40 or not truth.is_body(line):
            kept.append(line)
            continue
        sentence = re.match(r".{30,}?[.!?][”\"’]?(?=\s|$)", line)
        kept.append(sentence[0] if sentence and order.random() < 0.8 else line)
        found += 1
        if found >= wanted:
            break
    return "\n".join(kept)


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
    "{caption}",
    "{caption}\n\n{caption}\n{credit}",
)


def relaid(source: str, images: list[dict]) -> str | None:
    """The same page with each caption and credit set as another site would; None without any.

    Few of the labelled pages have captions, and each site sets all of its own alike.
    """
    order = random.Random(zlib.crc32(source.encode()) + 1)
    known = [i for i in images if len(bare(i["caption"] or "")) > 12]
    kept: list[str] = []
    found, past = False, -1
    lines = source.split("\n")
    for at, line in enumerate(lines):
        if at <= past:
            continue
        image = next((i for i in known if line.strip().startswith(i["caption"])), None)
        if image is None or len(line) > len(image["caption"]) + 120:
            kept.append(line)
            continue
        found = True
        credit = image["credit"] or ""
        for below in range(at + 1, min(at + 3, len(lines))):
            words = set(tokens(lines[below]))
            if credit and set(tokens(credit)) <= words and len(lines[below]) < 120:
                past = below
        setting = order.choice(_SETTINGS) if credit else "{caption}"
        kept.append(setting.format(caption=image["caption"], credit=credit))
    return "\n".join(kept) if found else None


def choosing(
    case: dict, truth: Truth, blocks: list, profiles: list, features: list, first: int
) -> Choosing | None:
    """The choice of a headline, where the page tells which line is right."""
    places = candidates(profiles, first)
    keys = [bare(block.text) for block in blocks]
    right = [n for n, at in enumerate(places) if keys[at] in truth.titles]
    absent = bool(case["truth"].get("title_absent")) or (
        bool(truth.titles) and not any(title in "".join(keys) for title in truth.titles)
    )
    if not right and not absent:
        return None
    mine = candidate_features(blocks, profiles, features, places, first)
    absence = absence_features(profiles, features, first, len(places))
    return Choosing([names(groups) for groups in mine], names(absence), right)


def learn_choice(
    data: list[Choosing], rounds: int = 14, rate: float = 0.15, decay: float = 0.005
) -> dict[str, float]:
    """Weights of the headline's choice: conditional logit, AdaGrad, L2, in a fixed order."""
    counts = collections.Counter(
        n for one in data for c in [*one.candidates, one.absence] for n in set(c)
    )
    data = [
        Choosing(
            [[n for n in c if counts[n] >= 4] for c in one.candidates],
            [n for n in one.absence if counts[n] >= 4],
            one.right,
        )
        for one in data
    ]
    weights: dict[str, float] = collections.defaultdict(float)
    squares: dict[str, float] = collections.defaultdict(lambda: 1e-2)
    total: dict[str, float] = collections.defaultdict(float)
    order = random.Random(7)
    for turn in range(rounds):
        order.shuffle(data)
        for one in data:
            options = [*one.candidates, one.absence]
            scores = [sum(weights[n] for n in option) for option in options]
            right = one.right or [len(options) - 1]
            top = max(scores)
            shares = [math.exp(s - top) for s in scores]
            whole, good = sum(shares), sum(shares[n] for n in right)
            step: dict[str, float] = collections.defaultdict(float)
            for n, option in enumerate(options):
                pull = (shares[n] / good if n in right and good else 0.0) - shares[n] / whole
                if abs(pull) > 1e-4:
                    for name in option:
                        step[name] += pull
            for name, pull in step.items():
                pull -= decay * weights[name]
                squares[name] += pull * pull
                weights[name] += rate * pull / math.sqrt(squares[name])
        if turn >= rounds // 2:
            for name, weight in weights.items():
                total[name] += weight
    return {n: w / (rounds - rounds // 2) for n, w in total.items() if abs(w) > 0.01 * rounds}


def completed(text: Text, guessed: list[str]) -> Text:
    """A text whose page does not label every field, with a first model's guesses for the rest."""
    labels = list(text.labels)
    for at, (label, guess) in enumerate(zip(text.labels, guessed, strict=True)):
        if guess == "headline" and text.choice is not None:
            continue
        if label == "furniture" and guess not in text.known:
            labels[at] = guess
    return dataclasses.replace(text, labels=labels)


def learn(data: list[Text], out: Path, note: str, c1: float, c2: float) -> None:
    """Train twice and write the weights table.

    First on the pages that label every field; that model fills the gaps of the others (captions
    that nobody marked, bodies known by their first words only), and the second is trained on all.
    """
    full = [text for text in data if text.full]
    tagger = train(full, c1, c2, 60)
    whole = full + [completed(text, tagger.tag(text.features)) for text in data if not text.full]
    whole = [text for text in whole if "paragraph" in text.labels]
    info = train(whole, c1, c2, 110).info()
    rows: dict[str, dict[str, float]] = collections.defaultdict(dict)
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
    weights = learn_choice([text.choice for text in data if text.choice is not None])
    lines += [f"headline\t{name}\t{weights[name]:.3f}" for name in sorted(weights)]
    out.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{out}: {len(whole)} texts, {len(rows)} features", file=sys.stderr)


def train(data: list[Text], c1: float, c2: float, rounds: int) -> pycrfsuite.Tagger:
    trainer = pycrfsuite.Trainer(verbose=False)
    for text in data:
        for _ in range(3 if text.form == "shape" else 1):
            trainer.append(text.features, text.labels)
    trainer.set_params(
        {
            "c1": c1,
            "c2": c2,
            "max_iterations": rounds,
            "feature.minfreq": 4,
            "feature.possible_transitions": True,
        }
    )
    with tempfile.NamedTemporaryFile(suffix=".crfsuite") as file:
        trainer.train(file.name)
        tagger = pycrfsuite.Tagger()
        tagger.open(file.name)
        return tagger


def _line(kind: str, name: str, weights: dict[str, float]) -> str:
    pairs = [f"{label}={weights[label]:.2f}" for label in LABELS if label in weights]
    return "\t".join([kind, name, *pairs])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pages", type=Path)
    parser.add_argument("--cases", default="cases.jsonl.gz,shapes.jsonl.gz")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--folds", type=int, default=0)
    parser.add_argument("--work", type=Path, default=Path())
    parser.add_argument("--c1", type=float, default=0.3)
    parser.add_argument("--c2", type=float, default=0.05)
    args = parser.parse_args()
    data = texts(args.pages, args.cases.split(","))
    counts = collections.Counter(label for text in data for label in text.labels)
    print(f"{len(data)} texts, labels {dict(counts)}", file=sys.stderr)
    if args.out:
        note = (
            f"Learned from {len(data)} texts of {len({text.case for text in data})} labelled pages."
        )
        learn(data, args.out, note, args.c1, args.c2)
    for fold in range(args.folds):
        part = [text for text in data if zlib.crc32(text.site.encode()) % args.folds != fold]
        learn(part, args.work / f"fold-{fold}.tsv", f"without fold {fold}", args.c1, args.c2)


if __name__ == "__main__":
    main()

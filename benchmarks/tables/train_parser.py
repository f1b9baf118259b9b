# /// script
# requires-python = ">=3.11"
# dependencies = ["python-crfsuite>=0.9.10"]
# ///
"""Learn the weights of the parser's labelling model from labelled pages.

    uv run benchmarks/tables/train_parser.py PAGES [--out FILE] [--folds N --work DIR]

PAGES is a folder with `cases.jsonl.gz` (a case a line: `id`, `site`, `text_path` {form: path},
`truth` {title_ok, authors, date_ok, body_paragraphs, body_optional, images}) and the files it
names. With --folds the sites are dealt into N parts, a model is learned without each part, and
the weights go to DIR/fold-K.tsv with the ids left out in DIR/fold-K.ids: so that every page can be
read by a model that has seen no page of its site.
"""

from __future__ import annotations

import argparse
import collections
import concurrent.futures
import dataclasses
import functools
import gzip
import json
import math
import multiprocessing
import random
import sys
import tempfile
import zlib
from pathlib import Path

import pycrfsuite

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.tables.labelled_pages import Truth, bare, gold_labels
from benchmarks.tables.relaid_pages import relaid, shortened
from ingest.parsing.text import LABELS
from ingest.parsing.text.blocks import split_blocks
from ingest.parsing.text.feature_groups import feature_names
from ingest.parsing.text.features import document_features, main_run, since_headline
from ingest.parsing.text.headline import absence_features, candidate_features, candidates
from ingest.parsing.text.profile import profile_block
from ingest.parsing.text.topic import Subject, subject


@dataclasses.dataclass
class HeadlineExample:
    """One document's choice of a headline: features of each candidate, of none, and who is right.

    `right` holds places among the candidates; empty where the text has no headline. `made` says
    that the text was made from another of the same page.
    """

    candidates: list[list[str]]
    absence: list[str]
    right: list[int]
    made: bool


@dataclasses.dataclass
class LabelledText:
    """One labelled text; `full` where every field of its page is labelled."""

    case: str
    site: str
    features: list[list[str]]
    labels: list[str]
    full: bool
    form: str
    choice: HeadlineExample | None
    known: frozenset[str]


def labelled_fields(case: dict, truth: Truth) -> frozenset[str]:
    """The labels that a page gives with certainty."""
    known = set()
    if truth.titles or case["truth"].get("title_absent"):
        known.add("headline")
    if truth.authors:
        known.add("byline")
    if case["truth"]["images"]:
        known |= {"caption", "credit"}
    if truth.has_body:
        known |= {"paragraph", "subheading"}
    return frozenset(known)


def texts(folder: Path, files: list[str]) -> list[LabelledText]:
    """Every text of the labelled pages, with the labels its page gives; on all cores."""
    lines: list[str] = []
    for name in files:
        with gzip.open(folder / name, "rt", encoding="utf-8") as file:
            lines += file
    with concurrent.futures.ProcessPoolExecutor() as pool:
        pages = pool.map(functools.partial(texts_of_page, folder), lines, chunksize=16)
        return [text for page in pages for text in page]


def texts_of_page(folder: Path, line: str) -> list[LabelledText]:
    """The texts of one case, with their labels."""
    case = json.loads(line)
    truth = Truth(case)
    known = labelled_fields(case, truth)
    found = []
    for form, source in forms_of(case, truth, folder):
        cut = split_blocks(source)
        profiles = [profile_block(block) for block in cut.blocks]
        run = main_run(profiles)
        about = subject(profiles, run)
        features = document_features(cut.blocks, profiles, bool(cut.date), run, about)
        labels = gold_labels(list(cut.blocks), profiles, truth, run)
        choice = headline_choice(
            case,
            truth,
            blocks=cut.blocks,
            profiles=profiles,
            features=features,
            first=run[0],
            about=about,
            form=form,
        )
        since_headline(features, profiles, labels.index("headline") if "headline" in labels else -1)
        full = truth.has_body and bool(truth.authors) and "paragraph" in labels
        places = [at for at, label in enumerate(labels) if label == "paragraph"] or list(run)
        window = slice(max(0, places[0] - 60), max(0, places[-1]) + 30)
        found.append(
            LabelledText(
                case["id"],
                case["site"]["domain"] or case["id"],
                features=[feature_names(groups) for groups in features[window]],
                labels=labels[window],
                full=full and case["source_dataset"].startswith(("fundus", "shape")),
                form=form,
                choice=choice,
                known=known,
            )
        )
    return found


def forms_of(case: dict, truth: Truth, folder: Path) -> list[tuple[str, str]]:
    """The texts of a page by form: as labelled, and shortened and laid out as other sites do."""
    sources = [(f, (folder / p).read_bytes().decode("utf-8")) for f, p in case["text_path"].items()]
    if truth.has_body and not case["id"].startswith(("shape", "wcxb")):
        # Guides and reviews need no such variety: they are many.
        sources += [
            ("short", shortened(text, truth, footer=footer))
            for f, text in sources
            if f != "noisy"
            for footer in (False, True)
            if not footer or f != "traf"
        ]
        sources += [
            ("relaid", again)
            for f, text in sources
            if f in ("light", "res", "noisy")
            and (again := relaid(text, case["truth"]["images"] or [], case["truth"]["authors"]))
        ]
    return sources


def headline_choice(
    case: dict,
    truth: Truth,
    *,
    blocks: list,
    profiles: list,
    features: list,
    first: int,
    about: Subject,
    form: str,
) -> HeadlineExample | None:
    """The choice of a headline, where the page tells which line is right."""
    places = candidates(profiles, first)
    keys = [bare(block.text) for block in blocks]
    right = [n for n, at in enumerate(places) if keys[at] in truth.titles]
    absent = bool(case["truth"].get("title_absent")) or (
        bool(truth.titles) and not any(title in "".join(keys) for title in truth.titles)
    )
    if not right and not absent:
        return None
    mine = candidate_features(blocks, profiles, features, places, first, about)
    absence = absence_features(profiles, features, first, len(places))
    made = form in ("short", "relaid")
    return HeadlineExample(
        [feature_names(groups) for groups in mine], feature_names(absence), right, made
    )


#: Learning the choice of the headline: passes, size of a step, pull to nothing, share of the
#: features that a look at a text goes without (so that none is leant on alone), how often a
#: feature has to be met, and the weight of texts that were made from others.
ROUNDS, RATE, DECAY, WITHOUT, OFTEN, MADE = 14, 0.08, 0.005, 0.15, 10, 0.5


def learn_choice(data: list[HeadlineExample]) -> dict[str, float]:
    """Weights of the headline's choice: conditional logit, AdaGrad, L2, in a fixed order."""
    counts = collections.Counter(
        n for choice in data for c in [*choice.candidates, choice.absence] for n in set(c)
    )
    often = {n for n, count in counts.items() if count >= OFTEN}
    data = [
        dataclasses.replace(
            choice,
            candidates=[[n for n in c if n in often] for c in choice.candidates],
            absence=[n for n in choice.absence if n in often],
        )
        for choice in data
    ]
    weights: dict[str, float] = collections.defaultdict(float)
    squares: dict[str, float] = collections.defaultdict(lambda: 1e-2)
    total: dict[str, float] = collections.defaultdict(float)
    order = random.Random(7)
    for turn in range(ROUNDS):
        order.shuffle(data)
        for choice in data:
            looked_at: dict[str, bool] = {}
            options = [
                [n for n in c if looked_at.setdefault(n, order.random() > WITHOUT)]
                for c in [*choice.candidates, choice.absence]
            ]
            scores = [sum(weights[n] for n in option) for option in options]
            right = choice.right or [len(options) - 1]
            top = max(scores)
            shares = [math.exp(s - top) for s in scores]
            whole, good = sum(shares), sum(shares[n] for n in right)
            step: dict[str, float] = collections.defaultdict(float)
            for n, option in enumerate(options):
                pull = (shares[n] / good if n in right and good else 0.0) - shares[n] / whole
                pull *= MADE if choice.made else 1.0
                if abs(pull) > 1e-4:
                    for name in option:
                        step[name] += pull
            for name, pull in step.items():
                pull -= DECAY * weights[name]
                squares[name] += pull * pull
                weights[name] += RATE * pull / math.sqrt(squares[name])
        if turn >= ROUNDS // 2:
            for name, weight in weights.items():
                total[name] += weight
    return {n: w / (ROUNDS - ROUNDS // 2) for n, w in total.items() if abs(w) > 0.01 * ROUNDS}


def completed(text: LabelledText, guessed: list[str]) -> LabelledText:
    """A text whose page does not label every field, with a first model's guesses for the rest."""
    labels = list(text.labels)
    for at, (label, guess) in enumerate(zip(text.labels, guessed, strict=True)):
        if guess == "headline" and text.choice is not None:
            continue
        if label == "boilerplate" and guess not in text.known:
            labels[at] = guess
    return dataclasses.replace(text, labels=labels)


def learn(data: list[LabelledText], out: Path, note: str, c1: float, c2: float) -> None:
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


def train(data: list[LabelledText], c1: float, c2: float, rounds: int) -> pycrfsuite.Tagger:
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
    parser.add_argument("--c1", type=float, default=1.0)
    parser.add_argument("--c2", type=float, default=0.3)
    args = parser.parse_args()
    data = texts(args.pages, args.cases.split(","))
    counts = collections.Counter(label for text in data for label in text.labels)
    print(f"{len(data)} texts, labels {dict(counts)}", file=sys.stderr)
    if args.out:
        note = (
            f"Learned from {len(data)} texts of {len({text.case for text in data})} labelled pages."
        )
        learn(data, args.out, note, args.c1, args.c2)
    args.work.mkdir(parents=True, exist_ok=True)
    jobs = []
    for fold in range(args.folds):
        apart = {text.case for text in data if zlib.crc32(text.site.encode()) % args.folds == fold}
        (args.work / f"fold-{fold}.ids").write_text("\n".join(sorted(apart)), encoding="utf-8")
        part = [text for text in data if text.case not in apart]
        out = args.work / f"fold-{fold}.tsv"
        jobs.append(
            multiprocessing.get_context("fork").Process(
                target=learn, args=(part, out, f"without fold {fold}", args.c1, args.c2)
            )
        )
    for job in jobs:
        job.start()
    for job in jobs:
        job.join()


if __name__ == "__main__":
    main()

"""The truth that a labelled page states, and the label that each block of its texts should have.

In: a case of the labelled pages (see train_parser.py), and the blocks of one of its texts. Out: a
label a block.
"""

from __future__ import annotations

import collections
import re
import unicodedata

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
        #: Stretches of the story, of pages that label no more of it.
        self.segments = [] if self.has_body else [bare(s) for s in truth.get("body_with") or []]
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

    def holds_segment(self, text: str) -> bool:
        key = bare(text) if self.segments else ""
        return any(segment and segment in key for segment in self.segments)

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


def gold_labels(blocks: list, profiles: list, truth: Truth, run: tuple[int, int]) -> list[str]:
    """The label every block should have. Where a page does not label its body, `run`, the main run
    of prose, tells where the story stands."""
    labels = ["boilerplate"] * len(blocks)
    for at, block in enumerate(blocks):
        if truth.is_caption(block.text) and bare(block.text) not in truth.titles:
            labels[at] = "caption"
        elif truth.is_body(block.text) or truth.holds_segment(block.text):
            labels[at] = "paragraph"
    body = [at for at, label in enumerate(labels) if label == "paragraph"]
    prose = [at for at in body if profiles[at].words > 8] or body
    first = prose[0] if prose else run[0] if run[0] >= 0 else len(blocks)
    last = prose[-1] if prose else run[1] if run[0] >= 0 else len(blocks)
    for at, block in enumerate(blocks):
        key = bare(block.text)
        if key in truth.titles and at <= first:
            labels[at] = "headline"
        elif labels[at] != "boilerplate":
            continue
        elif key in truth.optional_bare or any(
            len(key) > 25 and (key in bare(o) or overlap(block.text, o) > 0.8)
            for o in truth.optional
        ):
            labels[at] = "standfirst" if at < first else "subheading"
        elif len(block.text) < 200 and truth.is_credit(block.text) and at > 1:
            labels[at] = "credit"
    if not truth.optional:
        _label_subheadings(profiles, labels, first, last)
    _label_byline(blocks, profiles, labels, truth, first, last)
    for at, profile in enumerate(profiles):
        if labels[at] == "boilerplate" and first - 12 <= at <= last + 3:
            if profile.credit_tail >= 0.85 and profile.words >= 5:
                labels[at] = "caption"
            elif profile.credit >= 0.85 and not profile.whole:
                labels[at] = "credit"
    for at, profile in enumerate(profiles):
        short = labels[at] == "boilerplate" and profile.words <= 16 and abs(at - first) < 14
        if short and any(date.iso in truth.days for date in profile.dates):
            labels[at] = "date"
    return labels


def _label_subheadings(profiles: list, labels: list[str], first: int, last: int) -> None:
    """Short lines above prose, on pages that label them as paragraphs like all else."""
    for at in range(first + 1, last):
        profile = profiles[at]
        if (
            labels[at] == labels[at - 1] == labels[at + 1] == "paragraph"
            and profile.kind in ("tiny", "short", "line", "name")
            and profile.words <= _LONGEST_SUBHEADING
            and not profile.bullet
            and profile.end in ("", "?")
            and profiles[at + 1].prose
        ):
            labels[at] = "subheading"


_LONGEST_SUBHEADING = 12


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
                labels[at] in ("boilerplate", "credit", "date", "standfirst")
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
                and labels[at - 1] == "boilerplate"
                and profiles[at - 1].folded in ("by", "von", "by:")
            ):
                labels[at - 1] = "byline"
    else:
        after = [at for at in named if last < at <= last + 4]
        for at in after[:1]:
            labels[at] = "byline"

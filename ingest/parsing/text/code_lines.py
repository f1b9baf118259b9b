"""A labelled draft in, the same out with the lines of code that its story quotes.

`{{ price }}` or `#include` between two paragraphs is what the story is about. Code that a page left
behind is longer than a line or two, and stays out.
"""

from __future__ import annotations

import re
from typing import Final

from ingest.parsing.text.draft import Draft

_CODE: Final = re.compile(r"\{\{|\}\}|\$\{|</?[a-z][^<>]{0,60}>|\w\(\)|^[#@$<{][a-z{(]|;$|=>|[{}]$")
#: Signs of code at the beginning of a line.
_OPENS: Final = "#@$"
#: More such lines in a row are a script or a style sheet of the page.
_MOST_TOGETHER: Final = 2
#: More in a file are a page with its code.
_MOST: Final = 8
#: Longer ones are minified.
_LONGEST: Final = 300


def keep_code_lines(draft: Draft) -> None:
    """Label few lines of code between two paragraphs paragraphs."""
    first, last = draft.story()
    if "boilerplate" not in draft.labels[first + 1 : max(last, 0)]:
        return
    found = [at for at, profile in enumerate(draft.profiles) if _is_code(profile.text)]
    if len(found) > _MOST:
        return
    for run in _runs(found):
        beside = (run[0] - 1, run[-1] + 1)
        if (
            len(run) <= _MOST_TOGETHER
            and first <= beside[0]
            and beside[1] <= last
            and all(draft.labels[at] in ("paragraph", "subheading") for at in beside)
        ):
            for at in run:
                if draft.labels[at] == "boilerplate" and draft.is_free(draft.blocks[at].span):
                    draft.labels[at] = "paragraph"


def _is_code(text: str) -> bool:
    """Whether a line is code; most lines have none of the signs that it needs."""
    return (
        len(text) <= _LONGEST
        and (
            text[0] in _OPENS
            or text[-1] == ";"
            or "{" in text
            or "}" in text
            or "<" in text
            or "()" in text
            or "=>" in text
        )
        and bool(_CODE.search(text))
    )


def _runs(places: list[int]) -> list[list[int]]:
    """The places, those side by side together."""
    runs: list[list[int]] = []
    for at in places:
        if runs and runs[-1][-1] == at - 1:
            runs[-1].append(at)
        else:
            runs.append([at])
    return runs

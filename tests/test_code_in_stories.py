"""Lines of code that a story quotes stand in its text; the code of a page does not."""

from __future__ import annotations

import pytest

from ingest.decode import decode
from ingest.parsing import parse
from ingest.parsing.fields.markup import plain

ABOVE = (
    "The mill at Alder stands still since Monday, and nobody there knows for how long it will be.",
    "A new wheel is to come by boat in the autumn, the miller said when he was asked about it.",
)
BELOW = (
    "The village has asked the county for help, and it waits for an answer from the board there.",
    "That is all for now, the miller said, and he went home to sleep until the wheel comes back.",
)


def paragraphs(*lines: str) -> list[str]:
    text = "\n\n".join(("Mill site prints its code", "By Una Marr", *ABOVE, *lines, *BELOW))
    return [paragraph.text for paragraph in parse("a.txt", decode(text.encode())).paragraphs]


@pytest.mark.parametrize(
    "line",
    ["{{ price }}", "Total: ${n}", "<b>", "function()", "#include <mill.h>", "var wheel = 1;"],
)
def test_a_line_of_code_in_a_story_is_text(line: str) -> None:
    assert paragraphs(line) == [*ABOVE, line, *BELOW]


def test_a_script_between_paragraphs_is_left_out() -> None:
    script = ["(function() {", "var a = window.wheel;", "a.push({});", "document.go(a);", "})();"]
    assert paragraphs(*script) == [*ABOVE, *BELOW]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("Why <script> tags fail", "Why <script> tags fail"),
        ("The <b> tag turns thirty", "The <b> tag turns thirty"),
        ("Mill <b>stops</b> again", "Mill stops again"),
        ("Mill stops<br>again", "Mill stops again"),
        ("Mill <script>go()</script>stops", "Mill stops"),
    ],
)
def test_a_tag_without_its_end_is_a_word(value: str, text: str) -> None:
    assert plain(value) == text

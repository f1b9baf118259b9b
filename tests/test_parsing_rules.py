"""The rules that overrule the labels of texts: one table, and a benchmark of their worth."""

from benchmarks.ablate import Expected, read_text, summary
from ingest.parsing.text.model import default_model
from ingest.parsing.text.rules import RULES

TEXT = """2024-05-03

Harbour gate opens again

The harbour gate in Kinsale opened again on Friday after a winter of repairs by the harbour board.

The divers who had looked at it in March found its lower hinge broken in two places.

Nobody was hurt when the hinge broke, the harbour board said on Friday.

(dpa)
"""
CASE = {
    "truth": {
        "title_ok": ["Harbour gate opens again"],
        "authors": ["dpa"],
        "body_paragraphs": [line for line in TEXT.splitlines() if len(line) > 60],
        "body_optional": [],
    }
}


def test_each_rule_has_a_name_of_its_own_a_reason_and_a_measured_effect():
    assert len({rule.name for rule in RULES}) == len(RULES)
    assert all(rule.reason.endswith((".", "”")) and "F1" in rule.effect for rule in RULES)


def test_the_benchmark_measures_a_text_with_and_without_its_rules():
    read = read_text(TEXT, "light", default_model(), Expected(CASE, TEXT))
    assert summary([read.scores])["recall"] == 1.0
    assert read.scores["headline"] == read.scores["authors"] == 1.0
    assert "closing brackets" in read.without

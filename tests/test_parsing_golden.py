"""Invented articles in the layouts of real files, beside the record expected of each."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ingest.decode import decode
from ingest.parsing import parse

GOLDEN = sorted((Path(__file__).parent / "golden").glob("*.txt"))


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_a_layout_gives_the_record_beside_it(path: Path) -> None:
    decoded = decode(path.read_bytes())
    record = parse(path.name, decoded).as_record(path.name, decoded.encoding)
    expected = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    assert {key: record[key] for key in expected} == expected

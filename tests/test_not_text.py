"""Files whose name says text and whose bytes do not."""

import random

import pytest

from ingest.read_file import read
from ingest.records import SourceFile

STORY = (
    "Ferry back after the storm\n\nThe ferry came back on Monday, and sailed twice before noon.\n"
)


@pytest.mark.parametrize("seed", range(5))
def test_bytes_without_meaning_are_refused_with_a_sentence(seed):
    noise = b"\x01" + random.Random(seed).randbytes(3_000)
    rejected = read(SourceFile("noise.txt", noise)).rejected
    assert rejected.startswith("It is not text: ")
    assert rejected.endswith(" are control characters.")


def test_a_few_control_characters_do_no_harm():
    told = read(SourceFile("ferry.txt", STORY.replace(" on ", "\x02on\x1f").encode()))
    assert told.rejected == ""
    assert told.content.headline == "Ferry back after the storm"


def test_text_filled_up_with_zeros_is_text():
    told = read(SourceFile("ferry.txt", STORY.encode() + bytes(400)))
    assert told.rejected == ""


def test_text_in_utf_16_is_text():
    assert read(SourceFile("ferry.txt", STORY.encode("utf-16"))).rejected == ""

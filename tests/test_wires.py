"""Wires of agencies: headers and signs of the line are no headline, and nothing is lost."""

import json

import pytest

from ingest.sources import records_of

IPTC = (
    "\x01ALD0042 4 pl 123 ALD /ALD 0042 \x02\nAlder/Harbour/\n(Foto)\nDer Kai schließt =\n"
    "Von Mirela Quill, ald =\n\nAlder (ald) - Der Kai schließt\nbis zum Frühling.\n"
    "   Er ist morsch.\n ald mq ub\n\x03111205 {month} 16\x04"
)


def records(data, name="wire"):
    data = data if isinstance(data, bytes) else data.encode()
    return [json.loads(file.data) for file in records_of(name, data) if not file.problem]


def test_header_and_time_of_a_wire_are_fields():
    record = records(IPTC.format(month="apr"))[0]
    assert record["headline"] == "Der Kai schließt"
    assert record["authors"] == "Von Mirela Quill, ald"
    assert (record["publication"], record["priority"], record["number"]) == ("ALD", "4", "0042")
    assert (record["keywords"], record["note"]) == ("Alder/Harbour/", "(Foto)")
    assert record["signed off"] == "ald mq ub"
    assert record["date"] == "2016-04-11T12:05"
    assert record["text"] == "Alder (ald) - Der Kai schließt bis zum Frühling.\n\nEr ist morsch."


@pytest.mark.parametrize(
    ("month", "number"),
    [("juin", "06"), ("juil", "07"), ("Mär", "03"), ("oct", "10"), ("DEZ", "12")],
)
def test_months_of_wires_are_known_in_several_languages(month, number):
    assert records(IPTC.format(month=month))[0]["date"] == f"2016-{number}-11T12:05"


def test_a_wire_in_latin_1_and_several_in_a_file_are_read():
    data = IPTC.format(month="apr").encode("latin-1") * 3
    assert [record["headline"] for record in records(data)] == ["Der Kai schließt"] * 3


def test_a_wire_without_a_marked_headline_keeps_every_line():
    text = "Quay to close\n\n   The quay is rotten.\n   It is.\n"
    record = records(f"\x01ALD0042 4 pl 123 ALD \x02\n{text}\x03\x04")[0]
    assert record["headline"] == "Quay to close"
    assert record["text"] == "The quay is rotten.\n\nIt is."


def test_wires_cut_short_or_full_of_signs_become_records_or_sentences():
    whole = IPTC.format(month="apr").encode()
    for end in range(0, len(whole), 7):
        for file in records_of("wire", whole[:end]):
            assert file.problem or file.data or not end
    for bad in (
        b"\x01a1\x02\x03\x04",
        b"\x01a1" * 90 + b"\x02",
        b"\x01a0001\x02\0\0\xff",
        b"\x01x1\x02" + b"^" * 9000,
    ):
        for file in records_of("wire", bad):
            assert file.problem or json.loads(file.data)

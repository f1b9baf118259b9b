"""Bytes become text, and what was assumed on the way is said."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.decode import decode

GERMAN = "Die Fähre in Großwerder fährt nächste Woche nicht. „Schade“, sagte der Bürgermeister."
FRENCH = "La mairie de Valbrune a été fermée dès lundi, d’après la préfète."


def test_valid_utf8_is_read_as_such_and_nothing_is_said() -> None:
    decoded = decode("Größe – „Käse“".encode())
    assert (decoded.text, decoded.encoding, decoded.problems) == ("Größe – „Käse“", "utf-8", ())


def test_utf8_with_one_stray_byte_stays_utf8_and_says_so() -> None:
    decoded = decode((GERMAN * 3).encode() + b"\xff")
    assert decoded.encoding == "utf-8"
    assert "1 invalid sequence" in decoded.problems[0]


@pytest.mark.parametrize("text", [GERMAN, FRENCH, "Größe", "Café – à la carte"])
def test_western_text_in_windows_1252_is_known(text: str) -> None:
    decoded = decode(text.encode("cp1252"))
    assert (decoded.text, decoded.encoding) == (text, "windows-1252")
    assert "Not UTF-8" in decoded.problems[0]


def test_latin_1_is_read_as_windows_1252() -> None:
    assert decode("Fähre über Nacht".encode("latin-1"), "iso-8859-1").encoding == "windows-1252"


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        ("Мост через реку закрыт до понедельника, сообщили в мэрии.", "cp1251"),
        ("港の門は月曜日まで閉まっている。町長が発表した。", "shift_jis"),
    ],
)
def test_other_scripts_are_detected(text: str, codec: str) -> None:
    assert decode(text.encode(codec)).text == text


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        ("The harbour master’s note", "cp1252"),
        ("Přístav zůstane zavřený až do podzimu", "cp1250"),
        ("Port pozostanie zamknięty do jesieni", "iso8859_2"),
        ("Őszig zárva marad a kikötő", "cp1250"),
        ("Порт останется закрытым", "koi8_r"),
        ("Порт останется закрытым", "cp866"),
        ("Το λιμάνι θα μείνει κλειστό", "iso8859_7"),
        ("הנמל יישאר סגור עד הסתיו", "cp1255"),
        ("الميناء يبقى مغلقا حتى الخريف", "cp1256"),
        ("港口将关闭到秋天", "gb18030"),
        ("항구는 가을까지 닫힌다", "euc_kr"),
        ("港は秋まで閉鎖される", "iso2022_jp"),
    ],
)
def test_a_headline_alone_tells_its_encoding(text: str, codec: str) -> None:
    decoded = decode(text.encode(codec))
    assert decoded.text == text
    assert decoded.problems


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf16_is_read_with_and_without_its_mark(codec: str) -> None:
    assert decode(GERMAN.encode(codec)).text == GERMAN


@pytest.mark.parametrize(
    "text",
    [
        "Мост через реку закрыт до понедельника, сообщили в мэрии.\n",
        "Το λιμάνι θα μείνει κλειστό μέχρι το φθινόπωρο.\n",
        "港の門は月曜日まで閉まっている。\n町長が発表した。\n",
        "港口将关闭到秋天，镇长说。\n",
        GERMAN,
    ],
)
@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf16_of_any_script_is_read_without_its_mark(text: str, codec: str) -> None:
    assert decode((text * 3).encode(codec)).text == text * 3


@pytest.mark.parametrize("codec", ["utf-32", "utf-32-le", "utf-32-be"])
def test_utf32_is_read_with_and_without_its_mark(codec: str) -> None:
    assert decode(GERMAN.encode(codec)).text == GERMAN


def test_text_padded_with_zeros_is_not_read_as_utf16() -> None:
    text = "The harbour stays shut until the autumn, said the board of the islands on Sunday."
    assert decode(text.encode() + b"\0" * 9).text.startswith(text)


def test_utf16_without_a_mark_is_said() -> None:
    assert "no byte-order mark" in decode(GERMAN.encode("utf-16-le")).problems[0]


def test_the_utf8_mark_is_no_part_of_the_text() -> None:
    assert decode(b"\xef\xbb\xbfHarbour").text == "Harbour"


def test_a_declared_encoding_is_believed_where_the_bytes_are_not_utf8() -> None:
    text = "Žlutý přístav"
    assert decode(text.encode("cp1250"), "windows-1250").text == text


def test_a_declared_encoding_is_not_believed_against_valid_utf8() -> None:
    assert decode(GERMAN.encode(), "windows-1252").text == GERMAN


@pytest.mark.parametrize("declared", ["klingon-7", "base64", "\x00", "rot13", ""])
def test_an_unknown_declaration_does_no_harm(declared: str) -> None:
    assert decode(FRENCH.encode("cp1252"), declared).text == FRENCH


def test_mojibake_is_mended_and_said() -> None:
    decoded = decode("The portâ€™s gate\nstays shut".encode())
    assert decoded.text == "The port’s gate\nstays shut"
    assert "decoded twice" in decoded.problems[0]


def test_sound_text_is_not_mended() -> None:
    text = "São João’s café — £5 “naïve” Ã and Â as letters"
    assert decode(text.encode()).text == text


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n", "\x85", "\u2028"])
def test_line_ends_stay_as_they_were(end: str) -> None:
    text = f"one{end}two â€™"
    assert decode(text.encode()).text.startswith(f"one{end}two")


def test_nul_characters_are_said() -> None:
    decoded = decode(b"Harbour\x00 gate")
    assert decoded.text == "Harbour\x00 gate"
    assert "1 NUL character " in decoded.problems[0]


def test_entities_are_not_touched_by_mending() -> None:
    assert "&amp;" in decode("itâ€™s R&amp;B".encode()).text


@settings(deadline=None)
@given(st.binary(max_size=3_000), st.text(max_size=12))
def test_any_bytes_give_a_text(data: bytes, declared: str) -> None:
    assert decode(data, declared) == decode(data, declared)


@pytest.mark.parametrize(
    "piece", [b"a", b"\xff", b"\x00", "é".encode(), "â€™".encode(), b"\x81\x8d", b"\r"]
)
def test_fifty_megabytes_in_one_line_end_in_bounded_time(piece: bytes) -> None:
    data = piece * (50_000_000 // len(piece))
    start = time.process_time()
    assert decode(data).text
    assert time.process_time() - start < 20

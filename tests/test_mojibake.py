"""Text that was decoded twice is repaired and said; sound text stays as it is."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.decode import decode

SENTENCES = (
    "The bank’s boat – “a relic” – cost £5 or 6 € in São Paulo… © 1999, 31° in the café.",
    "„Schade“, sagte die Bürgermeisterin von Großwerder über Öl und Ärger.",
    "« Nous préférons perdre un été », dit-elle à l’écluse ; cœur, île, Noël, Étretat.",
    "¿Cuándo volverá? El señor Ibáñez no sabrá; mañana será otoño, ¡qué más da!",
    "A decisão não saiu até amanhã; à noite há três câmaras.",
    "Przystań w Łodzi: żagle, ćmy, źródła. Wrócą do września.",
    "Příští rok, řekl šéf žlutého člunu, půjdou ještě dál.",
    "Rīga un İstanbul: kuģis, ģimene, ışık, şehir, ağaç.",
    "Őszig zárva marad a kikötő, űrhajó nélkül.",
    "Порт и остров останутся закрыты. Об этом сообщил в мэрии начальник.",
    "Το λιμάνι θα μείνει κλειστό, ή έτσι λένε.",
    "港は秋まで閉鎖される。",
    "항구는 가을까지 닫힌다.",
    "หมายเหตุ ท่าเรือปิด",
)


def as_windows_1252(text: str) -> str:
    """UTF-8 read as windows-1252; undefined bytes become control characters."""
    return "".join(
        bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in text.encode("utf-8")
    )


def as_latin_1(text: str) -> str:
    return text.encode("utf-8").decode("latin-1")


@pytest.mark.parametrize("text", SENTENCES, ids=range(len(SENTENCES)))
@pytest.mark.parametrize(
    "damages",
    [
        (as_windows_1252,),
        (as_latin_1,),
        (as_windows_1252, as_windows_1252),
        (as_latin_1, as_latin_1),
        (as_latin_1, as_windows_1252),
    ],
    ids=["windows-1252", "latin-1", "windows-1252 twice", "latin-1 twice", "both"],
)
def test_text_decoded_twice_is_repaired_and_said(text: str, damages: tuple) -> None:
    damaged = text
    for damage in damages:
        damaged = damage(damaged)
    decoded = decode(damaged.encode())
    assert decoded.text == text
    assert "decoded twice" in decoded.problems[0]


@pytest.mark.parametrize(
    ("damaged", "sound"),
    [
        ("a â\x80\x9cboatâ\x80\x9d and the bankâ\x80\x99s bus", "a “boat” and the bank’s bus"),
        ("They left RÄ«ga for Ä°stanbul.", "They left Rīga for İstanbul."),
        ("The café and the cafÃ© are one.", "The café and the café are one."),
        ("It was â€œover”, they said.", "It was “over”, they said."),
        ("“So” and â€œsoâ€ and so.", "“So” and “so” and so."),
        ("â€œVoilÃ  la mer, là-bas.", "“Voilà la mer, là-bas."),
        ("It costs Â£5, itâ€™s said.", "It costs £5, it’s said."),
        ("ðŸ˜€ Good news", "😀 Good news"),
    ],
)
def test_parts_of_a_text_are_repaired(damaged: str, sound: str) -> None:
    assert decode(damaged.encode()).text == sound


WORDS = (
    "Spaß Straße Ä Ö Ü É È À Ê Ô Ç Ñ Ø Å Æ MAÇÃ IRMÃ MANHÃ CAFÉ ÎLE été né café Noël où là voilà "
    "Úžasný Äiti Åbo naïve übrig Íslendingur Þór Ðe BLÅ RÚV não mañana AQUÍ 5 20 §12 £5 €7 18° m² "
    "½ © ® ™ S&P Łódź šéf Ķ Ő İ ı ğ я Ё λ ή 港 한"
).split()
SOUND = st.lists(
    st.tuples(
        st.sampled_from(WORDS),
        st.sampled_from(
            ("{}", "„{}“", "“{}”", "«{}»", "« {} »", "‚{}‘", "‘{}’", "”{}”", "»{}«", "{}…", "{}’s",
             "{} –", "–{}–", "({})", "{},", "{}.", "{}:", "{}\u00a0", "{}\u00a0%", "{} €", "{} •")
        ),
    ),
    min_size=1,
    max_size=12,
)  # fmt: skip


@settings(deadline=None, max_examples=200)
@given(SOUND)
def test_sound_text_is_never_repaired(pieces: list[tuple[str, str]]) -> None:
    text = " ".join(frame.format(word) for word, frame in pieces)
    assert decode(text.encode()) == decode(text.encode())
    assert decode(text.encode()).text == text


@pytest.mark.parametrize("text", SENTENCES, ids=range(len(SENTENCES)))
@pytest.mark.parametrize("case", [str, str.upper, str.title, str.lower])
def test_sound_sentences_stay(text: str, case: type) -> None:
    text = case(text)
    decoded = decode(text.encode())
    assert (decoded.text, decoded.problems) == (text, ())

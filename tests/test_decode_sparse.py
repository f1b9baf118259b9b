"""Texts of ASCII with few characters beyond it are read as their language would have them."""

from __future__ import annotations

import pytest

from ingest.decode import decode

ENGLISH = (
    "The harbour board said on Sunday that it had sold the boat to the islanders, who will take it "
    "over in the autumn. {} Its manager said that more would follow, and that nobody should worry."
)
#: A language's text with a gap, its codecs, and sentences with one to five characters.
MATRIX = [
    (
        ENGLISH,
        "cp1252 iso8859_1 iso8859_15 mac_roman cp850",
        "They paid £639,000 for it.",
        "A berth costs £5 a night.",
        "It was 31° in the shade.",
        "The café on the quay stays open.",
        "© Evening Tide.",
    ),
    (ENGLISH, "cp1252 iso8859_1 mac_roman", "It stays\u00a0shut.", "Jörg came."),
    (ENGLISH, "cp1252 iso8859_1 cp850", "It takes 1½ hours.", "They drank 2½ pints."),
    (
        ENGLISH,
        "cp1252 mac_roman",
        "The bank’s boat went for €5.",
        "It costs 5 € now.",
        "“Never,” they said.",
        "It was – they said – a good boat.",
        "It went on—and on.",
        "And then… nothing.",
        "The owners’ letter was short.",
    ),
    (ENGLISH, "iso8859_15", "It went for €5.", "It costs 5 € now."),
    (ENGLISH, "cp1251 koi8_r", "The boat is called Надежда."),
    (ENGLISH, "cp1253", "The boat is called Ελπίδα."),
    (
        "Das Boot ist nach dem Sturm nicht mehr in den Hafen gekommen. {} Das ist auch von der "
        "Stadt zu erfahren, die sich mit den Kosten schwer tut.",
        "cp1252 iso8859_15 mac_roman cp850",
        "Es war für alle zu sehen.",
        "Die Straße ist frei.",
        "Er ist jetzt größer.",
    ),
    (
        "Le bateau ne sort pas du port, et la mairie de la ville est dans le doute. {} Il est au "
        "sec pour un mois avec les autres.",
        "cp1252 iso8859_15 mac_roman",
        "Il y a passé l'hiver.",
        "Il va à Brest.",
    ),
    (
        "El barco no sale del puerto, y la gente de la isla espera en el muelle con los suyos. {} "
        "Es lo que dijo el alcalde por la radio.",
        "cp1252 iso8859_15 mac_roman cp850",
        "No hay otro mañana.",
        "Se quedó sin motor.",
        "¿Por cuanto?",
    ),
    (
        "O barco da ilha foi para o norte, e as pessoas que o esperavam no porto se foram. {} Uma "
        "delas mora em Santos.",
        "cp1252 iso8859_15",
        "Ele não vem mais.",
        "Chega de manhã.",
    ),
    (
        "Il porto resta chiuso per la tempesta, e la gente non sa con che barca si va via. {} Lo "
        "dice il sindaco alla radio.",
        "cp1252 iso8859_15 mac_roman",
        "La città aspetta.",
        "Non è la prima volta.",
    ),
    (
        "De boot ligt in de haven en het is niet bekend voor wie die bij de brug is. {} Dat is ook "
        "wat er in de krant van zondag over staat.",
        "cp1252 iso8859_15",
        "Er is er maar één.",
        "Ze varen naar België.",
    ),
    (
        "Det var den sista resan i den gamla farkosten, och de som var med om det var nog mest "
        "ledsna. {} Men han har inte sagt till om ett avsked.",
        "cp1252 iso8859_15",
        "De bor i Malmö.",
        "Hon kommer från en ö.",
    ),
    (
        "Port jest do maja na klucz, bo nie ma kto go po burzy naprawi. {} To nie jest dla miasta "
        "problem, ale co dalej z tym do lata, o tym za rok.",
        "cp1250 iso8859_2",
        "Łodzie stoją.",
        "Nic się nie dzieje.",
        "Tak mówi burmistrz.",
    ),
    (
        "Lod je v doku a do leta se to podle planu nestane, ale bylo by to dobre. {} Za to je tu "
        "kapitan, jako by se nic na tom nedalo od ledna zlepsit.",
        "cp1250 iso8859_2",
        "Přijde až v noci.",
        "Tak to říká on.",
    ),
    (
        "A hajo nem megy ki a vizre, az egy kicsit jobb lesz majd, ha a hid is meglesz. {} De ez "
        "volt az, hogy csak akkor adja el a falu.",
        "cp1250 iso8859_2",
        "Az ő baja.",
        "Idén nem is fizetnek.",
    ),
    (
        "Bu liman daha sonra bir otel olarak verilecek ve her gemi de oraya gelecek. {} Ama ne "
        "kadar, bu da daha belli olmadan.",
        "cp1254",
        "Kaptan sustuğunda gece oldu.",
        "Gemi satılacak.",
    ),
    (
        "Uostas buvo jau vakar tuscias, kad laivai per dar viena audra ne dingtu. {} Bet apie tai "
        "kaip ir visada iki ryto ne kalba.",
        "cp1257",
        "Jis liks uždarytas.",
        "Taip pranešė meras.",
    ),
]
CASES = [
    pytest.param(around.format(sentence), codec, id=f"{codec} {sentence.encode().hex()[:40]}")
    for around, codecs, *sentences in MATRIX
    for codec in codecs.split()
    for sentence in sentences
]


@pytest.mark.parametrize(("text", "codec"), CASES)
def test_one_symbol_is_read_as_the_language_has_it(text: str, codec: str) -> None:
    assert decode(text.encode(codec)).text == text


def test_two_readings_that_make_sense_are_both_named() -> None:
    decoded = decode("Fabrika kapalı".encode("cp1254"))
    assert "would also fit" in decoded.problems[0]


def test_no_other_reading_is_named_where_there_is_no_doubt() -> None:
    decoded = decode(ENGLISH.format("They paid £639,000 for the bank’s boat.").encode("cp1252"))
    assert decoded.problems == ("Not UTF-8; read as windows-1252, the most likely encoding.",)


def test_a_symbol_far_down_a_long_text_counts() -> None:
    text = ENGLISH.format("") * 200 + "They paid £5 for it."
    assert decode(text.encode("latin-1")).text == text


def test_undefined_bytes_of_a_codec_do_not_hide_the_others() -> None:
    data = ENGLISH.format("It was the bank’s.").encode("cp1252") + b" \x9d"
    assert "the bank’s" in decode(data).text

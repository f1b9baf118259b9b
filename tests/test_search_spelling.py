"""Which spelling a slip of the fingers stands for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.search.spelling import ease


@pytest.mark.parametrize(
    ("typed", "easier", "harder"),
    [
        ("ferrry", "ferry", "ferray"),
        ("hapered", "hampered", "papered"),
        ("neeldes", "needles", "needes"),
        ("ferrt", "ferry", "ferra"),
        ("offeces", "offices", "offeres"),
        ("lwest", "lowest", "west"),
        ("паром", "пароом", "парок"),
    ],
)
def test_what_fingers_do_easily_is_likelier(typed, easier, harder):
    assert 1 >= ease(typed, easier) > ease(typed, harder)


def test_no_slip_is_likeliest():
    assert ease("ferry", "ferry") == 1


@given(st.text(max_size=12), st.text(max_size=12))
def test_any_two_words_can_be_compared(word, other):
    assert 0 < ease(word, other) <= 1

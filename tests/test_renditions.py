"""What becomes of the bytes that somebody sends for a picture."""

import contextlib
import io
import os

import picture_factory as sent
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from archive import renditions
from archive.renditions import NotAPicture, develop, widths_of


def test_sizes_are_made_up_to_the_picture_itself():
    made = sent.developed(1000, 500)
    assert sorted(made.sizes) == [320, 640, 960, 1000]
    assert [sent.opened(made.sizes[width]).size for width in (320, 1000)] == [
        (320, 160),
        (1000, 500),
    ]
    assert {sent.opened(data).format for data in made.sizes.values()} == {"WEBP"}


def test_a_small_picture_is_not_made_larger():
    assert list(sent.developed(200, 100).sizes) == [200]
    assert widths_of(5000) == [320, 640, 960, 1440, 2160]


def test_a_very_large_one_is_read_and_narrowed():
    made = sent.developed(6000, 4000)
    assert (made.width, made.height) == (6000, 4000)
    assert sent.opened(made.sizes[2160]).size == (2160, 1440)


def test_nothing_that_the_camera_noted_is_in_what_readers_get():
    data = sent.with_place()
    assert b"Ivo Stone" in data
    for made in develop(data).sizes.values():
        picture = sent.opened(made)
        assert not picture.getexif()
        assert not {"exif", "xmp", "icc_profile", "comment"} & set(picture.info)
        assert b"Ivo Stone" not in made
        assert b"private remark" not in made


def test_the_original_is_kept_as_it_is():
    data = sent.with_place()
    assert develop(data).original == data


@pytest.mark.parametrize("orientation", [3, 6, 8])
def test_a_picture_is_turned_upright(orientation):
    made = develop(sent.with_place(orientation))
    on_its_side = orientation in (6, 8)
    assert (made.width, made.height) == ((600, 800) if on_its_side else (800, 600))
    assert sent.opened(made.sizes[made.width]).size == (made.width, made.height)
    picture = sent.opened(made.sizes[made.width]).convert("RGB")
    dark = {3: (790, 300), 6: (300, 10), 8: (300, 790)}[orientation]
    assert picture.getpixel(dark)[2] < 100


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "GIF", "AVIF"])
def test_other_kinds_are_taken_too(kind):
    made = develop(sent.saved(kind=kind))
    assert made.suffix == f".{kind.lower()}"
    assert (made.width, made.height) == (800, 600)


def test_printers_colours_come_out_right():
    made = develop(sent.in_cmyk())
    red, _, blue = sent.opened(made.sizes[800]).convert("RGB").getpixel((100, 300))
    assert red > blue + 60


def test_sixteen_bits_of_grey_are_not_all_white():
    picture = sent.opened(develop(sent.in_grey_of_sixteen_bits()).sizes[400]).convert("L")
    assert picture.getpixel((50, 150)) < 20
    assert picture.getpixel((350, 150)) > 235


def test_transparency_stays():
    made = develop(sent.saved(Image.new("RGBA", (100, 100), (200, 0, 0, 0)), "PNG"))
    assert sent.opened(made.sizes[100]).getpixel((50, 50))[3] == 0


def test_a_broken_colour_profile_is_passed_over():
    assert develop(sent.saved(icc_profile=b"no profile at all")).width == 800
    assert develop(sent.with_profile()).width == 800


REFUSED = {
    "empty": (b"", "empty"),
    "text": (b"a note about a picture " * 9, "JPEG, PNG, WebP, GIF or AVIF"),
    "a PDF": (b"%PDF-1.7 ...", "PDF"),
    "TIFF": (b"II*\0" + bytes(90), "TIFF"),
    "HEIC": (bytes(4) + b"ftypheic" + bytes(90), "HEIC"),
    "SVG": (b'<?xml version="1.0"?><svg onload="alert(1)"/>', "SVG"),
    "SVG after spaces": (b"\xef\xbb\xbf  \n<svg></svg>", "SVG"),
    "moving": (sent.animated(), "Animated"),
    "truncated": (sent.saved()[:2000], "damaged"),
    "truncated PNG": (sent.saved(kind="PNG")[:-60], "damaged"),
    "only a head": (sent.saved()[:12], "damaged"),
    "a bomb": (sent.bomb(), "pixels"),
    "a long strip": (sent.bomb(20_000, 30), "pixels"),
    "a spacer": (sent.saved(Image.new("RGB", (1, 1)), "GIF"), "least"),
    "less than it says": (sent.bomb(4000, 4000), "damaged"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused_gets_a_sentence(name):
    data, word = REFUSED[name]
    with pytest.raises(NotAPicture, match=word) as raised:
        develop(data)
    assert str(raised.value).endswith(".")


def test_a_bomb_is_never_unpacked(monkeypatch):
    monkeypatch.setattr(Image.Image, "load", lambda *_: pytest.fail("unpacked"))
    with pytest.raises(NotAPicture):
        develop(sent.bomb())


def test_no_other_decoder_is_ever_asked():
    """Pillow reads dozens of formats; each is a door."""
    out = io.BytesIO()
    sent.drawn().save(out, "BMP")
    with pytest.raises(NotAPicture):
        develop(out.getvalue())
    assert set(renditions.FORMATS) == {"JPEG", "PNG", "WEBP", "GIF", "AVIF"}


BASES = [sent.saved(sent.drawn(60, 40), kind) for kind in renditions.FORMATS]


@given(st.sampled_from(BASES), st.data())
def test_damaged_bytes_never_raise_anything_else(base, data):
    damaged = bytearray(base)
    for _ in range(data.draw(st.integers(1, 8))):
        place = data.draw(st.integers(0, len(base) - 1))
        damaged[place] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(1, len(base)))
    for tried in (bytes(damaged), bytes(damaged[:cut]), bytes(damaged) + os.urandom(9)):
        with contextlib.suppress(NotAPicture):
            assert develop(tried).sizes

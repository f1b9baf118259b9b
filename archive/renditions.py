"""The bytes of a picture that somebody sent -> a checked picture in the sizes that pages ask for.

Nothing is believed but the content: name and declared type do not count. What is made is upright,
in sRGB and free of metadata (place, camera, owner). No database, no files.
"""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import tempfile
import threading
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from PIL import ExifTags, Image, ImageCms, ImageOps, UnidentifiedImageError

from archive.models import Picture

#: Widths that pages ask for; a picture is never made wider than it is.
WIDTHS: Final = (320, 640, 960, 1440, 2160)

#: What is made: a third smaller than JPEG, and transparency stays.
SUFFIX: Final = ".webp"


CONTENT_TYPE: Final = "image/webp"


QUALITY: Final = 82

#: More pixels than a camera for the press has are taken for an attack on memory.
PIXELS_MOST: Final = 60_000_000

#: Of the longer side; WebP itself ends at 16,383.
SIDE_MOST: Final = 16_000

#: Of the shorter side: less is a spacer or an icon.
SIDE_LEAST: Final = 24

#: Pillow's name of a format, and the ending under which an original is kept.
FORMATS: Final = {"JPEG": ".jpg", "PNG": ".png", "WEBP": ".webp", "GIF": ".gif", "AVIF": ".avif"}

#: How files begin that people send for pictures, and what to say of them.
_REFUSED: Final = (
    (b"%PDF", gettext_lazy("It is a PDF. Save the picture in it as a JPEG or PNG.")),
    (b"II*\0", gettext_lazy("It is a TIFF. Save it as a JPEG or PNG.")),
    (b"MM\0*", gettext_lazy("It is a TIFF. Save it as a JPEG or PNG.")),
    (b"8BPS", gettext_lazy("It is a Photoshop file. Save it as a JPEG or PNG.")),
)


_HEIC: Final = (b"heic", b"heix", b"heif", b"hevc", b"mif1", b"msf1")


_UPSIDE: Final = (5, 6, 7, 8)

#: A large picture takes some hundred megabytes while it is worked on: one at a time.
_ONE_AT_A_TIME: Final = threading.Lock()


class NotAPicture(Exception):
    """These bytes cannot be taken; the message is a sentence that says why and what to do."""


@dataclass(frozen=True, slots=True)
class Developed:
    """A picture in its sizes: `sizes` are files by width, the widest first made. `key` is the
    SHA-256 of the original in hex, `width` and `height` are of the upright original."""

    key: str
    original: bytes
    suffix: str
    width: int
    height: int
    sizes: dict[int, bytes]


def widths_of(width: int) -> list[int]:
    """The widths in which a picture of this width is kept, smallest first."""
    full = min(width, WIDTHS[-1])
    return [*(one for one in WIDTHS if one < full), full]


def develop(data: bytes) -> Developed:
    """Check the bytes and make all sizes. Raises NotAPicture."""
    _refuse_others(data)
    with _ONE_AT_A_TIME:
        try:
            return _developed(data)
        except NotAPicture:
            raise
        except MemoryError as error:
            raise NotAPicture(_("It needs more memory than there is.")) from error
        except Exception as error:
            # As wide as it is on purpose: decoders raise nearly anything on bytes that are broken
            # or made to harm (OSError, RuntimeError, struct.error, zlib.error, SyntaxError, …).
            raise NotAPicture(
                _(
                    "It breaks off or is damaged: it cannot be read to its end. Send it once more, "
                    "or save it anew."
                )
            ) from error


def _refuse_others(data: bytes) -> None:
    """Say what it is, where that is no picture we take."""
    if not data:
        raise NotAPicture(_("It is empty."))
    for start, sentence in _REFUSED:
        if data.startswith(start):
            raise NotAPicture(str(sentence))
    if data[4:8] == b"ftyp" and data[8:12] in _HEIC:
        raise NotAPicture(_("It is a HEIC picture, as telephones take them. Save it as a JPEG."))
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<svg", b"<?xml", b"<!doctype svg")) or b"<svg" in head:
        raise NotAPicture(_("It is an SVG, which is a drawing by program. Save it as a PNG."))


def _developed(data: bytes) -> Developed:
    image = _opened(data)
    suffix = FORMATS[image.format or ""]
    turned = image.getexif().get(ExifTags.Base.Orientation) in _UPSIDE
    width, height = reversed(image.size) if turned else image.size
    # A JPEG can be read at a half, a quarter or an eighth: quicker, and in less memory.
    image.draft("RGB", (2 * WIDTHS[-1], 2 * WIDTHS[-1]))
    image.load()
    upright = ImageOps.exif_transpose(image)
    plain = _plain(_narrowed(upright, min(width, WIDTHS[-1])))
    sizes = {one: _written(_narrowed(plain, one)) for one in reversed(widths_of(width))}
    key = hashlib.sha256(data).hexdigest()
    return Developed(key, data, suffix, width, height, sizes)


def _opened(data: bytes) -> Image.Image:
    """The picture, its header read; nothing of it is unpacked before its size is known."""
    try:
        image = Image.open(io.BytesIO(data), formats=tuple(FORMATS))
    except UnidentifiedImageError as error:
        raise NotAPicture(
            _("It is no picture that can be read here: JPEG, PNG, WebP, GIF or AVIF.")
        ) from error
    except Image.DecompressionBombError as error:
        raise NotAPicture(_too_large()) from error
    width, height = image.size
    if width * height > PIXELS_MOST or max(width, height) > SIDE_MOST:
        raise NotAPicture(_too_large())
    if min(width, height) < SIDE_LEAST:
        raise NotAPicture(
            _("It has only %(size)s pixels; %(least)d on each side are the least.")
            % {"size": f"{width} × {height}", "least": SIDE_LEAST}
        )
    if getattr(image, "n_frames", 1) > 1:
        raise NotAPicture(_("It moves. Save one frame of it as a JPEG or PNG."))
    return image


def _too_large() -> str:
    return _(
        "It has too many pixels: %(millions)d million in all, and %(side)s on a side, are the "
        "most. Make it smaller."
    ) % {"millions": PIXELS_MOST // 1_000_000, "side": f"{SIDE_MOST:,}"}


def _narrowed(image: Image.Image, width: int) -> Image.Image:
    if image.width <= width:
        return image
    if image.mode in ("P", "1"):
        image = image.convert("RGBA" if "transparency" in image.info else "RGB")
    height = max(1, round(image.height * width / image.width))
    return image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)


def _plain(image: Image.Image) -> Image.Image:
    """In sRGB, eight bits a channel, with transparency where there is any; no metadata."""
    clear = image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info
    wanted = "RGBA" if clear else "RGB"
    if image.mode.startswith("I") or image.mode == "F":
        image = _in_eight_bits(image)
    found = _by_profile(image, wanted) or image.convert(wanted)
    found.info = {}
    return found


def _in_eight_bits(image: Image.Image) -> Image.Image:
    """Sixteen bits of grey: what is beyond the upper eight is not seen."""
    return image.convert("I").point(lambda value: value / 256).convert("L")


def _by_profile(image: Image.Image, wanted: str) -> Image.Image | None:
    """Colours as the embedded profile means them; None where there is none, or it is broken in
    one of the many ways there are."""
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in ("RGB", "RGBA", "CMYK", "L"):
        return None
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        colours = image if image.mode != "RGBA" else image.convert("RGB")
        made = ImageCms.profileToProfile(
            colours, source, ImageCms.createProfile("sRGB"), outputMode="RGB"
        )
    except Exception:
        return None
    if made is None:
        return None
    if wanted == "RGBA":
        made.putalpha(image.convert("RGBA").getchannel("A"))
    return made


def _written(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "WEBP", quality=QUALITY, method=4)
    return out.getvalue()


# Files --------------------------------------------------------------------------------------------
def folder() -> Path:
    return Path(settings.MEDIA_ROOT) / "pictures"


def place_of(key: str) -> Path:
    """The folder of one picture: its original and its sizes."""
    return folder() / key[:2] / key


def size_file(key: str, width: int) -> Path:
    return place_of(key) / f"{width}{SUFFIX}"


def original_file(key: str, suffix: str) -> Path:
    return place_of(key) / f"original{suffix}"


def keep_files(developed: Developed) -> None:
    """Put a picture on the disk, all of it or nothing; where it is already, nothing is done."""
    place = place_of(developed.key)
    if place.is_dir():
        return
    place.parent.mkdir(parents=True, exist_ok=True)
    making = Path(tempfile.mkdtemp(prefix=".", dir=place.parent))
    try:
        _write(making / f"original{developed.suffix}", developed.original)
        for width, data in developed.sizes.items():
            _write(making / f"{width}{SUFFIX}", data)
        making.rename(place)
    except OSError:
        shutil.rmtree(making, ignore_errors=True)
        # Another request may have brought the same picture meanwhile.
        if not place.is_dir():
            raise


def _write(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    path.chmod(0o600)


def drop_unused_files(keys: Iterable[str]) -> None:
    """Once the transaction is in: delete the files of pictures that the register no longer has."""
    wanted = set(keys)
    if wanted:
        transaction.on_commit(lambda: _drop(wanted))


def _drop(keys: Collection[str]) -> None:
    kept = set(Picture.objects.filter(key__in=keys).values_list("key", flat=True))
    for key in set(keys) - kept:
        shutil.rmtree(place_of(key), ignore_errors=True)

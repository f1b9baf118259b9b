"""An uploaded picture file -> checked renditions in the widths that pages ask for, and their files.

Only the content counts, not the name or the declared type. Renditions are upright, in sRGB and free
of metadata (place, camera, owner).
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

#: Widths that pages ask for; pictures are never enlarged.
WIDTHS: Final = (320, 640, 960, 1440, 2160)

#: WebP: a third smaller than JPEG, and it has transparency.
SUFFIX: Final = ".webp"
CONTENT_TYPE: Final = "image/webp"
QUALITY: Final = 82

#: More pixels than a press camera has are an attack on memory.
PIXELS_MOST: Final = 60_000_000

#: Of the longer side; WebP itself allows 16,383.
SIDE_MOST: Final = 16_000

#: Of the shorter side: smaller ones are spacers and icons.
SIDE_LEAST: Final = 24

#: Pillow's name of a format, and the suffix of an original.
FORMATS: Final = {"JPEG": ".jpg", "PNG": ".png", "WEBP": ".webp", "GIF": ".gif", "AVIF": ".avif"}

#: How other files begin that people upload as pictures, and what to tell them.
_REFUSED: Final = (
    (b"%PDF", gettext_lazy("This is a PDF. Save the picture in it as JPEG or PNG.")),
    (b"II*\0", gettext_lazy("This is a TIFF. Save it as JPEG or PNG.")),
    (b"MM\0*", gettext_lazy("This is a TIFF. Save it as JPEG or PNG.")),
    (b"8BPS", gettext_lazy("This is a Photoshop file. Save it as JPEG or PNG.")),
)
_HEIC: Final = (b"heic", b"heix", b"heif", b"hevc", b"mif1", b"msf1")

#: EXIF orientations that swap width and height.
_SIDEWAYS: Final = (5, 6, 7, 8)

#: A large picture takes some hundred megabytes of memory: one at a time.
_ONE_AT_A_TIME: Final = threading.Lock()


class NotAPicture(Exception):
    """The file is rejected; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Developed:
    """A picture with its renditions: `sizes` are files by width, the widest first. `key` is the
    SHA-256 of the original in hex; `width` and `height` are those of the upright original."""

    key: str
    original: bytes
    suffix: str
    width: int
    height: int
    sizes: dict[int, bytes]


def widths_of(width: int) -> list[int]:
    """The widths of the renditions of a picture of this width, smallest first."""
    full = min(width, WIDTHS[-1])
    return [*(smaller for smaller in WIDTHS if smaller < full), full]


def develop(data: bytes) -> Developed:
    """Check the file and make all renditions. Raises NotAPicture."""
    _refuse_others(data)
    with _ONE_AT_A_TIME:
        try:
            return _developed(data)
        except NotAPicture:
            raise
        except MemoryError as error:
            raise NotAPicture(_("There is not enough memory for this picture.")) from error
        except Exception as error:
            # Broad on purpose: on damaged or malicious bytes decoders raise nearly anything
            # (OSError, RuntimeError, struct.error, zlib.error, SyntaxError, …).
            raise NotAPicture(
                _("The file is damaged or incomplete. Upload it again, or save it anew.")
            ) from error


def _refuse_others(data: bytes) -> None:
    """Name the format where it is not one of FORMATS."""
    if not data:
        raise NotAPicture(_("The file is empty."))
    for start, sentence in _REFUSED:
        if data.startswith(start):
            raise NotAPicture(str(sentence))
    if data[4:8] == b"ftyp" and data[8:12] in _HEIC:
        raise NotAPicture(_("This is a HEIC picture, as phones take them. Save it as JPEG."))
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<svg", b"<?xml", b"<!doctype svg")) or b"<svg" in head:
        raise NotAPicture(_("This is an SVG drawing. Save it as PNG."))


def _developed(data: bytes) -> Developed:
    image = _opened(data)
    suffix = FORMATS[image.format or ""]
    turned = image.getexif().get(ExifTags.Base.Orientation) in _SIDEWAYS
    width, height = reversed(image.size) if turned else image.size
    # A JPEG can be read at a half, a quarter or an eighth: quicker, and in less memory.
    image.draft("RGB", (2 * WIDTHS[-1], 2 * WIDTHS[-1]))
    image.load()
    upright = ImageOps.exif_transpose(image)
    plain = _plain(_narrowed(upright, min(width, WIDTHS[-1])))
    sizes = {size: _written(_narrowed(plain, size)) for size in reversed(widths_of(width))}
    key = hashlib.sha256(data).hexdigest()
    return Developed(key, data, suffix, width, height, sizes)


def _opened(data: bytes) -> Image.Image:
    """The picture with its header read; nothing is decoded before its size is known."""
    try:
        image = Image.open(io.BytesIO(data), formats=tuple(FORMATS))
    except UnidentifiedImageError as error:
        raise NotAPicture(_("Not a readable picture: use JPEG, PNG, WebP, GIF or AVIF.")) from error
    except Image.DecompressionBombError as error:
        raise NotAPicture(_too_large()) from error
    width, height = image.size
    if width * height > PIXELS_MOST or max(width, height) > SIDE_MOST:
        raise NotAPicture(_too_large())
    if min(width, height) < SIDE_LEAST:
        raise NotAPicture(
            _("The picture has only %(size)s pixels; each side needs at least %(least)d.")
            % {"size": f"{width} × {height}", "least": SIDE_LEAST}
        )
    if getattr(image, "n_frames", 1) > 1:
        raise NotAPicture(_("Animated pictures cannot be used. Save one frame as JPEG or PNG."))
    return image


def _too_large() -> str:
    return _(
        "The picture has too many pixels: the limit is %(millions)d million, and %(side)s a side. "
        "Make it smaller."
    ) % {"millions": PIXELS_MOST // 1_000_000, "side": f"{SIDE_MOST:,}"}


def _narrowed(image: Image.Image, width: int) -> Image.Image:
    if image.width <= width:
        return image
    if image.mode in ("P", "1"):
        image = image.convert("RGBA" if "transparency" in image.info else "RGB")
    height = max(1, round(image.height * width / image.width))
    return image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)


def _plain(image: Image.Image) -> Image.Image:
    """In sRGB, eight bits a channel, with its transparency, without metadata."""
    clear = image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info
    wanted = "RGBA" if clear else "RGB"
    if image.mode.startswith("I") or image.mode == "F":
        image = _in_eight_bits(image)
    found = _by_profile(image, wanted) or image.convert(wanted)
    found.info = {}
    return found


def _in_eight_bits(image: Image.Image) -> Image.Image:
    """Of sixteen bits of grey the upper eight."""
    return image.convert("I").point(lambda value: value / 256).convert("L")


def _by_profile(image: Image.Image, wanted: str) -> Image.Image | None:
    """Colours converted by the embedded profile; None where it is missing or broken."""
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
    """The folder of one picture: its original and its renditions."""
    return folder() / key[:2] / key


def size_file(key: str, width: int) -> Path:
    return place_of(key) / f"{width}{SUFFIX}"


def original_file(key: str, suffix: str) -> Path:
    return place_of(key) / f"original{suffix}"


def keep_files(developed: Developed) -> None:
    """Write a picture's files, all of them or none; nothing where they are there already."""
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
        # Another request may have written the same picture in the meantime.
        if not place.is_dir():
            raise


def _write(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    path.chmod(0o600)


def drop_unused_files(keys: Iterable[str]) -> None:
    """After the commit, delete the files of those that no Picture has any more."""
    dropped = set(keys)
    if dropped:
        transaction.on_commit(lambda: _drop(dropped))


def _drop(keys: Collection[str]) -> None:
    kept = set(Picture.objects.filter(key__in=keys).values_list("key", flat=True))
    for key in set(keys) - kept:
        shutil.rmtree(place_of(key), ignore_errors=True)

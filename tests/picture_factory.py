"""Pictures for tests, drawn here: bytes as somebody might send them."""

import io
import struct
import zlib

from PIL import Image, ImageCms

from archive.renditions import develop


def drawn(width=800, height=600, mode="RGB", colour=(140, 60, 20)):
    """A picture whose left half is of the colour, the rest white."""
    image = Image.new("RGB", (width, height), "white")
    image.paste(colour, (0, 0, width // 2, height))
    return image.convert(mode)


def saved(image=None, kind="JPEG", **options):
    out = io.BytesIO()
    (image or drawn()).save(out, kind, **options)
    return out.getvalue()


def developed(width=800, height=600, colour=(140, 60, 20)):
    return develop(saved(drawn(width, height, colour=colour)))


def with_place(orientation=1):
    """A JPEG whose metadata names the spot, the owner and the camera."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "Kestrel cameras"
    exif[0x013B] = "Ivo Stone"
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2], gps[3], gps[4] = "N", (54.0, 12.0, 3.0), "W", (1.0, 5.0, 7.0)
    return saved(exif=exif, comment=b"private remark")


def animated():
    frames = [drawn(colour=(shade, 0, 0)) for shade in (10, 90, 200)]
    return saved(frames[0], "GIF", save_all=True, append_images=frames[1:])


def in_cmyk():
    return saved(drawn(mode="CMYK"), "JPEG")


def in_grey_of_sixteen_bits():
    image = Image.new("I;16", (400, 300), 65535)
    image.paste(0, (0, 0, 200, 300))
    return saved(image, "PNG")


def with_profile():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return saved(icc_profile=profile)


def bomb(width=50_000, height=50_000):
    """A PNG of a few hundred bytes that says it is enormous."""

    def chunk(kind, data):
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(bytes(1000)))
        + chunk(b"IEND", b"")
    )


def opened(data):
    return Image.open(io.BytesIO(data))

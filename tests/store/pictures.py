"""Pictures as a camera writes them, with much beside what they show."""

from __future__ import annotations

import io

from PIL import Image, PngImagePlugin


def photo(colour: str = "green", size: tuple[int, int] = (300, 200), *, rotated: bool = False) -> bytes:
    """Return a JPEG with a position, a device and a comment in it."""
    exif = Image.Exif()
    exif[0x010F] = "SECRET-CAMERA"
    exif[0x8825] = {1: "N", 2: (18.0, 40.0, 12.0), 3: "E", 4: (104.0, 5.0, 7.0)}
    if rotated:
        exif[0x0112] = 6
    out = io.BytesIO()
    Image.effect_noise(size, 60).convert("RGB").save(
        out, "JPEG", exif=exif, comment=b"SECRET-COMMENT", quality=90, icc_profile=b"SECRET-PROFILE" * 9
    )
    return out.getvalue()


def scan(size: tuple[int, int] = (60, 80)) -> bytes:
    """Return a PNG with a title in it."""
    told = PngImagePlugin.PngInfo()
    told.add_text("Title", "SECRET-TITLE")
    out = io.BytesIO()
    Image.new("RGB", size, "white").save(out, "PNG", pnginfo=told)
    return out.getvalue()

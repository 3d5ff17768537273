"""Pictures laid bare: what a camera or a program wrote beside the picture is taken off, and what still has it is told.

A picture is drawn again from its points alone; a scan of several pages as PDF is
taken apart into such pictures first (``scans``).
"""

from __future__ import annotations

import io
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError

from twinline.records.attachments import LARGEST
from twinline.sentences import Sentence
from twinline.store.errors import StoreError

#: A picture claims its size before it is unpacked: more points than this are not unpacked.
MOST_POINTS = 60_000_000
#: The longest side that is kept, in points: a sheet at 300 dpi, a photo on a screen.
LONGEST = {"document": 3508}
LONGEST_PHOTO = 2048
QUALITY = 85
_PNG = b"\x89PNG\r\n\x1a\n"
#: So many bytes at its beginning say what a file is.
HEAD = 8
_JPEG = b"\xff\xd8"
_DAMAGED = Sentence("This picture is damaged: send it again, or attach another.")
_TAKEN = Sentence(
    "Files of this kind aren't taken: attach a photo as JPEG or PNG, and a scanned document as PDF, JPEG or PNG."
)
_PNG_CHUNKS = frozenset((b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"))


class NotAPicture(StoreError):
    """A file can't be attached."""


def bare(raw: bytes, shows: str) -> tuple[bytes, str]:
    """Return a picture drawn again without anything beside its points, and its media type.

    JPEG stays JPEG, PNG stays PNG, a scan of a document as PDF stays one (``scans``).
    Raises ``NotAPicture`` for anything else.
    """
    if raw.startswith(b"%PDF"):
        from twinline.store import scans

        if shows != "document":
            raise NotAPicture(
                "not-a-picture",
                Sentence("Only scans of documents are taken as PDF: attach a photo as JPEG or PNG."),
            )
        return scans.bare(raw), scans.MEDIA
    drawn = _drawn(raw)
    longest = LONGEST.get(shows, LONGEST_PHOTO)
    drawn.thumbnail((longest, longest), Image.Resampling.LANCZOS)
    kind = "PNG" if raw.startswith(_PNG) else "JPEG"
    out = io.BytesIO()
    if kind == "PNG":
        drawn.save(out, "PNG", optimize=True)
    else:
        drawn.save(out, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    if out.tell() > LARGEST:
        raise NotAPicture(
            "too-large",
            Sentence("The picture is over {most} MB even when drawn again: make it smaller.", most=LARGEST // 1000000),
        )
    return out.getvalue(), f"image/{kind.lower()}"


def thumbnail(raw: bytes, side: int) -> bytes:
    """Return a small JPEG of a picture, or of a scan's first page; ``NotAPicture`` if it can't be read."""
    if raw.startswith(b"%PDF"):
        from twinline.store import scans

        raw = next(iter(scans.pictures(raw)), b"")
    drawn = _drawn(raw)
    drawn.thumbnail((side, side))
    out = io.BytesIO()
    drawn.convert("RGB").save(out, "JPEG", quality=80)
    return out.getvalue()


def _drawn(raw: bytes) -> Image.Image:
    """Return the points of a JPEG or PNG, upright, and nothing else that stood in the file."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(raw), formats=("JPEG", "PNG")) as opened:
                if opened.width * opened.height > MOST_POINTS:
                    raise _too_many()
                opened.load()
                upright = ImageOps.exif_transpose(opened)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many() from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        # What begins as a picture is a damaged one; all else is of another sort, and its owner asks which are taken.
        what = _DAMAGED if raw.startswith((_PNG, _JPEG)) else _TAKEN
        raise NotAPicture("not-a-picture", what) from error
    plain = upright.convert("L" if upright.mode in ("1", "L", "I", "I;16") else "RGB")
    fresh = Image.new(plain.mode, plain.size)
    fresh.paste(plain)
    return fresh


def _too_many() -> NotAPicture:
    sentence = Sentence("The picture has more than {most} million points.", most=MOST_POINTS // 1000000)
    return NotAPicture("too-large", sentence)


def media_of(raw: bytes) -> str:
    """Return the media type of a file that was kept, by its first ``HEAD`` bytes; empty for none that is kept."""
    kinds = {b"%PDF": "application/pdf", _PNG: "image/png", _JPEG: "image/jpeg"}
    return next((media for begins, media in kinds.items() if raw.startswith(begins)), "")


def is_bare(raw: bytes, media: str) -> bool:
    """Return whether a file is a picture of this type from first byte to last, with nothing written beside it."""
    if media == "application/pdf":
        from twinline.store import scans

        return scans.is_bare(raw)
    return _bare_png(raw) if media == "image/png" else media == "image/jpeg" and _bare_jpeg(raw)


def _bare_png(raw: bytes) -> bool:
    at = len(_PNG)
    if not raw.startswith(_PNG):
        return False
    while at + 12 <= len(raw):
        length, name = int.from_bytes(raw[at : at + 4], "big"), raw[at + 4 : at + 8]
        at += 12 + length
        if name not in _PNG_CHUNKS:
            return False
        if name == b"IEND":
            return at == len(raw) and length == 0
    return False


def _bare_jpeg(raw: bytes) -> bool:
    """Walk the segments: no application data but JFIF's plain header, no comments, nothing after the end."""
    if not raw.startswith(b"\xff\xd8"):
        return False
    at = 2
    while at + 4 <= len(raw) and raw[at] == 0xFF:
        mark, length = raw[at + 1], int.from_bytes(raw[at + 2 : at + 4], "big")
        if mark == 0xD9:
            return at + 2 == len(raw)
        told = raw[at + 4 : at + 2 + length]
        if mark == 0xFE or (0xE0 <= mark <= 0xEF and not (mark == 0xE0 and _plain_jfif(told))) or length < 2:
            return False
        at += 2 + length
        if mark == 0xDA:
            at = _after_scan(raw, at)
    return raw[at:] == b"\xff\xd9"


def _plain_jfif(told: bytes) -> bool:
    return told.startswith(b"JFIF\0") and len(told) == 14 and told[12:14] == b"\0\0"


def _after_scan(raw: bytes, at: int) -> int:
    """Return where the next segment begins: in a scan 0xFF is followed by 0 or a restart mark."""
    while (at := raw.find(b"\xff", at)) >= 0:
        follows = raw[at + 1 : at + 2]
        if follows and follows != b"\0" and not 0xD0 <= follows[0] <= 0xD7:
            return at
        at += 2
    return len(raw)

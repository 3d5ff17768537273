"""Scans of documents as PDF: taken apart into the pictures of their pages and written again, with nothing else in it.

A PDF can hold scripts, forms, links, embedded files, layers, earlier versions of
itself and what a program wrote about its user. What is taken is one thing only: a
file each of whose pages is one scanned picture. Each is drawn again from its points
and the file is written anew in the one form below, so that whoever receives it can
tell by writing it once more that nothing else is in it (``is_bare``).
"""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterable
from typing import Any

from PIL import Image, ImageOps
from pypdf import PdfReader
from pypdf.errors import DeprecationError, PyPdfError
from pypdf.generic import ContentStream

from twinline.records.attachments import LARGEST
from twinline.sentences import Sentence
from twinline.store import stripping
from twinline.store.stripping import LONGEST, MOST_POINTS, QUALITY, NotAPicture

#: What it thinks of a file is told by our own sentences.
logging.getLogger("pypdf").setLevel(logging.CRITICAL + 1)
MEDIA = "application/pdf"
MOST_PAGES = 60
_HEADER = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"
#: What a scanner writes on a page: place a picture, mark it, and text that isn't shown (it was read from the picture).
_PLACING = frozenset((b"q", b"Q", b"cm", b"Do", b"BMC", b"BDC", b"EMC", b"gs", b"i", b"ri"))
_SHOWING = frozenset((b"Tj", b"TJ", b"'", b'"'))
_UNSEEN = _SHOWING | {b"BT", b"ET", b"Tf", b"Td", b"TD", b"Tm", b"T*", b"Tc", b"Tw", b"Tz", b"TL", b"Ts", b"Tr"}
_NO_SCAN = Sentence(
    "This PDF can't be made clean: each of its pages must be one scanned picture and nothing else. Print and scan it, "
    "or attach its pages as JPEG or PNG pictures."
)
#: What a parser may stumble over in a file that anybody may have made: a filter that pypdf doesn't know or hasn't at
#: hand, what it takes for granted of a file, a way to write PDF that it left behind.
_FAULTS = (
    PyPdfError, OSError, ValueError, TypeError, KeyError, AttributeError, IndexError, RecursionError, ArithmeticError,
    NotImplementedError, ImportError, MemoryError, AssertionError, DeprecationError, Image.DecompressionBombError,
)  # fmt: skip
_PAGE = re.compile(
    rb"/Type/XObject/Subtype/Image/Width (\d{1,5})/Height (\d{1,5})/ColorSpace/Device(?:Gray|RGB)/BitsPerComponent 8"
    rb"/Filter/DCTDecode/Length (\d{1,8})>>\nstream\n"
)


def bare(raw: bytes) -> bytes:
    """Return a scan written again with its pages' pictures alone; ``NotAPicture`` where it can't be made clean."""
    try:
        pages = [_drawn(page) for page in _pages(raw)]
    except NotAPicture:
        raise
    except _FAULTS as error:
        raise NotAPicture("no-scan", _NO_SCAN) from error
    written = write(pages)
    if len(written) > LARGEST:
        raise NotAPicture(
            "too-large",
            Sentence(
                "The scan is over {size} MB even when drawn again: attach fewer pages.", size=LARGEST // 1_000_000
            ),
        )
    return written


def is_bare(raw: bytes) -> bool:
    """Return whether a file is a scan in our one form from first byte to last: writing its pictures again gives it."""
    pages = pictures(raw)
    return (
        0 < len(pages) <= MOST_PAGES
        and all(stripping.is_bare(page, "image/jpeg") for page in pages)
        and _written_again(pages) == raw
    )


def pictures(raw: bytes) -> list[bytes]:
    """Return the pages' pictures (JPEG) of a file in our one form; of another, whatever looks like them."""
    return [raw[found.end() : found.end() + int(found[3])] for found in _PAGE.finditer(raw)]


def write(pages: Iterable[bytes]) -> bytes:
    """Return a PDF of these JPEG pictures, one a page, at 300 points an inch: the same bytes each time."""
    objects: list[bytes] = []
    kids = []
    for number, jpeg in enumerate(pages):
        first = 3 + 3 * number
        kids.append(b"%d 0 R" % first)
        with Image.open(io.BytesIO(jpeg), formats=("JPEG",)) as opened:
            width, height, space = *opened.size, b"DeviceGray" if opened.mode == "L" else b"DeviceRGB"
        wide, high = b"%d" % max(width * 72 // 300, 1), b"%d" % max(height * 72 // 300, 1)
        drawn = b"q %b 0 0 %b 0 0 cm /P Do Q" % (wide, high)
        objects += [
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %b %b]/Contents %d 0 R/Resources<</XObject<</P %d 0 R>>>>>>"
            % (wide, high, first + 1, first + 2),
            b"<</Length %d>>\nstream\n%b\nendstream" % (len(drawn), drawn),
            b"<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/%b/BitsPerComponent 8/Filter/DCTDecode"
            b"/Length %d>>\nstream\n%b\nendstream" % (width, height, space, len(jpeg), jpeg),
        ]
    head = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count %d/Kids[%b]>>" % (len(kids), b" ".join(kids))]
    out, places = bytearray(_HEADER), []
    for number, told in enumerate([*head, *objects], 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, told)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, start)
    return bytes(out)


def _written_again(pages: Iterable[bytes]) -> bytes:
    try:
        return write(pages)
    except (OSError, ValueError, SyntaxError):
        return b""


def _pages(raw: bytes) -> Iterable[Any]:
    reader = PdfReader(io.BytesIO(raw), strict=False)
    if reader.is_encrypted:
        raise NotAPicture("locked", Sentence("This PDF is locked: attach one without a password."))
    if not 0 < len(reader.pages) <= MOST_PAGES:
        raise NotAPicture(
            "pages",
            Sentence("A scan has 1 to {most} pages; this PDF has {given}.", most=MOST_PAGES, given=len(reader.pages)),
        )
    return reader.pages


def _drawn(page: Any) -> bytes:
    """Return the picture that a page is, upright, drawn again as JPEG."""
    _only_a_scan(page)
    if len(page.images) != 1:
        raise NotAPicture("no-scan", _NO_SCAN)
    told = page.images[0].indirect_reference.get_object()
    if int(told["/Width"]) * int(told["/Height"]) > MOST_POINTS:
        raise NotAPicture(
            "points",
            Sentence("A page of the scan has more than {most} million points.", most=MOST_POINTS // 1_000_000),
        )
    # pypdf gives such points as black, without a word.
    if "/ASCIIHexDecode" in str(told.get("/Filter")):
        raise NotAPicture("no-scan", _NO_SCAN)
    found = page.images[0].image
    upright = ImageOps.exif_transpose(found).rotate(-page.rotation, expand=True)
    plain = upright.convert("L" if upright.mode in ("1", "L", "I", "I;16") else "RGB")
    plain.thumbnail((LONGEST["document"],) * 2, Image.Resampling.LANCZOS)
    fresh = Image.new(plain.mode, plain.size)
    fresh.paste(plain)
    out = io.BytesIO()
    fresh.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()


def _only_a_scan(page: Any) -> None:
    """Raise ``NotAPicture`` where something is on a page besides one picture: it would be lost without a word."""
    if page.get("/Annots"):
        raise NotAPicture("no-scan", _NO_SCAN)
    drawn, unseen = 0, False
    contents = page.get_contents()
    for operands, operator in ContentStream(contents, page.pdf).operations if contents is not None else ():
        if operator == b"Tr":
            unseen = operands[0] == 3
        elif operator == b"BT":
            unseen = False
        drawn += operator == b"Do"
        if operator not in _PLACING | _UNSEEN or (operator in _SHOWING and not unseen):
            raise NotAPicture("no-scan", _NO_SCAN)
    if drawn != 1:
        raise NotAPicture("no-scan", _NO_SCAN)

"""QR codes on papers: a code names one record by its id and says whether the paper is a sheet to type in, no more.

Only pictures that were laid bare here are looked at (``attachments.keep``): drawn
again from their points, within its limits of bytes, points and pages.
"""

from __future__ import annotations

import io
import re
from typing import NamedTuple

import segno
from PIL import Image

from twinline.sentences import Sentence
from twinline.store import scans
from twinline.store.errors import StoreError

#: So many pages of a scan are looked through; the code stands at the foot of each.
LOOKED_AT = 4
_SAID = re.compile(r"TWINLINE:(SHEET:)?([0-9A-F]{8}(?:-[0-9A-F]{4}){3}-[0-9A-F]{12})").fullmatch


class Paper(NamedTuple):
    """What a code says: the id of a record, and whether the paper is a sheet to type in, which nobody signs."""

    record: str
    sheet: bool = False


class TwoPapers(StoreError):
    """A scan shows the codes of two records."""

    def __init__(self) -> None:
        super().__init__(
            "two-papers",
            Sentence("This scan shows papers of two records: scan each by itself. Nothing was said."),
        )


def drawing(record: str, *, sheet: bool = False) -> str:
    """Return the code of a record as SVG, black on white. It can still be read with a quarter of it worn away."""
    out = io.BytesIO()
    # Capitals, digits, colon and dash alone take a third less room than any text would.
    segno.make(f"TWINLINE:{'SHEET:' * sheet}{record.upper()}", error="q", micro=False, boost_error=False).save(
        out, kind="svg", border=4, xmldecl=False, svgns=True, light="white"
    )
    return out.getvalue().decode()


def paper_in(bare: bytes) -> Paper | None:
    """Return what the code on a bare picture or scan says, or None; ``TwoPapers`` if it shows two."""
    pages = scans.pictures(bare)[:LOOKED_AT] if bare.startswith(b"%PDF") else [bare]
    found = {paper for page in pages for paper in _on(page)}
    if len(found) > 1:
        raise TwoPapers
    return found.pop() if found else None


def _on(page: bytes) -> set[Paper]:
    # Reading is a native library that most work never needs: it is loaded when the first paper comes back.
    import zxingcpp

    with Image.open(io.BytesIO(page), formats=("JPEG", "PNG")) as opened:
        grey = opened.convert("L")
    told = zxingcpp.read_barcodes(grey, formats=zxingcpp.BarcodeFormat.QRCode)
    return {Paper(said[2].lower(), bool(said[1])) for one in told if (said := _SAID(one.text))}

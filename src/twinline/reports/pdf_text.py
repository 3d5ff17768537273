"""Words that can be taken out of a PDF again: searched, copied, read aloud.

A mark that stands higher than its font sets it (a Lao tone above a vowel) is drawn apart from its syllable. Typst says
the syllable's text for both parts, so that the syllable is read twice: ``ຄັ້ງ`` as ``ຄັ້ຄັ້ງ``. Here the second part is
told to stand for no text (``/ActualText``, ISO 32000-1, 14.9.4). Nothing that is seen changes, nor a tag.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from pypdf import PdfReader

_TOKEN = re.compile(
    rb"(?P<string>\((?:\\.|[^\\()])*\))|(?P<hex><[0-9A-Fa-f\s]*>)|(?P<open>\[)"
    rb"|/Span\s*<<\s*/ActualText\s*<(?P<actual>[0-9A-Fa-f]*)>\s*>>\s*BDC|(?P<begin>\bB(?:DC|MC)\b)|(?P<end>\bEMC\b)"
    rb"|/(?P<font>[^\s/<>\[\]()]+)\s+[-0-9.]+\s+Tf\b|(?P<show>\bT[jJ]\b)",
    re.DOTALL,
)
_MAPPED = re.compile(rb"<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]+)>")
_ESCAPED = re.compile(rb"\\([0-7]{1,3}|\r\n|.)", re.DOTALL)
_LETTERS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\r\n": b"", b"\n": b"", b"\r": b""}
_SUSPECTS = b"/Suspects false"
_NOTHING = b"/Span<</ActualText<FEFF>>>BDC "
_AM = "\u0eb3"  # drawn as two: the ring, and the vowel behind it
_DEFINED = re.compile(rb"(?<![0-9])([0-9]+) 0 obj\s")


@dataclass(slots=True)
class _Part:
    """A stretch of a page's content that stands for one text: where it is, of how many shapes, told or by its font."""

    text: str
    shapes: int
    start: int
    stop: int
    told: bool


def extractable(made: bytes) -> bytes:
    """Return a PDF that typst made, with each syllable standing in it once, and no fault that poppler sees."""
    made = _unsuspected(made)
    reader = PdfReader(BytesIO(made))
    changed: dict[int, bytes] = {}
    for page in reader.pages:
        fonts = {name[1:].encode(): _mapping(font.get_object()) for name, font in _fonts(page)}
        content = page.get("/Contents")
        if not fonts or content is None:
            continue
        before = content.get_object().get_data()
        after = once(before, fonts)
        if after != before:
            changed[page.raw_get("/Contents").idnum] = after
    return _with(made, changed) if changed else made


def once(content: bytes, fonts: Mapping[bytes, Mapping[bytes, str]]) -> bytes:
    """Return a page's content in which parts of a syllable after its first stand for no text.

    ``fonts`` tell by their name on the page which text each two-byte code stands for.
    """
    made: list[bytes] = []
    at, syllable, drawn = 0, "", 0
    for part in _parts(content, fonts):
        if part.text == syllable and drawn < _shapes(syllable):
            piece = content[part.start : part.stop]
            piece = _NOTHING + piece + b" EMC" if not part.told else piece.replace(_hex(part.text), b"FEFF", 1)
            made += [content[at : part.start], piece]
            at = part.stop
            drawn += part.shapes
        else:
            syllable, drawn = (part.text, part.shapes) if len(part.text) > 1 else ("", 0)
    return b"".join([*made, content[at:]])


def _shapes(syllable: str) -> int:
    return len(syllable) + syllable.count(_AM)


def _hex(text: str) -> bytes:
    return b"FEFF" + text.encode("utf-16-be").hex().upper().encode()


def _parts(content: bytes, fonts: Mapping[bytes, Mapping[bytes, str]]) -> Iterator[_Part]:
    """Yield the parts of a page's content, in order: what ``/ActualText`` spans, else each string that is shown."""
    font: Mapping[bytes, str] = {}
    spans: list[_Part | None] = []
    strings: list[bytes] = []
    first: int | None = None
    for token in _TOKEN.finditer(content):
        name = token.lastgroup
        if name in ("open", "string", "hex"):
            first = token.start() if first is None else first
            strings += [_bytes_of(token)] if name != "open" else []
            continue
        if name == "show" and first is not None:
            codes = _codes(strings)
            told = next((span for span in reversed(spans) if span is not None), None)
            if told is not None:
                told.shapes += len(codes)
            else:
                text = font.get(codes[0], "") if len(codes) == 1 else ""
                yield _Part(text, len(codes), first, token.end(), told=False)
        elif name == "font":
            font = fonts.get(token["font"], {})
        elif name in ("actual", "begin"):
            spans.append(_Part(_actual(token), 0, token.start(), 0, told=True) if name == "actual" else None)
        elif name == "end" and spans:
            ended = spans.pop()
            if ended is not None:
                ended.stop = token.end()
                yield ended
        # What else stood there was shown by nothing: a language, say.
        strings, first = [], None


def _codes(strings: Sequence[bytes]) -> list[bytes]:
    whole = b"".join(strings)
    return [whole[i : i + 2] for i in range(0, len(whole), 2)]


def _actual(token: re.Match[bytes]) -> str:
    return bytes.fromhex(token["actual"].decode()).decode("utf-16-be", "replace").removeprefix("\ufeff")


def _bytes_of(token: re.Match[bytes]) -> bytes:
    if token.lastgroup == "hex":
        return bytes.fromhex(token["hex"][1:-1].decode())
    return _ESCAPED.sub(_unescaped, token["string"][1:-1])


def _unescaped(escaped: re.Match[bytes]) -> bytes:
    told = escaped[1]
    return bytes([int(told, 8) & 255]) if told[:1].isdigit() else _LETTERS.get(told, told)


def _fonts(page: Any) -> list[tuple[str, Any]]:
    resources = page.get("/Resources")
    found = resources.get_object().get("/Font") if resources is not None else None
    return list(found.get_object().items()) if found is not None else []


def _mapping(font: Any) -> dict[bytes, str]:
    """Return which text each code of a font stands for."""
    told = font.get("/ToUnicode")
    table = told.get_object().get_data() if told is not None else b""
    return {
        bytes.fromhex(code.decode()): bytes.fromhex(text.decode()).decode("utf-16-be", "replace")
        for code, text in _MAPPED.findall(table)
    }


def _with(made: bytes, changed: Mapping[int, bytes]) -> bytes:
    """Return a PDF with other content in some of its streams, and the table of its objects (ISO 32000-1, 7.5.4)."""
    start = int(made[made.rindex(b"startxref") + 9 :].split()[0])
    trailer = made[made.index(b"trailer", start) : made.rindex(b"startxref")]
    places = {int(found[1]): found.start(1) for found in _objects(made, start)}
    ends = dict(zip(sorted(places.values()), [*sorted(places.values())[1:], start], strict=True))
    body = bytearray(made[: min(places.values())])
    moved: dict[int, int] = {}
    for number, place in sorted(places.items(), key=lambda pair: pair[1]):
        moved[number] = len(body)
        body += _stream(number, changed[number]) if number in changed else made[place : ends[place]]
    rows = [b"0000000000 65535 f\r\n"]
    rows += [
        b"%010d 00000 n\r\n" % moved[n] if n in moved else b"0000000000 65535 f\r\n" for n in range(1, max(moved) + 1)
    ]
    table = b"xref\n0 %d\n" % len(rows) + b"".join(rows)
    return bytes(body) + table + trailer + b"startxref\n%d\n%%%%EOF" % len(body)


def _objects(made: bytes, start: int) -> Iterator[re.Match[bytes]]:
    """Yield where each object of a PDF begins, by its table."""
    for place in re.findall(rb"([0-9]{10}) 00000 n", made[start:]):
        found = _DEFINED.match(made, int(place))
        if found is not None:
            yield found


def _stream(number: int, content: bytes) -> bytes:
    packed = zlib.compress(content)
    head = b"%d 0 obj\n<</Length %d/Filter/FlateDecode>>\nstream\n" % (number, len(packed))
    return head + packed + b"\nendstream\nendobj\n\n"


def _unsuspected(made: bytes) -> bytes:
    """Return a PDF that doesn't say that no tag in it is suspect: so it is where nothing is said (ISO 32000-1, 14.7.1).

    Poppler's tools take the word of it for a fault in the file.
    """
    return made.replace(_SUSPECTS, b" " * len(_SUSPECTS))

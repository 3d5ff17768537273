"""Files that somebody hostile sends: what they are called, what is in them, and what they say they are."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.hostile.planting import RUNS, TAG

_BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "' + b"lol" * 40 + b'">'
    + b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 9 if n else b"&a;" * 9) for n in range(9))
    + b'<!ENTITY f SYSTEM "file:///etc/passwd">]><gpx><trk><name>&a8;&f;</name></trk></gpx>'
)  # fmt: skip


def _zip(**more: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("../../../tmp/" + TAG, b"outside")
        packed.writestr("[Content_Types].xml", _BOMB)
        packed.writestr("xl/workbook.xml", _BOMB)
        packed.writestr("word/document.xml", _BOMB)
        packed.writestr("zeros", bytes(20_000_000))
        for name, raw in more.items():
            packed.writestr(name, raw)
    return out.getvalue()


def _vast() -> bytes:
    """Return a PNG of a few bytes that says it is 60,000 by 60,000 points."""

    def chunk(name: bytes, raw: bytes) -> bytes:
        return struct.pack(">I", len(raw)) + name + raw + struct.pack(">I", zlib.crc32(name + raw))

    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 99)) + chunk(b"IEND", b"")


#: What a file is called, what it is said to be, and what is in it.
FILES: tuple[tuple[str, str, bytes], ...] = (
    (f'"><{TAG}>.xlsx', "text/html", _zip()),
    ("../../../../etc/passwd", "image/svg+xml", f"<svg onload=alert(1)><{TAG}></svg>".encode()),
    ("x" * 300 + ".docx", f"{TAG}/{TAG}", _zip()),
    ("track\r\nSet-Cookie: x.gpx", "application/gpx+xml", _BOMB),
    ("CON", "image/png", _vast()),
    ("a.csv", "text/csv", "\r\n".join(f'{each},"{each}"' for each in RUNS).encode()),
    ("b.csv", "text/csv", b"\xff\xfe\x00" + bytes(range(256)) * 40),
    ("c.pdf", "application/pdf", b"%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>>>endobj"),
    ("empty.tlp", "", b""),
    ("parcel", "application/octet-stream", b"Twinline parcel " + bytes(5000)),
)


def sent(number: int) -> SimpleUploadedFile:
    """Return one of the files, anew: what was read once is at its end."""
    name, sort, raw = FILES[number]
    made = SimpleUploadedFile("x", raw, sort)
    made._name = name  # a browser may be told to send any name: Django's own class would cut it short here
    return made

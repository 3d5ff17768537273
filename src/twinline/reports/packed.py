"""Files of an office are ZIP files: packed here so that the same parts are the same bytes everywhere."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

#: No part has a time of its own; this is the first that a ZIP file can say.
_TIME = (1980, 1, 1, 0, 0, 0)


def packed(parts: Mapping[str, bytes]) -> bytes:
    """Return parts by name as a ZIP file, in the order given, not compressed: another zlib would give other bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as book:
        for name, data in parts.items():
            info = zipfile.ZipInfo(name, _TIME)
            info.create_system = 0
            book.writestr(info, data)
    return out.getvalue()


def repacked(data: bytes) -> bytes:
    """Return a ZIP file packed so."""
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return packed({info.filename: book.read(info) for info in book.infolist()})

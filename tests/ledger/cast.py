"""The cast of the fold's tests: four organisations of two sides, five audiences, and acts as the fold sees them.

A body here is {"to": counterparts, "x": what an amendment may not touch, "n": what it may}.
Who may read is told by the audience's number: the digits name the readers.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from twinline.ledger.acts import Act, Law

SIDES = {"vn-na": "VN", "vn-na-bg": "VN", "la-xk": "LA", "la-xk-nh": "LA"}
SUPERIORS = {"vn-na-bg": ("vn-na",), "la-xk-nh": ("la-xk",)}
BOTH, LINE, HOME, AWAY, TWIN = 1, 2, 3, 4, 5
READERS = {
    BOTH: {"vn-na", "vn-na-bg", "la-xk"},
    LINE: {"vn-na", "vn-na-bg", "la-xk", "la-xk-nh", "la-bk"},
    HOME: {"vn-na"},
    AWAY: {"la-xk", "la-bk"},
    TWIN: {"vn-na", "la-xk"},
}


def wider(first: int, second: int) -> int | None:
    if READERS[first] >= READERS[second]:
        return first
    return second if READERS[second] > READERS[first] else None


LAW = Law(
    counterparts=lambda told: tuple(told.body.get("to", ())),
    essentials=lambda told: (told.kind, told.body.get("x"), tuple(told.body.get("to", ()))),
    superiors=lambda code: SUPERIORS.get(code, ()),
    wider=wider,
)


def act(
    verb: str,
    author: str = "vn-na",
    follows: Act | bytes | None = None,
    *,
    record: str = "a",
    name: str = "",
    audience: int | None = None,
    arrived: int = 0,
    held: int | None = 0,
    hash: bytes | None = None,
    **body: Any,
) -> Act:
    """Return an act; what it doesn't say it takes from what it follows."""
    before = follows if isinstance(follows, Act) else None
    said: Mapping[str, Any] = body
    if verb in ("say", "amend") and not body:
        said = before.body if before else {"to": ["la-xk"], "x": 1}
    told = f"{verb} {author} {record} {name} {sorted(said.items())!r} {before.hash.hex() if before else follows!r}"
    return Act(
        hash=hashlib.sha256(told.encode()).digest() if hash is None else hash,
        entry=0,
        record=before.record if before else record,
        act=verb,
        kind="incident",
        author=author,
        side=SIDES[author],
        about=author,
        audience=audience if audience is not None else before.audience if before else BOTH,
        follows=before.hash if before else follows if isinstance(follows, bytes) else None,
        body=said,
        arrived=arrived,
        held=held,
    )

"""Who may read: a fixed, sorted list of organisation codes, or the whole line.

An empty or unknown audience means nobody.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable
from typing import Any

from twinline.feeds import canonical
from twinline.feeds.errors import Malformed
from twinline.sentences import Sentence

LINE = ("line",)
MAX_CODE = 64

CODE = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_CODE = re.compile(CODE)


def is_code(text: object) -> bool:
    """Return whether this may be an organisation's code. ``line`` may not: it means everyone."""
    return isinstance(text, str) and len(text) <= MAX_CODE and text != "line" and _CODE.fullmatch(text) is not None


def audience(codes: Iterable[str]) -> tuple[str, ...]:
    """Return an audience: the codes sorted, each once; ``Malformed`` if they can't be one."""
    return check(sorted(set(codes)))


def check(codes: Any, *, where: str = "audience") -> tuple[str, ...]:
    """Return the audience that a list spells; ``Malformed`` unless it is sorted, unique and known."""
    if not isinstance(codes, list | tuple) or not codes:
        raise Malformed("audience", Sentence("An audience is a list of at least one organisation code."), where=where)
    found = tuple(codes)
    if found == LINE:
        return LINE
    for code in found:
        if not is_code(code):
            raise Malformed("audience", Sentence("{code!r} isn't an organisation code.", code=code), where=where)
    if list(found) != sorted(set(found)):
        raise Malformed("audience", Sentence("The codes of an audience are sorted and each stands once."), where=where)
    return found


def audience_id(codes: Collection[str]) -> str:
    """Return SHA-256 of the canonical JSON of the codes, in hex."""
    return hashlib.sha256(canonical.encode(list(check(list(codes))))).hexdigest()


def may_read(codes: Collection[str], organisations: Collection[str], line_members: Collection[str]) -> bool:
    """Return whether a node may read what is said to an audience.

    ``organisations`` are those that the roster says it hosts; ``line_members``
    those rostered by a root pinned here. Anything odd means no.
    """
    try:
        readers = check(list(codes))
    except Malformed:
        return False
    members = line_members if readers == LINE else readers
    return any(organisation in members for organisation in organisations)

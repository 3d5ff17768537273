"""One personal part: what it must say of itself before it is kept at all."""

from __future__ import annotations

import re

import msgspec

from twinline.sealed import words
from twinline.times import iso

MAX_TEXT = 500
_YEAR = re.compile(r"(?:19|20)\d\d\Z")


class Unfit(ValueError):
    """A part can't be kept as given; ``field`` and ``rule`` say why, ``values`` what belongs in the sentence."""

    def __init__(self, field: str, rule: str, **values: str) -> None:
        super().__init__(f"{field}: {rule}")
        self.field = field
        self.rule = rule
        self.values = values


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A person's part of a record. ``person`` is the class; ``ends`` the civil day (a number) after which it is erased.

    There is no field for what must not be known of anybody: whatever else is given is refused by its name.
    """

    person: str
    basis: str
    purpose: str
    ends: int
    name: str = ""
    alias: str = ""
    born: str = ""
    document: str = ""
    contact: str = ""
    statement: str = ""


def checked(part: Part, *, kind: str, today: int) -> Part:
    """Return a part that may be kept with a record of ``kind``; ``Unfit`` names the first field that doesn't do."""
    if kind not in words.KINDS:
        raise Unfit("kind", "no-personal-part", kind=kind, kinds=", ".join(words.KINDS))
    for field, closed in (("person", words.CLASSES), ("basis", words.BASES), ("purpose", words.PURPOSES)):
        given = getattr(part, field)
        if given not in closed:
            raise Unfit(field, "not-in-list", given=given, terms=", ".join(closed))
    latest = today + words.LONGEST[part.person]
    if part.ends > latest or part.ends <= today:
        raise Unfit("ends", "not-a-possible-end", latest=iso(latest), earliest=iso(today + 1))
    texts = {name: getattr(part, name) for name in words.FIELDS}
    if not any(text.strip() for text in texts.values()):
        raise Unfit("statement", "empty")
    for name, text in texts.items():
        if len(text) > MAX_TEXT:
            raise Unfit(name, "too-long", most=str(MAX_TEXT))
    if part.born and not _YEAR.match(part.born):
        raise Unfit("born", "not-a-year", given=part.born)
    return part

"""The strip with what an officer may see on it."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from twinline.access.models import User
from twinline.desk.house import here
from twinline.desk.house.rows import LONGEST_M, row
from twinline.line.strip import Mark, draw
from twinline.line.strip.standard import standard_strip
from twinline.line.strip.words import WORDS
from twinline.records.gazetteer import packaged
from twinline.store import reading
from twinline.store.here import this_ledger

#: The latest records with a place on the line are drawn; older ones are a search away.
DRAWN = 120
_KINDS = {"twinning": "twinning", "activity": "activity", "incident": "incident"}
_PATROLS = ("patrol", "joint_patrol")


def strip(user: User, lang: str) -> tuple[SafeString, SafeString]:
    """Return the strip as SVG twice: lying for a wide page, upright for a phone. Links lead to the records."""
    marks = tuple(_marks(user, lang))
    gates = tuple(_gates())

    def name(code: str) -> str:
        gate = packaged().gate(code)
        return gate.names.to(lang) if gate else packaged().name(code, lang)

    def drawn(narrow: bool) -> SafeString:
        key = "tall" if narrow else "wide"
        made = standard_strip(WORDS[lang], name, gates=gates, marks=marks, narrow=narrow, key=key)
        # Everything in it was escaped where it was drawn.
        return mark_safe(draw(made))  # noqa: S308

    return drawn(False), drawn(True)


def _length(one: reading.Row) -> int | None:
    """Return how long a record's stretch is; None where it has none, or only says which province it was in."""
    if one.m_from is None:
        return None
    length = (one.m_from if one.m_to is None else one.m_to) - one.m_from
    return length if length <= LONGEST_M else None


def _gates() -> Iterator[tuple[str, str, bool]]:
    """Yield each gate with its class in force, else the one it is to have."""
    for gate in packaged().gates.values():
        if gate.statuses:
            now = next((one for one in reversed(gate.statuses) if one.status == "in force"), gate.statuses[-1])
            yield gate.code, now.cls.removesuffix("_crossing"), now.status == "planned"


def _marks(user: User, lang: str) -> Iterator[Mark]:
    found = reading.records(this_ledger(), here.reader_of(user), limit=DRAWN * 4)
    placed = [one for one in found if one.kind in _KINDS and _length(one) is not None][:DRAWN]
    for one in placed:
        assert one.m_from is not None
        patrol = one.kind == "activity" and one.body.get("type") in _PATROLS
        seen = row(one, lang)
        yield Mark(
            from_m=one.m_from,
            to_m=one.m_from if one.m_to is None else one.m_to,
            side="" if one.standing == "agreed" or one.kind == "twinning" else one.side,
            kind="patrol" if patrol else _KINDS[one.kind],
            state=one.standing if one.standing in ("agreed", "disputed") else "stated",
            label=seen.title,
            href=reverse("desk:record", args=[one.record]),
            title=seen.title,
        )

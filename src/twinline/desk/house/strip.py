"""The strip with what an officer may see on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Set
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from twinline.access.models import User
from twinline.desk.house import here
from twinline.desk.house.rows import LONGEST_M, row
from twinline.line import watch
from twinline.line.strip import Mark, Walked, draw
from twinline.line.strip.standard import standard_strip
from twinline.line.strip.words import WORDS
from twinline.records.gazetteer import packaged
from twinline.store import reading, watching
from twinline.store.here import this_ledger
from twinline.times import day_of, now_ms

#: The latest records with a place on the line are drawn; older ones are a search away.
DRAWN = 120
#: What is drawn, by kind of record.
_KINDS = {
    "twinning": "twinning", "activity": "activity", "incident": "incident", "patrol": "patrol", "stretch": "stretch",
}  # fmt: skip
_PATROLS = ("patrol", "joint_patrol")
MARKED = frozenset({"patrol", "plan", "stretch", "incident", "twinning", "activity", "alert"})


#: Home shows what was walked in so many days as a ribbon, and the patrols of the last of them one by one.
RIBBON_DAYS, PATROL_DAYS = 90, 30


def strip(user: User, lang: str) -> tuple[SafeString, SafeString]:
    """Return the strip as SVG twice: lying for a wide page, upright for a phone. Links lead to the records."""
    today = day_of(now_ms())
    found = watching.watched(this_ledger(), here.reader_of(user))
    places = found.places
    covered = watch.patrolled(found.walks, (0, places.line.length_m), (today - RIBBON_DAYS, today))
    walked = [Walked(p.from_m, p.to_m, p.vn, p.la) for p in covered.parts if p.times]
    lasting = MARKED - {"patrol", "plan", "stretch"}
    marks = (
        *marks_of(user, lang, lasting),
        *marks_of(user, lang, {"patrol", "plan"}, since=today - PATROL_DAYS),
    )

    def drawn(narrow: bool) -> SafeString:
        key = "tall" if narrow else "wide"
        made = standard_strip(
            WORDS[lang],
            named(lang),
            gates=tuple(gates()),
            marks=marks,
            walked=walked,
            narrow=narrow,
            key=key,
            places=places,
        )
        return on_page(draw(made))

    return drawn(False), drawn(True)


def on_page(drawing: str) -> SafeString:
    """Return a drawing as it may stand on a page: everything in it was escaped where it was drawn."""
    return mark_safe(drawing)  # noqa: S308


def named(lang: str) -> Callable[[str], str]:
    """Return what gives the name of an organisation or a gate in a language."""

    def name(code: str) -> str:
        gate = packaged().gate(code)
        return gate.names.to(lang) if gate else packaged().name(code, lang)

    return name


def _length(one: reading.Row) -> int | None:
    """Return how long a record's stretch is; None where it has none, or only says which province it was in."""
    if one.m_from is None:
        return None
    length = (one.m_from if one.m_to is None else one.m_to) - one.m_from
    return length if length <= LONGEST_M else None


def gates() -> Iterator[tuple[str, str, bool]]:
    """Yield each gate with its class in force, else the one it is to have."""
    for gate in packaged().gates.values():
        if gate.statuses:
            now = next((one for one in reversed(gate.statuses) if one.status == "in force"), gate.statuses[-1])
            yield gate.code, now.cls.removesuffix("_crossing"), now.status == "planned"


def marks_of(user: User, lang: str, shown: Set[str], **asked: Any) -> Iterator[Mark]:
    """Yield the latest marks of the sorts to be shown, of records by what is asked for (as for ``reading.records``)."""
    found = reading.records(this_ledger(), here.reader_of(user), limit=DRAWN * 4, **asked)
    placed = [(one, sort) for one in found if (sort := _sort(one)) in shown and _length(one) is not None][:DRAWN]
    for one, sort in placed:
        assert one.m_from is not None
        seen = row(one, lang)
        yield Mark(
            from_m=one.m_from,
            to_m=one.m_from if one.m_to is None else one.m_to,
            side="" if one.standing == "agreed" or one.kind == "twinning" else one.side,
            kind=sort,
            state=one.standing if one.standing in ("agreed", "disputed") else "stated",
            label=seen.title,
            href=reverse("desk:record", args=[one.record]),
            title=seen.title,
        )


def _sort(one: reading.Row) -> str:
    """Return the sort of mark that a record is drawn as; empty where it isn't."""
    kind = _KINDS.get(one.kind, "")
    if one.kind == "activity" and one.body.get("type") in _PATROLS:
        return "patrol"
    if one.kind == "patrol":
        return {"planned": "plan", "called_off": ""}.get(str(one.body.get("stage")), "patrol")
    return kind

"""The one place where the desk meets the rooms below it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from twinline.access.models import User
from twinline.desk import names, seen
from twinline.desk.drawing import Pen
from twinline.records import registry
from twinline.times import day_of, now_ms

FILLED_IN = ("incident", "activity", "twinning")
Body = Mapping[str, object]


def this_desk(lang: str) -> seen.Desk:
    """Return whose desk this is."""
    raise NotImplementedError


def strip(user: User, lang: str) -> str:
    """Return the strip as SVG, with what this officer may see on it."""
    raise NotImplementedError


def happenings(user: User, lang: str, *, since: int | None, limit: int) -> Sequence[seen.Happening]:
    """Return what came to be known since an instant, latest first."""
    raise NotImplementedError


def awaiting(user: User, lang: str, *, limit: int) -> seen.Rows:
    """Return the other side's records that name us and that we have neither confirmed nor left open."""
    raise NotImplementedError


def records(user: User, lang: str, *, filters: Mapping[str, str], limit: int, offset: int) -> seen.Rows:
    """Return the records that fit the filters: text, kind, side, standing, since, until, place, known_on."""
    raise NotImplementedError


def record(user: User, lang: str, record_id: str) -> seen.Record | None:
    """Return one record as this officer may see it, or None."""
    raise NotImplementedError


def kinds(lang: str) -> Sequence[seen.Kind]:
    """Return every kind that can be listed."""
    return [seen.Kind(name=kind.name, label=kind.plural.to(lang)) for kind in registry.KINDS.values()]


def kinds_to_fill_in(user: User, lang: str) -> Sequence[seen.Kind]:
    """Return the kinds this officer fills in, most used first."""
    declared = [registry.KINDS[name] for name in FILLED_IN if name in registry.KINDS]
    return [
        seen.Kind(name=kind.name, label=kind.label.to(lang), hint=kind.help.to(lang) if kind.help else "")
        for kind in declared
    ]


def pen(lang: str) -> Pen:
    """Return the pen that draws this desk's forms."""
    return names.pen(lang, this_desk(lang).who.side, day_of(now_ms()))


def last_like(user: User, kind: str) -> Body | None:
    """Return the body this officer's organisation last said of a kind, for *same as last*."""
    raise NotImplementedError


def circles(user: User, lang: str) -> Sequence[seen.Choice]:
    """Return with whom a record may be shared when it is sent."""
    raise NotImplementedError


def places(lang: str) -> Sequence[seen.Choice]:
    """Return the organisations that can be a place, grouped by side and province."""
    return names.places(lang)


def reasons(lang: str) -> Sequence[seen.Choice]:
    """Return the coded reasons for *not yet agreed*."""
    raise NotImplementedError


def say(user: User, lang: str, *, kind: str, body: Body, circle: str | None, now: int) -> str | Sequence[seen.Fault]:
    """Say a record to our own side, and release it to a circle if one is given. Return its id, or what doesn't fit."""
    raise NotImplementedError


def release(user: User, *, record_id: str, circle: str, now: int) -> str:
    """Say a record again to a wider circle. Return the new record's id."""
    raise NotImplementedError


def act(user: User, lang: str, *, record_id: str, act: str, body: Body, now: int) -> Sequence[seen.Fault]:
    """Confirm, leave open, amend or withdraw. Return what doesn't fit; empty when said."""
    raise NotImplementedError


def report(user: User, lang: str, *, first: str, last: str, known_on: str) -> seen.Report:
    """Return the joint cooperation report of a period."""
    raise NotImplementedError


def figure(user: User, lang: str, *, key: str, first: str, last: str, known_on: str) -> seen.OpenFigure | None:
    """Return one figure with the records behind it."""
    raise NotImplementedError


def partners(user: User, lang: str) -> Sequence[seen.Partner]:
    """Return the desks that this one exchanges with."""
    raise NotImplementedError


def exchange_now(user: User, lang: str, *, partner: str, now: int) -> seen.Exchanged:
    """Exchange with one partner over the link."""
    raise NotImplementedError


def write_file(user: User, lang: str, *, partner: str, now: int) -> tuple[str, bytes]:
    """Return a name and the bytes of a sealed file for a partner, as for a stick."""
    raise NotImplementedError


def read_file(user: User, lang: str, *, data: bytes, now: int) -> seen.Exchanged:
    """Read a sealed file that a partner wrote."""
    raise NotImplementedError

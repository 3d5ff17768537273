"""Records as programs get them, by a command and over HTTP alike: plain values for JSON."""

from __future__ import annotations

from typing import Any

from twinline.store import reach, traces
from twinline.store.ledger import Ledger
from twinline.store.marking import marked, untimely
from twinline.store.reach import Addressee
from twinline.store.reading import Reader, Row, View
from twinline.store.saying import Said
from twinline.store.traces import Traced
from twinline.times import iso, rfc3339


def row(one: Row) -> dict[str, Any]:
    """Return a record as a list has it."""
    return {
        "record": one.record, "kind": one.kind, "author": one.author, "about": one.about, "side": one.side,
        "audience": list(one.audience), "number": one.short, "standing": one.standing, "event": one.event,
        "place": one.place, "from": iso(one.day_from) if one.day_from is not None else None,
        "to": iso(one.day_to) if one.day_to is not None else None, "example": one.example,
        "arrived": rfc3339(one.arrived), "held_by_both": instant(one.held),
        "intended": list(one.intended), "body": dict(one.body),
    }  # fmt: skip


def shown(ledger: Ledger, reader: Reader, view: View, *, traced: bool) -> dict[str, Any]:
    """Return a record in full: how it stands, who said what about it, who had it; ``traced`` down to receipts."""
    ours, record = view.row.author in ledger.hosts(), view.row.record
    told = _view(view) | {
        "addressees": [addressee(one) for one in (reach.reached(ledger, reader, record) if ours else [])],
        "replaced_by": [one.record for one in reach.replaced_by(ledger, reader, record)],
        "stays_home": [{"where": one.field, "word": one.detail["word"]} for one in marked(ledger, view)],
        "day_to_come": bool(untimely(view)),
    }
    if traced:
        told["trace"] = [
            _traced(each) | {"addressees": [addressee(one) for one in reach.addressees(ledger, each)]}
            for each in traces.trace(ledger, reader, record)
        ]
    return told


def said(one: Said) -> dict[str, Any]:
    """Return what was said: its id, its record, its hash and where it stands."""
    return {"id": one.id, "record": one.record, "hash": one.hash, "feed": one.feed, "position": one.position}


def addressee(one: Addressee) -> dict[str, Any]:
    """Return who was to receive something."""
    return {"organisation": one.organisation, "side": one.side, "reads_for": list(one.reads_for),
            "received": instant(one.received), "has_node": one.has_node}  # fmt: skip


def instant(moment: int | None) -> str | None:
    """Return an instant as RFC 3339, ``None`` where there is none."""
    return rfc3339(moment) if moment is not None else None


def _view(view: View) -> dict[str, Any]:
    return {
        **row(view.row),
        "versions": [act.hash.hex() for act in view.standing.versions],
        "voices": [
            {"author": voice.author, "side": voice.side, "says": voice.verb, "counts": voice.counts,
             "body": dict(voice.act.body)} for voice in view.standing.voices
        ],
        "on_paper": None if view.standing.paper is None else dict(view.standing.paper.body),
        "acts": [
            {"act": told.act.act, "author": told.act.author, "side": told.act.side, "hash": told.act.hash.hex(),
             "follows": told.act.follows.hex() if told.act.follows else None, "arrived": rfc3339(told.act.arrived),
             "held_by_both": instant(told.act.held), "body": dict(told.act.body)} for told in view.acts
        ],
        "waiting": [told.act.hash.hex() for told in view.waiting],
        "same_event": list(view.same_event),
        "flags": list(view.standing.flags),
    }  # fmt: skip


def _traced(each: Traced) -> dict[str, Any]:
    return {
        "id": each.id, "act": each.act, "author": each.author, "written": each.written,
        "clock_ahead": each.ahead, "hash": each.hash, "feed": each.feed,
        "lane": each.lane, "audience": list(each.audience), "position": each.position,
        "arrived": rfc3339(each.arrived), "held_by_both": instant(each.held),
        "checkpoint": each.checkpoint, "checkpoint_size": each.checkpoint_size,
        "receipts": [
            {"node": r.node, "organisation": r.organisation, "side": r.side, "size": r.size, "at": rfc3339(r.at),
             "line": r.line} for r in each.receipts
        ],
    }  # fmt: skip

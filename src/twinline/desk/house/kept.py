"""Records as they are kept: lists, one record in full, what came in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from twinline.access.models import User
from twinline.desk import filling, knowledge
from twinline.desk.house import here, open_record
from twinline.desk.house.follow import ANSWERED
from twinline.desk.house.rows import row
from twinline.desk.seen import Happening, Record, Rows
from twinline.feeds import entries
from twinline.records import registry
from twinline.records.gazetteer import packaged
from twinline.store import awaited, following, reach, reading, traces
from twinline.store.here import this_ledger
from twinline.times import days_of


def records(user: User, lang: str, *, filters: Mapping[str, str], limit: int, offset: int) -> Rows:
    """Return the records that fit the filters: text, kind, side, standing, since, until, place, known_on."""
    if filters.get("standing") == "awaiting":
        return awaiting(user, lang, limit=limit, offset=offset)
    ledger, reader, wanted = this_ledger(), here.reader_of(user), asked(filters)
    found = reading.records(ledger, reader, limit=limit, offset=offset, **wanted)
    return Rows(rows=tuple(row(one, lang) for one in found), total=reading.count(ledger, reader, **wanted))


def asked(filters: Mapping[str, str]) -> dict[str, Any]:
    """Return what the filters of a list ask of the store."""
    place = filters.get("place")
    return {
        "kind": filters.get("kind"),
        "side": filters.get("side"),
        "standing": filters.get("standing"),
        "words": filters.get("text"),
        "places": sorted(packaged().descendants(place) or {place}) if place else None,
        "since": _day(filters.get("since"), 0),
        "until": _day(filters.get("until"), 1),
        "known_on": knowledge.instant(filters.get("known_on")),
    }


def awaiting(user: User, lang: str, *, limit: int, offset: int = 0) -> Rows:
    """Return the other side's records that name us and that nobody of us has answered."""
    ledger, reader = this_ledger(), here.reader_of(user)
    asked = awaited.to_confirm(ledger, reader)
    found = reading.records(ledger, reader, **asked, limit=limit, offset=offset)
    return Rows(rows=tuple(row(one, lang) for one in found), total=reading.count(ledger, reader, **asked))


def record(user: User, lang: str, record_id: str) -> Record | None:
    """Return one record as this officer may see it, or None."""
    ledger, reader = this_ledger(), here.reader_of(user)
    view = reading.record(ledger, reader, record_id)
    if view is None:
        return None
    traced = traces.trace(ledger, reader, record_id)
    others = reading.records(ledger, reader, ids=_tied(view)) if _tied(view) else []
    instead = reach.replaced_by(ledger, reader, record_id)
    replies = following.pointing_to(ledger, reader, record_id, following.ANSWERS) if view.row.kind in ANSWERED else []
    return open_record.shown(user, view, traced, [*others, *instead], lang, replies)


def _tied(view: reading.View) -> list[str]:
    """Return the ids of the records that this one is tied to."""
    said = [told.act.body.get(name) for told in view.acts for name in ("record", "replaces")]
    links = [other for _, other in registry.links(view.row.kind, dict(view.row.body))]
    return sorted({*view.same_event, *links, *(one for one in said if isinstance(one, str))})


def happenings(user: User, lang: str, *, since: int | None, limit: int) -> Sequence[Happening]:
    """Return what came in from others, the latest first; what came after ``since`` is new."""
    ledger, reader = this_ledger(), here.reader_of(user)
    readable = reading.readable_audiences(ledger, reader)
    if not readable:
        return []
    came: list[tuple[int, entries.Entry, int, str]] = []
    with ledger.connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, side FROM store_feed WHERE NOT own "  # noqa: S608
            f"AND audience_id IN ({', '.join(map(str, readable))})"
        )
        # The last of each feed, and of these the latest: no other is read.
        for feed, side in cursor.fetchall():
            cursor.execute(
                "SELECT id, raw, arrived FROM store_entry WHERE feed_id = %s AND position > 0 "
                "AND record IS NOT NULL AND quarantine = '' ORDER BY position DESC LIMIT %s",
                [feed, limit],
            )
            came += [(number, entries.read(bytes(raw)), at, str(side)) for number, raw, at in cursor.fetchall()]
    came = sorted(came, key=lambda one: one[0], reverse=True)[:limit]
    kept = {one.record: one for one in reading.records(ledger, reader, ids=[entry.record for _, entry, _, _ in came])}
    return [
        Happening(
            at_ms=arrived,
            act=entry.act,
            who=here.who(entry.author, lang, side=side),
            row=row(kept[entry.record], lang),
            new=since is not None and arrived > since,
        )
        for _, entry, arrived, side in came
        if entry.record in kept
    ]


def _day(text: str | None, end: int) -> int | None:
    try:
        return days_of(filling.day(text))[end] if text else None
    except ValueError:
        return None

"""The villagers' sheet of a stretch: printed for them, and typed in as one inspection, or not at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from twinline.access.models import User
from twinline.desk.house import here
from twinline.desk.house.rows import begun
from twinline.desk.house.said import say as keep
from twinline.desk.papered import Answer, Grid, GridRow
from twinline.desk.seen import Fault
from twinline.records import registry
from twinline.records.kinds.inspection import Inspection
from twinline.records.kinds.watching import FINDINGS, SEEN
from twinline.records.written import day, whole
from twinline.reports import icons
from twinline.reports.walk_sheet import KEYS
from twinline.reports.walk_sheet import walk_sheet as drawn
from twinline.store import reading, stretches
from twinline.store.errors import StoreError
from twinline.store.here import this_ledger

KIND = "inspection"
#: How the fields of a row are called on the form: by the marker's number.
ROW = "marker."


def walk_sheet(user: User, record_id: str) -> bytes | None:
    """Return the sheet of a stretch that this officer may read as PDF, or None where it is none or has no markers."""
    found = _stretch(user, record_id)
    return drawn(*found) if found is not None else None


def grid(
    user: User, lang: str, *, record_id: str, said: Mapping[str, Any], faults: Sequence[Fault] = ()
) -> Grid | None:
    """Return a stretch's sheet as it is typed in; None where the officer may read no such stretch with markers.

    ``said`` is what was typed: ``day``, ``participants``, ``nothing``, ``findings``, a condition by ``marker.NUMBER``.
    """
    found = _stretch(user, record_id)
    if found is None:
        return None
    view, markers = found
    chosen = _chosen(markers, said)
    at = {f"markers[{place}]": number for place, (number, _) in enumerate(chosen)}
    of_row: dict[str, list[Fault]] = {}
    for fault in faults:
        of_row.setdefault(at.get(fault.field.partition(".")[0], ""), []).append(fault)
    conditions = dict(chosen)
    return Grid(
        record_id=view.row.record,
        title=begun(registry.title(view.row.kind, dict(view.row.body), lang)),
        rows=tuple(
            GridRow(number=number, chosen=conditions.get(number, ""), faults=tuple(of_row.get(number, ())))
            for number in markers
        ),
        conditions=tuple(
            Answer(code=code, key=key, label=SEEN[code].to(lang), icon=_icon(icons.CONDITIONS[code]))
            for key, code in KEYS.items()
        ),
        findings=tuple(
            Answer(code=code, label=label.to(lang), icon=_icon(icons.FINDINGS[code]), chosen=code in said["findings"])
            for code, label in FINDINGS.items()
        ),
        nothing=Answer(
            code="nothing_to_report", label=Inspection.fields["nothing_to_report"].label.to(lang),
            icon=_icon(icons.NOTHING), chosen=bool(said["nothing"]),
        ),
        day=said["day"],
        participants=said["participants"],
        faults=tuple(_named(fault, lang) for fault in of_row.get("", ())),
    )  # fmt: skip


def grid_said(
    user: User, lang: str, *, record_id: str, said: Mapping[str, Any], now: int
) -> str | Sequence[Fault] | None:
    """Say a sheet as one inspection. Return its id, or what doesn't fit; None where the officer has no such sheet."""
    found = _stretch(user, record_id)
    if found is None:
        return None
    view, markers = found
    told: dict[str, Any] = {
        "when": day(said["day"]) or None,
        "place": view.row.body["place"],
        "nothing_to_report": True if said["nothing"] else None,
        "markers": [{"number": number, "condition": code} for number, code in _chosen(markers, said)] or None,
        "findings": list(said["findings"]) or None,
        "participants": whole(said["participants"]) if said["participants"] else None,
        "stretch": view.row.record,
    }
    body = {name: value for name, value in told.items() if value is not None}
    return keep(user, lang, kind=KIND, body=body, circle=None, now=now)


def _stretch(user: User, record_id: str) -> tuple[reading.View, list[str]] | None:
    ledger, reader = this_ledger(), here.reader_of(user)
    view = reading.record(ledger, reader, record_id)
    if view is None or not stretches.is_stretch(view):
        return None
    try:
        return view, stretches.markers_on(ledger, reader, view)
    except StoreError:
        return None


def _chosen(markers: Sequence[str], said: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return the markers for which something was chosen, with it, from north to south."""
    return [(number, said[name]) for number in markers if said.get(name := f"{ROW}{number}")]


def _named(fault: Fault, lang: str) -> Fault:
    """Return a fault that begins with the name of its field: it stands above the sheet, not beside it."""
    field = Inspection.fields.get(fault.field.partition(".")[0].partition("[")[0])
    label = begun(field.label.to(lang)) if field else ""
    named = f"{label}{chr(0xA0) if lang == 'fr' else ''}: {fault.sentence}" if field else fault.sentence
    return Fault(field=fault.field, rule=fault.rule, given=fault.given, sentence=named)


def _icon(inside: str) -> SafeString:
    return mark_safe(icons.svg(inside, "currentColor"))  # noqa: S308 constants, no input

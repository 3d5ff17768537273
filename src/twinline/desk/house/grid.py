"""The sheets of a stretch or a planned patrol: printed to be taken along, and typed in as one record, or not at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from twinline.access.models import User
from twinline.desk.house import here, walk
from twinline.desk.house.open_record import may
from twinline.desk.house.rows import begun
from twinline.desk.papered import Answer, Grid, GridRow
from twinline.desk.seen import Fault
from twinline.records import registry
from twinline.records.kinds.inspection import Inspection
from twinline.records.kinds.watching import FINDINGS, SEEN
from twinline.reports import icons
from twinline.reports.walk_sheet import KEYS
from twinline.reports.walk_sheet import walk_sheet as drawn
from twinline.store import reading, stretches
from twinline.store.errors import StoreError
from twinline.store.here import this_ledger

#: How the fields of a row are called on the form: by the marker's number.
ROW = "marker."


@dataclass(frozen=True, slots=True)
class _Sheet:
    view: reading.View
    markers: list[str]
    filled: walk.Filled


def walk_sheet(user: User, record_id: str, *, patrol: bool = False) -> bytes | None:
    """Return the sheet of a stretch or a planned patrol that this officer may read as PDF.

    ``patrol`` asks for a patrol's sheet of a stretch. None where the record has no sheet, or no markers.
    """
    found = _sheet(user, record_id, patrol)
    if found is None:
        return None
    plan = stretches.plan_of(this_ledger(), here.reader_of(user), found.view)
    return drawn(found.view, found.markers, patrol=patrol, plan=plan)


def grid(
    user: User, lang: str, *, record_id: str, patrol: bool, said: Mapping[str, Any], faults: Sequence[Fault] = ()
) -> Grid | None:
    """Return a sheet as it is typed in; None where the officer has no such sheet to type in.

    ``said`` is what was typed: the blanks by name, ``nothing``, ``findings``, a condition by ``marker.NUMBER``.
    """
    found = _sheet(user, record_id, patrol, typed=True)
    if found is None:
        return None
    view = found.view
    chosen = _chosen(found.markers, said)
    at = {f"markers[{place}]": number for place, (number, _) in enumerate(chosen)}
    of_row: dict[str, list[Fault]] = {}
    for fault in faults:
        of_row.setdefault(at.get(fault.field.partition(".")[0], ""), []).append(fault)
    conditions = dict(chosen)
    return Grid(
        record_id=view.row.record,
        title=begun(registry.title(view.row.kind, dict(view.row.body), lang)),
        patrol=found.filled.kind == walk.PATROL,
        both=stretches.is_stretch(view),
        blanks=dict(found.filled.blanks(said, lang)),
        rows=tuple(
            GridRow(number=number, chosen=conditions.get(number, ""), faults=tuple(of_row.get(number, ())))
            for number in found.markers
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
        faults=tuple(_named(fault, found.filled.kind, lang) for fault in of_row.get("", ())),
    )  # fmt: skip


def grid_said(
    user: User, lang: str, *, record_id: str, patrol: bool, said: Mapping[str, Any], now: int
) -> str | Sequence[Fault] | None:
    """Say a sheet as one record. Return its id, or what doesn't fit; None where the officer has no such sheet."""
    found = _sheet(user, record_id, patrol, typed=True)
    if found is None:
        return None
    markers = _chosen(found.markers, said)
    if found.filled.kind == walk.PATROL and markers and all(code == "not_reached" for _, code in markers):
        sentence = _("No marker was reached: then no patrol was walked. Say on its record that it was called off.")
        return [Fault(field="", rule="not_walked", given="", sentence=sentence)]
    return found.filled.say(user, lang, markers, said, now)


def _sheet(user: User, record_id: str, patrol: bool, *, typed: bool = False) -> _Sheet | None:
    """Return what a sheet is made of, or None; ``typed`` asks as well whether this officer may type it in."""
    ledger, reader = this_ledger(), here.reader_of(user)
    view = reading.record(ledger, reader, record_id)
    if view is None or not stretches.has_sheet(view) or (typed and "grid" not in may(user, view)):
        return None
    try:
        return _Sheet(view, stretches.markers_on(ledger, reader, view), walk.filled(view, patrol=patrol))
    except StoreError:
        return None


def _chosen(markers: Sequence[str], said: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return the markers for which something was chosen, with it, from north to south."""
    return [(number, said[name]) for number in markers if said.get(name := f"{ROW}{number}")]


def _named(fault: Fault, kind: str, lang: str) -> Fault:
    """Return a fault that begins with the name of its field: it stands above the sheet, not beside it."""
    field = registry.of_kind(kind).fields.get(fault.field.partition(".")[0].partition("[")[0])
    label = begun(field.label.to(lang)) if field else ""
    named = f"{label}{chr(0xA0) if lang == 'fr' else ''}: {fault.sentence}" if field else fault.sentence
    return Fault(field=fault.field, rule=fault.rule, given=fault.given, sentence=named)


def _icon(inside: str) -> SafeString:
    return mark_safe(icons.svg(inside, "currentColor"))  # noqa: S308 constants, no input

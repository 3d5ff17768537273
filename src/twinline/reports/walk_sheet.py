"""The sheets to take along, on A4: markers with boxes to tick, pictures and four languages.

A stretch has one for those who look after it (an inspection) and one for a patrol along it; a planned patrol has its
own, with its plan and its way filled in. The columns bear the numbers of the keys by which the page types it in
(``KEYS``).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from twinline.records import registry
from twinline.records.gazetteer import Gazetteer, packaged
from twinline.records.kinds.inspection import Inspection
from twinline.records.kinds.patrol import PATROL_TYPES, Patrol
from twinline.records.kinds.watching import FINDINGS, SEEN
from twinline.records.words import Labels
from twinline.reports import icons
from twinline.reports.typeset import typeset
from twinline.reports.words import LANGUAGES, word
from twinline.store import codes
from twinline.store.reading import View

TEMPLATE = "walk_sheet.typ"
#: The key that says each condition: what is most often seen comes first.
KEYS: dict[str, str] = dict(zip((*"1234567890",), SEEN, strict=True))
#: The boxes of a day, a number of persons and kilometres with one decimal: figures in groups.
_DAY, _PERSONS, _KM = (2, 2, 4), (2,), (3, 1)
#: The two languages in which a sheet's own words are filled in.
_BOTH = ("vi", "lo")


def participants(view: View) -> tuple[str, ...]:
    """Return the fields that say how many took part in a patrol of this record: of both sides where it is joint."""
    if view.row.body.get("type") == "joint":
        return ("participants_vn", "participants_la")
    return (f"participants_{view.row.side.lower()}",)


def several_days(view: View) -> bool:
    """Return whether a patrol is planned for more than one day."""
    when = view.row.body.get("when")
    return isinstance(when, dict) and when.get("from") != when.get("to")


def walk_sheet(view: View, markers: Sequence[str], *, patrol: bool = False, plan: View | None = None) -> bytes:
    """Return a sheet of a stretch or a planned patrol with these markers as PDF (PDF/UA-1), the same bytes each time.

    ``patrol`` asks for a patrol's sheet of a stretch; ``plan`` is the plan that a patrol names, where it can be read.
    """
    return typeset(TEMPLATE, laid_out(view, markers, patrol=patrol, plan=plan))


def laid_out(view: View, markers: Sequence[str], *, patrol: bool = False, plan: View | None = None) -> dict[str, Any]:
    """Return what stands on the sheet, in order, as plain texts."""
    row, names = view.row, packaged()
    body: dict[str, Any] = dict(row.body)
    planned = row.kind == Patrol.name
    walk = planned or patrol
    return {
        "titles": _words("patrol_sheet_title" if walk else "sheet_title"),
        "example": " · ".join(word("example", lang) for lang in _BOTH) if row.example else "",
        "whose": list(dict.fromkeys(_of_patrol(view, names) if planned else _of_stretch(body, names))),
        "place": [registry.of_kind(row.kind).shown("place", body, lang, names) for lang in _BOTH],
        "plan": _plan(body, plan) if planned else [],
        "rows": _of_a_patrol(view) if walk else [
            [
                {"labels": _words("sheet_day"), "boxes": _DAY},
                {"labels": _words("sheet_took_part"), "boxes": _PERSONS},
                _nothing(),
            ]
        ],
        "how": _words("sheet_how"),
        "else": _words("sheet_else"),
        "signed": _words("sheet_signed"),
        "conditions": [
            {"key": key, "icon": icons.svg(icons.CONDITIONS[code]), "labels": _labels(SEEN[code])}
            for key, code in KEYS.items()
        ],
        "findings": [
            {"icon": icons.svg(icons.FINDINGS[code]), "labels": _labels(label)} for code, label in FINDINGS.items()
        ],
        "markers": list(markers),
        "code": codes.drawing(row.record, sheet=True),
        "code_says": _words("patrol_sheet_code" if planned else "sheet_code"),
        "record": row.record,
    }  # fmt: skip


def _of_stretch(body: dict[str, Any], names: Gazetteer) -> list[str]:
    group = Labels(body["group"], ()) if "group" in body else None
    return [
        " · ".join(text for text in (group.to(lang) if group else "", names.name(body["entrusted_to"], lang)) if text)
        for lang in _BOTH
    ]


def _of_patrol(view: View, names: Gazetteer) -> list[str]:
    """Return a planned patrol's type and who goes, in each of the two languages."""
    body = view.row.body
    who = (view.row.author, *body.get("alongside", ()), *body.get("counterparts", ()))
    return [
        f"{PATROL_TYPES[body['type']].to(lang)}: {', '.join(names.name(code, lang) for code in who)}" for lang in _BOTH
    ]


def _plan(body: dict[str, Any], plan: View | None) -> list[str]:
    """Return the planned days and the plan that a patrol belongs to, in each of the two languages."""
    names, kind = packaged(), registry.of_kind(Patrol.name)
    return [
        " · ".join(
            (
                f"{word('sheet_planned', lang)} {kind.shown('when', body, lang, names)}",
                *((registry.title(plan.row.kind, dict(plan.row.body), lang),) if plan is not None else ()),
            )
        )
        for lang in _BOTH
    ]


def _of_a_patrol(view: View) -> list[list[dict[str, Any]]]:
    """Return the blanks of a patrol's sheet, row by row."""
    return [
        [
            {"labels": _words("sheet_day"), "boxes": _DAY},
            *([{"labels": _words("sheet_last_day"), "boxes": _DAY}] if several_days(view) else ()),
            _nothing(),
        ],
        [
            *({"labels": _words(f"sheet_{name}"), "boxes": _PERSONS} for name in participants(view)),
            {"labels": _labels(Patrol.fields["distance"].label), "boxes": _KM, "between": ",", "unit": "km"},
        ],
    ]


def _nothing() -> dict[str, Any]:
    return {"icon": icons.svg(icons.NOTHING), "labels": _labels(Inspection.fields["nothing_to_report"].label)}


def _words(name: str) -> list[str]:
    return [word(name, lang) for lang in LANGUAGES]


def _labels(label: Labels) -> list[str]:
    return [label.to(lang) for lang in LANGUAGES]

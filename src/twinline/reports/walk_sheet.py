"""The villagers' sheet: a stretch's markers with boxes to tick, pictures and four languages, on A4.

Its columns bear the numbers of the keys by which the page types it in (``KEYS``).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from twinline.records import registry
from twinline.records.gazetteer import packaged
from twinline.records.kinds.inspection import Inspection
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


def walk_sheet(view: View, markers: Sequence[str]) -> bytes:
    """Return the sheet of a stretch with these markers as PDF (PDF/UA-1), the same bytes each time."""
    return typeset(TEMPLATE, laid_out(view, markers))


def laid_out(view: View, markers: Sequence[str]) -> dict[str, Any]:
    """Return what stands on the sheet, in order, as plain texts."""
    row, names = view.row, packaged()
    body: dict[str, Any] = dict(row.body)
    kind = registry.of_kind(row.kind)
    group = Labels(body["group"], ()) if "group" in body else None
    whose = [
        " · ".join(text for text in (group.to(lang) if group else "", names.name(body["entrusted_to"], lang)) if text)
        for lang in ("vi", "lo")
    ]
    return {
        "titles": _words("sheet_title"),
        "example": " · ".join(word("example", lang) for lang in ("vi", "lo")) if row.example else "",
        "whose": list(dict.fromkeys(whose)),
        "place": [kind.shown("place", body, lang, names) for lang in ("vi", "lo")],
        "day": _words("sheet_day"),
        "took_part": _words("sheet_took_part"),
        "how": _words("sheet_how"),
        "else": _words("sheet_else"),
        "signed": _words("sheet_signed"),
        "conditions": [
            {"key": key, "icon": icons.svg(icons.CONDITIONS[code]), "labels": _labels(SEEN[code])}
            for key, code in KEYS.items()
        ],
        "nothing": {"icon": icons.svg(icons.NOTHING), "labels": _labels(Inspection.fields["nothing_to_report"].label)},
        "findings": [
            {"icon": icons.svg(icons.FINDINGS[code]), "labels": _labels(label)} for code, label in FINDINGS.items()
        ],
        "markers": list(markers),
        "code": codes.drawing(row.record),
        "code_says": _words("sheet_code"),
        "record": row.record,
    }


def _words(name: str) -> list[str]:
    return [word(name, lang) for lang in LANGUAGES]


def _labels(label: Labels) -> list[str]:
    return [label.to(lang) for lang in LANGUAGES]

"""The table of docs/coverage.md: for each row of the two source articles, what is filled in and what counts it.

The rows are declared in `src/twinline/data/coverage/*.toml`. tests/house/test_coverage.py enters each on one node, has
the other answer it, and counts it on both.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent.parent / "src" / "twinline" / "data" / "coverage"
FRENCH = [f"FR-{n:02}" for n in range(1, 14)]
ENGLISH = [f"EN-{n:02}" for n in range(1, 38)] + [f"EN-S{n}" for n in range(1, 9)]
#: Every figure and every system that the two articles give.
ALL = (*FRENCH, *ENGLISH)


@dataclass(frozen=True)
class Row:
    """One part of a row: what it says, which kind says it, which indicator counts it, and an example of both."""

    id: str
    what: str
    kind: str
    indicator: str
    value: str
    unit: str
    body: dict[str, Any]
    same_as: str = ""


@dataclass(frozen=True)
class Declined:
    """Something that the articles say and that can't be recorded, with the reason."""

    what: str
    because: str


def _declared() -> Iterator[dict[str, Any]]:
    for path in sorted(FOLDER.glob("*.toml")):
        yield tomllib.loads(path.read_text(encoding="utf-8"))


def rows() -> list[Row]:
    """Return all rows in the order of the articles."""
    found = [_row(one) for declared in _declared() for one in declared.get("row", ())]
    return sorted(found, key=lambda row: ALL.index(row.id))


def _row(one: dict[str, Any]) -> Row:
    from twinline.records.registry import of_kind

    value, _, unit = one["counts"].partition(" ")
    body = of_kind(one["kind"]).sample[1] if one.get("sample") else json.loads(one["body"])
    body = {**body, "example": True}
    return Row(one["id"], one["what"], one["kind"], one["indicator"], value, unit, body, one.get("same_as", ""))


def declined() -> list[Declined]:
    """Return what is declined."""
    return [Declined(**one) for declared in _declared() for one in declared.get("declined", ())]


def told_coverage() -> str:
    """Return the tables of the page."""
    from twinline.figures.catalogue import packaged
    from twinline.records.registry import of_kind

    known = packaged()
    lines = ["| row | what it says | filled in as | page | counted by | example counts |", "|---|---|---|---|---|--:|"]
    for row in rows():
        kind, indicator = of_kind(row.kind), known[row.indicator]
        note = f" (as {row.same_as})" if row.same_as else ""
        number = f"{int(row.value):,}" if row.value.isdecimal() else row.value
        lines.append(
            f"| {row.id} | {row.what} | {kind.label.to('en')} (`{row.kind}`) | `/new/{row.kind}/` | "
            f"{indicator.label['en']} (`{row.indicator}`){note} | {number} {row.unit.replace('_', ' ')} |"
        )
    lines += ["", "| declined | because |", "|---|---|"]
    lines += [f"| {one.what} | {one.because} |" for one in declined()]
    return "\n".join(lines) + "\n"

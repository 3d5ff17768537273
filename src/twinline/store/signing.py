"""A unit's sheet in a round: what its records count, beside what it says; opening a round and signing a sheet.

To sign is to say a return for each number and one statement for all of which there is nothing to report, all of them
or none. What was signed before is amended; a return is never added to anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction

from twinline.figures.answer import Figure, count
from twinline.figures.catalogue import packaged as catalogue
from twinline.figures.indicator import Indicator
from twinline.figures.numbers import decimal_text
from twinline.figures.question import Basis
from twinline.figures.rounds import NOTHING, ROUND, Opened
from twinline.records import registry
from twinline.records.facts import thousandths
from twinline.records.findings import Finding
from twinline.records.gazetteer import packaged
from twinline.records.rounds import Term
from twinline.sentences import Sentence
from twinline.store import acting, reading, rounds, saying
from twinline.store.errors import StoreError
from twinline.store.ledger import Ledger
from twinline.store.reading import Reader
from twinline.store.rounds import Cell, Unit
from twinline.store.saying import Saying, Unfit

RETURN = "return"


@dataclass(frozen=True, slots=True)
class Entered:
    """What is entered for an indicator: a number as decimal text with its qualifier, or that there is nothing."""

    value: str = ""
    qualifier: str = "exact"
    nothing: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One indicator of a sheet: what the unit's records count (``None``: no record was found), and what it said."""

    indicator: Indicator
    counted: Figure | None
    said: Cell | None

    @property
    def unit(self) -> str:
        """Return the unit that it is reported in."""
        return str(self.said.body.get("unit", "")) if self.said and not self.said.nothing else self.indicator.units[0]

    @property
    def difference(self) -> int | None:
        """Return counted less returned (thousandths) where both are exact and in one unit."""
        if self.said is None or self.said.nothing or self.counted is None:
            return None
        body = self.said.body
        exact = body.get("qualifier", "exact") == self.counted.qualifier == "exact" and "value_max" not in body
        return self.counted.value - thousandths(body["value"]) if exact and self.counted.unit == self.unit else None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A unit's sheet for one term of a round."""

    round: Opened
    term: Term
    standing: Unit
    lines: tuple[Line, ...]


def open_round(ledger: Ledger, body: Mapping[str, Any], *, author: str, now: int, wider: str = "") -> str:
    """Say a round to the units that it asks and to its author (or to a ``wider`` audience); return its id.

    Raises ``StoreError`` for an indicator or a unit that isn't known, ``Unfit`` for a body that doesn't fit.
    """
    found = registry.validate(ROUND, dict(body))
    if found:
        raise Unfit(found)
    for name in body["indicators"]:
        catalogue()[name]
    told = wider or ",".join(one["unit"] for one in body["units"])
    audience = saying.expand(ledger, told, author=author)
    return saying.say(ledger, Saying(ROUND, dict(body), author, author, audience), now=now).record


def sheet(
    ledger: Ledger, reader: Reader, round: Opened, term: Term, unit: str, *, now: int, known_on: int | None = None
) -> Sheet:
    """Return a unit's sheet, filled in from what its own records count as far as the reader may see them.

    Raises ``StoreError`` where the round doesn't ask that unit for that term.
    """
    (standing,) = rounds.standings(ledger, reader, round, [term], now=now, known_on=known_on)
    mine = standing.of(unit)
    if mine is None:
        raise StoreError("not-asked", Sentence("The round doesn't ask {unit} about this period.", unit=unit))
    organisations = frozenset(reader.organisations)
    asks = rounds.question(
        ledger, reader, known_on=known_on,
        indicators=tuple(round.body["indicators"]), basis=Basis("stated", ledger.node.side, held=False),
        period=rounds.span(term), organisations=tuple(sorted(packaged().descendants(unit) or {unit})),
        organisation=unit, owner=unit if organisations == {unit} else "",
    )  # fmt: skip
    figures = count(asks, catalogue(), lambda text, values: rounds.execute(ledger, text, values))
    lines = tuple(_line(catalogue()[name], figures, mine.cells.get(name)) for name in standing.indicators)
    return Sheet(round, term, mine, lines)


def sign(
    ledger: Ledger, reader: Reader, sheet: Sheet, entered: Mapping[str, Entered], *, author: str, now: int,
    example: bool = False,
) -> int:  # fmt: skip
    """Say what is entered as the unit's returns, and what there is nothing of as one statement; return how many acts.

    An indicator that isn't entered stays as it is. Raises ``Unfit`` whose findings name the indicator first, or
    ``StoreError``; then nothing is written.
    """
    unit = sheet.standing.unit
    lines = {line.indicator.name: line for line in sheet.lines}
    unknown = sorted(set(entered) - set(lines))
    if unknown:
        raise StoreError("not-asked", Sentence("The round doesn't ask about {names}.", names=unknown))
    if author not in (unit, sheet.round.author):
        raise StoreError(
            "not-signer",
            Sentence("The sheet of {unit} is signed by it, or by {asker}, who asked.",
                     unit=unit, asker=sheet.round.author),
        )  # fmt: skip
    findings = [*_unfit(sheet, lines, entered), *_above_wholes(lines, entered)]
    if findings:
        raise Unfit(findings)
    told = ",".join(sorted({unit, sheet.round.author}))
    audience = saying.expand(ledger, told, author=author)
    mark = {"example": True} if example or sheet.round.body.get("example") else {}
    with transaction.atomic(using=ledger.alias):
        pen = _Pen(ledger, reader, author, unit, audience, now)
        done = pen.quiet({n for n, one in entered.items() if one.nothing}, set(entered), lines, sheet, mark)
        for name, one in entered.items():
            cell = pen.own(lines[name].said)
            if one.nothing:
                done += pen.withdraw(cell)
            else:
                done += pen.returned({**_body(sheet, lines[name], one), **mark}, cell)
    return done


@dataclass
class _Pen:
    """Whoever signs a sheet: what they said before is changed, else said anew."""

    ledger: Ledger
    reader: Reader
    author: str
    unit: str
    audience: tuple[str, ...]
    now: int

    def own(self, cell: Cell | None) -> Cell | None:
        """Return an answer that the signer gave by a return; ``None`` for another's or a statement of nothing."""
        return cell if cell is not None and not cell.nothing and cell.author == self.author else None

    def returned(self, body: dict[str, Any], cell: Cell | None) -> int:
        """Say a return, or amend the one before where it says otherwise."""
        if cell is None:
            return self._say(RETURN, body)
        kept = {name: value for name, value in cell.body.items() if name not in ("value_max", "precision", "qualifier")}
        return self._amend(cell, {**kept, **body})

    def quiet(
        self, names: set[str], entered: set[str], lines: Mapping[str, Line], sheet: Sheet, mark: Mapping[str, Any]
    ) -> int:
        """Say in one statement all of which there is nothing to report, or change the one before."""
        before = {
            cell.record: cell
            for line in lines.values()
            if (cell := line.said) is not None and cell.nothing and cell.author == self.author
        }
        first, done = next(iter(before.values()), None), 0
        stays = {name for cell in before.values() for name in cell.body["indicators"] if name not in entered}
        wanted = [name for name in lines if name in names | stays]
        for cell in before.values():
            if cell is not first or not wanted:
                done += self.withdraw(cell)
        if not wanted:
            return done
        asked = {"round": sheet.round.record, "period": sheet.term.period, "indicators": wanted, **mark}
        return done + (self._say(NOTHING, asked) if first is None else self._amend(first, {**first.body, **asked}))

    def withdraw(self, cell: Cell | None) -> int:
        """Take an answer back: another took its place."""
        if cell is None:
            return 0
        acting.withdraw(self.ledger, self._view(cell), {"reason": "replaced"}, now=self.now)
        return 1

    def _say(self, kind: str, body: dict[str, Any]) -> int:
        saying.say(self.ledger, Saying(kind, body, self.author, self.unit, self.audience), now=self.now)
        return 1

    def _amend(self, cell: Cell, body: dict[str, Any]) -> int:
        if body == cell.body:
            return 0
        acting.amend(self.ledger, self._view(cell), body, now=self.now)
        return 1

    def _view(self, cell: Cell) -> reading.View:
        view = reading.record(self.ledger, self.reader, cell.record)
        assert view is not None
        return view


def _line(indicator: Indicator, figures: tuple[Figure, ...], said: Cell | None) -> Line:
    mine = [one for one in figures if one.indicator == indicator.name]
    first = indicator.units[0]
    return Line(indicator, min(mine, key=lambda one: (one.unit != first, one.unit), default=None), said)


def _body(sheet: Sheet, line: Line, one: Entered) -> dict[str, Any]:
    body = {
        "indicator": line.indicator.name, "value": one.value, "unit": line.unit, "basis": "own",
        "period": {"to": sheet.term.period["to"]} if line.indicator.nature == "stock" else sheet.term.period,
        "round": sheet.round.record,
    }  # fmt: skip
    if one.qualifier != "exact":
        body["qualifier"] = one.qualifier
    return body


def _unfit(sheet: Sheet, lines: Mapping[str, Line], entered: Mapping[str, Entered]) -> list[Finding]:
    found = []
    for name, one in entered.items():
        if not one.nothing:
            for finding in registry.validate(RETURN, _body(sheet, lines[name], one)):
                found.append(replace(finding, field=f"{name}.{finding.field}"))
    return found


def _above_wholes(lines: Mapping[str, Line], entered: Mapping[str, Entered]) -> list[Finding]:
    """Return the parts that are surely more than their whole on the same sheet; nothing to report is none of it."""
    numbers = {}
    for name, one in entered.items():
        try:
            numbers[name] = 0 if one.nothing else thousandths(one.value)
        except ValueError:
            continue  # it is found unfit by itself
    found = []
    for name, value in numbers.items():
        for whole in catalogue().wholes(name):
            sure = whole.name in numbers and entered[whole.name].qualifier in ("exact", "nearly", "rounded")
            if sure and lines[whole.name].unit == lines[name].unit and value > numbers[whole.name]:
                told = decimal_text(numbers[whole.name])
                found.append(Finding(f"{name}.value", "part_exceeds_whole", entered[name].value, None, {"whole": told}))
    return found

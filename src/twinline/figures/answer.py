"""What the rows of a question answer: figures, what was returned, and what does not add up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, groupby
from typing import Any

from twinline.figures import late
from twinline.figures.hiding import HIDDEN, Execute, Hiding, blank, hiding, unit_of
from twinline.figures.indicator import Catalogue, Indicator, unit_code
from twinline.figures.numbers import SCALE, decimal_text
from twinline.figures.question import Basis, Question, Settled
from twinline.figures.returned import COLUMNS as RETURNED
from twinline.figures.returned import returned
from twinline.figures.small import Tree, protected
from twinline.figures.sql import Statement
from twinline.figures.statement import COLUMNS as COUNTED
from twinline.figures.statement import ODD, QUICK, VAGUE, quick, statement
from twinline.times import Days


@dataclass(frozen=True, slots=True)
class Figure:
    """One indicator counted in one unit and reference set; numbers in thousandths.

    ``value_max`` is set where ranges were added up. ``qualifier`` is the weakest
    of what was added. ``not_yet_agreed`` is the part that the other side contests.
    """

    indicator: str
    unit: str
    reference_set: str
    value: int
    value_max: int | None
    not_yet_agreed: int
    qualifier: str
    precision: int | None
    facts: int
    example: bool
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Returned:
    """One number that somebody returned for a period; in thousandths, as said."""

    indicator: str
    record: str
    entry_id: int
    author: str
    about: str
    counterparts: tuple[str, ...]
    side: str
    place: str
    unit: str
    value: int
    value_max: int | None
    qualifier: str
    precision: int | None
    days: Days
    reference_set: str
    published: int | None
    standing: str
    event: str
    example: bool
    difference: int | None = None
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Behind:
    """One record behind a figure; ``reason`` is empty if it counts, else why it was left out."""

    record: str
    entry_id: int
    unit: str
    value: int
    value_max: int | None
    qualifier: str
    standing: str
    side: str
    author: str
    about: str
    place: str
    days: Days
    event: str
    member: str
    example: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Answer:
    """All figures of a question, in the order of indicator, unit and reference set, and all that was returned."""

    question: Question
    figures: tuple[Figure, ...]
    returned: tuple[Returned, ...]
    digest: str

    def of(self, indicator: str) -> tuple[Figure, ...]:
        """Return the counted figures of one indicator: one a unit and reference set, none if no fact was found."""
        return tuple(figure for figure in self.figures if figure.indicator == indicator)

    def returned_of(self, indicator: str) -> tuple[Returned, ...]:
        """Return what was returned for one indicator."""
        return tuple(row for row in self.returned if row.indicator == indicator)


def ask(question: Question, catalogue: Catalogue, execute: Execute, tree: Tree | None = None) -> Answer:
    """Return the answer to a question; ``execute`` runs a statement and gives its rows.

    The wholes of what is asked are asked with it: a part that exceeds its whole is said, whichever of them was asked.
    Small numbers are hidden (see ``small``), by the packaged gazetteer or another ``tree``.
    """
    return ask_beside(question, (), catalogue, execute, tree)[0]


def ask_beside(
    question: Question, words: Sequence[Basis], catalogue: Catalogue, execute: Execute, tree: Tree | None = None
) -> tuple[Answer, tuple[tuple[Figure, ...], ...]]:
    """Return what ``ask`` does, and what ``count`` does on each of other words, all counted in one reading.

    The words are known by the same clock as the question's own.
    """
    chosen = [indicator.name for indicator in catalogue.chosen(question.indicators)]
    whole = replace(question, indicators=(*chosen, *(one.name for name in chosen for one in catalogue.wholes(name))))
    found = sorted((_returned(row, catalogue) for row in execute(*returned(whole, catalogue))), key=_order)
    unpublished = {row.indicator for row in found if row.published is None and protected(catalogue[row.indicator])}
    hidden = hiding(whole, catalogue, execute, returned=unpublished, tree=tree)
    others = [hiding(replace(question, basis=word), catalogue, execute, tree=tree) for word in words]
    first, *beside = _counted(whole, [hidden, *others], catalogue, execute)
    figures = tuple(f for f in first if f.indicator in chosen)
    told = [blank(row) if _is_hidden(row, catalogue, hidden) else row for row in found]
    compared = [replace(row, difference=_difference(row, figures, question)) for row in told]
    listed = tuple(
        replace(row, warnings=_above_returned_whole(row, compared, catalogue))
        for row in compared
        if row.indicator in chosen
    )
    answer = Answer(question=question, figures=figures, returned=listed, digest=catalogue.digest)
    return answer, tuple(beside)


def count(question: Question, catalogue: Catalogue, execute: Execute, tree: Tree | None = None) -> tuple[Figure, ...]:
    """Return the counted figures of a question alone, in the order of indicator, unit and reference set."""
    (found,) = _counted(question, [hiding(question, catalogue, execute, tree=tree)], catalogue, execute)
    return found


def _counted(
    question: Question, hidden: Sequence[Hiding], catalogue: Catalogue, execute: Execute
) -> list[tuple[Figure, ...]]:
    """Return the figures of a question on each of the words that something is hidden of.

    What is hidden on one of them and told on another is counted for both and told on that alone.
    """
    asked = [{one.name for one in catalogue.chosen(each.question.indicators)} for each in hidden]
    secret = [
        {name for name in names if each.counted(catalogue[name])} for each, names in zip(hidden, asked, strict=True)
    ]
    told = [names - silent for names, silent in zip(asked, secret, strict=True)]
    wanted = tuple(
        one.name for one in catalogue.chosen(question.indicators) if any(one.name in names for names in told)
    )
    words = [each.question.basis for each in hidden]
    counted = (
        _figures(replace(question, indicators=wanted), words, catalogue, execute) if wanted else [[] for _ in words]
    )
    return [
        _told([f for f in figures if f.indicator in names], silent, catalogue)
        for figures, names, silent in zip(counted, told, secret, strict=True)
    ]


def _told(figures: list[Figure], secret: set[str], catalogue: Catalogue) -> tuple[Figure, ...]:
    """Return figures in their order, with those of which the number isn't told, and what doesn't add up."""
    # A hidden number is there whether anything was found or not.
    figures += [Figure(name, unit_of(catalogue[name]), "", 0, None, 0, HIDDEN, None, 0, False) for name in secret]
    figures.sort(key=lambda f: (f.indicator, f.unit, f.reference_set))
    of = by_indicator(figures)
    return tuple(replace(f, warnings=above) if (above := _above_whole(f, of, catalogue)) else f for f in figures)


def by_indicator(figures: Sequence[Figure]) -> dict[str, list[Figure]]:
    """Return figures that stand in the order of their indicators by these."""
    return {name: list(some) for name, some in groupby(figures, key=lambda each: each.indicator)}


def _figures(question: Question, words: Sequence[Basis], catalogue: Catalogue, execute: Execute) -> list[list[Figure]]:
    """Return what is counted on each word: one figure for each indicator, unit and reference set with any fact."""
    plain = None
    # What arrives just now is looked for, too; where more and more does, all is read by one text.
    for at_once in (False, False, True):
        plain = _plainly(question, words, catalogue, execute, at_once=at_once)
        if plain is not None:
            break
        question = _anywhere(question)
    assert plain is not None
    told = []
    for word, found in zip(words, plain, strict=True):
        odd = tuple(name for name, cells in found.items() if cells["example"] == ODD)
        figures = [
            _plain(catalogue[name], cells) for name, cells in found.items() if cells["facts"] and name not in odd
        ]
        if odd:
            # Each answer comes from one reading, so that it is whole while records arrive.
            together: dict[tuple[str, str, str], dict[str, Any]] = {}
            again = replace(_anywhere(question), indicators=odd, basis=word)
            for row in _rows(statement(again, catalogue), execute):
                _add(dict(zip(COUNTED, row, strict=True)), together)
            figures += [_figure(row) for row in together.values()]
        told.append(figures)
    return told


def _plainly(
    question: Question, words: Sequence[Basis], catalogue: Catalogue, execute: Execute, *, at_once: bool = False
) -> list[dict[str, dict[str, int]]] | None:
    """Return what is found on each word where all is plain, by indicator; ``None`` if something came meanwhile."""
    several = words if len(words) > 1 else ()
    edge = question.settled
    newest = set() if edge is None or edge.beyond is None else {edge.last}
    found: list[dict[str, dict[str, int]]] = [{} for _ in words]
    rows = _rows(quick(replace(question, basis=words[0]), catalogue, several, at_once=at_once), execute)
    for name, *cells in chain(rows, late.added(question, catalogue, words, execute)):
        if not name:
            newest.add(cells[-1])
        for at, mine in enumerate(found if name else ()):
            total, still_open, things, facts, example = cells[at * len(QUICK) : (at + 1) * len(QUICK)]
            if not facts and name not in mine:
                continue
            how = catalogue[name].counted
            if name not in mine or (how and how.aggregate == "distinct"):
                mine[name] = dict.fromkeys(QUICK, 0)
            whole = mine[name]
            whole["total"] += int(total or 0)
            whole["still_open"] += int(still_open or 0)
            whole["things"] += int(things or 0)
            whole["facts"] += int(facts or 0)
            whole["example"] = max(whole["example"], int(example or 0))
    return found if len(newest) < 2 else None


def _anywhere(question: Question) -> Question:
    """Return a question that looks for every fact beyond the edge of the indexes, too."""
    edge = question.settled
    return question if edge is None else replace(question, settled=Settled(edge.edge, edge.last))


def _rows(asked: Sequence[Statement], execute: Execute) -> Iterator[Sequence[Any]]:
    for each in asked:
        yield from execute(*each)


def _plain(indicator: Indicator, found: Mapping[str, int]) -> Figure:
    value = found["total"] + found["things"] * SCALE
    unit, example = unit_code(indicator.units[0]), bool(found["example"])
    return Figure(indicator.name, unit, "", value, None, found["still_open"], "exact", None, found["facts"], example)


def _add(row: dict[str, Any], found: dict[tuple[str, str, str], dict[str, Any]]) -> None:
    """Add what one selection found to what others found in the same unit and reference set."""
    key = row["indicator"], unit_code(row["unit"]), row["reference_set"]
    if key not in found:
        found[key] = row
        return
    whole = found[key]
    for name in ("total", "total_max", "still_open", "facts"):
        whole[name] = int(whole[name]) + int(row[name])
    for name, best in (("least_vague", min), ("most_vague", max), ("precision", max), ("example", max)):
        known = [value for value in (whole[name], row[name]) if value is not None]
        whole[name] = best(known) if known else None


def _is_hidden(row: Returned, catalogue: Catalogue, hidden: Hiding) -> bool:
    indicator = catalogue[row.indicator]
    return row.published is None and hidden.returned(indicator, row.place, row.about, row.author)


def weakest(least: int | None, most: int | None) -> str:
    """Return the qualifier of a sum from the lowest and the highest of its parts that are not exact.

    More than 3 and more than 4 is more than 7; nearly 3 and more than 4 is about 7.
    """
    if least is None or most is None:
        return "exact"
    return VAGUE[most] if least == most else "about"


def _figure(cell: Mapping[str, Any]) -> Figure:
    summed = cell["aggregate"] == "sum"
    value = int(cell["total"]) if summed else int(cell["things"]) * SCALE
    # A thing of which any record is uncontested is counted on the word of that record.
    contested = int(cell["still_open"]) if summed else value - int(cell["settled_things"]) * SCALE
    total_max = int(cell["total_max"]) if summed else value
    qualifier = weakest(cell["least_vague"], cell["most_vague"])
    return Figure(
        indicator=cell["indicator"],
        unit=unit_code(cell["unit"]),
        reference_set=cell["reference_set"],
        value=value,
        value_max=total_max if total_max > value else None,
        not_yet_agreed=contested,
        qualifier=qualifier if summed else "exact",
        precision=cell["precision"] if summed else None,
        facts=int(cell["facts"]),
        example=bool(cell["example"]),
    )


def _returned(row: Sequence[Any], catalogue: Catalogue) -> Returned:
    cell = dict(zip(RETURNED, row, strict=True))
    days = Days(cell.pop("day_from"), cell.pop("day_to"), cell.pop("shape"))
    cell["unit"] = unit_code(cell["unit"])
    cell["counterparts"] = tuple(code for code in (cell.pop("counterpart") or "").split(";") if code)
    cell["reference_set"] = cell["reference_set"] or catalogue[cell["indicator"]].reference_set
    cell["example"] = bool(cell["example"])
    return Returned(days=days, **cell)


def _order(row: Returned) -> tuple[Any, ...]:
    never = 10_000_000
    first, last = row.days.first, row.days.last
    ends = (never if last is None else last, never if first is None else first)
    return (row.indicator, row.place, row.about, *ends, row.unit, row.author, row.value, row.record)


def _difference(row: Returned, figures: Sequence[Figure], question: Question) -> int | None:
    """Return counted minus returned where both are exact and mean the same period, place, work, unit and set."""
    period = question.period
    if question.alone or period is None or (row.days.first, row.days.last) != (period.first, period.last):
        return None
    if row.place != (question.place or "") or row.about != (question.organisation or "") or row.qualifier != "exact":
        return None
    for figure in figures:
        same = figure.indicator == row.indicator and figure.unit == row.unit
        if same and figure.reference_set in ("", row.reference_set) and figure.qualifier == "exact":
            return figure.value - row.value
    return None


def _above_whole(figure: Figure, of: Mapping[str, Sequence[Figure]], catalogue: Catalogue) -> tuple[str, ...]:
    found = []
    for whole in catalogue.wholes(figure.indicator):
        for other in of.get(whole.name, ()):
            same = (other.unit, other.reference_set) == (figure.unit, figure.reference_set)
            if same and _exceeds(figure, other):
                found.append(_above(figure.indicator, figure.value, whole.name, other.value))
    return tuple(found)


def _above_returned_whole(row: Returned, rows: Sequence[Returned], catalogue: Catalogue) -> tuple[str, ...]:
    wholes = {whole.name for whole in catalogue.wholes(row.indicator)}
    key = _of_one_return(row)
    found = []
    for other in rows:
        if other.indicator in wholes and _of_one_return(other) == key and _exceeds(row, other):
            found.append(_above(row.indicator, row.value, other.indicator, other.value))
    return tuple(found)


def _exceeds(part: Figure | Returned, whole: Figure | Returned) -> bool:
    """Return whether a part is surely above its whole: a whole of "more than 5" may well hold a part of 6."""
    return (
        part.qualifier != HIDDEN
        and whole.qualifier in ("exact", "nearly", "rounded")
        and part.value > (whole.value_max or whole.value)
    )


def _of_one_return(row: Returned) -> tuple[Any, ...]:
    return row.author, row.about, row.place, row.days, row.unit, row.reference_set


def _above(part: str, value: int, whole: str, total: int) -> str:
    """Return a warning as ``part value > whole value``: codes and exact numbers, put in words by whoever shows it."""
    return f"{part} {decimal_text(value)} > {whole} {decimal_text(total)}"

"""Judging an office's file: each placeholder that means nothing is told with where it stands and what to do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from twinline.figures.errors import BadQuestion
from twinline.reports.declaration import Declared
from twinline.reports.declared import NAMES, packaged
from twinline.reports.office.marked import SHOWN, Marked, marked
from twinline.reports.office.opened import TEXTS, tree
from twinline.reports.office.placeholders import EACH, Placeholder, Unknown, placeholder
from twinline.reports.office.sheets import SHEETS, Cell, cells
from twinline.sentences import Sentence, joined

#: As many are told at once; the rest after these are mended.
MOST_FAULTS = 10
_WHERE = {
    "document": Sentence("the text"),
    "header": Sentence("the head of the page"),
    "footer": Sentence("the foot of the page"),
    "footnotes": Sentence("the footnotes"),
    "endnotes": Sentence("the endnotes"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What an office's file asks for: indicators in order, and those told by month, by unit and record by record."""

    indicators: tuple[str, ...]
    each: Mapping[str, tuple[str, ...]]


@lru_cache(maxsize=1)
def plans() -> Mapping[str, str]:
    """Return for each indicator the one that says what was promised of it, as any packaged report has it."""
    return {kept: plan for name in NAMES for kept, plan in packaged(name).promised.items()}


def asked(parts: Mapping[str, bytes], declared: Declared | None = None) -> Asked:
    """Return what a file asks for; ``BadQuestion`` tells each fault in it.

    With a declaration nothing is asked for that it doesn't tell.
    """
    found: list[Placeholder] = []
    faults: list[Sentence] = []
    for where, one in _marks(parts):
        faults += [_at(where, one, told) for told in _judged(one, found, declared)]
    if not faults and not any(one.sort in ("figure", "each") for one in found):
        faults.append(Sentence("The file asks for no figure: write an indicator such as {example}.",
                               example="{{ drug_cases }}"))  # fmt: skip
    if faults:
        raise BadQuestion("placeholder", joined(faults[:MOST_FAULTS], "\n"))
    each = {sort: tuple(dict.fromkeys(one.name for one in found if one.of == sort)) for sort in EACH}
    return Asked(tuple(dict.fromkeys(one.name for one in found if one.sort in ("figure", "each"))), each)


def _marks(parts: Mapping[str, bytes]) -> Iterator[tuple[Sentence, Marked | Cell]]:
    """Yield what holds a placeholder, with where it stands."""
    for name, data in parts.items():
        if TEXTS.match(name):
            where = _WHERE[name.removeprefix("word/").removesuffix(".xml").rstrip("0123456789")]
            yield from ((where, one) for one in marked(tree(data)))
        elif SHEETS.match(name):
            yield from ((Sentence("cell {name}", name=cell.name), cell) for cell in cells(tree(data)))


def _judged(one: Marked | Cell, found: list[Placeholder], declared: Declared | None) -> Iterator[Unknown]:
    if one.broken:
        yield Unknown(
            Sentence("a placeholder is opened and not closed in the same paragraph."),
            Sentence("Write it with two brackets on both sides, and nothing but its name between."),
        )
    for said in one.said:
        try:
            told = placeholder(said)
            _fits(told, one, said, declared)
        except Unknown as unknown:
            yield unknown
        else:
            found.append(told)


def _fits(told: Placeholder, one: Marked | Cell, said: str, declared: Declared | None) -> None:
    """Raise ``Unknown`` where a placeholder by itself means something, and not where it stands."""
    repeats = [placeholder(each) for near in one.near() for each in near.said if each.split()[:1] == ["each"]]
    if told.sort == "each" and len(repeats) > 1:
        raise Unknown(Sentence("two lists are begun in one row."), Sentence("Give each list a row of its own."))
    if told.sort in EACH and [each.of for each in repeats] != [told.sort]:
        raise Unknown(
            Sentence("{said!r} stands in no row that begins such a list.", said=said.strip()),
            Sentence("Write {example} in the same row.", example=f"{{{{ each {told.sort} of drug_cases }}}}"),
        )
    if told.number == "promised" and told.name not in (plans() if declared is None else declared.promised):
        raise Unknown(
            Sentence("nothing is known to be promised of {name!r}.", name=told.name),
            Sentence("Take it out, or name the promise in the declaration of the report."),
        )
    if declared is not None and told.sort in ("figure", "each") and not _tells(declared, told):
        raise Unknown(
            Sentence("the report {report!r} doesn't tell {said!r}.", report=declared.name, said=said.strip()),
            Sentence("Add it to {file}, or make the report anew from this file.", file=f"{declared.name}.toml"),
        )


def _tells(declared: Declared, told: Placeholder) -> bool:
    charts = [chart for section in declared.sections for chart in section.charts if told.name in chart.indicators]
    if told.of in ("month", "unit"):
        return any(chart.sort == f"{told.of}s" for chart in charts)
    if told.of == "record":
        return any(told.name in section.lists for section in declared.sections)
    return told.name in declared.indicators


def _at(where: Sentence, one: Marked | Cell, told: Unknown) -> Sentence:
    text = " ".join(one.text.split())
    text = text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
    return Sentence("In {where}, at {text!r}: {what} {to_do}", where=where, text=text, what=told.what, to_do=told.to_do)

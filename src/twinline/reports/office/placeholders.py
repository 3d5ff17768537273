"""What can stand between ``{{`` and ``}}``: texts of the report, figures, and rows that are repeated."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from twinline.figures.catalogue import packaged
from twinline.records.gazetteer import packaged as gazetteer
from twinline.reports.judging import OF_PERSONS
from twinline.reports.letters import WRITTEN
from twinline.reports.words import LANGUAGES
from twinline.sentences import Sentence

#: What an office knows of its own letter, and what the report says of itself.
TEXTS = (
    "title", "period", "known_on", "office", "superior", "readers", "number", "issued", "notes", "silences", "sources",
    "cut",
)  # fmt: skip
VOICES = {"vn": "VN", "la": "LA", "agreed": "agreed", "joint": "joint"}
#: Which number of a figure; how it is told.
NUMBERS = ("not_agreed", "last_year", "promised", "reported")
TOLD = ("with_unit", "unit", "label")
#: What a row is repeated for, and what can then stand in it.
EACH = {
    "month": ("name", "vn", "la"),
    "unit": ("name", "vn", "la"),
    "record": ("no", "text", "by", "standing"),
}


@dataclass(frozen=True, slots=True)
class Placeholder:
    """One placeholder: ``sort`` is ``text``, ``written``, ``name``, ``figure``, ``each`` or one of ``EACH`` for a cell.

    ``name`` is what it names: a text, an organisation's code, an indicator, a cell. ``number`` is a voice of ``VOICES``
    or one of ``NUMBERS``; ``told`` is ``""`` for the bare number; ``unit`` and ``lang`` where they were given.
    """

    sort: str
    name: str
    number: str = "joint"
    told: str = ""
    unit: str = ""
    lang: str = ""
    of: str = ""


_SHOWN = 60


class Unknown(Exception):
    """A placeholder that means nothing; ``what`` says why, ``to_do`` what to do."""

    def __init__(self, what: Sentence, to_do: Sentence) -> None:
        super().__init__(str(what))
        # What stands between the brackets may be as long as a letter.
        short = {name: one[:_SHOWN] for name, one in what.values.items() if isinstance(one, str)}
        self.what, self.to_do = what.filled(**short), to_do


def placeholder(said: str) -> Placeholder:
    """Return what a placeholder means, as it was said between its brackets; ``Unknown`` if nothing."""
    words = said.replace("\u00a0", " ").replace("\u2011", "-").strip().lower().split()
    if words[:1] == ["each"]:
        return _each(said, words)
    if len(words) != 1:
        raise _unknown(said)
    name, *more = words[0].split(".")
    lang = more.pop() if more and more[-1] in LANGUAGES else ""
    if name in EACH and more:
        if len(more) != 1 or more[0] not in EACH[name]:
            raise Unknown(
                Sentence("{said!r} means nothing.", said=said.strip()),
                Sentence("Of a {name} there are {parts}.", name=name, parts=EACH[name]),
            )
        return Placeholder(name, more[0], lang=lang)
    if name in TEXTS and not more:
        return Placeholder("text", name, lang=lang)
    if name == "written" and len(more) == 1 and more[0] in WRITTEN:
        return Placeholder("written", more[0], lang=lang)
    if name == "name" and len(more) == 1 and gazetteer().organisation(more[0]) is not None:
        return Placeholder("name", more[0], lang=lang)
    if name in packaged().indicators:
        return _figure(said, name, more, lang)
    raise _unknown(said)


def _figure(said: str, name: str, more: Iterable[str], lang: str) -> Placeholder:
    number, told, unit = "", "", ""
    for part in more:
        if part in (*VOICES, *NUMBERS) and not number:
            number = part
        elif part in TOLD and not told:
            told = part
        elif part in packaged()[name].units and not unit:
            unit = part
        else:
            raise Unknown(
                Sentence("{part!r} in {said!r} means nothing.", part=part, said=said.strip()),
                Sentence(
                    "After {name} stand one of {numbers}, one of {told}, one of its units {units}, or a language.",
                    name=name, numbers=(*VOICES, *NUMBERS), told=TOLD, units=packaged()[name].units,
                ),
            )  # fmt: skip
    return Placeholder("figure", name, number or "joint", told, unit, lang)


def _each(said: str, words: list[str]) -> Placeholder:
    if len(words) != 4 or words[1] not in EACH or words[2] != "of":
        raise Unknown(
            Sentence("{said!r} means nothing.", said=said.strip()),
            Sentence("Write each month of, each unit of or each record of, and an indicator."),
        )
    _, sort, _, name = words
    known = packaged().indicators
    if name not in known:
        raise _unknown(name)
    if known[name].counted is None:
        raise Unknown(
            Sentence("{name!r} is only reported: no record is counted for it.", name=name),
            Sentence("Write {{{{ {name}.reported }}}} instead.", name=name),
        )
    if sort != "record" and set(known[name].units) & set(OF_PERSONS):
        raise Unknown(
            Sentence("{name!r} counts people, and no table takes them apart.", name=name),
            Sentence("Write the figure as a whole."),
        )
    return Placeholder("each", name, of=sort)


def _unknown(said: str) -> Unknown:
    told = " ".join(said.split())[:60]
    near = get_close_matches(told.lower(), list(names()), n=3)
    return Unknown(
        Sentence("there is no placeholder {said!r}.", said=told),
        Sentence("Did you mean {near}?", near=near)
        if near
        else Sentence("`twinline figures --list` names the indicators, the guide to reports all else."),
    )


def names() -> Iterator[str]:
    """Yield every name that can stand alone, and those of what is written and repeated."""
    yield from TEXTS
    yield from (f"written.{part}" for part in WRITTEN)
    yield from (f"{sort}.{part}" for sort, parts in EACH.items() for part in parts)
    yield from packaged().indicators

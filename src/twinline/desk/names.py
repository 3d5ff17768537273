"""Names of organisations, and the lists one chooses from, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable

from twinline.desk import telling
from twinline.desk.drawing import Pen
from twinline.desk.seen import Choice, Who
from twinline.desk.words import word
from twinline.feeds.audiences import LINE
from twinline.records.gazetteer import PLACES, Gazetteer, Organisation, packaged
from twinline.reports.words import word as told

# Who may stand as the other side of a record: offices and places, not states and ministries.
_TOO_HIGH = frozenset({"state", "ministry"})


def who(code: str, lang: str, *, side: str = "") -> Who:
    """Return an organisation as it is shown."""
    known = packaged().organisation(code)
    return Who(code=code, name=packaged().name(code, lang), side=side or (known.side if known else ""))


def circle(codes: Iterable[str], lang: str) -> str:
    """Return in words with whom something is shared."""
    told = tuple(codes)
    if told == LINE:
        return word("everyone_on_line", lang)
    return ", ".join(packaged().name(code, lang) for code in told)


def dated(one: Organisation, lang: str) -> str:
    """Return an organisation's name, of one that has ended with its last day: an old commune and a new are two."""
    name = one.names.to(lang) or one.code
    return (
        name if one.valid_to is None else told("place_to", lang, place=name, day=telling.short_day(one.valid_to, lang))
    )


def with_end(code: str, lang: str) -> str:
    """Return ``dated`` of a code; a code that the gazetteer doesn't know stands as it is."""
    known = packaged().organisation(code)
    return code if known is None else dated(known, lang)


def places(lang: str) -> list[Choice]:
    """Return the organisations that can be a place, grouped by side and province."""
    return _choices(packaged(), lang, kinds=PLACES)


def organisations(lang: str) -> list[Choice]:
    """Return all organisations, those that ended too, grouped by side and province."""
    return _choices(packaged(), lang)


def pen(lang: str, side: str, today: int) -> Pen:
    """Return the pen that draws forms for a desk of a side: the other side's offices are the counterparts."""
    gazetteer = packaged()
    gates = [Choice(value=gate.code, label=gate.names.to(lang)) for gate in gazetteer.gates.values()]
    others = [
        choice
        for choice in _choices(gazetteer, lang, on=today)
        if (one := gazetteer.organisation(choice.value)) and one.side != side and one.kind not in _TOO_HIGH
    ]
    return Pen(lang, gazetteer, _choices(gazetteer, lang), others, gates)


def _choices(
    gazetteer: Gazetteer, lang: str, *, kinds: frozenset[str] | None = None, on: int | None = None
) -> list[Choice]:
    found = []
    for one in gazetteer.organisations.values():
        if (kinds and one.kind not in kinds) or not one.exists(on):
            continue
        above = [code for code in (one.code, *gazetteer.superiors(one.code)) if _is_province(gazetteer, code)]
        side = word(one.side, lang)
        group = f"{side} · {gazetteer.name(above[-1], lang)}" if above else side
        found.append(Choice(value=one.code, label=dated(one, lang), group=group))
    order = list(dict.fromkeys(choice.group for choice in found))
    return sorted(found, key=lambda choice: order.index(choice.group))


def _is_province(gazetteer: Gazetteer, code: str) -> bool:
    one = gazetteer.organisation(code)
    return one is not None and one.kind == "province"

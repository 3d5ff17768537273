"""From records to marks on the strip: as which sort each is drawn, and what gates and organisations are called."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence, Set

from twinline.line.places import Places
from twinline.line.strip import Mark
from twinline.line.strip.words import WORDS
from twinline.line.tracks import NEAR_M
from twinline.records import registry
from twinline.records.fields import dates
from twinline.records.gazetteer import packaged
from twinline.sentences import Sentence
from twinline.store import meaning
from twinline.store.reading import Row
from twinline.tongues import told

#: What was said of a whole province or district is not a place on the line.
LONGEST_M = 60_000
#: What is drawn, by kind of record.
_KINDS = {"activity": "activity", "incident": "incident", "patrol": "patrol", "stretch": "stretch", "notice": ""}
_PATROLS = ("patrol", "joint_patrol")


def named(lang: str) -> Callable[[str], str]:
    """Return what gives the name of an organisation or a gate in a language."""

    def name(code: str) -> str:
        gate = packaged().gate(code)
        return gate.names.to(lang) if gate else packaged().name(code, lang)

    return name


def existing(day: int) -> Callable[[str], bool]:
    """Return what says whether an organisation exists on a civil day: before the reform of 2025 others did."""

    def exists(code: str) -> bool:
        known = packaged().organisation(code)
        return known is None or known.exists(day)

    return exists


def gates() -> Iterator[tuple[str, str, bool]]:
    """Yield each gate with its class in force, else the one it is to have."""
    for gate in packaged().gates.values():
        if gate.stands_as:
            yield gate.code, gate.stands_as.sort, gate.stands_as.planned


def kinds_of(shown: Set[str]) -> frozenset[str]:
    """Return the kinds of record that are drawn as marks of some sorts."""
    more = {"patrol": ("patrol", "activity"), "plan": ("patrol",), "alert": ("notice",)}
    return frozenset(kind for one in shown for kind in more.get(one, (one,)) if kind in _KINDS)


def length(one: Row) -> int | None:
    """Return how long a record's stretch is; None where it has none, or only says which province it was in."""
    if one.m_from is None:
        return None
    metres = (one.m_from if one.m_to is None else one.m_to) - one.m_from
    return metres if metres <= LONGEST_M else None


def off_the_line(one: Row, places: Places, lang: str) -> str:
    """Return in words how far from the line a record lies that has the nearest kilometre; nothing where it is by it."""
    off = meaning.off_the_line(one.kind, one.version, one.body, places) or 0
    if off < NEAR_M:
        return ""
    return told(Sentence("{km} km off the line", km=f"{off / 1000:.1f}".replace(".", WORDS[lang].decimal)), lang)


def sort(one: Row) -> str:
    """Return the sort of mark that a record is drawn as; empty where it isn't."""
    if one.kind == "activity" and one.body.get("type") in _PATROLS:
        return "patrol"
    if one.kind == "patrol":
        return {"planned": "plan", "called_off": ""}.get(str(one.body.get("stage")), "patrol")
    if one.kind == "notice":
        known = meaning.readable(one.kind, one.version)
        return "alert" if known and registry.skips_release(one.kind, dict(one.body)) else ""
    return _KINDS.get(one.kind, "")


def marks(rows: Iterable[Row], shown: Set[str], lang: str, places: Places) -> Iterator[Mark]:
    """Yield the marks of records of the sorts to be shown that have a place on the line; they lead nowhere."""
    return (mark_of(tellings, lang, places) for tellings in told_events(rows, shown))


def told_events(rows: Iterable[Row], shown: Set[str]) -> list[list[Row]]:
    """Return the records that are marks of the sorts to be shown, those that tell one event together."""
    events: dict[tuple[str, str], list[Row]] = {}
    for one in rows:
        if sort(one) in shown and length(one) is not None:
            events.setdefault((sort(one), one.event or one.record), []).append(one)
    return list(events.values())


def mark_of(tellings: Sequence[Row], lang: str, places: Places) -> Mark:
    """Return the one mark of the records that tell an event: that of the first of them."""
    one = tellings[0]
    assert one.m_from is not None
    known = meaning.readable(one.kind, one.version)
    title = registry.title(one.kind, dict(one.body), lang) if known else one.kind
    standings = {each.standing for each in tellings}
    both = "agreed" in standings or len({each.side for each in tellings}) > 1
    return Mark(
        from_m=one.m_from,
        to_m=one.m_from if one.m_to is None else one.m_to,
        side="" if both else one.side,
        kind=sort(one),
        state=next((each for each in ("disputed", "agreed") if each in standings), "stated"),
        label=title,
        title=title,
        off=off_the_line(one, places, lang),
    )


def ties(
    rows: Iterable[Row], places: Places, period: tuple[int, int], shown: tuple[int, int], lang: str
) -> Iterator[tuple[Row, Mark]]:
    """Yield a mark for each twinning in force in a period, on the stretch of those it ties, with its record.

    A pair that both sides tell is one. Where the record names no pairs each of its first units is one; what has no
    stretch of its own, or a whole province, has no spot on the line.
    """
    tied: set[tuple[str, ...]] = set()
    for one in rows:
        body = dict(one.body)
        if not meaning.readable(one.kind, one.version) or body.get("status") == "proposed":
            continue
        held = dates.period(body.get("signed"), body.get("until"))
        if (held.first or period[0]) > period[1] or (held.last if held.last is not None else period[1]) < period[0]:
            continue
        pairs: list[tuple[str, ...]] = [(pair["a"], pair["b"]) for pair in body.get("pairs", ())]
        for units in pairs or [(unit,) for unit in body["units_a"]]:
            where = next((part for code in units for part in places.parts_of(code)), None)
            key = (one.event or one.record, *sorted(units))
            if where is None or where.to_m - where.from_m > LONGEST_M or key in tied:
                continue
            if where.to_m < shown[0] or where.from_m > shown[1]:
                continue
            tied.add(key)
            state = one.standing if one.standing in ("agreed", "disputed") else "stated"
            names = " – ".join(packaged().name(code, lang) for code in units)
            title = names if pairs else registry.title(one.kind, body, lang)
            yield one, Mark(where.from_m, where.to_m, "", "twinning", state, title, title=title)

"""The strip every page begins with: the packaged line, its communes and provinces, gates, markers and rivers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import numpy as np

from twinline.line.places import Places, packaged_places
from twinline.line.strip.model import LA, VN, Band, Gate, Mark, River, Strip, Tick, Walked
from twinline.line.strip.words import Words

PROVINCES = ("la-hp", "la-xk", "la-bk")
OUTLINE_POINTS = 240

Name = Callable[[str], str]
"""Gives an organisation's or gate's name in the reader's language."""
Address = Callable[[str], str]
"""Gives the page of an organisation or gate, or "" where there is none."""


Exists = Callable[[str], bool]
"""Says whether a unit exists on the day that is shown."""


def nowhere(code: str) -> str:
    return ""


def standard_strip(
    words: Words,
    name: Name,
    *,
    gates: Iterable[tuple[str, str, bool]] = (),
    marks: Iterable[Mark] = (),
    walked: Iterable[Walked] = (),
    seen: Mapping[str, str] | None = None,
    from_m: int = 0,
    to_m: int = 0,
    narrow: bool = False,
    key: str = "strip",
    address: Address = nowhere,
    places: Places | None = None,
    exists: Exists | None = None,
) -> Strip:
    """Return the strip of the packaged line (or of ``places``).

    ``gates``: code, class, whether it is only planned. ``seen``: markers inspected in the period shown, with the page
    that says so. ``address``: where a unit or a gate leads by its code, a marker by its number.
    ``exists``: whether a commune, district or province is there on the day shown; without, today's are.
    """
    on = places or packaged_places()
    return Strip(
        length_m=on.line.length_m,
        words=words,
        from_m=from_m,
        to_m=to_m,
        bands=tuple(_bands(on, words, name, address, exists)),
        gates=tuple(_gates(on, words, gates, name, address)),
        ticks=tuple(_ticks(on, words, seen or {}, address)),
        rivers=tuple(_rivers(on, words, name)),
        marks=tuple(marks),
        walked=tuple(walked),
        outline=outline(on),
        narrow=narrow,
        key=key,
    )


def _ticks(places: Places, words: Words, seen: Mapping[str, str], address: Address) -> Iterable[Tick]:
    for marker in places.markers:
        told = f", {words.inspected}" if marker.number in seen else ""
        title = f"{words.marker} {marker.number}{told}"
        leads_to = seen.get(marker.number) or address(marker.number)
        yield Tick(marker.chainage, marker.number, marker.number in seen, leads_to, title)


def _bands(places: Places, words: Words, name: Name, address: Address, exists: Exists | None) -> Iterable[Band]:
    """Yield the units of both sides: communes and, while there were, their districts; districts and provinces of Laos.

    Units of before whose part of a stretch isn't known share it, and their names stand together.
    """
    before = places.derived("became"), places.derived("communes")
    for side, level, codes in (
        (VN, 0, (*places.communes, *before[0])),
        (VN, 1, before[1]),
        (LA, 0, places.derived("faces")),
        (LA, 1, PROVINCES),
    ):
        shared: dict[tuple[int, int], list[str]] = {}
        for code in codes:
            there = exists(code) if exists else code not in before[0] and code not in before[1]
            for part in places.parts_of(code) if there else ():
                shared.setdefault((part.from_m, part.to_m), []).append(code)
        for (first, last), units in shared.items():
            names = [name(code) for code in units]
            label = ", ".join(words.short(each) for each in names)
            yield Band(first, last, side, label, address(units[0]), ", ".join(names), level)


def _gates(
    places: Places, words: Words, gates: Iterable[tuple[str, str, bool]], name: Name, address: Address
) -> Iterable[Gate]:
    for code, cls, planned in gates:
        at = places.gate_point(code)
        if at is not None:
            word = f"{words.gate_class(cls)}, {words.planned}" if planned else words.gate_class(cls)
            title = f"{words.gate}: {name(code)}, {word}"
            yield Gate(at.chainage, cls, name(code), word, address(code), title, planned)


def _rivers(places: Places, words: Words, name: Name) -> Iterable[River]:
    """Yield the stretches a survey knows to run in a river; without one, the communes a share of whose line does."""
    for drawn in places.line.rivers:
        first, last = (int(metres) for metres in places.line.calibration.official(np.array(drawn, np.float64)))
        yield River(first, last, words.river)
    if places.line.rivers:
        return
    for row in places.line.calibration.lengths:
        if row.river_m is not None and row.code in places.communes:
            share = f"{row.river_m / 1000:g} / {row.official_m / 1000:g} km".replace(".", words.decimal)
            part = places.parts_of(row.code)[0]
            yield River(part.from_m, part.to_m, f"{words.river}: {name(row.code)}, {share}")


def outline(places: Places) -> tuple[tuple[int, float, float], ...]:
    """Return the line's true course in few points."""
    stops = [places.line.length_m * i // OUTLINE_POINTS for i in range(OUTLINE_POINTS + 1)]
    lons, lats = places.line.point_at(stops)
    return tuple((at, float(lon), float(lat)) for at, lon, lat in zip(stops, lons, lats, strict=True))

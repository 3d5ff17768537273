"""What the store asks of kinds, kind known or not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from twinline.ledger.acts import Act
from twinline.line import places as line_places
from twinline.records import registry
from twinline.records.fields.base import Field
from twinline.records.fields.places import Place, Spot
from twinline.records.findings import Finding
from twinline.records.gazetteer import packaged
from twinline.records.rights import personal_looking
from twinline.times import NO_PERIOD, Days, days_of

#: The version of a kind's declaration that this software reads and writes.
VERSION = 1
#: The farthest corner of the four provinces is nearer to the line; what is further off is a slip of the pen.
FAR_M = 250_000.0
_WHOLE = ("chainage", "to_chainage", "metres", "lon", "lat")
_EAST, _NORTH = 1_800_000_000, 900_000_000


def readable(kind: str, version: int) -> bool:
    """Return whether this version of a kind can be read here; what can't be is kept, passed on, never counted."""
    return kind in registry.KINDS and version <= VERSION


def judge(act: str, kind: str, version: int, body: Mapping[str, Any], record: str = "") -> list[Finding]:
    """Return what is wrong with the body of a peer's act.

    Where kind or act isn't known here only fields that look personal are: whatever a later version calls a person by,
    a person's data is not taken in. What stood in such a field is not repeated.
    """
    known = readable(kind, version) if act in ("say", "amend") else act in registry.ACTS
    if not known:
        return [Finding(path, "looks_personal", None, None, {}) for path in personal_looking(body)]
    return registry.validate_act(act, kind, body, record=record)


def judge_own(act: str, kind: str, body: Mapping[str, Any], record: str = "") -> list[Finding]:
    """Return what is wrong with something we are about to say: an unknown kind or act is, too.

    So is a marker that the line doesn't have: the record would lie nowhere on it. What a peer says of one is taken in;
    its line may be a later one.
    """
    found = registry.validate_act(act, kind, body, record=record)
    if act not in ("say", "amend") or kind not in registry.KINDS or not isinstance(body, Mapping):
        return found
    named = {one.field for one in found}
    return found + [one for one in _off_the_line(kind, body) if one.field not in named]


def _off_the_line(kind: str, body: Mapping[str, Any]) -> list[Finding]:
    """Return which markers that a body names aren't among those of the line, and which places lead off it."""
    markers = line_places.packaged_places().markers
    detail = {"first": markers.first, "last": markers.last}
    away = [one for at, field, said in registry.places_said(kind, body) for one in _away(at, field, said)]
    return away + [
        Finding(at, "not_on_this_line" if isinstance(field, Place) else "no_such_marker", told, field.label, detail)
        for at, field, told in registry.markers_said(kind, body)
        if isinstance(told, str) and not markers.is_number(told)
    ]


def _away(at: str, field: Field, said: Mapping[str, Any]) -> Iterator[Finding]:
    """Yield what is wrong with a place that lies nowhere on the line, or so far off that a digit must be wrong."""
    places = line_places.packaged_places()
    line, whole = places.line, {name: said[name] for name in _WHOLE if type(said.get(name)) is int}
    if said.get("line") == line.version and any(whole.get(name, 0) > line.length_m for name in _WHOLE[:2]):
        yield Finding(at, "past_the_end", said, field.label, {"length": line.length_m // 1000})
    marker = said.get("marker")
    if "metres" in whole and isinstance(marker, str) and places.markers.is_number(marker):
        there = places.markers.chainage(marker, whole["metres"])
        if there is None or not 0 <= there <= line.length_m:
            yield Finding(at, "past_the_end", said, field.label, {"length": line.length_m // 1000})
    if {"lon", "lat"} <= whole.keys() and abs(whole["lon"]) <= _EAST and abs(whole["lat"]) <= _NORTH:
        off = line.locate(whole["lon"] / 1e7, whole["lat"] / 1e7).offset
        if off > FAR_M:
            yield Finding(at, "far_from_the_line", said, field.label, {"km": f"{off / 1000:.0f}"})


def counterparts(told: Act) -> tuple[str, ...]:
    """Return who may confirm or contest what an act tells; nobody where it can't be read here."""
    return counterparts_of(told.kind, told.version, told.body)


def counterparts_of(kind: str, version: int, body: Mapping[str, Any]) -> tuple[str, ...]:
    """Return who may confirm or contest a record; nobody where it can't be read here."""
    return registry.counterparts(kind, dict(body)) if readable(kind, version) else ()


def links(kind: str, version: int, body: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Return the ties that a body states, verb and record; none where it can't be read here."""
    return registry.links(kind, body) if readable(kind, version) else ()  # type: ignore[arg-type]


def essentials(told: Act) -> object:
    """Return what an amendment may not touch and stay agreed: all of it where it can't be read here."""
    return registry.essentials(told.kind, dict(told.body)) if readable(told.kind, told.version) else told.body


def where(spot: Spot | None) -> tuple[str, int | None, int | None]:
    """Return where a place as it was said is: organisation code (or empty) and the interval in metres.

    The interval is on the line that both sides agreed on.
    """
    if spot is None:
        return "", None, None
    first, last = interval(spot)
    return spot.organisation or _commune_of(spot.gate), first, last


def _commune_of(gate: str) -> str:
    """Return the commune that a gate lies in; empty where no gate was said."""
    known = packaged().gate(gate) if gate else None
    return known.commune if known else ""


def interval(spot: Spot, on: line_places.Places | None = None) -> tuple[int | None, int | None]:
    """Return the stretch of the line that a place takes in, in metres, as far as it can be told."""
    places = on or line_places.packaged_places()
    told: dict[str, Any] = {}
    if spot.marker:
        told = {"marker": spot.marker, "metres": spot.metres or 0}
        if spot.to_marker:
            told["marker_to"] = spot.to_marker
    elif spot.lon is not None:
        told = {"lon": spot.lon, "lat": spot.lat}
    elif spot.m_from is not None:
        told = {"chainage": spot.m_from, "line": spot.line}
        if spot.m_to is not None:
            told["to"] = spot.m_to
        if on is not None and spot.line == line_places.packaged_places().line.version:
            told = _carried(spot, on)
    elif spot.gate:
        return _named(places, "gate", spot.gate)
    elif spot.organisation:
        return _named(places, "organisation", spot.organisation)
    return (places.resolve(told) or (None, None)) if told else (None, None)


def off_the_line(kind: str, version: int, body: Mapping[str, Any], on: line_places.Places) -> int | None:
    """Return how many metres from the line the coordinates lie by which a record has its kilometre: the nearest one.

    None where its place is said in another way, or has no kilometre.
    """
    spot = coordinates(kind, version, body)
    off = on.line.locate(*spot).offset if spot is not None else None
    return round(off) if off is not None and off <= line_places.REACH_M else None


def coordinates(kind: str, version: int, body: Mapping[str, Any]) -> tuple[float, float] | None:
    """Return longitude and latitude in degrees where a record says its place by them alone, else None."""
    spot = registry.place(kind, dict(body)) if readable(kind, version) else None
    if spot is None or spot.marker or spot.lon is None or spot.lat is None:
        return None
    return spot.lon / 1e7, spot.lat / 1e7


def _carried(spot: Spot, on: line_places.Places) -> dict[str, Any]:
    """Return kilometres said on the packaged line as those of another: the same spots on the ground."""
    packaged = line_places.packaged_places().line
    ends = [spot.m_from, spot.m_from if spot.m_to is None else spot.m_to]
    if any(end is None or end > packaged.length_m for end in ends):
        return {}
    first, last = (on.line.locate(*packaged.point_at(end)).chainage for end in ends)
    return {"chainage": first, "to": last}


def _named(places: line_places.Places, form: str, code: str) -> tuple[int | None, int | None]:
    """Return the stretch that a gate or an organisation takes in; asked often of the packaged line, so kept."""
    if places is line_places.packaged_places():
        return _packaged(form, code)
    return places.resolve({form: code}) or (None, None)


@lru_cache(maxsize=4096)
def _packaged(form: str, code: str) -> tuple[int | None, int | None]:
    return line_places.resolve({form: code}) or (None, None)


def days(kind: str, version: int, body: Mapping[str, Any]) -> Days:
    """Return the civil days of what a record tells; no period where it can't be read here."""
    return registry.event_days(kind, dict(body)) if readable(kind, version) else NO_PERIOD


def published_day(body: Mapping[str, Any]) -> int | None:
    """Return the last civil day of when a source says that it was published, if it does."""
    source = body.get("source")
    published = source.get("published") if isinstance(source, Mapping) else None
    return days_of(published)[1] if isinstance(published, str) and published else None


def is_press(kind: str, body: Mapping[str, Any]) -> bool:
    """Return whether a record repeats what the press reported: nobody confirms or contests that."""
    return kind == "return" and body.get("basis") == "press"

"""Where: an organisation's place, a gate, a marker, coordinates or the kilometre, kept as said."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, NamedTuple

from twinline.records.fields.base import Field
from twinline.records.fields.parties import (
    ORGANISATION_PATTERN,
    check_organisation,
    is_organisation,
    shown_organisation,
)
from twinline.records.fields.plain import Text, check_words, plain_words
from twinline.records.findings import Found
from twinline.records.lookup import Lookup
from twinline.records.words import Labels, words
from twinline.text import fold

MARKER_PATTERN = r"[1-9][0-9]{0,3}(?:/[0-9]{1,2})?(?:\([0-9]\))?"
METRES_LIMIT = 20_000
LINE_LIMIT = 5_000_000
LONGITUDE, LATITUDE = 1_800_000_000, 900_000_000
_is_marker = re.compile(MARKER_PATTERN).fullmatch
_is_line = re.compile(r"[0-9a-f]{8,64}").fullmatch
NAME_LIMIT = 120

# A position is said in one of these ways; its parts go together.
_POSITIONS = (
    frozenset({"gate"}),
    frozenset({"marker", "metres", "to_marker"}),
    frozenset({"lon", "lat"}),
    frozenset({"chainage", "to_chainage", "line"}),
)
_NEEDS = {
    "metres": "marker",
    "to_marker": "marker",
    "lon": "lat",
    "lat": "lon",
    "to_chainage": "chainage",
    "chainage": "line",
    "line": "chainage",
}

_FORMS = {
    "marker": (_is_marker, '"405", "425/1"'),
    "to_marker": (_is_marker, '"405", "425/1"'),
    "line": (_is_line, '"5f0c2a9e"'),
}
_RANGES = {
    "metres": (-METRES_LIMIT, METRES_LIMIT, "not_a_count"),
    "chainage": (0, LINE_LIMIT, "not_a_count"),
    "to_chainage": (0, LINE_LIMIT, "not_a_count"),
    "lon": (-LONGITUDE, LONGITUDE, "off_the_earth"),
    "lat": (-LATITUDE, LATITUDE, "off_the_earth"),
}


class MarkerNumber(Text):
    """The number of a marker, or of a stake between two: ``405``, ``425/1``."""

    def __init__(self, label: Labels, **more: Any) -> None:
        super().__init__(label, limit=12, pattern=MARKER_PATTERN, example="405", **more)


class Spot(NamedTuple):
    """A place as it was said; what was not said is empty or None.

    ``lon`` and ``lat`` are in 10^-7 degrees (WGS 84), ``metres`` along the line from the
    marker (towards the south positive), ``m_from`` and ``m_to`` chainages on the line
    version ``line``.
    """

    organisation: str = ""
    name: str = ""
    gate: str = ""
    marker: str = ""
    to_marker: str = ""
    metres: int | None = None
    lon: int | None = None
    lat: int | None = None
    m_from: int | None = None
    m_to: int | None = None
    line: str = ""


class Place(Field):
    """A place: the code of an organisation, or an object that says more.

    ``organisation`` and ``name`` (free, such as Vinh) may stand beside one position:
    ``gate``, or ``marker`` with ``metres`` or ``to_marker``, or ``lon`` and ``lat``, or
    ``chainage`` with ``line`` (the line version) and ``to_chainage``.
    """

    def check(self, value: Any, at: str, found: Found, lookup: Lookup) -> None:
        if isinstance(value, str):
            check_organisation(value, at, found, lookup, self.label)
        elif not isinstance(value, dict) or not value:
            found.add(at, "not_a_place", value, self.label)
        else:
            self._check_parts(value, at, found, lookup)

    def _check_parts(self, value: dict[str, Any], at: str, found: Found, lookup: Lookup) -> None:
        for name, part in value.items():
            if name == "lat" and isinstance(part, str) and part == value.get("lon"):
                continue  # typed into one box, it is one fault
            self._check_part(name, part, f"{at}.{name}", found, lookup)
            if name in _NEEDS and _NEEDS[name] not in value:
                found.add(f"{at}.{_NEEDS[name]}", "missing", None, self.label)
        if sum(not way.isdisjoint(value) for way in _POSITIONS) > 1:
            found.add(at, "two_positions", value, self.label)
        start, end = value.get("chainage"), value.get("to_chainage")
        if type(start) is int and type(end) is int and start > end:
            found.add(at, "ends_before_it_begins", f"{start} – {end}", self.label)

    def _check_part(self, name: str, part: Any, at: str, found: Found, lookup: Lookup) -> None:
        if name == "organisation":
            check_organisation(part, at, found, lookup, self.label)
        elif name == "gate":
            if not isinstance(part, str) or lookup.gate(part) is None:
                found.add(at, "unknown_gate", part, self.label)
        elif name == "name":
            self._check_name(part, at, found)
        elif name in _FORMS:
            matches, example = _FORMS[name]
            if not isinstance(part, str) or not matches(part):
                found.add(at, "wrong_form", part, self.label, example=example)
        elif name in ("lon", "lat") and isinstance(part, str):
            found.add(at, "not_coordinates", part, self.label)
        elif name in _RANGES:
            least, most, rule = _RANGES[name]
            if type(part) is not int or not least <= part <= most:
                found.add(at, rule, part, self.label, least=least)
        else:
            found.add(at, "unknown_field", part, self.label)

    def fits(self, value: Any, lookup: Lookup) -> bool:
        if type(value) is str:
            return is_organisation(value, lookup)
        if type(value) is not dict or not _go_together(tuple(value)):
            return False
        for name, part in value.items():
            if name == "organisation":
                right = is_organisation(part, lookup)
            elif name in _RANGES:
                least, most, _ = _RANGES[name]
                right = type(part) is int and least <= part <= most
            elif name in _FORMS:
                right = type(part) is str and _FORMS[name][0](part) is not None
            elif name == "gate":
                right = type(part) is str and lookup.gate(part) is not None
            else:
                right = name == "name" and plain_words(part, NAME_LIMIT)
            if not right:
                return False
        return "to_chainage" not in value or bool(value["chainage"] <= value["to_chainage"])

    def _check_name(self, part: Any, at: str, found: Found) -> None:
        if not isinstance(part, str):
            found.add(at, "not_text", part, self.label)
        else:
            check_words(part, at, found, self.label, NAME_LIMIT)

    def form(self) -> dict[str, Any]:
        code = {"type": "string", "pattern": f"^{ORGANISATION_PATTERN}$", "x-refers": "organisation"}
        marker = {"type": "string", "pattern": f"^{MARKER_PATTERN}$"}
        chainage = {"type": "integer", "minimum": 0, "maximum": LINE_LIMIT}
        parts = {
            "organisation": code,
            "name": {"type": "string", "minLength": 1, "maxLength": NAME_LIMIT},
            "gate": {"type": "string", "x-refers": "gate"},
            "marker": marker,
            "to_marker": marker,
            "metres": {"type": "integer", "minimum": -METRES_LIMIT, "maximum": METRES_LIMIT},
            "lon": {"type": "integer", "minimum": -LONGITUDE, "maximum": LONGITUDE},
            "lat": {"type": "integer", "minimum": -LATITUDE, "maximum": LATITUDE},
            "chainage": chainage,
            "to_chainage": chainage,
            "line": {"type": "string", "pattern": "^[0-9a-f]{8,64}$"},
        }
        needs = {name: [other] for name, other in _NEEDS.items()}
        several = {
            "type": "object",
            "properties": parts,
            "minProperties": 1,
            "dependentRequired": needs,
            "additionalProperties": False,
        }
        return {"oneOf": [code, several]}

    def show(self, value: Any, lang: str, lookup: Lookup) -> str:
        return shown_spot(spot(value), lang, lookup)


@lru_cache(maxsize=256)
def _go_together(names: tuple[str, ...]) -> bool:
    """Return whether these parts of a place make one position at most, and none lacks another that it needs."""
    needed = all(_NEEDS[name] in names for name in names if name in _NEEDS)
    return bool(names) and needed and sum(not way.isdisjoint(names) for way in _POSITIONS) <= 1


def spot(value: Any) -> Spot:
    """Return the place that a right value of ``Place`` says."""
    if isinstance(value, str):
        return Spot(organisation=value)
    start = value.get("chainage")
    return Spot(
        organisation=value.get("organisation", ""),
        name=value.get("name", ""),
        gate=value.get("gate", ""),
        marker=value.get("marker", ""),
        to_marker=value.get("to_marker", ""),
        metres=value.get("metres"),
        lon=value.get("lon"),
        lat=value.get("lat"),
        m_from=start,
        m_to=value.get("to_chainage", start),
        line=value.get("line", ""),
    )


MARKER = words(vi="mốc {number}", lo="ຫຼັກໝາຍ {number}", en="marker {number}", fr="borne {number}")
MARKERS = words(
    vi="mốc {number} – {to}", lo="ຫຼັກໝາຍ {number} – {to}", en="markers {number} – {to}", fr="bornes {number} – {to}"
)


def shown_spot(place: Spot, lang: str, lookup: Lookup) -> str:
    """Return a place in words, the most telling first."""
    said = [shown_organisation(place.organisation, lang, lookup)] if place.organisation else []
    if place.name and not _is_named(place, lookup):
        said.append(place.name)
    if place.gate:
        gate = lookup.gate(place.gate)
        said.append(Labels(gate.names, ()).to(lang) if gate else place.gate)
    if place.marker:
        said.append(_shown_marker(place, lang))
    if place.lon is not None and place.lat is not None:
        said.append(f"{place.lat / 1e7:.5f}, {place.lon / 1e7:.5f}")
    if place.m_from is not None and place.m_to is not None:
        ends = [f"{metres // 1000}+{metres % 1000:03d}" for metres in sorted({place.m_from, place.m_to})]
        said.append("km " + " – ".join(ends))
    return ", ".join(said)


def _is_named(place: Spot, lookup: Lookup) -> bool:
    """Return whether the free name only repeats a name of the organisation."""
    organisation = lookup.organisation(place.organisation) if place.organisation else None
    name = fold(place.name)
    return organisation is not None and any(name in fold(one) for one in organisation.names.values())


def _shown_marker(place: Spot, lang: str) -> str:
    if place.to_marker and place.to_marker != place.marker:
        return MARKERS.to(lang).format(number=place.marker, to=place.to_marker)
    metres = f" {place.metres:+d} m" if place.metres else ""
    return MARKER.to(lang).format(number=place.marker) + metres

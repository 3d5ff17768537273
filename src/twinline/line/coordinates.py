"""What people type into one box for a place: decimal degrees, degrees with minutes and seconds, MGRS, a marker, a
kilometre of the line.

Taken are ``19.45123, 104.08012`` (also with a decimal comma, ``19,45123; 104,08012``, and in either order where only
one makes sense), ``19°27'04.4"N 104°04'48.4"E`` (B and Đ, N and E, ເໜືອ and ຕາເວັນອອກ, also S and W, or the words:
``vĩ độ 19,45123 Bắc, kinh độ 104,08012 Đông``; with spaces alone where a letter says which), ``48Q UG 51234 53456``,
``marker 412 + 350 m`` with the word in Vietnamese, Lao, English or French, or none: ``412 + 350``; with words for the
way, ``350 m south of marker 412``, or after a comma; ``19:27:04N 104:04:48E``; ``geo:19.45123,104.08012``;
``markers 405 – 412``, and
``km 171,2`` or ``km 171+200 – 175+000``, as pages write it. A word before it that says no more than that it is a place
(``tọa độ:``, ``GPS``) is passed over. Lao digits are read as ours.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from twinline.line.errors import LineError
from twinline.line.mgrs import from_mgrs
from twinline.sentences import Sentence

_WORDS = (
    r"(?:(?:từ\s+)?(?:(?:cột|cọc)\s+)?mốc(?:\s+(?:quốc\s+giới|biên\s+giới|giới))?(?:\s+số)?"
    r"|(?:ຈາກ\s*)?(?:ເສົາ)?(?:ຫຼັກ|ຫລັກ)(?:ໝາຍ|ຫມາຍ)?(?:ຊາຍແດນ|ເຂດແດນ|ປັກປັນ)?\s*(?:ທີ|ເລກທີ)?"
    r"|(?:(?:from\s+)?(?:(?:border|boundary)\s+)?(?:markers?|pillars?|stones?)"
    r"|(?:(?:de\s+)?la\s+|du\s+)?(?:bornes?|repères?)(?:[\s-]+(?:frontière|frontali(?:er|ère)s?))?)"
    r"(?:\s*(?:n[°ºor]\.?|number|numéro|\#))?)"
)
_NUMBER = r"[1-9]\d{0,3}(?:/\d{1,2})?(?:\(\d\))?"
_METRES = r"(?:\d{1,5}|\d{1,2} \d{3})\s*(?:m|mét|metres?|meters?|mètres?|ແມັດ|ມ)"
_MARKER = re.compile(
    rf"(?:{_WORDS}\s*)?(?P<number>{_NUMBER})\s*"
    r"(?:\+\s*(?P<bare>\d{1,5})|"
    rf"(?P<sign>[+\-])\s*(?:(?P<metres>{_METRES})|"
    r"(?P<km>\d{1,2}(?:[.,]\d{1,3})?)\s*(?:km|ກມ))|"
    rf"(?:-|đến|tới|ຫາ|to|à|au)\s*(?:{_WORDS}\s*)?(?P<last>[1-9]\d{{0,3}}(?:/\d{{1,2}})?))?",
    re.IGNORECASE,
)
_TOWARDS = {
    "+": r"(?:(?:về\s+)?(?:phía|hướng)\s+)?nam|(?:ໄປ)?ທາງ(?:ທິດ)?ໃຕ້|(?:to(?:wards)?\s+the\s+)?south"
    r"|(?:au|vers\s+le)\s+sud",
    "-": r"(?:(?:về\s+)?(?:phía|hướng)\s+)?bắc|(?:ໄປ)?ທາງ(?:ທິດ)?ເໜືອ|(?:to(?:wards)?\s+the\s+)?north"
    r"|(?:au|vers\s+le)\s+nord",
}
_FROM = r"(?:cách\s+|ຫ່າງຈາກ\s*)?"
_AWAY = [
    (sign, re.compile(pattern, re.IGNORECASE))
    for sign, way in _TOWARDS.items()
    for pattern in (
        rf"{_FROM}(?P<marker>{_WORDS}\s*{_NUMBER})\s*,?\s+(?:cách\s+|đi\s+|à\s+)?(?P<away>{_METRES})\s*,?\s*(?:{way})",
        rf"{_FROM}(?P<marker>{_WORDS}\s*{_NUMBER})\s*,?\s+(?:{way})\s*(?P<away>{_METRES})",
        rf"(?:à\s+)?(?P<away>{_METRES})\s*(?:{way})\s*(?:of\s+(?:the\s+)?|của\s+|ຂອງ\s*)?(?P<marker>(?:de\s+la\s+|du\s+)?{_WORDS}\s*{_NUMBER})",
    )
]
"""Metres towards the south or the north of a marker, in words: the sign that is written in their place."""
_AFTER = re.compile(rf"(?P<marker>{_WORDS}\s*{_NUMBER})\s*,\s*(?P<away>{_METRES})", re.IGNORECASE)
_METRES_EITHER = re.compile(
    rf"(?:{_WORDS})?\s*{_NUMBER}\s*[+\-,]\s*\d{{1,2}}[.,]\d{{3}}\s*(?:m|mét|metres?|meters?|mètres?|ແມັດ|ມ)",
    re.IGNORECASE,
)
"""``1.200 m`` is 1200 m to some and a little more than one metre to others."""
_PARTS_EITHER = re.compile(r"\d{1,3}(?:[\s,;]+\d{1,3}(?:\.\d+)?){3,}")
_KM = r"(?:\d{1,3}\+\d{3}|\d{1,3}(?:[.,]\d{1,3})?)"
_KM_WORD = r"(?:km|lý\s+trình(?:\s+km)?|ກມ|ກິໂລແມັດ(?:ທີ)?|kilomet(?:re|er)|kilomètre|pk)"
_KILOMETRE = re.compile(
    rf"{_KM_WORD}\s*(?P<first>{_KM})(?:\s*(?:-|đến|ຫາ|to|à)\s*(?:{_KM_WORD}\s*)?(?P<last>{_KM}))?(?:\s*km)?"
    rf"|(?P<alone>{_KM})\s*km",
    re.IGNORECASE,
)
_GEO = re.compile(r"geo:\s*(-?[\d.]+),(-?[\d.]+)(?:,-?[\d.]+)?(?:;crs=wgs84)?(?:;u=[\d.]+)?(?:\?\S*)?", re.IGNORECASE)
"""A place as telephones pass it on (RFC 5870): latitude, longitude, perhaps height and how sure."""
_COLONS = re.compile(r"(?<![\d:])(\d{1,3}):(\d{1,2}(?:[.,]\d+)?)(?::(\d{1,2}(?:[.,]\d+)?))?(?![\d:])")
_PLUS = re.compile(r"\s(?:plus|cộng|ບວກ)\s", re.IGNORECASE)
LONGEST = 200
"""No place is longer: a text is tried at each of its commas and spaces, which of a book would take all memory."""
SQUARE_M = 1_000.0
"""A square of the grid wider than this is no place: its middle may lie 7 or 70 km from what was meant."""
_SIGNS = {ord("໐") + digit: str(digit) for digit in range(10)} | {ord("˚"): "°"}
_LABEL = re.compile(
    r"^(?:(?:tọa|toạ) độ|vị trí|ພິກັດ|coordinates|coordonnées|position|gps|wgs ?84|mgrs)\s*[:=]?\s*(?=\S)", re.IGNORECASE
)
"""What stands before a place and says no more than that it is one."""
_DASHES = re.compile("[\u2010-\u2015\u2212]")
_SPACES = re.compile("[\\s\u00a0\u202f\u2009]+")
_NORTH, _SOUTH = {"N", "B", "ເໜືອ"}, {"S", "ໃຕ້"}
_EAST, _WEST = {"E", "Đ", "D", "ຕາເວັນອອກ"}, {"W", "O", "T", "ຕາເວັນຕົກ"}
_HALF = r"(?:[NSEWBĐDOT]|ເໜືອ|ໃຕ້|ຕາເວັນອອກ|ຕາເວັນຕົກ)"
_LETTERS = tuple(
    (letter, re.compile(rf"(?<![^\W\d_])(?:{words})(?![^\W\d_])(?:\s*[:=])?", re.IGNORECASE))
    for letter, words in (
        ("N", r"vĩ(?: ?độ| tuyến)? bắc|bắc|north|nord"),
        ("S", r"vĩ(?: ?độ| tuyến)? nam|nam|south|sud"),
        ("E", r"kinh(?: ?độ| tuyến)? đông|đông|east|est"),
        ("W", r"kinh(?: ?độ| tuyến)? tây|tây|west|ouest"),
        ("Y", r"latitude|lat\.?|vĩ(?: ?độ| tuyến)?|ລາຕິຈູດ|ເສັ້ນຂະໜານ"),
        ("X", r"longitude|long\.?|lng|lon\.?|kinh(?: ?độ| tuyến)?|ລອງຈິຈູດ|ເສັ້ນແວງ"),
        ("°", r"độ|ອົງສາ|degrees|degrés|deg\.?"),
        ('"', r"giây|ພິລິບດາ|seconds|secondes|sec\.?"),  # before the minutes, whose word ends the Lao one for seconds
        ("'", r"phút|ລິບດາ|minutes|min\.?"),
    )
)
"""Words and the sign that stands for each. Where the axis alone is named, a number without a sign is north or east."""
_ANGLE = re.compile(
    rf"\s*(?P<axis>[XY])?\s*(?P<before>{_HALF})?\s*"
    r"(?P<degrees>[+\-]?\d{1,3}(?:[.,]\d+)?)\s*(?:[°ºd]|o(?=\s*\d))?\s*"
    r"(?:(?P<minutes>\d{1,2}(?:[.,]\d+)?)(?P<gap>\s*['’′m]\s*|\s+|$))?"
    r"(?:(?P<seconds>\d{1,2}(?:[.,]\d+)?)\s*(?:[\"”″s]|''|’’|\s|$)\s*)?"
    rf"(?P<after>{_HALF})?\s*",
    re.IGNORECASE,
)


class NotAPlace(LineError):
    """What was typed is none of the forms."""


def place_from(text: str) -> Mapping[str, Any]:
    """Return what a typed place says, as a record says it: ``lon`` and ``lat`` in 10^-7 degrees, or ``marker`` with
    ``metres`` (towards the south positive) or ``to_marker``, or ``chainage`` and perhaps ``to_chainage`` in metres of
    the line that the writer has before them. Raises ``NotAPlace`` with the forms that are taken."""
    said = _DASHES.sub("-", unicodedata.normalize("NFC", text).translate(_SIGNS))
    said = _PLUS.sub(" + ", _SPACES.sub(" ", said)).strip(" ,;.")
    said = said[1:-1].strip() if (said[:1], said[-1:]) in (("(", ")"), ("[", "]")) else said
    said = "" if len(said) > LONGEST else _LABEL.sub("", said, count=1)
    kilometre = _KILOMETRE.fullmatch(said)
    if kilometre:
        ends = [_metres(end) for end in kilometre.groups() if end]
        return {"chainage": min(ends), **({"to_chainage": max(ends)} if len(ends) > 1 else {})}
    marker = _MARKER.fullmatch(_signed(said))
    if marker:
        return _marked(marker)
    _refuse_two_ways(said, text.strip()[:80])
    geo = _GEO.fullmatch(said)
    said = f"{geo[1]}, {geo[2]}" if geo else _COLONS.sub(_with_signs, said)
    point = from_mgrs(said, coarsest_m=SQUARE_M) or _angles(_lettered(said))
    if point is None or not (abs(point[0]) <= 180 and abs(point[1]) <= 90):
        raise NotAPlace(
            "not-a-place",
            Sentence(
                "{typed!r} is no place: write 19.45123, 104.08012, or 19°27'04.4\"N 104°04'48.4\"E, "
                "or 48Q UG 51234 53456, or marker 412 + 350 m, or km 171.2.",
                typed=text.strip()[:80],
            ),
        )
    return {"lon": round(point[0] * 1e7), "lat": round(point[1] * 1e7)}


def _refuse_two_ways(said: str, typed: str) -> None:
    """Raise ``NotAPlace`` for what one reader takes for another place than the next."""
    if _METRES_EITHER.fullmatch(said):
        raise NotAPlace(
            "two-ways",
            Sentence(
                "{typed!r} can be read in two ways: write the metres without a point or comma, as 412 + 1200 m.",
                typed=typed,
            ),
        )
    if _PARTS_EITHER.fullmatch(said):
        raise NotAPlace(
            "two-ways",
            Sentence(
                "{typed!r} can be read in two ways: say which are degrees, minutes and seconds, as 19°27'04\"N "
                "104°04'48\"E.",
                typed=typed,
            ),
        )


def _signed(said: str) -> str:
    """Return metres from a marker that are told in words, or after a comma, with their sign: towards the south more."""
    for sign, words in [*_AWAY, ("+", _AFTER)]:
        told = words.fullmatch(said)
        if told:
            return f"{told['marker']} {sign} {told['away']}"
    return said


def _with_signs(colons: re.Match[str]) -> str:
    """Return ``19:27:04`` as degrees, minutes and seconds."""
    degrees, minutes, seconds = colons.groups()
    return f"{degrees}°{minutes}'" + (f'{seconds}"' if seconds else "")


def _marked(said: re.Match[str]) -> Mapping[str, Any]:
    """Return a marker, perhaps with metres or to another: what follows a dash is metres only where that is said."""
    if said["last"]:
        return {"marker": said["number"], "to_marker": said["last"]}
    told = said["bare"] or said["metres"]
    if not told and not said["km"]:
        return {"marker": said["number"]}
    away = int(re.sub(r"\D", "", told)) if told else _metres(said["km"])
    return {"marker": said["number"], "metres": -away if said["sign"] == "-" else away}


def _metres(kilometre: str) -> int:
    """Return the metres of ``171+200`` or ``171,2``."""
    whole, plus, rest = kilometre.partition("+")
    return int(whole) * 1000 + int(rest) if plus else round(float(kilometre.replace(",", ".")) * 1000)


def _lettered(said: str) -> str:
    """Return two angles with a sign for each word: halves by their letter, axes by X and Y, degrees and their parts."""
    for letter, words in _LETTERS:
        said = words.sub(letter, said)
    return said


def _angles(said: str) -> tuple[float, float] | None:
    """Return (longitude, latitude) of two angles, in whichever order they make sense."""
    for split in _splits(said):
        found = [_angle(part) for part in split]
        if found[0] is None or found[1] is None:
            continue
        (a, a_axis), (b, b_axis) = found[0], found[1]
        if a_axis == "lon" or b_axis == "lat":
            a, a_axis, b, b_axis = b, b_axis, a, a_axis
        if a_axis == "lon" or b_axis == "lat":
            return None  # twice the same axis
        if not a_axis and not b_axis and abs(a) > 90:
            a, b = b, a
        return b, a
    return None


def _splits(said: str) -> list[tuple[str, str]]:
    """Return the ways to part a text in two: at a semicolon, a comma or a dash with spaces, a space, a lone comma."""
    ways = []
    for cut in (r"\s*[;|/]\s*", r",\s+", r"\s+-\s+", r"\s+", r","):
        for match in re.finditer(cut, said):
            ways.append((said[: match.start()], said[match.end() :]))
    return [(a, b) for a, b in ways if a and b]


def _angle(part: str) -> tuple[float, str] | None:
    match = _ANGLE.fullmatch(part)
    if match is None or (match["before"] and match["after"]):
        return None
    degrees, minutes, seconds = (
        float((match[name] or "0").replace(",", ".")) for name in ("degrees", "minutes", "seconds")
    )
    if minutes >= 60 or seconds >= 60:
        return None
    if (
        match["gap"] is not None
        and not match["gap"].strip()
        and not (match["axis"] or match["before"] or match["after"])
    ):
        return None  # numbers with spaces alone between them: of what, isn't said
    half = (match["before"] or match["after"] or "").upper()
    value = abs(degrees) + minutes / 60 + seconds / 3600
    if match["degrees"].startswith("-") or half in _SOUTH | _WEST:
        value = -value
    axis = "lat" if half in _NORTH | _SOUTH else "lon" if half in _EAST | _WEST else ""
    named = {"X": "lon", "Y": "lat"}.get((match["axis"] or "").upper(), axis)
    if axis not in ("", named):
        return None
    axis = named
    return value, axis

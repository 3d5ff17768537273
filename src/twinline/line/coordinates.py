"""What people type into one box for a place: decimal degrees, degrees with minutes and seconds, MGRS, or a marker.

Taken are ``19.45123, 104.08012`` (also with a decimal comma, ``19,45123; 104,08012``, and in either order where only
one makes sense), ``19°27'04.4"N 104°04'48.4"E`` (B and Đ, N and E, ເໜືອ and ຕາເວັນອອກ, also S and W;
with spaces alone where a letter says which), ``48Q UG 51234 53456``, and
``marker 412 + 350 m`` with the word in Vietnamese, Lao, English or French, or none: ``412 + 350``.
Lao digits are read as ours.
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
    r"(?:(?:cột\s+)?mốc(?:\s+(?:số|quốc\s+giới|giới))?|(?:ຫຼັກ|ຫລັກ)(?:ໝາຍ|ຫມາຍ)?(?:ຊາຍແດນ)?(?:ທີ)?"
    r"|(?:border\s+)?marker|borne(?:\s+frontière)?(?:\s+n[°ºo])?|km\s*stone)"
)
_MARKER = re.compile(
    rf"(?:{_WORDS}\s*)?(?P<number>[1-9]\d{{0,3}}(?:/\d{{1,2}})?(?:\(\d\))?)\s*"
    r"(?:(?P<sign>[+\-])\s*(?:(?P<metres>\d{1,5})\s*(?:m|mét|metres?|mètres?|ແມັດ|ມ)?|"
    r"(?P<km>\d{1,2}(?:[.,]\d{1,3})?)\s*(?:km|ກມ)))?",
    re.IGNORECASE,
)
_LAO_DIGITS = {ord("໐") + digit: str(digit) for digit in range(10)}
_NORTH, _SOUTH = {"N", "B", "ເໜືອ"}, {"S", "ໃຕ້"}
_EAST, _WEST = {"E", "Đ", "D", "ຕາເວັນອອກ"}, {"W", "O", "T", "ຕາເວັນຕົກ"}
_HALF = r"(?:[NSEWBĐDOT]|ເໜືອ|ໃຕ້|ຕາເວັນອອກ|ຕາເວັນຕົກ)"
_ANGLE = re.compile(
    rf"\s*(?P<before>{_HALF})?\s*(?P<degrees>[+\-]?\d{{1,3}}(?:[.,]\d+)?)\s*[°ºd]?\s*"
    r"(?:(?P<minutes>\d{1,2}(?:[.,]\d+)?)(?P<gap>\s*['’′m]\s*|\s+|$))?"
    r"(?:(?P<seconds>\d{1,2}(?:[.,]\d+)?)\s*(?:[\"”″s]|''|’’|\s|$)\s*)?"
    rf"(?P<after>{_HALF})?\s*",
    re.IGNORECASE,
)


class NotAPlace(LineError):
    """What was typed is none of the forms."""


def place_from(text: str) -> Mapping[str, Any]:
    """Return what a typed place says, as a record says it: ``lon`` and ``lat`` in 10^-7 degrees, or ``marker`` with
    ``metres`` (towards the south positive). Raises ``NotAPlace`` with the forms that are taken."""
    said = unicodedata.normalize("NFC", text).translate(_LAO_DIGITS).strip()
    marker = _MARKER.fullmatch(said)
    if marker:
        away = int(marker["metres"] or 0) if not marker["km"] else round(float(marker["km"].replace(",", ".")) * 1000)
        metres = away * (-1 if marker["sign"] == "-" else 1)
        return {"marker": marker["number"], **({"metres": metres} if marker["sign"] else {})}
    point = from_mgrs(said) or _angles(said)
    if point is None or not (abs(point[0]) <= 180 and abs(point[1]) <= 90):
        raise NotAPlace(
            "not-a-place",
            Sentence(
                "{typed!r} is no place: write 19.45123, 104.08012, or 19°27'04.4\"N 104°04'48.4\"E, "
                "or 48Q UG 51234 53456, or marker 412 + 350 m.",
                typed=text.strip()[:80],
            ),
        )
    return {"lon": round(point[0] * 1e7), "lat": round(point[1] * 1e7)}


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
    """Return the ways to part a text in two: at a semicolon, a comma with a space, a space, a lone comma."""
    ways = []
    for cut in (r"\s*[;|]\s*", r",\s+", r"\s+", r","):
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
    if match["gap"] is not None and not match["gap"].strip() and not (match["before"] or match["after"]):
        return None  # numbers with spaces alone between them: of what, isn't said
    half = (match["before"] or match["after"] or "").upper()
    value = abs(degrees) + minutes / 60 + seconds / 3600
    if match["degrees"].startswith("-") or half in _SOUTH | _WEST:
        value = -value
    axis = "lat" if half in _NORTH | _SOUTH else "lon" if half in _EAST | _WEST else ""
    return value, axis

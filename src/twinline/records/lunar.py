"""The Vietnamese lunar calendar: its days as civil days, reckoned from the moon and the sun as seen at UTC+07:00.

A month begins on the day of the new moon; the eleventh has the winter solstice in it; where thirteen lie between two
of these, the first without a principal term is a leap month. New moons and the sun's longitude are those of Meeus,
*Astronomical Algorithms*, chapters 49 and 25, right to well under a minute and to a quarter of an hour. Where such an
error could move a day, nothing is returned: no date is better than a wrong one.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from math import floor, radians, sin

#: Vietnam has reckoned by UTC+07:00 as one country since 1976; beyond the last year the day's length is too unsure.
FIRST_YEAR, LAST_YEAR = 1976, 2100
_EPOCH_JD = 2440587.5
_BORDER = 7 / 24
#: In days: a minute, and from 2040 on more each year, since nobody knows how much the day will have lengthened.
_SURE_MOON, _LESS_SURE = 1 / 1440, 2 / 1440 / 60
_SURE_SUN = 0.02

# Coefficient in days, power of the eccentricity, then multiples of the sun's anomaly, the moon's, and its latitude.
_MOON: tuple[tuple[float, int, int, int, int], ...] = (
    (-0.40720, 0, 0, 1, 0), (0.17241, 1, 1, 0, 0), (0.01608, 0, 0, 2, 0), (0.01039, 0, 0, 0, 2),
    (0.00739, 1, -1, 1, 0), (-0.00514, 1, 1, 1, 0), (0.00208, 2, 2, 0, 0), (-0.00111, 0, 0, 1, -2),
    (-0.00057, 0, 0, 1, 2), (0.00056, 1, 1, 2, 0), (-0.00042, 0, 0, 3, 0), (0.00042, 1, 1, 0, 2),
    (0.00038, 1, 1, 0, -2), (-0.00024, 1, -1, 2, 0), (-0.00007, 0, 2, 1, 0), (0.00004, 0, 0, 2, -2),
    (0.00004, 0, 3, 0, 0), (0.00003, 0, 1, 1, -2), (0.00003, 0, 0, 2, 2), (-0.00003, 0, 1, 1, 2),
    (0.00003, 0, -1, 1, 2), (-0.00002, 0, -1, 1, -2), (-0.00002, 0, 1, 3, 0), (0.00002, 0, 0, 4, 0),
)  # fmt: skip
# What the planets do to it: coefficient in days, degrees, degrees a lunation.
_PLANETS = (
    (0.000325, 299.77, 0.107408), (0.000165, 251.88, 0.016321), (0.000164, 251.83, 26.651886),
    (0.000126, 349.42, 36.412478), (0.000110, 84.66, 18.206239), (0.000062, 141.74, 53.303771),
    (0.000060, 207.14, 2.453732), (0.000056, 154.84, 7.306860), (0.000047, 34.52, 27.261239),
    (0.000042, 207.19, 0.121824), (0.000040, 291.34, 1.844379), (0.000037, 161.72, 24.198154),
    (0.000035, 239.56, 25.513099), (0.000023, 331.55, 3.592518),
)  # fmt: skip


class _Unsure(Exception):
    """The reckoning isn't fine enough to tell on which side of midnight something falls."""


@lru_cache(maxsize=512)
def lunar_day(year: int, month: int, day: int) -> int | None:
    """Return the civil day of a day of the lunar calendar (``2026, 1, 1`` is that year's Tết), or None.

    ``year`` is the civil year in which the lunar one begins; leap months are never meant. None where the year is
    beyond 1976 to 2100, or the day can't be told for sure.
    """
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12 and 1 <= day <= 30):
        return None
    try:
        starts = _months(year if month >= 11 else year - 1)
        first, after = starts[month]
    except _Unsure:
        return None
    return first + day - 1 if first + day - 1 < after else None


@lru_cache(maxsize=256)
def _months(year: int) -> dict[int, tuple[int, int]]:
    """Return the first day of each month, and of the one after, from the eleventh of a year to the tenth of the next.

    A leap month isn't in it.
    """
    first, last = _eleventh(year), _eleventh(year + 1)
    starts = [_new_moon(k) for k in range(first, last + 1)]
    leap = -1
    if last - first == 13:
        terms = [_term(start) for start in starts]
        leap = next(number for number in range(1, 13) if terms[number] == terms[number + 1])
    found = {}
    for number, (start, after) in enumerate(pairwise(starts)):
        if number != leap:
            told = number - (leap >= 0 and number > leap)
            found[(10 + told) % 12 + 1] = (start, after)
    return found


def _eleventh(year: int) -> int:
    """Return the lunation of the month with the winter solstice of a civil year."""
    last = _days_before(year + 1) - 1
    lunation = floor((year + 1 - 2000) * 12.3685) + 1
    while _new_moon(lunation) > last:
        lunation -= 1
    return lunation - 1 if _term(_new_moon(lunation)) >= 9 else lunation


def _days_before(year: int) -> int:
    """Return the civil day on which a year begins."""
    before = year - 1
    return before * 365 + before // 4 - before // 100 + before // 400 - 719162


@lru_cache(maxsize=4096)
def _new_moon(k: int) -> int:
    """Return the civil day at UTC+07:00 of a new moon, counted from that of 6 January 2000."""
    t = k / 1236.85
    e = 1 - 0.002516 * t - 0.0000074 * t**2
    sun = 2.5534 + 29.10535670 * k - 0.0000014 * t**2 - 0.00000011 * t**3
    moon = 201.5643 + 385.81693528 * k + 0.0107582 * t**2 + 0.00001238 * t**3 - 0.000000058 * t**4
    node = 160.7108 + 390.67050284 * k - 0.0016118 * t**2 - 0.00000227 * t**3 + 0.000000011 * t**4
    omega = 124.7746 - 1.56375588 * k + 0.0020672 * t**2 + 0.00000215 * t**3
    at = 2451550.09766 + 29.530588861 * k + 0.00015437 * t**2 - 0.000000150 * t**3 + 0.00000000073 * t**4
    at += sum(size * e**power * sin(radians(a * sun + b * moon + c * node)) for size, power, a, b, c in _MOON)
    at += -0.00017 * sin(radians(omega))
    at += sum(size * sin(radians(begun + each * k)) for size, begun, each in _PLANETS)
    local = at - _clock_behind(2000 + k / 12.3685) - _EPOCH_JD + _BORDER
    if min(local % 1, 1 - local % 1) < _SURE_MOON + max(0, k / 12.3685 - 40) * _LESS_SURE:
        raise _Unsure
    return floor(local)


def _term(day: int) -> int:
    """Return in which twelfth of its way the sun is as a civil day begins: 0 from the spring equinox, 9 from winter."""
    t = (day - _BORDER + _EPOCH_JD + _clock_behind(1970 + day / 365.2425) - 2451545.0) / 36525
    anomaly = radians(357.52911 + 35999.05029 * t - 0.0001537 * t**2)
    centre = (
        (1.914602 - 0.004817 * t - 0.000014 * t**2) * sin(anomaly)
        + (0.019993 - 0.000101 * t) * sin(2 * anomaly)
        + 0.000289 * sin(3 * anomaly)
    )
    nutation = 0.00478 * sin(radians(125.04 - 1934.136 * t))
    longitude = (280.46646 + 36000.76983 * t + 0.0003032 * t**2 + centre - 0.00569 - nutation) % 360
    if min(longitude % 30, 30 - longitude % 30) < _SURE_SUN:
        raise _Unsure
    return int(longitude // 30)


def _clock_behind(year: float) -> float:
    """Return by how many days the clock is behind the even time of the sky: 46 s in 1976, 69 s now, more later."""
    return (46.5 + 0.6 * (year - 1976)) / 86_400

"""Pictures for who reads no script: one line drawing for each condition of a marker and each finding on the line.

Drawn on a square of 24 by 24. A word of the closed lists without a picture fails a test.
"""

from __future__ import annotations

_GROUND = "M3 20h18"
_STONE = "M8.5 20V7.5L12 4l3.5 3.5V20"
_DASHED = 'stroke-dasharray="1.5 1.5"'


def _path(*lines: str, more: str = "") -> str:
    return f'<path d="{"".join(lines)}" {more}/>'


CONDITIONS: dict[str, str] = {
    "sound": _path(_GROUND, _STONE, "M10.5 10h3M10.5 13h3", "M17.5 10l1.7 2 3-4.5"),
    "faded": _path(_GROUND, _STONE) + _path("M10.5 10h3M10.5 13h3M10.5 16h3", more='stroke-dasharray=".6 1.2"'),
    "overgrown": _path(
        _GROUND,
        "M10 20V8.5L12 6.5l2 2V20",
        "M8 20C8 14 6.5 10 3.5 8.5M8 15c-1-1.5-2.5-2-4-2M8 11.5C9.5 9 9.5 6 8 4",
        "M16 20c0-6 1.5-10 4.5-11.5M16 15c1-1.5 2.5-2 4-2M16 11.5C14.5 9 14.5 6 16 4",
    ),
    "cracked": _path(_GROUND, _STONE, "M12 4l-1.2 4.5 2.7 2-2.7 3.5 1.7 2.5-.8 3.5"),
    "leaning": _path(_GROUND, "M11 20 5.6 8.6l1.7-4.7 4.7 1.7L17.4 17"),
    "undermined": _path(
        "M9 15V6.5L12 3.5l3 3V15",
        "M2.5 16.5H8l1.5 2.8 3 1.2 2.5-1.5.8-2.5h5.7",
        "M10 22.5h.6M13.5 22.8h.6M16.5 21.5h.6",
    ),
    "displaced": _path("M3.5 20V9.5l2-2 2 2V20", more=_DASHED)
    + _path("M16.5 20V9.5l2-2 2 2V20", "M9 13.5h5.5m-2-2 2 2-2 2", _GROUND),
    "fallen": _path(_GROUND, "M4 19h11.5l3.5-3.2-3.5-3.3H4z", "M8 15.8h4"),
    "lost": _path(_GROUND, "M9.8 10.5l4.4 4.4m0-4.4-4.4 4.4") + _path(_STONE, more=_DASHED),
    "not_reached": _path("M2.5 20c5 0 2.5-6.5 7-7", more=_DASHED)
    + _path("M12 7v13M10 9h4M10 12.5h4M10 16h4", "M17 20v-8.5l2-2 2 2V20"),
}
FINDINGS: dict[str, str] = {
    "marker_damage": _path(_GROUND, "M6 20V8.5L9 5.5l3 3V20", "M9 5.5 8 10l2 2-1.5 3.5 1 4.5", "M18 6v8M18 16.8v.6"),
    "bank_erosion": _path(
        "M3 8h9l-1 3 2.5 1.5-1 3 2 2",
        "M3 20.5c1.5-1.5 3-1.5 4.5 0s3 1.5 4.5 0 3-1.5 4.5 0 3 1.5 4.5 0",
        "M15.5 17c1.5-1.5 3-1.5 4.5 0",
        "M16 12.5h.6M18.5 14h.6",
    ),
    "landslide": _path("M3 20h18L9 4z", "M15.5 8.5l2 2M17 5.5l3 3M13 14.5h.6M16 16.5h.6M12 17.5h.6M10 13h.6"),
    "path_blocked": _path(
        "M9 21c0-4-1-6 0-9M15 21c0-4 1-6 0-9M9.5 8c.5-2 1-3 1.5-5", "M14.5 8c-.5-2-1-3-1.5-5", "M4 7.5l16 5M4 12.5l16-5"
    ),
    "felling": _path(
        "M4 20v-5h6v5", "M4 15c2-1 4 1 6 0", _GROUND, "M12 17.5 21 13l-1.5-3-8 5.5", "M15.5 3l4 4M17 5l-5 5.5"
    ),
    "fire": _path(
        "M12 21c-4 0-6-2.5-6-6 0-4 4-5.5 3.5-11 4 2 4 5 3.8 7 1-.5 1.7-1.5 1.7-3 2.5 2 3 4.5 3 7 0 3.5-2 6-6 6z",
        "M12 21c-1.8 0-2.5-1.5-2.5-3s1.5-2 2-4c1.5 1.5 3 2.5 3 4.5 0 1.5-.8 2.5-2.5 2.5z",
    ),
    "clearing": _path(
        "M3 20l3-9h12l3 9z",
        "M9 11 7.5 20M12 11v9M15 11l1.5 9",
        "M8 8V5M12 8V4M16 8V5M8 5l-1.5 1M8 5l1.5 1M12 4l-1.5 1",
        "M12 4l1.5 1M16 5l-1.5 1M16 5l1.5 1",
    ),
    "building": _path("M4 20V11l8-6.5 8 6.5v9z", "M10 20v-5.5h4V20"),
    "grazing": _path(
        "M5 10.5h11v6H5z",
        "M6.5 16.5V20M9 16.5V20M12.5 16.5V20M15 16.5V20",
        "M16 11l2.5-2.5h2.5v3.5l-2.5 1H16",
        "M18.5 8.5 17 6M21 8.5 22 6M5 11c-1.5.5-2 2-2 4",
    ),
    "new_trail": _path(
        "M6 21c8-3-3-7 4-10.5 3-1.5 4-3 4-5.5", "M11 21c8-3-3-6.5 3.5-9.5 3-1.5 3.5-3.5 3.5-6.5", "M4.5 5v5M2 7.5h5"
    ),
    "goods_left": _path("M4 9l8-4 8 4v8.5l-8 4-8-4z", "M4 9l8 4 8-4M12 13v8.5M8 7l8 4"),
    "explosive_remnant": _path(
        "M12 21a6 6 0 1 0 0-12 6 6 0 0 0 0 12z",
        "M12 9V6.5c0-2 3-2 3.5-3.5",
        "M17.5 2.5 19 1.5M18 5l1.5 1M9.5 13c.5-1 1.5-1.5 2.5-1.5",
    ),
}
NOTHING = _path("M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z", "M7.5 12l3 3.5 6-7")


def svg(inside: str, colour: str = "#000") -> str:
    """Return a drawing as an SVG file; ``colour`` may be ``currentColor`` on a page."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" width="24" height="24" fill="none" '
        f'stroke="{colour}" stroke-width="1.3" stroke-linecap="round" stroke-linejoin="round">{inside}</svg>'
    )

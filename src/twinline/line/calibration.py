"""From metres as drawn to official metres: straight pieces between pins."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from twinline.line.errors import LineError
from twinline.sentences import Sentence

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Pin:
    """``drawn_m`` along the drawn line is ``official_m`` of the official one."""

    drawn_m: float
    official_m: int
    at: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class PublishedLength:
    """A length somebody published for a place, and whether the calibration keeps it."""

    code: str
    official_m: int
    keeps: bool
    qualifier: str = "exact"
    land_m: int | None = None
    river_m: int | None = None
    fact: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Calibration:
    """Pins in order from north to south. Raises ``LineError`` if they don't ascend on both measures."""

    pins: tuple[Pin, ...]
    lengths: tuple[PublishedLength, ...] = ()

    def __post_init__(self) -> None:
        if len(self.pins) < 2:
            raise LineError("calibration", Sentence("a calibration needs a pin at each end of the line"))
        for a, b in pairwise(self.pins):
            if b.drawn_m <= a.drawn_m or b.official_m <= a.official_m:
                raise LineError(
                    "calibration",
                    Sentence(
                        "pin {at!r} ({drawn} m drawn, {official} m) doesn't follow {before!r}",
                        at=b.at,
                        drawn=b.drawn_m,
                        official=b.official_m,
                        before=a.at,
                    ),
                )

    @property
    def length_m(self) -> int:
        return self.pins[-1].official_m

    def official(self, drawn: Floats | float) -> Floats:
        """Return official metres for metres as drawn (not rounded); beyond the end pins, the ends."""
        return np.asarray(np.interp(drawn, [p.drawn_m for p in self.pins], [p.official_m for p in self.pins]))

    def drawn(self, official: Floats | float) -> Floats:
        """Return metres as drawn for official metres; beyond the end pins, the ends."""
        return np.asarray(np.interp(official, [p.official_m for p in self.pins], [p.drawn_m for p in self.pins]))

    def scales(self) -> tuple[float, ...]:
        """Return official metres per drawn metre between each pin and the next."""
        return tuple((b.official_m - a.official_m) / (b.drawn_m - a.drawn_m) for a, b in pairwise(self.pins))


def calibration_from(table: Mapping[str, Any]) -> Calibration:
    """Return the calibration that a table like data/pins.toml states."""
    pins = tuple(Pin(float(p["drawn_m"]), int(p["official_m"]), p["at"], p["why"]) for p in table["pin"])
    return Calibration(pins, tuple(PublishedLength(**row) for row in table.get("length", ())))

"""Lines made for a test, and points near them."""

import numpy as np

from twinline.line.axis import Line
from twinline.line.calibration import Calibration, Pin
from twinline.line.nearest import Segments


def points_near(line, number, reach, seed=7):
    rng = np.random.default_rng(seed)
    lon, lat = line.point_at(rng.uniform(0, line.length_m, number))
    turn, away = rng.uniform(0, 2 * np.pi, number), rng.uniform(0, reach, number)
    return lon + away * np.cos(turn) / 104_700, lat + away * np.sin(turn) / 110_680


def made_of(lon, lat):
    """A line of its own length: a metre drawn is a metre said."""
    line = Segments(np.asarray(lon, float), np.asarray(lat, float))
    drawn = np.concatenate([[0], np.cumsum(1 / np.sqrt(line.table[:, 6]))])
    return Line(line.lon, line.lat, drawn, Calibration((Pin(0, 0), Pin(drawn[-1], round(drawn[-1])))))


def dense(line, number):
    at = np.linspace(0, line.drawn[-1], number)
    return made_of(np.interp(at, line.drawn, line.lon), np.interp(at, line.drawn, line.lat))

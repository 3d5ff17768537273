"""Reads the tables that ship with this room. The only module of line/ that opens anything."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any


def text(name: str) -> str:
    """Return the text of a packaged file, line ends as ``\\n`` whatever a checkout made of them."""
    return (files("twinline.line") / "data" / name).read_bytes().decode("utf-8").replace("\r\n", "\n")


@cache
def border() -> Mapping[str, Any]:
    """Return the drawn border line: see data/NOTICE for source and licence."""
    table: Mapping[str, Any] = json.loads(text("border.json"))
    return table


@cache
def pins() -> Mapping[str, Any]:
    """Return the calibration: pins, published lengths, marker ranges."""
    return tomllib.loads(text("pins.toml"))


@cache
def places() -> Mapping[str, Any]:
    """Return which stretch of the drawn line each organisation and gate has."""
    table: Mapping[str, Any] = json.loads(text("places.json"))
    return table

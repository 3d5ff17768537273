"""The packaged tables, read once: the only file of this room that opens anything."""

from __future__ import annotations

import csv
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def rows(table: str) -> tuple[dict[str, str], ...]:
    """Return the rows of a packaged table (``orgs``, ``terms``...), every cell as text, empty where unsaid."""
    text = (files("twinline.data") / f"{table}.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


@cache
def declared(name: str) -> dict[str, Any]:
    """Return a packaged declaration in TOML (``holidays``)."""
    return tomllib.loads((files("twinline.data") / f"{name}.toml").read_text(encoding="utf-8"))


def codes(cell: str) -> list[str]:
    """Return the codes of a cell that joins several by ``;``."""
    return [part.strip() for part in cell.split(";") if part.strip()]


def addresses(cell: str) -> list[str]:
    """Return the page addresses of a ``source`` cell, without the remarks beside them."""
    found = []
    for part in cell.split(" ; "):
        first = part.split(" ")[0].replace("github:", "https://github.com/")
        if first.startswith(("https://", "http://")) and first not in found:
            found.append(first)
    return found

"""What must be impossible (R1 to R13), and how somebody who is no programmer sees that it is; in four languages."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

LIST = "impossible.toml"
Labels = Mapping[str, str]


@cache
def impossible() -> Mapping[str, Mapping[str, Labels]]:
    """Return by name (``R1``) ``what`` must be impossible, and the ``check``, each by language."""
    return tomllib.loads((files(__package__) / LIST).read_text(encoding="utf-8"))

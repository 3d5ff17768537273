"""Why something was refused, as it crosses to the other node: coded, so that it is read in the reader's language."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from twinline.sentences import Problem, Sentence, Text, packed, unpacked

_LONGEST = 500


def write(error: Problem) -> dict[str, Any]:
    """Return a refusal as JSON: its check, its sentence in English, and the pattern and values that make it."""
    told = {"told": json.loads(packed(error.told))} if isinstance(error.told, Sentence) else {}
    return {"check": error.check, "sentence": error.sentence, **told}


def read(problem: Mapping[str, Any]) -> Text:
    """Return why the other node refused: its sentence as it came where it isn't coded or doesn't fit.

    Raises ``KeyError`` where it gives none. A pattern that isn't known here is said as it is.
    """
    told = unpacked(json.dumps(problem.get("told")))
    if isinstance(told, Sentence) and 0 < len(str(told)) <= _LONGEST:
        return told
    return str(problem["sentence"])[:_LONGEST]

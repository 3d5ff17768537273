"""A ready sentence in a cell: as its reader would write it, with what fills its blanks, and back to its code."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from twinline.records.ready import Ready, ReadySentences, patterns
from twinline.records.vocabulary import Vocabulary
from twinline.records.words import LANGUAGES
from twinline.records.written import day, whole
from twinline.text import normal

#: What stands in a blank that nobody filled in, as the template offers it.
GAP = "…"
_BLANK = re.compile(r"\\{(\w+)\\}")
_SPACES = re.compile(r"\s+")


def vocabulary(field: ReadySentences) -> Vocabulary:
    """Return the sentences that a field may say, with a gap for each blank."""
    found = field.item.of.fields["code"].vocabulary
    assert isinstance(found, Vocabulary)
    return found


def sentence_of(field: ReadySentences, text: str, named: Callable[[str], str]) -> dict[str, Any]:
    """Return the ready sentence that a cell holds, in any of the four languages; a blank left as a gap is left out.

    ``named`` finds an organisation. A text that is none of the field's sentences stands as its code, for judging to
    name it.
    """
    bare = _bare(text)
    if bare in vocabulary(field):
        return {"code": bare}
    for code in vocabulary(field):
        for read in _readers(code):
            if match := read.fullmatch(bare):
                return {"code": code, **_filled(match.groupdict(), named)}
    return {"code": text}


def shown(body: Mapping[str, Any], lang: str, named: Callable[[str], str]) -> str:
    """Return a ready sentence as a cell holds it: days as ``31/12/2026``, organisations with their code."""
    told = {name: str(body[name]) for name in Ready.BLANKS if name in body}
    if "day" in told:
        told["day"] = "/".join(reversed(told["day"].split("-")))
    if "organisation" in told:
        told["organisation"] = named(told["organisation"])
    return patterns()[body["code"]].words.to(lang).format_map(told)


def _filled(said: Mapping[str, str], named: Callable[[str], str]) -> dict[str, Any]:
    take: Mapping[str, Callable[[str], Any]] = {"day": day, "number": whole, "organisation": named}
    given = {name: text.strip() for name, text in said.items()}
    return {name: take.get(name, str)(text) for name, text in given.items() if text.strip(".") not in ("", GAP)}


@lru_cache(maxsize=512)
def _readers(code: str) -> tuple[re.Pattern[str], ...]:
    """Return what finds a sentence and its blanks in a cell, one for each language."""
    return tuple(
        re.compile(_BLANK.sub(r"(?P<\1>.+?)", re.escape(_bare(patterns()[code].words.to(lang)))), re.IGNORECASE)
        for lang in LANGUAGES
    )


def _bare(text: str) -> str:
    """Return a text in one form: single spaces, no point at its end, one sort of apostrophe."""
    return _SPACES.sub(" ", normal(text)).strip().rstrip(".").rstrip().replace("'", "’")

"""Translations beside the original: which texts of a record can have some, and which still translate what it says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from twinline.ledger.acts import TRANSLATE, Act
from twinline.store.reading import View

#: The path of a record's note, the text that its page and its minutes show.
NOTE = "note.text"


def texts_of(said: Any, at: str = "") -> dict[str, str]:
    """Return the free texts of a body by their paths: those of parts that say in which language they are."""
    if isinstance(said, Mapping):
        if isinstance(said.get("language"), str) and isinstance(said.get("text"), str):
            return {f"{at}.text": said["text"]}
        parts = [texts_of(value, f"{at}.{name}" if at else name) for name, value in said.items()]
    elif isinstance(said, list | tuple):
        parts = [texts_of(value, f"{at}[{number}]") for number, value in enumerate(said)]
    else:
        return {}
    return {path: text for part in parts for path, text in part.items()}


def translations(view: View, path: str = NOTE) -> Iterator[Act]:
    """Yield what translates a text as it stands now, in the order it was kept: what was said of other words is gone."""
    versions = {version.hash: texts_of(version.body).get(path) for version in view.standing.versions}
    now = texts_of(view.standing.tip.body).get(path)
    by_hash = {told.act.hash: told.act for told in view.acts}
    for told in view.acts:
        if told.act.act != TRANSLATE or told.act.body.get("field") != path:
            continue
        follows = told.act.follows
        while follows is not None and follows not in versions:
            before = by_hash.get(follows)
            follows = before.follows if before else None
        if now is not None and follows is not None and versions[follows] == now:
            yield told.act

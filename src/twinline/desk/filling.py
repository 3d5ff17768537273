"""From what was filled in to the body of a record, along the kind's declaration.

People write numbers and days as their language does; a record holds decimals with
a point and days as ``2022-08-05``. What can't be told apart is left as it was
written, so that judging the record names it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.http import QueryDict

from twinline.desk.language import CODES
from twinline.line.coordinates import NotAPlace, place_from
from twinline.records import fields as declared
from twinline.records.attachments import Attachments
from twinline.records.fields.groups import Declared
from twinline.records.written import ambiguous, day, decimal, whole
from twinline.store import lines
from twinline.store.here import this_ledger
from twinline.store.translations import NOTE

__all__ = ["ambiguous", "amended", "answer", "body", "day", "decimal", "form", "whole"]


def body(kind: type[Declared], post: QueryDict, lang: str) -> dict[str, Any]:
    """Return the body that a form says: what was left empty is left out."""
    return _body(kind, post, "", lang)


def amended(kind: type[Declared], before: Mapping[str, Any], post: QueryDict, lang: str) -> dict[str, Any]:
    """Return the body of a new version: what the kind declares as filled in, all else as it was."""
    return {name: value for name, value in before.items() if name not in kind.fields} | body(kind, post, lang)


def form(fields: Mapping[str, Sequence[str]]) -> QueryDict:
    """Return a draft as the form that it was."""
    post = QueryDict(mutable=True)
    for name, values in fields.items():
        post.setlist(name, list(values))
    return post


def answer(post: QueryDict) -> dict[str, Any]:
    """Return the body of an answer or a withdrawal: its reason, and a note in the language it was written in."""
    reason, text = post.get("reason", "").strip(), post.get("text", "").strip()
    note = {"note": {"language": post.get("language", "en"), "text": text}} if text else {}
    return {**({"reason": reason} if reason else {}), **note}


def translation(post: QueryDict) -> dict[str, Any]:
    """Return the body of a translation of a record's note."""
    return {"field": NOTE, "language": post.get("language", ""), "text": post.get("text", "").strip()}


def _body(kind: type[Declared], post: QueryDict, before: str, lang: str) -> dict[str, Any]:
    found = {name: _value(field, post, f"{before}{name}", lang) for name, field in kind.fields.items()}
    return {name: value for name, value in found.items() if value is not None}


def _value(field: declared.Field, post: QueryDict, at: str, lang: str) -> Any:
    """Return what was filled in for a field, or None where nothing was."""
    if isinstance(field, declared.Part):
        inner = _body(field.of, post, f"{at}.", lang)
        return inner if inner.keys() - {"language"} else None
    if isinstance(field, Attachments):
        return None  # files come beside the form's words
    if isinstance(field, declared.ListOf) and not isinstance(field.item, declared.Code):
        rows = [_value(field.item, post, f"{at}[{number}]", lang) for number in range(field.limit)]
        return [row for row in rows if row is not None] or None
    if isinstance(field, declared.Orgs | declared.ListOf):
        return post.getlist(at) or None
    for kind, taken in _TAKEN.items():
        if isinstance(field, kind):
            return taken(post, at)
    # Beside a list of the latest records stands a box for the number of an older one.
    beside = post.get(f"{at}.number", "").strip() if isinstance(field, declared.RecordRef) else ""
    return _written(field, beside or post.get(at, "").strip(), lang)


def _written(field: declared.Field, text: str, lang: str) -> Any:
    if not text:
        return None
    if isinstance(field, declared.Count):
        return whole(text)
    if isinstance(field, declared.Decimal):
        return decimal(text, lang)
    return day(text) if isinstance(field, declared.Date) else text


def _flag(post: QueryDict, at: str) -> bool | None:
    return True if post.get(at) else None


def _names(post: QueryDict, at: str) -> dict[str, str] | None:
    names = {code: post.get(f"{at}.{code}", "").strip() for code in CODES}
    return {code: name for code, name in names.items() if name} or None


def _when(post: QueryDict, at: str) -> Any:
    start, end = day(post.get(f"{at}.from", "")), day(post.get(f"{at}.to", ""))
    if start and not end:
        return start
    return {name: said for name, said in (("from", start), ("to", end)) if said} or None


_WHOLE = ("metres", "lon", "lat", "chainage", "to_chainage")


def _place(post: QueryDict, at: str) -> Any:
    said: dict[str, Any] = {}
    for name in (
        "organisation",
        "name",
        "gate",
        "marker",
        "to_marker",
        "metres",
        "lon",
        "lat",
        "chainage",
        "to_chainage",
        "line",
    ):
        text = post.get(f"{at}.{name}", "").strip()
        if text:
            said[name] = whole(text) if name in _WHOLE else text
    typed = post.get(f"{at}.typed", "").strip()
    if typed or f"{at}.typed" in post:
        # The box shows what was said before: what stands in it now counts, and an emptied box takes it back.
        new = _typed(typed, said)
        gone = _MARKED | _BOXED if "marker" in new else _BOXED
        said = {name: value for name, value in said.items() if name not in gone} | new
    return said["organisation"] if said.keys() == {"organisation"} else said or None


#: What the one box for a position shows, and what it says anew where a marker is typed into it.
_BOXED = frozenset({"lon", "lat", "chainage", "to_chainage", "line"})
_MARKED = frozenset({"marker", "to_marker", "metres"})


def _typed(text: str, before: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was typed into the one box for a position; what can't be read stays, so that judging names it.

    Kilometres are those of the line that is shown here; unchanged ones stay on the line they were said on.
    """
    if not text:
        return {}
    try:
        said = dict(place_from(text))
    except NotAPlace:
        return {"lon": text, "lat": text}
    if "chainage" not in said:
        return said
    if "line" in before and all(before.get(name) == said.get(name) for name in ("chainage", "to_chainage")):
        return {**said, "line": before["line"]}
    return lines.kilometres(this_ledger(), said)


_TAKEN: dict[type[declared.Field], Callable[[QueryDict, str], Any]] = {
    declared.When: _when,
    declared.Place: _place,
    declared.Names: _names,
    declared.Flag: _flag,
}

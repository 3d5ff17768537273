"""Planting what a browser would run, and a mark for each audience, in every text that a record can say."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from typing import Any

from tests.border import Border
from twinline.records import registry
from twinline.records.example_year import example_year
from twinline.records.examples import agreements, events, gates, twinnings
from twinline.store import saying
from twinline.store.errors import StoreError

#: An element of this name on a page, or an attribute, is text that became markup.
TAG = "xplanted"
RUNS = (
    f'"><{TAG} onclick=alert(1)>', f"'><img src=x onerror=\"document.title='{TAG}'\"><{TAG}>",
    f"<script>document.title='{TAG}';console.log('{TAG}')</script><{TAG}>", f"<svg onload=alert(1)><{TAG}></svg>",
    f"javascript:alert(1)//<{TAG}>", f"=HYPERLINK(\"http://x.example\")<{TAG}>", f"</textarea></title><{TAG}>",
    f"{{{{ 7|add:7 }}}}{{% now 'Y' %}}<{TAG}>", f"x}}*{{background:url(http://x.example/{TAG})}}<{TAG}>",
)  # fmt: skip


def mark(name: str) -> str:
    """Return the mark of an audience: text that is found again whatever stands around it."""
    return f"Mk{name}zq"


def texts(schema: Mapping[str, Any], at: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], int]]:
    """Yield the path and the longest length of each text that may be typed freely."""
    for name, told in schema.get("properties", {}).items():
        place = (*at, name)
        coded = {"enum", "pattern", "format", "x-refers", "const"} & set(told)
        if told.get("type") == "string" and not coded:
            yield place, int(told.get("maxLength", 500))
        yield from texts(told, place)
    for form in (*schema.get("oneOf", ()), *schema.get("anyOf", ())):
        yield from texts(form, at)


def planted(kind: str, body: Mapping[str, Any], told: str, number: int) -> dict[str, Any]:
    """Return a body with something to run in each text that it may have; what isn't right with it stays as it was."""
    made: dict[str, Any] = copy.deepcopy(dict(body))
    for place, longest in texts(registry.json_schema(kind)):
        text = f"{told} {RUNS[number % len(RUNS)]}"[:longest]
        tried = copy.deepcopy(made)
        if not _put(tried, place, text) or (longest < len(told)):
            continue
        if not registry.validate(kind, tried):
            made, number = tried, number + 1
    return made


def _put(body: dict[str, Any], place: tuple[str, ...], text: str) -> bool:
    *above, last = place
    for name in above:
        inner = body.setdefault(name, {"language": "en"} if last == "text" else {})
        if not isinstance(inner, dict):
            return False
        body = inner
    body[last] = text
    return True


#: The audiences of what is planted, by the name that its mark has.
AUDIENCES = {"own": "self", "guard": "vn-na-bg,vn-na", "line": "line"}


def plant(border: Border, each: int = 1, audiences: Mapping[str, str] = AUDIENCES) -> dict[str, int]:
    """Say records of every kind there is an example of, to each audience; return how many were said to whom."""
    seen: dict[str, int] = {}
    examples = [*example_year(2026), *agreements(), *events(), *gates(), *twinnings()]
    chosen = []
    for one in examples:
        seen[one.kind] = seen.get(one.kind, 0) + 1
        if seen[one.kind] <= each:
            chosen.append(one)
    counts = dict.fromkeys(audiences, 0)
    number = 0
    for name, audience in audiences.items():
        for one in chosen:
            number += 1
            body = planted(one.kind, one.body | {"example": True}, mark(name), number)
            try:
                to = saying.expand(border.vn.ledger, audience, author="vn-na")
                told = saying.Saying(one.kind, body, "vn-na", "vn-na", to)
                saying.say(border.vn.ledger, told, now=border.vn.clock())
            except StoreError:
                continue
            counts[name] += 1
    return counts

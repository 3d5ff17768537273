"""Planting what a browser would run, and a mark for each audience, in every text that a record can say."""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from tests.border import Border
from tests.store.pictures import photo
from twinline.records import registry
from twinline.records.example_year import example_year
from twinline.records.examples import agreements, events, gates, twinnings
from twinline.store import acting, attachments, reading, saying
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


#: What stands for each item of a list in a path.
EACH = "[]"
#: The audiences of what is planted, by the name that its mark has.
AUDIENCES = {"own": "self", "guard": "vn-na-bg,vn-na", "line": "line"}


def texts(schema: Mapping[str, Any], at: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], int]]:
    """Yield the path and the longest length of each text that may be typed freely, in lists, too."""
    if at and schema.get("type") == "string" and not {"enum", "pattern", "format", "x-refers", "const"} & set(schema):
        yield at, int(schema.get("maxLength", 500))
    for name, told in schema.get("properties", {}).items():
        yield from texts(told, (*at, name))
    if "items" in schema:
        yield from texts(schema["items"], (*at, EACH))
    for form in (*schema.get("oneOf", ()), *schema.get("anyOf", ())):
        yield from texts(form, at)


def planted(kind: str, body: Mapping[str, Any], told: str, number: int) -> tuple[dict[str, Any], list[str]]:
    """Return a body with something to run in each text that it may have, and where; other texts stay as they were."""
    made: dict[str, Any] = copy.deepcopy(dict(body))
    places = []
    for place, longest in texts(registry.json_schema(kind)):
        text = f"{told} {RUNS[number % len(RUNS)]}"[:longest]
        tried = copy.deepcopy(made)
        if not put(tried, place, text) or (longest < len(told)):
            continue
        if not registry.validate(kind, tried):
            made, number = tried, number + 1
            places.append(".".join(place))
    return made, places


def put(body: Any, place: tuple[str, ...], text: str) -> bool:
    """Put a text where a path leads, in each item of a list; return whether it leads anywhere in this body."""
    first, *rest = place
    if first == EACH:
        if not isinstance(body, list) or not body:
            return False
        if rest:
            return all(put(item, tuple(rest), text) for item in body)
        body[:] = [text]
        return True
    if not isinstance(body, dict):
        return False
    if not rest:
        body[first] = text
        return True
    if first not in body and rest[0] == EACH:
        return False
    return put(body.setdefault(first, {"language": "en"} if rest == ["text"] else {}), tuple(rest), text)


def bodies() -> dict[str, list[dict[str, Any]]]:
    """Return for each kind a body that says as much as it may, and one of the examples."""
    found: dict[str, list[dict[str, Any]]] = {name: [dict(kind.sample[1])] for name, kind in registry.KINDS.items()}
    for one in (*example_year(2026), *agreements(), *events(), *gates(), *twinnings()):
        if len(found[one.kind]) < 2:
            found[one.kind].append(dict(one.body))
    return found


def pictured(border: Border, kind: str, body: dict[str, Any], number: int) -> dict[str, Any]:
    """Return a body with a picture beside it, where its kind has any: its caption is a text in a list."""
    told = registry.json_schema(kind)["properties"].get("attachments")
    if told is None:
        return body
    (shows, *_) = (one["const"] for one in told["items"]["properties"]["shows"]["oneOf"])
    kept = attachments.keep(border.vn.ledger, photo(size=(20 + number % 400, 16)), shows)
    return {**body, "attachments": [kept]}


def plant(border: Border, audiences: Mapping[str, str] = AUDIENCES) -> dict[str, Counter[str]]:
    """Say a record of every kind to each audience; return in which texts something was planted, by audience."""
    found: dict[str, Counter[str]] = {name: Counter() for name in audiences}
    number = 0
    for name, audience in audiences.items():
        to = saying.expand(border.vn.ledger, audience, author="vn-na")
        for kind, choice in bodies().items():
            for body in choice:
                number += 1
                full, places = planted(
                    kind, pictured(border, kind, body | {"example": True}, number), mark(name), number
                )
                try:
                    told = saying.Saying(kind, full, "vn-na", "vn-na", to)
                    saying.say(border.vn.ledger, told, now=border.vn.clock())
                except StoreError:
                    continue  # it leads to another record, which isn't here
                found[name].update(places)
                break
    return found


def plant_acts(border: Border) -> int:
    """Say something of what was said to the line, in the texts that acts have; return how many acts were kept."""
    now, told, kept = border.vn.clock(), f"{mark('line')} {RUNS[0]}", 0
    note = {"note": {"language": "en", "text": told}}
    ledger, reader = border.la.ledger, reading.Reader.of_node(border.la.ledger)
    for number, row in enumerate(reading.records(ledger, reader, kind="incident") + reading.records(ledger, reader)):
        view = acting.find(ledger, row.record)
        try:
            if number % 2:
                acting.dispute(ledger, view, {"reason": "count_differs", **note}, now=now)
            else:
                acting.countersign(ledger, view, note, now=now)
            kept += 1
        except StoreError:
            continue  # not for this side to answer
    return kept

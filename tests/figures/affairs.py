"""Random affairs of both sides, and what may be counted of them: worked out from what was said, in plain Python.

Nothing of the product's figures, and nothing of its fold, is shared with the reference: at each instant it asks all
that was known by then anew (``tests.ledger.plain``), and it reads the gazetteer's tables itself.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from importlib import resources
from typing import Any

from hypothesis import strategies as st

from tests.ledger.cast import BOTH, LINE, READERS, SIDES
from tests.ledger.plain import Plain, both_sides_say_so, components
from twinline.ledger.acts import Act

MONTH = "2022-06-0"
OLD, NEW, VILLAGE = "vn-na-xo-my-ly", "vn-na-x-my-ly", "vn-v-pha-chieng"
ENDED, DISTRICT = "la-xk-muong-moc", "la-xk-nong-het"
SPOTS = {"VN": ("vn-na", OLD, NEW, VILLAGE), "LA": ("la-xk", DISTRICT, ENDED)}
#: What a side may say in its roster that became of a place.
MERGED = ({}, {ENDED: ((DISTRICT, None),)}, {ENDED: ((DISTRICT, None), ("la-xk", None))})
PLACES = (None, "vn-na", OLD, NEW, "vn-na-d-ky-son", "la-xk", DISTRICT)
#: The rules that a reference may forget, to be caught.
RULES = ("known on", "withdrawal", "same event", "whose word", "territory", "readers", "held by both")
DRUGS, LOGGING = "drug_trafficking", "illegal_logging"


@dataclass(frozen=True)
class Asked:
    """A question in words: on whose word, held by both or as it arrived here, known when, on which days, where."""

    voice: str
    side: str | None
    held: bool
    known_on: int | None
    days: tuple[int, int] | None
    place: str | None
    merged: bool
    readers: tuple[int, ...]


asked = st.builds(
    lambda word, held, days, **more: Asked(
        *word, held=held or word[1] is None, days=days and tuple(sorted(days)), **more
    ),
    st.sampled_from((("joint", None), ("joint", None), ("agreed", None), ("stated", "VN"), ("stated", "LA"))),
    st.booleans(),
    st.none() | st.tuples(st.integers(1, 5), st.integers(1, 5)),
    known_on=st.none() | st.integers(0, 7),
    place=st.none() | st.sampled_from(PLACES),
    merged=st.booleans(),
    readers=st.sampled_from(((BOTH, LINE), (BOTH, LINE), (LINE,), ())),
)


@st.composite
def affairs(draw: Any) -> list[Act]:
    """Return acts about up to four records: said, amended, answered, withdrawn, called one event, known here and held
    by both at different instants."""
    said: list[Act] = []

    def act(verb: str, author: str, before: Act | None, record: str, audience: int, body: Mapping[str, Any]) -> Act:
        number = len(said) + 1
        arrived = draw(st.integers(0, 6))
        said.append(Act(
            draw(st.binary(min_size=3, max_size=3)) + bytes([number]), number, record, verb, "incident", author,
            SIDES[author], author, audience, before.hash if before else None, body, arrived,
            draw(st.none() | st.integers(arrived, 7)),
        ))  # fmt: skip
        return said[-1]

    roots = []
    for record, author in (("a", "vn-na"), ("b", "la-xk"), ("c", "vn-na"), ("d", "la-xk"))[: draw(st.integers(1, 4))]:
        roots.append(act("say", author, None, record, draw(st.sampled_from((BOTH, BOTH, LINE))), _body(draw, author)))
    for _ in range(draw(st.integers(0, 7))):
        root = draw(st.sampled_from(roots))
        mine = [one for one in said if one.record == root.record]
        before = draw(st.sampled_from(mine[-2:]))
        other = "la-xk" if root.author == "vn-na" else "vn-na"
        verb = draw(
            st.sampled_from(("same_event", "same_event", "countersign", "countersign", "amend", "withdraw", "dispute"))
        )
        if verb == "same_event":
            partner = draw(st.sampled_from(roots)).record
            body = {"other": partner, "summed": draw(st.sampled_from((partner, root.record)))}
            # What one side alone says ties nothing: mostly both say it.
            for author in draw(st.sampled_from((("vn-na", "la-xk"), ("vn-na", "la-xk"), ("la-xk",)))):
                act(verb, author, root, root.record, root.audience, body)
            continue
        author = other if verb in ("countersign", "dispute") else root.author
        act(verb, author, before, root.record, root.audience, _body(draw, author) if verb == "amend" else {})
    return said


def _body(draw: Any, author: str) -> dict[str, Any]:
    side = SIDES[author]
    return {
        "when": f"{MONTH}{draw(st.integers(1, 5))}", "place": draw(st.sampled_from(SPOTS[side])),
        "offence": draw(st.sampled_from((DRUGS, DRUGS, LOGGING))), "cases": draw(st.integers(1, 9)),
        "counterparts": ["la-xk" if side == "VN" else "vn-na"], "example": True,
    }  # fmt: skip


def counted(
    acts: Sequence[Act], asked: Asked, offences: Sequence[str], stated: Mapping[str, Any], forget: str = ""
) -> dict[str, int]:
    """Return the records that count, each with its cases; ``forget`` leaves out one of ``RULES``."""
    plain = [_plain(one) for one in acts if _known(one, asked, forget)]
    roots = [one for one in plain if one.act == "say"]
    told = {one.record: Plain(one, [each for each in plain if each.record == one.record]) for one in roots}
    gone = () if forget == "withdrawal" else ("withdrawn", "released")
    alive = {record: each for record, each in told.items() if each.standing() not in gone}
    pairs = {} if forget == "same event" else _one_event(plain, alive)
    places = None if asked.place is None or forget == "territory" else _places(asked.place, asked.merged, stated)
    found = {}
    for event in components(set(alive), lambda one, other: frozenset((one, other)) in pairs):
        named = sorted(name for pair, name in pairs.items() if pair <= event)
        summed = named[0] if named else min(event)
        for record in event:
            side = alive[record].root.side
            own = min(
                (each for each in event if alive[each].root.side == side), key=lambda each: (each != summed, each)
            )
            words = {"joint": record == summed, "agreed": record == summed and alive[record].standing() == "agreed",
                     "stated": record == own and side == asked.side}  # fmt: skip
            body = json.loads(str(alive[record].tip().body["x"]))
            day = int(body["when"][-1])
            if (
                (words[asked.voice] or forget == "whose word")
                and (asked.days is None or asked.days[0] <= day <= asked.days[1])
                and (places is None or body["place"] in places)
                and (alive[record].root.audience in asked.readers or forget == "readers")
                and body["offence"] in offences
            ):
                found[record] = body["cases"]
    return found


def _known(one: Act, asked: Asked, forget: str) -> bool:
    since = one.held if asked.held and forget != "held by both" else one.arrived
    return since is not None and (asked.known_on is None or forget == "known on" or since <= asked.known_on)


def _plain(one: Act) -> Act:
    """Return an act with the body that the rules written a second time ask for."""
    if one.act not in ("say", "amend"):
        return one
    return replace(one, body={"to": one.body["counterparts"], "x": json.dumps(dict(one.body), sort_keys=True)})


def _one_event(acts: Sequence[Act], alive: Mapping[str, Plain]) -> dict[frozenset[str], str]:
    """Return the pairs that are one event for whoever reads either, each with the record that counts."""
    found = {}
    for pair, named in both_sides_say_so(acts).items():
        if not pair <= set(alive):
            continue
        one, other = sorted(pair)
        first, second = (alive[each].root.audience for each in (one, other))
        if first == second:
            found[pair] = min(named) if len(named) == 1 else one
        elif READERS[first] >= READERS[second] or READERS[second] >= READERS[first]:
            found[pair] = one if READERS[first] >= READERS[second] else other
    return found


def _rows(table: str) -> list[dict[str, str]]:
    text = (resources.files("twinline.data") / f"{table}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


ORGS = {row["id"]: row for row in _rows("orgs")}
CHANGES = [(row["old_id"], row["new_id"]) for row in _rows("commune_changes")]


def _under(code: str) -> set[str]:
    found = {code}
    while more := {each for each, row in ORGS.items() if row["parent_id"] in found} - found:
        found |= more
    return found


def _places(code: str, merged: bool, stated: Mapping[str, Any]) -> set[str]:
    """Return a place and all below it; with what went into any of these, and of one that ended what it became."""
    found = _under(code)
    if not merged:
        return found
    whole = [(old, heirs[0][0]) for old, heirs in stated.items() if len(heirs) == 1]
    while more := {old for old, new in [*CHANGES, *whole] if new in found} - found:
        for old in more:
            found |= _under(old)
    if ORGS[code]["valid_to"]:
        for old, new in CHANGES:
            if old in _under(code):
                found |= _under(new)
    return found

"""Random stories for the laws of the fold: acts that follow one another, and when each became known."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any, TypeVar

from hypothesis import Phase, find, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample

from tests.ledger.cast import BOTH, LINE, SIDES, TWIN, act
from twinline.ledger.acts import Act

AUTHORS = tuple(SIDES)
ANSWERS = ("amend", "amend", "countersign", "countersign", "dispute", "withdraw", "released_as", "bless")
HASH = st.binary(min_size=4, max_size=4)
MOMENT = st.integers(0, 6)


T = TypeVar("T")


def found(
    stories: st.SearchStrategy[T], broken: Callable[[T], bool], *, within: int = 2000, start: int | None = None
) -> bool:
    """Return whether one of so many stories breaks a law: what a law must find in a broken variant.

    Another ``start`` draws other stories; with some a rare fault is found sooner.
    """
    drawn = settings(
        max_examples=within, database=None, derandomize=start is None, deadline=None, phases=[Phase.generate]
    )
    try:
        find(stories, broken, settings=drawn, random=None if start is None else Random(start))
    except NoSuchExample:
        return False
    return True


def body(draw: Callable[[Any], Any]) -> dict[str, Any]:
    to = draw(st.lists(st.sampled_from(("la-xk", "la-xk-nh", "vn-na")), max_size=2, unique=True))
    return {"to": sorted(to), "x": draw(st.integers(0, 1)), "n": draw(st.integers(0, 1))}


@st.composite
def stories(draw: Callable[[Any], Any], verbs: tuple[str, ...] = ANSWERS, most: int = 8) -> list[Act]:
    """Return the acts about one record, its first saying first; some break the rules of who may and to whom."""
    said = [act("say", hash=draw(HASH), arrived=draw(MOMENT), held=draw(st.none() | MOMENT), **body(draw))]
    for number in range(draw(st.integers(0, most))):
        verb = draw(st.sampled_from(verbs))
        own = verb in ("amend", "withdraw", "released_as")
        author = draw(st.sampled_from(("vn-na",) * 6 + AUTHORS if own else ("la-xk", "la-xk", *AUTHORS)))
        told = body(draw) if verb == "amend" else {"by": number}
        audience = draw(st.sampled_from((BOTH,) * 8 + (LINE, TWIN)))
        said.append(
            act(
                verb, author, draw(st.sampled_from(said)), hash=draw(HASH) + bytes([number]), audience=audience,
                arrived=draw(MOMENT), held=draw(st.none() | MOMENT), **told,
            )
        )  # fmt: skip
    return said


@st.composite
def affairs(draw: Callable[[Any], Any]) -> list[Act]:
    """Return acts about up to four records of both sides, with words of both sides on which are one event."""
    roots: list[Act] = []
    acts: list[Act] = []
    for record, author in (("a", "vn-na"), ("b", "la-xk"), ("c", "vn-na"), ("d", "la-xk"))[: draw(st.integers(2, 4))]:
        told = {"to": ["la-xk" if author == "vn-na" else "vn-na"], "x": 1}
        audience = draw(st.sampled_from((BOTH, BOTH, LINE)))
        roots.append(
            act("say", author, record=record, audience=audience, arrived=draw(MOMENT), held=draw(st.none() | MOMENT),
                **told)
        )  # fmt: skip
    acts += roots
    for number in range(draw(st.integers(0, 10))):
        verb = draw(st.sampled_from(("same_event",) * 5 + ("withdraw", "countersign", "amend")))
        target = draw(st.sampled_from(roots))
        clocks = {"arrived": draw(MOMENT), "held": draw(st.none() | MOMENT), "hash": draw(HASH) + bytes([number])}
        if verb != "same_event":
            author = draw(st.sampled_from(("la-xk", "vn-na"))) if verb == "countersign" else target.author
            more = {"to": [], "x": draw(st.integers(0, 2))} if verb == "amend" else {"by": number}
            acts.append(act(verb, author, target, **clocks, **more))
            continue
        other = draw(st.sampled_from(roots)).record
        body = {"other": other, "summed": draw(st.sampled_from((other, target.record, "elsewhere")))}
        if draw(st.integers(0, 4)) == 0:
            body["undo"] = True
        author = draw(st.sampled_from(("vn-na", "la-xk", "vn-na-bg")))
        before = [a for a in acts if a.act == "same_event" and a.author == author and a.record == target.record]
        acts.append(act("same_event", author, draw(st.sampled_from([target, *before])), **clocks, **body))
    return acts

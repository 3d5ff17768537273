"""A program that wasn't answered asks again: the record is said once, and the first answer comes again."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.conftest import Let
from tests.border import Border, incident
from twinline.feeds import ids
from twinline.store import reading
from twinline.store.reading import Reader
from twinline.times import DAY_MS, now_ms

NEW = {"kind": "incident", "body": incident()}


def asked(let: Let, key: str, told: Any = None) -> tuple[int, Any]:
    answer = let().raw("POST", "/records", told or NEW, heads={"Idempotency-Key": key})
    return answer.status_code, answer.json()


def number(world: Border) -> int:
    return reading.count(world.vn.ledger, Reader.of_node(world.vn.ledger))


def test_asked_again_it_is_said_once_and_the_first_answer_comes_again(let: Let, world: Border) -> None:
    before, key = number(world), ids.new_id(now_ms())
    first = asked(let, key)
    assert (first[0], first[1]["record"]) == (201, key)
    assert asked(let, key) == first
    assert number(world) == before + 1


def test_without_a_key_it_is_said_twice(let: Let, world: Border) -> None:
    """The control."""
    before = number(world)
    for _ in range(2):
        let().post("/records", NEW)
    assert number(world) == before + 2


@pytest.mark.parametrize("other", [{"body": incident(persons=9)}, {"to": "line"}, {"kind": "return", "body": {}}])
def test_something_else_under_the_same_key_is_refused_and_not_said(let: Let, world: Border, other: dict) -> None:
    key = ids.new_id(now_ms())
    asked(let, key)
    before = number(world)
    status, told = asked(let, key, {**NEW, **other})
    assert status in (409, 422)
    assert told["error"]["check"] in ("other-under-key", "unfit")
    assert number(world) == before


def test_another_s_record_is_not_answered_with(let: Let, world: Border) -> None:
    theirs = next(row for row in reading.records(world.vn.ledger, Reader.of_node(world.vn.ledger)) if row.side == "LA")
    status, _ = asked(let, theirs.record)
    assert status in (400, 409)


NO_KEYS = {
    "nothing": "", "short": "1", "long": "x" * 300, "of 1970": ids.new_id(0), "noughts": "0" * 36,
    "of three days ago": ids.new_id(now_ms() - 3 * DAY_MS), "another version": "6f9619ff-8b86-4011-b42d-00c04fc964ff",
}  # fmt: skip


@pytest.mark.parametrize("key", NO_KEYS.values(), ids=NO_KEYS)
def test_what_is_no_uuidv7_of_these_days_is_refused_in_one_sentence(let: Let, world: Border, key: str) -> None:
    before = number(world)
    status, told = asked(let, key)
    assert (status, told["error"]["where"]) == (400, "Idempotency-Key")
    assert number(world) == before


def of_side(world: Border, side: str) -> str:
    rows = reading.records(world.vn.ledger, Reader.of_node(world.vn.ledger))
    return next(row.record for row in rows if row.side == side)


def acts_on(world: Border, record: str) -> int:
    view = reading.record(world.vn.ledger, Reader.of_node(world.vn.ledger), record)
    return len(view.acts) if view else 0


#: Each act, whose record it is done to, and what it says; and something else that it might say.
ACTS = {
    "amend": ("VN", incident(cases=5), incident(cases=6)),
    "withdraw": ("VN", {"reason": "mistake"}, {"reason": "replaced"}),
    "countersign": ("LA", {}, {"note": {"language": "en", "text": "Seen."}}),
    "dispute": ("LA", {"reason": "count_differs"}, {"reason": "place_differs"}),
}


@pytest.mark.parametrize("act", ACTS)
def test_an_act_asked_again_is_done_once_and_something_else_under_its_key_is_refused(
    let: Let, world: Border, act: str
) -> None:
    side, told, other = ACTS[act]
    record, key = of_side(world, side), ids.new_id(now_ms())

    def ask(path: str, body: dict, under: str = key) -> tuple[int, Any]:
        answer = let().raw("POST", path, body, heads={"Idempotency-Key": under})
        return answer.status_code, answer.json()

    before = acts_on(world, record)
    first = ask(f"/records/{record}/{act}", told)
    assert (first[0], first[1]["id"]) == (201, key)
    assert ask(f"/records/{record}/{act}", told) == first
    assert acts_on(world, record) == before + 1
    for path, body in ((f"/records/{record}/{act}", other), ("/records", NEW)):
        status, said = ask(path, body)
        assert (status, said["error"]["check"]) == (409, "other-under-key")
    assert acts_on(world, record) == before + 1
    # The control: under a fresh key it is asked anew, and done or refused as the record stands.
    assert ask(f"/records/{record}/{act}", told, ids.new_id(now_ms()))[1] != first[1]


def test_an_act_under_the_key_of_a_record_is_refused(let: Let, world: Border) -> None:
    key = ids.new_id(now_ms())
    asked(let, key)
    answer = let().raw("POST", f"/records/{key}/withdraw", {"reason": "mistake"}, heads={"Idempotency-Key": key})
    assert answer.status_code == 409
    assert acts_on(world, key) == 1

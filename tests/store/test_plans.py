"""How a joint plan goes: its tasks and reviews, by the words of the sides whose they are, the same on both nodes."""

from __future__ import annotations

from typing import Any

from tests.border import Border, Side, carry
from twinline.records import plans as pure
from twinline.store import agenda, plans
from twinline.store.reading import Reader
from twinline.times import days_of, iso

TODAY = days_of("2026-06-30")[0]
PLAN: dict[str, Any] = {
    "subject": "drugs", "parties": ["vn-na", "la-xk"], "signed": "2026-01-10", "example": True,
    "stages": [{"from": "2026-01-10", "to": "2026-03-31"}, {"from": "2026-04-01", "to": "2026-12-31"}],
    "tasks": [
        {"whose": "VN", "what": "awareness", "by": "2026-03-20"},
        {"whose": "both", "what": "joint_patrols", "stage": 1},
        {"whose": "LA", "what": "information", "stage": 2},
    ],
    "reviews": ["2026-03", "2026-06-20"],
}  # fmt: skip


def done(plan: str, task: int, what: str, **more: Any) -> dict[str, Any]:
    return {
        "plan": plan, "task": task, "what": what, "outcome": "done", "when": "2026-03-15", "counterparts": ["la-xk"],
        "example": True, **more,
    }  # fmt: skip


def review(plan: str, day: str) -> dict[str, Any]:
    return {"type": "review", "when": day, "part_of": plan, "counterparts": ["la-xk"], "example": True}


def goes(side: Side, plan: str, today: int = TODAY) -> plans.Progress:
    return plans.progress(side.ledger, Reader.of_node(side.ledger), side.view(plan).row, today=today)


def states(side: Side, plan: str, today: int = TODAY) -> tuple[list[str], list[str]]:
    found = goes(side, plan, today)
    return [one.state for one in found.tasks], [one.state for one in found.reviews]


def test_a_task_is_done_when_those_whose_it_is_have_said_so_and_both_nodes_show_the_same(border: Border) -> None:
    plan = border.vn.say("joint_plan", PLAN).record
    assert states(border.vn, plan) == (["late", "late", "open"], ["late", "late"])
    border.vn.say("task_done", done(plan, 1, "awareness"))
    walked = border.vn.say("task_done", done(plan, 2, "joint_patrols")).record
    border.vn.say("task_done", done(plan, 3, "information"))  # theirs to say
    carry(border.vn, border.la)
    assert states(border.vn, plan)[0] == states(border.la, plan)[0] == ["done", "half", "half"]
    border.la.countersign(walked)
    carry(border.la, border.vn)
    assert states(border.vn, plan)[0] == states(border.la, plan)[0] == ["done", "done", "half"]
    assert [iso(one.day) for one in goes(border.la, plan).tasks if one.day] == ["2026-03-15", "2026-03-15"]


def test_what_the_other_side_contests_and_what_speaks_of_another_task_is_not_done(border: Border) -> None:
    plan = border.vn.say("joint_plan", PLAN).record
    said = border.vn.say("task_done", done(plan, 1, "awareness")).record
    border.vn.say("task_done", done(plan, 2, "awareness"))  # task 2 is about patrols
    border.vn.say("task_done", done(plan, 9, "awareness"))  # the plan has no ninth
    carry(border.vn, border.la)
    border.la.dispute(said, "not_known_to_us")
    carry(border.la, border.vn)
    assert states(border.vn, plan)[0] == states(border.la, plan)[0] == ["contested", "late", "open"]
    border.vn.withdraw(said)
    assert states(border.vn, plan)[0] == ["late", "late", "open"]


def test_a_task_is_given_up_by_both_or_not_at_all(border: Border) -> None:
    plan = border.vn.say("joint_plan", PLAN).record
    said = border.vn.say("task_done", done(plan, 1, "awareness", outcome="given_up")).record
    carry(border.vn, border.la)
    assert states(border.la, plan)[0][0] == "half"
    border.la.countersign(said)
    assert states(border.la, plan)[0][0] == "given_up"


def test_a_review_that_was_held_once_counts_once(border: Border) -> None:
    plan = border.vn.say("joint_plan", PLAN).record
    border.vn.say("activity", review(plan, "2026-04-02"))
    assert states(border.vn, plan)[1] == ["done", "late"]
    border.vn.say("activity", {**review(plan, "2026-06-21"), "type": "sport"})
    border.vn.say("activity", review(plan, "2026-07-02"))  # not yet, on that day
    assert states(border.vn, plan)[1] == ["done", "late"]
    assert states(border.vn, plan, TODAY + 5)[1] == ["done", "done"]


def test_reviews_take_each_the_first_that_was_held_for_it() -> None:
    body = {"reviews": ["2026-06-20", "2026-03"]}
    held = [(days_of(day)[0], day) for day in ("2026-06-01", "2026-06-25")]
    found = pure.reviews(body, held, TODAY)
    assert [(one.number, one.state, one.records) for one in found] == [(1, "done", ("2026-06-01",)), (2, "late", ())]


def test_what_is_done_leaves_the_calendar_and_what_is_late_is_named(border: Border) -> None:
    plan = border.vn.say("joint_plan", PLAN).record
    reader = Reader.of_node(border.vn.ledger)

    def late() -> list[tuple[str, int]]:
        return [(what, one.number) for _row, what, one in plans.late(border.vn.ledger, reader, TODAY)]

    def shown() -> list[str]:
        first, last = days_of("2026-03-20")[0], days_of("2026-03-20")[1]
        return [one.what for one in agenda.agenda(border.vn.ledger, reader, first, last, now=border.vn.clock())]

    assert late() == [("task", 1), ("task", 2), ("review", 1), ("review", 2)]
    assert "task" in shown()
    border.vn.say("task_done", done(plan, 1, "awareness"))
    assert late() == [("task", 2), ("review", 1), ("review", 2)]
    assert "task" not in shown()


def test_both_sides_records_of_one_plan_go_on_together(border: Border) -> None:
    ours = border.vn.say("joint_plan", PLAN).record
    theirs = border.la.say("joint_plan", PLAN).record
    border.la.say("task_done", {**done(theirs, 3, "information"), "counterparts": ["vn-na"]})
    carry(border.la, border.vn)
    carry(border.vn, border.la)
    assert states(border.vn, ours)[0][2] == "open"
    border.vn.same_event(ours, theirs)
    carry(border.vn, border.la)
    border.la.same_event(theirs, ours)
    carry(border.la, border.vn)
    assert states(border.vn, ours)[0][2] == states(border.la, ours)[0][2] == "done"


def renamed(**changes: dict[str, str]) -> dict[str, Any]:
    """Return the plan with its tasks changed: ``t1={"what": "talks"}``."""
    return {**PLAN, "tasks": [{**task, **changes.get(f"t{at}", {})} for at, task in enumerate(PLAN["tasks"], start=1)]}


def test_what_was_done_stays_done_where_the_plan_calls_it_something_else(border: Border) -> None:
    plan = border.vn.say("joint_plan", PLAN).record
    border.vn.say("task_done", done(plan, 1, "awareness"))
    border.vn.amend(plan, renamed(t1={"what": "training"}))
    carry(border.vn, border.la)
    assert states(border.vn, plan)[0] == states(border.la, plan)[0] == ["done", "late", "open"]
    border.vn.amend(plan, renamed(t1={"what": "information"}))
    assert states(border.vn, plan)[0] == ["done", "late", "open"]


def test_what_was_done_goes_with_its_task_to_another_place(border: Border) -> None:
    plan = border.vn.say("joint_plan", PLAN).record
    border.vn.say("task_done", done(plan, 1, "awareness"))
    first, second, third = PLAN["tasks"]
    border.vn.amend(plan, {**PLAN, "tasks": [{"whose": "VN", "what": "training"}, second, first, third]})
    assert states(border.vn, plan)[0] == ["open", "late", "done", "open"]
    border.vn.say("task_done", done(plan, 1, "training"))
    assert states(border.vn, plan)[0] == ["done", "late", "done", "open"]
    border.vn.amend(plan, {**PLAN, "tasks": [second, third]})
    assert states(border.vn, plan)[0] == ["late", "open"]


def test_another_task_of_the_other_side_in_its_place_is_not_the_one_that_was_done(border: Border) -> None:
    plan = border.vn.say("joint_plan", PLAN).record
    border.vn.say("task_done", done(plan, 1, "awareness"))
    border.vn.amend(plan, renamed(t1={"what": "training", "whose": "LA"}))
    assert states(border.vn, plan)[0][0] == "late"

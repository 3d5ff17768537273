"""A joint plan on its page: how its tasks and reviews stand, by what belongs to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from twinline.access.models import User
from twinline.desk.followed import Plan, Planned
from twinline.desk.house import here
from twinline.desk.house.rows import row
from twinline.desk.seen import Row
from twinline.records.cooperation import SUBJECTS
from twinline.records.dated import OCCASIONS
from twinline.records.fields.dates import shown_date
from twinline.records.kinds.joint_plan import WHOSE
from twinline.records.plans import DONE, STATES, Standing
from twinline.store import plans, reading
from twinline.store.here import this_ledger
from twinline.times import day_of, iso

SHOWN = 12


def plan(user: User, lang: str, kept: reading.Row, *, now: int) -> Plan:
    """Return how a joint plan goes, as this officer may see it."""
    found = plans.progress(this_ledger(), here.reader_of(user), kept, today=day_of(now))
    rows = {one.record: row(one, lang) for one in found.rows}
    body: dict[str, Any] = dict(kept.body)
    said, planned = body.get("tasks", ()), body.get("reviews", ())
    named = {name for one in (*found.tasks, *found.reviews) for name in one.records}
    return Plan(
        tasks=tuple(_task(said[one.number - 1], one, rows, lang) for one in found.tasks),
        reviews=tuple(_review(planned[one.number - 1], one, rows, lang) for one in found.reviews),
        tasks_over=sum(one.over for one in found.tasks),
        reviews_over=sum(one.over for one in found.reviews),
        others=tuple(shown for name, shown in rows.items() if name not in named)[:SHOWN],
        add=kept.record,
    )


def _task(said: Mapping[str, Any], one: Standing, rows: Mapping[str, Row], lang: str) -> Planned:
    return Planned(
        number=one.number,
        title=SUBJECTS[said["what"]].to(lang),
        whose=WHOSE[said["whose"]].to(lang),
        stage=said.get("stage", 0),
        due=shown_date(said.get("by") or iso(one.due), lang) if one.due is not None else "",
        **_standing(one, rows, lang),
    )


def _review(said: str, one: Standing, rows: Mapping[str, Row], lang: str) -> Planned:
    return Planned(
        number=one.number, title=OCCASIONS["review"].to(lang), whose="", stage=0, due=shown_date(said, lang),
        **_standing(one, rows, lang),
    )  # fmt: skip


def _standing(one: Standing, rows: Mapping[str, Row], lang: str) -> dict[str, Any]:
    return {
        "state": one.state,
        "state_label": STATES[one.state].to(lang),
        "on": shown_date(iso(one.day), lang) if one.day is not None else "",
        "rows": tuple(rows[name] for name in one.records if name in rows),
    }


def begun(kept: reading.Row, task: int) -> dict[str, object]:
    """Return what need not be typed of a task that is done: which one, and what it is."""
    said = kept.body.get("tasks", ()) if kept.kind == "joint_plan" else ()
    return {"task": task, "what": said[task - 1]["what"], "outcome": DONE} if 0 < task <= len(said) else {}

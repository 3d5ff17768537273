"""One seizure, told by both sides: they differ, and then they agree. Six lines."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from twinline.exchange import files
from twinline.exchange.contact import meet
from twinline.exchange.errors import Unreachable
from twinline.exchange.ledger_shelf import LedgerShelf
from twinline.node.demo import rounds
from twinline.node.demo.world import MARK, Desk
from twinline.records.example_cooperation import replies
from twinline.records.example_offices import tasks_done
from twinline.records.example_year import example_year
from twinline.records.gazetteer import packaged
from twinline.store import acting, reading, reconciling, saying
from twinline.store.reading import Reader
from twinline.store.saying import Said, Saying
from twinline.times import days_of, now_ms

DAY = "2026-03-12"
PERIOD = ("2026-03-01", "2026-03-31")
FIGURE = "drug_cases"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the story: which sentence, what stands in its blanks, and where to look."""

    name: str
    links: tuple[str, ...]
    blanks: dict[str, Any]


def tell(vn: Desk, la: Desk, folder: Path, bring_up: Callable[[], None]) -> list[Line]:
    """Play the story and return its lines. ``bring_up`` restores the link that is down until then."""
    ours, theirs = _both_enter(vn, la)
    lines = [Line("enter", (_record(vn, ours.record), _record(la, theirs.record)), {"vn": 3, "la": 4})]
    _link_fails(vn, la)
    lines.append(Line("down", (f"{vn.url}/other-side/",), {}))
    size = _stick(vn, la, folder) + _stick(la, vn, folder)
    lines.append(Line("stick", (_record(la, ours.record),), {"kilobytes": round(size / 1000)}))
    _differ(vn, la, ours, theirs)
    _stick(vn, la, folder)
    _stick(la, vn, folder)
    lines.append(Line("differ", (_record(vn, ours.record),), {}))
    bring_up()
    _agree(vn, la, ours)
    lines.append(Line("agree", (_record(la, ours.record),), {"persons": 4}))
    lines.append(Line("figure", (_figure(vn), _figure(la)), {}))
    told = {"lines": [asdict(line) for line in lines], "ours": ours.record, "theirs": theirs.record}
    (folder / MARK).write_text(json.dumps(told), encoding="utf-8")
    return lines


def fill(vn: Desk, la: Desk, folder: Path, year: int) -> tuple[int, int, int]:
    """Fill both desks with an example year, unless it was done; return how many each said, and how many are agreed.

    Each says what its own people did; they exchange, confirm what is equal in all months but the last two, and exchange
    again. What the two other provinces would say isn't here: they have no desk in the demo.
    """
    mark = json.loads((folder / MARK).read_text(encoding="utf-8"))
    if str(year) not in mark.get("years", {}):
        said = [len(saying.say_all(desk.ledger, _year_of(desk, year), now=now_ms())) for desk in (vn, la)]
        _stick(vn, la, folder)
        _stick(la, vn, folder)
        for month in range(1, 11):
            for desk in (vn, la):
                reader = Reader.of_node(desk.ledger)
                reconciling.confirm(desk.ledger, reader, f"{year}-{month:02}", now=now_ms())
        for desk in (vn, la):
            told = [*_replies(desk, year), *_tasks_done(desk, year)]
            said.append(len(saying.say_all(desk.ledger, told, now=now_ms())))
        _stick(vn, la, folder)
        _stick(la, vn, folder)
        _stick(vn, la, folder)
        rounds.tell(vn.ledger, year, now=now_ms())
        first, last = days_of(str(year))
        reader = Reader.of_node(vn.ledger)
        agreed = reading.count(vn.ledger, reader, standing="agreed", example=True, since=first, until=last)
        mark.setdefault("years", {})[str(year)] = [said[0] + said[2], said[1] + said[3], agreed]
        (folder / MARK).write_text(json.dumps(mark), encoding="utf-8")
    vn_said, la_said, agreed = mark["years"][str(year)]
    return vn_said, la_said, agreed


def _year_of(desk: Desk, year: int) -> Iterator[Saying]:
    """Yield what a desk says of an example year: the work of its organisation, and of all below it."""
    roster = desk.ledger.roster()
    line = saying.expand(desk.ledger, "line", author=desk.code)
    for one in example_year(year):
        if desk.code in (one.about, *roster.superiors(one.about), *packaged().superiors(one.about)):
            yield Saying(one.kind, one.body, desk.code, one.about, line)


def _replies(desk: Desk, year: int) -> list[Saying]:
    """Return what a desk answers to what it was asked in an example year."""
    line = saying.expand(desk.ledger, "line", author=desk.code)
    first, last = days_of(str(year))
    asked = reading.records(
        desk.ledger, Reader.of_node(desk.ledger), kind="notice", example=True, since=first, until=last
    )
    return [
        Saying("notice", body, desk.code, desk.code, line)
        for one in asked
        if one.body["type"] == "request" and desk.code in one.body.get("counterparts", ())
        for body in replies(dict(one.body), one.record, one.author)
    ]


def _tasks_done(desk: Desk, year: int) -> list[Saying]:
    """Return what a desk tells of the tasks of its joint plans of an example year."""
    line = saying.expand(desk.ledger, "line", author=desk.code)
    plans = reading.records(desk.ledger, Reader.of_node(desk.ledger), kind="joint_plan", author=desk.code, example=True)
    return [
        Saying("task_done", body, desk.code, desk.code, line)
        for one in plans if one.body.get("signed", "").startswith(str(year))
        for body in tasks_done(one.body, one.record)
    ]  # fmt: skip


def earlier(folder: Path) -> list[Line]:
    """Return the lines of the story as it was told before in this folder."""
    told = json.loads((folder / MARK).read_text(encoding="utf-8"))
    return [Line(line["name"], tuple(line["links"]), line["blanks"]) for line in told["lines"]]


def _both_enter(vn: Desk, la: Desk) -> tuple[Said, Said]:
    return (
        _say(vn, _incident(persons=3, counterpart=la.code)),
        _say(la, _incident(persons=4, counterpart=vn.code)),
    )


def _incident(*, persons: int, counterpart: str) -> dict[str, Any]:
    return {
        "when": DAY, "place": {"gate": "gate-nam-can"}, "offence": "drug_trafficking", "cases": 1, "persons": persons,
        "vehicles": 1, "counterparts": [counterpart], "example": True,
    }  # fmt: skip


def _say(desk: Desk, body: dict[str, Any]) -> Said:
    line = saying.expand(desk.ledger, "line", author=desk.code)
    return saying.say(desk.ledger, Saying("incident", body, desk.code, desk.code, line), now=now_ms())


def _link_fails(one: Desk, other: Desk) -> None:
    """Try the link, which is down: the desk notes that it failed."""
    shelf = LedgerShelf(one.ledger)
    try:
        meet(shelf, _peer(shelf, other), now_ms)
    except Unreachable:
        return
    raise AssertionError("the link was to be down")


def _stick(giver: Desk, taker: Desk, folder: Path) -> int:
    """Carry what one side has for the other in a sealed file, as on a stick; return its size in bytes."""
    shelf = LedgerShelf(giver.ledger)
    path = folder / files.suggested_name()
    files.write_bundle(shelf, _peer(shelf, taker), path, at_ms=now_ms())
    size = path.stat().st_size
    files.read_bundle(LedgerShelf(taker.ledger), path, at_ms=now_ms())
    path.unlink()
    return size


def _differ(vn: Desk, la: Desk, ours: Said, theirs: Said) -> None:
    """Both call it one event; Xieng Khouang's officer counts one suspect more."""
    acting.same_event(
        vn.ledger, acting.find(vn.ledger, ours.record), acting.find(vn.ledger, theirs.record), summed=ours.record,
        now=now_ms(),
    )  # fmt: skip
    acting.same_event(
        la.ledger, acting.find(la.ledger, theirs.record), acting.find(la.ledger, ours.record), summed=ours.record,
        now=now_ms(),
    )  # fmt: skip
    acting.dispute(
        la.ledger, acting.find(la.ledger, ours.record), {"reason": "count_differs", "field": "persons"}, now=now_ms()
    )


def _agree(vn: Desk, la: Desk, ours: Said) -> None:
    shelf = LedgerShelf(vn.ledger)
    acting.amend(
        vn.ledger, acting.find(vn.ledger, ours.record), _incident(persons=4, counterpart=la.code), now=now_ms()
    )
    meet(shelf, _peer(shelf, la), now_ms)
    acting.countersign(la.ledger, acting.find(la.ledger, ours.record), {}, now=now_ms())
    meet(shelf, _peer(shelf, la), now_ms)


def _peer(shelf: LedgerShelf, other: Desk) -> Any:
    return next(peer for peer in shelf.peers() if peer.organisation == other.code)


def _record(desk: Desk, record: str) -> str:
    return f"{desk.url}/records/{record}/"


def _figure(desk: Desk) -> str:
    return f"{desk.url}/report/figure/?key={FIGURE}&first={PERIOD[0]}&last={PERIOD[1]}"

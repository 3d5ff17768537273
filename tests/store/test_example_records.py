"""Examples at a node: a year of them fills both desks of the demo, and one command takes a desk's away again."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from tests.border import Border, Side, carry, incident
from twinline.node.demo import commands as demo
from twinline.node.demo import rounds as demo_rounds
from twinline.node.demo import story
from twinline.node.demo.world import MARK, Desk
from twinline.records.example_year import example_year
from twinline.records.gazetteer import packaged
from twinline.store import acting, examples, reading
from twinline.store.commands.saying import withdraw
from twinline.store.errors import StoreError
from twinline.store.reading import Reader
from twinline.times import days_of

TWO_BEATS = ("vn-post-nam-can-qt", "vn-post-na-loi", "la-coy-221", "la-coy-217", "la-xk")


def there_are(at: Side, **asked: object) -> int:
    return reading.count(at.ledger, Reader.of_node(at.ledger), **asked)


def test_our_examples_are_withdrawn_and_nothing_else(border: Border) -> None:
    vn, la = border.vn, border.la
    real = vn.say("incident", {name: said for name, said in incident().items() if name != "example"})
    shared = vn.say("incident", incident())
    home = vn.say("incident", incident(), to="self", intended=("line",))
    acting.release(vn.ledger, [vn.view(home.record)], ("line",), now=border.clock())
    guards = vn.say("incident", incident(), author="vn-na-bg")
    theirs = la.say("incident", incident(counterparts=["vn-na"]))
    carry(vn, la)
    la.countersign(shared.record)
    carry(vn, la)
    done = examples.take_away(vn.ledger, now=border.clock())
    assert (done.withdrawn, done.of_others) == (4, 1)
    assert {vn.standing(one.record) for one in (shared, home, guards)} == {"withdrawn"}
    assert vn.standing(real.record) == "stated"
    assert there_are(la, side="VN", example=True) == 3
    carry(vn, la)
    assert there_are(la, side="VN", example=True) == 0
    assert la.standing(theirs.record) == "stated"
    assert examples.take_away(vn.ledger, now=border.clock()) == examples.TakenAway(0, 1)


def test_all_are_withdrawn_or_none(border: Border, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(3):
        border.vn.say("incident", incident())
    really = reading.record
    asked = []

    def breaks(ledger: object, reader: object, record: str) -> object:
        asked.append(record)
        if len(asked) == 3:
            raise StoreError("disk", "the disk is gone")
        return really(ledger, reader, record)  # type: ignore[arg-type]

    monkeypatch.setattr(examples.reading, "record", breaks)
    with pytest.raises(StoreError):
        examples.take_away(border.vn.ledger, now=border.clock())
    assert there_are(border.vn, example=True) == 3


@pytest.mark.parametrize("asked", [(), ("some-record", "--examples")])
def test_withdrawing_takes_one_record_or_all_examples(border: Border, asked: tuple[str, ...]) -> None:
    done = CliRunner().invoke(withdraw, asked, env={"TWINLINE_NODE": str(border.vn.ledger.folder)})
    assert done.exit_code == 2
    assert "--examples" in done.output


def test_the_command_says_how_many(border: Border) -> None:
    border.vn.say("incident", incident())
    border.vn.say("incident", incident())
    environ = {"TWINLINE_NODE": str(border.vn.ledger.folder)}
    done = CliRunner().invoke(withdraw, ["--examples"], env=environ)
    assert "2 records marked EXAMPLE were withdrawn." in done.output
    assert there_are(border.vn, example=True) == 0


def test_a_year_fills_both_desks_is_agreed_where_it_is_equal_and_can_be_taken_away(
    border: Border, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    part = [one for one in example_year(2025) if one.about in TWO_BEATS]  # of two posts, for the sake of the clock
    monkeypatch.setattr(story, "example_year", lambda year: part)
    monkeypatch.setattr(demo_rounds, "POSTS", TWO_BEATS[:2])
    (tmp_path / MARK).write_text("{}", encoding="utf-8")
    vn, la = Desk(border.vn.ledger, ""), Desk(border.la.ledger, "")
    vn_said, la_said, agreed = story.fill(vn, la, tmp_path, 2025)
    notices = reading.records(border.la.ledger, Reader.of_node(border.la.ledger), kind="notice")
    replied = Counter(one.side for one in notices if "answers" in one.body)
    assert replied["VN"] > 3
    assert vn_said == sum(one.about.startswith("vn-") for one in part) + replied["VN"]
    assert la_said == sum("la-xk" in (one.about, *packaged().superiors(one.about)) for one in part) + replied["LA"]
    assert la_said > 60
    first, last = days_of("2025")
    # The round and what the two posts answer in three months stays on their side.
    at_home = sum(there_are(border.vn, kind=kind) for kind in ("reporting_round", "return", "nothing_to_report"))
    assert at_home > 6
    for side, more in ((border.vn, at_home), (border.la, 0)):
        assert there_are(side, example=True) == vn_said + la_said + more
        assert there_are(side, standing="agreed", since=first, until=last) == agreed > 20
    # What differs by one is left to be reconciled, and the last months too.
    assert there_are(border.vn, kind="patrol", side="LA", standing="stated") > 0
    assert story.fill(vn, la, tmp_path, 2025) == (vn_said, la_said, agreed)
    assert examples.take_away(border.vn.ledger, now=border.clock()).withdrawn == vn_said + at_home
    assert there_are(border.vn, example=True) == la_said


@pytest.mark.parametrize("year", [1999, 2300])
def test_a_year_that_can_not_be_made_up_is_refused(border: Border, tmp_path: Path, year: int) -> None:
    desks = Desk(border.vn.ledger, ""), Desk(border.la.ledger, "")
    with pytest.raises(click.UsageError):
        demo._filled(*desks, tmp_path, year)
    assert demo._filled(*desks, tmp_path, None) == {}

"""What is worked out ahead is what would have been worked out; without it everything is kept all the same."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import pytest
from click.testing import CliRunner

from tests.border import Border, Side, carry, incident
from tests.store.pen import Pen
from tests.store.random_stories import everything
from twinline.feeds import entries, judge
from twinline.feeds.ids import new_id
from twinline.ledger import timeline
from twinline.records import registry
from twinline.records.registry import KINDS
from twinline.store import append, foresight, projection, saying, stating, verifying
from twinline.store.commands import saying as commands
from twinline.store.foresight import LEAVES, Foresight, ahead


@dataclass
class Brought:
    leaves: list[bytes]


def written(side: Side) -> Pen:
    """Return a feed in which much of what may arrive is said: right, unfit, by a stranger, an act, and no entry."""
    pen = Pen(side)
    first = pen.write(incident(note={"language": "vi", "text": "hai bên đã trao đổi tại mốc 412"}))
    pen.write({"religion": "any"})
    pen.write(incident(), author="vn-ht", about="vn-ht")
    pen.write({"anything": 1}, kind="from_another_time")
    pen.write(incident(persons=7), act="amend", id=new_id(0), record=first.id, follows=first.hex)
    pen.leaves.append(b"{}")
    pen.write(incident(place={"marker": "412", "metres": -20}, number="no"))
    return pen


def not_here(leaf: bytes) -> None:
    raise AssertionError("this is the helper's to do")


#: Leaves as the helper alone works them out; the writer, who would help, can't.
ALONE = replace(LEAVES, work=not_here)


def asked(helper: Foresight, leaves: Sequence[bytes], under_way: int = 1) -> Sequence[stating.Stated | None] | None:
    """Return what is told about leaves once so many questions are under way."""
    helper.ask(leaves)
    while helper._asked and sum(each.running() or each.done() for each in helper._asked[-1][1]) < under_way:
        time.sleep(0.001)
    return helper.told(leaves)


@pytest.fixture
def helper(monkeypatch: pytest.MonkeyPatch) -> Iterator[Foresight]:
    monkeypatch.setattr(foresight, "cores", lambda: 2)
    made = Foresight(ALONE, worth=1)
    yield made
    made.close()


def test_the_helper_tells_what_would_have_been_worked_out_here(border: Border, helper: Foresight) -> None:
    leaves = written(border.vn).leaves
    told = asked(helper, leaves)
    assert told == stating.plainly(leaves)
    # Right first sayings are told, a stranger's and those of kinds not known here among them; all else is left.
    assert [each is not None for each in told] == [False, True, False, True, True, False, False, False]


def test_what_was_read_ahead_is_kept_like_what_was_not(border: Border, helper: Foresight) -> None:
    pen = written(border.vn)
    stated = asked(helper, pen.leaves)
    assert stated is not None
    assert any(stated)
    with_it = pen.give(border.la, stated=stated)
    rows = everything(border.la)
    assert verifying.verify(border.la.ledger).faults == []
    verifying.rebuild(border.la.ledger)
    assert everything(border.la) == rows
    again = [append.judged(judge.read(leaf, b"", roster=False), frozenset({"vn-na"})) for leaf in pen.leaves[1:]]
    assert with_it.outcomes["quarantined"] == sum(1 for leaf in again if leaf.fault)


def test_a_stranger_s_words_are_set_aside_though_they_were_read_ahead(border: Border, helper: Foresight) -> None:
    pen = Pen(border.vn)
    pen.write(incident(), author="vn-ht", about="vn-ht")
    pen.give(border.la)  # the feed begins
    pen.write(incident(), author="vn-ht", about="vn-ht")
    last = pen.leaves[-1:]
    stated = asked(helper, last)
    assert stated is not None
    assert stated[0] is not None
    assert pen.give(border.la, first=len(pen.leaves) - 1, stated=stated).outcomes == {append.QUARANTINED: 1}
    assert verifying.verify(border.la.ledger).faults == []


LATE = "import time; time.sleep(0.3); from twinline.store import foresight; foresight.main([])"
ENDS = "import sys; sys.stdin.buffer.read(9)"
BABBLES = "import sys; sys.stdout.buffer.write(b'x' * 90); sys.stdout.flush(); sys.stdin.buffer.read()"


@pytest.mark.parametrize(
    "command", [(sys.executable, "-c", ENDS), (sys.executable, "-c", BABBLES), ("no such program",), ("",)]
)
def test_a_helper_that_fails_is_done_without(
    border: Border, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    monkeypatch.setattr(foresight, "cores", lambda: 2)
    pen = written(border.vn)
    broken = Foresight(ALONE, worth=1, command=command)
    for item in ahead([Brought(pen.leaves)] * 3, broken):
        assert broken.told(item.leaves) is None
    assert pen.give(border.la, stated=broken.told(pen.leaves)).outcomes["kept"]
    broken.close()
    assert verifying.verify(border.la.ledger).faults == []


def test_a_helper_killed_in_the_middle_is_done_without(border: Border, helper: Foresight) -> None:
    leaves = written(border.vn).leaves
    assert asked(helper, leaves) is not None
    assert helper._helper is not None
    helper._helper.kill()
    helper._helper.wait()
    assert asked(helper, leaves) is None


def test_what_the_helper_has_not_come_to_is_done_by_who_waits_for_it(
    border: Border, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(foresight, "cores", lambda: 2)
    monkeypatch.setattr(foresight, "PIECE", 1)
    leaves, done = written(border.vn).leaves, list[bytes]()

    def work(leaves: Sequence[bytes]) -> list[stating.Stated | None]:
        done.extend(leaves)
        return stating.plainly(leaves)

    late = Foresight(replace(LEAVES, work=work), worth=1, command=(sys.executable, "-c", LATE))
    assert asked(late, leaves, under_way=2) == stating.plainly(leaves)
    late.close()
    # Two are under way: the one being worked out, and the one after it.
    assert done == leaves[:1:-1]


def test_few_leaves_start_no_other_process(border: Border) -> None:
    few = Foresight(LEAVES)
    few.ask(written(border.vn).leaves)
    assert few._helper is None
    assert few.told([b"{}"]) is None


def test_what_nobody_comes_for_does_not_pile_up(helper: Foresight) -> None:
    for number in range(20):
        helper.ask([b"%d" % number])
    assert len(helper._asked) <= foresight.ASKED


def test_a_fault_met_in_reading_ahead_comes_in_its_turn() -> None:
    def brings() -> Iterator[Brought]:
        yield Brought([b"1"])
        yield Brought([b"2"])
        raise ValueError("damaged")

    coming = ahead(brings(), Foresight(LEAVES))
    assert [next(coming).leaves, next(coming).leaves] == [[b"1"], [b"2"]]
    with pytest.raises(ValueError, match="damaged"):
        next(coming)


def test_what_does_not_come_in_no_time_is_waited_for_with_nothing_in_hand() -> None:
    def drawn(*, swift: bool) -> list[int]:
        came: list[int] = []

        def brings() -> Iterator[Brought]:
            for number in range(6):
                came.append(number)
                yield Brought([b"%d" % number])

        coming = ahead(brings(), Foresight(LEAVES), swift=lambda: swift)
        return [len(came) for _ in coming]

    assert drawn(swift=False) == [1, 2, 3, 4, 5, 6]
    assert drawn(swift=True)[0] == foresight.DEPTH + 1


def lines() -> list[dict[str, Any]]:
    """Return what may stand in a file of incidents: right ones, in many ways."""
    return [
        incident(note={"language": "vi", "text": "  hai  bên đã trao đổi "}),
        incident(author="vn-na-bg", place={"marker": "412", "metres": -20}),
        incident(about="vn-na-bg", quantities=[{"what": "heroin", "amount": "1.5", "unit": "kg"}]),
        incident(author="vn-na-bg", about="vn-na"),
    ]


def entry_of(side: Side, record: str) -> entries.Entry:
    with side.ledger.connection.cursor() as cursor:
        cursor.execute("SELECT raw FROM store_entry WHERE record = %s", [record])
        return entries.read(bytes(cursor.fetchone()[0]))


def written_lines(bodies: Sequence[Any]) -> list[bytes]:
    return [json.dumps(body, ensure_ascii=False).encode() + b"\n" for body in bodies]


def test_what_lines_say_is_told_where_it_is_right_and_needs_no_look_at_the_ledger() -> None:
    told = stating.prepared(written_lines(lines()), "incident", "vn-na", "")
    assert [each and (each.author, each.about, each.lane) for each in told] == [
        ("vn-na", "vn-na", "routine"), ("vn-na-bg", "vn-na-bg", "routine"), ("vn-na", "vn-na-bg", "routine"),
        ("vn-na-bg", "vn-na", "routine"),
    ]  # fmt: skip
    odd = [[], {}, incident(religion="any"), incident(author=7), incident(about=[]), incident(offence="other")]
    left = [*written_lines(odd), b"", b"{", b"\xff", b'{"cases":1,"cases":2}']
    assert stating.prepared(left, "incident", "vn-na", "") == [None] * len(left)
    talks = KINDS["activity"].sample[1]
    bare, tied = stating.prepared(written_lines([talks, {**talks, "part_of": new_id(7)}]), "activity", "vn-na", "")
    assert bare is not None
    assert tied is None


def test_an_alert_is_told_with_its_lane() -> None:
    (told,) = stating.prepared(written_lines([KINDS["gate_status"].sample[1]]), "gate_status", "vn-na", "")
    assert told is not None
    assert told.lane == "urgent"


@pytest.mark.parametrize("worth", [1, 10**9])
def test_a_file_is_added_alike_with_a_helper_and_without(border: Border, tmp_path, monkeypatch, worth: int) -> None:
    vn = border.vn
    monkeypatch.setenv("TWINLINE_NODE", str(vn.ledger.folder))
    monkeypatch.setattr(foresight, "cores", lambda: 2)
    counting = partial(Foresight, worth=worth)
    monkeypatch.setattr(commands, "Foresight", counting)
    monkeypatch.setattr(commands, "CHUNK", 2)
    (tmp_path / "lines").write_bytes(b"\n".join(written_lines(lines())))
    ran = CliRunner().invoke(commands.add, ["incident", str(tmp_path / "lines"), "--to", "line", "--release"])
    assert ran.exit_code == 0, ran.exception
    assert len(ran.stdout.split()) == len(lines())
    raw = [entry_of(vn, record) for record in ran.stdout.split()]
    for told, entry in zip(lines(), raw, strict=True):
        author = told.pop("author", "vn-na")
        assert (entry.author, entry.about) == (author, told.pop("about", author))
        assert entry.body == registry.normalise("incident", told)
    assert [entry.extra["number"] for entry in raw] == [1, 1, 2, 2]
    assert verifying.verify(vn.ledger).faults == []

    before = verifying.verify(vn.ledger).digest
    (tmp_path / "wrong").write_bytes(b"".join(written_lines([*lines(), incident(offence="other"), *lines()])))
    with pytest.raises(saying.Unfit, match="line 5"):
        CliRunner().invoke(
            commands.add, ["incident", str(tmp_path / "wrong"), "--to", "line", "--release"], catch_exceptions=False
        )
    assert verifying.verify(vn.ledger).digest == before


def test_a_record_that_stands_alone_has_the_rows_that_the_fold_gives_it(border: Border) -> None:
    vn, la = border.vn, border.la
    said = vn.say("incident", incident(quantities=[{"what": "heroin", "amount": "1.5", "unit": "kg"}]))
    vn.say(
        "activity", {"type": "visit", "when": "2026-01", "place": {"gate": "gate-nam-can"}, "example": True}, to="self"
    )
    carry(vn, la)
    for side in (vn, la):
        with side.ledger.connection.cursor() as cursor:
            cursor.execute("SELECT record FROM store_record WHERE solo")
            alone = {str(record) for (record,) in cursor.fetchall()}
            assert said.record in alone
            for record in alone:
                told = projection.told_of(side.ledger, cursor, {record})
                rows = projection.Rows()
                for span in timeline.spans([each.act for each in told], projection.law(side.ledger)):
                    projection.add(rows, told[0], span, solo=True, number=told[0].number)
                assert projection.kept_rows(cursor, {record}) == rows

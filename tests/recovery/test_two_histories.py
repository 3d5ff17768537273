"""Two histories of one feed, told to two honest readers, are found when these meet, and can be shown to anybody."""

from __future__ import annotations

import dataclasses
import json
import random
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from pytest_django import DjangoDbBlocker

from tests.border import Border, Clock, Side
from tests.promises import SEED, tell, tries
from tests.recovery.conftest import SmallPairs
from tests.recovery.world import Office, by_stick, copy_of, founding, offices, wire
from twinline.exchange import cards, commands, ledger_shelf
from twinline.exchange.shelf import Receipt
from twinline.exchange.views import own_card
from twinline.feeds import checkpoints, receipts
from twinline.node import verifying as verify_command
from twinline.store import beginning, evidence, marks, peers, verifying

SCRIPT = Path(__file__).with_name("check_fork.py")


def check(path: Path, *more: str) -> int:
    return subprocess.run([sys.executable, str(SCRIPT), str(path), *more], check=False, capture_output=True).returncode


def pair(office: Office, other: Office) -> None:
    card = cards.read_card(own_card(other.shelf, at_ms=other.clock()))
    office.shelf.pin(card, urls=(), name=None, at_ms=office.clock())


class Forked:
    """A node copied with its key tells two readers, Xieng Khouang and Hua Phan, two histories of one feed."""

    def __init__(self, border: Border, folder: Path, one: list[int], other: list[int]) -> None:
        """``one`` and ``other`` are how many records each copy says between its signed heads."""
        self.na, self.xk = offices(border)
        self.hp = self._reader(folder / "hp", border.clock)
        self.na.say(2)
        wire(self.na, self.xk)
        wire(self.na, self.hp)
        clone = copy_of(self.na, folder / "clone")
        for office in (self.na, clone):
            marks.write(office.folder, office.id, 0)
        for count in one:
            self.na.say(count)
            wire(self.na, self.xk)
        marks.write(clone.folder, clone.id, 0)
        for count in other:
            clone.say(count)
            wire(clone, self.hp)

    def _reader(self, folder: Path, clock: Clock) -> Office:
        hp = Office(beginning.begin(folder, founding("la-hp"), hosts=("la-hp",), now=clock()), clock)
        for one, two in ((hp, self.na), (hp, self.xk)):
            pair(one, two)
            pair(two, one)
        return hp


def alarmed(office: Office) -> set[str]:
    return {alarm.check for alarm in peers.alarms(office.ledger)}


def shapes(count: int) -> list[tuple[list[int], list[int]]]:
    chance = random.Random(SEED)
    fixed = [([1], [1]), ([1], [3]), ([3], [1]), ([1, 1], [2]), ([2], [1, 1, 1])]
    drawn = [
        ([chance.randint(1, 4) for _ in range(chance.randint(1, 3))] for _ in range(2))
        for _ in range(max(count - len(fixed), 0))
    ]
    return [*fixed[:count], *((one, other) for one, other in drawn)]


@pytest.mark.parametrize("count", tries("forks told to two readers"))
def test_two_histories_are_found_when_their_readers_first_meet(
    count: int, small_pairs: SmallPairs, tmp_path: Path, django_db_blocker: DjangoDbBlocker
) -> None:
    proved = Counter()
    for number, (one, other) in enumerate(shapes(count)):
        folder = tmp_path / f"{number}"
        with django_db_blocker.unblock():
            border = small_pairs.copy(folder / "pair")
            proved[found_by_readers(border, folder, one, other)] += 1
            border.close()
        shutil.rmtree(folder)
    tell("forks told to two readers", count, {"found": proved.total(), "proved to anybody": proved[0]})
    assert proved[0] == count


def found_by_readers(border: Border, folder: Path, one: list[int], other: list[int]) -> int:
    """Let the readers of a fork meet; return 0 if what they found convinces anybody."""
    forked = Forked(border, folder, one, other)
    kept = {office.id: office.records() for office in (forked.xk, forked.hp)}
    wire(forked.xk, forked.hp)
    found = [office for office in (forked.xk, forked.hp) if peers.alarms(office.ledger)]
    assert found
    codes = [check(path) for office in found for path in evidence.write(office.ledger, folder / office.id[:4])]
    # Nothing was dropped: each keeps what it had.
    for office in (forked.xk, forked.hp):
        assert office.records() >= kept[office.id]
        assert verifying.verify(office.ledger).faults == []
    forked.hp.ledger.close()
    return min(codes)


def test_readers_who_meet_by_stick_alone_find_it_too(border: Border, tmp_path: Path) -> None:
    forked = Forked(border, tmp_path, [2], [1])
    by_stick(forked.xk, forked.hp, tmp_path)
    by_stick(forked.xk, forked.hp, tmp_path)
    assert "two-histories" in alarmed(forked.xk) | alarmed(forked.hp)


@pytest.mark.parametrize("shown", [True, False])
def test_by_stick_both_readers_see_it_though_each_holds_as_much_as_the_other(
    shown: bool, border: Border, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not shown:  # the control: the author's receipts are thought to be there already, whatever they are over
        monkeypatch.setattr(ledger_shelf.LedgerShelf, "forked", lambda _: frozenset())
    forked = Forked(border, tmp_path, [1], [1])
    by_stick(forked.xk, forked.hp, tmp_path)
    both = (forked.xk, forked.hp)
    assert all("two-histories" in alarmed(office) for office in both) is shown
    proved = [
        any(check(path) == 0 for path in evidence.write(office.ledger, tmp_path / office.id[:4])) for office in both
    ]
    assert all(proved) is shown
    # Nobody is said not to have signed what isn't here.
    told = [str(alarm.sentence) for office in both for alarm in peers.alarms(office.ledger)]
    assert not any("didn't sign" in each for each in told)
    assert all(verifying.verify(office.ledger).faults == [] for office in both)


def test_whose_words_they_are_is_shown_by_stick_that_there_is_another_history_of_them(
    border: Border, tmp_path: Path
) -> None:
    forked = Forked(border, tmp_path, [1], [1])
    by_stick(forked.xk, forked.hp, tmp_path)
    before = alarmed(forked.na)
    for reader in (forked.xk, forked.hp):  # one of them holds what a copy of the author's node said
        by_stick(reader, forked.na, tmp_path)
    assert before == set()
    assert "two-histories" in alarmed(forked.na)
    assert any(check(path) == 0 for path in evidence.write(forked.na.ledger, tmp_path / "own"))


def test_one_history_raises_no_alarm_and_proves_nothing(border: Border, tmp_path: Path) -> None:
    """The control."""
    forked = Forked(border, tmp_path, [2], [])
    wire(forked.xk, forked.hp)
    assert peers.alarms(forked.xk.ledger) == peers.alarms(forked.hp.ledger) == []
    fork = Forked(_again(border, tmp_path), tmp_path / "fork", [1], [1])
    wire(fork.xk, fork.hp)
    written = [
        path for n, each in enumerate((fork.xk, fork.hp)) for path in evidence.write(each.ledger, tmp_path / f"{n}")
    ]
    path = next(path for path in written if check(path) == 0)
    told = json.loads(path.read_text(encoding="utf-8"))
    for spoil in (
        {"theirs": told["ours"]},
        {"theirs": {**told["theirs"], "checkpoint": told["theirs"]["checkpoint"].replace("\n— ", "\n— x", 1)}},
        {"theirs": {**told["theirs"], "root": told["ours"]["root"]}},
        {"feed": "0" * 64},
        {"ours": {**told["ours"], "size": told["ours"]["size"] + 1}},
    ):
        path.write_text(json.dumps({**told, **spoil}), encoding="utf-8")
        assert check(path) == 1, spoil


def test_it_is_shown_by_verify_and_beside_the_peer(border: Border, tmp_path: Path, monkeypatch) -> None:
    forked = Forked(border, tmp_path, [1], [1])
    wire(forked.xk, forked.hp)
    office = next(each for each in (forked.xk, forked.hp) if "two-histories" in alarmed(each))
    monkeypatch.setenv("TWINLINE_NODE", str(office.folder))
    shown = CliRunner().invoke(verify_command.verify, ["--evidence", str(tmp_path / "out")])
    assert shown.exit_code == 0
    assert "two histories" in shown.output
    assert list((tmp_path / "out").iterdir())
    assert "two histories" in CliRunner().invoke(commands.peer, ["list"]).output


def _again(border: Border, tmp_path: Path) -> Border:
    """Return another pair, of the same beginnings."""
    again = Border.__new__(Border)
    again.clock = border.clock
    for name, code in (("vn", "vn-na"), ("la", "la-xk")):
        folder = tmp_path / "fork" / name
        beginning.begin(folder, founding(code), hosts=(code,), now=border.clock()).close()
        setattr(again, name, Side.reopen(folder, border.clock))
    again.vn.pin(again.la)
    again.la.pin(again.vn)
    return again


def test_a_receipt_that_its_reader_got_wrong_is_no_evidence_against_the_author(
    border: Border, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    na, xk = offices(border)
    na.say(2)
    by_stick(na, xk, tmp_path)
    sound = ledger_shelf.LedgerShelf.receipts

    def wrong(shelf: ledger_shelf.LedgerShelf, feed_id: str, **asked: Any) -> list[Receipt]:
        """Return a shelf's receipts, its own node's made over a root that no author signed."""
        return [_over_nothing(xk, each) if each.node == xk.id else each for each in sound(shelf, feed_id, **asked)]

    monkeypatch.setattr(xk.shelf, "receipts", lambda feed_id, **asked: wrong(xk.shelf, feed_id, **asked))
    na.say(1)
    by_stick(na, xk, tmp_path)
    own = {feed.id for feed in na.shelf.feeds_for(na.shelf.peer(xk.id)) if feed.own}
    alarms = peers.alarms(na.ledger)
    assert {(alarm.check, alarm.node) for alarm in alarms} == {("other-root", xk.id)}
    assert {alarm.feed for alarm in alarms} & own
    assert all(check(path) == 1 for path in evidence.write(na.ledger, tmp_path / "told"))
    assert "word alone" in str(alarms[0].sentence)
    assert verifying.verify(na.ledger).faults == []


def _over_nothing(office: Office, receipt: Receipt) -> Receipt:
    head = checkpoints.Checkpoint(receipt.feed, receipt.size, bytes(32))
    line = receipts.cosign(head, office.ledger.node.key, receipt.at_s)
    return dataclasses.replace(receipt, root=head.root, line=line)

"""From when both sides held a record, and since when it was here: kept right by a node with a fresh key, too."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.border import MINUTE, Border
from tests.recovery.world import Office, back, by_stick, offices
from twinline.store import backing, history, receipts, restoring, verifying

DAY = 1440 * MINUTE


def faults_after_a_fresh_key(na: Office, xk: Office, folder: Path) -> list[str]:
    """Let Laos get a fresh key and set its clock right, which went wrong; then more comes in a feed that it knows."""
    xk.clock.now += 30 * DAY
    na.say(2)
    by_stick(na, xk, folder, times=2)
    xk.ledger.close()
    xk = Office(restoring.recover(xk.folder, now=xk.clock()).ledger, xk.clock)
    xk.clock.now -= 30 * DAY
    na.say(1)
    by_stick(xk, na, folder, times=2)
    return [str(fault) for office in (na, xk) for fault in verifying.verify(office.ledger).faults]


def test_what_a_fresh_key_receipts_tells_of_what_came_before_as_well(border: Border, tmp_path: Path) -> None:
    assert faults_after_a_fresh_key(*offices(border), tmp_path) == []


def test_a_receipt_that_is_thought_to_tell_of_what_is_new_alone_is_found(
    border: Border, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control."""
    monkeypatch.setattr(receipts, "anybody_late", lambda *_: False)
    assert faults_after_a_fresh_key(*offices(border), tmp_path)


def here_since(na: Office, xk: Office, folder: Path) -> tuple[dict[str, int], dict[str, int]]:
    """Lose Laos' node, which heard of three records on three days; return since when each was here, before and after.

    The receipts that tell it come back together, in one message.
    """
    made = backing.back_up(xk.ledger, folder / "xk.twinline", now=xk.clock())
    keys = xk.keep_keys(folder / "kept")
    for _ in range(3):
        na.say(1)
        by_stick(na, xk, folder, times=2)
        xk.clock.now += DAY
    before = xk.known_since()
    xk.ledger.close()
    again, _ = back(made.path, folder / "back", keys, xk.clock)
    by_stick(again, na, folder, times=2)
    return before, again.known_since()


def same(before: dict[str, int], after: dict[str, int]) -> bool:
    return before.keys() == after.keys() and all(abs(after[each] - before[each]) < DAY // 2 for each in before)


def test_receipts_of_several_days_that_come_back_together_each_tell_their_day(border: Border, tmp_path: Path) -> None:
    assert same(*here_since(*offices(border), tmp_path))


def test_the_last_receipt_alone_would_not_tell_the_days(
    border: Border, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control."""
    real = history.take_times
    monkeypatch.setattr(history, "take_times", lambda *told: real(*told[:-1], list(told[-1])[-1:]))
    assert not same(*here_since(*offices(border), tmp_path))

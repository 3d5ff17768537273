"""Leaves that are held already: their checkpoint is looked at all the same, for it may tell of another history."""

from __future__ import annotations

import dataclasses

import pytest

from tests.border import incident
from tests.exchange.desks import Desk
from tests.exchange.test_applying import give
from tests.recovery.test_two_histories import check
from twinline.exchange.shelf import Batch
from twinline.feeds import checkpoints
from twinline.store import evidence, peers


class Sender:
    """A desk as ``give`` knows an office."""

    def __init__(self, desk: Desk) -> None:
        self.shelf, self.clock, self.id = desk.shelf, desk.clock, desk.id
        self.key = desk.side.ledger.node.key

    def sees(self, other: Sender):
        return self.shelf.peer(other.id)


@pytest.fixture
def held(desks) -> tuple[Sender, Sender, Batch]:
    """Nghệ An and Xieng Khouang, and the batch of Nghệ An's that both hold."""
    na, xk = map(Sender, desks)
    desks[0].side.say("incident", incident())
    na.shelf.seal(at_ms=na.clock())
    feed = next(each.id for each in na.shelf.feeds_for(na.sees(xk)) if each.type == "records")
    (batch,) = na.shelf.batches(feed, 0)
    give(na, xk, batch)
    return na, xk, batch


def test_the_same_checkpoint_once_more_changes_nothing(held) -> None:
    na, xk, batch = held
    applied = give(na, xk, batch)
    assert (applied.refused, applied.alarms, applied.counts) == ({}, [], {"known": 2})


def test_another_root_over_the_same_leaves_signed_by_the_author_is_evidence(held, tmp_path) -> None:
    na, xk, batch = held
    other = checkpoints.sign(batch.feed, batch.size, b"\x01" * 32, na.key)
    applied = give(na, xk, dataclasses.replace(batch, checkpoint=other))
    assert applied.refused[batch.feed].check == "root"
    assert [alarm.check for alarm in applied.alarms] == ["two-histories"]
    assert len(peers.alarms(xk.shelf.ledger)) == 1
    (path,) = evidence.write(xk.shelf.ledger, tmp_path)
    assert check(path) == 0
    # What is kept stays what it is.
    assert xk.shelf.root(batch.feed, batch.size) == checkpoints.peek(batch.checkpoint).root


@pytest.mark.parametrize("size", [1, 2])
def test_a_false_or_an_empty_checkpoint_over_the_same_leaves_is_refused(held, size: int) -> None:
    na, xk, batch = held
    short = Batch(batch.feed, 0, batch.leaves[:size], "")
    stranger = checkpoints.sign(batch.feed, size, b"\x01" * 32, xk.key)
    for note in ("", stranger):
        applied = give(na, xk, dataclasses.replace(short, checkpoint=note))
        assert applied.refused[batch.feed].check in ("note", "unsigned")
        assert applied.alarms == []

"""However a node is lost, copied and brought back: of no feed are there ever two histories.

The matrix of what came back, what its peer had seen, and how they meet.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from itertools import product
from pathlib import Path

import pytest

from tests.border import Border
from tests.promises import cells, tell
from tests.recovery.world import (
    Office,
    another_machine,
    back,
    by_stick,
    copy_of,
    forks,
    founding,
    offices,
    read_stick,
    wire,
    write_stick,
)
from twinline.exchange.errors import NodeStopped
from twinline.store import backing, beginning, guard, heads, identity, marks, peers, restoring, verifying
from twinline.store.ledger import DATABASE, open_ledger

TAILS = ("seen", "unseen", "on a stick")
ROADS = ("online", "stick")


class Story:
    """A node that is copied early, says more, and is brought back from the copy."""

    def __init__(self, border: Border, folder: Path) -> None:
        self.na, self.xk = offices(border)
        self.folder, self.clock = folder, border.clock
        self.na.say(2)
        wire(self.na, self.xk)
        self.na.say(1)  # said, and signed by nobody yet when the copy is made
        self.keys = self.na.keep_keys(folder / "kept")

    def tail(self, how: str) -> None:
        """Say more in the old node, and let the other side see it, or not, or not yet."""
        self.na.say(3)
        if how == "seen":
            wire(self.na, self.xk)
        elif how == "on a stick":
            write_stick(self.na, self.xk.id, self.folder / "late.age")
        else:
            heads.sign_all(self.na.ledger, now=self.clock())

    def meet(self, office: Office, road: str) -> None:
        if not office.shelf.peers():  # only keys were left: the two people compare fingerprints again
            office.side.pin(self.xk.side)
            self.xk.side.pin(office.side)
        if road == "online":
            wire(office, self.xk)
        else:
            by_stick(office, self.xk, self.folder)


def from_backup(story: Story, copies: int = 1) -> Callable[[], list[Office]]:
    made = backing.back_up(story.na.ledger, story.folder / "na.twinline", now=story.clock())
    return lambda: [back(made.path, story.folder / f"again{n}", story.keys, story.clock)[0] for n in range(copies)]


def full_clone(story: Story) -> Callable[[], list[Office]]:
    clone = copy_of(story.na, story.folder / "clone")

    def come_back() -> list[Office]:
        with another_machine(story.folder / "elsewhere"), pytest.raises(guard.Stopped):
            clone.say()
        return [Office(restoring.recover(clone.folder, now=story.clock()).ledger, story.clock)]

    return come_back


def keys_only(story: Story) -> Callable[[], list[Office]]:
    def come_back() -> list[Office]:
        given = identity.kept_keys(story.keys)
        own = founding("vn-na")
        made = beginning.begin(story.folder / "again", own, hosts=("vn-na",), now=story.clock(), keys=given)
        return [Office(made, story.clock)]

    return come_back


def data_only(story: Story) -> Callable[[], list[Office]]:
    with (
        closing(sqlite3.connect(story.na.folder / DATABASE)) as source,
        closing(sqlite3.connect(story.folder / "data.sqlite3")) as copy,
    ):
        source.backup(copy)
    return lambda: [back(story.folder / "data.sqlite3", story.folder / "again", story.keys, story.clock)[0]]


WAYS: dict[str, Callable[[Story], Callable[[], list[Office]]]] = {
    "backup": from_backup,
    "full clone": full_clone,
    "restored twice": lambda story: from_backup(story, 2),
    "onto two machines": lambda story: from_backup(story, 2),
    "keys only": keys_only,
    "data only": data_only,
}
CELLS = list(product(WAYS, TAILS, ROADS))
#: Each way with two tails, the roads in turn; the long suite runs the others.
QUICK = [
    (way, tail, ROADS[(n + m) % 2]) for n, way in enumerate(WAYS) for m, tail in enumerate(TAILS) if (n + m) % 3 != 2
]


@pytest.mark.parametrize(("way", "tail", "road"), cells("nodes lost and brought back", QUICK, CELLS))
def test_a_node_that_comes_back_never_forks(way: str, tail: str, road: str, border: Border, tmp_path: Path) -> None:
    never_forks(way, tail, road, border, tmp_path)
    tell("nodes lost and brought back", 1, {f"way: {way}": 1, "forks": 0}, seed=None)


def never_forks(way: str, tail: str, road: str, border: Border, tmp_path: Path) -> None:
    story = Story(border, tmp_path)
    come_back = WAYS[way](story)
    story.tail(tail)
    signed, was = story.na.heads(), story.na.records()
    again = come_back()
    for n, office in enumerate(again):
        with another_machine(tmp_path / f"machine{n}") if way == "onto two machines" else another_machine(_here()):
            marks.write(office.folder, office.id, 0)
            office.say(1)
            story.meet(office, road)
            office.say(1)
    if tail == "on a stick":
        assert not read_stick(story.xk, tmp_path / "late.age").refused
    for office in again:
        story.meet(office, road)
    everything = story.xk.records()
    for office in again:
        story.meet(office, road)
        assert office.records() >= everything
        assert verifying.verify(office.ledger).faults == []
    # What nobody but the lost node had can't come back; all else is there.
    assert was <= everything or tail == "unseen"
    assert forks(story.xk, *again, signed=(signed,)) == []
    assert verifying.verify(story.xk.ledger).faults == []


def test_the_matrix_is_whole() -> None:
    assert len(CELLS) == len(set(CELLS)) == 36


def test_a_restore_that_kept_its_old_key_would_fork(border: Border, tmp_path: Path) -> None:
    """The control: the same story, with the key that a careless restore would have kept, and no mark asked."""
    story = Story(border, tmp_path)
    clone = copy_of(story.na, tmp_path / "clone")
    marks.write(story.na.folder, story.na.id, 0)
    story.tail("on a stick")
    signed = story.na.heads()
    marks.write(clone.folder, clone.id, 0)
    clone.say(3)
    wire(clone, story.xk)
    assert forks(clone, story.xk, signed=(signed,))


def test_a_copied_folder_signs_nothing_until_it_is_recovered(border: Border, tmp_path: Path) -> None:
    na, xk = offices(border)
    na.say(2)
    wire(na, xk)
    copy = copy_of(na, tmp_path / "copy")
    with pytest.raises(guard.Stopped, match="it ran in"):
        copy.say()
    with pytest.raises(NodeStopped, match="node recover"):
        wire(copy, xk)
    na.say()  # the one that ran last goes on
    again = Office(restoring.recover(copy.folder, now=copy.clock()).ledger, copy.clock)
    assert again.id != na.id
    again.say()
    wire(again, xk)
    assert again.records() == xk.records()


def test_a_folder_put_back_to_an_older_copy_in_its_place_signs_nothing(border: Border, tmp_path: Path) -> None:
    na, xk = offices(border)
    na.say(1)
    wire(na, xk)
    na.ledger.close()
    shutil.copytree(na.folder, tmp_path / "older")
    na.say(2)
    wire(na, xk)
    na.ledger.close()
    shutil.rmtree(na.folder)
    shutil.copytree(tmp_path / "older", na.folder)
    back_in_place = Office(open_ledger(na.folder), na.clock)
    with pytest.raises(guard.Stopped, match="had signed"):
        back_in_place.say()


def test_a_whole_machine_put_back_is_stopped_at_its_first_contact(border: Border, tmp_path: Path) -> None:
    """Its mark came back with it, so only the other side can tell: it sends what this node once signed."""
    na, xk = offices(border)
    na.say(1)
    wire(na, xk)
    clone = copy_of(na, tmp_path / "clone")
    na.say(2)
    wire(na, xk)
    marks.write(clone.folder, clone.id, 0)
    with pytest.raises(NodeStopped, match="signed by our key"):
        wire(clone, xk)
    assert {alarm.check for alarm in peers.alarms(clone.ledger)} == {"ahead"}
    with pytest.raises(guard.Stopped, match="signed by our key"):
        clone.say()
    again = Office(restoring.recover(clone.folder, now=clone.clock()).ledger, clone.clock)
    again.say()
    wire(again, xk)
    assert again.records() == xk.records()
    assert not forks(again, xk, signed=(na.heads(),))


def test_a_peer_that_only_claims_to_hold_more_stops_nobody(border: Border) -> None:
    na, _ = offices(border)
    na.say(1)
    heads.sign_all(na.ledger, now=na.clock())
    feed = next(feed for feed, _ in na.heads())
    peers.keep_alarm(
        na.ledger, check="ahead", feed=feed, node="x" * 64, sentence="", evidence={"theirs": "99"}, now=na.clock()
    )
    na.say(1)


def _here() -> Path:
    return marks.state_folder()

"""Keys that are rotated, lost and stolen; organisations that end and are followed by others. All by stick alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.border import Border, carry, incident
from tests.recovery.world import Office, by_stick, copy_of, offices, wire
from twinline.exchange.errors import NodeStopped, RevokedSender
from twinline.feeds import changes
from twinline.store import guard, heads, marks, receipts, restoring, rostering, rosters, verifying
from twinline.store.commands import keeping
from twinline.store.commands import roster as roster_commands
from twinline.store.errors import StoreError
from twinline.store.feeds import all_feeds
from twinline.store.ledger import open_ledger


def standing(office: Office, record: str) -> str:
    return office.side.standing(record)


def asides(office: Office) -> list[str]:
    with office.ledger.connection.cursor() as cursor:
        cursor.execute("SELECT quarantine FROM store_entry WHERE quarantine <> '' ORDER BY id")
        return [fault for (fault,) in cursor.fetchall()]


def sound(*those: Office) -> bool:
    return all(verifying.verify(office.ledger).faults == [] for office in those)


class Theft:
    """Nghệ An's laptop is stolen. The office goes on with a fresh node, the thief with the old node's key."""

    def __init__(self, border: Border, folder: Path) -> None:
        self.folder = folder
        self.old, self.xk = offices(border)
        self.good = self.old.say(2)
        self.answered = self.xk.side.say("incident", incident(counterparts=["vn-na"])).record
        by_stick(self.old, self.xk, folder)
        by_stick(self.old, self.xk, folder)
        thief = copy_of(self.old, folder / "thief")
        marks.write(self.old.folder, self.old.id, 0)
        self.na = Office(restoring.recover(self.old.folder, now=self.old.clock()).ledger, self.old.clock)
        marks.write(thief.folder, thief.id, 0)
        self.thief = thief

    def forge(self) -> list[str]:
        """Say more with the stolen key, confirm a record with it, and bring it to the other side."""
        said = self.thief.say(2)
        self.thief.side.countersign(self.answered)
        by_stick(self.thief, self.xk, self.folder)
        return said

    def revoke(self) -> None:
        rostering.revoke(self.na.ledger, self.thief.id, sizes={}, reason="stolen", now=self.na.clock())


@pytest.mark.parametrize("first", ["the forged", "the revocation"])
def test_what_a_stolen_key_says_stands_aside_and_confirms_nothing(first: str, border: Border, tmp_path: Path) -> None:
    theft = Theft(border, tmp_path)
    if first == "the forged":
        forged = theft.forge()
        assert standing(theft.xk, theft.answered) == "agreed"  # until the revocation is heard
        assert theft.xk.records() > set(theft.good)
    theft.revoke()
    by_stick(theft.na, theft.xk, tmp_path)
    if first == "the revocation":
        assert theft.xk.shelf.peer(theft.thief.id) is None
        with pytest.raises(RevokedSender, match="in wrong hands"):
            theft.forge()
        forged = []
    assert theft.xk.records() == {*theft.good, theft.answered}
    assert not theft.xk.records() & set(forged)
    assert standing(theft.xk, theft.answered) == "stated"
    aside = asides(theft.xk)
    assert len(aside) == (3 if first == "the forged" else 0)
    assert all(fault.startswith("after revocation") for fault in aside)
    assert sound(theft.xk, theft.na)
    with theft.xk.ledger.connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM store_entry e JOIN store_feed f ON f.id = e.feed_id WHERE f.node = %s "
                       "AND e.position > 0", [theft.thief.id])  # fmt: skip
        assert cursor.fetchone()[0] == 2 + len(aside)  # kept, and marked


def test_receipts_by_a_stolen_key_prove_nothing_after_its_revocation(border: Border, tmp_path: Path) -> None:
    theft = Theft(border, tmp_path)
    late = theft.xk.side.say("incident", incident()).record
    by_stick(theft.thief, theft.xk, tmp_path)  # the thief receives it, and says so
    by_stick(theft.xk, theft.thief, tmp_path)
    by_stick(theft.thief, theft.xk, tmp_path)
    (feed,) = [f for f in _feeds(theft.xk) if f.own and f.type == "records"]

    def held() -> int:
        with theft.xk.ledger.connection.cursor() as cursor:
            return receipts.steps(cursor, feed.id).size_at(None)

    def held_from(record: str) -> int | None:
        with theft.xk.ledger.connection.cursor() as cursor:
            cursor.execute("SELECT held_from FROM store_record WHERE record = %s", [record])
            return cursor.fetchone()[0]

    assert held() == 3
    assert held_from(late) is not None
    theft.revoke()
    by_stick(theft.na, theft.xk, tmp_path)
    assert held_from(theft.answered) is not None  # what it had receipted before stays proven
    with theft.xk.ledger.connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM store_receipt WHERE node = %s AND side = ''", [theft.thief.id])
        assert cursor.fetchone()[0] >= 1
    assert sound(theft.xk)


def test_a_thief_who_writes_an_earlier_date_gains_nothing(border: Border, tmp_path: Path) -> None:
    theft = Theft(border, tmp_path)
    theft.revoke()
    by_stick(theft.na, theft.xk, tmp_path)
    theft.thief.clock.now -= 365 * 86_400_000
    theft.thief.say(1)
    heads.sign_all(theft.thief.ledger, now=theft.thief.clock())
    theft.thief.clock.now += 366 * 86_400_000
    carry(theft.thief.side, theft.xk.side)  # by whatever road
    assert theft.xk.records() == {*theft.good, theft.answered}
    assert [fault[:16] for fault in asides(theft.xk)] == ["after revocation"]


def test_a_revocation_may_say_that_less_is_good_than_is_here(border: Border, tmp_path: Path) -> None:
    theft = Theft(border, tmp_path)
    feed = next(feed for feed in _feeds(theft.na) if feed.node == theft.thief.id and feed.type == "records")
    told = rostering.revoke(
        theft.na.ledger, theft.thief.id, sizes={feed.feed: 0}, reason="stolen", now=theft.na.clock()
    )
    assert feed.feed not in told  # nothing of it is good
    assert not theft.na.records() & set(theft.good)
    with pytest.raises(StoreError, match="isn't here"):
        rostering.revoke(theft.na.ledger, theft.thief.id, sizes={"0" * 64: 3}, reason="x", now=theft.na.clock())
    with pytest.raises(StoreError, match="no node"):
        rostering.revoke(theft.na.ledger, theft.xk.id, sizes={}, reason="x", now=theft.na.clock())
    assert sound(theft.na)


def test_a_revocation_touches_only_the_records_concerned(border: Border, tmp_path: Path, monkeypatch) -> None:
    from twinline.store import projection

    theft = Theft(border, tmp_path)
    theft.xk.say(20)
    forged = theft.forge()
    folded: set[str] = set()
    plain = projection.refresh

    def watched(ledger, cursor, records):
        named = set(records)
        if ledger is theft.xk.ledger:
            folded.update(named)
        plain(ledger, cursor, named)

    monkeypatch.setattr(projection, "refresh", watched)
    theft.revoke()
    by_stick(theft.na, theft.xk, tmp_path)
    assert set(forged) <= folded
    assert folded <= {*forged, theft.answered} | theft.xk.records()
    assert len(folded) <= 2 + 1 + 20  # what the thief said or confirmed, and what only the thief had receipted
    assert not folded & set(theft.good)


def test_an_organisation_key_is_rotated_and_the_old_one_ends(border: Border, tmp_path: Path) -> None:
    na, xk = offices(border)
    good = na.say(1)
    wire(na, xk)
    before = na.ledger.roster().keys["vn-na"]
    rostering.new_key(na.ledger, now=na.clock())
    na.say(1)
    by_stick(na, xk, tmp_path)
    assert xk.ledger.roster().keys["vn-na"] != before
    assert len(xk.ledger.roster().keys["vn-na"]) == 1
    assert xk.records() == na.records() > set(good)
    # Opened again, the node still is who it says.
    again = Office(open_ledger(na.folder), na.clock)
    again.say(1)
    by_stick(again, xk, tmp_path)
    assert xk.records() == again.records()
    assert sound(again, xk)


def test_a_lost_organisation_key_is_made_anew_by_the_root(border: Border, tmp_path: Path) -> None:
    na, xk = offices(border)
    (na.folder / "keys" / "organisation.key").unlink()
    rostering.new_key(na.ledger, now=na.clock())
    restored = restoring.recover(na.folder, now=na.clock())
    again = Office(restored.ledger, na.clock)
    (record,) = again.say()
    by_stick(again, xk, tmp_path)
    assert xk.side.sees(record)
    assert sound(again, xk)


def test_a_node_key_is_rotated(border: Border, tmp_path: Path) -> None:
    na, xk = offices(border)
    na.say(2)
    by_stick(na, xk, tmp_path)
    again = Office(restoring.recover(na.folder, now=na.clock()).ledger, na.clock)
    again.say(1)
    by_stick(again, xk, tmp_path)
    assert again.id != na.id
    assert xk.records() == again.records()
    assert [peer.id for peer in xk.shelf.peers()] == [again.id]
    assert sound(again, xk)


def test_an_organisation_that_comes_and_one_that_ends(border: Border, tmp_path: Path) -> None:
    na, xk = offices(border)
    old, new = "vn-na-d-ky-son", "vn-na-x-nam-can"
    rostering.add(na.ledger, old, parent=None, names={"en": old}, since=None, until=None, hosted=True, now=na.clock())
    record = na.side.say("incident", incident(), author=old).record
    by_stick(na, xk, tmp_path)
    assert xk.side.sees(record)
    rostering.add(
        na.ledger, new, parent=None, names={"en": new}, since="2025-07-01", until=None, hosted=True, now=na.clock()
    )
    rostering.end(na.ledger, old, on="2025-06-30", successors=[new], since="2025-07-01", now=na.clock())
    after = na.side.say("incident", incident(), author=new).record
    by_stick(na, xk, tmp_path)
    known = xk.ledger.roster()
    assert known.organisations[old].valid_to == "2025-06-30"
    assert known.changes.successors == {old: ((new, "2025-07-01"),)}
    assert xk.side.sees(record)
    assert xk.side.sees(after)
    assert sound(na, xk)


def test_who_is_not_known_follows_nobody_and_nobody_ends_before_they_began(border: Border) -> None:
    na, _ = offices(border)
    told = {"parent": None, "names": {"en": "X"}, "hosted": True, "now": na.clock()}
    rostering.add(na.ledger, "vn-na-x", since="2025-07-01", until=None, **told)
    before = na.ledger.roster().organisations["vn-na-x"]
    for on, heir, check in (
        ("2025-12-31", "vn-na-mistyped", "no-successor"),
        ("2025-12-31", "vn-na-x", "no-successor"),
        ("2025-12-31", "la-xk", "no-successor"),
        ("2024-12-31", "vn-na", "ends-before"),
    ):
        with pytest.raises(StoreError) as refused:
            rostering.end(na.ledger, "vn-na-x", on=on, successors=[heir], since=None, now=na.clock())
        assert refused.value.check == check
    with pytest.raises(StoreError, match="can't have ended"):
        rostering.add(na.ledger, "vn-na-y", since="2025-07", until="2025-06", **told)
    assert na.ledger.roster().organisations["vn-na-x"] == before
    rostering.end(na.ledger, "vn-na-x", on="2025-07", successors=["vn-na"], since="2025-08", now=na.clock())


def test_a_successor_reads_its_predecessors_words_once_both_sides_said_so(border: Border, tmp_path: Path) -> None:
    na, xk = offices(border)
    old, new = "vn-na-old", "vn-na-new"
    for code in (old, new):
        rostering.add(
            na.ledger, code, parent=None, names={"en": code}, since=None, until=None, hosted=False, now=na.clock()
        )
    by_stick(na, xk, tmp_path)
    told = xk.side.say("incident", incident(), to=f"twin:{old}").record
    by_stick(na, xk, tmp_path)
    assert not na.side.sees(told)
    # The office of the successor is hosted here from now on; its predecessor never was.
    rostering.add(na.ledger, new, parent=None, names={"en": new}, since=None, until=None, hosted=True, now=na.clock())
    by_stick(na, xk, tmp_path)
    assert not na.side.sees(told)
    rostering.reads(na.ledger, new, old, now=na.clock())
    by_stick(na, xk, tmp_path)
    assert not na.side.sees(told)
    with pytest.raises(StoreError, match="hasn't said"):
        rostering.acknowledge(xk.ledger, old, new, now=xk.clock())
    rostering.acknowledge(xk.ledger, new, old, now=xk.clock())
    by_stick(xk, na, tmp_path)
    by_stick(xk, na, tmp_path)
    assert na.side.sees(told)
    assert sound(na, xk)


def test_by_commands_a_node_is_backed_up_moved_and_brought_back(border: Border, tmp_path: Path, monkeypatch) -> None:
    na, xk = offices(border)
    na.say(2)
    wire(na, xk)
    keys = na.keep_keys(tmp_path / "kept")
    monkeypatch.setenv("TWINLINE_NODE", str(na.folder))

    def run(command, *arguments: str):
        done = CliRunner().invoke(command, [*arguments], standalone_mode=True, catch_exceptions=False)
        assert done.exit_code == 0, done.output
        return done.output

    told = json.loads(run(keeping.backup, str(tmp_path), "--json"))
    assert Path(told["file"]).stat().st_size == told["bytes"]
    run(roster_commands.roster, "add", "vn-na-x", "--name", "X", "--from", "2025-07-01")
    run(roster_commands.roster, "end", "vn-na-x", "--on", "2025-12-31", "--successor", "vn-na")
    listed = json.loads(run(roster_commands.roster, "list", "--json"))
    (ended,) = [each for each in listed["organisations"] if each["organisation"] == "vn-na-x"]
    assert (ended["to"], ended["successors"]) == ("2025-12-31", ["vn-na"])
    assert "node" in run(roster_commands.roster, "list")
    run(roster_commands.roster, "key", "new")
    keys = Office(open_ledger(na.folder), na.clock).keep_keys(tmp_path / "kept2")
    run(roster_commands.roster, "move", str(tmp_path / "moved.twinline"))
    with pytest.raises(guard.Stopped, match="ended"):
        Office(open_ledger(na.folder), na.clock).say()
    restored = run(keeping.restore, str(tmp_path / "moved.twinline"), str(tmp_path / "there"), "--keys", str(keys))
    assert "comes back from the other side" in restored
    again = Office(open_ledger(tmp_path / "there"), na.clock)
    (record,) = again.say()
    wire(again, xk)
    assert xk.side.sees(record)
    told = json.loads(run(keeping.node, "recover", str(tmp_path / "there"), "--json"))
    assert told["former"] == [again.id]
    assert sound(xk)


def test_a_roster_that_grows_past_one_batch_is_cut_in_batches(border: Border, tmp_path: Path, monkeypatch) -> None:
    na, xk = offices(border)
    monkeypatch.setattr(heads, "BATCH", 8)
    told = [changes.succession_statement("vn-na", [(f"vn-x{n}", None)]) for n in range(21)]
    rosters.say(na.ledger, told, now=na.clock())
    by_stick(na, xk, tmp_path)
    assert xk.ledger.roster().changes.successors == na.ledger.roster().changes.successors
    assert sound(na, xk)


def test_an_ended_node_exchanges_no_more(border: Border) -> None:
    na, xk = offices(border)
    rosters.end_own(na.ledger, now=na.clock())
    with pytest.raises(NodeStopped, match="ended"):
        wire(na, xk)


def _feeds(office: Office):
    with office.ledger.connection.cursor() as cursor:
        return all_feeds(cursor)

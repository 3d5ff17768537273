"""A root that is lost or stolen: another takes its place once people compared it, and the old one says nothing more."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.border import Border, incident
from tests.recovery.world import Office, back, by_stick, forks, founding, offices, read_stick, wire
from twinline.exchange import cards, files, telling
from twinline.exchange.ledger_shelf import LedgerShelf
from twinline.exchange.views import own_card
from twinline.feeds import changes, genesis, roster
from twinline.feeds.errors import Refused
from twinline.feeds.keys import SigningKey
from twinline.store import (
    backing,
    beginning,
    identity,
    marks,
    peers,
    receiving,
    restoring,
    rostering,
    rosters,
    sending,
    succession,
    verifying,
)
from twinline.store.commands import roster as roster_commands
from twinline.store.errors import StoreError
from twinline.store.ledger import open_ledger


def accept(taker: Office, giver: Office) -> None:
    """Compare the new root's fingerprint in person, and take it in the place of the old one."""
    card = cards.read_card(own_card(giver.shelf, at_ms=giver.clock()))
    taker.shelf.pin(card, urls=(), name=None, at_ms=taker.clock(), in_place=True)


def lived(border: Border, folder: Path) -> tuple[Office, Office, str]:
    """Two offices with a past: a record, its confirmation, one to each other alone."""
    na, xk = offices(border)
    (record,) = na.say(1)
    na.say(1, to="la-xk,vn-na")
    by_stick(na, xk, folder)
    xk.side.countersign(record)
    by_stick(na, xk, folder, times=2)
    return na, xk, record


def sound(*found: Office) -> bool:
    return all(verifying.verify(office.ledger).faults == [] for office in found)


def test_a_new_root_goes_on_where_the_old_one_stood_by_stick_alone(border: Border, tmp_path: Path) -> None:
    na, xk, record = lived(border, tmp_path)
    before = xk.records(), verifying.verify(xk.ledger).records
    old = na.ledger.node.root_public().fingerprint
    fingerprint = succession.new_root(na.ledger, now=na.clock())
    assert fingerprint == na.ledger.node.root_public().fingerprint != old
    assert sound(na)
    na.say(1)
    by_stick(na, xk, tmp_path)  # the node's own key is the same: records go on even before anybody compared
    accept(xk, na)
    by_stick(na, xk, tmp_path, times=2)
    (later,) = na.say(1)
    by_stick(na, xk, tmp_path, times=2)
    assert sound(na, xk)
    assert xk.records() == na.records() > before[0]
    assert na.side.standing(record) == xk.side.standing(record) == "agreed"
    assert xk.side.sees(later)
    # The new root goes on speaking: a fresh node key, an organisation more.
    rostering.new_key(na.ledger, now=na.clock())
    rostering.add(
        na.ledger, "vn-na-x", parent=None, names={"en": "x"}, since=None, until=None, hosted=True, now=na.clock()
    )
    by_stick(na, xk, tmp_path, times=2)
    assert "vn-na-x" in xk.ledger.roster().organisations
    assert forks(na, xk) == []
    assert sound(na, xk)


def test_the_old_root_says_nothing_more_whoever_holds_it(border: Border, tmp_path: Path) -> None:
    na, xk, _ = lived(border, tmp_path)
    na.ledger.close()
    shutil.copytree(na.folder, tmp_path / "thief")
    succession.new_root(na.ledger, now=na.clock())
    accept(xk, na)
    by_stick(na, xk, tmp_path)
    marks.write(tmp_path / "thief", na.id, 0)
    thief = Office(open_ledger(tmp_path / "thief"), na.clock)
    rosters.say(thief.ledger, [roster.organisation_statement(
        organisation="vn-na-false", side="VN", parent="vn-na", name={"en": "false"})], now=na.clock())  # fmt: skip
    feed = next(f for f in sending.feeds_for(thief.ledger, ()) if f.own)
    held = sending.feed(xk.ledger, feed.id)
    assert held is not None
    for stretch in sending.stretches(thief.ledger, feed.id, held.size):
        with pytest.raises(Refused, match="says nothing more") as refused:
            receiving.receive(xk.ledger, feed.id, stretch.first, stretch.leaves, stretch.checkpoint, [], now=xk.clock())
        assert refused.value.check == "retired-root"
    assert "vn-na-false" not in xk.ledger.roster().organisations
    # Nor is its card taken again, nor a node that it introduces.
    with pytest.raises(StoreError, match="took the place"):
        xk.shelf.pin(cards.read_card(own_card(thief.shelf, at_ms=na.clock())), urls=(), name=None, at_ms=na.clock())
    assert not xk.shelf.introduced(*_introduced_by(thief.ledger.node.root()))
    assert sound(xk)


def _introduced_by(root: SigningKey) -> tuple[str, str]:
    from twinline.feeds import certificates

    fresh, key = SigningKey.generate(), SigningKey.generate()
    note = certificates.certify_node(
        node=fresh.public, organisation="vn-na", hosts=["vn-na"], age="age1" + "q" * 58,
        valid_from="2026-01-05T08:00:00+07:00", key=key,
    )  # fmt: skip
    return fresh.public.id, certificates.countersign_by_root(note, root, "vn-na")


def test_what_a_thief_had_stated_before_is_not_what_the_new_root_continues(border: Border, tmp_path: Path) -> None:
    """The thief spoke first; the new root names how far the old one was good, and that it was another history."""
    na, xk, record = lived(border, tmp_path)
    na.ledger.close()
    shutil.copytree(na.folder, tmp_path / "thief")
    marks.write(tmp_path / "thief", na.id, 0)
    thief = Office(open_ledger(tmp_path / "thief"), na.clock)
    false = roster.organisation_statement(organisation="vn-na-false", side="VN", parent="vn-na", name={"en": "false"})
    rosters.say(thief.ledger, [false], now=na.clock())
    wire(thief, xk)
    assert "vn-na-false" in xk.ledger.roster().organisations
    thief.ledger.close()
    marks.write(na.folder, na.id, 0)
    succession.new_root(na.ledger, now=na.clock())
    accept(xk, na)
    assert "vn-na-false" not in xk.ledger.roster().organisations
    assert xk.side.standing(record) == "agreed"
    by_stick(na, xk, tmp_path, times=2)
    assert sound(na, xk)


def test_a_node_that_a_thief_named_by_the_old_root_is_revoked_though_its_office_never_heard_of_it(
    border: Border, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    na, xk, record = lived(border, tmp_path)
    na.ledger.close()
    shutil.copytree(na.folder, tmp_path / "thief")
    thief = Office(restoring.recover(tmp_path / "thief", now=na.clock()).ledger, na.clock)
    (false,) = thief.say(1)
    wire(thief, xk)
    thief.ledger.close()
    marks.write(na.folder, na.id, 0)
    succession.new_root(na.ledger, now=na.clock())
    accept(xk, na)
    assert xk.side.standing(false) == "stated"  # the control: the new root alone puts no such node out of service
    assert thief.id in {peer.id for peer in xk.shelf.peers()}
    monkeypatch.setenv("TWINLINE_NODE", str(na.folder))
    run = CliRunner().invoke
    assert run(roster_commands.roster, ["revoke", thief.id[:16]]).exit_code == 2
    done = run(roster_commands.roster, ["revoke", thief.id])
    assert done.exit_code == 0, done.output
    by_stick(na, xk, tmp_path, times=2)
    assert thief.id not in {peer.id for peer in xk.shelf.peers()}
    assert false not in xk.records()
    assert xk.side.standing(record) == "agreed"
    assert sound(na, xk)


def test_another_root_is_refused_until_somebody_says_that_it_takes_the_place(border: Border, tmp_path: Path) -> None:
    """The control: nothing of this happens by itself."""
    na, xk, _ = lived(border, tmp_path)
    succession.new_root(na.ledger, now=na.clock())
    card = cards.read_card(own_card(na.shelf, at_ms=na.clock()))
    with pytest.raises(StoreError, match="--new-root"):
        xk.shelf.pin(card, urls=(), name=None, at_ms=xk.clock())
    path = tmp_path / "stick.age"
    files.write_bundle(na.shelf, na.peer(), path, at_ms=na.clock())
    applied = read_stick(xk, path)
    assert [refused.check for refused in applied.refused.values()] == ["unpinned-root"]
    # That is no fault of what came: it is said once, and all else was taken.
    told = telling.arrived([applied, applied])
    assert (told["refused"], {each["check"] for each in told["untaken"]}) == ([], {"unpinned-root"})
    assert [str(each) for each in telling.warnings([applied, applied])] == [
        "1 feed was not taken: its side is not one that this node paired with. Pair with it ('twinline peer add'), "
        "and it comes with the next exchange; all else was taken."
    ]
    assert xk.ledger.roster().organisations["vn-na"].root != na.ledger.node.root_public().id
    with pytest.raises(StoreError, match="without --new-root"):
        na.shelf.pin(
            cards.read_card(own_card(_stranger(na, tmp_path).shelf, at_ms=na.clock())), urls=(), name=None,
            at_ms=na.clock(), in_place=True,
        )  # fmt: skip


def _stranger(na: Office, folder: Path) -> Office:
    made = beginning.begin(folder / "hp", founding("la-hp"), hosts=("la-hp",), now=na.clock())
    return Office(made, na.clock)


def test_an_office_that_lost_everything_begins_anew_and_its_past_stays_readable(border: Border, tmp_path: Path) -> None:
    na, xk, record = lived(border, tmp_path)
    held = xk.records()
    again = Office(
        beginning.begin_listed(tmp_path / "again", "vn-na", ("vn-na-bg",), now=na.clock()), na.clock
    )  # other keys, another root: nothing but the people is the same
    again.shelf.pin(cards.read_card(own_card(xk.shelf, at_ms=xk.clock())), urls=(), name=None, at_ms=again.clock())
    accept(xk, again)
    assert sound(xk)
    assert xk.records() == held
    assert xk.side.standing(record) == "agreed"
    by_stick(again, xk, tmp_path, times=2)
    assert xk.side.sees(again.say(1)[0]) is False
    by_stick(again, xk, tmp_path, times=2)
    assert sound(xk, again)
    assert xk.records() >= held


def test_a_node_with_a_new_root_is_backed_up_and_brought_back_by_it(border: Border, tmp_path: Path) -> None:
    na, xk, _ = lived(border, tmp_path)
    succession.new_root(na.ledger, now=na.clock())
    accept(xk, na)
    by_stick(na, xk, tmp_path)
    made = backing.back_up(na.ledger, tmp_path / "na.twinline", now=na.clock())
    again, _ = back(made.path, tmp_path / "back", na.keep_keys(tmp_path / "kept"), na.clock)
    by_stick(again, xk, tmp_path, times=2)
    again.say(1)
    by_stick(again, xk, tmp_path, times=2)
    assert again.records() == xk.records()
    assert sound(again, xk)


@pytest.mark.parametrize("kept", [True, False])
def test_a_cut_in_the_middle_leaves_the_old_root_or_the_new(
    border: Border, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kept: bool
) -> None:
    """The keys are replaced after the roster is on the disk; a start in between finishes it, or forgets it."""
    na, _, _ = lived(border, tmp_path)
    old = na.ledger.node.root_public().id

    class Cut(Exception):
        pass

    def cut(*_: object, **__: object) -> None:
        raise Cut

    monkeypatch.setattr(succession, "finish" if kept else "retire", cut)
    with pytest.raises(Cut):
        succession.new_root(na.ledger, now=na.clock())
    monkeypatch.undo()
    monkeypatch.setenv(marks.STATE, str(marks.state_folder()))
    na.ledger.close()
    again = Office(open_ledger(na.folder), na.clock)
    assert (again.ledger.node.root_public().id != old) is kept
    assert again.ledger.node.root().public.id == again.ledger.node.root_public().id == again.ledger.own_root()
    assert not identity.is_renewing(na.folder)
    rosters.say(again.ledger, [changes.succession_statement("vn-na-bg", [])], now=na.clock())
    assert sound(again)


def test_without_its_organisations_key_a_new_root_makes_that_anew_too(border: Border, tmp_path: Path) -> None:
    na, xk, record = lived(border, tmp_path)
    for name in ("root.key", "organisation.key"):
        (na.folder / "keys" / name).unlink()
    succession.new_root(na.ledger, now=na.clock())
    accept(xk, na)
    by_stick(na, xk, tmp_path, times=2)
    na.say(1)
    by_stick(na, xk, tmp_path, times=2)
    assert xk.records() == na.records()
    assert xk.side.standing(record) == "agreed"
    assert sound(na, xk)


def test_by_commands(border: Border, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from twinline.exchange import commands

    na, xk, _ = lived(border, tmp_path)
    monkeypatch.setenv("TWINLINE_NODE", str(na.folder))
    run = CliRunner().invoke
    done = run(roster_commands.roster, ["root", "new"])
    assert done.exit_code == 0, done.output
    fingerprint = na.ledger.node.root_public().fingerprint
    assert fingerprint in done.output
    assert run(commands.peer, ["card", str(tmp_path / "na.card")]).exit_code == 0
    monkeypatch.setenv("TWINLINE_NODE", str(xk.folder))
    added = ["add", str(tmp_path / "na.card"), "--fingerprint", fingerprint]
    assert isinstance(run(commands.peer, added).exception, StoreError)
    done = run(commands.peer, [*added, "--new-root"])
    assert done.exit_code == 0, done.output
    assert "says nothing more" in done.output
    assert [row.root_key.fingerprint for row in peers.all_peers(xk.ledger)] == [fingerprint]


def test_a_new_root_says_in_its_beginning_how_far_the_old_one_was_good(border: Border, tmp_path: Path) -> None:
    na, _, _ = lived(border, tmp_path)
    (before,) = [f for f in sending.feeds_for(na.ledger, ()) if f.own]
    succession.new_root(na.ledger, now=na.clock())
    with na.ledger.connection.cursor() as cursor:
        cursor.execute(
            "SELECT e.raw FROM store_entry e JOIN store_feed f ON f.id = e.feed_id "
            "WHERE f.own AND f.type = 'roster' AND e.position = 0"
        )
        ((raw,),) = cursor.fetchall()
    (head,) = genesis.read(bytes(raw)).continues
    assert (head.feed, head.size) == (before.id, before.size)
    assert incident()


@pytest.mark.parametrize("known", [True, False], ids=["the giver knows which root took its place", "control"])
def test_what_the_old_root_said_last_is_not_brought_again_and_again_to_who_took_the_new_one(
    border: Border, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, known: bool
) -> None:
    na, xk, _ = lived(border, tmp_path)
    rostering.add(
        na.ledger, "vn-na-ua", parent=None, names={"en": "A"}, since=None, until=None, hosted=True, now=na.clock()
    )
    succession.new_root(na.ledger, now=na.clock())
    accept(xk, na)
    if not known:
        monkeypatch.setattr(LedgerShelf, "heirs", lambda _: {})
    refused = [said for _ in range(2) for each in wire(xk, na).applied for said in each.refused.values()]
    assert [each.check for each in refused] == ([] if known else ["retired-root"] * 2)
    assert "vn-na-ua" in xk.ledger.roster().organisations

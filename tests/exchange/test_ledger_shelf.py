"""Two nodes on disk: paired by card, exchanging by HTTP and by stick, through the commands as a person would."""

from __future__ import annotations

import json
import random

import pytest
from click.testing import CliRunner, Result

from tests.border import incident
from tests.exchange.desks import Desk
from tests.exchange.serving import serving
from twinline.exchange import commands, contact, files
from twinline.exchange.errors import ParcelRefused
from twinline.exchange.have import FeedHave
from twinline.exchange.waiting import waiting
from twinline.node import cli
from twinline.store import peers, verifying
from twinline.times import DAY_MS


def say(desk: Desk, count: int = 1, to: str = "line") -> list[str]:
    return [desk.side.say("incident", incident(cases=number + 1), to=to).record for number in range(count)]


def test_a_stick_carries_records_between_two_nodes_on_disk(desks, tmp_path):
    na, xk = desks
    (record,), (back,) = say(na), say(xk)
    for giver, taker in ((na, xk), (xk, na), (na, xk)):
        files.write_bundle(giver.shelf, giver.peer, tmp_path / "it.age", at_ms=giver.clock())
        files.read_bundle(taker.shelf, tmp_path / "it.age", at_ms=taker.clock())
    assert xk.side.sees(record)
    assert na.side.sees(back)
    assert na.digest() == xk.digest()
    assert all(verifying.verify(desk.side.ledger).sound for desk in desks)


def test_http_carries_records_and_the_result_is_noted(desks):
    na, xk = desks
    (record,) = say(na)
    assert waiting(na.shelf, na.peer).to_send == 1
    with serving(xk) as server:
        na.add(xk, server.url)
        result = contact.meet(na.shelf, na.peer, na.clock)
    assert result.trips == 2
    assert waiting(na.shelf, na.peer).to_send == 0
    assert waiting(xk.shelf, xk.peer).received == 1
    assert peers.all_peers(na.side.ledger)[0].last_result.startswith("arrived: 0 new entries")
    assert xk.side.sees(record)
    assert na.digest() == xk.digest()


def test_what_stays_at_home_crosses_in_no_parcel(desks, tmp_path):
    na, xk = desks
    (record,) = say(na, to="self")
    files.write_bundle(na.shelf, na.peer, tmp_path / "it.age", at_ms=na.clock())
    files.read_bundle(xk.shelf, tmp_path / "it.age", at_ms=xk.clock())
    assert not xk.side.sees(record)


def test_damaged_files_leave_the_ledger_as_it_was(desks, tmp_path):
    na, xk = desks
    say(na, 5)
    path = tmp_path / "it.age"
    files.write_bundle(na.shelf, na.peer, path, at_ms=na.clock())
    whole, before = path.read_bytes(), xk.digest()
    chance = random.Random(20261128)
    for _ in range(40):
        at = chance.randrange(len(whole))
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1 << chance.randrange(8)]) + whole[at + 1 :])
        with pytest.raises(ParcelRefused):
            files.read_bundle(xk.shelf, path, at_ms=xk.clock())
    assert xk.digest() == before
    path.write_bytes(whole)
    assert files.read_bundle(xk.shelf, path, at_ms=xk.clock()).counts["kept"] == 5


def test_a_removed_peer_is_answered_no_more(desks):
    na, xk = desks
    assert xk.shelf.unpair(na.id)
    assert xk.shelf.peer(na.id) is None
    assert not xk.shelf.unpair(na.id)


def test_no_spool_is_left_behind(desks, tmp_path):
    na, xk = desks
    say(na, 3)
    files.write_bundle(na.shelf, na.peer, tmp_path / "it.age", at_ms=na.clock())
    files.read_bundle(xk.shelf, tmp_path / "it.age", at_ms=xk.clock())
    for desk in desks:
        assert not list((desk.side.ledger.folder / "spool").iterdir())


def test_what_a_peer_told_is_kept_and_read_back(desks, tmp_path):
    na, xk = desks
    assert xk.shelf.told(na.id) is None
    say(na)
    files.write_bundle(na.shelf, na.peer, tmp_path / "it.age", at_ms=na.clock())
    applied = files.read_bundle(xk.shelf, tmp_path / "it.age", at_ms=xk.clock())
    assert xk.shelf.told(na.id) == applied.theirs
    assert json.dumps(sorted(applied.theirs))


def test_what_a_peer_told_by_a_clock_far_ahead_gives_way_once_the_clock_is_right(desks):
    _, xk = desks
    node, now, year = xk.peer.id, xk.clock(), 366 * DAY_MS
    wrong, right, older = ({"0" * 64: FeedHave(size)} for size in (9, 5, 4))
    xk.shelf.keep_told(node, wrong, created_ms=now + year, at_ms=now)
    xk.shelf.keep_told(node, right, created_ms=now, at_ms=now)
    assert xk.shelf.told(node) == right
    # The control: an older word of a clock that isn't wrong doesn't.
    xk.shelf.keep_told(node, older, created_ms=now - 1, at_ms=now)
    assert xk.shelf.told(node) == right


def run(desk: Desk, monkeypatch, command, *arguments: str) -> Result:
    monkeypatch.setenv("TWINLINE_NODE", str(desk.side.ledger.folder))
    return CliRunner().invoke(cli.twinline, [command.name, *arguments], standalone_mode=True)


def test_a_person_pairs_and_carries_a_stick_by_commands(desks, tmp_path, monkeypatch):
    na, xk = desks
    na.shelf.unpair(xk.id)
    (record,) = say(xk)
    card, stick = str(tmp_path / "xk.card"), str(tmp_path / "it.age")
    told = json.loads(run(xk, monkeypatch, commands.peer, "card", card, "--json").output)
    unasked = run(na, monkeypatch, commands.peer, "add", card)
    assert unasked.exit_code == 2
    assert told["fingerprint"] in unasked.output
    added = run(
        na, monkeypatch, commands.peer, "add", card, "--fingerprint", told["fingerprint"], "--name", "XK", "--json"
    )
    assert json.loads(added.output)["name"] == "XK"
    listed = json.loads(run(na, monkeypatch, commands.peer, "list", "--json").output)
    assert [each["name"] for each in listed] == ["XK"]
    assert run(xk, monkeypatch, commands.bundle, "write", "--to", "vn-na", stick).exit_code == 0
    read = json.loads(run(na, monkeypatch, commands.bundle, "read", stick, "--json").output)
    assert read["entries"]["kept"] == 1
    assert na.side.sees(record)
    assert run(na, monkeypatch, commands.peer, "remove", "XK").exit_code == 0
    assert json.loads(run(na, monkeypatch, commands.peer, "list", "--json").output) == []


def test_a_wrong_fingerprint_pairs_nobody(desks, tmp_path, monkeypatch):
    na, xk = desks
    na.shelf.unpair(xk.id)
    run(xk, monkeypatch, commands.peer, "card", str(tmp_path / "c"))
    refused = run(na, monkeypatch, commands.peer, "add", str(tmp_path / "c"), "--fingerprint", "0" * 32)
    assert refused.exit_code == 1
    assert "Don't pair" in str(refused.exception)
    assert not na.shelf.peers()


def test_exchange_says_plainly_that_nobody_is_there(desks, monkeypatch):
    na, xk = desks
    na.add(xk, "http://127.0.0.1:9")
    result = run(na, monkeypatch, commands.exchange, "la-xk", "--json")
    assert [each["done"] for each in json.loads(result.output)] == [False]


def test_a_peer_nobody_knows_is_a_wrong_question(desks, monkeypatch):
    na, _ = desks
    asked = run(na, monkeypatch, commands.exchange, "nobody")
    assert asked.exit_code == 2
    assert "Paired are: la-xk" in asked.output

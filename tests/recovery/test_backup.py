"""A backup brings the node back, with a fresh key, and everything said since comes back from the other side."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from tests.border import Border
from tests.exchange.serving import serving
from tests.recovery.world import Office, back, by_stick, forks, founding, offices, wire
from twinline.exchange import contact
from twinline.exchange.errors import NodeStopped, NotAuthentic
from twinline.feeds import certificates, genesis
from twinline.feeds.keys import SigningKey
from twinline.node.doctor import looking
from twinline.store import backing, beginning, guard, identity, peers, restoring, rostering, rosters, verifying
from twinline.store.backing import Unsound
from twinline.store.errors import StoreError


def brought_back(border: Border, folder: Path) -> tuple[Office, Office, Office]:
    """Two offices that hold the same, and the first one's node as it comes back from a backup."""
    na, xk = offices(border)
    na.say(2)
    wire(na, xk)
    keys = na.keep_keys(folder / "kept")
    made = backing.back_up(na.ledger, folder / "na.twinline", now=na.clock())
    again, _ = back(made.path, folder / "again", keys, na.clock)
    return na, xk, again


def test_a_backup_is_verified_when_made_and_holds_no_key(border: Border, tmp_path: Path) -> None:
    na, _ = offices(border)
    na.say(3)
    made = backing.back_up(na.ledger, tmp_path / "na.twinline", now=na.clock())
    assert made.entries >= 4
    assert made.digest == verifying.verify(na.ledger).digest
    raw = made.path.read_bytes()
    for name in ("root", "organisation", "node", "age", "web"):
        secret = (na.folder / "keys" / f"{name}.key").read_text(encoding="utf-8").strip()
        found = secret.encode() in raw or (len(secret) == 64 and bytes.fromhex(secret) in raw)
        assert not found, name
    # The control: the check finds what is in it.
    assert na.id.encode() in raw


def test_what_an_office_made_its_own_comes_back_and_a_backup_writes_nowhere_else(
    border: Border, tmp_path: Path
) -> None:
    na, _ = offices(border)
    words = "words/lo/LC_MESSAGES/django.po"
    own = {
        "office.toml": b"[years]\n", "reports/tuan.toml": b"x = 1\n", "reports/tuan.docx": b"PK\0\1", words: b"msgid",
    }  # fmt: skip
    (na.folder / "reports").mkdir(exist_ok=True)
    (na.folder / words).parent.mkdir(parents=True)
    for name, raw in {**own, "reports/passwords.txt": b"not ours"}.items():
        (na.folder / name).write_bytes(raw)
    made = backing.back_up(na.ledger, tmp_path / "na.twinline", now=na.clock()).path
    with sqlite3.connect(made) as copy:
        assert dict(copy.execute("SELECT name, raw FROM twinline_file")) == own
        # Whoever writes a backup by hand may name any file: none but an office's is written.
        bad = [
            "../outside.toml",
            "keys/node.key",
            "words/en/LC_MESSAGES/django.mo",
            "reports/../node.toml",
            "reports/A.toml",
            "place.json",
        ]
        copy.executemany("INSERT INTO twinline_file VALUES (?, X'00')", [(name,) for name in bad])
    kept = tmp_path / "kept" / "again"
    restoring.restore(made, kept, na.folder, now=na.clock()).ledger.close()
    assert {name: (kept / name).read_bytes() for name in own} == own
    assert not (tmp_path / "kept" / "outside.toml").exists()
    assert {path.name for path in (kept / "reports").iterdir()} == {"tuan.toml", "tuan.docx"}
    assert (kept / "node.toml").read_bytes() != b"\0"


def test_a_backup_whose_disk_lies_is_refused_and_leaves_nothing(border: Border, tmp_path: Path, monkeypatch) -> None:
    na, _ = offices(border)
    na.say(2)
    plain = backing._copy

    def torn(ledger, path, made):
        plain(ledger, path, made)
        with sqlite3.connect(path) as copy:
            copy.execute("UPDATE store_entry SET raw = CAST(replace(raw, 'vn', 'xx') AS BLOB) WHERE position = 1")

    monkeypatch.setattr(backing, "_copy", torn)
    with pytest.raises((Unsound, StoreError)):
        backing.back_up(na.ledger, tmp_path / "na.twinline", now=na.clock())
    assert not list(tmp_path.glob("*na.twinline*"))


@pytest.mark.parametrize("before", [0, 1, 4, 7])
def test_a_node_restored_to_an_older_copy_catches_up_at_its_next_contact(
    border: Border, tmp_path: Path, before: int
) -> None:
    na, xk = offices(border)
    na.say(before)
    if before:
        wire(na, xk)
    made = backing.back_up(na.ledger, tmp_path / "na.twinline", now=na.clock())
    keys = na.keep_keys(tmp_path / "kept")
    na.say(3)
    (theirs,) = xk.say()
    wire(na, xk)
    xk.side.countersign(sorted(na.records())[0])
    na.say(2, to="la-xk,vn-na")
    wire(na, xk)
    signed, was, since = na.heads(), na.records(), na.known_since()
    again, restored = back(made.path, tmp_path / "again", keys, na.clock)
    assert again.id != na.id
    assert restored.former == (na.id,)
    assert len(again.records()) == before
    result = wire(again, xk)
    assert result.trips <= 2
    assert not [each.refused for each in result.applied if each.refused]
    assert again.records() == was
    assert theirs in again.records()
    # What came back is known since we had it, not since it came back.
    assert all(abs(again.known_since()[record] - since[record]) < 30 * 60_000 for record in was)
    again.say(2)
    wire(again, xk)
    assert again.records() == xk.records()
    assert not forks(again, xk, signed=(signed,))
    assert verifying.verify(again.ledger).faults == []
    assert verifying.verify(xk.ledger).faults == []


def test_of_a_backup_brought_back_twice_each_node_tells_of_the_other_until_one_is_revoked(
    border: Border, tmp_path: Path
) -> None:
    na, xk = offices(border)
    made = backing.back_up(na.ledger, tmp_path / "na.twinline", now=na.clock())
    keys = na.keep_keys(tmp_path / "kept")
    first, _ = back(made.path, tmp_path / "first", keys, na.clock)
    wire(first, xk)
    assert rosters.others_in_service(first.ledger) == []  # the control: one node brought back once stands alone
    second, _ = back(made.path, tmp_path / "second", keys, na.clock)
    for office in (second, first):
        wire(office, xk)

    def told(office: Office) -> looking.Seen:
        (seen,) = looking._signs(office.ledger, office.clock())
        return seen

    for office, other in ((first, second), (second, first)):
        assert [node.id for node in rosters.others_in_service(office.ledger)] == [other.id]
        assert told(office).state is looking.State.LOOK
        assert other.id[:16] in str(told(office).todo)
    rostering.revoke(second.ledger, first.id, sizes={}, reason="lost", now=second.clock())
    assert told(second).state is looking.State.FINE


def test_a_restored_node_is_brought_back_by_sticks_alone(border: Border, tmp_path: Path) -> None:
    na, xk = offices(border)
    na.say(2)
    by_stick(na, xk, tmp_path)
    made = backing.back_up(na.ledger, tmp_path / "na.twinline", now=na.clock())
    keys = na.keep_keys(tmp_path / "kept")
    na.say(3)
    by_stick(na, xk, tmp_path)
    was = na.records()
    again, _ = back(made.path, tmp_path / "again", keys, na.clock)
    by_stick(again, xk, tmp_path)  # one stick each way
    assert again.records() == was
    again.say(1)
    by_stick(again, xk, tmp_path)
    assert again.records() == xk.records()
    assert not forks(again, xk, signed=(na.heads(),))


def test_a_fresh_feed_names_the_old_heads(border: Border, tmp_path: Path) -> None:
    na, _, again = brought_back(border, tmp_path)
    again.say(1)
    with again.ledger.connection.cursor() as cursor:
        cursor.execute(
            "SELECT e.raw FROM store_entry e JOIN store_feed f ON f.id = e.feed_id "
            "WHERE e.position = 0 AND f.own AND f.type = 'records'"
        )
        (raw,) = cursor.fetchone()
    continued = genesis.read(bytes(raw)).continues
    assert {(head.feed, head.size, head.root) for head in continued} <= {
        (feed, size, root) for (feed, size), root in na.heads().items()
    }
    assert len(continued) == 1


def test_keys_of_another_organisation_bring_nothing_back(border: Border, tmp_path: Path) -> None:
    na, xk = offices(border)
    made = backing.back_up(na.ledger, tmp_path / "na.twinline", now=na.clock())
    with pytest.raises(StoreError, match="right keys"):
        restoring.restore(made.path, tmp_path / "again", xk.keep_keys(tmp_path / "kept"), now=na.clock())
    with pytest.raises(identity.NoNode):
        identity.load(tmp_path / "again")
    (tmp_path / "empty").mkdir()
    with pytest.raises(StoreError, match=r"Missing in .*: root\.key"):
        restoring.restore(made.path, tmp_path / "other", tmp_path / "empty", now=na.clock())


def test_the_old_node_learns_that_it_has_ended_and_signs_no_more(border: Border, tmp_path: Path) -> None:
    na, xk = offices(border)
    keys = na.keep_keys(tmp_path / "kept")
    made = backing.back_up(na.ledger, tmp_path / "na.twinline", now=na.clock())
    again, _ = back(made.path, tmp_path / "again", keys, na.clock)
    wire(again, xk)
    assert [peer.id for peer in xk.shelf.peers()] == [again.id]
    with pytest.raises(NodeStopped, match="ended"):
        wire(na, xk)
    with pytest.raises(guard.Stopped, match="ended"):
        na.say()


def test_over_http_a_restored_node_introduces_itself_by_its_certificate(border: Border, tmp_path: Path) -> None:
    na, xk = offices(border)
    na.say(2)
    wire(na, xk)
    keys = na.keep_keys(tmp_path / "kept")
    made = backing.back_up(na.ledger, tmp_path / "na.twinline", now=na.clock())
    na.say(1)
    wire(na, xk)
    again, _ = back(made.path, tmp_path / "again", keys, na.clock)
    (record,) = again.say()
    with serving(xk) as server:
        peers.set_urls(again.ledger, xk.id, [server.url])
        contact.meet(again.shelf, again.peer(), again.clock)
        assert again.records() == xk.records()
        assert xk.side.sees(record)
    assert [peer.id for peer in xk.shelf.peers()] == [again.id]


def test_a_node_with_a_fresh_key_is_known_by_its_card_when_it_is_asked(border: Border, tmp_path: Path) -> None:
    na, xk, again = brought_back(border, tmp_path)
    (record,), (theirs,) = again.say(), xk.say()
    with serving(again) as server:
        peers.set_urls(xk.ledger, na.id, [server.url])
        contact.meet(xk.shelf, xk.peer(), xk.clock)
        assert record in xk.records()
        assert theirs in again.records()
        assert [peer.id for peer in xk.shelf.peers()] == [again.id]
        assert contact.meet(xk.shelf, xk.peer(), xk.clock).trips == 1
    assert not forks(again, xk)


def test_somebody_else_who_answers_at_a_peers_address_is_told_nothing(border: Border, tmp_path: Path) -> None:
    na, xk = offices(border)
    stranger = Office(beginning.begin(tmp_path / "other", founding("vn-na"), hosts=["vn-na"], now=na.clock()), na.clock)
    na.say(1)
    xk.say(1)
    with serving(stranger) as server:
        peers.set_urls(xk.ledger, na.id, [server.url])
        with pytest.raises(NotAuthentic):
            contact.meet(xk.shelf, xk.peer(), xk.clock)
    assert stranger.records() == set()
    assert [peer.id for peer in xk.shelf.peers()] == [na.id]


def test_a_stranger_with_a_certificate_of_its_own_making_is_told_nothing(border: Border, tmp_path: Path) -> None:
    na, xk = offices(border)
    forged = certificates.certify_node(
        node=SigningKey.generate().public, organisation="vn-na", hosts=["vn-na"],
        age=na.ledger.node.age_recipient, valid_from="2026-01-05T08:00:00+07:00", key=SigningKey.generate(),
    )  # fmt: skip
    told = certificates.read_node(forged)
    assert xk.shelf.introduced(told.node.id, forged) is None
    assert xk.shelf.introduced(told.node.id, "no certificate") is None


def test_short_numbers_go_on_after_those_that_came_back(border: Border, tmp_path: Path) -> None:
    na, xk = offices(border)
    na.say(1)
    wire(na, xk)
    keys = na.keep_keys(tmp_path / "kept")
    made = backing.back_up(na.ledger, tmp_path / "na.twinline", now=na.clock())
    na.say(2)
    wire(na, xk)
    again, _ = back(made.path, tmp_path / "again", keys, na.clock)
    wire(again, xk)
    (record,) = again.say()
    assert again.side.view(record).row.number == 4
    assert isinstance(again, Office)


def test_what_is_no_backup_leaves_no_folder_and_a_backup_goes_into_one_that_is_there(
    border: Border, tmp_path: Path
) -> None:
    na, _ = offices(border)
    (tmp_path / "card").write_bytes(b"twinline card")
    with pytest.raises(StoreError):
        restoring.restore(tmp_path / "card", tmp_path / "fresh", na.keep_keys(tmp_path / "kept"), now=na.clock())
    assert not (tmp_path / "fresh").exists()
    # A folder that was there stays, whatever is in it.
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter").write_text("kept")
    with pytest.raises(StoreError):
        restoring.restore(tmp_path / "card", tmp_path / "mine", tmp_path / "kept", now=na.clock())
    assert (tmp_path / "mine" / "letter").exists()
    with pytest.raises(StoreError, match=r"There is no folder .*nowhere: make it first"):
        backing.back_up(na.ledger, tmp_path / "nowhere" / "na.twinline", now=na.clock())


def test_one_fork_as_one_node_shows_it_is_one_alarm(border: Border) -> None:
    na, xk = offices(border)

    def note(node: str, **evidence: str) -> int:
        peers.keep_alarm(
            na.ledger, check="two-histories", feed="ab" * 32, node=node, sentence="x", evidence=evidence, now=na.clock()
        )
        return len(peers.alarms(na.ledger))

    assert [note(xk.id, ours="1", theirs="2"), note(xk.id, ours="3", theirs="4")] == [1, 1]
    # Another form of evidence shows more, and so does another node.
    assert [note(xk.id, note="5"), note(na.id, ours="1", theirs="2")] == [2, 3]


class Small(sqlite3.Connection):
    """A database on a disk that has room for ten pages."""

    def __init__(self, *where: str, **how: bool) -> None:
        super().__init__(*where, **how)
        self.execute("PRAGMA max_page_count=10")


def test_on_a_full_disk_the_disk_is_blamed_and_no_good_backup(
    border: Border, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: a file that is none is still told to be none."""
    na, _ = offices(border)
    made = backing.back_up(na.ledger, tmp_path / "na.twinline", now=na.clock())
    (tmp_path / "none").write_bytes(b"no database" * 1_000)
    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda *where, **how: connect(*where, **{"factory": Small, **how}))
    with pytest.raises(sqlite3.OperationalError, match="disk is full"):
        backing.unpack(made.path, tmp_path)
    with pytest.raises(Unsound, match="is no backup of a node"):
        backing.unpack(tmp_path / "none", tmp_path)

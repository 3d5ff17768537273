"""The doctor tells each thing in a line, and finds each thing that isn't as it should be."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from collections import namedtuple
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from pytest_django import DjangoDbBlocker

from tests.border import Border, carry, incident
from twinline.access import tracing
from twinline.access.models import SecondFactor, Trace, User
from twinline.node import faults
from twinline.node.doctor import commands, looking
from twinline.node.doctor.looking import LOOKS, State
from twinline.node.verifying import verify
from twinline.sealed.commands import check
from twinline.sealed.copies import Copies
from twinline.sealed.part import Part
from twinline.sealed.vault import Vault
from twinline.store import backing, contacts, identity, peers, settled, verifying
from twinline.store.ledger import DATABASE, open_ledger
from twinline.times import DAY_MS, day_of, rfc3339
from twinline.tongues import LANGUAGES

posix = pytest.mark.skipif(os.name != "posix", reason="the mode of a file is POSIX's")


@pytest.fixture
def well(db: None, border: Border, monkeypatch: pytest.MonkeyPatch, django_db_blocker: DjangoDbBlocker) -> Border:
    """A node that is well kept: paired and reached, backed up, served by TLS."""
    with django_db_blocker.unblock():
        border.vn.say("incident", incident())
        carry(border.vn, border.la)
        ledger, now = border.vn.ledger, border.clock()
        node = peers.all_peers(ledger)[0].node
        contacts.reached(ledger, node, now=now)
        with ledger.connection.cursor() as cursor:
            cursor.execute("UPDATE store_peer SET told_created = %s", [now])
        backing.back_up(ledger, ledger.folder.parent / "a.twinline", now=now)
    monkeypatch.setenv("TWINLINE_HTTPS", "1")
    # The fields are looked at in a test of their own, and take a second.
    monkeypatch.setattr(looking, "LOOKS", tuple(each for each in LOOKS if each.__name__ != "_fields"))
    return border


@pytest.fixture
def stands(well: Border, django_db_blocker: DjangoDbBlocker) -> Callable[..., dict[str, State]]:
    def look(later: int = 0) -> dict[str, State]:
        with django_db_blocker.unblock():
            return {each.check: each.state for each in looking.look(well.vn.ledger, now=well.clock() + later)}

    return look


def test_of_a_node_that_is_well_kept_all_is_fine(stands: Callable[..., dict[str, State]]) -> None:
    assert set(stands().values()) == {State.FINE}
    assert len(stands()) == len(LOOKS)  # keys and folder are one look; the fields are left out


@posix
def test_a_key_others_can_read_is_wrong_and_the_node_does_not_start(
    stands: Callable[..., dict[str, State]], well: Border, django_db_blocker: DjangoDbBlocker
) -> None:
    for path in sorted((well.vn.ledger.folder / "keys").glob("*.key")):
        path.chmod(0o640)
        assert stands()["keys"] is State.WRONG, path.name
        with django_db_blocker.unblock(), pytest.raises(identity.Exposed):
            open_ledger(well.vn.ledger.folder)
        path.chmod(0o600)
    assert open_ledger(well.vn.ledger.folder)


@pytest.mark.parametrize("name", ["organisation", "root", "age"])
@pytest.mark.parametrize("told", ["garbage", "", "ab"])
def test_a_key_that_is_none_any_more_is_told_while_there_is_time_to_put_it_back(
    stands: Callable[..., dict[str, State]], well: Border, name: str, told: str
) -> None:
    (well.vn.ledger.folder / "keys" / f"{name}.key").write_text(told, encoding="utf-8")
    assert stands()["broken-keys"] is State.WRONG


def test_keys_that_are_kept_apart_are_not_missed(stands: Callable[..., dict[str, State]], well: Border) -> None:
    for name in ("organisation", "root"):
        (well.vn.ledger.folder / "keys" / f"{name}.key").unlink()
    assert "broken-keys" not in stands()


@pytest.mark.parametrize("told", ["x = [", "", 'organisation = "vn-na"', "x = " + "9" * 5_000])
def test_a_node_whose_description_is_none_does_not_start_and_says_which_file_it_is(well: Border, told: str) -> None:
    (well.vn.ledger.folder / "node.toml").write_text(told, encoding="utf-8")
    with pytest.raises(identity.Unreadable, match=r"node\.toml"):
        identity.load(well.vn.ledger.folder)


@pytest.mark.parametrize("told", ["garbage", "", "ab"])
def test_a_node_whose_key_is_none_does_not_start_and_says_which_file_it_is(well: Border, told: str) -> None:
    (well.vn.ledger.folder / "keys" / "node.key").write_text(told, encoding="utf-8")
    with pytest.raises(identity.Unreadable, match=r"node\.key"):
        identity.load(well.vn.ledger.folder)


@pytest.mark.parametrize("made", [b"no database at all " * 1_000, None], ids=["another file", "cut"])
def test_a_ledger_that_is_no_database_any_more_is_told_in_a_sentence(well: Border, made: bytes | None) -> None:
    """The control: a fault of ours is told as one."""
    file = well.vn.ledger.folder / "broken.sqlite3"
    file.write_bytes(made if made is not None else (well.vn.ledger.folder / DATABASE).read_bytes()[:100_000])
    with closing(sqlite3.connect(file)) as broken, pytest.raises(sqlite3.DatabaseError) as caught:
        broken.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()
    assert faults.of(caught.value) is not None
    assert faults.of(ValueError("ours")) is None


@posix
def test_a_folder_open_to_others_is_wrong_and_a_new_node_s_is_closed(
    stands: Callable[..., dict[str, State]], well: Border
) -> None:
    assert well.vn.ledger.folder.stat().st_mode & 0o077 == 0
    well.vn.ledger.folder.chmod(0o755)
    assert stands()["folder"] is State.WRONG


@posix
def test_a_backup_is_read_by_its_owner_alone(well: Border) -> None:
    assert (well.vn.ledger.folder.parent / "a.twinline").stat().st_mode & 0o077 == 0


def test_a_clock_behind_what_was_signed_is_wrong_and_one_far_ahead_is_to_be_looked_at(
    stands: Callable[..., dict[str, State]],
) -> None:
    assert stands(-DAY_MS)["clock"] is State.WRONG
    assert stands(100 * DAY_MS)["clock"] is State.LOOK


@pytest.mark.parametrize(("free", "state"), [(10**8, State.WRONG), (10**9, State.LOOK), (10**10, State.FINE)])
def test_a_disk_that_fills(
    stands: Callable[..., dict[str, State]], monkeypatch: pytest.MonkeyPatch, free: int, state: State
) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage(10**11, 0, free))
    assert stands()["disk"] is state


def test_a_backup_that_is_old_or_was_never_made(stands: Callable[..., dict[str, State]], well: Border) -> None:
    assert stands(8 * DAY_MS)["backup"] is State.LOOK
    (well.vn.ledger.folder / backing.LAST).unlink()
    assert stands()["backup"] is State.WRONG


def test_a_peer_that_is_silent(stands: Callable[..., dict[str, State]]) -> None:
    assert stands(8 * DAY_MS)["peers"] is State.LOOK
    assert stands(31 * DAY_MS)["peers"] is State.WRONG


@pytest.mark.parametrize(
    ("failures", "hours", "state"), [(2, 30, State.FINE), (3, 30, State.LOOK), (9, 30, State.LOOK), (9, 20, State.FINE)]
)
def test_a_peer_that_cannot_be_reached_is_told_before_it_is_silent_for_a_week_unless_it_calls_itself(
    stands: Callable[..., dict[str, State]], well: Border, failures: int, hours: int, state: State
) -> None:
    with well.vn.ledger.connection.cursor() as cursor:
        cursor.execute("UPDATE store_contact SET failures = %s", [failures])
    assert stands(hours * 3_600_000)["peers"] is state


def test_a_peer_whose_sticks_come_is_not_silent(stands: Callable[..., dict[str, State]], well: Border) -> None:
    with well.vn.ledger.connection.cursor() as cursor:
        cursor.execute("UPDATE store_contact SET last_success = NULL")
        cursor.execute("UPDATE store_peer SET added = added - %s", [40 * DAY_MS])
        assert stands()["peers"] is State.FINE
        cursor.execute("UPDATE store_peer SET told_created = NULL")
    assert stands()["peers"] is State.WRONG


@pytest.mark.parametrize(
    ("url", "state"),
    [("https://la.example/", State.FINE), ("http://127.0.0.1:8470/", State.FINE), ("http://la.example/", State.LOOK),
     ("http://10.0.0.7/", State.LOOK)],
)  # fmt: skip
def test_a_road_without_tls(stands: Callable[..., dict[str, State]], well: Border, url: str, state: State) -> None:
    with well.vn.ledger.connection.cursor() as cursor:
        cursor.execute("UPDATE store_peer SET urls = %s", [json.dumps([url])])
    assert stands()["address"] is state


def test_tables_of_a_newer_version(stands: Callable[..., dict[str, State]], well: Border) -> None:
    with well.vn.ledger.connection.cursor() as cursor:
        cursor.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('store', '9999_x', '2030-01-01')")
    assert stands()["schema"] is State.WRONG


def test_a_trace_that_was_altered(stands: Callable[..., dict[str, State]]) -> None:
    for record in ("r1", "r2"):
        tracing.note(now=1, officer="lan", organisation="vn-na", act="consult", record=record)
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER access_trace_UPDATE")
        cursor.execute("UPDATE access_trace SET officer = 'x' WHERE record = 'r1'")
    assert stands()["trace"] is State.WRONG


def test_verify_says_that_the_trace_was_cut_and_check_what_it_no_longer_holds(
    well: Border, monkeypatch: pytest.MonkeyPatch, django_db_blocker: DjangoDbBlocker
) -> None:
    def run(command: click.Command, *more: str) -> tuple[int, str]:
        with django_db_blocker.unblock():
            ran = CliRunner().invoke(command, more)
        return ran.exit_code, ran.output

    def cut(database: BaseDatabaseWrapper) -> None:
        with django_db_blocker.unblock(), database.cursor() as cursor:
            cursor.execute("DROP TRIGGER access_trace_DELETE")
            cursor.execute("DELETE FROM access_trace WHERE record = 'r2'")

    monkeypatch.setenv("TWINLINE_NODE", str(well.vn.ledger.folder))
    for record in ("r1", "r2"):
        tracing.note(now=1, officer="lan", organisation="vn-na", act="consult", record=record)
    known = tracing.head()
    with django_db_blocker.unblock():  # a node's accounts stand in its ledger's file; here they are in one of their own
        Trace.objects.using(well.vn.ledger.alias).bulk_create(Trace.objects.all())
        backup = backing.back_up(well.vn.ledger, well.vn.ledger.folder.parent / "b.twinline", now=well.clock()).path
    kept = ("--holds", known), ("--backup", str(backup))
    assert run(verify)[0] == run(check, *kept[0])[0] == run(check, *kept[1])[0] == 0  # the control
    cut(connection)
    cut(well.vn.ledger.connection)
    code, told = run(verify)
    assert (code, "The trace was cut: what was written after row 1" in told) == (1, True)
    with django_db_blocker.unblock():  # whoever cuts it sets the count back too, and the guard again: no row tells it
        for database in (connection, well.vn.ledger.connection):
            with database.cursor() as cursor:
                cursor.execute("UPDATE sqlite_sequence SET seq = 1 WHERE name = 'access_trace'")
        tracing.guard_again(now=1, officer="x", organisation="vn-na")
        assert tracing.broken() is None
    for each in kept:
        code, told = run(check, *each)
        assert (code, f"No row of the trace is known by {known}" in told) == (1, True)
    with pytest.raises(backing.Unsound, match="no backup of a node"):
        backing.traced(well.vn.ledger.folder / "node.toml")


def test_an_alarm_that_stands(stands: Callable[..., dict[str, State]], well: Border) -> None:
    with well.vn.ledger.connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO store_alarm (check_name, feed, node, sentence, evidence, at) VALUES ('x', '', '', '', '{}', 1)"
        )
    assert stands()["alarms"] is State.LOOK


def test_a_personal_part_past_its_date(stands: Callable[..., dict[str, State]], well: Border) -> None:
    part = Part(person="victim", basis="fact", purpose="rescue", ends=1, name="EXAMPLE")
    Vault(well.vn.ledger.folder).put("r", part, now=1)
    assert stands()["persons"] is State.WRONG


def test_with_a_clock_in_doubt_nobody_is_told_to_erase(well: Border, django_db_blocker: DjangoDbBlocker) -> None:
    now, later = well.clock(), 3_652 * DAY_MS
    Vault(well.vn.ledger.folder).put(
        "r", Part(person="victim", basis="fact", purpose="rescue", ends=day_of(now) + 300, name="EXAMPLE"), now=now
    )

    def told(ahead: int) -> str:
        with django_db_blocker.unblock():
            found = looking.look(well.vn.ledger, now=now + ahead)
        return next(str(each.todo) for each in found if each.check == "persons")

    assert told(0) == ""
    assert told(later).startswith("Compare the clock with another first")
    with well.vn.ledger.connection.cursor() as cursor:  # the control: another node's word says that it is that late
        cursor.execute("UPDATE store_peer SET told_created = %s", [now + later])
    assert told(later).startswith("Erase them")


def spoilt(folder: Path, file: str) -> None:
    path = folder / file if "*" not in file else next(folder.glob(file))
    path.write_bytes(b"garbage" * 10)


@pytest.mark.parametrize(
    ("file", "check"),
    [("keys/sealed.key", "lost-persons"), ("sealed/keys/*", "lost-persons"), ("sealed/parts.sqlite3", "broken-parts")],
)
def test_personal_parts_that_cannot_be_opened_any_more_are_told_and_hide_nothing_else(
    stands: Callable[..., dict[str, State]], well: Border, file: str, check: str
) -> None:
    folder = well.vn.ledger.folder
    Vault(folder).put("r", Part(person="victim", basis="fact", purpose="rescue", ends=30_000, name="N"), now=1)
    assert check not in stands()  # the control
    spoilt(folder, file)
    (folder / backing.LAST).unlink()
    seen = stands()
    assert (seen[check], seen["backup"]) == (State.WRONG, State.WRONG)
    assert {"peers", "accounts", "trace"} <= set(seen)


def test_keys_of_parts_whose_database_is_gone_are_told(stands: Callable[..., dict[str, State]], well: Border) -> None:
    folder = well.vn.ledger.folder
    Vault(folder).put("r", Part(person="victim", basis="fact", purpose="rescue", ends=30_000, name="N"), now=1)
    (folder / "sealed" / "parts.sqlite3").unlink()
    assert stands()["lost-persons"] is State.WRONG


def test_a_note_of_the_last_backup_that_is_none_is_no_backup(
    stands: Callable[..., dict[str, State]], well: Border
) -> None:
    vault = Copies(well.vn.ledger.folder)
    vault.put("r", Part(person="victim", basis="fact", purpose="rescue", ends=30_000, name="EXAMPLE"), now=1)
    vault.remember_backup("not a day")
    assert stands()["persons-backup"] is State.LOOK


def test_personal_parts_that_nobody_backs_up(stands: Callable[..., dict[str, State]], well: Border) -> None:
    vault = Copies(well.vn.ledger.folder)
    vault.put("r", Part(person="victim", basis="fact", purpose="rescue", ends=30_000, name="EXAMPLE"), now=1)
    assert stands()["persons-backup"] is State.LOOK
    vault.remember_backup(rfc3339(well.clock()))
    assert stands()["persons-backup"] is State.FINE
    assert stands(8 * DAY_MS)["persons-backup"] is State.LOOK


def test_a_folder_that_was_copied_is_looked_at_and_told_to_be_a_copy_and_nothing_is_signed_by_looking(
    well: Border, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, django_db_blocker: DjangoDbBlocker
) -> None:
    monkeypatch.setattr(looking, "LOOKS", LOOKS)
    with django_db_blocker.unblock():
        well.vn.say("incident", incident())  # which nobody has signed yet
        with well.vn.ledger.connection.cursor() as cursor:
            cursor.execute("SELECT COUNT(*) FROM store_checkpoint")
            before = cursor.fetchone()
            assert {each.state for each in looking.look(well.vn.ledger, now=well.clock())} == {State.FINE}
            cursor.execute("SELECT COUNT(*) FROM store_checkpoint")
            assert cursor.fetchone() == before
        shutil.copytree(well.vn.ledger.folder, tmp_path / "copy")
        copy = open_ledger(tmp_path / "copy")
        told = {each.check: each for each in looking.look(copy, now=well.clock())}
        copy.close()
    assert told["signs"].state is State.WRONG
    assert "isn't the copy of it that ran last" in str(told["signs"].sentence)


def test_a_guard_that_is_gone_is_told(stands: Callable[..., dict[str, State]]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER access_trace_DELETE")
    assert stands()["trace"] is State.WRONG


def test_a_database_that_no_longer_holds_the_list_of_offences_is_told_and_set_right(
    stands: Callable[..., dict[str, State]], well: Border, django_db_blocker: DjangoDbBlocker
) -> None:
    with django_db_blocker.unblock(), well.vn.ledger.connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER store_entry_offence_again")
    assert stands()["schema"] is State.WRONG
    with django_db_blocker.unblock():
        verifying.rebuild(well.vn.ledger)
    assert stands()["schema"] is State.FINE


def test_a_password_alone_where_much_is_opened(stands: Callable[..., dict[str, State]]) -> None:
    lan = User.objects.create(username="lan", password="!", organisation="vn-na", roles="commander")
    User.objects.create(username="binh", password="!", organisation="vn-na", roles="reporter")
    assert stands()["accounts"] is State.LOOK
    SecondFactor.objects.create(user=lan, secret="00" * 20)
    assert stands()["accounts"] is State.FINE


def test_fields_that_the_list_does_not_have(well: Border, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looking.gathering, "everything", lambda ledger, now: [])
    assert [each.state for each in looking._fields(well.vn.ledger, 0)] == [State.WRONG]
    monkeypatch.setattr(looking, "listed", list)
    assert [each.state for each in looking._fields(well.vn.ledger, 0)] == [State.FINE]


@pytest.fixture
def run(well: Border, monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[int, str]]:
    monkeypatch.setattr(commands, "ledger", lambda: well.vn.ledger)
    monkeypatch.setattr(commands, "folder", lambda: Path("node"))
    monkeypatch.setattr(commands, "now_ms", well.clock)

    def call(*words: str) -> tuple[int, str]:
        said = CliRunner().invoke(commands.doctor, words)
        return said.exit_code, said.output

    return call


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_command_says_each_in_a_line_and_ends_with_0_or_1(
    run: Callable[..., tuple[int, str]], well: Border, lang: str
) -> None:
    code, said = run("--lang", lang)
    assert (code, said.count("\n")) == (0, len(LOOKS) + 1)
    (well.vn.ledger.folder / backing.LAST).unlink()
    assert run("--lang", lang)[0] == 1


def test_programs_get_one_object_a_line(run: Callable[..., tuple[int, str]]) -> None:
    code, said = run("--json")
    *each, last = map(json.loads, said.splitlines())
    assert code == 0
    assert {one["state"] for one in each} == {"fine"}
    assert last["wrong"] == 0


def test_coordinates_whose_kilometre_an_earlier_version_reckoned(
    stands: Callable[..., dict[str, State]], well: Border
) -> None:
    """A rebuild sets it right; what is said in another way than by coordinates isn't looked at."""
    there = {"lon": 1_040_801_200, "lat": 194_512_300}
    spot = well.vn.say("incident", incident(place=there)).record
    marker = well.vn.say("incident", incident(place={"marker": "412"})).record
    assert stands()["places"] is State.FINE

    def move(record: str) -> None:
        with well.vn.ledger.connection.cursor() as cursor:
            cursor.execute("UPDATE store_record SET m_from = m_from + 4, m_to = m_to + 4 WHERE record = %s", [record])

    move(marker)
    assert stands()["places"] is State.FINE
    move(spot)
    assert stands()["places"] is State.LOOK
    verifying.rebuild(well.vn.ledger)
    assert stands()["places"] is State.FINE


def test_figures_that_only_a_rebuild_makes_quick_again(
    stands: Callable[..., dict[str, State]], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert stands()["figures"] == State.FINE
    monkeypatch.setattr(settled, "FEWEST", 0)
    monkeypatch.setattr(settled, "MOST", 0)
    assert stands()["figures"] == State.LOOK

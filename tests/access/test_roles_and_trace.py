"""Who may do what, and the trace that nobody edits."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from twinline.access import latest, tracing
from twinline.access.models import Trace
from twinline.access.roles import NEVER, ROLES, Right, rights
from twinline.store.commands.common import print_json

NOW = 1_795_400_000_000


def noted(act: str = "consult", record: str = "r1") -> None:
    tracing.note(now=NOW, officer="lan", organisation="vn-na", act=act, record=record, reason="case_work")


def test_whoever_runs_the_machine_opens_no_personal_part_whatever_else_they_are() -> None:
    assert rights(ROLES) & {Right.SEALED_READ, Right.SEALED_WRITE} == frozenset()
    for name in ROLES:
        assert not rights(("operator", name)) & NEVER["operator"]


def test_without_that_bar_an_investigator_would_open_them() -> None:
    assert Right.SEALED_READ in rights(("investigator",))


def test_only_a_commander_lets_records_cross() -> None:
    assert [name for name in ROLES if Right.RELEASE in rights((name,))] == ["commander"]


def test_an_analyst_only_reads() -> None:
    assert rights(("analyst",)) == {Right.READ}


def test_an_unknown_role_gives_nothing() -> None:
    assert rights(("king",)) == frozenset()


@pytest.mark.django_db
def test_the_trace_is_a_chain_that_holds() -> None:
    for number in range(4):
        noted(record=f"r{number}")
    assert tracing.broken() is None
    assert [row["record"] for row in tracing.rows()] == ["r0", "r1", "r2", "r3"]
    assert tracing.head() == list(tracing.rows())[-1]["hash"]


@pytest.mark.django_db
@pytest.mark.parametrize("how", ["UPDATE access_trace SET officer = 'nobody'", "DELETE FROM access_trace"])
def test_no_row_of_the_trace_can_be_changed_or_taken_out(how: str) -> None:
    noted()
    with pytest.raises(DatabaseError, match="only added to"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(how)


@pytest.mark.django_db
def test_a_row_altered_past_the_guard_breaks_the_chain_there() -> None:
    for number in range(3):
        noted(record=f"r{number}")
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER access_trace_UPDATE")
        cursor.execute("UPDATE access_trace SET reason = 'court' WHERE record = 'r1'")
    assert tracing.broken() == tracing.Broken(2)


@pytest.mark.django_db
def test_a_row_taken_out_past_the_guard_breaks_the_chain_there() -> None:
    for number in range(3):
        noted(record=f"r{number}")
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER access_trace_DELETE")
        cursor.execute("DELETE FROM access_trace WHERE record = 'r1'")
    assert tracing.broken() == tracing.Broken(2)


@pytest.mark.django_db
def test_a_trace_whose_end_is_cut_off_is_found_to_end_too_early_and_still_when_it_goes_on() -> None:
    for number in range(4):
        noted(record=f"r{number}")
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER access_trace_DELETE")
        cursor.execute("DELETE FROM access_trace WHERE record IN ('r2', 'r3')")
    assert tracing.broken() == tracing.Broken(2, cut=True)
    noted(record="r4")
    assert tracing.broken() == tracing.Broken(2, cut=True)


@pytest.mark.django_db
def test_two_rows_that_changed_places_break_the_chain_there() -> None:
    for number in range(4):
        noted(record=f"r{number}")
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER access_trace_UPDATE")
        for old, new in ((2, 99), (3, 2), (99, 3)):
            cursor.execute("UPDATE access_trace SET id = %s WHERE id = %s", [new, old])
    assert tracing.broken() == tracing.Broken(2)


@pytest.mark.django_db
@pytest.mark.parametrize("word", ["UPDATE", "DELETE"])
@pytest.mark.parametrize("how", ["gone", "hollow"])
def test_a_guard_that_is_gone_or_hollow_is_told_before_any_row_is_wrong(word: str, how: str) -> None:
    noted()
    assert tracing.broken() is None
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER access_trace_{word}")
        if how == "hollow":
            cursor.execute(f"CREATE TRIGGER access_trace_{word} BEFORE {word} ON access_trace BEGIN SELECT 1; END")
    assert tracing.broken() == tracing.Broken(1, unguarded=True)
    assert tracing.guard_again(now=NOW, officer="huong", organisation="vn-na")
    assert tracing.broken() is None
    assert [row["act"] for row in tracing.rows()] == ["consult", "guard"]
    assert not tracing.guard_again(now=NOW, officer="huong", organisation="vn-na")
    with pytest.raises(DatabaseError, match="only added to"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM access_trace")


@pytest.mark.django_db
def test_an_act_that_was_taken_back_before_it_was_kept_is_no_cut() -> None:
    """The control: a row rolled back was never written."""
    noted()
    with transaction.atomic():
        noted(record="r2")
        transaction.set_rollback(True)
    assert tracing.broken() is None
    noted(record="r3")
    assert tracing.broken() is None


@pytest.mark.django_db
def test_a_trace_written_wholly_anew_no_longer_holds_the_hash_that_was_noted() -> None:
    for number in range(2):
        noted(record=f"r{number}")
    known = tracing.head()
    assert tracing.holds(known)
    noted(record="r2")
    assert tracing.holds(known)
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER access_trace_DELETE")
        cursor.execute("DELETE FROM access_trace")
        cursor.execute("DELETE FROM sqlite_sequence WHERE name = 'access_trace'")
    noted()
    assert tracing.broken() == tracing.Broken(1, unguarded=True)
    assert not tracing.holds(known)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(settings, "NODE", tmp_path)
    (tmp_path / "node.toml").touch()
    return tmp_path


@pytest.fixture
def cut_short(folder: Path, django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]]) -> str:
    """A trace as an older copy of the database has it: its last row is gone, guard and count are as they were then."""
    with django_capture_on_commit_callbacks(execute=True):
        noted(record="r0")
        noted(record="r1")
    gone = tracing.head()
    assert tracing.broken() is None
    with connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE name = 'access_trace_DELETE'")
        (guard,) = cursor.fetchone()
        cursor.execute("DROP TRIGGER access_trace_DELETE")
        cursor.execute("DELETE FROM access_trace WHERE record = 'r1'")
        cursor.execute("UPDATE sqlite_sequence SET seq = 1 WHERE name = 'access_trace'")
        cursor.execute(guard)
    return gone


@pytest.mark.django_db
def test_an_older_database_put_in_the_place_of_this_one_is_found_by_what_stands_beside_it(
    folder: Path, cut_short: str, django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]]
) -> None:
    assert tracing.broken() == tracing.Broken(1, cut=True)
    with django_capture_on_commit_callbacks(execute=True):
        noted(record="r2")
    assert tracing.broken() == tracing.Broken(2, cut=True)
    assert (folder / latest.FILE).read_text(encoding="utf-8") == f"{cut_short}\n"


@pytest.mark.django_db
def test_without_that_file_it_is_not_found(folder: Path, cut_short: str) -> None:
    """The control; and a node that is restored has none yet."""
    (folder / latest.FILE).unlink()
    assert tracing.broken() is None


@pytest.mark.django_db
def test_where_the_file_can_not_be_written_the_trace_goes_on(
    folder: Path, django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]]
) -> None:
    (folder / latest.FILE).mkdir()
    with django_capture_on_commit_callbacks(execute=True):
        noted()
    assert tracing.broken() is None
    assert sorted(each.name for each in folder.iterdir()) == ["node.toml", latest.FILE]


@pytest.mark.django_db
def test_a_name_with_lines_in_it_forges_no_line_of_the_trace(capfd: pytest.CaptureFixture[str]) -> None:
    forged = 'lan\n{"act":"erase","officer":"huong"}\r\n'
    tracing.note(now=NOW, officer=forged, organisation="vn-na", act="consult")
    for row in tracing.rows():
        print_json(row)
    assert len(capfd.readouterr().out.splitlines()) == 1


@pytest.mark.django_db
def test_an_act_of_no_list_is_not_traced() -> None:
    with pytest.raises(ValueError, match="peek"):
        noted(act="peek")
    assert not Trace.objects.exists()

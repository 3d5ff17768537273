"""What pages ask most reads no more than it shows, and who exists is looked up once while something only reads."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from tests.border import Border, carry, incident
from twinline.records import registry
from twinline.store import quiet, reading
from twinline.store.ledger import Ledger
from twinline.store.reading import Reader
from twinline.times import day_of, now_ms

TO = ("line", "twin:vn-na")
ALL = Reader(frozenset({"vn-na"}))


@contextmanager
def statements(ledger: Ledger) -> Iterator[list[tuple[str, Any]]]:
    """Gather what the database is asked."""
    asked: list[tuple[str, Any]] = []

    def gather(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        asked.append((sql, params))
        return execute(sql, params, many, context)

    with ledger.connection.execute_wrapper(gather):
        yield asked


def planned(ledger: Ledger, sql: str, params: Any) -> str:
    """Return how the database finds what a statement asks for."""
    with ledger.connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
        return "\n".join(str(row[3]) for row in cursor.fetchall())


def found_by(ledger: Ledger, ask: Callable[[], object]) -> str:
    """Return how all is found that something asks of records."""
    with statements(ledger) as asked:
        ask()
    return "\n".join(planned(ledger, sql, params) for sql, params in asked if "store_record r" in sql)


def test_who_exists_is_asked_once_while_something_only_reads(border: Border) -> None:
    ledger = border.vn.ledger
    assert ledger.roster()
    with statements(ledger) as once, ledger.still():
        for _ in range(9):
            assert ledger.roster()
            assert reading.readable_audiences(ledger, ALL) is not None
    with statements(ledger) as each:
        for _ in range(9):
            assert ledger.roster()
            assert reading.readable_audiences(ledger, ALL) is not None
    assert len(once) <= len(each) // 9


def test_after_it_what_was_said_since_is_seen(border: Border) -> None:
    ledger = border.vn.ledger
    with ledger.still(), ledger.still():
        before = reading.readable_audiences(ledger, ALL)
        border.vn.say("incident", incident(), to="self")
        assert reading.readable_audiences(ledger, ALL) == before
    assert len(reading.readable_audiences(ledger, ALL)) == len(before) + 1


def test_the_latest_of_a_kind_are_read_in_order_and_the_others_not_at_all(border: Border) -> None:
    ledger = border.vn.ledger
    border.vn.say("incident", incident())
    latest = found_by(ledger, lambda: reading.records(ledger, ALL, kind="incident", limit=5))
    assert "record_by_kind" in latest
    assert "FOR RIGHT PART OF ORDER BY" in latest


def test_putting_all_records_in_order_is_the_control(border: Border) -> None:
    ledger = border.vn.ledger
    border.vn.say("incident", incident())
    with ledger.connection.cursor() as cursor:
        cursor.execute("DROP INDEX record_by_kind")
        cursor.execute("CREATE INDEX record_by_kind ON store_record (kind, day_from)")
    assert "FOR RIGHT PART" not in found_by(ledger, lambda: reading.records(ledger, ALL, kind="incident", limit=5))


@pytest.mark.parametrize("gone", [False, True])
def test_what_is_told_of_cases_is_found_by_the_entries_that_name_one(border: Border, gone: bool) -> None:
    ledger, case = border.vn.ledger, registry.of_kind("case").sample[1]
    told = {name: said for name, said in case.items() if name not in ("closed", "when")}
    kept = border.vn.say("case", {**told, "when": "2021-03"})
    named = border.vn.say("incident", incident(case=kept.record))
    border.vn.say("incident", incident())
    if gone:  # the control: without the index each entry is looked at
        with ledger.connection.cursor() as cursor:
            cursor.execute("DROP INDEX entry_of_case")
    rows = reading.records(ledger, ALL, kind="incident", of_cases=True)
    assert [row.record for row in rows] == [named.record]
    found = found_by(ledger, lambda: quiet.open_cases(ledger, ALL, day_of(now_ms())))
    assert ("entry_of_case" in found) is not gone


def test_what_came_last_is_the_last_of_each_of_their_feeds(border: Border) -> None:
    from twinline.access.models import User
    from twinline.desk.house import kept

    said = []
    for number in range(6):
        one = border.la.say("incident", incident(persons=number + 1, counterparts=["vn-na"]), to=TO[number % 2])
        said.append(one.record)
        carry(border.vn, border.la)
    user = User(username="lan", organisation="vn-na", roles="commander", language="en")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(kept, "this_ledger", lambda: border.vn.ledger)
        patched.setattr("twinline.store.here._open", lambda _: border.vn.ledger)
        shown = [one.row.id for one in kept.happenings(user, "en", since=None, limit=4)]
    assert shown == said[:-5:-1]

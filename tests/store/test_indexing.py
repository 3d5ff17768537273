"""The indexes that figures and lists ask by are laid aside while very much arrives, and there again afterwards."""

from __future__ import annotations

import pytest
from django.db import DatabaseError
from django.db.backends.utils import CursorWrapper

from tests.border import Border, Side, carry, incident
from twinline.store import indexing, saying, verifying
from twinline.store.saying import Saying
from twinline.times import now_ms

MANY = 6


def indexed(side: Side) -> bool:
    """Return whether both indexes are there; either both are, or none."""
    with side.ledger.connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'index'")
        found = indexing.INDEXES.keys() & {name for (name,) in cursor.fetchall()}
    assert len(found) in (0, len(indexing.INDEXES))
    return bool(found)


def told(side: Side) -> list[bool]:
    """Say much at once; return, after each word, whether the index is there."""
    much = [Saying("incident", incident(persons=number), "vn-na", "vn-na", ("line",)) for number in range(MANY)]
    return [indexed(side) for _ in saying.iter_say(side.ledger, much, now=now_ms())]


@pytest.fixture
def large(border: Border, monkeypatch: pytest.MonkeyPatch) -> Side:
    monkeypatch.setattr(indexing, "LARGE", 2)
    monkeypatch.setattr(indexing, "SHARE", 1000)
    monkeypatch.setattr(saying, "CHUNK", 1)
    return border.vn


def test_while_very_much_is_said_there_is_no_index_and_afterwards_there_is(large: Side) -> None:
    assert told(large) == [True, False, False, False, False, False]
    assert indexed(large)
    assert verifying.verify(large.ledger).faults == []


def test_few_words_or_few_among_many_leave_it_where_it_is(large: Side, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexing, "SHARE", 0)
    assert all(told(large))
    monkeypatch.setattr(indexing, "SHARE", 1000)
    monkeypatch.setattr(indexing, "LARGE", 100)
    assert all(told(large))


def test_of_very_many_it_is_made_between_two_of_their_batches_and_sorted_on_the_disk(
    border: Border, large: Side, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not within one: there it would be sorted in memory."""
    monkeypatch.setattr(indexing, "MOST", 4)
    sorted_on = []
    make = indexing._make
    monkeypatch.setattr(indexing, "_make", lambda cursor: (sorted_on.append(temporary(cursor)), make(cursor)))
    assert told(large) == [True, False, False, False, False, False]
    there = []
    with indexing.much(border.la.ledger):
        for _ in range(MANY):
            border.vn.say("incident", incident())
            carry(border.vn, border.la)
            there.append(indexed(border.la))
    assert there == [False, *[True] * (MANY - 1)]  # the first batch brings all that was said before
    assert set(sorted_on) == {"file"}


def test_it_is_made_before_the_end_once_all_has_come_and_kept_up_from_then_on(large: Side) -> None:
    with indexing.much(large.ledger):
        told(large)
        assert not indexed(large)
        indexing.all_has_come(large.ledger)
        assert indexed(large)
        assert all(told(large))
    assert verifying.verify(large.ledger).faults == []


def test_it_is_sorted_with_little_memory_which_is_given_back_after(
    large: Side, monkeypatch: pytest.MonkeyPatch
) -> None:
    during = []
    make = indexing._make
    monkeypatch.setattr(indexing, "_make", lambda cursor: (during.append(cache(cursor)), make(cursor)))
    with large.ledger.connection.cursor() as cursor:
        cursor.execute("DROP INDEX fact_by_question")
        before = cache(cursor)
        indexing.make(large.ledger)
        assert during[0] < before == cache(cursor)


def test_fewer_pages_are_kept_in_memory_while_very_much_arrives(large: Side) -> None:
    with large.ledger.connection.cursor() as cursor:
        before = cache(cursor)
        with indexing.much(large.ledger):
            assert cache(cursor) == before
            indexing.lay_aside(large.ledger, cursor)
            assert cache(cursor) < before
        assert cache(cursor) == before


def cache(cursor: CursorWrapper) -> int:
    """Return how many kilobytes of pages the connection may keep."""
    cursor.execute("PRAGMA cache_size")
    return -cursor.fetchone()[0]


def temporary(cursor: CursorWrapper) -> str:
    cursor.execute("PRAGMA temp_store")
    return {0: "default", 1: "file", 2: "memory"}[cursor.fetchone()[0]]


@pytest.mark.parametrize("fault", [DatabaseError("database or disk is full"), OSError(28, "No space left on device")])
def test_what_was_said_stands_though_there_is_no_room_for_the_index(
    large: Side, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    def full(_: object) -> None:
        raise fault

    with monkeypatch.context() as patched:
        patched.setattr(indexing, "make", full)
        assert len(told(large)) == MANY
    assert not indexed(large)
    assert verifying.verify(large.ledger).faults == []
    # The next contact makes it.
    with indexing.much(large.ledger, mending=True):
        pass
    assert indexed(large)


def test_a_word_said_elsewhere_meanwhile_does_not_make_it(large: Side) -> None:
    with indexing.much(large.ledger), large.ledger.connection.cursor() as cursor:
        indexing.lay_aside(large.ledger, cursor)
        large.ledger.here = type(large.ledger.here)()  # another thread
        with indexing.much(large.ledger):
            pass
        assert not indexed(large)


def test_a_rebuild_ends_with_the_index(large: Side) -> None:
    told(large)
    verifying.rebuild(large.ledger)
    assert indexed(large)


def test_they_are_made_as_they_are_declared(border: Border) -> None:
    with border.vn.ledger.connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index'")
        declared = {name: sql.replace('"', "").split(" ON ")[1] for name, sql in cursor.fetchall() if sql}
    assert {name: declared[name] for name in indexing.INDEXES} == indexing.INDEXES

"""Rows inserted several at once are the rows that were given, in their order."""

from __future__ import annotations

import sqlite3
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twinline.store import inserting
from twinline.store.inserting import TOGETHER, insert

WORDS = st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\0"), max_size=6)


def inserted(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    database = sqlite3.connect(":memory:")
    database.execute("CREATE TABLE said (id INTEGER PRIMARY KEY, word, side, again, number)")
    insert(cast("Any", database.cursor()), "said", ("word", "side", "again", "number"), (0, "'vn'", 0, 1), rows)
    return database.execute("SELECT word, side, again, number FROM said ORDER BY id").fetchall()


@given(st.lists(st.tuples(WORDS, st.none() | st.integers(-9, 9)), max_size=3 * TOGETHER))
def test_any_number_of_rows_stands_in_order_with_what_they_share(rows: list[tuple[str, int | None]]) -> None:
    assert inserted(rows) == [(word, "vn", word, number) for word, number in rows]


def test_the_check_sees_rows_that_were_mixed_up(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [("a", number) for number in range(TOGETHER)]
    monkeypatch.setattr(inserting, "_row", lambda values, after: "(" + ", ".join(["?1", "'vn'", "?1", "?2"]) + ")")
    with pytest.raises((AssertionError, sqlite3.Error)):
        assert inserted(rows) == [(word, "vn", word, number) for word, number in rows]

"""The list of offences is a constraint of the database, too: past the one door none comes in that isn't on it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from tests.border import Border
from twinline.records.kinds.offences import OFFENCES
from twinline.store import allowed

SAID = {"when": "2022-06-03", "place": "vn-na-xo-nam-can", "cases": 1, "persons": 1, "offence": "drug_trafficking",
        "example": True}  # fmt: skip
BELIEF = (b'"offence":"drug_trafficking"', b'"offence":"unlawful_assembly"')


@pytest.fixture
def database(border: Border) -> sqlite3.Connection:
    """The database of a node that holds an incident, opened past the product."""
    record = border.vn.say("incident", SAID).record
    db = sqlite3.connect(Path(border.vn.ledger.folder) / "ledger.sqlite3")
    db.execute("CREATE TEMP TABLE one AS SELECT * FROM store_entry WHERE record = ? AND quarantine = ''", [record])
    return db


def rewritten(db: sqlite3.Connection, quarantine: str = "") -> None:
    """Write the incident once more as an entry of its own, with an offence that the list hasn't."""
    (raw,) = db.execute("SELECT raw FROM one").fetchone()
    assert BELIEF[0] in raw
    db.execute(
        "INSERT INTO store_entry (feed_id, position, hash, raw, record, arrived, quarantine) "
        "SELECT feed_id, position + 1000, hash, ?, record, arrived, ? FROM one", [raw.replace(*BELIEF), quarantine]
    )  # fmt: skip


def test_an_offence_that_is_not_on_the_list_is_refused_by_the_database(database: sqlite3.Connection) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="not on the list"):
        rewritten(database)
    with pytest.raises(sqlite3.IntegrityError, match="not on the list"):
        database.execute(
            "UPDATE store_entry SET raw = ? WHERE record = (SELECT record FROM one)",
            [database.execute("SELECT raw FROM one").fetchone()[0].replace(*BELIEF)],
        )


def test_what_a_peer_said_stays_as_it_came_but_marked_and_the_mark_can_not_be_taken_off(
    database: sqlite3.Connection,
) -> None:
    rewritten(database, "offence: unknown")
    with pytest.raises(sqlite3.IntegrityError, match="not on the list"):
        database.execute("UPDATE store_entry SET quarantine = '' WHERE quarantine = 'offence: unknown'")


def test_without_the_triggers_it_would_come_in(database: sqlite3.Connection) -> None:
    """The control, and what looks for them finds them gone."""
    assert allowed.lacking(database.cursor()) == []
    database.execute("DROP TRIGGER store_entry_offence")
    assert allowed.lacking(database.cursor()) == ["store_entry_offence"]
    rewritten(database)


def test_each_offence_of_the_list_comes_in(border: Border) -> None:
    for offence in OFFENCES:
        border.vn.say("incident", {"when": "2022-06-03", "place": "vn-na-xo-nam-can", "cases": 1, "offence": offence,
                                   "example": True})  # fmt: skip

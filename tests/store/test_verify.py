"""What is altered in the database by hand is found, whatever it is; a rebuild heals what is only a cache."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import DatabaseError
from pytest_django import DjangoDbBlocker

from tests.border import Border, Pairs, Side, carry, incident
from tests.store.pen import Pen
from twinline.store import verifying


def story(border: Border) -> None:
    """Let everything happen that tables can hold."""
    vn, la = border.vn, border.la
    ours = vn.say("incident", incident())
    vn.say("incident", incident(), to="self")
    theirs = la.say("incident", incident(persons=4, counterparts=["vn-na"]))
    carry(vn, la)
    vn.amend(ours.record, incident(persons=5))
    la.countersign(ours.record)
    vn.same_event(ours.record, theirs.record, summed=ours.record)
    la.same_event(theirs.record, ours.record, summed=ours.record)
    pen = Pen(la)
    pen.write({"religion": "any"})
    pen.give(vn)
    carry(vn, la)
    assert verifying.verify(vn.ledger).faults == []


@pytest.fixture(scope="module")
def told(pairs: Pairs, tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker) -> Pairs:
    """What is copied, once the story has been told."""
    with django_db_blocker.unblock():
        return pairs.after(tmp_path_factory.mktemp("told"), story)[0]


@pytest.fixture
def lived(told: Pairs, tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[Side]:
    """Nghệ An's node after the story."""
    with django_db_blocker.unblock():
        border = told.copy(tmp_path)
        yield border.vn
        border.close()


#: What is done to the tables: those of the log, which no rebuild can heal ...
LOG = {
    "an entry's bytes": "UPDATE store_entry SET raw = CAST(replace(raw, 'drug_trafficking', 'drug_possession') "
    "AS BLOB) WHERE record IS NOT NULL",
    "an entry's hash": "UPDATE store_entry SET hash = zeroblob(32) WHERE id = (SELECT MAX(id) FROM store_entry)",
    "an entry gone from the end": "DELETE FROM store_entry WHERE id = (SELECT MAX(id) FROM store_entry)",
    "an entry gone from the middle": "DELETE FROM store_entry WHERE position = 1",
    "two entries swapped": "UPDATE store_entry SET raw = (SELECT raw FROM store_entry e WHERE e.position = "
    "3 - store_entry.position AND e.feed_id = store_entry.feed_id) WHERE position IN (1, 2) AND feed_id = "
    "(SELECT feed_id FROM store_entry GROUP BY feed_id HAVING COUNT(*) > 2 LIMIT 1)",
    "whom an entry is about": "UPDATE store_entry SET record = '00000000-0000-7000-8000-000000000000' "
    "WHERE id = (SELECT MIN(id) FROM store_entry WHERE record IS NOT NULL AND position > 0 AND quarantine = '')",
    "an entry's quarantine lifted": "UPDATE store_entry SET quarantine = ''",
    "an entry put in quarantine": "UPDATE store_entry SET quarantine = 'because' WHERE record = "
    "(SELECT record FROM store_record LIMIT 1)",
    "a head": "UPDATE store_checkpoint SET note = replace(note, 'twinline/1/', 'twinline/1/0')",
    "a head's signature": "UPDATE store_checkpoint SET note = substr(note, 1, length(note) - 8) || 'AAAAAAA' "
    "|| char(10)",
    "a head's root": "UPDATE store_checkpoint SET root = zeroblob(32)",
    "a head gone": "DELETE FROM store_checkpoint WHERE id = (SELECT MAX(id) FROM store_checkpoint)",
    "a receipt's line": "UPDATE store_receipt SET line = substr(line, 1, length(line) - 6) || 'AAAA=='",
    "a receipt's time": "UPDATE store_receipt SET at = at - 86400",
    "a receipt's node": "UPDATE store_receipt SET node = replace(node, 'a', 'b')",
    "a receipt's side": "UPDATE store_receipt SET side = CASE side WHEN 'VN' THEN 'LA' ELSE 'VN' END",
    "a feed's size": "UPDATE store_feed SET size = size - 1",
    "a feed's right edge": "UPDATE store_feed SET frontier = (SELECT frontier FROM store_feed f WHERE f.id <> "
    "store_feed.id LIMIT 1)",
    "a feed's audience": "UPDATE store_feed SET audience_id = (SELECT id FROM store_audience "
    "WHERE codes = '[\"line\"]')",
    "an audience's readers": "UPDATE store_audience SET codes = '[\"line\"]' WHERE codes = '[\"vn-na\"]'",
    "a feed's lane": "UPDATE store_feed SET lane = 'urgent'",
    "a feed's node": "UPDATE store_feed SET node = organisation",
    "a feed's side": "UPDATE store_feed SET side = 'LA'",
    "whose a feed is": "UPDATE store_feed SET own = NOT own",
}
#: ... and those that the fold fills.
CACHE = {
    "a record's standing": "UPDATE store_record SET standing = 'agreed' WHERE standing = 'stated'",
    "a record gone": "DELETE FROM store_record WHERE id = (SELECT MIN(id) FROM store_record)",
    "a record twice": "INSERT INTO store_record SELECT id + 1000, record, root, entry, feed, solo, kind, author, "
    "about, side, audience, number, standing, event, place, m_from, m_to, day_from, day_to, example, search, "
    "arrived_from, arrived_to, held_from, held_to, asked, waits FROM store_record",
    "whose word is awaited": "UPDATE store_record SET asked = NULL",
    "what is left to be said": "UPDATE store_record SET waits = 'answer'",
    "a record nobody said": "UPDATE store_record SET record = '00000000-0000-7000-8000-000000000000' "
    "WHERE id = (SELECT MIN(id) FROM store_record)",
    "when a record was held": "UPDATE store_record SET held_from = held_from - 1",
    "a fact's value": "UPDATE store_fact SET value = value + 1",
    "a fact's audience": "UPDATE store_fact SET audience_id = audience_id + 1",
    "a fact gone": "DELETE FROM store_fact WHERE id = (SELECT MIN(id) FROM store_fact)",
    "a fact of an entry that isn't there": "UPDATE store_fact SET entry_id = 99999 WHERE id = "
    "(SELECT MIN(id) FROM store_fact)",
    "a fact nobody said": "INSERT INTO store_fact (record, entry_id, feed, solo, kind, measure, cls, unit, value, "
    "qualifier, shape, stock, returned, place, author, about, side, counterpart, reference_set, member, example, "
    "audience_id, standing, event, summed, summed_own, arrived_from, held_from) SELECT 'nobody', 99999, feed, solo, "
    "kind, measure, cls, unit, value, qualifier, shape, stock, returned, place, author, about, side, counterpart, "
    "reference_set, member, example, audience_id, standing, event, summed, summed_own, arrived_from, held_from "
    "FROM store_fact LIMIT 1",
    "a link gone": "DELETE FROM store_link",
    "a link nobody said": "INSERT INTO store_link (entry, verb, record, other) SELECT entry, verb, 'x', 'y' "
    "FROM store_link",
    "a short number's count": "UPDATE store_counter SET last = last - 1",
}  # fmt: skip


def alter(side: Side, sql: str) -> None:
    with side.ledger.connection.cursor() as cursor:
        cursor.execute("PRAGMA foreign_keys=OFF")
        cursor.execute(sql)
        assert cursor.rowcount > 0


@pytest.mark.parametrize("what", LOG)
def test_an_altered_log_is_found_and_no_rebuild_hides_it(lived: Side, what: str) -> None:
    alter(lived, LOG[what])
    assert verifying.verify(lived.ledger).faults


@pytest.mark.parametrize("what", CACHE)
def test_an_altered_table_is_found_and_a_rebuild_heals_it(lived: Side, what: str) -> None:
    alter(lived, CACHE[what])
    assert verifying.verify(lived.ledger).faults
    verifying.rebuild(lived.ledger)
    assert verifying.verify(lived.ledger).faults == []


def overwrite(side: Side, name: str, word: bytes) -> None:
    """Write other letters over a word wherever it stands in the first page of an index, past SQLite."""
    with side.ledger.connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        cursor.execute(
            "SELECT rootpage, (SELECT page_size FROM pragma_page_size) FROM sqlite_master WHERE name = %s", [name]
        )
        page, size = cursor.fetchone()
    side.ledger.connection.close()
    path = side.ledger.folder / "ledger.sqlite3"
    raw, start = path.read_bytes(), (page - 1) * size
    there = raw[start : start + size]
    assert word in there
    path.write_bytes(raw[:start] + there.replace(word, b"z" * len(word)) + raw[start + size :])


@pytest.mark.parametrize(
    ("index", "word"), [("record_by_id", b"-7"), ("fact_by_question", b"incident"), ("entry_by_record", b"-7")]
)
def test_an_index_whose_bytes_were_written_over_is_found_and_a_rebuild_heals_it(
    lived: Side, index: str, word: bytes
) -> None:
    overwrite(lived, index, word)
    assert any("damaged" in str(fault) for fault in verifying.verify(lived.ledger).faults)
    verifying.rebuild(lived.ledger)
    assert verifying.verify(lived.ledger).faults == []


def test_a_file_whose_own_words_are_no_text_any_more_is_refused_in_a_sentence(lived: Side) -> None:
    with lived.ledger.connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    lived.ledger.connection.close()
    path = lived.ledger.folder / "ledger.sqlite3"
    raw = path.read_bytes()
    path.write_bytes(raw.replace(b'CREATE TABLE "store_fact"', b'CREATE TABLE "store_f\xd7ct"', 1))
    with pytest.raises(DatabaseError, match="malformed"):
        verifying.verify(lived.ledger)
    path.write_bytes(raw)


def test_a_sound_ledger_is_sound_and_stays_so_through_a_rebuild(lived: Side) -> None:
    before = verifying.verify(lived.ledger)
    verifying.rebuild(lived.ledger)
    after = verifying.verify(lived.ledger)
    assert (before.faults, before.digest, before.records) == (after.faults, after.digest, after.records)
    assert before.sound
    assert before.quarantined == 1

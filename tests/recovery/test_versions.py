"""What a later version says, and what is soundly signed but wrong: kept, passed on, never counted."""

from __future__ import annotations

import random
from typing import Any

import pytest

from tests.border import Border, incident
from tests.promises import SEED, tell, tries
from tests.recovery.world import Office, offices, wire
from tests.store.pen import Pen
from twinline.feeds import entries
from twinline.store import append, verifying


def later(chance: random.Random) -> dict[str, Any]:
    """Return what a version to come might say: another kind, version or act, and a body of any shape."""
    shape = chance.choice((1, "x", None, {"a": {"b": [1, 2, {"c": None}]}}, [[], [{}]], {"persons": "many"}))
    body = incident(new_field=shape) if chance.random() < 0.5 else {f"f{chance.randint(0, 9)}": shape}
    told: dict[str, Any] = {"body": body}
    match chance.randrange(3):
        case 0:
            told["kind"] = f"patrol_of_{chance.randint(2027, 2050)}"
        case 1:
            told["version"] = chance.randint(2, 9)
        case _:
            told["act"] = chance.choice(("bless", "recall", "annotate"))
    return told


def wrong(chance: random.Random) -> dict[str, Any]:
    """Return what this version refuses at home: an unknown offence, a count that is none, somebody else's name."""
    told = chance.choice((
        {"body": incident(offence="belief")}, {"body": incident(persons="three")}, {"body": incident(when="soon")},
        {"body": incident(place="nowhere")}, {"body": incident(), "author": "la-xk"}, {"body": incident(suspect="x")},
    ))  # fmt: skip
    return dict(told)


def count(office: Office, text: str) -> int:
    with office.ledger.connection.cursor() as cursor:
        cursor.execute(text)
        return int(cursor.fetchone()[0])


FACTS = "SELECT COUNT(*) FROM store_fact WHERE arrived_to IS NULL"
ASIDE = "SELECT COUNT(*) FROM store_entry WHERE quarantine <> ''"


@pytest.mark.parametrize("words", tries("words of versions to come"))
def test_words_of_versions_to_come_are_kept_and_passed_on_and_never_counted(border: Border, words: int) -> None:
    chance, pen = random.Random(SEED), Pen(border.vn)
    _, xk = offices(border)
    first = pen.write({"x": 1}, kind="patrol_of_2031")
    for _ in range(words - 1):
        told = later(chance)
        about = {"record": first.record, "follows": first.hex} if "act" in told else {}
        pen.write(told.pop("body"), **told, **about)
    given = pen.give(border.la)
    assert sum(given.outcomes.values()) == words
    assert count(xk, FACTS) == 0
    assert verifying.verify(xk.ledger).faults == []
    # Passed on as they came, byte for byte.
    na = Office.of(border.vn)
    wire(na, xk)
    with na.ledger.connection.cursor() as cursor:
        cursor.execute("SELECT e.raw FROM store_entry e JOIN store_feed f ON f.id = e.feed_id WHERE f.feed = %s "
                       "ORDER BY e.position", [pen.feed])  # fmt: skip
        back = [bytes(raw) for (raw,) in cursor.fetchall()]
    assert back in ([], list(pen.leaves))  # a node isn't sent its own words back unless it says that it lost them
    with xk.ledger.connection.cursor() as cursor:
        cursor.execute("SELECT e.raw FROM store_entry e JOIN store_feed f ON f.id = e.feed_id WHERE f.feed = %s "
                       "ORDER BY e.position", [pen.feed])  # fmt: skip
        assert [bytes(raw) for (raw,) in cursor.fetchall()] == list(pen.leaves)
    verifying.rebuild(xk.ledger)
    assert verifying.verify(xk.ledger).faults == []
    tell("words of versions to come", words, {**given.outcomes, "counted": 0})


@pytest.mark.parametrize("words", tries("bad words amid good ones"))
def test_one_bad_word_stops_nothing_else(border: Border, words: int) -> None:
    chance, pen = random.Random(SEED), Pen(border.vn)
    _, xk = offices(border)
    good = bad = 0
    for _ in range(words):
        told = wrong(chance) if (is_bad := chance.random() < 0.4) else {"body": incident()}
        bad, good = bad + is_bad, good + (not is_bad)
        pen.write(told.pop("body"), **told)
    assert pen.give(border.la).outcomes == {append.KEPT: good, append.QUARANTINED: bad}
    assert count(xk, ASIDE) == bad
    assert count(xk, "SELECT COUNT(DISTINCT record) FROM store_record") == good
    assert verifying.verify(xk.ledger).faults == []
    tell("bad words amid good ones", words, {"kept": good, "set aside": bad})


def test_a_bad_word_that_is_folded_would_be_seen(border: Border, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: a door that judges nothing, before a database that no longer holds the list of offences."""
    monkeypatch.setattr(append, "_fault", lambda entry, hosts: "")
    with border.la.ledger.connection.cursor() as cursor:
        for trigger in ("store_entry_offence", "store_entry_offence_again"):
            cursor.execute(f"DROP TRIGGER {trigger}")
    pen = Pen(border.vn)
    pen.write(incident(offence="belief"))
    pen.give(border.la)
    monkeypatch.undo()
    assert count(Office.of(border.la), ASIDE) == 0
    assert verifying.verify(border.la.ledger).faults or count(Office.of(border.la), FACTS)
    assert entries.read(pen.leaves[1])

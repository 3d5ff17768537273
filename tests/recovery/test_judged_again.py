"""What stands aside is judged again when the roster changes, and verify proves that it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.border import Border, carry, incident
from tests.store.pen import Pen
from twinline.store import append, rostering, settling, verifying


def aside(border: Border) -> list[str]:
    with border.la.ledger.connection.cursor() as cursor:
        cursor.execute("SELECT quarantine FROM store_entry WHERE quarantine <> ''")
        return [why for (why,) in cursor.fetchall()]


def said_too_early(border: Border) -> str:
    """Nghệ An speaks for a post that its roster doesn't host yet."""
    pen = Pen(border.vn)
    said = pen.write(incident(), author="vn-na-new", about="vn-na-new")
    assert pen.give(border.la).outcomes == {append.QUARANTINED: 1}
    return said.record


def host_it(border: Border) -> None:
    rostering.add(
        border.vn.ledger, "vn-na-new", parent=None, names={"en": "A new post"}, since=None, until=None, hosted=True,
        now=border.clock(),
    )  # fmt: skip
    carry(border.vn, border.la)


def test_what_came_before_its_author_was_hosted_counts_once_it_is(border: Border) -> None:
    record = said_too_early(border)
    assert len(aside(border)) == 1
    host_it(border)
    assert aside(border) == []
    assert border.la.sees(record)
    assert verifying.verify(border.la.ledger).faults == []


def test_verify_finds_what_should_stand_aside_no_more_and_a_rebuild_heals_it(
    border: Border, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: a store that judges nothing again."""
    record = said_too_early(border)
    with monkeypatch.context() as broken:
        broken.setattr(settling, "_judge_again", lambda *_: set())
        host_it(border)
    (fault,) = verifying.verify(border.la.ledger).faults
    assert "should stand aside no more" in str(fault)
    verifying.rebuild(border.la.ledger)
    assert verifying.verify(border.la.ledger).faults == []
    assert border.la.sees(record)


@pytest.mark.parametrize("reason", ["", "a reason of somebody's own"])
def test_verify_finds_a_mark_that_was_altered(border: Border, tmp_path: Path, reason: str) -> None:
    said_too_early(border)
    border.vn.say("incident", incident())
    carry(border.vn, border.la)
    assert verifying.verify(border.la.ledger).faults == []
    with border.la.ledger.connection.cursor() as cursor:
        cursor.execute("UPDATE store_entry SET quarantine = %s WHERE quarantine <> ''", [reason])
    faults = verifying.verify(border.la.ledger).faults
    assert any("stand aside" in str(fault) for fault in faults)
    verifying.rebuild(border.la.ledger)
    assert verifying.verify(border.la.ledger).faults == []

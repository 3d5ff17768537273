"""What was read may be shown again exactly as long as nothing was written."""

from __future__ import annotations

from tests.border import Border, incident
from twinline.store import unchanged


def test_the_state_is_the_same_until_something_is_written_and_another_once_the_file_was_let_go(border: Border) -> None:
    side = border.vn
    before = unchanged.state(side.ledger)
    assert unchanged.state(side.ledger) == before
    side.say("incident", incident())
    after = unchanged.state(side.ledger)
    assert after != before
    unchanged.let_go(side.ledger.folder)
    assert unchanged.state(side.ledger) not in (before, after)


def test_what_two_connections_are_told_can_be_the_same_though_something_was_written_between(border: Border) -> None:
    """The control: without a number for each connection, letting go would hide what was written meanwhile."""
    before = unchanged.state(border.vn.ledger)
    unchanged.let_go(border.vn.ledger.folder)
    border.vn.say("incident", incident())
    after = unchanged.state(border.vn.ledger)
    assert before is not None
    assert after is not None
    assert (before[0], before[2]) == (after[0], after[2])
    assert before != after

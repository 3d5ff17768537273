"""A withdrawal overtakes nothing and is overtaken by nothing: with a stick still under way it still arrives."""

from __future__ import annotations

from pathlib import Path

from tests.border import incident
from tests.exchange.desks import Desk
from twinline.exchange import files
from twinline.store import reach
from twinline.store.reading import Reader


def stick(desk: Desk, path: Path) -> Path:
    files.write_bundle(desk.shelf, desk.peer, path, at_ms=desk.clock())
    return path


def read(desk: Desk, path: Path) -> None:
    files.read_bundle(desk.shelf, path, at_ms=desk.clock())


def waits(desk: Desk) -> list[tuple[str, bool]]:
    ledger = desk.side.ledger
    return [
        (who.organisation, had is not None)
        for one in reach.taken_back(ledger, Reader.of_node(ledger))
        for who, had in one.waiting
    ]


def test_what_was_withdrawn_while_its_stick_was_under_way(desks, tmp_path) -> None:
    na, xk = desks
    said = na.side.say("incident", incident())
    first = stick(na, tmp_path / "first.age")
    na.side.withdraw(said.record)
    # Nothing shows yet that anybody holds it, and still the withdrawal is waited for.
    assert waits(na) == [("la-xk", False)]
    read(xk, first)
    assert xk.side.standing(said.record) == "stated"
    read(na, stick(xk, tmp_path / "answer.age"))
    assert waits(na) == [("la-xk", True)]
    second = stick(na, tmp_path / "second.age")
    read(xk, second)
    assert xk.side.standing(said.record) == "withdrawn"
    assert waits(na) == [("la-xk", True)]
    read(na, stick(xk, tmp_path / "receipts.age"))
    assert waits(na) == []
    # The first stick, found and read again, brings nothing back.
    read(xk, first)
    assert xk.side.standing(said.record) == "withdrawn"
    ledger = na.side.ledger
    heard = reach.reached(ledger, Reader.of_node(ledger), said.record)
    assert [(one.organisation, bool(one.received)) for one in heard] == [("la-xk", True)]


def test_the_second_stick_alone_brings_record_and_withdrawal(desks, tmp_path) -> None:
    na, xk = desks
    said = na.side.say("incident", incident())
    lost = stick(na, tmp_path / "lost.age")
    na.side.withdraw(said.record)
    read(xk, stick(na, tmp_path / "second.age"))
    assert xk.side.standing(said.record) == "withdrawn"
    read(xk, lost)
    assert xk.side.standing(said.record) == "withdrawn"

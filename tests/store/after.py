"""What must be so of a node that stopped in the middle of something, looked at as the next start finds it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from twinline.store import acting, reading, verifying
from twinline.store.ledger import Ledger, open_ledger
from twinline.store.reading import Reader
from twinline.store.saying import Saying, say
from twinline.times import now_ms


def lost(ledger: Ledger, acknowledged: Iterable[tuple[str, str]]) -> list[str]:
    """Return which acknowledged deeds are not there."""
    told: dict[str, dict[str, str]] = {}
    for record, deed in acknowledged:
        verb, _, what = deed.partition(" ")
        told.setdefault(record, {})[verb] = what
    reader = Reader.of_node(ledger)
    rows = {row.record: row for row in reading.records(ledger, reader, ids=list(told), limit=10**6)} if told else {}
    missing = []
    for record, deeds in told.items():
        row = rows.get(record)
        if row is None:
            missing.append(f"{record} say")
        elif "amend" in deeds and row.body["persons"] != int(deeds["amend"]):
            missing.append(f"{record} amend")
        elif "withdraw" in deeds and row.standing != "withdrawn":
            missing.append(f"{record} withdraw")
    return missing


def half_applied(ledger: Ledger) -> list[str]:
    """Return what is kept in part: a log, heads, tables or short numbers that don't fit together."""
    faults = list(verifying.verify(ledger).faults)
    with ledger.connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        faults += [row[0] for row in cursor.fetchall() if row[0] != "ok"]
        cursor.execute(
            "SELECT author, audience, number FROM store_record WHERE arrived_to IS NULL AND number > 0 "
            "ORDER BY author, audience, number"
        )
        given: dict[tuple[str, int], list[int]] = {}
        for author, audience, number in cursor.fetchall():
            given.setdefault((author, audience), []).append(number)
        for (author, _), numbers in given.items():
            if numbers != list(range(1, len(numbers) + 1)):
                faults.append(f"short numbers of {author} have a gap: {numbers}")
    return faults


def reopened(folder: Path, acknowledged: Iterable[tuple[str, str]]) -> tuple[list[str], list[str]]:
    """Open a node as a start does, and return what is lost and what is half applied. It must be able to go on."""
    ledger = open_ledger(folder)
    try:
        found = lost(ledger, acknowledged), half_applied(ledger)
        code = ledger.node.organisation
        body = {"when": "2022-06-03", "place": "vn-na-xo-nam-can", "offence": "drug_trafficking", "example": True}
        said = say(ledger, Saying("incident", body, code, code, ("line",)), now=now_ms())
        assert acting.find(ledger, said.record).row.standing == "stated"
        return found
    finally:
        ledger.close()

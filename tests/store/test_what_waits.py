"""What waits is found by columns that a record's words fill; a ledger from before fills them as it is opened."""

from __future__ import annotations

import importlib
from types import SimpleNamespace

from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from tests.border import Border, carry, incident
from twinline.records import registry
from twinline.store import awaited, reading, verifying
from twinline.store.reading import Reader

FILLING = importlib.import_module("twinline.store.migrations.0007_what_waits")


def told(border: Border) -> list[tuple[str | None, str | None]]:
    with border.vn.ledger.connection.cursor() as cursor:
        cursor.execute("SELECT asked, waits FROM store_record ORDER BY id")
        return [(asked, waits) for asked, waits in cursor.fetchall()]


def test_an_older_ledger_learns_what_waits_as_it_is_opened(border: Border) -> None:
    border.vn.say("incident", incident(aware="2022-06-03T05:40"), to="line")
    border.la.say("incident", incident(counterparts=["vn-na"]), to="line")
    border.la.say("notice", {**registry.of_kind("notice").sample[1], "counterparts": ["vn-na"]}, to="line")
    carry(border.vn, border.la)
    ledger = border.vn.ledger
    before = told(border)
    assert sorted(before, key=str) == sorted([("la-xk", "report"), ("vn-na", None), ("vn-na", "answer")], key=str)
    for step in ("0006_offences", "0007_what_waits"):
        MigrationExecutor(connections[ledger.alias]).migrate([("store", step)])
    assert told(border) == before
    assert verifying.verify(ledger).faults == []
    reader = Reader.of_node(ledger)
    assert reading.count(ledger, reader, **awaited.to_confirm(ledger, reader)) == 1


def test_columns_that_nobody_filled_are_the_control(border: Border) -> None:
    border.la.say("incident", incident(counterparts=["vn-na"]), to="line")
    carry(border.vn, border.la)
    ledger = border.vn.ledger
    reader = Reader.of_node(ledger)
    with ledger.connection.cursor() as cursor:
        cursor.execute("UPDATE store_record SET asked = NULL, waits = NULL")
    assert reading.count(ledger, reader, **awaited.to_confirm(ledger, reader)) == 0
    FILLING._fill(None, SimpleNamespace(connection=ledger.connection))
    assert reading.count(ledger, reader, **awaited.to_confirm(ledger, reader)) == 1

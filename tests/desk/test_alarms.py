"""What must not be is told at the desk: what, when, by whom, about whom, what to do, and the evidence as a file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.test import Client

from tests.border import Border
from tests.recovery.test_two_histories import Forked, check
from tests.recovery.world import Office, offices, wire
from twinline.access.models import User
from twinline.store import here, peers

WORDS = {
    "two-histories": "Two different accounts under one signature",
    "other-root": "A receipt that doesn’t fit what is kept here",
}


@pytest.fixture(autouse=True)
def accounts(db: None) -> None:
    """The accounts' database is opened before the ledgers', which it knows nothing of."""


def browser(office: Office, organisation: str, monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setattr(here, "_open", lambda folder: office.ledger)
    client = Client()
    client.force_login(User.objects.create(username=organisation, password="!", organisation=organisation))
    return client


def test_two_histories_stand_on_the_page_and_their_evidence_convinces_a_stranger(
    border: Border, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    forked = Forked(border, tmp_path, [1], [1])
    wire(forked.xk, forked.hp)
    codes = []
    for office in (forked.xk, forked.hp):
        client = browser(office, office.ledger.node.organisation, monkeypatch)
        page = client.get("/alarms/").content.decode()
        for alarm in peers.alarms(office.ledger):
            assert WORDS[alarm.check] in page
            assert f'href="/alarms/{alarm.number}/"' in page
            path = tmp_path / f"{office.id[:4]}-{alarm.number}.json"
            path.write_bytes(client.get(f"/alarms/{alarm.number}/").content)
            codes.append(check(path))
        assert client.get("/alarms/999/").status_code == 404
    assert 0 in codes


def test_an_alarm_about_words_that_one_may_not_read_is_not_shown(
    border: Border, monkeypatch: pytest.MonkeyPatch
) -> None:
    na, _ = offices(border)
    na.say(1, to="self")
    with na.ledger.connection.cursor() as cursor:
        cursor.execute("SELECT feed FROM store_feed WHERE type = 'records' AND own")
        ((feed,),) = cursor.fetchall()
    peers.keep_alarm(
        na.ledger, check="ahead", feed=feed, node="0" * 64, sentence="s.", evidence={"theirs": "9"}, now=na.clock()
    )
    number = peers.alarms(na.ledger)[0].number
    at_home = browser(na, "vn-na", monkeypatch)
    assert at_home.get(f"/alarms/{number}/").status_code == 200  # the control
    elsewhere = browser(na, "vn-na-bg", monkeypatch)
    assert elsewhere.get(f"/alarms/{number}/").status_code == 404
    assert "Somebody holds more" not in elsewhere.get("/alarms/").content.decode()


@pytest.mark.parametrize("years", [10, -10])
def test_a_clock_that_can_not_be_right_is_one_alarm_however_often_they_meet(border: Border, years: int) -> None:
    na, xk = offices(border)
    wire(na, xk)
    assert peers.alarms(na.ledger) == peers.alarms(xk.ledger) == []
    far = type(xk.clock)(xk.clock.now + years * 365 * 86_400_000)
    xk.clock = xk.side.clock = far
    for _ in range(3):
        na.say(1)
        wire(na, xk)
    (at_na,), (at_xk,) = peers.alarms(na.ledger), peers.alarms(xk.ledger)
    assert (at_na.check, at_xk.check) == ("clock", "clock")
    days = json.loads(at_na.evidence)["apart_days"]
    assert (int(days) > 0) == (years > 0)
    assert na.records() == xk.records()

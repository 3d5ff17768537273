"""Whoever asks for more than a person can read in a minute is told to wait; others go on."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.border import Border
from twinline.access import doors
from twinline.access.models import User
from twinline.access.pace import MINUTE_MS, Pace
from twinline.store import here

NOW = 1_795_400_000_000


def test_a_browser_that_copies_all_there_is_waits_and_its_neighbour_does_not(
    db: None, border: Border, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(here, "_open", lambda _: border.vn.ledger)
    monkeypatch.setattr(doors, "_PACE", Pace(3))
    monkeypatch.setattr(doors, "now_ms", lambda: NOW)
    wild, other = Client(), Client()
    for client, name in ((wild, "lan"), (other, "hoa")):
        client.force_login(User.objects.create(username=name, password="!", organisation="vn-na"))
        session = client.session
        session["access_began"] = NOW
        session.save()
    assert [wild.get("/account/").status_code for _ in range(5)] == [200] * 3 + [429] * 2
    answer = wild.get("/account/")
    assert (answer["Retry-After"], "A moment, please" in answer.content.decode()) == ("60", True)
    assert other.get("/account/").status_code == 200
    monkeypatch.setattr(doors, "now_ms", lambda: NOW + MINUTE_MS)
    assert wild.get("/account/").status_code == 200


def test_beyond_what_a_minute_has_each_request_is_counted() -> None:
    pace = Pace(2)
    assert [pace.asked("a", NOW) for _ in range(4)] == [0, 0, 1, 2]
    assert pace.asked("b", NOW) == 0

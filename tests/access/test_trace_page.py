"""The page that shows who opened what."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.access.test_roles_and_trace import noted
from tests.border import Border
from twinline.access import tracing
from twinline.access.models import User
from twinline.store import here


def test_what_the_trace_is_known_by_is_told_once_there_is_a_trace(
    db: None, border: Border, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(here, "_open", lambda _: border.vn.ledger)
    client = Client()
    client.force_login(User.objects.create(username="lan", password="!", organisation="vn-na", roles="protection"))
    known_by = "The whole trace is known by this."
    assert known_by not in client.get("/account/trace/").content.decode()
    noted()
    page = client.get("/account/trace/").content.decode()
    assert known_by in page
    assert tracing.head() in page

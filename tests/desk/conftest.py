"""A desk made of paper, with an officer signed in."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client

from tests.border import Border, incident
from tests.desk.paper import PAPER
from twinline.access import doors
from twinline.access.models import User
from twinline.access.roles import Right
from twinline.desk import house
from twinline.store import here as store_here

PATROL = {
    "type": "joint", "when": "2026-01-03", "place": {"marker": "400", "to_marker": "403"}, "counterparts": ["la-xk"],
    "markers": [{"number": "401", "condition": "sound"}], "example": True,
}  # fmt: skip


@pytest.fixture
def paper(monkeypatch: pytest.MonkeyPatch) -> None:
    """Answer for the rooms below."""
    for name, value in PAPER.items():
        monkeypatch.setattr(house, name, value)


@pytest.fixture
def officer(db: None) -> User:
    """An officer of Nghệ An who may release."""
    # Nobody signs in with it here, so no time is spent on a password.
    return User.objects.create(
        username="lan", password="!", display_name="Nguyễn Thị Lan", organisation="vn-na", roles="commander"
    )


@pytest.fixture
def page(paper: None, officer: User, client: Client, monkeypatch: pytest.MonkeyPatch) -> Client:
    """A browser with the officer signed in, who may enter the page that fails on purpose, too."""
    monkeypatch.setitem(doors.NEEDS, "fails", (Right.READ, Right.READ))
    client.force_login(officer)
    return client


@pytest.fixture
def accounts(db: None) -> None:
    """The accounts' database is opened before the ledgers', which it knows nothing of."""


@pytest.fixture
def desk(accounts: None, border: Border, client: Client, monkeypatch: pytest.MonkeyPatch) -> Client:
    """A browser at the desk of Nghệ An, where walks were said and planned, an officer signed in."""
    monkeypatch.setattr(store_here, "_open", lambda _: border.vn.ledger)
    officer = User.objects.create(username="lan", password="!", display_name="Lan", organisation="vn-na")
    client.force_login(officer)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    border.vn.say("patrol", PATROL)
    border.vn.say("incident", incident(when="2026-01-04", place={"marker": "402"}))
    border.vn.say("patrol", {
        "type": "own", "stage": "planned", "when": {"from": "2026-01-10", "to": "2026-01-12"},
        "place": {"marker": "410", "to_marker": "411"}, "example": True,
    })  # fmt: skip
    return client

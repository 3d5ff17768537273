"""A desk made of paper, with an officer signed in."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.desk.paper import PAPER
from twinline.access import doors
from twinline.access.models import User
from twinline.access.roles import Right
from twinline.desk import house


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

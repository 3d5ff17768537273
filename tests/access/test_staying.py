"""A session ends after an hour in which nobody used it, and after twelve in any case; looking writes nothing."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client

from tests.desk.paper import PAPER
from twinline.access import doors, staying
from twinline.access.models import User
from twinline.desk import house

NOW, MINUTE, HOUR = 1_795_400_000_000, 60_000, 3_600_000
pytestmark = pytest.mark.django_db


class Clock:
    """A clock that goes on when it is told to."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> int:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    for name, value in PAPER.items():
        monkeypatch.setattr(house, name, value)
    told = Clock()
    for module in (doors, staying):
        monkeypatch.setattr(module, "now_ms", told)
    return told


@pytest.fixture
def inside(clock: Clock) -> Client:
    client = Client()
    client.force_login(User.objects.create(username="lan", password="!", organisation="vn-na"))
    return client


def opens(client: Client) -> bool:
    answer = client.get("/account/")
    if answer.status_code == 302:
        assert answer["Location"].startswith("/sign-in/?next=")
    return answer.status_code == 200


def test_left_alone_for_more_than_an_hour_it_ends(inside: Client, clock: Clock) -> None:
    clock.now += HOUR
    assert opens(inside)
    clock.now += HOUR
    assert opens(inside)
    clock.now += HOUR + 1
    assert not opens(inside)
    assert "more than an hour" in inside.get("/sign-in/").content.decode()
    clock.now = NOW  # it is gone, and no clock brings it back
    assert not opens(inside)


def test_it_counts_from_a_sign_in_that_comes_before_the_first_page() -> None:
    """In a program that opened no page yet, something already listens for who signs in."""
    told = (
        "import django; django.setup()\n"
        "from django.contrib.auth.signals import user_logged_in as signal\n"
        "print([each.__module__ for each in signal._live_receivers(None)[0]])\n"
    )
    asked = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True,
                           env=os.environ | {"DJANGO_SETTINGS_MODULE": "twinline.node.settings"})  # fmt: skip
    assert "twinline.access.staying" in asked.stdout


def test_used_all_day_it_ends_after_twelve_hours(inside: Client, clock: Clock) -> None:
    for _ in range(24):
        clock.now += 30 * MINUTE
        assert opens(inside)
    clock.now += 1
    assert not opens(inside)


def test_looking_writes_nothing(inside: Client, clock: Clock) -> None:
    before = list(Session.objects.values_list("session_data", "expire_date"))
    clock.now += 30 * MINUTE
    assert opens(inside)
    assert inside.cookies[settings.USED_COOKIE_NAME]["httponly"]
    assert list(Session.objects.values_list("session_data", "expire_date")) == before


@pytest.mark.parametrize("forged", ["", str(NOW + 2 * HOUR), f"{NOW + 2 * HOUR}:abc", "another's"])
def test_no_cookie_but_its_own_prolongs_it(inside: Client, clock: Clock, forged: str) -> None:
    other = Client()
    other.force_login(User.objects.create(username="mai", password="!", organisation="vn-na"))
    clock.now += 50 * MINUTE
    assert opens(inside)
    assert opens(other)
    clock.now += 50 * MINUTE
    inside.cookies[settings.USED_COOKIE_NAME] = (
        other.cookies[settings.USED_COOKIE_NAME].value if forged == "another's" else forged
    )
    assert not opens(inside)
    assert opens(other)  # the control


def test_a_clock_set_right_by_some_minutes_ends_nothing_and_one_set_back_by_years_does(
    inside: Client, clock: Clock
) -> None:
    clock.now -= 10 * MINUTE
    assert opens(inside)
    clock.now -= 10 * 365 * 24 * HOUR
    assert not opens(inside)

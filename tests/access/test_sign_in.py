"""Signing in, with a pause after repeated failures, and one-time links."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import argon2
import pytest
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.test import Client

from tests.desk.paper import PAPER
from twinline.access import links, lockout
from twinline.access import views as access_views
from twinline.access.models import FailedSignIn, OneTimeLink, User
from twinline.desk import house

NOW = 1_795_400_000_000
DAY = 86_400_000
GOOD = "four quiet words here"


@pytest.fixture(autouse=True)
def at_the_desk(monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    for name, value in PAPER.items():
        monkeypatch.setattr(house, name, value)
    monkeypatch.setattr(access_views, "now_ms", lambda: NOW)


@pytest.fixture
def lan() -> User:
    return User.objects.create_user("lan", GOOD, display_name="Lan", organisation="vn-na")


def knock(client: Client, password: str, **more: str) -> int:
    return client.post("/sign-in/", {"username": "lan", "password": password, **more}).status_code


def test_name_and_password_open_the_desk(client: Client, lan: User) -> None:
    assert knock(client, GOOD) == 302
    assert client.get("/").status_code == 200
    assert settings.SESSION_COOKIE_NAME in client.cookies


def test_a_wrong_password_opens_nothing_and_says_so(client: Client, lan: User) -> None:
    answer = client.post("/sign-in/", {"username": "lan", "password": "wrong"})
    assert answer.status_code == 422
    assert "do not belong together" in answer.content.decode()
    assert client.get("/").status_code == 302


def test_after_five_failures_even_the_right_password_waits(
    client: Client, lan: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert [knock(client, "wrong") for _ in range(5)] == [422] * 5
    answer = client.post("/sign-in/", {"username": "lan", "password": GOOD})
    assert answer.status_code == 422
    assert "Too many attempts" in answer.content.decode()
    monkeypatch.setattr(access_views, "now_ms", lambda: NOW + lockout.WINDOW_MS + 1)
    assert knock(client, GOOD) == 302


def test_four_failures_are_forgiven_with_the_right_password(client: Client, lan: User) -> None:
    assert [knock(client, "wrong") for _ in range(4)] == [422] * 4
    assert knock(client, GOOD) == 302
    assert not FailedSignIn.objects.exists()


def test_a_name_nobody_has_is_paused_like_any_other(client: Client) -> None:
    words = [client.post("/sign-in/", {"username": "nobody", "password": "x"}).content.decode() for _ in range(5)]
    assert "Too many attempts" in words[4]
    assert "Too many attempts" not in words[3]


def test_signing_in_leads_to_no_other_place_than_this_desk(client: Client, lan: User) -> None:
    answer = client.post("/sign-in/", {"username": "lan", "password": GOOD, "next": "https://elsewhere.example/"})
    assert answer["Location"] == "/"


def test_signing_out_closes_the_desk(client: Client, lan: User) -> None:
    client.force_login(lan)
    assert client.post("/sign-out/").status_code == 302
    assert client.get("/").status_code == 302


def test_a_disabled_account_opens_nothing(client: Client, lan: User) -> None:
    User.objects.update(is_active=False)
    assert knock(client, GOOD) == 422


def take_up(client: Client, word: str, **more: str) -> int:
    filled = {"display_name": "Lan", "username": "lan", "password": GOOD, "again": GOOD, **more}
    return client.post(f"/link/{word}/", filled).status_code


def test_a_link_makes_one_account_and_then_opens_nothing(client: Client) -> None:
    word = links.issue(organisation="vn-na", now=NOW, roles=["commander"])
    assert client.get(f"/link/{word}/").status_code == 200
    assert take_up(client, word) == 302
    user = User.objects.get()
    assert (user.organisation, user.may_release, user.is_operator) == ("vn-na", True, False)
    assert take_up(Client(), word, username="second") == 410
    assert User.objects.count() == 1


def test_only_the_hash_of_a_link_is_kept() -> None:
    word = links.issue(organisation="vn-na", now=NOW)
    assert word not in str(OneTimeLink.objects.values_list().get())


def test_a_link_ends_after_seven_days(client: Client) -> None:
    word = links.issue(organisation="vn-na", now=NOW - 7 * DAY)
    assert client.get(f"/link/{word}/").status_code == 200
    late = links.issue(organisation="vn-na", now=NOW - 7 * DAY - 1)
    answer = client.get(f"/link/{late}/")
    assert answer.status_code == 410
    assert "older than seven days" in answer.content.decode()


def test_a_link_nobody_made_opens_nothing(client: Client) -> None:
    assert client.get("/link/made-up/").status_code == 410


@pytest.mark.parametrize("password", ["short", "password1234", "aaaaaaaaaaaaaaa"])
def test_a_weak_password_is_refused_and_the_link_still_works(client: Client, password: str) -> None:
    word = links.issue(organisation="vn-na", now=NOW)
    assert take_up(client, word, password=password, again=password) == 422
    assert take_up(client, word) == 302


def test_two_passwords_that_differ_are_refused(client: Client) -> None:
    assert take_up(client, links.issue(organisation="vn-na", now=NOW), again="another four words") == 422


def test_a_name_that_is_taken_is_refused_and_the_link_still_works(client: Client, lan: User) -> None:
    word = links.issue(organisation="vn-na", now=NOW)
    assert take_up(client, word, username="LAN") == 422
    assert take_up(client, word, username="hoa") == 302


def test_a_renewing_link_gives_an_account_a_new_password(client: Client, lan: User) -> None:
    word = links.issue(organisation="vn-na", now=NOW, renews=lan)
    answer = client.post(f"/link/{word}/", {"password": "five other quiet words", "again": "five other quiet words"})
    assert answer.status_code == 302
    lan.refresh_from_db()
    assert lan.check_password("five other quiet words")


def test_passwords_are_kept_with_argon2(lan: User) -> None:
    assert lan.password.startswith("argon2$argon2id")


def test_in_use_a_hash_costs_at_least_what_owasp_asks(tmp_path: Path) -> None:
    """19 MiB and two rounds (OWASP, Password Storage Cheat Sheet); the tests' own are cheaper."""
    make = "import django; django.setup(); from django.contrib.auth import hashers; print(hashers.make_password('x'))"
    environment = {"DJANGO_SETTINGS_MODULE": "twinline.node.settings", "TWINLINE_NODE": str(tmp_path)}
    told = subprocess.run([sys.executable, "-c", make], env=environment, capture_output=True, text=True, check=True)
    made = argon2.extract_parameters(told.stdout.strip().removeprefix("argon2"))
    cheap = argon2.extract_parameters(make_password("x").removeprefix("argon2"))
    assert (made.memory_cost >= 19 * 1024, made.time_cost >= 2) == (True, True)
    assert cheap.memory_cost < 19 * 1024

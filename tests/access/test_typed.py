"""A password is taken as it was typed, whatever it is made of; each sign-in begins a session of its own."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.test import Client

from tests.desk.paper import PAPER
from twinline.access import links
from twinline.access.models import User
from twinline.desk import house
from twinline.times import now_ms

PASSWORDS = {
    "Lao": "ນົກບິນຂ້າມພູສູງໃນຕອນເຊົ້າ", "Vietnamese": "Chim bay qua núi buổi sớm", "signs": "~`!@#$%^&*()_+{}|:\"<>?",
    "pictures": "🐘🐘 🌾 🐘 đi qua cầu 7", "spaces at its ends": "  four quiet words  ", "long": "quiet hill " * 20,
}  # fmt: skip


@pytest.fixture(autouse=True)
def at_the_desk(monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    for name, value in PAPER.items():
        monkeypatch.setattr(house, name, value)


def account(password: str) -> None:
    word = links.issue(organisation="vn-na", now=now_ms(), roles=["reporter"])
    told = {"display_name": "Lan", "username": "lan", "password": password, "again": password}
    assert Client().post(f"/link/{word}/", told).status_code == 302


def opens(password: str) -> bool:
    return Client().post("/sign-in/", {"username": "lan", "password": password}).status_code == 302


@pytest.mark.parametrize("password", PASSWORDS.values(), ids=PASSWORDS)
def test_a_password_of_any_characters_up_to_256_is_taken_as_typed(password: str) -> None:
    account(password)
    assert opens(password)
    others = {password.strip(), password.swapcase(), password[:64], password + " "} - {password}
    assert [other for other in others if opens(other)] == []


def test_each_sign_in_begins_a_session_of_its_own_that_nobody_guesses() -> None:
    account(PASSWORDS["Vietnamese"])
    keys = set()
    for _ in range(3):
        client = Client()
        client.get("/sign-in/")
        client.cookies[settings.SESSION_COOKIE_NAME] = "a" * 32  # somebody else's idea of a session
        client.post("/sign-in/", {"username": "lan", "password": PASSWORDS["Vietnamese"]})
        keys.add(client.cookies[settings.SESSION_COOKIE_NAME].value)
    assert len(keys) == 3
    assert all(re.fullmatch("[a-z0-9]{32}", key) and key != "a" * 32 for key in keys)  # 165 bits


def test_who_signs_in_as_another_in_the_same_browser_gets_another_session() -> None:
    account(PASSWORDS["Vietnamese"])
    User.objects.create_user("hoa", "four quiet words here", display_name="Hoa", organisation="vn-na")
    client = Client()
    client.post("/sign-in/", {"username": "lan", "password": PASSWORDS["Vietnamese"]})
    first = client.cookies[settings.SESSION_COOKIE_NAME].value
    client.post("/sign-in/", {"username": "hoa", "password": "four quiet words here"})
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != first


def test_passwords_are_masked_and_a_manager_may_fill_them_in() -> None:
    account(PASSWORDS["Vietnamese"])
    client, word = Client(), links.issue(organisation="vn-na", now=now_ms())
    pages = ["/sign-in/", f"/link/{word}/"]
    client.post("/sign-in/", {"username": "lan", "password": PASSWORDS["Vietnamese"]})
    client.get("/account/")
    for page in [*pages, "/account/password/", "/account/code/", "/account/programs/"]:
        boxes = re.findall(r"<input[^>]*name=\"(?:password|again|present)\"[^>]*>", client.get(page).content.decode())
        assert boxes, page
        for box in boxes:
            assert 'type="password"' in box, page
            assert re.search(r'autocomplete="(?:current|new)-password"', box), page
            assert "onpaste" not in box
            assert "value=" not in box

"""A new password on one's own page, and words that no password may be made of alone."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from tests.access.test_second_factor import code_at
from tests.desk.paper import PAPER
from twinline.access import factor, links, lockout, tracing
from twinline.access.models import User
from twinline.access.place_words import NotOfThisPlace
from twinline.desk import house
from twinline.times import now_ms

OLD, NEW = "four quiet words here", "five other quiet words"
FORM = {"present": OLD, "password": NEW, "again": NEW}
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_the_desk(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in PAPER.items():
        monkeypatch.setattr(house, name, value)


@pytest.fixture
def lan() -> User:
    return User.objects.create_user("lan", OLD, display_name="Lan Hồ", organisation="vn-na")


def signed_in(password: str = OLD) -> Client:
    client = Client()
    assert client.post("/sign-in/", {"username": "lan", "password": password}).status_code == 302
    return client


def test_a_new_password_by_the_present_one_ends_all_other_sessions_and_is_traced(lan: User) -> None:
    here, there = signed_in(), signed_in()
    assert there.get("/account/").status_code == 200
    answer = here.post("/account/password/", FORM)
    assert answer["Location"] == "/account/"
    said = here.get("/account/").content.decode()
    assert "at 1 other place" in said
    assert there.get("/account/").status_code == 302
    assert [(row["act"], row["reason"]) for row in tracing.rows()] == [("account", "password")]
    assert Client().post("/sign-in/", {"username": "lan", "password": OLD}).status_code == 422
    assert signed_in(NEW).get("/account/").status_code == 200


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"present": "not the one that it is"}, "do not belong together"),
        ({"again": NEW + "!"}, "differ"),
        ({"password": "short", "again": "short"}, "At least 12"),
        ({"password": OLD, "again": OLD}, "your present password"),
        ({"password": "LanHo-NgheAn-2026", "again": "LanHo-NgheAn-2026"}, "words of your own"),
        ({"present": ""}, "fill this in"),
    ],
)
def test_what_is_not_right_changes_nothing_and_is_said(lan: User, change: dict[str, str], says: str) -> None:
    here, there = signed_in(), signed_in()
    answer = here.post("/account/password/", FORM | change)
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert NEW not in answer.content.decode()
    assert list(tracing.rows()) == []
    assert there.get("/account/").status_code == 200
    assert signed_in().get("/account/").status_code == 200


def test_the_present_password_can_not_be_guessed_on_that_page(lan: User) -> None:
    here = signed_in()
    for _ in range(lockout.TRIES_FROM_ONE_PLACE):
        here.post("/account/password/", FORM | {"present": "a wrong guess of it"})
    assert here.post("/account/password/", FORM).status_code == 422


def test_who_has_a_second_proof_shows_it_too(lan: User) -> None:
    here, secret = signed_in(), factor.fresh_secret()
    now = now_ms()
    assert factor.confirm(lan, secret, code_at(secret, now - 30_000), now=now)
    assert here.post("/account/password/", FORM).status_code == 422
    assert here.post("/account/password/", FORM | {"code": code_at(secret, now)}).status_code == 302


def test_a_password_renewed_by_a_link_is_traced(lan: User) -> None:
    word = links.issue(organisation="vn-na", now=now_ms(), renews=lan)
    Client().post(f"/link/{word}/", {"password": NEW, "again": NEW})
    assert [(row["officer"], row["reason"]) for row in tracing.rows()] == [("lan", "renewed")]


@pytest.mark.parametrize(
    "password", ["BienPhong-NgheAn-2026", "Công an Nghệ An 1", "twinline2026twinline", "ຊຽງຂວາງ ຕຳຫຼວດ 1",
                 "lan.ho.lan.ho.99", "vn-na-vn-na-2026", "Commandant Vietnam!"],
)  # fmt: skip
def test_words_of_the_place_alone_make_no_password(lan: User, password: str) -> None:
    with pytest.raises(ValidationError):
        NotOfThisPlace().validate(password, lan)


@pytest.mark.parametrize("password", ["four quiet words here", "839205718264", "Nghe An and three green frogs"])
def test_enough_beside_them_does(lan: User, password: str) -> None:
    """The control."""
    NotOfThisPlace().validate(password, lan)

"""Passkeys: made with a proof of who one is, shown to sign in, taken away; offered only where a browser allows them."""

from __future__ import annotations

import json
from html import unescape
from typing import Any

import pytest
from django.test import Client

from tests.access.softkey import Softkey
from tests.border import Border
from twinline.access import factor, lockout, passkeys, tracing
from twinline.access.models import Passkey, User
from twinline.store import here

HOST = "desk.example.org"
PASSWORD = "four quiet words here"


@pytest.fixture(autouse=True)
def named(db: None, settings: Any, border: Border, monkeypatch: pytest.MonkeyPatch) -> None:
    """The desk is called by a name, over TLS."""
    monkeypatch.setattr(here, "_open", lambda _: border.vn.ledger)
    settings.ALLOWED_HOSTS = [HOST, "localhost", "127.0.0.1", "desk"]


@pytest.fixture
def lan() -> User:
    return User.objects.create_user("lan", PASSWORD, display_name="Lan", organisation="vn-na", roles="officer")


class Browser(Client):
    """A browser that calls the desk over TLS, or not."""

    safe = True

    def generic(self, *asked: Any, **more: Any) -> Any:
        return super().generic(*asked, **{**more, "secure": self.safe})


def browser(host: str = HOST, *, secure: bool = True, **more: str) -> Client:
    client = Browser(HTTP_HOST=host, **more)
    client.safe = secure
    return client


def signed_in(user: User) -> Client:
    client = browser()
    client.force_login(user)
    return client


def invited(client: Client, **more: str) -> dict[str, Any]:
    """Return what the browser is asked to make a passkey by."""
    page = client.post("/account/passkey/", {"name": "telephone", "password": PASSWORD, **more}).content.decode()
    return json.loads(unescape(page.partition('data-passkey-make="')[2].partition('"')[0]))


def made(user: User, key: Softkey) -> Client:
    client = signed_in(user)
    client.post("/account/passkey/keep/", {"answer": key.make(invited(client))})
    return client


def shown(client: Client, key: Softkey, **more: str) -> bool:
    """Return whether somebody is let in who shows a passkey."""
    asked = client.post("/sign-in/passkey/ask/").json()
    client.post("/sign-in/passkey/", {"answer": key.show(asked), **more})
    return "_auth_user_id" in client.session


def test_who_made_one_signs_in_with_it_and_sees_when_it_was_last_used(lan: User) -> None:
    key = Softkey()
    page = made(lan, key)
    assert "Never used" in page.get("/account/").content.decode()
    assert "Sign in with a passkey" in browser().get("/sign-in/").content.decode()
    other = browser()
    assert shown(other, key)
    assert other.session["_auth_user_id"] == str(lan.pk)
    assert "Last used on" in other.get("/account/").content.decode()
    assert [row["reason"] for row in tracing.rows()] == ["passkey"]


def test_it_is_a_second_proof_by_itself(lan: User) -> None:
    key = Softkey()
    made(lan, key)
    factor.SecondFactor.objects.create(user=lan, secret=factor.fresh_secret())
    assert shown(browser(), key)


@pytest.mark.parametrize(
    "wrong",
    [
        {"origin": "https://desk.example.org.evil.example"}, {"origin": "http://desk.example.org"}, {"verified": False},
        {"key": Softkey().key}, {"credential": b"\0" * 32}, {"handle": "AAAA"}, {"count": -1},
    ],
)  # fmt: skip
def test_another_origin_an_unasked_holder_another_key_and_a_copy_are_not_let_in(lan: User, wrong: dict) -> None:
    key = Softkey()
    made(lan, key)
    for name, value in wrong.items():
        setattr(key, name, value)
    assert not shown(browser(), key)


def test_an_answer_is_good_once_and_for_its_own_question_alone(lan: User) -> None:
    key, client = Softkey(counts=False), browser()
    made(lan, key)
    asked = client.post("/sign-in/passkey/ask/").json()
    answer = key.show(asked)
    other = browser()
    other.post("/sign-in/passkey/ask/")
    other.post("/sign-in/passkey/", {"answer": answer})
    assert "_auth_user_id" not in other.session
    client.post("/sign-in/passkey/", {"answer": answer})
    assert "_auth_user_id" in client.session  # the control: it was a right one
    client.post("/sign-out/")
    client.post("/sign-in/passkey/", {"answer": answer})
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "{",
        "[]",
        "{}",
        '{"id": 7}',
        '{"id": "x", "response": 3}',
        '{"id": "\\ud800", "response": {}}',
        "[" * 9000,
        "x" * 20_000,
    ],
)
def test_what_is_no_answer_is_refused_in_a_sentence(lan: User, answer: str) -> None:
    made(lan, Softkey())
    client = browser()
    client.post("/sign-in/passkey/ask/")
    page = client.post("/sign-in/passkey/", {"answer": answer}, follow=True)
    assert page.status_code == 200
    assert "opens nothing here" in page.content.decode()


def test_after_five_failures_there_is_a_pause_for_that_place_alone(lan: User) -> None:
    key = Softkey()
    made(lan, key)
    stranger = Softkey()
    assert not any(shown(browser(), stranger) for _ in range(lockout.TRIES_FROM_ONE_PLACE))
    assert not shown(browser(), key)
    elsewhere = browser(REMOTE_ADDR="10.0.0.9")
    assert shown(elsewhere, key)


def test_taken_away_it_opens_nothing_and_nobody_takes_another_s(lan: User) -> None:
    key = Softkey()
    mine = made(lan, key)
    other = signed_in(User.objects.create_user("hoa", PASSWORD, display_name="Hoa", organisation="vn-na"))
    number = str(Passkey.objects.get().pk)
    other.post("/account/passkey/remove/", {"passkey": number, "password": PASSWORD})
    assert shown(browser(), key)
    mine.post("/account/passkey/remove/", {"passkey": number, "password": PASSWORD})
    assert not shown(browser(), key)


@pytest.mark.parametrize(("takes", "opens"), [(True, False), (False, True)])
def test_taken_away_after_it_was_asked_for_it_opens_nothing(lan: User, takes: bool, opens: bool) -> None:
    """The control: not taken away, it opens."""
    key, client = Softkey(), browser()
    made(lan, key)
    asked = client.post("/sign-in/passkey/ask/").json()
    if takes:
        Passkey.objects.all().delete()
    client.post("/sign-in/passkey/", {"answer": key.show(asked)})
    assert ("_auth_user_id" in client.session) is opens


def test_somebody_who_was_shut_out_is_not_let_in(lan: User) -> None:
    key = Softkey()
    made(lan, key)
    User.objects.filter(pk=lan.pk).update(is_active=False)
    assert not shown(browser(), key)


def test_none_is_made_without_the_password(lan: User) -> None:
    client = signed_in(lan)
    assert client.post("/account/passkey/", {"name": "x", "password": "wrong"}).status_code == 422
    client.post(
        "/account/passkey/keep/",
        {"answer": Softkey().make({"rp": {"id": HOST}, "user": {"id": "AAAA"}, "challenge": "AA"})},
    )
    assert not Passkey.objects.exists()


@pytest.mark.parametrize(
    ("host", "secure", "offered"),
    [
        (HOST, True, True), (HOST, False, False), ("localhost:8000", False, True), ("127.0.0.1:8000", True, False),
        ("[::1]:8000", True, False), ("desk", True, False),
    ],
)  # fmt: skip
def test_it_is_offered_only_where_a_browser_allows_it(host: str, secure: bool, offered: bool, lan: User) -> None:
    assert (passkeys.desk(host, secure=secure) is not None) is offered
    if ":" not in host:
        client = browser(host, secure=secure)
        client.force_login(lan)
        assert ("Make a passkey" in client.get("/account/").content.decode()) is offered
        assert client.get("/account/passkey/").status_code == (200 if offered else 404)


@pytest.mark.parametrize(
    ("lang", "said"), [("vi", "Khóa truy cập"), ("lo", "ກະແຈຜ່ານ"), ("en", "Passkeys"), ("fr", "Clés d’accès")]
)
def test_the_account_tells_it_in_each_language(lan: User, lang: str, said: str) -> None:
    client = signed_in(lan)
    client.post("/language/", {"language": lang})
    assert said in client.get("/account/").content.decode()

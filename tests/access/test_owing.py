"""Roles that let records cross or open personal parts: a password alone opens them no page but that of the account."""

from __future__ import annotations

import os
import subprocess
import sys
from html import unescape
from typing import Any

import pytest
from django.test import Client

from tests.access.softkey import Softkey
from tests.access.test_doors import PAGES, address
from tests.access.test_passkeys import HOST, browser, invited
from tests.access.test_second_factor import code_at
from tests.border import Border
from twinline.access import factor, links, owing
from twinline.access.models import Passkey, User
from twinline.access.roles import ROLES
from twinline.store import here
from twinline.times import now_ms

PASSWORD = "four quiet words here"
ASKED = {"commander", "investigator", "protection"}


@pytest.fixture(autouse=True)
def at_the_desk(db: None, settings: Any, border: Border, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(here, "_open", lambda _: border.vn.ledger)
    settings.ALLOWED_HOSTS = [HOST, "testserver"]
    settings.SECOND_PROOF = "roles"


def account(role: str, name: str = "lan") -> User:
    return User.objects.create_user(name, PASSWORD, display_name="Lan", organisation="vn-na", roles=role)


def come_in(client: Client) -> Client:
    client.post("/sign-in/", {"username": "lan", "password": PASSWORD})
    return client


def opened(client: Client) -> set[str]:
    """Return the pages, of all that ask for an account, that lead no further than to the page of the account."""
    found = {}
    for name, pattern in PAGES:
        for method in ("GET", "POST"):
            if name == "access:sign-out":
                continue
            answer = client.generic(method, address(name, pattern))
            if answer.status_code != 302 or answer["Location"] != "/account/":
                found[name] = answer.status_code
    return set(found)


def add_a_code(client: Client, **more: str) -> Any:
    client.get("/account/code/")
    right = code_at(client.session["access_factor"], now_ms())
    return client.post("/account/code/", {"code": right, "password": PASSWORD, **more})


@pytest.mark.parametrize("role", sorted(ROLES))
def test_which_roles_ask_for_a_second_proof_is_the_list(role: str) -> None:
    account(role)
    client = come_in(Client())
    assert owing.asked_of(User.objects.get()) is (role in ASKED)
    assert client.get("/").status_code == (302 if role in ASKED else 200)


def test_a_password_alone_opens_nothing_but_what_adds_a_second_proof() -> None:
    account("commander,investigator,protection")
    adds = {"access:set-up-code", "access:make-passkey", "access:keep-passkey"}
    assert opened(come_in(Client())) == {"access:account", "access:change-password", "access:end-session", *adds}


def test_the_page_of_the_account_says_so_and_once_a_code_is_added_all_is_open() -> None:
    account("commander")
    client = come_in(Client())
    page = client.get("/", follow=True).content.decode()
    assert "a password alone opens neither" in page
    assert "/account/programs/" not in page
    assert "recovery" in str(add_a_code(client).templates[0].name)
    assert client.get("/").status_code == 200
    assert "a password alone opens neither" not in client.get("/account/").content.decode()


def test_whoever_is_given_such_a_role_while_at_work_owes_it_on_the_next_page() -> None:
    user = account("officer")
    client = come_in(Client())
    assert client.get("/").status_code == 200
    User.objects.filter(pk=user.pk).update(roles="commander")
    assert client.get("/")["Location"] == "/account/"


def test_a_one_time_link_leads_to_the_page_of_the_account_first() -> None:
    client, word = Client(), links.issue(organisation="vn-na", now=now_ms(), roles=["commander"])
    told = {"display_name": "Lan", "username": "lan", "password": PASSWORD, "again": PASSWORD}
    client.post(f"/link/{word}/", told)
    assert client.get("/records/")["Location"] == "/account/"


def test_who_has_a_passkey_shows_it_and_no_one_adds_a_code_or_another_by_the_password_alone() -> None:
    account("investigator")
    key, client = Softkey(), come_in(browser())
    client.post("/account/passkey/keep/", {"answer": key.make(invited(client))})
    assert client.get("/").status_code == 200
    thief = come_in(browser())
    for page in ("/", "/account/code/", "/account/passkey/"):
        assert thief.get(page)["Location"] == "/account/", page
    thief.post("/account/passkey/remove/", {"passkey": Passkey.objects.get().pk, "password": PASSWORD})
    assert Passkey.objects.count() == 1
    assert "come in with your second proof" in thief.get("/account/").content.decode()
    holder = browser()
    holder.post("/sign-in/passkey/", {"answer": key.show(holder.post("/sign-in/passkey/ask/").json())})
    assert holder.get("/").status_code == 200


def test_the_last_second_proof_stays_where_a_role_asks_for_one() -> None:
    user = account("commander")
    key, client = Softkey(), come_in(browser())
    client.post("/account/passkey/keep/", {"answer": key.make(invited(client))})
    gone = {"passkey": Passkey.objects.get().pk, "password": PASSWORD}
    client.post("/account/passkey/remove/", gone)
    assert Passkey.objects.exists()
    add_a_code(client)
    client.post("/account/passkey/remove/", gone)
    assert not Passkey.objects.exists()
    secret = user.second_factor.secret
    client.post("/account/code/drop/", {"code": code_at(secret, now_ms() + 30_000)})
    assert factor.has(user)
    User.objects.update(roles="officer")
    client.post("/account/code/drop/", {"code": code_at(secret, now_ms() + 30_000)})
    assert not factor.has(user)


@pytest.mark.parametrize("role", sorted(ROLES))
def test_an_office_that_asks_everybody_lets_no_role_in_by_a_password_alone(role: str, settings: Any) -> None:
    settings.SECOND_PROOF = "everyone"
    account(role)
    client = come_in(Client())
    page = client.get("/", follow=True)
    assert page.redirect_chain == [("/account/", 302)]
    assert ("This office asks everybody" in page.content.decode()) is (role not in ASKED)
    add_a_code(client)
    assert client.get("/").status_code == 200


@pytest.mark.parametrize(
    ("said", "asks"),
    [(None, "roles"), ("", "roles"), ("1", "roles"), ("no", "roles"), ("0", "nobody"), ("all", "everyone")],
)
def test_nobody_is_let_off_unless_the_office_says_so(said: str | None, asks: str) -> None:
    environ = {name: value for name, value in os.environ.items() if name != "TWINLINE_SECOND_PROOF"}
    environ |= {"PYTHONPATH": os.pathsep.join(sys.path)} | ({} if said is None else {"TWINLINE_SECOND_PROOF": said})
    told = subprocess.run(
        [sys.executable, "-c", "from twinline.node import settings; print(settings.SECOND_PROOF)"],
        capture_output=True, text=True, check=True, env=environ,
    )  # fmt: skip
    assert told.stdout.strip() == asks


def test_an_office_that_does_not_ask_for_it_asks_nobody(settings: Any) -> None:
    settings.SECOND_PROOF = "nobody"
    account("commander")
    assert come_in(Client()).get("/").status_code == 200


def test_a_demo_asks_nobody(settings: Any) -> None:
    settings.EXAMPLE_NODE = True
    account("commander")
    assert come_in(Client()).get("/").status_code == 200


def test_a_browser_left_open_adds_no_second_proof_and_changes_no_telephone() -> None:
    """The control: with the password, and a code of the telephone before, it does."""
    user = account("officer")
    client = come_in(Client())
    assert add_a_code(client, password="").status_code == 422
    assert add_a_code(client, password="wrong").status_code == 422
    assert not factor.has(user)
    printed = add_a_code(client).context["codes"]
    first = user.second_factor.secret
    for present in ("", "000000"):
        assert add_a_code(client, present=present).status_code == 422
    assert User.objects.get().second_factor.secret == first
    assert add_a_code(client, present=printed[0]).status_code == 200
    assert User.objects.get().second_factor.secret != first


def test_a_browser_left_open_ends_no_session_and_takes_no_passkey_away() -> None:
    account("officer")
    key, here_, there = Softkey(), come_in(browser()), come_in(browser())
    here_.post("/account/passkey/keep/", {"answer": key.make(invited(here_))})
    there = come_in(browser())
    shown = unescape(there.get("/account/").content.decode())
    session = shown.partition('name="session" value="')[2].partition('"')[0]
    gone = {"passkey": Passkey.objects.get().pk}
    for password in ("", "wrong"):
        there.post("/account/session/end/", {"session": session, "password": password})
        there.post("/account/passkey/remove/", gone | {"password": password})
    assert (here_.get("/account/").status_code, Passkey.objects.count()) == (200, 1)
    there.post("/account/session/end/", {"session": session, "password": PASSWORD})
    there.post("/account/passkey/remove/", gone | {"password": PASSWORD})
    assert (here_.get("/account/").status_code, Passkey.objects.count()) == (302, 0)

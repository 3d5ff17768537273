"""Keys for programs: made with a proof, shown once, kept hashed, bound to an account, ended at once."""

from __future__ import annotations

import json
import logging
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.db import connection
from django.test import Client

from tests.access.test_second_factor import code_at
from tests.api.conftest import Let, Program
from tests.border import Border
from twinline.access import factor, keys, owing, programs, tokens
from twinline.access.models import FailedSignIn, SecondFactor, Token, Trace, User
from twinline.access.pace import Pace
from twinline.access.scopes import Scope
from twinline.node import accounts
from twinline.store import backing
from twinline.times import DAY_MS, day_of, now_ms

GOOD = "four quiet words here"
PLANTED = "twinline_planted-key-that-opens-nothing"


@pytest.fixture
def lan(account: User) -> User:
    account.set_password(GOOD)
    account.save()
    return account


@pytest.fixture
def page(lan: User, client: Client) -> Client:
    client.force_login(lan)
    return client


def filled(**more: object) -> dict[str, object]:
    return {"name": "bảng tính", "scopes": ["figures"], "days": "90", "password": GOOD, **more}


def test_the_page_of_an_account_makes_a_key_shows_it_once_and_it_opens_what_was_chosen(page: Client) -> None:
    shown = page.post("/account/programs/", filled()).content.decode()
    word = next(part for part in shown.replace("<", " ").replace(">", " ").split() if part.startswith(tokens.MARK))
    assert Program(word).get("/figures", indicator="drug_cases")[0] == 200
    assert Program(word).get("/records")[0] == 403
    listed = page.get("/account/").content.decode()
    assert "bảng tính" in listed
    assert word not in listed


def test_only_the_hash_of_a_key_is_kept(let: Let) -> None:
    word = let().word
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM access_token")
        assert word not in str(cursor.fetchall())
    assert word.removeprefix(tokens.MARK) not in str(list(Trace.objects.values_list()))


def test_a_key_takes_the_password_of_who_makes_it(page: Client) -> None:
    answer = page.post("/account/programs/", filled(password="wrong words in here"))
    assert answer.status_code == 422
    assert not Token.objects.exists()


@pytest.mark.parametrize("more", [{"scopes": []}, {"name": ""}, {"days": "366"}, {"scopes": ["sealed"]}, {"days": ""}])
def test_what_no_key_may_be_is_refused(page: Client, more: dict[str, object]) -> None:
    assert page.post("/account/programs/", filled(**more)).status_code == 422
    assert not Token.objects.exists()


def test_nobody_gives_a_program_what_they_may_not_do_themselves(account: User) -> None:
    User.objects.update(roles="analyst")
    account.refresh_from_db()
    with pytest.raises(tokens.TokenRefused, match="has not the rights for release, say"):
        tokens.make(account, "x", (Scope.RECORDS, Scope.SAY, Scope.RELEASE), days=1, now=now_ms())


def test_a_year_is_the_longest(account: User) -> None:
    tokens.make(account, "x", (Scope.RECORDS,), days=365, now=now_ms())
    with pytest.raises(tokens.TokenRefused):
        tokens.make(account, "x", (Scope.RECORDS,), days=366, now=now_ms())


def test_an_account_has_twenty_at_a_time(account: User) -> None:
    for _ in range(20):
        tokens.make(account, "x", (Scope.RECORDS,), days=1, now=now_ms())
    with pytest.raises(tokens.TokenRefused, match="20 keys"):
        tokens.make(account, "x", (Scope.RECORDS,), days=1, now=now_ms())


def test_a_key_that_was_ended_opens_nothing_on_the_next_request(page: Client, let: Let) -> None:
    program = let()
    assert program.get("/records")[0] == 200
    page.post("/account/programs/end/", {"key": Token.objects.get().pk})
    assert program.get("/records")[0] == 401


def test_nobody_ends_anothers_key(client: Client, let: Let) -> None:
    program = let()
    client.force_login(User.objects.create(username="hoa", password="!", organisation="vn-na", roles="commander"))
    client.post("/account/programs/end/", {"key": Token.objects.get().pk})
    assert program.get("/records")[0] == 200


def test_a_key_ends_by_itself(let: Let, monkeypatch: pytest.MonkeyPatch) -> None:
    program, later = let(days=1), now_ms() + DAY_MS
    monkeypatch.setattr(programs, "now_ms", lambda: later + 1)
    assert program.get("/records")[0] == 401
    assert keys.listed(User.objects.get(), now=later + 1)[0].ended


def test_a_right_withdrawn_from_the_account_is_withdrawn_from_its_programs_on_the_next_request(let: Let) -> None:
    program = let(Scope.SAY)
    assert program.post("/records", {})[1]["error"]["check"] == "parameter"
    User.objects.update(roles="analyst")
    assert program.post("/records", {})[1]["error"]["check"] == "may-not"
    User.objects.update(is_active=False)
    assert program.post("/records", {})[0] == 401


def test_the_day_of_its_last_use_is_kept_and_no_more(let: Let) -> None:
    program = let()
    assert Token.objects.get().used_day == -1
    program.get("/kinds")
    assert Token.objects.get().used_day == day_of(now_ms())


def test_whoever_tries_keys_is_slowed_and_a_good_one_still_opens(let: Let) -> None:
    program, guess = let(), Program(PLANTED)
    assert [guess.get("/kinds")[0] for _ in range(7)] == [401] * 5 + [429] * 2
    assert int(guess.raw("GET", "/kinds")["Retry-After"]) > 0
    assert FailedSignIn.objects.count() == 10
    assert program.get("/kinds")[0] == 200


def test_a_program_that_runs_wild_is_told_to_wait(let: Let, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs, "_PACE", Pace(3))
    monkeypatch.setattr(programs, "now_ms", lambda: 1_795_400_000_000)
    monkeypatch.setattr("tests.api.conftest.now_ms", lambda: 1_795_400_000_000)
    wild, other = let(), let()
    assert [wild.get("/kinds")[0] for _ in range(4)] == [200, 200, 200, 429]
    assert other.get("/kinds")[0] == 200


def test_no_cookie_is_set_none_opens_anything_and_no_other_site_may_read(let: Let, page: Client) -> None:
    answer = let().raw("GET", "/records")
    assert not answer.cookies
    assert not [name for name in answer.headers if name.lower().startswith("access-control")]
    assert answer["Cache-Control"] == "private, no-store"
    assert page.get("/api/1/records").status_code == 401


def test_a_key_in_an_address_opens_nothing(let: Let) -> None:
    program = let()
    for asked in ({"token": program.word}, {"access_token": program.word}, {"key": program.word}):
        assert Client().get("/api/1/kinds", query_params=asked).status_code == 401


def test_no_key_stands_in_what_is_logged(let: Let, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    program = let()
    Program(PLANTED).get("/records")
    program.get("/records/none")
    program.post("/records", {"kind": "none", "body": {}})
    assert caplog.records
    assert program.word not in caplog.text
    assert PLANTED not in caplog.text


def test_no_backup_has_a_key(world: Border, tmp_path: Path) -> None:
    ledger = world.vn.ledger
    rows = "INSERT INTO access_user (id, username, password, display_name, organisation, language, is_active, roles) "
    with ledger.connection.cursor() as cursor:
        cursor.execute(rows + "VALUES (1, 'lan', '!', 'Lan', 'vn-na', 'en', 1, 'officer')")
        cursor.execute(
            "INSERT INTO access_token (name, word_hash, scopes, made_ms, ends_ms, used_day, user_id) "
            "VALUES ('x', 'planted', 'records', 0, 1, -1, 1)"
        )
    backing.back_up(ledger, tmp_path / "copy.sqlite3", now=world.clock())
    with closing(sqlite3.connect(tmp_path / "copy.sqlite3")) as copy:
        assert copy.execute("SELECT COUNT(*) FROM access_token").fetchone() == (0,)
        assert copy.execute("SELECT COUNT(*) FROM access_user").fetchone() == (1,)


def test_making_and_ending_stand_in_the_trace(page: Client, let: Let) -> None:
    let()
    page.post("/account/programs/end/", {"key": Token.objects.get().pk})
    assert list(Trace.objects.values_list("act", "reason")) == [("account", "token"), ("account", "no-token")]


def test_the_command_makes_lists_and_ends_keys(lan: User, monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    monkeypatch.setattr(accounts, "ledger", lambda: None)
    asked = ["token", "new", "lan", "--for", "sheet", "--scope", "records", "--days", "30", "--json"]
    settings.SECOND_PROOF = "roles"
    bare = CliRunner().invoke(accounts.user, asked, input=f"{GOOD}\n")
    assert isinstance(bare.exception, owing.SecondAsked)
    secret = factor.fresh_secret()
    SecondFactor.objects.create(user=lan, secret=secret)
    made = CliRunner().invoke(accounts.user, asked, input=f"{GOOD}\n{code_at(secret, now_ms())}\n")
    assert made.exit_code == 0, made.output
    told = json.loads(made.stdout.splitlines()[-1])
    program = Program(told["token"])
    assert program.get("/records")[0] == 200
    listed = CliRunner().invoke(accounts.user, ["token", "list", "lan", "--json"])
    row = json.loads(listed.stdout)
    assert (row["for"], row["scopes"]) == ("sheet", ["records"])
    assert told["token"] not in listed.output
    assert CliRunner().invoke(accounts.user, ["token", "end", "lan", str(row["number"])]).exit_code == 0
    assert program.get("/records")[0] == 401
    wrong = CliRunner().invoke(accounts.user, asked, input="wrong words in here\n123456\n")
    assert wrong.exit_code != 0
    assert not Token.objects.exists()

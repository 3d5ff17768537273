"""A node with records of both sides, an account at it, and programs that come in with its keys."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoDbBlocker

from tests.api.served import Served, serving
from tests.border import Border, Pairs, carry, incident
from twinline.access import programs, tokens
from twinline.access.models import User
from twinline.access.pace import Pace
from twinline.access.scopes import Scope
from twinline.store import here
from twinline.times import now_ms

EVERY = tuple(Scope)


class Program:
    """A program: what it asks, and what it gets as status and plain values."""

    def __init__(self, word: str, lang: str = "en") -> None:
        self.word, self.lang = word, lang
        self.client = Client()

    def raw(self, method: str, path: str, told: Any = None, **more: Any) -> Any:
        heads = {"Authorization": f"Bearer {self.word}", "Accept-Language": self.lang, **more.pop("heads", {})}
        if told is not None:
            more |= {
                "data": told if isinstance(told, bytes | str) else json.dumps(told),
                "content_type": "application/json",
            }
        return self.client.generic(method, f"/api/1{path}", headers=heads, **more)

    def get(self, path: str, **asked: Any) -> tuple[int, Any]:
        answer = self.raw("GET", path, query_params=asked)
        return answer.status_code, json.loads(answer.content)

    def post(self, path: str, told: Any) -> tuple[int, Any]:
        answer = self.raw("POST", path, told)
        return answer.status_code, json.loads(answer.content)


Let = Callable[..., Program]


def story(border: Border) -> None:
    border.vn.say("incident", incident())
    border.la.say("incident", incident(counterparts=["vn-na"], cases=1))
    carry(border.vn, border.la)


@pytest.fixture(scope="session")
def both_said(pairs: Pairs, tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker) -> Pairs:
    """What the world is copied from."""
    with django_db_blocker.unblock():
        return pairs.after(tmp_path_factory.mktemp("said"), story)[0]


@pytest.fixture
def world(
    db: None, both_said: Pairs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, django_db_blocker: DjangoDbBlocker
) -> Iterator[Border]:
    """Both sides have said something; the node of Nghệ An is the one that is asked."""
    with django_db_blocker.unblock():
        border = both_said.copy(tmp_path)
        monkeypatch.setattr(here, "_open", lambda _: border.vn.ledger)
        monkeypatch.setattr(programs, "_PACE", Pace(programs.MOST_A_MINUTE))
        yield border
        border.close()


@pytest.fixture
def account(world: Border) -> User:
    """An account at Nghệ An that may release."""
    return User.objects.create(
        username="lan", password="!", display_name="Lan", organisation="vn-na", roles="commander", language="en"
    )


@pytest.fixture
def let(account: User) -> Let:
    """Let a program in for some scopes, all of them if none is named."""

    def letting(*scopes: Scope, user: User | None = None, days: int = 30, lang: str = "en") -> Program:
        _, word = tokens.make(user or account, "bảng tính", scopes or EVERY, days=days, now=now_ms())
        return Program(word, lang)

    return letting


@pytest.fixture(scope="module")
def served(
    pairs: Pairs, tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker
) -> Iterator[Served]:
    """The same as it is served at an office, with real HTTP."""
    folder = tmp_path_factory.mktemp("served")
    with django_db_blocker.unblock():
        border = pairs.copy(folder)
        with serving(border, folder) as found:
            yield found
        border.close()

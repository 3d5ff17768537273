"""What the machine's own journal is told, over a real socket as syslog's: who came in or was refused, and the trace."""

from __future__ import annotations

import logging
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.access.test_password import OLD
from tests.desk.paper import PAPER
from twinline.access import journal, tracing
from twinline.access.models import User
from twinline.desk import house
from twinline.times import now_ms

pytestmark = pytest.mark.django_db
SECRET = "nguyen-thi-bich-typed-this"


@pytest.fixture(autouse=True)
def at_the_desk(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in PAPER.items():
        monkeypatch.setattr(house, name, value)
    User.objects.create_user("lan", OLD, display_name="Lan", organisation="vn-na", roles="analyst")


@pytest.fixture
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], list[str]]]:
    """Stand in for the system's journal, and return what it was told since it was last asked."""
    place = tmp_path_factory.mktemp("j") / "log"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as heard:
        heard.bind(str(place))
        heard.setblocking(False)
        handler, log = journal.handler(str(place)), logging.getLogger(journal.NAME)
        log.addHandler(handler)

        def lines() -> list[str]:
            found = []
            while True:
                try:
                    found.append(heard.recv(65536).decode().rstrip("\0"))
                except BlockingIOError:
                    return [each.partition("twinline: ")[2] for each in found]

        yield lines
        log.removeHandler(handler)
        handler.close()


def test_who_comes_in_leaves_and_is_refused_is_told(told: Callable[[], list[str]], client: Client) -> None:
    client.post("/sign-in/", {"username": "lan", "password": OLD})
    client.get("/account/trace/")
    client.post("/sign-out/")
    assert told() == [
        "signed-in account=lan", "page-refused account=lan method=GET page=access:trace", "signed-out account=lan",
    ]  # fmt: skip


def test_what_somebody_typed_who_has_no_account_is_not_told(told: Callable[[], list[str]], client: Client) -> None:
    client.post("/sign-in/", {"username": SECRET, "password": "x"})
    for _ in range(5):
        client.post("/sign-in/", {"username": "lan", "password": SECRET})
    client.post("/sign-in/", {"username": "lan", "password": OLD})
    client.get(f"/link/{SECRET}/")
    lines = told()
    assert lines == ["sign-in-refused account=-", *["sign-in-refused account=lan"] * 5, "sign-in-paused account=lan",
                     "link-refused why=unknown"]  # fmt: skip
    assert SECRET not in "".join(lines)


def test_a_form_from_elsewhere_is_told(told: Callable[[], list[str]]) -> None:
    assert Client(enforce_csrf_checks=True).post("/sign-in/", {"username": "lan", "password": OLD}).status_code == 403
    assert told() == ["form-refused account=-"]


def test_each_row_of_the_trace_is_told_once_it_is_kept_so_that_a_cut_one_is_found(
    told: Callable[[], list[str]], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        tracing.note(now=now_ms(), officer="lan", organisation="vn-na", act="consult", record="r1")
        assert told() == []
    (line,) = told()
    assert line == f"trace row=1 hash={tracing.head()}"
    assert tracing.holds(line.rpartition("=")[2])
    assert not tracing.holds("ab" * 32)  # the control


def test_where_the_system_has_no_journal_nothing_is_told_and_nothing_fails(tmp_path: Path) -> None:
    assert isinstance(journal.handler(str(tmp_path / "none")), logging.NullHandler)

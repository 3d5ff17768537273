"""A desk whose disk is full: its pages open and say so, nothing kept is lost, and it goes on once there is room."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connections
from django.test import Client
from pytest_django import DjangoDbBlocker

from tests.border import Pairs, Side, adopt, incident
from tests.desk.officers import FORM
from tests.store.after import reopened
from twinline.access.models import User
from twinline.desk.views.errors import keeps_nothing
from twinline.sealed import reserve
from twinline.sealed.part import Part
from twinline.sealed.vault import Vault
from twinline.store import here, room, unchanged
from twinline.times import day_of

SIZE = "8m"


@pytest.fixture(autouse=True)
def accounts(db: None) -> None:
    """The accounts' database is opened before the ledgers', which it knows nothing of."""


@pytest.fixture
def small(tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[Path]:
    """A disk of 8 MB."""
    folder = tmp_path / "small"
    folder.mkdir()
    mounted = shutil.which("mount") and subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(folder)], check=False, capture_output=True
    )
    if not mounted or mounted.returncode:
        pytest.skip("no small disk can be made here: it needs the right to mount one")
    try:
        with django_db_blocker.unblock():
            yield folder
    finally:
        unchanged.let_go(folder / "node")
        for alias in connections:
            if str(connections.databases[alias]["NAME"]).startswith(str(folder)):
                connections[alias].close()
        subprocess.run(["umount", str(folder)], check=True)


def fill(path: Path) -> None:
    """Take all the room there is."""
    with path.open("wb", buffering=0) as file:
        for size in (1 << 16, 512, 1):
            try:
                while True:
                    file.write(os.urandom(size))
            except OSError:
                continue


def test_a_full_disk_harms_nothing_and_every_page_says_so(
    pairs: Pairs, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(pairs.folder / "vn", small / "node")
    adopt(small / "node")
    side = Side.reopen(small / "node", pairs.clock)
    monkeypatch.setattr(here, "_open", lambda folder: side.ledger)
    client = Client()
    client.force_login(User.objects.create(username="lan", password="!", organisation="vn-na", roles="commander"))
    client.raise_request_exception = False
    told = [(side.say("incident", incident()).record, "say") for _ in range(3)]
    ballast = small / "ballast"
    fill(ballast)
    kept = 0
    for _ in range(40):  # what is left in the log's file is used up first
        answer = client.post("/new/incident/", FORM)
        if answer.status_code == 507:
            break
        kept += answer.status_code == 302
    assert answer.status_code == 507
    assert "What you just sent was not kept" in answer.content.decode()
    for address in ("/", "/records/", f"/records/{told[0][0]}/", "/report/", "/other-side/", "/alarms/"):
        page = client.get(address)
        assert page.status_code == 200, address
        assert "The disk of this desk is almost full" in page.content.decode(), address
    ballast.unlink()
    assert client.post("/new/incident/", FORM).status_code == 302
    side.ledger.close()
    assert reopened(small / "node", told) == ([], [])
    ledger = Side.reopen(small / "node", pairs.clock).ledger
    with ledger.connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(DISTINCT record) FROM store_record")
        assert cursor.fetchone()[0] >= len(told) + kept + 1


def test_another_fault_is_not_taken_for_a_full_disk() -> None:
    """The control."""
    assert not keeps_nothing(ValueError("no"))
    assert not keeps_nothing(None)
    assert keeps_nothing(OSError(28, "No space left on device"))


@pytest.mark.parametrize("put_by", [True, False])
def test_what_is_past_its_date_is_erased_on_a_full_disk_from_the_room_put_by(
    pairs: Pairs, small: Path, put_by: bool
) -> None:
    """Without that room (the control) nothing can be erased: not even the ledger opens."""
    shutil.copytree(pairs.folder / "vn", small / "node")
    adopt(small / "node")
    vault, now = Vault(small / "node"), pairs.clock.now
    part = Part(person="victim", basis="fact", purpose="protection", ends=day_of(now) + 3, name="Lau Mark 7341")
    for _ in range(3):
        vault.put("01a20682-1a83-7f35-958a-20f681a33740", part, now=now)
    if not put_by:
        (small / "node" / "sealed" / reserve.NAME).unlink()
        (small / "node" / room.NAME).unlink(missing_ok=True)
    fill(small / "ballast")
    told = subprocess.run(
        [sys.executable, "-m", "twinline.node", "persons", "retain", "--clock-is-right", "Hoa"],
        env={**os.environ, "TWINLINE_NODE": str(small / "node"), "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    left = list((small / "node" / "sealed" / "keys").iterdir())
    assert (told.returncode == 0, len(left)) == ((True, 0) if put_by else (False, 3)), told.stderr


@pytest.mark.parametrize("put_by", [True, False])
def test_with_no_server_running_a_full_disk_is_read_by_commands_and_one_that_writes_says_so(
    pairs: Pairs, small: Path, put_by: bool
) -> None:
    """Without the room put by (the control) nothing opens; that is told in the same sentence, not in SQLite's words."""
    shutil.copytree(pairs.folder / "vn", small / "node")
    adopt(small / "node")

    def told(*words: str, given: str | None = None) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "twinline.node", *words], input=given,
            env={**os.environ, "TWINLINE_NODE": str(small / "node"), "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True, encoding="utf-8", check=False,
        )  # fmt: skip

    body = json.dumps(incident())
    assert told("add", "incident", "-", given=body).returncode == 0
    if not put_by:
        (small / "node" / room.NAME).unlink()
    fill(small / "ballast")
    for words in (("list",), ("verify",)):
        assert (told(*words).returncode == 0) is put_by, words
    fill(small / "more")
    refused = told("add", "incident", "-", given="\n".join([body] * 400))
    assert refused.returncode
    assert "The disk of this node is full" in refused.stderr
    (small / "ballast").unlink()
    (small / "more").unlink()
    assert told("list").stdout.count("incident") == 1
    assert (small / "node" / room.NAME).stat().st_size == room.SIZE


def test_the_doctor_of_a_node_on_a_full_disk_says_that_it_is_full(pairs: Pairs, small: Path) -> None:
    """The control: with room it looks at everything."""
    shutil.copytree(pairs.folder / "vn", small / "node")
    adopt(small / "node")
    (small / "node" / room.NAME).unlink(missing_ok=True)
    fill(small / "ballast")

    def seen() -> dict[str, str]:
        told = subprocess.run(
            [sys.executable, "-m", "twinline.node", "doctor", "--json"],
            env={**os.environ, "TWINLINE_NODE": str(small / "node"), "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True, encoding="utf-8", check=False,
        )  # fmt: skip
        assert told.returncode == 1, told.stderr
        *each, _ = map(json.loads, told.stdout.splitlines())
        return {one["check"]: one["state"] for one in each}

    assert seen() == {"disk": "wrong", "ledger": "wrong"}
    (small / "ballast").unlink()
    assert len(seen()) > 10

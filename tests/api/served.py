"""A node served as an office serves it, on this machine alone, with what a program may not see planted in it."""

from __future__ import annotations

import hashlib
import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.border import Border, carry, incident
from twinline.access.scopes import Scope
from twinline.access.tokens import MARK
from twinline.sealed.part import Part
from twinline.sealed.vault import Vault
from twinline.times import DAY_MS, now_ms

#: Stands in what a colleague's organisation said to itself, and in a personal part: no answer may have it.
PLANTED = "PLANTEDMARKER"
#: More than one, since each may ask so many times a minute.
KEYS = 12


@dataclass(frozen=True, slots=True)
class Served:
    """Where it is served, the keys of its programs, and a record of each side."""

    url: str
    keys: tuple[str, ...]
    ours: str
    theirs: str


@contextmanager
def serving(border: Border, folder: Path) -> Iterator[Served]:
    """Serve Nghệ An's node until the end."""
    ours = border.vn.say("incident", incident()).record
    theirs = border.la.say("incident", incident(counterparts=["vn-na"])).record
    carry(border.vn, border.la)
    hidden = {"note": {"language": "en", "text": PLANTED}}
    border.vn.say("incident", incident(**hidden), to="self", author="vn-na-bg")
    node = border.vn.ledger.folder
    part = Part(person="victim", basis="fact", purpose="protection", ends=30_000, name=PLANTED)
    Vault(node).put(ours, part, now=border.clock())
    keys = _let_in(border)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environ = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "TWINLINE_NODE": str(node)}
    command = [sys.executable, "-m", "twinline.node", "serve", "--port", str(port), "--no-exchange", "--quiet"]
    with (folder / "served.log").open("wb") as log:
        process = subprocess.Popen(command, env=environ, stdout=log, stderr=log)
        try:
            _await(f"http://127.0.0.1:{port}/healthz", process)
            yield Served(f"http://127.0.0.1:{port}/api/1", keys, ours, theirs)
        finally:
            process.terminate()
            process.wait()


def _let_in(border: Border) -> tuple[str, ...]:
    """Return keys of an account that may do all that an officer and a commander may."""
    words = tuple(MARK + secrets.token_urlsafe(32) for _ in range(KEYS))
    now = now_ms()
    with border.vn.ledger.connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO access_user (id, username, password, display_name, organisation, language, is_active, roles) "
            "VALUES (1, 'lan', '!', 'Lan', 'vn-na', 'en', 1, 'commander,investigator')"
        )
        cursor.executemany(
            "INSERT INTO access_token (name, word_hash, scopes, made_ms, ends_ms, used_day, user_id) "
            "VALUES ('sheet', %s, %s, %s, %s, -1, 1)",
            [(hashlib.sha256(word.encode()).hexdigest(), ",".join(Scope), now, now + DAY_MS) for word in words],
        )
    return words


def _await(address: str, process: subprocess.Popen[bytes]) -> None:
    while process.poll() is None:
        try:
            with urllib.request.urlopen(address):
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
    raise AssertionError("the node ended before it was served")

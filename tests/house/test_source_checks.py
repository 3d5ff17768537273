"""The lints of source find what they are there to find, and leave the rest alone."""

from __future__ import annotations

import pytest

from tools.source_checks import SERVER, portability, purity

ROOM = "src/twinline/store/log.py"
PURE = "src/twinline/feeds/entries.py"

POSIX_ONLY = [
    "import fcntl",
    "import pwd",
    "from grp import getgrnam",
    "import resource",
    "import os\nos.fork()",
    "import os\nos.getuid()",
    "import os\nos.chown(path, 0, 0)",
    "from os import fork",
    "import os\nos.rename(a, b)",
    "import signal\nsignal.signal(signal.SIGHUP, stop)",
    "import os, signal\nos.kill(child, signal.SIGKILL)",
    "from signal import SIGUSR1",
    "folder = '/tmp/twinline'",
    "folder = '/tmp'",
    "log = f'/var/log/{name}'",
    "path.read_text()",
    "path.write_text(words)",
    "open(path)",
    "open(path, 'w')",
    "path.open('a')",
    "day.strftime('%-d')",
    "a.symlink_to(b)",
]
FINE = [
    '"""A docstring may name /tmp."""',
    "import os\nos.replace(a, b)",
    "import signal\nsignal.signal(signal.SIGTERM, stop)",
    "page = '/tmpl/a'",
    "path.read_text(encoding='utf-8')",
    "path.read_text('utf-8')",
    "path.write_text(words, encoding='utf-8')",
    "open(path, 'rb')",
    "open(path, mode='wb')",
    "open(path, encoding='utf-8')",
    "open(path, mode)",
    "path.open('rb')",
    "archive.open('name')",
    "open(path, **how)",
    "import os\nos.fork()  # posix: Windows spawns, see below",
]
IMPURE = [
    "import time\ntime.time()",
    "from datetime import datetime\ndatetime.now(UTC)",
    "import datetime\ndatetime.date.today()",
    "from twinline.times import now_ms\nnow_ms()",
    "from twinline import times\ntimes.now_ms()",
    "open(path, 'rb')",
    "path.read_bytes()",
    "import urllib.request",
    "from django.db import models",
]


@pytest.mark.parametrize("source", POSIX_ONLY)
def test_what_runs_on_posix_alone_is_found(source):
    assert len(portability(ROOM, source)) == 1


@pytest.mark.parametrize("source", FINE)
def test_what_runs_everywhere_is_left_alone(source):
    assert portability(ROOM, source) == []


def test_the_server_module_may_use_what_posix_has():
    assert portability(SERVER[0], "import fcntl") == []


def test_a_waiver_without_a_reason_waives_nothing():
    assert portability(ROOM, "import os\nos.fork()  # posix:")


@pytest.mark.parametrize("source", IMPURE)
def test_a_pure_room_that_asks_the_clock_or_opens_a_file_is_found(source):
    assert len(purity(PURE, source)) == 1


@pytest.mark.parametrize("source", IMPURE)
def test_a_room_that_need_not_be_pure_may(source):
    assert purity(ROOM, source) == []


def test_the_door_of_a_pure_room_is_as_pure_as_its_inside():
    assert purity("src/twinline/ledger/__init__.py", "import sqlite3")


@pytest.mark.parametrize("how", ["from importlib import resources", "from importlib.resources import files"])
def test_the_module_that_reads_the_package_may_but_neither_clock_nor_other_files(how):
    loader = "src/twinline/records/data.py"
    assert purity(loader, f"{how}\nfiles('twinline').joinpath('a').read_bytes()") == []
    assert purity(loader, f"{how}\nimport time\ntime.time()")
    assert purity(loader, f"{how}\nopen(path, 'rb')")


def test_a_finding_says_where():
    assert str(portability(ROOM, "\nimport pwd")[0]) == f"{ROOM}:2: pwd is a module of POSIX alone"

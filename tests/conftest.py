"""What all rooms' tests share."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from hypothesis import HealthCheck, settings
from pytest_django import DjangoDbBlocker

from tests import promises
from tests.border import Border, Pairs
from tests.needs import hold_back
from twinline.store import beginning, marks
from twinline.store.ledger import DATABASE, _alias, create_tables

# No test is timed: a busy machine must not fail one. The quick suite runs the same examples every time.
settings.register_profile(
    "quick", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.load_profile("quick")


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Hold back a test whose part of the system is missing (tests/needs.py)."""
    for mark in item.iter_markers("needs"):
        hold_back(mark.args)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Hand on what the suites of the promises ran, where this process is one of several that share the tests."""
    output = getattr(session.config, "workeroutput", None)
    if output is not None:
        output["promises"] = promises.handed_on()


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: object) -> None:
    """Add what one of several processes ran."""
    promises.take_over(getattr(node, "workeroutput", {}).get("promises", {}))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what the suites of the promises really ran: one line each."""
    if promises.TOLD:
        terminalreporter.section("promises (docs/promises.md)", sep="-")
        for line in promises.lines():
            terminalreporter.write_line(line)


@pytest.fixture(scope="session", autouse=True)
def state_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Marks of nodes made in tests stay out of the user's folder."""
    folder = tmp_path_factory.mktemp("state")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(marks.STATE, str(folder))
        yield folder


@pytest.fixture(scope="session", autouse=True)
def tables_made_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Tables of a new node are really made once in a process, and copied after that: making them takes a second."""
    made = tmp_path_factory.mktemp("tables") / DATABASE

    def copied(folder: Path) -> str:
        if made.exists():
            shutil.copyfile(made, folder / DATABASE)
            return _alias(folder.resolve())
        alias = create_tables(folder)
        with closing(sqlite3.connect(folder / DATABASE)) as whole, closing(sqlite3.connect(made)) as copy:
            whole.backup(copy)
        return alias

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(beginning, "create_tables", copied)
        yield


@pytest.fixture(scope="session", autouse=True)
def passwords_hashed_cheaply() -> Iterator[None]:
    """A hash is to cost whoever guesses, and tests sign in a thousand times; access/test_sign_in.py holds it in use."""
    with pytest.MonkeyPatch.context() as patch:
        for cost, least in (("time_cost", 1), ("memory_cost", 8), ("parallelism", 1)):
            patch.setattr(Argon2PasswordHasher, cost, least)
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> None:
    """The accounts' database of tests is in memory, so each of several workers has its own and none needs a name."""


@pytest.fixture(scope="session")
def pairs(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker) -> Pairs:
    """What pairs of nodes are copied from."""
    with django_db_blocker.unblock():
        return Pairs(tmp_path_factory.mktemp("pairs"))


@pytest.fixture
def border(pairs: Pairs, tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[Border]:
    """Two paired sides, each with a real database in a folder of its own."""
    with django_db_blocker.unblock():
        made = pairs.copy(tmp_path)
        yield made
        made.close()

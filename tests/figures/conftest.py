"""Engines that the figures are asked on."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.figures.postgres import Postgres


@pytest.fixture
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL server for one test; in a short folder, since a socket's path may not be long."""
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    try:
        server = Postgres(folder)
        try:
            yield server
        finally:
            server.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)

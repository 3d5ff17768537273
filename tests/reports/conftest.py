"""The rooms' tests share the fact table of tests/figures and the world of this folder."""

import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.border import Side
from twinline.reports import commands
from twinline.reports.ledger_source import LedgerSource

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent / "figures")]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch):
    """Run ``twinline report`` at a side and give its exit code and what it says."""

    def on(side: Side, *words: str) -> tuple[int, str]:
        monkeypatch.setattr(commands, "source_for", lambda folder: LedgerSource(side.ledger))
        done = CliRunner().invoke(commands.report, list(words))
        assert done.exit_code in (0, 2), done.exception
        return done.exit_code, done.output

    return on

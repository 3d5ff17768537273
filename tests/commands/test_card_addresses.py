"""The addresses that a card names are told, and none is called that the operator didn't give."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.border import Border
from twinline.exchange.commands import peer

NAMED = "http://10.9.8.7:8470"


@pytest.mark.parametrize(("given", "named", "called"), [((), True, 0), (("--url", NAMED), False, 1)])
def test_what_a_card_names_is_told_and_not_called(
    border: Border, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: tuple[str, ...], named: bool, called: int
) -> None:
    card, runner = tmp_path / "card", CliRunner()
    monkeypatch.setenv("TWINLINE_NODE", str(border.vn.ledger.folder))
    told = runner.invoke(peer, ["card", str(card), "--url", NAMED], catch_exceptions=False).stdout
    fingerprint = " ".join(told.split()[-8:]) if told.strip() else ""
    monkeypatch.setenv("TWINLINE_NODE", str(border.la.ledger.folder))
    done = runner.invoke(peer, ["add", str(card), "--fingerprint", fingerprint, *given], catch_exceptions=False)
    assert (f"Its card names {NAMED}" in done.stdout) is named
    assert runner.invoke(peer, ["list"], catch_exceptions=False).stdout.count(NAMED) == called

"""What reports and figures are collected from."""

from __future__ import annotations

from pathlib import Path

from twinline.reports.ledger_source import LedgerSource
from twinline.store.ledger import open_ledger


def source_for(folder: Path) -> LedgerSource:
    """Return the records of the node in ``folder``; raises the store's ``NoNode`` where there is none."""
    return LedgerSource(open_ledger(folder))

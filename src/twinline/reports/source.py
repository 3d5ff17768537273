"""Where commands find a node's records."""

from __future__ import annotations

from pathlib import Path

from twinline.reports.collect import ReportSource


def source_for(folder: Path) -> ReportSource:
    """Return the records of the node in a folder, as reports ask for them."""
    raise NotImplementedError(f"no store is wired to the reports yet, so {folder} cannot be read")

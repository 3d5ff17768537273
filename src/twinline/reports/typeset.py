"""Setting a page with typst: a packaged template, plain data, the packaged fonts, the same bytes each time (0022)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.resources import as_file, files
from typing import Any

from twinline.reports.pdf_text import extractable


def typeset(template: str, told: Mapping[str, Any], form: str = "pdf") -> bytes:
    """Return what a template of this room makes of some data: a PDF (PDF/UA-1), or its first page as PNG."""
    import typst

    with as_file(files("twinline.reports")) as room:
        made = typst.compile(
            str(room / template), root=str(room), font_paths=[str(room / "fonts")], ignore_system_fonts=True,
            format=form, pdf_standards=["ua-1"] if form == "pdf" else [],
            sys_inputs={"told": json.dumps(told, ensure_ascii=False)},
        )  # fmt: skip
    whole = bytes(made[0] if isinstance(made, list) else made)
    return extractable(whole) if form == "pdf" else whole

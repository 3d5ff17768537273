"""Write the list of every field into the package: run it when a field was added or changed, and look at what differs.

    .venv/bin/python -m tools.rights

A new node is made that has all its databases, and `twinline rights` reads it. What this file writes is what everybody
who installs Twinline will be told is all there is: a line more in it is a decision, not a formality.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LIST = ROOT / "src" / "twinline" / "data" / "rights.csv"
NOW = 1_795_400_000_000


def whole_list(folder: Path) -> str:
    """Return the list of a new node in ``folder``, once all the databases that a node may have are there."""
    from twinline.node.rights import gathering
    from twinline.node.rights.field import as_list
    from twinline.sealed.part import Part
    from twinline.sealed.vault import Vault
    from twinline.store import beginning, passing

    ledger = beginning.begin_listed(folder, "vn-na", (), now=NOW)
    part = Part(person="victim", basis="fact", purpose="protection", ends=30_000, name="EXAMPLE")
    Vault(folder).put("01a20682-1a83-7f35-958a-20f681a33740", part, now=NOW)
    passing.wanted(ledger, ())
    try:
        return as_list(gathering.everything(ledger, now=NOW))
    finally:
        ledger.close()


def main() -> None:
    """Write the list."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "twinline.node.settings")
        os.environ["TWINLINE_NODE"], os.environ["TWINLINE_STATE"] = f"{folder}/node", f"{folder}-state"
        import django

        django.setup()
        text = whole_list(Path(folder) / "node")
    LIST.write_text(text, encoding="utf-8", newline="")
    print(f"{LIST.relative_to(ROOT)}: {len(text.splitlines()) - 1:,} fields")


if __name__ == "__main__":
    main()

"""Signed papers that come back: their scans are kept, and what is said of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from twinline.records.attachments import MOST
from twinline.records.written import day
from twinline.sentences import Sentence
from twinline.store import attachments
from twinline.store.errors import StoreError
from twinline.store.ledger import Ledger


def signed(ledger: Ledger, scans: Sequence[bytes], on: str, number: str = "") -> dict[str, Any]:
    """Return what ``on_paper`` says of a paper, its scans kept; ``on`` is the day as people write it.

    Raises ``StoreError`` where a file can't be attached; what is missing is for the act's own judge to say.
    """
    if len(scans) > MOST:
        raise StoreError("too-many-files", Sentence("A record has at most {most} attachments.", most=MOST))
    kept = [attachments.keep(ledger, raw, "document") for raw in scans]
    told = {
        "signed": day(on),
        "number": number.strip(),
        "attachments": [*{one["sha256"]: one for one in kept}.values()],
    }
    return {name: said for name, said in told.items() if said}

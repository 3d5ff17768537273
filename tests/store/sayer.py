"""A node that says records as fast as it can and tells each one only when the store has returned.

What it told is the acknowledgement which no kill and no power cut may take back.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

BODY: dict[str, Any] = {
    "when": "2022-06-03", "place": "vn-na-xo-nam-can", "offence": "drug_trafficking", "cases": 2, "persons": 3,
    "counterparts": ["la-xk"], "example": True,
}  # fmt: skip


def say_on(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield record and deed for ever: sayings, batches of three, amendments, withdrawals, heads."""
    from twinline.store import acting, heads, saying
    from twinline.store.ledger import open_ledger
    from twinline.store.saying import Saying
    from twinline.times import now_ms

    ledger = open_ledger(folder)
    code = ledger.node.organisation
    told = Saying("incident", BODY, code, code, ("line",))
    turn = 0
    while True:
        turn += 1
        said = saying.say(ledger, told, now=now_ms())
        yield said.record, "say"
        if turn % 3 == 0:
            acting.amend(ledger, acting.find(ledger, said.record), {**BODY, "persons": turn}, now=now_ms())
            yield said.record, f"amend {turn}"
        if turn % 5 == 0:
            acting.withdraw(ledger, acting.find(ledger, said.record), {"reason": "mistake"}, now=now_ms())
            yield said.record, "withdraw"
        if turn % 4 == 0:
            for each in saying.say_all(ledger, [told] * 3, now=now_ms()):
                yield each.record, "say"
        if turn % 7 == 0:
            heads.sign_all(ledger, now=now_ms())


def settle() -> None:
    """Set up Django in a process of its own."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "twinline.node.settings")
    import django

    django.setup()

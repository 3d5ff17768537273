"""The two nodes of the demo: begun, paired, and holding what is public."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from twinline.access import links
from twinline.exchange import cards
from twinline.exchange.ledger_shelf import LedgerShelf
from twinline.exchange.views import own_card
from twinline.records import examples
from twinline.sentences import Sentence
from twinline.store import beginning, saying
from twinline.store.ledger import Ledger, open_ledger
from twinline.store.saying import Saying
from twinline.times import now_ms

#: Folder, organisation, and who else its node speaks for.
SIDES = (("vn", "vn-na", ("vn-na-bg",)), ("la", "la-xk", ()))
#: Whoever tries the demo tells both sides' story and looks after both machines, and opens no personal part.
ROLES = ("commander", "operator")
MARK = "demo.json"


@dataclass(frozen=True)
class Desk:
    """One side's node in the demo, and where it is served."""

    ledger: Ledger
    url: str

    @property
    def code(self) -> str:
        return self.ledger.node.organisation


def begun(folder: Path) -> bool:
    """Return whether the demo was set up in this folder, whole."""
    return (folder / MARK).exists()


def begin(folder: Path, urls: tuple[str, str], show: Callable[[Sentence], None]) -> tuple[Desk, Desk]:
    """Return two fresh nodes, paired by comparing fingerprints, with the public records said by one of them.

    What an earlier, broken set-up left in the folder is removed.
    """
    for name, _, _ in SIDES:
        shutil.rmtree(folder / name, ignore_errors=True)
    show(Sentence("Beginning two nodes, Nghệ An and Xieng Khouang"))
    for name, code, also in SIDES:
        (folder / name).mkdir(parents=True)
        (folder / name / "DEMO").write_text("This node is an example.\n", encoding="utf-8")
        beginning.begin_listed(folder / name, code, also, now=now_ms()).close()
    vn, la = opened(folder, urls)
    pair(vn, la)
    pair(la, vn)
    show(Sentence("Saying what is public: organisations, gates, agreements, twinnings, events, figures of the press"))
    say_public_records(vn.ledger)
    return vn, la


def opened(folder: Path, urls: tuple[str, str]) -> tuple[Desk, Desk]:
    """Return the two nodes of a demo that was begun."""
    vn, la = (Desk(open_ledger(folder / name), url) for (name, _, _), url in zip(SIDES, urls, strict=True))
    return vn, la


def pair(one: Desk, other: Desk) -> None:
    """Let one side trust the other's card, as two officers do who read a fingerprint to each other."""
    card = cards.read_card(own_card(LedgerShelf(other.ledger), at_ms=now_ms(), urls=(other.url,)))
    read_out = other.ledger.node.root_public().fingerprint
    assert cards.same_fingerprint(card, read_out)
    LedgerShelf(one.ledger).pin(card, urls=(other.url,), name=other.code, at_ms=now_ms())


def say_public_records(ledger: Ledger) -> None:
    """Say the packaged public records to everyone on the line."""
    code = ledger.node.organisation
    line = saying.expand(ledger, "line", author=code)
    told = (Saying(each.kind, each.body, code, each.about, line) for table in examples.ALL for each in table())
    saying.say_all(ledger, told, now=now_ms())


def way_in(desk: Desk) -> str:
    """Return a one-time link with which somebody makes an account at a desk of the demo."""
    word = links.issue(organisation=desk.code, now=now_ms(), roles=ROLES, using=desk.ledger.alias)
    return f"{desk.url}/link/{word}/"

"""Two records of both sides that tell one event: what each side says of that, and which of the two is counted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from twinline.feeds.audiences import LINE
from twinline.ledger import events, pairing
from twinline.ledger.fold import LIVE
from twinline.ledger.pairing import Count, Difference
from twinline.sentences import Sentence
from twinline.store import pairing as kept_pairing
from twinline.store import reading
from twinline.store.errors import NoRecord, StoreError
from twinline.store.ledger import Ledger
from twinline.store.reading import Reader, Row, View


@dataclass(frozen=True, slots=True)
class Word:
    """What a side said last of two records: one event or not, and which of the two is to be counted (or neither)."""

    side: str
    author: str
    same: bool
    summed: str
    arrived: int


@dataclass(frozen=True, slots=True)
class OneEvent:
    """Two records beside each other: what each side says of them, in what they differ, what each counts.

    ``wider``: the one that has more readers, which is then the one that is counted; empty where both have the same, and
    which is counted can be said. ``counts``: by measure and unit, ours and theirs.
    """

    ours: Row
    theirs: Row
    words: Mapping[str, Word]
    wider: str
    differences: tuple[Difference, ...]
    counts: Mapping[tuple[str, str], tuple[Count | None, Count | None]]

    @property
    def linked(self) -> bool:
        """Return whether both sides call the two one event."""
        return len(self.words) > 1 and all(word.same for word in self.words.values())

    def counted(self, side: str, named: str) -> str:
        """Return which of the two would be counted if ``side`` named one of them (or neither, with an empty text)."""
        if self.wider:
            return self.wider
        others = [word.summed for word in self.words.values() if word.side != side and word.same]
        pair = sorted((self.ours.record, self.theirs.record))
        return events.summed((pair[0], pair[1]), [named, *others])


def one_event(ledger: Ledger, reader: Reader, record: str, other: str) -> OneEvent:
    """Return two records as they are told to be one event, or could be.

    Raises ``NoRecord`` where the reader may not see one, ``StoreError`` where the two aren't both sides', tell
    no event, no longer stand, or have readers of whom neither's are all the other's.
    """
    views = [_view(ledger, reader, one) for one in (record, other)]
    views.sort(key=lambda view: view.row.side != ledger.node.side)
    ours, theirs = (view.row for view in views)
    stand = all(row.standing in LIVE and kept_pairing.tells_an_event(row) for row in (ours, theirs))
    if ours.side == theirs.side or not stand:
        raise StoreError(
            "no-pair",
            Sentence("{one} and {other} are not one event told by both sides.", one=ours.record, other=theirs.record),
        )
    first, second = (kept_pairing.account(ledger, row) for row in (ours, theirs))
    pair = tuple(sorted((ours.record, theirs.record)))
    told = {told.act.hash: told.act for view in views for told in view.acts}
    said = events.last_words(told.values()).get((pair[0], pair[1]), {})
    return OneEvent(
        ours, theirs,
        {
            side: Word(
                side, act.author, act.body.get("undo") is not True, str(act.body.get("summed") or ""), act.arrived
            )
            for side, act in said.items()
        },
        _wider(ours, theirs),
        tuple(pairing.differences(first, second)),
        {key: (first.counts.get(key), second.counts.get(key)) for key in sorted({*first.counts, *second.counts})},
    )  # fmt: skip


def _wider(one: Row, other: Row) -> str:
    """Return which of two records has more readers; empty where both have the same."""
    first, second = tuple(one.audience), tuple(other.audience)
    if first == second:
        return ""
    if first == LINE or (second != LINE and set(first) > set(second)):
        return one.record
    if second == LINE or set(second) > set(first):
        return other.record
    raise StoreError(
        "other-audience",
        Sentence("These two records are addressed to different organisations: neither side could see both."),
    )


def _view(ledger: Ledger, reader: Reader, record: str) -> View:
    view = reading.record(ledger, reader, record)
    if view is None:
        raise NoRecord(record)
    return view

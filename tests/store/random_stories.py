"""Random stories on two real nodes: what is said, answered, tied, taken back and carried, in any order."""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from tests.border import MINUTE, Border, Clock, Pairs, Side, carry, incident
from twinline.store import acting, heads, saying, sending, verifying
from twinline.store.errors import StoreError
from twinline.store.feeds import all_feeds, codes_of
from twinline.store.rows import FactRow, RecordRow
from twinline.store.saying import Saying

SIDES = st.sampled_from(("vn", "la"))
PICK = st.integers(0, 30)
PERSONS = st.integers(1, 9)
#: Columns that are a node's own: row numbers, when something arrived there, and whether it knows of a link nobody else
#: may read (then the record takes the long way to the same row).
LOCAL = {"solo", "entry", "entry_id", "feed", "audience", "audience_id", "arrived_from", "arrived_to"}
CLOCKS = {"held_from", "held_to"}


def is_shared(codes: Sequence[str]) -> bool:
    """Return whether both sides read what is said to an audience."""
    return "line" in codes or {"vn-na", "la-xk"} <= set(codes)


def rows(side: Side, table: str, *, clock: str) -> Counter[tuple[Any, ...]]:
    """Return the rows that hold now (``arrived``), or all that ever did, with when (``held``)."""
    columns = RecordRow._fields if table == "store_record" else FactRow._fields
    told = [c for c in columns if c not in LOCAL and (clock == "held" or c not in CLOCKS)]
    audience = "audience" if table == "store_record" else "audience_id"
    where = "t.arrived_from IS NOT NULL AND t.arrived_to IS NULL" if clock == "arrived" else "t.held_from IS NOT NULL"
    with side.ledger.connection.cursor() as cursor:
        cursor.execute(
            f"SELECT a.codes, f.feed, {', '.join('t.' + c for c in told)} FROM {table} t "
            f"JOIN store_audience a ON a.id = t.{audience} JOIN store_feed f ON f.id = t.feed WHERE {where}"
        )
        return Counter(row for row in cursor.fetchall() if is_shared(json.loads(row[0])))


def everything(side: Side) -> list[tuple[Any, ...]]:
    """Return all rows that the fold fills, without their numbers."""
    with side.ledger.connection.cursor() as cursor:
        found: list[tuple[Any, ...]] = []
        for table, columns in (
            ("store_record", RecordRow._fields), ("store_fact", FactRow._fields),
            ("store_link", ("entry", "verb", "record", "other")), ("store_counter", ("author", "audience", "last")),
        ):  # fmt: skip
            cursor.execute(f"SELECT '{table}', {', '.join(columns)} FROM {table}")
            found += cursor.fetchall()
        return sorted(found, key=repr)


def shared_digest(side: Side) -> str:
    """Return the ledger digest over the feeds that both sides read."""
    with side.ledger.connection.cursor() as cursor:
        return verifying.ledger_digest([
            (feed.feed, feed.size, feed.frontier.root()) for feed in all_feeds(cursor)
            if feed.type == "roster" or is_shared(codes_of(cursor, feed.audience))
        ])  # fmt: skip


class Story(RuleBasedStateMachine):
    """Two nodes; after any story, once all is carried, both say the same and every table is what the log gives."""

    pairs: ClassVar[Pairs]
    done: ClassVar[Counter[str]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.border: Border = self.pairs.copy(Path(self.folder.name))
        self.border.la.clock = Clock(self.border.clock.now + 7 * MINUTE)
        self.records: list[tuple[str, str]] = []
        self.done["stories"] += 1

    def side(self, name: str) -> Side:
        side: Side = getattr(self.border, name)
        return side

    def tried(self, what: str, act: Callable[[], Any]) -> Any:
        """Do something that the store may refuse in a sentence."""
        try:
            found = act()
        except StoreError:
            self.done[f"{what} refused"] += 1
            return None
        self.done[what] += 1
        return found

    @rule(name=SIDES, persons=PERSONS, to=st.sampled_from(("line", "line", "twin", "self")))
    def say(self, name: str, persons: int, to: str) -> None:
        other = "la-xk" if name == "vn" else "vn-na"
        body = incident(persons=persons, counterparts=[other])
        audience = f"twin:{other}" if to == "twin" else to
        said = self.tried("say", lambda: self.side(name).say("incident", body, to=audience))
        self.records.append((said.record, name))

    @initialize()
    def begin(self) -> None:
        for name in ("vn", "la", "vn"):
            self.say(name=name, persons=3, to="line")
        self.exchange()

    def chosen(self, pick: int, by: str | None = None) -> str:
        """Return a record, now and then one of the wrong side."""
        told = [record for record, name in self.records if by in (None, name)] if pick % 8 else []
        return told[pick % len(told)] if told else self.records[pick % len(self.records)][0]

    def other(self, name: str) -> str:
        return "la" if name == "vn" else "vn"

    @rule(name=SIDES, pick=PICK, persons=PERSONS, note=st.booleans())
    def amend(self, name: str, pick: int, persons: int, note: bool) -> None:
        side, record = self.side(name), self.chosen(pick, name)
        more = {"note": {"language": "en", "text": f"note {persons}"}} if note else {"persons": persons}
        self.tried("amend", lambda: side.amend(record, {**side.view(record).row.body, **more}))

    @rule(name=SIDES, pick=PICK, persons=PERSONS, version=PICK, lane=st.sampled_from(("urgent", "routine")))
    def amend_an_older_version(self, name: str, pick: int, persons: int, version: int, lane: str) -> None:
        """Another desk of the same node amended from what it had seen, in another lane."""
        side, record = self.side(name), self.chosen(pick, name)

        def rival() -> object:
            view = side.view(record)
            old = view.standing.versions[version % len(view.standing.versions)]
            body = {**old.body, "persons": persons}
            told = Saying(old.kind, body, old.author, old.about, view.row.audience, act="amend", lane=lane,
                          record=record, follows=old.hash.hex())  # fmt: skip
            return saying.say(side.ledger, told, now=side.clock())

        self.tried("rival", rival)

    @rule(name=SIDES, pick=PICK)
    def countersign(self, name: str, pick: int) -> None:
        self.tried("countersign", lambda: self.side(name).countersign(self.chosen(pick, self.other(name))))

    @rule(name=SIDES, pick=PICK)
    def dispute(self, name: str, pick: int) -> None:
        self.tried("dispute", lambda: self.side(name).dispute(self.chosen(pick, self.other(name))))

    @rule(name=SIDES, pick=PICK)
    def withdraw(self, name: str, pick: int) -> None:
        self.tried("withdraw", lambda: self.side(name).withdraw(self.chosen(pick, name)))

    @rule(
        name=SIDES,
        pick=PICK,
        other=PICK,
        undo=st.sampled_from((False, False, False, True)),
        second=st.booleans(),
        alone=st.booleans(),
    )
    def same_event(self, name: str, pick: int, other: int, undo: bool, second: bool, alone: bool) -> None:
        one, two = self.chosen(pick, name), self.chosen(other, self.other(name))
        more = {"summed": two if second else one, **({"undo": True} if undo else {})}
        self.tried("same_event", lambda: self.side(name).same_event(one, two, **more))
        if not alone:
            self.tried("same_event", lambda: self.side(self.other(name)).same_event(two, one, summed=more["summed"]))

    @rule(name=SIDES, pick=PICK)
    def release(self, name: str, pick: int) -> None:
        side = self.side(name)
        released = self.tried("release", lambda: acting.release(
            side.ledger, [side.view(self.chosen(pick, name))], ("line",), now=side.clock()))  # fmt: skip
        self.records += [(said.record, name) for said in released or ()]

    @rule()
    def exchange(self) -> None:
        carry(self.border.vn, self.border.la)
        self.done["exchange"] += 1

    @rule(name=SIDES, pick=PICK)
    def hand_over_one_feed(self, name: str, pick: int) -> None:
        """A contact that broke off: one feed arrived, no receipt went back."""
        giver, taker = self.side(name), self.side(self.other(name))
        heads.sign_all(giver.ledger, now=giver.clock())
        feeds = sending.feeds_for(giver.ledger, taker.ledger.node.hosts)
        taker._take(giver, feeds[pick % len(feeds)].id)
        self.done["broken contact"] += 1

    @rule(name=SIDES, days=st.integers(-400, 400))
    def set_the_clock(self, name: str, days: int) -> None:
        self.side(name).clock.now += days * 1440 * MINUTE

    def teardown(self) -> None:
        carry(self.border.vn, self.border.la)
        carry(self.border.vn, self.border.la)
        try:
            self.check()
        finally:
            self.border.close()
            self.folder.cleanup()

    def check(self) -> None:
        vn, la = self.border.vn, self.border.la
        assert shared_digest(vn) == shared_digest(la)
        for table in ("store_record", "store_fact"):
            assert rows(vn, table, clock="arrived") == rows(la, table, clock="arrived")
            assert rows(vn, table, clock="held") == rows(la, table, clock="held")
        for side in (vn, la):
            assert verifying.verify(side.ledger).faults == []
            kept = everything(side)
            verifying.rebuild(side.ledger)
            assert everything(side) == kept
        self.done["entries"] += sum(verifying.verify(side.ledger).entries for side in (vn, la))

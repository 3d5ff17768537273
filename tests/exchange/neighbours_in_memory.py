"""Five offices in memory: what they say and answer, however it travels, folds to the same at all of them."""

from __future__ import annotations

import copy
import io
from collections import Counter
from itertools import combinations
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.exchange import world
from tests.exchange.world import NOON, WRITTEN, Office, pair, parcel_for, raw
from twinline.exchange import applying, conversation, exchanging
from twinline.exchange.errors import ExchangeError
from twinline.feeds import entries, ids
from twinline.ledger.acts import Act, Law
from twinline.ledger.fold import LIVE, fold, roots

CODES = ("vn-na", "vn-ht", "la-xk", "la-hp", "la-bk")
world.SIDES.update({code: code[:2].upper() for code in CODES})
WHO, PICK = st.sampled_from(CODES), st.integers(0, 60)
LAW = Law(
    counterparts=lambda act: tuple(act.body.get("to", ())),
    essentials=lambda act: act.body.get("n"),
    superiors=lambda code: (),
    wider=lambda one, other: one if one == other else None,
)


def acts(office: Office) -> list[Act]:
    """Return all acts that an office keeps and may read, as the fold sees them."""
    found = []
    for feed in office.shelf.feeds.values():
        begin = feed.state.genesis
        if begin.type == "roster":
            continue
        audience = hash(begin.audience)
        for leaf in feed.leaves[1 : feed.size]:
            told = entries.read(leaf)
            found.append(Act(
                told.hash, 0, told.record, told.act, told.kind, told.author, world.SIDES[told.author], told.about,
                audience, bytes.fromhex(told.follows) if isinstance(told.follows, str) else told.follows, told.body,
                0, 0,
            ))  # fmt: skip
    return found


def standing(office: Office, readers: tuple[str, ...]) -> list[tuple[Any, ...]]:
    """Return what stands of each record said to some readers: record, standing, version, who agrees."""
    told: dict[str, list[Act]] = {}
    for act in acts(office):
        if act.audience == hash(readers):
            told.setdefault(act.record, []).append(act)
    found = []
    for record, mine in told.items():
        for root in roots(mine):
            stands = fold(root, mine, LAW)
            voices = sorted((voice.author, voice.verb) for voice in stands.voices)
            found.append((record, root.author, stands.standing, stands.tip.hash.hex(), stands.tip.body["n"], voices))
    return sorted(found)


def figures(office: Office, readers: tuple[str, ...]) -> Counter[tuple[str, str]]:
    """Return the sum of what stands, by side and by whether it is agreed."""
    total: Counter[tuple[str, str]] = Counter()
    for _, author, stands, _, number, _ in standing(office, readers):
        if stands in LIVE:
            total[world.SIDES[author], stands] += number
    return total


class InMemory(RuleBasedStateMachine):
    """See above."""

    offices: ClassVar[dict[str, Office]]
    done: ClassVar[Counter[str]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.office: dict[str, Office] = copy.deepcopy(self.founded())
        self.said: list[tuple[str, str, tuple[str, ...], str]] = []
        self.last: dict[str, str] = {}
        self.sticks: list[tuple[bytes, str, str]] = []
        self.apart: set[frozenset[str]] = set()
        self.count = 0
        self.done["stories"] += 1

    @classmethod
    def founded(cls) -> dict[str, Office]:
        if "offices" not in vars(InMemory):
            InMemory.offices = {code: Office(code) for code in CODES}
            pair(*InMemory.offices.values())
        return InMemory.offices

    def put(self, who: str, readers: tuple[str, ...], lane: str, **told: Any) -> str:
        office = self.office[who]
        self.count += 1
        name = ids.from_parts(NOON + self.count, CODES.index(who) << 20 | self.count)
        given = {
            "id": name, "record": told.get("record", name), "act": "say", "kind": "activity", "version": 1,
            "author": who, "about": who, "follows": None, "written": WRITTEN, **told,
        }  # fmt: skip
        leaf = entries.write(**given)
        feed = office.feed_to(*(readers if readers == ("line",) else tuple(set(readers) - {who})), lane=lane)
        office.shelf.say(feed, leaf)
        self.done[given["act"]] += 1
        return entries.read(leaf).hash.hex()

    @rule(who=WHO, other=WHO, pair_=st.booleans(), n=st.integers(1, 9), lane=st.sampled_from(("routine", "urgent")))
    def say(self, who: str, other: str, pair_: bool, n: int, lane: str) -> None:
        readers = tuple(sorted({who, other})) if pair_ and who != other else ("line",)
        hashed = self.put(who, readers, lane, body={"to": [other], "n": n})
        record = ids.from_parts(NOON + self.count, CODES.index(who) << 20 | self.count)
        self.said.append((record, who, readers, hashed))
        self.last[record] = hashed

    @invariant()
    def step(self) -> None:
        self.done["steps"] += 1

    @initialize()
    def begin(self) -> None:
        for who, other in (("vn-na", "la-xk"), ("la-hp", "vn-ht"), ("la-xk", "vn-na")):
            self.say(who=who, other=other, pair_=False, n=3, lane="routine")

    @rule(pick=PICK, n=st.integers(1, 9), lane=st.sampled_from(("routine", "urgent")), rival=st.booleans())
    def amend(self, pick: int, n: int, lane: str, rival: bool) -> None:
        """In either lane, so that it may come before its original; a rival follows the first version once more."""
        record, who, readers, first = self.said[pick % len(self.said)]
        hashed = self.put(
            who, readers, lane, record=record, act="amend", follows=first if rival else self.last[record],
            body={"to": ["la-xk" if who.startswith("vn") else "vn-na"], "n": n},
        )  # fmt: skip
        if not rival:
            self.last[record] = hashed

    @rule(who=WHO, pick=PICK, act=st.sampled_from(("countersign", "dispute", "countersign")))
    def answer(self, who: str, pick: int, act: str) -> None:
        """Also by who hasn't got it yet: such an act waits for its target."""
        record, _, readers, _ = self.said[pick % len(self.said)]
        if who in readers or readers == ("line",):
            self.put(who, readers, "routine", record=record, act=act, follows=self.last[record], body={})

    @rule(pick=PICK)
    def withdraw(self, pick: int) -> None:
        record, who, readers, _ = self.said[pick % len(self.said)]
        self.put(who, readers, "urgent", record=record, act="withdraw", follows=self.last[record], body={})

    @rule(one=WHO, two=WHO, cut=st.sampled_from((None, None, "request", "answer")))
    def meet(self, one: str, two: str, cut: str | None) -> None:
        """Exchange; or the answer is lost, or the request is cut short on its way."""
        if one == two or frozenset((one, two)) in self.apart:
            return
        asker, other = self.office[one], self.office[two]

        def post(request: Any) -> io.BytesIO:
            sent = b"".join(request.chunks())
            arrived = io.BytesIO(sent[: len(sent) // 2] if cut == "request" else sent)
            told = b"".join(exchanging.answer(other.shelf, arrived, other.clock, sender=asker.id).chunks())
            return io.BytesIO(told[: len(told) // 2] if cut == "answer" else told)

        try:
            exchanging.exchange(asker.shelf, asker.sees(other), post, asker.clock)
            self.done["meeting"] += 1
        except ExchangeError:
            self.done["broken meeting"] += 1

    @rule()
    def round(self) -> None:
        """Everybody whose link is up meets everybody."""
        for one, two in combinations(CODES, 2):
            self.meet(one=one, two=two, cut=None)

    @rule(one=WHO, two=WHO)
    def part(self, one: str, two: str) -> None:
        self.apart ^= {frozenset((one, two))} if one != two else set()

    @rule(giver=WHO, taker=WHO)
    def write_a_stick(self, giver: str, taker: str) -> None:
        if giver != taker:
            packed = parcel_for(self.office[giver], self.office[taker], conversation.BUNDLE)
            self.sticks.append((raw(packed), giver, taker))
            self.done["stick written"] += 1

    @rule(pick=PICK)
    def read_a_stick(self, pick: int) -> None:
        if self.sticks:
            data, _, taker = self.sticks[pick % len(self.sticks)]
            office = self.office[taker]
            opened = exchanging.open_parcel(office.shelf, io.BytesIO(data))
            applying.apply(opened, office.shelf, exchanging.sender_of(office.shelf, opened), at_ms=office.clock())
            self.done["stick read"] += 1

    def teardown(self) -> None:
        for _ in range(2):
            for one, other in combinations(self.office.values(), 2):
                one.meet(other)
        audiences = {readers for _, _, readers, _ in self.said}
        for readers in audiences:
            those = [office for code, office in self.office.items() if code in readers or readers == ("line",)]
            assert len({repr(standing(office, readers)) for office in those}) == 1
            assert len({repr(sorted(figures(office, readers).items())) for office in those}) == 1
            self.done["joint records compared"] += len(standing(those[0], readers))
            for code, office in self.office.items():
                if office not in those:
                    assert standing(office, readers) == [], code
        for office in self.office.values():
            assert office.shelf.alarms == []

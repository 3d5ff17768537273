"""Five nodes of two sides, whatever befalls them: what they say once all has been carried.

Two of Vietnam, three of Laos. They say, answer and take back; units of theirs come, speak
and merge; personal parts are kept and erased. They meet, and meetings break off; sticks lie
about and are read late, twice, in any order; nodes stop and start, are lost and brought back
from any backup, get fresh keys. Nobody is asked to put anything right, save that two who lost
sight of each other compare their fingerprints again, as people would.
"""

from __future__ import annotations

import contextlib
import io
import random
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable
from itertools import combinations, permutations, product
from pathlib import Path
from typing import Any, ClassVar

from click.testing import CliRunner
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from tests.border import MINUTE, Clock, adopt, incident
from tests.recovery.world import Office, forks, founding
from tests.store.random_stories import rows
from twinline.exchange import cards, exchanging, files
from twinline.exchange.errors import ExchangeError
from twinline.exchange.views import own_card
from twinline.feeds.errors import FeedError
from twinline.reports.commands import figures, report
from twinline.sealed.part import Part
from twinline.sealed.vault import Vault
from twinline.store import acting, backing, beginning, restoring, rostering, verifying
from twinline.store.errors import StoreError
from twinline.store.feeds import all_feeds
from twinline.store.ledger import open_ledger

CODES = ("vn-na", "vn-ht", "la-xk", "la-hp", "la-bk")
FAULTS = (StoreError, ExchangeError, FeedError)
WHO = st.sampled_from(CODES)
PICK = st.integers(0, 40)
UNITS = ("-ua", "-ub")
UNIT = st.sampled_from(UNITS)
NAME = "Vilayphone Keomanivong"
PERIOD = ("--from", "2022", "--to", "2022")


def pin(one: Office, other: Office) -> None:
    card = cards.read_card(own_card(other.shelf, at_ms=other.clock()))
    one.shelf.pin(card, urls=(), name=None, at_ms=one.clock())


def add(office: Office, unit: str) -> None:
    """State a unit of an office, for which its node speaks."""
    code = office.ledger.node.organisation + unit
    rostering.add(
        office.ledger, code, parent=None, names={"en": unit}, since=None, until=None, hosted=True, now=office.clock()
    )


class Founded:
    """Five nodes founded and paired once, two of them with units, then copied."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.clock = folder, Clock()
        made = [
            Office(beginning.begin(folder / code, founding(code), hosts=(code,), now=self.clock()), self.clock)
            for code in CODES
        ]
        for office, unit in product((made[0], made[2]), UNITS):
            add(office, unit)
        for one, other in permutations(made, 2):
            pin(one, other)
        for office in made:
            office.ledger.close()


class Neighbours(RuleBasedStateMachine):
    """See above; ``done`` counts what was done over all stories."""

    founded: ClassVar[Founded]
    done: ClassVar[Counter[str]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.temporary = tempfile.TemporaryDirectory()
        self.folder = Path(self.temporary.name)
        self.offices: dict[str, Office] = {}
        self.count = 0
        for number, code in enumerate(CODES):
            shutil.copytree(self.founded.folder / code, self.folder / code)
            adopt(self.folder / code)
            clock = Clock(self.founded.clock.now + number * 7 * MINUTE)
            self.offices[code] = Office(open_ledger(self.folder / code), clock)
            self.offices[code].keep_keys(self.folder / f"keys-{code}")
        self.records: list[tuple[str, str]] = []
        self.sticks: list[tuple[Path, str]] = []
        self.backups: dict[str, list[Path]] = {code: [] for code in CODES}
        self.apart: set[frozenset[str]] = set()
        self.signed: list[dict[tuple[str, int], bytes]] = []
        self.done["stories"] += 1

    def name(self, stem: str) -> Path:
        self.count += 1
        return self.folder / f"{stem}-{self.count}"

    def tried(self, what: str, act: Callable[[], Any]) -> Any:
        """Do something that may be refused in a sentence."""
        try:
            found = act()
        except FAULTS:
            self.done[f"{what} refused"] += 1
            return None
        self.done[what] += 1
        return found

    # What is said

    @rule(who=WHO, other=WHO, to=st.sampled_from(("line", "line", "line", "pair", "self")), lane=st.booleans())
    def say(self, who: str, other: str, to: str, lane: bool) -> None:
        office = self.offices[who]
        audience = ",".join(sorted({who, other})) if to == "pair" else to
        body = incident(counterparts=[other if other != who else "la-xk"], persons=len(self.records) % 7 + 1)
        lanes = {"lane": "urgent"} if lane and to == "line" else {}
        said = self.tried("say", lambda: office.side.say("incident", body, to=audience, **lanes))
        if said:
            self.records.append((said.record, who))

    @initialize()
    def begin(self) -> None:
        self.say(who="vn-na", other="la-xk", to="line", lane=False)
        self.say(who="la-xk", other="vn-na", to="line", lane=False)
        self.round()

    def chosen(self, pick: int) -> tuple[str, str]:
        return self.records[pick % len(self.records)] if self.records else ("", "vn-na")

    @rule(pick=PICK, persons=st.integers(1, 9))
    def amend(self, pick: int, persons: int) -> None:
        record, who = self.chosen(pick)
        side = self.offices[who].side
        self.tried("amend", lambda: side.amend(record, {**side.view(record).row.body, "persons": persons}))

    @rule(who=WHO, pick=PICK, act=st.sampled_from(("countersign", "dispute", "countersign")))
    def answer(self, who: str, pick: int, act: str) -> None:
        self.tried(act, lambda: getattr(self.offices[who].side, act)(self.chosen(pick)[0]))

    @rule(pick=PICK)
    def withdraw(self, pick: int) -> None:
        record, who = self.chosen(pick)
        self.tried("withdraw", lambda: self.offices[who].side.withdraw(record))

    @rule(who=WHO, pick=PICK, other=PICK)
    def same_event(self, who: str, pick: int, other: int) -> None:
        side, (one, _), (two, _) = self.offices[who].side, self.chosen(pick), self.chosen(other)
        self.tried("same_event", lambda: acting.same_event(
            side.ledger, side.view(one), side.view(two), now=side.clock(), summed=one))  # fmt: skip

    # What becomes of units, and of what is sealed

    @rule(who=WHO, unit=UNIT)
    def unit_comes(self, who: str, unit: str) -> None:
        self.tried("unit comes", lambda: add(self.offices[who], unit))

    @rule(who=WHO, unit=UNIT)
    def unit_says(self, who: str, unit: str) -> None:
        side = self.offices[who].side
        said = self.tried("unit says", lambda: side.say("incident", incident(persons=2), author=who + unit))
        if said:
            self.records.append((said.record, who))

    @rule(who=WHO)
    def units_merge(self, who: str) -> None:
        """The first unit ends on a day in the middle of the year, the other takes its place and asks to read for it."""
        office, (one, other) = self.offices[who], (who + unit for unit in UNITS)
        dated = {"on": "2022-06-30", "successors": [other], "since": "2022-07-01"}
        self.tried("units merge", lambda: rostering.end(office.ledger, one, **dated, now=office.clock()))
        self.tried("reads for it", lambda: rostering.reads(office.ledger, other, one, now=office.clock()))

    @rule(who=WHO, whose=WHO)
    def acknowledge(self, who: str, whose: str) -> None:
        office, (one, other) = self.offices[who], (whose + unit for unit in UNITS)
        self.tried("acknowledge", lambda: rostering.acknowledge(office.ledger, other, one, now=office.clock()))

    @rule(pick=PICK)
    def seal(self, pick: int) -> None:
        """Keep a personal part with a record: no byte of it may change what anybody says."""
        record, who = self.chosen(pick)
        office = self.offices[who]
        part = Part("suspect", "fact", "investigation", 30_000, name=NAME)
        self.tried("seal", lambda: Vault(office.folder).put(record, part, now=office.clock()))

    @rule(who=WHO)
    def erase(self, who: str) -> None:
        vault = Vault(self.offices[who].folder)
        self.tried("erase", lambda: vault.erase([held.part for held in vault.all()]))

    # How it travels

    def met(self, asker: Office, other: Office, *, lost: bool = False) -> None:
        """Let one call another; with ``lost`` the answer never arrives."""
        peer = next((p for p in asker.shelf.peers() if p.id == other.id), None)
        if peer is None:
            raise ExchangeError("stranger", "They lost sight of each other.")

        def post(packed: Any) -> io.BytesIO:
            if other.shelf.peer(asker.id) is None:
                other.shelf.introduced(asker.id, asker.ledger.node.certificate)
            sent = io.BytesIO(b"".join(packed.chunks()))
            answer = exchanging.answer(other.shelf, sent, other.clock, sender=asker.id)
            told = b"".join(answer.chunks())
            answer.close()
            if lost:
                raise ExchangeError("cut", "The link was cut.")
            return io.BytesIO(told)

        exchanging.exchange(asker.shelf, peer, post, asker.clock)

    @rule(one=WHO, two=WHO, lost=st.sampled_from((False, False, True)))
    def meet(self, one: str, two: str, lost: bool) -> None:
        if one != two and frozenset((one, two)) not in self.apart:
            what = "broken meeting" if lost else "meeting"
            with contextlib.suppress(ExchangeError):
                self.met(self.offices[one], self.offices[two], lost=lost)
            self.done[what] += 1

    @rule()
    def round(self) -> None:
        """Everybody whose link is up meets everybody, as on a good day."""
        for one, two in combinations(CODES, 2):
            self.meet(one=one, two=two, lost=False)

    @rule(giver=WHO, taker=WHO)
    def write_a_stick(self, giver: str, taker: str) -> None:
        one, two = self.offices[giver], self.offices[taker]
        peer = one.shelf.peer(two.id)
        if one is not two and peer is not None:
            path = self.name("stick")
            self.tried("stick written", lambda: files.write_bundle(one.shelf, peer, path, at_ms=one.clock()))
            self.sticks.append((path, taker))

    @rule(pick=PICK)
    def read_a_stick(self, pick: int) -> None:
        """Any stick, also one read before, or for a node that is no more."""
        if self.sticks:
            path, taker = self.sticks[pick % len(self.sticks)]
            office = self.offices[taker]
            self.tried("stick read", lambda: files.read_bundle(office.shelf, path, at_ms=office.clock()))

    @rule(one=WHO, two=WHO)
    def part(self, one: str, two: str) -> None:
        """The link between two goes down, or up again."""
        self.apart ^= {frozenset((one, two))} if one != two else set()

    # What befalls a node

    @rule(who=WHO)
    def restart(self, who: str) -> None:
        office = self.offices[who]
        office.ledger.close()
        self.offices[who] = Office(open_ledger(office.folder), office.clock)
        self.done["restart"] += 1

    @rule(who=WHO)
    def back_up(self, who: str) -> None:
        office, path = self.offices[who], self.name("backup")
        self.tried("backup", lambda: backing.back_up(office.ledger, path, now=office.clock()))
        if path.exists():
            self.backups[who].append(path)

    @rule(who=WHO, pick=PICK)
    def restore(self, who: str, pick: int) -> None:
        """The machine is lost; any backup is brought back on another."""
        if not self.backups[who]:
            return
        old = self.offices[who]
        self.signed.append(old.heads())
        old.ledger.close()
        backup = self.backups[who][pick % len(self.backups[who])]
        keys = self.folder / f"keys-{who}"
        restored = restoring.restore(backup, self.name(who), keys, now=old.clock())
        self.offices[who] = Office(restored.ledger, old.clock)
        self.done["restore"] += 1

    @rule(who=WHO)
    def fresh_node_key(self, who: str) -> None:
        old = self.offices[who]
        self.signed.append(old.heads())
        old.ledger.close()
        recovered = self.tried("fresh node key", lambda: restoring.recover(old.folder, now=old.clock()))
        ledger = recovered.ledger if recovered else open_ledger(old.folder)
        self.offices[who] = Office(ledger, old.clock)

    @rule(who=WHO)
    def fresh_organisation_key(self, who: str) -> None:
        office = self.offices[who]
        if self.tried("fresh organisation key", lambda: rostering.new_key(office.ledger, now=office.clock())):
            shutil.rmtree(self.folder / f"keys-{who}")
            office.keep_keys(self.folder / f"keys-{who}")

    @rule(who=WHO, days=st.integers(-400, 400))
    def set_the_clock(self, who: str, days: int) -> None:
        self.offices[who].clock.now += days * 1440 * MINUTE

    # What must be so once all has been carried

    def heal(self) -> None:
        """Let everybody meet everybody, some rounds; two who are strangers after the first compare again.

        Once all hold the same there is one more round: what both sides held when is told by receipts, which come last.
        """
        everybody, alike = list(self.offices.values()), False
        for turn in range(7):
            for one, other in combinations(everybody, 2):
                if not (self.called(one, other) or self.called(other, one)) and turn:
                    pin(one, other)
                    pin(other, one)
                    self.done["paired again"] += 1
            if alike:
                break
            alike = turn > 1 and len({repr(self.heads_of(each)) for each in everybody}) == 1

    def called(self, one: Office, other: Office) -> bool:
        """Return whether one could call the other."""
        try:
            self.met(one, other)
        except ExchangeError as error:
            return error.check != "stranger"
        return True

    def heads_of(self, office: Office) -> list[tuple[str, int, bytes]]:
        """Return the heads of all that everybody may read."""
        with office.ledger.connection.cursor() as cursor:
            cursor.execute("SELECT id FROM store_audience WHERE codes = '[\"line\"]'")
            found = cursor.fetchone()
            line = found[0] if found else -1
            return sorted(
                (feed.feed, feed.size, feed.frontier.root()) for feed in all_feeds(cursor) if feed.audience == line
            )

    def teardown(self) -> None:
        try:
            self.heal()
            self.check()
        finally:
            for office in self.offices.values():
                office.ledger.close()
            self.temporary.cleanup()

    def check(self) -> None:
        everybody = list(self.offices.values())
        first = everybody[0]
        assert forks(*everybody, signed=tuple(self.signed)) == []
        asked = random.Random(self.count).choice(("joint", "agreed", "stated:VN"))
        told: dict[str, set[str]] = {"heads": set(), "records": set(), "report": set(), "figures": set()}
        for office in everybody:
            assert verifying.verify(office.ledger).faults == []
            told["heads"].add(repr(self.heads_of(office)))
            told["report"].add(run(report, office, "joint", "--format", "json"))
            if asked != "stated:VN":
                told["figures"].add(run(figures, office, "--as", asked, "--json"))
            shared = {
                row: n for row, n in rows(office.side, "store_record", clock="arrived").items() if "line" in row[0]
            }
            told["records"].add(repr(sorted(shared.items(), key=repr)))
        assert {name: len(words) for name, words in told.items() if len(words) > 1} == {}
        self.done["entries at the end"] += verifying.verify(first.ledger).entries


def run(command: Any, office: Office, *words: str) -> str:
    done = CliRunner().invoke(command, [*words, "--node", str(office.folder), *PERIOD], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output

"""Same event, once: proposals from what is kept, among the records that a reader may see."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from twinline.feeds import entries
from twinline.ledger import pairing
from twinline.ledger.pairing import Account, Proposal, Reason
from twinline.records import registry
from twinline.records.gazetteer import packaged
from twinline.store import meaning, reading
from twinline.store.ledger import Ledger
from twinline.store.reading import Reader, Row

#: Kinds that state a word or a total, or that one side says to the other: no event that both tell.
NO_EVENTS = frozenset({
    "return", "reporting_round", "nothing_to_report", "issued_report", "line_survey", "organisation", "place", "gate",
    "notice",
})  # fmt: skip
#: A patrol was said as an activity before it had a kind of its own.
FAMILIES = {"patrol": "activity"}
CLASSES = {("patrol", "own"): "patrol", ("patrol", "joint"): "joint_patrol"}
MARKS = ("joint_", "special_")
#: More records than this are not gone through at once.
MOST = 20_000


@dataclass(frozen=True, slots=True)
class Found:
    """Proposals, and the records they name."""

    proposals: tuple[Proposal, ...]
    rows: Mapping[str, Row]
    accounts: Mapping[str, Account]


def proposals(
    ledger: Ledger, reader: Reader, *, since: int | None = None, until: int | None = None, record: str = ""
) -> Found:
    """Return what may be one event, over the days asked or for one record; only what the reader may see.

    What our side has said about a pair, yes or no, is not proposed again.
    """
    if record:
        asked = reading.records(ledger, reader, ids=[record])
        if not asked or asked[0].day_from is None:
            return Found((), {}, {})
        margin = pairing.LONGEST
        since = asked[0].day_from - margin
        until = (asked[0].day_to if asked[0].day_to is not None else asked[0].day_from) + margin
    rows = {row.record: row for row in reading.records(ledger, reader, since=since, until=until, limit=MOST)}
    accounts = {row.record: account(ledger, row) for row in rows.values() if tells_an_event(row)}
    said = _said(ledger, set(rows))
    found = [each for each in pairing.propose(accounts.values()) if record in ("", each.first, each.second)]
    open_ = [_with_their_word(each, said) for each in found if ledger.node.side not in said.get(_pair(each), ())]
    if record:
        open_ = [Proposal(record, each.second if each.first == record else each.first, each.reasons) for each in open_]
    open_.sort(key=lambda each: (-len(each.reasons), each.first, each.second))
    return Found(tuple(open_), rows, accounts)


def tells_an_event(row: Row) -> bool:
    """Return whether a record tells something that happened and that the other side may tell, too."""
    return row.kind not in NO_EVENTS and meaning.readable(row.kind, row.version)


def account(ledger: Ledger, row: Row) -> Account:
    """Return what a record tells of an event."""
    body = dict(row.body)
    roster, places = ledger.roster(), packaged()
    behind = {row.author, row.about}
    for code in (row.author, row.about):
        behind |= {*roster.superiors(code), *places.superiors(code)}
    counts: dict[tuple[str, str], tuple[int, str]] = {}
    classes, things, marks = set(), set(), set()
    for fact in registry.facts(row.kind, body, author=row.author, about=row.about):
        mark = next((one for one in MARKS if fact.measure.startswith(one)), "")
        if mark:
            # The same numbers once more, among those worked jointly or as a special case.
            marks.add(mark)
            continue
        if fact.cls and not fact.member:
            classes.add(CLASSES.get((row.kind, fact.cls), fact.cls))
        if fact.member:
            things.add(fact.member)
        before, exact = counts.get((fact.measure, fact.unit), (0, fact.qualifier))
        counts[fact.measure, fact.unit] = (before + fact.value, fact.qualifier if exact == fact.qualifier else "about")
    return Account(
        record=row.record, side=row.side, family=FAMILIES.get(row.kind, row.kind),
        days=meaning.days(row.kind, row.version, body), place=row.place, m_from=row.m_from, m_to=row.m_to,
        classes=frozenset(classes), counts=counts, things=frozenset(things),
        named=frozenset(meaning.counterparts_of(row.kind, row.version, body)), speakers=frozenset(behind),
        marks=frozenset(marks), event=row.event,
    )  # fmt: skip


def called_one(ledger: Ledger, records: set[str]) -> list[tuple[str, str]]:
    """Return the pairs among some records that our side has called one event, and not taken back."""
    found: dict[tuple[str, str], bool] = {}
    for one, other, side, undone in _links(ledger):
        if side == ledger.node.side and one in records and other in records:
            found[min(one, other), max(one, other)] = not undone
    return sorted(pair for pair, stands in found.items() if stands)


def _pair(one: Proposal) -> tuple[str, str]:
    first, second = sorted((one.first, one.second))
    return first, second


def _said(ledger: Ledger, records: set[str]) -> dict[tuple[str, str], set[str]]:
    """Return which sides have said, yes or no, that two records are one event."""
    found: dict[tuple[str, str], set[str]] = {}
    for one, other, side, _ in _links(ledger):
        if one in records and other in records:
            found.setdefault((min(one, other), max(one, other)), set()).add(side)
    return found


def _links(ledger: Ledger) -> Iterator[tuple[str, str, str, bool]]:
    """Yield the links of two records as one event, in the order they came: the two, which side said it, if to undo."""
    with ledger.connection.cursor() as cursor:
        cursor.execute(
            "SELECT l.record, l.other, f.side, e.raw FROM store_link l JOIN store_entry e ON e.id = l.entry "
            "JOIN store_feed f ON f.id = e.feed_id WHERE l.verb = 'same_event' ORDER BY l.entry"
        )
        for one, other, side, raw in cursor.fetchall():
            yield one, other, side, entries.read(bytes(raw)).body.get("undo") is True


def _with_their_word(one: Proposal, said: Mapping[tuple[str, str], set[str]]) -> Proposal:
    if not said.get(_pair(one)):
        return one
    return Proposal(one.first, one.second, (Reason("said_by_the_other_side"), *one.reasons))

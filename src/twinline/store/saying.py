"""Saying something: our own words become entries of our own feeds."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

import msgspec
from django.db import transaction
from django.db.backends.utils import CursorWrapper

from twinline.feeds import entries, ids
from twinline.feeds.audiences import LINE
from twinline.feeds.merkle import leaf_hash
from twinline.figures.catalogue import packaged as catalogue
from twinline.records import free_text, registry
from twinline.records.attachments import FIELD
from twinline.records.findings import Finding
from twinline.records.kind import ROUTINE
from twinline.records.kinds.reporting_round import INDICATOR
from twinline.records.parts import UNIT
from twinline.sentences import Sentence, Words, joined, shown
from twinline.store import append, attachments, feeds, guard, heads, indexing, linking, meaning
from twinline.store.append import Leaf
from twinline.store.errors import StoreError
from twinline.store.feeds import FeedRow
from twinline.store.ledger import Ledger
from twinline.store.stating import Prepared
from twinline.times import rfc3339

#: Entries per step of a long saying: all of them stand in one transaction.
CHUNK = 1000


class Unfit(StoreError):
    """A record doesn't fit its kind: nothing was written. ``findings`` name field, rule and what was given."""

    def __init__(self, findings: Sequence[Finding], line: int | None = None) -> None:
        self.findings = tuple(findings)
        self.line = line
        faults = joined(map(_Fault, self.findings), "; ")
        super().__init__("unfit", faults, where=Sentence("line {line}", line=line) if line else "")


class _Fault(Sentence):
    """A finding as a part of a sentence: its kind has it in four languages."""

    __slots__ = ("_finding",)

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.sentence("en"))
        self._finding = finding

    def said(self, words: Words, lang: str) -> str:
        return shown(self._finding.sentence(lang))


class NotOurs(StoreError):
    """Something is said in the name of an organisation that this node does not speak for."""

    def __init__(self, author: str) -> None:
        super().__init__(
            "not-ours",
            Sentence(
                "This node does not speak for {author}: say it as one of the organisations it hosts.", author=author
            ),
        )


class Saying(msgspec.Struct, frozen=True):
    """Something to be said. ``record`` and ``follows`` are empty for a new record.

    What a new record's body says may have been worked out ahead: then it is ``prepared``, and ``body`` is empty.
    """

    kind: str
    body: Mapping[str, Any]
    author: str
    about: str
    audience: tuple[str, ...]
    act: str = "say"
    lane: str = "routine"
    record: str | None = None
    follows: str | None = None
    intended: tuple[str, ...] = ()
    line: int | None = None
    prepared: Prepared | None = None
    #: the id that the entry is to have, where whoever says it may have to ask again whether it was said
    id: str | None = None


class Said(msgspec.Struct, frozen=True):
    """What was said: the entry's id, the record it is about, its hash (hex) and where it stands."""

    id: str
    record: str
    hash: str
    feed: str
    position: int


def say(ledger: Ledger, saying: Saying, *, now: int) -> Said:
    """Keep one saying and return it as said; raises ``Unfit`` or ``NotOurs``."""
    return say_all(ledger, [saying], now=now)[0]


def say_all(ledger: Ledger, sayings: Iterable[Saying], *, now: int) -> list[Said]:
    """Keep all sayings, or none: one that doesn't fit undoes the others."""
    return list(iter_say(ledger, sayings, now=now))


def iter_say(ledger: Ledger, sayings: Iterable[Saying], *, now: int) -> Iterator[Said]:
    """Yield what was said, as it is kept; nothing stands before the iterator has ended."""
    with indexing.much(ledger):
        yield from _iter_say(ledger, sayings, now=now)


def _iter_say(ledger: Ledger, sayings: Iterable[Saying], *, now: int) -> Iterator[Said]:
    with transaction.atomic(using=ledger.alias), ledger.connection.cursor() as cursor:
        guard.allow(ledger)
        rows = iter(sayings)
        numbers = _Numbers(cursor)
        began = time.monotonic()
        while chunk := list(islice(rows, CHUNK)):
            # The ids of a long saying tell when in its course each was made: they come nearly in their order, and
            # whoever keeps them finds its indexes growing at their end instead of all over.
            yield from _say_chunk(ledger, cursor, chunk, numbers, now, began)
        numbers.save()


def fitting(ledger: Ledger, saying: Saying, *, across: bool) -> dict[str, Any]:
    """Return the body of a saying with its text normalised; raises if it may not be said (``across`` the border)."""
    body = registry.normalise(saying.kind, dict(saying.body))
    findings = meaning.judge_own(saying.act, saying.kind, body, saying.record or "") or _uncounted(saying, body)
    if findings:
        raise Unfit(findings, saying.line)
    if across:
        _may_cross(saying, body)
    if saying.act in ("say", "amend"):
        body = linking.fitting(ledger, saying.kind, registry.completed(saying.kind, body), saying.audience)
    if FIELD in body and (absent := attachments.missing(ledger, body)):
        raise attachments.NotHere(absent)
    if FIELD in body and (untrue := attachments.untrue(ledger, body)):
        raise untrue
    return dict(body)


def _uncounted(saying: Saying, body: dict[str, Any]) -> list[Finding]:
    """Return that a figure is told of no indicator that there is, or in a unit in which that one isn't measured.

    What another says so is kept all the same: it may have a later version. So is what a page says, in its own unit.
    """
    name = body.get("indicator") if saying.kind == "return" and saying.act in ("say", "amend") else None
    if name is None:
        return []
    indicator = catalogue().indicators.get(name)
    if indicator is None:
        return [Finding("indicator", "unknown_indicator", name, INDICATOR, {})]
    if body["basis"] == "press" or indicator.measured_in(body["unit"]):
        return []
    return [Finding("unit", "unit_of_indicator", body["unit"], UNIT, {"allowed": ", ".join(indicator.units)})]


def _may_cross(saying: Saying, body: dict[str, Any]) -> None:
    """Raise where what is said may not leave our side: by a kind's own rules, or for words that never cross."""
    findings = registry.crossing(saying.kind, body) if saying.act in ("say", "amend") else []
    findings += free_text.stays_home(saying.act, saying.kind, body)
    if findings:
        raise Unfit(findings, saying.line)


def _say_chunk(
    ledger: Ledger, cursor: CursorWrapper, sayings: Sequence[Saying], numbers: _Numbers, now: int, began: float
) -> list[Said]:
    said: list[Said] = []
    groups: dict[tuple[tuple[str, ...], str], list[Saying]] = {}
    for saying in sayings:
        groups.setdefault((saying.audience, _lane(saying)), []).append(saying)
    for (audience, lane), group in groups.items():
        feed = feeds.own(ledger, cursor, audience, lane, now=now)
        first = feed.size
        written, across, hosts = rfc3339(now), ledger.crosses(audience), ledger.hosts()
        forms = _Forms(written)
        made = ids.new_ids([now + int((time.monotonic() - began) * 1000)] * len(group))
        leaves = [
            _leaf(ledger, saying, fresh, feed, numbers, forms, hosts, across=across)
            for saying, fresh in zip(group, made, strict=True)
        ]
        _grow(ledger, cursor, feed, leaves, now=now)
        # Nobody has receipted these yet, so no receipts can show that both sides hold them. And nobody can have spoken
        # of a record before its id was drawn.
        alone = all(saying.prepared is not None for saying in group)
        append.keep(
            ledger, cursor, feed, leaves, first=first, now=now, held=[None] * len(leaves), unheard_of=alone
        )  # fmt: skip
        for position, (leaf, fresh) in enumerate(zip(leaves, made, strict=True), start=first):
            entry = leaf.entry
            name, record = (fresh, fresh) if entry is None else (entry.id, entry.record)
            said.append(Said(name, record, leaf.hash.hex(), feed.feed, position))
    return said


def _lane(saying: Saying) -> str:
    """Return the lane of a saying: an alert and all acts that are asked to go ahead of all else."""
    if saying.lane != ROUTINE:
        return saying.lane
    return saying.prepared.lane if saying.prepared else registry.lane(saying.kind, dict(saying.body))


class _Forms:
    """The forms by which new records are said at one moment, one for each that says them of somebody to some."""

    def __init__(self, written: str) -> None:
        self.written = written
        self._forms: dict[tuple[str, str, str, tuple[str, ...]], entries.Form] = {}

    def of(self, saying: Saying) -> entries.Form:
        key = (saying.kind, saying.author, saying.about, saying.intended)
        form = self._forms.get(key)
        if form is None:
            form = self._forms[key] = entries.Form(
                kind=saying.kind, version=meaning.VERSION, author=saying.author, about=saying.about,
                written=self.written, intended=saying.intended or None,
            )  # fmt: skip
        return form


def _leaf(
    ledger: Ledger, saying: Saying, fresh: str, feed: FeedRow, numbers: _Numbers, forms: _Forms,
    hosts: frozenset[str], *, across: bool,
) -> Leaf:  # fmt: skip
    if saying.author not in hosts:
        raise NotOurs(saying.author)
    if saying.prepared is not None:
        number = numbers.next(saying.author, feed.audience)
        raw = forms.of(saying).filled(fresh, number, saying.prepared.body)
        return Leaf(raw, leaf_hash(raw), None, stated=saying.prepared.stated(fresh, number))
    body = fitting(ledger, saying, across=across)
    entry_id = saying.id or fresh
    entry = entries.make(
        id=entry_id,
        record=saying.record or entry_id,
        act=saying.act,
        kind=saying.kind,
        version=meaning.VERSION,
        author=saying.author,
        about=saying.about,
        follows=saying.follows,
        written=forms.written,
        intended=saying.intended or None,
        extra={"number": numbers.next(saying.author, feed.audience)} if saying.act == "say" else {},
        body=body,
    )
    return Leaf(entry.raw, entry.hash, entry)


def _grow(ledger: Ledger, cursor: CursorWrapper, feed: FeedRow, leaves: Sequence[Leaf], *, now: int) -> None:
    """Add leaves to a feed's tree, with a signed head wherever a batch must be able to end."""
    for leaf in leaves:
        feed.frontier.append(leaf.hash)
        feed.size += 1
        feed.loose += len(leaf.raw)
        if feed.size % heads.BATCH == 0 or feed.loose >= heads.BATCH_BYTES - heads.ENTRY_BYTES:
            heads.sign(ledger, cursor, feed, now=now)
    feed.save(cursor)


class _Numbers:
    """Short numbers, counted per author and audience: one gap-free row for each, so none betrays a hidden record."""

    def __init__(self, cursor: CursorWrapper) -> None:
        self._cursor = cursor
        self._last: dict[tuple[str, int], int] = {}

    def next(self, author: str, audience: int) -> int:
        key = (author, audience)
        if key not in self._last:
            self._cursor.execute("SELECT last FROM store_counter WHERE author = %s AND audience = %s", key)
            row = self._cursor.fetchone()
            self._last[key] = int(row[0]) if row else 0
        self._last[key] += 1
        return self._last[key]

    def save(self) -> None:
        for (author, audience), last in self._last.items():
            self._cursor.execute("DELETE FROM store_counter WHERE author = %s AND audience = %s", [author, audience])
            self._cursor.execute(
                "INSERT INTO store_counter (author, audience, last) VALUES (%s, %s, %s)", [author, audience, last]
            )


def expand(ledger: Ledger, told: str, *, author: str) -> tuple[str, ...]:
    """Return the audience that ``self``, ``superiors``, ``twin:CODE``, ``line`` or ``CODE,CODE`` means.

    Raises ``StoreError`` where it names nobody or somebody unknown.
    """
    known = ledger.line()
    if told == "line":
        return LINE
    if told == "self":
        return (author,)
    if told == "superiors":
        return tuple(sorted({author, *ledger.roster().superiors(author)}))
    codes = {author, told.removeprefix("twin:")} if told.startswith("twin:") else {*told.split(",")}
    unknown = sorted(code for code in codes if code not in known)
    if unknown:
        raise StoreError(
            "unknown-organisation",
            Sentence(
                "audience: {unknown} is not an organisation of a pinned side here yet; pair with it "
                "('twinline peer add') and exchange once, or use self, superiors, twin:CODE, line or CODE,CODE",
                unknown=unknown or Sentence("nobody"),
            ),
        )
    return tuple(sorted(codes | {author}))

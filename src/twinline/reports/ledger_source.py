"""A node's ledger as reports and figures are collected from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from twinline.access import writing
from twinline.feeds import entries
from twinline.feeds.roster import Roster
from twinline.figures.answer import Behind
from twinline.figures.catalogue import packaged as indicators
from twinline.figures.errors import BadQuestion
from twinline.figures.hiding import owner_of
from twinline.figures.question import JOINT, Question
from twinline.figures.rounds import Coverage, coverage
from twinline.figures.sql import Value
from twinline.line.axis import packaged_line
from twinline.records.gazetteer import packaged
from twinline.reports import issuing, own
from twinline.reports.collect import Seen, heard
from twinline.reports.cuts import Cut, Head
from twinline.reports.letters import WRITTEN
from twinline.reports.listing import Said
from twinline.reports.model import Source
from twinline.reports.office import keeping
from twinline.store import cuts, lines, meaning, reading, rounds, saying, settled, sources, surveys, watching
from twinline.store.commands.saying import audience_for
from twinline.store.errors import StoreError
from twinline.store.ledger import Ledger
from twinline.store.linking import earlier_names
from twinline.store.saying import expand
from twinline.times import day_of, now_ms

LANGUAGES = ("vi", "lo", "en", "fr")


class LedgerSource:
    """What one node keeps, seen by the readers a question names."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger

    def execute(self, text: str, values: tuple[Value, ...]) -> list[tuple[Any, ...]]:
        """Return the rows of a statement with ``?`` marks over the fact table."""
        return rounds.execute(self.ledger, text, values)

    def each(self, text: str, values: tuple[Value, ...]) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a statement one after the other, all of one moment."""
        return rounds.each(self.ledger, text, values)

    @property
    def spool(self) -> Path:
        """Return the folder of the node for what lies there while it is worked on."""
        return self.ledger.folder / "spool"

    @contextmanager
    def seen(
        self, readers: Sequence[str], *, known_on: int | None = None, held: bool = True, cut: Cut | None = None
    ) -> Iterator[Seen]:
        """Open what readers see: what they may read, as far as both sides held it or a cut reads it.

        ``line`` means all on it: only what is said to the whole line may be read by all.
        """
        again = cut is not None
        taken = None if again else cuts.take(self.ledger, readers, known_on=known_on, held=held)
        if taken is not None:
            heads = tuple(Head(head.feed, head.size, head.root) for head in taken.heads)
            units_on = self._units_on(readers, known_on)
            begun_by = None if units_on is None else day_of(now_ms() if known_on is None else known_on)
            cut = Cut(tuple(sorted(readers)), taken.moment, known_on is None, heads, units_on, begun_by)
            if taken.plain:
                names, told = partial(self._names, taken.roster), self._sources(cut, taken.roster)
                parties, edge = surveys.parties(taken.roster), settled.edge(self.ledger)
                yield Seen(cut, taken.audiences, names, settled=edge, sources=told, parties=parties)
                return
        assert cut is not None
        try:
            ends = [reading.Head(head.feed, head.size, head.root) for head in cut.heads]
            with cuts.within(self.ledger, ends, cut.readers) as within:
                told, needed = self._sources(cut, within.roster), surveys.parties(within.roster)
                names = partial(self._names, within.roster)
                yield Seen(cut, within.audiences, names, within.feeds, sources=told, parties=needed)
        except cuts.NotThisCut as error:
            raise BadQuestion(error.check, error.whole) from None

    def readers(self, told: str) -> tuple[str, ...]:
        """Return whom ``self``, ``superiors``, ``twin:CODE``, ``line`` or codes with commas mean here.

        Somebody unknown reads nothing: a figure for them is of nothing.
        """
        if told in ("self", "superiors") or told.startswith("twin:"):
            return expand(self.ledger, told, author=self.ledger.node.organisation)
        return tuple(sorted({code.strip() for code in told.split(",") if code.strip()}))

    def must_know(self, *codes: str | None) -> None:
        """Raise ``UnknownCode`` for a code that names nothing known here."""
        reading.must_be_known(self.ledger, *codes)

    def under(self, code: str) -> tuple[str, ...]:
        """Return an organisation's code and the codes of all below it, on any day."""
        return tuple(sorted(packaged().descendants(code) or {code}))

    def recut(self, code: str) -> tuple[str, ...]:
        """Return an organisation and all below it, with all that went into any of these, by gazetteer and roster.

        So figures of earlier years are told by the places of today, counted from what was said then. Of one that has
        ended itself, what it and all below it became is counted with it.
        """
        pairs = self.merged(code)
        return tuple(sorted({*self.under(code), *(one for pair in pairs for each in pair for one in self.under(each))}))

    def merged(self, code: str) -> tuple[tuple[str, str], ...]:
        """Return what went into an organisation and all below it: each place that ended, and what it became."""
        stated = self.ledger.roster().changes.successors
        found: set[str] = set()
        pairs: set[tuple[str, str]] = set()
        waiting = [code]
        while waiting:
            for each in set(self.under(waiting.pop())) - found:
                found.add(each)
                ended = [*packaged().predecessors(each)]
                ended += [old for old, heirs in stated.items() if len(heirs) == 1 and heirs[0][0] == each]
                pairs |= {(old, each) for old in ended}
                waiting += ended
        if self.ended(code) is not None:
            pairs |= {(old, heir) for old in self.under(code) for heir in packaged().successors(old)}
        return tuple(sorted(pairs, key=lambda pair: (pair[1], pair[0])))

    def begun(self, code: str) -> int | None:
        """Return the first civil day of an organisation, None of one whose first day nobody says."""
        known = packaged().organisation(code)
        return known.valid_from if known else None

    def ended(self, code: str) -> int | None:
        """Return the last civil day of an organisation that has ended; None of one that goes on."""
        known = packaged().organisation(code)
        return known.valid_to if known else None

    def _sources(self, cut: Cut, roster: Roster) -> tuple[Source, ...]:
        """Return the sources of a cut, silent or not as of its instant; so far: as of the last word in it."""
        heads = [reading.Head(head.feed, head.size, head.root) for head in cut.heads]
        found = sources.sources(self.ledger, heads, roster, cut.readers)
        last = max((one.known_up_to for one in found if one.known_up_to is not None), default=None)
        at = last if cut.known_on is None else cut.known_on
        return tuple(
            heard(one.organisation, one.known_up_to, expected=one.expected, at=at, received=one.received)
            for one in found
        )

    def _names(self, roster: Roster, codes: Iterable[str]) -> Mapping[str, Mapping[str, str]]:
        """Return the names of organisations by code and language, as packaged or as a roster gives them."""
        known = packaged()
        found: dict[str, Mapping[str, str]] = {}
        for code in codes:
            if known.organisation(code) is not None:
                found[code] = {lang: known.name(code, lang) for lang in LANGUAGES}
            elif code in roster.organisations:
                found[code] = dict(roster.organisations[code].name)
        return found

    def bodies(self, entry_ids: Iterable[int]) -> Mapping[int, Mapping[str, Any]]:
        """Return the bodies of the record versions that entries made, by entry id."""
        return {number: entry.body for number, entry in self._entries(entry_ids).items()}

    def said(self, entry_ids: Iterable[int]) -> Mapping[int, Said]:
        """Return what the record versions that entries made say, by entry id; what can't be read here is left out."""
        return {
            number: Said(entry.kind, entry.body)
            for number, entry in self._entries(entry_ids).items()
            if meaning.readable(entry.kind, entry.version)
        }

    def watched(self, rows: Iterable[Behind], survey: str | None) -> watching.Watched:
        """Return what the records behind figures tell of the line: on a survey, by its digest, or on the packaged one.

        Raises ``BadQuestion`` where the survey isn't held here.
        """
        try:
            places = lines.held(self.ledger, survey) if survey else lines.base()
        except StoreError as error:
            raise BadQuestion(error.check, error.whole) from None
        asked = {row.entry_id: row for row in rows}
        told = self._entries(asked)
        return watching.gathered(
            (_row(asked[number], told[number]) for number in sorted(asked, key=lambda n: asked[n].record)),
            places,
        )

    def offices(self) -> tuple[str, ...]:
        """Return the organisations that the node speaks for, its own first."""
        own = self.ledger.node.organisation
        return (own, *sorted(self.ledger.hosts() - {own}))

    def issued(self, record: str) -> tuple[str, Mapping[str, Any]] | None:
        """Return who issued a report and what its record says, as it stands; ``None`` if none of that id is here."""
        view = reading.record(self.ledger, reading.Reader.of_node(self.ledger), record)
        if view is None or view.row.kind != issuing.KIND:
            return None
        return view.row.author, view.row.body

    def issued_records(self) -> tuple[str, ...]:
        """Return the records of all reports that were issued and are held here, the latest first."""
        reader = reading.Reader.of_node(self.ledger)
        return tuple(row.record for row in reading.records(self.ledger, reader, kind=issuing.KIND, limit=10_000))

    def issue(self, body: Mapping[str, Any], *, author: str, to: str, released: bool, now: int) -> str:
        """Say that a report was issued and return the record's id; at home, unless it is ``released`` at once."""
        audience, intended = audience_for(self.ledger, to, author, released)
        told = saying.Saying(issuing.KIND, dict(body), author, author, audience, intended=intended)
        return saying.say(self.ledger, told, now=now).record

    def own_report(self, name: str) -> str | None:
        """Return the declaration of a report in the node's own folder, ``None`` if there is none of that name."""
        return own.text(self.ledger.folder, name)

    def own_reports(self) -> tuple[str, ...]:
        """Return the names of the node's own reports."""
        return own.names(self.ledger.folder)

    def begin_report(self, name: str) -> Path:
        """Write a declaration to begin a report of the node's own with, and return its file."""
        return own.begin(self.ledger.folder, name)

    def begin_from(self, name: str, data: bytes, *, title: str, lang: str) -> Path:
        """Begin a report of the node's own from an office's file, and return its declaration's file."""
        return keeping.begin(self.ledger.folder, name, data, title=title, lang=lang)

    def template(self, name: str) -> bytes | None:
        """Return the office's own file of a report, ``None`` if it has none; ``BadQuestion`` if it doesn't fit."""
        return keeping.template(self.ledger.folder, name)

    def written(self, office: str, report: str, since: str | None, until: str | None, lang: str) -> Mapping[str, str]:
        """Return what an office wrote around the figures at its desk, by part; what is only typed there isn't."""
        place = writing.place_of(office, report, since, until, lang, self.ledger.alias)
        texts = writing.read(place).texts
        return {part: texts[part] for part in WRITTEN if part in texts}

    def buddhist(self, office: str) -> bool:
        """Return whether an office wants the years of its Lao texts in the Buddhist era."""
        return keeping.buddhist(self.ledger.folder, office)

    def _entries(self, entry_ids: Iterable[int]) -> dict[int, entries.Entry]:
        return rounds.entries_of(self.ledger, entry_ids)

    def covered(
        self, question: Question, units_on: int | None, begun_by: int | None
    ) -> Mapping[str, tuple[Coverage, ...]]:
        """Return by indicator how many of the units that rounds ask have answered.

        What both sides hold tells nothing of it: answers go to whoever asked. So it is asked of this node's own clock,
        up to the instant that the cut names; a term that begins after the day that it names is yet to come.
        """
        if question.basis.held:
            if units_on is None:
                return {}
            mine = replace(question, audiences=self._readable(question.owner), basis=replace(JOINT, held=False))
            question = replace(mine, known_on=units_on, cut=None, settled=None)
        names = partial(earlier_names, self.ledger)
        return coverage(question, indicators(), self.execute, self.bodies, names, begun_by)

    def _units_on(self, readers: Sequence[str], known_on: int | None) -> int | None:
        """Return up to when answers of units count, for the one reader who asks some; else ``None``.

        That is the instant asked for; else when the last arrived here: so long as nothing arrives it is the same.
        """
        owner = owner_of(readers)
        last = rounds.last_arrival(self.ledger, self._readable(owner)) if owner else None
        return last if last is None or known_on is None else known_on

    def _readable(self, owner: str) -> tuple[int, ...]:
        reader = reading.Reader.all_of((owner,), self.ledger.line())
        return tuple(sorted(reading.readable_audiences(self.ledger, reader)))

    def line_version(self) -> str:
        """Return the digest of the packaged line, on which both count until they agree on a survey."""
        return packaged_line().version


def _row(told: Behind, entry: entries.Entry) -> reading.Row:
    """Return what a record tells of the line as a row of it; who may read it was asked before."""
    return reading.Row(
        record=told.record, kind=entry.kind, version=entry.version, author=told.author, about=told.about,
        side=told.side, audience=(), number=0, standing=told.standing, event=told.event, place=told.place,
        m_from=None, m_to=None, day_from=told.days.first, day_to=told.days.last, example=told.example, arrived=0,
        held=None, body=entry.body,
    )  # fmt: skip

"""A node's ledger as reports and figures are collected from it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from twinline.feeds import entries
from twinline.figures.sql import Value
from twinline.line.axis import packaged_line
from twinline.records.gazetteer import packaged
from twinline.reports.collect import Cut
from twinline.reports.model import Head
from twinline.store import reading
from twinline.store.ledger import Ledger
from twinline.store.reading import Reader
from twinline.store.saying import expand

LANGUAGES = ("vi", "lo", "en", "fr")
_IN = 500


class LedgerSource:
    """What one node keeps, seen by the readers a question names."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger

    def execute(self, text: str, values: tuple[Value, ...]) -> list[tuple[Any, ...]]:
        """Return the rows of a statement with ``?`` marks over the fact table."""
        with self.ledger.connection.cursor() as cursor:
            cursor.execute(text.replace("%", "%%").replace("?", "%s"), list(values))
            return list(cursor.fetchall())

    def readable(self, readers: Sequence[str]) -> tuple[int, ...]:
        """Return the ids of the audiences that contain all readers (``line`` alone: everyone on the line)."""
        return tuple(reading.readable_audiences(self.ledger, self.reader(readers)))

    def reader(self, readers: Sequence[str]) -> Reader:
        """Return who asks. ``line`` means all on it: only what is said to the whole line may be read by all."""
        if tuple(readers) == ("line",):
            return Reader(self.ledger.line(), every=True)
        return Reader(frozenset(readers), every=True)

    def readers(self, told: str) -> tuple[str, ...]:
        """Return whom ``self``, ``superiors``, ``twin:CODE``, ``line`` or codes with commas mean here.

        Somebody unknown reads nothing: a figure for them is of nothing.
        """
        if told in ("self", "superiors") or told.startswith("twin:"):
            return expand(self.ledger, told, author=self.ledger.node.organisation)
        return tuple(sorted({code.strip() for code in told.split(",") if code.strip()}))

    def under(self, code: str) -> tuple[str, ...]:
        """Return an organisation's code and the codes of all below it, on any day."""
        return tuple(sorted(packaged().descendants(code) or {code}))

    def names(self, codes: Iterable[str]) -> Mapping[str, Mapping[str, str]]:
        """Return the names of organisations by code and language."""
        known = packaged()
        rostered = self.ledger.roster().organisations
        found: dict[str, Mapping[str, str]] = {}
        for code in codes:
            if known.organisation(code) is not None:
                found[code] = {lang: known.name(code, lang) for lang in LANGUAGES}
            elif code in rostered:
                found[code] = dict(rostered[code].name)
        return found

    def bodies(self, entry_ids: Iterable[int]) -> Mapping[int, Mapping[str, Any]]:
        """Return the bodies of the record versions that entries made, by entry id."""
        wanted = sorted(set(entry_ids))
        found: dict[int, Mapping[str, Any]] = {}
        with self.ledger.connection.cursor() as cursor:
            for start in range(0, len(wanted), _IN):
                part = wanted[start : start + _IN]
                marks = ", ".join(["%s"] * len(part))
                cursor.execute(f"SELECT id, raw FROM store_entry WHERE id IN ({marks})", part)  # noqa: S608
                found.update({int(number): entries.read(bytes(raw)).body for number, raw in cursor.fetchall()})
        return found

    def cut(self, readers: Sequence[str], known_on: int | None) -> Cut:
        """Return how far both sides held the feeds that the readers may read."""
        reader = self.reader(readers)
        heads = reading.cut(self.ledger, reader, known_on=known_on)
        moment = known_on if known_on is not None else reading.last_held(self.ledger, reader)
        return Cut(moment, tuple(Head(head.feed, head.size, head.root) for head in heads))

    def line_version(self) -> str:
        """Return the digest of the line version that both sides agreed: the one that is packaged."""
        return packaged_line().version

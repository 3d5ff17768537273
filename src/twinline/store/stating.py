"""What a version of a record states by its words alone: the first columns of its rows.

Nothing here asks the node: the same words give the same columns everywhere and at any time, so they may be worked out
ahead of the moment in which they are kept (``foresight``). No database, no file, no clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple, Protocol

from twinline import text
from twinline.feeds import canonical, entries
from twinline.feeds.errors import Malformed
from twinline.line.places import Places
from twinline.records import free_text, registry
from twinline.records.attachments import FIELD
from twinline.records.kind import ANSWER
from twinline.store import meaning
from twinline.times import NO_PERIOD

Columns = tuple[Any, ...]
ANSWERS = "answers"  # the tie by which a record answers another
_NUMBER = 3  # where the short number stands among the columns of a state


class Said(Protocol):
    """A version of a record: an entry, or the act that the fold makes of it."""

    @property
    def kind(self) -> str: ...
    @property
    def author(self) -> str: ...
    @property
    def about(self) -> str: ...
    @property
    def version(self) -> int: ...
    @property
    def body(self) -> Mapping[str, Any]: ...


class Stated(NamedTuple):
    """What the first saying of a record states: whose it is, its short number, its links, its rows' first columns."""

    record: str
    author: str
    number: int
    links: tuple[tuple[str, str], ...]
    state: Columns
    facts: list[Columns]


def of(entry: entries.Entry, line: Places | None = None) -> Stated:
    """Return what an entry that says a record states, its row placed on a version of the line (else the agreed)."""
    number = short_number(entry)
    state, facts = columns(entry, number, line=line)
    links = meaning.links(entry.kind, entry.version, entry.body)
    return Stated(entry.record, entry.author, number, links, state, facts)


def plainly(raw: bytes, hashed: bytes | None = None) -> Stated | None:
    """Return what a leaf states if it is a sound entry that says a right record; for all else ``None``, unjudged."""
    try:
        entry = entries.read(raw, hashed)
    except Malformed:
        return None
    if entry.act != "say" or meaning.judge(entry.act, entry.kind, entry.version, entry.body, entry.record):
        return None
    return of(entry)


class Prepared(NamedTuple):
    """What a line of JSON says, ready to be said: whose word about whom, the body as it is written, its lane, its rows'
    first columns (of the state without its short number)."""

    author: str
    about: str
    body: bytes
    lane: str
    state: Columns
    facts: list[Columns]

    def stated(self, record: str, number: int) -> Stated:
        """Return what it states as a record with an id and a short number."""
        state = (*self.state[:_NUMBER], number, *self.state[_NUMBER + 1 :])
        return Stated(record, self.author, number, (), state, self.facts)


class _Telling(NamedTuple):
    kind: str
    author: str
    about: str
    version: int
    body: dict[str, Any]


def prepared(line: bytes, kind: str, author: str, about: str) -> Prepared | None:
    """Return what a line of JSON says if it is a right record of a kind; for all else ``None``, unjudged.

    What needs a look at the ledger is left, too: links, attachments, and what may not cross.
    """
    try:
        told = canonical.body(line)
    except Malformed:
        return None
    said_by, said_of = told.pop("author", None), told.pop("about", None)
    speaker = said_by or author
    subject = said_of or about or speaker
    try:
        written = canonical.written(told)
        settled = text.settled(written.decode())
        body = told if settled else registry.normalise(kind, told)
        written = written if settled else canonical.written(body)
    except Malformed:
        return None
    words = _words(body)
    if (
        not (said_by is None or type(said_by) is str)
        or not (said_of is None or type(said_of) is str)
        or meaning.judge_own("say", kind, body)
        or registry.completed(kind, body) is not body
        or registry.crossing(kind, body)
        or (not free_text.silent(" ".join(words)) and free_text.stays_home("say", kind, body))
        or meaning.links(kind, meaning.VERSION, body)
        or FIELD in body
    ):
        return None
    state, facts = columns(_Telling(kind, speaker, subject, meaning.VERSION, body), 0, words=words)
    return Prepared(speaker, subject, written, registry.lane(kind, body), state, facts)


def short_number(entry: entries.Entry) -> int:
    """Return the number its author gave a record for the radio; 0 if none."""
    number = entry.extra.get("number")
    return number if isinstance(number, int) and 0 < number < 2**31 else 0


def columns(
    said: Said, number: int, *, counted: bool = True, line: Places | None = None, words: list[str] | None = None
) -> tuple[Columns, list[Columns]]:
    """Return the columns of a version's record row and of its facts; no facts where it isn't ``counted``.

    The row lies on the version of the line that is given, the facts on the one that both sides agreed on.
    ``words`` are all texts of the body, where the caller has them already.
    """
    kind, author, about = said.kind, said.author, said.about
    body: dict[str, Any] = said.body if type(said.body) is dict else dict(said.body)
    known = meaning.readable(kind, said.version)
    days, spot = (registry.event_days(kind, body), registry.place(kind, body)) if known else (NO_PERIOD, None)
    code, m_from, m_to = meaning.where(spot)
    row_from, row_to = (m_from, m_to) if line is None or spot is None else meaning.interval(spot, line)
    example = known and registry.is_example(body)
    state = (
        kind, author, about, number, code, row_from, row_to, days.first, days.last, example,
        _searched(_words(body) if words is None else words), *(awaited(kind, body) if known else (None, None)),
    )  # fmt: skip
    if not known or not counted:
        return state, []
    published = meaning.published_day(body)
    facts = [
        (
            kind, measure, cls, unit, value, value_max, qualifier, precision, when.first, when.last, when.shape,
            int(stock), int(returned), place or code, m_from if start is None else start, m_to if end is None else end,
            author, about, counterpart, reference_set, member, int(example), published,
        )
        for measure, cls, value, value_max, unit, qualifier, precision, when, stock, place, start, end, reference_set,
        member, counterpart, returned in registry.facts_in(kind, body, about, days, spot)
    ]  # fmt: skip
    return state, facts


def awaited(kind: str, body: dict[str, Any]) -> tuple[str | None, str | None]:
    """Return the codes of who is asked to speak of a right body, and what it leaves to be said; None for nothing.

    A question takes an answer, and an answer none; what the press reported takes nobody's word.
    """
    waits = registry.waits(kind, body) or None
    over = waits != ANSWER and any(verb == ANSWERS for verb, _ in registry.links(kind, body))
    asked = () if over or meaning.is_press(kind, body) else registry.counterparts(kind, body)
    return " ".join(asked) or None, waits


def search_text(body: Mapping[str, Any]) -> str:
    """Return the words of a body, folded for search: no entry is altered for it."""
    return _searched(_words(body))


def _words(body: Mapping[str, Any]) -> list[str]:
    """Return all texts of a body."""
    words: list[str] = []
    _gather(body.values(), words)
    return words


def _searched(words: list[str]) -> str:
    # Sorted, since a body just written and the same one read again may differ in the order of their keys.
    return text.fold(" ".join(sorted(words)))


def _gather(values: Iterable[Any], words: list[str]) -> None:
    for each in values:
        form = type(each)
        if form is str:
            words.append(each)
        elif form is dict:
            _gather(each.values(), words)
        elif form is list:
            _gather(each, words)

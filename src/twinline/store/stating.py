"""What a version of a record states by its words alone: the first columns of its rows.

Nothing here asks the node: the same words give the same columns everywhere and at any time, so they may be worked out
ahead of the moment in which they are kept (``foresight``). No database, no file, no clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from twinline import text
from twinline.feeds import canonical, entries
from twinline.feeds.errors import Malformed
from twinline.line.places import Places
from twinline.records import free_text, registry
from twinline.records.attachments import FIELD
from twinline.records.fields.places import Spot
from twinline.records.kind import ANSWER
from twinline.store import meaning
from twinline.times import NO_PERIOD, Days

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
    (stated,) = all_of([entry], line)
    return stated


def all_of(said: Sequence[entries.Entry], line: Places | None = None) -> list[Stated]:
    """Return what each of some entries that say records states."""
    numbers = [short_number(entry) for entry in said]
    links = [meaning.links(entry.kind, entry.version, entry.body) for entry in said]
    columns = columns_of(said, numbers, line=line)
    return [
        Stated(entry.record, entry.author, number, tied, state, facts)
        for entry, number, tied, (state, facts) in zip(said, numbers, links, columns, strict=True)
    ]


def plainly(leaves: Sequence[bytes]) -> list[Stated | None]:
    """Return of each leaf what it states if it is a sound entry that says a right record; else ``None``, unjudged."""
    sound = [_sound(leaf) for leaf in leaves]
    right = [
        entry is not None and not meaning.judge(entry.act, entry.kind, entry.version, entry.body, entry.record)
        for entry in sound
    ]
    stated = iter(all_of([entry for entry, fits in zip(sound, right, strict=True) if entry is not None and fits]))
    return [next(stated) if fits else None for fits in right]


def _sound(leaf: bytes) -> entries.Entry | None:
    """Return the entry that a leaf is if it says a record. Its hash isn't asked: who keeps it has that already."""
    try:
        entry = entries.read(leaf, b"")
    except Malformed:
        return None
    return entry if entry.act == "say" else None


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


class _Line(NamedTuple):
    """A line of JSON as it will be said: who says it of whom, the body with its texts, and as it is written."""

    telling: _Telling
    words: list[str]
    written: bytes


def prepared(lines: Sequence[bytes], kind: str, author: str, about: str) -> list[Prepared | None]:
    """Return of each line of JSON what it says if it is a right record of a kind; for all else ``None``, unjudged.

    What needs a look at the ledger is left, too: links, attachments, and what may not cross.
    """
    read = [_line(line, kind, author, about) for line in lines]
    right = [line is not None and not meaning.judge_own("say", kind, line.telling.body) for line in read]
    plain = [
        line if line is not None and fits and _is_plain(kind, line) else None
        for line, fits in zip(read, right, strict=True)
    ]
    some = [line for line in plain if line is not None]
    columns = columns_of([line.telling for line in some], [0] * len(some), words=[line.words for line in some])
    made = iter(
        Prepared(told.author, told.about, line.written, registry.lane(kind, told.body), state, facts)
        for line, (state, facts) in zip(some, columns, strict=True)
        for told in (line.telling,)
    )
    return [None if line is None else next(made) for line in plain]


def _line(line: bytes, kind: str, author: str, about: str) -> _Line | None:
    try:
        told = canonical.body(line)
        said_by, said_of = told.pop("author", None), told.pop("about", None)
        written = canonical.written(told)
        settled = text.settled(written.decode())
        body = told if settled else registry.normalise(kind, told)
        written = written if settled else canonical.written(body)
    except Malformed:
        return None
    if not (said_by is None or type(said_by) is str) or not (said_of is None or type(said_of) is str):
        return None
    speaker = said_by or author
    return _Line(_Telling(kind, speaker, said_of or about or speaker, meaning.VERSION, body), _words(body), written)


def _is_plain(kind: str, line: _Line) -> bool:
    """Return whether a line that fits says what needs no look at the ledger, and may cross."""
    body = line.telling.body
    return not (
        registry.completed(kind, body) is not body
        or registry.crossing(kind, body)
        or (not free_text.silent(" ".join(line.words)) and free_text.stays_home("say", kind, body))
        or meaning.links(kind, meaning.VERSION, body)
        or FIELD in body
    )


def short_number(entry: entries.Entry) -> int:
    """Return the number its author gave a record for the radio; 0 if none."""
    number = entry.extra.get("number")
    return number if isinstance(number, int) and 0 < number < 2**31 else 0


def columns(
    said: Said, number: int, *, counted: bool = True, line: Places | None = None
) -> tuple[Columns, list[Columns]]:
    """Return the columns of a version's record row and of its facts; no facts where it isn't ``counted``.

    The row lies on the version of the line that is given, the facts on the one that both sides agreed on.
    """
    (found,) = columns_of([said], [number], counted=counted, line=line)
    return found


def columns_of(
    said: Sequence[Said],
    numbers: Sequence[int],
    *,
    counted: bool = True,
    line: Places | None = None,
    words: Sequence[list[str]] | None = None,
) -> list[tuple[Columns, list[Columns]]]:
    """Return the columns of each of some versions, as ``columns`` does; ``words`` are all texts of each body, if known.

    Step by step for all of them: what a step needs stays in the processor's caches meanwhile. One by one takes half
    as long again.
    """
    placed = [_placed(each, line) for each in said]
    searched = [_searched(_words(spot.body)) for spot in placed] if words is None else list(map(_searched, words))
    asked = [
        awaited(each.kind, spot.body) if spot.known else (None, None) for each, spot in zip(said, placed, strict=True)
    ]
    facts = [_facts(each, spot) if spot.known and counted else [] for each, spot in zip(said, placed, strict=True)]
    states = [
        (
            each.kind, each.author, each.about, number, spot.code, *spot.row, spot.days.first, spot.days.last,
            spot.example, found, *waits,
        )
        for each, number, spot, found, waits in zip(said, numbers, placed, searched, asked, strict=True)
    ]  # fmt: skip
    return list(zip(states, facts, strict=True))


class _Placed(NamedTuple):
    """Where and when a body says that something was: on the agreed line, and on the one its ``row`` lies on."""

    body: dict[str, Any]
    known: bool
    example: bool
    days: Days
    spot: Spot | None
    code: str
    agreed: tuple[int | None, int | None]
    row: tuple[int | None, int | None]


def _placed(said: Said, line: Places | None) -> _Placed:
    body: dict[str, Any] = said.body if type(said.body) is dict else dict(said.body)
    if not meaning.readable(said.kind, said.version):
        return _Placed(body, False, False, NO_PERIOD, None, "", (None, None), (None, None))
    days, spot = registry.event_days(said.kind, body), registry.place(said.kind, body)
    code, first, last = meaning.where(spot)
    row = (first, last) if line is None or spot is None else meaning.interval(spot, line)
    return _Placed(body, True, registry.is_example(body), days, spot, code, (first, last), row)


def _facts(said: Said, placed: _Placed) -> list[Columns]:
    kind, author, about, (body, _, example, days, spot, code, (m_from, m_to), _) = (
        said.kind, said.author, said.about, placed
    )  # fmt: skip
    published = meaning.published_day(body)
    return [
        (
            kind, measure, cls, unit, value, value_max, qualifier, precision, when.first, when.last, when.shape,
            int(stock), int(returned), place or code, m_from if start is None else start, m_to if end is None else end,
            author, about, counterpart, reference_set, member, int(example), published,
        )
        for measure, cls, value, value_max, unit, qualifier, precision, when, stock, place, start, end, reference_set,
        member, counterpart, returned in registry.facts_in(kind, body, about, days, spot)
    ]  # fmt: skip


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

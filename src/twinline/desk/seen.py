"""What a page shows: plain values, already in the reader's language, ready for a template.

Times are instants in milliseconds; a page prints them on the border's calendar.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from twinline.times import NO_PERIOD, Days

STANDINGS = ("stated", "on_paper", "agreed", "disputed", "withdrawn", "released")


@dataclass(frozen=True, kw_only=True)
class Who:
    """An organisation: its code, its name in the reader's language, its side."""

    code: str
    name: str
    side: str


@dataclass(frozen=True, kw_only=True)
class Desk:
    """Whose desk this is."""

    who: Who
    identity: str
    fingerprint: str
    example: bool = False
    disk_full: bool = False


@dataclass(frozen=True, kw_only=True)
class Alarm:
    """Something that must not be: what, found when, told by whom, about whose words, and what to do."""

    number: int
    what: str
    todo: str
    at_ms: int
    by: Who | None = None
    about: Who | None = None


@dataclass(frozen=True, kw_only=True)
class Row:
    """A record in a list."""

    id: str
    kind: str
    kind_label: str
    title: str
    author: Who
    standing: str
    at_ms: int
    days: Days = NO_PERIOD
    place: str = ""
    km: str = ""
    example: bool = False
    released: bool = True
    reported: bool = False
    number: str = ""


@dataclass(frozen=True, kw_only=True)
class Rows:
    """One page of a list, and how many there are in all."""

    rows: tuple[Row, ...]
    total: int


@dataclass(frozen=True, kw_only=True)
class Happening:
    """Something that came to be known: who did what to which record, and when."""

    at_ms: int
    act: str
    who: Who
    row: Row
    new: bool = False


@dataclass(frozen=True, kw_only=True)
class Voice:
    """What one side says about a record: stated, confirmed, disputed, withdrawn, seen, silent, nothing due."""

    side: str
    says: str
    who: Who | None = None
    at_ms: int | None = None
    version: int | None = None
    reason: str = ""
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class Difference:
    """A field that one version says otherwise than the one before."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class Version:
    """One version of a record."""

    number: int
    act: str
    who: Who
    at_ms: int
    differences: tuple[Difference, ...] = ()
    current: bool = False
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Tie:
    """A link from this record to another: same event, replaces, released as."""

    how: str
    row: Row
    who: Who | None = None
    summed: bool | None = None


@dataclass(frozen=True, kw_only=True)
class Perhaps:
    """A record of the other side that may tell the same event, and why it seems so."""

    row: Row
    reasons: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class SideLine:
    """One line of the reconciliation sheet: both sides' records of one event, or one side's alone.

    ``unasked``: one side's alone, naming nobody of the other, who owes no word on it. ``may_link``: both
    differ, and this officer may say which is counted where they are one event.
    """

    state: str
    ours: Row | None = None
    theirs: Row | None = None
    reasons: tuple[str, ...] = ()
    differences: tuple[str, ...] = ()
    may_confirm: bool = False
    may_link: bool = False
    unasked: bool = False


@dataclass(frozen=True, kw_only=True)
class LinesOf:
    """The lines that stand in one way: those that need a look, and, folded away, those that ask nobody."""

    state: str
    lines: tuple[SideLine, ...]
    unasked: tuple[SideLine, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SideBySide:
    """A month's lines by how they stand, the months before and after, and how many may be confirmed here."""

    month: str
    before: str
    after: str
    groups: tuple[LinesOf, ...]
    confirmable: int


@dataclass(frozen=True, kw_only=True)
class Wrong:
    """What is wrong in one cell of a file."""

    sheet: str
    at: str
    header: str
    sentence: str


@dataclass(frozen=True, kw_only=True)
class SheetRead:
    """What a file held: rows right and new, given before, wrong; how many were said if that was tried."""

    kind: str
    new: int = 0
    known: int = 0
    broken: int = 0
    said: int = 0
    tried: bool = False
    wrong: tuple[Wrong, ...] = ()
    more: int = 0
    stays_home: tuple[Wrong, ...] = ()
    refused: str = ""


@dataclass(frozen=True, kw_only=True)
class Tick:
    """One of the four ticks: kept, sent, received there, opened there."""

    name: str
    at_ms: int | None = None
    who: Who | None = None


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """Who received the signed state that holds this, and when they signed for it."""

    who: Who
    at_ms: int
    size: int


@dataclass(frozen=True, kw_only=True)
class Proof:
    """Where one saying stands and who can show it: id, position, signed state, receipts."""

    identifier: str
    act: str
    who: Who
    position: int
    size: int
    series: str
    fingerprint: str
    root: str
    written_ms: int
    arrived_ms: int | None
    #: written, it says, a day or more after it arrived
    ahead: bool = False
    receipts: tuple[Receipt, ...] = ()
    original: str = ""


@dataclass(frozen=True, kw_only=True)
class Heard:
    """Who was to receive something, and when they did (None: not known to have).

    ``had_ms`` is when they received the record, where it is its withdrawal that they were to receive.
    """

    who: Who
    at_ms: int | None = None
    had_ms: int | None = None


@dataclass(frozen=True, kw_only=True)
class Unheard:
    """A record that was withdrawn or corrected, and who has not yet received that."""

    row: Row
    waiting: tuple[Heard, ...]


@dataclass(frozen=True, kw_only=True)
class Preview:
    """What others will see of a record once it is sent, in a language chosen, and who they are."""

    record_id: str
    circle: str
    language: str
    title: str
    kind_label: str
    author: Who
    fields: tuple[tuple[str, str], ...]
    addressees: tuple[Who, ...]
    shared_with: str
    note: str = ""
    note_language: str = ""
    example: bool = False


@dataclass(frozen=True, kw_only=True)
class Leaving:
    """Several records as others will see them once they are sent; those that stay here, each with the reason."""

    circle: str
    language: str
    shared_with: str
    addressees: tuple[Who, ...]
    records: tuple[Preview, ...]
    staying: tuple[tuple[Row, str], ...]


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A picture that a record names; ``here`` is false until it has arrived."""

    sha256: str
    shows: str
    caption: str = ""
    here: bool = True


@dataclass(frozen=True, kw_only=True)
class Translated:
    """A translation of a record's note beside the original: its language, its text, and whose it is."""

    language: str
    text: str
    who: Who


@dataclass(frozen=True, kw_only=True)
class Paper:
    """The other side's signature on paper, by its author's word: the day, the number, the scans, when it was said."""

    day: str
    at_ms: int
    scans: tuple[Picture, ...]
    number: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Record:
    """A record with its voices, versions, ties and proofs, and what this officer may do with it."""

    row: Row
    fields: tuple[tuple[str, str], ...]
    voices: tuple[Voice, ...]
    versions: tuple[Version, ...]
    shared_with: str
    ties: tuple[Tie, ...] = ()
    ticks: tuple[Tick, ...] = ()
    proofs: tuple[Proof, ...] = ()
    body: Mapping[str, object] = field(default_factory=dict)
    may: frozenset[str] = frozenset()
    source: str = ""
    note: str = ""
    note_language: str = ""
    heard: tuple[Heard, ...] = ()
    pictures: tuple[Picture, ...] = ()
    marks: tuple[str, ...] = ()
    paper: Paper | None = None
    translations: tuple[Translated, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Partner:
    """A desk of the other side (or our own) that this one exchanges with."""

    id: str
    who: Who
    fingerprint: str
    address: str = ""
    contact_ms: int | None = None
    reached_ms: int | None = None
    next_ms: int | None = None
    known_ms: int | None = None
    to_send: int = 0
    to_send_urgent: int = 0
    arrived_there: int = 0
    to_come: int = 0
    to_come_urgent: int = 0
    received: int = 0
    trouble: str = ""


@dataclass(frozen=True, kw_only=True)
class Exchanged:
    """What an exchange or a file brought: how many arrived, how many went, what was refused."""

    received: int = 0
    sent: int = 0
    receipts: int = 0
    refused: str = ""
    warning: str = ""


@dataclass(frozen=True, kw_only=True)
class Fault:
    """Why something filled in doesn't fit: field, rule, what was given, one sentence."""

    field: str
    rule: str
    given: str
    sentence: str


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One choice in a list, with the group it stands under; ``needs`` names the blanks that it leaves to fill."""

    value: str
    label: str
    group: str = ""
    needs: str = ""


@dataclass(frozen=True, kw_only=True)
class OwnFilter:
    """A filter that the officer keeps of the list of records: its name, its address, and whether its list is open."""

    number: int
    name: str
    query: str
    is_open: bool


@dataclass(frozen=True, kw_only=True)
class Field:
    """One field of an entry form, drawn from the kind's declaration."""

    name: str
    label: str
    type: str
    required: bool = False
    hint: str = ""
    unit: str = ""
    choices: tuple[Choice, ...] = ()
    folded: bool = False
    value: str = ""
    values: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()
    longest: int | None = None
    #: What is typed beside the list one chooses from, where it doesn't hold all; empty where nothing is.
    beside: str = ""
    parts: tuple[Field, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A kind of record that may be filled in here."""

    name: str
    label: str
    hint: str = ""

"""What is followed up on a record's page: its thread, the life of a twinning, what of a commitment was carried out."""

from __future__ import annotations

from dataclasses import dataclass, field

from twinline.desk.seen import Row, Who

#: What waits is listed under these names, the most pressing first.
LISTS = (
    "sheets", "answer", "overdue", "first_report", "ahead", "confirm", "contested", "release", "lapsing", "open",
    "markers", "findings", "quiet", "unconfirmed", "review",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Due:
    """When an answer is due: hours given, when they signed for it, when it is due, when it was answered."""

    state: str
    hours: int
    received_ms: int | None = None
    due_ms: int | None = None
    answered_ms: int | None = None


@dataclass(frozen=True, kw_only=True)
class Message:
    """One notice of a thread."""

    row: Row
    type: str
    subject: str
    text: str = ""
    text_language: str = ""
    due: Due | None = None
    here: bool = False
    fields: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Thread:
    """The notices that answer each other, in order; how many are spoken of and haven't arrived."""

    messages: tuple[Message, ...]
    missing: int = 0
    reply: str = ""


@dataclass(frozen=True, kw_only=True)
class Promise:
    """Something promised in a twinning: how often a year, and how often it was kept in the last."""

    label: str
    promised: int | None
    done: int
    counted: bool


@dataclass(frozen=True, kw_only=True)
class Life:
    """A twinning: its stage, who is twinned with whom, what was promised and kept, what belongs to it."""

    stage: str
    stage_label: str
    units_a: tuple[Who, ...]
    units_b: tuple[Who, ...]
    #: what the units of each side are, and how many of each
    types_a: tuple[tuple[str, int], ...]
    types_b: tuple[tuple[str, int], ...]
    pairs: tuple[tuple[Who, Who], ...]
    promises: tuple[Promise, ...]
    activities: tuple[Row, ...]
    total: int
    signed: str = ""
    until: str = ""
    renewed: tuple[str, ...] = ()
    add: str = ""


@dataclass(frozen=True, kw_only=True)
class Carried:
    """An amount delivered at one level, in words."""

    amount: str
    level: str
    times: int


@dataclass(frozen=True, kw_only=True)
class Owed:
    """A commitment: what was pledged at its level, what was delivered at which, what is left where that can be said."""

    pledged: str
    level: str
    delivered: tuple[Carried, ...]
    left: str
    done: bool
    overdue: bool
    until: str
    rows: tuple[Row, ...]
    add: str = ""
    #: how often it is owed anew, and the term that is told of; empty where it is owed once
    often: str = ""
    term: str = ""


@dataclass(frozen=True, kw_only=True)
class Planned:
    """A task or review of a joint plan: what, whose and by when in words, how it stands, what speaks of it."""

    number: int
    title: str
    whose: str
    stage: int
    due: str
    state: str
    state_label: str
    on: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, kw_only=True)
class Plan:
    """How a joint plan goes: its tasks and reviews, how many are over, and what else belongs to it."""

    tasks: tuple[Planned, ...]
    reviews: tuple[Planned, ...]
    tasks_over: int
    reviews_over: int
    others: tuple[Row, ...]
    add: str


@dataclass(frozen=True, kw_only=True)
class Onward:
    """One line on how a record goes on, in words; ``late`` where somebody should do something."""

    text: str
    row: Row | None = None
    late: bool = False


@dataclass(frozen=True, kw_only=True)
class Followed:
    """All that is followed up of one record; what doesn't concern it is None or empty."""

    thread: Thread | None = None
    life: Life | None = None
    owed: Owed | None = None
    plan: Plan | None = None
    onward: tuple[Onward, ...] = ()
    parts: tuple[Row, ...] = field(default_factory=tuple)


@dataclass(frozen=True, kw_only=True)
class Item:
    """One record that waits, with how it stands and by when, in words."""

    row: Row
    state: str = ""
    remark: str = ""
    #: where it is done, if not on the record's own page
    address: str = ""


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """One list of what waits: the first of it or all, and how many there are."""

    name: str
    title: str
    items: tuple[Item, ...]
    total: int


@dataclass(frozen=True, kw_only=True)
class Inbox:
    """All that waits for an officer."""

    lists: tuple[Waiting, ...]

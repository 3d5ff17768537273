"""What the calendar's page shows: a month as a grid of days and as a list."""

from __future__ import annotations

from dataclasses import dataclass

from twinline.desk.seen import Row


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One thing on a day: what it is, its name, its page (festivals have none), and how it stands."""

    label: str
    title: str
    href: str = ""
    clock: str = ""
    until: str = ""
    state: str = ""
    side: str = ""
    festival: bool = False
    example: bool = False


@dataclass(frozen=True, kw_only=True)
class Day:
    """One day of the grid: the first entries of it, and how many more there are."""

    number: int
    anchor: str
    inside: bool
    today: bool
    off: bool
    entries: tuple[Entry, ...] = ()
    more: int = 0


@dataclass(frozen=True, kw_only=True)
class Listed:
    """One day of the list, with all that begins on it."""

    anchor: str
    name: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, kw_only=True)
class Month:
    """A month: its weeks, its list, what has no day of its own in it, and what was done in it a year ago."""

    month: str
    before: str
    after: str
    era: str
    weekdays: tuple[tuple[str, str], ...]
    weeks: tuple[tuple[Day, ...], ...]
    days: tuple[Listed, ...]
    some_day: tuple[Entry, ...]
    last_year: str
    done: tuple[Row, ...]
    done_more: int
    done_address: str
    unknown: str

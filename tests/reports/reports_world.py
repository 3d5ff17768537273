"""A node's records in memory: the published figures as returns, a few cases of both sides, and who may read them."""

from __future__ import annotations

import csv
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any

from fact_table import Row, filled

from twinline.figures.catalogue import packaged
from twinline.figures.question import Question
from twinline.figures.rounds import Coverage, coverage
from twinline.line.places import packaged_places
from twinline.reports.collect import Seen
from twinline.reports.cuts import Cut, Head
from twinline.reports.listing import Said
from twinline.store.watching import Watched, gathered
from twinline.times import days_of, span

QUALIFIERS = {"": "exact", "more than": "more_than", "over": "over", "about": "about", "rounded to 1000": "rounded"}
NAMES = {
    "vn-na": {"vi": "Nghệ An", "en": "Nghe An", "fr": "Nghe An", "lo": "ເງ້ອານ"},
    "vn-na-d-ky-son": {"vi": "huyện Kỳ Sơn", "en": "Ky Son district", "fr": "district de Ky Son"},
    "vn-na-bg": {"vi": "Bộ đội Biên phòng Nghệ An", "en": "Nghe An Border Guard"},
    "la": {"vi": "Lào", "en": "Laos", "fr": "Laos", "lo": "ລາວ"},
    "la-xk": {"vi": "Xiêng Khoảng", "en": "Xieng Khouang", "lo": "ຊຽງຂວາງ"},
}
Run = Callable[..., tuple[int, str]]
HEADS = (Head("b" * 64, 7, "1" * 64), Head("a" * 64, 105, "2" * 64))


def published() -> list[dict[str, str]]:
    """Return the rows of the published figures that come with the product; none before they are packaged."""
    table = files("twinline").joinpath("data", "published_figures.csv")
    return list(csv.DictReader(table.read_text("utf-8").splitlines())) if table.is_file() else []


def body_of(row: Mapping[str, str]) -> dict[str, Any]:
    """Return the body of the return that says one published figure."""
    period = {"from": row["period_from"], "to": row["period_to"]}
    return {
        "period": {name: date for name, date in period.items() if date},
        "basis": "press",
        "source": {
            "url": row["source"],
            "published": row["published"],
            "ref": row["id"],
            "inferred": row["sure"] == "no",
        },
    }


def thousandths(text: str) -> int:
    whole, _, part = text.partition(".")
    return int(whole) * 1000 + int((part + "000")[:3])


def fact_of(number: int, row: Mapping[str, str]) -> Row:
    """Return the fact of one published figure, as the store keeps it."""
    days = span(row["period_from"] or None, row["period_to"] or None)
    return Row(
        record=f"record-{row['id']}",
        entry_id=number,
        kind="return",
        measure=row["indicator"],
        cls="",
        unit=row["unit"],
        value=thousandths(row["value"]),
        value_max=thousandths(row["value_max"]) if row["value_max"] else None,
        qualifier=QUALIFIERS[row["qualifier"]],
        precision=1_000_000 if row["qualifier"].startswith("rounded to") else None,
        day_from=days.first,
        day_to=days.last,
        shape=days.shape,
        stock=days.shape == "open_start",
        returned=True,
        place=row["place_id"],
        author="vn-na",
        about=row["org"] or "vn-na",
        counterpart=row["counterpart"],
        published=days_of(row["published"])[1] if row["published"] else None,
        event=f"record-{row['id']}",
    )


class World:
    """A source of reports over rows in memory; readers see audience 1, and ``line`` is its name."""

    def __init__(self, facts: Iterable[Row], bodies: Mapping[int, Mapping[str, Any]] | None = None) -> None:
        self.database: sqlite3.Connection = filled(facts)
        self.entry_bodies = dict(bodies or {})
        self.own: dict[str, str] = {}
        self.spool = Path(tempfile.gettempdir())

    def execute(self, text: str, values: Sequence[Any]) -> list[Any]:
        return self.database.execute(text, values).fetchall()

    def each(self, text: str, values: Sequence[Any]) -> Iterator[Any]:
        return iter(self.database.execute(text, values))

    def readers(self, told: str) -> tuple[str, ...]:
        return tuple(sorted(code for code in told.split(",") if code))

    @contextmanager
    def seen(
        self, readers: Sequence[str], *, known_on: int | None = None, held: bool = True, cut: Cut | None = None
    ) -> Iterator[Seen]:
        moment = known_on if known_on is not None else 1_795_000_000_000
        made = cut or Cut(tuple(readers), moment, known_on is None, HEADS)
        yield Seen(made, (1,) if list(readers) == ["line"] else (), self.names)

    def must_know(self, *codes: str | None) -> None:
        assert all(code is None or code.startswith(("vn-", "la-")) for code in codes)

    def under(self, code: str) -> tuple[str, ...]:
        return tuple(name for name in NAMES if name == code or name.startswith(f"{code}-"))

    def merged(self, code: str) -> tuple[tuple[str, str], ...]:
        """Return that nothing went into a place of this world."""
        return ()

    def begun(self, code: str) -> int | None:
        """Return that no place of this world has a first day."""
        return None

    def ended(self, code: str) -> int | None:
        """Return that no place of this world has ended."""
        return None

    def names(self, codes: Iterable[str]) -> dict[str, dict[str, str]]:
        return {code: NAMES[code] for code in codes if code in NAMES}

    def bodies(self, entries: Iterable[int]) -> dict[int, Mapping[str, Any]]:
        return {entry: self.entry_bodies[entry] for entry in entries if entry in self.entry_bodies}

    def said(self, entries: Iterable[int]) -> dict[int, Said]:
        """Return what entries say, by their number: a case, with a body that fits it."""
        return {entry: Said("incident", {"when": "2022-06-03", "offence": "drug_trafficking"}) for entry in entries}

    def watched(self, rows: Iterable[Any], survey: str | None) -> Watched:
        return gathered((), packaged_places())

    def template(self, name: str) -> bytes | None:
        return None

    def written(self, office: str, report: str, since: str | None, until: str | None, lang: str) -> dict[str, str]:
        """Return that nobody wrote anything in this world."""
        return {}

    def buddhist(self, office: str) -> bool:
        return False

    def offices(self) -> tuple[str, ...]:
        return ("vn-na", "vn-na-bg")

    def own_report(self, name: str) -> str | None:
        return self.own.get(name)

    def own_reports(self) -> tuple[str, ...]:
        return tuple(self.own)

    def covered(
        self, question: Question, units_on: int | None, begun_by: int | None
    ) -> Mapping[str, tuple[Coverage, ...]]:
        return coverage(question, packaged(), self.execute, self.bodies, lambda record: (record,))

    def line_version(self) -> str:
        return "c" * 64


def pressed(*more: Row) -> World:
    """Return a world that holds every published figure, and some facts more."""
    rows = published()
    facts = [fact_of(number, row) for number, row in enumerate(rows, 1)]
    return World([*facts, *more], {number: body_of(row) for number, row in enumerate(rows, 1)})

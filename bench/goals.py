"""The goals, what was measured of them, and whether they were reached. *next*: goals of the version after this one."""

from __future__ import annotations

from collections.abc import Iterator

from bench.results import Book, Row, slope

Judged = tuple[str, str, bool | None]
"""A goal, what was measured, and whether it was reached: ``None`` where it was not measured."""

STEPS = ("add", "exchange", "receive", "verify")
RATE, NEXT_RATE = 5_000, 10_000
FLAT, SLOPE, PEAK = 1.25, 1.05, 200_000_000
LARGE, SMALL, NEW_BYTES = 1.15, 1.5, 12_000
QUARTER, FROM = 57.5, 10_000
"""Bytes a record: a quarter of what PouchDB 9 took for 10,000 of the same lines (2.3 MB in batches of 1,000)."""
ALERT_S = 3
TRIPS = 2
OF_TREE, NEXT_OF_TREE, COVERED_MS = 7, 10, 200
LINKS = (("256 kbit/s, 600 ms", 5), ("64 kbit/s, 600 ms", 14))
NEW, FIRST = "100 new", "100 at first contact"


def goals(book: Book) -> Iterator[Judged]:
    """Yield each goal, judged by the largest size that was measured."""
    for step in STEPS:
        yield _rate(f"{step}: {RATE:,} records/s", _largest(book, step), RATE)
    for step in STEPS:
        yield _flatness(book, step)
    exchange = _largest(book, "exchange")
    yield _rate(f"next: exchange {NEXT_RATE:,} records/s", exchange, NEXT_RATE)
    yield _peak("next: exchange, B stays under 200 MB", exchange)
    for step in ("add", "exchange"):
        grows = slope(book.of(step))
        yield _at_most(f"next: {step}, cost per record flat (log-log slope at most {SLOPE})", grows, SLOPE, "{:.2f}")
    yield from _bytes(book, exchange)
    yield _trips(f"next: at most {TRIPS} round trips after connecting, whatever is missing", book)
    yield from _links(book)
    yield _alert(book)
    yield from _line(book)


def new(book: Book) -> Row | None:
    """Return the row of 100 new entries on a link without delay."""
    found = (row for row in book.rows if row.step.startswith(NEW) and not row.step.endswith("ms"))
    return next(found, None)


def _rate(goal: str, row: Row | None, least: int) -> Judged:
    if row is None:
        return goal, "", None
    others = f" (of {len(row.rates)} runs: {row.rates[-1]:,.0f} to {row.rates[0]:,.0f})" if row.rates else ""
    return goal, f"{row.rate:,.0f}/s at {row.records:,}{others}", row.rate >= least


def _peak(goal: str, row: Row | None) -> Judged:
    if row is None or row.peak is None:
        return goal, "", None
    return goal, f"{row.peak / 1e6:.0f} MB at {row.records:,}", row.peak < PEAK


def _at_most(goal: str, value: float | None, most: float, shown: str) -> Judged:
    return (goal, "", None) if value is None else (goal, shown.format(value), value <= most)


def _trips(goal: str, book: Book) -> Judged:
    """Judge the exchange with the most round trips; opening a connection once more is one."""
    trips = [(row.trips - 1, row.step, row.records) for row in book.rows if row.trips and "floor" not in row.step]
    if not trips:
        return goal, "", None
    most, step, records = max(trips)
    return goal, f"{most}" if most <= TRIPS else f"{most} ({step}, {records:,} records)", most <= TRIPS


def _flatness(book: Book, step: str) -> Judged:
    """Judge the memory of the largest size against that of a tenth of it, on both ends."""
    goal = f"{step}: memory flat (at most {FLAT} × that of a tenth of the records)"
    large = _largest(book, step)
    small = book.at(step, large.records // 10) if large else None
    if not large or not small or not large.peak or not small.peak:
        return goal, "", None
    ends = [("B " if large.other_peak else "", small.peak, large.peak)]
    if large.other_peak and small.other_peak:
        ends.append(("A ", small.other_peak, large.other_peak))
    said = "; ".join(f"{who}{few / 1e6:.0f} → {many / 1e6:.0f} MB ({many / few:.2f} ×)" for who, few, many in ends)
    return goal, said, all(many <= few * FLAT for _, few, many in ends)


def _bytes(book: Book, exchange: Row | None) -> Iterator[Judged]:
    sized = [row for row in book.of("exchange") if book.size_of(row.records)]
    large, few = _of_floor(book, max(sized, key=lambda row: row.records, default=None)), new(book)
    yield _at_most(f"next: large backlog, bytes at most {LARGE} × zstd-19 of its entries", large, LARGE, "{:.2f} ×")
    yield _at_most(
        f"next: 100 new entries, bytes at most {SMALL} × zstd-19 of them", _of_floor(book, few), SMALL, "{:.2f} ×"
    )
    first = next(iter(book.of(FIRST)), None)
    yield _at_most(
        f"next: 100 at first contact, bytes at most {SMALL} × zstd-19 of them", _of_floor(book, first), SMALL,
        "{:.2f} ×",
    )  # fmt: skip
    many = exchange if exchange and exchange.records >= FROM else None
    each = many.bytes / many.records if many and many.bytes else None
    yield _at_most(f"next: from {FROM:,} records up, at most {QUARTER} bytes each", each, QUARTER, "{:.1f}")
    sent = few.bytes if few else None
    yield _at_most(f"next: 100 new entries, at most {NEW_BYTES // 1000} kB", sent, NEW_BYTES, "{:,} bytes")


def _of_floor(book: Book, row: Row | None) -> float | None:
    """Return the bytes of an exchange as a multiple of zstd-19 of the entries it brought."""
    if row is None or not row.bytes:
        return None
    size = book.size_of(row.records)
    floor = row.zstd_19 or (size.zstd_19 if size else None)
    return row.bytes / floor if floor else None


def _links(book: Book) -> Iterator[Judged]:
    for link, most in LINKS:
        row = next(iter(book.of(f"exchange, {link}")), None)
        floor = next(iter(book.of(f"floor: get, {link}")), None)
        beside = f" (floor {floor.work_s:.1f} s)" if floor else ""
        goal = f"next: 1,000 records at {link}, under {most} s"
        yield _at_most(goal, row.work_s if row else None, most, "{:.1f} s" + beside)


def _line(book: Book) -> Iterator[Judged]:
    """Judge by CPU time, in which other work on the machine shows least; on the line with most vertices."""
    times = of_tree(book)
    said = "" if times is None else f"{times:.1f} ×"
    for goal, least in (("", OF_TREE), ("next: ", NEXT_OF_TREE)):
        yield f"{goal}locate at least {least} × shapely's tree", said, None if times is None else times >= least
    covered = [each for each in book.placed if each.what.startswith("coverage")]
    yield _at_most(
        f"coverage of a million intervals by side under {COVERED_MS} ms of CPU",
        covered[-1].cpu_ms if covered else None, COVERED_MS, "{:.0f} ms",
    )  # fmt: skip


def of_tree(book: Book) -> float | None:
    """Return how many times as fast as shapely's tree fixes were placed, on the last line measured with both."""
    trees = [each for each in book.placed if each.what.startswith("shapely")]
    ours = [each for each in book.placed if trees and each.of == trees[-1].of and each.what.startswith("locate")]
    return ours[-1].cpu_rate / trees[-1].cpu_rate if ours else None


def _alert(book: Book) -> Judged:
    """Judge the slower of the two ways an alert crosses."""
    took = [row.work_s for row in book.rows if row.step.startswith("alert")]
    goal = f"next: an alert on a 64 kbit/s link of 600 ms, much else waiting, under {ALERT_S} s"
    return _at_most(goal, max(took, default=None), ALERT_S, "{:.1f} s")


def _largest(book: Book, step: str) -> Row | None:
    rows = book.of(step)
    return rows[-1] if rows else None

"""The page of what was measured (docs/benchmarks.md): goals beside it, and what is not reached said plainly."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bench.results import Book, Row, slope

_RATE, _NEXT_RATE = 5_000, 10_000
_FLAT, _SLOPE, _PEAK = 1.25, 1.05, 200_000_000
_HEAD = """# Benchmarks

What `make bench WRITE=1` measured, in one run, on the machine below. Read ratios, not absolutes: each figure stands beside
the floor of the same run, which is what the same lines cost where nothing is judged, folded or kept apart.

    make bench                           1,000, 10,000 and 100,000 records, links and figures; nothing is written
    make bench RECORDS=1000,5000         other sizes
    make bench ONLY=add,verify           only some of: {steps}
    make bench FACTS=100000              other sizes for the figures
    make bench WRITE=1                   and write this page
"""
_HOW = """## How it is measured

- **Records.** Incidents marked EXAMPLE, about 455 bytes of JSON each: coded fields, a chainage or a marker, a date, a short
  Vietnamese text, a random 16-byte reference. The same seed gives the same file, for the product and for the floor.
- **Commands.** Every step is the `twinline` command itself in a process of its own. *Work* is from when the node's ledger
  was open (for an exchange: from the first connection) to the command's end; rates are records per second of work. *Whole*
  is the process from start to end, start-up with it. CPU and peak memory are of the whole process.
- **Nodes.** Two nodes on embedded SQLite with `synchronous=FULL`, paired by fingerprint. A is served by `twinline serve`
  (granian where it is at home). B asks. A record counts when it is verified, on disk, folded and countable on B.
- **Link.** Everything stays on 127.0.0.1 and passes a proxy that counts payload bytes both ways (no packet headers) and
  round trips, the opening of the connection being one; it delays and thins where said. Slow start and loss are not imitated.
- **Floor.** *get*: HTTP **without TLS**, one zstd-3 body of the same lines, each hashed and inserted into SQLite (WAL,
  `synchronous=FULL`, UNIQUE index on the hash), a commit per 1,000. *check*: the lines read, SHA-256 each, one Ed25519 check
  per 1,000. *bytes*: the same entries as one zstd-19 stream.
- **Memory** is the largest resident set the kernel saw (`VmHWM`; else `ru_maxrss`); for a server, of all its processes
  together. "-" is what this system doesn't tell, or what a step hasn't.
"""


def written(book: Book, steps: Sequence[str]) -> str:
    """Return the page as Markdown."""
    parts = [_HEAD.format(steps=", ".join(steps)), _machine(book), _goals(book), _records(book), _sizes(book)]
    parts += [_links(book), _figures(book), _remarks(book), _HOW]
    return "\n".join(part for part in parts if part)


def _machine(book: Book) -> str:
    told = [("date", book.began), ("command", f"`{book.commands}`"), *book.machine]
    return "## The machine\n\n" + _table(("", ""), told)


def _goals(book: Book) -> str:
    judged = [(goal, measured, _verdict(reached)) for goal, measured, reached in goals(book)]
    said = "*next*: what the version after this one is to reach.\n\n"
    return f"## Goals\n\n{said}" + _table(("goal", "measured", ""), judged)


def _verdict(reached: bool | None) -> str:
    return "not measured in this run" if reached is None else "reached" if reached else "**not reached**"


def goals(book: Book) -> Iterator[tuple[str, str, bool | None]]:
    """Yield each goal, what was measured, and whether it was reached (``None``: not measured)."""
    for step in ("add", "exchange", "receive", "verify"):
        row = _largest(book, step)
        yield (
            f"{step}: {_RATE:,} records/s",
            f"{row.rate:,.0f}/s at {row.records:,}" if row else "",
            row and row.rate >= _RATE,
        )
    row = _largest(book, "exchange")
    yield (
        f"next: exchange {_NEXT_RATE:,} records/s",
        f"{row.rate:,.0f}/s" if row else "",
        row and row.rate >= _NEXT_RATE,
    )
    for step in ("add", "exchange", "receive", "verify"):
        yield _flatness(book, step)
    yield (
        "next: exchange, B stays under 200 MB",
        f"{_mb(row.peak)} MB at {row.records:,}" if row and row.peak else "",
        row and row.peak is not None and row.peak < _PEAK if row and row.peak else None,
    )
    for step in ("add", "exchange"):
        grows = slope(book.of(step))
        yield (
            f"next: {step}, cost per record flat (log-log slope at most {_SLOPE})",
            f"{grows:.2f}" if grows else "",
            (grows <= _SLOPE if grows else None),
        )
    yield from _byte_goals(book)
    yield from _link_goals(book)


def _flatness(book: Book, step: str) -> tuple[str, str, bool | None]:
    """Judge the memory of the largest size against that of a tenth of it, on both ends."""
    goal = f"{step}: memory flat (at most {_FLAT} × that of a tenth of the records)"
    large = _largest(book, step)
    small = book.at(step, large.records // 10) if large else None
    if not large or not small or not large.peak or not small.peak:
        return goal, "", None
    ends = [("B " if large.other_peak else "", small.peak, large.peak)]
    if large.other_peak and small.other_peak:
        ends.append(("A ", small.other_peak, large.other_peak))
    said = "; ".join(f"{who}{_mb(few)} → {_mb(many)} MB ({many / few:.2f} ×)" for who, few, many in ends)
    return goal, said, all(many <= few * _FLAT for _, few, many in ends)


def _byte_goals(book: Book) -> Iterator[tuple[str, str, bool | None]]:
    row = _largest(book, "exchange")
    size = book.size_of(row.records) if row else None
    ratio = row.bytes / size.zstd_19 if row and row.bytes and size else None
    yield (
        "next: large backlog, bytes at most 1.15 × zstd-19 of the same entries",
        f"{ratio:.2f} ×" if ratio else "",
        (ratio <= 1.15 if ratio else None),
    )
    new = next((each for each in book.rows if each.step.startswith("100 new") and each.step[-1] != "s"), None)
    size = book.size_of(100)
    ratio = new.bytes / size.zstd_19 if new and new.bytes and size else None
    yield (
        "next: 100 new entries, bytes at most 1.5 × zstd-19 of them",
        f"{ratio:.2f} ×" if ratio else "",
        (ratio <= 1.5 if ratio else None),
    )
    yield (
        "next: 100 new entries, at most 12 kB",
        f"{new.bytes:,} bytes" if new else "",
        (new.bytes is not None and new.bytes <= 12_000 if new else None),
    )
    most = max((each.trips - 1 for each in book.rows if each.trips and not each.step.startswith("floor")), default=None)
    yield (
        "next: at most two round trips after connecting, whatever is missing",
        f"{most}" if most else "",
        (most <= 2 if most else None),
    )


def _link_goals(book: Book) -> Iterator[tuple[str, str, bool | None]]:
    for link, most in (("256 kbit/s, 600 ms", 5), ("64 kbit/s, 600 ms", 14)):
        row = next(iter(book.of(f"exchange, {link}")), None)
        floor = next(iter(book.of(f"floor: get, {link}")), None)
        said = f"{row.work_s:.1f} s" + (f" (floor {floor.work_s:.1f} s)" if floor else "") if row else ""
        yield f"next: 1,000 records at {link}, under {most} s", said, row.work_s < most if row else None


def _records(book: Book) -> str:
    sizes = sorted({row.records for row in book.rows if row.step in ("add", "floor: get")})
    parts = []
    for count in sizes:
        floor = book.at("floor: get", count)
        rows = [row for row in book.rows if row.records == count and "," not in row.step and " on " not in row.step]
        if rows:
            parts.append(f"### {count:,} records\n\n" + _table(_COLUMNS, [_cells(row, floor) for row in rows]))
    return "## Records\n\n" + "\n".join(parts) if parts else ""


_COLUMNS = (
    "step", "records/s", "of floor: get", "work s", "whole s", "CPU s", "CPU s of A's server", "peak MB",
    "peak MB of A's server", "bytes", "a record", "round trips",
)  # fmt: skip


def _cells(row: Row, floor: Row | None) -> tuple[str, ...]:
    return (
        row.step, f"{row.rate:,.0f}" if row.records else "-", f"{row.rate / floor.rate:.2f} ×" if floor else "-",
        f"{row.work_s:.2f}", _seconds(row.wall_s), _seconds(row.cpu_s), _seconds(row.other_cpu_s), _mb(row.peak),
        _mb(row.other_peak), _count(row.bytes),
        f"{row.bytes / row.records:.0f}" if row.bytes and row.records else "-", _count(row.trips),
    )  # fmt: skip


def _sizes(book: Book) -> str:
    if not book.sizes:
        return ""
    rows = []
    for each in sorted(book.sizes, key=lambda size: size.records):
        sent = [row for row in book.rows if row.records == each.records and row.step == "exchange"]
        sent += [row for row in book.rows if each.records == 100 and row.step.startswith("100 new")][:1]
        ratio = f"{sent[0].bytes / each.zstd_19:.2f} ×" if sent and sent[0].bytes else "-"
        wire = _count(sent[0].bytes) if sent else "-"
        rows.append(
            (
                f"{each.records:,}", f"{each.lines:,}", f"{each.lines_zstd_3:,}", f"{each.plain:,}",
                f"{each.zstd_3:,}", f"{each.zstd_19:,}", wire, ratio,
            )
        )  # fmt: skip
    columns = (
        "records", "lines", "lines zstd-3", "entries", "entries zstd-3", "entries zstd-19", "exchanged",
        "of zstd-19",
    )  # fmt: skip
    return "## Bytes\n\n" + _table(columns, rows)


def _links(book: Book) -> str:
    rows = [row for row in book.rows if ", " in row.step or " on " in row.step]
    if not rows:
        return ""
    cells = [
        (
            row.step, f"{row.records:,}", f"{row.work_s:.2f}", _seconds(row.wall_s), _count(row.up), _count(row.down),
            _count(row.trips), _timed(book, row),
        )
        for row in rows
    ]  # fmt: skip
    columns = ("exchange", "records", "work s", "whole s", "bytes to A", "bytes to B", "round trips", "by the delay")
    said = "*Round trips* are counted, the opening of the connection among them; *by the delay* is the time that 300 ms added, over 300 ms."
    return f"## Links, and what is new\n\n{_table(columns, cells)}\n{said}\n"


def _timed(book: Book, row: Row) -> str:
    """Return the round trips that a delay of 300 ms made felt."""
    if not row.step.endswith("300 ms"):
        return "-"
    plain = row.step.removesuffix(", 300 ms")
    near = next((each for name in (f"{plain}, 0 ms", plain) for each in book.rows if each.step == name), None)
    return f"{(row.work_s - near.work_s) / 0.3:.1f}" if near else "-"


def _figures(book: Book) -> str:
    if not book.asked:
        return ""
    rows = []
    for each in book.asked:
        with_index = each.what.endswith("with a covering index")
        hand = next(
            (
                other.ms
                for other in book.asked
                if other.facts == each.facts
                and other.what.startswith("SQL by hand")
                and other.what.endswith("with a covering index") == with_index
            ),
            None,
        )
        beside = f"{each.ms / hand:.1f} ×" if hand and not each.what.startswith("page") else "-"
        rows.append((f"{each.facts:,}", each.what, f"{each.ms:,.1f}", beside))
    said = "40 indicators for one of 12 years, as both sides held it; warm, the median of 5. The covering index is only tried here."
    return f"## Figures\n\n{_table(('facts', 'asked', 'ms', 'of SQL by hand'), rows)}\n{said}\n"


def _remarks(book: Book) -> str:
    return "## Not measured\n\n" + "".join(f"- {each}\n" for each in book.remarks) if book.remarks else ""


def _largest(book: Book, step: str) -> Row | None:
    rows = book.of(step)
    return rows[-1] if rows else None


def _table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [columns, ["---"] * len(columns), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _mb(size: int | None) -> str:
    return "-" if not size else f"{size / 1e6:.0f}"


def _seconds(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"


def _count(value: int | None) -> str:
    return "-" if value is None else f"{value:,}"

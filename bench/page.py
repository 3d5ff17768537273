"""The page of what was measured (docs/benchmarks.md): goals beside it, and what is not reached said plainly."""

from __future__ import annotations

from collections.abc import Sequence

from bench.goals import FIRST, goals, new
from bench.results import Asked, Book, Placed, Row

_HEAD = """# Benchmarks

What `make bench WRITE=1` measured, in one run, on the machine below. Read ratios, not absolutes: each figure stands
beside the floor of the same run, which is what the same lines cost where nothing is judged, folded or kept apart.

    make bench                        1,000, 10,000 and 100,000 records, links and figures; nothing is written
    make bench RECORDS=1000,5000      other sizes
    make bench RECORDS=1000000        and the largest, which takes a while
    make bench RUNS=1                 each size once instead of three times
    make bench FACTS=100000           other sizes for the figures
    make bench ONLY=add,verify        some of {steps}
    make bench FOLDER=folder          on the disk that holds this folder
    make bench WRITE=1                and write this page
"""
_HOW = """## How it is measured

- **Records.** Incidents marked EXAMPLE, about 455 bytes of JSON each: coded fields, a chainage or a marker, a date, a
  short Vietnamese text, a random 16-byte reference. The same seed gives the same file, for the product and the floor.
- **Commands.** Every step is the `twinline` command itself, in a process of its own. *Work* is from when the node's
  ledger was open (for an exchange: from the first connection) to the command's end; rates are records per second of
  work. *CPU of work* is the same in CPU seconds of that process and of the helper it may start, which other work on
  the machine disturbs less.
  *Whole* is the process from start to end, start-up with it; CPU and peak memory beside it are of the whole process.
- **Nodes.** Two nodes on embedded SQLite with `synchronous=FULL`, paired. A is served by `twinline serve` (granian
  where it is at home). B asks. A record counts when it is verified, on disk, folded and countable on B. *receive* is
  `twinline bundle read` on B; *verify* and *rebuild* are of B once it has all.
- **Link.** A's server answers and calls nobody itself. Everything stays on 127.0.0.1 and passes a proxy that counts
  payload bytes both ways (no packet headers) and round trips, the opening of the connection being one; it delays and
  thins where said. Slow start and loss are not imitated.
- **Floor.** *get*: HTTP **without TLS** of one zstd-3 body of the same lines, each hashed and inserted into SQLite
  (WAL, `synchronous=FULL`, UNIQUE index on the hash), a commit per 1,000. *check*: the lines read, SHA-256 of each,
  one Ed25519 check per 1,000. *bytes*: the same entries as one zstd-19 stream, up to 100,000 of them.
- **Runs.** A size of up to 100,000 is run three times, each from nodes that are empty: told is the run of each step that took
  the middle time, and the largest memory of all. Goals of rates say how slow the slowest run and how fast the fastest was.
- **Memory** is the largest resident set the kernel saw (`VmHWM`, else `ru_maxrss`); for a server, of all its
  processes together, for a command with that of its helper. In it are up to 12 MB of the ledger's page cache. "-" is what
  this system doesn't tell, or what a step hasn't.
"""
_ABOUT_LINKS = """*Round trips* are counted, the opening of the connection among them; *by the delay* is the time that
300 ms added, over 300 ms. *An alert*: until it is on the other side's disk, verified and countable, from the first
connection on; *asked for* by who lacks it, or *brought* by who says it. Beside it wait 100 routine records in each of
so many feeds that the whole is the largest number of records measured, at most 100,000 in 1,000 feeds. *A post's day*:
A says all of it and B asks.
"""
_ABOUT_YEAR = """A's side of the year that `twinline data KIND --example-year 2025` makes up, some twenty kinds mixed as work
mixes them. *add* is one `twinline add` for each kind, all together; what is asked is asked of B, once it has all.
"""
_ABOUT_FIGURES = """40 indicators for one of 12 years, as both sides held it; warm, the median of 5. *Settled*: with the
two indexes that `twinline tick` builds once it pays. *The whole cube*: every kind and measure by unit, month and place,
of all years, as known on the same day; DuckDB from the copy that `twinline figures --cube --engine duckdb` makes. The
page shows some 145 indicators on four sides' word, beside last year and the plan: *something new* after anything was
written to the ledger, *nothing new* while nothing is.
"""
_ABOUT_LINE = """A million fixes at random within 2 km. Both find chainage and offset, alike to the metre; ours also the
side. shapely's points and segments were made before its clock ran. Rates and the ratio are by CPU time, warm, the median
of 3. Walks are 200 m to 20 km long, held in arrays.

PostGIS 3.3.2 (PostgreSQL 15.18, GEOS 3.11.1), measured by hand on 28 November 2026 beside other work, in one run with
both others: the same million fixes and the dense line's 19,999 segments in Mercator's plane, a GiST index on them,
both tables analysed, warm, one process without JIT, asked by `CREATE TEMP TABLE answer AS SELECT f.id, n.a +
ST_LineLocatePoint(n.geom, f.geom) * n.m, ST_Distance(n.geom, f.geom) FROM fix f CROSS JOIN LATERAL (SELECT geom, a, m
FROM leg ORDER BY leg.geom <-> f.geom LIMIT 1) n`. It took 74.5 s of CPU, shapely's tree 13.7 s, ours 0.91 s: 82 times
as fast as PostGIS by CPU time (70 by the clock; 96 by CPU time on the line as packaged), the distances within 0.12 m
of each other, 99.999 % of the chainages within 1.5 m.
"""
INDEXED = ", settled"


def written(book: Book, steps: Sequence[str]) -> str:
    """Return the page as Markdown."""
    parts = [_HEAD.format(steps=", ".join(steps)), _machine(book), _goals(book), _records(book), _sizes(book)]
    parts += [_links(book), _year(book), _figures(book), _placed(book), _remarks(book), _HOW]
    return "\n".join(part for part in parts if part)


def _machine(book: Book) -> str:
    told = [("date", book.began), ("command", f"`{book.commands}`"), *book.machine]
    return "## The machine\n\n" + _table(("", ""), told)


def _goals(book: Book) -> str:
    judged = [(goal, measured or "-", _verdict(reached)) for goal, measured, reached in goals(book)]
    said = "*next*: what the version after this one is to reach.\n\n"
    return f"## Goals\n\n{said}" + _table(("goal", "measured", ""), judged)


def _verdict(reached: bool | None) -> str:
    if reached is None:
        return "not measured in this run"
    return "reached" if reached else "**not reached**"


def _records(book: Book) -> str:
    parts = []
    for count in sorted({row.records for row in book.rows if row.step == "floor: get"}):
        floor = book.at("floor: get", count)
        rows = [row for row in book.rows if row.records == count and not (_is_of_a_link(row) or _is_of_the_year(row))]
        parts.append(f"### {count:,} records\n\n" + _table(_COLUMNS, [_cells(row, floor) for row in rows]))
    return "## Records\n\n" + "\n".join(parts) if parts else ""


_COLUMNS = (
    "step", "records/s", "of floor: get", "records per s of CPU of work", "work s", "whole s", "CPU s",
    "CPU s of A's server", "peak MB", "peak MB of A's server", "bytes", "a record", "round trips",
)  # fmt: skip


def _cells(row: Row, floor: Row | None) -> tuple[str, ...]:
    return (
        row.step,
        f"{row.rate:,.0f}",
        f"{row.rate / floor.rate:.2f} ×" if floor else "-",
        f"{row.records / row.work_cpu_s:,.0f}" if row.work_cpu_s else "-",
        f"{row.work_s:.2f}",
        _seconds(row.wall_s),
        _seconds(row.cpu_s),
        _seconds(row.other_cpu_s),
        _megabytes(row.peak),
        _megabytes(row.other_peak),
        _count(row.bytes),
        f"{row.bytes / row.records:.0f}" if row.bytes and row.records else "-",
        _count(row.trips),
    )


def _is_of_a_link(row: Row) -> bool:
    return not _is_of_the_year(row) and (", " in row.step or " on " in row.step or row.step == FIRST)


def _is_of_the_year(row: Row) -> bool:
    return row.step.startswith("year: ")


def _year(book: Book) -> str:
    """Return what an example year costs; what is asked over it counts all its records, whether it needs them or not."""
    rows = [
        (row.step.removeprefix("year: "), f"{row.records:,}", f"{row.work_s:.2f}", _seconds(row.wall_s),
         _seconds(row.cpu_s), _count(row.bytes), _count(row.trips), _megabytes(row.peak))
        for row in book.rows
        if _is_of_the_year(row)
    ]  # fmt: skip
    columns = ("step", "records", "work s", "whole s", "CPU s", "bytes", "round trips", "peak MB")
    return f"## An example year\n\n{_table(columns, rows)}\n{_ABOUT_YEAR}" if rows else ""


def _sizes(book: Book) -> str:
    rows = []
    few = new(book)
    for each in sorted(book.sizes, key=lambda size: size.records):
        sent = book.at("exchange", each.records) or (few if few and few.records == each.records else None)
        wire = sent.bytes if sent else None
        numbers = (each.records, each.lines, each.lines_zstd_3, each.plain, each.zstd_3, each.zstd_19, wire)
        rows.append((*map(_count, numbers), f"{wire / each.zstd_19:.2f} ×" if wire else "-"))
    columns = (
        "records", "lines", "lines zstd-3", "entries", "entries zstd-3", "entries zstd-19", "exchanged", "of zstd-19",
    )  # fmt: skip
    return "## Bytes\n\n" + _table(columns, rows) if rows else ""


def _links(book: Book) -> str:
    rows = [
        (
            row.step, f"{row.records:,}", f"{row.work_s:.2f}", _seconds(row.wall_s), _count(row.up), _count(row.down),
            f"{row.bytes / row.zstd_19:.2f} ×" if row.bytes and row.zstd_19 else "-", _count(row.trips),
            _by_the_delay(book, row), _megabytes(row.peak), _megabytes(row.other_peak),
        )
        for row in book.rows
        if _is_of_a_link(row)
    ]  # fmt: skip
    columns = (
        "exchange", "records", "work s", "whole s", "bytes to A", "bytes to B", "of zstd-19", "round trips",
        "by the delay", "peak MB", "peak MB of A's server",
    )  # fmt: skip
    return f"## Links, and what is new\n\n{_table(columns, rows)}\n{_ABOUT_LINKS}" if rows else ""


def _by_the_delay(book: Book, row: Row) -> str:
    """Return the round trips that a delay of 300 ms made felt."""
    if not row.step.endswith(", 300 ms"):
        return "-"
    plain = row.step.removesuffix(", 300 ms")
    near = next((each for name in (f"{plain}, 0 ms", plain) for each in book.rows if each.step == name), None)
    return f"{(row.work_s - near.work_s) / 0.3:.1f}" if near else "-"


def _figures(book: Book) -> str:
    rows = [(f"{each.facts:,}", each.what, f"{each.ms:,.1f}", _beside(book, each)) for each in book.asked]
    columns = ("facts", "asked", "ms", "of SQL by hand")
    return f"## Figures\n\n{_table(columns, rows)}\n{_ABOUT_FIGURES}" if rows else ""


def _beside(book: Book, asked: Asked) -> str:
    """Return how many times longer than the SQL by hand on the same table it took; a page is another thing."""
    if asked.what.startswith("page"):
        return "-"
    name = "SQL by hand, one query each" + (INDEXED if asked.what.endswith(INDEXED) else "")
    hand = next((each.ms for each in book.asked if (each.what, each.facts) == (name, asked.facts)), None)
    return f"{asked.ms / hand:.1f} ×" if hand else "-"


def _placed(book: Book) -> str:
    rows = [
        (each.of, each.what, f"{each.ms:,.1f}", f"{each.cpu_ms:,.1f}", f"{each.cpu_rate:,.0f}", _of_tree(book, each))
        for each in book.placed
    ]
    columns = ("", "asked", "ms", "ms of CPU", "a second of CPU", "times shapely's tree")
    return f"## The line\n\n{_table(columns, rows)}\n{_ABOUT_LINE}" if rows else ""


def _of_tree(book: Book, asked: Placed) -> str:
    tree = next((each for each in book.placed if each.of == asked.of and each.what.startswith("shapely")), None)
    return f"{asked.cpu_rate / tree.cpu_rate:.1f} ×" if tree and asked.what.startswith("locate") else "-"


def _remarks(book: Book) -> str:
    return "## Not measured\n\n" + "".join(f"- {each}\n" for each in book.remarks) if book.remarks else ""


def _table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [columns, ["---"] * len(columns), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _megabytes(size: int | None) -> str:
    return f"{size / 1e6:.0f}" if size else "-"


def _seconds(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"


def _count(value: int | None) -> str:
    return "-" if value is None else f"{value:,}"

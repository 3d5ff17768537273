"""``make bench``: measure, print, and with WRITE=1 write docs/benchmarks.md.

Environment: RECORDS (sizes, commas between), RUNS (how often each of them), FACTS (sizes for the figures), ONLY
(steps), WRITE, FOLDER (where the temporary folder is made: the disk that is measured).
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timezone
from pathlib import Path

from bench import adding, exchanging, figures, floor, keeping, line, machine, nodes, page, records, waiting, year
from bench.results import Asked, Book, Placed, Row, Sizes, middle
from bench.run import ROOT, BenchError

STEPS = ("add", "exchange", "receive", "verify", "rebuild", "few", "links", "alert", "day", "year", "figures", "line")
PIPELINE = frozenset(STEPS[:6])
SIZES, FACTS, RUNS = "1000,10000,100000", "100000,1000000", "3"
FIXES = 1_000_000
MOST = {"RECORDS": 2_000_000, "FACTS": 10_000_000}
SQUEEZED = 100_000  # more take zstd-19 longer than all steps together
HELD, OVER_LINKS = 10_000, 1_000
PAGE = ROOT / "docs" / "benchmarks.md"


def main() -> int:
    """Measure what was asked for; 0 if all of it was measured."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        sizes, facts, only, runs = _sizes("RECORDS", SIZES), _sizes("FACTS", FACTS), _steps(), _runs()
    except ValueError as wrong:
        print(f"bench: {wrong}", file=sys.stderr)
        return 2
    told = " ".join(
        f"{name}={os.environ[name]}" for name in ("RECORDS", "RUNS", "FACTS", "ONLY") if os.environ.get(name)
    )
    book = Book([], f"make bench {told}".strip(), _today())
    whole = True
    try:
        with tempfile.TemporaryDirectory(prefix="twinline-bench-", dir=os.environ.get("FOLDER")) as folder:
            book.machine = machine.described(Path(folder))
            _measure(book, Path(folder), sizes, facts, only, runs)
    except KeyboardInterrupt:
        whole = False
        print("\nbench: interrupted; this is what was measured so far.", file=sys.stderr)
    text = page.written(book, STEPS)
    print(text)
    if os.environ.get("WRITE") == "1" and whole:
        PAGE.write_text(text, encoding="utf-8", newline="\n")
        print(f"bench: written to {PAGE.relative_to(ROOT)}", file=sys.stderr)
    return 0 if whole and not book.remarks else 1


def _measure(book: Book, folder: Path, sizes: list[int], facts: list[int], only: frozenset[str], runs: int) -> None:
    if "line" in only:
        _tell(f"{FIXES:,} fixes by the line")
        with _tried(book, "line"):
            _keep(book, line.placed(FIXES))
    if only == {"line"}:
        return
    _tell("founding two nodes")
    pair = nodes.found(folder / "pair")
    held = max((size for size in sizes if size <= HELD), default=sizes[0])
    for count in sizes:
        if only & PIPELINE:
            with _tried(book, f"{count:,} records"):
                _keep(
                    book,
                    _run(pair, count, folder / str(count), only, runs if count <= SQUEEZED else 1, few=count == held),
                )
    for step, measured in _others(pair, folder, sizes).items():
        if step in only:
            with _tried(book, step):
                _keep(book, measured())
    if "figures" in only:
        with _tried(book, "figures"):
            _keep(book, figures.over(pair, facts, folder, _tell))


def _others(pair: nodes.Pair, folder: Path, sizes: list[int]) -> dict[str, Callable[[], Iterable[Row]]]:
    """Return what is measured apart from the sizes, by step. What waits beside an alert is as much as the largest."""
    waits = min(max(sizes), waiting.RECORDS)
    feeds = max(waits * waiting.FEEDS // waiting.RECORDS, 1)
    return {
        "few": lambda: exchanging.first_contact(pair, folder, _tell),
        "links": lambda: exchanging.over_links(pair, min(OVER_LINKS, max(sizes)), folder, _tell),
        "alert": lambda: waiting.alerts(pair, folder, _tell, waits, feeds),
        "day": lambda: waiting.day(pair, folder, _tell),
        "year": lambda: year.over(pair, folder, _tell),
    }


def _run(
    template: nodes.Pair, count: int, folder: Path, only: frozenset[str], runs: int, *, few: bool
) -> Iterator[Row | Sizes]:
    """Yield what one size costs, each step as in the middle one of several runs; what never differs is run once."""
    found: dict[str, list[Row]] = {}
    for run in range(runs):
        if runs > 1:
            _tell(f"{count:,} records: run {run + 1} of {runs}")
        for each in _pipeline(template, count, folder, only, few=few and run == 0, first=run == 0):
            if isinstance(each, Row):
                found.setdefault(each.step, []).append(each)
            else:
                yield each
        shutil.rmtree(folder)
    yield from map(middle, found.values())


def _pipeline(
    template: nodes.Pair, count: int, folder: Path, only: frozenset[str], *, few: bool, first: bool
) -> Iterator[Row | Sizes]:
    """Yield what one size costs, from the file of lines to what is rebuilt."""
    pair = template.copy(folder)
    lines = records.write(folder / "records.jsonl", count)
    _tell(f"{count:,} records: floor")
    yield floor.got(lines, count, folder, pair.port)
    yield floor.checked(lines, count)
    _tell(f"{count:,} records: add")
    yield adding.added(pair.a, lines, count)
    if first and only & {"exchange", "few"} and count <= SQUEEZED:
        _tell(f"{count:,} records: size of the entries")
        yield floor.squeezed(pair.a, lines, count)
    if "receive" in only:
        _tell(f"{count:,} records: bundle, receive")
        other = nodes.Pair(pair.a, nodes.copied(pair.b, folder / "b2"), pair.port)
        yield from keeping.carried(other, count, folder / "stick.age")
    reader = pair.a
    if "exchange" in only or (few and "few" in only):
        _tell(f"{count:,} records: exchange")
        yield exchanging.exchanged(pair, count)
        reader = pair.b
    for step, measure in (("verify", keeping.verified), ("rebuild", keeping.rebuilt)):
        if step in only:
            _tell(f"{count:,} records: {step}")
            yield measure(reader, count)
    if few and "few" in only:
        yield from exchanging.few(pair, count, folder, _tell)


def _keep(book: Book, found: Iterable[Row | Sizes | Asked | Placed]) -> None:
    for each in found:
        if isinstance(each, Row):
            book.rows.append(each)
            rate = f" ({each.rate:,.0f} records/s)" if each.records else ""
            _tell(f"    {each.step}: {each.work_s:.2f} s{rate}")
        elif isinstance(each, Sizes):
            book.sizes.append(each)
        elif isinstance(each, Placed):
            book.placed.append(each)
            _tell(f"    {each.what}, {each.of}: {each.ms:,.1f} ms")
        else:
            book.asked.append(each)
            _tell(f"    {each.what}: {each.ms:,.1f} ms")


@contextmanager
def _tried(book: Book, what: str) -> Iterator[None]:
    """Let one benchmark fail without the others: the page says which, and why."""
    try:
        yield
    except BenchError as problem:
        book.remarks.append(f"{what}: {problem}.")
        _tell(f"    not measured: {problem}")


def _runs() -> int:
    given = os.environ.get("RUNS") or RUNS
    if not (given.isdecimal() and 1 <= int(given) <= 99):
        raise ValueError(f"RUNS is how often each size is run, 1 to 99; {given!r} was given.")
    return int(given)


def _sizes(name: str, otherwise: str) -> list[int]:
    given = os.environ.get(name) or otherwise
    try:
        sizes = sorted({int(each) for each in given.replace("_", "").split(",")})
    except ValueError:
        raise ValueError(f"{name} is numbers with commas between, such as {otherwise}; {given!r} was given.") from None
    if not all(10 <= size <= MOST[name] for size in sizes):
        raise ValueError(f"{name} goes from 10 to {MOST[name]:,}; {given!r} was given.")
    return sizes


def _steps() -> frozenset[str]:
    given = [each.strip() for each in (os.environ.get("ONLY") or ",".join(STEPS)).split(",")]
    unknown = [each for each in given if each not in STEPS]
    if unknown:
        raise ValueError(f"ONLY takes {', '.join(STEPS)}; {', '.join(unknown)} is none of them.")
    return frozenset(given)


_since = time.monotonic()


def _tell(doing: str) -> None:
    print(f"bench: {time.monotonic() - _since:5.0f} s  {doing}", file=sys.stderr, flush=True)


def _today() -> str:
    return datetime.now(timezone.utc).strftime("%Y-%m-%d")  # noqa: UP017


if __name__ == "__main__":
    # Whoever ends it, by whatever signal, finds no process and no folder left behind.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    sys.exit(main())

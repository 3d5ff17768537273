"""``twinline exchange``: B asks A over HTTP on this machine, through a proxy that counts, delays and thins."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from bench import adding, floor, nodes, records, run
from bench.proxy import FREE, Link, Proxy
from bench.results import Row, Sizes

FAR = Link(round_trip_s=0.3)
THIN = {"256 kbit/s, 600 ms": Link(256_000, 0.6), "64 kbit/s, 600 ms": Link(64_000, 0.6)}
NEW = 100

Tell = Callable[[str], None]


def exchanged(
    pair: nodes.Pair, count: int, link: Link = FREE, step: str = "exchange", patience: int | None = None
) -> Row:
    """Let B exchange with A, and return what it cost both; ``patience`` is that for so many records."""
    nodes.adopt(pair.a)
    nodes.adopt(pair.b)
    with nodes.served(pair.a) as server, Proxy(pair.port, server.port, link) as proxy:
        used = run.twinline(pair.b, "exchange", nodes.A, "--json", records=patience or count)
        told = used.answer[0]
        if not told["done"] or told["more"] or proxy.first is None:
            raise run.BenchError(f"exchange says {told}")
        other = server.used()
    return Row(
        step, count, used.ended - proxy.first, used.wall_s, used.cpu_s, used.work_cpu_s,
        other[0] if other else None, used.peak, other[1] if other else None, proxy.up, proxy.down, proxy.trips,
    )  # fmt: skip


def few(pair: nodes.Pair, held: int, folder: Path, tell: Tell) -> Iterator[Row | Sizes]:
    """Yield what it costs where B holds almost all: nothing new, 100 new, and 100 new on a far link."""
    tell("nothing new")
    yield exchanged(pair, 0, step=f"nothing new on {held:,}")
    for name, link, seed in ((f"{NEW} new on {held:,}", FREE, 1), (f"{NEW} new on {held:,}, 300 ms", FAR, 2)):
        tell(name)
        lines = records.write(folder / "new.jsonl", NEW, seed)
        last = _last_entry(pair.a)
        adding.added(pair.a, lines, NEW)
        size = floor.squeezed(pair.a, lines, NEW, last)
        yield replace(exchanged(pair, NEW, link, name), zstd_19=size.zstd_19)


def first_contact(template: nodes.Pair, folder: Path, tell: Tell) -> Iterator[Row]:
    """Yield what it costs to bring the first few entries to a node that knows the other by its card alone."""
    tell(f"{NEW} at first contact")
    pair = template.copy(folder / "first")
    lines = records.write(folder / "first.jsonl", NEW)
    adding.added(pair.a, lines, NEW)
    size = floor.squeezed(pair.a, lines, NEW)
    yield replace(exchanged(pair, NEW, step=f"{NEW} at first contact"), zstd_19=size.zstd_19)


def over_links(pair: nodes.Pair, count: int, folder: Path, tell: Tell) -> Iterator[Row]:
    """Yield what so many records into an empty node cost on links of several kinds, beside the floor on the same."""
    lines = records.write(folder / "links.jsonl", count)
    home = pair.copy(folder / "links")
    adding.added(home.a, lines, count)
    for name, link in {"0 ms": FREE, "300 ms": FAR, **THIN}.items():
        tell(f"{count:,} records, {name}")
        yield floor.got(lines, count, folder, pair.port, link, f"floor: get, {name}")
        yield exchanged(home.copy(folder / "link"), count, link, f"exchange, {name}")
    yield from both_ways(pair, home, count, folder, tell)


def both_ways(pair: nodes.Pair, home: nodes.Pair, count: int, folder: Path, tell: Tell) -> Iterator[Row]:
    """Yield what it costs where each side has as much to bring: as many round trips as one way."""
    tell(f"{count:,} records each way")
    both = pair.copy(folder / "both")
    adding.added(both.b, records.write(folder / "back.jsonl", count, seed=6), count)
    for name, link in {"0 ms": FREE, "300 ms": FAR}.items():
        work = nodes.Pair(nodes.copied(home.a, folder / "link" / "a"), both.b, pair.port).copy(folder / "link-both")
        yield exchanged(work, 2 * count, link, f"exchange both ways, {name}")


def _last_entry(node: Path) -> int:
    with closing(sqlite3.connect(f"file:{node / 'ledger.sqlite3'}?mode=ro", uri=True)) as database:
        return int(database.execute("SELECT MAX(id) FROM store_entry").fetchone()[0])

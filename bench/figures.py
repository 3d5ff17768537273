"""Figures: 40 indicators through the product's statement, beside SQL written by hand on the same table.

The facts are written straight into the table, past the door: only the counting is measured. They spread evenly over
all measures of the catalogue, 12 years, 20 places and two sides. Asked is one year, as both sides held it. The hand
asks once for each selection; both must find the same totals, or nothing is reported. Then the index of ``twinline
tick`` is built (``store.settled``), and both are asked again. Then the whole cube is added up, by SQLite and by
DuckDB. The page is asked after something was written, and while nothing is.

    python -m bench.figures NODE FACTS
"""

from __future__ import annotations

import json
import os
import random
import sqlite3
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

from bench import nodes, records, run
from bench.results import Asked

INDICATORS = 40
TIMES = 5
PAGE = 100_000
DAY_0 = 16_071  # 2014-01-01
YEAR = (19_358, 19_722)  # 2023
HELD = 1_700_000_000_000
READERS = (nodes.B, nodes.A)


def asked(node: Path, facts: int) -> list[Asked]:
    """Return how long figures over so many facts take on a copy of a node."""
    said = run.child("bench.figures", str(node), str(facts), records=facts, environment={"TWINLINE_NODE": str(node)})
    return [Asked(what, facts, ms, TIMES) for what, ms in json.loads(said)]


def over(pair: nodes.Pair, sizes: list[int], folder: Path, tell: Callable[[str], None]) -> Iterator[Asked]:
    """Yield all figures measurements."""
    for facts in sizes:
        tell(f"figures over {facts:,} facts")
        yield from asked(nodes.copied(pair.a, folder / "figures"), facts)


def main(node: str, facts: int) -> None:
    """Fill the fact table of a node, ask, and print what it took."""
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "twinline.node.settings"
    django.setup()
    from twinline.figures import answer, catalogue
    from twinline.figures.plain import plain
    from twinline.figures.question import Question
    from twinline.reports.ledger_source import LedgerSource
    from twinline.store import settled, surveys
    from twinline.store.ledger import open_ledger
    from twinline.times import Days

    known = catalogue.packaged()
    # Not surveys of the line: a report reads what each of them says, and here nobody said anything.
    counted = [each for each in known.indicators.values() if each.counted and each.name != surveys.INDICATOR]
    chosen = sorted(counted, key=lambda each: (each.nature, each.name))[:INDICATORS]
    source = LedgerSource(open_ledger(Path(node)))
    audience = _audience(Path(node))
    with closing(_database(Path(node))) as database:
        _fill(database, facts, counted, audience)
        question = Question(
            tuple(each.name for each in chosen), (audience,), period=Days(*YEAR, "interval"), known_on=HELD
        )

        def product() -> dict[str, int]:
            found: dict[str, int] = {}
            asks = replace(question, settled=settled.edge(source.ledger))
            for figure in answer.count(asks, known, source.execute):
                found[figure.indicator] = found.get(figure.indicator, 0) + figure.value
            return found

        def hand() -> dict[str, int]:
            covered = settled.edge(source.ledger)
            edge = f"AND id <= {covered.edge} AND {plain()}" if covered else ""
            return {each.name: value for each in chosen if (value := _by_hand(database, each, audience, edge))}

        if product() != hand():
            raise run.BenchError("the product's statement and the SQL by hand find different totals")
        told = [("product, one statement", product), ("SQL by hand, one query each", hand)]
        took = [(what, _median_ms(ask)) for what, ask in told]
        began = time.perf_counter()
        if not settled.settle(source.ledger, most=None):
            raise run.BenchError(f"{facts} facts are too few for the index that is measured")
        took.append(("the index is built", (time.perf_counter() - began) * 1000))
        if product() != hand():
            raise run.BenchError("the product's statement and the SQL by hand find different totals over the index")
        took += [(f"{what}, settled", _median_ms(ask)) for what, ask in told]
        took += _cube(source, known, question)
        if facts <= PAGE:
            first = _median_ms(lambda: _page(source), before=lambda: _write(database, facts))
            took += [("page: joint report, something new", first)]
            took += [("page: joint report, nothing new", _median_ms(lambda: _page(source)))]
    print(json.dumps(took))


def _cube(source: Any, known: Any, question: Any) -> list[tuple[str, float]]:
    """Return what the whole cube takes on each engine, all years, as known on the same day; both find the same."""
    from twinline.figures import cube
    from twinline.reports import cubed

    wanted = replace(question, period=None)

    def on(there: Any, *, chosen: bool) -> Any:
        return lambda: sorted(map(str, there(*cube.cube(wanted, known, chosen=chosen))))

    cube.days(source.execute)
    began = time.perf_counter()
    here = on(source.execute, chosen=False)()
    took = [("the whole cube, SQLite", (time.perf_counter() - began) * 1000)]
    began = time.perf_counter()
    with cubed.copied(wanted, source.each, source.spool) as there:
        took.append(("facts are copied for DuckDB", (time.perf_counter() - began) * 1000))
        if on(there, chosen=True)() != here:
            raise run.BenchError("DuckDB finds another cube than SQLite")
        took.append(("the whole cube, DuckDB", _median_ms(lambda: there(*cube.cube(wanted, known, chosen=True)))))
    return took


def _write(database: sqlite3.Connection, facts: int) -> None:
    """Write a fact more, of a record of its own: what was collected before is then collected anew."""
    columns = [name for _, name, *_ in database.execute("PRAGMA table_info(store_fact)") if name != "id"]
    taken = ["(SELECT MAX(entry_id) + 1 FROM store_fact)" if name == "entry_id" else name for name in columns]
    text = f"INSERT INTO store_fact ({', '.join(columns)}) SELECT {', '.join(taken)} FROM store_fact WHERE id = ?"  # noqa: S608
    database.execute(text, (random.randrange(facts // 2),))  # noqa: S311  (a workload, not a secret)


def _page(source: Any) -> str:
    from twinline.reports import again
    from twinline.reports.as_html import Links, as_html

    links = Links(figure=lambda *_: "#", record=lambda record: f"#{record}")
    found = again.report(source, readers=READERS, since="2023", until="2023", known_on=HELD, name="joint")
    told = as_html(found, "fr", links)
    if told.count('href="#"') < INDICATORS:
        raise run.BenchError("the page shows too few figures: it doesn't see the facts that were written")
    return told


def _database(node: Path) -> sqlite3.Connection:
    database = sqlite3.connect(node / "ledger.sqlite3", isolation_level=None, timeout=30)
    database.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-64000")
    return database


def _audience(node: Path) -> int:
    """Return the row of both organisations as an audience, kept at its first use.

    Not the whole line: who is on it both sides know only once they have exchanged.
    """
    from twinline.feeds import audiences

    both = (audiences.audience_id(READERS), json.dumps(list(READERS)))
    with closing(_database(node)) as database:
        database.execute("INSERT OR IGNORE INTO store_audience (hash, codes) VALUES (?, ?)", both)
        return int(database.execute("SELECT id FROM store_audience WHERE hash = ?", both[:1]).fetchone()[0])


def _fill(database: sqlite3.Connection, facts: int, counted: list[Any], audience: int) -> None:
    made = _facts(facts, counted, audience)
    first = next(made)
    marks = ", ".join(f":{name}" for name in first)
    insert = f"INSERT INTO store_fact ({', '.join(first)}) VALUES ({marks})"  # noqa: S608
    of_facts = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'store_fact'"
    indexes = database.execute(of_facts).fetchall()
    database.execute("BEGIN IMMEDIATE")
    # So many rows at once are sorted into an index faster than one by one.
    for name, _ in indexes:
        database.execute(f"DROP INDEX {name}")
    database.execute(insert, first)
    database.executemany(insert, made)
    for _, declared in indexes:
        database.execute(declared)
    database.execute("COMMIT")
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _facts(count: int, counted: list[Any], audience: int) -> Iterator[dict[str, Any]]:
    """Yield the rows of so many facts."""
    chance = random.Random(records.SEED)  # noqa: S311  (a workload, not a secret)
    kinds = [(each, one, cls) for each in counted for one in each.counted.selections for cls in one.classes or ("",)]
    for number in range(count):
        indicator, one, cls = chance.choice(kinds)
        day = DAY_0 + chance.randrange(records.DAYS)
        heard = HELD - chance.randrange(10**11) + chance.randrange(2) * 10**11
        side = one.side or chance.choice(("VN", "LA"))
        record = f"00000000-0000-7000-8000-{number:012x}"
        yield {
            "record": record, "entry_id": number + 10**6, "feed": 1, "solo": 1, "kind": one.kind,
            "measure": one.measure, "cls": cls, "unit": indicator.units[0], "value": chance.randint(1, 9) * 1000,
            "value_max": None, "qualifier": "exact", "precision": None, "day_from": day, "day_to": day, "shape": "day",
            "stock": int(indicator.nature == "stock"), "returned": 0, "place": f"vn-na-x-{chance.randrange(20)}",
            "m_from": None, "m_to": None, "author": "vn-na", "about": "vn-na", "side": side, "counterpart": "",
            "reference_set": "", "member": record, "example": 1, "published": None, "audience_id": audience,
            "standing": chance.choice(("stated", "agreed")), "event": record, "summed": 1, "summed_own": 1,
            "arrived_from": heard, "arrived_to": None, "held_from": heard, "held_to": None,
        }  # fmt: skip


def _by_hand(database: sqlite3.Connection, indicator: Any, audience: int, edge: str) -> int:
    """Return one indicator's total in thousandths, by one plain query for each of its selections.

    A record is one entry at any time, so that the hand counts entries, as the index has them. It knows that all facts
    here are plain, and asks the one index that holds these.
    """
    flow = indicator.nature == "flow"
    day = "day_to BETWEEN ? AND ? AND day_from >= ?" if flow else "day_from <= ? AND (day_to IS NULL OR day_to >= ?)"
    days = (*YEAR, YEAR[0]) if flow else (YEAR[1], YEAR[1])
    what = {
        "sum": "SUM(value)",
        "count": "COUNT(DISTINCT entry_id) * 1000",
        "distinct": "COUNT(DISTINCT member) * 1000",
    }
    total = 0
    for one in indicator.counted.selections:
        cls = f"AND cls IN ({', '.join('?' * len(one.classes))})" if one.classes else ""
        side = "AND side = ?" if one.side else ""
        text = (
            f"SELECT {what[indicator.counted.aggregate]} FROM store_fact WHERE kind = ? AND measure = ? {cls} "  # noqa: S608
            f"AND {day} AND held_from <= ? AND (held_to IS NULL OR held_to > ?)"
            f" AND audience_id = ? AND summed = 1 {side} {edge}"
        )
        sides = (one.side,) if one.side else ()
        values = (one.kind, one.measure, *one.classes, *days, HELD, HELD, audience, *sides)
        total += database.execute(text, values).fetchone()[0] or 0
    return total


def _median_ms(ask: Callable[[], object], before: Callable[[], object] = lambda: None) -> float:
    """Return the median of some runs, after one that warms the cache; what is done before each isn't measured."""
    ask()
    took = []
    for _ in range(TIMES):
        before()
        began = time.perf_counter()
        ask()
        took.append((time.perf_counter() - began) * 1000)
    return statistics.median(took)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))

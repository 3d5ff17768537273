"""Figures: 40 indicators through the product's statement, beside SQL written by hand on the same table.

The facts are written straight into the table, past the door: only the counting is measured. They spread evenly over
all measures of the catalogue, 12 years, 20 places and two sides. Asked is one year, as both sides held it. The hand
asks once for each selection; both must find the same totals, or nothing is reported. A covering index is then added,
and both are asked again.

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
COVERING = (
    "CREATE INDEX bench_counting ON store_fact (kind, measure, cls, day_to, day_from, held_from, held_to, audience_id, "
    "summed, standing, place, about, unit, reference_set, value, value_max, qualifier, precision, example, member, "
    "record, side, summed_own, published, arrived_from, arrived_to, shape)"
)


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
    from twinline.figures.question import Question
    from twinline.reports.ledger_source import LedgerSource
    from twinline.store.ledger import open_ledger
    from twinline.times import Days

    known = catalogue.packaged()
    counted = [each for each in known.indicators.values() if each.counted is not None]
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
            for figure in answer.count(question, known, source.execute):
                found[figure.indicator] = found.get(figure.indicator, 0) + figure.value
            return found

        def hand() -> dict[str, int]:
            return {each.name: value for each in chosen if (value := _by_hand(database, each, audience))}

        if product() != hand():
            raise run.BenchError("the product's statement and the SQL by hand find different totals")
        told = [("product, one statement", product), ("SQL by hand, one query each", hand)]
        took = [(what, _median_ms(ask)) for what, ask in told]
        if facts <= PAGE:
            took.append(("page: joint report as HTML", _median_ms(lambda: _page(source))))
        database.execute(COVERING)
        database.execute("ANALYZE")
        took += [(f"{what}, with a covering index", _median_ms(ask)) for what, ask in told]
        if facts <= PAGE:
            took.append(("page: joint report as HTML, with a covering index", _median_ms(lambda: _page(source))))
    print(json.dumps(took))


def _page(source: Any) -> str:
    from twinline.reports.as_html import Links, as_html
    from twinline.reports.collect import joint_report

    links = Links(figure=lambda *_: "#", record=lambda record: f"#{record}")
    return as_html(joint_report(source, readers=("line",), since="2023", until="2023", known_on=HELD), "fr", links)


def _database(node: Path) -> sqlite3.Connection:
    database = sqlite3.connect(node / "ledger.sqlite3", isolation_level=None, timeout=30)
    database.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-64000")
    return database


def _audience(node: Path) -> int:
    """Return the row of the whole line as an audience, kept at its first use."""
    from twinline.feeds import audiences

    line = (audiences.audience_id(audiences.LINE), json.dumps(list(audiences.LINE)))
    with closing(_database(node)) as database:
        database.execute("INSERT OR IGNORE INTO store_audience (hash, codes) VALUES (?, ?)", line)
        return int(database.execute("SELECT id FROM store_audience WHERE hash = ?", line[:1]).fetchone()[0])


def _fill(database: sqlite3.Connection, facts: int, counted: list[Any], audience: int) -> None:
    made = _facts(facts, counted, audience)
    first = next(made)
    marks = ", ".join(f":{name}" for name in first)
    insert = f"INSERT INTO store_fact ({', '.join(first)}) VALUES ({marks})"  # noqa: S608
    database.execute("BEGIN IMMEDIATE")
    database.execute(insert, first)
    database.executemany(insert, made)
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


def _by_hand(database: sqlite3.Connection, indicator: Any, audience: int) -> int:
    """Return one indicator's total in thousandths, by one plain query for each of its selections."""
    flow = indicator.nature == "flow"
    day = "day_to BETWEEN ? AND ? AND day_from >= ?" if flow else "day_from <= ? AND (day_to IS NULL OR day_to >= ?)"
    days = (*YEAR, YEAR[0]) if flow else (YEAR[1], YEAR[1])
    what = {"sum": "SUM(value)", "count": "COUNT(DISTINCT record) * 1000", "distinct": "COUNT(DISTINCT member) * 1000"}
    total = 0
    for one in indicator.counted.selections:
        cls = f"AND cls IN ({', '.join('?' * len(one.classes))})" if one.classes else ""
        side = "AND side = ?" if one.side else ""
        text = (
            f"SELECT {what[indicator.counted.aggregate]} FROM store_fact WHERE kind = ? AND measure = ? {cls} "  # noqa: S608
            f"AND {day} AND held_from <= ? AND (held_to IS NULL OR held_to > ?)"
            f" AND audience_id = ? AND summed = 1 {side}"
        )
        sides = (one.side,) if one.side else ()
        values = (one.kind, one.measure, *one.classes, *days, HELD, HELD, audience, *sides)
        total += database.execute(text, values).fetchone()[0] or 0
    return total


def _median_ms(ask: Callable[[], object]) -> float:
    """Return the median of some runs, after one that warms the cache."""
    ask()
    took = []
    for _ in range(TIMES):
        began = time.perf_counter()
        ask()
        took.append((time.perf_counter() - began) * 1000)
    return statistics.median(took)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))

"""The whole cube of a node's figures as a file for a spreadsheet or a column store.

SQLite adds it up by itself. Where DuckDB is installed (the extra ``explore``) the facts that the readers may read are
copied into a file of it, for as long as it takes, and the same text is asked there: of millions of facts that is
quicker, and it alone writes Parquet.
"""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

from twinline.figures.catalogue import packaged
from twinline.figures.conditions import TABLE
from twinline.figures.cube import BY_DAY, MONTH, READ, Cell, added_up, cells, cube, days, told
from twinline.figures.errors import FiguresError
from twinline.figures.hiding import HIDDEN, Execute
from twinline.figures.numbers import decimal_text
from twinline.figures.question import Question
from twinline.sentences import Sentence

COLUMNS = (
    "kind", "measure", "unit", "month", "place", "value", "value_max", "qualifier", "not_yet_agreed", "facts",
)  # fmt: skip
ENGINES = ("sqlite", "duckdb")
FORMS = (".csv", ".parquet")
_NUMBERS = ("value", "value_max", "not_yet_agreed")
_WORDS = frozenset({"kind", "measure", "unit", "qualifier", "standing", "place", "about", "side"})
_DAYS = frozenset({"day_from", "day_to", "published"})
#: The words by which cells are told apart. They are numbers in the copy: handing over as many words as there are cells
#: takes longer than adding the cells up.
_NUMBERED = ("kind", "measure", "unit", "place")
_FLAGS = frozenset({"stock", "returned", "summed", "summed_own"})
#: The copy as it was read, before its columns are made as narrow as they can be.
_AS_READ = "facts_as_read"
_NULL = "\\N"


def written(
    question: Question, execute: Execute, each: Execute, form: str, engine: str, spool: Path
) -> tuple[bytes, list[Cell]]:
    """Return the cube of a question as a file of a form, one of ``FORMS``, and its cells.

    ``execute`` reads the node's own facts, ``each`` the same row after row, and ``spool`` is where a copy lies for a
    moment. Raises ``FiguresError`` for another form, and where DuckDB is needed and isn't installed.
    """
    if form not in FORMS:
        raise FiguresError("cube-form", Sentence("A cube is written as .csv or .parquet: give such a file name."))
    if engine == "sqlite":
        found = cells(question, packaged(), execute)
    else:
        with copied(question, each, spool) as there:
            found = told(list(there(*cube(question, packaged(), chosen=True))), question, packaged(), execute)
    return (as_csv(found) if form == ".csv" else _as_parquet(found, spool)), found


@contextmanager
def copied(question: Question, each: Execute, spool: Path) -> Iterator[Execute]:
    """Open a copy in DuckDB of the facts that a cube may add up, to be asked in its turn; gone afterwards."""
    if question.cut is not None:
        raise FiguresError("cube-cut", Sentence("--cut is read again by SQLite alone: leave --engine out."))
    duckdb = _duckdb()
    spool.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory(dir=spool) as folder,
        duckdb.connect(str(Path(folder) / "facts.duckdb"), config=_config(folder)) as database,
    ):
        _copy(database, question, each, Path(folder) / "facts.csv")
        words = {name: _said(database, name) for name in _NUMBERED}
        yield lambda text, values: _handed_over(database.execute(text, list(values)).fetchnumpy(), words)


def _said(database: Any, name: str) -> list[str]:
    """Return the words of a column, each at its number in the copy."""
    return [word for (word,) in database.execute(f"SELECT unnest(enum_range(NULL::{_enum(name)}))::VARCHAR").fetchall()]


def _handed_over(columns: dict[str, Any], words: dict[str, list[str]]) -> list[tuple[object, ...]]:
    """Return the rows of an answer, numbered words as words; by columns, which takes half as long as row by row."""
    told = {name: column.tolist() for name, column in columns.items()}
    return list(zip(*(map(words[n].__getitem__, c) if n in words else c for n, c in told.items()), strict=True))


def _copy(database: Any, question: Question, each: Execute, file: Path) -> None:
    """Copy facts by way of a file: bound one by one they take a column store fifty times as long."""
    where = added_up(question, packaged())
    columns = ", ".join(f"f.{name}" if name in _WORDS else f"COALESCE(f.{name}, '{_NULL}')" for name in READ)
    with file.open("w", encoding="utf-8", newline="") as sink:
        csv.writer(sink).writerows(
            each(f"SELECT {columns} FROM {TABLE} f WHERE {where.text}", where.values)  # noqa: S608
        )
    types = {name: "VARCHAR" if name in _WORDS else "BIGINT" for name in READ}
    _read(database, file, types, header=False, na_values=_NULL).create(_AS_READ)
    file.unlink()
    for name in sorted(_WORDS):
        database.execute(f"CREATE TYPE {_enum(name)} AS ENUM (SELECT DISTINCT {name} FROM {_AS_READ} ORDER BY 1)")  # noqa: S608
    days(lambda text, values: database.execute(text, list(values)).fetchall(), _AS_READ)
    narrow = ", ".join(f"{_narrow(name)} AS {name}" for name in READ)
    database.execute(
        f"CREATE TABLE {TABLE} AS SELECT {narrow}, {MONTH} AS month FROM {_AS_READ} f {BY_DAY} "  # noqa: S608
        "ORDER BY kind, measure, place, month"
    )
    database.execute(f"DROP TABLE {_AS_READ}")


def _enum(name: str) -> str:
    return f"said_{name}"


def _narrow(name: str) -> str:
    """Return a column as the copy holds it: few words are few numbers, by which groups are found twice as fast."""
    if name in _NUMBERED:
        return f"CAST(enum_code(CAST(f.{name} AS {_enum(name)})) AS INTEGER)"
    kind = _enum(name) if name in _WORDS else "INTEGER" if name in _DAYS else "TINYINT" if name in _FLAGS else "BIGINT"
    return f"CAST(f.{name} AS {kind})"


def as_csv(found: Iterable[Cell]) -> bytes:
    """Return cells as CSV, with a mark of their encoding by which spreadsheets know it."""
    sink = io.StringIO()
    out = csv.writer(sink, lineterminator="\r\n")
    out.writerow(COLUMNS)
    out.writerows(_row(one) for one in found)
    return ("\ufeff" + sink.getvalue()).encode()


def _row(one: Cell) -> Sequence[str | int]:
    """Return a cell as it is written: exact decimal numbers, none where it is hidden."""
    names = (one.kind, one.measure, one.unit, one.month, one.place)
    if one.qualifier == HIDDEN:
        return (*names, "", "", HIDDEN, "", "")
    upper = "" if one.value_max is None else decimal_text(one.value_max)
    return (*names, decimal_text(one.value), upper, one.qualifier, decimal_text(one.not_yet_agreed), one.facts)


def _as_parquet(found: Iterable[Cell], spool: Path) -> bytes:
    """Return the same columns as Parquet, numbers exact to the thousandth."""
    duckdb = _duckdb()
    spool.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=spool) as folder:
        inside, out = Path(folder) / "cube.csv", Path(folder) / "cube.parquet"
        inside.write_bytes(as_csv(found))
        types = dict.fromkeys(COLUMNS, "VARCHAR") | dict.fromkeys(_NUMBERS, "DECIMAL(18,3)") | {"facts": "BIGINT"}
        with duckdb.connect(config=_config(folder)) as database:
            _read(database, inside, types, header=True).write_parquet(str(out))
        return out.read_bytes()


def _read(database: Any, file: Path, types: dict[str, str], **how: Any) -> Any:
    """Return the rows of a file that we wrote, nothing of it guessed."""
    return database.read_csv(str(file), columns=types, auto_detect=False, sep=",", quotechar='"', escapechar='"', **how)


def _config(folder: str) -> dict[str, str]:
    """Return how DuckDB is opened: it fetches nothing from anywhere, and spills into our folder."""
    off = ("autoinstall_known_extensions", "autoload_known_extensions")
    return {"temp_directory": folder, **dict.fromkeys(off, "false")}


def _duckdb() -> ModuleType:
    try:
        import duckdb
    except ImportError:
        raise FiguresError(
            "no-duckdb",
            Sentence("DuckDB isn't installed here: install twinline[explore], or write the cube as .csv by SQLite."),
        ) from None
    return duckdb

"""A PostgreSQL server of its own for a test, on a socket in a folder, asked through psql."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from tests.figures.fact_table import DDL, Row, cells_of
from tests.needs import part

END, NOTHING, BETWEEN = "end of rows", "\\N", "\x1f"


class Postgres:
    """A server in ``folder``; stopped with ``close``. As root it runs as the user that Debian gives it."""

    def __init__(self, folder: Path) -> None:
        self.programs = Path(part("postgres")).parent
        self.folder = folder
        root = getattr(os, "geteuid", lambda: 1)() == 0
        # Not by runuser: it lies in /usr/sbin, which not every PATH names.
        self.runs_as: dict[str, Any] = {"user": "postgres", "group": "postgres", "extra_groups": []} if root else {}
        if root:
            shutil.chown(folder, "postgres")
            folder.chmod(0o700)
        self._run("initdb", "-D", str(folder / "data"), "-A", "trust", "-U", "postgres", "-E", "UTF8", "--no-sync")
        options = f"-c listen_addresses= -c fsync=off -k {folder}"
        self._run("pg_ctl", "-D", str(folder / "data"), "-w", "-o", options, "-l", str(folder / "log"), "start")
        self.psql = subprocess.Popen(
            [str(self.programs / "psql"), "-h", str(folder), "-U", "postgres", "-XqAt", "-F", BETWEEN,
             "-P", f"null={NOTHING}", "-v", "ON_ERROR_STOP=1", "postgres"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8", cwd=folder, **self.runs_as,
        )  # fmt: skip
        self._asked(DDL)

    def fill(self, rows: Iterable[Row]) -> None:
        """Keep facts."""
        for row in rows:
            cells = cells_of(row)
            told = f"INSERT INTO store_fact ({', '.join(cells)}) VALUES ({', '.join('?' * len(cells))})"
            self.execute(told, tuple(cells.values()))

    def execute(self, text: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
        """Return the rows of a statement with ``?`` marks."""
        given = iter(values)
        lines = self._asked(re.sub(r"\?", lambda _: _literal(next(given)), text))
        return [tuple(_cell(cell) for cell in line.split(BETWEEN)) for line in lines]

    def close(self) -> None:
        """Stop the server."""
        self.psql.communicate("\\q\n")
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-m", "immediate", "stop")

    def _asked(self, text: str) -> list[str]:
        assert self.psql.stdin is not None
        assert self.psql.stdout is not None
        self.psql.stdin.write(f"{text};\n\\echo '{END}'\n")
        self.psql.stdin.flush()
        lines = []
        for line in self.psql.stdout:
            if line.rstrip("\n") == END:
                return lines
            lines.append(line.rstrip("\n"))
        raise AssertionError("PostgreSQL refused a statement; see above.")

    def _run(self, program: str, *words: str) -> None:
        command = [str(self.programs / program), *words]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=self.folder, **self.runs_as)


def _literal(value: Any) -> str:
    if value is None:
        return "NULL"
    return str(value) if isinstance(value, int) else "'" + str(value).replace("'", "''") + "'"


def _cell(text: str) -> Any:
    if text == NOTHING:
        return None
    return int(text) if re.fullmatch(r"-?[0-9]+", text) else text

"""The connection to a ledger: after an I/O error it is opened anew, and the log's end written once more, first.

A commit whose sync failed leaves in doubt what is on the disk: the system may hold
for written what never will be. So nothing is signed or acknowledged on such a
connection. The next transaction closes it, makes sure of the log
(``database.settle``), and reads every head again from what is there; while the
disk still refuses, it fails in one clear sentence and nothing is said.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import DatabaseError
from django.db.backends.sqlite3 import base

from twinline.store.database import settle

_lock = threading.Lock()
#: How often each database has been in doubt, and which of them nobody has made sure of yet.
_doubts: dict[str, int] = {}
_unsettled: set[str] = set()


class Cursor(base.SQLiteCursorWrapper):  # type: ignore[misc]
    """A cursor that finds the marks of a long statement without trying each of its characters."""

    def convert_query(self, query: str, *, param_names: Any = None) -> Any:
        """Return a statement with SQLite's own marks."""
        if param_names is None and "%%" not in query:
            return query.replace("%s", "?")
        return super().convert_query(query, param_names=param_names)


class DatabaseWrapper(base.DatabaseWrapper):  # type: ignore[misc]
    """A connection that is opened anew once its database is in doubt, by whichever thread that was found."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._known = _doubts.get(self._path, 0)
        self.execute_wrappers.append(self._watched)

    @property
    def _path(self) -> str:
        return str(self.settings_dict["NAME"])

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Return a connection. Raises ``DatabaseError`` where the file says words that aren't text any more."""
        try:
            return super().get_new_connection(conn_params)
        except UnicodeDecodeError as error:
            raise DatabaseError("database disk image is malformed") from error

    def create_cursor(self, name: str | None = None) -> Any:
        """Return a cursor on the connection."""
        return self.connection.cursor(factory=Cursor)

    def _commit(self) -> None:
        try:
            super()._commit()
        except Exception as error:
            self._doubt(error)
            raise

    def _start_transaction_under_autocommit(self) -> None:
        if self._known != _doubts.get(self._path, 0):
            self._open_anew()
        super()._start_transaction_under_autocommit()

    def _watched(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        try:
            return execute(sql, params, many, context)
        except Exception as error:
            self._doubt(error)
            raise

    def _doubt(self, error: Exception) -> None:
        cause = error if isinstance(error, sqlite3.Error) else error.__cause__
        code = getattr(cause, "sqlite_errorcode", None)
        if code is not None and code & 0xFF == sqlite3.SQLITE_IOERR:
            with _lock:
                _doubts[self._path] = _doubts.get(self._path, 0) + 1
                _unsettled.add(self._path)

    def _open_anew(self) -> None:
        with _lock:
            now = _doubts.get(self._path, 0)
            self.close()
            if self._path in _unsettled:
                settle(Path(self._path))
                _unsettled.discard(self._path)
            self._known = now
        self.connect()

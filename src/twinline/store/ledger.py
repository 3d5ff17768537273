"""An open node: its folder, its database, its keys, its roster."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TypeVar

from django.core.management import call_command
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from twinline.feeds.audiences import LINE
from twinline.feeds.roster import Roster
from twinline.store import identity, room
from twinline.store.database import settle, sqlite
from twinline.store.identity import NodeIdentity

DATABASE = "ledger.sqlite3"
T = TypeVar("T")


@dataclass
class Ledger:
    """A handle on one node's ledger; several may be open in one process."""

    alias: str
    folder: Path
    node: NodeIdentity
    _roster: tuple[tuple[tuple[str, str], ...], Roster] | None = field(default=None, repr=False)
    lock: threading.RLock = field(default_factory=threading.RLock, repr=False)
    #: whether this copy was found to be the one that ran last (``guard``)
    marked: bool = False
    #: what each thread has in hand
    here: threading.local = field(default_factory=threading.local, repr=False)

    @property
    def connection(self) -> BaseDatabaseWrapper:
        """Return this thread's connection to the ledger's database."""
        return connections[self.alias]

    @contextmanager
    def still(self) -> Iterator[None]:
        """Let what ``once`` asks be asked once in this thread while the block lasts: for what only reads."""
        if getattr(self.here, "asked", None) is not None:
            yield
            return
        self.here.asked = {}
        try:
            yield
        finally:
            self.here.asked = None

    def once(self, what: Hashable, ask: Callable[[], T]) -> T:
        """Return what is asked for: in a ``still`` block the answer that was given first."""
        asked: dict[Hashable, T] | None = getattr(self.here, "asked", None)
        if asked is None:
            return ask()
        if what not in asked:
            asked[what] = ask()
        return asked[what]

    def roster(self) -> Roster:
        """Return who exists and which key speaks for whom, as our own and the pinned roots say."""
        return self.once("roster", self._roster_now)

    def _roster_now(self) -> Roster:
        from twinline.store import rosters

        state = rosters.state(self)
        if self._roster is None or self._roster[0] != state:
            self._roster = (state, rosters.read(self))
        return self._roster[1]

    def pinned_roots(self) -> frozenset[str]:
        """Return the ids of the root keys that speak: those that were compared in person, and our own."""
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT root FROM store_peer")
            return frozenset({self.own_root(), *(str(root) for (root,) in cursor.fetchall())})

    def own_root(self) -> str:
        """Return the id of our own root key: that of our roster, once there is one."""
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT node FROM store_feed WHERE own AND type = 'roster'")
            row = cursor.fetchone()
        return str(row[0]) if row else self.node.root_public().id

    def crosses(self, audience: Sequence[str]) -> bool:
        """Return whether what is said to an audience leaves our side."""
        if tuple(audience) == LINE:
            return True
        side = self.roster().side
        return any(side(code) != self.node.side for code in audience)

    def line(self) -> frozenset[str]:
        """Return every organisation rostered by a pinned root: those whom ``line`` means now."""
        return frozenset(self.roster().organisations)

    def hosts(self) -> frozenset[str]:
        """Return the organisations that this node speaks for: those it was certified for but who have parted since.

        Who has a root of its own, or is under one who has, speaks by its own node.
        """
        stated, own = self.roster().organisations, self.own_root()
        return frozenset(code for code in self.node.hosts if code not in stated or stated[code].root == own)

    def reads_for(self) -> frozenset[str]:
        """Return the organisations that this node reads for: those it hosts, and predecessors by both sides' word."""
        return self._with_predecessors(self.hosts())

    def has_read_for(self) -> frozenset[str]:
        """Return whose words this node may show: whom it reads for, and who has parted since. It keeps all."""
        return self._with_predecessors(frozenset(self.node.hosts))

    def _with_predecessors(self, hosts: frozenset[str]) -> frozenset[str]:
        return hosts.union(old for new, old in self.roster().changes.reads if new in hosts)

    def close(self) -> None:
        """Close this thread's connection."""
        self.connection.close()


def open_ledger(folder: Path, *, alias: str | None = None) -> Ledger:
    """Return the ledger of the node kept in ``folder``.

    Raises ``identity.NoNode`` where there is none. The database's tables are
    brought up to date first, and what is only a cache beside it.
    """
    from twinline.store import naming

    folder = folder.resolve()
    node = identity.load(folder)
    name = alias or _alias(folder)
    ledger = Ledger(name, folder, node)
    if not (folder / DATABASE).exists():
        raise identity.NoNode(folder)
    room.make(folder)
    settle(folder / DATABASE)
    _migrate(name)
    naming.bring_up_to_date(ledger)
    if identity.is_renewing(folder):
        from twinline.store import succession

        succession.finish(ledger)
    return ledger


def create_tables(folder: Path) -> str:
    """Make the database of a new node in ``folder`` and return its alias."""
    name = _alias(folder.resolve())
    _migrate(name)
    return name


def _alias(folder: Path) -> str:
    """Return the name of the database connection for a folder, registering it where it is new."""
    database = folder / DATABASE
    if str(connections.databases["default"]["NAME"]) == str(database):
        return "default"
    name = f"ledger:{folder}"
    if name not in connections.databases:
        connections.databases[name] = {**connections.databases["default"], **sqlite(database)}
    return name


@cache
def _migrations() -> frozenset[tuple[str, str]]:
    """Return the migrations there are, each as its app and name."""
    from django.db.migrations.loader import MigrationLoader

    loader = MigrationLoader(None, load=False)
    loader.load_disk()
    return frozenset(loader.disk_migrations)


def _migrate(alias: str) -> None:
    from django.db.migrations.executor import MigrationExecutor
    from django.db.migrations.recorder import MigrationRecorder

    # Reading what was applied is much cheaper than building the graph of all, and mostly there is nothing to do.
    if _migrations() <= MigrationRecorder(connections[alias]).applied_migrations().keys():
        return
    executor = MigrationExecutor(connections[alias])
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", database=alias, verbosity=0, interactive=False)

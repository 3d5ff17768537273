"""Beginning a node: its folder, its keys, its tables and what its roster says first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from twinline.feeds import certificates, roster
from twinline.store import identity, rosters
from twinline.store.errors import StoreError
from twinline.store.ledger import DATABASE, Ledger, create_tables, open_ledger
from twinline.times import rfc3339


class Occupied(StoreError):
    """The folder holds a node already."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"There is a node in {folder} already: choose another folder, or work with the one there.")


@dataclass(frozen=True, slots=True)
class Founding:
    """An organisation as the roster will state it."""

    code: str
    side: str
    parent: str | None
    names: Mapping[str, str]
    valid_from: str | None = None
    valid_to: str | None = None


def begin(
    folder: Path, organisation: Founding, under: Iterable[Founding] = (), *, hosts: Iterable[str], now: int
) -> Ledger:
    """Make a node for ``organisation`` in ``folder`` and return its open ledger.

    ``under`` are the other organisations its roster states, ``hosts`` those it
    reads for and may speak for. Raises ``Occupied`` where there is a node.
    """
    folder = folder.resolve()
    if (folder / "node.toml").exists() or (folder / DATABASE).exists():
        raise Occupied(folder)
    folder.mkdir(parents=True, exist_ok=True)
    node = identity.create(
        folder, organisation=organisation.code, side=organisation.side, hosts=tuple(sorted(set(hosts))), now=now
    )
    create_tables(folder)
    ledger = open_ledger(folder)
    stated = [
        roster.organisation_statement(
            organisation=each.code, side=each.side, parent=each.parent, name=each.names,
            valid_from=each.valid_from, valid_to=each.valid_to,
        )
        for each in (organisation, *under)
    ]  # fmt: skip
    vouched = certificates.certify_organisation(
        organisation=organisation.code, side=organisation.side, key=identity.organisation_key(folder).public,
        valid_from=rfc3339(now), root=node.root(), root_organisation=organisation.code,
    )  # fmt: skip
    rosters.begin(ledger, [*stated, roster.key_statement(vouched), roster.node_statement(node.certificate)], now=now)
    return ledger

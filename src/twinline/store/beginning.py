"""Beginning a node: its folder, its keys, its tables and what its roster says first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from twinline.feeds import certificates, roster
from twinline.feeds.keys import SigningKey
from twinline.records.gazetteer import Gazetteer, packaged
from twinline.sentences import Sentence
from twinline.store import identity, marks, rosters
from twinline.store.errors import StoreError
from twinline.store.ledger import DATABASE, Ledger, create_tables, open_ledger
from twinline.times import iso, rfc3339


class Occupied(StoreError):
    """The folder holds a node already."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            "occupied",
            Sentence("There is a node in {folder} already: choose another folder, or work with the one there.",
                     folder=folder),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Founding:
    """An organisation as the roster will state it."""

    code: str
    side: str
    parent: str | None
    names: Mapping[str, str]
    valid_from: str | None = None
    valid_to: str | None = None


class Unlisted(StoreError):
    """The gazetteer doesn't know an organisation, and not enough was said about it."""

    def __init__(self, code: str) -> None:
        super().__init__(
            "unlisted",
            Sentence("{code!r} is not in the gazetteer: say its side (VN or LA) and its name to begin a node for it.",
                     code=code),
        )  # fmt: skip


def begin_listed(
    folder: Path,
    code: str,
    also: Iterable[str] = (),
    *,
    now: int,
    side: str | None = None,
    name: str | None = None,
    keys: Mapping[str, SigningKey] | None = None,
) -> Ledger:
    """Make a node for an organisation of the gazetteer, which speaks for it and all under it, and for ``also``.

    ``side`` and ``name`` are said of an organisation that the gazetteer doesn't know; raises ``Unlisted`` without.
    """
    gazetteer = packaged()
    own = _founding(gazetteer, code, _superior(gazetteer, code), side, name)
    codes = [under for asked in (code, *also) for under in sorted(gazetteer.descendants(asked) or {asked})]
    stated = list(dict.fromkeys(each for each in codes if each != code))
    under = [_founding(gazetteer, each, _parent(gazetteer, each, {code, *stated}, code)) for each in stated]
    return begin(folder, own, under, hosts=(code, *stated), now=now, keys=keys)


def _founding(
    gazetteer: Gazetteer, code: str, parent: str | None, side: str | None = None, name: str | None = None
) -> Founding:
    known = gazetteer.organisation(code)
    if known is None:
        if side is None:
            raise Unlisted(code)
        return Founding(code, side, None, {"en": name or code})
    return Founding(
        code, known.side, parent, {lang: text for lang, text in known.names.items() if text},
        iso(known.valid_from) if known.valid_from is not None else None,
        iso(known.valid_to) if known.valid_to is not None else None,
    )  # fmt: skip


def _superior(gazetteer: Gazetteer, code: str) -> str | None:
    """Return the organisation above the one that a node is run for: a province or one in it, never the state itself.

    What its node said for this one before it had a node of its own stays good by this word.
    """
    return next((above for above in gazetteer.superiors(code) if gazetteer.superiors(above)), None)


def _parent(gazetteer: Gazetteer, code: str, stated: set[str], own: str) -> str:
    """Return the nearest organisation above that the roster states; else the one the node is run for."""
    return next((above for above in gazetteer.superiors(code) if above in stated), own)


def begin(
    folder: Path,
    organisation: Founding,
    under: Iterable[Founding] = (),
    *,
    hosts: Iterable[str],
    now: int,
    keys: Mapping[str, SigningKey] | None = None,
) -> Ledger:
    """Make a node for ``organisation`` in ``folder`` and return its open ledger.

    ``under`` are the other organisations its roster states, ``hosts`` those it
    reads for and may speak for, ``keys`` the root's and the organisation's where
    they were kept and all else was lost. Raises ``Occupied`` where there is a node.
    """
    folder = folder.resolve()
    if (folder / "node.toml").exists() or (folder / DATABASE).exists():
        raise Occupied(folder)
    folder.mkdir(parents=True, exist_ok=True)
    node = identity.create(
        folder,
        organisation=organisation.code,
        side=organisation.side,
        hosts=tuple(sorted(set(hosts))),
        now=now,
        given=keys,
    )
    create_tables(folder)
    marks.write(folder, node.id, 0)
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

"""Whose desk this is, who reads at it, and what rights an officer has."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping, Sequence

from django.conf import settings

from twinline.access.models import User
from twinline.desk import names
from twinline.desk.seen import Desk, Who
from twinline.feeds.audiences import LINE
from twinline.store import awaited
from twinline.store.here import this_ledger
from twinline.store.reading import Reader

#: Below so many free bytes every page says that soon nothing more can be kept.
LEAST_FREE = 64 << 20


def this_desk(lang: str) -> Desk:
    """Return whose desk this is."""
    node = this_ledger().node
    return Desk(
        who=who(node.organisation, lang, side=node.side),
        identity=node.id,
        fingerprint=node.root_public().fingerprint,
        example=is_example(),
        disk_full=shutil.disk_usage(this_ledger().folder).free < LEAST_FREE,
    )


def is_example() -> bool:
    """Return whether this desk only shows how things work: all that is said at it is marked EXAMPLE."""
    return bool(getattr(settings, "EXAMPLE_NODE", False))


def marked(body: Mapping[str, object]) -> dict[str, object]:
    """Return what is said at this desk: marked EXAMPLE where it only shows how things work."""
    return {**body, "example": True} if is_example() else dict(body)


def who(code: str, lang: str, *, side: str = "") -> Who:
    """Return an organisation as it is shown, by the gazetteer or by what the roster says."""
    known = names.who(code, lang, side=side)
    if known.name != code or code not in this_ledger().roster().organisations:
        return known
    stated = this_ledger().roster().organisations[code]
    name = stated.name.get(lang) or next(iter(stated.name.values()), code)
    return Who(code=code, name=name, side=stated.side)


def reader_of(user: User) -> Reader:
    """Return whom an officer reads for: the organisation they act for, and nobody else."""
    return Reader(frozenset({user.organisation}))


def speaks_for(user: User, author: str) -> bool:
    """Return whether an officer may change what an organisation said: it is their own, or one under it."""
    return author == user.organisation or user.organisation in this_ledger().roster().superiors(author)


def answers_for(user: User, counterparts: Iterable[str]) -> bool:
    """Return whether an officer's organisation is a named counterpart, or over one."""
    return awaited.answers_for(this_ledger(), (user.organisation,), counterparts)


def crosses(audience: Sequence[str]) -> bool:
    """Return whether what is said to an audience leaves our side."""
    ledger = this_ledger()
    roster = ledger.roster()
    return tuple(audience) == tuple(LINE) or any(roster.side(code) != ledger.node.side for code in audience)

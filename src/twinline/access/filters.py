"""Kept filters: which lists somebody opens often, under names of their own. Nobody else sees them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from twinline.access.models import KeptFilter, User

#: How many filters one person keeps at most: more would be a list to search, not to choose from.
MOST = 20
LONGEST_NAME = 40


@dataclass(frozen=True, slots=True)
class Kept:
    """A filter: its number, the name that its officer gave it, and what it asks of the list."""

    number: int
    name: str
    asks: Mapping[str, str]


class NoRoom(Exception):
    """Somebody has as many filters as one person keeps."""


class NameTaken(Exception):
    """Somebody has another filter of that name."""


def of(user: User) -> list[Kept]:
    """Return a person's own filters, by name."""
    return [
        Kept(one.pk, one.name, json.loads(one.asks)) for one in KeptFilter.objects.filter(user=user).order_by("name")
    ]


@transaction.atomic
def keep(user: User, name: str, asks: Mapping[str, str]) -> None:
    """Keep a filter under a name; raise ``NoRoom`` or ``NameTaken``, and nothing is kept or replaced."""
    own = KeptFilter.objects.filter(user=user)
    if own.filter(name=name).exists():
        raise NameTaken
    if own.count() >= MOST:
        raise NoRoom
    KeptFilter.objects.create(user=user, name=name, asks=json.dumps(dict(asks), sort_keys=True))


def remove(user: User, number: int) -> bool:
    """Forget one of a person's own filters. Return whether there was one."""
    return KeptFilter.objects.filter(user=user, pk=number).delete()[0] > 0

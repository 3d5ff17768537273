"""Drafts: what was typed and not kept yet, one for each officer and kind, for thirty days."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from twinline.access.models import Draft, User

KEPT_MS = 30 * 86_400_000
#: Characters of one draft; a form's fields are shorter by far, and all that is written around a report fits.
LONGEST = 60_000


def keep(user: User, kind: str, said: Iterable[tuple[str, list[str]]], *, now: int) -> bool:
    """Keep what a form holds, in place of the draft before. Return False where it is too long to be one."""
    fields = {name: values for name, values in said if any(values)}
    Draft.objects.filter(at_ms__lt=now - KEPT_MS).delete()
    if sum(len(name) + sum(map(len, values)) for name, values in fields.items()) > LONGEST:
        return False
    if fields:
        Draft.objects.update_or_create(user=user, kind=kind, defaults={"fields": json.dumps(fields), "at_ms": now})
    else:
        drop(user, kind)
    return True


def drop(user: User, kind: str) -> None:
    """Forget the draft of a kind: it was kept as a record, or isn't wanted."""
    Draft.objects.filter(user=user, kind=kind).delete()


def read(user: User, kind: str) -> tuple[Mapping[str, list[str]], int] | None:
    """Return an officer's own draft of a kind and when it was typed, or None."""
    found = Draft.objects.filter(user=user, kind=kind).first()
    return (json.loads(found.fields), found.at_ms) if found else None

"""One-time links: how the first account comes to be, and every further one."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from enum import Enum

from django.db import transaction

from twinline.access import tracing
from twinline.access.models import OneTimeLink, User
from twinline.access.roles import DEFAULT

LIFE_MS = 7 * 86_400_000


class Spent(Enum):
    """Why a link opens nothing."""

    UNKNOWN = "unknown"
    USED = "used"
    ENDED = "ended"


class LinkSpent(Exception):
    """The link can't be used; ``why`` says for which reason."""

    def __init__(self, why: Spent) -> None:
        super().__init__(f"this one-time link is {why.value}: ask for a new one")
        self.why = why


class NameTaken(Exception):
    """Somebody at this desk already signs in by that name."""


def issue(
    *,
    organisation: str,
    now: int,
    roles: Sequence[str] = DEFAULT,
    kinds: Sequence[str] = (),
    made_by: User | None = None,
    renews: User | None = None,
    using: str = "default",
) -> str:
    """Return the secret word of a new link. It is shown once; only its hash is kept.

    ``kinds`` binds the roles to some kinds of record, ``using`` names the database of the node whose desk it opens.
    """
    word = secrets.token_urlsafe(24)
    OneTimeLink.objects.using(using).create(
        word_hash=_hash(word),
        organisation=organisation,
        roles=",".join(sorted(set(roles))),
        kinds=",".join(sorted(set(kinds))),
        made_ms=now,
        ends_ms=now + LIFE_MS,
        made_by=made_by,
        renews=renews,
    )
    return word


def look(word: str, *, now: int) -> OneTimeLink:
    """Return the usable link of a word, or raise ``LinkSpent``."""
    link = OneTimeLink.objects.filter(word_hash=_hash(word)).first()
    if link is None:
        raise LinkSpent(Spent.UNKNOWN)
    if link.used_ms is not None:
        raise LinkSpent(Spent.USED)
    if now > link.ends_ms:
        raise LinkSpent(Spent.ENDED)
    return link


def redeem(word: str, *, username: str, display_name: str, password: str, language: str, now: int) -> User:
    """Return the account that the link makes (or renews). The link is then used up.

    Raises ``LinkSpent`` where the link can't be used and ``NameTaken`` where the name is.
    """
    with transaction.atomic():
        link = look(word, now=now)
        if not OneTimeLink.objects.filter(pk=link.pk, used_ms=None).update(used_ms=now):
            raise LinkSpent(Spent.USED)
        if link.renews is not None:
            link.renews.set_password(password)
            link.renews.save()
            tracing.note(
                now=now, officer=link.renews.username, organisation=link.renews.organisation, act="account",
                reason="renewed",
            )  # fmt: skip
            return link.renews
        if User.objects.filter(username__iexact=username).exists():
            raise NameTaken(username)
        return User.objects.create_user(
            username,
            password,
            display_name=display_name,
            organisation=link.organisation,
            roles=link.roles,
            kinds=link.kinds,
            language=language,
        )


def _hash(word: str) -> str:
    return hashlib.sha256(word.encode()).hexdigest()

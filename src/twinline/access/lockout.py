"""A pause after repeated failures to sign in, counted per name and address and per name alone."""

from __future__ import annotations

import hashlib

from twinline.access.models import FailedSignIn

WINDOW_MS = 15 * 60_000
TRIES_FROM_ONE_PLACE = 5
TRIES_FROM_ANYWHERE = 20


def locked_until(username: str, address: str, *, now: int) -> int | None:
    """Return the instant until which this name may not try again, or None.

    An unknown name is paused like a known one, so that the pause says nothing about who has an account.
    """
    ends = [
        _end(_who(username, address), TRIES_FROM_ONE_PLACE, now),
        _end(_who(username), TRIES_FROM_ANYWHERE, now),
    ]
    return max((end for end in ends if end is not None), default=None)


def note_failure(username: str, address: str, *, now: int) -> None:
    """Keep that an attempt failed, and forget attempts older than the window."""
    FailedSignIn.objects.filter(at_ms__lt=now - WINDOW_MS).delete()
    FailedSignIn.objects.bulk_create(
        [FailedSignIn(who_hash=who, at_ms=now) for who in (_who(username, address), _who(username))]
    )


def note_failure_from(username: str, address: str, *, now: int) -> None:
    """Keep that an attempt from an address failed that names nobody: others elsewhere are not held up by it."""
    FailedSignIn.objects.filter(at_ms__lt=now - WINDOW_MS).delete()
    FailedSignIn.objects.create(who_hash=_who(username, address), at_ms=now)


def forgive(username: str, address: str) -> None:
    """Forget the failures of a name that has now signed in."""
    FailedSignIn.objects.filter(who_hash__in=[_who(username, address), _who(username)]).delete()


def _end(who: str, tries: int, now: int) -> int | None:
    recent = FailedSignIn.objects.filter(who_hash=who, at_ms__gt=now - WINDOW_MS).order_by("-at_ms")
    times = list(recent.values_list("at_ms", flat=True)[:tries])
    return times[-1] + WINDOW_MS if len(times) == tries else None


def _who(username: str, address: str = "") -> str:
    return hashlib.sha256(f"{username.casefold()}\n{address}".encode()).hexdigest()

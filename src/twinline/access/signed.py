"""Where a person is signed in: so that they can see it, and end it, from anywhere else."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from importlib import import_module

from django.conf import settings
from django.contrib.sessions.models import Session
from django.http import HttpRequest

from twinline.access.models import SignedIn, User

_BROWSERS = ("Firefox", "Edg", "OPR", "Chrome", "Safari")
_SYSTEMS = ("Windows", "Android", "iPhone", "Mac OS", "Linux")


@dataclass(frozen=True, slots=True)
class Place:
    """One place where a person is signed in: a name to end it by, what it looks like, since when."""

    session: str
    browser: str
    begun_ms: int
    here: bool


def note(request: HttpRequest, user: User, *, now: int) -> None:
    """Keep that a session began."""
    if request.session.session_key is None:
        request.session.save()
    told = request.headers.get("User-Agent", "")
    browser = " · ".join(next((each for each in names if each in told), "") for names in (_BROWSERS, _SYSTEMS)).strip(
        " ·"
    )
    SignedIn.objects.update_or_create(
        session=_hash(request.session.session_key or ""),
        defaults={"user": user, "begun_ms": now, "browser": browser[:80]},
    )


def forget(request: HttpRequest) -> None:
    """Forget a session that ends."""
    SignedIn.objects.filter(session=_hash(request.session.session_key or "")).delete()


def places(request: HttpRequest, user: User) -> list[Place]:
    """Return where a person is signed in now, the latest first; what ended by itself is forgotten."""
    alive = {_hash(key) for key in Session.objects.values_list("session_key", flat=True)}
    mine = _hash(request.session.session_key or "")
    found = list(SignedIn.objects.filter(user=user).order_by("-begun_ms"))
    SignedIn.objects.filter(pk__in=[each.pk for each in found if each.session not in alive]).delete()
    return [
        Place(each.session, each.browser, each.begun_ms, each.session == mine)
        for each in found
        if each.session in alive
    ]


def end(user: User, session: str) -> bool:
    """End one of a person's own sessions, by its name; return whether there was one."""
    kept = SignedIn.objects.filter(user=user, session=session).first()
    if kept is None:
        return False
    store = import_module(settings.SESSION_ENGINE).SessionStore
    for key in Session.objects.values_list("session_key", flat=True):
        if _hash(key) == session:
            store(key).delete()
    kept.delete()
    return True


def end_others(request: HttpRequest, user: User) -> int:
    """End all of a person's sessions but this one: what proves them is another now; return how many there were."""
    return sum(end(user, place.session) for place in places(request, user) if not place.here)


def end_all(user: User) -> int:
    """End all of a person's sessions, wherever they are; return how many there were."""
    return sum(end(user, session) for session in SignedIn.objects.filter(user=user).values_list("session", flat=True))


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()

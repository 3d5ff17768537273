"""Proving who somebody is where there is no page: at a command, for an act that takes them in person."""

from __future__ import annotations

from django.contrib import auth

from twinline.access import factor, lockout
from twinline.access.models import User
from twinline.sentences import Problem, Sentence

#: A command has no address; its attempts count together.
_HERE = "command"


class NotProved(Problem):
    """Name, password and code don't belong together, or there were too many attempts."""

    def __init__(self) -> None:
        super().__init__("not-proved", Sentence(
            "Name, password and code do not belong together, or there were too many attempts. Wait a quarter of an "
            "hour, then try again."
        ))  # fmt: skip


def prove(username: str, password: str, code: str, *, now: int, second: bool = True) -> User:
    """Return the person whose password (and code, if they have a second proof) these are; failures are counted.

    Without ``second`` the password does: for somebody who has shown their second proof in this session.
    """
    if lockout.locked_until(username, _HERE, now=now) is None:
        user = auth.authenticate(None, username=username, password=password)
        if isinstance(user, User) and (not second or not factor.has(user) or factor.proves(user, code, now=now)):
            lockout.forgive(username, _HERE)
            return user
        lockout.note_failure(username, _HERE, now=now)
    raise NotProved

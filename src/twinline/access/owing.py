"""A second proof that a role asks for: who lets records cross or opens personal parts shows two, or goes no further.

Whoever came in by a password alone and has such a role reaches the page of their account, where one is added, and
nothing else (docs/decisions/0391, 0442). With ``TWINLINE_SECOND_PROOF=all`` so does everybody, with ``0`` nobody. A
demo asks nobody: all in it is an example, and a new account is made at every try.
"""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

from twinline.access import factor, passkeys
from twinline.access.models import User
from twinline.access.roles import Right
from twinline.sentences import Problem, Sentence

#: The rights that no password opens by itself.
GUARDED = (Right.RELEASE, Right.SEALED_READ, Right.SEALED_WRITE, Right.ANSWER_PERSON, Right.SECOND)
#: Where in the session it stands that a password alone opened it.
_ALONE = "access_alone"
_STILL = frozenset({"access:account", "access:sign-out", "access:change-password", "access:end-session"})
#: Where a first second proof is added: by the password alone, since there is nothing else yet.
_FIRST = frozenset({"access:set-up-code", "access:make-passkey", "access:keep-passkey"})


class SecondAsked(Problem):
    """Somebody is asked for a second proof, and has none that this place can be shown."""

    def __init__(self, name: str) -> None:
        super().__init__("second-asked", Sentence(
            "{name} must show a second proof: add a code of a telephone at the desk, on the page of the account, then "
            "try again.",
            name=name,
        ))  # fmt: skip


def begin(request: HttpRequest, *, alone: bool) -> None:
    """Keep in a session that begins whether a password alone opened it."""
    request.session.pop(_ALONE, None)
    if alone:
        request.session[_ALONE] = True


def shown(request: HttpRequest) -> None:
    """Keep that the holder of a session has now shown, or made, a second proof."""
    request.session.pop(_ALONE, None)


def opens_much(user: User) -> bool:
    """Return whether one of somebody's roles lets records cross, or opens or answers for personal parts."""
    return any(user.may(right) for right in GUARDED)


def asked_of(user: User) -> bool:
    """Return whether the office asks somebody for a second proof."""
    if settings.EXAMPLE_NODE or settings.SECOND_PROOF == "nobody":
        return False
    return settings.SECOND_PROOF == "everyone" or opens_much(user)


def has(user: User) -> bool:
    """Return whether somebody has a second proof of either sort."""
    return factor.has(user) or passkeys.of(user).exists()


def owes(request: HttpRequest, user: User) -> bool:
    """Return whether somebody still owes this session a second proof."""
    return bool(request.session.get(_ALONE)) and asked_of(user)


def leads(page: str, user: User) -> bool:
    """Return whether somebody who owes it may go to a page: to add one, if there is none that they could show."""
    return page in _STILL or (page in _FIRST and not has(user))

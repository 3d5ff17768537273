"""Words by which programs come in: made by a person for a program, shown once, kept hashed, and ended at any time.

A word is bound to an account: what the account may no longer do, its programs may not either, on the next request.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable

from twinline.access import tracing
from twinline.access.models import Token, User
from twinline.access.roles import rights
from twinline.access.scopes import Scope, offered
from twinline.sentences import Problem, Sentence
from twinline.times import DAY_MS, day_of

#: How a word begins, so that it is known for what it is where it shouldn't stand.
MARK = "twinline_"
#: Days until it ends: a year at most.
LONGEST = 365
#: So many of one account at a time.
MOST = 20
LONGEST_NAME = 60


class TokenRefused(Problem):
    """No word is made: why, and what to do."""


def make(user: User, name: str, scopes: Iterable[Scope], *, days: int, now: int) -> tuple[Token, str]:
    """Return a new token and its word, which is kept nowhere; raises ``TokenRefused``.

    ``days`` is how long it opens anything, ``name`` which program it is for.
    """
    asked, name = tuple(scopes), " ".join(name.split())
    lacking = sorted(set(asked) - set(offered(rights(user.roles.split(",")))))
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise TokenRefused("token-name", Sentence("Say which program it is for, in at most 60 characters."))
    if not asked:
        raise TokenRefused("token-scope", Sentence("Say what the program may do: one thing at least."))
    if lacking:
        raise TokenRefused(
            "token-scope", Sentence("This account has not the rights for {scopes}: leave it out.", scopes=lacking)
        )
    if not 1 <= days <= LONGEST:
        raise TokenRefused("token-days", Sentence("A key for a program ends after 1 to 365 days: say after how many."))
    if Token.objects.filter(user=user).count() >= MOST:
        raise TokenRefused("token-many", Sentence("This account has 20 keys for programs already: end one first."))
    word = MARK + secrets.token_urlsafe(32)
    made = Token.objects.create(
        user=user, name=name, word_hash=_hash(word), scopes=",".join(asked), made_ms=now, ends_ms=now + days * DAY_MS
    )
    _traced(user, "token", now)
    return made, word


def found(word: str, *, now: int) -> Token | None:
    """Return the token of a word that still opens something, and note the day; None where there is none such."""
    kept = Token.objects.select_related("user").filter(word_hash=_hash(word), ends_ms__gt=now).first()
    if kept is None or not kept.user.is_active:
        return None
    if kept.used_day != day_of(now):
        Token.objects.filter(pk=kept.pk).update(used_day=day_of(now))
    return kept


def of(user: User) -> list[Token]:
    """Return a person's tokens, the latest first, those that ended by themselves too."""
    return list(Token.objects.filter(user=user).order_by("-made_ms", "-pk"))


def end(user: User, number: int, *, now: int) -> bool:
    """End one of a person's tokens: the next request by it finds a closed door. Return whether there was one."""
    ended, _ = Token.objects.filter(user=user, pk=number).delete()
    if ended:
        _traced(user, "no-token", now)
    return bool(ended)


def _traced(user: User, reason: str, now: int) -> None:
    tracing.note(now=now, officer=user.username, organisation=user.organisation, act="account", reason=reason)


def _hash(word: str) -> str:
    # 256 random bits need no slow hash: there is nothing to guess.
    return hashlib.sha256(word.encode()).hexdigest()

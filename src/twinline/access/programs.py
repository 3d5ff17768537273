"""The door of programs: a word in the head ``Authorization: Bearer``, and nothing else, says who asks.

No cookie is looked at, so that no other site's page can ask in somebody's name; no word is taken from an address, which
others may see. Whoever comes in is the account that the word is bound to, with no right but those its scopes name.
"""

from __future__ import annotations

from http import HTTPStatus

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import translation
from django.utils.translation.trans_real import parse_accept_lang_header

from twinline.access import journal, lockout, tokens, whence
from twinline.access.pace import Pace
from twinline.access.scopes import Scope, known, within
from twinline.sentences import Problem, Sentence
from twinline.times import now_ms
from twinline.tongues import FALLBACK, LANGUAGES, told

#: Requests by one token in a minute: a program that runs wild doesn't stop the desk.
MOST_A_MINUTE = 600
_SCHEME = "bearer "
_NO_WORD = Problem(
    "no-token",
    Sentence("Say who asks: Authorization: Bearer, and a key that a person made on the page of their account."),
)
_CLOSED = Problem(
    "closed-token",
    Sentence("This key opens nothing: it ended, or there is none such. Make another on the page of the account."),
)
_PAUSE = Problem("pause", Sentence("Too many requests: wait, then ask again."))


def language(request: HttpRequest) -> str:
    """Return the first of the four languages that ``Accept-Language`` asks for; English where it asks for none."""
    for code, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        if (short := code.partition("-")[0]) in LANGUAGES:
            return short
    return FALLBACK


def admit(request: HttpRequest) -> HttpResponse | None:
    """Make whom a word is bound to the one who asks, and the language that asked for; or return why not."""
    request.user = AnonymousUser()
    translation.activate(language(request))
    given = request.headers.get("Authorization", "")
    if given[: len(_SCHEME)].lower() != _SCHEME:
        return refusal(request, HTTPStatus.UNAUTHORIZED, _NO_WORD)
    now = now_ms()
    token = tokens.found(given[len(_SCHEME) :].strip(), now=now)
    if token is None:
        journal.tell(journal.Event.WRONG_KEY)
        return _unknown(request, now)
    if _PACE.asked(token.pk, now):
        return refusal(request, HTTPStatus.TOO_MANY_REQUESTS, _PAUSE, wait_s=60)
    user = token.user
    user.scopes = frozenset(known(each for each in token.scopes.split(",") if each in set(Scope)))
    user.within = within(user.scopes)
    request.user = user
    return None


def lacks(request: HttpRequest, scope: Scope | None) -> HttpResponse:
    """Return that a program may not do what it asks: its account has no such right, or its word no such scope."""
    problem = Problem(
        "may-not",
        Sentence("This key or its account may not do this: it takes {scope!r}.", scope=scope or "read"),
        remedy=Sentence("Make a key with it, or ask somebody who has that right."),
    )
    return refusal(request, HTTPStatus.FORBIDDEN, problem)


def refusal(request: HttpRequest, status: int, problem: Problem, *, wait_s: int = 0, **more: object) -> HttpResponse:
    """Return an error as programs get it from every command, in the language asked for; ``more`` beside it."""
    lang = language(request)
    told_of = {"check": problem.check, "where": told(problem.at, lang), "sentence": told(problem.told, lang),
               "remedy": told(problem.to_do, lang)}  # fmt: skip
    answer = JsonResponse({"error": told_of | more}, status=status, json_dumps_params={"ensure_ascii": False})
    answer["Cache-Control"] = "private, no-store"
    if status == HTTPStatus.UNAUTHORIZED:
        answer["WWW-Authenticate"] = "Bearer"
    if wait_s:
        answer["Retry-After"] = str(wait_s)
    return answer


def _unknown(request: HttpRequest, now: int) -> HttpResponse:
    """Answer a word that opens nothing; whoever tries several from one place is told to wait.

    A word that is good still opens meanwhile: behind a proxy many programs have one address.
    """
    place = whence.address(request)
    who = f"\ntoken\n{place}"
    until = lockout.locked_until(who, place, now=now)
    if until is None:
        lockout.note_failure(who, place, now=now)
        return refusal(request, HTTPStatus.UNAUTHORIZED, _CLOSED)
    return refusal(request, HTTPStatus.TOO_MANY_REQUESTS, _PAUSE, wait_s=max(1, (until - now) // 1000))


_PACE = Pace(MOST_A_MINUTE)

"""Which pages stand open without signing in, and which right each other one takes. A page named nowhere is closed."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.contrib import auth, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from twinline.access import journal, owing, programs, signed, staying
from twinline.access.models import User
from twinline.access.pace import MINUTE_MS, Pace
from twinline.access.roles import Right
from twinline.access.scopes import Scope
from twinline.times import now_ms

OPEN_ROUTES = frozenset(
    {
        "access:sign-in",
        "access:second",
        "access:link",
        "access:ask-passkey",
        "access:enter-passkey",
        "desk:language",
        "desk:theme",
        "desk:strip-css",
        "healthz",
    }
)
#: For every other page the right to look (GET) and the right to act (POST); whose record it is, the page itself asks.
NEEDS: dict[str, tuple[Right, Right]] = {
    "access:sign-out": (Right.READ, Right.READ),
    "access:account": (Right.READ, Right.READ),
    "access:change-password": (Right.READ, Right.READ),
    "access:set-up-code": (Right.READ, Right.READ),
    "access:drop-code": (Right.READ, Right.READ),
    "access:end-session": (Right.READ, Right.READ),
    "access:reminders": (Right.READ, Right.READ),
    "access:make-passkey": (Right.READ, Right.READ),
    "access:keep-passkey": (Right.READ, Right.READ),
    "access:remove-passkey": (Right.READ, Right.READ),
    "access:make-token": (Right.READ, Right.READ),
    "access:end-token": (Right.READ, Right.READ),
    "desk:home": (Right.READ, Right.READ),
    "desk:records": (Right.READ, Right.READ),
    "desk:keep-filter": (Right.READ, Right.READ),
    "desk:remove-filter": (Right.READ, Right.READ),
    "desk:record": (Right.READ, Right.READ),
    "desk:act": (Right.READ, Right.SAY),
    "desk:minutes": (Right.READ, Right.READ),
    "desk:walk-sheet": (Right.READ, Right.READ),
    "desk:grid": (Right.SAY, Right.SAY),
    "desk:rounds": (Right.READ, Right.READ),
    "desk:round-open": (Right.RELEASE, Right.RELEASE),
    "desk:round": (Right.READ, Right.READ),
    "desk:round-sheet": (Right.READ, Right.SAY),
    "desk:papers": (Right.SAY, Right.SAY),
    "desk:on-paper": (Right.SAY, Right.SAY),
    "desk:amend": (Right.SAY, Right.SAY),
    "desk:amend-draft": (Right.SAY, Right.SAY),
    "desk:recount": (Right.SAY, Right.SAY),
    "desk:release": (Right.RELEASE, Right.RELEASE),
    "desk:release-list": (Right.RELEASE, Right.RELEASE),
    "desk:words": (Right.RELEASE, Right.RELEASE),
    "desk:words-file": (Right.RELEASE, Right.RELEASE),
    "desk:narrow": (Right.RELEASE, Right.RELEASE),
    "desk:picture": (Right.READ, Right.READ),
    "desk:small-picture": (Right.READ, Right.READ),
    "desk:new": (Right.SAY, Right.SAY),
    "desk:fill-in": (Right.SAY, Right.SAY),
    "desk:draft": (Right.SAY, Right.SAY),
    "desk:grid-draft": (Right.SAY, Right.SAY),
    "desk:inbox": (Right.READ, Right.READ),
    "desk:calendar": (Right.READ, Right.READ),
    "desk:calendar-file": (Right.READ, Right.READ),
    "desk:monday": (Right.READ, Right.READ),
    "desk:monday-pdf": (Right.READ, Right.READ),
    "desk:same-event": (Right.READ, Right.ANSWER),
    "desk:side-by-side": (Right.READ, Right.ANSWER),
    "desk:side-by-side-sheet": (Right.READ, Right.READ),
    "desk:side-by-side-answers": (Right.ANSWER, Right.ANSWER),
    "desk:sheets": (Right.READ, Right.SAY),
    "desk:sheet-template": (Right.READ, Right.READ),
    "desk:as-sheet": (Right.READ, Right.READ),
    "desk:line": (Right.READ, Right.READ),
    "desk:line-map": (Right.READ, Right.READ),
    "desk:line-out": (Right.READ, Right.READ),
    "desk:track": (Right.SAY, Right.SAY),
    "desk:report": (Right.READ, Right.READ),
    "desk:figure": (Right.READ, Right.READ),
    "desk:figure-sheet": (Right.READ, Right.READ),
    "desk:report-letters": (Right.SAY, Right.SAY),
    "desk:report-letter": (Right.SAY, Right.SAY),
    "desk:report-letter-remove": (Right.SAY, Right.SAY),
    "desk:report-years": (Right.SAY, Right.SAY),
    "desk:report-writing": (Right.SAY, Right.SAY),
    "desk:report-writing-draft": (Right.SAY, Right.SAY),
    "desk:report-issue": (Right.SAY, Right.SAY),
    "desk:report-issued": (Right.READ, Right.READ),
    "desk:report-file": (Right.READ, Right.READ),
    "desk:exchange": (Right.READ, Right.READ),
    "desk:alarms": (Right.READ, Right.READ),
    "desk:evidence": (Right.READ, Right.READ),
    "desk:exchange-now": (Right.CARRY, Right.CARRY),
    "desk:write-file": (Right.CARRY, Right.CARRY),
    "desk:read-file": (Right.CARRY, Right.CARRY),
    "sealed:of-record": (Right.SEALED_READ, Right.SEALED_WRITE),
    "sealed:open": (Right.SEALED_READ, Right.SEALED_READ),
    "sealed:change": (Right.SEALED_WRITE, Right.SEALED_WRITE),
    "sealed:hold": (Right.SEALED_WRITE, Right.SEALED_WRITE),
    "sealed:erase": (Right.SEALED_WRITE, Right.SEALED_WRITE),
    "sealed:requests": (Right.SECOND, Right.ANSWER_PERSON),
    "sealed:confirm": (Right.SECOND, Right.SECOND),
    "sealed:request": (Right.ANSWER_PERSON, Right.ANSWER_PERSON),
    "sealed:answer": (Right.ANSWER_PERSON, Right.ANSWER_PERSON),
    "sealed:end": (Right.ANSWER_PERSON, Right.ANSWER_PERSON),
    "sealed:act": (Right.ANSWER_PERSON, Right.ANSWER_PERSON),
    "access:trace": (Right.TRACE, Right.TRACE),
    "api:openapi": (Right.READ, Right.READ),
    "api:kinds": (Right.READ, Right.READ),
    "api:kind": (Right.READ, Right.READ),
    "api:records": (Right.READ, Right.SAY),
    "api:record": (Right.READ, Right.READ),
    "api:amend": (Right.SAY, Right.SAY),
    "api:withdraw": (Right.SAY, Right.SAY),
    "api:countersign": (Right.ANSWER, Right.ANSWER),
    "api:dispute": (Right.ANSWER, Right.ANSWER),
    "api:waiting": (Right.READ, Right.READ),
    "api:indicators": (Right.READ, Right.READ),
    "api:figures": (Right.READ, Right.READ),
    "api:line-coverage": (Right.READ, Right.READ),
    "api:line-gaps": (Right.READ, Right.READ),
    "api:line-unattended": (Right.READ, Right.READ),
    "api:line-markers": (Right.READ, Right.READ),
    "api:reports": (Right.READ, Right.READ),
    "api:report": (Right.READ, Right.READ),
    "api:missing": (Right.READ, Right.READ),
}
#: For what is there for programs, what they must be let in for to look and to act; None: for anything.
ASKS: dict[str, tuple[Scope | None, Scope | None]] = {
    "api:openapi": (None, None),
    "api:kinds": (None, None),
    "api:kind": (None, None),
    "api:records": (Scope.RECORDS, Scope.SAY),
    "api:record": (Scope.RECORDS, Scope.RECORDS),
    "api:amend": (Scope.SAY, Scope.SAY),
    "api:withdraw": (Scope.SAY, Scope.SAY),
    "api:countersign": (Scope.ANSWER, Scope.ANSWER),
    "api:dispute": (Scope.ANSWER, Scope.ANSWER),
    "api:waiting": (Scope.RECORDS, Scope.RECORDS),
    "api:indicators": (Scope.FIGURES, Scope.FIGURES),
    "api:figures": (Scope.FIGURES, Scope.FIGURES),
    "api:line-coverage": (Scope.FIGURES, Scope.FIGURES),
    "api:line-gaps": (Scope.FIGURES, Scope.FIGURES),
    "api:line-unattended": (Scope.FIGURES, Scope.FIGURES),
    "api:line-markers": (Scope.FIGURES, Scope.FIGURES),
    "api:reports": (Scope.FIGURES, Scope.FIGURES),
    "api:report": (Scope.FIGURES, Scope.FIGURES),
    "api:missing": (None, None),
}
#: Requests of one session in a minute, beside scripts and styles: a page with its pictures has some dozen.
MOST_A_MINUTE = 3_000
_PACE = Pace(MOST_A_MINUTE)
LOOKING = frozenset({"GET", "HEAD", "OPTIONS"})
# The exchange between desks knows its callers by their signatures, not by an account.
OPEN_NAMESPACES = frozenset({"exchange"})
# Programs come in by a word of their own, never by the session of a browser.
PROGRAMS = "api"


class SignInFirst:
    """Middleware: every page asks for an account unless its route is named above."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "private, no-store")
            if not is_for_programs(request):
                staying.used(request, response, now=now_ms())
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Return a redirect to the sign-in page for a stranger; raise ``PermissionDenied`` where a right is missing."""
        if is_open(request):
            return None
        if is_for_programs(request):
            return programs.admit(request) or self._program(request)
        if isinstance(request.user, User) and staying.ran_out(request, now=now_ms()):
            self._ended(request, request.user)
        if isinstance(request.user, User):
            if too_many := _PACE.asked(request.session.session_key, now_ms()):
                return self._slow(request, first=too_many == 1)
            if owing.owes(request, request.user) and not owing.leads(_page(request), request.user):
                return HttpResponseRedirect(reverse("access:account"))
            if may_enter(request.user, request):
                return None
            self._told(request)
            raise PermissionDenied
        place = urlencode({"next": request.get_full_path()}) if request.method == "GET" else ""
        return HttpResponseRedirect(f"{reverse('access:sign-in')}?{place}".rstrip("?"))

    def _slow(self, request: HttpRequest, *, first: bool) -> HttpResponse:
        if first:
            journal.tell(journal.Event.TOO_FAST, account=request.user.get_username())
        answer = render(request, "429.html", status=HTTPStatus.TOO_MANY_REQUESTS)
        answer["Retry-After"] = str(MINUTE_MS // 1000)
        return answer

    def _ended(self, request: HttpRequest, user: User) -> None:
        """End a session that lasted long enough, and say so on the page that follows."""
        journal.tell(journal.Event.WENT, account=user.username)
        signed.forget(request)
        auth.logout(request)
        messages.info(
            request, _("You were away for more than an hour, or signed in for twelve. Please sign in once more.")
        )

    def _told(self, request: HttpRequest) -> None:
        account = request.user.get_username()
        journal.tell(journal.Event.REFUSED, account=account, method=request.method, page=_page(request))

    def _program(self, request: HttpRequest) -> HttpResponse | None:
        """Return why a program that came in may not do what it asks; None if it may."""
        match = request.resolver_match
        assert isinstance(request.user, User)
        assert match is not None
        if may_enter(request.user, request):
            return None
        self._told(request)
        asked = ASKS.get(match.view_name, (None, None))
        return programs.lacks(request, asked[request.method not in LOOKING])


def _page(request: HttpRequest) -> str:
    return request.resolver_match.view_name if request.resolver_match else ""


def may_enter(user: User, request: HttpRequest) -> bool:
    """Return whether a person's roles give the right that the asked-for page takes; nobody enters one named nowhere.

    What is there for programs takes what they must be let in for, too.
    """
    match = request.resolver_match
    needed = NEEDS.get(match.view_name) if match is not None else None
    if match is None or needed is None or not user.may(needed[request.method not in LOOKING]):
        return False
    if not is_for_programs(request):
        return True
    asked = ASKS.get(match.view_name)
    scope = asked[request.method not in LOOKING] if asked is not None else None
    return asked is not None and (scope is None or scope in user.scopes)


def is_for_programs(request: HttpRequest) -> bool:
    """Return whether the asked-for route is there for programs."""
    return request.resolver_match is not None and PROGRAMS in request.resolver_match.namespaces


def is_open(request: HttpRequest) -> bool:
    """Return whether the asked-for route stands open."""
    match = request.resolver_match
    if match is None:
        return False
    return match.view_name in OPEN_ROUTES or bool(OPEN_NAMESPACES & set(match.namespaces))

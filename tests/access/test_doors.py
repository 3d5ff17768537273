"""Every page asks for an account, but for the few that must stand open."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.urls import ResolverMatch, URLPattern, URLResolver, get_resolver, resolve, reverse

from tests.border import Border
from twinline.access import tokens
from twinline.access.doors import ASKS, NEEDS, OPEN_NAMESPACES, OPEN_ROUTES, may_enter
from twinline.access.models import User
from twinline.access.roles import ROLES, Right, rights
from twinline.access.scopes import RIGHTS, Scope, within
from twinline.store import here
from twinline.times import now_ms

A_RECORD = "01a20682-1a83-7f35-958a-20f681a33740"
FILLING = {
    "name": "monthly",
    "number": 1,
    "unit": "vn-na-bg",
    "other_id": "0195aaaa-7000-7000-8000-000000000001",
    "month": "2026-06",
    "form": "csv",
    "record_id": A_RECORD,
    "act": "countersign",
    "record": A_RECORD,
    "report": "joint",
    "kind": "incident",
    "partner": "ab",
    "word": "none",
    "sha256": "ab" * 32,
    "part": "0" * 32,
    "request_name": "0" * 32,
    "done": "erase",
    "language": "lo",
}


def routes(resolver: URLResolver | None = None, space: str = "") -> list[tuple[str, URLPattern]]:
    """Return every named route of the desk."""
    found: list[tuple[str, URLPattern]] = []
    for each in (resolver or get_resolver()).url_patterns:
        if isinstance(each, URLResolver):
            found += routes(each, each.namespace or space)
        else:
            found.append((f"{space}:{each.name}" if space else str(each.name), each))
    return found


def address(name: str, pattern: URLPattern) -> str:
    needed = {*pattern.pattern.converters, *pattern.pattern.regex.groupindex}
    return reverse(name, kwargs={key: FILLING[key] for key in needed})


#: What is there for programs, which come in by a key and not by a session: tests/api.
PROGRAMS = [(name, pattern) for name, pattern in routes() if name.split(":")[0] == "api"]
CLOSED = [
    (name, pattern)
    for name, pattern in routes()
    if name not in OPEN_ROUTES and name.split(":")[0] not in OPEN_NAMESPACES
]


PAGES = [each for each in CLOSED if each not in PROGRAMS]


@pytest.mark.parametrize(("name", "pattern"), PAGES, ids=[name for name, _ in PAGES])
@pytest.mark.parametrize("method", ["get", "post", "put", "delete", "head", "options"])
def test_a_stranger_is_led_to_the_sign_in_page(
    client: Client, db: None, name: str, pattern: URLPattern, method: str
) -> None:
    answer = getattr(client, method)(address(name, pattern))
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("access:sign-in"))


@pytest.mark.parametrize(("name", "pattern"), PROGRAMS, ids=[name for name, _ in PROGRAMS])
@pytest.mark.parametrize("method", ["get", "post", "put", "delete", "head", "options"])
def test_a_program_without_a_key_is_told_to_bring_one_and_a_session_is_none(
    client: Client, db: None, name: str, pattern: URLPattern, method: str
) -> None:
    client.force_login(User.objects.create(username="lan", password="!", organisation="vn-na", roles="commander"))
    answer = getattr(client, method)(address(name, pattern))
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")


def test_the_list_of_routes_is_not_empty() -> None:
    assert {"desk:home", "desk:record", "desk:report", "desk:exchange"} <= {name for name, _ in CLOSED}


def test_every_open_route_exists() -> None:
    assert {name for name, _ in routes()} >= OPEN_ROUTES


def test_an_officer_sent_to_sign_in_comes_back_to_the_page_asked_for(client: Client, db: None) -> None:
    assert client.get("/records/?side=LA")["Location"] == "/sign-in/?next=%2Frecords%2F%3Fside%3DLA"


def test_every_closed_route_names_the_right_it_takes() -> None:
    assert {name for name, _ in CLOSED} == set(NEEDS)
    assert {name for name, _ in PROGRAMS} == set(ASKS)


@pytest.mark.parametrize("role", sorted(ROLES))
def test_each_role_enters_exactly_the_pages_its_rights_open(role: str, rf: RequestFactory) -> None:
    user, cells = User(username="x", roles=role), 0
    user.scopes = frozenset(Scope)
    for name, pattern in CLOSED:
        looks, acts = NEEDS[name]
        for method, right in (("get", looks), ("head", looks), ("options", looks), ("post", acts), ("put", acts)):
            request = getattr(rf, method)(address(name, pattern))
            request.resolver_match = resolve(request.path)
            assert may_enter(user, request) is (right in rights((role,))), (name, method)
            cells += 1
    assert cells == 5 * len(CLOSED)


LOOKS_AND_ACTS = (("get", 0), ("head", 0), ("options", 0), ("post", 1), ("put", 1))


@pytest.mark.parametrize("scope", list(Scope))
@pytest.mark.parametrize("role", sorted(ROLES))
def test_a_key_opens_exactly_what_both_its_scope_and_its_account_s_role_open(
    role: str, scope: Scope, rf: RequestFactory
) -> None:
    user, cells = User(username="x", roles=role), 0
    user.scopes, user.within = frozenset({scope}), within((scope,))
    for name, pattern in PROGRAMS:
        for method, acts in LOOKS_AND_ACTS:
            request = getattr(rf, method)(address(name, pattern))
            request.resolver_match = resolve(request.path)
            asked, right = ASKS[name][acts], NEEDS[name][acts]
            opens = asked in (None, scope) and right in rights((role,)) & RIGHTS[scope]
            assert may_enter(user, request) is opens, (name, method)
            cells += 1
    assert cells == 5 * len(PROGRAMS)


def test_no_scope_names_a_right_over_personal_parts_the_trace_or_the_other_side_s_calls() -> None:
    named = {right for each in RIGHTS.values() for right in each}
    assert named == {Right.READ, Right.SAY, Right.ANSWER, Right.RELEASE}
    assert {right for name in ASKS for right in NEEDS[name]} <= named


def test_without_its_scope_the_role_alone_would_open_it(rf: RequestFactory) -> None:
    user, request = User(username="x", roles="analyst"), rf.get("/api/1/records")
    request.resolver_match = resolve(request.path)
    assert NEEDS["api:records"][0] in rights(("analyst",))
    assert not may_enter(user, request)


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "PROPFIND"])
def test_a_method_that_no_page_has_does_nothing(client: Client, db: None, method: str) -> None:
    every = ",".join(sorted(set(ROLES) - {"operator", "auditor"}))
    user = User.objects.create(username="lan", password="!", organisation="vn-na", roles=every)
    client.force_login(user)
    _, word = tokens.make(user, "x", Scope, days=1, now=now_ms())
    key = {"Authorization": f"Bearer {word}"}
    asked = [each for each in routes() if each[0].split(":")[0] not in OPEN_NAMESPACES and each[0] != "healthz"]
    answers = {name: client.generic(method, address(name, pattern), headers=key).status_code for name, pattern in asked}
    assert set(answers.values()) == {405}, {name for name, code in answers.items() if code != 405}


#: What no two answers have in common: when, and what is drawn anew for each form.
ITS_OWN = {"Date", "Set-Cookie", "Expires", "Last-Modified"}


def heads_that_differ(client: Client, key: dict[str, str]) -> set[str]:
    """Return the routes, static files among them, whose HEAD isn't their GET without a body."""
    different = set()
    asked = [(name, address(name, pattern)) for name, pattern in routes()]
    for name, path in [*asked, ("static", "/static/desk/desk.css"), ("nowhere", "/nowhere/")]:
        whole, head = (client.generic(method, path, headers=key) for method in ("GET", "HEAD"))
        body = b"".join(whole.streaming_content) if whole.streaming else whole.content
        told = [{k: v for k, v in one.headers.items() if k not in ITS_OWN} for one in (whole, head)]
        left = b"".join(head.streaming_content) if head.streaming else head.content
        length = head.headers.get("Content-Length", str(len(body)))
        if whole.status_code != head.status_code or told[0] != told[1] or left or length != str(len(body)):
            different.add(name)
    return different


@pytest.fixture
def at_a_desk(db: None, border: Border, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(here, "_open", lambda _: border.vn.ledger)


@pytest.mark.parametrize("roles", ["", "operator", "commander,investigator,protection"])
def test_whoever_asks_for_the_head_alone_is_answered_as_for_all_of_it_without_a_body(
    client: Client, at_a_desk: None, roles: str
) -> None:
    key = {}
    if roles:
        user = User.objects.create(username="lan", password="!", organisation="vn-na", roles=roles)
        client.force_login(user)
        key = {"Authorization": f"Bearer {tokens.make(user, 'x', [Scope.RECORDS], days=1, now=now_ms())[1]}"}
    assert heads_that_differ(client, key) == set()


def test_without_that_a_page_to_sign_in_at_would_refuse_it(client: Client, at_a_desk: None, settings: Any) -> None:
    settings.MIDDLEWARE = [each for each in settings.MIDDLEWARE if not each.endswith("HeadAlone")]
    assert "access:sign-in" in heads_that_differ(client, {})


def test_a_page_that_names_no_right_is_closed_to_everybody(rf: RequestFactory) -> None:
    request = rf.get("/")
    request.resolver_match = ResolverMatch(lambda: None, (), {}, url_name="new-page", namespaces=["desk"])
    assert not may_enter(User(username="x", roles=",".join(ROLES)), request)

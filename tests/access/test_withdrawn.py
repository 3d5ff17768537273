"""What was taken away opens nothing on the very next request, on every page and by every method, session or no."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.access.test_doors import PAGES, address
from tests.border import Border
from twinline.access import doors
from twinline.access.models import User
from twinline.access.roles import NEVER, ROLES, rights
from twinline.store import here

METHODS = ("GET", "HEAD", "POST", "PUT", "OPTIONS")
EVERY = ",".join(sorted(set(ROLES) - set(NEVER)))
CELLS = [(name, address(name, pattern), method) for name, pattern in PAGES for method in METHODS]


@pytest.fixture
def lan(db: None, border: Border, monkeypatch: pytest.MonkeyPatch) -> User:
    monkeypatch.setattr(here, "_open", lambda _: border.vn.ledger)
    return User.objects.create(username="lan", password="!", organisation="vn-na", roles=EVERY)


@pytest.fixture
def inside(lan: User) -> Client:
    """A browser in which somebody with every role is at work."""
    client = Client()
    client.force_login(lan)
    assert client.get("/account/trace/").status_code == 200
    return client


def answers(client: Client) -> dict[str, tuple[int, str]]:
    """Return what each page answers to each method: its status, and where it leads."""
    told = {}
    for name, place, method in CELLS:
        got = client.generic(method, place)
        told[f"{method} {name}"] = got.status_code, got.headers.get("Location", "").split("?")[0]
    return told


def test_whose_roles_are_all_taken_away_is_refused_everywhere(inside: Client, lan: User) -> None:
    User.objects.filter(pk=lan.pk).update(roles="")
    assert set(answers(inside).values()) == {(403, "")}


def test_an_account_that_was_ended_is_led_to_the_sign_in_page_from_everywhere(inside: Client, lan: User) -> None:
    User.objects.filter(pk=lan.pk).update(is_active=False)
    assert set(answers(inside).values()) == {(302, "/sign-in/")}


def test_whose_password_was_renewed_elsewhere_is_led_to_the_sign_in_page(inside: Client, lan: User) -> None:
    lan.set_password("four other quiet words")
    lan.save()
    assert inside.get("/account/trace/").headers["Location"].startswith("/sign-in/")


def test_with_one_role_left_all_that_it_does_not_open_is_refused(inside: Client, lan: User) -> None:
    """Asked of the node itself, not of its table."""
    refused = 0
    for role in ROLES:
        User.objects.filter(pk=lan.pk).update(roles=role)
        closed = [(place, at) for name, place, at in CELLS if at in ("GET", "POST") and not _opens(role, name, at)]
        assert {inside.generic(method, place).status_code for place, method in closed} <= {403}, role
        refused += len(closed)
    assert refused > 200


def test_a_page_that_lost_its_rule_opens_to_nobody(inside: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: the page opened a moment ago, to one with every role."""
    monkeypatch.delitem(doors.NEEDS, "access:trace")
    assert {inside.generic(method, "/account/trace/").status_code for method in METHODS} == {403}


def _opens(role: str, name: str, method: str) -> bool:
    return doors.NEEDS[name][method not in doors.LOOKING] in rights((role,))

"""From where somebody tries: behind a proxy of ours its word is believed, anybody else's isn't."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client, RequestFactory

from twinline.access import lockout, whence
from twinline.access.models import User

OURS, OTHER = "127.0.0.1", "198.51.100.7"


@pytest.mark.parametrize(
    ("near", "said", "from_where"),
    [
        (OURS, "203.0.113.5", "203.0.113.5"),
        (OURS, "1.1.1.1, 203.0.113.5", "203.0.113.5"),  # the caller made up the first
        (OURS, "203.0.113.5, 10.0.0.2", "203.0.113.5"),  # two proxies of ours
        (OURS, "2001:DB8:0::5", "2001:db8::5"),
        (OURS, "", OURS),
        (OURS, "nonsense", OURS),
        (OURS, "203.0.113.5, nonsense", OURS),
        (OTHER, "203.0.113.5", OTHER),
    ],
)
def test_only_what_a_proxy_of_ours_wrote_is_believed(settings: Any, near: str, said: str, from_where: str) -> None:
    settings.PROXIES = frozenset({OURS, "10.0.0.2"})
    request = RequestFactory().get("/", REMOTE_ADDR=near, headers={"X-Forwarded-For": said} if said else {})
    assert whence.address(request) == from_where


def test_without_a_proxy_named_nobody_is_believed(rf: RequestFactory) -> None:
    assert whence.address(rf.get("/", REMOTE_ADDR=OURS, headers={"X-Forwarded-For": "203.0.113.5"})) == OURS


def tried(client: Client, source: str) -> bool:
    """Return whether a wrong password from somewhere was answered with a pause."""
    answer = client.post("/sign-in/", {"username": "lan", "password": "wrong"}, headers={"X-Forwarded-For": source})
    return "Too many attempts" in answer.content.decode()


@pytest.mark.parametrize("named", [True, False])
def test_behind_a_proxy_one_guesser_pauses_a_name_for_itself_alone(
    db: None, settings: Any, monkeypatch: pytest.MonkeyPatch, client: Client, named: bool
) -> None:
    """The control: where the proxy isn't named all come from it, and wait together."""
    monkeypatch.setattr("twinline.desk.house.this_desk", lambda lang: None)
    settings.PROXIES = frozenset({OURS} if named else ())
    User.objects.create_user("lan", "four quiet words here", display_name="Lan", organisation="vn-na")
    assert [tried(client, "203.0.113.5") for _ in range(5)] == [False] * 4 + [True]
    assert tried(client, "203.0.113.6") is not named
    assert lockout.TRIES_FROM_ONE_PLACE == 5


@pytest.mark.django_db
@pytest.mark.parametrize("place", ["/", "/sign-in/", "/static/desk/following.mjs", "/api/1/records"])
@pytest.mark.parametrize(
    "called", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:8470", "localhost, x"]
)
def test_by_a_name_that_is_not_ours_nothing_is_given(
    settings: Any, monkeypatch: pytest.MonkeyPatch, place: str, called: str
) -> None:
    """The control: by ours each is answered in its way."""
    monkeypatch.setattr("twinline.desk.house.this_desk", lambda lang: None)
    settings.ALLOWED_HOSTS = ["localhost"]
    assert Client().get(place, headers={"Host": called}).status_code == 400
    assert Client().get(place, headers={"Host": "localhost:8470"}).status_code != 400


@pytest.mark.django_db
def test_the_policy_of_a_page_stands_in_one_order_on_every_node(monkeypatch: pytest.MonkeyPatch) -> None:
    """The package draws the order anew in each process; the control: all of what is set is in it."""
    monkeypatch.setattr("twinline.desk.house.this_desk", lambda lang: None)
    told = Client().get("/sign-in/", headers={"Host": "localhost"}).headers["Content-Security-Policy"].split("; ")
    assert told == sorted(told)
    assert {each.split()[0] for each in told} == set(django_settings.CONTENT_SECURITY_POLICY["DIRECTIVES"])

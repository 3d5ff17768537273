"""Role by address by method by audience, from the addresses the node really has: who isn't addressed learns nothing.

Somebody of another organisation of the same node, with every role there is, asks for a record that isn't addressed to
them by every address that names one, with every method. They must get, byte for byte, what they get for a record that
was never said. An address added tomorrow is in here tomorrow.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, reverse

from tests.access.test_doors import FILLING, routes
from tests.border import Border, Side, incident
from tests.store.pictures import photo
from twinline.access.doors import OPEN_NAMESPACES
from twinline.access.models import PersonRequest, User
from twinline.access.roles import NEVER, ROLES
from twinline.records.example_year import example_year
from twinline.records.examples import agreements
from twinline.sealed.part import Part
from twinline.sealed.vault import Vault
from twinline.store import attachments, here
from twinline.times import now_ms

MARK = "Mark 7341 beside the ford"
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
NOBODY = "01a20682-1a83-7f35-958a-20f681a33740"
ASKED = [(name, pattern) for name, pattern in routes()
         if set(pattern.pattern.converters) | set(pattern.pattern.regex.groupindex)
         and name.split(":")[0] not in OPEN_NAMESPACES]  # fmt: skip
EVERY = ",".join(sorted(set(ROLES) - set(NEVER)))
_CHANGING = re.compile(rb'(name="csrfmiddlewaretoken" value=")[^"]*')


@pytest.fixture(autouse=True)
def accounts(db: None) -> None:
    """The accounts' database is opened before the ledgers', which it knows nothing of."""


@pytest.fixture
def ask(border: Border, monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[int, bytes]]:
    """Return what somebody of an organisation gets at an address; what changes at every asking is taken out."""
    monkeypatch.setattr(here, "_open", lambda _: border.vn.ledger)
    clients: dict[str, Client] = {}

    def answer(organisation: str, method: str, address: str, hide: str) -> tuple[int, bytes]:
        if organisation not in clients:
            clients[organisation] = Client()
            clients[organisation].force_login(
                User.objects.create(username=organisation, password="!", organisation=organisation, roles=EVERY)
            )
        got = clients[organisation].generic(method, address)
        # A message that waits is shown on whatever page comes next: it is part of the answer, here and now.
        after = clients[organisation].get("/account/") if got.status_code == 302 else None
        told = got.content + got.headers.get("Location", "").encode() + (after.content if after else b"")
        return got.status_code, _CHANGING.sub(rb"\1", told).replace(hide.encode(), b"*")

    return answer


Hidden = Mapping[str, Sequence[str]]
STRETCH = {"entrusted_to": "vn-v-tien-tieu", "from": "2024", "place": {"marker": "403", "to_marker": "405"}}
#: Kinds that addresses of their own lead to (rounds and their sheets, papers, issued reports): one of each, hidden.
KINDS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("reporting_round", {"indicators": ["drug_cases"], "period": "2025-12", "due_days": 5,
                         "units": [{"unit": "vn-na-bg"}]}),
    ("stretch", STRETCH),
    ("activity", {"type": "talks", "when": "2026-07-22", "counterparts": ["la-xk"]}),
)  # fmt: skip


def of_kinds(side: Side) -> Iterator[str]:
    """Yield a record of each kind that addresses lead to, an agreement with terms and what it binds to among them."""
    for kind, body in KINDS:
        yield side.say(kind, {**body, "example": True}, to="self").record
    for kind in ("agreement", "commitment"):
        body = next(one.body for one in (*agreements(), *example_year(2026)) if one.kind == kind)
        yield side.say(kind, {**body, "example": True}, to="self").record


@pytest.fixture
def hidden(border: Border) -> Hidden:
    """Things of Nghệ An's alone, by the names that addresses have for them: records, a part, a picture, a request."""
    side: Side = border.vn
    note = {"language": "en", "text": MARK}
    picture = attachments.keep(side.ledger, photo(), "goods")
    record = side.say("incident", incident(note=note, attachments=[picture]), to="self").record
    part = Part(person="suspect", basis="fact", purpose="investigation", ends=30_000, name=MARK)
    now = now_ms()
    asked = PersonRequest.objects.create(
        name="a" * 32, why="own", organisation="vn-na", opened_ms=now, opened_by="vn-na", confirmed_ms=now,
        confirmed_by="huong", found="",
    )  # fmt: skip
    return {
        "record_id": [record, *of_kinds(side)],
        "part": [Vault(side.ledger.folder).put(record, part, now=side.clock())],
        "other_id": [record],
        "sha256": [str(picture["sha256"])],
        "request_name": [asked.name],
    }


def address(pattern: URLPattern, **names: str) -> str:
    needed = {*pattern.pattern.converters, *pattern.pattern.regex.groupindex}
    return reverse(names.pop("view"), kwargs={key: names.get(key, FILLING[key]) for key in needed})


def cells(
    ask: Callable[..., tuple[int, bytes]],
    hidden: Hidden,
    organisation: str,
    methods: Sequence[str] = METHODS,
    open_to_all: str = "",
) -> dict[str, bool]:
    """Return, for each address and method, whether a hidden thing is told apart from one that isn't there.

    The first of its sort is asked for by every method, the others by those that look and act.
    """
    none = {"record_id": NOBODY, "part": "1" * 32, "other_id": NOBODY, "sha256": "1" * 64, "request_name": "1" * 32}
    # What is named beside a record is asked for beside one that the asker may read.
    beside = {"record_id": open_to_all} if open_to_all else {}
    found: dict[str, bool] = {}
    for name, pattern in ASKED:
        named = [key for key in hidden if key in {*pattern.pattern.converters, *pattern.pattern.regex.groupindex}]
        for key in named:
            for number, one in enumerate(hidden[key]):
                for method in methods if number == 0 else [each for each in methods if each in ("GET", "POST")]:
                    answers = [
                        ask(organisation, method, address(pattern, view=name, **{**beside, key: at}), at)
                        for at in (one, none[key])
                    ]
                    told = answers[0] != answers[1] or MARK.encode() in answers[0][1]
                    found[f"{method} {name}"] = found.get(f"{method} {name}", False) or told
    return found


def test_who_is_not_addressed_can_not_tell_a_record_or_a_part_from_none(
    ask: Callable[..., tuple[int, bytes]], hidden: Hidden, border: Border
) -> None:
    told_apart = cells(ask, hidden, "vn-na-bg", open_to_all=border.vn.say("incident", incident()).record)
    assert {
        "POST desk:same-event", "GET desk:picture", "GET desk:small-picture", "POST desk:round-sheet",
        "GET desk:walk-sheet", "POST sealed:act", "GET desk:report-issued",
    } <= set(told_apart)  # fmt: skip
    assert len(told_apart) > 80
    assert [cell for cell, differs in told_apart.items() if differs] == []


def test_its_own_organisation_does_get_it(ask: Callable[..., tuple[int, bytes]], hidden: Hidden) -> None:
    told_apart = cells(ask, hidden, "vn-na", ["GET"])
    assert {
        "GET desk:record",
        "GET sealed:of-record",
        "GET desk:amend",
        "GET desk:picture",
        "GET desk:small-picture",
        "GET desk:round",
        "GET desk:round-sheet",
        "GET desk:walk-sheet",
        "GET desk:minutes",
        "GET sealed:request",
    } <= {cell for cell, differs in told_apart.items() if differs}

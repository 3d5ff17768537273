"""The exchange's own door: what it refuses can do nothing in a browser, and a message carries no header for one."""

from __future__ import annotations

import contextlib
from http import HTTPStatus
from typing import Any, cast

import pytest
from django.test import RequestFactory

from tests.exchange.test_http import request_of, signed
from tests.exchange.world import NOON, Office, pair
from twinline.exchange import views
from twinline.exchange.door import HARMLESS, PATH, exchange_first

pytestmark = pytest.mark.usefixtures("db")  # closing an answer looks after connections that other tests may have left


def asked(office: Office, method: str, body: bytes = b"", **headers: str) -> tuple[int, dict[str, str]]:
    """Return status and headers of what an office's door answers."""
    told: list[Any] = []
    door = exchange_first(lambda *_: (), views.ExchangeViews(lambda _: office.shelf, clock=lambda: NOON))
    kind = headers.pop("Content-Type", "application/octet-stream")
    request = RequestFactory().generic(method, PATH, body, content_type=kind, headers=headers)
    with contextlib.closing(cast("Any", door(request.environ, lambda *head: told.extend(head)))) as answer:
        b"".join(answer)
    return int(told[0].split()[0]), dict(told[1])


def harmless(headers: dict[str, str]) -> bool:
    return HARMLESS.items() <= headers.items()


def test_whatever_is_refused_runs_and_frames_nothing(na, xk, monkeypatch):
    pair(na, xk)
    body = request_of(na, xk)
    refused = [asked(xk, method) for method in ("GET", "HEAD", "PUT", "DELETE", "OPTIONS", "POST")]
    cut = body[:40]
    refused.append(asked(xk, "POST", cut, **signed(na, xk, cut, at_ms=NOON)))
    monkeypatch.setattr(views.ExchangeViews, "exchange", lambda *_: 1 / 0)
    refused.append(asked(xk, "POST"))
    assert {405, 422, 500} <= {status for status, _ in refused}
    assert all(status != HTTPStatus.OK and harmless(headers) for status, headers in refused)


def test_a_message_carries_nothing_that_only_browsers_heed(na, xk):
    pair(na, xk)
    body = request_of(na, xk)
    status, headers = asked(xk, "POST", body, **signed(na, xk, body, at_ms=NOON))
    assert status == HTTPStatus.OK
    assert not HARMLESS.keys() & headers.keys()

"""An office's views behind a real HTTP server on loopback, and a way to see and alter what passes."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from django.core.handlers.wsgi import WSGIRequest

from tests.exchange.world import Office
from twinline.exchange.views import ExchangeViews


class Quiet(WSGIRequestHandler):
    def log_message(self, *_: Any) -> None: ...

    def date_time_string(self, timestamp: float | None = None) -> str:
        return super().date_time_string(timestamp)


@dataclass
class Server:
    """Where an office answers, and what its views answered last."""

    office: Office
    url: str
    seen: list[dict[str, str]] = field(default_factory=list)
    change: Callable[[int, list[tuple[str, str]], bytes], tuple[int, list[tuple[str, str]], bytes]] | None = None

    def ask(self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None, **more: Any):
        """Send any request and return status and body."""
        connection = HTTPConnection(self.url.removeprefix("http://"), timeout=10)
        connection.request(method, path, body=body, headers=headers or {}, **more)
        answer = connection.getresponse()
        told = answer.status, answer.read()
        connection.close()
        return told


@contextmanager
def serving(office: Office, *, clock: Callable[[], int] | None = None, tls: ssl.SSLContext | None = None):
    """Serve an office for the length of a test."""
    views = ExchangeViews(lambda _: office.shelf, clock=clock or office.clock)
    doors = {"/exchange/1": views.exchange, "/exchange/card": views.card}

    def application(environ: dict[str, Any], start_response: Any):
        request = WSGIRequest(environ)
        server.seen.append({name.lower(): value for name, value in request.headers.items()})
        response = doors[environ["PATH_INFO"]](request)
        status, headers = response.status_code, list(response.items())
        if server.change is not None:
            status, headers, body = server.change(status, headers, b"".join(response))
            response_body: Any = [body]
        else:
            response_body = response
        start_response(f"{status} x", headers)
        try:
            yield from response_body
        finally:
            response.close()
            # A ledger's connection belongs to this thread.
            getattr(getattr(office.shelf, "ledger", None), "close", lambda: None)()

    with make_server("127.0.0.1", 0, application, WSGIServer, Quiet) as made:
        if tls is not None:
            made.socket = tls.wrap_socket(made.socket, server_side=True)
        server = Server(office, f"http://127.0.0.1:{made.server_port}")
        thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            made.shutdown()
            thread.join()

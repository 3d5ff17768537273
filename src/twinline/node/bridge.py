"""A WSGI application in threads behind a server's loop: what it is given, what it answers, and the threads.

ASGI 3.0 on one side, PEP 3333 on the other.
"""

from __future__ import annotations

import asyncio
import contextlib
import io
import queue
import sys
import threading
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import unquote_to_bytes

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer as Buffer

Environ = dict[str, Any]
Event = dict[str, Any]
Receive = Callable[[], Awaitable[Event]]
Send = Callable[[Event], Awaitable[None]]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]
Headers = list[tuple[bytes, bytes]]
T = TypeVar("T")

_LOOP_GONE_S = 10
"""So much longer a thread waits than the loop does: then there is no loop any more."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer."""

    status: int
    headers: Headers
    body: bytes


def environ(scope: Event) -> Environ:
    """Return what PEP 3333 asks for, but for the input. Headers with an underscore could pass for others: dropped."""
    path = scope.get("raw_path") or scope["path"].encode()
    host, port = scope.get("server") or ("localhost", 80)
    client = scope.get("client") or ("", 0)
    found: Environ = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(path.partition(b"?")[0]).decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "SERVER_NAME": host,
        "SERVER_PORT": str(port),
        "REMOTE_ADDR": client[0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.errors": sys.stderr,
        "wsgi.input_terminated": True,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for name, value in scope["headers"]:
        if b"_" in name:
            continue
        key = name.decode("latin-1").upper().replace("-", "_")
        key = key if key in ("CONTENT_LENGTH", "CONTENT_TYPE") else f"HTTP_{key}"
        told = value.decode("latin-1")
        found[key] = f"{found[key]},{told}" if key in found else told
    return found


class Threads:
    """At most ``most`` threads, begun when needed and ended with the process; work waits its turn."""

    def __init__(self, name: str, most: int) -> None:
        self._name, self._most = name, most
        self._work: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._idle = threading.Semaphore(0)
        self._begun = 0

    async def run(self, work: Callable[[], T]) -> T:
        """Return what ``work`` returns, done in one of the threads. Called from one loop only."""
        loop = asyncio.get_running_loop()
        done: asyncio.Future[T] = loop.create_future()

        def doing() -> None:
            try:
                settle = partial(done.set_result, work())
            except Exception as wrong:
                settle = partial(done.set_exception, wrong)
            with contextlib.suppress(RuntimeError):  # the server ended meanwhile
                loop.call_soon_threadsafe(lambda: done.cancelled() or settle())

        self._work.put(doing)
        if not self._idle.acquire(blocking=False) and self._begun < self._most:
            self._begun += 1
            threading.Thread(target=self._run, name=f"{self._name}-{self._begun}", daemon=True).start()
        return await done

    def _run(self) -> None:
        while True:
            self._work.get()()
            self._idle.release()


class Coming(io.RawIOBase):
    """The body of a request while it comes, for the thread that reads it. Raises ``TimeoutError`` after ``wait_s``."""

    def __init__(self, loop: asyncio.AbstractEventLoop, receive: Receive, wait_s: float) -> None:
        self._loop, self._receive, self._wait_s = loop, receive, wait_s
        self._kept = b""
        self._more = True

    def readable(self) -> bool:
        return True

    def readinto(self, into: Buffer, /) -> int:
        """Put in what is there, and return how many bytes that are: none once nothing more comes."""
        while self._more and not self._kept:
            event = _awaited(self._loop, self._receive(), self._wait_s)
            self._more = event.get("more_body", False)
            self._kept = event.get("body", b"")
        room = memoryview(into)
        size = min(len(room), len(self._kept))
        room[:size], self._kept = self._kept[:size], self._kept[size:]
        return size


class Gone(Exception):
    """Whoever asked is gone, or doesn't read the answer."""


class Going:
    """An answer on its way, for the thread that makes it. ``receive`` tells when whoever asked leaves."""

    def __init__(self, loop: asyncio.AbstractEventLoop, receive: Receive, send: Send, wait_s: float) -> None:
        self._loop, self._receive, self._send, self._wait_s = loop, receive, send, wait_s
        self._leaving: Future[None] | None = None

    def put(self, event: Event) -> None:
        """Send one event of ASGI. Raises ``Gone``, too, if it has to wait for longer than ``wait_s``."""
        if self._leaving is None:
            self._leaving = asyncio.run_coroutine_threadsafe(_left(self._receive), self._loop)
        if self._leaving.done():
            raise Gone
        try:
            _awaited(self._loop, self._send(event), self._wait_s)
        except (TimeoutError, ConnectionError) as error:
            raise Gone from error

    def close(self) -> None:
        """Wait no longer for anybody to leave."""
        if self._leaving is not None:
            self._leaving.cancel()


def answered(application: Application, asked: Environ) -> Answer:
    """Return the whole answer to a request."""
    head = _Head()
    pieces = application(asked, head)
    try:
        return Answer(head.status, head.headers, b"".join(pieces))
    finally:
        getattr(pieces, "close", lambda: None)()


def streamed(application: Application, asked: Environ, going: Going) -> None:
    """Answer a request piece by piece. Raises ``Gone``.

    Whatever goes wrong after the beginning leaves the answer without its end.
    """
    head = _Head()
    pieces = application(asked, head)
    try:
        going.put(_start(head.status, head.headers))
        for piece in pieces:
            if piece:
                going.put(_body(piece, more=True))
        going.put(_body(b"", more=False))
    finally:
        going.close()
        getattr(pieces, "close", lambda: None)()


async def say(send: Send, answer: Answer) -> None:
    """Send a whole answer."""
    await send(_start(answer.status, answer.headers))
    await send(_body(answer.body, more=False))


class _Head:
    """PEP 3333's ``start_response``: keeps what it is told."""

    def __init__(self) -> None:
        self.status = 500
        self.headers: Headers = []

    def __call__(self, status: str, headers: Iterable[tuple[str, str]], _: object = None) -> None:
        self.status = int(status.split(" ", 1)[0])
        self.headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]


def _start(status: int, headers: Headers) -> Event:
    return {"type": "http.response.start", "status": status, "headers": headers}


def _body(body: bytes, *, more: bool) -> Event:
    return {"type": "http.response.body", "body": body, "more_body": more}


def _awaited(loop: asyncio.AbstractEventLoop, coming: Awaitable[T], wait_s: float) -> T:
    bounded = asyncio.wait_for(_coroutine(coming), wait_s)
    return asyncio.run_coroutine_threadsafe(bounded, loop).result(wait_s + _LOOP_GONE_S)


async def _left(receive: Receive) -> None:
    """Wait until whoever asked leaves; what still comes of the request is nothing to an answer that has begun."""
    while (await receive())["type"] != "http.disconnect":
        pass


async def _coroutine(coming: Awaitable[T]) -> T:
    return await coming

"""The gate between the network and the threads that answer: who comes slowly holds up nobody.

A page is answered in a thread, and a thread that waits for the rest of a form answers nobody: a handful of callers who
each begin a form and never end it would silence a desk. So the server's loop waits instead: a form is there whole
before a thread takes it up, and the thread is free again before the page is on its way. The exchange judges what comes
while it comes; it has threads of its own, so that neither a slow peer holds up the desk nor the desk a peer, and who
says nothing for long is given up.
"""

from __future__ import annotations

import asyncio
import contextlib
import io
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from django.core.handlers.wsgi import WSGIRequest
from django.utils.translation import get_language_from_request

from twinline.desk.language import known
from twinline.exchange.door import PATH
from twinline.node import bridge
from twinline.node.bridge import Answer, Application, Environ, Event, Receive, Send, Threads
from twinline.sentences import Problem, Sentence
from twinline.tongues import told

RECEIVE_S = 120.0
"""For how long the next piece of a request may be waited for."""
SEND_S = 300.0
"""For how long a piece of an answer may wait: a node that reads it may be busy keeping what came before."""
SLOWEST = 500
"""Bytes a second: a form that comes slower than that in all is given up."""
NAMED, STRANGERS = 512 << 20, 64 << 10
"""How many bytes a form may have: of a caller who shows a session or a key (which the page judges), of any other."""
LARGE, LARGE_AT_ONCE = 64 << 10, 16
"""From how many bytes on a form is large, and how many of those come in at once."""
ROOM = 256 << 20
"""So many bytes of the disk stay free whatever comes in."""
EXCHANGES = 16
"""How many messages of nodes are answered at once."""


class NotTaken(Problem):
    """A request that isn't taken, with the status that says so."""

    def __init__(self, status: int, sentence: Sentence) -> None:
        super().__init__(str(status), sentence)
        self.status = status


class Gate:
    """An ASGI application that gives each request to a thread of a WSGI one.

    ``threads`` answer pages, ``EXCHANGES`` more answer nodes. ``spool`` is the folder where large forms lie until they
    are read; ``session`` is the name of the cookie that whoever signed in shows.
    """

    def __init__(
        self, application: Application, *, threads: int, spool: Path, session: str, receive_s: float = RECEIVE_S,
        send_s: float = SEND_S,
    ) -> None:  # fmt: skip
        self._application, self._spool, self._session = application, spool, session
        self._pages, self._exchanges = Threads("page", threads), Threads("exchange", EXCHANGES)
        self._receive_s, self._send_s = receive_s, send_s
        self._large = self._coming = 0

    async def __call__(self, scope: Event, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        asked = bridge.environ(scope)
        if asked["PATH_INFO"] == PATH:
            await self._exchange(asked, receive, send)
        else:
            await self._page(asked, receive, send)

    async def _exchange(self, asked: Environ, receive: Receive, send: Send) -> None:
        loop = asyncio.get_running_loop()
        asked["wsgi.input"] = bridge.Coming(loop, receive, self._receive_s)
        going = bridge.Going(loop, receive, send, self._send_s)
        # Without its end a peer knows that an answer was cut, and begins again where it was.
        with contextlib.suppress(bridge.Gone):
            await self._exchanges.run(lambda: bridge.streamed(self._application, asked, going))

    async def _page(self, asked: Environ, receive: Receive, send: Send) -> None:
        try:
            length = self._judged(asked)
            with self._counted(length), tempfile.SpooledTemporaryFile(max_size=LARGE, dir=self._spool) as form:
                if not await self._gathered(receive, form, length):
                    return  # whoever sent it is gone
                form.seek(0)
                asked["wsgi.input"] = form
                answer = await self._pages.run(lambda: bridge.answered(self._application, asked))
        except NotTaken as refusal:
            answer = _refusal(asked, refusal)
        await bridge.say(send, answer)

    def _judged(self, asked: Environ) -> int:
        """Return how long a form is, if its head says nothing against taking it."""
        if "HTTP_TRANSFER_ENCODING" in asked:
            raise NotTaken(411, Sentence("Say beforehand how long what you send is (Content-Length)."))
        length = _length(asked)
        most = NAMED if self._is_named(asked) else STRANGERS
        if length > most:
            raise NotTaken(
                413, Sentence("What you sent is over {most:,} kB, more than is taken here.", most=most >> 10)
            )
        if length > LARGE and self._large >= LARGE_AT_ONCE:
            raise NotTaken(503, Sentence("Many large files are coming in just now. Send yours again in a minute."))
        if length > LARGE and shutil.disk_usage(self._spool).free < self._coming + length + ROOM:
            raise _no_room()
        return length

    def _is_named(self, asked: Environ) -> bool:
        return "HTTP_AUTHORIZATION" in asked or f"{self._session}=" in asked.get("HTTP_COOKIE", "")

    @contextlib.contextmanager
    def _counted(self, length: int) -> Iterator[None]:
        large = length > LARGE
        self._large, self._coming = self._large + large, self._coming + length
        try:
            yield
        finally:
            self._large, self._coming = self._large - large, self._coming - length

    async def _gathered(self, receive: Receive, form: IO[bytes], length: int) -> bool:
        """Return whether a form came whole."""
        more = length > 0
        try:
            async with asyncio.timeout(self._receive_s + length / SLOWEST):
                while more:
                    event = await asyncio.wait_for(receive(), self._receive_s)
                    form.write(event.get("body", b""))
                    more = event.get("more_body", False)
        except TimeoutError as error:
            raise NotTaken(
                408, Sentence("What you sent stopped coming: nothing of it was kept. Send it again.")
            ) from error
        except OSError as error:
            raise _no_room() from error
        return form.tell() == length


def _no_room() -> NotTaken:
    return NotTaken(
        507, Sentence("This node's disk has no room for what you sent. Tell whoever looks after the machine.")
    )


def _length(asked: Environ) -> int:
    told_length = asked.get("CONTENT_LENGTH", "")
    return int(told_length) if told_length.isascii() and told_length.isdigit() else 0


def _refusal(asked: Environ, refusal: NotTaken) -> Answer:
    lang = known(get_language_from_request(WSGIRequest({**asked, "wsgi.input": io.BytesIO()})))
    body = (told(refusal, lang) + "\n").encode()
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode()),
        (b"content-language", lang.encode()), (b"x-content-type-options", b"nosniff"),
    ]  # fmt: skip
    return Answer(refusal.status, headers, body)

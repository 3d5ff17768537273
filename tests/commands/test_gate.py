"""Who comes slowly, says too much or says nothing holds up nobody."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.http import UnreadablePostError

from twinline.exchange.door import PATH
from twinline.node import bridge, gate
from twinline.node.gate import Gate

SESSION = "twinline_session"
WAIT_S = 0.2


class Caller:
    """One request, said piece by piece; what was answered stands in ``status`` and ``said``."""

    def __init__(self, path: str, length: int, pieces: Iterable[bytes], **headers: str) -> None:
        self._scope = {
            "type": "http", "method": "POST", "path": path, "raw_path": path.encode(), "query_string": b"",
            "http_version": "1.1", "headers": [(b"content-length", str(length).encode())]
            + [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()],
        }  # fmt: skip
        self._pieces = iter(pieces)
        self._left = length
        self.status, self.said, self.ended = 0, b"", False
        self.reads = asyncio.Event()
        self.reads.set()

    async def call(self, at: Gate) -> Caller:
        await at(self._scope, self._receive, self._send)
        return self

    async def _receive(self) -> dict[str, Any]:
        piece = next(self._pieces, None)
        if piece is None:
            await asyncio.Event().wait()  # says nothing more, and stays
        assert piece is not None
        self._left -= len(piece)
        return {"type": "http.request", "body": piece, "more_body": self._left > 0}

    async def _send(self, event: dict[str, Any]) -> None:
        await self.reads.wait()
        self.status = event.get("status", self.status)
        self.said += event.get("body", b"")
        self.ended = event["type"] == "http.response.body" and not event["more_body"]


def echo(environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
    start("200 OK", [("Content-Type", "text/plain")])
    request, found = WSGIRequest(environ), b""
    while piece := request.read(1 << 16):
        found += piece
    return [found]


@pytest.fixture
def at(tmp_path):
    return Gate(echo, threads=2, spool=tmp_path, session=SESSION, receive_s=WAIT_S, send_s=WAIT_S)


def told(at: Gate, *callers: Caller) -> list[Caller]:
    async def all_of_them() -> list[Caller]:
        return list(await asyncio.gather(*(caller.call(at) for caller in callers)))

    return asyncio.run(all_of_them())


def test_forms_that_are_never_ended_hold_up_no_page_and_are_given_up(at):
    seen: list[float] = []
    begun = time.monotonic()

    async def story() -> None:
        halves = [Caller("/sign-in/", 100, [b"user"]) for _ in range(40)]
        waiting = [asyncio.create_task(half.call(at)) for half in halves]
        await asyncio.sleep(0)
        (page,) = await asyncio.gather(Caller("/", 4, [b"page"]).call(at))
        seen.append(time.monotonic() - begun)
        assert (page.status, page.said) == (200, b"page")
        assert not any(task.done() for task in waiting)
        await asyncio.gather(*waiting)
        assert {half.status for half in halves} == {408}

    asyncio.run(story())


def test_a_form_that_trickles_is_given_up_as_a_whole(at, monkeypatch):
    monkeypatch.setattr(gate, "SLOWEST", 1_000_000)

    class Trickling(Caller):
        async def _receive(self):
            await asyncio.sleep(WAIT_S / 4)
            return await super()._receive()

    (slow,) = told(at, Trickling("/", 100, (b"x" for _ in range(100))))
    assert slow.status == 408
    (whole,) = told(at, Trickling("/", 2, [b"x", b"y"]))  # the control: slowly, but in time
    assert whole.said == b"xy"


def test_a_stranger_may_say_little_and_whoever_signed_in_much(at):
    much = 200_000
    stranger, named, keyed = told(
        at,
        Caller("/sheets/", much, [b"x" * much]),
        Caller("/sheets/", much, [b"x" * much], cookie=f"a=b; {SESSION}=abc"),
        Caller("/api/1/", much, [b"x" * much], authorization="Bearer x"),
    )
    assert [stranger.status, named.status, keyed.status] == [413, 200, 200]
    assert len(named.said) == len(keyed.said) == much


@pytest.mark.parametrize(
    ("lang", "words"), [("vi", "lớn hơn 64 kB"), ("lo", "64 kB"), ("en", "over 64 kB"), ("fr", "64 ko")]
)
def test_why_something_is_not_taken_is_said_in_the_callers_language(at, lang, words):
    (stranger,) = told(at, Caller("/", 1_000_000, [], accept_language=lang))
    said = stranger.said.decode()
    assert words in said
    assert ("taken here" in said) == (lang == "en")


def test_only_so_many_large_files_come_in_at_once(at, monkeypatch):
    monkeypatch.setattr(gate, "LARGE_AT_ONCE", 2)
    callers = [Caller("/", 70_000, [b"x"], authorization="Bearer x") for _ in range(3)]
    assert sorted(caller.status for caller in told(at, *callers)) == [408, 408, 503]
    (later,) = told(at, Caller("/", 70_000, [b"x" * 70_000], authorization="Bearer x"))
    assert later.status == 200


def test_what_the_disk_has_no_room_for_is_not_begun(at, monkeypatch):
    monkeypatch.setattr(gate, "ROOM", 1 << 60)
    large, small = told(at, Caller("/", 70_000, [b"x" * 70_000], authorization="Bearer x"), Caller("/", 3, [b"abc"]))
    assert (large.status, small.status) == (507, 200)


def test_a_peer_that_says_nothing_is_given_up_and_holds_up_no_page(at):
    async def story() -> None:
        silent = [Caller(PATH, 100, [b"pa"]) for _ in range(gate.EXCHANGES)]
        waiting = [asyncio.create_task(each.call(at)) for each in silent]
        await asyncio.sleep(WAIT_S / 4)
        page = await Caller("/", 4, [b"page"]).call(at)
        assert page.status == 200
        assert not any(task.done() for task in waiting)
        for task in waiting:
            with pytest.raises(UnreadablePostError):
                await task
        after = await Caller(PATH, 6, [b"par", b"cel"]).call(at)
        assert (after.said, after.ended) == (b"parcel", True)

    asyncio.run(story())


def test_a_reader_who_stops_reading_is_given_up_and_its_answer_has_no_end(at):
    async def story() -> None:
        deaf = Caller(PATH, 6, [b"parcel"])
        deaf.reads.clear()
        await deaf.call(at)
        assert not deaf.ended

    asyncio.run(story())


def test_an_answer_is_made_no_further_once_its_reader_left(tmp_path):
    made = []

    def long(environ, start):
        start("200 OK", [])
        for number in range(1000):
            made.append(number)
            yield b"x"

    class Leaving(Caller):
        async def _receive(self):
            while len(self.said) < 10:
                await asyncio.sleep(0)
            return {"type": "http.disconnect"}

    (left, stayed) = told(
        Gate(long, threads=1, spool=tmp_path, session=SESSION), Leaving(PATH, 0, []), Caller(PATH, 0, [b""])
    )
    assert not left.ended
    assert (stayed.ended, len(stayed.said)) == (True, 1000)  # the control
    assert len(made) < 2000


def test_what_goes_wrong_on_the_way_leaves_an_answer_without_its_end(tmp_path):
    closed = threading.Event()

    class Half:
        def __iter__(self):
            yield b"half"
            raise OSError("disk")

        def close(self):
            closed.set()

    def breaking(environ, start):
        start("200 OK", [])
        return Half()

    caller = Caller(PATH, 0, [b""])
    with pytest.raises(OSError, match="disk"):
        asyncio.run(caller.call(Gate(breaking, threads=1, spool=tmp_path, session=SESSION)))
    assert (caller.said, caller.ended, closed.is_set()) == (b"half", False, True)


def test_a_caller_who_left_in_the_middle_of_a_form_is_answered_nothing(at):
    class Leaving(Caller):
        async def _receive(self):
            return {"type": "http.disconnect"}

    (gone,) = told(at, Leaving("/", 10, []))
    assert gone.status == 0


def test_a_header_that_could_pass_for_another_is_dropped():
    scope = {
        "type": "http", "method": "GET", "path": "/x y", "raw_path": b"/x%20%E1%BA%A3", "query_string": b"a=1",
        "http_version": "1.1", "client": ("10.0.0.1", 5), "server": ("10.0.0.2", 80),
        "headers": [(b"x-real", b"1"), (b"x_real", b"2"), (b"accept", b"a"), (b"accept", b"b"), (b"host", b"desk")],
    }  # fmt: skip
    seen = bridge.environ(scope)
    assert seen["HTTP_X_REAL"] == "1"
    assert seen["HTTP_ACCEPT"] == "a,b"
    assert seen["PATH_INFO"].encode("latin-1").decode() == "/x ả"
    assert (seen["REMOTE_ADDR"], seen["SERVER_PORT"], seen["HTTP_HOST"]) == ("10.0.0.1", "80", "desk")


def test_work_waits_for_a_thread_and_each_gets_its_own_result():
    at_once, most = threading.Semaphore(2), []

    def work(number: int) -> int:
        assert at_once.acquire(blocking=False), "more threads than allowed"
        time.sleep(0.005)
        at_once.release()
        most.append(threading.current_thread().name)
        if number == 7:
            raise KeyError(number)
        return number

    async def story() -> list[Any]:
        threads = bridge.Threads("page", 2)
        return await asyncio.gather(*(threads.run(lambda n=n: work(n)) for n in range(12)), return_exceptions=True)

    found = asyncio.run(story())
    assert [each for each in found if isinstance(each, int)] == [0, 1, 2, 3, 4, 5, 6, 8, 9, 10, 11]
    assert isinstance(found[7], KeyError)
    assert set(most) == {"page-1", "page-2"}

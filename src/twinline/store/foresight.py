"""Working out ahead what is to be kept next, in a process of its own beside the one that writes.

Most of what arrives at once are first sayings, and what such a leaf states follows from its bytes alone (``stating``);
so does what a line of JSON says that somebody adds. While one batch is written to the disk, a helper on another core
reads the next ones. It is asked questions and nothing else: it has no ledger, no key and no say in what is kept. Where
it is absent, late, ended or silent about a leaf or a line, that is judged as always; what is kept is the same.

Nothing here needs POSIX: the helper is this module, run by the same Python and spoken to over its standard input and
output.
"""

from __future__ import annotations

import contextlib
import marshal
import os
import signal
import struct
import subprocess
import sys
import threading
import weakref
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any, BinaryIO, Generic, TypeVar

from twinline.store import stating, tuning
from twinline.store.stating import Prepared, Stated

#: Batches read ahead of the one that is written: each at most 1 MiB.
DEPTH = 2
#: Batches asked about at most: beside those ahead, the one that is written and the one after it.
ASKED = DEPTH + 2
#: Items of any kind that wait for their turn at most.
MOST = 64
#: Leaves of a batch that are asked about at once: what nobody has begun when its turn comes, the writer does itself.
PIECE = 64
#: Leaves that must have been asked about, or be known to come, before it pays to start another process.
WORTH = 4 * 1024
PATIENCE_S = 30.0
#: How long the writer computes on while an answer waits to be taken (seconds): by Python's own 5 ms the helper would
#: stand still for longer than a piece takes it.
TURN_S = 0.0005
#: No answer about two batches is longer (bytes): what says that it is comes from no helper of ours.
LONGEST = 64 << 20
_LENGTH = struct.Struct(">I")
_QUIET = getattr(subprocess, "CREATE_NO_WINDOW", 0)  # on Windows: no console appears

Leaves = Sequence[bytes]
Item = TypeVar("Item")
Answer = TypeVar("Answer", bound=tuple[Any, ...])
#: The answers about the pieces of a batch, in order.
_Pieces = list["Future[list[Answer | None]]"]


@dataclass(frozen=True, slots=True)
class Task(Generic[Answer]):
    """What a helper is for: the words it is started with, what it does with leaves, and what its answers are."""

    words: tuple[str, ...]
    work: Callable[[Leaves], list[Answer | None]]
    made: Callable[..., Answer]


LEAVES: Task[Stated] = Task((), stating.plainly, Stated)


def lines_of(kind: str, author: str, about: str) -> Task[Prepared]:
    """Return the task of reading lines that say records of a kind, by ``author`` and ``about`` where none is told."""
    work = partial(stating.prepared, kind=kind, author=author, about=about)
    return Task((kind, author, about), work, Prepared)


def cores() -> int:
    """Return how many cores this process may use."""
    with contextlib.suppress(AttributeError, OSError):
        return len(os.sched_getaffinity(0))  # posix: elsewhere all cores count
    return os.cpu_count() or 1


class Foresight(Generic[Answer]):
    """A helper that is asked about leaves ahead of time; it is started when ``worth`` leaves have been asked about."""

    def __init__(self, task: Task[Answer], *, worth: int = WORTH, command: Sequence[str] | None = None) -> None:
        self._task = task
        self._worth = worth if cores() > 1 else sys.maxsize
        self._command = command or (sys.executable, "-P", "-m", __name__, *task.words)
        self._helper: subprocess.Popen[bytes] | None = None
        self._asking: ThreadPoolExecutor | None = None
        self._asked: deque[tuple[Leaves, _Pieces[Answer]]] = deque()
        self._end: weakref.finalize[[subprocess.Popen[bytes]], Foresight[Answer]] | None = None
        self._silent = not self._command[0]
        self._seen = 0
        self._lock, self._turn = threading.Lock(), threading.Lock()
        self._before = threading.Event()
        self._before.set()

    def expect(self, leaves: int) -> None:
        """Tell that at least so many leaves are to come: where they are worth it, the first are asked about, too."""
        self._seen = max(self._seen, leaves)

    def ask(self, leaves: Leaves) -> None:
        """Ask what some leaves state. Answers are fetched in the order of the questions."""
        self._seen += len(leaves)
        if self._silent or self._seen < self._worth:
            return
        if self._asking is None:
            # One waits for an answer while the other tells the next question: the helper never waits for us.
            self._asking = ThreadPoolExecutor(2, "foresight")
        with self._lock:
            while len(self._asked) >= ASKED:  # nobody came for them, and nobody will
                for answer in self._asked.popleft()[1]:
                    answer.cancel()
            starts = range(0, len(leaves), PIECE)
            pieces = [self._asking.submit(self._answer, leaves[start : start + PIECE]) for start in starts]
            self._asked.append((leaves, pieces))

    def told(self, leaves: Leaves) -> Sequence[Answer | None] | None:
        """Return what was worked out about some leaves: ``None`` for each, or for all, that must be judged here.

        While the helper is still at it, what it would come to last is done here: neither waits for the other.
        """
        pieces = self._taken(leaves)
        if pieces is None:
            return None
        found: list[Answer | None] = []
        try:
            for number in range(len(pieces)):
                while not self._begun(pieces, number).done() and self._worked(leaves, pieces):
                    pass
                found += self._begun(pieces, number).result(PATIENCE_S)
        except Exception:  # whatever befell the helper: what it was to do is done here, from now on
            self._silent = True
            return None
        return found

    def _begun(self, pieces: _Pieces[Answer], number: int) -> Future[list[Answer | None]]:
        with self._lock:
            return pieces[number]

    def _worked(self, leaves: Leaves, pieces: _Pieces[Answer]) -> bool:
        """Do the last piece that nobody has begun of all that is asked; return whether there was one."""
        found = self._last(leaves, pieces)
        if found is None:
            return False
        part, answer = found
        try:
            answer.set_result(self._task.work(part))
        except Exception as error:
            answer.set_exception(error)  # it may be of a batch whose turn is yet to come: nobody waits for what won't
            raise
        return True

    def _last(self, leaves: Leaves, pieces: _Pieces[Answer]) -> tuple[Leaves, Future[list[Answer | None]]] | None:
        """Take from the helper the last piece that it hasn't begun, these leaves' own or one asked about later."""
        with self._lock:
            for about, answers in reversed([(leaves, pieces), *self._asked]):
                for number in range(len(answers) - 1, -1, -1):
                    if answers[number].cancel():
                        answers[number] = Future()
                        answers[number].set_running_or_notify_cancel()  # nobody takes it from us
                        return about[number * PIECE : (number + 1) * PIECE], answers[number]
                    if not answers[number].done():
                        return None  # begun, and so is all that stands before it
        return None

    def _taken(self, leaves: Leaves) -> _Pieces[Answer] | None:
        """Return the answers about some leaves; older ones are dropped: what they are about was known, or refused."""
        with self._lock:
            for number, (about, pieces) in enumerate(self._asked):
                if about is leaves or about == leaves:
                    for _ in range(number + 1):
                        self._asked.popleft()
                    return pieces
        return None

    def close(self) -> None:
        """End the helper; nothing is worked out ahead any more. It ends by itself with whoever asked."""
        self._silent = True
        with self._lock:
            self._asked.clear()
        if self._end is not None:
            self._end()

    def _answer(self, leaves: Leaves) -> list[Answer | None]:
        with self._turn:
            if self._silent:
                raise EOFError
            helper = self._helper = self._helper or self._started()
            before, self._before = self._before, threading.Event()
            done = self._before
            try:
                _send(helper.stdin, list(leaves))
            except Exception:
                self._silent = True
                done.set()
                raise
        try:
            before.wait()
            found = None if self._silent else _receive(helper.stdout)
            if not isinstance(found, list) or len(found) != len(leaves):
                raise EOFError
        except Exception:
            self._silent = True  # whoever comes after would take this answer for the one to another question
            raise
        finally:
            done.set()
        return [None if each is None else self._task.made(*each) for each in found]

    def _started(self) -> subprocess.Popen[bytes]:
        sys.setswitchinterval(min(sys.getswitchinterval(), TURN_S))
        helper = subprocess.Popen(
            self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            creationflags=_QUIET,
        )  # fmt: skip
        self._end = weakref.finalize(self, _end, helper)
        return helper


def ahead(
    items: Iterable[Item], foresight: Foresight[Any], *, swift: Callable[[], bool] = lambda: True
) -> Iterator[Item]:
    """Yield items as they come, those with ``leaves`` asked about a little before their turn.

    ``swift`` tells whether the next item is worth waiting for while others wait to be yielded. What goes wrong in
    reading ahead is raised when its turn has come: all before it has been yielded then.
    """
    waiting: deque[tuple[Item, bool]] = deque()
    source = iter(items)
    fault: Exception | None = None
    asked, more = 0, True
    while more or waiting:
        while more and asked <= DEPTH and len(waiting) < MOST and (not waiting or swift()):
            try:
                item = next(source)
            except StopIteration:
                more = False
            except Exception as problem:
                more, fault = False, problem
            else:
                leaves = getattr(item, "leaves", None)
                if leaves:
                    asked += 1
                    foresight.ask(leaves)
                waiting.append((item, bool(leaves)))
        if waiting:
            item, about = waiting.popleft()
            asked -= about
            yield item
    if fault is not None:
        raise fault


def _end(helper: subprocess.Popen[bytes]) -> None:
    helper.kill()
    helper.wait()
    for pipe in (helper.stdin, helper.stdout):
        with contextlib.suppress(OSError):
            pipe.close()  # type: ignore[union-attr]


def _send(pipe: BinaryIO | object, value: object) -> None:
    told = marshal.dumps(value)
    pipe.write(_LENGTH.pack(len(told)))  # type: ignore[union-attr]
    pipe.write(told)  # type: ignore[union-attr]
    pipe.flush()  # type: ignore[union-attr]


def _receive(pipe: BinaryIO | object) -> object:
    """Return the next value; ``EOFError`` where the other end has gone."""
    (length,) = _LENGTH.unpack(_exactly(pipe, _LENGTH.size))
    if length > LONGEST:
        raise EOFError
    return marshal.loads(_exactly(pipe, length))  # noqa: S302  (between this process and its own child)


def _exactly(pipe: BinaryIO | object, size: int) -> bytes:
    told: bytes = pipe.read(size)  # type: ignore[union-attr]
    if len(told) != size:
        raise EOFError
    return told


def main(words: Sequence[str]) -> None:
    """Answer questions until nobody asks any more."""
    tuning.for_many_records()
    task: Task[Any] = lines_of(*words) if words else LEAVES
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who interrupts the work ends this end of the pipe, too
    asked, answers = sys.stdin.buffer, sys.stdout.buffer
    with contextlib.suppress(EOFError, OSError):
        while True:
            leaves = _receive(asked)
            assert isinstance(leaves, list)
            _send(answers, [None if each is None else tuple(each) for each in task.work(leaves)])


if __name__ == "__main__":
    main(sys.argv[1:])

"""A link between two nodes that counts what passes, and may be cut after so many bytes."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

PIECE = 1 << 10


@dataclass
class Passing:
    """The link: bytes each way, round trips begun, and after how many bytes each connection is cut (never if 0)."""

    url: str
    cut_after: int = 0
    up: int = 0
    down: int = 0
    connections: int = 0
    turns: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def bytes(self) -> int:
        return self.up + self.down

    def reset(self) -> None:
        self.up = self.down = self.connections = self.turns = 0


class _Connection:
    def __init__(self, passing: Passing, near: socket.socket, far: socket.socket) -> None:
        self.passing, self.near, self.far = passing, near, far
        self.passed = 0
        self.last = ""

    def carry(self, way: str, source: socket.socket, sink: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while piece := source.recv(PIECE):
                piece = self._count(way, piece)
                sink.sendall(piece)
                if self._spent():
                    break
        self._end(sink)

    def _count(self, way: str, piece: bytes) -> bytes:
        with self.passing.lock:
            if self.passing.cut_after:
                piece = piece[: max(self.passing.cut_after - self.passed, 0)]
            self.passed += len(piece)
            setattr(self.passing, way, getattr(self.passing, way) + len(piece))
            self.passing.turns += way == "up" and self.last != "up"
            self.last = way
        return piece

    def _spent(self) -> bool:
        return bool(self.passing.cut_after) and self.passed >= self.passing.cut_after

    def _end(self, sink: socket.socket) -> None:
        sockets = (self.near, self.far) if self._spent() else (sink,)
        for each in sockets:
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR if self._spent() else socket.SHUT_WR)


@contextmanager
def link(to: str, *, cut_after: int = 0) -> Iterator[Passing]:
    """Put a link before the server at the address ``to`` for the length of a test."""
    host, _, port = to.removeprefix("http://").partition(":")
    listening = socket.create_server(("127.0.0.1", 0))
    passing = Passing(f"http://127.0.0.1:{listening.getsockname()[1]}", cut_after)

    def accept() -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = listening.accept()
                far = socket.create_connection((host, int(port)))
                passing.connections += 1
                connection = _Connection(passing, near, far)
                for way in (("up", near, far), ("down", far, near)):
                    threading.Thread(target=connection.carry, args=way, daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield passing
    finally:
        with contextlib.suppress(OSError):
            listening.shutdown(socket.SHUT_RDWR)
        listening.close()

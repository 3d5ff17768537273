"""A way between two processes of this machine that counts what passes, and can be as thin and slow as a real link.

Payload bytes are counted, not packet headers. A round trip is counted whenever the asking side speaks after the
answering side did, and one for each connection opened. With a delay, opening a connection takes a round trip as well.
TCP's slow start and lost packets are not imitated. Only 127.0.0.1 is ever bound or called.
"""

from __future__ import annotations

import contextlib
import queue
import socket
import threading
import time
from dataclasses import dataclass

HERE = "127.0.0.1"
WHOLE, PACKET = 1 << 16, 1448
WAITING = 512
PATIENCE_S = 600


@dataclass(frozen=True, slots=True)
class Link:
    """What a link is like: bits per second each way (0: any), and seconds for a round trip."""

    bits_per_s: int = 0
    round_trip_s: float = 0.0


FREE = Link()


class Road:
    """One direction of a link, shared by all that travels on it: says when something sent now will have arrived."""

    def __init__(self, link: Link) -> None:
        self._seconds_per_byte = 8 / link.bits_per_s if link.bits_per_s else 0.0
        self._delay = link.round_trip_s / 2
        self._free_at = 0.0
        self._lock = threading.Lock()

    def arrival(self, size: int) -> float:
        """Return the moment (monotonic) at which so many bytes sent now are at the other end."""
        with self._lock:
            self._free_at = max(self._free_at, time.monotonic()) + size * self._seconds_per_byte
            return self._free_at + self._delay


class Proxy:
    """Counts and shapes what passes from ``port`` to ``upstream``; used as a context."""

    def __init__(self, port: int, upstream: int, link: Link = FREE) -> None:
        self._listener = socket.create_server((HERE, port))
        self.port = self._listener.getsockname()[1]
        self._upstream = upstream
        self._link = link
        self._roads = {"up": Road(link), "down": Road(link)}
        self._open: list[socket.socket] = []
        self._lock = threading.Lock()
        self._spoke = "down"
        self.up = self.down = self.connections = self.turns = 0
        self.first: float | None = None
        self.last = 0.0

    def __enter__(self) -> Proxy:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        # Closing alone does not wake a thread that waits in accept().
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        with self._lock:
            for each in self._open:
                with contextlib.suppress(OSError):
                    each.shutdown(socket.SHUT_RDWR)
                each.close()

    @property
    def trips(self) -> int:
        """Return the round trips so far, one for each connection opened among them."""
        return self.turns + self.connections

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            if self.first is None:
                self.first = time.monotonic()
            with self._lock:
                self.connections += 1
            threading.Thread(target=self._join, args=(near,), daemon=True).start()

    def _join(self, near: socket.socket) -> None:
        time.sleep(self._link.round_trip_s)  # what opening a connection takes
        try:
            far = socket.create_connection((HERE, self._upstream), timeout=PATIENCE_S)
        except OSError:
            near.close()
            return
        with self._lock:
            self._open += [near, far]
        for each in (near, far):
            each.settimeout(PATIENCE_S)
            each.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for source, sink, direction in ((near, far, "up"), (far, near, "down")):
            passing: queue.Queue[tuple[float, bytes]] = queue.Queue(WAITING)
            threading.Thread(target=self._take, args=(source, passing, direction), daemon=True).start()
            threading.Thread(target=self._hand_on, args=(sink, passing), daemon=True).start()

    def _take(self, source: socket.socket, passing: queue.Queue[tuple[float, bytes]], direction: str) -> None:
        road, most = self._roads[direction], PACKET if self._link.bits_per_s else WHOLE
        while True:
            try:
                data = source.recv(most)
            except OSError:
                data = b""
            if data:
                self._count(direction, len(data))
            passing.put((road.arrival(len(data)), data))
            if not data:
                return

    def _hand_on(self, sink: socket.socket, passing: queue.Queue[tuple[float, bytes]]) -> None:
        while True:
            at, data = passing.get()
            time.sleep(max(0.0, at - time.monotonic()))
            try:
                if not data:
                    sink.shutdown(socket.SHUT_WR)
                    return
                sink.sendall(data)
            except OSError:
                return
            self.last = time.monotonic()

    def _count(self, direction: str, size: int) -> None:
        with self._lock:
            if direction == "up":
                self.up += size
                self.turns += self._spoke == "down"
            else:
                self.down += size
            self._spoke = direction


def free_port() -> int:
    """Return a port of this machine that nobody uses now."""
    with socket.socket() as probe:
        probe.bind((HERE, 0))
        return int(probe.getsockname()[1])

"""Two nodes, Nghệ An (A) and Xieng Khouang (B): founded and paired once, then copied for each measurement."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench import machine, run
from bench.proxy import HERE, free_port

A, B = "vn-na", "la-xk"
START_S = 60


@dataclass(frozen=True, slots=True)
class Pair:
    """Two paired nodes. B calls A at ``port``, where a proxy listens while something is measured."""

    a: Path
    b: Path
    port: int

    def copy(self, to: Path) -> Pair:
        """Return a fresh copy of both in a folder of its own."""
        to.mkdir(parents=True, exist_ok=True)
        return Pair(copied(self.a, to / "a"), copied(self.b, to / "b"), self.port)


def found(folder: Path) -> Pair:
    """Found two nodes, in a process of its own, and let them compare fingerprints."""
    folder.mkdir(parents=True)
    pair = Pair(folder / "a", folder / "b", free_port())
    run.child("bench.nodes", str(pair.a), str(pair.b), str(pair.port), environment={"TWINLINE_NODE": str(pair.a)})
    return pair


def main(a: str, b: str, port: str) -> None:
    """Found and pair both nodes."""
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "twinline.node.settings"
    django.setup()
    from twinline.node.demo.world import Desk, pair
    from twinline.store import beginning
    from twinline.times import now_ms

    url = f"http://{HERE}:{port}"
    one, other = (Desk(beginning.begin_listed(Path(node), code, now=now_ms()), url) for node, code in ((a, A), (b, B)))
    pair(one, other)
    pair(other, one)
    for desk in (one, other):
        desk.ledger.close()


def adopt(node: Path) -> None:
    """Let this copy be the node from here on: it gets the mark that tells a node from its copies."""
    from twinline.store import identity, marks

    marks.write(node, identity.load(node).id, 0)


def copied(node: Path, to: Path) -> Path:
    """Return a copy of a node that nobody has open."""
    shutil.rmtree(to, ignore_errors=True)
    shutil.copytree(node, to)
    adopt(to)
    return to


@dataclass(slots=True)
class Served:
    """A node that answers: its port, its process, and what it had used when it was ready."""

    port: int
    process: int
    before: tuple[float, int] | None

    def used(self) -> tuple[float, int] | None:
        """Return the CPU seconds since it was ready and its peak memory in bytes, or ``None`` where nobody tells."""
        now = machine.used_by(self.process)
        return None if now is None or self.before is None else (now[0] - self.before[0], now[1])


@contextmanager
def served(node: Path) -> Iterator[Served]:
    """Serve a node as ``twinline serve`` does, for as long as the block lasts."""
    port = free_port()
    log = node.with_suffix(".log")
    # By itself it calls nobody: its calls would pass the same proxy, and be counted as the other's.
    how = ["--port", str(port), "--quiet", "--no-exchange", "--node", str(node)]
    command = [sys.executable, "-m", "twinline.node", "serve", *how]
    with log.open("wb") as out:
        server = subprocess.Popen(
            command, cwd=run.ROOT, env=run.with_sources(), stdout=out, stderr=out, stdin=subprocess.DEVNULL
        )
    try:
        _wait(server, port, log)
        yield Served(port, server.pid, machine.used_by(server.pid))
    finally:
        _end(server)


def _end(server: subprocess.Popen[bytes]) -> None:
    """End a server and the processes that it started."""
    started = machine.family(server.pid)
    server.terminate()
    try:
        server.wait(timeout=20)
    except subprocess.TimeoutExpired:
        for each in started[1:]:
            with contextlib.suppress(OSError):
                os.kill(each, signal.SIGTERM)
        server.kill()
        server.wait()


def _wait(server: subprocess.Popen[bytes], port: int, log: Path) -> None:
    since = time.monotonic()
    while server.poll() is None and time.monotonic() - since < START_S:
        try:
            with urllib.request.urlopen(f"http://{HERE}:{port}/healthz", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
    words = log.read_text(encoding="utf-8", errors="replace").strip()[-300:]
    raise run.BenchError(f"A did not answer on port {port}: {words or 'no reason given'}")


if __name__ == "__main__":
    main(*sys.argv[1:])

"""The floor: what the same lines cost where nothing is judged, folded or kept apart.

- *get*: an HTTP GET of one zstd-3 body, without TLS, through the same proxy; the reader hashes each line and inserts it
  into SQLite (WAL, ``synchronous=FULL``, a UNIQUE index on the hash, 64 MiB cache), one transaction per 1,000.
- *check*: the lines read from a file, SHA-256 of each, one Ed25519 signature checked per 1,000.
- *squeeze*: what the entries of a ledger take, compressed at zstd-3 and zstd-19 as one stream.

    python -m bench.floor get URL FILE | check FILE | squeeze LEDGER LINES AFTER
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import sys
import threading
import time
import urllib.request
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import islice
from pathlib import Path

import zstandard
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bench import machine, run
from bench.proxy import FREE, HERE, Link, Proxy
from bench.results import Row, Sizes

PER_COMMIT = 1000
LEVEL = 3
_TABLES = """
    PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536;
    CREATE TABLE leaf (id INTEGER PRIMARY KEY, hash BLOB NOT NULL UNIQUE, raw BLOB NOT NULL)
"""


def got(lines: Path, records: int, folder: Path, port: int, link: Link = FREE, step: str = "floor: get") -> Row:
    """Return what getting all lines in one body costs over a link."""
    body = zstandard.ZstdCompressor(level=LEVEL).compress(lines.read_bytes())
    into = folder / "floor.sqlite3"
    with serving(body) as upstream, Proxy(port, upstream, link) as proxy:
        used = json.loads(run.child("bench.floor", "get", f"http://{HERE}:{port}/", str(into), records=records))
    for each in folder.glob("floor.sqlite3*"):
        each.unlink()
    return Row(step, records, up=proxy.up, down=proxy.down, trips=proxy.trips, **used)


def checked(lines: Path, records: int) -> Row:
    """Return what reading, hashing and one signature per 1,000 lines cost."""
    used = json.loads(run.child("bench.floor", "check", str(lines), records=records))
    return Row("floor: check", records, **used)


def squeezed(node: Path, lines: Path, records: int, after: int = 0) -> Sizes:
    """Return what the entries said on a node after an id take."""
    told = run.child("bench.floor", "squeeze", str(node / "ledger.sqlite3"), str(lines), str(after), records=records)
    return Sizes(records, **json.loads(told))


@contextmanager
def serving(body: bytes) -> Iterator[int]:
    """Serve one body on a port of this machine."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None: ...

    with ThreadingHTTPServer((HERE, 0), Answer) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()


def get(url: str, file: str) -> None:
    """Fetch the body, and keep each line under its hash."""
    began = _now()
    with closing(sqlite3.connect(file, isolation_level=None)) as database:
        database.executescript(_TABLES)
        with urllib.request.urlopen(url, timeout=600) as answer:  # noqa: S310
            plain = zstandard.ZstdDecompressor().read_to_iter(answer)
            for part in _parts(_split(plain)):
                database.execute("BEGIN IMMEDIATE")
                database.executemany(
                    "INSERT INTO leaf (hash, raw) VALUES (?, ?)",
                    [(hashlib.sha256(b"\0" + line).digest(), line) for line in part],
                )
                database.execute("COMMIT")
    _tell(began)


def check(file: str) -> None:
    """Hash each line, and check one signature per 1,000."""
    key = Ed25519PrivateKey.from_private_bytes(bytes(32))
    message = bytes(200)
    signature, public = key.sign(message), key.public_key()
    began = _now()
    with Path(file).open("rb") as source:
        for part in _parts(source):
            for line in part:
                hashlib.sha256(b"\0" + line).digest()
            public.verify(signature, message)
    _tell(began)


def squeeze(ledger: str, lines: str, after: str) -> None:
    """Print what the entries of a ledger's record feeds after an id take."""
    small, large = (zstandard.ZstdCompressor(level=level).compressobj() for level in (3, 19))
    plain = least = most = 0
    with closing(sqlite3.connect(f"file:{ledger}?mode=ro", uri=True)) as database:
        asked = (
            "SELECT e.raw FROM store_entry e JOIN store_feed f ON f.id = e.feed_id "
            "WHERE f.type = 'records' AND e.id > ? ORDER BY e.id"
        )
        for (raw,) in database.execute(asked, (int(after),)):
            plain += len(raw)
            most += len(small.compress(raw))
            least += len(large.compress(raw))
    body = Path(lines).read_bytes()
    told = {
        "plain": plain,
        "zstd_3": most + len(small.flush()),
        "zstd_19": least + len(large.flush()),
        "lines": len(body),
        "lines_zstd_3": len(zstandard.ZstdCompressor(level=LEVEL).compress(body)),
    }
    print(json.dumps(told))


def _split(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield whole lines of a body that comes in pieces."""
    rest = b""
    for chunk in chunks:
        *whole, rest = (rest + chunk).split(b"\n")
        yield from whole
    if rest:
        yield rest


def _parts(lines: Iterable[bytes]) -> Iterator[list[bytes]]:
    source = iter(lines)
    while part := list(islice(source, PER_COMMIT)):
        yield part


def _now() -> tuple[float, float]:
    return time.perf_counter(), time.process_time()


def _tell(began: tuple[float, float]) -> None:
    wall, cpu = _now()
    used = {"work_s": wall - began[0], "work_cpu_s": cpu - began[1], "cpu_s": cpu, "peak": machine.own_peak()}
    print(json.dumps(used))


if __name__ == "__main__":
    _step, *_given = sys.argv[1:]
    if _step == "get":
        get(*_given)
    elif _step == "check":
        check(*_given)
    else:
        squeeze(*_given)

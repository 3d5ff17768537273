"""What an exchange costs in bytes, beside zstd-19 of the same entries.

    python -m tests.exchange.measuring [COUNT...]

Nghệ An serves; Xieng Khouang, empty, calls through a counting link, headers included. The records are incidents of
about 455 bytes of JSON, the same for the same seed. No time is measured here.
"""

from __future__ import annotations

import os
import random
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "twinline.node.settings")

OFFENCES = {
    "drug_trafficking": (("heroin", "kg"), ("synthetic_drugs", "pills"), ("crystal_meth", "kg")),
    "drug_possession": (("opium", "g"), ("synthetic_drugs", "pills")),
    "smuggling_goods": (("cigarettes", "packets"), ("fuel", "litres")),
    "illegal_logging": (("timber", "m3"),),
    "wildlife_trafficking": (("wild_animals", "heads"),),
}
WHERE = ("gần đường mòn", "bên bờ suối", "tại khu vực mốc", "trên tuyến tuần tra", "ở bìa rừng")
HOW = ("đã bàn giao cho đồn", "đã lập biên bản", "hai bên đã trao đổi", "đang xác minh thêm")
WHO = ("tổ tuần tra số 1", "tổ tuần tra số 2", "đội công tác")


def bodies(count: int, seed: int = 20261122) -> Iterator[dict[str, Any]]:
    """Yield the bodies of so many incidents, all marked as examples."""
    from twinline.line.places import packaged_places

    chance, places = random.Random(seed), packaged_places()
    for _ in range(count):
        offence = chance.choice(tuple(OFFENCES))
        what, unit = chance.choice(OFFENCES[offence])
        where: dict[str, Any] = {"organisation": chance.choice(places.communes)}
        if chance.random() < 0.5:
            where |= {"chainage": chance.randrange(places.line.length_m), "line": places.line.version}
        else:
            where |= {"marker": str(chance.randint(places.markers.first, places.markers.last)),
                      "metres": chance.randrange(-900, 900)}  # fmt: skip
        yield {
            "when": (date(2014, 1, 1) + timedelta(days=chance.randrange(12 * 365))).isoformat(),
            "place": where,
            "offence": offence,
            "cases": 1,
            "persons": chance.randint(1, 6),
            "quantities": [{"what": what, "amount": f"{chance.randint(1, 900)}.{chance.randint(1, 9)}", "unit": unit}],
            "counterparts": ["la-xk"],
            "note": {"language": "vi", "text": f"{chance.choice(WHO)} {chance.choice(WHERE)}, {chance.choice(HOW)}."},
            "source": {"ref": chance.randbytes(16).hex()},
            "example": True,
        }


def say(side: Any, count: int, seed: int = 20261122, lane: str = "routine") -> None:
    """Let a side say so many incidents to the line."""
    from twinline.store import saying

    audience = saying.expand(side.ledger, "line", author=side.code)
    told = (saying.Saying("incident", body, side.code, side.code, audience, lane=lane) for body in bodies(count, seed))
    for _ in saying.iter_say(side.ledger, told, now=side.clock()):
        pass


def squeezed(side: Any, after: int) -> int:
    """Return the zstd-19 size of the entries that a side kept after a row, one to a line."""
    import zstandard

    with side.ledger.connection.cursor() as cursor:
        cursor.execute("SELECT raw FROM store_entry WHERE id > %s AND record IS NOT NULL ORDER BY id", [after])
        lines = b"\n".join(bytes(raw) for (raw,) in cursor.fetchall())
    return len(zstandard.ZstdCompressor(level=19).compress(lines))


def last_row(side: Any) -> int:
    with side.ledger.connection.cursor() as cursor:
        cursor.execute("SELECT MAX(id) FROM store_entry")
        return int(cursor.fetchone()[0])


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a node as ``twinline serve`` does."""
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "twinline.node", "serve", "--port", str(port), "--quiet", "--node", str(folder)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(["src", "."])}
    server = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL)
    try:
        url = f"http://127.0.0.1:{port}"
        for _ in range(600):
            try:
                urllib.request.urlopen(f"{url}/healthz", timeout=2).close()
                break
            except OSError:
                time.sleep(0.05)
        yield url
    finally:
        server.terminate()
        server.wait(20)


def main(counts: list[int]) -> None:
    import django

    django.setup()
    from tests.border import Clock
    from tests.exchange.desks import Desk
    from tests.exchange.link import link
    from twinline.exchange import contact
    from twinline.times import now_ms

    print(f"{'':>24} {'up':>9} {'down':>9} {'both':>9} {'zstd-19':>9} {'ratio':>6} {'trips':>6}")
    for count in counts:
        with tempfile.TemporaryDirectory() as folder:
            clock = Clock(now_ms())
            na, xk = Desk(Path(folder) / "na", "vn-na", clock), Desk(Path(folder) / "xk", "la-xk", clock)
            na.add(xk)
            with served(na.side.ledger.folder) as url, link(url) as passing:
                xk.add(na, passing.url)
                steps = [("both new to each other", 0), (f"{count:,} waiting", count), ("nothing new", 0)]
                steps += [("100 more", 100), ("nothing new again", 0), ("1 more", 1)]
                for seed, (name, more) in enumerate(steps):
                    before = last_row(na.side)
                    say(na.side, more, seed + 1)
                    passing.reset()
                    result = contact.meet(xk.shelf, xk.peer, now_ms)
                    floor = squeezed(na.side, before) if more else 0
                    ratio = f"{passing.bytes / floor:6.3f}" if floor else ""
                    print(f"{name:>24} {passing.up:>9,} {passing.down:>9,} {passing.bytes:>9,} {floor:>9,} {ratio:>6} "
                          f"{result.trips:>6}")  # fmt: skip


if __name__ == "__main__":
    main([int(each) for each in sys.argv[1:]] or [100, 1_000, 10_000])

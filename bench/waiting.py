"""What has to cross first: an alert, with much else waiting, and the day of one post with its photos.

python -m bench.waiting fill NODE RECORDS FEEDS | alert NODE | photos NODE COUNT
"""

from __future__ import annotations

import io
import itertools
import json
import os
import random
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from bench import adding, exchanging, nodes, records, run
from bench.proxy import Link, Proxy
from bench.results import Row

THIN = Link(64_000, 0.6)
RECORDS, FEEDS = 100_000, 1_000
DAY, PHOTOS = 50, 5
PHOTO = (1600, 1200)
AT_ONCE = 10
"""Audiences of one step of saying: a transaction each."""
LOOK_S, PATIENCE_S = 0.02, 120

Tell = exchanging.Tell


def alerts(template: nodes.Pair, folder: Path, tell: Tell, count: int = RECORDS, feeds: int = FEEDS) -> Iterator[Row]:
    """Yield how long an alert takes to be durable on the other side, asked for and brought, past so much else.

    From the first connection on. The exchange is then ended: what else waits would take a quarter of an hour.
    """
    home = template.copy(folder / "alert")
    tell(f"an alert before {count:,} records in {feeds:,} feeds: filling")
    environment = {"TWINLINE_NODE": str(home.a)}
    run.child("bench.waiting", "fill", str(home.a), str(count), str(feeds), records=count * 4, environment=environment)
    said = json.loads(run.child("bench.waiting", "alert", str(home.a), environment=environment))
    for name, asking, answering in (("asked for", "b", "a"), ("brought", "a", "b")):
        tell(f"an alert, {name}")
        pair = home.copy(folder / "alert-work")
        ends = {"a": pair.a, "b": pair.b}
        yield _crossing(pair.port, ends[asking], ends[answering], pair.b, said["record"], f"alert, {name}")


def _crossing(port: int, asking: Path, answering: Path, reader: Path, record: str, step: str) -> Row:
    with nodes.served(answering) as server, Proxy(port, server.port, THIN) as proxy:
        command = [sys.executable, "-m", "twinline.node", "exchange"]
        log = asking.with_suffix(".asked.log")
        with log.open("wb") as out:
            asked = subprocess.Popen(
                command, cwd=run.ROOT, env=run.with_sources({"TWINLINE_NODE": str(asking)}), stdout=out, stderr=out,
                stdin=subprocess.DEVNULL,
            )  # fmt: skip
        try:
            there = _wait_for(reader, record, asked, log)
        finally:
            asked.terminate()
            asked.wait()
        if proxy.first is None:
            raise run.BenchError("nobody called")
        return Row(f"{step}, 64 kbit/s, 600 ms", 1, there - proxy.first, up=proxy.up, down=proxy.down)


def _wait_for(reader: Path, record: str, asked: subprocess.Popen[bytes], log: Path) -> float:
    """Return the moment at which a record is on a node's disk, folded and countable."""
    until = time.monotonic() + PATIENCE_S
    with closing(sqlite3.connect(f"file:{reader / 'ledger.sqlite3'}?mode=ro", uri=True, timeout=30)) as database:
        while time.monotonic() < until:
            if database.execute("SELECT 1 FROM store_record WHERE record = ?", [record]).fetchone():
                return time.monotonic()
            if asked.poll() is not None:
                raise run.BenchError(f"exchange ended before the alert came: {log.read_text(errors='replace')[-300:]}")
            time.sleep(LOOK_S)
    raise run.BenchError(f"the alert had not come after {PATIENCE_S} s")


def day(template: nodes.Pair, folder: Path, tell: Tell) -> Iterator[Row]:
    """Yield what a post's day costs on a thin link: so many records and photos, brought by who asks."""
    tell(f"a post's day: {DAY} records, {PHOTOS} photos")
    pair = template.copy(folder / "day")
    adding.added(pair.a, records.write(folder / "day.jsonl", DAY - PHOTOS, seed=3), DAY - PHOTOS)
    environment = {"TWINLINE_NODE": str(pair.a)}
    size = json.loads(run.child("bench.waiting", "photos", str(pair.a), str(PHOTOS), environment=environment))
    name = f"a post's day: {DAY} records, {PHOTOS} photos of {size / 1e6:.1f} MB, 64 kbit/s, 600 ms"
    yield exchanging.exchanged(pair, DAY, THIN, name, patience=100_000)


def _fill(ledger: Any, count: int, feeds: int) -> None:
    """Say so many records to as many audiences: each the other side, and two more of one's own."""
    from twinline.store import saying
    from twinline.times import now_ms

    own = sorted(ledger.node.hosts)
    audiences = [(nodes.B, *pair) for pair in itertools.islice(itertools.combinations(own, 2), feeds)]
    each = max(count // feeds, 1)
    made = records.bodies(each * feeds)
    for start in range(0, len(audiences), AT_ONCE):
        told = [
            saying.Saying("incident", next(made), nodes.A, nodes.A, tuple(sorted(audience)))
            for audience in audiences[start : start + AT_ONCE]
            for _ in range(each)
        ]
        saying.say_all(ledger, told, now=now_ms())


def _alert(ledger: Any) -> None:
    from twinline.store import saying
    from twinline.times import now_ms

    body = next(records.bodies(1, seed=4))
    said = saying.say(ledger, saying.Saying("incident", body, nodes.A, nodes.A, ("line",), lane="urgent"), now=now_ms())
    print(json.dumps({"record": said.record}))


def _photos(ledger: Any, count: int) -> None:
    """Say records with a photo each, and print how many bytes all photos are as kept."""
    from twinline.store import attachments, saying
    from twinline.times import now_ms

    total = 0
    for number, body in enumerate(records.bodies(count, seed=5)):
        kept = attachments.keep(ledger, _photo(number), "goods")
        total += kept["bytes"]
        body["attachments"] = [kept]
        saying.say(ledger, saying.Saying("incident", body, nodes.A, nodes.A, ("line",)), now=now_ms())
    print(total)


def _photo(number: int) -> bytes:
    """Return a JPEG of some 300 kB, as a camera writes it: soft shapes, and noise that nothing compresses."""
    from PIL import Image

    chance = random.Random(number)  # noqa: S311  (a workload, not a secret)
    coarse = Image.frombytes("RGB", (16, 12), chance.randbytes(16 * 12 * 3)).resize(PHOTO, Image.Resampling.BICUBIC)
    noise = Image.frombytes("L", PHOTO, chance.randbytes(PHOTO[0] * PHOTO[1])).convert("RGB")
    photo = io.BytesIO()
    Image.blend(coarse, noise, 0.06).save(photo, "JPEG", quality=80)
    return photo.getvalue()


def main(step: str, node: str, *numbers: str) -> None:
    """Do one step on a node."""
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "twinline.node.settings"
    django.setup()
    from twinline.store.ledger import open_ledger

    ledger = open_ledger(Path(node))
    {"fill": _fill, "alert": _alert, "photos": _photos}[step](ledger, *map(int, numbers))
    ledger.close()


if __name__ == "__main__":
    main(*sys.argv[1:])

"""After it was erased a name is in no byte that a node keeps, and in none that ever left it.

The story is one of a real node: parts typed at the desk, opened, changed and kept from page to page, while it is
backed up, asked for figures, and exchanges by wire and by stick. Then their date comes. All bytes are looked through in
every way that a name may be written: what is packed is unpacked, what is encrypted for the other side is opened with
its key, and the accounts' database in memory is read as it lies.
"""

from __future__ import annotations

import base64
import io
import json
import logging
import sqlite3
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import pytest
import zstandard
from django.db import connection
from django.test import Client

from tests.border import Border, carry
from tests.hostile.crawling import Crawl, unpacked
from tests.hostile.planting import plant
from tests.hostile.test_crawl import EVERY
from twinline.access import tracing
from twinline.access.models import User
from twinline.exchange import files, sealing
from twinline.exchange.ledger_shelf import LedgerShelf
from twinline.sealed import backing as parts_backing
from twinline.sealed import keeping
from twinline.sealed.vault import Vault
from twinline.store import backing, here
from twinline.times import DAY_MS, iso, now_ms

#: What is typed of three people: each text is found by itself.
NAMES = ("Lò Văn Mẫu-7341", "ທ້າວ ຄຳມາກ 8252", "Hờ A Zqmark 9163")
TEXTS = {"alias": "Aliasmark 4410", "document": "PZ6642XQWN12", "contact": "0913 773 411", "statement": "Saidmark 5501"}
WORDS = (*NAMES, *TEXTS.values())


def written(word: str) -> set[bytes]:
    """Return a word in each way in which it may lie in a file: by encoding, case, escape and cipher that is none."""
    forms = {word, word.lower(), word.upper(), unicodedata.normalize("NFD", word), _bare(word).lower()}
    found: set[bytes] = set()
    for each in forms:
        raw = each.encode()
        found |= {raw, each.encode("utf-16-le"), each.encode("utf-16-be"), json.dumps(each)[1:-1].encode()}
        found |= {quote(each).encode(), raw.hex().encode(), raw.hex().upper().encode()}
        # By its place in a longer text, base64 writes it in three ways, of which the ends hang on what is beside it.
        found |= {base64.b64encode(b"\0" * shift + raw)[4 if shift else 0 : -4] for shift in range(3)}
    assert min(map(len, found)) > 6, "so short a piece stands anywhere"
    return found


def _bare(word: str) -> str:
    return "".join(each for each in unicodedata.normalize("NFD", word) if not unicodedata.combining(each))


def seen(raw: bytes, where: str) -> list[str]:
    """Return which words stand in some bytes, or in what is packed in them."""
    inside = [*unpacked(raw), *_unpacked_more(raw)]
    return [f"{word} in {where}" for word in WORDS if any(form in one for form in written(word) for one in inside)]


def _unpacked_more(raw: bytes) -> Iterator[bytes]:
    """Yield what is packed by zstd or zlib, and each blob of a database by itself, unpacked."""
    if raw.startswith(b"\x28\xb5\x2f\xfd"):
        yield zstandard.ZstdDecompressor().stream_reader(io.BytesIO(raw), read_across_frames=True).read()
    elif raw.startswith(b"SQLite format 3\0"):
        with closing(sqlite3.connect(":memory:")) as database:
            # Opened in memory, where there is no log beside it: the two bytes of its head say so.
            database.deserialize(raw[:18] + b"\1\1" + raw[20:])
            for (table,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
                for row in database.execute(f'SELECT * FROM "{table}"'):
                    yield from (each for cell in row if isinstance(cell, bytes) for each in _blob(cell))


def _blob(cell: bytes) -> Iterator[bytes]:
    yield from unpacked(cell)
    if cell.startswith(b"\x28\xb5\x2f\xfd"):
        yield from _unpacked_more(cell)
    elif cell.startswith(b"\x78"):
        try:
            yield zlib.decompress(cell)
        except zlib.error:
            return


def kept_in(*folders: Path) -> dict[str, bytes]:
    """Return every byte of every file in some folders."""
    return {str(path): path.read_bytes() for each in folders for path in each.rglob("*") if path.is_file()}


@pytest.fixture
def client(db: None, border: Border, monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setattr(here, "_open", lambda _: border.vn.ledger)
    made = Client()
    made.force_login(User.objects.create(username="lan", password="!", organisation="vn-na", roles=EVERY))
    return made


def typed(client: Client, border: Border) -> list[str]:
    """Type parts of three people at the desk; open, change and mistype one; return the records they belong to."""
    records = []
    for number, name in enumerate(NAMES):
        body = {"when": "2026-01-03", "place": "vn-na-xo-nam-can", "offence": "drug_trafficking", "cases": 1,
                "persons": 2, "example": True}  # fmt: skip
        records.append(border.vn.say("incident", body, to="line").record)
        ends = iso((now_ms() // DAY_MS) + 200)
        said = {"person": "suspect", "basis": "fact", "purpose": "investigation", "ends": ends, "name": name, **TEXTS}
        place = f"/records/{records[-1]}/persons/"
        assert client.post(place, {**said, "ends": ""}).status_code == 422  # refused, with all that was typed
        assert client.post(place, said).status_code == 302
        (part,) = Vault(border.vn.ledger.folder).of(records[-1])
        assert name in client.post(f"/persons/{part.part}/open/", {"reason": "case_work"}).content.decode()
        if number == 0:
            changed = client.post(f"/persons/{part.part}/change/", {**said, "alias": "", "reason": "case_work"})
            assert changed.status_code in (200, 302)
    return records


def left_by(client: Client, border: Border, folder: Path) -> dict[str, bytes]:
    """Return all that leaves the node: its pages and files, backups of both sorts, a parcel, a stick, the trace."""
    crawl = Crawl(client, (), 1, sent=False)
    crawl.walk("/", "/records/")
    left = {place: raw + str(headers).encode() for place, (_, headers, raw) in crawl.answers.items()}
    now = border.clock()
    left["backup"] = backing.back_up(border.vn.ledger, folder / "a.twinline", now=now).path.read_bytes()
    left["backup of parts"] = parts_backing.back_up(border.vn.ledger, folder / "a.parts", now=now)[0].read_bytes()
    shelf, other = LedgerShelf(border.vn.ledger), LedgerShelf(border.la.ledger)
    peer = next(each for each in shelf.peers() if each.organisation == border.la.code)
    files.write_bundle(shelf, peer, folder / "stick.age", at_ms=now)
    left["stick"] = (folder / "stick.age").read_bytes()
    inside = io.BytesIO()
    sealing.unseal(io.BytesIO(left["stick"]), other.own.age_identity, inside)
    left["inside of the stick"] = inside.getvalue().rstrip(b"\0")
    carry(border.vn, border.la)
    left["trace"] = json.dumps(list(tracing.rows())).encode()
    return left


def accounts() -> bytes:
    """Return the accounts' database as it lies in memory."""
    connection.ensure_connection()
    return bytes(connection.connection.serialize())


def test_no_byte_that_is_kept_or_ever_left_has_a_name_after_it_was_erased(
    client: Client, border: Border, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    plant(border)
    typed(client, border)
    out = tmp_path / "left"
    out.mkdir()
    left = left_by(client, border, out)
    assert len(left) > 40
    before = len(Vault(border.vn.ledger.folder).all())
    erased = keeping.retain(border.vn.ledger, now=now_ms() + 400 * DAY_MS, confirmed_by="Hoa").erase
    assert (before, len(erased), Vault(border.vn.ledger.folder).all()) == (3, 3, [])
    nodes = kept_in(border.vn.ledger.folder, border.la.ledger.folder)
    everything = {**nodes, **left, "accounts": accounts(), "log": caplog.text.encode()}
    assert [one for where, raw in everything.items() for one in seen(raw, where)] == []
    assert sum(map(len, everything.values())) > 1_000_000


@pytest.mark.parametrize("packed", ["as it is", "zip", "zstd", "database", "utf-16", "base64", "escaped"])
def test_a_name_is_found_however_it_was_written(packed: str) -> None:
    """The control of the search."""
    text = f"xx {NAMES[0]} y"
    raw = text.encode()
    if packed == "zip":
        sink = io.BytesIO()
        with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as whole:
            whole.writestr("a", raw)
        raw = sink.getvalue()
    elif packed == "database":
        with closing(sqlite3.connect(":memory:")) as database:
            database.execute("CREATE TABLE t (b BLOB)")
            database.execute("INSERT INTO t VALUES (?)", [zstandard.compress(raw)])
            database.commit()
            raw = database.serialize()
    else:
        raw = {
            "zstd": zstandard.compress(raw), "utf-16": text.encode("utf-16-le"), "base64": base64.b64encode(raw),
            "escaped": json.dumps(text).encode(),
        }.get(packed, raw)  # fmt: skip
    assert seen(raw, "it") == [f"{NAMES[0]} in it"]


def test_with_secure_delete_alone_names_stay_in_the_file(tmp_path: Path) -> None:
    """The control: what a database that only overwrites what it deletes would have kept."""
    words = [f"Mark{number:04} Lo Van" for number in range(400)]
    with closing(sqlite3.connect(tmp_path / "part.sqlite3")) as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("PRAGMA secure_delete=ON")
        database.execute("CREATE TABLE part (name TEXT)")
        database.execute("CREATE INDEX by_name ON part (name)")
        database.execute("CREATE VIRTUAL TABLE searched USING fts5 (name)")
        for table in ("part", "searched"):
            database.executemany(f"INSERT INTO {table} VALUES (?)", [(word,) for word in words])
        database.commit()
        for table in ("part", "searched"):
            database.execute(f"DELETE FROM {table}")
        database.commit()
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        raw = b"".join(kept_in(tmp_path).values()).lower()
    found = [word for word in words if word.lower().encode() in raw or word.split()[0].lower().encode() in raw]
    assert found

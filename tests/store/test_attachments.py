"""Pictures go where the records go that name them, bare, and are read by nobody else."""

from __future__ import annotations

import hashlib
import io
import json
import sqlite3
from contextlib import closing

import pytest
from click.testing import CliRunner, Result
from django.db import transaction
from PIL import Image

from tests.border import Border, Side, carry, incident
from tests.store.pictures import photo, scan
from twinline.node.cli import twinline
from twinline.records import registry
from twinline.store import attachments, backing, naming, narrowing, passing, reading, stripping, verifying
from twinline.store.errors import StoreError
from twinline.store.ledger import open_ledger
from twinline.store.reading import Reader


def give(side: Side, raw: bytes | None = None, shows: str = "goods") -> dict[str, object]:
    return attachments.keep(side.ledger, raw or photo(), shows)


def hosts(side: Side) -> tuple[str, ...]:
    return side.ledger.node.hosts


def bring(giver: Side, taker: Side, sha256: str, most: int = 4096) -> int:
    """Bring a file piece by piece; return how many pieces it took."""
    pieces = 0
    while any(one.sha256 == sha256 for one in passing.wanted(taker.ledger, hosts(giver))):
        have = next(one.have for one in passing.wanted(taker.ledger, hosts(giver)) if one.sha256 == sha256)
        found = passing.piece(giver.ledger, hosts(taker), sha256, have, most)
        assert found is not None
        assert passing.take(taker.ledger, hosts(giver), sha256, have, found[1])
        pieces += 1
    return pieces


@pytest.mark.parametrize("raw", [photo(), scan(), photo(rotated=True)])
def test_nothing_stands_beside_the_picture(raw: bytes) -> None:
    plain, media = stripping.bare(raw, "goods")
    assert b"SECRET" in raw
    assert b"SECRET" not in plain
    assert b"Exif" not in plain
    assert stripping.is_bare(plain, media)
    assert not stripping.is_bare(raw, media)
    assert stripping.bare(raw, "goods")[0] == plain


def test_a_picture_taken_upright_stays_upright() -> None:
    plain, _ = stripping.bare(photo(size=(300, 200), rotated=True), "goods")
    assert Image.open(io.BytesIO(plain)).size == (200, 300)


def test_a_large_photo_is_made_smaller_and_a_scan_stays_readable() -> None:
    raw = photo(size=(4000, 3000))
    assert Image.open(io.BytesIO(stripping.bare(raw, "marker")[0])).size == (2048, 1536)
    assert max(Image.open(io.BytesIO(stripping.bare(raw, "document")[0])).size) == 3508


@pytest.mark.parametrize(
    "raw",
    [b"", b"%PDF-1.7", b"GIF89a" + bytes(30), photo()[:300], b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n" + bytes(40),
     b"<svg xmlns='http://www.w3.org/2000/svg'/>"],
)  # fmt: skip
def test_what_is_no_picture_is_refused_in_one_sentence(raw: bytes) -> None:
    with pytest.raises(stripping.NotAPicture):
        stripping.bare(raw, "goods")


@pytest.mark.parametrize("raw", [b"PK\x03\x04" + bytes(40), b"RIFF\x24\x00\x00\x00WEBPVP8 " + bytes(40), b""])
@pytest.mark.parametrize("shows", ["goods", "document"])
def test_who_attaches_a_letter_of_a_word_processor_is_told_which_files_are_taken(raw: bytes, shows: str) -> None:
    with pytest.raises(stripping.NotAPicture, match="a photo as JPEG or PNG, and a scanned document as PDF"):
        stripping.bare(raw, shows)


@pytest.mark.parametrize("raw", [photo()[:300], scan()[:90]])
def test_a_picture_that_came_in_half_is_called_damaged(raw: bytes) -> None:
    with pytest.raises(stripping.NotAPicture, match="damaged: send it again"):
        stripping.bare(raw, "goods")


@pytest.mark.parametrize("side", [12_000, 14_000])
def test_a_picture_that_would_fill_the_memory_is_refused(side: int) -> None:
    out = io.BytesIO()
    Image.new("1", (side, side)).save(out, "PNG")
    assert len(out.getvalue()) < 50_000
    with pytest.raises(stripping.NotAPicture, match="more than 60 million points"):
        stripping.bare(out.getvalue(), "goods")


@pytest.mark.parametrize("raw", [photo(), scan()])
def test_whatever_is_put_beside_a_bare_picture_is_noticed(raw: bytes) -> None:
    plain, media = stripping.bare(raw, "goods")
    assert not stripping.is_bare(plain + b"SECRET", media)
    assert not stripping.is_bare(plain[:-1], media)
    assert not stripping.is_bare(plain, "image/gif")
    other = "image/png" if media == "image/jpeg" else "image/jpeg"
    assert not stripping.is_bare(plain, other)


def test_a_record_names_what_it_shows_from_its_kind_s_closed_list(border: Border) -> None:
    named = give(border.vn)
    assert registry.validate("incident", incident(attachments=[named])) == []
    for wrong, rule in (
        ({"shows": "document"}, "not_in_list"), ({"shows": "person"}, "not_in_list"), ({"sha256": "xy"}, "wrong_form"),
        ({"bytes": 10_000_001}, "file_too_large"), ({"media": "image/svg+xml"}, "not_in_list"),
        ({"name": "N."}, "unknown_field"),
    ):  # fmt: skip
        (found,) = registry.validate("incident", incident(attachments=[{**named, **wrong}]))
        assert found.rule == rule, wrong
        assert "{" not in found.sentence("lo")
    shown = dict(registry.describe("incident", incident(attachments=[named]), "en"))
    assert shown["attachments"] == "photo of goods"


def test_a_record_can_not_name_a_file_that_nobody_gave(border: Border) -> None:
    vn = border.vn
    named = give(vn)
    before = verifying.digest(vn.ledger)
    with pytest.raises(StoreError, match="attachment add"):
        vn.say("incident", incident(attachments=[{**named, "sha256": "ab" * 32}]))
    assert verifying.digest(vn.ledger) == before
    assert vn.say("incident", incident(attachments=[named])).record


def test_the_record_does_not_wait_for_its_file_and_the_file_comes_in_pieces(border: Border) -> None:
    vn, la = border.vn, border.la
    named = give(vn)
    sha256 = str(named["sha256"])
    said = vn.say("incident", incident(attachments=[named]))
    carry(vn, la)
    assert la.view(said.record).row.body["attachments"] == [named]
    assert la.countersign(said.record)
    assert attachments.read(la.ledger, Reader.of_node(la.ledger), sha256) is None
    assert bring(vn, la, sha256) == -(-int(str(named["bytes"])) // 4096)
    raw, media = attachments.read(la.ledger, Reader.of_node(la.ledger), sha256) or (b"", "")
    assert (hashlib.sha256(raw).hexdigest(), media) == (sha256, "image/jpeg")
    assert passing.wanted(la.ledger, hosts(vn)) == []


def test_a_piece_that_does_not_follow_or_is_too_long_is_not_taken(border: Border) -> None:
    vn, la = border.vn, border.la
    named = give(vn)
    sha256, size = str(named["sha256"]), int(str(named["bytes"]))
    vn.say("incident", incident(attachments=[named]))
    carry(vn, la)

    def take(offset: int, data: bytes) -> bool:
        return passing.take(la.ledger, hosts(vn), sha256, offset, data)

    assert not take(10, b"later")
    assert not take(0, bytes(size + 1))
    assert not passing.take(la.ledger, hosts(vn), "cd" * 32, 0, b"never asked for")
    raw = attachments.place(vn.ledger, sha256).read_bytes()
    assert take(0, raw[:1000])
    assert not take(0, raw[:1000])
    assert take(500, raw[500:2000])
    assert [one.have for one in passing.wanted(la.ledger, hosts(vn))] == [2000]
    assert bring(vn, la, sha256) > 0


def test_a_file_altered_on_its_way_is_dropped_and_asked_for_again_but_not_for_ever(border: Border) -> None:
    vn, la = border.vn, border.la
    named = give(vn)
    sha256 = str(named["sha256"])
    vn.say("incident", incident(attachments=[named]))
    carry(vn, la)
    raw = attachments.place(vn.ledger, sha256).read_bytes()
    for _ in range(3):
        assert [one.have for one in passing.wanted(la.ledger, hosts(vn))] == [0]
        passing.take(la.ledger, hosts(vn), sha256, 0, raw[:-1] + b"\0")
    assert passing.wanted(la.ledger, hosts(vn)) == []
    assert not attachments.place(la.ledger, sha256).exists()


def test_a_file_that_is_not_bare_is_not_kept_even_if_its_hash_is_right(border: Border, monkeypatch) -> None:
    vn, la = border.vn, border.la
    monkeypatch.setattr(stripping, "bare", lambda raw, shows: (raw, "image/jpeg"))
    named = give(vn, photo())
    sha256 = str(named["sha256"])
    vn.say("incident", incident(attachments=[named]))
    carry(vn, la)
    raw = attachments.place(vn.ledger, sha256).read_bytes()
    assert not passing.take(la.ledger, hosts(vn), sha256, 0, raw)
    assert passing.wanted(la.ledger, hosts(vn)) == []
    assert attachments.read(la.ledger, Reader.of_node(la.ledger), sha256) is None


def test_who_may_not_see_the_record_gets_neither_the_file_nor_a_word_of_it(border: Border) -> None:
    vn, la = border.vn, border.la
    named = give(vn)
    sha256 = str(named["sha256"])
    vn.say("incident", incident(attachments=[named]), to="self")
    carry(vn, la)
    assert passing.piece(vn.ledger, hosts(la), sha256, 0, 10) is None
    assert passing.lacked(vn.ledger, la.ledger.node.id, hosts(la), {}) == {}
    assert attachments.read(vn.ledger, Reader(frozenset({"vn-na-bg"})), sha256) is None
    assert attachments.read(vn.ledger, Reader(frozenset()), sha256) is None
    assert attachments.read(vn.ledger, Reader.of_node(vn.ledger), sha256) is not None
    assert attachments.state(vn.ledger, Reader(frozenset({"vn-na-bg"}))) == []
    # A file that no record names is nobody's.
    loose = give(vn, photo(size=(50, 50)))
    assert passing.piece(vn.ledger, hosts(vn), str(loose["sha256"]), 0, 10) is None


def test_the_index_is_only_a_cache(border: Border) -> None:
    vn = border.vn
    named = give(vn)
    vn.say("incident", incident(attachments=[named]))
    before = attachments.state(vn.ledger, Reader.of_node(vn.ledger))
    (naming.folder(vn.ledger) / "index.sqlite3").unlink()
    assert attachments.state(vn.ledger, Reader.of_node(vn.ledger)) == before != []


def test_an_index_with_tables_of_an_earlier_version_is_begun_anew_when_the_node_is_opened(border: Border) -> None:
    vn = border.vn
    vn.say("incident", incident(attachments=[give(vn)]))
    before = attachments.state(vn.ledger, Reader.of_node(vn.ledger))
    with closing(sqlite3.connect(naming.folder(vn.ledger) / "index.sqlite3")) as index, index:
        index.executescript("CREATE TABLE failed (sha256 TEXT); DROP TABLE untrue; PRAGMA user_version = 0")
    open_ledger(vn.ledger.folder, alias=vn.ledger.alias)
    with closing(sqlite3.connect(naming.folder(vn.ledger) / "index.sqlite3")) as index:
        tables = {name for (name,) in index.execute("SELECT name FROM sqlite_master")}
    assert "failed" not in tables
    assert "untrue" in tables
    assert attachments.state(vn.ledger, Reader.of_node(vn.ledger)) == before != []


def test_a_scan_may_be_added_to_an_agreed_record_and_it_stays_agreed(border: Border) -> None:
    vn, la = border.vn, border.la
    said = vn.say("incident", incident())
    carry(vn, la)
    la.countersign(said.record)
    carry(vn, la)
    vn.amend(said.record, incident(attachments=[give(vn)]))
    carry(vn, la)
    assert (vn.standing(said.record), la.standing(said.record)) == ("agreed", "agreed")


def test_the_commands(border: Border, monkeypatch, tmp_path) -> None:
    vn = border.vn
    monkeypatch.setenv("TWINLINE_NODE", str(vn.ledger.folder))
    (tmp_path / "a.jpg").write_bytes(photo())

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(twinline, ["attachment", *arguments])

    named = json.loads(run("add", str(tmp_path / "a.jpg"), "--shows", "goods", "--caption", "x").stdout)
    said = vn.say("incident", incident(attachments=[named]))
    (told,) = [json.loads(line) for line in run("list", "--json").stdout.splitlines()]
    assert (told["here"], told["records"]) == (named["bytes"], [said.record])
    assert run("get", named["sha256"], str(tmp_path / "b.jpg")).exit_code == 0
    assert hashlib.sha256((tmp_path / "b.jpg").read_bytes()).hexdigest() == named["sha256"]
    assert "is not here" in str(run("get", "ab" * 32, str(tmp_path / "c.jpg")).exception)
    assert reading.record(vn.ledger, Reader.of_node(vn.ledger), said.record)


def test_a_backup_takes_the_files_along(border: Border, tmp_path) -> None:
    vn = border.vn
    named = give(vn)
    vn.say("incident", incident(attachments=[named]), to="self")
    made = backing.back_up(vn.ledger, tmp_path / "vn.twinline", now=vn.clock())
    back = tmp_path / "back"
    back.mkdir()
    backing.unpack(made.path, back)
    kept = attachments.place(vn.ledger, str(named["sha256"])).relative_to(vn.ledger.folder)
    assert (back / kept).read_bytes() == (vn.ledger.folder / kept).read_bytes()
    with closing(sqlite3.connect(back / "ledger.sqlite3")) as ledger:
        assert not ledger.execute("SELECT 1 FROM sqlite_master WHERE name LIKE 'twinline_%'").fetchall()


@pytest.mark.parametrize("wrong", [{"bytes": 99}, {"media": "image/png"}])
def test_a_record_can_not_say_of_a_file_what_it_is_not(border: Border, wrong: dict[str, object]) -> None:
    vn, la = border.vn, border.la
    named = give(vn)
    said = vn.say("incident", incident(attachments=[named]))
    carry(vn, la)
    is_ = f"{named['bytes']:,} bytes of image/jpeg"
    with pytest.raises(StoreError, match=is_):
        vn.say("incident", incident(attachments=[{**named, **wrong}]))
    with pytest.raises(StoreError, match=is_):
        vn.amend(said.record, incident(attachments=[{**named, **wrong}]))
    assert [one.have for one in passing.wanted(la.ledger, hosts(vn))] == [0]
    # Nor may who hasn't the file yet say other than who gave it.
    with pytest.raises(StoreError, match=is_):
        la.say("incident", incident(attachments=[{**named, **wrong}]))
    la.say("incident", incident(attachments=[named]))


def files(side: Side) -> int:
    """Return how many files are here, whole or begun."""
    folder = naming.folder(side.ledger)
    return len([*folder.glob("[0-9a-f][0-9a-f]/*"), *folder.glob("part/*")])


def with_photo(side: Side) -> str:
    return side.say("incident", incident(attachments=[give(side)])).record


def test_a_picture_goes_with_the_last_record_that_names_it(border: Border) -> None:
    vn, la = border.vn, border.la
    named = give(vn)
    both = [vn.say("incident", incident(attachments=[named])).record for _ in range(2)]
    carry(vn, la)
    sha256 = str(named["sha256"])
    bring(vn, la, sha256)
    for record, left in zip(both, (1, 0), strict=True):
        vn.withdraw(record)
        assert files(vn) == left
        assert files(la) == 1  # until it hears of it
        carry(vn, la)
        assert files(la) == left
    assert attachments.state(la.ledger, Reader.of_node(la.ledger)) == []
    assert attachments.read(la.ledger, Reader.of_node(la.ledger), sha256) is None
    # Nobody can name it again who hasn't got it.
    with pytest.raises(attachments.NotHere):
        vn.say("incident", incident(attachments=[named]))


def test_a_withdrawal_that_is_undone_takes_no_picture(border: Border) -> None:
    vn = border.vn
    record = with_photo(vn)
    with transaction.atomic(using=vn.ledger.alias):
        vn.withdraw(record)
        transaction.set_rollback(True, using=vn.ledger.alias)
    assert files(vn) == 1


def test_what_has_come_of_a_picture_goes_as_well(border: Border) -> None:
    vn, la = border.vn, border.la
    record = with_photo(vn)
    carry(vn, la)
    (one,) = passing.wanted(la.ledger, hosts(vn))
    assert passing.take(la.ledger, hosts(vn), one.sha256, 0, b"the first bytes")
    vn.withdraw(record)
    carry(vn, la)
    assert files(la) == 0


def test_who_narrows_a_record_keeps_its_picture_and_whom_it_left_out_does_not(border: Border) -> None:
    vn, la = border.vn, border.la
    record = with_photo(vn)
    carry(vn, la)
    (one,) = passing.wanted(la.ledger, hosts(vn))
    bring(vn, la, one.sha256)
    narrowing.narrow(vn.ledger, vn.view(record), ("vn-na",), {"reason": "wrong_audience"}, now=vn.clock())
    carry(vn, la)
    assert (files(vn), files(la)) == (1, 0)


def test_whoever_confirmed_a_record_keeps_the_paper(border: Border) -> None:
    vn, la = border.vn, border.la
    record = with_photo(vn)
    carry(vn, la)
    (one,) = passing.wanted(la.ledger, hosts(vn))
    bring(vn, la, one.sha256)
    la.countersign(record)
    vn.withdraw(record)
    carry(vn, la)
    assert (files(vn), files(la)) == (0, 1)

"""Files for a stick: whole or not at all, opened by the age and zstd tools, the same in little memory."""

from __future__ import annotations

import os
import subprocess
import tempfile
import tracemalloc
from pathlib import Path

import pytest

from tests.exchange.world import NOON, Office, held, key, pair, parcel_for, plain, raw
from tests.needs import needs, part
from twinline.exchange import files, manifest, parcel, sealing
from twinline.exchange.grammar import spell
from twinline.exchange.shelf import Batch
from twinline.exchange.waiting import Waiting, waiting


@pytest.fixture(autouse=True)
def paired(na: Office, xk: Office) -> None:
    pair(na, xk)


def write(office: Office, other: Office, path: Path) -> parcel.Packed:
    return files.write_bundle(office.shelf, office.sees(other), path, at_ms=office.clock())


def read(office: Office, path: Path):
    return files.read_bundle(office.shelf, path, at_ms=office.clock())


def test_a_stick_there_and_back_brings_both_to_the_same(na, xk, tmp_path):
    feed, back = na.say("la-xk", count=1500), xk.say("vn-na")
    write(na, xk, tmp_path / "there.age")
    read(xk, tmp_path / "there.age")
    write(xk, na, tmp_path / "back.age")
    read(na, tmp_path / "back.age")
    write(na, xk, tmp_path / "again.age")
    read(xk, tmp_path / "again.age")
    assert (held(xk, feed), held(na, back)) == (1501, 2)
    assert na.shelf.digest() == xk.shelf.digest()
    assert na.shelf.all_receipts() == xk.shelf.all_receipts()


def test_what_was_receipted_is_not_written_again(na, xk, tmp_path):
    na.say("la-xk", count=1500)
    assert write(na, xk, tmp_path / "1.age").entries == 1500 + 3
    assert write(na, xk, tmp_path / "2.age").entries == 1500 + 3
    read(xk, tmp_path / "2.age")
    write(xk, na, tmp_path / "back.age")
    read(na, tmp_path / "back.age")
    assert write(na, xk, tmp_path / "3.age").entries == 0


def test_what_waits_is_counted_until_it_is_receipted(na, xk, tmp_path):
    na.say("la-xk", count=3)
    na.say("la-xk", lane="urgent")
    assert waiting(na.shelf, na.sees(xk)) == Waiting(to_send=4, to_send_urgent=1, received=0)
    write(na, xk, tmp_path / "it.age")
    assert waiting(na.shelf, na.sees(xk)).to_send == 4
    read(xk, tmp_path / "it.age")
    assert waiting(xk.shelf, xk.sees(na)) == Waiting(to_send=0, to_send_urgent=0, received=4)
    xk.meet(na)
    assert waiting(na.shelf, na.sees(xk)) == Waiting(to_send=0, to_send_urgent=0, received=0)


def test_an_older_file_read_late_changes_nothing(na, xk, tmp_path):
    na.say("la-xk")
    write(na, xk, tmp_path / "1.age")
    na.say("la-xk")
    write(na, xk, tmp_path / "2.age")
    read(xk, tmp_path / "2.age")
    digest, told = xk.shelf.digest(), xk.shelf.told(na.id)
    assert read(xk, tmp_path / "1.age").counts["kept"] == 0
    assert (xk.shelf.digest(), xk.shelf.told(na.id)) == (digest, told)


def test_a_file_beside_its_batches_mixes_with_an_exchange(na, xk, tmp_path):
    feed = na.say("la-xk", count=10)
    write(na, xk, tmp_path / "1.age")
    na.say("la-xk", count=10)
    na.meet(xk)
    read(xk, tmp_path / "1.age")
    assert held(xk, feed) == 21
    assert na.meet(xk).trips == 1


@needs("age", "zstd")
def test_the_age_and_zstd_tools_open_it(na, xk, tmp_path):
    na.say("la-xk", count=30, text="Nậm Cắn")
    write(na, xk, tmp_path / "it.age")
    identity = tmp_path / "age.key"
    identity.write_text(xk.shelf.own.age_identity + "\n")
    opened = subprocess.run(
        [part("age"), "-d", "-i", str(identity), str(tmp_path / "it.age")], capture_output=True, check=True
    )
    text = subprocess.run([part("zstd"), "-d"], input=opened.stdout, capture_output=True, check=True).stdout.decode()
    assert text.count("Nậm Cắn") == 30
    assert text == plain(opened.stdout).decode()


@needs("age", "zstd")
def test_a_file_made_with_the_tools_is_read(na, xk, tmp_path):
    na.say("la-xk")
    text = plain(raw(parcel_for(na, xk)))
    packed = subprocess.run([part("zstd"), "-19"], input=text, capture_output=True, check=True).stdout
    recipient = na.sees(xk).age_recipient
    sealed = subprocess.run([part("age"), "-r", recipient], input=packed, capture_output=True, check=True).stdout
    (tmp_path / "by-hand.age").write_bytes(sealed)
    assert read(xk, tmp_path / "by-hand.age").counts["kept"]


def test_its_length_and_its_name_say_little(na, xk):
    lengths = set()
    for _ in range(10):
        na.say("la-xk")
        packed = parcel_for(na, xk)
        lengths.add(packed.size + sum(map(len, sealing.padding(packed.size))))
    assert len(lengths) <= 3
    assert all(sealing.padded(length) == length for length in lengths)
    names = {files.suggested_name() for _ in range(10)}
    assert len(names) == 10
    assert {len(name) for name in names} == {12}


def test_a_full_disk_leaves_no_part_of_a_file(na, xk, tmp_path, monkeypatch):
    (tmp_path / "old.age").write_bytes(b"what was there")

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write(na, xk, tmp_path / "old.age")
    assert {entry.name: entry.read_bytes() for entry in tmp_path.iterdir()} == {"old.age": b"what was there"}


def test_a_large_parcel_is_packed_and_read_in_little_memory(tmp_path):
    """64 MiB of entries: the peak stays at a few frames, whatever the length."""
    sender, reader = key("sender"), key("reader").public
    line = b'{"author":"vn-na","note":"' + b"x" * 900 + b'%06d"}'
    about = manifest.Manifest(sender.public.id, reader.id, NOON, "A" * 16, "bundle", 0, 0, "")
    tracemalloc.start()
    with tempfile.TemporaryFile(dir=tmp_path) as spool, (tmp_path / "parcel").open("w+b") as file:
        packer = parcel.Packer(spool)
        for number in range(70):
            leaves = [line % (number * 1000 + at) for at in range(1000)]
            for kind, payload, fields in spell(Batch("0" * 64, 1 + number * 1000, leaves, "note\n")):
                packer.add(kind, payload, **fields)
        for chunk in packer.finish(about, sender).chunks():
            file.write(chunk)
        opened = parcel.unpack(file, reader=reader.id, key_of=lambda _: sender.public)
        assert sum(len(item.leaves) for item in opened.contents()) == 70_000
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert opened.manifest.size > 60 << 20
    assert peak < 12 << 20

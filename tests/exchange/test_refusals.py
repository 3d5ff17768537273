"""What is refused whole, in which words, and that it changes nothing. Each with a control that is taken."""

from __future__ import annotations

import dataclasses
import io
import random
from collections import Counter
from pathlib import Path

import pytest
import zstandard

from tests.exchange.world import Office, held, pair, parcel_for, plain, raw
from tests.promises import SEED, tell, tries
from twinline.exchange import cards, conversation, exchanging, files, frames, manifest, parcel, sealing
from twinline.exchange.errors import Damaged, NotAParcel, NotForUs, ParcelRefused, TooLarge, UnknownSender
from twinline.exchange.parcel import Packed


def sealed(packed: Packed, reader: Office) -> bytes:
    """Return a parcel as an encrypted file for a reader."""
    recipient = str(sealing.read_identity(reader.shelf.own.age_identity).to_public())
    sink = io.BytesIO()
    sealing.seal(packed, recipient, sink)
    return sink.getvalue()


def read(office: Office, file: bytes):
    return files.read_bundle_from(office.shelf, io.BytesIO(file), at_ms=office.clock())


def again(text: bytes) -> bytes:
    """Compress altered text as a parcel is."""
    return zstandard.ZstdCompressor(level=3).compress(text)


class Bytes:
    """Bytes in place of a packed parcel, to be sealed."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self.size = len(content)

    def chunks(self):
        yield self._content


@pytest.fixture
def file(na: Office, xk: Office, bk: Office) -> bytes:
    pair(na, xk, bk)
    na.say("la-xk", count=20)
    na.say("la-xk", lane="urgent")
    return sealed(parcel_for(na, xk), xk)


def test_the_file_itself_is_taken_and_twice_is_the_same_as_once(file, xk):
    applied = read(xk, file)
    assert applied.counts["kept"] == 23
    digest = xk.shelf.digest()
    assert not read(xk, file).counts["kept"]
    assert xk.shelf.digest() == digest


def refused(office: Office, file: bytes, error: type[ParcelRefused]) -> ParcelRefused:
    before = office.shelf.digest(), office.shelf.all_receipts()
    with pytest.raises(error) as caught:
        read(office, file)
    assert (office.shelf.digest(), office.shelf.all_receipts()) == before
    assert caught.value.check
    assert caught.value.sentence.endswith(".")
    assert "\n" not in caught.value.sentence
    return caught.value


def test_a_file_for_another_node_is_refused(file, bk):
    refused(bk, file, NotForUs)


def test_a_parcel_wrapped_again_for_somebody_else_is_refused(na, xk, bk, file):
    # Xieng Khouang encrypts what Nghệ An wrote to it for Bolikhamxay.
    assert refused(bk, sealed(parcel_for(na, xk), bk), NotForUs).check == "reader"


def test_a_relayed_feed_in_ones_own_parcel_is_taken(na, xk, bk):
    pair(na, xk, bk)
    feed = na.say("la-xk", "la-bk")
    read(xk, sealed(parcel_for(na, xk), xk))
    read(bk, sealed(parcel_for(xk, bk), bk))
    assert held(bk, feed) == 2


def test_a_parcel_by_a_node_nobody_paired_with_is_refused(na, xk):
    pair(na, xk)
    packed = parcel_for(na, xk)
    xk.shelf.unpair(na.id)
    refused(xk, sealed(packed, xk), UnknownSender)


def test_a_parcel_in_somebody_elses_name_is_refused(na, xk, bk):
    pair(na, xk, bk)
    packed = parcel_for(bk, xk)
    forged = dataclasses.replace(packed.manifest, sender=na.id)
    note = frames.encode("manifest", manifest.sign(forged, bk.key).encode())
    head = zstandard.ZstdCompressor().compress(note)
    assert refused(xk, sealed(dataclasses.replace(packed, head=head), xk), Damaged).check == "signature"


@pytest.mark.parametrize("length", [0, 1, 21, 22, 100, 200, 300, 1000, -2000, -100, -1])
def test_a_file_cut_short_is_refused(file, xk, length):
    refused(xk, file[:length], ParcelRefused)


def test_a_file_with_something_at_its_end_is_refused(file, xk):
    refused(xk, file + b"x", Damaged)


def test_something_else_altogether_is_refused(xk):
    refused(xk, b"PK\x03\x04" + bytes(500), NotAParcel)
    refused(xk, sealed(Bytes(b"../../etc/passwd" * 100), xk), NotAParcel)
    refused(xk, sealed(Bytes(again(b'{"frame":"manifest"}\n')), xk), NotAParcel)


def test_a_part_of_a_conversation_is_no_file(na, xk):
    pair(na, xk)
    assert refused(xk, sealed(parcel_for(na, xk, conversation.REQUEST_2), xk), NotAParcel).check == "step"


@pytest.mark.parametrize("mutants", tries("files altered after encryption"))
def test_files_altered_after_encryption_are_all_refused(file, xk, mutants):
    chance, named = random.Random(SEED), Counter()
    for _ in range(mutants):
        named[refused(xk, flipped(file, chance), ParcelRefused).check] += 1
    tell("files altered after encryption", mutants, {"refused": named.total(), **by(named)})


@pytest.mark.parametrize("mutants", tries("parcels altered before compression"))
def test_parcels_altered_before_compression_are_all_refused(na, xk, file, mutants):
    text = plain(raw(parcel_for(na, xk)))
    chance, named = random.Random(SEED), Counter()
    for _ in range(mutants):
        named[refused(xk, sealed(Bytes(again(flipped(text, chance))), xk), ParcelRefused).check] += 1
    tell("parcels altered before compression", mutants, {"refused": named.total(), **by(named)})


@pytest.mark.parametrize("mutants", tries("parcels altered before encryption"))
def test_parcels_altered_before_encryption_are_refused_or_say_the_same(na, xk, file, mutants):
    # A zstd header has bits without meaning: such a mutant unpacks to the very bytes that were signed.
    compressed = raw(parcel_for(na, xk))
    chance = random.Random(SEED)
    same = 0
    for _ in range(mutants):
        mutant = flipped(compressed, chance)
        try:
            parcel.unpack(io.BytesIO(mutant), reader=xk.id, key_of=lambda _: na.key.public)
        except ParcelRefused:
            continue
        assert plain(mutant) == plain(compressed)
        same += 1
    tell("parcels altered before encryption", mutants, {"refused": mutants - same, "unpack to what was signed": same})
    assert same < mutants // 20


def test_control_a_reader_that_does_not_compare_the_digest_takes_mutants(na, xk, file, monkeypatch):
    text = plain(raw(parcel_for(na, xk)))
    monkeypatch.setattr(parcel, "check_content", lambda stream, about: stream.read(about.size) and stream.read())
    chance = random.Random(20261126)
    taken = 0
    for _ in range(60):
        with pytest.MonkeyPatch.context():
            try:
                parcel.unpack(io.BytesIO(again(flipped(text, chance))), reader=xk.id, key_of=lambda _: na.key.public)
                taken += 1
            except ParcelRefused:
                pass
    assert taken > 0


def by(named: Counter[str]) -> dict[str, int]:
    return {f"for '{check}'": count for check, count in named.most_common()}


def flipped(content: bytes, chance: random.Random) -> bytes:
    """Return the content with one bit flipped, or a byte removed, doubled or swapped."""
    at = chance.randrange(len(content) - 1)
    way = chance.randrange(4)
    if way == 0:
        return content[:at] + bytes([content[at] ^ 1 << chance.randrange(8)]) + content[at + 1 :]
    if way == 1:
        return content[:at] + content[at + 1 :]
    if way == 2:
        return content[: at + 1] + bytes([content[at] ^ 0x55]) + content[at + 1 :]
    if content[at] == content[at + 1]:
        return content[:at] + content[at + 1 :]
    return content[:at] + content[at + 1 : at + 2] + content[at : at + 1] + content[at + 2 :]


def test_a_bomb_is_stopped_by_what_the_manifest_says(na, xk):
    pair(na, xk)
    packed = parcel_for(na, xk)
    bomb = packed.head + again(bytes(1 << 28))
    assert len(bomb) < 1 << 16
    assert refused(xk, sealed(Bytes(bomb), xk), Damaged).check == "digest"


def test_a_parcel_that_admits_to_be_huge_is_refused_unread(na, xk):
    pair(na, xk)
    with pytest.raises(TooLarge):
        parcel.unpack(
            io.BytesIO(raw(parcel_for(na, xk))), reader=xk.id, key_of=lambda _: na.key.public, max_content=100
        )


@pytest.mark.parametrize(
    "content",
    [
        frames.encode("entries", b"{}\n", feed="0" * 64, first=1, count=1),
        frames.encode("entries", b"{}\n{}\n", feed="0" * 64, first=1, count=1),
        frames.encode("entries", b"{}", feed="0" * 64, first=1, count=1),
        frames.encode("entries", b"\n", feed="0" * 64, first=1, count=1),
        frames.encode("entries", b"{}\n", feed="0" * 64, first=0, count=1),
        frames.encode("entries", b"{}\n", feed="../" * 20 + "0000", first=1, count=1),
        frames.encode("genesis", b"x\n", feed="0" * 64),
        frames.encode("checkpoint", b"x\n", feed="0" * 64, size=2),
        frames.encode("have", b"nothing\n"),
        frames.encode("manifest", b"x\n"),
        frames.encode("entries", b"x" * 65_537 + b"\n", feed="0" * 64, first=1, count=1),
        frames.encode("entries", b"{}\n" * 1025, feed="0" * 64, first=1, count=1025),
        frames.encode("receipts", b"x\n", feed="0" * 64, size=-1),
    ],
)
def test_what_is_signed_but_against_the_format_is_refused_whole(na, xk, content):
    pair(na, xk)
    with pytest.raises(Damaged) as caught:
        take(na, xk, content)
    assert caught.value.check == "format"


def test_a_frame_of_a_kind_not_known_is_passed_over(na, xk):
    pair(na, xk)
    assert take(na, xk, frames.encode("weather", b"sunny\n")).counts == {}


def take(na: Office, xk: Office, content: bytes):
    """Let Xieng Khouang read a parcel in which Nghệ An signs any content."""
    from twinline.exchange import applying

    packer = parcel.Packer(na.shelf.spool())
    packer._hash.update(content)
    packer._spool.write(packer._zstd.compress(content))
    packer.frames, packer.size = sum(1 for _ in frames.read_all(io.BytesIO(content))), len(content)
    about = dataclasses.replace(parcel_for(na, xk).manifest)
    packed = packer.finish(about, na.key)
    opened = exchanging.open_parcel(xk.shelf, io.BytesIO(raw(packed)))
    return applying.apply(opened, xk.shelf, xk.sees(na), at_ms=xk.clock())


def test_have_lines_are_judged_before_anything_is_kept(na, xk, file):
    before = xk.shelf.digest()
    twice = frames.encode("have", b"0" * 64 + b" 1\n" + b"0" * 64 + b" 1\n")
    (feed,) = (batch for batch in na.shelf.batches(na.say("la-xk"), 0))
    with pytest.raises(Damaged):
        take(na, xk, b"".join(cards.encode_batch(feed)) + twice)
    assert xk.shelf.digest() == before


def test_reading_leaves_no_temporary_file(file, xk, tmp_path: Path):
    path = tmp_path / "in.age"
    path.write_bytes(file)
    files.read_bundle(xk.shelf, path, at_ms=xk.clock())
    assert [entry.name for entry in tmp_path.iterdir()] == ["in.age"]

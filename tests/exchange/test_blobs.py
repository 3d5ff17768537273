"""Attachments travel after all records, in the same two round trips, to whom the records went."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import pytest

from tests.border import incident
from tests.exchange.desks import Desk
from tests.exchange.world import plain, raw
from tests.store.pictures import photo
from twinline.exchange import blobs, conversation, exchanging, files, frames, grammar, packing
from twinline.exchange.errors import Damaged, ExchangeError, Unreachable
from twinline.exchange.exchanging import Exchanged, Manner
from twinline.exchange.parcel import Packed
from twinline.exchange.standing import PATIENCE
from twinline.store import attachments, naming, passing


def attached(desk: Desk, count: int = 1, to: str = "line", size: tuple[int, int] = (900, 700)) -> list[str]:
    """Say a record with so many photos, each some 400 kB, and return their hashes."""
    named = [attachments.keep(desk.side.ledger, photo(size=size), "goods") for _ in range(count)]
    desk.side.say("incident", incident(attachments=named), to=to)
    return [str(one["sha256"]) for one in named]


def here(desk: Desk, sha256: str) -> bool:
    return attachments.place(desk.side.ledger, sha256).exists()


def meet(one: Desk, other: Desk, cut_after: int | None = None) -> Exchanged:
    """Exchange as over HTTP; the link is cut at the answer after so many trips."""
    trips = 0

    def post(request: Packed) -> BinaryIO:
        nonlocal trips
        trips += 1
        arrived = io.BytesIO(b"".join(request.chunks()))
        reply = exchanging.answer(other.shelf, arrived, other.clock, sender=one.id)
        answer = b"".join(reply.chunks())
        if cut_after is not None and trips > cut_after:
            raise Unreachable("cut", "The link was cut.")
        return io.BytesIO(answer)

    return exchanging.exchange(one.shelf, one.peer, post, one.clock)


def kinds(packed: Packed) -> list[str]:
    source = io.BufferedReader(io.BytesIO(plain(raw(packed))))
    return [frame.kind for frame in frames.read_all(source)]


def test_no_first_byte_waits_for_the_index_of_photos(desks, monkeypatch) -> None:
    na, xk = desks
    attached(na)
    attached(xk)
    na.side.say("incident", incident(), lane="urgent")
    noted: list[object] = []
    monkeypatch.setattr(naming, "_note", lambda *given: noted.append(given))
    request = packing.compose(xk.shelf, xk.peer, conversation.REQUEST_1, at_ms=xk.clock())
    arrived = io.BytesIO(b"".join(request.chunks()))
    answer = exchanging.answer(na.shelf, arrived, na.clock, sender=xk.id).chunks()
    assert next(answer)
    assert not noted
    list(answer)
    assert noted


@pytest.mark.parametrize("asks", [0, 1])
def test_photos_of_either_side_arrive_whoever_asks(desks, asks: int) -> None:
    na, xk = desks
    there, back = attached(na, 2), attached(xk)
    assert meet(*((na, xk) if asks else (xk, na))).trips == 2
    assert all(here(xk, sha256) for sha256 in there)
    assert all(here(na, sha256) for sha256 in back)
    assert meet(na, xk).trips == meet(xk, na).trips == 1
    assert not any(blobs.unfinished(one.shelf, one.peer, moved=True) for one in desks)


def test_no_record_waits_for_a_photo(desks) -> None:
    na, xk = desks
    (sha256,) = attached(na)
    back = xk.side.say("incident", incident())
    with pytest.raises(Unreachable):
        meet(xk, na, cut_after=1)
    # The answer that would have brought it never came; all records are on both sides.
    assert not here(xk, sha256)
    assert [one.have for one in passing.wanted(xk.side.ledger, na.side.ledger.node.hosts)] == [0]
    assert na.side.sees(back.record)


def test_photos_stand_at_the_end_of_a_message_and_never_in_the_first_two(desks) -> None:
    na, xk = desks
    attached(na, 3)
    with pytest.raises(Unreachable):
        meet(xk, na, cut_after=1)
    na.side.say("incident", incident())
    na.shelf.blobs.keep_lacked(xk.id, dict.fromkeys(passing.shared(na.side.ledger, ("la-xk",)), 0))
    packed = packing.pack(na.shelf, na.peer, conversation.REQUEST_2, at_ms=na.clock())
    order = kinds(packed)
    assert order[-1] == "blob"
    assert "entries" in order
    assert order.index("blob") > max(at for at, kind in enumerate(order) if kind not in ("blob", "want"))
    for step in (conversation.REQUEST_1, conversation.RESPONSE_1):
        assert "blob" not in kinds(packing.pack(na.shelf, na.peer, step, at_ms=na.clock()))


def test_who_asks_brings_a_photo_unasked_once_and_then_when_it_is_wanted(desks) -> None:
    na, xk = desks
    (sha256,) = attached(xk)
    hosts = na.side.ledger.node.hosts
    assert xk.shelf.blobs.expected_lacked(na.id, hosts) == {sha256: 0}
    xk.shelf.blobs.note_offered(na.id, sha256)
    assert xk.shelf.blobs.expected_lacked(na.id, hosts) == {}
    xk.shelf.blobs.keep_lacked(na.id, {sha256: 7})
    assert xk.shelf.blobs.expected_lacked(na.id, hosts) == {sha256: 7}


def meet_thin(one: Desk, other: Desk, *, manner: Manner, cut: int | None = None) -> Exchanged:
    """Exchange as over HTTP; each way of each trip ends after so many bytes."""

    def post(request: packing.Spooled) -> BinaryIO:
        arrived = io.BytesIO(b"".join(request.chunks())[:cut])
        reply = exchanging.answer(other.shelf, arrived, other.clock, sender=one.id)
        return io.BytesIO(b"".join(reply.chunks())[:cut])

    return exchanging.exchange(one.shelf, one.peer, post, one.clock, manner=manner)


def held_of(desk: Desk, sha256: str, size: int) -> int:
    """How much of a photo is here."""
    if here(desk, sha256):
        return size
    return sum(one.have for one in passing.wanted(desk.side.ledger, desk.peer.hosts) if one.sha256 == sha256)


@pytest.mark.parametrize("asks", [0, 1])
def test_a_photo_crosses_a_careful_link_that_is_cut_every_ten_thousand_bytes(desks, asks: int) -> None:
    na, xk = desks
    (sha256,) = attached(na, size=(300, 200))
    size = attachments.place(na.side.ledger, sha256).stat().st_size
    assert size > 20_000
    reached = [0]
    while not here(xk, sha256) and len(reached) < 60:
        with contextlib.suppress(ExchangeError):
            meet_thin(*((na, xk) if asks else (xk, na)), manner=Manner(careful=True), cut=10_000)
        reached.append(held_of(xk, sha256, size))
        assert reached[-1] > reached[-2]
    assert len(reached) <= size // 5_000 + 3


@pytest.mark.parametrize("careful", [False, True])
def test_a_photo_that_was_lost_with_the_link_crosses_at_the_next_contact(desks, careful: bool) -> None:
    na, xk = desks
    (sha256,) = attached(na)
    na.shelf.blobs.note_offered(xk.id, sha256)  # it was sent unasked, and the link was cut before it arrived
    meet_thin(na, xk, manner=Manner(careful=careful))
    assert here(xk, sha256)


@pytest.mark.parametrize("budget", [20_000, 150_000])
@pytest.mark.parametrize("asks", [0, 1])
def test_a_budget_holds_for_photos_too(desks, asks: int, budget: int) -> None:
    na, xk = desks
    (sha256,) = attached(na)
    size = attachments.place(na.side.ledger, sha256).stat().st_size
    assert size > 300_000
    result = meet_thin(*((na, xk) if asks else (xk, na)), manner=Manner(budget=budget))
    assert result.sent + result.received < budget
    assert budget * 0.5 < held_of(xk, sha256, size) < budget
    assert not asks or blobs.left(na.shelf, na.peer) == size - held_of(xk, sha256, size)


def test_who_had_no_room_to_say_what_it_lacks_still_lacks_it(desks) -> None:
    na, xk = desks
    (sha256,) = attached(na)
    with pytest.raises(Unreachable):
        meet(xk, na, cut_after=1)
    for _ in range(300):
        xk.side.say("incident", incident())
    # The first such contact only finds out that a list was lost with the link.
    results = [meet_thin(xk, na, manner=Manner(budget=3_000)) for _ in range(2)]
    assert results[-1].trips == 2
    assert results[-1].more
    assert sha256 in na.shelf.blobs.told_lacked(xk.id, ("la-xk",))


def test_a_stick_brings_all_photos_and_the_answer_ends_it(desks, tmp_path: Path) -> None:
    na, xk = desks
    found = attached(na, 2)

    def stick(giver: Desk, taker: Desk) -> int:
        path = tmp_path / "stick.age"
        files.write_bundle(giver.shelf, giver.peer, path, at_ms=giver.clock())
        files.read_bundle(taker.shelf, path, at_ms=taker.clock())
        return path.stat().st_size

    first = stick(na, xk)
    assert all(here(xk, sha256) for sha256 in found)
    stick(xk, na)
    assert stick(na, xk) < first / 20


def test_nothing_of_a_photo_is_said_to_who_may_not_see_its_record(desks) -> None:
    na, xk = desks
    (sha256,) = attached(na, to="self")
    meet(xk, na)
    # Asked for by its hash all the same, it isn't given, nor is anything said of it.
    na.shelf.blobs.keep_lacked(xk.id, {sha256: 0})
    for step in (conversation.REQUEST_2, conversation.BUNDLE):
        packed = packing.pack(na.shelf, na.peer, step, at_ms=na.clock())
        assert not {"want", "blob"} & set(kinds(packed))
        assert sha256.encode() not in plain(raw(packed))


def test_a_photo_that_nobody_has_does_not_keep_the_link_busy(desks) -> None:
    na, xk = desks
    (sha256,) = attached(na)
    attachments.place(na.side.ledger, sha256).unlink()
    assert meet(xk, na).trips <= 4
    assert meet(xk, na).trips <= 2


@pytest.mark.parametrize(
    "frame",
    [("want", b"xyz 0\n", {}), ("want", b"ab 0\n", {}), ("blob", b"", {"sha256": "ab" * 32, "offset": 0}),
     ("blob", b"x", {"sha256": "AB" * 32, "offset": 0}), ("blob", b"x", {"sha256": "ab" * 32}),
     ("blob", b"x", {"sha256": "ab" * 32, "offset": -1}), ("blob", bytes(blobs.PIECE + 1), {"sha256": "ab" * 32})],
)  # fmt: skip
def test_frames_against_the_format_refuse_the_parcel(frame) -> None:
    kind, payload, fields = frame
    stream = io.BufferedReader(io.BytesIO(frames.encode(kind, payload, **fields)))
    with pytest.raises(Damaged):
        list(grammar.items(frames.read_all(stream)))


def misnamed(desk: Desk, sha256: str, **wrong: object) -> None:
    """Say a record that names a file as it isn't, as a node would that doesn't compare."""
    named = {"sha256": sha256, "bytes": 100_000, "media": "image/jpeg", "shows": "goods", **wrong}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(attachments, "untrue", lambda *_: None)
        patch.setattr(attachments, "missing", lambda *_: [])
        desk.side.say("incident", incident(attachments=[named]))


@pytest.mark.parametrize("wrong", [{"bytes": 4_000}, {"bytes": 2_000_000}, {"media": "image/png"}])
@pytest.mark.parametrize("asks", [0, 1])
def test_a_file_named_as_it_is_not_is_not_sent_and_ends_the_exchange(desks, wrong, asks: int) -> None:
    na, xk = desks
    loose = attachments.keep(na.side.ledger, photo(size=(300, 200)), "goods")
    size = int(loose["bytes"])
    misnamed(na, str(loose["sha256"]), **{"bytes": size, **wrong})
    result = meet(*((na, xk) if asks else (xk, na)))
    assert result.trips <= 4
    assert result.sent + result.received < size
    assert not here(xk, str(loose["sha256"]))


@pytest.mark.parametrize("wrong", [{"bytes": 4_000}, {"bytes": 2_000_000}, {"media": "image/png"}])
@pytest.mark.parametrize("asks", [0, 1])
def test_a_false_naming_holds_no_true_one_back(desks, wrong, asks: int) -> None:
    na, xk = desks
    (sha256,) = attached(na, size=(300, 200))
    size = attachments.place(na.side.ledger, sha256).stat().st_size
    misnamed(na, sha256, **{"bytes": size, **wrong})
    misnamed(xk, sha256, **{"bytes": size, **wrong})
    assert meet(*((na, xk) if asks else (xk, na))).trips <= 4
    assert here(xk, sha256)


def test_nothing_is_sent_of_a_picture_once_its_record_was_withdrawn(desks) -> None:
    na, xk = desks
    named = attachments.keep(na.side.ledger, photo(size=(300, 200)), "goods")
    said = na.side.say("incident", incident(attachments=[named]))
    na.side.withdraw(said.record)
    meet(xk, na)
    assert not here(xk, str(named["sha256"]))
    assert xk.side.sees(said.record)


@pytest.mark.parametrize("asks", [0, 1])
def test_who_takes_what_it_does_not_keep_is_not_sent_it_without_end(desks, monkeypatch, asks: int) -> None:
    na, xk = desks
    attached(na, size=(300, 200))
    kept = passing.take

    def forgets(ledger, *rest) -> bool:
        return False if ledger is xk.side.ledger else kept(ledger, *rest)

    monkeypatch.setattr(passing, "take", forgets)
    trips = meet(*((na, xk) if asks else (xk, na))).trips
    assert trips <= 2 * (PATIENCE + 2)


def test_who_says_at_every_turn_that_there_is_more_is_not_met_without_end(desks, monkeypatch) -> None:
    na, xk = desks
    kept = packing.Selection.items

    def more(self) -> Iterator[object]:
        yield from kept(self)
        self.more = self.more or self.shelf is na.shelf

    monkeypatch.setattr(packing.Selection, "items", more)
    assert meet(xk, na).trips <= 2 * (PATIENCE + 1)

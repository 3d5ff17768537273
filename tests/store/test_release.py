"""Nothing crosses before it is released, and what was released counts once for whoever holds both."""

from __future__ import annotations

import pytest

from tests.border import Border, Side, carry, incident
from twinline.feeds.audiences import LINE
from twinline.store import acting, saying, verifying
from twinline.store.errors import StoreError
from twinline.store.saying import Said


def release(side: Side, *records: str, to: tuple[str, ...] | None = LINE) -> list[Said]:
    return acting.release(side.ledger, [side.view(record) for record in records], to, now=side.clock())


def counted(side: Side, clock: str = "arrived") -> int:
    """Return the number of persons that a figure would sum now."""
    with side.ledger.connection.cursor() as cursor:
        cursor.execute(
            "SELECT COALESCE(SUM(value), 0) / 1000 FROM store_fact WHERE measure = 'persons' AND summed "
            f"AND {clock}_from IS NOT NULL AND {clock}_to IS NULL"
        )
        return int(cursor.fetchone()[0])


def kept(side: Side) -> bytes:
    """Return all bytes of all entries and heads kept, one after the other."""
    with side.ledger.connection.cursor() as cursor:
        cursor.execute("SELECT raw FROM store_entry")
        leaves = b"".join(bytes(raw) for (raw,) in cursor.fetchall())
        cursor.execute("SELECT note FROM store_checkpoint")
        return leaves + "".join(note for (note,) in cursor.fetchall()).encode()


def sound(*sides: Side) -> bool:
    return all(verifying.verify(side.ledger).faults == [] for side in sides)


@pytest.mark.parametrize("home", ["self", "superiors", "vn-na,vn-na-bg"])
def test_what_is_said_at_home_does_not_cross_and_its_release_does(border: Border, home: str) -> None:
    vn, la = border.vn, border.la
    said = vn.say("incident", incident(persons=3), to=home)
    carry(vn, la)
    assert not la.sees(said.record)
    assert said.record.encode() not in kept(la)
    assert (counted(vn), counted(la), counted(vn, "held")) == (3, 0, 0)
    (released,) = release(vn, said.record)
    assert counted(vn) == 3
    carry(vn, la)
    assert la.view(released.record).row.body == vn.view(said.record).row.body
    assert not la.sees(said.record)
    # Neither the first record's id, nor its entry's hash, nor the tie is among what crossed.
    for betrayed in (said.record.encode(), said.hash.encode(), b"released_as"):
        assert betrayed not in kept(la)
        assert betrayed in kept(vn) or betrayed == said.hash.encode()
    assert (counted(vn), counted(la), counted(vn, "held"), counted(la, "held")) == (3, 3, 3, 3)
    assert vn.standing(said.record) == "released"
    assert sound(vn, la)


def test_whoever_holds_both_counts_one(border: Border) -> None:
    vn, la = border.vn, border.la
    said = vn.say("incident", incident(persons=3), to="twin:la-xk")
    carry(vn, la)
    assert (counted(la), counted(la, "held")) == (3, 3)
    release(vn, said.record)
    carry(vn, la)
    assert la.standing(said.record) == "released"
    assert (counted(vn), counted(la), counted(vn, "held"), counted(la, "held")) == (3, 3, 3, 3)
    assert sound(vn, la)


def test_the_released_record_is_the_one_that_is_spoken_about(border: Border) -> None:
    vn, la = border.vn, border.la
    said = vn.say("incident", incident(), to="twin:la-xk")
    (released,) = release(vn, said.record)
    carry(vn, la)
    with pytest.raises(StoreError, match=released.record):
        vn.amend(said.record, incident(persons=9))
    with pytest.raises(StoreError, match=released.record):
        la.countersign(said.record)
    la.countersign(released.record)
    vn.amend(released.record, incident(note={"language": "en", "text": "Later."}))
    carry(vn, la)
    assert vn.standing(released.record) == "agreed"


def test_a_record_goes_to_whom_it_was_meant_for_unless_told_otherwise(border: Border) -> None:
    vn = border.vn
    told = saying.Saying("incident", incident(), "vn-na", "vn-na", ("vn-na",), intended=("la-xk", "vn-na"))
    said = saying.say(vn.ledger, told, now=vn.clock())
    (released,) = release(vn, said.record, to=None)
    assert vn.view(released.record).row.audience == ("la-xk", "vn-na")


def test_a_list_is_released_whole_or_not_at_all(border: Border) -> None:
    vn = border.vn
    one, other = (vn.say("incident", incident(), to="self") for _ in range(2))
    vn.withdraw(other.record)
    before = verifying.digest(vn.ledger)
    with pytest.raises(StoreError, match="withdrawn"):
        release(vn, one.record, other.record)
    assert verifying.digest(vn.ledger) == before
    assert vn.standing(one.record) == "stated"


def test_no_release_twice_nor_to_fewer_nor_by_another(border: Border) -> None:
    vn, la = border.vn, border.la
    shared = vn.say("incident", incident(), to="twin:la-xk")
    with pytest.raises(StoreError, match="not wider"):
        release(vn, shared.record, to=("vn-na",))
    carry(vn, la)
    with pytest.raises(StoreError, match="does not speak for vn-na"):
        release(la, shared.record)
    release(vn, shared.record)
    with pytest.raises(StoreError, match="released already"):
        release(vn, shared.record)


def test_audiences_are_spelled_out_when_said(border: Border) -> None:
    def expand(told: str, author: str = "vn-na") -> tuple[str, ...]:
        return saying.expand(border.vn.ledger, told, author=author)

    assert expand("line") == ("line",)
    assert expand("self") == ("vn-na",)
    assert expand("self", "vn-na-bg") == ("vn-na-bg",)
    assert expand("superiors", "vn-na-bg") == ("vn-na", "vn-na-bg")
    assert expand("superiors") == ("vn-na",)
    assert expand("twin:la-xk") == ("la-xk", "vn-na")
    assert expand("la-xk,vn-na-bg") == ("la-xk", "vn-na", "vn-na-bg")
    for nobody in ("", "twin:", "twin:la-bk", "la-xk,", "everyone", "twin:line"):
        with pytest.raises(StoreError, match="is not an organisation of a pinned side"):
            expand(nobody)

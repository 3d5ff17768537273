"""The one door: what it keeps, what it keeps apart, what it refuses without changing a byte."""

from __future__ import annotations

from typing import Any

import pytest

from tests.border import Border, Side, carry, incident
from tests.store.pen import Pen
from twinline.feeds import ids
from twinline.feeds.errors import FeedError
from twinline.feeds.keys import SigningKey
from twinline.store import append, reading, verifying
from twinline.store.errors import StoreError
from twinline.store.reading import Reader
from twinline.store.saying import NotOurs


def sound(*sides: Side) -> bool:
    return all(verifying.verify(side.ledger).faults == [] for side in sides)


def scalar(side: Side, query: str, *params: Any) -> Any:
    with side.ledger.connection.cursor() as cursor:
        cursor.execute(query, params)
        return cursor.fetchone()[0]


def facts(side: Side) -> int:
    return int(scalar(side, "SELECT COUNT(*) FROM store_fact"))


def test_nobody_speaks_for_an_organisation_of_another_node(border: Border) -> None:
    before = verifying.digest(border.vn.ledger)
    with pytest.raises(NotOurs, match="la-xk"):
        border.vn.say("incident", incident(), author="la-xk")
    with pytest.raises(NotOurs):
        border.vn.say("incident", incident(), author="vn-ht")
    assert verifying.digest(border.vn.ledger) == before
    border.vn.say("incident", incident(), author="vn-na-bg")


def test_what_is_signed_but_does_not_fit_its_kind_is_kept_apart_and_the_feed_goes_on(border: Border) -> None:
    pen = Pen(border.vn)
    good = pen.write(incident())
    bad = pen.write({**incident(), "religion": "any"})
    after = pen.write(incident(persons=9))
    received = pen.give(border.la)
    assert received.outcomes == {append.KEPT: 2, append.QUARANTINED: 1}
    assert border.la.sees(good.record)
    assert border.la.sees(after.record)
    assert not border.la.sees(bad.record)
    assert "religion" in scalar(border.la, "SELECT quarantine FROM store_entry WHERE record = %s", bad.record)
    assert scalar(border.la, "SELECT COUNT(*) FROM store_fact WHERE record = %s", bad.record) == 0
    assert verifying.verify(border.la.ledger).quarantined == 1
    assert sound(border.la)
    pen.write(incident())
    assert pen.give(border.la, first=len(pen.leaves) - 1).outcomes == {append.KEPT: 1}
    verifying.rebuild(border.la.ledger)
    assert sound(border.la)


def test_an_author_that_the_node_does_not_host_is_kept_apart(border: Border) -> None:
    pen = Pen(border.vn)
    for author in ("vn-ht", "la-xk"):
        told = pen.write(incident(counterparts=["la-xk"]), author=author)
        assert pen.give(border.la, first=0 if len(pen.leaves) == 2 else len(pen.leaves) - 1).outcomes[
            append.QUARANTINED
        ]
        assert not border.la.sees(told.record)
    assert sound(border.la)


def test_a_countersignature_in_anothers_name_agrees_nothing(border: Border) -> None:
    said = border.vn.say("incident", incident())
    carry(border.vn, border.la)
    pen = Pen(border.vn)
    pen.write({}, act="countersign", record=said.record, follows=said.hash, author="la-xk")
    pen.give(border.la)
    assert border.la.standing(said.record) == "stated"


def test_bytes_that_are_no_entry_are_kept_apart(border: Border) -> None:
    pen = Pen(border.vn)
    pen.leaves += [b"no entry at all", b"{}"]
    good = pen.write(incident())
    assert pen.give(border.la).outcomes == {append.QUARANTINED: 2, append.KEPT: 1}
    assert border.la.sees(good.record)
    assert sound(border.la)


ODD = (
    {},
    {"when": {"a": 1}, "place": 7, "counterparts": "x"},
    {"source": {"published": "soon"}, "counterparts": [1, ""]},
)


@pytest.mark.parametrize("body", ODD)
@pytest.mark.parametrize(("kind", "version"), [("patrol_of_2031", 1), ("incident", 2)])
def test_a_kind_not_known_here_is_kept_and_shown_and_never_counted(
    border: Border, kind: str, version: int, body: dict[str, Any]
) -> None:
    pen = Pen(border.vn)
    said = pen.write(body, kind=kind, version=version)
    assert pen.give(border.la).outcomes == {append.KEPT: 1}
    pen.write({**body, "x": 1}, act="amend", record=said.record, follows=said.hex, kind=kind, version=version)
    assert pen.give(border.la, first=2).outcomes == {append.KEPT: 1}
    assert border.la.view(said.record).row.kind == kind
    assert border.la.countersign(said.record)
    assert border.la.standing(said.record) == "stated"
    assert facts(border.la) == 0
    assert sound(border.la)
    carry(border.vn, border.la)
    verifying.rebuild(border.la.ledger)
    assert sound(border.la)


@pytest.mark.parametrize("field", ["fullName", "victims", "ho_chieu", "religion", "dateOfBirth"])
@pytest.mark.parametrize(
    ("act", "kind", "version"), [("say", "case_of_2031", 1), ("say", "case", 2), ("name", "case", 1)]
)
def test_what_a_later_version_says_of_a_person_is_not_taken_in_and_its_words_are_not_repeated(
    border: Border, field: str, act: str, kind: str, version: int
) -> None:
    """A declaration that isn't known here refuses nothing by itself: the names of its fields do."""
    pen = Pen(border.vn)
    first = pen.write(incident())
    more = {} if act == "say" else {"act": act, "record": first.record, "follows": first.hex}
    pen.write({"when": "2031", "people": [{field: "Mark 7341"}]}, kind=kind, version=version, **more)
    assert pen.give(border.la).outcomes == {append.KEPT: 1, append.QUARANTINED: 1}
    why = scalar(border.la, "SELECT quarantine FROM store_entry WHERE quarantine <> ''")
    assert f"people[0].{field}" in why
    assert "Mark 7341" not in why
    assert sound(border.la)
    pen.write({"when": "2031", "people": [{"count": 1}]}, kind=kind, version=version, **more)
    assert pen.give(border.la, first=3).outcomes == {append.KEPT: 1}


def test_an_act_not_known_here_is_kept_and_changes_nothing(border: Border) -> None:
    said = border.vn.say("incident", incident())
    carry(border.vn, border.la)
    pen = Pen(border.vn)
    pen.write({"how": "so"}, act="bless", record=said.record, follows=said.hash)
    assert pen.give(border.la).outcomes == {append.KEPT: 1}
    assert border.la.standing(said.record) == "stated"
    assert [told.act.act for told in border.la.view(said.record).acts] == ["say", "bless"]
    assert sound(border.la)


def test_an_amendment_before_its_original_waits_and_then_counts(border: Border) -> None:
    routine, urgent = Pen(border.vn), Pen(border.vn, lane="urgent")
    said = routine.write(incident(persons=3))
    urgent.write(incident(persons=8), act="amend", record=said.record, follows=said.hex)
    urgent.give(border.la)
    assert not border.la.sees(said.record)
    assert sound(border.la)
    routine.give(border.la)
    assert border.la.view(said.record).row.body["persons"] == 8
    assert scalar(border.la, "SELECT value FROM store_fact WHERE measure = 'persons' AND arrived_to IS NULL") == 8000
    assert sound(border.la)


def test_a_record_id_used_again_by_another_changes_nothing_for_the_first(border: Border) -> None:
    said = border.vn.say("incident", incident(persons=3))
    carry(border.vn, border.la)
    for _ in range(4):  # among four hashes one is very likely smaller than the first's
        pen = Pen(border.la)
        again = {"id": said.record, "record": said.record, "body": incident(persons=5, counterparts=["vn-na"])}
        body = again.pop("body")
        pen.write(body, **again)  # type: ignore[arg-type]
        pen.give(border.vn)
        assert scalar(border.vn, "SELECT SUM(value) FROM store_fact WHERE measure = 'persons' AND side = 'VN'") == 3000
        assert border.vn.standing(said.record) == "stated"
        assert border.vn.view(said.record).row.body["persons"] == 3
        assert sound(border.vn)
    border.vn.withdraw(said.record)
    assert border.vn.standing(said.record) == "withdrawn"


def broken(pen: Pen) -> dict[str, dict[str, Any]]:
    """Return what may be wrong with a batch, and what is handed over then."""
    leaves = pen.leaves
    return {
        "a byte changed": {"leaves": [*leaves[:2], leaves[2].replace(b'"persons":3', b'"persons":4'), *leaves[3:]]},
        "an entry removed": {"leaves": [*leaves[:2], *leaves[3:]]},
        "an entry added": {"leaves": [*leaves, leaves[-1]]},
        "two entries swapped": {"leaves": [leaves[0], leaves[2], leaves[1], *leaves[3:]]},
        "another's signature": {"checkpoint": pen.head(key=SigningKey.generate())},
        "a head over less": {"checkpoint": pen.head(2)},
        "another feed's head": {"checkpoint": Pen(pen.side).head()},
        "no head": {"checkpoint": ""},
        "a gap": {"first": 1, "leaves": leaves[1:]},
    }


@pytest.mark.parametrize("what", ["a byte changed", "an entry removed", "an entry added", "two entries swapped",
    "another's signature", "a head over less", "another feed's head", "no head", "a gap"])  # fmt: skip
def test_a_broken_batch_is_refused_and_changes_no_byte(border: Border, what: str) -> None:
    pen = Pen(border.vn)
    for persons in (3, 3, 3):
        pen.write(incident(persons=persons))
    before = everything(border.la)
    with pytest.raises(FeedError):
        pen.give(border.la, **broken(pen)[what])
    assert everything(border.la) == before
    assert pen.give(border.la).outcomes == {append.KEPT: 3}


def everything(side: Side) -> dict[str, list[Any]]:
    """Return every row of every table."""
    with side.ledger.connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'store_%'")
        tables = [name for (name,) in cursor.fetchall()]
        found = {}
        for table in tables:
            cursor.execute(f"SELECT * FROM {table} ORDER BY id")
            found[table] = cursor.fetchall()
        return found


def test_a_second_history_is_refused_and_the_first_stays(border: Border) -> None:
    pen = Pen(border.vn)
    pen.write(incident(persons=3))
    pen.give(border.la)
    before = everything(border.la)
    pen.leaves[1:] = []
    pen.write(incident(persons=4))
    with pytest.raises(FeedError) as refused:
        pen.give(border.la)
    assert refused.value.check == "two-histories"
    pen.write(incident(persons=5))
    with pytest.raises(FeedError):
        pen.give(border.la, first=2)
    assert everything(border.la) == before


def test_more_of_our_own_words_than_we_have_are_refused(border: Border) -> None:
    """A node that is an older copy of itself must stop, not take its own later words for a peer's."""
    border.vn.say("incident", incident())
    carry(border.vn, border.la)
    with border.vn.ledger.connection.cursor() as cursor:
        cursor.execute("SELECT feed, size FROM store_feed WHERE own AND type = 'records'")
        feed, size = cursor.fetchone()
        cursor.execute("SELECT raw FROM store_entry e JOIN store_feed f ON f.id = e.feed_id WHERE f.feed = %s "
                       "ORDER BY position", [feed])  # fmt: skip
        leaves = [bytes(raw) for (raw,) in cursor.fetchall()]
    pen = Pen(border.vn)
    pen.leaves, pen.feed = leaves, feed
    pen.write(incident())
    with pytest.raises(FeedError) as refused:
        pen.give(border.vn, first=size)
    assert refused.value.check == "own-ahead"


def test_what_is_not_addressed_to_us_is_refused(border: Border) -> None:
    pen = Pen(border.vn, audience=("vn-na",))
    pen.write(incident())
    with pytest.raises(FeedError) as refused:
        pen.give(border.la)
    assert refused.value.check == "not-addressed"


def test_a_node_that_no_pinned_root_vouches_for_is_refused(border: Border, tmp_path: Any) -> None:
    stranger = Side(tmp_path / "stranger", "la-bk", border.clock)
    pen = Pen(stranger)
    pen.write(incident(counterparts=["vn-na"]))
    with pytest.raises(FeedError):
        pen.give(border.vn)
    stranger.ledger.close()


def test_what_is_known_already_is_known_and_changes_nothing(border: Border) -> None:
    pen = Pen(border.vn)
    pen.write(incident())
    pen.give(border.la)
    before = everything(border.la)
    assert pen.give(border.la).outcomes == {append.KNOWN: 2}
    assert everything(border.la) == before


def test_short_numbers_have_no_gap_and_count_per_author_and_audience(border: Border) -> None:
    def number(record: str) -> str:
        return border.vn.view(record).row.short

    shared = [border.vn.say("incident", incident()) for _ in range(3)]
    hidden = [border.vn.say("incident", incident(), to="self") for _ in range(2)]
    guards = border.vn.say("incident", incident(), author="vn-na-bg")
    with pytest.raises(StoreError):
        border.vn.say("incident", incident(offence="witchcraft"))
    urgent = border.vn.say("incident", incident(), lane="urgent")
    border.vn.amend(shared[0].record, incident(persons=7))
    last = border.vn.say("incident", incident())
    assert [number(each.record) for each in shared] == ["vn-na/1", "vn-na/2", "vn-na/3"]
    assert [number(each.record) for each in hidden] == ["vn-na/1", "vn-na/2"]
    assert number(guards.record) == "vn-na-bg/1"
    assert [number(urgent.record), number(last.record)] == ["vn-na/4", "vn-na/5"]
    counters = everything(border.vn)["store_counter"]
    verifying.rebuild(border.vn.ledger)
    assert sorted(row[1:] for row in everything(border.vn)["store_counter"]) == sorted(row[1:] for row in counters)


def test_an_id_of_ours_betrays_no_other_record() -> None:
    tails = {ids.new_id(1_795_402_800_000)[14:] for _ in range(100)}
    assert len({tail[:6] for tail in tails}) > 90


def test_nobody_reads_without_being_named(border: Border) -> None:
    said = border.vn.say("incident", incident())
    assert reading.record(border.vn.ledger, Reader(frozenset()), said.record) is None
    assert reading.records(border.vn.ledger, Reader(frozenset({"la-bk"}))) == []

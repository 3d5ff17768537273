"""Two nodes, what each said, and what each knew when."""

from __future__ import annotations

import pytest

from tests.border import Border, carry, incident
from twinline.store import acting, verifying
from twinline.store.errors import StoreError
from twinline.store.saying import Unfit


def sound(border: Border) -> bool:
    return all(verifying.verify(side.ledger).faults == [] for side in (border.vn, border.la))


def test_what_one_side_says_arrives_at_the_other_as_it_was_said(border: Border) -> None:
    said = border.vn.say("incident", incident())
    assert not border.la.sees(said.record)
    carry(border.vn, border.la)
    assert border.la.view(said.record).row.body == border.vn.view(said.record).row.body
    assert sound(border)


def test_a_record_is_agreed_when_the_counterpart_named_in_it_confirms(border: Border) -> None:
    said = border.vn.say("incident", incident())
    carry(border.vn, border.la)
    border.la.countersign(said.record)
    assert border.vn.standing(said.record) == "stated"
    carry(border.vn, border.la)
    assert border.vn.standing(said.record) == border.la.standing(said.record) == "agreed"
    assert sound(border)


def test_a_record_is_not_yet_agreed_while_the_other_side_contests_it(border: Border) -> None:
    said = border.vn.say("incident", incident())
    carry(border.vn, border.la)
    border.la.countersign(said.record)
    border.la.dispute(said.record)
    carry(border.vn, border.la)
    assert border.vn.standing(said.record) == "disputed"
    border.vn.amend(said.record, incident(persons=4))
    assert border.vn.standing(said.record) == "stated"
    carry(border.vn, border.la)
    border.la.countersign(said.record)
    carry(border.vn, border.la)
    assert border.vn.standing(said.record) == border.la.standing(said.record) == "agreed"
    assert sound(border)


def test_an_amendment_that_leaves_time_place_parties_and_facts_alone_stays_agreed(border: Border) -> None:
    said = border.vn.say("incident", incident())
    carry(border.vn, border.la)
    border.la.countersign(said.record)
    carry(border.vn, border.la)
    border.vn.amend(said.record, incident(note={"language": "en", "text": "Handed to the district."}))
    assert border.vn.standing(said.record) == "agreed"


def test_a_withdrawal_is_final(border: Border) -> None:
    said = border.vn.say("incident", incident())
    carry(border.vn, border.la)
    border.vn.withdraw(said.record)
    carry(border.vn, border.la)
    assert border.la.standing(said.record) == "withdrawn"
    with pytest.raises(StoreError, match="withdrawn"):
        border.la.countersign(said.record)
    assert sound(border)


def test_one_event_told_by_both_is_one_event_once_both_say_so(border: Border) -> None:
    ours = border.vn.say("incident", incident())
    theirs = border.la.say("incident", incident(persons=4, counterparts=["vn-na"]))
    carry(border.vn, border.la)
    border.vn.same_event(ours.record, theirs.record)
    carry(border.vn, border.la)
    assert border.vn.view(ours.record).same_event == ()
    border.la.same_event(theirs.record, ours.record, summed=theirs.record)
    carry(border.vn, border.la)
    assert border.vn.view(ours.record).same_event == (theirs.record,)
    assert border.la.view(theirs.record).same_event == (ours.record,)
    border.vn.same_event(ours.record, theirs.record, undo=True)
    carry(border.vn, border.la)
    assert border.la.view(theirs.record).same_event == ()
    assert sound(border)


def test_what_does_not_fit_is_refused_by_name_and_nothing_is_written(border: Border) -> None:
    before = verifying.digest(border.vn.ledger)
    with pytest.raises(Unfit, match="religion"):
        border.vn.say("incident", incident(religion="any"))
    assert verifying.digest(border.vn.ledger) == before


def test_what_stays_at_home_changes_nothing_that_the_other_side_gets(border: Border) -> None:
    border.vn.say("incident", incident(), to="self")
    carry(border.vn, border.la)
    heard = verifying.digest(border.la.ledger)
    border.vn.say("incident", incident(), to="self")
    carry(border.vn, border.la)
    assert verifying.digest(border.la.ledger) == heard


def test_a_rebuild_changes_nothing_and_a_tampered_table_is_found(border: Border) -> None:
    said = border.vn.say("incident", incident())
    carry(border.vn, border.la)
    border.la.countersign(said.record)
    carry(border.vn, border.la)
    verifying.rebuild(border.vn.ledger)
    assert sound(border)
    with border.vn.ledger.connection.cursor() as cursor:
        cursor.execute("UPDATE store_fact SET value = value + 1000 WHERE measure = 'persons'")
    assert any(said.record in str(fault) for fault in verifying.verify(border.vn.ledger).faults)
    verifying.rebuild(border.vn.ledger)
    assert sound(border)


def test_a_changed_entry_is_found(border: Border) -> None:
    border.vn.say("incident", incident())
    with border.vn.ledger.connection.cursor() as cursor:
        cursor.execute("SELECT id, raw FROM store_entry WHERE record IS NOT NULL ORDER BY id DESC LIMIT 1")
        number, raw = cursor.fetchone()
        cursor.execute(
            "UPDATE store_entry SET raw = %s WHERE id = %s", [bytes(raw).replace(b"trafficking", b"possession"), number]
        )
    assert verifying.verify(border.vn.ledger).faults


def test_what_a_record_does_not_say_can_not_be_translated(border: Border) -> None:
    vn = border.vn
    record = vn.say("incident", incident(note={"language": "vi", "text": "Ghi chú"})).record
    for field in ("note", "note.text"):
        acting.translate(vn.ledger, vn.view(record), _into_lao(field), now=vn.clock())
    said = [told.act.body["field"] for told in vn.view(record).acts if told.act.act == "translate"]
    assert said == ["note.text", "note.text"]
    for field in ("offence", "when", "note.language", "remarks", "attachments[0].caption"):
        with pytest.raises(StoreError) as refused:
            acting.translate(vn.ledger, vn.view(record), _into_lao(field), now=vn.clock())
        assert refused.value.check == "no-text"
        assert str(refused.value).endswith("it has: note.text.")
    bare = vn.say("incident", incident()).record
    with pytest.raises(StoreError) as refused:
        acting.translate(vn.ledger, vn.view(bare), _into_lao("note"), now=vn.clock())
    assert str(refused.value).endswith("it has: none.")


def _into_lao(field: str) -> dict[str, str]:
    return {"field": field, "language": "lo", "text": "ໝາຍເຫດ"}

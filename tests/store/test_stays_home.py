"""Words that never cross: kept at home with a warning, refused at the border, marked where they came from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import pytest
from pytest_django import DjangoDbBlocker

from tests.border import Border, carry, incident
from twinline.records import free_text
from twinline.sheets import importing, tables, writing
from twinline.store import acting, saying, stating
from twinline.store.marking import marked

#: What one of the two source articles makes an offence of, in words of our own.
PASSAGE = "Ngăn chặn việc truyền đạo trái phép, lôi kéo đồng bào dân tộc thiểu số theo tà đạo."
TOLD = {"note": {"language": "vi", "text": PASSAGE}}
FINE = {"note": {"language": "vi", "text": "Tuần tra theo kế hoạch, không có gì lạ."}}


@pytest.fixture(autouse=True)
def tables_open(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock():
        yield


def test_it_is_kept_at_home(border: Border) -> None:
    record = border.vn.say("incident", incident(**TOLD), to="self").record
    assert border.vn.view(record).row.body["note"]["text"] == PASSAGE


def test_it_does_not_cross_and_the_refusal_names_field_word_and_remedy(border: Border) -> None:
    with pytest.raises(saying.Unfit) as refused:
        border.vn.say("incident", incident(**TOLD), to="line")
    assert "note.text" in str(refused.value)
    assert "“truyền đạo, dân tộc”" in str(refused.value)
    assert "take it out before this is sent" in str(refused.value)


def test_it_is_not_released_until_the_words_are_out(border: Border) -> None:
    side = border.vn
    record = side.say("incident", incident(**TOLD), to="self").record
    with pytest.raises(saying.Unfit):
        acting.release(side.ledger, [side.view(record)], ("la-xk", "vn-na"), now=side.clock())
    carry(border.vn, border.la)
    assert not border.la.sees(record)
    side.amend(record, incident(**FINE))
    released = acting.release(side.ledger, [side.view(record)], ("la-xk", "vn-na"), now=side.clock())[0].record
    carry(border.vn, border.la)
    assert border.la.sees(released)


def test_a_released_record_is_not_amended_into_saying_it(border: Border) -> None:
    record = border.vn.say("incident", incident(**FINE)).record
    with pytest.raises(saying.Unfit):
        border.vn.amend(record, incident(**TOLD))


def test_an_answer_does_not_say_it_either(border: Border) -> None:
    record = border.la.say("incident", incident(counterparts=["vn-na"], **FINE)).record
    carry(border.vn, border.la)
    view = border.vn.view(record)
    with pytest.raises(saying.Unfit):
        acting.dispute(border.vn.ledger, view, {"reason": "count_differs", **TOLD}, now=border.clock())
    with pytest.raises(saying.Unfit):
        acting.translate(
            border.vn.ledger, view, {"field": "note", "language": "vi", "text": PASSAGE}, now=border.clock()
        )
    assert acting.dispute(border.vn.ledger, view, {"reason": "count_differs", **FINE}, now=border.clock())


def test_what_came_from_elsewhere_is_kept_and_marked(border: Border, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as older:  # a node that doesn't look yet
        older.setattr(free_text, "flags", lambda text, **_: [])
        record = border.la.say("incident", incident(counterparts=["vn-na"], **TOLD)).record
    carry(border.vn, border.la)
    there = marked(border.vn.ledger, border.vn.view(record))
    assert {(one.field, one.rule) for one in there} == {("note.text", free_text.THERE)}
    assert "don’t copy it" in there[0].sentence("en")
    at_home = marked(border.la.ledger, border.la.view(record))
    assert {one.rule for one in at_home} == {free_text.RULE}


def test_a_line_prepared_ahead_is_no_way_around(border: Border) -> None:
    lines = [msgspec.json.encode(incident(**note)) for note in (TOLD, FINE)]
    flagged, fine = stating.prepared(lines, "incident", "vn-na", "")
    assert flagged is None  # so it is judged where it is kept
    assert fine is not None


def test_a_right_record_has_no_mark(border: Border) -> None:
    record = border.vn.say("incident", incident(**FINE)).record
    assert marked(border.vn.ledger, border.vn.view(record)) == []


def test_a_sheet_says_which_rows_stay_and_takes_them_in(border: Border) -> None:
    record = border.vn.say("incident", incident(**TOLD), to="self").record
    raw = writing.export("incident", [border.vn.view(record).row], "en", "csv")
    seen = importing.preview(border.la.ledger, "incident", tables.read(raw, "x.csv"), lang="en", author="la-xk")
    assert seen.flaws == ()
    assert {(one.row, one.rule) for one in seen.stays_home("en")} == {(2, free_text.RULE)}
    said = importing.say(border.la.ledger, seen, author="la-xk", audience=("la-xk",), now=border.clock())
    assert len(said) == 1

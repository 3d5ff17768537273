"""A month's reconciliation goes out as a sheet and comes back with answers: each once, and wrong rows named."""

from __future__ import annotations

import csv
import io

import pytest
import xlsxwriter

from tests.border import Border, Side, carry, incident
from twinline.records.acts import DISPUTE_REASONS, REASON, Dispute
from twinline.sheets import answering, tables
from twinline.sheets.answering import AnswersRead
from twinline.store import reconciling
from twinline.store.reading import Reader

MONTH = "2022-06"
#: In which column our answer stands.
ANSWER = 6
Row = dict[str, str]


def theirs(**more: object) -> dict[str, object]:
    return incident(counterparts=["vn-na"], **more)


def written(side: Side, lang: str = "en", form: str = "csv") -> bytes:
    reader = Reader.of_node(side.ledger)
    return answering.write(side.ledger, reader, reconciling.sheet(side.ledger, reader, MONTH), lang, form)


def rows(side: Side) -> dict[str, Row]:
    """Return the rows of the sheet that name a record of theirs, by that record."""
    text = written(side).decode("utf-8-sig")
    return {row["which record: leave as it is"].partition("/")[0]: row for row in csv.DictReader(io.StringIO(text))}


def sheet_of(*told: Row) -> bytes:
    out = io.StringIO()
    heads = dict.fromkeys(name for row in told for name in row)
    writer = csv.DictWriter(out, list(heads))
    writer.writeheader()
    writer.writerows(told)
    return out.getvalue().encode()


def read(side: Side, data: bytes, lang: str = "en", name: str = "x.csv", may: bool = True) -> AnswersRead:
    reader = Reader.of_node(side.ledger)
    month = reconciling.sheet(side.ledger, reader, MONTH)
    found = tables.read(data, name)
    return answering.preview(
        side.ledger, reader, month, found, lang=lang, author=side.code, may=lambda row: may and row.author == "la-xk"
    )


def said(side: Side, seen: AnswersRead) -> int:
    reader = Reader.of_node(side.ledger)
    return len(answering.say(side.ledger, reader, seen, author=side.code, now=side.clock()))


def answered(row: Row, answer: str = "", reason: str = "", note: str = "") -> Row:
    return {**row, "our answer": answer, "reason": reason, "note": note}


def test_a_month_comes_back_with_its_answers_and_a_second_time_adds_nothing(border: Border) -> None:
    ours = border.vn.say("incident", incident()).record
    equal = border.la.say("incident", theirs()).record
    other = border.la.say("incident", theirs(when="2022-06-20", persons=9)).record
    left = border.la.say("incident", theirs(when="2022-06-25", persons=8)).record
    carry(border.vn, border.la)
    sheet = rows(border.vn)
    assert {equal, other, left} <= sheet.keys()
    assert "suspects: 9" in sheet[other]["what they say"]
    filled = sheet_of(
        answered(sheet[equal], "Confirm"),
        answered(sheet[other], "chưa thống nhất", "le nombre diffère", "We counted four."),
        sheet[left],
    )
    seen = read(border.vn, filled)
    assert (seen.flaws, [(one.view.row.record, one.act, one.body) for one in seen.new]) == ((), [
        (equal, "countersign", {}),
        (other, "dispute", {"reason": "count_differs", "note": {"language": "en", "text": "We counted four."}}),
    ])  # fmt: skip
    # Looking says nothing.
    assert border.vn.view(equal).row.standing == "stated"
    assert said(border.vn, seen) == 3  # the equal one becomes one event with ours
    carry(border.vn, border.la)
    for side in (border.vn, border.la):
        assert [side.view(one).row.standing for one in (equal, other, left)] == ["agreed", "disputed", "stated"]
    border.la.countersign(ours)
    border.la.same_event(equal, ours)
    carry(border.vn, border.la)
    assert border.vn.view(equal).same_event == (ours,)
    again = read(border.vn, filled)
    assert (len(again.new), len(again.known), again.flaws) == (0, 2, ())
    # The control: another answer to the same record is a new one.
    changed = read(border.vn, sheet_of(answered(sheet[other], "confirm")))
    assert (len(changed.new), len(changed.known)) == (1, 0)


def test_each_wrong_answer_is_named_where_it_stands_and_the_right_ones_are_taken(border: Border) -> None:
    records = [border.la.say("incident", theirs(when=f"2022-06-{day}", persons=day)).record for day in range(10, 23)]
    mine = border.vn.say("incident", incident(when="2022-06-28", persons=40)).record
    carry(border.vn, border.la)
    sheet = rows(border.vn)
    last = sheet[records[-1]]
    border.la.amend(records[0], theirs(when="2022-06-10", persons=77))
    carry(border.vn, border.la)
    named = "which record: leave as it is"
    told = [
        answered(sheet[records[0]], "confirm"),
        answered(sheet[records[1]], "perhaps"),
        answered(sheet[records[2]], "not yet agreed"),
        answered(sheet[records[3]], "not yet agreed", "because"),
        answered(sheet[records[4]], "", "the number differs"),
        answered(sheet[records[5]], "confirm", "the number differs"),
        answered(sheet[records[6]], "confirm", note="x" * 501),
        answered({**sheet[records[7]], named: ""}, "confirm"),
        answered({**sheet[records[8]], named: f"{mine}/{'0' * 16}"}, "confirm"),
        answered(last, "confirm"),
        answered(last, "not yet agreed", "the number differs"),
        answered(sheet[records[9]], "confirm", note="Người bị bắt là ông Nguyễn Văn Tuấn."),
    ]  # fmt: skip
    seen = read(border.vn, sheet_of(*told))
    assert [(flaw.row, flaw.rule) for flaw in seen.flaws] == [
        (2, "changed"), (3, "not_in_list"), (4, "missing"), (5, "not_in_list"), (6, "no_answer"), (7, "no_reason"),
        (8, "too_long"), (9, "no_record"), (10, "no_record"), (12, "twice"), (13, "never_said"),
    ]  # fmt: skip
    assert [one.row for one in seen.new] == [11]
    assert seen.broken == 11
    # Who may not answer is told so, and a sheet with a column that isn't there, or without its own, isn't read.
    assert [flaw.rule for flaw in read(border.vn, sheet_of(answered(last, "confirm")), may=False).flaws] == [
        "not_yours"
    ]
    strange = sheet_of({**answered(last, "confirm"), "religion": "none"})
    assert [flaw.rule for flaw in read(border.vn, strange).flaws] == ["no_column"]
    assert [flaw.rule for flaw in read(border.vn, b"our answer\nconfirm\n").flaws] == ["no_headers"]


def workbook(table: list[list[object]], *, formula: bool = False, merged: bool = False) -> bytes:
    """Return a table as another program might write it, the first answer a formula or merged with the next."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet("2022-06")
        for number, row in enumerate(table):
            for place, cell in enumerate(row):
                sheet.write(number, place, cell)
        if formula:
            sheet.write_formula(1, ANSWER, '=CONCATENATE("con","firm")', None, "confirm")
        if merged:
            sheet.merge_range(1, ANSWER, 2, ANSWER, "confirm")
    return out.getvalue()


@pytest.mark.parametrize("lang", ["vi", "lo", "en", "fr"])
def test_the_workbook_is_read_back_in_each_language_and_a_formula_says_nothing(border: Border, lang: str) -> None:
    record = border.la.say("incident", theirs()).record
    carry(border.vn, border.la)
    data = written(border.vn, lang, "xlsx")
    assert data == written(border.vn, lang, "xlsx")
    (given,) = tables.read(data, "x.xlsx")
    assert given.formulas == frozenset()
    assert given.rows[0][ANSWER + 1] == REASON.to(lang)
    assert read(border.vn, data, lang, "x.xlsx") == AnswersRead((), (), ())
    filled = [[*row] for row in given.rows]
    filled[1][ANSWER : ANSWER + 2] = [Dispute.label.to(lang).upper(), DISPUTE_REASONS["not_known_to_us"].to(lang)]
    (one,) = read(border.vn, workbook(filled), lang, "x.xlsx").new
    assert (one.view.row.record, one.body) == (record, {"reason": "not_known_to_us"})
    for broken in ("formula", "merged"):
        seen = read(border.vn, workbook(filled, **{broken: True}), lang, "x.xlsx")
        assert {flaw.rule for flaw in seen.flaws} == {broken}
        assert seen.new == ()

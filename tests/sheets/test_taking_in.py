"""Taking a sheet in: what is wrong is named by sheet, row and column, the rest is lost nowhere and added once."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
import xlsxwriter

from tests.border import Border, Side, carry
from twinline.line.axis import packaged_line
from twinline.records import registry
from twinline.sheets import importing, tables, writing
from twinline.sheets.columns import columns
from twinline.store import reading
from twinline.store.reading import Reader

PLAIN = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
HEADERS = {column.path: column.headers["vi"] for column in columns(registry.of_kind("incident"))}
ASKED = ("when.from", "place.organisation", "place.marker", "offence", "cases", "persons", "quantities[0].what",
         "quantities[0].amount", "quantities[0].unit", "counterparts", "example")  # fmt: skip
FORBIDDEN = "họ và tên"
Cells = dict[str, Any]


def right(number: int) -> Cells:
    return {
        "when.from": datetime(2022, 1 + number % 12, 1 + number % 28), "place.organisation": "Xã Nậm Cắn",
        "place.marker": 405, "offence": "bán lẻ chất ma túy", "cases": 1, "persons": 5 + number % 40,
        "quantities[0].what": "Heroin", "quantities[0].amount": 0.5 + number, "quantities[0].unit": "kg",
        "counterparts": "Xiêng Khoảng", "example": "có",
    }  # fmt: skip


# What is done to a row, how many rows it is done to, and how each is named.
BROKEN: dict[str, tuple[Cells, int]] = {
    "not_a_date": ({"when.from": "31/02/2022"}, 6),
    "unknown_organisation": ({"place.organisation": "Xã Không Đâu"}, 6),
    "buddhist_year": ({"when.from": datetime(2565, 6, 3)}, 6),
    "comma": ({"quantities[0].amount": "3,5"}, 6),
    "merged": ({}, 4),
    "formula": ({}, 5),
    "no_column": ({FORBIDDEN: "N."}, 4),
}


def workbook(rows: list[Cells], *, merged: tuple[int, ...] = (), formulas: tuple[int, ...] = ()) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, PLAIN)
    sheet, day = book.add_worksheet("Sổ vụ việc"), book.add_format({"num_format": "dd/mm/yyyy"})
    heads = [*ASKED, FORBIDDEN]
    for number, name in enumerate(heads):
        sheet.write_string(0, number, HEADERS.get(name, name))
    for row, cells in enumerate(rows, start=1):
        for number, name in enumerate(heads):
            cell = cells.get(name)
            if row in formulas and name == "persons":
                sheet.write_formula(row, number, "=2+3", None, 5)
            elif isinstance(cell, datetime):
                sheet.write_datetime(row, number, cell, day)
            elif cell is not None:
                sheet.write(row, number, cell)
    for row in merged:
        sheet.merge_range(row, 4, row, 5, 1)
    book.close()
    return out.getvalue()


def seen(side: Side, data: bytes, **more: Any) -> importing.Preview:
    return importing.preview(
        side.ledger, more.pop("kind", "incident"), tables.read(data, "x"), lang=more.pop("lang", "vi"), author=side.code
    )


def take(side: Side, preview: importing.Preview) -> int:
    return len(importing.say(side.ledger, preview, author=side.code, audience=(side.code,), now=side.clock()))


def held(side: Side) -> int:
    return reading.count(side.ledger, Reader.of_node(side.ledger), kind="incident")


def test_a_sheet_of_five_thousand_rows_with_37_broken_ones_reports_exactly_those(border: Border) -> None:
    rows, expected, merged, formulas = [right(number) for number in range(5000)], {}, [], []
    place = 100
    for rule, (change, times) in BROKEN.items():
        for _ in range(times):
            place += 131
            rows[place - 1] |= change
            expected[place + 1] = rule
            merged += [place] if rule == "merged" else []
            formulas += [place] if rule == "formula" else []
    assert len(expected) == 37
    preview = seen(border.vn, workbook(rows, merged=tuple(merged), formulas=tuple(formulas)))
    assert {flaw.row: flaw.rule for flaw in preview.flaws} == expected
    assert preview.broken == 37
    assert len(preview.new) + preview.broken == 5000
    assert {flaw.sheet for flaw in preview.flaws} == {"Sổ vụ việc"}
    assert {flaw.column for flaw in preview.flaws if flaw.rule == "comma"} == {"H"}
    assert {flaw.column for flaw in preview.flaws if flaw.rule == "no_column"} == {"L"}
    assert all("{" not in flaw.line(lang) for flaw in preview.flaws for lang in ("vi", "lo", "en", "fr"))
    assert held(border.vn) == 0


def test_good_rows_are_taken_once_and_a_second_import_adds_nothing(border: Border) -> None:
    rows = [right(number) for number in range(60)]
    rows[7] |= {"when.from": "31/02/2022"}
    data = workbook(rows)
    assert take(border.vn, seen(border.vn, data)) == 59
    again = seen(border.vn, data)
    assert (len(again.new), len(again.known), again.broken) == (0, 59, 1)
    assert take(border.vn, again) == 0
    rows[7] = right(7)
    assert take(border.vn, seen(border.vn, workbook(rows))) == 1
    assert held(border.vn) == 60


def test_what_was_changed_or_taken_back_since_is_not_said_again(border: Border) -> None:
    data = workbook([right(1), right(2)])
    first, second = importing.say(
        border.vn.ledger, seen(border.vn, data), author="vn-na", audience=("vn-na",), now=border.clock()
    )
    border.vn.amend(first.record, {**border.vn.view(first.record).row.body, "persons": 50})
    border.vn.withdraw(second.record)
    assert len(seen(border.vn, data).known) == 2


def test_two_equal_rows_are_two_records_and_stay_two(border: Border) -> None:
    data = workbook([right(1), right(1)])
    assert take(border.vn, seen(border.vn, data)) == 2
    assert len(seen(border.vn, data).known) == 2


def test_what_an_export_holds_is_known_when_it_comes_back_and_no_longer_than_the_reader_may_see(border: Border) -> None:
    take(border.vn, seen(border.vn, workbook([right(number) for number in range(5)])))
    mine = reading.records(border.vn.ledger, Reader.of_node(border.vn.ledger), kind="incident")
    preview = seen(border.vn, writing.export("incident", mine, "fr", "xlsx"), lang="fr")
    assert (len(preview.new), len(preview.known), preview.flaws) == (0, 5, ())
    assert reading.records(border.vn.ledger, Reader(frozenset({"la-xk"})), kind="incident") == []


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_a_number_with_zeros_at_its_end_is_known_when_a_sheet_brings_it_back_without_them(
    border: Border, form: str
) -> None:
    walked = {"type": "own", "when": "2026-01-03", "place": {"marker": "400", "to_marker": "403"}, "example": True}
    walk = border.vn.say("patrol", {**walked, "distance": {"amount": "10.0", "unit": "km"}}).record
    rows = reading.records(border.vn.ledger, Reader.of_node(border.vn.ledger), kind="patrol")
    found = tables.read(writing.export("patrol", rows, "en", form), f"x.{form}")

    def added(author: str) -> tuple[int, int]:
        preview = importing.preview(border.vn.ledger, "patrol", found, lang="en", author=author)
        return len(preview.new), len(preview.known)

    assert added("vn-na") == (0, 1)
    assert border.vn.view(walk).row.body["distance"]["amount"] == "10.0"
    # The control: where another said it nobody of ours did, and another number is another walk.
    assert added("vn-na-bg") == (1, 0)
    further = [{**row.body, "distance": {"amount": "100", "unit": "km"}} for row in rows]
    rows = [replace(row, body=body) for row, body in zip(rows, further, strict=True)]
    found = tables.read(writing.export("patrol", rows, "en", form), f"x.{form}")
    assert added("vn-na") == (1, 0)


def test_a_row_names_another_record_by_the_number_that_is_said_on_the_radio(border: Border) -> None:
    asked = {"type": "request", "subject": "forest", "when": "2026-01-03", "counterparts": ["la-xk"], "example": True}
    request = border.vn.say("notice", asked, to="twin:la-xk").record
    home = border.vn.say("notice", asked, to="self").record
    carry(border.vn, border.la)
    sheet = "type,subject,when.from,answers,counterparts,example\nreply,forest,04/01/2026,{},vn-na,yes\n"

    def answers(number: str) -> tuple[list[str], list[str]]:
        found = tables.read(sheet.format(number).encode(), "x.csv")
        preview = importing.preview(border.la.ledger, "notice", found, lang="en", author="la-xk")
        return [row.body["answers"] for row in preview.new], [flaw.rule for flaw in preview.flaws]

    assert answers(border.vn.view(request).row.short) == answers(request) == ([request], [])
    # The control: a number that nobody here may know of, or that there isn't, is named where it stands.
    assert answers("vn-na/77") == ([], ["not_a_record"])
    assert answers(f"vn-na/{'9' * 5000}") == ([], ["not_a_record"])
    assert not border.la.sees(home)


@pytest.mark.parametrize("rule", BROKEN)
def test_each_sort_of_broken_row_is_found_alone_and_a_right_one_is_not(rule: str, border: Border) -> None:
    change, _ = BROKEN[rule]
    marks = {"merged": (1,) if rule == "merged" else (), "formulas": (1,) if rule == "formula" else ()}
    preview = seen(border.vn, workbook([right(1) | change, right(2)], **marks))
    assert Counter(flaw.rule for flaw in preview.flaws).keys() == {rule}
    assert {flaw.row for flaw in preview.flaws} == {2}
    assert len(preview.new) == 1


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("when.from;offence;persons;quantities[0].what;quantities[0].amount;quantities[0].unit\r\n"
         "03/06/2022;Bán lẻ chất ma túy;7;Heroin;3,5;kg\r\n", "utf-8-sig"),
        ("when.from\toffence\tpersons\tquantities[0].what\tquantities[0].amount\tquantities[0].unit\n"
         "2022-06-03\tdrug_retail\t7\theroin\t3,5\tkg\n", "utf-16"),
        ("sep=;\nwhen.from;offence;persons;quantities[0].what;quantities[0].amount;quantities[0].unit\n"
         "3/6/2022;drug_retail;7;heroin;3,5;kg\n", "cp1258"),
        ('when.from,offence,persons,quantities[0].what,quantities[0].amount,quantities[0].unit\n'
         "2022-06-03,drug_retail,7,heroin,3.5,kg\n", "utf-8"),
    ],
)  # fmt: skip
def test_csv_of_any_separator_and_encoding_of_the_border_is_understood(
    text: str, encoding: str, border: Border
) -> None:
    if encoding == "cp1258":
        text = text.replace("ấ", "a")
    preview = seen(border.vn, text.encode(encoding))
    assert preview.flaws == ()
    assert [row.body for row in preview.new] == [
        {"when": "2022-06-03", "offence": "drug_retail", "persons": 7,
         "quantities": [{"what": "heroin", "amount": "3.5", "unit": "kg"}]}
    ]  # fmt: skip


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * (tables.LARGEST_UNPACKED + 1))
    return out.getvalue()


def with_entities() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook([right(1)]))) as source, zipfile.ZipFile(out, "w") as packed:
        for one in source.infolist():
            data = source.read(one)
            if one.filename == "xl/workbook.xml":
                data = data.replace(b"<workbook", b'<!DOCTYPE x [<!ENTITY a "aa">]><workbook', 1)
            packed.writestr(one, data)
    return out.getvalue()


def of_a_later_zip() -> bytes:
    """A workbook that says it takes version 23.4 to unpack it: found by altering files at random for ten minutes."""
    told = bytearray(workbook([right(1)]))
    at = told.index(b"PK\x01\x02")
    told[at + 6 : at + 8] = (234).to_bytes(2, "little")
    return bytes(told)


@pytest.mark.parametrize(
    "data",
    [bomb(), with_entities(), of_a_later_zip(), b"PK\x03\x04 nothing", b"%PDF-1.7", b"\xd0\xcf\x11\xe0old", b"a\x00b",
     b'a,"b', b"x," * (tables.MOST_COLUMNS + 2)],
    ids=["bomb", "entities", "later zip", "torn", "pdf", "xls", "binary", "torn csv", "wide"],
)  # fmt: skip
def test_a_hostile_or_torn_file_is_one_clear_sentence(data: bytes) -> None:
    with pytest.raises(tables.BadSheet) as refused:
        tables.read(data, "x")
    assert str(refused.value)


@pytest.mark.parametrize("header", ["religion", "tên", "suspects[0].name", "Dân tộc", "note.author", "goods[0].owner"])
def test_no_sheet_brings_a_field_that_there_is_not(header: str, border: Border) -> None:
    preview = seen(border.vn, f"when.from,offence,{header}\n2022,drug_retail,x\n".encode(), lang="en")
    assert [(flaw.column, flaw.row, flaw.rule) for flaw in preview.flaws] == [("C", 2, "no_column")]
    assert preview.new == ()


@pytest.mark.parametrize(("separator", "lang", "right"), [(";", "en", 1), (";", "vi", 1), (",", "en", 0)])
def test_a_file_not_separated_by_commas_has_decimal_commas_whoever_reads_it(
    border: Border, separator: str, lang: str, right: int
) -> None:
    heads = ["type", "when.from", "place.marker", "distance.amount", "distance.unit", "nothing_to_report"]
    row = ["own", "2022-06-03", "405", '"3,5"', "km", "x"]
    data = "\r\n".join(separator.join(cells) for cells in (heads, row)).encode()
    assert len(seen(border.vn, data, kind="patrol", lang=lang).new) == right


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("19°27'04\"B 104°04'48\"Đ", {"lon": 1040800000, "lat": 194511111}),
        ("48Q UG 51234 53456", {"lon": 1035826349, "lat": 194700890}),
        ("mốc 412 + 350 m", {"marker": "412", "metres": 350}),
        ("mốc 405 – 412", {"marker": "405", "to_marker": "412"}),
        (412.0, {"marker": "412"}),
        ("km 171,2", {"chainage": 171_200, "line": packaged_line().version}),
    ],
)
def test_a_position_is_typed_into_one_cell_in_any_way(border: Border, typed: Any, place: Cells) -> None:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, PLAIN)
    sheet = book.add_worksheet("x")
    cells = {"when.from": "2026-01-03", "place.position": typed, "offence": "drug_trafficking", "cases": 1}
    for number, (name, value) in enumerate(cells.items()):
        sheet.write_string(0, number, HEADERS[name])
        sheet.write(1, number, value)
    book.close()
    found = seen(border.vn, out.getvalue())
    assert [row.body["place"] for row in found.new] == [place]


@pytest.mark.parametrize(("typed", "rule"), [("somewhere", "not_coordinates"), ("mốc 999 + 5 m", "not_on_this_line"),
                                             ("19.45, 14.08", "far_from_the_line"),
                                             ("km 500", "past_the_end")])  # fmt: skip
def test_a_position_that_is_none_is_named_in_its_cell(border: Border, typed: str, rule: str) -> None:
    heads = [HEADERS[name] for name in ("when.from", "offence", "cases", "place.position")]
    lines_ = [heads, ["2026-01-03", "drug_trafficking", "1", typed]]
    data = "\r\n".join(";".join(f'"{cell}"' for cell in line) for line in lines_).encode()
    found = importing.preview(border.vn.ledger, "incident", tables.read(data, "x.csv"), lang="vi", author="vn-na")
    assert [(flaw.rule, flaw.column) for flaw in found.flaws] == [(rule, "D")]

"""An office's own workbook with placeholders: filled from the same cut, refused in a sentence, no danger to anybody."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.border import Border, carry, incident
from tests.reports.office_book import book, monthly
from tests.reports.reports_world import Run
from tests.reports.test_office import sheets
from twinline.figures.errors import BadQuestion
from twinline.reports.office import keeping
from twinline.reports.office.judged import asked
from twinline.reports.office.sheets import opened

MARCH = ("--period", "2026-03", "--lang", "vi", "--format")


def begun(border: Border, run: Run, tmp_path: Path, data: bytes) -> tuple[int, str]:
    file = tmp_path / "mau.xlsx"
    file.write_bytes(data)
    return run(border.vn, "new", "thang", "--from-file", str(file), "--lang", "vi", "--title", "Báo cáo tháng")


def test_an_offices_workbook_is_filled_with_numbers_where_they_are_exact(
    border: Border, run: Run, tmp_path: Path
) -> None:
    for day in ("2026-03-04", "2026-02-20"):
        border.vn.say("incident", incident(when=day, example=False))
    carry(border.vn, border.la)
    code, told = begun(border, run, tmp_path, monthly())
    assert (code, "--format xlsx" in told) == (0, True)
    made = {form: tmp_path / f"made.{form}" for form in ("xlsx", "json", "pdf", "docx")}
    for form, file in made.items():
        assert run(border.vn, "thang", *MARCH, form, "--out", str(file))[0] == 0
    (rows,) = sheets(made["xlsx"].read_bytes()).values()
    assert rows[0][0] == "Báo cáo tháng, tháng 3 năm 2026"
    # A number to go on with; what nobody counted is a dash, never a zero.
    assert rows[1] == ["Số vụ ma túy", 2.0, "–", "–"]
    assert [row[:3] for row in rows[3:15]][-2:] == [["2/2026", 2.0, "–"], ["3/2026", 2.0, "–"]]
    assert [row[0] for row in rows[16:18]] == ["2 vụ", "Người ký"]
    assert "chưa nhận được gì" in rows[-1][0], "who is silent stands at the end, the workbook having no place for it"
    with zipfile.ZipFile(made["xlsx"]) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
        assert 'ref="A1:D1"' in sheet
        assert 'ref="A17:D17"' in sheet, "merged cells move with their row"
        assert "{{" not in sheet + parts.read("xl/sharedStrings.xml").decode()
        assert "Somebody" not in parts.read("docProps/core.xml").decode()
    code, checked = run(border.vn, "check", *(str(made[form]) for form in ("json", "xlsx", "pdf", "docx")))
    assert (code, checked.count("as this ledger gives it")) == (0, 4)


def test_what_is_said_as_about_or_marked_example_is_text(border: Border, run: Run, tmp_path: Path) -> None:
    border.vn.say("incident", incident(when="2026-03-04"))
    carry(border.vn, border.la)
    begun(border, run, tmp_path, book({"A1": "{{ drug_cases }}"}))
    file = tmp_path / "made.xlsx"
    run(border.vn, "thang", *MARCH, "xlsx", "--out", str(file))
    (rows,) = sheets(file.read_bytes()).values()
    assert rows[0][0] == "2 (VÍ DỤ)"


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (book({"B7": "{{ drug_case }}"}), "In cell B7, at '{{ drug_case }}': there is no placeholder 'drug_case'"),
        (book({"A1": "{{ month.vn }} {{ drug_cases }}"}), "stands in no row that begins such a list"),
        (book({"A1": "{{ drug_cases }"}), "opened and not closed"),
        (book({"A1": "12"}), "asks for no figure"),
        (book({"A1": "{{ drug_cases }}"}, also=lambda sheet: sheet.write_formula("B3", "=A1*2")), "a formula in B3"),
    ],
)
def test_a_workbook_that_cannot_be_filled_is_refused_and_nothing_is_kept(
    border: Border, run: Run, tmp_path: Path, data: bytes, what: str
) -> None:
    code, told = begun(border, run, tmp_path, data)
    assert (code, told.count("\n")) == (2, 1)
    assert what in told
    assert not list((border.vn.ledger.folder / "reports").glob("*"))


@pytest.mark.parametrize(
    ("more", "what"),
    [
        ({"xl/vbaProject.bin": b"x"}, "macro"),
        ({"xl/externalLinks/externalLink1.xml": b"<x/>"}, "no letter needs"),
        ({"xl/comments1.xml": b"<x/>"}, "comments"),
        ({"xl/media/a.png": b"MZ"}, "isn't what its name says"),
        ({"../../evil.xml": b"<x/>"}, "no letter needs"),
        ({"xl/styles.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}, "sound XLSX"),
        ({"xl/media/a.png": b"\x89PNG" + bytes(30_000_000)}, "larger than any letter"),
        ({"xl/workbook.xml": b"<workbook>" * 1000 + b"</workbook>" * 1000}, "larger than any letter"),
    ],
)
def test_a_hostile_workbook_is_refused_in_a_sentence(more: dict[str, bytes], what: str) -> None:
    with pytest.raises(BadQuestion, match=what):
        opened(book({"A1": "{{ drug_cases }}"}, more=more))


def test_what_leads_elsewhere_and_what_moves_with_cells_is_taken_out() -> None:
    def more(sheet: Any) -> None:
        sheet.write_url("B1", "http://elsewhere.example/")
        sheet.data_validation("B2", {"validate": "list", "source": ["a", "b"]})
        sheet.conditional_format("B3", {"type": "cell", "criteria": ">", "value": 1})

    parts = opened(book({"A1": "{{ drug_cases }}"}, also=more))
    every = b"".join(data for name, data in parts.items() if name.endswith((".xml", ".rels")))
    for gone in (b"elsewhere.example/", b"dataValidation ", b"cfRule"):
        assert gone not in every.replace(b"http://elsewhere.example/</t>", b"")
    assert asked(parts).indicators == ("drug_cases",)
    assert keeping.asks(book({"A1": "{{ drug_cases }}"}))
    assert not keeping.asks(book({"A1": "12"}))

"""A report as an office's files: the workbook and the letter, in the layout of each side, the same bytes each time."""

from __future__ import annotations

import io
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from python_calamine import load_workbook

from tests.border import Border, carry, incident
from tests.figures.fact_table import Row
from tests.reports.reports_world import Run, World, pressed
from twinline.reports.as_docx import as_docx, column_widths
from twinline.reports.as_xlsx import as_xlsx
from twinline.reports.collect import joint_report
from twinline.reports.letters import Letter
from twinline.reports.model import Report
from twinline.reports.phrases import voice_word
from twinline.reports.words import LANGUAGES, word
from twinline.times import days_of

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MARCH = days_of("2026-03-04")[0]
OURS = Row("ours", 3000, example=True, day_from=_MARCH, day_to=_MARCH)
VIETNAM, LAOS = Letter("vn-na", {}), Letter("la-xk", {})


@pytest.fixture(scope="module")
def report() -> Report:
    return joint_report(pressed(OURS), since="2026-03", until="2026-03")


@pytest.fixture(scope="module")
def every_period() -> Report:
    return joint_report(pressed(OURS))


def parts(made: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(made)) as book:
        assert book.testzip() is None
        assert {info.date_time for info in book.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        return {name: book.read(name) for name in book.namelist()}


def document(made: bytes) -> ET.Element:
    return ET.fromstring(parts(made)["word/document.xml"])


def lines(made: bytes) -> list[str]:
    """Return the text of each paragraph of a letter, in order."""
    return ["".join(piece.text or "" for piece in one.iter(f"{W}t")) for one in document(made).iter(f"{W}p")]


def size_of(made: bytes, text: str) -> tuple[float, bool, bool]:
    """Return the size in points of a piece of text, whether it is bold and whether italic."""
    piece = next(
        one for one in document(made).iter(f"{W}r") if text in "".join(t.text or "" for t in one.iter(f"{W}t"))
    )
    size = piece.find(f"{W}rPr/{W}sz")
    assert size is not None
    return (
        float(size.get(f"{W}val", "0")) / 2,
        piece.find(f"{W}rPr/{W}b") is not None,
        piece.find(f"{W}rPr/{W}i") is not None,
    )


@pytest.mark.parametrize("write", [as_xlsx, lambda report, lang: as_docx(report, lang, VIETNAM)])
def test_the_same_report_is_the_same_file_and_another_is_not(write: Callable[[Report, str], bytes]) -> None:
    first, again = (joint_report(World([OURS])) for _ in range(2))
    assert write(first, "lo") == write(again, "lo")
    assert write(first, "lo") != write(joint_report(World([replace(OURS, value=4000)])), "lo")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_letter_of_vietnam_stands_on_its_page_as_the_decree_says(report: Report, lang: str) -> None:
    made = as_docx(report, lang, VIETNAM)
    margins = next(document(made).iter(f"{W}pgMar"))
    edges = {name: int(margins.get(f"{W}{name}", "0")) / 56.6929 for name in ("top", "bottom", "left", "right")}
    assert 20 <= round(edges["top"], 1) <= 25
    assert 20 <= round(edges["bottom"], 1) <= 25
    assert 30 <= round(edges["left"], 1) <= 35
    assert 15 <= round(edges["right"], 1) <= 20
    size = next(document(made).iter(f"{W}pgSz"))
    assert (size.get(f"{W}w"), size.get(f"{W}h")) == ("11906", "16838")
    styles = parts(made)["word/styles.xml"].decode()
    assert ('w:ascii="Times New Roman"' in styles) == (lang != "lo")
    assert '<w:sz w:val="26"/>' in styles
    assert b"PAGE" in parts(made)["word/header1.xml"]
    assert next(document(made).iter(f"{W}titlePg")) is not None


def test_the_head_of_the_vietnamese_letter_has_its_parts_in_their_sizes(report: Report) -> None:
    made = as_docx(report, "vi", Letter("vn-na-bg", {}))
    assert size_of(made, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM") == (12, True, False)
    assert size_of(made, "Độc lập - Tự do - Hạnh phúc") == (13, True, False)
    assert size_of(made, "BỘ CHỈ HUY BỘ ĐỘI BIÊN PHÒNG TỈNH NGHỆ AN") == (12, True, False)
    assert size_of(made, "BỘ TƯ LỆNH BỘ ĐỘI BIÊN PHÒNG") == (12, False, False)
    assert size_of(made, "Số:") == (13, False, False)
    assert size_of(made, "ngày ……") == (13, False, True)
    assert size_of(made, "BÁO CÁO") == (14, True, False)
    assert size_of(made, "Nơi nhận:") == (12, True, True)
    told = lines(made)
    assert told.index("BÁO CÁO") < told.index("Nơi nhận:") < told.index("Họ và tên")


def test_the_lao_letter_names_country_and_motto_first_and_nothing_lao_is_italic(report: Report) -> None:
    made = as_docx(report, "lo", LAOS)
    assert lines(made)[:2] == ["ສາທາລະນະລັດ ປະຊາທິປະໄຕ ປະຊາຊົນລາວ", "ສັນຕິພາບ ເອກະລາດ ປະຊາທິປະໄຕ ເອກະພາບ ວັດທະນະຖາວອນ"]
    assert not list(document(made).iter(f"{W}i"))
    assert 'w:cs="Phetsarath OT"' in parts(made)["word/styles.xml"].decode()
    assert "ບົດລາຍງານ" in lines(made)
    assert not list(document(as_docx(report, "lo", VIETNAM)).iter(f"{W}i"))
    assert list(document(as_docx(report, "fr", VIETNAM)).iter(f"{W}i"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_column_is_as_wide_as_its_longest_number(lang: str) -> None:
    """A column of a table of seven takes 1,058 twentieths of a point: 1.623,848 was broken within, before its 8."""
    across, first = 9071, 2721
    longest = {"fr": "101\u202f623,848", "en": "101,623.848"}.get(lang, "101.623,848")
    rows = [
        ["Quãng đường tuần tra, km", longest, "494,1", "–", longest, "0", "–"],
        ["12", "1", "2", "3", "4", "5", "6"],
    ]
    plain = column_widths(rows[1:], first, across, lang)
    assert plain == [first, *[1058] * 6], "control: short numbers leave them alike"
    widths = column_widths(rows, first, across, lang)
    em = 6.37 if lang == "lo" else 5.0
    assert widths[1] - 100 >= len(longest) * em * 20
    assert widths[1] == widths[4] > widths[2] == 1058
    assert sum(widths) == sum(plain)
    assert column_widths([["", *["1" * 40] * 6]], first, across, lang) == plain, "what no page has room for stays"


def test_lao_heads_of_narrow_columns_are_broken_between_words_and_nowhere_else() -> None:
    told = lines(as_docx(joint_report(World([OURS]), since="2026-03", until="2026-03"), "lo", LAOS))
    heads = {voice_word(voice, "lo") for voice in ("VN", "LA", "agreed")} | {word("not_yet_agreed", "lo")}
    for head in heads:
        found = [line for line in told if line.replace("\u200b", "") == head]
        assert found, head
        assert all("\u200b" in line for line in found), head
    assert "ຫວຽດນາມ\u200bແຈ້ງ" in told
    plain = lines(as_docx(joint_report(World([OURS]), since="2026-03", until="2026-03"), "vi", VIETNAM))
    assert not any("\u200b" in line for line in plain)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("letter", [VIETNAM, LAOS])
def test_every_figure_of_the_report_stands_in_the_letter(every_period: Report, lang: str, letter: Letter) -> None:
    told = "\n".join(lines(as_docx(every_period, lang, letter)))
    for section in every_period.sections:
        for row in section.rows:
            assert row.indicator.label[lang] in told or not (row.returned or row.indicator.counted)
    assert "468.281" in told or "468,281" in told


def test_what_the_office_wrote_stands_where_it_belongs_and_only_there(report: Report) -> None:
    written = {"results": "Tốt.\nĐoạn <hai>.", "proposals": "Đề nghị họp."}
    told = lines(as_docx(report, "vi", Letter("vn-na", written)))
    assert told.index("1. Kết quả đạt được") < told.index("Tốt.") < told.index("Đoạn <hai>.")
    assert told.index("2. Phòng, chống tội phạm") < told.index("Đề nghị họp.") < told.index("Nơi nhận:")
    assert not any("Khó khăn" in line for line in told)
    assert not any("Kết quả đạt được" in line for line in lines(as_docx(report, "vi", VIETNAM)))


def test_a_letter_holds_no_time_and_what_it_says_of_itself_is_its_title(report: Report) -> None:
    core = parts(as_docx(report, "fr", LAOS))["docProps/core.xml"].decode()
    assert "<dc:title>Rapport commun" in core
    assert "Xieng Khouang" in core
    assert "created" not in core


def sheets(made: bytes) -> dict[str, list[list[object]]]:
    book = load_workbook(io.BytesIO(made))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_workbook_holds_numbers_to_go_on_with(report: Report, lang: str) -> None:
    first = next(iter(sheets(as_xlsx(report, lang)).values()))
    label = next(row.indicator.label[lang] for section in report.sections for row in section.rows if row.counted)
    line = next(row for row in first if str(row[1]).startswith(label))
    assert line[3] == 3.0
    assert line[6] == 3.0
    assert line[4] == ""  # silence is no zero


def test_a_number_that_is_not_exact_is_no_number_to_go_on_with(every_period: Report) -> None:
    returned = list(sheets(as_xlsx(every_period, "en")).values())[1]
    assert any(row[2] == "more than 5,200" for row in returned)
    assert any(row[2] == 468.281 for row in returned)


def test_no_cell_is_a_formula_or_a_link() -> None:
    row = Row("r", 1000, kind="return", measure="border_length", cls="", unit="=1+1", returned=True, entry_id=7)
    world = World([row], {7: {"basis": "press", "source": {"url": "=HYPERLINK(1)"}, "place": {"name": "@SUM(1)"}}})
    made = as_xlsx(joint_report(world), "en")
    for name, data in parts(made).items():
        if name.startswith("xl/worksheets/sheet"):
            assert b"<f>" not in data
            assert b"<hyperlink" not in data
    told = [cell for sheet in sheets(made).values() for line in sheet for cell in line]
    assert "=1+1" in told
    assert "=HYPERLINK(1)" in told


def test_the_workbook_draws_the_charts_and_keeps_their_numbers(report: Report) -> None:
    made = as_xlsx(report, "vi")
    assert any(name.startswith("xl/charts/chart") for name in parts(made))
    assert "Biểu đồ" in sheets(made)
    assert ["3/2026", 3.0] in [row[:2] for row in sheets(made)["Biểu đồ"]]
    bare = as_xlsx(joint_report(World([])), "vi")
    assert not any(name.startswith("xl/charts/") for name in parts(bare))


def test_a_letter_and_a_workbook_are_checked_against_the_ledger(
    border: Border,
    run: Run,
    tmp_path: Path,
) -> None:
    border.vn.say("incident", incident())
    carry(border.vn, border.la)
    files = {form: tmp_path / f"report.{form}" for form in ("json", "docx", "xlsx")}
    for form, file in files.items():
        assert run(border.vn, "joint", "--format", form, "--lang", "vi", "--out", str(file))[0] == 0
    for side in (border.vn, border.la):
        code, told = run(side, "check", *map(str, files.values()))
        assert (code, told.count("as this ledger gives it")) == (0, 3)
    files["docx"].write_bytes(files["docx"].read_bytes().replace("vụ".encode(), "cụ".encode(), 1))
    assert run(border.la, "check", str(files["json"]), str(files["docx"]))[0] == 2


def test_the_letter_of_an_organisation_that_the_node_does_not_speak_for_is_refused(border: Border, run: Run) -> None:
    code, told = run(border.vn, "joint", "--format", "docx", "--by", "la-xk")
    assert code == 2
    assert "none of this node" in told
    assert run(border.vn, "joint", "--by", "vn-na-bg")[0] == 0


def test_reports_are_begun_named_and_checked_by_command(border: Border, run: Run, tmp_path: Path) -> None:
    code, told = run(border.vn, "new", "patrols")
    assert (code, told.count("\n")) == (0, 1)
    file = border.vn.ledger.folder / "reports" / "patrols.toml"
    assert run(border.vn, "check", str(file))[0] == 0
    assert "patrols  Report of our office" in run(border.vn, "list")[1]
    assert "patrols" not in run(border.la, "list")[1]
    assert run(border.vn, "patrols")[0] == 0
    assert run(border.la, "patrols")[0] == 2
    file.write_text(file.read_text("utf-8").replace("talks_held", "talks_hold"), "utf-8")
    code, told = run(border.vn, "check", str(file))
    assert code == 2
    assert told.count("there is no indicator 'talks_hold'") == 2
    assert "patrols, line 21" in told
    for words in (
        ("new",),
        ("new", "joint"),
        ("new", "patrols"),
        ("check", str(tmp_path / "none.json")),
        ("list", "x"),
    ):
        code, told = run(border.vn, *words)
        assert (code, told.count("\n")) == (2, 1), words

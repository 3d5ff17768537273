"""An office's own letter with placeholders: filled from the same cut, refused in a sentence, no danger to anybody."""

from __future__ import annotations

import io
import xml.etree.ElementTree as ET
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.border import Border, carry, incident
from tests.reports.office_file import monthly, office_file
from tests.reports.reports_world import Run
from twinline.figures.catalogue import packaged
from twinline.figures.errors import BadQuestion
from twinline.reports.office.judged import asked
from twinline.reports.office.opened import opened
from twinline.reports.office.placeholders import TEXTS
from twinline.reports.wordml import R, W, paragraph
from twinline.reports.wordml import run as piece_of

NS = f"{{{W}}}"
MARCH = ("--period", "2026-03", "--format", "docx", "--lang", "vi")


def lines(made: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(made)) as book:
        told = ET.fromstring(book.read("word/document.xml"))
    return ["".join(piece.text or "" for piece in one.iter(f"{NS}t")) for one in told.iter(f"{NS}p")]


def said(border: Border, *days: str) -> None:
    for day in days:
        border.vn.say("incident", incident(when=day))
    carry(border.vn, border.la)


def begun(border: Border, run: Run, tmp_path: Path, data: bytes, *more: str) -> tuple[int, str]:
    file = tmp_path / "mau.docx"
    file.write_bytes(data)
    return run(border.vn, "new", "thang", "--from-file", str(file), "--lang", "vi", *more)


def test_an_offices_letter_is_filled_from_the_same_cut_as_every_other_form(
    border: Border, run: Run, tmp_path: Path
) -> None:
    said(border, "2026-03-04", "2026-03-20", "2025-03-02")
    assert begun(border, run, tmp_path, monthly(), "--title", "Báo cáo tháng")[0] == 0
    made = {form: tmp_path / f"made.{form}" for form in ("docx", "json", "pdf")}
    for form, file in made.items():
        assert run(border.vn, "thang", *MARCH[:3], form, "--lang", "vi", "--out", str(file))[0] == 0
    told = lines(made["docx"].read_bytes())
    assert "Nghệ An" in told
    assert "Báo cáo tháng, tháng 3 năm 2026" in told
    assert "Số vụ ma túy: 4 (VÍ DỤ) vụ (cùng kỳ năm trước: 2 (VÍ DỤ)), phía Lào nêu –." in told
    assert "Số: ………" in told
    months = told[told.index("Lào") + 1 :]
    assert months[:3] == ["4/2025", "–", "–"]
    assert months[33:36] == ["3/2026", "4", "–"]
    assert [line[:3] for line in told].count("1. ") == 1
    assert "ຊຽງຂວາງ" in "".join(told)
    assert not any("{{" in line for line in told)
    # Of a month without any, a paragraph of a list is a dash: no dots and brackets around nothing.
    empty = tmp_path / "empty.docx"
    assert run(border.vn, "thang", "--period", "2024-01", *MARCH[2:], "--out", str(empty))[0] == 0
    assert "–" in lines(empty.read_bytes())
    assert not any(line.startswith("–. ") for line in lines(empty.read_bytes()))
    code, checked = run(border.vn, "check", str(made["json"]), str(made["docx"]), str(made["pdf"]))
    assert (code, checked.count("as this ledger gives it")) == (0, 3)


def test_what_was_cut_into_pieces_keeps_the_look_of_its_first_piece_and_the_rest_of_the_file_is_untouched(
    border: Border, run: Run, tmp_path: Path
) -> None:
    said(border, "2026-03-04")
    begun(border, run, tmp_path, monthly())
    file = tmp_path / "made.docx"
    run(border.vn, "thang", *MARCH, "--out", str(file))
    with zipfile.ZipFile(file) as made, zipfile.ZipFile(io.BytesIO(monthly())) as given_:
        for name in ("word/styles.xml", "word/header1.xml", "word/settings.xml"):
            assert made.read(name) == given_.read(name)
        told = ET.fromstring(made.read("word/document.xml"))
        core = made.read("docProps/core.xml").decode()
    assert "Somebody" not in core
    cases = next(one for one in told.iter(f"{NS}p") if "Số vụ" in "".join(t.text or "" for t in one.iter(f"{NS}t")))
    first = next(cases.iter(f"{NS}r"))
    assert "Số vụ ma túy: 2" in "".join(t.text or "" for t in first.iter(f"{NS}t"))
    assert len(list(told.iter(f"{NS}sectPr"))) == 1


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("{{ drug_case }}", "there is no placeholder 'drug_case'. Did you mean drug_cases"),
        ("{{ drug_cases.laos }}", "'laos' in 'drug_cases.laos' means nothing"),
        ("{{ drug_cases }", "opened and not closed"),
        ("{{ month.vn }} {{ drug_cases }}", "stands in no row that begins such a list"),
        ("{{ each month of border_length }}", "is only reported"),
        ("{{ each week of drug_cases }}", "Write each month of"),
        ("{{ drug_cases.promised }}", "nothing is known to be promised of 'drug_cases'"),
        ("{{ period }}", "asks for no figure"),
        ("{{ ''.__class__ }}", "there is no placeholder"),
    ],
)
def test_a_placeholder_that_is_not_known_is_refused_with_where_it_stands_and_nothing_is_kept(
    border: Border, run: Run, tmp_path: Path, text: str, what: str
) -> None:
    code, told = begun(border, run, tmp_path, office_file(paragraph(piece_of(f"Số vụ: {text}"))))
    assert (code, told.count("\n")) == (2, 1)
    assert what in told
    assert text in told or "no figure" in what
    assert not list((border.vn.ledger.folder / "reports").glob("*"))


def test_people_are_never_taken_apart_by_month() -> None:
    of_people = next(name for name, one in packaged().indicators.items() if one.counted and "persons" in one.units)
    with pytest.raises(BadQuestion, match="counts people"):
        asked(opened(office_file(paragraph(piece_of(f"{{{{ each month of {of_people} }}}}")))))


def test_no_indicator_has_the_name_of_a_text() -> None:
    assert not set(TEXTS) & set(packaged().indicators)


RELATED = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
FIGURE = paragraph(piece_of("{{ drug_cases }}"))


def related(kind: str, target: str, mode: str = "External") -> dict[str, bytes]:
    one = f'<Relationship Id="rId9" Type="{R}/{kind}" Target="{target}" TargetMode="{mode}"/>'
    return {"word/_rels/document.xml.rels": RELATED.format(one).encode()}


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (office_file(FIGURE, more={"word/vbaProject.bin": b"x"}), "macro"),
        (office_file(FIGURE, more={"word/embeddings/oleObject1.bin": b"x"}), "macro or an embedded object"),
        (office_file(FIGURE, more={"word/comments.xml": b"<x/>"}), "comments"),
        (office_file(FIGURE, more={"../../evil.xml": b"<x/>"}), "a part that no letter needs"),
        (office_file(FIGURE, more={"word/media/a.png": b"MZ"}), "isn't what its name says"),
        (office_file(FIGURE, more=related("image", "http://elsewhere/p.png")), "fetches something from elsewhere"),
        (office_file(FIGURE, "<w:p><w:ins/></w:p>"), "tracked changes"),
        (office_file(FIGURE, "<w:p><w:r><w:object/></w:r></w:p>"), "embedded object"),
        (office_file(FIGURE, '<w:p><w:fldSimple w:instr=" INCLUDETEXT c:/x "/></w:p>'), "fetches or runs"),
        (
            office_file(FIGURE, '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DD</w:instrText>'
                                '</w:r><w:r><w:instrText>EAUTO cmd</w:instrText></w:r></w:p>'), "DDEAUTO",
        ),
        (office_file(FIGURE, more={"word/styles.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), "sound DOCX"),
        (office_file("<w:p>" * 1000 + "</w:p>" * 1000), "larger than any letter"),
        (office_file(FIGURE, more={"word/media/a.png": b"\x89PNG" + bytes(30_000_000)}), "larger than any letter"),
        (b"PK\x03\x04 no zip", "sound DOCX"),
        (b"", "sound DOCX"),
    ],
)  # fmt: skip
def test_a_hostile_file_is_refused_in_a_sentence(data: bytes, what: str) -> None:
    with pytest.raises(BadQuestion, match=what):
        opened(data)


def test_what_leads_elsewhere_and_says_who_wrote_is_taken_out_and_the_text_stays() -> None:
    link = f'<w:p><w:hyperlink xmlns:r="{R}" r:id="rId9"><w:r><w:t>our page</w:t></w:r></w:hyperlink></w:p>'
    more = {
        **related("hyperlink", "http://elsewhere"),
        "docProps/app.xml": b"<x>Company</x>",
        "word/people.xml": b"<x/>",
    }
    parts = opened(office_file(FIGURE, link, more=more))
    assert b"elsewhere" not in b"".join(parts.values())
    assert b"our page" in parts["word/document.xml"]
    assert b"rId9" not in parts["word/document.xml"]
    assert not {"docProps/app.xml", "word/people.xml"} & set(parts)


@given(st.binary(max_size=40), st.integers(0, 5000), st.integers(0, 40))
def test_a_damaged_file_is_read_or_refused_and_nothing_else(piece: bytes, at: int, cut: int) -> None:
    whole = monthly()
    at %= len(whole)
    with suppress(BadQuestion):
        opened(whole[:at] + piece + whole[at + cut :])


def test_a_lao_report_has_years_of_the_buddhist_era_where_the_office_wants_them(
    border: Border, run: Run, tmp_path: Path
) -> None:
    said(border, "2026-03-04")
    common = run(border.vn, "liaison", "--period", "2026-Q1", "--lang", "lo")[1]
    assert "2569" not in common
    told = run(border.vn, "liaison", "--period", "2026-Q1", "--lang", "lo", "--years", "buddhist")[1]
    assert "ພ.ສ.\u00a02569" in told
    assert "3/2569" in told
    assert "/2026" not in told.partition("ແບບລາຍງານ")[0]
    assert "2026" not in told.partition("ແບບລາຍງານ")[0]
    (border.vn.ledger.folder / "office.toml").write_text('[years]\nvn-na = "buddhist"\n', "utf-8")
    assert run(border.vn, "liaison", "--period", "2026-Q1", "--lang", "lo")[1] == told
    assert "2569" not in run(border.vn, "liaison", "--period", "2026-Q1", "--lang", "vi")[1]
    assert run(border.vn, "liaison", "--lang", "lo", "--years", "common")[1] != ""
    json, pdf = tmp_path / "r.json", tmp_path / "r.pdf"
    for file in (json, pdf):
        run(border.vn, "liaison", "--lang", "lo", "--format", file.suffix[1:], "--out", str(file))
    code, checked = run(border.la, "check", str(json), str(pdf))
    assert (code, checked.count("as this ledger gives it")) == (0, 2)

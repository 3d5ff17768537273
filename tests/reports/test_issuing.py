"""A report that was issued is a record: addressed, confirmed, and the same bytes again."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from tests.border import Border, carry, incident
from tests.reports.office_file import monthly
from tests.reports.reports_world import Run
from twinline.figures.errors import BadQuestion
from twinline.records import registry
from twinline.reports import issuing
from twinline.reports.as_json import as_json
from twinline.reports.collect import joint_report
from twinline.reports.ledger_source import LedgerSource
from twinline.reports.model import Report
from twinline.reports.packed import packed
from twinline.reports.wordml import CORE


@pytest.fixture
def held(border: Border) -> Border:
    """A case that both sides hold."""
    border.vn.say("incident", incident(when="2026-03-04"))
    carry(border.vn, border.la)
    carry(border.vn, border.la)
    return border


MARCH = ("--period", "2026-03")


def test_an_issued_report_is_confirmed_by_the_other_side_and_is_the_same_bytes_again(
    held: Border, run: Run, tmp_path: Path
) -> None:
    printed = {form: tmp_path / f"first.{form}" for form in ("json", "pdf", "docx")}
    for form, file in printed.items():
        run(held.vn, "liaison", *MARCH, "--format", form, "--lang", "lo", "--out", str(file))
    code, told = run(held.vn, "issue", "liaison", *MARCH, "--number", "12/BC-VP", "--release")
    record = told.strip()
    assert code == 0
    assert held.vn.view(record).row.body["sha256"] == hashlib.sha256(printed["json"].read_bytes()).hexdigest()
    carry(held.vn, held.la)
    held.la.countersign(record)
    held.vn.say("incident", incident(when="2026-03-09", cases=9))
    held.la.say("incident", incident(when="2026-03-10", counterparts=["vn-na"]))
    carry(held.vn, held.la)
    assert held.vn.standing(record) == held.la.standing(record) == "agreed"
    for side in (held.vn, held.la):
        for form, file in printed.items():
            out = tmp_path / f"again.{form}"
            assert run(side, "again", record, "--format", form, "--lang", "lo", "--out", str(out))[0] == 0
            assert out.read_bytes() == file.read_bytes()
    now = tmp_path / "now.json"
    run(held.la, "liaison", *MARCH, "--format", "json", "--out", str(now))
    assert now.read_bytes() != printed["json"].read_bytes()


def test_what_is_issued_stays_at_home_until_it_is_released(held: Border, run: Run) -> None:
    record = run(held.vn, "issue", "joint", *MARCH)[1].strip()
    carry(held.vn, held.la)
    assert not held.la.sees(record)
    assert run(held.la, "again", record)[0] == 2
    assert run(held.vn, "again", record)[0] == 0


def test_the_record_fits_its_kind_and_names_who_may_confirm_it(held: Border) -> None:
    made = joint_report(LedgerSource(held.vn.ledger), since="2026-03", until="2026-03", name="programme")
    body = issuing.body_of(made, side="VN", issued="2026-04-02")
    assert registry.validate(issuing.KIND, body) == []
    assert body["counterparts"] == ["la-xk"]
    assert body["example"] is True
    assert as_json(issuing.again(body, LedgerSource(held.la.ledger))) == as_json(made)
    assert registry.title(issuing.KIND, body, "en") == "border communes clean of drugs · March 2026"


def test_a_report_for_some_is_not_issued_since_its_record_would_tell_others_of_their_feeds(held: Border) -> None:
    source = LedgerSource(held.vn.ledger)
    made = joint_report(source, readers=("la-xk", "vn-na"))
    with pytest.raises(BadQuestion, match="for everyone on the line"):
        issuing.body_of(made, side="VN", issued="2026-04-02")


def test_another_report_than_was_issued_is_never_given_for_it(held: Border) -> None:
    source = LedgerSource(held.vn.ledger)
    body = issuing.body_of(joint_report(source), side="VN", issued="2026-04-02")
    with pytest.raises(BadQuestion, match="another report comes out"):
        issuing.again({**body, "sha256": "0" * 64}, source)
    with pytest.raises(BadQuestion):
        issuing.again({**body, "rests_on": [body["rests_on"][0].replace(" ", " 9", 1)]}, source)


def test_more_feeds_than_a_record_names_are_refused(held: Border) -> None:
    made = joint_report(LedgerSource(held.vn.ledger))
    heads = tuple(replace(made.cut.heads[0], feed=f"{n:064x}") for n in range(issuing.MOST_FEEDS + 1))
    with pytest.raises(BadQuestion, match=r"too much \(301\)"):
        issuing.body_of(replace(made, cut=replace(made.cut, heads=heads)), side="VN", issued="2026-04-02")


@pytest.mark.parametrize(
    "words", [("issue",), ("again",), ("issue", "minutes"), ("again", "nothing"), ("issue", "a", "b")]
)
def test_what_cannot_be_issued_is_refused_in_one_sentence(held: Border, run: Run, words: tuple[str, ...]) -> None:
    code, told = run(held.vn, *words)
    assert code == 2
    assert told.count("\n") == 1


@pytest.mark.parametrize("form", ["text", "html", "csv", "pdf", "xlsx", "docx"])
def test_an_issued_report_in_any_form_is_found_by_itself_on_either_node_and_one_byte_else_is_none(
    held: Border, run: Run, tmp_path: Path, form: str
) -> None:
    record = run(held.vn, "issue", "liaison", *MARCH, "--number", "12/BC-VP", "--release")[1].strip()
    run(held.vn, "issue", "programme", *MARCH, "--release")
    carry(held.vn, held.la)
    file, other = tmp_path / f"liaison.{form}", tmp_path / f"other.{form}"
    run(held.la, "again", record, "--format", form, "--lang", "lo", "--out", str(file))
    held.vn.say("incident", incident(when="2026-03-09", cases=9))
    carry(held.vn, held.la)
    for side in (held.vn, held.la):
        code, told = run(side, "check", str(file))
        assert (code, told) == (0, f"{file}: as this ledger gives the issued report {record}.\n")
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    other.write_bytes(data)
    code, told = run(held.la, "check", str(other))
    assert (code, told.count("\n")) == (2, 1)
    none, alike = "is none of the reports issued and held here", "looks like an issued report ("
    assert none in told or alike in told
    if form != "csv":  # what it claims to be stands elsewhere than in its middle; of one cut another report is another
        assert f"{alike}{record}), but isn't" in told


def packed_by_others() -> bytes:
    """Return a ZIP file as a word processor or a spreadsheet program saves one."""
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/workbook.xml", "<workbook/>")
    return sink.getvalue()


@pytest.mark.parametrize(
    ("form", "sets"), [("pdf", 1), ("text", 1), ("xlsx", 1), ("docx", 1), ("foreign", 0), ("claiming", 1)]
)
def test_of_all_reports_issued_only_the_one_that_a_file_says_it_is_is_made_again(
    held: Border, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str, sets: int
) -> None:
    records = []
    for name in ("liaison", "programme", "joint"):
        records.append(run(held.vn, "issue", name, *MARCH, "--release")[1].strip())
        held.vn.say("incident", incident(when="2026-03-09"))
        carry(held.vn, held.la)
        carry(held.vn, held.la)
    file = tmp_path / "in-somebodys-hand"
    kind = form if form in ("text", "xlsx", "docx") else "pdf"
    run(held.vn, "again", records[0], "--format", kind, "--lang", "vi", "--out", str(file))
    if form == "foreign":
        file.write_bytes(b"%PDF-1.7 a letter of somebody else")
    if form == "claiming":
        file.write_bytes(file.read_bytes() + b"\n% and a word more")
    made: list[str] = []
    once = issuing.again
    monkeypatch.setattr(
        "twinline.reports.checking.again", lambda body, source: made.append(body["report"]) or once(body, source)
    )
    code, _ = run(held.vn, "check", str(file))
    assert (code, len(made)) == (2 if form in ("foreign", "claiming") else 0, sets)


@pytest.mark.parametrize(
    "whose", ["ours", "of another month", "another report", "no CSV of ours", "a workbook of another program"]
)
def test_of_a_file_that_is_none_of_the_reports_issued_none_is_made(
    held: Border, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, whose: str
) -> None:
    held.vn.say("incident", incident(when="2026-02-03"))
    carry(held.vn, held.la)
    carry(held.vn, held.la)
    run(held.vn, "issue", "joint", *MARCH, "--release")
    file = tmp_path / "in-somebodys-hand"
    period = ("--period", "2026-02") if whose == "of another month" else MARCH
    name = "liaison" if whose == "another report" else "joint"
    run(held.vn, name, *period, "--format", "csv", "--out", str(file))
    if whose == "no CSV of ours":
        file.write_bytes(file.read_bytes() + b"\xff")
    if whose == "a workbook of another program":
        file.write_bytes(packed_by_others())
    made: list[str] = []
    once = issuing.again
    monkeypatch.setattr(
        "twinline.reports.checking.again", lambda body, source: made.append(body["report"]) or once(body, source)
    )
    code, _ = run(held.vn, "check", str(file))
    assert (code, len(made)) == ((0, 1) if whose == "ours" else (2, 0))


@pytest.mark.parametrize(("whose", "sets"), [("ours", 1), ("altered", 1), ("of another month", 0), ("foreign", 0)])
def test_of_a_report_in_an_offices_own_letter_the_one_that_the_file_says_it_is_is_made_again(
    held: Border, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, whose: str, sets: int
) -> None:
    (tmp_path / "mau.docx").write_bytes(monthly())
    run(held.vn, "new", "thang", "--from-file", str(tmp_path / "mau.docx"), "--lang", "vi")
    records = {
        month: run(held.vn, "issue", "thang", "--period", month, "--release")[1].strip()
        for month in ("2026-02", "2026-03")
    }
    file = tmp_path / "in-somebodys-hand.docx"
    if whose == "of another month":
        run(held.vn, "thang", "--period", "2026-01", "--format", "docx", "--lang", "vi", "--out", str(file))
    elif whose == "foreign":
        file.write_bytes(packed_by_others())
    else:
        run(held.vn, "again", records["2026-03"], "--format", "docx", "--lang", "vi", "--out", str(file))
    if whose == "altered":
        file.write_bytes(file.read_bytes().replace(b"2026", b"2027", 1))
    made: list[str] = []
    once = issuing.again
    monkeypatch.setattr(
        "twinline.reports.checking.again", lambda body, source: made.append(body["period_from"]) or once(body, source)
    )
    code, told = run(held.vn, "check", str(file))
    assert (code, made) == (0 if whose == "ours" else 2, ["2026-03"] * sets)
    assert (records["2026-03"] in told) == bool(sets)


def without_core(data: bytes) -> bytes:
    """Return an office's file that has no part to say what it is."""
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        parts = {name: book.read(name) for name in book.namelist() if name != CORE}
    return packed(parts)


def test_a_letter_that_has_no_place_to_say_which_report_it_is_is_compared_with_each_of_its_name(
    held: Border, run: Run, tmp_path: Path
) -> None:
    (tmp_path / "mau.docx").write_bytes(without_core(monthly()))
    run(held.vn, "new", "thang", "--from-file", str(tmp_path / "mau.docx"), "--lang", "vi")
    run(held.vn, "issue", "joint", *MARCH, "--release")
    record = run(held.vn, "issue", "thang", *MARCH, "--release")[1].strip()
    file = tmp_path / "in-somebodys-hand.docx"
    run(held.vn, "again", record, "--format", "docx", "--lang", "vi", "--out", str(file))
    assert b"twinline report" not in file.read_bytes()
    assert run(held.vn, "check", str(file)) == (0, f"{file}: as this ledger gives the issued report {record}.\n")
    file.write_bytes(file.read_bytes().replace(b"2026", b"2027", 1))
    assert run(held.vn, "check", str(file))[0] == 2


def laid_out_before(report: Report, value: str | None) -> str:
    """Return the JSON of a report as an earlier version wrote it: a chart less, another digest, a figure otherwise."""
    told = json.loads(as_json(report))
    told["declaration"] = "0" * 64
    for section in told["sections"]:
        section["charts"] = section["charts"][:-1]
    if value:
        rows = [row for section in told["sections"] for row in section["rows"] if row["counted"]]
        rows[0]["counted"][0]["voices"]["joint"]["value"] = value
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"


@pytest.mark.parametrize("counted", ["alike", "otherwise"])
def test_an_issued_report_of_an_earlier_version_is_known_again_by_its_json_with_what_became_of_its_figures(
    held: Border, run: Run, tmp_path: Path, counted: str
) -> None:
    source = LedgerSource(held.vn.ledger)
    made = joint_report(source, since="2026-03", until="2026-03")
    text = laid_out_before(made, "77" if counted == "otherwise" else None)
    file = tmp_path / "issued-before.json"
    file.write_bytes(text.encode())
    body = issuing.body_of(made, side="VN", issued="2026-04-02")
    told = run(held.la, "check", str(file))
    assert (told[0], "isn't what this ledger gives" in told[1]) == (2, True), "control: nobody issued it yet"
    record = held.vn.say("issued_report", {**body, "sha256": hashlib.sha256(text.encode()).hexdigest()}).record
    carry(held.vn, held.la)
    for side in (held.vn, held.la):
        code, said = run(side, "check", str(file))
        assert f"the issued report {record}, byte for byte" in said
        assert code == (0 if counted == "alike" else 2)
        assert ("finds other figures in the same records" in said) == (counted == "otherwise")
        assert "'twinline report check' knows that again" in run(side, "again", record)[1]
    file.write_bytes(text.replace("2026", "2027", 1).encode())
    assert run(held.la, "check", str(file))[0] == 2

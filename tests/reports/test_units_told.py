"""How many units reported stands on every total of whoever asked them, in every form; nobody else is told."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.border import Border, Side, carry, incident
from tests.reports.test_office import sheets
from tests.reports.test_office_files import lines as paragraphs
from twinline.reports import commands
from twinline.reports.as_json import as_json
from twinline.reports.as_pdf import laid_out
from twinline.reports.collect import joint_report
from twinline.reports.ledger_source import LedgerSource
from twinline.reports.phrases import units_reported
from twinline.reports.words import LANGUAGES
from twinline.store import rounds, signing
from twinline.store.reading import Reader
from twinline.store.signing import Entered
from twinline.times import parse_knowledge

UNITS = ("vn-na-bg", "vn-post-thong-thu")
DECEMBER = ("--period", "2025-12")
Run = Callable[..., tuple[int, str]]
TOLD = {
    "vi": "{n} trên 2 đơn vị đã báo cáo",
    "lo": "{n} ໃນ 2 ໜ່ວຍງານລາຍງານແລ້ວ",
    "en": "{n} of 2 units reported",
    "fr": "unités ayant répondu\u00a0: {n} sur 2",
}


def opened(side: Side) -> str:
    body = {
        "indicators": ["drug_cases", "cases_all_offences"], "period": "2025-12", "due_days": 5,
        "units": [{"unit": unit} for unit in UNITS], "example": True,
    }  # fmt: skip
    return signing.open_round(side.ledger, body, author=side.code, now=side.clock())


def sign(side: Side, record: str, unit: str = UNITS[0]) -> None:
    reader = Reader(frozenset({side.code}))
    round = rounds.find(side.ledger, reader, record)
    term = rounds.term_of(round, None, today=21_000)
    sheet = signing.sheet(side.ledger, reader, round, term, unit, now=side.clock())
    entered = {"drug_cases": Entered("0"), "cases_all_offences": Entered(nothing=True)}
    signing.sign(side.ledger, reader, sheet, entered, author=side.code, now=side.clock())


def report(side: Side, *readers: str):
    return joint_report(LedgerSource(side.ledger), readers=readers, since="2025-12", until="2025-12")


@pytest.fixture
def asked(border: Border) -> str:
    """A round of Nghệ An that one of two units has answered; the other side holds nothing of it."""
    record = opened(border.vn)
    sign(border.vn, record)
    border.vn.say("incident", incident(when="2025-12-04"))
    carry(border.vn, border.la)
    return record


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_form_of_a_report_for_whoever_asked_tells_it_beside_each_total(
    border: Border, run: Run, tmp_path: Path, asked: str, lang: str
) -> None:
    said = TOLD[lang].format(n=1)
    made = {form: tmp_path / f"made.{form}" for form in ("text", "html", "docx", "xlsx", "csv", "json")}
    for form, file in made.items():
        words = ("joint", *DECEMBER, "--for", "self", "--format", form, "--lang", lang, "--out", str(file))
        assert run(border.vn, *words)[0] == 0
    found = {form: made[form].read_text("utf-8") for form in ("text", "html", "csv")}
    found["docx"] = " ".join(paragraphs(made["docx"].read_bytes()))
    found["xlsx"] = str(sheets(made["xlsx"].read_bytes())).replace("\\xa0", "\u00a0")
    found["pdf"] = json.dumps(laid_out(report(border.vn, "vn-na"), lang), ensure_ascii=False)
    for form, text in found.items():
        assert text.count(said) >= 2, form
    rows = [row for part in json.loads(made["json"].read_text())["sections"] for row in part["rows"]]
    told = {row["indicator"]: row["reported"] for row in rows if "reported" in row}
    assert set(told) == {"drug_cases", "cases_all_offences"}
    assert {(one["asked"], one["reported"], *one["missing"]) for some in told.values() for one in some} == {
        (2, 1, UNITS[1])
    }


def test_nobody_else_is_told_and_what_both_read_is_the_same_on_both_nodes(border: Border, asked: str) -> None:
    assert as_json(report(border.vn, "line")) == as_json(report(border.la, "line"))
    for side, readers in ((border.vn, ("line",)), (border.vn, ("la-xk", "vn-na")), (border.la, ("la-xk",))):
        found = report(side, *readers)
        assert not any(row.coverage for part in found.sections for row in part.rows)
        assert found.cut.units_on is None


def test_what_was_told_is_told_again_by_its_cut_whatever_was_answered_since(
    border: Border, run: Run, tmp_path: Path, asked: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("twinline.reports.ledger_source.now_ms", border.vn.clock)
    before = tmp_path / "before.json"
    words = ("joint", *DECEMBER, "--for", "self", "--format", "json")
    assert run(border.vn, *words, "--out", str(before))[0] == 0
    sign(border.vn, asked, UNITS[1])
    assert '"reported":2' in run(border.vn, *words)[1], "both have answered by now"
    again = run(border.vn, "joint", *DECEMBER, "--format", "json", "--cut", str(before))[1]
    assert again == before.read_text()
    assert '"reported":1' in again
    assert "as this ledger gives it" in run(border.vn, "check", str(before))[1]
    text = run(border.vn, "joint", *DECEMBER, "--cut", str(before))[1]
    assert run(border.vn, "joint", *DECEMBER, "--cut", text)[1] == text, "and so from the lines of a text"


def test_a_figure_tells_it_on_any_word(border: Border, monkeypatch: pytest.MonkeyPatch, asked: str) -> None:
    monkeypatch.setattr(commands, "source_for", lambda folder: LedgerSource(border.vn.ledger))
    for word in ("joint", "agreed", "stated:VN"):
        told = CliRunner().invoke(commands.figures, ["drug_cases", *DECEMBER, "--for", "self", "--as", word]).output
        assert "1 of 2 units reported; missing: Thong Thu Border Post\n" in told
        assert ("Counted from records: no record to count" in told) is (word == "agreed")
    everybody = CliRunner().invoke(commands.figures, ["drug_cases", *DECEMBER]).output
    assert "units reported;" not in everybody


def monthly(side: Side) -> str:
    """Open a standing round: every month from December 2025 on."""
    body = {
        "indicators": ["drug_cases"], "period": "2025-12", "repeats": "monthly", "due_days": 5,
        "units": [{"unit": unit} for unit in UNITS], "example": True,
    }  # fmt: skip
    return signing.open_round(side.ledger, body, author=side.code, now=side.clock())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_has_not_begun_is_neither_zero_nor_silence(
    border: Border, monkeypatch: pytest.MonkeyPatch, lang: str
) -> None:
    """Asked in the middle of February for two years: three terms began, and of the others nobody is missing."""
    record = monthly(border.vn)
    for term in (0, 1, 2):
        _answer(border.vn, record, term)
    monkeypatch.setattr("twinline.reports.ledger_source.now_ms", lambda: parse_knowledge("2026-02-15"))
    source = LedgerSource(border.vn.ledger)

    def told(until: str, known_on: str | None = None) -> str:
        known = None if known_on is None else parse_knowledge(known_on)
        found = joint_report(source, readers=("vn-na",), since="2025-12", until=until, known_on=known)
        rows = [row for part in found.sections for row in part.rows if row.indicator.name == "drug_cases"]
        return "; ".join(units_reported(rows[0].coverage, lang))

    ten = {
        "vi": "số kỳ chưa bắt đầu: 10", "lo": "ຈຳນວນໄລຍະທີ່ຍັງບໍ່ເລີ່ມ: 10", "en": "periods not yet begun: 10",
        "fr": "périodes pas encore commencées\u00a0: 10",
    }[lang]  # fmt: skip
    assert told("2026-02") == TOLD[lang].format(n=1), "control: one of two answered all three"
    assert told("2026").startswith(TOLD[lang].format(n=1))
    assert told("2026").endswith(ten)
    monkeypatch.setattr("twinline.reports.ledger_source.now_ms", lambda: parse_knowledge("2026-12-15"))
    assert told("2026") == TOLD[lang].format(n=0), "control: all have begun by then"


def test_a_report_of_an_earlier_version_calls_missing_whom_it_called_missing_then(
    border: Border, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Made in the middle of March, when the last answer had come in the middle of January: February had begun."""
    record = monthly(border.vn)
    _answer(border.vn, record, 0)
    monkeypatch.setattr("twinline.reports.ledger_source.now_ms", lambda: parse_knowledge("2026-03-15"))
    asked = ("joint", "--from", "2026-02", "--to", "2026-03", "--format", "json")
    now = json.loads(run(border.vn, *asked, "--for", "self")[1])
    assert now["begun_by"] == "2026-03-15"
    assert now["units_on"] < "2026-02", "control: nothing came since"
    earlier = tmp_path / "earlier.json"
    # An earlier version told no day, and everybody who hadn't answered as missing.
    del now["begun_by"]
    earlier.write_text(json.dumps(now, ensure_ascii=False), "utf-8")
    again = run(border.vn, *asked, "--cut", str(earlier))[1]
    assert '"missing":["vn-na-bg","vn-post-thong-thu"]' in again
    assert "to_come" not in again
    assert "begun_by" not in again
    # Known on a day of January, this version says that both terms lay ahead: nobody could have answered.
    january = run(border.vn, *asked, "--for", "self", "--known-on", "2026-01-20")[1]
    assert '"to_come":2' in january
    assert json.loads(january)["begun_by"] == "2026-01-20"
    (tmp_path / "january.json").write_text(january, "utf-8")
    assert run(border.vn, *asked, "--cut", str(tmp_path / "january.json"))[1] == january
    broken = january.replace('"begun_by":"2026-01-20"', '"begun_by":"2026-01"')
    (tmp_path / "january.json").write_text(broken, "utf-8")
    assert run(border.vn, *asked, "--cut", str(tmp_path / "january.json"))[0] == 2


def test_of_terms_that_all_lie_ahead_no_unit_is_told_to_be_missing(
    border: Border, monkeypatch: pytest.MonkeyPatch
) -> None:
    monthly(border.vn)
    monkeypatch.setattr("twinline.reports.ledger_source.now_ms", lambda: parse_knowledge("2026-02-15"))
    monkeypatch.setattr(commands, "source_for", lambda folder: LedgerSource(border.vn.ledger))
    asked = ["drug_cases", "--for", "self", "--lang", "en", "--period"]
    told = CliRunner().invoke(commands.figures, [*asked, "2026-Q3"]).output
    assert "  periods not yet begun: 3\n" in told
    assert "missing" not in told
    begun = CliRunner().invoke(commands.figures, [*asked, "2026-01"]).output
    assert "0 of 2 units reported; missing: " in begun, "control"


def _answer(side: Side, record: str, number: int) -> None:
    reader = Reader(frozenset({side.code}))
    round = rounds.find(side.ledger, reader, record)
    term = rounds.begun(round, 21_000)[number]
    sheet = signing.sheet(side.ledger, reader, round, term, UNITS[0], now=side.clock())
    signing.sign(side.ledger, reader, sheet, {"drug_cases": Entered(nothing=True)}, author=side.code, now=side.clock())

"""A report in somebody's hand, compared with the ledger."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.border import Border, Side, carry, incident
from twinline.reports import commands
from twinline.reports.ledger_source import LedgerSource

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    def on(side: Side, *words: str) -> tuple[int, str]:
        monkeypatch.setattr(commands, "source_for", lambda folder: LedgerSource(side.ledger))
        done = CliRunner().invoke(commands.report, list(words))
        assert done.exit_code in (0, 2), done.exception
        return done.exit_code, done.output

    return on


@pytest.fixture
def issued(border: Border, run: Run, tmp_path: Path) -> dict[str, Path]:
    """A report of 2022, written as JSON and as PDF at the Vietnamese node; then more comes."""
    said = border.vn.say("incident", incident())
    carry(border.vn, border.la)
    files = {"json": tmp_path / "report.json", "pdf": tmp_path / "report.pdf"}
    for form, file in files.items():
        words = ("joint", "--from", "2022", "--to", "2022", "--format", form, "--lang", "lo", "--out", str(file))
        assert run(border.vn, *words)[0] == 0
    border.vn.withdraw(said.record)
    border.la.say("incident", incident(counterparts=["vn-na"]))
    carry(border.vn, border.la)
    return files


def test_a_report_that_was_issued_is_found_to_be_the_ledgers_on_either_node(
    border: Border, run: Run, issued: dict[str, Path]
) -> None:
    for side in (border.vn, border.la):
        code, told = run(side, "check", str(issued["json"]), str(issued["pdf"]))
        assert (code, told.count("as this ledger gives it")) == (0, 2)


def test_a_figure_that_was_changed_is_named(border: Border, run: Run, issued: dict[str, Path]) -> None:
    file = issued["json"]
    file.write_text(file.read_text("utf-8").replace('"value":"3"', '"value":"4"', 1), "utf-8")
    code, told = run(border.la, "check", str(file))
    assert code == 2
    assert 'value: "4" / "3"' in told


def test_another_file_beside_it_is_refused(border: Border, run: Run, issued: dict[str, Path]) -> None:
    other = issued["pdf"].with_name("other.pdf")
    other.write_bytes(issued["pdf"].read_bytes().replace(b"1", b"2", 1))
    assert "isn't this report" in run(border.la, "check", str(issued["json"]), str(other))[1]


@pytest.mark.parametrize("words", [("check",), ("joint", "{file}"), ("check", "{pdf}")])
def test_what_cannot_be_checked_is_refused_in_one_sentence(
    border: Border, run: Run, issued: dict[str, Path], words: tuple[str, ...]
) -> None:
    given = [word.format(file=issued["json"], pdf=issued["pdf"]) for word in words]
    code, told = run(border.la, *given)
    assert code == 2
    assert told.count("\n") == 1


def test_what_a_report_hides_it_hides_on_either_node_and_when_its_cut_is_read_again(
    border: Border, run: Run, tmp_path: Path
) -> None:
    body = {
        "indicator": "drug_offenders_arrested", "value": "2", "unit": "persons", "period": "2022",
        "place": "vn-na-xo-my-ly", "basis": "own",
    }  # fmt: skip
    said = border.vn.say("return", body)
    border.vn.amend(said.record, body | {"value": "9"})  # before the other side ever had it
    carry(border.vn, border.la)
    file = tmp_path / "first.json"
    assert run(border.vn, "joint", "--format", "json", "--out", str(file))[0] == 0
    assert '"value":"9"' in file.read_text("utf-8")
    border.vn.amend(said.record, body | {"value": "3"})
    carry(border.vn, border.la)
    later = tmp_path / "later.json"
    assert run(border.la, "joint", "--format", "json", "--out", str(later))[0] == 0
    assert '"qualifier":"hidden"' in later.read_text("utf-8")
    for side in (border.vn, border.la):
        for issued in (file, later):  # what was told before is told again
            code, told = run(side, "check", str(issued))
            assert code == 0, told

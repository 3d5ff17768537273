"""The Monday sheet: one page, whatever there is to tell; what is cut is counted; nothing a reader may not know."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from pypdf import PdfReader

from tests.border import Border, carry
from twinline.line.strip.paper import on_paper
from twinline.records.dated import OCCASIONS
from twinline.reports import monday_told
from twinline.reports.model import Source
from twinline.reports.monday import AWAITED, COMING, DONE, Monday, monday_sheet, week_of
from twinline.reports.monday_commands import monday as command
from twinline.reports.words import LANGUAGES
from twinline.sentences import Sentence
from twinline.store.reading import Reader
from twinline.times import days_of, from_rfc3339, iso

NOW = from_rfc3339("2026-01-07T09:00:00+07:00")
DAY = days_of("2026-01-07")[0]
LONG = ["vn-na", "vn-na-bg", "vn-post-nam-can-qt", "vn-post-na-loi", "vn-na-police"]
COMMITMENT = {
    "subject": "training", "owed_by": LONG, "owed_to": ["la-xk"], "level": "province",
    "owed": {"amount": "2", "unit": "activities"}, "example": True,
}  # fmt: skip
TALKS = {"type": "talks", "counterparts": ["la-xk", "la-hp", "la-bk"], "place": "vn-na", "example": True}
WALK = {"type": "joint", "place": {"marker": "405", "to_marker": "408"}, "counterparts": ["la-xk"], "example": True}


def sheet(border: Border, *, reader: str = "", at: str = "vn", now: int = NOW) -> Monday:
    side = getattr(border, at)
    by = Reader(frozenset({reader})) if reader else Reader.of_node(side.ledger)
    return monday_sheet(side.ledger, by, reader or side.code, day=DAY, now=now)


def pages(made: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(made)).pages]


def filled(border: Border) -> None:
    """Say more than a page has room for, with names as long as they come."""
    for number in range(AWAITED + 4):
        border.vn.say("commitment", {**COMMITMENT, "until": f"2026-01-{number + 1:02}"})
    for number in range(COMING + 6):
        border.vn.say("activity", {**TALKS, "when": f"2026-01-{number + 8:02}"})
    for number in range(DONE + 2):
        border.vn.say("activity", {**TALKS, "when": f"2025-01-{number + 6:02}"})
    for number in range(3):
        border.vn.say("patrol", {**WALK, "when": f"2026-01-{number + 8:02}", "stage": "planned"})
        border.vn.say("patrol", {**WALK, "when": f"2025-12-{number + 29:02}", "participants_vn": 9})


def test_a_week_is_from_monday_to_sunday() -> None:
    assert [iso(day) for day in week_of(DAY)] == ["2026-01-05", "2026-01-11"]
    assert week_of(days_of("2026-01-05")[0]) == week_of(days_of("2026-01-11")[0])
    assert week_of(days_of("2026-01-12")[0]) != week_of(DAY)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_is_one_page_with_as_much_as_there_can_be(border: Border, lang: str) -> None:
    filled(border)
    silent = tuple(Source(code, None, True, True, None) for code in ("la-hp", "la-bk", "la-xk"))
    full = replace(sheet(border), sources=silent)
    assert (len(full.awaited.shown), len(full.coming.shown), len(full.done.shown)) == (AWAITED, COMING, DONE)
    (page,) = pages(monday_told.as_pdf(full, lang))
    told = monday_told.laid_out(full, lang)
    assert len(told["silences"]) == 2
    for part in told["parts"]:
        assert part["more"]
    if lang in ("en", "fr", "vi"):  # Lao doesn't come back out of a PDF letter by letter
        assert all(part["more"] in page for part in told["parts"])
        assert told["title"] in page


@pytest.mark.parametrize("lang", ["en", "fr", "vi"])  # Lao doesn't come back out of a PDF letter by letter
def test_what_a_line_is_about_stands_there_whole(border: Border, lang: str) -> None:
    filled(border)
    day = days_of("2025-12-22")[0]
    new_year = monday_sheet(border.vn.ledger, Reader.of_node(border.vn.ledger), "vn-na", day=day, now=NOW)
    told = monday_told.laid_out(new_year, lang)
    about = {line["label"] for part in told["parts"] for line in part["lines"]}
    assert OCCASIONS["holiday_both"].to(lang) in about
    (page,) = pages(monday_told.as_pdf(new_year, lang))
    assert [label for label in about if label not in page] == []


def test_what_no_line_has_room_for_would_be_cut(border: Border, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(border)
    long = Sentence("promised by us at a meeting of all four provinces in the town of Vinh")
    monkeypatch.setitem(monday_told._WHAT, "owed", long)
    (page,) = pages(monday_told.as_pdf(sheet(border), "en"))
    assert "promised by us at a meeting" in page
    assert "town of Vinh" not in page


def test_more_than_fits_would_be_found_on_a_second_page(border: Border, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(border)
    monkeypatch.setattr("twinline.reports.monday.COMING", 60)
    monkeypatch.setattr("twinline.reports.monday.AWAITED", 60)
    assert len(pages(monday_told.as_pdf(sheet(border), "en"))) > 1


def test_what_is_cut_is_counted(border: Border) -> None:
    filled(border)
    full = sheet(border)
    assert full.awaited.total == AWAITED + 4
    assert full.awaited.more == 4
    assert full.done.total == DONE + 2
    assert [iso(day) for day in full.before] == ["2025-01-06", "2025-01-12"]
    told = monday_told.laid_out(full, "en")
    assert told["parts"][0]["total"] == str(AWAITED + 4)
    assert told["parts"][0]["more"] == "and 4 more"
    assert full.example


def test_what_is_late_stands_first_and_what_is_done_not_at_all(border: Border) -> None:
    border.vn.say("commitment", {**COMMITMENT, "until": "2026-02"})
    late = border.vn.say("commitment", {**COMMITMENT, "until": "2025-12"})
    theirs = {**COMMITMENT, "owed_by": ["la-xk"], "owed_to": ["vn-na"], "until": "2025-12"}
    border.vn.say("commitment", theirs)
    far = border.vn.say("commitment", {**COMMITMENT, "until": "2028"})
    found = sheet(border).awaited.shown
    assert [(one.what, one.late) for one in found] == [("owed", True), ("owed", False)]
    assert found[0].row.record == late.record
    assert far.record not in {one.row.record for one in found}


def test_each_side_is_told_what_the_other_awaits(border: Border) -> None:
    request = {"type": "request", "subject": "drugs", "when": "2026-01-06", "counterparts": ["la-xk"], "example": True}
    border.vn.say("notice", request, to="twin:la-xk")
    border.la.say("activity", {**TALKS, "when": "2026-01-06", "counterparts": ["vn-na"]})
    carry(border.vn, border.la)
    assert [one.what for one in sheet(border, at="la").awaited.shown] == ["answer"]
    confirm = sheet(border).awaited.shown
    assert [one.what for one in confirm] == ["confirm"]
    border.vn.dispute(confirm[0].row.record)
    carry(border.vn, border.la)
    assert [one.what for one in sheet(border, at="la").awaited.shown] == ["answer", "settle"]
    assert sheet(border).awaited.shown == ()


def test_a_task_of_a_plan_is_awaited_from_the_side_whose_it_is(border: Border) -> None:
    plan = border.vn.say("joint_plan", {
        "subject": "drugs", "parties": ["vn-na", "la-xk"], "signed": "2025-11-02", "example": True,
        "tasks": [{"whose": "VN", "what": "awareness", "by": "2025-12-31"}, {"whose": "LA", "what": "information",
                  "by": "2026-01-09"}, {"whose": "both", "what": "joint_patrols", "by": "2026-01-20"}],
    }).record  # fmt: skip
    carry(border.vn, border.la)
    border.la.countersign(plan)

    def tasks(at: str) -> list[tuple[int, bool]]:
        return [(one.number, one.late) for one in sheet(border, at=at).awaited.shown if one.what == "task"]

    assert (tasks("vn"), tasks("la")) == ([(1, True), (3, False)], [(2, False), (3, False)])
    lines = monday_told.laid_out(sheet(border), "en")["parts"]
    assert [line["label"] for line in lines[0]["lines"]] == ["our task of a plan"] * 2
    assert lines[0]["lines"][0]["title"].startswith("Awareness work · fight against drugs")
    assert [line["label"] for line in lines[1]["lines"] if "task" in line["label"]] == ["task 2 due"]
    done = {"plan": plan, "outcome": "done", "when": "2026-01-06", "counterparts": ["la-xk"], "example": True}
    border.vn.say("task_done", {**done, "task": 1, "what": "awareness"})
    border.vn.say("task_done", {**done, "task": 3, "what": "joint_patrols"})
    carry(border.vn, border.la)
    assert (tasks("vn"), tasks("la")) == ([], [(2, False), (3, False)])


def test_an_answer_awaited_from_us_stands_there_and_not_under_coming_too(border: Border) -> None:
    request = {"type": "request", "subject": "drugs", "when": "2026-01-06", "counterparts": ["vn-na"], "example": True}
    border.la.say("notice", request, to="twin:vn-na")
    carry(border.vn, border.la)
    found = sheet(border)
    assert [one.what for one in found.awaited.shown] == ["answer"]
    assert [one.what for one in found.coming.shown] == ["festival"]


def test_a_week_with_nothing_in_it_says_so(border: Border) -> None:
    told = monday_told.laid_out(sheet(border), "en")
    assert [part["nothing"] for part in told["parts"]][::2] == [
        "The other side awaits nothing from us.", "Nothing of it is recorded."
    ]  # fmt: skip
    assert "0 patrols" in told["strip_told"]
    assert told["example"] == ""
    assert len(pages(monday_told.as_pdf(sheet(border), "lo"))) == 1


def test_what_a_reader_may_not_know_changes_no_byte(border: Border) -> None:
    def seen() -> tuple[bytes, ...]:
        found = sheet(border, reader="vn-na-bg")
        return tuple(monday_told.formed(found, form, "vi") for form in monday_told.FORMS)

    border.vn.say("activity", {**TALKS, "when": "2026-01-08"})
    carry(border.vn, border.la)
    before = seen()
    hidden = [
        ("commitment", {**COMMITMENT, "until": "2026-01"}), ("activity", {**TALKS, "when": "2026-01-09"}),
        ("activity", {**TALKS, "when": "2025-01-08"}), ("patrol", {**WALK, "when": "2026-01-02"}),
        ("patrol", {**WALK, "when": "2026-01-09", "stage": "planned"}),
    ]  # fmt: skip
    for kind, body in hidden:
        border.vn.say(kind, body, to="twin:la-xk")
    assert seen() == before
    for kind, body in hidden:
        border.vn.say(kind, body)
    assert all(one != other for one, other in zip(seen(), before, strict=True))


def test_the_strip_on_paper_has_its_words_apart_and_no_variable(border: Border) -> None:
    filled(border)
    paper = on_paper(monday_told.strip(sheet(border), "lo", attributed=False))
    assert "var(" not in paper.shapes
    assert "<text" not in paper.shapes
    assert "--strip" not in paper.shapes
    assert {"VN", "LA", "ຫວຽດນາມ", "Nậm Cắn"} <= {one.body for one in paper.words}
    assert {one.anchor for one in paper.words} == {"start", "middle", "end"}
    assert all(one.colour.startswith("#") for one in paper.words)
    assert 0 < paper.height < paper.width


def run(border: Border, *arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(command, arguments, env={"TWINLINE_NODE": str(border.vn.ledger.folder)})
    return done.exit_code, done.output


def test_the_command_tells_it_in_four_forms(border: Border, tmp_path: Path) -> None:
    border.vn.say("commitment", {**COMMITMENT, "until": "2026-01"})
    week = ("--week", "2026-01-07")
    assert run(border, *week, "--lang", "fr")[1].startswith("Feuille du lundi · Nghê An\n5 janvier 2026")
    told = json.loads(run(border, *week, "--json")[1])
    assert told["week"] == ["2026-01-05", "2026-01-11"]
    assert told["awaited"]["shown"][0]["what"] == "owed"
    assert "<svg" in run(border, *week, "--format", "html")[1]
    out = tmp_path / "sheet.pdf"
    assert run(border, *week, "--format", "pdf", "--out", str(out)) == (0, "")
    assert len(pages(out.read_bytes())) == 1


@pytest.mark.parametrize("week", ["2026-01", "soon"])
def test_what_is_no_day_is_refused_in_one_sentence(border: Border, week: str) -> None:
    code, said = run(border, "--week", week, "--lang", "en")
    assert code == 2
    assert "--week takes a day" in said

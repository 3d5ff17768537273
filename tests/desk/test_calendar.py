"""The calendar at the desk: a month as an officer may see it, and the same as a file."""

from __future__ import annotations

import re

import pytest
from django.conf import settings

from tests.border import Border, Side, carry
from tests.desk.officers import Officer
from twinline.desk.house.calendar import IN_A_CELL
from twinline.store import here

TWINNING = {
    "level": "village", "units_a": ["vn-v-muong-phu"], "units_b": ["la-v-nam-tay"], "signed": "2020-03-12",
    "example": True,
}  # fmt: skip


@pytest.fixture(autouse=True)
def accounts(db: None) -> None:
    """The accounts' database is opened before the ledgers'."""


@pytest.fixture
def lan(border: Border, monkeypatch: pytest.MonkeyPatch) -> Officer:
    return officer(border.vn, monkeypatch)


def officer(side: Side, monkeypatch: pytest.MonkeyPatch, organisation: str = "") -> Officer:
    return Officer(side, lambda asked: monkeypatch.setattr(here, "_open", lambda _: asked.ledger), organisation)


def cells(page: str) -> dict[str, str]:
    """Return what stands in each day of the grid that has something in it."""
    grid = page.split("<tbody>")[1].split("</tbody>", maxsplit=1)[0]
    return {day: cell for cell in grid.split("</td>") for day in re.findall(r'href="#(d-[0-9-]+)">\d', cell)}


def test_a_month_shows_festivals_and_anniversaries_on_their_days(border: Border, lan: Officer) -> None:
    said = border.vn.say("twinning", TWINNING)
    status, page = lan.get("/calendar/?month=2027-03")
    assert status == 200
    found = cells(page)
    assert set(found) == {"d-2027-03-03", "d-2027-03-08", "d-2027-03-12"}
    assert "Day of Vietnam’s Border Guard" in found["d-2027-03-03"]
    assert f"/records/{said.record}/" in found["d-2027-03-12"]
    assert "7 years since it was signed" in page
    assert "Calendar" in lan.get("/")[1]


def test_a_full_day_tells_how_many_more_there_are_and_the_list_has_them_all(border: Border, lan: Officer) -> None:
    for _ in range(5):
        border.vn.say("twinning", TWINNING)
    page = lan.get("/calendar/?month=2027-03")[1]
    cell = cells(page)["d-2027-03-12"]
    assert cell.count("cell-title") == IN_A_CELL - 1
    assert f"{5 - (IN_A_CELL - 1)} more on this day" in cell
    assert page.split('id="d-2027-03-12"')[1].split("</div>")[0].count('class="dated"') == 5


def test_what_was_done_a_year_before_stands_below(border: Border, lan: Officer) -> None:
    border.vn.say("activity", {"type": "talks", "when": "2026-03-05", "counterparts": ["la-xk"], "example": True})
    assert "Done together a year before: March 2026" in lan.get("/calendar/?month=2027-03")[1]
    assert "Done together" not in lan.get("/calendar/?month=2027-04")[1]


def test_what_was_said_of_a_month_stands_on_no_day_of_it(border: Border, lan: Officer) -> None:
    plan = {"type": "joint", "when": "2027-03", "place": {"marker": "405"}, "stage": "planned",
            "counterparts": ["la-xk"], "example": True}  # fmt: skip
    border.vn.say("patrol", plan)
    page = lan.get("/calendar/?month=2027-03")[1]
    assert "Some day in this month" in page
    assert "planned" not in page.split("<tbody>")[1].split("</tbody>")[0]
    assert "planned" not in lan.get("/calendar/?month=2027-02")[1]


def test_readers_of_lao_see_the_buddhist_year_and_others_do_not(border: Border, lan: Officer) -> None:
    assert "2570" not in lan.get("/calendar/?month=2027-06")[1]
    lan.client.cookies[settings.LANGUAGE_COOKIE_NAME] = "lo"
    assert "ພ.ສ. 2570" in lan.get("/calendar/?month=2027-06")[1]


def test_a_festival_whose_day_is_not_known_is_named_as_left_out(border: Border, lan: Officer) -> None:
    assert (
        "isn’t known here: Boun Khao Phansa, Boun Ok Phansa, Boun That Luang" in lan.get("/calendar/?month=2040-01")[1]
    )
    assert "known here" not in lan.get("/calendar/?month=2026-01")[1]


@pytest.mark.parametrize("month", ["2027", "2027-13", "soon", "0000-01"])
def test_what_is_no_month_has_no_page(border: Border, lan: Officer, month: str) -> None:
    assert lan.get(f"/calendar/?month={month}")[0] == 404


def test_page_and_file_show_an_officer_only_what_they_may_see(
    border: Border, lan: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    guard = officer(border.vn, monkeypatch, "vn-na-bg")

    def seen() -> tuple[str, ...]:
        pages = [guard.get(address)[1] for address in ("/calendar/?month=2027-03", "/calendar/twinline.ics", "/")]
        return tuple(re.sub(r"\d\d:\d\d", "", page) for page in pages)

    before = seen()
    border.vn.say("twinning", TWINNING, to="twin:la-xk")
    carry(border.vn, border.la)
    assert seen() == before
    assert "/records/" in cells(lan.get("/calendar/?month=2027-03")[1])["d-2027-03-12"]
    border.vn.say("twinning", TWINNING)
    assert seen() != before


def test_the_file_is_given_to_be_kept(border: Border, lan: Officer) -> None:
    lan.get("/")
    answer = lan.client.get("/calendar/twinline.ics")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="twinline.ics"'
    assert answer.content.startswith(b"BEGIN:VCALENDAR\r\n")


def test_the_monday_sheet_leads_to_its_records_and_to_the_weeks_beside_it(border: Border, lan: Officer) -> None:
    said = border.vn.say(
        "activity", {"type": "talks", "when": "2025-03-12", "counterparts": ["la-xk"], "example": True}
    )
    status, page = lan.get("/monday/?week=2026-03-11")
    assert status == 200
    assert "9 March 2026 – 15 March 2026" in page
    assert f'href="/records/{said.record}/"' in page
    assert "?week=2026-03-02" in page
    assert "?week=2026-03-16" in page
    assert f"/records/{said.record}/" not in lan.get("/monday/?week=2026-03-18")[1]
    assert "/monday/" in lan.get("/calendar/")[1]


def test_the_monday_sheet_is_given_to_be_printed(border: Border, lan: Officer) -> None:
    lan.get("/")
    answer = lan.client.get("/monday/sheet.pdf?week=2026-03-11")
    assert answer["Content-Disposition"] == 'attachment; filename="monday-2026-03-11.pdf"'
    assert answer.content.startswith(b"%PDF-")


@pytest.mark.parametrize("week", ["2026-03", 'soon"', "1960-01-01"])
@pytest.mark.parametrize("address", ["/monday/", "/monday/sheet.pdf"])
def test_what_is_no_week_has_no_sheet(border: Border, lan: Officer, address: str, week: str) -> None:
    assert lan.get(f"{address}?week={week}")[0] == 404


def test_the_monday_sheet_shows_an_officer_only_what_they_may_see(
    border: Border, lan: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    guard = officer(border.vn, monkeypatch, "vn-na-bg")
    body = {"type": "talks", "when": "2025-03-12", "counterparts": ["la-xk"], "example": True}

    def seen() -> str:
        return re.sub(r"\d\d:\d\d", "", guard.get("/monday/?week=2026-03-11")[1])

    before = seen()
    border.vn.say("activity", body, to="twin:la-xk")
    assert seen() == before
    border.vn.say("activity", body)
    assert seen() != before

"""A villagers' sheet typed in: one inspection, or nothing; with the keyboard, and without scripts too."""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib.resources import files

import pytest

from tests.border import Border, Side, carry
from tests.desk.officers import Officer
from tests.desk.test_papers import at, file
from tests.needs import needs
from tests.reports.test_walk_sheet import PLANNED, stretch
from tools.system import PARTS
from twinline.access.models import Draft
from twinline.reports import walk_sheet
from twinline.reports.typeset import typeset
from twinline.store import reading
from twinline.store.reading import Reader

__all__ = ["at"]
At = Callable[[Side], None]


@pytest.fixture(autouse=True)
def accounts(db: None) -> None:
    """The accounts' database is opened before the ledgers', which it knows nothing of."""


def inspections(side: Side) -> list[reading.Row]:
    return reading.records(side.ledger, Reader.of_node(side.ledger), kind="inspection")


def test_a_sheet_becomes_one_inspection_of_its_stretch(border: Border, at: At) -> None:
    lan, record = Officer(border.vn, at), stretch(border.vn)
    page = lan.get(f"/records/{record}/")[1]
    assert f"/records/{record}/grid/" in page
    assert lan.client.get(f"/records/{record}/sheet.pdf").content.startswith(b"%PDF-")
    status, page = lan.get(f"/records/{record}/grid/?day=05/06/2026")
    assert status == 200
    assert page.count("<tr data-row>") == 4
    assert 'value="05/06/2026"' in page
    said = {"day": "05/06/2026", "participants": "4", "marker.403": "sound", "marker.404": "overgrown",
            "marker.406": "not_reached", "findings": ["landslide"]}  # fmt: skip
    assert lan.post(f"/records/{record}/grid/", **said)[0] == 302
    (kept,) = inspections(border.vn)
    assert kept.audience == ("vn-na",)
    assert dict(kept.body) == {
        "when": "2026-06-05", "participants": 4, "findings": ["landslide"], "stretch": record,
        "place": {"organisation": "vn-na-x-nam-can", "marker": "403", "to_marker": "406"},
        "markers": [{"number": "403", "condition": "sound"}, {"number": "404", "condition": "overgrown"},
                    {"number": "406", "condition": "not_reached"}],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"day": ""}, "When: "),
        ({"day": "31/02/2026"}, "When: "),
        ({"participants": "many"}, "How many took part: "),
        ({"nothing": "1", "marker.404": "lost"}, "404: "),
        ({"marker.404": "stolen"}, "404: "),
        ({"marker.403": ""}, "Nothing to report: "),
        ({"findings": ["gossip"]}, "What was found: "),
    ],
)
def test_one_fault_and_nothing_is_kept_but_what_was_typed_stays_on_the_page(
    border: Border, at: At, more: dict[str, object], said: str
) -> None:
    lan, record = Officer(border.vn, at), stretch(border.vn)
    status, page = lan.post(
        f"/records/{record}/grid/", **{"day": "05/06/2026", "marker.403": "sound", "participants": "4", **more}
    )
    assert status == 422
    assert said in page
    assert inspections(border.vn) == []
    assert ("checked" in page) == (more != {"marker.403": ""})


def test_nothing_to_report_is_enough(border: Border, at: At) -> None:
    lan, record = Officer(border.vn, at), stretch(border.vn)
    assert lan.post(f"/records/{record}/grid/", day="05/06/2026", nothing="1")[0] == 302
    assert inspections(border.vn)[0].body["nothing_to_report"] is True


def test_a_marker_of_another_stretch_is_not_taken_in(border: Border, at: At) -> None:
    lan, record = Officer(border.vn, at), stretch(border.vn)
    said = {"day": "05/06/2026", "marker.403": "sound", "marker.412": "lost"}
    assert lan.post(f"/records/{record}/grid/", **said)[0] == 302
    assert [one["number"] for one in inspections(border.vn)[0].body["markers"]] == ["403"]


def test_who_may_not_read_the_stretch_finds_no_sheet_and_no_grid(border: Border, at: At) -> None:
    lan, kham, record = Officer(border.vn, at), Officer(border.la, at), stretch(border.vn)
    place = lan.fill_in(keep="1")
    for officer, where in ((kham, f"/records/{record}/"), (lan, place)):
        assert officer.get(f"{where}grid/")[0] == 404
        assert officer.get(f"{where}sheet.pdf")[0] == 404
        assert officer.post(f"{where}grid/", day="05/06/2026", nothing="1")[0] == 404
    assert inspections(border.vn) == []


def test_a_scanned_sheet_leads_to_the_page_that_types_it_in(border: Border, at: At) -> None:
    lan, record = Officer(border.vn, at), stretch(border.vn)
    told = walk_sheet.laid_out(border.vn.view(record), ["403", "404"])
    scanned = typeset(walk_sheet.TEMPLATE, told, "png")
    status, where = lan.post("/papers/", scan=file(scanned), signed="05/06/2026")
    assert (status, where) == (302, f"/records/{record}/grid/?day=05%2F06%2F2026")
    assert "type it in here" in lan.get(where)[1]


def test_a_planned_patrols_sheet_makes_of_the_plan_a_patrol_that_was_walked(border: Border, at: At) -> None:
    lan, record = Officer(border.vn, at), border.vn.say("patrol", PLANNED).record
    assert f"/records/{record}/grid/" in lan.get(f"/records/{record}/")[1]
    assert lan.client.get(f"/records/{record}/sheet.pdf").content.startswith(b"%PDF-")
    page = lan.get(f"/records/{record}/grid/")[1]
    assert [name in page for name in ('name="participants_la"', 'name="distance"', "?patrol=")] == [True, True, False]
    told = walk_sheet.laid_out(border.vn.view(record), ["403"])
    scanned = typeset(walk_sheet.TEMPLATE, told, "png")
    said = {"day": "03/06/2026", "participants_vn": "12", "participants_la": "9", "distance": "8.5",
            "marker.403": "not_reached", "marker.404": "sound", "marker.405": "cracked"}  # fmt: skip
    status, page = lan.post(f"/records/{record}/grid/", **{**said, "distance": "far"})
    assert (status, "Distance walked: " in page) == (422, True)
    assert border.vn.view(record).row.body == PLANNED
    assert lan.post("/papers/", scan=file(scanned), signed="03/06/2026")[1].startswith(f"/records/{record}/grid/")
    assert lan.post(f"/records/{record}/grid/", **said) == (302, f"/records/{record}/")
    assert dict(border.vn.view(record).row.body) == {
        "type": "joint", "when": "2026-06-03", "counterparts": ["la-xk"],
        "place": {"marker": "404", "to_marker": "405"},
        "participants_vn": 12, "participants_la": 9, "distance": {"amount": "8.5", "unit": "km"}, "example": True,
        "markers": [{"number": "403", "condition": "not_reached"}, {"number": "404", "condition": "sound"},
                    {"number": "405", "condition": "cracked"}],
    }  # fmt: skip
    # The ticked sheet scanned once more is no paper that the other side signed.
    assert lan.post("/papers/", scan=file(scanned), signed="03/06/2026") == (302, f"/records/{record}/")
    assert border.vn.view(record).standing.paper is None
    assert lan.get(f"/records/{record}/grid/")[0] == 404


def test_the_sheet_of_a_patrol_the_other_side_planned_becomes_a_record_of_our_own(border: Border, at: At) -> None:
    kham, record = Officer(border.la, at), border.vn.say("patrol", PLANNED).record
    carry(border.vn, border.la)
    status, where = kham.post(f"/records/{record}/grid/", day="03/06/2026", last_day="04/06/2026", participants_vn="12",
                              participants_la="9", nothing="1")  # fmt: skip
    assert status == 302
    (ours,) = [row for row in reading.records(border.la.ledger, Reader.of_node(border.la.ledger), kind="patrol")
               if row.author == "la-xk"]  # fmt: skip
    assert where == f"/records/{ours.record}/"
    assert dict(ours.body) == {
        "type": "joint", "when": {"from": "2026-06-03", "to": "2026-06-04"}, "place": PLANNED["place"],
        "counterparts": ["vn-na"], "participants_vn": 12, "participants_la": 9, "nothing_to_report": True,
    }  # fmt: skip
    assert ours.audience == ("la-xk",)


def test_where_no_marker_was_reached_no_patrol_was_walked(border: Border, at: At) -> None:
    lan, record = Officer(border.vn, at), border.vn.say("patrol", PLANNED).record
    status, page = lan.post(f"/records/{record}/grid/", day="03/06/2026", **{"marker.403": "not_reached"})
    assert (status, "No marker was reached" in page) == (422, True)
    assert border.vn.view(record).row.body == PLANNED


def test_a_patrol_along_a_stretch_is_typed_in_from_its_sheet(border: Border, at: At) -> None:
    lan, record = Officer(border.vn, at), stretch(border.vn)
    assert "participants_vn" in lan.get(f"/records/{record}/grid/?patrol=")[1]
    status, where = lan.post(f"/records/{record}/grid/?patrol=", day="05/06/2026", participants_vn="6", nothing="1")
    assert (status, where) == (302, f"/records/{record}/grid/?patrol=")
    (kept,) = reading.records(border.vn.ledger, Reader.of_node(border.vn.ledger), kind="patrol")
    assert (kept.body["type"], kept.body["participants_vn"], kept.body["place"]["marker"]) == ("own", 6, "403")
    assert inspections(border.vn) == []


def test_a_sheet_half_typed_in_is_there_again_for_its_officer_alone_until_it_is_kept(border: Border, at: At) -> None:
    lan, mai, record = Officer(border.vn, at), Officer(border.vn, at, may_release=False), stretch(border.vn)
    typed = {"day": "05/06/2026", "participants": "4", "marker.404": "overgrown", "findings": "marker_damage"}
    page = f"/records/{record}/grid/"
    assert lan.post(f"{page}draft/", **typed)[0] == 204
    again = lan.get(page)[1]
    assert "nothing of it is kept as a record yet" in again
    assert re.search(r'name="marker.404" value="overgrown"[^>]* checked', again)
    assert re.search(r'name="findings" value="marker_damage" checked', again)
    assert 'value="05/06/2026"' in again
    # The control: neither another officer's page nor the patrol's sheet of that stretch has any of it.
    assert "05/06/2026" not in mai.get(page)[1] + lan.get(f"{page}?patrol=")[1]
    assert lan.post(page, **typed)[0] == 302
    assert "05/06/2026" not in lan.get(page)[1]
    lan.post(f"{page}draft/?patrol=", **typed)
    assert lan.post(f"{page}draft/?patrol=", forget="1")[1] == f"{page}?patrol="
    assert Draft.objects.count() == 0
    assert Officer(border.la, at).post(f"{page}draft/", **typed)[0] == 404


@needs("chromium")
def test_by_the_keyboard_alone_a_sheet_is_typed_in(border: Border, at: At) -> None:
    from playwright.sync_api import sync_playwright

    lan, record = Officer(border.vn, at), stretch(border.vn)
    page_of = lan.get(f"/records/{record}/grid/")[1]
    script = (files("twinline.desk") / "static" / "desk" / "grid.js").read_text("utf-8")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=PARTS["chromium"].find(), args=["--no-sandbox"])
        page = browser.new_page(java_script_enabled=True)
        page.route("**/*", lambda route: route.abort())
        page.set_content(page_of)
        page.add_script_tag(content=script)
        page.focus("#day")
        page.keyboard.type("05/06/2026")
        for key in ("Enter", "4", "Enter", "Enter", "1", "Enter", "9", "Backspace", "3", "Enter", "Enter", "0", "Enter",
                    "Space", "Enter"):  # fmt: skip
            page.keyboard.press(key)
        typed = dict(page.evaluate("[...new FormData(document.querySelector('[data-grid]'))]"))
        assert page.evaluate("document.activeElement.tagName") == "BUTTON"
        browser.close()
    typed.pop("csrfmiddlewaretoken")
    assert typed == {
        "day": "05/06/2026", "participants": "4", "marker.403": "sound", "marker.404": "overgrown",
        "marker.406": "not_reached", "findings": "marker_damage",
    }  # fmt: skip
    assert lan.post(f"/records/{record}/grid/", **typed)[0] == 302

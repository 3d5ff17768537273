"""Every page of the desk opens, in four languages, and asks for nothing from elsewhere."""

from __future__ import annotations

import logging
import re

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from django.urls import reverse

from tests.desk.fakes import IDS
from twinline.access import doors, journal
from twinline.access.models import User
from twinline.access.roles import Right
from twinline.access.unaddressed import Unaddressed
from twinline.desk import house
from twinline.desk.context import theme_cookie

PAGES = [
    "/", "/waiting/", "/records/", "/records/?side=LA", "/records/?side=LA&searched=1", f"/records/{IDS[0]}/",
    "/alarms/",
    f"/records/{IDS[3]}/release/?circle=twin:la-xk&in=lo",
    f"/records/{IDS[3]}/", "/new/", "/new/incident/", "/new/activity/", "/report/", "/report/figure/?key=drug_cases",
    "/other-side/", "/line/", "/side-by-side/", "/side-by-side/?month=2026-11", "/sheets/", "/records/?kind=patrol",
    "/monday/", "/calendar/", "/calendar/?month=2026-11",
    "/report/writing/?first=2026-03&last=2026-03",
]  # fmt: skip


@pytest.mark.parametrize("lang", ["vi", "lo", "en", "fr"])
@pytest.mark.parametrize("address", PAGES)
def test_every_page_opens_in_every_language(page: Client, address: str, lang: str) -> None:
    page.cookies[settings.LANGUAGE_COOKIE_NAME] = lang
    answer = page.get(address)
    assert answer.status_code == 200
    assert f'<html lang="{lang}"' in answer.content.decode()
    assert f'action="{reverse("access:sign-out")}"' in answer.content.decode()


@pytest.mark.parametrize("address", PAGES)
def test_no_page_carries_style_or_script_or_anything_from_elsewhere(page: Client, address: str) -> None:
    text = page.get(address).content.decode()
    # A script of the desk's own, as a file, is the one that a form has to keep its draft, and the line to draw its map.
    assert not re.search(
        r"<script(?! src=\"/static/desk/[a-z]+\.js\" defer></script>"
        r"| type=\"module\" src=\"/static/desk/(?:line|following|dragging)\.mjs\"></script>)"
        r"|<style|\sstyle=|javascript:",
        text,
    )
    assert not re.search(r"\son\w+=", text)
    assert not re.findall(r'(?:src|href|action)="(?:https?:)?//', text)


def test_a_strict_policy_goes_with_every_page(page: Client) -> None:
    policy = page.get("/")["Content-Security-Policy"]
    rules = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert rules.pop("default-src") == "'none'"
    assert set(rules.values()) <= {"'self'", "'none'"}
    assert "unsafe" not in policy


@pytest.mark.parametrize("lang", ["vi", "lo", "en", "fr"])
@pytest.mark.parametrize(("address", "status"), [("/no-such-page/", 404), ("/records/nothing/", 404), ("/fails/", 500)])
def test_what_goes_wrong_is_said_in_the_reader_s_language(
    page: Client, address: str, status: int, lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(doors.NEEDS, "fails", (Right.READ, Right.READ))
    page.cookies[settings.LANGUAGE_COOKIE_NAME] = lang
    page.raise_request_exception = False
    with override_settings(ROOT_URLCONF="tests.desk.urls"):
        answer = page.get(address)
    assert answer.status_code == status
    assert f'<html lang="{lang}"' in answer.content.decode()


def test_a_page_that_can_not_be_drawn_still_says_something(page: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(lang: str) -> None:
        raise RuntimeError("the desk is gone")

    monkeypatch.setattr(house, "this_desk", broken)
    page.raise_request_exception = False
    with override_settings(ROOT_URLCONF="tests.desk.urls"):
        answer = page.get("/fails/")
    assert answer.status_code == 500
    assert "ມີຂໍ້ຜິດພາດ" in answer.content.decode()
    assert not [word for word in ("the desk is gone", "Traceback", "RuntimeError") if word in answer.content.decode()]


@pytest.mark.parametrize("number", ["9" * 8, "9" * 25, "9" * 5_000, "໑" * 5_000])
def test_a_page_whose_number_has_no_end_is_the_first(page: Client, number: str) -> None:
    answer = page.get(f"/records/?page={number}")
    assert answer.status_code == 200
    assert page.get("/records/").content.count(b"<article") == answer.content.count(b"<article")


@pytest.mark.parametrize("host", ["testserver", "elsewhere.example"])
def test_what_can_not_be_read_is_said_in_each_language_and_nothing_of_the_node(page: Client, host: str) -> None:
    """The control: the right name and a short form are read."""
    long = {"name": "x" * 3_000_000} if host == "testserver" else {"name": "x"}
    answer = page.post("/records/filters/", long, headers={"host": host})
    assert answer.status_code == 400
    told = answer.content.decode()
    assert all(f'lang="{lang}"' in told for lang in ("vi", "lo", "en", "fr"))
    assert answer["Content-Security-Policy"]
    assert "Twinline" not in told
    assert page.post("/records/filters/", {"name": "x"}).status_code != 400


def test_a_form_from_elsewhere_is_refused(paper: None, officer: User) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(officer)
    assert browser.post(f"/records/{IDS[0]}/act/countersign/").status_code == 403


def test_the_language_is_kept_and_leads_back_to_the_same_place(page: Client, officer: User) -> None:
    answer = page.post("/language/", {"language": "lo", "next": "/records/?side=LA"})
    assert answer["Location"] == "/records/?side=LA"
    assert '<html lang="lo"' in page.get("/records/?side=LA").content.decode()
    officer.refresh_from_db()
    assert officer.language == "lo"


def test_the_language_switch_leads_nowhere_else(page: Client) -> None:
    assert page.post("/language/", {"language": "lo", "next": "https://elsewhere.example/"})["Location"] == "/"


def test_the_light_of_the_page_is_kept_under_the_desk_s_own_name(page: Client) -> None:
    page.post("/theme/", {"theme": "dark", "next": "/"})
    assert 'data-theme="dark"' in page.get("/").content.decode()
    assert theme_cookie().startswith(settings.SESSION_COOKIE_NAME)


@pytest.mark.parametrize(
    "place", ["/static/", "/static/desk/", "/static/../", "/keys/node.key", "/ledger.sqlite3", "/.git/"]
)
def test_no_folder_is_listed_and_no_file_but_the_package_s_is_given(page: Client, place: str) -> None:
    assert page.get(place).status_code == 404


def error_output() -> logging.Handler:
    """Return what writes to the server's error output, as the settings of a node make it."""
    (found,) = [
        one for one in logging.getLogger().handlers if any(isinstance(each, Unaddressed) for each in one.filters)
    ]
    return found


def test_an_address_with_lines_in_it_forges_no_line_of_the_log(page: Client, caplog: pytest.LogCaptureFixture) -> None:
    """The control: without its filter the error output would be told what somebody typed."""
    page.get("/no-such-page/%0aWARNING%20forged%0d%0a/")
    page.get("/", headers={"Host": "forged.example"})
    page.post("/link/forged-word-of-a-link/", {})
    assert sum("forged" in record.getMessage() for record in caplog.records) >= 3
    told = [record for record in caplog.records if record.name != journal.NAME and error_output().filter(record)]
    assert [record.getMessage() for record in told] == []


def test_a_page_that_fails_is_told_by_its_name_and_not_by_its_address(
    page: Client, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(doors.NEEDS, "fails", (Right.READ, Right.READ))
    page.raise_request_exception = False
    with override_settings(ROOT_URLCONF="tests.desk.urls"):
        assert page.get("/fails/?words=forged").status_code == 500
    told = [record.getMessage() for record in caplog.records if error_output().filter(record)]
    assert told == ["A page failed: fails"]


def test_a_page_of_one_officer_is_not_kept_by_anybody_between(page: Client) -> None:
    assert page.get("/")["Cache-Control"] == "private, no-store"


def test_a_file_is_given_for_the_stick_and_one_is_read(page: Client) -> None:
    given = page.post(f"/other-side/{'ab' * 32}/write/")
    assert given.content == b"sealed"
    assert given["Content-Disposition"].startswith("attachment")
    page.post("/other-side/read/", {"file": SimpleUploadedFile("a.age", b"bad")})
    assert "Tệp này không dành cho máy này." in page.get("/other-side/").content.decode()


def test_reading_without_a_file_says_what_to_do(page: Client) -> None:
    page.post("/other-side/read/")
    assert "Choose the file on the stick first." in page.get("/other-side/").content.decode()


def test_a_track_is_read_and_shown_or_refused_with_the_reason(page: Client) -> None:
    answer = page.post("/line/track/", {"track": SimpleUploadedFile("walk.gpx", b"<gpx/>"), "day": ""})
    text = answer.content.decode()
    assert "/new/patrol/?stretch=203400-206000" in text
    assert "recorded twice" in text
    answer = page.post("/line/track/", {"track": SimpleUploadedFile("walk.gpx", b"PK")}, follow=True)
    assert "refused, with a reason" in answer.content.decode()
    assert page.post("/line/track/").status_code == 302


def test_a_list_is_taken_away_as_a_file_for_maps(page: Client) -> None:
    answer = page.get("/line/out/gpx/?kind=patrol")
    assert answer["Content-Disposition"] == 'attachment; filename="twinline.gpx"'
    assert page.get("/line/out/exe/").status_code == 404

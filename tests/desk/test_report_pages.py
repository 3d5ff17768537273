"""The reports at a desk: choosing one, taking it as a file, writing around its figures."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.conf import settings
from django.test import Client
from python_calamine import load_workbook

from tests.border import Border, Side, carry, incident
from twinline.access import writing
from twinline.access.models import User, Written
from twinline.reports import commands, own
from twinline.reports.declared import NAMES
from twinline.reports.ledger_source import LedgerSource
from twinline.reports.words import LANGUAGES
from twinline.store import here

MARCH = "first=2026-03&last=2026-03"
PLACE = writing.Place("vn-na", "joint", "2026-03..2026-03", "vi")


@pytest.fixture(autouse=True)
def accounts(db: None) -> None:
    """The accounts' database is opened before the ledgers', which it knows nothing of."""


@pytest.fixture
def desk(border: Border, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Client]:
    """Give the browser of an officer at a side's desk."""

    def at(side: Side, roles: str = "commander", organisation: str = "") -> Client:
        monkeypatch.setattr(here, "_open", lambda _: side.ledger)
        browser, code = Client(), organisation or side.code
        user, _ = User.objects.get_or_create(
            username=f"{code}-{roles}", display_name=f"{code}-{roles}", organisation=code, roles=roles
        )
        browser.force_login(user)
        browser.cookies[settings.LANGUAGE_COOKIE_NAME] = "vi"
        return browser

    return at


def said(border: Border, **more: object) -> None:
    border.vn.say("incident", incident(when="2026-03-04", **more))
    carry(border.vn, border.la)


def test_every_report_has_its_page_and_a_chart_brings_no_style_with_it(
    border: Border, desk: Callable[..., Client]
) -> None:
    said(border)
    lan = desk(border.vn)
    for name in NAMES:
        answer = lan.get(f"/report/?name={name}&{MARCH}")
        text = answer.content.decode()
        assert answer.status_code == 200
        assert text.count("selected>") == 1
        assert not re.search(r"<style|\sstyle=|javascript:", text)
        ids = re.findall(r' id="([^"]+)"', text)
        assert len(ids) == len(set(ids))
    assert 'role="img"' in lan.get(f"/report/?name=liaison&{MARCH}").content.decode()


def test_a_report_of_many_parts_begins_with_links_to_them(border: Border, desk: Callable[..., Client]) -> None:
    told = {"value": "3", "period": {"to": "2025-12"}, "place": "vn-na", "basis": "press", "example": True}
    units = {"border_communes": "communes", "twinned_village_pairs": "pairs", "control_posts": "posts"}
    for indicator, unit in units.items():
        source = {"published": "2025-12"}
        border.vn.say("return", {**told, "indicator": indicator, "unit": unit, "source": source})
    carry(border.vn, border.la)
    text = desk(border.vn).get("/report/").content.decode()
    links = re.findall(r'<a href="#(part-\d+)">([^<]+)</a>', text)
    assert len(links) > 2
    assert links == re.findall(r'<section id="(part-\d+)"><h2>([^<]+)</h2>', text)


def test_a_report_that_there_is_not_is_not_found(border: Border, desk: Callable[..., Client]) -> None:
    lan = desk(border.vn)
    assert lan.get("/report/?name=minutes").status_code == 404
    assert lan.get("/report/as.pdf?name=../x").status_code == 404
    assert lan.get("/report/as.exe").status_code == 404
    assert lan.get("/report/writing/?name=minutes").status_code == 404


def test_a_report_of_the_desks_own_is_offered_and_one_with_faults_says_which(
    border: Border, desk: Callable[..., Client]
) -> None:
    file = own.begin(border.vn.ledger.folder, "patrols")
    lan = desk(border.vn)
    assert '<option value="patrols"' in lan.get("/report/").content.decode()
    assert lan.get("/report/?name=patrols").status_code == 200
    file.write_text(file.read_text("utf-8").replace('sort = "months"', 'sort = "<pie>"'), "utf-8")
    text = lan.get("/report/").content.decode()
    assert '<option value="patrols"' not in text
    assert "&lt;pie&gt;" in text
    assert lan.get("/report/?name=patrols").status_code == 404


def test_a_file_holds_what_the_page_shows_for_the_same_readers(border: Border, desk: Callable[..., Client]) -> None:
    border.vn.say("incident", incident(when="2026-03-04", cases=7), to="twin:la-xk")
    said(border, cases=2)
    lan = desk(border.vn)
    line, twins = (
        lan.get(f"/report/as.csv?name=liaison&{MARCH}{circle}").content.decode()
        for circle in ("", "&circle=twin:la-xk")
    )
    assert tuple(
        next(
            re.findall(r",joint,\d+,", row)[0]
            for row in text.splitlines()
            if ",drug_cases," in row and ",joint," in row
        )
        for text in (line, twins)
    ) == (",joint,2,", ",joint,9,")
    answer = lan.get(f"/report/as.docx?{MARCH}")
    assert answer["Content-Disposition"] == 'attachment; filename="twinline-joint-vi.docx"'
    assert answer.content.startswith(b"PK")
    assert lan.get(f"/report/as.pdf?{MARCH}").content.startswith(b"%PDF")
    assert lan.get(f"/report/as.json?{MARCH}").content == desk(border.la).get(f"/report/as.json?{MARCH}").content


def test_what_is_written_stands_on_the_page_and_in_the_letter_of_its_period_alone(
    border: Border, desk: Callable[..., Client]
) -> None:
    said(border)
    lan = desk(border.vn)
    bare = lan.get(f"/report/as.json?{MARCH}").content
    answer = lan.post(f"/report/writing/?{MARCH}", {"results": "Bắt giữ <b>hai</b> vụ.\r\nTốt.", "seen": "0"})
    assert answer.status_code == 302
    page = lan.get(answer["Location"].partition("#")[0]).content.decode()
    assert "Bắt giữ &lt;b&gt;hai&lt;/b&gt; vụ.<br>Tốt." in page
    letter = lan.get(f"/report/as.docx?{MARCH}").content.decode("utf-8", "ignore")
    assert "Bắt giữ &lt;b&gt;hai&lt;/b&gt; vụ." in letter
    assert lan.get(f"/report/as.json?{MARCH}").content == bare
    for other in ("/report/as.docx?first=2026-04&last=2026-04", f"/report/as.docx?name=liaison&{MARCH}"):
        assert "Bắt giữ" not in lan.get(other).content.decode("utf-8", "ignore")
    theirs = desk(border.vn, organisation="vn-na-bg").get(f"/report/as.docx?{MARCH}").content.decode("utf-8", "ignore")
    assert "Bắt giữ" not in theirs


def test_a_letter_made_by_command_is_the_desks_own_with_what_the_office_wrote(
    border: Border, desk: Callable[..., Client], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    said(border)
    lan = desk(border.vn)
    lan.post(f"/report/writing/?{MARCH}", {"results": "Bắt giữ hai vụ.", "seen": "0"})
    lan.post("/report/writing/draft/?first=2026-03&last=2026-03", {"results": "Chưa lưu.", "seen": "0"})
    kept = Written.objects.get()
    assert kept.text == "Bắt giữ hai vụ."
    # A node has one database; here the accounts' is another than the ledger's.
    kept.pk = kept.user = None
    kept.save(using=border.vn.ledger.alias, force_insert=True)
    monkeypatch.setattr(commands, "source_for", lambda folder: LedgerSource(border.vn.ledger))

    def made(*options: str) -> bytes:
        file = tmp_path / "letter.docx"
        words = ["joint", "--format", "docx", "--lang", "vi", "--known-on", "2026-03-31", "--out", str(file), *options]
        done = CliRunner().invoke(commands.report, words)
        assert done.exit_code == 0, done.output
        return file.read_bytes()

    at_the_desk = f"/report/as.docx?{MARCH}&known_on=2026-03-31"
    whole = made("--period", "2026-03")
    assert whole == lan.get(at_the_desk).content
    assert "Bắt giữ".encode() in made("--from", "2026-03-01", "--to", "2026-03-31"), "the same days, said otherwise"
    assert "Bắt giữ".encode() in lan.get(at_the_desk.replace("first=2026-03&", "first=2026-03-01&", 1)).content
    bare = made("--period", "2026-03", "--without-texts")
    assert "Bắt giữ".encode() in whole
    assert "Bắt giữ".encode() not in bare
    # The controls: what nobody kept, another language, period, report and office have none.
    assert "Chưa lưu.".encode() not in whole
    others = (("--lang", "fr"), ("--from", "2026-03-02", "--to", "2026-03-31"), ("--by", "vn-na-bg"))
    for options in others:
        assert "Bắt giữ".encode() not in made("--from", "2026-03", "--to", "2026-03", *options)
    # In somebody's hand it is known with the texts and without; once these were changed, it isn't any more.
    told = tmp_path / "report.json"
    told.write_bytes(lan.get(f"/report/as.json?{MARCH}&known_on=2026-03-31").content)
    for one, found in ((whole, 0), (bare, 0), (whole.replace(b"hai", b"ba "), 2)):
        (tmp_path / "letter.docx").write_bytes(one)
        checked = CliRunner().invoke(commands.report, ["check", str(told), str(tmp_path / "letter.docx")])
        assert checked.exit_code == found, checked.output


def test_texts_are_carried_over_only_when_asked_and_only_where_nothing_stands(
    border: Border, desk: Callable[..., Client]
) -> None:
    lan = desk(border.vn)
    lan.post(f"/report/writing/?{MARCH}", {"results": "Of March.", "proposals": "To meet.", "seen": "0"})
    april = "/report/writing/?first=2026-04&last=2026-04"
    lan.post(april, {"results": "Of April.", "seen": "0"})
    plain, carried = (lan.get(april + more).content.decode() for more in ("", "&carry=2026-03..2026-03"))
    assert "To meet." not in plain
    assert "carry=2026-03..2026-03" in plain
    assert "To meet." in carried
    assert "Of April." in carried
    assert "Of March." not in carried
    assert not Written.objects.filter(period="2026-04..2026-04", part="proposals").exclude(text="").exists()
    assert "To meet." not in lan.get(april + "&carry=1999").content.decode()


def test_what_somebody_else_wrote_meanwhile_is_not_lost(border: Border, desk: Callable[..., Client]) -> None:
    lan = desk(border.vn)
    lan.post(f"/report/writing/?{MARCH}", {"results": "Hers.", "seen": "0"})
    answer = lan.post(f"/report/writing/?{MARCH}", {"results": "His.", "seen": "0"})
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "His.</textarea>" in text
    assert "Hers.</blockquote>" in text
    assert writing.read(PLACE).texts == {"results": "Hers."}
    seen = re.findall(r'name="seen" value="(\d+)"', text)[0]
    assert lan.post(f"/report/writing/?{MARCH}", {"results": "His.", "seen": seen}).status_code == 302
    assert writing.read(PLACE).texts == {"results": "His."}


def test_a_text_can_be_taken_out_and_one_that_is_too_long_is_refused_and_not_lost(
    border: Border, desk: Callable[..., Client]
) -> None:
    lan = desk(border.vn)
    lan.post(f"/report/writing/?{MARCH}", {"results": "Here.", "seen": "0"})
    long = "x" * (writing.LONGEST + 1)
    answer = lan.post(f"/report/writing/?{MARCH}", {"results": long, "seen": "9" * 15})
    assert answer.status_code == 422
    assert long in answer.content.decode()
    assert writing.read(PLACE).texts == {"results": "Here."}
    assert lan.post(f"/report/writing/?{MARCH}", {"results": "", "seen": "9" * 15}).status_code == 302
    assert writing.read(PLACE).texts == {}
    assert writing.periods(writing.Place("vn-na", "joint", "other", "vi")) == ()


def test_who_may_say_nothing_writes_nothing(border: Border, desk: Callable[..., Client]) -> None:
    reader = desk(border.vn, roles="analyst")
    assert reader.get(f"/report/?{MARCH}").status_code == 200
    assert "/report/writing/" not in reader.get(f"/report/?{MARCH}").content.decode()
    assert reader.post(f"/report/writing/?{MARCH}", {"results": "x", "seen": "0"}).status_code == 403
    assert Written.objects.count() == 0


def test_a_report_is_issued_from_its_page_sent_confirmed_and_taken_again(
    border: Border, desk: Callable[..., Client]
) -> None:
    said(border)
    carry(border.vn, border.la)
    lan = desk(border.vn)
    first = lan.get(f"/report/as.pdf?name=liaison&{MARCH}").content
    answer = lan.post(f"/report/issue/?name=liaison&{MARCH}", {"number": "12/BC-VP"})
    assert answer.status_code == 302
    home = answer["Location"].rstrip("/").rsplit("/", 1)[1]
    page = lan.get(f"/records/{home}/").content.decode()
    assert f"/report/issued/{home}/as.pdf" in page
    assert "12/BC-VP" in page
    border.vn.say("incident", incident(when="2026-03-20", cases=8))
    carry(border.vn, border.la)
    assert lan.get(f"/report/issued/{home}/as.pdf").content == first
    assert lan.get(f"/report/as.pdf?name=liaison&{MARCH}").content != first
    sent = lan.post(f"/records/{home}/release/", {"circle": "line"})
    assert sent.status_code == 302
    record = sent["Location"].rstrip("/").rsplit("/", 1)[1]
    carry(border.vn, border.la)
    kham = desk(border.la)
    assert kham.get(f"/report/issued/{home}/as.pdf").status_code == 404
    assert kham.get(f"/report/issued/{record}/as.pdf").content == first
    kham.post(f"/records/{record}/act/countersign/")
    assert border.la.standing(record) == "agreed"


def test_a_report_for_some_or_of_nothing_is_not_issued_and_says_why(
    border: Border, desk: Callable[..., Client]
) -> None:
    said(border)
    lan = desk(border.vn)
    answer = lan.post(f"/report/issue/?circle=twin:la-xk&{MARCH}", {})
    assert answer.status_code == 422
    assert lan.post("/report/issue/?name=minutes", {}).status_code == 404
    assert 'id="issue"' in lan.get(f"/report/?{MARCH}").content.decode()
    assert 'id="issue"' not in lan.get(f"/report/?circle=twin:la-xk&{MARCH}").content.decode()
    reader = desk(border.vn, roles="analyst")
    assert reader.post(f"/report/issue/?{MARCH}", {}).status_code == 403
    assert 'id="issue"' not in reader.get(f"/report/?{MARCH}").content.decode()


def test_figures_of_two_years_are_asked_for_one_territory(border: Border, desk: Callable[..., Client]) -> None:
    old = {"place": "vn-na-xo-nam-can", "offence": "smuggling_goods", "persons_arrested": None}
    for when, place, cases in (("2022-05-10", "vn-na-xo-nam-can", 11), ("2026-02-10", "vn-na-x-nam-can", 7)):
        body = {**old, "when": when, "place": place, "cases": cases, "example": True}
        border.vn.say("incident", {key: value for key, value in body.items() if value is not None})
    carry(border.vn, border.la)
    lan = desk(border.vn)

    def told(year: int, **more: str) -> str:
        asked = {"key": "cases_all_offences", "first": str(year), "last": str(year), **more}
        return lan.get("/report/figure/", asked).content.decode()

    def number(text: str) -> list[str]:
        return re.findall(r'class="number" href="/report/figure/[^"]*">([^<]+)<', text)

    now, before = "vn-na-x-nam-can", "vn-na-d-ky-son"
    assert number(told(2022, place=now, recut="1")) == ["11"]
    assert number(told(2026, place=now, recut="1")) == ["7"]
    assert "Xã Nậm Cắn (đến 30/06/2025) → Xã Nậm Cắn<" in told(2022, place=now, recut="1")
    # The controls: of the commune of today alone nothing is told of 2022, and of another nothing of either year.
    assert number(told(2022, place=now)) == []
    assert number(told(2026, place="vn-na-x-my-ly", recut="1")) == []
    # A district that ended says so, and is asked by what it became.
    assert "Nơi này chấm dứt ngày 30 tháng 6 năm 2025" in told(2026, place=before)
    assert "Nơi này chấm dứt" not in told(2022, place=before)
    assert number(told(2026, place=before)) == []
    assert number(told(2026, place=before, recut="1")) == ["7"]
    assert lan.get("/report/figure/?key=cases_all_offences&place=vn-nowhere").status_code == 404


def test_a_figure_is_asked_of_one_organisations_work_with_and_without_those_under_it(
    border: Border, desk: Callable[..., Client]
) -> None:
    guard, body = "vn-na-bg", {"when": "2022-05-10", "place": "vn-na-xo-my-ly", "offence": "smuggling_goods"}
    for about, cases in ((guard, 3), ("vn-post-my-ly", 4), ("vn-na-police", 50)):
        border.vn.say("incident", {**body, "cases": cases, "example": True}, about=about)
    carry(border.vn, border.la)
    lan = desk(border.vn)

    def told(**more: str) -> str:
        return lan.get("/report/figure/", {"key": "cases_all_offences", "first": "2022", **more}).content.decode()

    def number(text: str) -> list[str]:
        return re.findall(r'class="number" href="/report/figure/[^"]*">([^<]+)<', text)

    without = "(không kể các đơn vị trực thuộc)"
    assert number(told()) == ["57"]
    assert number(told(org=guard)) == ["7"]
    assert number(told(org=guard, alone="1")) == ["3"]
    assert told(org=guard, alone="1").count(without) > 1, "above, and in the sentence"
    assert without not in told(org=guard)
    assert number(told(alone="1")) == ["57"], "of nobody in particular it means nothing"
    assert number(told(org=guard, place="vn-na-xo-keng-du")) == []
    assert lan.get("/report/figure/?key=cases_all_offences&org=vn-nowhere").status_code == 404

    def sheet(**more: str) -> list[list[object]]:
        answer = lan.get("/report/figure/as.xlsx", {"key": "cases_all_offences", "first": "2022", **more})
        assert answer.status_code == 200
        rows: list[list[object]] = load_workbook(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
        return rows

    assert f'href="/report/figure/as.xlsx?key=cases_all_offences&amp;first=2022&amp;org={guard}"' in told(org=guard)
    for more, number_told in ({}, 57.0), ({"org": guard}, 7.0), ({"org": guard, "alone": "1"}, 3.0):
        assert sheet(**more)[-1][6] == number_told
    assert any(without in str(line[1]) for line in sheet(org=guard, alone="1"))
    assert lan.get("/report/figure/as.xlsx?key=cases_all_offences&org=vn-nowhere").status_code == 404
    assert lan.get("/report/figure/as.xlsx?key=nothing").status_code == 404


@pytest.mark.parametrize(
    ("address", "status", "told"),
    [
        ("figure/?key=drug_cases&voice=stated:VN", 404, "voice: “stated:VN” không thuộc: joint, agreed, VN, LA."),
        ("figure/?key=drug_cases&circle=moon", 404, "circle: “moon” không thuộc: line, self, twin:la-xk"),
        ("figure/?key=drug_cases&name=moon", 404, "name: “moon” không thuộc: joint,"),
        ("figure/?key=drug_cases&calendar=moon", 404, "calendar: “moon” không thuộc: civil, vn-report, la-budget"),
        ("figure/?key=drug_cases&recut=moon", 404, "recut: “moon” không thuộc: 1."),
        ("figure/?key=drug_cases&place=moon", 404, "place: Ở đây không có gì tên là “moon”."),
        ("figure/?key=moon", 404, "key: Ở đây không có gì tên là “moon”."),
        ("figure/?key=drug_cases&key=drug_cases", 400, "key: "),
        ("figure/?key=drug_cases&moon=1", 400, "moon: "),
        ("figure/as.xlsx?key=drug_cases&circle=moon", 404, "circle: “moon”"),
        ("figure/as.xlsx?key=drug_cases&voice=joint", 400, "voice: "),
        ("?circle=twin:moon", 404, "circle: “twin:moon”"),
        ("?place=vn-na", 400, "place: "),
        ("as.pdf?circle=moon", 404, "circle: “moon”"),
        ("writing/?name=moon", 404, "name: “moon”"),
        ("?first=quarter+one", 400, "first: “quarter one” không phải là một kỳ"),
        ("?first=2025-03&last=2024", 400, "last: Kỳ kết thúc trước khi bắt đầu"),
        ("?first=2025-12-15&last=2024&calendar=vn-report", 400, "last: Kỳ kết thúc trước khi bắt đầu"),
        ("?last=2568", 400, "last: “2568” có vẻ là năm Phật lịch: hãy viết 2025."),
        ("?last=0001", 400, "last: “0001” không phải là một kỳ"),
        ("?known_on=0001-01-01", 400, "known_on: “0001-01-01” không phải là một ngày tính đến hôm nay"),
        ("as.csv?first=31/02/2025", 400, "first: “31/02/2025” không phải là một kỳ"),
        ("as.pdf?known_on=2999-01-01", 400, "known_on: “2999-01-01” không phải là một ngày"),
        ("writing/?first=x", 400, "first: "),
        ("figure/?key=drug_cases&last=31/02/2025", 400, "last: “31/02/2025” không phải là một kỳ"),
        ("figure/?key=drug_cases&against=moon", 400, "against: “moon” không phải là một ngày"),
        ("figure/as.xlsx?key=drug_cases&first=x", 400, "first: “x” không phải là một kỳ"),
    ],
)
def test_what_an_address_asks_that_isnt_there_is_one_sentence_and_no_default(
    border: Border, desk: Callable[..., Client], address: str, status: int, told: str
) -> None:
    answer = desk(border.vn).get(f"/report/{address}")
    assert answer.status_code == status
    assert told in html.unescape(answer.content.decode())
    assert "<table" not in answer.content.decode()


def test_what_an_address_may_ask_is_answered(border: Border, desk: Callable[..., Client]) -> None:
    """Control: every value that the pages themselves offer, and their links to each other."""
    said(border)
    lan = desk(border.vn)
    for voice in ("", "&voice=VN", "&voice=LA", "&voice=agreed", "&voice=joint"):
        assert lan.get(f"/report/figure/?key=drug_cases{voice}").status_code == 200
    for circle in ("", "line", "self", "twin:la-xk"):
        assert lan.get(f"/report/?circle={circle}&calendar=vn-report&name=joint").status_code == 200
    of_place = lan.get("/report/figure/?key=drug_cases&place=vn-na&org=vn-na-bg&recut=1&first=2022&voice=VN")
    links = re.findall(r'href="(/report/[^"]*|\?[^"]*)"', of_place.content.decode())
    found = [html.unescape(link) for link in links]
    assert len(found) > 5
    for link in found:
        assert lan.get(link if link.startswith("/") else f"/report/figure/{link}").status_code == 200, link


def test_a_figure_of_what_stands_on_a_day_says_that_no_day_was_asked(
    border: Border, desk: Callable[..., Client]
) -> None:
    page = desk(border.vn).get
    asked = "/report/figure/?key=communes_kept_drug_free"
    lacking = "chỉ đếm những gì không có thời hạn"
    assert lacking in page(asked).content.decode()
    assert lacking in page("/report/?name=programme").content.decode()
    # The controls: with a day, and of a figure of what happened, there is nothing to say.
    assert lacking not in page(f"{asked}&last=2026-03").content.decode()
    assert lacking not in page(f"{asked}&known_on=2026-03-01").content.decode()
    assert lacking not in page("/report/figure/?key=drug_cases").content.decode()


@pytest.mark.parametrize("voice", ["joint", "agreed"])
@pytest.mark.parametrize("place", ["", "vn-na-x-my-ly"])
def test_where_nothing_is_counted_the_page_says_so_in_the_sentence_of_the_command(
    border: Border, desk: Callable[..., Client], monkeypatch: pytest.MonkeyPatch, place: str, voice: str
) -> None:
    border.vn.say("incident", incident(when="2026-03-04", place="vn-na-xo-nam-can"))
    carry(border.vn, border.la)
    page = desk(border.vn).get
    monkeypatch.setattr(commands, "source_for", lambda folder: LedgerSource(border.vn.ledger))
    where = ["--as", voice, *(["--place", place] if place else [])]
    for month, counted in (("2026-02", False), ("2026-03", not place and voice == "joint")):
        asked = {"key": "drug_cases", "first": month, "last": month, "place": place, "voice": voice}
        shown = html.unescape(page("/report/figure/", asked).content.decode())
        said = [
            CliRunner().invoke(
                commands.figures, ["drug_cases", "--period", month, *where, "--sentence", "--lang", lang]
            )
            for lang in LANGUAGES
        ]
        assert all(one.exit_code == 0 for one in said)
        told = [one.output.strip().rpartition(";")[0] for one in said]  # but for when it is known: now
        assert all(one in shown for one in told), "Copy as a sentence"
        assert ("chưa có hồ sơ nào được đếm" in told[0]) != counted


def test_the_page_counts_the_period_typed_and_says_where_to_ask_again_for_what_is_none(
    border: Border, desk: Callable[..., Client]
) -> None:
    for when, cases in (("2025-03-10", 3), ("2025-03-20", 4), ("2025-05-01", 50)):
        border.vn.say("incident", incident(when=when, cases=cases))
    carry(border.vn, border.la)
    lan = desk(border.vn)

    def page(first: str, last: str, **more: str) -> str:
        asked = {"key": "drug_cases", "first": first, "last": last, **more}
        answer = lan.get("/report/figure/", asked)
        assert answer.status_code == 200
        return html.unescape(answer.content.decode())

    def number(text: str) -> list[str]:
        return re.findall(r'class="number" href="/report/figure/[^"]*">([^<]+)<', text)

    assert number(page("2025-Q1", "2025-Q1")) == number(page("Q1/2025", "03/2025")) == ["7"]
    march = page("2025-03", "2025-03", calendar="vn-report")
    assert number(march) == ["3"]
    assert 'value="2025-02-15"' in march, "the exact days stand in the form"
    refused = lan.get("/report/figure/?key=drug_cases&first=2025-03&last=2024&voice=VN")
    again = re.search(r'href="(/report/figure/[^"]*)"', refused.content.decode())
    assert again, "the page says where it is asked again"
    assert number(lan.get(html.unescape(again[1])).content.decode()) == ["57"]


def test_what_is_typed_around_a_report_is_a_draft_of_its_officer_until_it_is_kept(
    border: Border, desk: Callable[..., Client]
) -> None:
    page, typed = "/report/writing/?first=2026-02&last=2026-02", "Tháng này không có vụ việc."
    lan = desk(border.vn)
    form = lan.get(page).content.decode()
    assert 'data-draft="/report/writing/draft/?first=2026-02&amp;last=2026-02"' in form
    at = "/report/writing/draft/?first=02/2026&last=02/2026"
    assert lan.post(at, {"results": typed, "seen": "0"}).status_code == 204
    drafted = lan.get(page).content.decode()
    assert typed in drafted
    assert "Bản nháp của đồng chí" in drafted
    # The controls: nobody else sees it, it isn't in the letter, and another period has none.
    assert typed not in desk(border.vn, "officer").get(page).content.decode()
    assert typed not in lan.get("/report/?first=2026-02&last=2026-02").content.decode()
    assert typed not in lan.get("/report/writing/?first=2026-03&last=2026-03").content.decode()
    assert lan.post(page, {"results": typed, "seen": "0"}).status_code == 302
    assert typed in lan.get("/report/?first=2026-02&last=2026-02").content.decode()
    assert "Bản nháp của đồng chí" not in lan.get(page).content.decode()
    # What was typed after somebody else kept theirs is still here, and begun afresh is what is kept.
    assert lan.post(at, {"results": "Khác", "seen": "0"}).status_code == 204
    assert "Khác" in lan.get(page).content.decode()
    assert lan.post(page, {"results": "Khác", "seen": "0"}).status_code == 409
    assert lan.post(at, {"forget": "1"}).status_code == 302
    assert "Khác" not in lan.get(page).content.decode()
    assert lan.post("/report/writing/draft/?name=moon", {"results": typed}).status_code == 404
    assert lan.post(at, {"results": "x" * 70_000}).status_code == 413

"""The page of the line on a real ledger: strip, map, answers, and what an officer may take away."""

from __future__ import annotations

import json
import re
from datetime import date
from html import unescape
from importlib import import_module

import pytest
from django.conf import settings
from django.test import Client

from tests.border import Border, carry, incident
from tests.desk.conftest import PATROL
from tests.reports.test_agreed_line import better, proposal
from twinline.access.models import User
from twinline.store import here as store_here
from twinline.store import lines, reading
from twinline.store.reading import Reader
from twinline.times import day_of, first_of_quarter, iso, now_ms

pytestmark = pytest.mark.usefixtures("accounts")


@pytest.mark.parametrize("lang", ["vi", "lo", "en", "fr"])
@pytest.mark.parametrize("address", ["/line/", "/line/?month=2026-01", "/line/?a=172000&b=172500&layer=walked"])
def test_the_page_opens_from_the_whole_line_to_half_a_kilometre(desk: Client, address: str, lang: str) -> None:
    desk.cookies[settings.LANGUAGE_COOKIE_NAME] = lang
    text = desk.get(address).content.decode()
    assert text.count("<svg") >= 3
    assert 'class="strip strip-map"' in text
    assert text.count('class="strip strip-map strip-map-tall"') == 1


def test_a_month_shows_what_was_walked_in_it_and_another_does_not(desk: Client) -> None:
    january = desk.get("/line/?month=2026-01").content.decode()
    february = desk.get("/line/?month=2026-02").content.decode()
    assert "strip-ribbon" in january
    assert "strip-bead-seen" in january
    assert "strip-bead-seen" not in february
    assert "410" in january


def test_a_gate_and_a_marker_lead_closer_and_an_inspected_one_to_its_inspections(desk: Client) -> None:
    text = desk.get("/line/?a=160000&b=190000&month=2026-01").content.decode()
    links = dict(re.findall(r'<a href="([^"]*)" aria-label="(?:Border marker|Border gate: )([^"]*)"', text))
    where = {called.strip(): unescape(address) for address, called in links.items()}
    assert where["401, Marker inspected"] == "/records/?kind=inspection"
    spot = lines.in_use(store_here.this_ledger()).markers.chainage("402")
    assert f"a={spot - 1000}&b={spot + 1000}&month=2026-01" in where["402"]
    assert re.search(r"a=\d+&b=\d+", where["Nam Can, international"])


def test_the_form_asks_for_what_is_shown(desk: Client) -> None:
    """Another layer chosen doesn't lose the period; a month stays a month."""
    text = desk.get("/line/?since=03/01/2026&until=20/02/2026").content.decode()
    assert 'name="since" value="03/01/2026"' in text
    assert 'name="until" value="20/02/2026"' in text
    assert 'name="since" value="01/2026"' in desk.get("/line/?month=2026-01").content.decode()


def test_a_months_bar_is_its_share_of_the_busiest_one(desk: Client, border: Border) -> None:
    for day in range(1, 8):
        border.vn.say("patrol", PATROL | {"when": f"2025-12-{day:02d}"})
    text = desk.get("/line/?month=2026-01").content.decode()
    months = re.findall(r'<li class="bar-(\d)(?: far)?"><a href="[^"]*month=(\d{4}-\d{2})', text)
    assert {month: int(bar) for bar, month in months if bar != "0"} == {"2025-12": 8, "2026-01": 2}


@pytest.mark.parametrize("ago", [0, 11, 12, 23])
def test_a_narrow_screen_has_a_year_of_months_with_the_one_that_is_shown(desk: Client, ago: int) -> None:
    year, month = map(int, iso(day_of(now_ms()))[:7].split("-"))
    number = year * 12 + month - 1 - ago
    text = desk.get(f"/line/?month={number // 12:04d}-{number % 12 + 1:02d}").content.decode()
    near = re.findall(r'<li class="bar-\d"><a href="[^"]*"( aria-current="date")?', text)
    assert len(near) == 12
    assert sum(map(bool, near)) == 1
    assert len(re.findall(r'<li class="bar-\d far"><a href="[^"]*">', text)) == 12


def test_what_makes_no_sense_in_an_address_is_taken_for_what_is_usual(desk: Client) -> None:
    for query in ("a=x&b=-5", "month=2026-13", "since=never&until=1", "a=468281&b=468281", "days=0", "layer=none",
                  "month=0001-01", "until=9999", "month=9999-12", "a=" + "9" * 5_000, "days=" + "9" * 5_000,
                  "days=000001" + "9" * 12):  # fmt: skip
        assert desk.get(f"/line/?{query}").status_code == 200
    assert 'id="head">km 467.8 – 468.3' in desk.get("/line/?a=468281").content.decode()


@pytest.mark.parametrize("query", ["known_on=31/02/2026", "since=never", "month=2026-13", "until=9999"])
def test_a_day_that_cannot_be_read_is_said_and_never_shown_as_if_it_were_held_to(desk: Client, query: str) -> None:
    text = desk.get(f"/line/?{query}").content.decode()
    assert "A day is written such as 23/11/2026." in text
    period = text.partition('id="period"')[2].partition("</p>")[0]
    assert "31/02" not in period
    assert "A day is written" not in desk.get("/line/?known_on=27/01/2026&since=01/2026").content.decode()


def test_the_page_names_the_line_as_reports_do_too(desk: Client) -> None:
    base = lines.base()
    text = desk.get("/line/").content.decode()
    assert base.version[:16] in text
    assert base.line.version[:16] in text


def test_the_map_shows_the_same_as_the_strip(desk: Client) -> None:
    found = json.loads(desk.get("/line/map.json?month=2026-01").content)
    bars = json.loads(desk.get("/line/map.json?month=2026-01&layer=patrols&layer=plans").content)["features"]
    assert sorted(f["properties"]["sort"] for f in bars if f["properties"]["kind"] == "along") == ["patrol", "plan"]
    none = json.loads(desk.get("/line/map.json?month=2026-01&layer=incidents").content)["features"]
    assert not [f for f in none if f["properties"]["kind"] == "along"]
    kinds = [feature["properties"]["kind"] for feature in found["features"]]
    assert kinds.count("border") == 1
    assert kinds.count("marker") == 105
    assert "walked" in kinds
    assert kinds.count("mark") == 1
    seen = [f for f in found["features"] if f["properties"].get("seen")]
    assert [f["properties"]["number"] for f in seen] == ["401"]
    west, south, east, north = found["bbox"]
    assert west < east
    assert south < north


@pytest.mark.parametrize("since", ["02/01/2026", "05/01/2026"])
def test_markers_are_told_of_the_period_that_is_asked_for_and_else_of_this_quarter(desk: Client, since: str) -> None:
    """401 was inspected on 3 January: in a period that begins before, though it ends in the next quarter."""
    not_inspected = 104 if since < "03" else 105
    text = desk.get(f"/line/?since={since}&until=20/04/2026").content.decode()
    told = re.search(r'id="unseen".*?<strong>(\d+)</strong> <small>of 105, ([^<]*)</small>', text, re.DOTALL)
    assert told
    assert int(told[1]) == not_inspected
    assert told[2] == f"{int(since[:2])} Jan 2026 – 20 Apr 2026"
    usual = desk.get("/line/").content.decode()
    first = first_of_quarter(day_of(now_ms()))
    assert re.search(rf"of 105, 1 {date.fromisoformat(iso(first)):%b %Y} – ", usual)


def test_what_is_overdue_stands_on_the_home_page(desk: Client) -> None:
    text = desk.get("/").content.decode()
    assert "Overdue on the line" in text
    assert "planned patrol not carried out" in text


def test_a_list_taken_away_holds_what_the_filters_find(desk: Client) -> None:
    content = desk.get("/line/out/gpx/?kind=patrol").content.decode()
    assert content.count("<trk>") == 2
    assert content.count("<wpt") == content.count("<type>gate</type>")


def test_an_office_that_hears_nothing_of_a_patrol_sees_an_empty_line(desk: Client) -> None:
    seen = desk.get("/line/?month=2026-01").content.decode()
    User.objects.filter(username="lan").update(organisation="vn-xx")
    unseen = desk.get("/line/?month=2026-01").content.decode()
    assert "strip-mark " in seen
    assert "strip-mark " not in unseen
    assert "strip-ribbon" in seen
    assert "strip-ribbon" not in unseen
    assert not [f for f in json.loads(desk.get("/line/map.json").content)["features"] if f["properties"].get("seen")]


def test_a_survey_to_confirm_and_one_that_is_not_here_are_said_on_home_and_line(desk: Client, border: Border) -> None:
    waits, lacks = "it waits for your confirmation", "which is not at this desk yet"
    assert not any(told in desk.get("/").content.decode() for told in (waits, lacks))
    places = better()
    lines.adopt(border.la.ledger, places, "survey.geojson", now=border.clock())
    record = border.la.say("line_survey", proposal(places, counterparts=["vn-na"], survey="KS-7")).record
    carry(border.vn, border.la)
    for address in ("/", "/line/"):
        text = desk.get(address).content.decode()
        assert waits in text
        assert lacks not in text
        assert f"KS-7 ({places.version[:16]})" in text
        assert "twinline line import FILE" in text
    border.vn.countersign(record)
    carry(border.vn, border.la)
    for address in ("/", "/line/"):
        text = desk.get(address).content.decode()
        assert waits not in text
        assert lacks in text
    lines.adopt(border.vn.ledger, places, "survey.geojson", now=border.clock())
    assert "The survey that both sides agreed on" in desk.get("/line/").content.decode()
    assert "KS-7" not in desk.get("/line/").content.decode()
    lines.use(border.vn.ledger, "packaged")
    assert "The survey that both sides agreed on" not in desk.get("/line/").content.decode()
    assert f"twinline line use {places.version[:16]}" in desk.get("/line/").content.decode()


def marks_on(page: str) -> list[str]:
    """Return what the lying strip's marks are called."""
    strip = page.partition('class="lying"')[2].partition('class="upright"')[0]
    return re.findall(r'<a href="[^"]*" aria-label="([^"]*)" class="strip-mark', strip)


def test_what_both_sides_tell_of_one_event_is_one_mark_on_both_sides(desk: Client, border: Border) -> None:
    theirs = border.la.say("incident", incident(when="2026-01-04", place={"marker": "402"}, cases=2)).record
    carry(border.vn, border.la)
    before = marks_on(desk.get("/line/?month=2026-01&layer=incidents").content.decode())
    (ours,) = (row.record for row in reading.records(
        border.vn.ledger, Reader.of_node(border.vn.ledger), kind="incident", author="vn-na"))  # fmt: skip
    border.vn.same_event(ours, theirs)
    carry(border.vn, border.la)
    border.la.same_event(theirs, ours)
    carry(border.vn, border.la)
    text = desk.get("/line/?month=2026-01&layer=incidents").content.decode()
    assert [len(before), len(marks_on(text))] == [2, 1]
    strip = text.partition('class="lying"')[2].partition('class="upright"')[0]
    assert f"/records/{ours}/" in strip
    assert f"/records/{theirs}/" not in strip


def test_a_twinning_in_force_ties_its_units_across_the_line_and_one_that_ended_does_not(
    desk: Client, border: Border, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("twinline.desk.house.drawn.MOST", 0)  # what happened lately gives it no less room
    pairs = [{"a": "vn-na-x-nam-can", "b": "la-xk-nong-het"}, {"a": "vn-na-x-my-ly", "b": "la-hp-muong-quan"}]
    told = {"level": "commune", "units_a": [pair["a"] for pair in pairs], "units_b": [pair["b"] for pair in pairs],
            "pairs": pairs, "signed": "2022-08-01", "until": "2026-03-31", "example": True}  # fmt: skip
    record = border.vn.say("twinning", told).record
    tied = marks_on(desk.get("/line/?month=2026-03&layer=twinnings").content.decode())
    assert [each.split(" – ")[0] for each in tied] == ["My Ly commune", "Nam Can commune"]
    strip = desk.get("/line/?month=2026-03&layer=twinnings").content.decode()
    assert f"/records/{record}/" in strip
    for other in ("month=2026-04&layer=twinnings", "month=2022-07&layer=twinnings", "month=2026-03&layer=incidents"):
        assert marks_on(desk.get(f"/line/?{other}").content.decode()) == []
    there = lines.in_use(border.vn.ledger).parts_of("vn-na-x-my-ly")[0]
    near = f"/line/?month=2026-03&layer=twinnings&a={there.from_m + 100}&b={there.to_m - 100}"
    assert len(marks_on(desk.get(near).content.decode())) == 1


def test_what_lies_off_the_line_is_said_to_on_strip_map_list_and_record_and_far_off_it_has_no_kilometre(
    desk: Client, border: Border
) -> None:
    """The control: of what lies by the line nothing of the kind is said."""
    spots = {"by": (104.0844, 19.4764), "off": (104.123, 19.405), "far": (105.69, 18.67)}
    records = {
        name: border.vn.say("incident", incident(when="2026-01-20", place={
            "lon": round(lon * 1e7), "lat": round(lat * 1e7)})).record
        for name, (lon, lat) in spots.items()
    }  # fmt: skip
    marks = marks_on(desk.get("/line/?month=2026-01&layer=incidents").content.decode())
    assert [each for each in marks if "5.8 km off the line" in each] != []
    assert len(marks) == 3  # marker 402's, the one by the line and the one off it
    drawn = json.loads(desk.get("/line/map.json?month=2026-01&layer=incidents").content)["features"]
    titles = [f["properties"]["title"] for f in drawn if f["properties"]["kind"] == "mark"]
    assert sum("5.8 km off the line" in each for each in titles) == 1
    pages = {name: desk.get(f"/records/{record}/").content.decode() for name, record in records.items()}
    assert {name for name, page in pages.items() if "km off the line" in page} == {"off"}
    assert re.search(r"km 183\.\d, 5\.8 km off the line", desk.get("/records/").content.decode())
    kilometre = "<dt>kilometre</dt>"
    assert {name for name, page in pages.items() if kilometre in page.lower()} == {"by", "off"}


def test_danger_to_life_is_the_red_triangle_whatever_layers_are_chosen(desk: Client, border: Border) -> None:
    alert = {"type": "alert", "subject": "disaster", "when": "2026-01-09", "counterparts": ["la-xk"],
             "place": {"marker": "410"}, "example": True}  # fmt: skip
    border.vn.say("notice", alert)
    assert "strip-alert" not in desk.get("/line/?month=2026-01&layer=walked").content.decode()
    border.vn.say("notice", alert | {"danger_to_life": True})
    assert "strip-alert" in desk.get("/line/?month=2026-01&layer=walked").content.decode()
    assert "strip-alert" not in desk.get("/line/?month=2026-02&layer=walked").content.decode()


def test_a_busy_period_hides_nothing_of_a_stretch_and_says_how_many_more_there_are(
    desk: Client, border: Border, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("twinline.desk.house.drawn.MOST", 3)
    monkeypatch.setattr(import_module("twinline.desk.house.strip"), "READ", 4)
    for day in range(10, 16):
        border.vn.say("incident", incident(when=f"2026-01-{day}", place={"marker": "440"}))
    there = lines.in_use(border.vn.ledger).markers.chainage("402")
    assert there is not None
    whole = desk.get("/line/?month=2026-01&layer=incidents").content.decode()
    assert len(marks_on(whole)) == 3
    assert "4 more" in whole
    close = desk.get(f"/line/?month=2026-01&layer=incidents&a={there - 500}&b={there + 500}").content.decode()
    assert len(marks_on(close)) == 1
    assert " more<" not in close

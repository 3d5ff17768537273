"""The page of the line on a real ledger: strip, map, answers, and what an officer may take away."""

from __future__ import annotations

import json
import re
from html import unescape
from importlib import import_module
from importlib.resources import files
from typing import Any

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client
from playwright.sync_api import Page, Route, sync_playwright

from tests.border import Border, carry, incident
from tests.needs import needs
from tests.reports.test_agreed_line import better, proposal
from tools.system import PARTS
from twinline.access.models import User
from twinline.store import here as store_here
from twinline.store import lines, reading
from twinline.store.reading import Reader
from twinline.times import day_of, iso, now_ms

PATROL = {
    "type": "joint", "when": "2026-01-03", "place": {"marker": "400", "to_marker": "403"}, "counterparts": ["la-xk"],
    "markers": [{"number": "401", "condition": "sound"}], "example": True,
}  # fmt: skip


@pytest.fixture(autouse=True)
def accounts(db: None) -> None:
    """The accounts' database is opened before the ledgers', which it knows nothing of."""


@pytest.fixture
def desk(border: Border, client: Client, monkeypatch: pytest.MonkeyPatch) -> Client:
    """A browser at Nghệ An's desk, an officer signed in."""
    monkeypatch.setattr(store_here, "_open", lambda _: border.vn.ledger)
    officer = User.objects.create(username="lan", password="!", display_name="Lan", organisation="vn-na")
    client.force_login(officer)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    border.vn.say("patrol", PATROL)
    border.vn.say("incident", incident(when="2026-01-04", place={"marker": "402"}))
    border.vn.say("patrol", {
        "type": "own", "stage": "planned", "when": {"from": "2026-01-10", "to": "2026-01-12"},
        "place": {"marker": "410", "to_marker": "411"}, "example": True,
    })  # fmt: skip
    return client


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


#: What the desk may answer a map that asks for its data; None: it isn't reached.
ANSWERS: dict[str, dict[str, Any] | None] = {
    "the data": {"content_type": "application/geo+json"},
    "nothing": {"status": 204},
    "the page to sign in": {"body": "<p>Sign in</p>", "content_type": "text/html; charset=utf-8"},
    "that it failed": {"status": 500, "body": "{}", "content_type": "application/json"},
    "no answer": None,
}


@needs("chromium")
@pytest.mark.parametrize("what", ANSWERS)
def test_the_drawn_map_stays_where_the_desk_gives_no_data(desk: Client, what: str) -> None:
    """The control: with the data it comes alive."""
    desk.cookies[settings.LANGUAGE_COOKIE_NAME] = "fr"
    page_told, said = desk.get("/line/").content, ANSWERS[what]
    found = re.search(r'data-source="([^"]*)"', page_told.decode())
    assert found
    data = desk.get(unescape(found[1]))
    assert data["Content-Type"].startswith("application/geo+json")
    asked: list[str] = []
    wrong: list[str] = []

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix("http://desk.test").partition("?")[0]
        if path == "/line/":
            route.fulfill(body=page_told, content_type="text/html; charset=utf-8")
        elif path.startswith("/static/"):
            route.fulfill(path=finders.find(path.removeprefix("/static/")))
        elif said is None:
            asked.append(path)
            route.abort()
        else:
            asked.append(path)
            route.fulfill(**({"body": data.content} if what == "the data" else {}), **said)

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=PARTS["chromium"].find(), args=["--no-sandbox"])
        page = browser.new_page()
        page.on("pageerror", lambda one: wrong.append(str(one)))
        page.route("**/*", answer)
        page.goto("http://desk.test/line/")
        if what == "the data":
            page.wait_for_selector("#map.live")
            named = page.get_by_role("region", name="Carte de la ligne", exact=True)
            assert named.count() == 1
            assert page.get_by_role("region", name="Map", exact=True).count() == 0
        else:
            page.wait_for_load_state("networkidle")
            assert page.locator("#map svg").count()
        assert bool(page.locator("#map.live").count()) == (what == "the data")
        browser.close()
    assert asked
    assert wrong == []


TYPES = {"following.mjs": "text/javascript", "dragging.mjs": "text/javascript", "desk.css": "text/css",
         "tokens.css": "text/css"}  # fmt: skip


def given(route: Route) -> None:
    """Give the page's own scripts and looks, and nothing else."""
    name = route.request.url.rpartition("/")[2].partition("?")[0]
    if name not in TYPES:
        return route.abort()
    text = (files("twinline.desk") / "static" / "desk" / name).read_text("utf-8")
    return route.fulfill(body=text, content_type=TYPES[name])


@needs("chromium")
def test_a_finger_draws_through_the_months_and_moves_the_strip_along_the_line(desk: Client) -> None:
    """On a wide screen the strip goes where it is drawn; a tap on it still opens what it is on."""
    begins = "/line/?a=150000&b=200000&month=2026-01"
    first, drawn = (desk.get(begins.replace("=150000&b=200000", to)).content.decode()
                    for to in ("=150000&b=200000", "=160000&b=210000"))  # fmt: skip
    november = desk.get("/line/?a=160000&b=210000&month=2025-11").content.decode()
    asked: list[str] = []

    def answer(route: Route) -> None:
        address = route.request.url.removeprefix("http://desk.test")
        if address.startswith("/line/?"):
            asked.append(address)
            there = first if address == begins else november if "month=2025-11" in address else drawn
            route.fulfill(body=there, content_type="text/html; charset=utf-8")
        else:
            given(route)

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=PARTS["chromium"].find(), args=["--no-sandbox"])
        page = browser.new_context(has_touch=True, viewport={"width": 1200, "height": 900}).new_page()
        page.route("**/*", answer)
        page.goto("http://desk.test" + begins)
        finger = page.context.new_cdp_session(page)

        def draw(*way: tuple[float, float]) -> None:
            for kind, at in [("touchStart", way[0]), *(("touchMove", each) for each in way[1:])]:
                finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": at[0], "y": at[1]}]})
            finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

        box = page.locator("#strip .lying svg").bounding_box()
        assert box
        middle, high = box["x"] + box["width"] / 2, box["y"] + 12
        line = box["width"] * 1148 / 1200
        draw((middle, high), (middle - 30, high), (middle - line / 5, high))
        page.wait_for_function("document.querySelector('#asked [name=a]').value === '160000'")
        north, south = map(int, re.findall(r"[?&][ab]=(\d+)", asked[1]))
        assert north == pytest.approx(160_000, abs=200)
        assert south - north == 50_000
        assert "month=2026-01" in asked[1]
        draw((middle, high), (middle + 3, high))  # a tap
        assert len(asked) == 2
        page.locator("#months").scroll_into_view_if_needed()
        to = page.locator("#months li a[href*='month=2025-11']").bounding_box()
        begin = page.locator("#months [aria-current]").bounding_box()
        assert to
        assert begin
        draw(*((begin["x"] + 8 + (to["x"] - begin["x"]) * part, begin["y"] + 40) for part in (0, 0.25, 0.5, 0.75, 1)))
        page.wait_for_function("document.getElementById('since').value === '11/2025'")
        browser.close()


@needs("chromium")
def test_the_months_are_a_slider_and_the_page_stays_where_it_is(desk: Client) -> None:
    """By arrow keys; with scripts off the same months are links that lead to the same pages."""
    january = desk.get("/line/?month=2026-01").content.decode()
    december = next(a for a in map(unescape, re.findall(r'href="(/line/[^"]*)"', january)) if "month=2025-12" in a)
    pages = {"/line/?month=2026-01": january, december: desk.get(december).content.decode()}

    def answer(route: Route) -> None:
        asked = route.request.url.removeprefix("http://desk.test")
        if asked in pages:
            route.fulfill(body=pages[asked], content_type="text/html; charset=utf-8")
        else:
            given(route)

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=PARTS["chromium"].find(), args=["--no-sandbox"])
        page = browser.new_page()
        page.route("**/*", answer)
        page.goto("http://desk.test/line/?month=2026-01")
        page.evaluate("window.stayed = true")
        assert page.locator(".strip-ribbon").count()
        page.focus("#months [aria-current]")
        page.keyboard.press("ArrowLeft")
        page.wait_for_function("document.getElementById('since').value === '12/2025'")
        assert page.evaluate("window.stayed && document.activeElement.matches('#months [aria-current]')")
        assert page.url.endswith(december)
        assert page.inner_text("#period") == "1 Dec 2025 – 31 Dec 2025"
        assert not page.locator(".lying .strip-marks").count()
        page.go_back()
        page.wait_for_function("document.getElementById('since').value === '01/2026'")
        assert page.evaluate("window.stayed")
        browser.close()


@needs("chromium")
def test_the_strip_is_one_stop_of_tab_and_arrows_go_along_it(desk: Client) -> None:
    """The control: without the script each mark is a stop, as each is a link."""
    told = desk.get("/line/?month=2026-01").content.decode()
    where = """() => { const at = document.activeElement;
        const row = at.closest("#strip") ? "strip" : at.closest("#months ol") ? "months" : "";
        return [row, at.getAttribute("aria-label")]; }"""

    def stops(page: Page) -> dict[str, int]:
        counted = {"strip": 0, "months": 0}
        for _ in range(45):
            page.keyboard.press("Tab")
            row = page.evaluate(where)[0]
            if row:
                counted[row] += 1
        return counted

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=PARTS["chromium"].find(), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1200, "height": 900})
        page.route("**/*", lambda route: route.fulfill(body=told, content_type="text/html; charset=utf-8")
                   if "/line/" in route.request.url else given(route))  # fmt: skip
        page.goto("http://desk.test/line/?month=2026-01")
        page.wait_for_selector("#strip .lying a[tabindex='0']")
        assert stops(page) == {"strip": 1, "months": 1}
        names = page.evaluate(
            "[...document.querySelectorAll('#strip .lying a')].map(each => each.getAttribute('aria-label'))"
        )
        page.focus("#strip .lying a")
        assert page.inner_text("#strip-keys").startswith("Arrow keys")
        walked = [page.evaluate(where)[1]]
        for key in ("ArrowRight", "ArrowDown", "ArrowLeft", "End"):
            page.keyboard.press(key)
            walked.append(page.evaluate(where)[1])
        assert walked == [names[0], names[1], names[2], names[1], names[-1]]
        page.keyboard.press("Tab")
        page.keyboard.press("Shift+Tab")
        assert page.evaluate(where) == ["strip", names[-1]]  # who comes back is where they were
        for width, strip in ((1200, ".lying"), (390, ".upright")):
            page.set_viewport_size({"width": width, "height": 900})
            page.focus(f"#strip {strip} a")
            page.keyboard.press("ArrowDown")
            said, drawn, after = (page.locator(each).bounding_box() for each in (
                "#strip-keys", f"#strip {strip} svg", "#months"))  # fmt: skip
            assert said
            assert drawn
            assert after
            assert page.locator("#strip-keys").is_visible()
            assert drawn["y"] + drawn["height"] <= said["y"] + 1, "the word about keys lies over the strip"
            assert said["y"] + said["height"] <= after["y"] + 1, "the word about keys lies over the months"
        # Other lists of keys, of conditions on a round's sheet or of an account, are seen though no strip is there
        page.set_content('<link rel="stylesheet" href="http://desk.test/desk.css"><ul class="keys"><li>1</li></ul>')
        page.wait_for_load_state("networkidle")
        assert page.locator(".keys li").is_visible()
        plain = browser.new_page(viewport={"width": 1200, "height": 900})
        plain.route("**/*", lambda route: route.abort())
        plain.set_content(told)
        assert stops(plain)["strip"] > 20
        browser.close()


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

"""The page of the line in a browser: its map comes alive, keys and fingers go along strip and months."""

from __future__ import annotations

import re
from html import unescape
from importlib.resources import files
from typing import Any

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client
from playwright.sync_api import Page, Route, sync_playwright

from tests.needs import needs
from tools.system import PARTS

pytestmark = pytest.mark.usefixtures("accounts")


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

"""A form is filled in by the keyboard alone, a box of a hundred names is one stop on the way; the menu on a phone."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files

import pytest
from playwright.sync_api import Page, sync_playwright

from tests.border import Border, Side
from tests.desk.officers import Officer
from tests.desk.test_papers import at
from tests.needs import needs
from tools.system import PARTS
from twinline.store import reading
from twinline.store.reading import Reader

__all__ = ["at"]
At = Callable[[Side], None]
_ACTIVE = "document.activeElement.name || document.activeElement.tagName"
_DESCRIBED = "document.activeElement.getAttribute('aria-describedby')"
_IN_SIGHT = """(() => { const r = document.querySelector(".top nav [aria-current]").getBoundingClientRect();
    return r.left >= 0 && r.right <= innerWidth; })()"""
_SAID = "[...new FormData(document.querySelector('form.sheet'))].filter(([, v]) => v && v.at)"


@pytest.fixture(autouse=True)
def accounts(db: None) -> None:
    """The accounts' database is opened before the ledgers', which it knows nothing of."""


def stops(page: Page, first: str, last: str) -> int:
    """Return how many presses of Tab lie between two fields."""
    page.focus(f"[name='{first}']")
    for pressed in range(1, 150):
        page.keyboard.press("Tab")
        if page.evaluate(_ACTIVE) == last:
            return pressed
    raise AssertionError(f"{last} is not reached from {first} by Tab")


@needs("chromium")
def test_a_joint_patrol_is_filled_in_without_a_mouse(border: Border, at: At) -> None:
    lan = Officer(border.vn, at)
    form = lan.get("/new/patrol/")[1]
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=PARTS["chromium"].find(), args=["--no-sandbox"])
        page = browser.new_page()
        page.route("**/*", lambda route: route.abort())
        page.set_content(form)
        # The control: without the script each name is a stop.
        assert stops(page, "participants_la", "circle") > 40
        page.add_script_tag(content=(files("twinline.desk") / "static" / "desk" / "several.js").read_text("utf-8"))
        assert stops(page, "participants_la", "circle") < 5
        keys = page.keyboard
        page.focus("[name=type]")
        keys.press("End")
        for name, typed in (("when.from", "03/06/2026"), ("participants_vn", "12"), ("participants_la", "9")):
            stops(page, "type", name)
            keys.press("Control+A")
            keys.type(typed)
        keys.press("Tab")
        assert page.evaluate(_ACTIVE) == "counterparts"
        first = page.evaluate("document.activeElement.value")
        # A name is found without its marks, by its beginning or by a word of it; arrows move on and back.
        keys.type("xieng")
        assert page.evaluate("document.activeElement.value") == "la-xk"
        keys.press("ArrowDown")
        keys.press("ArrowUp")
        keys.press(" ")
        keys.press("Home")
        assert page.evaluate("document.activeElement.value") == first
        page.keyboard.press("Shift+Tab")
        page.keyboard.press("Tab")
        typed = page.evaluate(_SAID)
        browser.close()
    said: dict[str, list[str]] = {}
    for name, value in typed:
        said.setdefault(name, []).append(value)
    assert said["counterparts"] == ["la-xk"]
    assert lan.post("/new/patrol/", **said, keep="1")[0] == 302
    (kept,) = reading.records(border.vn.ledger, Reader.of_node(border.vn.ledger), kind="patrol")
    assert (kept.body["type"], kept.body["participants_vn"], kept.body["participants_la"]) == ("joint", 12, 9)


@needs("chromium")
def test_after_something_does_not_fit_the_keyboard_is_at_the_first_field_that_does_not(border: Border, at: At) -> None:
    lan = Officer(border.vn, at)
    status, form = lan.post("/new/crossing_count/", **{"when.from": "31/02/2026", "persons_to_la": "many", "keep": "1"})
    assert status == 422
    empty = lan.get("/new/crossing_count/")[1]
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=PARTS["chromium"].find(), args=["--no-sandbox"])
        page = browser.new_page()
        page.route("**/*", lambda route: route.abort())
        page.set_content(form)
        page.wait_for_function("document.activeElement !== document.body")
        # What is wrong with a group stands beneath it: the next stop is its first field.
        assert (
            "no day of the calendar" in page.locator(f"#{page.evaluate(_DESCRIBED)}".replace(".", r"\.")).inner_text()
        )
        page.keyboard.press("Tab")
        assert page.evaluate(_ACTIVE) == "when.from"
        # The control: a form that nothing is wrong with begins at its beginning.
        page.set_content(empty)
        assert page.evaluate(_ACTIVE) == "BODY"
        browser.close()


@needs("chromium")
def test_on_a_phone_the_menu_begins_at_the_page_one_is_on(border: Border, at: At) -> None:
    lan = Officer(border.vn, at)
    pages = {name: lan.get(name)[1] for name in ("/", "/other-side/")}
    look = files("twinline.desk") / "static" / "desk"
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=PARTS["chromium"].find(), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 390, "height": 844})
        page.route("**/*", lambda route: route.abort())
        for name, there in (("/", True), ("/other-side/", False)):
            page.set_content(pages[name])
            for style in ("tokens.css", "desk.css"):
                page.add_style_tag(content=(look / style).read_text("utf-8"))
            # The control: without the script what lies further along is out of sight.
            assert page.evaluate(_IN_SIGHT) is there
            page.add_script_tag(content=(look / "menu.js").read_text("utf-8"))
            assert page.evaluate(_IN_SIGHT)
        browser.close()

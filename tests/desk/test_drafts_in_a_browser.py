"""What is typed is kept to the last key when a tab is closed, and not said to be kept where nobody is signed in."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files

import pytest
from playwright.sync_api import Page, Route, sync_playwright

from tests.border import Border
from tests.desk.officers import Officer
from tests.desk.test_papers import at
from tests.needs import needs
from tools.system import PARTS

__all__ = ["at"]
DESK = "http://desk.example"
FORM = f"{DESK}/new/crossing_count/"
pytestmark = needs("chromium")


@pytest.fixture(autouse=True)
def accounts(db: None) -> None:
    """The accounts' database is opened before the ledgers', which it knows nothing of."""


class Server:
    """Answers a browser as the desk does: with a form, and with what becomes of drafts; it writes down what it got."""

    def __init__(self, form: str) -> None:
        self.form = form
        self.signed_in = True
        self.drafts: list[str] = []
        self.kept: list[str] = []

    def __call__(self, route: Route) -> None:
        asked = route.request
        static = files("twinline.desk") / "static" / "desk" / asked.url.rsplit("/", 1)[-1]
        if asked.url.endswith(("draft.js", "desk.css")):
            sort = "text/css" if asked.url.endswith(".css") else "text/javascript"
            route.fulfill(body=static.read_text("utf-8"), content_type=sort)
        elif "/static/" in asked.url:
            route.abort()
        elif not self.signed_in:
            route.fulfill(status=302, headers={"Location": f"{DESK}/sign-in/"})
        elif asked.url.endswith("/draft/"):
            self.drafts.append(asked.post_data or "")
            route.fulfill(status=204)
        elif asked.method == "POST":
            self.kept.append(asked.post_data or "")
            route.fulfill(body="kept")
        else:
            route.fulfill(body=self.form, content_type="text/html")


@pytest.fixture
def server(border: Border, at: object) -> Server:
    return Server(Officer(border.vn, at).get("/new/crossing_count/")[1])


@pytest.fixture
def page(server: Server) -> Iterator[Page]:
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=PARTS["chromium"].find(), args=["--no-sandbox"])
        context = browser.new_context()
        context.route("**/*", server)
        page = context.new_page()
        page.goto(FORM)
        yield page
        browser.close()


def told(page: Page, what: str) -> bool:
    return page.locator(f"[data-draft-{what}]").is_visible()


def come(page: Page, sent: list[str]) -> list[str]:
    """Return what was sent as soon as there is something; empty where nothing comes however busy the machine is."""
    tries = iter(range(400))
    while not sent and next(tries, None) is not None:
        page.wait_for_timeout(25)
    return sent


def test_what_was_typed_last_is_kept_when_the_page_is_left_at_once(server: Server, page: Page) -> None:
    page.fill("[name=persons_to_la]", "4711")
    assert server.drafts == []
    page.goto(f"{DESK}/elsewhere/")
    assert "4711" in come(page, server.drafts)[-1]
    # The control: where nothing was typed nothing is sent.
    before = len(server.drafts)
    page.goto(FORM)
    page.goto(f"{DESK}/elsewhere/")
    page.wait_for_timeout(200)
    assert len(server.drafts) == before


def test_who_is_signed_out_is_told_so_loses_nothing_and_goes_on_after_signing_in(server: Server, page: Page) -> None:
    assert not told(page, "away")
    server.signed_in = False
    page.fill("[name=persons_to_la]", "4712")
    page.click("button[name=keep]")
    page.wait_for_selector("[data-draft-away]", state="visible")
    assert not told(page, "told")
    assert page.input_value("[name=persons_to_la]") == "4712"
    assert page.url == FORM
    # Another officer who signs in there doesn't go on with it; the one whose it is does, with a new mark.
    server.signed_in, own = True, server.form
    server.form = own.replace('data-whose="', 'data-whose="9')
    page.evaluate("dispatchEvent(new Event('focus'))")
    page.wait_for_timeout(300)
    assert told(page, "away")
    assert server.drafts == []
    server.form = own.replace('name="csrfmiddlewaretoken" value="', 'name="csrfmiddlewaretoken" value="new')
    page.evaluate("dispatchEvent(new Event('focus'))")
    page.wait_for_selector("[data-draft-told]", state="visible")
    assert not told(page, "away")
    page.click("button[name=keep]")
    page.wait_for_url(FORM)
    assert "4712" in come(page, server.kept)[0]
    assert 'name="keep"' in server.kept[0]

"""The whole desk crawled as each role, and as somebody who isn't addressed: nothing leaks, breaks or runs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template import engines
from django.test import Client
from playwright.sync_api import sync_playwright

from tests.border import Border, carry
from tests.hostile.crawling import HEADERS, Crawl, faults
from tests.hostile.planting import RUNS, TAG, mark, plant, plant_acts
from tests.needs import needs
from tests.promises import tell, tries
from tools.system import PARTS
from twinline.access import doors
from twinline.access.models import (
    Draft,
    KeptFilter,
    OneTimeLink,
    Passkey,
    PersonRequest,
    Reminder,
    SecondFactor,
    Token,
    Trace,
    User,
    Written,
)  # fmt: skip
from twinline.access.pace import Pace
from twinline.access.roles import NEVER, ROLES
from twinline.sealed.part import Part
from twinline.sealed.vault import Vault
from twinline.store import here

PERSON = mark("person")
#: Texts within lists of a record: a picture's caption, where an office is reached, a place walked, a class of gate.
IN_LISTS = {"attachments.[].caption.text", "contacts.[].at", "walked.[].place.name", "classes.[].note.text"}
#: Somebody of another organisation of this node reads what is said to the guard and the line, not what stays at home.
HIDDEN = {"vn-na": (PERSON,), "vn-na-bg": (PERSON, mark("own"))}


@pytest.fixture(autouse=True)
def accounts(db: None) -> None:
    """The accounts' database is opened before the ledgers', which it knows nothing of."""


@pytest.fixture
def desk(border: Border, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], Client]:
    """Plant something in every text, and return how a browser of somebody is opened."""
    for places in plant(border).values():
        assert len(places) >= 10
        assert places.keys() >= IN_LISTS
    carry(border.vn, border.la)
    assert plant_acts(border) >= 5
    carry(border.vn, border.la)
    part = Part(person="suspect", basis="fact", purpose="investigation", ends=30_000, name=PERSON, born="1990")
    record = border.vn.say("incident", {"when": "2022-06-03", "place": "vn-na-xo-nam-can", "cases": 1, "persons": 1,
                                        "offence": "drug_trafficking", "example": True}, to="self").record  # fmt: skip
    Vault(border.vn.ledger.folder).put(record, part, now=border.vn.clock())
    monkeypatch.setattr(here, "_open", lambda _: border.vn.ledger)
    monkeypatch.setattr(doors, "_PACE", Pace(100_000))  # a crawl asks for more than a person may
    monkeypatch.setattr(settings, "NODE", border.vn.ledger.folder)  # what is written by a form lies with the node

    def sign_in(organisation: str, roles: str) -> Client:
        client = Client(raise_request_exception=False)
        client.force_login(User.objects.create(
            username=f"{organisation}-{roles}"[:60], display_name=f"\"><{TAG} onclick=x>", password="!",
            organisation=organisation, roles=roles,
        ))  # fmt: skip
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
        return client

    return sign_in


EVERY = ",".join(sorted(set(ROLES) - set(NEVER)))
#: Quick: somebody with every right, of the organisation from which most is hidden. Long: the same, more of each shape
#: and each kind apart; then each role of both organisations, one of each shape.
CELLS = [(organisation, role) for organisation in HIDDEN for role in sorted(ROLES)]


def crawled(client: Client, hidden: tuple[str, ...], most: int) -> Crawl:
    crawl = Crawl(client, hidden, most)
    crawl.walk("/", "/no-such-page/", "/records/", "/records/nothing/", "/healthz", "/link/nothing/")
    told = {
        "answers": crawl.asked,
        "pages with something planted": len(crawl.marked),
        "wrong": len(crawl.wrong),
        "hostile files": crawl.files,
    }
    tell("addresses and forms of the desk", most, told, seed=None)
    return crawl


@pytest.mark.parametrize("most", tries("addresses and forms of the desk"))
def test_nothing_leaks_breaks_or_runs_whoever_looks(desk: Callable[[str, str], Client], most: int) -> None:
    crawl = crawled(desk("vn-na-bg", EVERY), HIDDEN["vn-na-bg"], most)
    assert crawl.wrong == []
    assert crawl.asked > 80
    assert crawl.files >= 30
    assert len(crawl.marked) >= 8


@pytest.mark.long
@pytest.mark.parametrize(("organisation", "role"), CELLS)
def test_nothing_leaks_breaks_or_runs_for_each_role(
    desk: Callable[[str, str], Client], organisation: str, role: str
) -> None:
    crawl = crawled(desk(organisation, role), HIDDEN[organisation], 1)
    assert crawl.wrong == []
    assert crawl.asked > 80
    assert len(crawl.marked) >= 8


def said_and_kept(border: Border) -> tuple[int, ...]:
    """Return how much the tables hold that somebody's deed writes into: what is said, signed, traced, asked, made."""
    with border.vn.ledger.connection.cursor() as cursor:
        found = []
        for table in ("store_entry", "store_checkpoint", "store_receipt", "store_peer", "store_line_version"):
            cursor.execute(f"SELECT COUNT(*) FROM {table}")
            found.append(cursor.fetchone()[0])
    models = (Trace, PersonRequest, Draft, KeptFilter, Written, SecondFactor, Token, Passkey, Reminder, OneTimeLink)
    parts = Vault(border.vn.ledger.folder).all()
    return (*found, *(model.objects.count() for model in models), len(parts))


def test_looking_at_every_page_and_file_writes_nothing(desk: Callable[[str, str], Client], border: Border) -> None:
    """The control: one form that is sent does."""
    client = desk("vn-na", EVERY)
    before = said_and_kept(border)
    crawl = Crawl(client, (), 1, sent=False)
    crawl.walk("/", "/records/")
    assert crawl.asked > 50
    assert said_and_kept(border) == before
    assert client.post("/records/filters/", {"name": "x", "asks": "kind=incident"}).status_code == 302
    assert said_and_kept(border) != before


def test_on_the_other_side_of_the_border_only_what_was_said_to_the_line_is_found(
    desk: Callable[[str, str], Client], border: Border, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The Lao desk, in Lao, once all that is for it has come. The control: what is for it is found."""
    carry(border.vn, border.la)
    monkeypatch.setattr(here, "_open", lambda _: border.la.ledger)
    client = desk(border.la.code, EVERY)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "lo"
    crawl = Crawl(client, (PERSON, mark("own"), mark("guard")), 1, sent=False)
    crawl.walk("/", "/records/", "/line/")
    assert crawl.wrong == []
    assert crawl.asked > 40
    assert mark("line").encode() in b"".join(raw for _, _, raw in crawl.answers.values())


def test_a_page_that_does_not_escape_is_found(
    desk: Callable[[str, str], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    client = desk("vn-na", "analyst")
    monkeypatch.setattr(engines["django"].engine, "autoescape", False)
    crawl = Crawl(client, (), 1, sent=False)
    crawl.walk("/records/")
    assert any(f"<{TAG}> was planted" in fault for fault in crawl.wrong)


def test_a_mark_that_leaks_is_found_by_the_same_crawl(desk: Callable[[str, str], Client]) -> None:
    crawl = Crawl(desk("vn-na", "analyst"), (mark("own"),), 1, sent=False)
    crawl.walk("/")
    assert any("leaks" in fault for fault in crawl.wrong)


class Browser:
    """A real browser that is given what a crawl was answered, and what ran in it that may not."""

    def __init__(self, play: Any, crawl: Crawl | None = None) -> None:
        self.ran: list[str] = []
        self.blocked: list[str] = []
        self._open = play.chromium.launch(executable_path=PARTS["chromium"].find(), args=["--no-sandbox"])
        self.page = self._open.new_page()
        self.page.on("dialog", lambda one: (self.ran.append(f"dialog {one.message}"), one.dismiss()))
        self.page.on("console", lambda one: self._heard(one.text))
        self.page.on("pageerror", lambda one: self.ran.append(f"error {one}"))
        if crawl is not None:
            self.page.route("**/*", lambda route: self._answer(crawl, route))

    def _heard(self, text: str) -> None:
        # A machine without a graphics card says how slow it draws, and a map that is left gives back what it drew on.
        if text.startswith(("[.WebGL", "WebGL: CONTEXT_LOST_WEBGL: loseContext")):
            return
        (self.blocked if "Content Security Policy" in text else self.ran).append(text)

    def _answer(self, crawl: Crawl, route: Any) -> None:
        parts = urlsplit(route.request.url)
        place = f"{parts.path}?{parts.query}".rstrip("?")
        if parts.netloc != "localhost":
            self.ran.append(f"asked for {route.request.url}")
            route.abort()
        elif parts.path.startswith("/static/"):
            route.fulfill(path=finders.find(parts.path.removeprefix("/static/")))
        elif place in crawl.answers:
            status, headers, raw = crawl.answers[place]
            route.fulfill(status=status, headers=headers, body=raw)
        else:
            # Of each shape a crawl asks for a few: a picture or a part of the map that it didn't ask for is left out.
            route.fulfill(status=204)

    def look(self) -> None:
        """Look whether something planted became part of the page."""
        if self.page.title().strip() == TAG or self.page.query_selector(TAG):
            self.ran.append(f"planted on {self.page.url}")

    def close(self) -> None:
        self._open.close()


@needs("chromium")
@pytest.mark.parametrize("most", tries("pages in a browser"))
def test_nothing_planted_runs_in_a_browser_and_the_policy_has_nothing_to_stop(
    desk: Callable[[str, str], Client], most: int
) -> None:
    crawl = Crawl(desk("vn-na", "commander"), most=1 if most < 50 else 3, sent=False)
    crawl.walk("/records/", "/line/", "/")
    pages = crawl.marked[:most]
    with sync_playwright() as play:
        browser = Browser(play, crawl)
        for place in pages:
            browser.page.goto(f"http://localhost{place}", wait_until="load")
            browser.look()
        browser.close()
    found = {"ran": len(browser.ran), "stopped by the policy": len(browser.blocked)}
    tell("pages in a browser", len(pages), found, seed=None)
    assert (browser.ran, browser.blocked) == ([], [])
    assert len(pages) >= 6


@needs("chromium")
def test_what_runs_or_is_stopped_in_a_browser_is_seen(
    desk: Callable[[str, str], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines["django"].engine, "autoescape", False)
    crawl = Crawl(desk("vn-na", "commander"), most=1)
    crawl._look("/records/", crawl.client.get("/records/"))
    with sync_playwright() as play:
        bare, browser = Browser(play), Browser(play, crawl)
        bare.page.set_content("".join(RUNS))
        bare.page.wait_for_timeout(200)
        browser.page.goto("http://localhost/records/")
        for each in (bare, browser):
            each.look()
            each.close()
    assert any(TAG in told for told in bare.ran)
    assert any("planted" in told for told in browser.ran)
    assert browser.blocked


def test_a_header_that_no_list_names_is_found() -> None:
    told = faults("/x", 200, {**HEADERS, "Content-Security-Policy": "'none'", "X-Officer": "lan"}, b"", ())
    assert told == ["X-Officer, which no list names, at /x"]


def test_an_answer_without_its_headers_is_found() -> None:
    told = faults("/x", 500, {"Content-Type": "text/html"}, b"<p onclick=x>", ())
    assert [each.split(" at ")[0] for each in told] == [
        "500", "no charset", "<p onclick>", "X-Content-Type-Options is None", "X-Frame-Options is None",
        "Referrer-Policy is None", "no policy",
    ]  # fmt: skip

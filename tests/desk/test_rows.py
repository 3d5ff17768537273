"""A list of parts takes as many rows as its record needs, on one page."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files

import pytest
from playwright.sync_api import sync_playwright

from tests.border import Border, Side
from tests.desk.officers import Officer
from tests.desk.test_papers import at
from tests.needs import needs
from tools.system import PARTS
from twinline.store import reading
from twinline.store.reading import Reader

__all__ = ["at"]
At = Callable[[Side], None]
POSTS = ("vn-post-thong-thu", "vn-post-tri-le", "vn-post-na-ngoi", "vn-post-thanh-thuy")
OTHERS = ("la-coy-216", "la-coy-217", "la-coy-222", "la-post-nam-on")


@pytest.fixture(autouse=True)
def accounts(db: None) -> None:
    """The accounts' database is opened before the ledgers', which it knows nothing of."""


@needs("chromium")
def test_four_pairs_are_filled_in_on_one_form_where_two_rows_stand_ready(border: Border, at: At) -> None:
    lan = Officer(border.vn, at)
    form = lan.get("/new/twinning/")[1]
    assert 'name="pairs[1].a"' in form
    assert 'name="pairs[2].a"' not in form
    folder = files("twinline.desk") / "static" / "desk"
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=PARTS["chromium"].find(), args=["--no-sandbox"])
        page = browser.new_page()
        page.route("**/*", lambda route: route.abort())
        page.set_content(form)
        for script in ("ready.js", "rows.js"):
            page.add_script_tag(content=(folder / script).read_text("utf-8"))
        page.evaluate("document.querySelector('details.fold').open = true")
        page.select_option("[name=level]", "post_company")
        for name, codes in (("units_a", POSTS), ("units_b", OTHERS)):
            for code in codes:
                page.check(f"[name={name}][value={code}]")
        for number, pair in enumerate(zip(POSTS, OTHERS, strict=True)):
            if number > 1:
                page.click("[data-another=pairs]")
                assert page.evaluate("document.activeElement.name") == f"pairs[{number}].a"
            for end, code in zip("ab", pair, strict=True):
                page.select_option(f"[name='pairs[{number}].{end}']", code)
        typed = page.evaluate("[...new FormData(document.querySelector('form.sheet'))].filter(([, v]) => v && v.at)")
        browser.close()
    said: dict[str, list[str]] = {}
    for name, value in typed:
        said.setdefault(name, []).append(value)
    assert lan.post("/new/twinning/", **said)[0] == 302
    (kept,) = reading.records(border.vn.ledger, Reader.of_node(border.vn.ledger), kind="twinning")
    assert [(one["a"], one["b"]) for one in kept.body["pairs"]] == list(zip(POSTS, OTHERS, strict=True))
    assert kept.body["unit_types"] == [{"unit": "la-post-nam-on", "type": "border_police_post"}]


def test_an_inspection_asks_at_once_for_what_it_can_not_be_without(border: Border, at: At) -> None:
    lan = Officer(border.vn, at)
    unfolded = lan.get("/new/inspection/")[1].partition('<details class="fold"')[0]
    for name in ("when.from", "place.organisation", "nothing_to_report", "findings"):
        assert f'name="{name}"' in unfolded
    assert 'name="note.text"' not in unfolded

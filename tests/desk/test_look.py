"""The look: nothing from elsewhere, two colours that can be read, red for danger to life alone."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files

import pytest

LOOK = files("twinline.desk") / "static" / "desk"
CSS = ("tokens.css", "desk.css", "print.css", "calendar.css", "monday.css")


def rules(name: str) -> str:
    return (LOOK / name).read_text("utf-8")


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours as WCAG 2.2 reckons it."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def schemes() -> dict[str, dict[str, str]]:
    """Return the colours of the light and the dark page."""
    blocks = re.findall(r"([^{}]+)\{([^{}]*)\}", rules("tokens.css"))
    found = {}
    for selector, body in blocks:
        colours = dict(re.findall(r"--([a-z-]+):\s*(#[0-9a-f]{6})", body))
        if "paper" in colours:
            found["dark" if "dark" in selector or "not(" in selector else "light"] = colours
    return found


PAIRS = [
    ("ink", "paper"), ("soft", "paper"), ("soft", "sheet"), ("ink", "sheet"), ("vn", "paper"), ("la", "paper"),
    ("ink", "vn-wash"), ("ink", "la-wash"), ("soft", "vn-wash"), ("soft", "la-wash"), ("on-accent", "vn"),
    ("on-accent", "la"), ("danger", "paper"),
]  # fmt: skip


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_what_is_read_has_enough_contrast(scheme: str, one: str, other: str) -> None:
    colours = schemes()[scheme]
    assert contrast(colours[one], colours[other]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_edges_of_fields_can_be_seen(scheme: str) -> None:
    colours = schemes()[scheme]
    assert contrast(colours["edge"], colours["paper"]) >= 3


@pytest.mark.parametrize("name", CSS)
def test_no_colour_is_thinned_below_its_contrast(name: str) -> None:
    assert set(re.findall(r"(?<!-)opacity:\s*([\d.]+)", rules(name))) <= {"1"}


def test_everything_of_a_page_stands_in_a_landmark() -> None:
    """Whoever listens to a page goes from landmark to landmark; the way to the content and alerts are found without."""
    page = (LOOK.parent.parent / "templates" / "desk" / "base.html").read_text("utf-8").split("<body>")[1]
    begin = re.findall(r"^(?:\{% if [^%]*%\})?<([a-z]+)([^>]*)", page, re.MULTILINE)
    outside = {name for name, told in begin if not re.search("skip|alert|status", told)}
    assert {"header", "main", "footer"} <= outside <= {"aside", "header", "main", "footer"}


def test_too_little_contrast_would_be_found() -> None:
    assert contrast("#999999", "#ffffff") < 4.5


@pytest.mark.parametrize("name", CSS)
def test_nothing_comes_from_elsewhere_and_nothing_moves(name: str) -> None:
    text = rules(name)
    assert not re.search(r"https?:|//[a-z]|@import|data:", text)
    assert not re.search(r"\b(animation|transition|@keyframes)\b", text)
    assert "italic" not in text


def test_red_is_for_danger_to_life_alone() -> None:
    users = re.findall(r"([^{}]*)\{[^{}]*var\(--(?:danger|alert)\)[^{}]*\}", rules("desk.css"))
    assert all("danger" in selector for selector in users)


def bare_tables(page: str) -> list[str]:
    """Return the tables of a template of which no style says how they fit a telephone, nor of what they lie in."""
    styled = set(re.findall(r"\.([a-z][a-z-]*)", "".join(map(rules, CSS))))
    found = re.findall(r"(<[a-z]+[^<>]*>)\s*(<table[^>]*>)|(<table[^>]*>)", page)
    told = ["".join(each) for each in found]
    return [
        each for each in told if not {*re.findall(r"[a-z-]+", " ".join(re.findall('class="([^"]*)', each)))} & styled
    ]


def test_every_table_of_a_page_fits_a_telephone() -> None:
    """The control: a frame whose name no style knows, as two pages once had it."""
    pages = sorted((LOOK.parent.parent / "templates").rglob("*.html"))
    assert sum("<table" in page.read_text("utf-8") for page in pages) > 10
    assert {page.name: told for page in pages if (told := bare_tables(page.read_text("utf-8")))} == {}
    assert bare_tables('<div class="no-such-frame"><table><thead>') == ['<div class="no-such-frame"><table>']


def test_the_fonts_are_those_that_are_named_with_their_licence() -> None:
    fonts = LOOK / "fonts"
    vendored = tomllib.loads((fonts / "vendor.toml").read_text("utf-8"))["package"]
    named = {name for package in vendored for name in (*package["files"], package["licence_file"])}
    assert {one.name for one in fonts.iterdir()} - {"vendor.toml"} == named
    assert all(len(package["sha512"]) == 128 for package in vendored)
    assert all(f"fonts/{name}" in rules("tokens.css") for name in named if name.endswith(".woff2"))


def test_the_map_s_program_is_as_published_with_its_licence() -> None:
    folder = LOOK / "map"
    (package,) = tomllib.loads((folder / "vendor.toml").read_text("utf-8"))["package"]
    named = {name.rsplit("/", 1)[-1] for name in package["files"]} | {package["licence_file"]}
    assert {one.name for one in folder.iterdir()} - {"vendor.toml"} == named
    assert package["version"] in (folder / "maplibre-gl.mjs").read_text("utf-8")[:500]
    assert "://" not in (folder / "vendor.toml").read_text("utf-8")

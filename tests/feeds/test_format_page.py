"""docs/format.md shows real values; this holds it to them."""

import base64
import re
from pathlib import Path

import pytest

from tests.feeds.cast import NODE
from tests.feeds.vectors import load
from twinline.feeds import audiences, canonical, entries

PAGE = Path(__file__).parents[2].joinpath("docs", "format.md").read_text(encoding="utf-8")
FEEDS = load("feeds")["good"]["feeds"]


def leaf(feed: int, at: int) -> str:
    return base64.b64decode(FEEDS[feed]["leaves"][at]).decode()


def examples() -> dict[str, str]:
    """Return what the page must show, by the name of its block."""
    return {
        "genesis": leaf(2, 0),
        "entry": leaf(2, 1) + "\n",
        "checkpoint": FEEDS[2]["checkpoint"] + "".join(f"{line}\n" for line in FEEDS[2]["receipts"]),
        "node certificate": canonical.decode(leaf(0, 4).encode())["body"]["certificate"],
        "organisation certificate": canonical.decode(leaf(0, 3).encode())["body"]["certificate"],
    }


@pytest.mark.parametrize("name", examples())
def test_the_page_shows_the_bytes_of_the_vectors(name):
    (shown,) = re.findall(rf"^```text {name}\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
    assert shown == examples()[name]


def test_the_page_shows_a_real_fingerprint_and_audience_id():
    assert f"`{NODE.public.fingerprint}`" in PAGE
    assert audiences.audience_id(["la-xk", "vn-na"]) in PAGE


def test_the_page_names_every_field_and_act():
    for word in (*entries.HEADER, *entries.ACTS, "intended"):
        assert f"`{word}`" in PAGE

"""The strip for paper: shapes as one SVG in plain colours, and its words apart, for what sets pages to write them.

What sets pages knows neither variables nor themes, and writes Lao better than a picture does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from html import unescape

from twinline.line.strip import draw, stylesheet
from twinline.line.strip.model import Strip
from twinline.line.strip.svg import el

_BOX = re.compile(r'viewBox="0 0 ([0-9.]+) ([0-9.]+)"')
_TEXT = re.compile(r"<text ([^>]*)>([^<]*)</text>")
_SAID = re.compile(r'([a-z-]+)="([^"]*)"')
_VALUE = re.compile(r"(--strip-[a-z]+): var\(--[a-z]+, (#[0-9a-f]{6})\)")
_RULE = re.compile(r"(?m)^(\.[^{}@]+)\{([^{}]*)\}")
#: What only means something on a screen, and the look of words.
_SCREEN = ("data-theme", ":hover", ":focus", "strip a", ".strip text")
_BOLD = ("strip-side", "strip-gate-label")
_TONES = {"strip-vn": "--strip-vn", "strip-la": "--strip-la", "strip-quiet": "--strip-quiet"}
_TONES |= {"strip-number": "--strip-quiet"}


@dataclass(frozen=True, slots=True)
class Written:
    """Some words on the strip: where their baseline begins, ends or has its middle (``anchor``), in its units."""

    x: float
    y: float
    size: float
    anchor: str
    bold: bool
    colour: str
    body: str


@dataclass(frozen=True, slots=True)
class Paper:
    """The strip taken apart: shapes as SVG, how wide and high that is, and its words."""

    shapes: str
    width: float
    height: float
    words: tuple[Written, ...]


def on_paper(strip: Strip) -> Paper:
    """Return the strip in the colours of a light page."""
    drawn = draw(strip)
    box = _BOX.search(drawn)
    assert box is not None
    shapes = _TEXT.sub("", drawn).replace("<defs>", el("style", _style().replace("<", "\\3c ")) + "<defs>", 1)
    return Paper(shapes, float(box[1]), float(box[2]), tuple(_written(*found) for found in _TEXT.findall(drawn)))


def _written(head: str, body: str) -> Written:
    said = dict(_SAID.findall(head))
    classes = said.get("class", "").split()
    colours = _colours()
    tone = next((colours[_TONES[each]] for each in classes if each in _TONES), colours["--strip-ink"])
    return Written(
        float(said["x"]), float(said["y"]), float(said["font-size"]), said.get("text-anchor", "start"),
        any(each in _BOLD for each in classes), tone, unescape(body),
    )  # fmt: skip


@lru_cache(maxsize=1)
def _colours() -> dict[str, str]:
    return dict(_VALUE.findall(stylesheet().split("@media", 1)[0]))


@lru_cache(maxsize=1)
def _style() -> str:
    """Return the rules of the strip's shapes with each colour in its place."""
    text = re.sub(r"/\*.*?\*/", "", stylesheet(), flags=re.DOTALL)
    kept = []
    for selector, body in _RULE.findall(text):
        if any(word in selector for word in _SCREEN):
            continue
        plain = re.sub(r"--strip-[a-z]+: [^;]+;", "", body)
        kept.append(f"{selector}{{{re.sub(r'var[(](--strip-[a-z]+)[)]', lambda name: _colours()[name[1]], plain)}}}")
    return " ".join(" ".join(kept).split())

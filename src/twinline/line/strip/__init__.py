"""The strip: the border drawn straight, north to south, both sides beside it. Pure: values in, SVG text out."""

from __future__ import annotations

from importlib.resources import files

from twinline.line.strip.marks import hatches
from twinline.line.strip.model import (
    AGREED,
    BOTH,
    LA,
    NOT_AGREED,
    STATED,
    VN,
    Band,
    Gate,
    Mark,
    River,
    Strip,
    Tick,
    Walked,
)
from twinline.line.strip.parts import kilometre
from twinline.line.strip.svg import el, text
from twinline.line.strip.tall import WIDTH as TALL_WIDTH
from twinline.line.strip.tall import Tall
from twinline.line.strip.wide import WIDTH as WIDE_WIDTH
from twinline.line.strip.wide import Wide
from twinline.line.strip.words import WORDS, Words

__all__ = [
    "AGREED",
    "BOTH",
    "LA",
    "NOT_AGREED",
    "STATED",
    "VN",
    "WORDS",
    "Band",
    "Gate",
    "Mark",
    "River",
    "Strip",
    "Tick",
    "Walked",
    "Words",
    "draw",
    "stylesheet",
]


def draw(strip: Strip, *, standalone: bool = False) -> str:
    """Return the strip as one svg element.

    Within a page its look comes from ``stylesheet()``, which the page serves: no style attribute, no script, nothing
    from elsewhere. ``standalone`` puts the stylesheet inside, for a file or a PDF. With links it is a group of lists
    that a keyboard walks from north to south; without, one picture with title and description.
    """
    inside, height = (Tall(strip) if strip.narrow else Wide(strip)).draw()
    across = TALL_WIDTH if strip.narrow else WIDE_WIDTH
    words, (first, last) = strip.words, strip.window
    shown = [m for m in strip.marks if m.to_m >= first and m.from_m <= last]
    places = {"first": kilometre(strip, first, 1_000), "last": kilometre(strip, last, 1_000), "marks": len(shown)}
    links = (*(m.href for m in strip.marks), *(b.href for b in strip.bands), *(g.href for g in strip.gates))
    style = el("style", stylesheet().replace("<", "\\3c ")) if standalone else ""
    return el(
        "svg",
        el("title", _escaped(words.title), id=f"{strip.key}-title"),
        el("desc", _escaped(words.desc.format(**places)), id=f"{strip.key}-desc"),
        style,
        el("defs", hatches(strip.key)),
        el("rect", width=across, height=round(height), class_="strip-paper") if standalone else "",
        inside,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {across:.0f} {height:.0f}",
        width=f"{across:.0f}" if standalone else None,
        height=f"{height:.0f}" if standalone else None,
        class_=f"strip {'strip-tall' if strip.narrow else 'strip-wide'}",
        lang=words.lang,
        role="group" if any(links) else "img",
        aria_labelledby=f"{strip.key}-title",
        aria_describedby=f"{strip.key}-desc",
    )


def stylesheet() -> str:
    """Return the CSS of all strips. It takes the page's tokens --ink, --paper, --quiet, --hair, --vn, --la, --alert and
    --focus, and has values of its own where there are none."""
    return (files("twinline.line.strip") / "strip.css").read_text(encoding="utf-8")


def _escaped(content: str) -> str:
    return text(content, 0, 0, 1).split(">", 1)[1].rsplit("<", 1)[0]

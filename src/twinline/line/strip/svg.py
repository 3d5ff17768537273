"""SVG as text: elements, escaping, and how wide a text will be."""

from __future__ import annotations

import unicodedata
from html import escape

_NARROW = frozenset("iljI|.,:;'’!·")
_SLIM = frozenset("ft()[]r-–/ ")
_WIDE = frozenset("mwMW—©")


def el(name: str, *children: str, **attributes: object) -> str:
    """Return an element. ``class_`` means class, other underscores hyphens; what is None or "" is left out.

    Text among ``children`` must be escaped already (``text`` does it).
    """
    parts = [name]
    for key, value in attributes.items():
        if value is None or value == "":
            continue
        shown = number(value) if isinstance(value, float) else escape(str(value), quote=True)
        written = "class" if key == "class_" else key.replace("_", "-")
        parts.append(f'{written}="{shown}"')
    head = " ".join(parts)
    return f"<{head}>{''.join(children)}</{name}>" if children else f"<{head}/>"


def number(value: float) -> str:
    """Return a coordinate with at most one decimal."""
    shown = f"{value:.1f}"
    return shown[:-2] if shown.endswith(".0") else shown


def text(content: str, x: float, y: float, size: float, **attributes: object) -> str:
    return el("text", escape(content), x=x, y=y, font_size=size, **attributes)


def group(*children: str, **attributes: object) -> str:
    """Return a group, or nothing if there is nothing in it."""
    inside = "".join(children)
    return el("g", inside, **attributes) if inside else ""


def link(href: str, title: str, *children: str, **attributes: object) -> str:
    """Return shapes as a link, named for screen readers and pointers; without ``href`` as a plain group."""
    named = el("title", escape(title)) if title else ""
    if href:
        return el("a", named, *children, href=href, aria_label=title, **attributes)
    return el("g", named, *children, role="img" if title else None, aria_label=title, **attributes)


def width(content: str, size: float) -> float:
    """Return about how wide a text in Noto Sans or Noto Sans Lao will be: rather too wide than too narrow."""
    return size * sum(_advance(c) for c in unicodedata.normalize("NFD", content))


def _advance(c: str) -> float:
    if unicodedata.category(c) in ("Mn", "Me", "Cf"):
        return 0.0
    if c in _NARROW:
        return 0.29
    if c in _SLIM:
        return 0.37
    if c in _WIDE:
        return 0.93
    if c.isupper():
        return 0.67
    return 0.64 if "\u0e80" <= c <= "\u0eff" else 0.58


def folded(content: str, size: float, room: float) -> list[str]:
    """Return a text in lines no wider than ``room`` where spaces allow it."""
    lines: list[str] = []
    for word in content.split(" "):
        if lines and width(f"{lines[-1]} {word}", size) <= room:
            lines[-1] = f"{lines[-1]} {word}"
        else:
            lines.append(word)
    return lines

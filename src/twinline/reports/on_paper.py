"""Drawings as a PDF takes them: shapes as SVG, and their words apart, to be set in type.

Lao words inside an SVG are not shaped whole on paper, and a tagged PDF refuses them; as type they are.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import Any

_SVG = "http://www.w3.org/2000/svg"
_TONES = {
    "strip-quiet": "#56626a",
    "strip-number": "#56626a",
    "chart-tick": "#52616a",
    "strip-vn": "#0b6375",
    "strip-la": "#8f5b00",
}
_BOLD = frozenset({"strip-side", "strip-gate-label"})
_INK = "#15222a"


def drawing(svg: str) -> dict[str, Any]:
    """Return a drawing of ours without its words, its size in its own units, and the words with where they stand."""
    root = ET.fromstring(svg)  # noqa: S314 drawn here
    ET.register_namespace("", _SVG)
    _, _, across, high = map(float, root.attrib["viewBox"].split())
    words = [_word(each) for each in root.iter(f"{{{_SVG}}}text")]
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag == f"{{{_SVG}}}text":
                parent.remove(child)
    return {"svg": ET.tostring(root, encoding="unicode"), "across": across, "high": high, "words": words}


def _word(element: ET.Element) -> dict[str, Any]:
    classes = element.get("class", "").split()
    tones = [_TONES[name] for name in classes if name in _TONES]
    return {
        "text": element.text or "",
        "x": float(element.get("x", "0")),
        "y": float(element.get("y", "0")),
        "size": float(element.get("font-size", "10")),
        "anchor": element.get("text-anchor", "start"),
        "bold": bool(_BOLD & set(classes)),
        "tone": tones[0] if tones else _INK,
    }

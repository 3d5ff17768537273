"""The desk's own scripts put text and never markup, run nothing that was read, and keep nothing in the browser."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "src" / "twinline" / "desk" / "static" / "desk"
#: Beside these there is the library that draws the map, of which `line.mjs` uses what sets no markup.
OWN = sorted([*STATIC.glob("*.js"), *STATIC.glob("*.mjs")])
NEVER = {
    "markup": r"\.(?:inner|outer)HTML\b|insertAdjacentHTML|document\.write|srcdoc|createContextualFragment",
    "code made of text": r"\beval\b|new Function|\bset(?:Timeout|Interval)\(\s*['\"`]|Attribute\(['\"]on|javascript:",
    "objects that may be changed for all": r"__proto__|\.prototype\b|\bfor\s*\(\s*(?:const|let|var)\s+\w+\s+in\b",
    "a store of the browser": r"localStorage|sessionStorage|indexedDB|caches\.open|document\.cookie",
}
#: A value put under a name: only of a list that stands in the script.
_NAMED = re.compile(r"(\w+)\[(\w+)\] = ")


def faults(script: str) -> list[str]:
    """Return what a script does that none may."""
    found = [what for what, form in NEVER.items() if re.search(form, script)]
    for _, name in _NAMED.findall(script):
        if not re.search(rf"for \(const {name} of \[\"", script):
            found.append(f"a value under a name that was read: {name}")
    return found


@pytest.mark.parametrize("path", OWN, ids=[each.name for each in OWN])
def test_a_script_of_the_desk_sets_no_markup_runs_nothing_it_read_and_keeps_nothing(path: Path) -> None:
    assert faults(path.read_text(encoding="utf-8")) == []


def test_the_map_s_library_is_used_without_the_control_that_sets_markup() -> None:
    assert len(OWN) >= 8
    library = (STATIC / "map" / "maplibre-gl.mjs").read_text(encoding="utf-8")
    assert library.count("innerHTML") == 1
    assert "attributionControl: false" in (STATIC / "line.mjs").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "script",
    ["box.innerHTML = said;", "eval(said)", "setTimeout('run()', 1)", "for (const key in read) {}",
     "read.__proto__ = 1;", "localStorage.x = 1;", "kept[name] = read;"],
)  # fmt: skip
def test_a_script_that_does_is_found(script: str) -> None:
    assert faults(script) != []


def test_no_certificate_goes_unchecked() -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.py"))
    switched_off = re.compile(r"CERT_NONE|_create_unverified|check_hostname\s*=\s*False|verify\s*=\s*False\b")
    assert not switched_off.search(source)
    assert switched_off.search("context.verify_mode = ssl.CERT_NONE")

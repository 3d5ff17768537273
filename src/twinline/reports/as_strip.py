"""The strip of a report: the agreed line drawn straight, with what was patrolled and inspected in the period."""

from __future__ import annotations

import re
from functools import lru_cache

from twinline.line.strip import Walked, draw, stylesheet
from twinline.line.strip.standard import standard_strip
from twinline.line.strip.words import WORDS
from twinline.records.gazetteer import packaged
from twinline.reports.model import Watch
from twinline.reports.strips import existing

_SET = re.compile(r"(--strip-[a-z]+): var\(--[a-z]+, (#[0-9a-f]{6})\)")
_MEDIA = re.compile(r"@media[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
_DARK = re.compile(r"[^{}]*\[data-theme=\"dark\"\][^{}]*\{[^{}]*\}")


def as_strip(watch: Watch, lang: str, *, key: str, paper: bool = False, narrow: bool = False) -> str:
    """Return the strip as one svg element; on ``paper`` it carries its own light colours; ``narrow``: upright."""
    unseen, places = set(watch.unseen), watch.places
    strip = standard_strip(
        WORDS[lang],
        lambda code: packaged().name(code, lang) if packaged().organisation(code) is not None else code,
        walked=tuple(Walked(*each) for each in watch.walked),
        seen={marker.number: "" for marker in places.markers if marker.number not in unseen},
        narrow=narrow,
        key=key,
        places=places,
        exists=existing(watch.day),
    )
    drawn = draw(strip, standalone=paper)
    return drawn.replace(stylesheet().replace("<", "\\3c "), on_paper()) if paper else drawn


@lru_cache(maxsize=1)
def on_paper() -> str:
    """Return the strip's stylesheet with its colours written out: what draws on paper knows no variables."""
    css = _DARK.sub("", _MEDIA.sub("", stylesheet()))
    # The light scheme stands first.
    for name, value in dict(reversed(_SET.findall(stylesheet()))).items():
        css = css.replace(f"var({name})", value)
    return css.replace("<", "\\3c ")

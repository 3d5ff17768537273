"""What a strip shows. Plain values: names and words come in the reader's language, links as the page's own."""

from __future__ import annotations

from dataclasses import dataclass

from twinline.line.strip.words import Words

VN, LA, BOTH = "VN", "LA", ""
AGREED, STATED, NOT_AGREED = "agreed", "stated", "disputed"


@dataclass(frozen=True, slots=True)
class Band:
    """A unit's stretch on one side: level 0 the finer (communes, districts of Laos), level 1 the coarser."""

    from_m: int
    to_m: int
    side: str
    label: str
    href: str = ""
    title: str = ""
    level: int = 0


@dataclass(frozen=True, slots=True)
class Gate:
    """A border gate. ``cls``: international, main, secondary or local; ``word``: its class in the reader's language."""

    at_m: int
    cls: str
    label: str
    word: str = ""
    href: str = ""
    title: str = ""
    planned: bool = False


@dataclass(frozen=True, slots=True)
class Tick:
    """A border marker and its number; ``seen``: somebody inspected it in the period shown."""

    at_m: int
    number: str
    seen: bool = False
    href: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Walked:
    """How often each side walked a stretch in the period shown: drawn as a ribbon along the line on its side."""

    from_m: int
    to_m: int
    vn: int
    la: int


@dataclass(frozen=True, slots=True)
class River:
    """A stretch of which a part in the river is published."""

    from_m: int
    to_m: int
    title: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that somebody said happened or holds on the line.

    ``side``: VN, LA, or empty for both together. ``kind``: patrol and stretch are drawn as bars, twinning as a tie
    across the line, alert as a triangle, whatever else as a dot. ``state``: agreed, stated or disputed, told by shape.
    ``title`` is what a screen reader says and a pointer shows; ``label`` is written beside the mark when zoomed in.
    ``off``: in words, how far from the line it lies, where that is not beside it.
    """

    from_m: int
    to_m: int
    side: str
    kind: str
    state: str = STATED
    label: str = ""
    href: str = ""
    title: str = ""
    off: str = ""


@dataclass(frozen=True, slots=True)
class Strip:
    """One drawing.

    ``key`` makes its ids unique on a page; ``outline`` is the true course, (chainage, lon, lat) each, for the small map
    in the corner; ``narrow`` draws it upright, north at the top, for a phone. ``more``: how many marks there are
    besides; they are counted under the legend.
    """

    length_m: int
    words: Words
    from_m: int = 0
    to_m: int = 0
    bands: tuple[Band, ...] = ()
    gates: tuple[Gate, ...] = ()
    ticks: tuple[Tick, ...] = ()
    rivers: tuple[River, ...] = ()
    walked: tuple[Walked, ...] = ()
    marks: tuple[Mark, ...] = ()
    outline: tuple[tuple[int, float, float], ...] = ()
    narrow: bool = False
    key: str = "strip"
    more: int = 0

    @property
    def window(self) -> tuple[int, int]:
        """The stretch shown: ``to_m`` 0 means to the end. At least 100 m, and never past the ends."""
        first = max(0, min(self.from_m, self.length_m - 100))
        last = min(self.to_m or self.length_m, self.length_m)
        return first, max(last, first + 100)

    @property
    def zoomed(self) -> bool:
        first, last = self.window
        return last - first <= 60_000

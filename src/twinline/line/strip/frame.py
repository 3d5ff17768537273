"""Along the line and across it, as pixels: one drawing code for the lying and the upright strip.

``across`` is positive on the Vietnamese side: up when the line lies, to the right when it stands (as on a map with
north at the top).
"""

from __future__ import annotations

from dataclasses import dataclass

from twinline.line.strip.svg import el

STEPS_M = (
    100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Frame:
    """Metres ``from_m`` to ``to_m`` lie from ``start`` to ``end`` along; the line itself at ``middle`` across."""

    from_m: int
    to_m: int
    start: float
    end: float
    middle: float
    upright: bool

    @property
    def pixels_per_m(self) -> float:
        return (self.end - self.start) / (self.to_m - self.from_m)

    def along(self, metres: float) -> float:
        return self.start + (metres - self.from_m) * self.pixels_per_m

    def at(self, along: float, across: float) -> tuple[float, float]:
        return (self.middle + across, along) if self.upright else (along, self.middle - across)

    def shows(self, from_m: int, to_m: int) -> bool:
        return to_m >= self.from_m and from_m <= self.to_m

    def span(self, from_m: int, to_m: int, least: float = 0.0) -> tuple[float, float]:
        """Return a stretch in pixels, clipped to the frame, at least so long."""
        a, b = self.along(max(from_m, self.from_m)), self.along(min(to_m, self.to_m))
        if b - a < least:
            middle = min(max((a + b) / 2, self.start + least / 2), self.end - least / 2)
            a, b = middle - least / 2, middle + least / 2
        return a, b

    def box(self, a: float, b: float, near: float, far: float, **attributes: object) -> str:
        """Return a rectangle from ``a`` to ``b`` along, ``near`` to ``far`` across."""
        (x1, y1), (x2, y2) = self.at(a, near), self.at(b, far)
        left, top = min(x1, x2), min(y1, y2)
        return el("rect", x=left, y=top, width=abs(x2 - x1), height=abs(y2 - y1), **attributes)

    def stroke(self, a: float, near: float, b: float, far: float, **attributes: object) -> str:
        (x1, y1), (x2, y2) = self.at(a, near), self.at(b, far)
        return el("line", x1=x1, y1=y1, x2=x2, y2=y2, **attributes)

    def disc(self, along: float, across: float, radius: float, **attributes: object) -> str:
        x, y = self.at(along, across)
        return el("circle", cx=x, cy=y, r=radius, **attributes)

    def path(self, points: list[tuple[float, float]], *, closed: bool = False, **attributes: object) -> str:
        """Return a path through (along, across) points."""
        spots = [self.at(*point) for point in points]
        d = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in spots) + ("Z" if closed else "")
        return el("path", d=d, **attributes)

    def step(self, least: float) -> int:
        """Return the round number of metres between ticks so that they stand at least so many pixels apart."""
        return next((s for s in STEPS_M if s * self.pixels_per_m >= least), STEPS_M[-1])

    def stops(self, step: int) -> range:
        """Return the multiples of ``step`` within the frame."""
        return range(-(-self.from_m // step) * step, self.to_m + 1, step)

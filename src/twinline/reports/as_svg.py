"""A chart as SVG: bars side by side, told apart by filling as well as by colour, with title and description."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from importlib.resources import files

from twinline.line.strip.svg import el, folded, group, text, width
from twinline.reports.language import number
from twinline.reports.model import Chart, Report, Series
from twinline.reports.more_phrases import chart_category, chart_desc

WIDE, NARROW, RIGHT = 640.0, 360.0, 10.0
_LEGEND, _LEGEND_LINE, _HIGH, _FOOT = 36.0, 18.0, 150.0, 24.0
_LABEL, _NUMBER = 11.0, 10.0
_LINE, _BAR, _BETWEEN = 14.0, 15.0, 12.0
#: Names of categories take so much of the width; what is longer is folded.
_NAMES, _MONTHS, _SHORT_NAMES = 190.0, 60.0, 120.0
#: A thinner bar carries no number above it: the table has it.
_THINNEST = 13.0
_TONES = {
    "vn": ("#0b5c73", "#0b5c73"), "la": ("#f8f0e2", "#86560a"), "first": ("#52616a", "#52616a"),
    "second": ("#ffffff", "#52616a"), "third": ("#d8dedf", "#52616a"),
}  # fmt: skip
_STEPS = tuple(factor * 10**power for power in range(12) for factor in (1, 2, 5))


def as_svg(chart: Chart, report: Report, lang: str, *, key: str, standalone: bool = False, narrow: bool = False) -> str:
    """Return a chart as one svg element whose ids begin with ``key``.

    On a page its look comes from the page's stylesheet; ``standalone`` puts a stylesheet inside, for paper. ``narrow``
    draws it for a phone.
    """
    across = NARROW if narrow else WIDE
    # Names lie beside their bars, months stand below them where there is room.
    legend, top = _legend(chart, lang, across)
    if chart.of == "month" and not narrow:
        inside, high = _standing(chart, lang, top)
    else:
        names = _MONTHS if chart.of == "month" else _SHORT_NAMES if narrow else _NAMES
        inside, high = _lying(chart, lang, across, names, top)
    return el(
        "svg",
        el("title", escape(chart.title[lang]), id=f"{key}-title"),
        el("desc", escape(chart_desc(chart, report, lang)), id=f"{key}-desc"),
        el("style", stylesheet()) if standalone else "",
        legend,
        inside,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {across:.0f} {high:.0f}",
        width=f"{across:.0f}" if standalone else None,
        height=f"{high:.0f}" if standalone else None,
        class_="chart",
        lang=lang,
        role="img",
        aria_labelledby=f"{key}-title",
        aria_describedby=f"{key}-desc",
    )


def stylesheet() -> str:
    """Return the CSS of a chart on paper; a page has its own, in its own colours."""
    return files("twinline.reports").joinpath("charts.css").read_text("utf-8")


def _legend(chart: Chart, lang: str, across: float) -> tuple[str, float]:
    """Return what the bars are, in as many lines as it takes, and where the bars may begin."""
    parts, x, y = [], 0.0, 0.0
    for one in chart.series:
        long = 18 + width(one.name[lang], _LABEL)
        if x and x + long > across:
            x, y = 0.0, y + _LEGEND_LINE
        parts.append(_bar(one, x + 0.5, y + 4.5, 12.0, 10.0))
        parts.append(text(one.name[lang], x + 18, y + 14.0, _LABEL, class_="chart-word"))
        x += long + 20
    return group(*parts), _LEGEND + y


def _standing(chart: Chart, lang: str, top: float) -> tuple[str, float]:
    """Return bars that stand beside each other, and the height of the whole."""
    base = top + _HIGH
    step, most = _scale(chart)
    left = max(width(number(tick, lang), _NUMBER) for tick in range(0, most + 1, step)) + 8
    room = (WIDE - left - RIGHT) / len(chart.categories)
    bar = min(26.0, room * 0.8 / len(chart.series))
    parts = []
    for tick in range(0, most + 1, step):
        y = base - _HIGH * tick / most
        parts.append(
            el(
                "line",
                x1=left,
                x2=WIDE - RIGHT,
                y1=y,
                y2=y,
                class_="chart-rule" if tick else "chart-base",
                stroke="#b9c1c4",
            )
        )
        parts.append(text(number(tick, lang), left - 6, y + 3.5, _NUMBER, class_="chart-tick", text_anchor="end"))
    for i in range(len(chart.categories)):
        middle = left + room * (i + 0.5)
        start = middle - bar * len(chart.series) / 2
        for j, one in enumerate(chart.series):
            value = one.values[i]
            if value is None:
                continue
            high = _HIGH * value / most
            parts.append(_bar(one, start + bar * j + 1, base - high, bar - 2, high))
            if bar >= _THINNEST:
                at = start + bar * (j + 0.5)
                said = number(value, lang)
                parts.append(text(said, at, base - high - 3, _NUMBER, class_="chart-value", text_anchor="middle"))
        parts.append(
            text(chart_category(chart, i, lang), middle, base + 16, _NUMBER, class_="chart-word", text_anchor="middle")
        )
    return group(*parts), top + _HIGH + _FOOT


def _lying(chart: Chart, lang: str, across: float, names: float, top: float) -> tuple[str, float]:
    """Return bars that lie beside their names, and the height of the whole."""
    _, most = _scale(chart)
    left, y = names + 12, top
    room = across - left - RIGHT - 50
    parts = []
    for i in range(len(chart.categories)):
        lines = folded(chart_category(chart, i, lang), _LABEL, names)
        bars = [one for one in chart.series if one.values[i] is not None]
        for k, line in enumerate(lines):
            parts.append(text(line, names, y + 11 + _LINE * k, _LABEL, class_="chart-word", text_anchor="end"))
        for j, one in enumerate(bars):
            value = one.values[i] or 0
            long = room * value / most
            parts.append(_bar(one, left, y + _BAR * j, long, _BAR - 2))
            said = number(value, lang)
            parts.append(text(said, left + long + 6, y + _BAR * j + 10.5, _NUMBER, class_="chart-value"))
        y += max(_LINE * len(lines), _BAR * len(bars)) + _BETWEEN
    axis = el("line", x1=left, x2=left, y1=top - 4, y2=y - _BETWEEN + 4, class_="chart-base", stroke="#52616a")
    return group(*parts, axis), y


def _bar(one: Series, x: float, y: float, across: float, high: float) -> str:
    """Return a bar. Where no stylesheet is, its own filling tells it apart."""
    plain, edge = _TONES[one.tone]
    return el(
        "rect", x=x, y=y, width=max(across, 0.0), height=max(high, 0.0), class_=f"bar bar-{one.tone}",
        fill=plain, stroke=edge,
    )  # fmt: skip


def _scale(chart: Chart) -> tuple[int, int]:
    """Return the step between ticks and the top of the scale, in thousandths: whole numbers, at most five ticks."""
    largest = max(_values(chart), default=0)
    step = next(1000 * each for each in _STEPS if 4000 * each >= largest)
    return step, max(step, -(-largest // step) * step)


def _values(chart: Chart) -> Iterator[int]:
    return (value for one in chart.series for value in one.values if value is not None)

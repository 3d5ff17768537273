"""From what is kept to what a page shows: one record as a row."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from twinline.desk import telling
from twinline.desk.house import here
from twinline.desk.seen import Row
from twinline.records import registry
from twinline.reports.strips import LONGEST_M, off_the_line
from twinline.store import lines, meaning, reading
from twinline.store.here import this_ledger


def row(kept: reading.Row, lang: str) -> Row:
    """Return a record as a list shows it."""
    body: dict[str, Any] = dict(kept.body)
    known = meaning.readable(kept.kind, kept.version)
    return Row(
        id=kept.record,
        kind=kept.kind,
        kind_label=registry.of_kind(kept.kind).label.to(lang) if known else kept.kind,
        title=begun(
            registry.title(kept.kind, body, lang) if known else _("A record of a kind this desk can’t read yet")
        ),
        author=here.who(kept.author, lang, side=kept.side),
        standing=kept.standing,
        at_ms=kept.arrived,
        days=meaning.days(kept.kind, kept.version, body),
        place=here.who(kept.place, lang).name if kept.place else "",
        km=_where(kept, lang),
        example=kept.example,
        released=here.crosses(kept.audience),
        reported=meaning.is_press(kept.kind, body),
        number=kept.short,
    )


def _where(kept: reading.Row, lang: str) -> str:
    """Return a record's kilometres, and how far off the line it lies where that isn't beside it."""
    km = kilometres(kept.m_from, kept.m_to, lang)
    if not km or meaning.coordinates(kept.kind, kept.version, kept.body) is None:
        return km
    off = off_the_line(kept, lines.in_use(this_ledger()), lang)
    return f"{km}, {off}" if off else km


def begun(text: str) -> str:
    """Return a title with its first letter large."""
    return text[:1].upper() + text[1:]


def kilometres(start: int | None, end: int | None, lang: str) -> str:
    """Return a stretch of the line in kilometres, to the hundred metres: ``km 203.4 – 211.0``."""
    if start is None or (end or start) - start > LONGEST_M:
        return ""
    first = telling.number(f"{start / 1000:.1f}", lang)
    last = telling.number(f"{(start if end is None else end) / 1000:.1f}", lang)
    return f"km {first}" if first == last else f"km {first} – {last}"

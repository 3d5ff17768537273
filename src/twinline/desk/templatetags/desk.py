"""Template words and marks: glossary terms, standings, dates and numbers."""

from __future__ import annotations

from urllib.parse import urlencode

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from twinline.desk import knowledge, signs, telling, words
from twinline.desk.language import tongue
from twinline.desk.seen import Field
from twinline.figures.calendars import calendars
from twinline.records.liveliness import STAGES
from twinline.times import Days

register = template.Library()


@register.simple_tag
def term(name: str) -> str:
    """Print a glossary term in the page's language."""
    return words.word(name, tongue())


@register.simple_tag
def standing(code: str, side: str = "") -> SafeString:
    """Print a standing: its sign, then its word."""
    word = standing_word(code)
    if code == "on_paper" and side:
        word = words.word("on_paper_says", tongue()).format(side=side_name(side))
    return format_html(
        '<span class="standing standing-{}">{}<span>{}</span></span>', code, signs.standing(code, side), word
    )


@register.filter
def standing_word(code: str) -> str:
    """Print the word of a standing."""
    return words.word({"disputed": "not_yet_agreed"}.get(code, code), tongue())


@register.simple_tag
def sign(name: str) -> SafeString:
    """Print a small sign by name."""
    return signs.sign(name)


@register.simple_tag
def no_known_day(text: str) -> SafeString:
    """Print, of a day that can't be read or is yet to come, that what stands here is as known now; else nothing."""
    if not text or knowledge.instant(text) is not None:
        return SafeString("")
    told = _("“%(day)s” is no day up to today: what stands here is as known now.") % {"day": text}
    return format_html('<p class="fault" role="alert">{}<span>{}</span></p>', signs.sign("notice"), told)


@register.simple_tag
def reporting_calendars() -> tuple[tuple[str, str], ...]:
    """Return the calendars in which a period can be named, the civil one first: name and label."""
    return tuple((one.name, one.label[tongue()]) for one in calendars().values())


@register.filter
def month_name(month: str) -> str:
    """Print a month such as ``2026-06`` in words."""
    return telling.partial(month, tongue())


@register.filter
def side_name(side: str) -> str:
    """Print the name of a side."""
    return words.word(side, tongue()) if side in ("VN", "LA") else ""


@register.filter
def act_word(act: str) -> str:
    """Print what somebody did, in the past tense."""
    said = {
        "say": _("stated"),
        "amend": _("changed"),
        "withdraw": _("withdrew"),
        "countersign": _("confirmed"),
        "dispute": _("says: not yet agreed"),
        "on_paper": _("says: signed on paper"),
        "same_event": _("linked as the same event"),
        "translate": _("translated"),
        "released_as": _("sent on"),
        "seen": _("has seen it"),
        "reply": _("replied"),
        "silent": _("has not answered yet"),
        "nothing_due": _("no answer is due"),
    }
    return said.get(act, act)


@register.filter
def due_word(state: str) -> str:
    """Print how an answer stands."""
    said = {
        "on_its_way": _("on its way"),
        "waiting": _("awaiting an answer"),
        "remind": _("answer due soon"),
        "overdue": _("answer overdue"),
        "escalated": _("long overdue: tell your superiors"),
        "answered": _("answered in time"),
        "answered_late": _("answered late"),
        "late": _("past its time"),
    }
    return said.get(state, state)


@register.filter
def running(short: str) -> str:
    """Print the running number of a short number (``vn-na/12``), as it is said on the radio after whose it is."""
    return short.rpartition("/")[2]


@register.filter
def stage_word(code: str) -> str:
    """Print a stage of a twinning."""
    return STAGES[code].to(tongue())


@register.filter
def act_noun(act: str) -> str:
    """Print an act as the heading of a version or proof."""
    said = {
        "say": _("Statement"),
        "amend": _("Change"),
        "withdraw": _("Withdrawal"),
        "countersign": _("Confirmation"),
        "dispute": words.word("not_yet_agreed", tongue()),
        "on_paper": words.word("on_paper", tongue()),
        "same_event": _("Same event"),
        "translate": _("Translation"),
        "released_as": _("Sent on"),
    }
    return said.get(act, act)


@register.filter
def moment(ms: int | None) -> str:
    """Print an instant at the border's time."""
    return telling.moment(ms, tongue()) if ms is not None else ""


@register.filter
def days(span: Days) -> str:
    """Print a span of civil days."""
    return telling.days(span, tongue())


@register.filter
def number(text: str | int) -> str:
    """Print a number as the language writes it."""
    return telling.number(str(text), tongue())


@register.filter
def colon(text: str) -> str:
    """Print a name with the colon of the language: French puts a space before it."""
    return f"{text}\u00a0:" if tongue() == "fr" else f"{text}:"


@register.filter
def get(mapping: dict[str, str], key: str) -> str:
    """Return a value of a mapping, or nothing."""
    return mapping.get(key, "")


@register.filter
def as_typed(text: str) -> str:
    """Return a date as people here type it: ``06/2026``."""
    return "/".join(reversed(text.split("-")))


@register.filter
def words_of(text: str) -> list[str]:
    """Split a text at its spaces."""
    return text.split()


@register.simple_tag
def asked_for(asked: dict[str, str], key: str, voice: str = "") -> str:
    """Print the query that asks for a figure over the period on the page."""
    told = {"key": key, "voice": voice, **asked}
    pairs = {name: value for name, value in told.items() if value}
    return urlencode(pairs)


@register.filter
def said_more(field: Field) -> bool:
    """Tell whether a place says more than its organisation, or has a fault there."""
    return any(part.value or part.faults for part in field.parts[1:])

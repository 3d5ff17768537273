"""Which of the four languages a page is drawn in. Knows no table: settings ask it before there are any."""

from __future__ import annotations

from django.utils import translation

from twinline.tongues import FALLBACK, LANGUAGES


def known(code: str | None) -> str:
    """Return the language if it is one of the four, else the fallback."""
    short = (code or FALLBACK).split("-")[0]
    return short if short in LANGUAGES else FALLBACK


def tongue() -> str:
    """Return the language that this page is drawn in."""
    return known(translation.get_language())

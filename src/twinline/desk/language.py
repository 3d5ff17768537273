"""The four languages of the desk. Imports no models, so that settings may read it."""

from __future__ import annotations

from django.conf.locale import LANG_INFO
from django.utils import translation

from twinline.tongues import FALLBACK, LOCALE

__all__ = ["CODES", "FALLBACK", "LANGUAGES", "LOCALE", "know_lao", "known", "tongue"]

LANGUAGES = [("vi", "Tiếng Việt"), ("lo", "ພາສາລາວ"), ("en", "English"), ("fr", "Français")]
CODES = tuple(code for code, _name in LANGUAGES)


def know_lao() -> None:
    """Register Lao with Django, which carries no entry for it."""
    LANG_INFO.setdefault("lo", {"bidi": False, "code": "lo", "name": "Lao", "name_local": "ລາວ"})


def known(code: str | None) -> str:
    """Return the language if it is one of the four, else the fallback."""
    short = (code or FALLBACK).split("-")[0]
    return short if short in CODES else FALLBACK


def tongue() -> str:
    """Return the language that this page is drawn in."""
    return known(translation.get_language())

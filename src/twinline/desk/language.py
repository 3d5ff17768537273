"""The four languages of the desk. Imports no models, so that settings may read it."""

from __future__ import annotations

from django.conf.locale import LANG_INFO

from twinline.access.speech import known, tongue
from twinline.tongues import FALLBACK, LOCALE

__all__ = ["CODES", "FALLBACK", "LANGUAGES", "LOCALE", "know_lao", "known", "tongue"]

LANGUAGES = [("vi", "Tiếng Việt"), ("lo", "ພາສາລາວ"), ("en", "English"), ("fr", "Français")]
CODES = tuple(code for code, _name in LANGUAGES)


def know_lao() -> None:
    """Register Lao with Django, which carries no entry for it."""
    LANG_INFO.setdefault("lo", {"bidi": False, "code": "lo", "name": "Lao", "name_local": "ລາວ"})

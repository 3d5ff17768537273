"""What every page knows: whose desk this is, its language and its theme."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation

from twinline import __version__
from twinline.desk import house
from twinline.desk.language import LANGUAGES, known

THEMES = ("light", "dark")


def theme_cookie() -> str:
    """Return the cookie's name; it carries the desk's id, so that two desks work in one browser."""
    return f"{settings.SESSION_COOKIE_NAME}_theme"


def desk(request: HttpRequest) -> dict[str, Any]:
    """Return what the base page shows around every page."""
    language = known(translation.get_language())
    theme = request.COOKIES.get(theme_cookie(), "")
    return {
        "lang": language,
        "languages": LANGUAGES,
        "theme": theme if theme in THEMES else "",
        "other_theme": "light" if theme == "dark" else "dark",
        "home": house.this_desk(language),
        "version": __version__,
        "here": request.get_full_path() if request.method == "GET" else request.path,
    }

"""Who asks, and in which language."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import translation

from twinline.access.models import User
from twinline.desk.language import known


def officer(request: HttpRequest) -> User:
    """Return the signed-in officer; a page without one is a programming error."""
    assert isinstance(request.user, User)
    return request.user


def tongue() -> str:
    """Return the language of this page."""
    return known(translation.get_language())

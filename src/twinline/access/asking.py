"""Who asks."""

from __future__ import annotations

from django.http import HttpRequest

from twinline.access.models import User


def officer(request: HttpRequest) -> User:
    """Return the signed-in officer; a page without one is a programming error."""
    assert isinstance(request.user, User)
    return request.user

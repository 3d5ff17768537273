"""Pictures that records name: given only to who may read such a record, never run or guessed at by a browser."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from twinline.access.asking import officer
from twinline.desk import house

ENDINGS = {"image/jpeg": "jpg", "image/png": "png", "application/pdf": "pdf"}


@require_safe
def picture(request: HttpRequest, sha256: str) -> HttpResponse:
    """Give a picture to be kept as a file."""
    return _give(request, sha256, small=False)


@require_safe
def small(request: HttpRequest, sha256: str) -> HttpResponse:
    """Give a picture small enough for a page."""
    return _give(request, sha256, small=True)


def _give(request: HttpRequest, sha256: str, *, small: bool) -> HttpResponse:
    found = house.picture(officer(request), sha256, small=small)
    if found is None:
        raise Http404
    raw, media = found
    response = HttpResponse(raw, content_type=media)
    how = "inline" if small else "attachment"
    response["Content-Disposition"] = f'{how}; filename="{sha256[:16]}.{ENDINGS[media]}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response

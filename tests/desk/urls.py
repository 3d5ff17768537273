"""The desk's pages at their usual addresses."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def healthz(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


def fails(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("a fault on purpose")


urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("fails/", fails, name="fails"),
    path("", include("twinline.access.urls")),
    path("", include("twinline.desk.urls")),
]
handler403 = "twinline.desk.views.errors.closed"
handler404 = "twinline.desk.views.errors.missing"
handler500 = "twinline.desk.views.errors.broken"

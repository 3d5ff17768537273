"""A node's addresses, and one that fails on purpose."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path

from twinline.node.urls import handler403, handler404, handler500
from twinline.node.urls import urlpatterns as node

__all__ = ["handler403", "handler404", "handler500", "urlpatterns"]


def fails(request: HttpRequest) -> HttpResponse:
    """Break."""
    raise RuntimeError("a fault on purpose")


urlpatterns = [*node, path("fails/", fails, name="fails")]

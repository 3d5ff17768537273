"""All addresses of a node."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from twinline.exchange.ledger_shelf import LedgerShelf
from twinline.exchange.views import ExchangeViews
from twinline.store.here import this_ledger

exchange = ExchangeViews(lambda _: LedgerShelf(this_ledger()))


def healthz(_: HttpRequest) -> HttpResponse:
    """Return ``ok`` while the node's ledger can be read."""
    with this_ledger().connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain")


urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("exchange/", include((exchange.urls, "exchange"))),
    path("api/1/", include("twinline.api.urls")),
    path("", include("twinline.access.urls")),
    path("", include("twinline.sealed.urls")),
    path("", include("twinline.desk.urls")),
]
handler400 = "twinline.desk.views.errors.unread"
handler403 = "twinline.desk.views.errors.closed"
handler404 = "twinline.desk.views.errors.missing"
handler500 = "twinline.desk.views.errors.broken"

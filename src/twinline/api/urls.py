"""The addresses for programs, under /api/1/."""

from __future__ import annotations

from django.urls import path, re_path

from twinline.api import line, views

app_name = "api"
urlpatterns = [
    path("openapi.json", views.document, name="openapi"),
    path("kinds", views.kinds, name="kinds"),
    path("kinds/<str:kind>", views.kind, name="kind"),
    path("records", views.records, name="records"),
    path("records/<str:record>", views.record, name="record"),
    *(path(f"records/<str:record>/{act}", view, name=act) for act, view in views.acts.items()),
    path("waiting", views.waiting, name="waiting"),
    path("indicators", views.indicators, name="indicators"),
    path("figures", views.figures, name="figures"),
    *(path(f"line/{each}", view, name=f"line-{each}") for each, view in line.questions.items()),
    path("reports", views.reports, name="reports"),
    path("reports/<str:report>", views.report, name="report"),
    re_path("", views.missing, name="missing"),
]

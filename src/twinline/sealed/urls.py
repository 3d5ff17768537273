"""The pages of personal parts. What is opened is asked for by POST: no name and no reason stands in an address."""

from __future__ import annotations

from django.urls import path, re_path

from twinline.sealed import views

app_name = "sealed"
urlpatterns = [
    path("records/<uuid:record_id>/persons/", views.of_record, name="of-record"),
    re_path(r"^persons/(?P<part>[0-9a-f]{32})/open/$", views.open_part, name="open"),
    re_path(r"^persons/(?P<part>[0-9a-f]{32})/change/$", views.change, name="change"),
    re_path(r"^persons/(?P<part>[0-9a-f]{32})/hold/$", views.hold, name="hold"),
    re_path(r"^persons/(?P<part>[0-9a-f]{32})/erase/$", views.erase, name="erase"),
]

"""The pages of personal parts. What is opened is asked for by POST: no name and no reason stands in an address."""

from __future__ import annotations

from django.urls import path, re_path

from twinline.sealed import request_views, views

app_name = "sealed"
urlpatterns = [
    path("records/<uuid:record_id>/persons/", views.of_record, name="of-record"),
    re_path(r"^persons/(?P<part>[0-9a-f]{32})/open/$", views.open_part, name="open"),
    re_path(r"^persons/(?P<part>[0-9a-f]{32})/change/$", views.change, name="change"),
    re_path(r"^persons/(?P<part>[0-9a-f]{32})/hold/$", views.hold, name="hold"),
    re_path(r"^persons/(?P<part>[0-9a-f]{32})/erase/$", views.erase, name="erase"),
    path("persons/requests/", request_views.requests, name="requests"),
    re_path(r"^persons/requests/(?P<request_name>[0-9a-f]{32})/$", request_views.request, name="request"),
    re_path(r"^persons/requests/(?P<request_name>[0-9a-f]{32})/confirm/$", request_views.confirm, name="confirm"),
    re_path(r"^persons/requests/(?P<request_name>[0-9a-f]{32})/answer/$", request_views.answer, name="answer"),
    re_path(r"^persons/requests/(?P<request_name>[0-9a-f]{32})/end/$", request_views.end, name="end"),
    re_path(
        r"^persons/requests/(?P<request_name>[0-9a-f]{32})/(?P<part>[0-9a-f]{32})/(?P<done>correct|restrict|lift|erase)/$",
        request_views.act, name="act",
    ),
]  # fmt: skip

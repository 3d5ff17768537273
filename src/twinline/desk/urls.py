"""The pages of the desk."""

from __future__ import annotations

from django.urls import path, re_path

from twinline.desk.views import (
    alarms,
    exchange,
    home,
    line,
    new,
    pictures,
    records,
    report,
    settings,
    sheets,
    side_by_side,
    writing,
)

app_name = "desk"
urlpatterns = [
    path("", home.home, name="home"),
    path("waiting/", home.inbox, name="inbox"),
    path("records/", records.records, name="records"),
    path("records/<uuid:record_id>/", records.record, name="record"),
    path("records/<uuid:record_id>/act/<slug:act>/", records.act, name="act"),
    path("records/<uuid:record_id>/amend/", new.amend, name="amend"),
    path("records/<uuid:record_id>/release/", records.release, name="release"),
    path("records/<uuid:record_id>/narrow/", records.narrow, name="narrow"),
    path("records/<uuid:record_id>/same/<uuid:other_id>/", side_by_side.same_event, name="same-event"),
    path("records/as.<slug:form>", sheets.as_sheet, name="as-sheet"),
    path("sheets/", sheets.sheets, name="sheets"),
    path("sheets/<slug:kind>.<slug:form>", sheets.template, name="sheet-template"),
    path("side-by-side/", side_by_side.sheet, name="side-by-side"),
    re_path(r"^pictures/(?P<sha256>[0-9a-f]{64})/$", pictures.picture, name="picture"),
    re_path(r"^pictures/(?P<sha256>[0-9a-f]{64})/small/$", pictures.small, name="small-picture"),
    path("line/", line.line, name="line"),
    path("line/map.json", line.map_data, name="line-map"),
    path("line/track/", line.track, name="track"),
    path("line/out/<slug:form>/", line.out, name="line-out"),
    path("new/", new.choose, name="new"),
    path("new/<slug:kind>/", new.fill_in, name="fill-in"),
    path("new/<slug:kind>/draft/", new.draft, name="draft"),
    path("report/", report.report, name="report"),
    path("report/writing/", writing.writing, name="report-writing"),
    path("report/issue/", report.issue, name="report-issue"),
    path("report/issued/<uuid:record_id>/as.<slug:form>", report.issued, name="report-issued"),
    path("report/as.<slug:form>", report.as_file, name="report-file"),
    path("report/figure/", report.figure, name="figure"),
    path("other-side/", exchange.partners, name="exchange"),
    path("other-side/read/", exchange.read_file, name="read-file"),
    path("other-side/<slug:partner>/now/", exchange.now, name="exchange-now"),
    path("other-side/<slug:partner>/write/", exchange.write_file, name="write-file"),
    path("alarms/", alarms.alarms, name="alarms"),
    path("alarms/<int:number>/", alarms.evidence, name="evidence"),
    path("strip.css", settings.strip_css, name="strip-css"),
    path("language/", settings.language, name="language"),
    path("theme/", settings.theme, name="theme"),
]

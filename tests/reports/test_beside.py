"""What stands beside a figure: last year, what was promised, the records, charts, the line."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import pytest

from tests.border import Border, carry, incident
from tests.figures.fact_table import Row
from tests.needs import PARTS, needs
from tests.reports.reports_world import World
from twinline.line.strip.svg import width
from twinline.reports.as_csv import as_csv
from twinline.reports.as_html import Links, as_html, as_page
from twinline.reports.as_json import as_json
from twinline.reports.as_pdf import laid_out
from twinline.reports.as_svg import as_svg
from twinline.reports.as_text import as_text
from twinline.reports.beside import year_before
from twinline.reports.collect import joint_report
from twinline.reports.ledger_source import LedgerSource
from twinline.reports.listing import MOST_LISTED
from twinline.reports.model import Chart, Report
from twinline.reports.words import LANGUAGES
from twinline.times import days_of

LINKS = Links(figure=lambda indicator, unit, said: "/f", record=lambda record: f"/r/{record}")


def on(day: str, record: str, value: int = 1000, **more: object) -> Row:
    at = days_of(day)[0]
    return Row(record, value, day_from=at, day_to=at, **more)  # type: ignore[arg-type]


NOW = [on("2026-03-04", "a", 3000), on("2026-03-20", "b", 2000, side="LA", author="la-xk", about="la-xk")]
BEFORE = on("2025-03-09", "c", 4000)


def march(world: World, name: str = "liaison") -> Report:
    return joint_report(world, since="2026-03", until="2026-03", name=name)


def row_of(report: Report, indicator: str):  # type: ignore[no-untyped-def]
    return next(row for section in report.sections for row in section.rows if row.indicator.name == indicator)


def chart_of(report: Report, title: str) -> Chart:
    return next(chart for section in report.sections for chart in section.charts if chart.title["en"] == title)


@pytest.mark.parametrize(
    ("asked", "earlier"),
    [
        (("2026", "2026"), ("2025", "2025")),
        (("2026-03", "2026-03"), ("2025-03", "2025-03")),
        (("2026-02-15", "2026-03-14"), ("2025-02-15", "2025-03-14")),
        (("2024-02", "2024-02-29"), ("2023-02", "2023-02-28")),
        (("2025-02-01", "2025-02-28"), ("2024-02-01", "2024-02-29")),
        (("2025-02-28", "2025-02-28"), ("2024-02-28", "2024-02-28")),
        (("2025-02-28", "2025-03-31"), ("2024-02-28", "2024-03-31")),
        (("2025-12-15", "2026-12-14"), ("2024-12-15", "2025-12-14")),
        ((None, "2026"), None),
        (("2012", None), None),
        (("2024", "2026"), None),
        ((None, None), None),
    ],
)
def test_the_same_period_a_year_earlier(asked: tuple[str | None, str | None], earlier: object) -> None:
    assert year_before(*asked) == earlier


def test_a_figure_stands_beside_that_of_a_year_earlier() -> None:
    line = row_of(march(World([*NOW, BEFORE])), "drug_cases").counted[0]
    assert (line.voices["joint"].value, line.last_year.value) == (5000, 4000)


def test_last_years_figure_stands_alone_where_nothing_is_counted_now_and_is_no_zero() -> None:
    report = march(World([BEFORE]))
    line = row_of(report, "drug_cases").counted[0]
    assert line.voices == {}
    text = as_text(report, "en")
    assert "Counted from records: – cases" in text
    assert "same period last year: 4 cases" in text


def test_an_open_period_has_no_year_before() -> None:
    report = joint_report(World([*NOW, BEFORE]), since="2012", name="liaison")
    assert not report.compared


def test_last_year_is_read_by_the_same_readers_and_from_the_same_knowledge() -> None:
    hidden = on("2025-03-09", "hidden", 9000, audience_id=2)
    late = on("2025-03-09", "late", 9000, held_from=900)
    early = joint_report(World([*NOW, BEFORE, hidden, late]), since="2026-03", until="2026-03", known_on=500)
    assert row_of(early, "drug_cases").counted[0].last_year.value == 4000


def test_what_was_promised_stands_beside_what_was_kept() -> None:
    promise = Row(
        "promise", 2000, kind="commitment", measure="pledged", cls="conference", unit="activities",
        day_from=days_of("2024")[0], day_to=None, shape="open_end", stock=True,
    )  # fmt: skip
    held = on("2026-03-05", "held", kind="activity", measure="activities", cls="conference", unit="activities")
    report = march(World([promise, held]), "joint")
    line = row_of(report, "conferences_held").counted[0]
    assert (line.voices["joint"].value, line.promised.value) == (1000, 2000)
    assert "promised: 2 activities (Conferences promised)" in as_text(report, "en")
    chart = chart_of(report, "Promised and kept")
    assert [one.values[0] for one in chart.series] == [2000, 1000]
    assert row_of(march(World([held]), "joint"), "conferences_held").counted[0].promised is None


def test_what_one_level_promised_never_stands_beside_what_another_kept() -> None:
    def promised(record: str, value: int, level: str) -> Row:
        return Row(
            record, value, kind="commitment", measure="buildings_pledged", cls="village_police_office",
            unit="buildings", day_from=days_of("2024")[0], day_to=None, shape="open_end", stock=True,
            reference_set=level,
        )  # fmt: skip

    nine = on("2026-03-05", "nine", 9000, kind="support", measure="buildings_delivered", cls="village_police_office",
              unit="buildings", reference_set="level_province")  # fmt: skip
    of_ministries = promised("many", 287_000, "level_ministry")
    report = march(World([of_ministries, nine]), "joint")
    (line,) = row_of(report, "village_police_offices_handed_over").counted
    assert (line.voices["joint"].value, line.promised) == (9000, None)
    assert "promised: 287" not in as_text(report, "en")
    # The control: what the same level promised does stand there, alone, and names that level in a sheet.
    report = march(World([of_ministries, promised("few", 12_000, "level_province"), nine]), "joint")
    (line,) = row_of(report, "village_police_offices_handed_over").counted
    assert (line.promised.value, line.promised_of) == (12_000, "level_province")
    rows = [row for row in as_csv(report, "en").splitlines() if ",promised," in row]
    assert rows
    assert all("level_province" in row and "12" in row and "287" not in row for row in rows)


def test_a_promise_beside_a_figure_of_no_level_says_its_own_and_two_levels_are_not_added() -> None:
    def promise(record: str, value: int, level: str) -> Row:
        return Row(
            record, value, kind="commitment", measure="pledged", cls="conference", unit="activities",
            day_from=days_of("2024")[0], day_to=None, shape="open_end", stock=True, reference_set=level,
        )  # fmt: skip

    held = on("2026-03-05", "held", kind="activity", measure="activities", cls="conference", unit="activities")
    one = promise("one", 2000, "level_province")
    told = as_text(march(World([one, held]), "joint"), "en")
    assert "promised: 2 activities (Conferences promised, provinces)" in told
    both = march(World([one, promise("other", 1000, "level_ministry"), held]), "joint")
    assert row_of(both, "conferences_held").counted[0].promised is None


def test_the_csv_says_of_each_number_what_it_is() -> None:
    lines = as_csv(march(World([*NOW, BEFORE])), "en").splitlines()
    last_year = next(line for line in lines if ",drug_cases," in line and ",last_year," in line)
    assert ",4,,exact,cases,,2025-03,2025-03," in last_year


def test_a_chart_counts_each_month_as_the_figure_of_that_month_does() -> None:
    world = World([*NOW, BEFORE, on("2026-01-31", "d", 7000), on("2025-04-01", "e")])
    chart = chart_of(march(world), "Drug cases by month")
    assert [each["en"] for each in chart.categories][0::11] == ["4/2025", "3/2026"]
    told = dict(zip([each["en"] for each in chart.categories], chart.series[0].values, strict=True))
    for month in ("2025-04", "2026-01", "2026-02", "2026-03"):
        asked = joint_report(world, since=month, until=month, name="liaison")
        lines = row_of(asked, "drug_cases").counted
        counted = lines[0].voices["VN"].value if lines and "VN" in lines[0].voices else None
        assert told[f"{int(month[5:])}/{month[:4]}"] == counted


def test_what_straddles_two_months_counts_in_neither_and_stands_behind_them() -> None:
    long = Row("long", 1000, day_from=days_of("2026-02-27")[0], day_to=days_of("2026-03-02")[0], shape="span")
    beyond = Row("beyond", 9000, day_from=days_of("2025-03-30")[0], day_to=days_of("2025-04-02")[0], shape="span")
    report = march(World([long, beyond, *NOW]))
    chart = chart_of(report, "Drug cases by month")
    assert [one.values[-3:] for one in chart.series] == [(None, 3000, 1000), (None, 2000, None)]
    assert chart.categories[-1]["en"] == "several"
    for lang in LANGUAGES:
        assert chart.categories[-1][lang] in as_text(report, lang)
    plain = chart_of(march(World(NOW)), "Drug cases by month")
    assert len(plain.categories) == len(plain.series[0].values) == 12, (
        "where all lies in months there is no such column"
    )


def test_a_chart_of_what_stands_tells_each_months_end() -> None:
    status = {"kind": "programme_status", "measure": "communes", "cls": "kept_clean", "unit": "communes", "stock": True,
              "shape": "open_end", "reference_set": "drug_free_programme_communes"}  # fmt: skip
    ever = Row("x", day_from=days_of("2020")[0], day_to=None, member="x", **status)
    since = Row("y", day_from=days_of("2026-02-10")[0], day_to=None, member="y", **status)
    until = Row("z", day_from=days_of("2020")[0], day_to=days_of("2026-01-15")[0], member="z", **status)
    chart = chart_of(march(World([ever, since, until]), "programme"), "Communes of the programme over time")
    assert chart.series[0].values[-4:] == (2000, 1000, 2000, 2000)


def test_seizures_by_unit_stand_by_side_and_code_and_in_no_order_of_size() -> None:
    rows = [
        on("2026-03-01", f"s{i}", kind="seizure", measure="seizures", cls="", unit="seizures", about=code, side=side)
        for i, (code, side) in enumerate([("la-xk", "LA"), ("vn-na-bg", "VN"), ("vn-na", "VN"), ("vn-na-bg", "VN")])
    ]
    chart = chart_of(march(World(rows)), "Seizures by unit")
    assert chart.categories[0]["vi"] == "Nghệ An"
    assert [one.values for one in chart.series] == [(1000, 2000, None), (None, None, 1000)]


def test_where_nothing_is_counted_nothing_is_drawn() -> None:
    assert all(not section.charts for section in march(World([])).sections)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_chart_is_named_told_and_has_its_table(lang: str) -> None:
    report = march(World(NOW))
    chart = chart_of(report, "Drug cases by month")
    drawn = ET.fromstring(as_svg(chart, report, lang, key="k", standalone=True))
    names = {one.tag.split("}")[1] for one in drawn}
    assert {"title", "desc", "style"} <= names
    assert drawn.get("role") == "img"
    assert drawn.get("aria-labelledby") == "k-title"
    on_page = as_svg(chart, report, lang, key="k")
    assert "<style" not in on_page
    assert "style=" not in on_page
    page = as_html(report, lang, LINKS)
    assert page.count("<figure ") == page.count("<table>") > 0
    assert laid_out(report, lang)["sections"][2]["charts"][0]["rows"][-1][1:] == ["3", "2"]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("narrow", [False, True], ids=["wide", "narrow"])
def test_what_the_bars_are_is_told_within_the_width_however_long_it_takes(lang: str, narrow: bool) -> None:
    report = march(World(NOW))
    chart = chart_of(report, "Drug cases by month")
    long = dict.fromkeys(LANGUAGES, "Communes du programme encore en difficulté")
    chart = replace(chart, series=tuple(replace(one, name=long) for one in chart.series))
    drawn = ET.fromstring(as_svg(chart, report, lang, key="k", narrow=narrow))
    told = [one for one in drawn.iter() if one.text == long[lang]]
    across = float(drawn.get("viewBox", "").split()[2])
    assert len(told) == 2
    assert all(float(one.get("x", 0)) + width(long[lang], 11.0) <= across for one in told)
    first = min(float(one.get("y", 0)) for one in drawn.iter() if one.get("class") == "chart-value")
    assert max(float(one.get("y", 0)) for one in told) < first, "the bars begin below what tells them"


@needs("chromium")
def test_on_paper_the_table_behind_a_chart_is_open(tmp_path: Path) -> None:
    from playwright.sync_api import sync_playwright

    file = tmp_path / "report.html"
    file.write_text(as_page(march(World(NOW)), "fr"), encoding="utf-8")
    seen = {}
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=PARTS["chromium"].find(), args=["--no-sandbox"])
        page = browser.new_page()
        page.goto(file.as_uri())
        for media in ("print", "screen"):
            page.emulate_media(media=media)
            seen[media] = page.evaluate("document.querySelector('.report-chart td').checkVisibility()")
        browser.close()
    assert seen == {"print": True, "screen": False}, "on a screen it is opened by whoever wants it"


def test_the_bars_are_as_high_as_the_numbers() -> None:
    report = march(World(NOW))
    drawn = ET.fromstring(as_svg(chart_of(report, "Drug cases by month"), report, "en", key="k"))
    bars = [one for one in drawn.iter() if one.get("class", "").startswith("bar ") and float(one.get("y", 0)) > 20]
    assert [round(float(bar.get("height", 0)) / 150 * 3) for bar in bars] == [3, 2]


def test_the_records_behind_a_figure_are_listed_once_each_by_day_and_the_rest_is_a_number() -> None:
    notice = {"kind": "notice", "measure": "notices", "cls": "drugs", "unit": "notices"}
    rows = [on("2026-03-02", f"n{i:03}", **notice, entry_id=i) for i in range(MOST_LISTED + 3)]
    first = on("2026-03-01", "zz", **notice, entry_id=999)
    report = march(World([*rows, first, on("2026-03-02", "hidden", **notice, audience_id=2)]))
    found = next(each for section in report.sections for each in section.listings)
    assert found.records[0].record == "zz"
    assert (len(found.records), found.more) == (MOST_LISTED, 4)
    assert "hidden" not in as_json(report)
    assert '<li><a href="/r/zz">' in as_html(report, "en", LINKS)


def patrol(day: str, first: str, last: str, sort: str = "joint", **more: object) -> dict[str, object]:
    return {"type": sort, "when": day, "place": {"marker": first, "to_marker": last}, "example": True, **more}


def test_the_line_is_told_alike_on_both_nodes_from_what_both_hold(border: Border) -> None:
    border.vn.say("patrol", patrol("2026-03-05", "405", "407", counterparts=["la-xk"]))
    border.la.say("patrol", patrol("2026-03-06", "406", "409", sort="own"))
    border.vn.say("inspection", {
        "when": "2026-03-07", "place": {"marker": "405"}, "markers": [{"number": "405", "condition": "sound"}],
    })  # fmt: skip
    border.vn.say("incident", incident())
    carry(border.vn, border.la)
    border.vn.say("patrol", patrol("2026-03-08", "360", "363", sort="own"))  # not held by both yet
    asked = {"since": "2026-03", "until": "2026-03", "name": "line"}
    here, there = (joint_report(LedgerSource(side.ledger), **asked) for side in (border.vn, border.la))
    assert as_json(here) == as_json(there)
    watch = here.sections[0].watch
    assert watch is not None
    assert 0 < watch.together_m < watch.covered_m < watch.length_m == 468_281
    assert watch.vn_m == watch.together_m
    assert sum(gap.to_m - gap.from_m for gap in watch.gaps) == watch.length_m - watch.covered_m
    assert "405" not in watch.unseen
    assert "406" in watch.unseen
    told = json.loads(as_json(here))["sections"][0]["watch"]
    assert told["patrolled_m"] == watch.covered_m
    carry(border.vn, border.la)
    after = joint_report(LedgerSource(border.la.ledger), **asked).sections[0].watch
    assert after is not None
    assert after.covered_m > watch.covered_m


def test_without_a_first_and_a_last_day_the_line_asks_for_them() -> None:
    text = as_text(joint_report(World([]), name="line"), "en")
    assert "choose one" in text

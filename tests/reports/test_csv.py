"""The report as CSV: each number once, as it can be read by a program."""

from __future__ import annotations

import csv
from dataclasses import replace

from tests.reports.reports_world import World, pressed
from tests.reports.test_joint_report import OURS, THEIRS
from twinline.reports.as_csv import COLUMNS, as_csv
from twinline.reports.collect import joint_report


def rows(world: World, lang: str = "en") -> list[dict[str, str]]:
    return list(csv.DictReader(as_csv(joint_report(world), lang).splitlines()))


def test_every_number_of_the_report_stands_in_a_line_of_its_own() -> None:
    report = joint_report(pressed(OURS, THEIRS))
    told = rows(pressed(OURS, THEIRS))
    counted = sum(len(line.voices) for one in report.sections for row in one.rows for line in row.counted)
    returned = sum(len(row.returned) for one in report.sections for row in one.rows)
    assert len(told) == counted + returned
    assert sum(one["on_word_of"] == "returned" for one in told) == returned
    border = next(one for one in told if one["indicator"] == "border_length")
    assert (border["value"], border["unit"], border["period_to"]) == ("468.281", "km", "2022-08")


def test_the_same_lines_come_in_every_language_with_the_same_numbers() -> None:
    first = rows(pressed(OURS))
    for lang in ("vi", "lo", "fr"):
        other = rows(pressed(OURS), lang)
        assert [one["value"] for one in other] == [one["value"] for one in first]
        assert other[0]["label"] != first[0]["label"]
    assert set(first[0]) == set(COLUMNS)


def test_what_a_spreadsheet_would_run_is_text() -> None:
    world = pressed()
    world.entry_bodies[1] = {**world.entry_bodies[1], "place": {"name": "=1+1"}}
    report = joint_report(world)
    assert "\n=" not in as_csv(report, "en")
    sections = (replace(report.sections[0], title=dict.fromkeys(("vi", "lo", "en", "fr"), "=cmd")),)
    assert "'=cmd" in as_csv(replace(report, sections=sections), "en")

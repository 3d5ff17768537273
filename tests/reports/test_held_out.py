"""Figures of the press that nobody drew Twinline from: other periods, places and qualifiers of the same shape.

They are made up and marked EXAMPLE. Each is said on one node, carried, and asked on the other, in four languages.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.border import Border, carry
from twinline.figures.catalogue import packaged
from twinline.reports.as_text import as_text
from twinline.reports.collect import joint_report
from twinline.reports.figured import Figured
from twinline.reports.language import amount
from twinline.reports.ledger_source import LedgerSource
from twinline.reports.words import LANGUAGES
from twinline.store.saying import Unfit
from twinline.times import iso

Q1 = {"from": "2024-01-01", "to": "2024-03-31"}
TO_DATE, LONG = {"to": "2023-08"}, {"from": "2012-01-01", "to": "2023-09"}
#: What is said: indicator, value, unit, period, place, and what else.
SAID: tuple[tuple[str, str, str, Any, str, dict[str, Any]], ...] = (
    ("delegations_received_from_laos", "4", "delegations", "2024-04-12", "vn-na", {"counterparts": ["la-xk"]}),
    ("seized_heroin", "31", "cakes", "2022-06", "vn-na", {"qualifier": "more_than"}),
    ("drug_cases", "57", "cases", Q1, "vn-na", {}),
    ("cases_all_offences", "140", "cases", Q1, "vn-na", {"qualifier": "about"}),
    ("seized_synthetic_drugs", "126000", "pills", {"from": "2021-01-01", "to": "2022-03-31"}, "vn-na",
     {"qualifier": "rounded", "precision": "1000"}),
    ("drug_routes_eliminated", "5", "routes", LONG, "vn-na", {}),
    ("twinned_village_pairs", "22", "pairs", {"to": "2024-06"}, "vn-na", {"counterparts": ["la-hp", "la-xk"]}),
    ("border_communes", "11", "communes", {"to": "2024-12-31"}, "vn-na-d-ky-son", {"reference_set": "border_communes"}),
    ("covid_control_teams", "60", "teams", {"to": "2022-12"}, "vn-na", {"value_max": "70"}),
    ("border_length", "203.409", "km", {}, "vn-na-d-ky-son", {}),
    ("illegal_crossing_persons", "300", "persons", TO_DATE, "vn-na", {"qualifier": "over"}),
    ("patrol_distance", "7.25", "km", {"from": "2024-11-21", "to": "2024-11-22"}, "vn-na-x-thong-thu", {}),
)  # fmt: skip


def body(indicator: str, value: str, unit: str, period: Any, place: str, more: dict[str, Any]) -> dict[str, Any]:
    told = {"indicator": indicator, "value": value, "unit": unit, "period": period, "place": place, "basis": "press"}
    return {**told, "source": {"published": "2025-01-10"}, "example": True, **more}


def asked(period: Any) -> dict[str, str | None]:
    """Return how a report of just that period is asked for; of none, every period answers."""
    if isinstance(period, str):
        return {"since": period, "until": period}
    return {"since": period.get("from"), "until": period.get("to")}


@pytest.fixture
def told(border: Border) -> Border:
    """A pair on which all of it is said and carried."""
    for one in SAID:
        border.vn.say("return", body(*one))
    carry(border.vn, border.la)
    return border


@pytest.mark.parametrize("one", SAID, ids=lambda one: one[0])
def test_each_is_answered_with_its_period_place_unit_and_qualifier(told: Border, one: Any) -> None:
    indicator, value, unit, period, place, more = one
    report = joint_report(LedgerSource(told.la.ledger), **asked(period))
    assert report.sections == joint_report(LedgerSource(told.vn.ledger), **asked(period)).sections
    row = next(row for part in report.sections for row in part.rows if row.indicator.name == indicator)
    (line,) = [line for line in row.returned if line.place == place]
    thousandths = round(float(value) * 1000)
    assert (line.number.value, line.unit, line.number.qualifier) == (thousandths, unit, more.get("qualifier", "exact"))
    assert line.number.value_max == (int(more["value_max"]) * 1000 if "value_max" in more else None)
    assert line.reference_set == more.get("reference_set", "")
    said = period if isinstance(period, dict) else {"from": period, "to": period}
    assert (line.period.said_from, line.period.said_to) == (said.get("from"), said.get("to"))
    if period == {}:
        assert (line.period.first, line.period.last) == (None, None)
    for lang in LANGUAGES:
        number = amount(
            line.number.value, lang, upper=line.number.value_max, qualified=line.number.qualifier,
            precision=line.number.precision, unit=unit, catalogue=packaged(),
        )  # fmt: skip
        text = " ".join(as_text(report, lang).split())
        assert " ".join(number.split()) in text
        assert report.name_of(place, lang) in text


def test_a_flow_of_another_period_is_no_answer_and_a_stock_answers_its_latest_day(told: Border) -> None:
    def returned(indicator: str, **days: str) -> list[str | None]:
        report = joint_report(LedgerSource(told.la.ledger), **days)
        rows = [row for part in report.sections for row in part.rows if row.indicator.name == indicator]
        return [None if line.period.last is None else iso(line.period.last) for line in rows[0].returned]

    assert returned("drug_cases", since="2024-01", until="2024-03") == ["2024-03-31"]
    assert returned("drug_cases", since="2024-01", until="2024-04") == []
    assert returned("drug_cases", since="2024", until="2024") == []
    assert returned("twinned_village_pairs", since="2024", until="2024") == ["2024-06-30"]
    assert returned("twinned_village_pairs", since="2023", until="2023") == []


def test_a_part_above_its_whole_is_said_in_the_report(told: Border) -> None:
    told.vn.say("return", body("drug_cases", "150", "cases", Q1, "vn-na", {"source": {"published": "2024-07-01"}}))
    told.vn.say(
        "return", body("cases_all_offences", "140", "cases", Q1, "vn-na", {"source": {"published": "2024-07-02"}})
    )
    carry(told.vn, told.la)
    report = joint_report(LedgerSource(told.la.ledger), **asked(Q1))
    row = next(row for part in report.sections for row in part.rows if row.indicator.name == "drug_cases")
    assert any(line.warnings for line in row.returned)
    assert not all(line.warnings for line in row.returned), "57 of about 140 is none"


def test_a_figure_of_no_indicator_is_refused_with_its_name(border: Border) -> None:
    with pytest.raises(Unfit) as unfit:
        border.vn.say("return", body("drug_routes_dismantled", "5", "routes", LONG, "vn-na", {}))
    assert "drug_routes_dismantled" in str(unfit.value)
    assert [one.rule for one in unfit.value.findings] == ["unknown_indicator"]


@pytest.mark.parametrize("unit", ["km", "persons"])
def test_a_figure_in_a_unit_that_its_indicator_is_not_measured_in_is_refused_with_those_it_has(
    border: Border, unit: str
) -> None:
    told = body("seized_heroin", "5", unit, Q1, "vn-na", {"basis": "own"})
    with pytest.raises(Unfit) as unfit:
        border.vn.say("return", told)
    assert [one.rule for one in unfit.value.findings] == ["unit_of_indicator"]
    assert "cakes, kg, g" in str(unfit.value)
    for fits in ("cakes", "kg", "tonnes"):
        border.vn.say("return", told | {"unit": fits})
    # What a page says is quoted as it says it: nobody here answers for it.
    border.vn.say("return", told | {"basis": "press"})


def test_a_reported_period_is_told_as_it_was_said(border: Border) -> None:
    border.vn.say("return", body("border_length", "419", "km", {"to": "2022-08"}, "vn-na", {}))
    border.vn.say("return", body("drug_cases", "57", "cases", {"from": "2024-01", "to": "2024-03"}, "vn-na", {}))
    border.vn.say("return", body("border_communes", "27", "communes", {"to": "2022-08-31"}, "vn-na", {}))
    options = dict.fromkeys(
        ("since", "until", "period", "place", "organisation", "readers", "known_on", "cut", "published_by", "recut",
         "alone", "records", "against", "sentence"),
    )  # fmt: skip
    named = ("border_length", "drug_cases", "border_communes")
    source = LedgerSource(border.vn.ledger)
    asked_as = options | {"said": "stated:VN", "calendar": "civil"}
    text = Figured(source, named, "en", as_program=False, now=0, **asked_as).told()
    assert "419 km · as of August 2022 ·" in text
    assert "57 cases · from January 2024 to March 2024 ·" in text
    assert "27 communes · as of 31 August 2022 ·" in text, "a day that was said stays one"
    assert text.count("reported in the press, published 10 January 2025 ·") == 3

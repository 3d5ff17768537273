"""Each row of the two articles on the line and on casework: said as a record, counted by an indicator of its own."""

from __future__ import annotations

from typing import Any

import pytest

from tests.figures.fact_table import Row, executor
from twinline import records
from twinline.figures.answer import Answer, ask
from twinline.figures.catalogue import packaged
from twinline.figures.question import Question, basis
from twinline.times import span

CATALOGUE = packaged()
Said = tuple[str, dict[str, Any]]
KY_SON = {"when": {"from": "2021-01-01", "to": "2022-03-31"}, "place": "vn-na-d-ky-son", "offence": "drug_trafficking"}
KY_SON_CASES = {**KY_SON, "led_by": "vn-na-ks-police", "incidents_apart": True}
JUNE = {"when": "2022-06", "place": "vn-na"}
WITH_LAOS = {"joint": True, "counterparts": ["la-hp-police", "la-xk-police", "la-bk-police"]}
SINCE_2012 = {"when": {"from": "2012-01-01", "to": "2022-08"}, "place": "vn-na"}
SET = "drug_free_programme_communes"


def special(number: int, **more: Any) -> list[Said]:
    return [("case", {**KY_SON_CASES, "special_case": True, **more}) for _ in range(number)]


def seized(what: str, amount: str, unit: str, **more: Any) -> list[Said]:
    return [("seizure", {**SINCE_2012, **WITH_LAOS, "goods": [{"what": what, "amount": amount, "unit": unit, **more}]})]


def communes(number: int, status: str) -> list[Said]:
    codes = [row for row in sorted(records.packaged().organisations) if row.startswith("vn-na-x")][:number]
    return [
        ("programme_status", {"commune": code, "status": status, "from": "2022-04-15", "reference_set": SET})
        for code in codes
    ]


WANTED = {**SINCE_2012, **WITH_LAOS, "led_by": "vn-na-police", "offence": "drug_trafficking"}
PATROLLED = {"when": "2022-06-03", "place": {"marker": "405", "to_marker": "406"}}
# row, what was said, indicator, number, unit, qualifier
ROWS: list[tuple[str, list[Said], str, int, str, str]] = [
    ("EN-08", [("incident", {**KY_SON, "cases": 101, "persons": 129})], "drug_cases", 101, "cases", "exact"),
    ("EN-08", [("incident", {**KY_SON, "cases": 101, "persons": 129})],
     "drug_offenders_arrested", 129, "persons", "exact"),
    ("EN-09", special(18), "drug_special_cases", 18, "cases", "exact"),
    ("EN-10", special(1, routes=3), "drug_routes_eliminated", 3, "routes", "exact"),
    ("EN-11", special(1, dens=1), "drug_dens_eliminated", 1, "dens", "exact"),
    ("EN-12", special(1, retail_points=7), "drug_retail_points_eliminated", 7, "points", "exact"),
    ("EN-13", [("case", {**WANTED, "persons": 4, "wanted": 4, "wanted_dangerous": 2})],
     "wanted_persons_arrested_with_lao_forces", 4, "persons", "exact"),
    ("EN-13", [("case", {**WANTED, "persons": 4, "wanted": 4, "wanted_dangerous": 2})],
     "wanted_persons_arrested_with_lao_forces_dangerous_drugs", 2, "persons", "exact"),
    ("EN-14", special(1, hotspots=4), "drug_hotspots_eliminated", 4, "places", "exact"),
    ("EN-15", special(1, complicated_points=14), "drug_complex_points_eliminated", 14, "places", "exact"),
    ("EN-16", communes(9, "cleaned"), "communes_cleaned_of_drugs", 9, "communes", "exact"),
    ("EN-17", communes(20, "kept_clean"), "communes_kept_drug_free", 20, "communes", "exact"),
    ("EN-18", [("incident", {**JUNE, "offence": "smuggling_goods", "cases": 58, "persons": 66, "vehicles": 14})],
     "vehicles_seized", 14, "vehicles", "exact"),
    ("EN-19", [("incident", {**JUNE, "offence": "drug_retail", "cases": 30, "persons": 31})],
     "drug_offenders_arrested", 31, "persons", "exact"),
    ("EN-21", [("case", {**WANTED, "special_case": True})] * 6, "joint_special_cases", 6, "cases", "exact"),
    ("EN-22", [("case", {**WANTED, "special_case": True, "persons": 8})],
     "joint_special_cases_arrested", 8, "persons", "exact"),
    ("EN-23", seized("heroin", "52", "cakes"), "seized_heroin", 52, "cakes", "exact"),
    ("EN-24", seized("opium", "15", "kg"), "seized_opium", 15, "kg", "exact"),
    ("EN-25", seized("synthetic_drugs", "48000", "pills", qualifier="rounded", precision="1000"),
     "seized_synthetic_drugs", 48_000, "pills", "rounded"),
    ("EN-26", seized("crystal_meth", "7", "kg"), "seized_crystal_meth", 7, "kg", "exact"),
    ("EN-32", [("control_post", {"names": {"en": "trails"}, "purpose": "epidemic", "place": "vn-na", "from": "2021",
                                 "teams": 67})], "covid_control_teams", 67, "teams", "exact"),
    ("EN-33", [("incident", {**SINCE_2012, "offence": "unlawful_entry_exit", "cases": 145})],
     "illegal_crossing_cases", 145, "cases", "exact"),
    ("EN-33", [("incident", {**SINCE_2012, "offence": "unlawful_entry_exit", "cases": 145, "persons": 324})],
     "illegal_crossing_persons", 324, "persons", "exact"),
    ("EN-S2", [("incident", {**JUNE, **WITH_LAOS, "offence": "drug_trafficking"})], "joint_cases", 1, "cases", "exact"),
    ("EN-S4", [("patrol", {**PATROLLED, "type": "joint", "counterparts": ["la-coy-221"]})],
     "joint_patrols", 1, "patrols", "exact"),
    ("EN-S4", [("activity", {"type": "joint_patrol", "when": "2022-06-03", "counterparts": ["la-coy-221"]})],
     "joint_patrols", 1, "patrols", "exact"),
    ("EN-S5", [("crossing_count", {"when": "2022-06-03", "place": {"gate": "gate-nam-can"}, "persons_to_la": 30})],
     "crossings_at_gates", 30, "persons", "exact"),
    ("FR-05", [("stretch", {"entrusted_to": "vn-v-tien-tieu", "place": {"marker": "403", "to_marker": "404"},
                            "from": "2022", "markers": 2})], "markers_self_managed", 2, "markers", "exact"),
    ("FR-05", [("marker", {"number": "405", "kept_by": "VN", "condition": "sound", "since": "2016"})],
     "markers_standing", 1, "markers", "exact"),
    ("FR-09", [("crossing_count", {"when": "2022-06", "place": {"marker": "406"}, "persons_to_vn": 30})],
     "crossings_outside_gates", 30, "persons", "exact"),
    ("EN-20", [("notice", {"type": "inform", "subject": "drugs", "when": {"from": "2012", "to": "2022-08"},
                           "items": 5200, "qualifier": "more_than", "counterparts": ["la-xk"]})],
     "information_items_exchanged", 5_200, "items", "more_than"),
]  # fmt: skip


def counted(said: list[Said], *, standing: str = "stated") -> list[Row]:
    rows = []
    for number, (kind, body) in enumerate(said):
        assert [str(finding) for finding in records.validate(kind, body)] == []
        for fact in records.facts(kind, body, author="vn-na-bg"):
            rows.append(
                Row(
                    f"r{number}", fact.value, kind, fact.measure, fact.cls, fact.unit, fact.value_max, fact.qualifier,
                    fact.precision, fact.days.first, fact.days.last, fact.days.shape, fact.stock, fact.returned,
                    reference_set=fact.reference_set, member=fact.member, standing=standing,
                )
            )  # fmt: skip
    return rows


def asked(said: list[Said], *names: str) -> Answer:
    question = Question(names, audiences=(1,), basis=basis("joint"), period=span("2012-01-01", "2022-08-31"))
    return ask(question, CATALOGUE, executor(counted(said)))


@pytest.mark.parametrize(("row", "said", "indicator", "number", "unit", "qualifier"), ROWS)
def test_a_row_of_the_articles_is_counted_from_records(
    row: str, said: list[Said], indicator: str, number: int, unit: str, qualifier: str
) -> None:
    (figure,) = asked(said, indicator).of(indicator)
    assert (figure.value, figure.unit, figure.qualifier) == (number * 1000, unit, qualifier)
    assert row in CATALOGUE[indicator].articles


def test_without_its_record_a_row_counts_nothing() -> None:
    assert {indicator for *_, indicator, _, _, _ in ROWS if asked([], indicator).of(indicator)} == set()


def test_every_row_that_belongs_here_is_named_by_an_indicator_that_counts() -> None:
    here = {f"EN-{number:02}" for number in (*range(8, 20), *range(21, 27), 32, 33)}
    here |= {"FR-05", "FR-09", "EN-S2", "EN-S4", "EN-S5", "EN-S6"}
    named = {row for one in CATALOGUE.indicators.values() if one.counted for row in one.articles}
    assert here - named == set()


def test_nine_and_seventy_four_communes_stand_against_their_own_set_and_not_against_the_27() -> None:
    cleaned, kept, border = (
        CATALOGUE[name] for name in ("communes_cleaned_of_drugs", "communes_kept_drug_free", "border_communes")
    )
    assert cleaned.reference_set == kept.reference_set == SET
    assert border.reference_set not in ("", SET)
    said = [*communes(9, "cleaned"), *communes(30, "kept_clean")[9:]]
    answer = asked(said, "communes_cleaned_of_drugs", "communes_kept_drug_free", "border_communes")
    assert {figure.reference_set for figure in answer.figures} == {SET}
    assert all(one.name not in ("communes_cleaned_of_drugs", "communes_kept_drug_free")
               for one in CATALOGUE.wholes("border_communes"))  # fmt: skip


JUNE_OF_2022: list[Said] = [
    ("incident", {**JUNE, "offence": "drug_trafficking", "cases": 30, "persons": 31}),
    ("incident", {**JUNE, "offence": "smuggling_goods", "cases": 28, "persons": 35, "vehicles": 14}),
]


def test_the_parts_of_june_2022_are_parts_of_their_wholes() -> None:
    answer = asked(
        JUNE_OF_2022, "cases_all_offences", "drug_cases", "offenders_all_offences", "drug_offenders_arrested"
    )
    assert {figure.indicator: figure.value for figure in answer.figures} == {
        "cases_all_offences": 58_000,
        "drug_cases": 30_000,
        "offenders_all_offences": 66_000,
        "drug_offenders_arrested": 31_000,
    }
    assert not any(figure.warnings for figure in answer.figures)


def test_a_part_that_exceeds_its_whole_is_said() -> None:
    (figure,) = asked([*special(18), ("incident", KY_SON)], "drug_cases", "drug_special_cases").of("drug_special_cases")
    assert figure.warnings


PARTS = [
    ("drug_special_cases", "drug_cases"),
    ("joint_special_cases", "special_cases"),
    ("wanted_persons_arrested_with_lao_forces_dangerous_drugs", "wanted_persons_arrested_with_lao_forces"),
    ("drug_offenders_arrested", "offenders_all_offences"),
    ("joint_cases", "cases_all_offences"),
    ("incidents_reported_within_24_hours", "incidents_first_reported"),
    ("markers_sound", "markers_standing"),
]


@pytest.mark.parametrize(("part", "whole"), PARTS)
def test_of_which_leads_to_its_whole(part: str, whole: str) -> None:
    assert whole in {one.name for one in CATALOGUE.wholes(part)}


def test_a_status_that_nobody_renewed_is_not_counted_after_a_year() -> None:
    later = Question(
        ("communes_kept_drug_free",), audiences=(1,), basis=basis("joint"), period=span(None, "2023-06-30")
    )
    rows = counted(communes(9, "kept_clean"))
    assert ask(later, CATALOGUE, executor(rows)).figures == ()
    in_time = Question(
        ("communes_kept_drug_free",), audiences=(1,), basis=basis("joint"), period=span(None, "2023-04-14")
    )
    assert ask(in_time, CATALOGUE, executor(rows)).of("communes_kept_drug_free")[0].value == 9000

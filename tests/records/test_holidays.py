"""Festivals on their days: those by the moon reckoned or known, never guessed."""

from __future__ import annotations

import itertools

import pytest

from twinline.records import lunar
from twinline.records.data import declared
from twinline.records.holidays import buddhist_years, holidays, unknown
from twinline.records.lunar import lunar_day
from twinline.times import days_of, iso

#: As published in Vietnam. In 1985, 2007 and 2030 the Chinese year began or begins on another day.
TET = {
    1976: "01-31", 1985: "01-21", 1987: "01-29", 1998: "01-28", 2000: "02-05", 2007: "02-17", 2015: "02-19",
    2017: "01-28", 2020: "01-25", 2023: "01-22", 2024: "02-10", 2025: "01-29", 2026: "02-17", 2027: "02-06",
    2028: "01-26", 2029: "02-13", 2030: "02-02", 2033: "01-31", 2034: "02-19",
}  # fmt: skip
HUNG_KINGS = {2022: "04-10", 2023: "04-29", 2024: "04-18", 2025: "04-07", 2026: "04-26", 2027: "04-16"}


def on(year: int, code: str) -> tuple[str, str] | None:
    first, last = days_of(str(year))
    return next(((iso(one.first), iso(one.last)) for one in holidays(first, last) if one.code == code), None)


@pytest.mark.parametrize(("year", "day"), TET.items())
def test_tet_falls_on_the_day_that_vietnam_kept_or_will_keep(year: int, day: str) -> None:
    assert iso(lunar_day(year, 1, 1) or 0) == f"{year}-{day}"


@pytest.mark.parametrize(("year", "day"), HUNG_KINGS.items())
def test_a_day_in_a_later_month_is_right_in_years_with_a_leap_month_too(year: int, day: str) -> None:
    assert on(year, "hung_kings") == (f"{year}-{day}",) * 2


def test_seen_from_beijing_some_years_begin_on_another_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: an hour further east the reckoning gives other days, so the zone is what decides."""
    monkeypatch.setattr(lunar, "_BORDER", 8 / 24)
    kept = (lunar.lunar_day, lunar._months, lunar._new_moon)
    for each in kept:
        each.cache_clear()
    try:
        assert [iso(lunar.lunar_day(year, 1, 1) or 0) for year in (2007, 2030)] == ["2007-02-18", "2030-02-03"]
    finally:
        for each in kept:
            each.cache_clear()


def test_a_day_that_cannot_be_told_for_sure_is_left_out() -> None:
    assert lunar_day(1975, 1, 1) is None
    assert lunar_day(2101, 1, 1) is None
    assert lunar_day(2026, 13, 1) is None
    unsure = [year for year in range(1976, 2101) if lunar_day(year, 1, 1) is None]
    assert 0 < len(unsure) < 8
    assert min(unsure) > 2050
    assert on(unsure[0], "tet") is None
    assert any(one.names["en"].startswith("Tet") for one in unknown(unsure[0]))


def test_months_follow_each_other_and_have_29_or_30_days() -> None:
    for year in range(1980, 2050):
        starts = [lunar_day(year, month, 1) for month in range(1, 13)]
        gaps = [after - first for first, after in itertools.pairwise(starts) if first and after]
        assert set(gaps) <= {29, 30, 58, 59, 60}  # a leap month lies between two at most once
        assert sum(gap > 30 for gap in gaps) <= 1


def test_lao_festivals_by_the_moon_are_told_for_the_years_that_are_known() -> None:
    known = [year for year in range(2000, 2040) if on(year, "ok_phansa")]
    assert known == list(range(2022, 2028))
    for year in known:
        lent, end, tower = (days_of(on(year, code)[0])[0] for code in ("khao_phansa", "ok_phansa", "that_luang"))  # type: ignore[index]
        # From full moon to full moon of the Lao months: 89 and 29 days.
        assert (end - lent, tower - end) == (89, 29)
    assert {one.names["en"] for one in unknown(2028)} == {"Boun Khao Phansa", "Boun Ok Phansa", "Boun That Luang"}


def test_fixed_days_are_of_every_year_and_pi_mai_lasts_three() -> None:
    assert on(1999, "bunpimay") == ("1999-04-14", "1999-04-16")
    assert on(2026, "lao_national_day") == ("2026-12-02",) * 2
    middle = days_of("2026-04-15")[0]
    assert [one.code for one in holidays(middle, middle)] == ["bunpimay"]


def test_each_has_a_source_a_name_in_four_languages_and_one_rule() -> None:
    for said in declared("holidays")["holiday"]:
        assert said["source"]
        assert set(said["names"]) == {"vi", "lo", "en", "fr"}
        assert set(said["off"]) <= set(said["sides"]) <= {"VN", "LA"}
        assert len({"day", "lunar", "known"} & set(said)) == 1


def test_the_buddhist_year_changes_with_the_lao_new_year() -> None:
    assert [buddhist_years(2026, month) for month in (1, 4, 5, 12)] == ["2568/2569", "2568/2569", "2569", "2569"]

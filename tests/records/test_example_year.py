"""The example year: right, marked, the same each time, and of all four provinces."""

from __future__ import annotations

from collections import Counter

from twinline import records
from twinline.records.example_cooperation import replies
from twinline.records.example_year import BEATS, example_year
from twinline.records.gazetteer import packaged
from twinline.records.kinds.notice import SUBJECTS
from twinline.records.rights import personal_looking
from twinline.times import days_of

YEAR = list(example_year(2025))


def test_every_record_of_the_year_is_right_and_marked_example() -> None:
    assert [str(finding) for one in YEAR for finding in records.validate(one.kind, one.body)] == []
    assert all(records.is_example(one.body) for one in YEAR)
    assert not any(personal_looking(one.body) for one in YEAR)


def test_a_year_and_a_seed_give_the_same_records_and_another_seed_others() -> None:
    assert list(example_year(2025)) == YEAR
    assert list(example_year(2025, seed=2)) != YEAR


def test_it_is_of_the_whole_line_both_sides_and_many_kinds() -> None:
    assert {beat.province for beat in BEATS} == {"la-hp", "la-xk", "la-bk"}
    sides = Counter(packaged().organisations[one.about].side for one in YEAR)
    assert min(sides.values()) > 200
    assert len({one.kind for one in YEAR}) >= 18
    assert 700 < len(YEAR) < 1500


def test_every_subject_is_asked_about_and_most_is_answered() -> None:
    asked = [one for one in YEAR if one.kind == "notice" and one.body["type"] == "request"]
    assert {one.body["subject"] for one in asked} == set(SUBJECTS)
    told = [body for one in asked for body in replies(one.body, "0192f4a0-7c3e-7b11-8a2f-3c5d9e7f1a2b", one.about)]
    assert [str(finding) for body in told for finding in records.validate("notice", body)] == []
    answered = {body["subject"] for body in told if body["type"] == "reply"}
    assert set(SUBJECTS) - answered == {"rescue", "meeting"}


def test_what_happens_in_it_happens_in_that_year() -> None:
    first, last = days_of("2025")
    happened = [
        records.event_days(one.kind, one.body) for one in YEAR if one.kind in ("patrol", "incident", "inspection")
    ]
    assert all(first <= (day.first or 0) <= (day.last or 0) <= last for day in happened)

"""What the two articles' figures must add up to, and what must never be put together."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from twinline import records
from twinline.figures.answer import ask
from twinline.figures.catalogue import packaged
from twinline.figures.question import Question
from twinline.records import examples
from twinline.records.facts import thousandths
from twinline.times import days_of, end_of_day, span

from tests.figures.fact_table import Row, executor, returned  # isort: skip

KNOWN = packaged()
PRINTED = [one.body for one in examples.published_returns()]


def printed(indicator: str, place: str) -> int:
    """Return the first figure that print gives of an indicator and place, in thousandths."""
    found = [body for body in PRINTED if body["indicator"] == indicator and body["place"]["organisation"] == place]
    return thousandths(found[0]["value"])


def test_land_and_river_make_the_line_of_ky_son_to_the_metre() -> None:
    land, river = (printed(f"border_length_{part}", "vn-na-d-ky-son") for part in ("land", "river"))
    assert land + river == printed("border_length", "vn-na-d-ky-son") == 203_409
    share = Fraction(203_409, printed("border_length", "vn-na")) * 100
    assert f"{float(share):.3f}" == "43.437"


@pytest.mark.parametrize(
    ("part", "whole"),
    [("pf-025", "pf-022"), ("pf-026", "pf-023"), ("pf-012", "pf-010"), ("pf-017", "pf-016"), ("pf-037", "pf-036")],
)
def test_a_part_is_never_above_its_whole(part: str, whole: str) -> None:
    one, other = (next(body for body in PRINTED if body["source"]["ref"] == ref) for ref in (part, whole))
    assert other["indicator"] in {each.name for each in KNOWN.wholes(one["indicator"])}
    assert thousandths(one["value"]) <= thousandths(other["value"])


def test_what_was_pledged_by_the_ministries_and_delivered_by_a_province_never_meet_in_one_figure() -> None:
    pledge = {"subject": "building", "building": "village_police_office", "owed_by": ["vn-mps"], "owed_to": ["la-mps"],
              "level": "ministry", "owed": {"amount": "287", "unit": "buildings"}}  # fmt: skip
    given = {"step": "delivered", "purpose": "offices", "when": "2022-08", "given_to": ["la-mps"], "level": "province",
             "building": "village_police_office", "buildings": 9}  # fmt: skip
    rows = [row for number, (kind, body) in enumerate((("commitment", pledge), ("support", given)))
            for row in facts_of(f"r{number}", kind, body)]  # fmt: skip
    question = Question(("village_police_offices_planned", "village_police_offices_handed_over"), (1,))
    found = {
        one.indicator: (one.value, one.reference_set, one.warnings)
        for one in ask(question, KNOWN, executor(rows)).figures
    }
    assert found == {
        "village_police_offices_planned": (287_000, "level_ministry", ()),
        "village_police_offices_handed_over": (9_000, "level_province", ()),
    }


def facts_of(record: str, kind: str, body: dict[str, Any]) -> list[Row]:
    assert records.validate(kind, body) == []
    return [
        Row(record, one.value, kind, one.measure, one.cls, one.unit, day_from=one.days.first, day_to=one.days.last,
            shape=one.days.shape, stock=one.stock, reference_set=one.reference_set, member=one.member)
        for one in records.facts(kind, body, author="vn-na")
    ]  # fmt: skip


def test_twenty_six_of_twenty_seven_in_october_and_all_in_may_are_two_states_of_knowledge() -> None:
    october, may = days_of("2022-10-27")[0], days_of("2023-05-12")[0]
    rows = [
        returned(name, "communes_kept_drug_free", number * 1000, unit="communes", day_to=day, published=day,
                 reference_set="border_communes", held_from=end_of_day(day), arrived_from=end_of_day(day))
        for name, number, day in (("a", 26, october), ("b", 27, may))
    ]  # fmt: skip

    def known(on: int) -> list[int]:
        question = Question(("communes_kept_drug_free",), (1,), period=span(None, "2023-12-31"), known_on=on)
        return [one.value for one in ask(question, KNOWN, executor(rows)).returned]

    assert known(end_of_day(october)) == [26_000]
    assert known(end_of_day(may)) == [27_000]


@pytest.mark.parametrize(
    ("spellings", "code"),
    [
        (("Bolikhamxay", "Bolykham"), "la-bk"),
        (("Hua Phan", "Hủa Phăn"), "la-hp"),
        (("Xieng Khouang", "Xiêng Khoảng"), "la-xk"),
        (("Noọng Hét",), "la-xk-nong-het"),
        (("Sầm Tớ",), "la-hp-sam-to"),
        (("Kỳ Sơn",), "vn-na-d-ky-son"),
    ],
)
def test_one_place_has_many_spellings(spellings: tuple[str, ...], code: str) -> None:
    districts = frozenset({"district", "province"})
    assert {records.packaged().resolve(name, kinds=districts) for name in spellings} == {code}


def test_nam_can_of_the_gate_is_not_nam_can_of_the_post() -> None:
    posts = frozenset({"commune"})
    on = days_of("2022-06-01")[0]
    assert records.packaged().resolve("Xã Nậm Cắn", on=on, kinds=posts) == "vn-na-xo-nam-can"
    assert records.packaged().resolve("Xã Nậm Càn", on=on, kinds=posts) == "vn-na-xo-nam-can-s"


def test_a_figure_that_one_text_alone_gives_is_stated_by_one() -> None:
    lines = [
        body for body in PRINTED if body["indicator"] == "border_length" and body["place"]["organisation"] == "vn-na"
    ]
    assert lines[0]["source"]["language"] == "fr"
    assert all(body["basis"] == "press" for body in PRINTED)

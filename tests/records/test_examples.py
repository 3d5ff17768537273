"""The public facts become records that are right as they stand."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from twinline import records
from twinline.records import examples
from twinline.records.data import rows

SETS = {
    "published_returns": 105,
    "agreements": 38,
    "twinnings": 15,
    "gates": 8,
    "events": 35,
    "organisations": 250,
}
FIGURES = {one.body["source"]["ref"]: one for one in examples.published_returns()}


@pytest.mark.parametrize(("name", "number"), SETS.items())
def test_each_is_valid_and_known_to_be_about_somebody(name: str, number: int) -> None:
    made = list(getattr(examples, name)())
    assert len(made) == number
    assert [str(finding) for one in made for finding in records.validate(one.kind, one.body)] == []
    assert all(records.packaged().organisation(one.about) for one in made)
    assert all(records.normalise(one.kind, one.body) == one.body for one in made)


def test_every_published_figure_is_a_return_with_its_row() -> None:
    assert list(FIGURES) == [row["id"] for row in rows("published_figures")]
    assert {one.body["basis"] for one in FIGURES.values()} == {"press"}


def test_a_number_keeps_its_digits_its_qualifier_and_its_rounding() -> None:
    assert FIGURES["pf-001"].body["value"] == "468.281"
    assert FIGURES["pf-027"].body["qualifier"] == "more_than"
    assert (FIGURES["pf-032"].body["qualifier"], FIGURES["pf-032"].body["precision"]) == ("rounded", "1000")
    assert FIGURES["pf-091"].body["value_max"] == "20"
    assert Counter(one.body.get("qualifier", "exact") for one in FIGURES.values()) == Counter(
        row["qualifier"].replace(" ", "_").replace("rounded_to_1000", "rounded") or "exact"
        for row in rows("published_figures")
    )


def test_the_figure_with_two_units_in_print_is_marked_unclear() -> None:
    assert [ref for ref, one in FIGURES.items() if one.body.get("unclear")] == ["pf-039", "pf-040"]


def test_the_facts_of_a_figure_are_its_number_in_thousandths() -> None:
    one = FIGURES["pf-005"]
    (fact,) = records.facts(one.kind, one.body, author="vn-na", about=one.about)
    assert (fact.measure, fact.value, fact.unit, fact.place, fact.returned) == (
        "border_length",
        203_409,
        "km",
        "vn-na-d-ky-son",
        True,
    )


def test_the_day_it_was_published_is_the_last_of_the_month_it_names() -> None:
    published = records.published(FIGURES["pf-001"].body)
    assert published is not None
    assert records.event_days("return", FIGURES["pf-001"].body).last == published


def test_one_village_twinned_with_three_makes_three_pairs_and_four_villages() -> None:
    (one,) = [one for one in examples.twinnings() if one.about == "vn-v-nhot-lot"]
    assert count(one.kind, one.body) == {"twinnings": 1, "twinned_pairs": 3, "twinned_units": 4}


def test_eight_posts_with_seven_companies_and_a_station_are_eight_pairs() -> None:
    posts = ["thong-thu", "hanh-dich", "tri-le", "nhon-mai", "my-ly", "keng-du", "na-loi", "thanh-thuy"]
    others = ["la-coy-216", "la-coy-217", "la-coy-221", "la-coy-222", "la-coy-224", "la-coy-251", "la-coy-252"]
    units: Counter[str] = Counter()
    pairs = set()
    for post, other in zip(posts, [*others, "la-post-nam-on"], strict=True):
        body: dict[str, Any] = {"level": "post_company", "units_a": [f"vn-post-{post}"], "units_b": [other]}
        if other == "la-post-nam-on":
            body["type_b"] = "border_police_post"
        assert records.validate("twinning", body) == []
        for fact in records.facts("twinning", body, author="vn-na-bg"):
            units[fact.cls] += fact.measure == "twinned_units"
            pairs |= {fact.member} if fact.measure == "twinned_pairs" else set()
    assert len(pairs) == 8
    assert (units["border_post"], units["border_company"], units["border_police_post"]) == (8, 7, 1)


def test_a_pair_is_one_whichever_side_names_it() -> None:
    ours = {"level": "village", "units_a": ["vn-v-cha-nga"], "units_b": ["la-v-xop-cang"]}
    theirs = {"level": "village", "units_a": ["la-v-xop-cang"], "units_b": ["vn-v-cha-nga"]}
    assert members(ours) == members(theirs)


def members(body: dict[str, Any]) -> set[str]:
    return {fact.member for fact in records.facts("twinning", body)}


def count(kind: str, body: dict[str, Any]) -> dict[str, int]:
    return dict(Counter(fact.measure for fact in records.facts(kind, body)))


def test_no_record_of_the_villages_says_how_many_live_there() -> None:
    assert not [one for one in examples.twinnings() if any(row in str(one.body) for row in ("'886'", "'1032'"))]


def test_a_patrol_states_its_distance_once() -> None:
    (one,) = [one for one in examples.events() if one.body["source"]["ref"] == "ev-020"]
    distances = [fact for fact in records.facts(one.kind, one.body) if fact.measure == "distance"]
    assert [(fact.value, fact.unit, fact.cls) for fact in distances] == [(6813, "km", "patrol")]

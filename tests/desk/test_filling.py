"""What people write becomes what a record holds, and what can be read in two ways is asked about."""

from __future__ import annotations

from decimal import Decimal as Exact

import pytest
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st

from twinline.desk import filling, names, seen
from twinline.desk.drawing import _position
from twinline.desk.house.said import faults
from twinline.desk.telling import number
from twinline.line.axis import packaged_line
from twinline.records import registry
from twinline.records.gazetteer import packaged

HERE = {"lon": 1040801200, "lat": 194512300}


def said(kind: str, **filled: str | list[str]) -> dict[str, object]:
    post = QueryDict(mutable=True)
    for name, value in filled.items():
        post.setlist(name, value if isinstance(value, list) else [value])
    return filling.body(registry.of_kind(kind), post, "vi")


@pytest.mark.parametrize(
    ("written", "held"),
    [("5/8/2022", "2022-08-05"), ("08.2022", "2022-08"), ("2022", "2022"), ("2022-08-05", "2022-08-05")],
)
def test_a_day_is_taken_as_it_is_written_here(written: str, held: str) -> None:
    assert filling.day(written) == held


@pytest.mark.parametrize("written", ["31/02/2022", "tomorrow", "13/2022", ""])
def test_what_is_no_day_stays_as_it_was_written(written: str) -> None:
    assert filling.day(written) == written


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**9), st.sampled_from(["vi", "lo", "en", "fr"]))
def test_a_number_read_back_is_the_number_that_was_shown(thousandths: int, lang: str) -> None:
    # Three decimals and no grouping can be told apart only where a comma or a point says so.
    text = f"{Exact(thousandths) / 1000:.3f}"
    assert filling.decimal(number(text, lang), lang) == text


def test_a_number_that_can_be_read_in_two_ways_is_asked_about() -> None:
    body = said(
        "incident",
        **{"when.from": "2022", "offence": "drug_trafficking", "quantities[0].what": "heroin",
           "quantities[0].amount": "5.200", "quantities[0].unit": "kg"},
    )  # fmt: skip
    found = faults(registry.validate("incident", body), "vi")
    assert [one.field for one in found] == ["quantities[0].amount"]
    assert "5.200" in found[0].sentence
    assert "?" not in found[0].given


def test_what_is_left_empty_is_left_out() -> None:
    assert said("incident", **{"when.from": "", "cases": " ", "note.text": "", "note.language": "vi"}) == {}


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("19.45123, 104.08012", HERE),
        ("mốc 412 + 350 m", {"marker": "412", "metres": 350}),
        ("over there", {"lon": "over there", "lat": "over there"}),
    ],
)
def test_a_position_is_typed_into_one_box_in_any_way(typed: str, place: dict[str, object]) -> None:
    assert said("incident", **{"place.typed": typed}) == {"place": place}


def test_an_emptied_box_takes_the_position_back() -> None:
    assert said("incident", **{"place.lon": "1040801200", "place.lat": "194512300", "place.typed": ""}) == {}


def test_a_marker_typed_into_the_box_takes_the_place_of_the_one_before_it_with_its_metres() -> None:
    before = {"place.organisation": "vn-na", "place.marker": "405", "place.metres": "350"}
    assert said("incident", **before, **{"place.typed": "mốc 412"}) == {
        "place": {"organisation": "vn-na", "marker": "412"}
    }


def test_kilometres_are_shown_in_the_box_and_what_is_typed_instead_takes_their_place() -> None:
    line = packaged_line().version
    place = {"chainage": 171_200, "to_chainage": 175_000, "line": line}
    hidden = {f"place.{name}": str(value) for name, value in place.items()}
    shown = _position(place)
    assert shown == "km 171+200 – 175+000"
    assert said("incident", **hidden, **{"place.typed": shown}) == {"place": place}
    elsewhere = place | {"line": "5f0c2a9e"}
    hidden_there = hidden | {"place.line": "5f0c2a9e"}
    assert said("incident", **hidden_there, **{"place.typed": shown}) == {"place": elsewhere}
    assert said("incident", **hidden, **{"place.typed": "19.45123, 104.08012"}) == {"place": HERE}
    assert said("incident", **hidden, **{"place.typed": ""}) == {}


def test_a_place_is_a_code_alone_or_says_more() -> None:
    assert said("incident", **{"place.organisation": "vn-na"}) == {"place": "vn-na"}
    more = said("incident", **{"place.organisation": "vn-na", "place.marker": "405", "place.metres": "350"})
    assert more == {"place": {"organisation": "vn-na", "marker": "405", "metres": 350}}


@pytest.mark.parametrize("kind", ["incident", "activity", "twinning"])
def test_a_body_drawn_into_a_form_and_sent_back_is_the_same(kind: str) -> None:
    bodies: dict[str, dict[str, object]] = {
        "incident": {
            "when": {"from": "2022-08", "to": "2022-09-05"}, "place": {"organisation": "vn-na", "marker": "405"},
            "offence": "drug_trafficking", "cases": 2, "counterparts": ["la-xk"], "example": True,
            "quantities": [{"what": "heroin", "amount": "5.2", "unit": "kg"}],
            "note": {"language": "vi", "text": "Hai bên cùng kiểm tra."},
        },
        "activity": {"type": "awareness", "when": "2022", "topics": ["drugs", "laws"], "participants_vn": 40},
        "twinning": {"level": "village", "pairs": [{"a": "vn-v-muong-phu", "b": "la-v-nam-tay"}]},
    }  # fmt: skip
    body = bodies[kind]
    drawn = names.pen("vi", "VN", 20_000).draw(registry.of_kind(kind), body)
    assert said(kind, **dict(sent_back(drawn))) == body


def sent_back(fields: list[seen.Field] | tuple[seen.Field, ...]) -> list[tuple[str, str | list[str]]]:
    """Return what a browser would send for a form that nobody touched."""
    found: list[tuple[str, str | list[str]]] = []
    for field in fields:
        if field.parts:
            found += sent_back(field.parts)
        elif field.type == "several":
            found += [(field.name, list(field.values))] if field.values else []
        elif field.value:
            found.append((field.name, field.value))
    return found


@pytest.mark.parametrize("kind", sorted(registry.KINDS))
@pytest.mark.parametrize("lang", ["vi", "lo", "en", "fr"])
def test_every_kind_can_be_drawn_with_labels_in_each_language(kind: str, lang: str) -> None:
    drawn = names.pen(lang, "VN", 20_000).draw(registry.of_kind(kind), {})
    assert all(field.label for field in drawn)
    required = sum(field.required for field in registry.of_kind(kind).fields.values())
    assert sum(not field.folded for field in drawn) <= max(6, required)


def test_a_fault_stands_beside_the_smallest_part_it_names() -> None:
    found = [seen.Fault(field="quantities[0].amount", rule="x", given="", sentence="Not so.")]
    body = {"quantities": [{"what": "heroin", "amount": "many", "unit": "kg"}]}
    drawn = names.pen("en", "VN", 20_000).draw(registry.of_kind("incident"), body, found)
    rows = next(field for field in drawn if field.name == "quantities")
    amount = next(part for part in rows.parts[0].parts if part.name == "quantities[0].amount")
    assert amount.faults == tuple(found)
    assert rows.faults == ()


def test_a_form_offers_communes_alone_where_a_commune_is_meant() -> None:
    pen = names.pen("en", "VN", 20_000)

    def offered(kind: str, field: str) -> set[str]:
        drawn = next(one for one in pen.draw(registry.of_kind(kind), {}) if one.name == field)
        known = [packaged().organisation(choice.value) for choice in drawn.choices if choice.value]
        return {one.kind for one in known if one is not None}

    assert offered("programme_status", "commune") == {"commune"}
    assert {"commune", "province", "border_post"} < offered("incident", "owner")  # the control

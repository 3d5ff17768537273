"""Searching: a place in any spelling, two places that differ in a mark alone, a number said on the radio."""

from __future__ import annotations

from typing import Any

import pytest

from tests.border import Border, incident
from twinline.records.gazetteer import packaged
from twinline.store import reading
from twinline.store.reading import Reader


def at(place: Any, **more: Any) -> dict[str, Any]:
    return incident(place=place, counterparts=[], **more)


@pytest.fixture
def told(border: Border) -> dict[str, str]:
    """Records by a word for each: at two places whose names differ in a mark, of a province, with their own words."""
    bodies = {
        "can": at("vn-na-x-nam-can"),
        "can-s": at("vn-na-xo-nam-can-s"),
        "gate": at({"gate": "gate-nam-can"}),
        "province": at("la-bk"),
        "district": at("vn-na-d-ky-son"),
        "words": at("vn-na", note={"language": "vi", "text": "Gặp nhau ở Nậm Cắn"}),
        "unmarked": at("vn-na", note={"language": "en", "text": "We met at Nam Can"}),
        "lao": at("vn-na", note={"language": "lo", "text": "ພົບກັນຢູ່ຊຽງຂວາງມື້ວານ"}),
        "marker": at({"marker": "412"}),
        "nong-het": at("la-xk-nong-het"),
    }
    return {border.vn.say("incident", body, to="self").record: name for name, body in bodies.items()}


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Ky Son", {"district"}), ("Kỳ Sơn", {"district"}), ("kỳ sơn", {"district"}),
        ("Nậm Cắn", {"can", "gate", "words", "unmarked"}), ("nậm cắn", {"can", "gate", "words", "unmarked"}),
        ("Nậm Càn", {"can-s", "unmarked"}), ("Nam Can", {"can", "can-s", "gate", "words", "unmarked"}),
        ("Bolykham", {"province"}), ("Bôlykhămxay", {"province"}), ("Bolikhamxay", {"province"}),
        ("ບໍລິຄຳໄຊ", {"province"}), ("ຊຽງຂວາງ", {"lao"}),
        ("ແຂວງບໍລິຄຳໄຊ", {"province"}), ("Bolikhamxay province", {"province"}), ("tỉnh Bô Ly Khăm Xay", {"province"}),
        ("ໜອງແຮດ", {"nong-het"}), ("ຫນອງແຮດ", {"nong-het"}), ("Nonghet", {"nong-het"}), ("ເມືອງຫນອງແຮດ", {"nong-het"}),
        ("tỉnh Nậm Cắn", {"can", "gate", "words", "unmarked"}), ("tỉnh nothing-such", set()),
        ("Nậm Cắn Gặp", {"words"}), ("Nậm Cắn nothing-such", set()), ("412", {"marker"}), ("%", set()),
    ],
)  # fmt: skip
def test_what_is_searched_for_is_found_in_any_spelling(
    border: Border, told: dict[str, str], words: str, found: set[str]
) -> None:
    reader = Reader.of_node(border.vn.ledger)
    rows = reading.records(border.vn.ledger, reader, kind="incident", words=words)
    assert {told[row.record] for row in rows} == found
    assert reading.count(border.vn.ledger, reader, kind="incident", words=words) == len(found)


def test_the_number_said_on_the_radio_finds_its_record_alone(border: Border, told: dict[str, str]) -> None:
    reader = Reader.of_node(border.vn.ledger)
    numbers = {row.record: row.number for row in reading.records(border.vn.ledger, reader, kind="incident")}
    for record, number in numbers.items():
        for words in (
            str(number),
            f"#{number}",
            f"No. {number}",
            f"Số {number}",
            f"ເລກທີ {number}",
            f"vn-na/{number}",
            f"VN-NA/{number}",
        ):
            assert [row.record for row in reading.records(border.vn.ledger, reader, words=words)] == [record]
    assert reading.records(border.vn.ledger, reader, words="la-xk/1") == []


def test_a_name_with_its_marks_means_one_and_without_them_perhaps_several() -> None:
    names = packaged()
    one, other, either = (names.meant(text) for text in ("Nậm Cắn", "Nậm Càn", "Nam Can"))
    assert one is not None
    assert other is not None
    assert either is not None
    assert not set(one.codes) & set(other.codes)
    assert set(one.codes) | set(other.codes) <= set(either.codes)
    assert names.meant("heroin") is None

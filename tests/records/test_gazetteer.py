"""Organisations are found by any spelling, keep their dates, and hang where they hung on the day."""

from __future__ import annotations

import pytest

from twinline.records import packaged
from twinline.records.data import rows
from twinline.records.gazetteer import without_level
from twinline.times import days_of

IN_2022 = days_of("2022-08-05")[0]
IN_2026 = days_of("2026-08-05")[0]
GAZETTEER = packaged()


@pytest.mark.parametrize(
    ("spelling", "code"),
    [
        ("Bolykham", "la-bk"),
        ("Bolikhamxay", "la-bk"),
        ("Borikhamxay", "la-bk"),
        ("Bôlykhămxay", "la-bk"),
        ("ບໍລິຄຳໄຊ", "la-bk"),
        ("ບໍລິຄໍາໄຊ", "la-bk"),
        ("ແຂວງເຫງະອານ", "vn-na"),
        ("Hủa Phăn", "la-hp"),
        ("houaphanh", "la-hp"),
        ("Xiêng Khoảng", "la-xk"),
        ("Xiangkhouang", "la-xk"),
        ("Sam To", "la-hp-sam-to"),
        ("Xamtay", "la-hp-sam-to"),
        ("Muong Quan", "la-hp-muong-quan"),
        ("Kuan", "la-hp-muong-quan"),
        ("Noong Het", "la-xk-nong-het"),
        ("Kỳ Sơn", "vn-na-d-ky-son"),
        ("Ky Son", "vn-na-d-ky-son"),
        ("  KY   SON ", "vn-na-d-ky-son"),
    ],
)
def test_every_spelling_in_print_means_one_organisation(spelling: str, code: str) -> None:
    assert GAZETTEER.resolve(spelling) == code


def test_each_variant_of_the_table_is_found() -> None:
    lost = [row["name"] for row in rows("name_variants") if row["org_id"] not in GAZETTEER.search(row["name"])]
    assert lost == []


def test_one_accent_makes_two_communes() -> None:
    communes = frozenset({"commune"})
    assert GAZETTEER.resolve("Nậm Cắn", on=IN_2022, kinds=communes) == "vn-na-xo-nam-can"
    assert GAZETTEER.resolve("Nậm Càn", on=IN_2022, kinds=communes) == "vn-na-xo-nam-can-s"
    assert GAZETTEER.search("Nậm Cắn")[0] == "vn-na-xo-nam-can"
    assert GAZETTEER.search("Nậm Càn")[0] == "vn-na-xo-nam-can-s"


def test_without_accents_both_are_offered() -> None:
    assert {"vn-na-xo-nam-can", "vn-na-xo-nam-can-s"} <= set(GAZETTEER.search("nam can", on=IN_2022))


def test_a_name_that_several_bear_means_none_of_them() -> None:
    assert GAZETTEER.resolve("Nậm Cắn") is None
    assert GAZETTEER.resolve("Atlantis") is None
    assert GAZETTEER.resolve("") is None
    assert GAZETTEER.search("  ") == []


def test_districts_end_with_june_2025() -> None:
    assert GAZETTEER.search("Kỳ Sơn", on=IN_2026, kinds=frozenset({"district"})) == []
    district = GAZETTEER.organisation("vn-na-d-ky-son")
    assert district is not None
    assert district.exists(days_of("2025-06-30")[0])
    assert not district.exists(days_of("2025-07-01")[0])


def test_a_village_hangs_on_the_commune_of_the_day() -> None:
    assert GAZETTEER.superiors("vn-v-huoi-khe", IN_2022) == ("vn-na-xo-muong-ai", "vn-na-d-ky-son", "vn-na", "vn")
    assert GAZETTEER.superiors("vn-v-huoi-khe", IN_2026) == ("vn-na-x-muong-tip", "vn-na", "vn")


def test_border_communes_are_27_and_then_21() -> None:
    def communes(on: int) -> int:
        return sum(one.startswith(("vn-na-x-", "vn-na-xo-")) for one in GAZETTEER.descendants("vn-na", on))

    assert (communes(IN_2022), communes(IN_2026)) == (27, 21)


def test_each_ended_commune_went_into_one_of_today() -> None:
    ended = [code for code in GAZETTEER.organisations if code.startswith("vn-na-xo-")]
    assert all(len(GAZETTEER.successors(code)) == 1 for code in ended)
    assert GAZETTEER.predecessors("vn-na-x-na-ngoi") == ("vn-na-xo-na-ngoi", "vn-na-xo-nam-can-s")


def test_descendants_hold_the_organisation_itself_and_nothing_of_its_neighbours() -> None:
    under = GAZETTEER.descendants("la-xk")
    assert {"la-xk", "la-coy-221", "la-v-loong-ho"} <= under
    assert "la-coy-216" not in under
    assert GAZETTEER.descendants("nobody") == frozenset()


def test_a_name_falls_back_to_the_nearest_language() -> None:
    assert GAZETTEER.name("vn-post-nhon-mai", "lo") == "Đồn Biên phòng Nhôn Mai"
    assert GAZETTEER.name("xx", "fr") == "xx"


def test_a_gate_keeps_the_classes_that_one_side_states() -> None:
    gate = GAZETTEER.gate("gate-thanh-thuy")
    assert gate is not None
    assert [(one.cls, one.status) for one in gate.statuses] == [
        ("main", "stated_by_one_side"),
        ("secondary", "in_force"),
        ("international", "planned"),
    ]


def test_every_organisation_has_a_french_name_and_offices_have_no_english_one_in_its_place() -> None:
    known = packaged()
    english = {
        one.code
        for one in known.organisations.values()
        if one.kind not in ("state", "province") and known.name(one.code, "fr") == known.name(one.code, "en")
    }
    assert english == set()
    # The control: a name that nobody gives in a language stands in another, so the check would have found one.
    assert known.name("vn-post-na-loi", "lo") == known.name("vn-post-na-loi", "vi")
    assert known.name("vn-post-na-loi", "fr") == "poste de garde-frontière de Na Loi"
    assert without_level("commune d’Anh Son") == without_level("Anh Son commune") == "Anh Son"
    assert known.resolve("poste de garde-frontière de Na Loi") == "vn-post-na-loi"

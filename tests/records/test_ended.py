"""What had ended by the day of a record isn't named as if it were there: the sentence says when, and what is there."""

from __future__ import annotations

from typing import Any

import pytest

from twinline.records.ended import named_after_their_end
from twinline.records.fields.dates import shown_date
from twinline.records.gazetteer import packaged
from twinline.records.messages_typed import for_typed
from twinline.records.words import LANGUAGES

KY_SON, ITS_POLICE = "vn-na-d-ky-son", "vn-na-ks-police"
CRIME = {"offence": "drug_trafficking", "counterparts": ["la-xk"]}


def wrong(when: Any, **more: Any) -> list[tuple[str, str]]:
    return [(one.field, one.rule) for one in named_after_their_end("incident", {"when": when, **CRIME, **more})]


@pytest.mark.parametrize("when", ["2025-07-01", "2026", {"from": "2025-07", "to": "2026-02"}])
def test_a_district_is_no_place_of_a_day_after_its_end(when: object) -> None:
    assert wrong(when, place=KY_SON) == [("place", "has_become")]
    assert wrong(when, place={"organisation": KY_SON, "name": "Huồi Tụ"}) == [("place.organisation", "has_become")]


@pytest.mark.parametrize("when", ["2022-08-05", "2025-06-30", "2025", {"from": "2025-01", "to": "2026-02"}, None])
def test_of_its_own_time_or_of_no_day_it_is(when: object) -> None:
    assert wrong(when, place=KY_SON) == []


def test_an_office_that_ended_is_told_with_what_it_belonged_to() -> None:
    body = {"when": "2025-03-01", **CRIME, "owner": ITS_POLICE}
    (found,) = named_after_their_end("incident", body)
    assert "Ky Son District Police ended on 2025-02-28" in str(found)
    assert "Nghe An Provincial Police (vn-na-police)" in str(found)
    # Of the border guard's command the directory knows the year alone: that is no ground to refuse it.
    assert wrong("2026-03-01", owner="vn-na-bg") == []


def test_each_language_says_the_day_and_every_commune_that_is_there_now() -> None:
    (found,) = named_after_their_end("incident", {"when": "2026-03-01", **CRIME, "place": KY_SON})
    heirs = packaged().heirs(KY_SON)
    assert len(heirs) == len(set(heirs)) > 8
    for lang in LANGUAGES:
        sentence = for_typed(found.rule).to(lang).format_map(found.blanks(lang))
        assert shown_date("2025-06-30", lang) in sentence
        assert all(packaged().name(code, lang) in sentence for code in heirs)
        assert all(packaged().name(code, lang) in found.sentence(lang) for code in heirs)

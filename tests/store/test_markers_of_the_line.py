"""A place we say lies on the line: a marker that it doesn't have is refused where it is said, not where it arrives."""

from __future__ import annotations

from typing import Any

import pytest

from twinline.records.words import LANGUAGES
from twinline.store import meaning


@pytest.mark.parametrize(
    ("place", "fields"),
    [
        ({"marker": "999"}, ["place.marker"]),
        ({"marker": "357"}, ["place.marker"]),
        ({"organisation": "vn-na-x-nam-can", "marker": "405", "to_marker": "463"}, ["place.to_marker"]),
        ({"marker": "358", "to_marker": "462"}, []),
        ({"marker": "425/1", "metres": 20}, []),
        ({"name": "Vinh"}, []),
        ("vn-na", []),
    ],
)
def test_a_marker_of_another_line_is_refused_in_each_language(place: Any, fields: list[str]) -> None:
    body = {"when": "2026-03-02", "offence": "drug_trafficking", "cases": 1, "place": place}
    found = meaning.judge_own("say", "incident", body)
    assert [one.field for one in found] == fields
    assert all("358" in one.sentence(lang) and "462" in one.sentence(lang) for one in found for lang in LANGUAGES)
    assert meaning.judge_own("amend", "incident", body) == found
    assert meaning.judge("say", "incident", meaning.VERSION, body) == []


def test_it_is_found_in_every_stretch_of_a_patrol() -> None:
    walked = [{"day": "2026-03-02", "place": {"marker": number}} for number in ("405", "999")]
    body = {"type": "own", "when": "2026-03-02", "place": {"marker": "405"}, "walked": walked}
    assert [one.field for one in meaning.judge_own("say", "patrol", body)] == ["walked[1].place.marker"]


def test_it_is_named_with_all_else_that_is_wrong_and_once() -> None:
    body = {"when": "2026-03-02", "offence": "none", "cases": 1, "place": {"marker": "999", "to_marker": "abc"}}
    found = [(one.field, one.rule) for one in meaning.judge_own("say", "incident", body)]
    assert ("place.marker", "not_on_this_line") in found
    assert [rule for field, rule in found if field == "place.to_marker"] == ["wrong_form"]
    for odd in ({"place": 7}, {"place": {"marker": 7}}, {"walked": 7}, {"walked": [7, {"place": None}]}):
        assert meaning.judge_own("say", "patrol", odd)

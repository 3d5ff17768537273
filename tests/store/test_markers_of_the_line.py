"""A place we say lies on the line: a marker that it doesn't have is refused where it is said, not where it arrives."""

from __future__ import annotations

from typing import Any

import pytest

from twinline.line.axis import packaged_line
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


@pytest.mark.parametrize(
    ("kind", "body", "fields"),
    [
        ("inspection", {"markers": [{"number": "405", "condition": "sound"}, {"number": "504", "condition": "lost"}]},
         ["markers[1].number"]),
        ("patrol", {"type": "own", "markers": [{"number": "300", "condition": "sound"}]}, ["markers[0].number"]),
        ("inspection", {"markers": [{"number": "405/1", "condition": "sound"}, {"number": "462", "condition": "lost"}]},
         []),
        ("patrol", {"type": "own", "sentences": [{"code": "path_cut", "marker": "999"}]}, ["sentences[0].marker"]),
    ],
)  # fmt: skip
def test_a_marker_named_by_itself_is_held_to_the_line_too(kind: str, body: dict[str, Any], fields: list[str]) -> None:
    body = {"when": "2026-03-02", "place": {"marker": "405"}, **body}
    wrong = [one for one in meaning.judge_own("say", kind, body) if one.rule == "no_such_marker"]
    assert [one.field for one in wrong] == fields
    assert all("358" in one.sentence(lang) and "462" in one.sentence(lang) for one in wrong for lang in LANGUAGES)
    assert "no_such_marker" not in {one.rule for one in meaning.judge("say", kind, meaning.VERSION, body)}


def test_a_record_of_a_marker_has_a_number_of_this_line() -> None:
    body = {"number": "504", "kept_by": "VN", "condition": "sound", "since": "2016-03-30"}
    assert [(one.field, one.rule) for one in meaning.judge_own("say", "marker", body)] == [("number", "no_such_marker")]
    assert meaning.judge_own("say", "marker", body | {"number": "405"}) == []
    # A text of another field may be any: only fields that are declared as a marker's number are looked at.
    assert meaning.judge_own("say", "marker", body | {"number": "405", "note": {"language": "en", "text": "504"}}) == []


LINE = packaged_line().version


@pytest.mark.parametrize(
    ("place", "rules"),
    [
        ({"lon": 140801200, "lat": 194512300}, ["far_from_the_line"]),  # 14° east for 104°
        ({"lon": 1040801200, "lat": -194512300}, ["far_from_the_line"]),
        ({"lon": 1057000000, "lat": 186800000}, []),  # Vinh
        ({"lon": 1032000000, "lat": 194500000}, []),  # Phonsavan
        ({"chainage": 468_282, "line": LINE}, ["past_the_end"]),
        ({"chainage": 400_000, "to_chainage": 500_000, "line": LINE}, ["past_the_end"]),
        ({"chainage": 400_000, "to_chainage": 468_281, "line": LINE}, []),
        ({"chainage": 468_282, "line": "5f0c2a9e"}, []),  # another line may be longer
        ({"marker": "462", "metres": 20_000}, ["past_the_end"]),
        ({"marker": "412", "metres": 20_000}, []),
    ],
)
def test_a_place_that_lies_nowhere_on_the_line_is_refused_where_it_is_said(
    place: dict[str, Any], rules: list[str]
) -> None:
    body = {
        "type": "own",
        "when": "2026-03-02",
        "place": {"marker": "405"},
        "walked": [{"day": "2026-03-02", "place": place}],
    }
    found = meaning.judge_own("say", "patrol", body)
    assert [(one.field, one.rule) for one in found] == [("walked[0].place", rule) for rule in rules]
    assert all(one.sentence(lang) for one in found for lang in LANGUAGES)
    assert meaning.judge("say", "patrol", meaning.VERSION, body) == []

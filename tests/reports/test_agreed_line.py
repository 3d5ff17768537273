"""A survey of the line that both sides agree on: joint figures stand on it, as far as it is known."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.border import Border, Side, carry
from tests.line.test_survey import course, geojson
from twinline.figures.errors import BadQuestion
from twinline.line import survey
from twinline.line.places import packaged_places
from twinline.records import registry
from twinline.reports.as_json import as_json
from twinline.reports.collect import joint_report
from twinline.reports.ledger_source import LedgerSource
from twinline.store import lines, surveys, verifying

PATROL = {
    "type": "joint", "when": "2026-01-03", "place": {"marker": "400", "to_marker": "403"}, "counterparts": ["la-xk"],
    "example": True,
}  # fmt: skip


def better(shift=3e-4):
    """A survey that knows where markers 400 and 403 stand: a kilometre further south than was guessed."""
    base = packaged_places()
    spots = []
    for number in ("400", "403"):
        lon, lat = base.line.point_at(base.markers.chainage(number) + 1_000)
        spots.append((f"Mốc {number}", (float(lon), float(lat))))
    return survey.surveyed(geojson({"at": course(shift)}, points=spots), base, source="survey.geojson")


def proposal(places, **more):
    return {
        "version": places.version, "proposed": "2026-01-05", "counterparts": ["la-xk"], "example": True, **more,
    }  # fmt: skip


def told(side, **asked):
    return as_json(joint_report(LedgerSource(side.ledger), name="line", since="2026-01", until="2026-01", **asked))


def walked(text):
    return next(each["watch"] for each in json.loads(text)["sections"] if each["watch"])


def test_joint_figures_stand_on_the_survey_from_when_both_held_the_agreement(border: Border) -> None:
    vn, la = border.vn, border.la
    vn.say("patrol", PATROL)
    places = better()
    for side in (vn, la):
        lines.adopt(side.ledger, places, "survey.geojson", now=side.clock())
    carry(vn, la)
    before, first = border.clock(), told(vn)
    assert json.loads(first)["line_version"] == packaged_places().line.version
    record = vn.say("line_survey", proposal(places)).record
    carry(vn, la)
    assert json.loads(told(vn))["line_version"] == packaged_places().line.version  # proposed, not agreed
    la.countersign(record)
    carry(vn, la)
    assert vn.standing(record) == la.standing(record) == "agreed"
    now = told(vn)
    assert now == told(la)
    assert json.loads(now)["line_version"] == places.version
    assert walked(now) != walked(first)
    old = told(vn, known_on=before)
    assert old == told(la, known_on=before)
    assert json.loads(old)["line_version"] == packaged_places().line.version
    assert walked(old) == walked(first)
    cut = joint_report(LedgerSource(vn.ledger), name="line", since="2026-01", until="2026-01").cut
    vn.withdraw(record)
    carry(vn, la)
    assert json.loads(told(la))["line_version"] == packaged_places().line.version
    assert told(la, cut=cut) == now
    for side in (vn, la):
        assert verifying.verify(side.ledger).faults == []
        verifying.rebuild(side.ledger)
        assert told(side, cut=cut) == now


def test_a_node_that_lacks_the_agreed_survey_says_so_and_tells_no_figure_of_the_line(border: Border) -> None:
    vn, la = border.vn, border.la
    places = better()
    lines.adopt(vn.ledger, places, "survey.geojson", now=vn.clock())
    record = vn.say("line_survey", proposal(places)).record
    carry(vn, la)
    la.countersign(record)
    carry(vn, la)
    assert told(vn)
    with pytest.raises(BadQuestion, match="this node lacks"):
        told(la)
    given = survey.handed_over(survey.written(places), packaged_places())
    assert given is not None
    lines.adopt(la.ledger, given, "given", now=la.clock())
    lines.use(la.ledger, "packaged")  # the pages of an office may follow another line
    assert told(la) == told(vn)


def test_of_several_the_one_proposed_last_counts_and_a_post_can_propose_none(border: Border) -> None:
    vn, la = border.vn, border.la
    one, two = better(), better(2e-4)
    for side in (vn, la):
        for places in (one, two):
            lines.adopt(side.ledger, places, "survey.geojson", now=side.clock())
    records = [
        vn.say("line_survey", proposal(two, proposed="2026-01-04")).record,
        la.say("line_survey", proposal(one, counterparts=["vn-na"])).record,
        vn.say("line_survey", proposal(two, proposed="2026-01-09"), author="vn-na-bg").record,
    ]
    carry(vn, la)
    la.countersign(records[0])
    vn.countersign(records[1])
    la.countersign(records[2])
    carry(vn, la)
    assert json.loads(told(vn))["line_version"] == json.loads(told(la))["line_version"] == one.version
    assert [each.rule for each in registry.validate("line_survey", proposal(one, counterparts=["la-xk-nong-het"]))] == [
        "not_a_province"
    ]


def test_one_province_of_two_moves_no_kilometre_of_the_other(border: Border, tmp_path: Path) -> None:
    clock, vn, xk, hp = border.clock, border.vn, border.la, Side(tmp_path / "hp", "la-hp", border.clock)
    for one, other in ((vn, hp), (hp, vn), (xk, hp), (hp, xk)):
        one.trust(other)

    def meet() -> None:
        for one, other in ((vn, xk), (vn, hp), (xk, hp), (vn, xk)):
            carry(one, other)

    def stands_on(side: Side) -> str:
        return str(json.loads(told(side))["line_version"])

    meet()
    packaged, places = packaged_places().line.version, better()
    for side in (vn, xk, hp):
        lines.adopt(side.ledger, places, "survey.geojson", now=clock())
    assert surveys.others(vn.ledger) == ("la-hp", "la-xk")
    to_xk, to_hp = (vn.say("line_survey", proposal(places, counterparts=[code])).record for code in ("la-xk", "la-hp"))
    meet()
    xk.countersign(to_xk)
    meet()
    assert vn.standing(to_xk) == "agreed"
    assert {stands_on(side) for side in (vn, xk, hp)} == {packaged}
    assert [each.missing for each in surveys.known(vn.ledger)] == [("la-hp",)]
    hp.countersign(to_hp)
    meet()
    assert {stands_on(side) for side in (vn, xk, hp)} == {places.version}
    hp.dispute(to_hp)
    meet()
    assert {stands_on(side) for side in (vn, xk, hp)} == {packaged}
    hp.say("line_survey", proposal(places, counterparts=["vn-na"]))  # to propose it is to stand behind it
    meet()
    assert {stands_on(side) for side in (vn, xk, hp)} == {places.version}
    hp.ledger.close()


def test_a_proposal_to_two_at_once_is_refused_since_one_confirmation_would_speak_for_both() -> None:
    faults = registry.validate("line_survey", proposal(better(), counterparts=["la-hp", "la-xk"]))
    assert [each.rule for each in faults] == ["one_alone"]
    assert registry.validate("line_survey", proposal(better())) == []


def test_a_handed_over_survey_is_the_same_version_and_a_broken_one_is_refused() -> None:
    places = better()
    text = survey.written(places)
    given = survey.handed_over(text, packaged_places())
    assert given is not None
    assert given.version == places.version
    assert survey.handed_over('{"type":"FeatureCollection"}', packaged_places()) is None
    for broken in (text[:-200], text.replace('"pins":[[0', '"pins":[["x"'), '{"lon":[1,2]}'):
        with pytest.raises(survey.NoSurvey, match="can't be read"):
            survey.handed_over(broken, packaged_places())
    shifted = json.loads(text)
    shifted["lon"] = [each + 20_000_000 for each in shifted["lon"]]
    with pytest.raises(survey.NoSurvey, match="another line"):
        survey.handed_over(json.dumps(shifted, separators=(",", ":")), packaged_places())

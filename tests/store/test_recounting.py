"""Whoever was counted as a suspect and is none: the number is put right everywhere, and what was known then says so."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner, Result

from tests.border import MINUTE, Border, Side, carry, incident
from twinline.node.cli import twinline
from twinline.reports import commands as telling
from twinline.store import acting, reach, reading, recounting, sending
from twinline.store.commands import recounting as command
from twinline.store.errors import StoreError
from twinline.store.reading import Reader
from twinline.times import rfc3339

BOTH = ("la-xk", "vn-na")
SUSPECTS = "drug_offenders_arrested"


def run(side: Side, monkeypatch: pytest.MonkeyPatch, command, *arguments: str) -> Result:
    monkeypatch.setenv("TWINLINE_NODE", str(side.ledger.folder))
    return CliRunner().invoke(twinline, [str(command.name), *arguments])


def persons(side: Side, record: str) -> int:
    return side.view(record).row.body["persons"]


def asked(side: Side, monkeypatch: pytest.MonkeyPatch, *more: str) -> tuple[dict, str]:
    answer = run(side, monkeypatch, telling.figures, SUSPECTS, "--json", *more)
    assert answer.exit_code == 0, answer.output
    return json.loads(answer.stdout), answer.stderr


def number(told: dict) -> str:
    return told["counted"][0]["value"]


def waiting(side: Side) -> list[tuple[str, list[str]]]:
    found = reach.corrected(side.ledger, Reader.of_node(side.ledger))
    return [(one.row.record, [who.organisation for who, _ in one.waiting]) for one in found]


def test_every_record_of_ours_that_counts_them_is_amended_and_no_other(border: Border) -> None:
    vn, la = border.vn, border.la
    case = vn.say("case", {"when": "2022-06-03", "offence": "drug_trafficking", "led_by": "vn-na", "persons": 5,
                           "counterparts": ["la-xk"], "example": True})  # fmt: skip
    first = vn.say("incident", incident(case=case.record))
    twice = vn.say("incident", incident(persons=4), author="vn-na-bg")
    other = vn.say("incident", incident(persons=9))
    theirs = la.say("incident", incident(persons=3, counterparts=["vn-na"]))
    carry(vn, la)
    for one in (twice.record, theirs.record):
        vn.same_event(first.record, one)
        carry(vn, la)
        la.same_event(first.record, one)
        carry(vn, la)
    done = recounting.recount(vn.ledger, vn.view(first.record), 1, now=vn.clock())
    assert {one.row.record for one in done.lowered} == {first.record, twice.record, case.record}
    assert [persons(vn, one.record) for one in (first, twice, case, other)] == [2, 3, 4, 9]
    assert [row.record for row in done.theirs] == [theirs.record]
    assert persons(vn, theirs.record) == 3


def test_one_that_does_not_count_them_is_left_as_it_is(border: Border) -> None:
    vn = border.vn
    case = vn.say("case", {"when": "2022-06-03", "offence": "drug_trafficking", "led_by": "vn-na", "persons": 5})
    first = vn.say("incident", incident(case=case.record))
    recounting.recount(vn.ledger, vn.view(first.record), 2, {case.record}, now=vn.clock())
    assert (persons(vn, first.record), persons(vn, case.record)) == (1, 5)


@pytest.mark.parametrize("fewer", [0, 4])
def test_more_than_are_counted_are_not_taken_out_and_nothing_is_half_done(border: Border, fewer: int) -> None:
    first = border.vn.say("incident", incident())
    with pytest.raises(StoreError, match="counts 3 suspects"):
        recounting.recount(border.vn.ledger, border.vn.view(first.record), fewer, now=border.vn.clock())
    assert persons(border.vn, first.record) == 3


def test_what_is_left_must_make_sense_or_no_record_is_amended(border: Border) -> None:
    vn = border.vn
    case = vn.say("case", {"when": "2022-06-03", "offence": "drug_trafficking", "led_by": "vn-na", "persons": 3,
                           "wanted": 3})  # fmt: skip
    first = vn.say("incident", incident(case=case.record))
    with pytest.raises(StoreError):
        recounting.recount(vn.ledger, vn.view(first.record), 1, now=vn.clock())
    assert (persons(vn, first.record), persons(vn, case.record)) == (3, 3)


def test_the_other_side_s_record_is_its_author_s_to_put_right(border: Border) -> None:
    theirs = border.la.say("incident", incident(counterparts=["vn-na"]))
    carry(border.vn, border.la)
    with pytest.raises(StoreError, match="only its author"):
        recounting.plan(border.vn.ledger, border.vn.view(theirs.record), 1)


def test_a_released_record_is_put_right_where_it_counts(border: Border) -> None:
    vn = border.vn
    home = vn.say("incident", incident(), to="self")
    (released,) = acting.release(vn.ledger, [vn.view(home.record)], BOTH, now=vn.clock())
    recounting.recount(vn.ledger, vn.view(home.record), 1, now=vn.clock())
    assert persons(vn, released.record) == 2


def test_nothing_that_crosses_tells_it_from_a_miscount(border: Border) -> None:
    """The same number amended by hand leaves entries of the same fields: no ground, no name, no mark."""
    vn = border.vn
    said = [vn.say("incident", incident()) for _ in range(2)]
    recounting.recount(vn.ledger, vn.view(said[0].record), 1, now=vn.clock())
    vn.amend(said[1].record, {**vn.view(said[1].record).row.body, "persons": 2})
    left = [
        [{"act": t.act.act, "body": dict(t.act.body)} for t in vn.view(one.record).acts] for one in said
    ]  # fmt: skip
    assert left[0] == left[1]
    assert b"victim" not in b"".join(
        leaf for feed in sending.feeds_for(vn.ledger, ("la-xk",))
        for stretch in sending.stretches(vn.ledger, feed.id, 0) for leaf in stretch.leaves
    )  # fmt: skip


def test_a_figure_known_then_stays_as_it_was_and_says_that_it_was_corrected(
    border: Border, monkeypatch: pytest.MonkeyPatch
) -> None:
    vn, la = border.vn, border.la
    first = vn.say("incident", incident(persons=8))
    carry(vn, la)
    then = rfc3339(vn.clock())
    border.clock.now += 1440 * MINUTE
    before, note = asked(vn, monkeypatch, "--known-on", then)
    assert (number(before), note) == ("8", "")
    recounting.recount(vn.ledger, vn.view(first.record), 1, now=vn.clock())
    assert asked(la, monkeypatch, "--known-on", then)[1] == ""  # not before they hold it
    carry(vn, la)
    for side in (vn, la):
        assert number(asked(side, monkeypatch)[0]) == "7"
        assert asked(side, monkeypatch)[1] == ""  # as known now there is nothing to note
        told, note = asked(side, monkeypatch, "--known-on", then)
        assert told == asked(vn, monkeypatch, "--known-on", then)[0] == before
        assert "Corrected since that day" in note
        assert first.record not in note
    page = run(vn, monkeypatch, telling.figures, SUSPECTS, "--known-on", then, "--lang", "vi").stdout
    assert "đã đính chính sau ngày đó" in page
    sentence = run(vn, monkeypatch, telling.figures, SUSPECTS, "--known-on", then, "--sentence", "--lang", "fr").stdout
    assert "corrigé depuis ce jour" in sentence
    report = run(vn, monkeypatch, telling.report, "joint", "--known-on", then, "--json")
    assert "Corrected since that day" in report.stderr
    assert "orrected" not in report.stdout


def test_a_confirmation_a_release_and_another_record_are_no_corrections(
    border: Border, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: figures change for many reasons, and only an author's correction is told as one."""
    vn, la = border.vn, border.la
    first = vn.say("incident", incident(persons=8))
    home = vn.say("incident", incident(persons=7), to="self")
    carry(vn, la)
    then = rfc3339(vn.clock())
    border.clock.now += 1440 * MINUTE
    la.countersign(first.record)
    acting.release(vn.ledger, [vn.view(home.record)], BOTH, now=vn.clock())
    vn.say("incident", incident(persons=6))
    carry(vn, la)
    for voice in ("joint", "stated:VN"):
        assert asked(vn, monkeypatch, "--known-on", then, "--as", voice, "--for", "self")[1] == ""


def test_a_released_record_that_is_corrected_corrects_what_was_known_of_it_at_home(
    border: Border, monkeypatch: pytest.MonkeyPatch
) -> None:
    vn = border.vn
    home = vn.say("incident", incident(persons=8), to="self")
    then = rfc3339(vn.clock())
    border.clock.now += 1440 * MINUTE
    acting.release(vn.ledger, [vn.view(home.record)], BOTH, now=vn.clock())
    stated = ("--known-on", then, "--as", "stated:VN", "--for", "self")
    assert asked(vn, monkeypatch, *stated)[1] == ""
    recounting.recount(vn.ledger, vn.view(home.record), 1, now=vn.clock())
    assert "Corrected" in asked(vn, monkeypatch, *stated)[1]


def test_where_the_number_is_not_told_its_correction_is_not_either(
    border: Border, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of two communes that are silent together it would name the one that was corrected."""
    vn, la = border.vn, border.la
    first = vn.say("incident", incident(persons=8))
    carry(vn, la)
    then = rfc3339(vn.clock())
    border.clock.now += 1440 * MINUTE
    recounting.recount(vn.ledger, vn.view(first.record), 1, now=vn.clock())
    carry(vn, la)
    commune = ("--known-on", then, "--place", "vn-na-xo-nam-can")
    assert number(asked(la, monkeypatch, *commune)[0]) == "8"
    assert asked(la, monkeypatch, *commune)[1] == ""
    assert "Corrected" in asked(la, monkeypatch, "--known-on", then, "--place", "vn-na")[1]


def test_who_has_not_received_the_new_number_is_named_until_a_receipt_shows_it(border: Border) -> None:
    vn, la = border.vn, border.la
    first = vn.say("incident", incident(), to="twin:la-xk")
    carry(vn, la)
    assert waiting(vn) == []
    recounting.recount(vn.ledger, vn.view(first.record), 1, now=vn.clock())
    assert waiting(vn) == [(first.record, ["la-xk"])]
    carry(vn, la)
    assert waiting(vn) == []


def test_a_number_that_was_raised_waits_for_nobody(border: Border) -> None:
    first = border.vn.say("incident", incident(), to="twin:la-xk")
    carry(border.vn, border.la)
    border.vn.amend(first.record, incident(persons=4))
    assert waiting(border.vn) == []


def test_the_command_says_what_it_did_and_a_dry_run_does_nothing(
    border: Border, monkeypatch: pytest.MonkeyPatch
) -> None:
    vn = border.vn
    first = vn.say("incident", incident(), to="twin:la-xk")
    carry(vn, border.la)
    looked = run(vn, monkeypatch, command.recount, first.record, "--fewer", "1", "--dry-run", "--json")
    assert json.loads(looked.output)["written"] is False
    assert persons(vn, first.record) == 3
    done = json.loads(run(vn, monkeypatch, command.recount, first.record, "--fewer", "1", "--json").output)
    assert (done["amended"][0]["before"], done["amended"][0]["after"]) == (3, 2)
    assert [who["organisation"] for who in done["amended"][0]["waiting"]] == ["la-xk"]
    listed = run(vn, monkeypatch, reading_command(), "--corrected-waiting")
    assert "la-xk" in listed.output
    assert "corrected" in listed.output


def reading_command():
    from twinline.store.commands.reading import list_records

    list_records.name = "list"
    return list_records


def test_a_figure_that_was_reported_for_the_time_is_named_to_be_looked_at(border: Border) -> None:
    vn = border.vn
    told = {
        "indicator": SUSPECTS,
        "value": "12",
        "unit": "persons",
        "period": "2022-06",
        "place": "vn-na",
        "basis": "own",
    }
    reported = vn.say("return", told, to="self")
    vn.say("return", {**told, "period": "2021-06"}, to="self")
    first = vn.say("incident", incident())
    done = recounting.plan(vn.ledger, vn.view(first.record), 1)
    assert [row.record for row in done.reported] == [reported.record]
    assert reading.record(vn.ledger, Reader.of_node(vn.ledger), reported.record).row.body["value"] == "12"

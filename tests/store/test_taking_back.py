"""Looking before something leaves, and taking it back after: who would see what, who has not heard yet."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner, Result

from tests.border import Border, Side, carry, incident
from twinline.feeds.audiences import LINE
from twinline.node.cli import twinline
from twinline.store import acting, narrowing, plain, preview, reach, saying, traces, verifying
from twinline.store.commands import reading as listing
from twinline.store.commands import saying as telling
from twinline.store.commands import taking_back
from twinline.store.errors import StoreError
from twinline.store.reading import Reader

BOTH = ("la-xk", "vn-na")


def run(side: Side, monkeypatch: pytest.MonkeyPatch, command, *arguments: str) -> Result:
    monkeypatch.setenv("TWINLINE_NODE", str(side.ledger.folder))
    return CliRunner().invoke(twinline, [str(command.name), *arguments])


def as_seen(side: Side, organisation: str, record: str, to: tuple[str, ...] | None = BOTH) -> preview.Seen:
    (seen,) = preview.view_as(side.ledger, [organisation], [side.view(record)], to, now=side.clock())
    return seen


def waiting(side: Side) -> list[tuple[str, list[tuple[str, bool]]]]:
    found = reach.taken_back(side.ledger, Reader.of_node(side.ledger))
    return [(one.row.record, [(who.organisation, had is not None) for who, had in one.waiting]) for one in found]


# Before.


def test_what_is_shown_before_is_what_the_other_side_reads_after(border: Border) -> None:
    vn, la = border.vn, border.la
    said = vn.say("incident", incident(note={"language": "vi", "text": "Ghi chú"}), to="self", about="vn-na-bg")
    before = verifying.digest(vn.ledger)
    shown = as_seen(vn, "la-xk", said.record).view
    assert verifying.digest(vn.ledger) == before
    assert vn.standing(said.record) == "stated"
    (released,) = acting.release(vn.ledger, [vn.view(said.record)], BOTH, now=vn.clock())
    carry(vn, la)
    read = la.view(released.record)
    assert shown is not None
    ours, theirs = plain.row(shown.row), plain.row(read.row)
    differ = {"record", "event", "arrived", "held_by_both"}
    assert {name: said for name, said in ours.items() if name not in differ} == {
        name: said for name, said in theirs.items() if name not in differ
    }
    assert len(shown.acts) == len(read.acts) == 1
    assert said.record not in json.dumps(ours)


def test_who_is_not_addressed_would_see_nothing(border: Border) -> None:
    said = border.vn.say("incident", incident(), to="self")
    assert as_seen(border.vn, "vn-na-bg", said.record).view is None
    assert as_seen(border.vn, "la-xk", said.record, to=("vn-na", "vn-na-bg")).view is None
    with pytest.raises(StoreError, match="la-bk is not an organisation of a pinned side"):
        as_seen(border.vn, "la-bk", said.record)


def test_a_release_that_would_be_refused_is_refused_in_the_preview(border: Border) -> None:
    said = border.vn.say("incident", incident(), to="twin:la-xk")
    with pytest.raises(StoreError, match="not wider"):
        as_seen(border.vn, "vn-na", said.record, to=("vn-na",))


def test_what_crossed_already_is_shown_as_it_is_seen_now(border: Border) -> None:
    vn, la = border.vn, border.la
    said = vn.say("incident", incident(), to="twin:la-xk")
    carry(vn, la)
    la.dispute(said.record)
    carry(vn, la)
    seen = as_seen(vn, "la-xk", said.record, to=None)
    assert (seen.preview, seen.view.row.standing) == (False, "disputed")
    assert as_seen(vn, "vn-na-bg", said.record, to=None).view is None


def test_the_command_shows_each_addressee_and_releases_nothing(border: Border, monkeypatch) -> None:
    told = saying.Saying("incident", incident(), "vn-na", "vn-na", ("vn-na",), intended=BOTH)
    said = saying.say(border.vn.ledger, told, now=border.clock())
    ran = run(border.vn, monkeypatch, telling.release, said.record, "--view-as", "all", "--lang", "en")
    assert ran.exit_code == 0, ran.output
    assert "(la-xk) would see:" in ran.output
    assert "EXAMPLE" in ran.output
    assert border.vn.standing(said.record) == "stated"
    ran = run(border.vn, monkeypatch, taking_back.view_as, "la-xk", said.record, "--json")
    told_json = json.loads(ran.stdout)
    assert (told_json["preview"], told_json["sees"]["body"]["cases"], told_json["sees"]["record"]) == (True, 2, None)
    ran = run(border.vn, monkeypatch, taking_back.view_as, "vn-na-bg", said.record)
    assert "would see nothing" in ran.output


# After.


def test_a_withdrawal_waits_until_the_receipt_is_here(border: Border) -> None:
    vn, la = border.vn, border.la
    said = vn.say("incident", incident())
    carry(vn, la)
    assert waiting(vn) == []
    vn.withdraw(said.record)
    assert waiting(vn) == [(said.record, [("la-xk", True)])]
    carry(vn, la)
    assert (waiting(vn), waiting(la), la.standing(said.record)) == ([], [], "withdrawn")


def test_what_never_left_waits_for_nobody_who_has_it(border: Border) -> None:
    said = border.vn.say("incident", incident())
    border.vn.withdraw(said.record)
    assert waiting(border.vn) == [(said.record, [("la-xk", False)])]
    home = border.vn.say("incident", incident(), to="self")
    border.vn.withdraw(home.record)
    assert home.record not in dict(waiting(border.vn))


def test_the_trace_names_who_has_not_received_it_too(border: Border, monkeypatch) -> None:
    vn, la = border.vn, border.la
    said = vn.say("incident", incident())
    ran = run(vn, monkeypatch, listing.show, said.record, "--trace")
    assert "not yet received by la-xk (LA)" in ran.output
    assert "not yet known to be received by: la-xk" in ran.output
    told = json.loads(run(vn, monkeypatch, listing.show, said.record, "--trace", "--json").stdout)
    assert [(one["organisation"], one["received"]) for one in told["trace"][0]["addressees"]] == [("la-xk", None)]
    carry(vn, la)
    ran = run(vn, monkeypatch, listing.show, said.record, "--trace")
    assert "not yet" not in ran.output
    assert "received by la-xk (LA) at" in ran.output


def test_narrowing_takes_back_and_says_anew_to_fewer(border: Border, monkeypatch) -> None:
    vn, la = border.vn, border.la
    said = vn.say("incident", incident(), to="line")
    carry(vn, la)
    ran = run(vn, monkeypatch, taking_back.narrow, said.record, "--to", "self", "--json")
    new = json.loads(ran.stdout)["record"]
    assert vn.view(new).row.body["replaces"] == said.record
    assert vn.view(new).row.audience == ("vn-na",)
    assert waiting(vn) == [(said.record, [("la-xk", True)])]
    shown = run(vn, monkeypatch, listing.show, said.record).output
    assert f"replaced by {new}" in shown
    assert "its withdrawal is not yet known to be received by: la-xk" in shown
    listed = run(vn, monkeypatch, listing.list_records, "--withdrawn-waiting").output
    assert said.record in listed
    assert "not yet received by la-xk (LA): has had the record since" in listed
    carry(vn, la)
    assert not la.sees(new)
    assert f"replaced by {new}" not in run(la, monkeypatch, listing.show, said.record).output
    assert run(vn, monkeypatch, listing.list_records, "--withdrawn-waiting").stdout == ""


def test_narrowing_to_as_many_is_refused_and_writes_nothing(border: Border) -> None:
    vn = border.vn
    said = vn.say("incident", incident(), to="twin:la-xk")
    before = verifying.digest(vn.ledger)
    for audience in (BOTH, LINE, ("la-xk", "vn-na", "vn-na-bg"), ("vn-na-bg",)):
        with pytest.raises(StoreError, match="not fewer"):
            narrowing.narrow(vn.ledger, vn.view(said.record), audience, {"reason": "mistake"}, now=vn.clock())
    with pytest.raises(StoreError, match="reason"):
        narrowing.narrow(vn.ledger, vn.view(said.record), ("vn-na",), {"reason": "no such"}, now=vn.clock())
    assert verifying.digest(vn.ledger) == before


def test_an_organisation_for_which_no_node_reads_is_named(border: Border) -> None:
    vn = border.vn
    said = vn.say("incident", incident(), to="twin:la-xk")
    trace = traces.trace(vn.ledger, Reader.of_node(vn.ledger), said.record)[0]
    more = traces.Traced(**{**{name: getattr(trace, name) for name in trace.__slots__}, "audience": ("la-hp", *BOTH)})
    found = {one.organisation: (one.received, one.has_node) for one in reach.addressees(vn.ledger, more)}
    assert found == {"la-xk": (None, True), "la-hp": (None, False)}

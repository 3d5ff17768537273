"""The reform of 2025 replayed: districts go, communes merge. The past stays, and can be told by today's places."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.border import Border, incident
from tests.promises import tell, tries
from tests.recovery.world import Office, by_stick, offices
from twinline.feeds import changes, roster
from twinline.records.gazetteer import Organisation, packaged
from twinline.reports.commands import figures
from twinline.store import acting, identity, rosters, verifying

SEED = 20250701
LISTED = packaged()
OLD = sorted({change.old for change in LISTED.changes})
NEW = sorted({change.new for change in LISTED.changes})
DISTRICTS = sorted({LISTED.organisations[code].parent for code in OLD} - {"vn-na"})


def state(known: Organisation, *, parent: str | None = None, until: str | None = None) -> dict:
    names = {lang: text for lang, text in known.names.items() if text}
    return roster.organisation_statement(
        organisation=known.code, side="VN", parent=parent or known.parent, name=names, valid_to=until
    )


def found(office: Office, statements: list[dict], hosts: list[str]) -> None:
    """State organisations, and that this node speaks for them."""
    rosters.say(office.ledger, statements, now=office.clock())
    every = tuple(sorted({*office.ledger.node.hosts, *hosts}))
    office.ledger.node = identity.certify_again(office.ledger.node, hosts=every, now=office.clock())
    rosters.say(office.ledger, [roster.node_statement(office.ledger.node.certificate)], now=office.clock())


def told(office: Office, *arguments: str) -> str:
    asked = ["--node", str(office.folder), "--from", "2022", "--to", "2024", "--json", *arguments]
    done = CliRunner().invoke(figures, asked, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


def cases(text: str) -> int:
    return sum(int(row["value"]) for row in json.loads(text)["counted"] if row["indicator"] == "cases_all_offences")


def past(office: Office, *cut: str) -> dict[tuple[str, str], str]:
    """Return the figures of 2022 to 2024 by old place, on each word, as bytes; all by one cut if one is given."""
    asked = [(code, word) for code in [*OLD[::24], DISTRICTS[0], "vn-na"] for word in ("joint", "agreed")]
    return {(code, word): told(office, "--place", code, "--as", word, *cut) for code, word in asked}


def figures_of(answers: dict[tuple[str, str], str]) -> dict[tuple[str, str], object]:
    """Return what is counted and returned, without the cut it rests on."""
    return {key: (json.loads(text)["counted"], json.loads(text)["returned"]) for key, text in answers.items()}


@pytest.mark.parametrize("times", tries("the reform of 2025"))
def test_the_reform_of_2025_changes_nothing_of_what_was_before(border: Border, tmp_path: Path, times: int) -> None:
    na, xk = offices(border)
    chance = random.Random(SEED)
    found(
        na,
        [state(LISTED.organisations[code], parent="vn-na") for code in DISTRICTS]
        + [state(LISTED.organisations[code]) for code in OLD],
        [*OLD, *DISTRICTS],
    )
    for code in OLD:
        for year in (2022, 2023, 2024):
            body = incident(place=code, when=f"{year}-0{chance.randint(1, 9)}-15", cases=chance.randint(1, 9))
            na.side.say("incident", body, author=chance.choice([code, "vn-na"]))
    theirs = xk.side.say("incident", incident(place=OLD[0], when="2023-03-01", counterparts=[OLD[0]])).record
    by_stick(na, xk, tmp_path)
    by_stick(na, xk, tmp_path)
    # The district above the commune confirms it: its superior of those days.
    district = LISTED.organisations[OLD[0]].parent
    acting.countersign(na.ledger, na.side.view(theirs), {}, author=district, now=na.clock())
    for record in sorted(na.records())[::3]:
        if xk.side.view(record).row.side == "VN":
            xk.side.countersign(record)
    by_stick(na, xk, tmp_path)
    by_stick(na, xk, tmp_path)
    before, there = past(na), past(xk)
    assert before == there
    assert any(cases(text) for text in before.values())
    assert na.side.standing(theirs) == "agreed"

    # 1 July 2025: communes merge, districts are no more, communes hang on the province.
    found(
        na,
        [state(LISTED.organisations[code], parent="vn-na") for code in NEW]
        + [state(LISTED.organisations[code], parent="vn-na", until="2025-06-30") for code in [*OLD, *DISTRICTS]]
        + [changes.succession_statement(old, [(heir, "2025-07-01") for heir in LISTED.successors(old)]) for old in OLD],
        NEW,
    )
    # Laos adds sub-districts.
    added = [
        roster.organisation_statement(organisation=f"la-xk-sub-{n}", side="LA", parent="la-xk", name={"en": f"{n}"})
        for n in range(2)
    ]
    rosters.say(xk.ledger, added, now=xk.clock())
    by_stick(na, xk, tmp_path)
    na.side.say("incident", incident(place=NEW[0], when="2025-09-01"), author=NEW[0])
    by_stick(na, xk, tmp_path)

    assert figures_of(past(na)) == figures_of(past(xk)) == figures_of(before)
    cut = ("--cut", before[OLD[0], "joint"])
    assert past(na, *cut) == past(xk, *cut) == before
    assert na.side.standing(theirs) == xk.side.standing(theirs) == "agreed"
    assert na.ledger.roster().superiors(OLD[0]) == ("vn-na",)
    for office in (na, xk):
        assert verifying.verify(office.ledger).faults == []
    # Told by today's places: the same cases, each once.
    total = cases(told(na, "--place", "vn-na"))
    by_old = sum(cases(told(na, "--place", code)) for code in OLD)
    by_new = sum(cases(told(na, "--place", code, "--recut")) for code in NEW)
    assert by_new == by_old == total > 0
    assert sum(cases(told(na, "--place", code)) for code in NEW[:5]) == 0  # the control: without re-cutting, nothing
    verifying.rebuild(na.ledger)
    assert past(na, *cut) == before
    counts = {"communes before": len(OLD), "communes after": len(NEW), "districts gone": len(DISTRICTS)}
    tell("the reform of 2025", times, {**counts, "figures compared as bytes": 2 * len(before)}, seed=SEED)


def test_a_figure_that_moved_with_the_places_would_be_seen(border: Border) -> None:
    """The control: what is said later of a place does change its figures."""
    na, _ = offices(border)
    found(na, [state(LISTED.organisations[OLD[0]], parent="vn-na")], [OLD[0]])
    na.side.say("incident", incident(place=OLD[0], when="2023-02-01"), author="vn-na")
    before = told(na, "--place", OLD[0], "--as", "stated:VN")
    na.side.say("incident", incident(place=OLD[0], when="2023-02-01"), author="vn-na")
    assert told(na, "--place", OLD[0], "--as", "stated:VN") != before

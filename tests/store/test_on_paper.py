"""What the other side signed on paper: our word for it, with the scan, until they say so themselves."""

from __future__ import annotations

from typing import Any

import pytest

from tests.border import Border, Side, carry, incident
from tests.store.pictures import scan
from twinline.figures.answer import ask
from twinline.figures.catalogue import packaged
from twinline.figures.question import Question, basis
from twinline.reports.ledger_source import LedgerSource
from twinline.store import acting, attachments, narrowing, papers, passing, preview, stripping, verifying
from twinline.store.errors import StoreError
from twinline.store.reading import Reader, readable_audiences
from twinline.store.saying import Unfit


def sign(side: Side, record: str, **more: Any) -> dict[str, Any]:
    body = papers.signed(papers.keep(side.ledger, [scan()]), "04/06/2026", "12/BB-TTSP") | more
    acting.on_paper(side.ledger, side.view(record), body, now=side.clock())
    return body


def counted(side: Side, voice: str) -> int:
    """Return how many cases a voice counts, in thousandths."""
    reader = Reader.of_node(side.ledger)
    question = Question(("drug_cases",), basis=basis(voice), audiences=tuple(readable_audiences(side.ledger, reader)))
    found = ask(question, packaged(), LedgerSource(side.ledger).execute)
    return sum(figure.value for figure in found.of("drug_cases"))


def test_agreed_on_paper_is_our_word_on_both_nodes_and_counts_as_stated(border: Border) -> None:
    vn, la = border.vn, border.la
    record = vn.say("incident", incident()).record
    body = sign(vn, record)
    carry(vn, la)
    assert (vn.standing(record), la.standing(record)) == ("on_paper", "on_paper")
    assert la.view(record).standing.paper.body == body
    for side in (vn, la):
        assert [counted(side, voice) for voice in ("stated:VN", "agreed", "joint")] == [2000, 0, 2000]
        assert verifying.verify(side.ledger).faults == []
    la.countersign(record)
    carry(la, vn)
    assert vn.standing(record) == "agreed"
    assert counted(vn, "agreed") == 2000
    assert vn.view(record).standing.paper is not None


def test_the_scan_goes_to_whoever_may_read_the_record_and_to_nobody_else(border: Border) -> None:
    vn, la = border.vn, border.la
    record = vn.say("incident", incident(), to="twin:la-xk").record
    (named,) = sign(vn, record)["attachments"]
    carry(vn, la)
    assert [one.sha256 for one in passing.wanted(la.ledger, la.ledger.node.hosts)] == [named["sha256"]]
    told = passing.piece(vn.ledger, ["la-xk"], named["sha256"], 0, 10**7)
    assert told is not None
    assert passing.take(la.ledger, vn.ledger.node.hosts, named["sha256"], 0, told[1])
    assert attachments.read(la.ledger, Reader(frozenset({"la-xk"})), named["sha256"]) is not None
    assert passing.piece(vn.ledger, ["la-bk"], named["sha256"], 0, 10**7) is None


def test_only_the_author_of_a_record_that_names_the_other_side_may_say_it(border: Border) -> None:
    vn, la = border.vn, border.la
    theirs = la.say("incident", incident(counterparts=["vn-na"])).record
    carry(vn, la)
    with pytest.raises(StoreError) as refused:
        sign(vn, theirs)
    assert refused.value.check == "not-ours"
    for named in ({"counterparts": []}, {"counterparts": ["vn-na-bg"]}):
        body = {name: value for name, value in incident(**named).items() if value != []}
        alone = vn.say("incident", body).record
        with pytest.raises(StoreError) as refused:
            sign(vn, alone)
        assert refused.value.check == "nobody-to-sign"
        assert vn.standing(alone) == "stated"


@pytest.mark.parametrize(
    ("more", "rule"),
    [({"attachments": []}, "missing"), ({"signed": "2026-02-30"}, "not_a_date"), ({"undo": True}, "taken_back")],
)
def test_what_is_said_of_a_paper_names_its_day_and_shows_its_scan(
    border: Border, more: dict[str, Any], rule: str
) -> None:
    record = border.vn.say("incident", incident()).record
    sign(border.vn, record)
    with pytest.raises(Unfit) as refused:
        sign(border.vn, record, **more)
    assert rule in {one.rule for one in refused.value.findings}
    assert border.vn.standing(record) == "on_paper"


def test_it_is_taken_back_by_its_author_and_falls_with_a_new_version(border: Border) -> None:
    vn = border.vn
    record = vn.say("incident", incident()).record
    with pytest.raises(StoreError) as refused:
        acting.on_paper(vn.ledger, vn.view(record), {"undo": True}, now=vn.clock())
    assert refused.value.check == "nothing-on-paper"
    sign(vn, record)
    acting.on_paper(vn.ledger, vn.view(record), {"undo": True}, now=vn.clock())
    assert vn.standing(record) == "stated"
    sign(vn, record)
    assert vn.standing(record) == "on_paper"
    vn.amend(record, incident(cases=3))
    assert vn.standing(record) == "stated"


def test_what_is_no_scan_is_not_taken_and_nothing_is_said(border: Border) -> None:
    vn = border.vn
    record = vn.say("incident", incident()).record
    with pytest.raises(stripping.NotAPicture):
        papers.keep(vn.ledger, [scan(), b"%PDF-1.7 nothing"])
    assert vn.standing(record) == "stated"


def test_a_release_takes_the_paper_along_and_shows_it_before(border: Border) -> None:
    vn, la = border.vn, border.la
    home = vn.say("incident", incident(), to="self").record
    body = sign(vn, home)
    (seen,) = preview.view_as(vn.ledger, ["la-xk"], [vn.view(home)], ("la-xk", "vn-na"), now=vn.clock())
    assert seen.view is not None
    assert seen.view.standing.paper is not None
    assert vn.standing(home) == "on_paper"
    (released,) = acting.release(vn.ledger, [vn.view(home)], ("la-xk", "vn-na"), now=vn.clock())
    carry(vn, la)
    assert not la.sees(home)
    assert la.standing(released.record) == "on_paper"
    assert la.view(released.record).standing.paper.body == body
    _, fewer = narrowing.narrow(
        vn.ledger, vn.view(released.record), ("vn-na",), {"reason": "wrong_audience"}, now=vn.clock()
    )
    assert vn.standing(fewer.record) == "on_paper"
    other = vn.say("incident", incident(), to="self").record
    sign(vn, other)
    acting.on_paper(vn.ledger, vn.view(other), {"undo": True}, now=vn.clock())
    (plain,) = acting.release(vn.ledger, [vn.view(other)], ("la-xk", "vn-na"), now=vn.clock())
    assert vn.standing(plain.record) == "stated"
    assert verifying.verify(vn.ledger).faults == []

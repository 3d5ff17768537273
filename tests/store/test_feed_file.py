"""An auditor without a node gets feeds and their proof; a second implementation judges them."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from tests.border import Border, Side, carry, incident
from tests.feeds import independent_verifier as other
from twinline.node.cli import twinline


def run(side: Side, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> Result:
    monkeypatch.setenv("TWINLINE_NODE", str(side.ledger.folder))
    return CliRunner().invoke(twinline, ["feed", *arguments])


def pins(*sides: Side) -> dict[str, str]:
    return {side.ledger.node.root_public().base64: side.code for side in sides}


def exported(side: Side, monkeypatch: pytest.MonkeyPatch, told: str = "all") -> dict[str, Any]:
    file = side.ledger.folder / "audit.json"
    assert run(side, monkeypatch, "export", told, str(file)).exit_code == 0
    return json.loads(file.read_text(encoding="utf-8"))


@pytest.fixture
def told(border: Border) -> Border:
    """Three words of Nghệ An, an answer, a word at home, one contact before the last word."""
    vn, la = border.vn, border.la
    said = [vn.say("incident", incident(cases=1 + n)) for n in range(3)]
    vn.say("incident", incident(), to="self")
    carry(vn, la)
    la.countersign(said[0].record)
    carry(vn, la)
    vn.withdraw(said[1].record)
    return border


def test_a_node_s_export_is_accepted_by_the_second_implementation(told: Border, monkeypatch, tmp_path: Path) -> None:
    file = tmp_path / "audit.json"
    ran = run(told.vn, monkeypatch, "export", "all", str(file), "--json")
    roots = {root["key"]: root["organisation"] for root in json.loads(ran.stdout)["roots"]}
    assert roots == pins(told.vn, told.la)
    found = other.verify(json.loads(file.read_text(encoding="utf-8")), roots)
    assert [len(faults) for _, _, faults, _ in found] == [0] * 5
    assert sum(size for _, size, _, _ in found) == sum(size for _, size in _sizes(ran))
    arguments = [f"{key}={code}" for key, code in roots.items()]
    assert subprocess.run([sys.executable, other.__file__, file, *arguments], check=False).returncode == 0


def _sizes(ran: Result) -> list[tuple[str, int]]:
    return [(one["feed"], one["size"]) for one in json.loads(ran.stdout)["feeds"]]


def test_a_receipt_of_the_other_side_on_an_earlier_head_is_in_it(told: Border, monkeypatch) -> None:
    line = next(one for one in _listed(told.vn, monkeypatch) if one["audience"] == ["line"] and one["own"])
    file = exported(told.vn, monkeypatch, line["feed"][:12])
    words = next(one for one in file["feeds"] if one["heads"])
    lao = f"twinline/1/node/{told.la.ledger.node.id} "
    assert not any(lao in receipt for receipt in words["receipts"])
    assert any(lao in receipt for head in words["heads"] for receipt in head["receipts"])
    assert other.verify(file, pins(told.vn, told.la))[-1][3]


def _listed(side: Side, monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    return [json.loads(line) for line in run(side, monkeypatch, "list", "--json").stdout.splitlines()]


def test_one_feed_brings_only_the_rosters_it_needs(told: Border, monkeypatch) -> None:
    home = next(one for one in _listed(told.vn, monkeypatch) if one["audience"] == ["vn-na"])
    file = exported(told.vn, monkeypatch, home["feed"])
    assert len(file["feeds"]) == 2
    assert len(other.verify(file, pins(told.vn))) == 2
    with pytest.raises(other.Refused):
        other.verify(file, pins(told.la))


def test_any_changed_character_is_refused(told: Border, monkeypatch) -> None:
    text = json.dumps(exported(told.vn, monkeypatch), ensure_ascii=False)
    known, chance = pins(told.vn, told.la), random.Random(2026)
    assert other.verify(json.loads(text), known)
    at = [place for place in range(len(text)) if text[place] not in " \n"]
    for place in chance.sample(at, 250):
        swapped = chance.choice([sign for sign in "0aZ+\"'{]—" if sign != text[place]])
        with pytest.raises((other.Refused, KeyError, TypeError, ValueError, AttributeError)):
            other.verify(json.loads(text[:place] + swapped + text[place + 1 :]), known)


def test_a_head_of_another_feed_or_size_is_refused(told: Border, monkeypatch) -> None:
    file = exported(told.vn, monkeypatch)
    with_heads = [one for one in file["feeds"] if one["heads"]]
    theirs = next(one for one in file["feeds"] if one not in with_heads)
    with_heads[0]["heads"][0]["checkpoint"] = theirs["checkpoint"]
    with pytest.raises(other.Refused):
        other.verify(file, pins(told.vn, told.la))


def test_the_list_says_whose_words_to_whom_and_who_received_them(told: Border, monkeypatch) -> None:
    lines = run(told.vn, monkeypatch, "list").stdout
    assert f"root key {told.la.ledger.node.root_public().base64}=la-xk" in lines
    assert "routine, to line: 4 leaves" in lines
    assert "1 not yet under a signed head" in lines
    assert "received by la-xk: 4 of 4" in lines


def test_what_is_not_here_is_refused_in_one_sentence(told: Border, monkeypatch) -> None:
    for name, said in (("zz", "No feed here"), ("", "No feed here")):
        assert said in str(run(told.vn, monkeypatch, "export", name, "-").exception)
    home = next(one for one in _listed(told.vn, monkeypatch) if one["audience"] == ["vn-na"])
    assert "No feed here" in str(run(told.la, monkeypatch, "export", home["feed"], "-").exception)

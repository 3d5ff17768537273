"""One record, proved to somebody who has no node, and nothing else shown."""

from __future__ import annotations

import base64
import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from pytest_django import DjangoDbBlocker

from tests.border import Border, Pairs, Side, carry, incident
from tests.feeds import independent_proof
from tests.store.test_on_paper import sign as sign_on_paper
from twinline.feeds import proofs
from twinline.feeds.errors import FeedError, Untrusted
from twinline.feeds.proofs import Proof
from twinline.ledger.acts import AMEND, COUNTERSIGN, ON_PAPER, SAY, WITHDRAW
from twinline.node.cli import twinline
from twinline.store import acting, proven, proving, traces
from twinline.store.errors import StoreError


def prove(side: Side, record: str) -> Proof:
    return proving.prove(side.ledger, side.view(record), now=side.clock())


def judged(proof: Proof, *roots: str) -> proven.Told:
    return proven.tell(proofs.check(proofs.read(proofs.write(proof))), roots)


def acts(told: proven.Told) -> list[str]:
    return [one.entry.act for one in told.entries.values()]


def fingerprint(side: Side) -> str:
    return side.ledger.node.root_public().fingerprint


def note(text: str) -> dict[str, str]:
    return {"language": "en", "text": text}


def story(border: Border) -> str:
    """Return a record that both sides stand behind, among others."""
    vn, la = border.vn, border.la
    for cases in range(1, 4):
        vn.say("incident", incident(cases=cases, note=note("hidden")))
    said = vn.say("incident", incident(note=note("first")))
    carry(vn, la)
    vn.amend(said.record, incident(cases=7, note=note("second")))
    carry(vn, la)
    la.countersign(said.record)
    carry(vn, la)
    vn.say("incident", incident(note=note("hidden")))
    return said.record


@pytest.fixture(scope="module")
def told(
    pairs: Pairs, tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker
) -> tuple[Pairs, str]:
    """What is copied, once the story has been told, and its record."""
    with django_db_blocker.unblock():
        return pairs.after(tmp_path_factory.mktemp("told"), story)


@pytest.fixture
def agreed(told: tuple[Pairs, str], tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[tuple[Border, str]]:
    """Both sides after the story, and its record."""
    after, record = told
    with django_db_blocker.unblock():
        border = after.copy(tmp_path)
        yield border, record
        border.close()


def test_both_sides_words_and_receipts_are_proven(agreed: tuple[Border, str]) -> None:
    border, record = agreed
    for side in (border.vn, border.la):
        told = judged(prove(side, record), fingerprint(border.vn), fingerprint(border.la))
        assert (told.standing.standing, acts(told)) == ("agreed", [AMEND, COUNTERSIGN])
        assert told.current.entry.body["cases"] == 7
        assert {r.by.node.organisation for r in told.receipts(told.current)} == {"vn-na", "la-xk"}
        traced = {r.organisation: r.at // 1000 for t in _trace(side, record) for r in t.receipts if t.act == AMEND}
        assert {r.by.node.organisation: r.at_s for r in told.receipts(told.current)} == traced


def test_the_second_implementation_accepts_a_node_s_proof(agreed: tuple[Border, str]) -> None:
    border, record = agreed
    told, roots = independent_proof.verify(json.loads(proofs.write(prove(border.la, record))))
    assert [(entry["act"], by, set(times)) for entry, by, times in told] == [
        (AMEND, "vn-na", {"vn-na", "la-xk"}),
        (COUNTERSIGN, "la-xk", {"vn-na", "la-xk"}),
    ]
    assert roots == {fingerprint(border.vn), fingerprint(border.la)}


def _trace(side: Side, record: str):
    from twinline.store import reading

    return traces.trace(side.ledger, reading.Reader.of_node(side.ledger), record)


def test_it_shows_no_other_entry_and_no_size_but_its_heads(agreed: tuple[Border, str]) -> None:
    border, record = agreed
    made = prove(border.vn, record)
    leaves = [base64.b64decode(one.leaf) for one in (*made.entries, *made.statements)]
    assert {json.loads(leaf)["record"] for leaf in leaves} == {record}
    everything = proofs.write(made) + b"".join(leaves)
    assert b"hidden" not in everything
    assert b"first" not in everything
    assert b"genesis" not in everything
    sizes = {head.checkpoint.split("\n")[1] for one in made.entries for head in one.heads}
    assert len(sizes) == len(made.entries)
    twin = border.vn.say("incident", incident(note=note("a later word changes nothing")))
    assert prove(border.vn, record) == made
    assert twin.record.encode() not in everything


def test_an_earlier_version_is_shown_only_where_the_other_sides_word_rests_on_it(border: Border) -> None:
    vn, la = border.vn, border.la
    said = vn.say("incident", incident())
    carry(vn, la)
    la.dispute(said.record)
    la.countersign(said.record)
    carry(vn, la)
    vn.amend(said.record, incident(note=note("Same facts.")))
    told = judged(prove(vn, said.record))
    assert (told.standing.standing, vn.standing(said.record)) == ("agreed", "agreed")
    assert acts(told) == [SAY, "dispute", COUNTERSIGN, AMEND]
    vn.amend(said.record, incident(cases=9))
    told = judged(prove(vn, said.record))
    assert (told.standing.standing, acts(told)) == ("stated", [AMEND])


def test_what_was_taken_back_is_proven_as_such(border: Border) -> None:
    vn, la = border.vn, border.la
    said = vn.say("incident", incident())
    carry(vn, la)
    vn.withdraw(said.record)
    carry(vn, la)
    told = judged(prove(la, said.record))
    assert (told.standing.standing, acts(told)) == ("withdrawn", [SAY, WITHDRAW])


def test_what_was_agreed_on_paper_is_proven_as_its_authors_word_and_without_the_scan(
    border: Border, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    vn, la = border.vn, border.la
    record = vn.say("incident", incident()).record
    (scan,) = sign_on_paper(vn, record)["attachments"]
    made = prove(vn, record)
    told = judged(made, fingerprint(vn))
    assert (told.standing.standing, acts(told)) == ("on_paper", [SAY, ON_PAPER])
    file = tmp_path / "proof"
    file.write_bytes(proofs.write(made))
    said = CliRunner().invoke(twinline, ["proof", "check", str(file)]).output
    assert "says that the other side signed it on paper" in said
    assert scan["sha256"] in said
    assert b"JFIF" not in base64.b64decode(json.loads(file.read_bytes())["entries"][1]["leaf"])
    carry(vn, la)
    la.countersign(record)
    carry(la, vn)
    assert acts(judged(prove(vn, record))) == [SAY, COUNTERSIGN]  # nothing rests on the paper any more
    acting.on_paper(vn.ledger, vn.view(record), {"undo": True}, now=vn.clock())
    other = vn.say("incident", incident()).record
    sign_on_paper(vn, other)
    acting.on_paper(vn.ledger, vn.view(other), {"undo": True}, now=vn.clock())
    assert (judged(prove(vn, other)).standing.standing, acts(judged(prove(vn, other)))) == ("stated", [SAY])


def test_not_yet_received_is_not_received(border: Border) -> None:
    said = border.vn.say("incident", incident())
    told = judged(prove(border.vn, said.record))
    assert [r.by.node.organisation for r in told.receipts(told.current)] == ["vn-na"]


def test_a_node_that_speaks_for_a_post_shows_by_the_roster_that_it_may(border: Border) -> None:
    said = border.vn.say("incident", incident(), author="vn-na-bg", about="vn-na-bg")
    made = prove(border.vn, said.record)
    assert judged(made).current.entry.author == "vn-na-bg"
    assert len(made.statements) == 1
    with pytest.raises(Untrusted, match="speaks for vn-na-bg"):
        judged(replaced(made, statements=()))


def test_what_was_released_as_another_is_proved_as_that_one(border: Border) -> None:
    from twinline.store import acting

    said = border.vn.say("incident", incident(), to="self")
    (later,) = acting.release(border.vn.ledger, [border.vn.view(said.record)], ("line",), now=border.clock())
    with pytest.raises(StoreError, match=later.record):
        prove(border.vn, said.record)


# What must be refused.


def replaced(made: Proof, **changes: Any) -> Proof:
    return Proof(**{name: changes.get(name, getattr(made, name)) for name in Proof.__struct_fields__})


def test_any_changed_character_is_refused(agreed: tuple[Border, str]) -> None:
    text = proofs.write(prove(agreed[0].vn, agreed[1])).decode()
    chance = random.Random(2026)
    for place in chance.sample([at for at, sign in enumerate(text) if sign not in " \n"], 300):
        swapped = chance.choice([sign for sign in "0aZ+\"'{]—" if sign != text[place]])
        with pytest.raises(FeedError):
            proven.tell(proofs.check(proofs.read((text[:place] + swapped + text[place + 1 :]).encode())))


def test_a_path_head_or_receipt_of_another_entry_is_refused(agreed: tuple[Border, str]) -> None:
    made = prove(agreed[0].vn, agreed[1])
    one, other = made.entries
    swapped = [
        (proofs.Leaf(one.leaf, one.position, other.heads), other),
        (proofs.Leaf(one.leaf, other.position, one.heads), other),
        (proofs.Leaf(other.leaf, one.position, one.heads), other),
        (one, one),
        (other,),
        (),
    ]
    head, theirs = one.heads[0], other.heads[0]
    swapped += [
        (proofs.Leaf(one.leaf, one.position, (proofs.Head(*parts),)), other)
        for parts in (
            (head.checkpoint, theirs.path, head.receipts),
            (theirs.checkpoint, head.path, head.receipts),
            (head.checkpoint, head.path, theirs.receipts),
            (head.checkpoint, head.path[:-1], head.receipts),
            (head.checkpoint, (*head.path, head.path[0]), head.receipts),
        )
    ]
    for entries in swapped:
        with pytest.raises(FeedError):
            judged(replaced(made, entries=entries))


def test_words_of_another_record_certificates_too_many_and_strangers_are_refused(agreed: tuple[Border, str]) -> None:
    border, record = agreed
    made = prove(border.vn, record)
    other = prove(border.vn, border.vn.say("incident", incident()).record)
    for changed in (
        replaced(made, entries=(*made.entries, *other.entries)),
        replaced(other, certificates=made.certificates),
        replaced(made, certificates=made.certificates[:1]),
        replaced(made, certificates=(*made.certificates, made.certificates[0])),
        replaced(made, record=other.record),
        replaced(made, statements=made.entries[:1]),
    ):
        with pytest.raises(FeedError):
            judged(changed)


def test_another_root_than_the_one_compared_is_refused(agreed: tuple[Border, str]) -> None:
    border, record = agreed
    made = prove(border.vn, record)
    with pytest.raises(Untrusted, match="isn't one that you named"):
        judged(made, "C717 DA5D 6425 1B18 0C91 2E8D AD12 1523")
    with pytest.raises(Untrusted, match="isn't one that you named"):
        judged(made, fingerprint(border.la))
    told = judged(made, fingerprint(border.vn).lower().replace(" ", ""))
    assert (told.standing.standing, [one.entry.act for one in told.unnamed]) == ("stated", [COUNTERSIGN])
    assert {r.by.node.organisation for r in told.receipts(told.current)} == {"vn-na"}


# The commands.


def run(side: Side, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> Result:
    monkeypatch.setenv("TWINLINE_NODE", str(side.ledger.folder))
    return CliRunner().invoke(twinline, ["proof", *arguments])


def test_the_check_needs_neither_node_nor_django(agreed: tuple[Border, str], monkeypatch, tmp_path: Path) -> None:
    border, record = agreed
    file = tmp_path / "proof.json"
    ran = run(border.vn, monkeypatch, record, str(file))
    assert (ran.exit_code, "it was said to line" in ran.stderr) == (0, True)
    script = (
        "import sys\nfrom twinline.node.cli import main\n"
        "try:\n    main(sys.argv[1:])\nfinally:\n    assert 'django' not in sys.modules, 'Django was loaded'\n"
    )
    kept = ("TWINLINE_NODE", "DJANGO_SETTINGS_MODULE")
    environment = {name: value for name, value in os.environ.items() if name not in kept}
    environment |= {"PYTHONPATH": os.pathsep.join(sys.path), "TWINLINE_LANG": "en"}

    def check(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", script, "proof", "check", file, *arguments],
            cwd=tmp_path, env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip

    good = check("--root", fingerprint(border.vn), "--root", fingerprint(border.la))
    assert (good.returncode, good.stderr) == (0, "")
    for said in ("Proven.", "agreed", "confirmed it", "received by the node of Xieng", "Not proven"):
        assert said in good.stdout, good.stdout
    made = proofs.read(file.read_bytes())
    moved = proofs.Leaf(made.entries[0].leaf, 0, made.entries[0].heads)
    file.write_bytes(proofs.write(replaced(made, entries=(moved, *made.entries[1:]))))
    bad = check()
    assert (bad.returncode, bad.stdout) == (1, "")
    assert "Nothing shows that this entry stands at 0" in bad.stderr


def test_programs_get_the_same_as_json(agreed: tuple[Border, str], monkeypatch, tmp_path: Path) -> None:
    border, record = agreed
    file = tmp_path / "proof.json"
    assert json.loads(run(border.vn, monkeypatch, record, str(file), "--json").stdout)["entries"] == 2
    told = json.loads(run(border.vn, monkeypatch, "check", str(file), "--json").stdout)
    assert (told["record"], told["standing"], told["roots_named"]) == (record, "agreed", False)
    assert [(root["organisation"], root["fingerprint"]) for root in told["roots"]] == [
        ("vn-na", fingerprint(border.vn)),
        ("la-xk", fingerprint(border.la)),
    ]


def test_a_key_given_twice_or_a_line_with_its_newline_is_refused(agreed: tuple[Border, str]) -> None:
    border, record = agreed
    raw = proofs.write(prove(border.vn, record)).decode()
    assert proofs.check(proofs.read(raw.encode()))
    twice = raw.replace('"record":', f'"record": "{record}",\n "record":', 1)
    with pytest.raises(FeedError, match="given twice"):
        proofs.read(twice.encode())
    told = json.loads(raw)
    told["entries"][0]["heads"][-1]["receipts"][0] += "\n"
    with pytest.raises(FeedError):
        proofs.check(proofs.read(json.dumps(told).encode()))


def test_a_root_that_is_no_fingerprint_is_told_as_such(agreed: tuple[Border, str]) -> None:
    border, record = agreed
    proof, right = prove(border.vn, record), fingerprint(border.vn)
    assert judged(proof, right.lower().replace(" ", "-"), right.replace(" ", ":")).roots
    for wrong in ("xyz", right[:-1], right + " 1556", ""):
        with pytest.raises(FeedError, match="isn't a fingerprint"):
            judged(proof, right, wrong)

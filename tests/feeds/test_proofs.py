"""What a proof file proves: two implementations must agree, on the vectors and on any change."""

from __future__ import annotations

import copy
import json
import random
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from tests.feeds import independent_proof as other
from tests.feeds.proof_world import MOMENT
from tests.feeds.vectors import load, named
from twinline.feeds import proofs
from twinline.feeds.errors import FeedError

VECTORS = load("proofs")
GOOD = VECTORS["good"]
ERRORS = (other.Refused, KeyError, TypeError, ValueError, AttributeError)


def ours(proof: object) -> proofs.Proven:
    return proofs.check(proofs.read(json.dumps(proof).encode()))


def test_it_imports_nothing_of_twinline():
    lines = Path(other.__file__).read_text(encoding="utf-8").splitlines()
    assert not [line for line in lines if line.startswith(("import twinline", "from twinline"))]


def test_both_read_the_same_from_the_good_proof():
    proven, (told, roots) = ours(GOOD), other.verify(GOOD)
    assert roots == set(VECTORS["roots"]) == {chain.root.fingerprint for chain in proven.chains}
    assert [(one.entry.body, one.by.node.organisation) for one in proven.entries] == [
        (entry["body"], by) for entry, by, _ in told
    ]
    assert [{r.by.node.organisation: r.at_s for r in one.receipts} for one in proven.entries] == [
        times for _, _, times in told
    ]
    assert told[0][2] == {"vn-na": MOMENT + 5, "la-xk": MOMENT + 7}


@pytest.mark.parametrize("vector", VECTORS["bad"], ids=named)
def test_both_refuse_the_bad_proofs(vector):
    with pytest.raises(FeedError) as refused:
        ours(vector["proof"])
    assert refused.value.check == vector["check"]
    with pytest.raises(ERRORS):
        other.verify(vector["proof"])


def test_both_refuse_any_changed_character():
    text, chance = json.dumps(GOOD, ensure_ascii=False), random.Random(2026)
    for place in chance.sample([at for at, sign in enumerate(text) if sign not in " \n"], 150):
        swapped = chance.choice([sign for sign in "0aZ+\"'{]—" if sign != text[place]])
        changed = text[:place] + swapped + text[place + 1 :]
        with pytest.raises(FeedError):
            proofs.check(proofs.read(changed.encode()))
        with pytest.raises(ERRORS):
            other.verify(json.loads(changed))


@pytest.mark.parametrize("field", ["format", "record", "entries", "statements", "certificates"])
def test_a_field_missing_or_more_is_refused(field):
    for change in (lambda proof: proof.pop(field), lambda proof: proof.update(more=1)):
        file = copy.deepcopy(GOOD)
        change(file)
        with pytest.raises(FeedError):
            ours(file)
        with pytest.raises(ERRORS):
            other.verify(file)


def test_a_file_that_is_no_proof_is_refused_in_one_sentence():
    for raw in (b"", b"[]", b"{}", b"[" * 100_000, b"\xff", b" " * (proofs.MAX_BYTES + 1)):
        with pytest.raises(FeedError):
            proofs.read(raw)


def test_it_runs_as_a_script_and_wants_every_root(tmp_path):
    file = tmp_path / "proof.json"
    file.write_bytes(msgspec.json.encode(GOOD))
    script = [sys.executable, other.__file__, file]
    assert subprocess.run([*script, *VECTORS["roots"]], check=False, capture_output=True).returncode == 0
    assert subprocess.run([*script, VECTORS["roots"][0]], check=False, capture_output=True).returncode == 1

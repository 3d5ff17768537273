"""Two implementations and one set of vectors: they must agree on what is sound."""

import base64
import copy
import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.feeds import independent_verifier as other
from tests.feeds.cast import LAO_NODE, NODE, STRANGER, feed, said, signed
from tests.feeds.vectors import FOLDER, load, named, raw
from tests.feeds.world import feed_file
from twinline.feeds import checkpoints, receipts

VECTORS = load("feeds")
GOOD, PINS = VECTORS["good"], VECTORS["pins"]
SCRIPT = Path(other.__file__)


def changed(edit):
    file = copy.deepcopy(GOOD)
    edit(file["feeds"])
    return file


def refused(file, pins=None):
    with pytest.raises((other.Refused, KeyError, TypeError, ValueError)):
        other.verify(file, PINS if pins is None else pins)


def test_it_imports_nothing_of_twinline():
    assert "twinline" not in [
        word for line in SCRIPT.read_text().splitlines() if "import " in line for word in line.split()
    ]


def test_it_accepts_the_good_feeds_and_reads_their_receipts():
    assert [(size, faults, len(times)) for _, size, faults, times in other.verify(GOOD, PINS)] == [
        (5, [], 0),
        (4, [], 0),
        (5, [], 2),
    ]


def test_it_runs_as_a_script(tmp_path):
    file = tmp_path / "feeds.json"
    pins = [f"{key}={code}" for key, code in PINS.items()]
    file.write_text(json.dumps(GOOD), encoding="utf-8")
    assert subprocess.run([sys.executable, SCRIPT, file, *pins], check=False).returncode == 0
    file.write_text(json.dumps(GOOD, ensure_ascii=False).replace("— ", "- "), encoding="utf-8")
    ran = subprocess.run([sys.executable, SCRIPT, file, *pins], check=False, capture_output=True, text=True)
    assert (ran.returncode, ran.stderr) == (1, "refused: not a signature line\n")


@settings(max_examples=100)
@given(st.data())
def test_it_refuses_any_changed_byte_of_any_leaf(data):
    def edit(feeds):
        leaves = data.draw(st.sampled_from(feeds))["leaves"]
        at = data.draw(st.integers(0, len(leaves) - 1))
        leaf = bytearray(base64.b64decode(leaves[at]))
        leaf[data.draw(st.integers(0, len(leaf) - 1))] ^= data.draw(st.integers(1, 255))
        leaves[at] = base64.b64encode(leaf).decode()

    refused(changed(edit))


@settings(max_examples=100)
@given(st.data())
def test_it_refuses_any_changed_character_of_checkpoints_and_receipts(data):
    def swap(text):
        at = data.draw(st.integers(0, len(text) - 1))
        return text[:at] + data.draw(st.characters(codec="ascii").filter(lambda c: c != text[at])) + text[at + 1 :]

    def edit(feeds):
        one = data.draw(st.sampled_from(feeds))
        if one["receipts"] and data.draw(st.booleans()):
            one["receipts"][0] = swap(one["receipts"][0])
        else:
            one["checkpoint"] = swap(one["checkpoint"])

    refused(changed(edit))


@pytest.mark.parametrize("which", range(3))
def test_it_refuses_removed_added_and_swapped_entries(which):
    for at in range(len(GOOD["feeds"][which]["leaves"])):
        refused(changed(lambda feeds, at=at: feeds[which]["leaves"].pop(at)))
        refused(changed(lambda feeds, at=at: feeds[which]["leaves"].insert(at, feeds[which]["leaves"][-1])))
    for at in range(1, len(GOOD["feeds"][which]["leaves"]) - 1):
        refused(changed(lambda feeds, at=at: feeds[which]["leaves"].insert(at, feeds[which]["leaves"].pop(at + 1))))


def test_it_refuses_feeds_that_no_pinned_root_leads_to():
    lao_only = {key: code for key, code in PINS.items() if code == "la-xk"}
    refused(GOOD, lao_only)
    refused(changed(lambda feeds: feeds.pop(0)))
    refused(GOOD, {STRANGER.public.base64: "vn-na"})


def test_it_refuses_a_tail_cut_off_with_an_older_checkpoint_of_another_size():
    older = signed(feed(3))
    refused(changed(lambda feeds: feeds[2].update(checkpoint=older)))


def test_it_refuses_a_receipt_by_a_node_that_nobody_rosters():
    line = receipts.cosign(checkpoints.peek(GOOD["feeds"][2]["checkpoint"]), STRANGER, 5)
    refused(changed(lambda feeds: feeds[2].update(receipts=[line])))


def test_it_shows_a_signed_but_malformed_entry_without_refusing_the_feed():
    leaves = [*feed(1), said(2) + b" "]
    file = changed(
        lambda feeds: feeds[2].update(
            leaves=[base64.b64encode(leaf).decode() for leaf in leaves],
            checkpoint=signed(leaves, NODE),
            receipts=[receipts.cosign(checkpoints.peek(signed(leaves)), LAO_NODE, 9)],
        )
    )
    assert other.verify(file, PINS)[2][1:] == (3, ["not canonical"], [9])


@pytest.mark.parametrize("vector", load("entries")["good"], ids=named)
def test_both_accept_the_good_entries(vector):
    assert other.entry_fault(raw(vector)) is None


@pytest.mark.parametrize("vector", load("entries")["bad"], ids=named)
def test_both_refuse_the_bad_entries(vector):
    assert other.entry_fault(raw(vector)) is not None


@pytest.mark.parametrize("vector", load("canonical")["good"], ids=named)
def test_both_accept_good_canonical_json(vector):
    assert other.canonical(raw(vector)) == vector["value"]


@pytest.mark.parametrize("vector", load("canonical")["bad"], ids=named)
def test_both_refuse_bad_canonical_json(vector):
    with pytest.raises(other.Refused):
        other.canonical(raw(vector))


@pytest.mark.parametrize("vector", load("genesis")["good"], ids=named)
def test_both_accept_the_good_genesis_leaves(vector):
    assert other.genesis(raw(vector))[1]


@pytest.mark.parametrize("vector", load("genesis")["bad"], ids=named)
def test_both_refuse_the_bad_genesis_leaves(vector):
    with pytest.raises((other.Refused, KeyError, TypeError)):
        other.genesis(raw(vector))


def test_the_committed_vectors_are_what_the_generator_writes():
    from tests.vectors.make import MAKERS, text_of

    assert feed_file() == GOOD
    assert {name: text_of(name) for name in MAKERS} == {
        name: (FOLDER / f"{name}.json").read_text(encoding="utf-8") for name in MAKERS
    }

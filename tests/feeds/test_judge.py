import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.feeds.cast import NODE, ROOT, STRANGER, feed, records_genesis, said, signed
from tests.feeds.world import rosters
from twinline.feeds import checkpoints, judge, merkle
from twinline.feeds.entries import Entry
from twinline.feeds.errors import BadSignature, Refused
from twinline.feeds.judge import Quarantined, begin, confirm, contradicts, extend
from twinline.feeds.merkle import Frontier

LEAVES = feed(6)
NOTE = signed(LEAVES)


def refusal(leaves, note=NOTE, proof=()):
    with pytest.raises(Refused) as refused:
        extend(begin(leaves[0]), leaves[1:], note, proof)
    return refused.value.check


def test_a_sound_feed_grows_by_its_entries_in_order():
    state, judged = extend(begin(LEAVES[0]), LEAVES[1:], NOTE)
    assert (state.size, state.root) == (7, checkpoints.peek(NOTE).root)
    assert [entry.raw for entry in judged] == LEAVES[1:]
    assert all(isinstance(entry, Entry) for entry in judged)
    assert confirm(state, NOTE).size == 7


def test_batches_give_the_same_as_the_whole():
    state, _ = extend(begin(LEAVES[0]), LEAVES[1:3], signed(LEAVES[:3]))
    state, _ = extend(judge.resume(state.genesis, Frontier.from_bytes(state.frontier.to_bytes())), LEAVES[3:], NOTE)
    assert state == extend(begin(LEAVES[0]), LEAVES[1:], NOTE)[0]


def test_a_state_is_never_changed_by_a_refusal_or_by_growth():
    state = begin(LEAVES[0])
    extend(state, LEAVES[1:], NOTE)
    with pytest.raises(Refused):
        extend(state, LEAVES[2:], NOTE)
    assert state == begin(LEAVES[0])


def test_a_batch_short_of_the_checkpoint_needs_a_proof():
    hashes = [merkle.leaf_hash(leaf) for leaf in LEAVES]
    proof = merkle.consistency_proof(hashes, 4)
    state, judged = extend(begin(LEAVES[0]), LEAVES[1:4], NOTE, proof)
    assert (state.size, len(judged)) == (4, 3)
    assert extend(state, LEAVES[4:], NOTE)[0].size == 7
    assert refusal(LEAVES[:4]) == "proof"
    assert refusal([*LEAVES[:3], said(9)], proof=proof) == "proof"
    assert refusal(LEAVES, proof=proof) == "root"


@settings(max_examples=60)
@given(st.data())
def test_any_changed_byte_is_refused(data):
    leaves = list(LEAVES)
    at = data.draw(st.integers(0, len(leaves) - 1))
    changed = bytearray(leaves[at])
    changed[data.draw(st.integers(0, len(changed) - 1))] ^= data.draw(st.integers(1, 255))
    leaves[at] = bytes(changed)
    with pytest.raises(Refused):
        extend(begin(leaves[0]), leaves[1:], NOTE)


@pytest.mark.parametrize("at", range(1, 7))
def test_a_removed_added_or_swapped_entry_is_refused(at):
    removed = LEAVES[:at] + LEAVES[at + 1 :]
    added = [*LEAVES[:at], said(99), *LEAVES[at:]]
    swapped = list(LEAVES)
    swapped[at], swapped[at % 6 + 1] = swapped[at % 6 + 1], swapped[at]
    assert refusal(removed) == "proof"
    assert refusal(added) == "size"
    assert refusal(swapped) == "root"


def test_a_checkpoint_by_a_stranger_or_of_another_feed_is_refused():
    assert refusal(LEAVES, signed(LEAVES, STRANGER)) == "unsigned"
    other = feed(6, records_genesis(nonce=b"x" * 16))
    assert refusal(LEAVES, signed(other)) == "other-feed"
    assert refusal(LEAVES, "nonsense") == "note"


def test_a_feed_under_another_id_is_refused():
    with pytest.raises(Refused, match="not to the one announced"):
        begin(LEAVES[0], feed="00" * 32)
    with pytest.raises(Refused):
        begin(LEAVES[1])


def test_a_signed_but_malformed_entry_is_quarantined_and_the_feed_goes_on():
    leaves = [LEAVES[0], b"not an entry", b'{"a": 1}', LEAVES[0], b"x" * 70_000, LEAVES[1]]
    state, judged = extend(begin(leaves[0]), leaves[1:], signed(leaves))
    assert state.size == 6
    assert [leaf.reason.check for leaf in judged if isinstance(leaf, Quarantined)] == [
        "not-json",
        "not-canonical",
        "not-json",
        "too-large",
    ]
    assert [entry.raw for entry in judge.entries_of(judged)] == [LEAVES[1]]


def test_a_roster_statement_among_records_is_quarantined_and_a_record_among_rosters_too():
    statement = rosters()[0].leaves[1]
    for first, leaf, signer in ((LEAVES[0], statement, NODE), (rosters()[0].leaves[0], said(), ROOT)):
        leaves = [first, leaf]
        (judged,) = extend(begin(first), [leaf], signed(leaves, signer))[1]
        assert isinstance(judged, Quarantined)
        assert judged.reason.check == "act"


def test_two_histories_of_one_feed_are_proved_by_two_checkpoints():
    other = [*LEAVES[:6], said(99)]
    assert contradicts(NOTE, signed(other), NODE.public)
    assert not contradicts(NOTE, NOTE, NODE.public)
    assert not contradicts(NOTE, signed(LEAVES[:6]), NODE.public)
    with pytest.raises(BadSignature):
        contradicts(NOTE, signed(other, STRANGER), NODE.public)


def test_a_refusal_says_what_where_and_what_to_do():
    with pytest.raises(Refused) as refused:
        extend(begin(LEAVES[0]), [*LEAVES[1:6], said(99)], NOTE)
    error = refused.value
    assert error.where == f"feed {begin(LEAVES[0]).feed}, leaves 1 to 6"
    assert "two histories" in error.sentence
    assert "Ask the sender" in error.remedy
    assert str(error).startswith(error.where)

import base64
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.feeds.vectors import load
from twinline.feeds import merkle
from twinline.feeds.errors import BadTree

PUBLISHED = load("merkle")["published"]
LEAVES = [merkle.leaf_hash(bytes.fromhex(leaf)) for leaf in PUBLISHED["leaves"]]
ROOTS = [bytes.fromhex(root) for root in PUBLISHED["roots"]]
HASHES = st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=40, unique=True)


def naive(leaves: list[bytes]) -> bytes:
    """RFC 9162, section 2.1.1, word by word."""
    if len(leaves) < 2:
        return leaves[0] if leaves else sha256(b"").digest()
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    return sha256(b"\x01" + naive(leaves[:half]) + naive(leaves[half:])).digest()


def path(vector):
    return [bytes.fromhex(part) for part in vector["proof"]]


@pytest.mark.parametrize("size", range(9))
def test_published_roots(size):
    assert merkle.root(LEAVES[:size]) == ROOTS[size]
    assert merkle.Frontier.of(LEAVES[:size]).root() == ROOTS[size]


@pytest.mark.parametrize("vector", PUBLISHED["inclusion"], ids=lambda v: f"{v['index']}-of-{v['size']}")
def test_published_inclusion_proofs(vector):
    index, size = vector["index"], vector["size"]
    assert merkle.inclusion_proof(LEAVES[:size], index) == path(vector)
    assert merkle.check_inclusion(LEAVES[index], index, size, path(vector), ROOTS[size])
    assert not merkle.check_inclusion(LEAVES[index - 1], index, size, path(vector), ROOTS[size])


@pytest.mark.parametrize("vector", PUBLISHED["consistency"], ids=lambda v: f"{v['old']}-to-{v['size']}")
def test_published_consistency_proofs(vector):
    old, size = vector["old"], vector["size"]
    assert merkle.consistency_proof(LEAVES[:size], old) == path(vector)
    assert merkle.check_consistency(old, ROOTS[old], size, ROOTS[size], path(vector))
    assert not merkle.check_consistency(old, ROOTS[old - 1], size, ROOTS[size], path(vector))


@settings(max_examples=60)
@given(HASHES)
def test_a_frontier_has_the_root_of_the_definition(leaves):
    frontier = merkle.Frontier.of(leaves)
    assert (frontier.size, frontier.root()) == (len(leaves), naive(leaves))
    assert merkle.Frontier.from_bytes(frontier.to_bytes()) == frontier


@settings(max_examples=60)
@given(HASHES, st.data())
def test_a_frontier_put_away_goes_on_where_it_stopped(leaves, data):
    cut = data.draw(st.integers(0, len(leaves)))
    frontier = merkle.Frontier.from_bytes(merkle.Frontier.of(leaves[:cut]).to_bytes())
    for leaf in leaves[cut:]:
        frontier.append(leaf)
    assert frontier.root() == naive(leaves)


@settings(max_examples=60)
@given(HASHES, st.data())
def test_a_leaf_is_proved_at_its_place_and_nowhere_else(leaves, data):
    at = data.draw(st.integers(0, len(leaves) - 1))
    proof, root = merkle.inclusion_proof(leaves, at), merkle.root(leaves)
    assert merkle.check_inclusion(leaves[at], at, len(leaves), proof, root)
    assert not merkle.check_inclusion(sha256(leaves[at]).digest(), at, len(leaves), proof, root)
    assert not merkle.check_inclusion(leaves[at], at + 1, len(leaves), proof, root)
    assert not merkle.check_inclusion(leaves[at], at, len(leaves), [*proof, root], root)
    if proof:
        assert not merkle.check_inclusion(leaves[at], at, len(leaves), proof[:-1], root)
        part = data.draw(st.integers(0, len(proof) - 1))
        assert not merkle.check_inclusion(leaves[at], at, len(leaves), changed(proof, part), root)


@settings(max_examples=60)
@given(HASHES, st.data())
def test_growth_is_proved_and_rewriting_is_not(leaves, data):
    old = data.draw(st.integers(1, len(leaves)))
    before, after = merkle.root(leaves[:old]), merkle.root(leaves)
    proof = merkle.consistency_proof(leaves, old)
    assert merkle.check_consistency(old, before, len(leaves), after, proof)
    assert not merkle.check_consistency(old, sha256(before).digest(), len(leaves), after, proof)
    assert not merkle.check_consistency(old, before, len(leaves), sha256(after).digest(), proof)
    assert not merkle.check_consistency(old, before, len(leaves), after, [*proof, before])
    if proof:
        part = data.draw(st.integers(0, len(proof) - 1))
        assert not merkle.check_consistency(old, before, len(leaves), after, changed(proof, part))
        assert not merkle.check_consistency(old, before, len(leaves), after, proof[:-1])


def changed(proof, at):
    return [*proof[:at], sha256(proof[at]).digest(), *proof[at + 1 :]]


def test_every_tree_grows_from_the_empty_one_and_none_shrinks():
    assert merkle.check_consistency(0, ROOTS[0], 8, ROOTS[8], [])
    assert not merkle.check_consistency(0, ROOTS[1], 8, ROOTS[8], [])
    assert not merkle.check_consistency(8, ROOTS[8], 7, ROOTS[7], [])


def test_questions_outside_the_tree_are_refused():
    with pytest.raises(BadTree):
        merkle.inclusion_proof(LEAVES, 8)
    with pytest.raises(BadTree):
        merkle.consistency_proof(LEAVES, 9)
    assert not merkle.check_inclusion(LEAVES[0], 0, 0, [], ROOTS[0])


def test_a_frontier_is_written_as_the_format_says():
    vector = load("merkle")["frontier"]
    raw = base64.b64decode(vector["bytes"])
    assert merkle.Frontier.of(LEAVES[: vector["size"]]).to_bytes() == raw
    for broken in (raw[:-1], raw[:-32], raw[1:], b"", raw + bytes(32)):
        with pytest.raises(BadTree):
            merkle.Frontier.from_bytes(broken)


def test_a_copy_grows_alone():
    frontier = merkle.Frontier.of(LEAVES[:3])
    frontier.copy().append(LEAVES[3])
    assert (frontier.size, frontier.root()) == (3, ROOTS[3])

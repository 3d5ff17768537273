"""Merkle trees as in RFC 9162, section 2.1, with SHA-256.

``Frontier`` is the compact right edge of a tree: the roots of its complete
subtrees, at most one for each bit of its size. It grows by one leaf hash at
a time and gives the root without the leaves.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256

from twinline.feeds.errors import BadTree
from twinline.sentences import Sentence

LEAF = b"\x00"
NODE = b"\x01"
EMPTY_ROOT = sha256(b"").digest()


def leaf_hash(data: bytes) -> bytes:
    """Return the hash of a leaf's bytes."""
    return sha256(LEAF + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of an inner node."""
    return sha256(NODE + left + right).digest()


class Frontier:
    """The right edge of a tree: O(log n) state, amortised O(1) per leaf."""

    __slots__ = ("_edge", "size")

    def __init__(self, size: int = 0, edge: Iterable[bytes] = ()) -> None:
        self.size = size
        self._edge = list(edge)
        if size < 0 or len(self._edge) != size.bit_count() or any(len(part) != 32 for part in self._edge):
            raise BadTree(
                "frontier",
                Sentence("This isn't the edge of a tree of {size} leaves; rebuild it from the leaves.", size=size),
            )

    @classmethod
    def of(cls, leaves: Iterable[bytes]) -> Frontier:
        """Return the frontier of a tree of these leaf hashes."""
        frontier = cls()
        for leaf in leaves:
            frontier.append(leaf)
        return frontier

    def append(self, leaf: bytes) -> None:
        """Add one leaf hash at the right."""
        edge, bits = self._edge, self.size
        while bits & 1:
            leaf = sha256(NODE + edge.pop() + leaf).digest()
            bits >>= 1
        edge.append(leaf)
        self.size += 1

    def root(self) -> bytes:
        """Return the root of the tree; the hash of nothing for an empty one."""
        if not self._edge:
            return EMPTY_ROOT
        root = self._edge[-1]
        for left in self._edge[-2::-1]:
            root = node_hash(left, root)
        return root

    def copy(self) -> Frontier:
        """Return a frontier that grows on its own."""
        return Frontier(self.size, self._edge)

    def to_bytes(self) -> bytes:
        """Return the size (8 bytes, big-endian) and the edge, left to right."""
        return self.size.to_bytes(8, "big") + b"".join(self._edge)

    @classmethod
    def from_bytes(cls, raw: bytes) -> Frontier:
        """Return the frontier that ``to_bytes`` wrote; ``BadTree`` if it can't be one."""
        if len(raw) < 8 or len(raw) % 32 != 8:
            raise BadTree("frontier", Sentence("These bytes aren't a frontier; rebuild it from the leaves."))
        return cls(int.from_bytes(raw[:8], "big"), (raw[at : at + 32] for at in range(8, len(raw), 32)))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Frontier) and (self.size, self._edge) == (other.size, other._edge)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"Frontier(size={self.size})"


def root(leaves: Sequence[bytes]) -> bytes:
    """Return the root of a tree of leaf hashes, as RFC 9162 section 2.1.1 defines it."""
    return Frontier.of(leaves).root()


def inclusion_proof(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """Return the audit path of one leaf (section 2.1.3.1)."""
    if not 0 <= index < len(leaves):
        raise BadTree(
            "index", Sentence("There is no leaf {index} in a tree of {leaves}.", index=index, leaves=len(leaves))
        )
    return _path(leaves, index, 0, len(leaves))


def consistency_proof(leaves: Sequence[bytes], old_size: int) -> list[bytes]:
    """Return the proof that the tree of the first leaves grew into this one (section 2.1.4.1)."""
    if not 0 <= old_size <= len(leaves):
        raise BadTree(
            "size", Sentence("A tree of {leaves} leaves never had {size}.", leaves=len(leaves), size=old_size)
        )
    if old_size in (0, len(leaves)):
        return []
    return _subproof(leaves, old_size, 0, len(leaves), True)


def _split(size: int) -> int:
    """Return the largest power of two below a size of at least two."""
    return int(1 << ((size - 1).bit_length() - 1))


def _path(leaves: Sequence[bytes], index: int, start: int, end: int) -> list[bytes]:
    if end - start == 1:
        return []
    middle = start + _split(end - start)
    if index < middle:
        return [*_path(leaves, index, start, middle), root(leaves[middle:end])]
    return [*_path(leaves, index, middle, end), root(leaves[start:middle])]


def _subproof(leaves: Sequence[bytes], old: int, start: int, end: int, whole: bool) -> list[bytes]:
    if old == end:
        return [] if whole else [root(leaves[start:end])]
    middle = start + _split(end - start)
    if old <= middle:
        return [*_subproof(leaves, old, start, middle, whole), root(leaves[middle:end])]
    return [*_subproof(leaves, old, middle, end, False), root(leaves[start:middle])]


def check_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], tree_root: bytes) -> bool:
    """Return whether a leaf hash stands at an index of a tree (section 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    at, last, found = index, size - 1, leaf
    for part in proof:
        if last == 0:
            return False
        if at & 1 or at == last:
            found = node_hash(part, found)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            found = node_hash(found, part)
        at, last = at >> 1, last >> 1
    return last == 0 and found == tree_root


def check_consistency(old_size: int, old_root: bytes, size: int, new_root: bytes, proof: Sequence[bytes]) -> bool:
    """Return whether one tree is the beginning of another (section 2.1.4.2).

    An empty tree is the beginning of every tree; its proof is empty.
    """
    if old_size < 0 or old_size > size:
        return False
    if old_size == 0:
        return not proof and old_root == EMPTY_ROOT
    if old_size == size:
        return not proof and old_root == new_root
    path = list(proof)
    if old_size & (old_size - 1) == 0:
        path.insert(0, old_root)
    if not path:
        return False
    at, last = old_size - 1, size - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    old_found = new_found = path[0]
    for part in path[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            old_found, new_found = node_hash(part, old_found), node_hash(part, new_found)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            new_found = node_hash(new_found, part)
        at, last = at >> 1, last >> 1
    return last == 0 and old_found == old_root and new_found == new_root

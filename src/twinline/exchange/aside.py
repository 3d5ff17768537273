"""What lies aside: leaves that a peer brought before their checkpoint, in one file for each feed.

Nothing here is judged or counts. A file is begun at the size to which the feed is kept; once the feed has grown, by
whichever way, it is worth nothing and goes. What was torn by a crash ends at the last whole leaf.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

_LENGTH = struct.Struct(">I")
_SHORT = 32


class Asides:
    """The files of one node. ``size_of`` gives the size to which a feed is kept, 0 for one that isn't."""

    def __init__(self, folder: Path, size_of: Callable[[str], int]) -> None:
        self._folder = folder
        self._size_of = size_of

    def counts(self, node: str) -> Mapping[str, int]:
        """Return how many leaves of each feed lie aside from a peer."""
        if not self._folder.is_dir():
            return {}
        found = {}
        for path in sorted(self._folder.glob(f"{node[:_SHORT]}-*")):
            feed = path.name.split("-")[1]
            if leaves := self.leaves(node, feed):
                found[feed] = len(leaves)
        return found

    def leaves(self, node: str, feed: str) -> Sequence[bytes]:
        """Return the leaves of a feed that lie aside, the first of them at the size kept."""
        path = self._path(node, feed)
        if not path.is_file():
            return ()
        raw = path.read_bytes()
        if len(raw) < _LENGTH.size or _LENGTH.unpack_from(raw)[0] != self._size_of(feed):
            path.unlink(missing_ok=True)
            return ()
        return _split(raw[_LENGTH.size :])

    def put(self, node: str, feed: str, leaves: Sequence[bytes]) -> None:
        """Keep leaves after those that lie there already."""
        there = self.leaves(node, feed)
        self._folder.mkdir(exist_ok=True)
        parts = [_LENGTH.pack(self._size_of(feed))]
        parts += [_LENGTH.pack(len(leaf)) + leaf for leaf in (*there, *leaves)]
        path = self._path(node, feed)
        fresh = path.with_suffix(".new")
        fresh.write_bytes(b"".join(parts))
        fresh.replace(path)

    def drop(self, node: str, feed: str) -> None:
        """Forget what lies aside of a feed."""
        self._path(node, feed).unlink(missing_ok=True)

    def _path(self, node: str, feed: str) -> Path:
        return self._folder / f"{node[:_SHORT]}-{feed}-.leaves"


def _split(raw: bytes) -> list[bytes]:
    found, at = [], 0
    while at + _LENGTH.size <= len(raw):
        (length,) = _LENGTH.unpack_from(raw, at)
        at += _LENGTH.size
        if at + length > len(raw):
            break
        found.append(raw[at : at + length])
        at += length
    return found

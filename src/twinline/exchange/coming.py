"""A message on its way: what its parcels hold, one after the other, and whether the next is worth waiting for."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from twinline.exchange import grammar
from twinline.exchange.manifest import Manifest
from twinline.exchange.parcel import Opened

#: Nothing that is here waits for a parcel on a link whose last one took longer.
SLOW_S = 0.2


@dataclass(frozen=True, slots=True)
class Begun:
    """A parcel begins."""

    manifest: Manifest


@dataclass(frozen=True, slots=True)
class Ended:
    """All of a parcel has come."""

    manifest: Manifest


class Coming:
    """What parcels hold, one after the other, with where each of them begins and ends."""

    def __init__(self, parcels: Iterable[Opened]) -> None:
        self._parcels = iter(parcels)
        self._within: Iterator[Begun | grammar.Item | Ended] | None = None
        #: Of a link on which nothing has come yet nobody knows how swift it is, and what comes first is urgent.
        self._slow = self._first = True

    def __iter__(self) -> Iterator[Begun | grammar.Item | Ended]:
        return self

    def __next__(self) -> Begun | grammar.Item | Ended:
        if self._within is None:
            since = time.monotonic()
            opened = next(self._parcels)
            self._slow = self._first or time.monotonic() - since > SLOW_S
            self._first = False
            self._within = chain([Begun(opened.manifest)], opened.contents(), [Ended(opened.manifest)])
        item = next(self._within)
        if isinstance(item, Ended):
            self._within = None
        return item

    def swift(self) -> bool:
        """Return whether the next item is here already, or belongs to a parcel that should be here in no time."""
        return self._within is not None or not self._slow

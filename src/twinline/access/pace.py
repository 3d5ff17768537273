"""How much one caller may ask for in a minute, so that nobody who runs wild, or copies all there is, stops the desk."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Hashable

MINUTE_MS = 60_000


class Pace:
    """How many requests each caller made in this minute: in memory, since it needn't outlive the process."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._minute = 0
        self._asked: dict[Hashable, int] = defaultdict(int)
        self._lock = threading.Lock()

    def asked(self, caller: Hashable, now: int) -> int:
        """Count one request more, and return by how many it is beyond what a minute has; 0 where it isn't."""
        with self._lock:
            if self._minute != now // MINUTE_MS:
                self._minute = now // MINUTE_MS
                self._asked.clear()
            self._asked[caller] += 1
            return max(0, self._asked[caller] - self.most)

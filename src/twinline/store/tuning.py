"""How the interpreter is set for this product's work."""

from __future__ import annotations

import gc

#: New containers before the collector looks for rings among them. Records make none, and come by the thousand:
#: with the default of 700 a third of the time of a bulk exchange went into looking.
THRESHOLD = 50_000


def for_many_records() -> None:
    """Let the collector of reference rings run seldom; what is no longer referred to goes at once as ever."""
    gc.set_threshold(THRESHOLD, 20, 100)

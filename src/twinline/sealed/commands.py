"""``twinline persons``: how many personal parts there are and what is due. No command opens one.

Whoever may run commands on the machine looks after it; reading is done at the desk, by those whose role it is, with a
reason and a trace.
"""

from __future__ import annotations

import click
import msgspec

from twinline.sealed import keeping
from twinline.sealed.vault import Vault
from twinline.store.here import open_here
from twinline.times import day_of, now_ms

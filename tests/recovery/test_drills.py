"""The drill: the machine is gone; a backup, the keys from the safe, and an empty machine."""

from __future__ import annotations

import random
import shutil
import time
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker

from tests.exchange.serving import serving
from tests.promises import SEED, tell, tries
from tests.recovery.conftest import SmallPairs
from tests.recovery.world import Office, back, forks, wire
from twinline.exchange import cards
from twinline.store import backing, verifying

MINUTES = 15


@pytest.mark.parametrize("drills", tries("restore drills"))
def test_an_empty_machine_serves_again_and_the_loss_is_a_number(
    small_pairs: SmallPairs, tmp_path: Path, drills: int, django_db_blocker: DjangoDbBlocker
) -> None:
    longest, lost, brought = 0.0, 0, 0
    for number in range(drills):
        chance = random.Random(f"{SEED} {number}")
        with django_db_blocker.unblock():
            folder = tmp_path / f"{number}"
            border = small_pairs.copy(folder)
            na, xk = Office.of(border.vn), Office.of(border.la)
            na.say(chance.randint(1, 5))
            wire(na, xk)
            made = backing.back_up(na.ledger, folder / "na.twinline", now=na.clock())
            keys = na.keep_keys(folder / "safe")
            na.say(chance.randint(1, 3))
            wire(na, xk)
            unseen = set(na.say(chance.randint(0, 3)))  # nobody else ever heard of these
            was, signed = na.records(), na.heads()
            na.ledger.close()
            shutil.rmtree(na.folder)
            began = time.monotonic()
            again, restored = back(made.path, folder / "again", keys, na.clock)
            with serving(again) as server:
                status, card = server.ask("GET", "/exchange/card")
            longest = max(longest, time.monotonic() - began)
            assert (status, cards.read_card(card).node.id) == (200, again.id)
            wire(again, xk)
            gone = was - again.records()
            assert gone == unseen
            lost, brought = lost + len(gone), brought + restored.entries
            again.say(1)
            wire(again, xk)
            assert again.records() == xk.records()
            assert forks(again, xk, signed=(signed,)) == []
            assert verifying.verify(again.ledger).faults == []
            again.ledger.close()
            xk.ledger.close()
    found = {"seconds at most until it served": int(longest) + 1, "entries brought back": brought}
    tell("restore drills", drills, {**found, "records lost that nobody else had": lost})
    assert longest < MINUTES * 60


def test_a_backup_that_lacks_what_was_said_before_it_would_be_seen(
    small_pairs: SmallPairs, tmp_path: Path, django_db_blocker: DjangoDbBlocker
) -> None:
    """The control: an older backup than the drill believes, and nobody else to ask."""
    with django_db_blocker.unblock():
        border = small_pairs.copy(tmp_path)
        na = Office.of(border.vn)
        made = backing.back_up(na.ledger, tmp_path / "na.twinline", now=na.clock())
        said = set(na.say(2))
        keys = na.keep_keys(tmp_path / "safe")
        again, _ = back(made.path, tmp_path / "again", keys, na.clock)
        assert not said & again.records()
        border.close()

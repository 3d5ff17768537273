"""After any story both nodes say the same, and every table is what the log gives."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator, Sequence

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test
from pytest_django import DjangoDbBlocker

from tests.border import Pairs
from tests.store.random_stories import Story
from twinline.ledger import timeline
from twinline.ledger.acts import Act, Law
from twinline.ledger.fold import Standing, fold
from twinline.store import projection

#: The quick suite tells the same stories every time, the long one others each time.
SEED = int(os.environ.get("TWINLINE_SEED") or 1)


@pytest.fixture(autouse=True)
def nodes(pairs: Pairs, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    Story.pairs = pairs
    Story.done.clear()
    with django_db_blocker.unblock():
        yield


def tell(stories: int, steps: int, *, start: int = SEED, phases: Sequence[Phase] = (Phase.generate,)) -> None:
    made = seed(start)(type("Story", (Story,), {}))
    run_state_machine_as_test(made, settings=settings(
        max_examples=stories, derandomize=False, stateful_step_count=steps, deadline=None, database=None, phases=phases,
        suppress_health_check=list(HealthCheck), print_blob=True,
    ))  # fmt: skip


def told(start: int) -> str:
    return f"seed {start}: " + ", ".join(f"{count} {what}" for what, count in sorted(Story.done.items()))


def test_after_any_story_both_nodes_say_the_same_and_a_rebuild_changes_nothing(
    capsys: pytest.CaptureFixture[str],
) -> None:
    tell(12, 12)
    with capsys.disabled():
        print(f"\nrandom stories, {told(SEED)}")


@pytest.mark.long
def test_after_many_long_stories_too(capsys: pytest.CaptureFixture[str]) -> None:
    start = int(os.environ.get("TWINLINE_SEED") or random.SystemRandom().randrange(2**32))
    tell(300, 40, start=start)
    with capsys.disabled():
        print(f"\nrandom stories, {told(start)}")


def last_arrived(root: Act, acts: Sequence[Act], law: Law) -> Standing:
    """Fold by arrival: of two versions the one that came last stands."""
    mine = [act for act in acts if act.record == root.record]
    order = {act.hash: (act.arrived, act.entry) for act in mine}
    versions = fold(root, mine, law).versions
    rivals = [act for act in mine if act.act == "amend" and act.author == root.author] or versions
    return Standing(root, max(rivals, key=lambda act: order[act.hash]), "stated")


@pytest.mark.parametrize("broken", ["fold by arrival", "receipts tell nothing new"])
def test_a_broken_store_is_caught(broken: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if broken == "fold by arrival":
        monkeypatch.setattr(timeline, "fold", last_arrived)
    else:
        monkeypatch.setattr(projection, "held_anew", lambda *args: None)
    with pytest.raises(AssertionError):
        tell(60, 25, start=1, phases=(Phase.generate,))

"""After any story both nodes say the same, and every table is what the log gives."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test
from pytest_django import DjangoDbBlocker

from tests.border import Pairs
from tests.promises import SEED, tell, tries
from tests.store.random_stories import Story
from twinline.ledger import timeline
from twinline.ledger.acts import Act, Law
from twinline.ledger.fold import Standing, fold
from twinline.store import projection


@pytest.fixture(autouse=True)
def nodes(pairs: Pairs, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    Story.pairs = pairs
    Story.done.clear()
    with django_db_blocker.unblock():
        yield


def story(stories: int, steps: int, *, start: int = SEED, phases: Sequence[Phase] = (Phase.generate,)) -> None:
    made = seed(start)(type("Story", (Story,), {}))
    run_state_machine_as_test(made, settings=settings(
        max_examples=stories, derandomize=False, stateful_step_count=steps, deadline=None, database=None, phases=phases,
        suppress_health_check=list(HealthCheck), print_blob=True,
    ))  # fmt: skip


@pytest.mark.parametrize("stories", tries("random stories of two nodes"))
def test_after_any_story_both_nodes_say_the_same_and_a_rebuild_changes_nothing(stories: int) -> None:
    steps = 12 if stories < 100 else 40
    story(stories, steps)
    tell("random stories of two nodes", stories, {"steps at most each": steps, **dict(sorted(Story.done.items()))})


def last_arrived(root: Act, acts: Sequence[Act], law: Law) -> Standing:
    """Fold by arrival: of two versions the one that came last stands."""
    mine = [act for act in acts if act.record == root.record]
    order = {act.hash: (act.arrived, act.entry) for act in mine}
    versions = fold(root, mine, law).versions
    rivals = [act for act in mine if act.act == "amend" and act.author == root.author] or versions
    return Standing(root, max(rivals, key=lambda act: order[act.hash]), "stated")


@pytest.mark.parametrize(("broken", "start"), [("fold by arrival", 5), ("receipts tell nothing new", 1)])
def test_a_broken_store_is_caught(broken: str, start: int, monkeypatch: pytest.MonkeyPatch) -> None:
    if broken == "fold by arrival":
        monkeypatch.setattr(timeline, "fold", last_arrived)
    else:
        monkeypatch.setattr(projection, "held_anew", lambda *args: None)
    with pytest.raises(AssertionError):
        story(60, 25, start=start, phases=(Phase.generate,))

"""Five nodes, two sides: whatever befell them, once all has been carried they say the same to the byte."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test
from pytest_django import DjangoDbBlocker

from tests.promises import SEED, tell, tries
from tests.recovery.neighbours import Founded, Neighbours
from tests.store.test_random_stories import last_arrived
from twinline.ledger import timeline


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker) -> Founded:
    with django_db_blocker.unblock():
        return Founded(tmp_path_factory.mktemp("neighbours"))


@pytest.fixture(autouse=True)
def nodes(founded: Founded, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    Neighbours.founded = founded
    Neighbours.done.clear()
    with django_db_blocker.unblock():
        yield


def story(stories: int, steps: int, start: int) -> None:
    made = seed(start)(type("Neighbours", (Neighbours,), {}))
    run_state_machine_as_test(made, settings=settings(
        max_examples=stories, derandomize=False, stateful_step_count=steps, deadline=None, database=None,
        phases=(Phase.generate,), suppress_health_check=list(HealthCheck), print_blob=True,
    ))  # fmt: skip


@pytest.mark.parametrize("stories", tries("stories of five neighbours"))
def test_whatever_befalls_them_five_neighbours_say_the_same_in_the_end(stories: int) -> None:
    steps = 25 if stories < 20 else 50
    story(stories, steps, SEED)
    tell("stories of five neighbours", stories, {"steps at most each": steps, **dict(sorted(Neighbours.done.items()))})


@pytest.mark.long
def test_nodes_that_fold_by_arrival_are_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control."""
    monkeypatch.setattr(timeline, "fold", last_arrived)
    with pytest.raises(AssertionError):
        story(12, 40, 3)

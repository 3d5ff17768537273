"""Whatever travels how: five offices in memory come to equal joint records and figures."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.exchange import neighbours_in_memory
from tests.exchange.neighbours_in_memory import InMemory
from tests.promises import SEED, tell, tries
from twinline.exchange import dictionary
from twinline.ledger import fold as folding


@pytest.fixture(autouse=True)
def afresh() -> None:
    InMemory.done.clear()


@pytest.fixture(autouse=True, scope="module")
def squeezed_lightly() -> Iterator[None]:
    """How hard a message is squeezed decides nothing here, and takes most of a story's time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dictionary, "WHOLE", 1)
        _forget()
        yield
    _forget()


def _forget() -> None:
    dictionary._parameters.cache_clear()
    dictionary._looked_up.cache_clear()


def story(stories: int, steps: int, start: int) -> None:
    made = seed(start)(type("InMemory", (InMemory,), {}))
    run_state_machine_as_test(made, settings=settings(
        max_examples=stories, derandomize=False, stateful_step_count=steps, deadline=None, database=None,
        phases=(Phase.generate,), suppress_health_check=list(HealthCheck), print_blob=True,
    ))  # fmt: skip


@pytest.mark.parametrize("stories", tries("stories of five offices in memory"))
def test_five_offices_come_to_equal_records_and_figures(stories: int) -> None:
    story(stories, 50, SEED)
    tell(
        "stories of five offices in memory", stories, {"steps at most each": 50, **dict(sorted(InMemory.done.items()))}
    )


@pytest.mark.long
def test_offices_that_fold_by_arrival_are_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control."""

    def last(root: folding.Act, acts: list[folding.Act], law: folding.Law) -> folding.Standing:
        tips = [act for act in acts if act.act in ("say", "amend")]
        return folding.Standing(root, tips[-1], "stated")

    monkeypatch.setattr(neighbours_in_memory, "fold", last)
    with pytest.raises(AssertionError):
        story(30, 30, 1)

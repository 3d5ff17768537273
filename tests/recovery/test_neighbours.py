"""Five nodes, two sides: whatever befell them, once all has been carried they say the same to the byte."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test
from pytest_django import DjangoDbBlocker

from tests.promises import SEED, tell, tries
from tests.recovery.neighbours import Founded, Neighbours
from tests.store.test_random_stories import last_arrived
from twinline.exchange import conversation
from twinline.exchange.ledger_shelf import LedgerShelf
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


def amended_at_an_earlier_hour() -> Neighbours:
    """A record is put right twice, the second time under a fresh key and by a clock that was set back."""
    told = Neighbours()
    told.begin()
    told.amend(pick=0, persons=4)
    told.round()
    told.fresh_node_key(who="vn-na")
    told.set_the_clock(who="vn-na", days=-30)
    told.amend(pick=0, persons=5)
    return told


def one_only_was_met() -> Neighbours:
    """A node brought back meets one neighbour alone, who hears from it, and is lost again; so does another."""
    told = Neighbours()
    told.begin()
    told.back_up(who="la-xk")
    told.fresh_node_key(who="vn-na")
    told.meet(one="vn-na", two="la-hp", lost=False)
    told.restore(who="la-xk", pick=0)
    told.say(who="la-bk", other="vn-na", to="line", lane=False)
    for _ in range(2):
        told.meet(one="la-xk", two="la-bk", lost=False)
    told.say(who="la-xk", other="vn-na", to="line", lane=False)
    told.meet(one="la-xk", two="la-bk", lost=False)
    told.restore(who="la-xk", pick=0)
    told.fresh_node_key(who="vn-na")
    return told


def all_got_a_fresh_key() -> Neighbours:
    """A node is brought back to before a neighbour's roster came; all nodes that receipted that one are no more."""
    told = Neighbours()
    told.begin()
    told.back_up(who="la-xk")
    told.fresh_node_key(who="la-hp")
    for _ in range(2):
        told.round()
    told.restore(who="la-xk", pick=0)
    for who in ("vn-na", "vn-ht", "la-hp"):
        told.fresh_node_key(who=who)
    return told


def no_roots(*_: object) -> frozenset[str]:
    return frozenset()


@pytest.mark.parametrize("told", [amended_at_an_earlier_hour, one_only_was_met, all_got_a_fresh_key])
def test_five_neighbours_say_the_same_after_what_befell_them(told: Callable[[], Neighbours]) -> None:
    told().teardown()


@pytest.mark.parametrize(("told", "where", "part", "broken"), [
    pytest.param(amended_at_an_earlier_hour, timeline, "fold", last_arrived, id="fold by arrival"),
    pytest.param(one_only_was_met, conversation, "roots_kept", no_roots, id="that very roster alone"),
    pytest.param(all_got_a_fresh_key, LedgerShelf, "node_organisations", no_roots, id="the two that talk alone"),
])  # fmt: skip
def test_nodes_with_a_broken_part_are_caught(
    told: Callable[[], Neighbours], where: object, part: str, broken: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control of each."""
    monkeypatch.setattr(where, part, broken)
    with pytest.raises(AssertionError):
        told().teardown()

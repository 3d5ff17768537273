"""Small offices: one organisation each, so that a story of many nodes is told quickly."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker

from tests.border import Border, Clock, Pairs, Side
from tests.recovery.world import founding
from twinline.store import beginning


class SmallPairs(Pairs):
    """Makes pairs of small nodes."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.clock = folder, Clock()
        made = Border.__new__(Border)
        made.clock = self.clock
        made.vn, made.la = self._side("vn", "vn-na"), self._side("la", "la-xk")
        made.vn.pin(made.la)
        made.la.pin(made.vn)
        made.close()

    def _side(self, name: str, code: str) -> Side:
        beginning.begin(self.folder / name, founding(code), hosts=(code,), now=self.clock()).close()
        return Side.reopen(self.folder / name, self.clock)


@pytest.fixture(scope="session")
def small_pairs(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker) -> SmallPairs:
    with django_db_blocker.unblock():
        return SmallPairs(tmp_path_factory.mktemp("small"))


@pytest.fixture
def border(small_pairs: SmallPairs, tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[Border]:
    """Two paired sides of one organisation each."""
    with django_db_blocker.unblock():
        made = small_pairs.copy(tmp_path)
        yield made
        made.close()

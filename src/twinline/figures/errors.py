"""What can go wrong when figures are asked for."""

from __future__ import annotations

from twinline.sentences import Problem


class FiguresError(Problem):
    """A broken promise of this room; the ``sentence`` is one clear sentence."""


class BadCatalogue(FiguresError):
    """A declaration of indicators does not hold; names file, indicator and rule."""


class BadQuestion(FiguresError):
    """A question that has no meaning; says what to ask instead."""

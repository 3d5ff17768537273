"""What the tests of kinds ask of a record: its sample, what is wrong with it, what it counts."""

from __future__ import annotations

from collections import Counter
from typing import Any

from twinline import records
from twinline.records.facts import Fact


def sample(kind: str, **change: Any) -> dict[str, Any]:
    """Return a kind's sample, changed."""
    return {**records.KINDS[kind].sample[1], **change}


def without(body: dict[str, Any], *names: str) -> dict[str, Any]:
    """Return a body that lacks some fields."""
    return {name: value for name, value in body.items() if name not in names}


def rules(kind: str, body: dict[str, Any]) -> list[tuple[str, str]]:
    """Return field and rule of all that is wrong with a body."""
    return [(finding.field, finding.rule) for finding in records.validate(kind, body)]


def facts(kind: str, body: dict[str, Any], author: str = "vn-na-bg") -> list[Fact]:
    """Return what a right body counts."""
    assert rules(kind, body) == []
    return records.facts(kind, body, author=author)


def sums(kind: str, body: dict[str, Any], author: str = "vn-na-bg") -> Counter[str]:
    """Return what a right body counts, by measure."""
    counted: Counter[str] = Counter()
    for fact in facts(kind, body, author):
        counted[fact.measure] += fact.value
    return counted

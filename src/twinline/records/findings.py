"""What is wrong with a record: the field, the rule it broke, what was given, and a sentence for it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from twinline.records.messages import MESSAGES
from twinline.records.words import Labels


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault of a record.

    ``field`` is a path (``quantities[0].amount``; empty for the record as a whole),
    ``rule`` a stable slug of ``MESSAGES``, ``given`` the JSON value that was found there.
    """

    field: str
    rule: str
    given: Any
    label: Labels | None
    detail: Mapping[str, Any]

    def sentence(self, lang: str = "en") -> str:
        """Return one sentence: which field, what is wrong with it, what was given, what to write instead."""
        text = MESSAGES[self.rule].to(lang).format_map(self.blanks(lang))
        if not self.field:
            return text
        place = f"{self.label.to(lang)} ({self.field})" if self.label else self.field
        return f"{place}: {text}"

    def blanks(self, lang: str) -> dict[str, Any]:
        """Return what fills the blanks of the rule's sentence: names in a language, all else as it is."""
        told = {name: one.to(lang) if isinstance(one, Labels) else one for name, one in self.detail.items()}
        return {**told, "given": shown(self.given)}

    def __str__(self) -> str:
        return self.sentence()


class Found:
    """The findings of one validation, gathered in the order of the fields."""

    __slots__ = ("findings",)

    def __init__(self) -> None:
        self.findings: list[Finding] = []

    def add(self, field: str, rule: str, given: Any, label: Labels | None = None, **detail: Any) -> None:
        """Note one fault."""
        self.findings.append(Finding(field, rule, given, label, detail))


def shown(value: Any) -> str:
    """Return what was given, short enough for a sentence."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 60 else text[:59] + "…"

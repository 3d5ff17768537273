"""Closed lists of words a coded field may hold, each with its label in four languages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from twinline.records.words import Labels
from twinline.text import fold


class Vocabulary(Mapping[str, Labels]):
    """A closed list: code -> labels. Nothing outside it can be said."""

    def __init__(self, name: str, terms: Mapping[str, Labels]) -> None:
        self.name = name
        self._terms = dict(terms)

    def __getitem__(self, code: str) -> Labels:
        return self._terms[code]

    def __iter__(self) -> Iterator[str]:
        return iter(self._terms)

    def __len__(self) -> int:
        return len(self._terms)

    def __contains__(self, code: object) -> bool:
        return isinstance(code, str) and code in self._terms

    def find(self, word: str) -> str | None:
        """Return the code that a word of any language, or the code itself, stands for; None if none does."""
        return self._by_word.get(fold(word))

    @cached_property
    def _by_word(self) -> Mapping[str, str]:
        words = {fold(word): code for code, labels in self._terms.items() for word in labels.values()}
        return words | {fold(code): code for code in self._terms}


def vocabulary(name: str, **terms: Labels) -> Vocabulary:
    """Return a closed list from its terms, in the order they are to be offered."""
    return Vocabulary(name, terms)

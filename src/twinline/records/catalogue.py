"""All the words of the declarations in one place: to count which are read, to look for those that may not stand."""

from __future__ import annotations

from collections.abc import Iterator

from twinline.records.acts import ACTS
from twinline.records.dated import FIRST_YEAR, OCCASIONS
from twinline.records.fields import Code, Declared, ListOf, Part
from twinline.records.fields.dates import NO_PERIOD_SAID, SINCE, UNTIL
from twinline.records.fields.places import MARKER, MARKERS
from twinline.records.fields.plain import NO, YES
from twinline.records.holidays import all_names
from twinline.records.messages import MESSAGES
from twinline.records.onward import ONWARD
from twinline.records.plans import STATES
from twinline.records.registry import KINDS
from twinline.records.words import LANGUAGES, Labels


def labels_of(declared: type[Declared]) -> Iterator[Labels]:
    """Yield the labels, helps and vocabularies of a declaration and of its parts."""
    for field in declared.fields.values():
        yield field.label
        if field.help:
            yield field.help
        inner = field.item if isinstance(field, ListOf) else field
        if isinstance(inner, Code):
            yield from inner.vocabulary.values()
        if isinstance(inner, Part):
            yield from labels_of(inner.of)


def all_labels() -> list[Labels]:
    """Return every label and sentence of this room, each once."""
    found: list[Labels] = [YES, NO, SINCE, UNTIL, NO_PERIOD_SAID, MARKER, MARKERS, *MESSAGES.values()]
    found += [FIRST_YEAR, *OCCASIONS.values(), *ONWARD.values(), *STATES.values(), *all_names()]
    for kind in KINDS.values():
        found += [kind.label, kind.plural, kind.help, *labels_of(kind)]
    for act in ACTS.values():
        found += [act.label, *labels_of(act)]
    return list({id(labels): labels for labels in found}.values())


def tally() -> dict[str, tuple[int, int]]:
    """Return per language how many labels somebody who speaks it has read, and how many there are."""
    labels = all_labels()
    return {
        lang: (
            sum(lang in one and lang not in one.unreviewed for one in labels),
            sum(lang in one for one in labels),
        )
        for lang in LANGUAGES
    }

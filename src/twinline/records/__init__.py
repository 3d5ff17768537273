"""What can be said: the kinds of record, each declared once, and all that follows from their declarations."""

from twinline.records.facts import Fact
from twinline.records.fields.places import Spot
from twinline.records.findings import Finding
from twinline.records.gazetteer import Gazetteer, Organisation, packaged
from twinline.records.lookup import Lookup
from twinline.records.registry import (
    KINDS,
    UnknownKind,
    counterparts,
    describe,
    essentials,
    event_days,
    facts,
    is_example,
    json_schema,
    normalise,
    place,
    title,
    validate,
)

__all__ = [
    "KINDS",
    "Fact",
    "Finding",
    "Gazetteer",
    "Lookup",
    "Organisation",
    "Spot",
    "UnknownKind",
    "counterparts",
    "describe",
    "essentials",
    "event_days",
    "facts",
    "is_example",
    "json_schema",
    "normalise",
    "packaged",
    "place",
    "title",
    "validate",
]

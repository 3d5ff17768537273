"""What can be said: the kinds of record, each declared once, and all that follows from their declarations."""

from twinline.records.acts import ACTS
from twinline.records.facts import Fact
from twinline.records.fields.places import Spot
from twinline.records.findings import Finding
from twinline.records.gazetteer import Gazetteer, Organisation, packaged
from twinline.records.lookup import Beside, Lookup
from twinline.records.registry import (
    KINDS,
    UnknownKind,
    act_schema,
    counterparts,
    describe,
    describe_act,
    essentials,
    event_days,
    facts,
    is_example,
    json_schema,
    links,
    normalise,
    place,
    published,
    stretches,
    title,
    validate,
    validate_act,
)

__all__ = [
    "ACTS",
    "KINDS",
    "Beside",
    "Fact",
    "Finding",
    "Gazetteer",
    "Lookup",
    "Organisation",
    "Spot",
    "UnknownKind",
    "act_schema",
    "counterparts",
    "describe",
    "describe_act",
    "essentials",
    "event_days",
    "facts",
    "is_example",
    "json_schema",
    "links",
    "normalise",
    "packaged",
    "place",
    "published",
    "stretches",
    "title",
    "validate",
    "validate_act",
]

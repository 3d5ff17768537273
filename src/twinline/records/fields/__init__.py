"""The sorts of field a kind is declared of."""

from twinline.records.fields.base import Field, where
from twinline.records.fields.dates import Date, Moment, When
from twinline.records.fields.groups import Declared, ListOf, Part
from twinline.records.fields.numbers import Count, Decimal
from twinline.records.fields.parties import Org, Orgs, RecordRef
from twinline.records.fields.places import MarkerNumber, Place, Spot
from twinline.records.fields.plain import Address, Code, Flag, Names, Quote, Text

__all__ = [
    "Address",
    "Code",
    "Count",
    "Date",
    "Decimal",
    "Declared",
    "Field",
    "Flag",
    "ListOf",
    "MarkerNumber",
    "Moment",
    "Names",
    "Org",
    "Orgs",
    "Part",
    "Place",
    "Quote",
    "RecordRef",
    "Spot",
    "Text",
    "When",
    "where",
]

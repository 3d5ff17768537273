"""Fields made of fields: a part of a record, and lists."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from twinline.records.fields.base import Field
from twinline.records.findings import Found
from twinline.records.lookup import Lookup
from twinline.records.words import Labels


class Declared:
    """A class whose attributes are fields; from it come the plan to check it and its schema.

    An attribute whose name is a word of Python carries a trailing underscore (``class_``),
    which the record doesn't.
    """

    fields: ClassVar[dict[str, Field]] = {}
    _required: ClassVar[tuple[Field, ...]] = ()
    _conditional: ClassVar[tuple[Field, ...]] = ()
    _needed: ClassVar[frozenset[str]] = frozenset()
    _fitting: ClassVar[dict[str, Callable[[Any, Lookup], bool]]] = {}
    _weighed: ClassVar[bool] = False

    def __init_subclass__(cls, **more: Any) -> None:
        super().__init_subclass__(**more)
        inherited = cls.fields
        own = {}
        for attribute, value in vars(cls).items():
            if isinstance(value, Field):
                value.name = attribute.rstrip("_")
                own[value.name] = value
        # A kind's own fields come first, what all kinds share comes last.
        cls.fields = own | {name: field for name, field in inherited.items() if name not in own}
        cls._required = tuple(field for field in cls.fields.values() if field.required)
        cls._conditional = tuple(field for field in cls.fields.values() if field.only_for)
        cls._needed = frozenset(field.name for field in cls._required)
        cls._fitting = {name: field.fits for name, field in cls.fields.items()}
        # Whether its fields are weighed against each other, too.
        cls._weighed = bool(cls._conditional) or cls.rules.__func__ is not Declared.rules.__func__  # type: ignore[attr-defined]
        if "fits" not in vars(cls) and any(
            name.lstrip("_").startswith("check") for name in vars(cls)
        ):  # as for fields: another check, another quick answer
            cls.fits = classmethod(_fits_slowly)  # type: ignore[assignment]

    @classmethod
    def rules(cls, body: dict[str, Any], at: str, found: Found, lookup: Lookup) -> None:
        """Add what is wrong between fields; called once each field is right by itself."""

    @classmethod
    def check(cls, body: dict[str, Any], at: str, found: Found, lookup: Lookup) -> None:
        """Add to ``found`` what is wrong with a body; ``at`` ends with a dot or is empty."""
        before = len(found.findings)
        fields = cls.fields
        for name, value in body.items():
            field = fields.get(name)
            if field is None:
                found.add(f"{at}{name}", "unknown_field", value)
            else:
                field.check(value, f"{at}{name}", found, lookup)
        for field in cls._required:
            if field.name not in body:
                found.add(f"{at}{field.name}", "missing", None, field.label)
        for field in cls._conditional:
            if field.name in body:
                cls._check_condition(field, body, at, found, lookup)
        if len(found.findings) == before:
            cls.rules(body, at, found, lookup)

    @classmethod
    def fits(cls, body: dict[str, Any], lookup: Lookup) -> bool:
        """Return whether a body is plainly right: ``check`` finds nothing then. False decides nothing."""
        fitting = cls._fitting
        for name, value in body.items():
            if name not in fitting or not fitting[name](value, lookup):
                return False
        if not cls._needed <= body.keys():
            return False
        if not cls._weighed:
            return True
        found = Found()
        for field in cls._conditional:
            if field.name in body:
                cls._check_condition(field, body, "", found, lookup)
        if not found.findings:
            cls.rules(body, "", found, lookup)
        return not found.findings

    @classmethod
    def _check_condition(cls, field: Field, body: dict[str, Any], at: str, found: Found, lookup: Lookup) -> None:
        assert field.only_for is not None
        other, codes = field.only_for
        said = body.get(other)
        if not isinstance(said, str) or said not in codes:
            found.add(
                at + field.name,
                "not_here",
                body[field.name],
                field.label,
                other=other,
                allowed=", ".join(sorted(codes)),
            )

    @classmethod
    def form(cls) -> dict[str, Any]:
        """Return the JSON Schema of a body: its fields and nothing else."""
        form: dict[str, Any] = {
            "type": "object",
            "properties": {name: field.schema() for name, field in cls.fields.items()},
            "required": [field.name for field in cls._required],
            "additionalProperties": False,
        }
        if cls._conditional:
            form["allOf"] = [_condition(field) for field in cls._conditional]
        return form

    @classmethod
    def show(cls, body: dict[str, Any], lang: str, lookup: Lookup) -> str:
        """Return a body in one line: the values of its fields, in the order they are declared."""
        shown = (field.show(body[name], lang, lookup) for name, field in cls.fields.items() if name in body)
        return " · ".join(text for text in shown if text)


def _fits_slowly(cls: type[Declared], body: dict[str, Any], lookup: Lookup) -> bool:
    found = Found()
    cls.check(body, "", found, lookup)
    return not found.findings


def _condition(field: Field) -> dict[str, Any]:
    assert field.only_for is not None
    other, codes = field.only_for
    then = {"properties": {other: {"enum": sorted(codes)}}, "required": [other]}
    return {"if": {"required": [field.name]}, "then": then}


class Part(Field):
    """A part of a record with fields of its own, declared as a class."""

    def __init__(self, label: Labels, of: type[Declared], **more: Any) -> None:
        super().__init__(label, **more)
        self.of = of

    def check(self, value: Any, at: str, found: Found, lookup: Lookup) -> None:
        if isinstance(value, dict):
            self.of.check(value, f"{at}.", found, lookup)
        else:
            found.add(at, "not_a_part", value, self.label, parts=", ".join(self.of.fields))

    def fits(self, value: Any, lookup: Lookup) -> bool:
        return type(value) is dict and self.of.fits(value, lookup)

    def form(self) -> dict[str, Any]:
        return self.of.form()

    def show(self, value: Any, lang: str, lookup: Lookup) -> str:
        return self.of.show(value, lang, lookup)


class ListOf(Field):
    """A list of one kind of field, each item different."""

    def __init__(self, item: Field, *, label: Labels | None = None, limit: int = 40, **more: Any) -> None:
        super().__init__(label or item.label, **more)
        self.item = item
        self.limit = limit

    def check(self, value: Any, at: str, found: Found, lookup: Lookup) -> None:
        if not isinstance(value, list):
            found.add(at, "not_a_list", value, self.label)
            return
        if len(value) > self.limit:
            found.add(at, "too_many", value, self.label, limit=self.limit, count=len(value))
        if self.required and not value:
            found.add(at, "empty", value, self.label)
        for number, one in enumerate(value):
            self.item.check(one, f"{at}[{number}]", found, lookup)
            if one in value[:number]:
                found.add(f"{at}[{number}]", "twice", one, self.label)

    def fits(self, value: Any, lookup: Lookup) -> bool:
        if type(value) is not list or not self.required <= len(value) <= self.limit:
            return False
        for number, one in enumerate(value):
            if not self.item.fits(one, lookup) or (number and one in value[:number]):
                return False
        return True

    def form(self) -> dict[str, Any]:
        return {"type": "array", "items": self.item.schema(), "uniqueItems": True, "maxItems": self.limit} | (
            {"minItems": 1} if self.required else {}
        )

    def show(self, value: Any, lang: str, lookup: Lookup) -> str:
        return "; ".join(self.item.show(one, lang, lookup) for one in value)

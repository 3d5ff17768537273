"""Drawing an entry form from a kind's declaration: nothing about a kind is said here a second time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import singledispatchmethod
from typing import Any

from django.utils.translation import gettext as _

from twinline.desk.seen import Choice, Fault, Field
from twinline.records import fields as declared
from twinline.records.attachments import Attachments
from twinline.records.fields.groups import Declared
from twinline.records.lookup import Lookup
from twinline.records.parts import Note
from twinline.records.ready import ReadySentences, patterns
from twinline.records.reference_sets import ReferenceSet, named_set

AT_ONCE = 6
# Besides what must be filled in, these are asked at once where a kind has them; the rest of the six follow in order.
ALWAYS = ("when", "place", "counterparts")
LAST = ("note", "source", "replaces", "example")
LONG = 200
#: Of each kind, how many of the latest records are offered to link to.
LINKED = 40
SPARE_ROWS = 2
HIDDEN_PLACE = ("chainage", "to_chainage", "line")


@dataclass(frozen=True)
class Pen:
    """What drawing needs: the language, names of organisations, the places and gates to choose from."""

    lang: str
    lookup: Lookup
    places: Sequence[Choice]
    others: Sequence[Choice]
    gates: Sequence[Choice]
    #: the records of some kinds that a link may be made to, and the one of an id, for choosing from
    records: Callable[[tuple[str, ...], str], Sequence[Choice]] = lambda kinds, record: ()

    def draw(self, kind: type[Declared], body: Mapping[str, Any], faults: Sequence[Fault] = ()) -> list[Field]:
        """Return the form's fields with their values and faults, at most six of them unfolded."""
        found = [self._one(field, name, body.get(name), kind) for name, field in kind.fields.items()]
        shown = _at_once(kind)
        placed = [_with_faults(field, faults, found) for field in found]
        return [replace(field, folded=field.name not in shown) for field in placed]

    def _one(self, field: declared.Field, at: str, value: Any, kind: type[Declared]) -> Field:
        drawn = self._draw(field, at, value)
        hint = drawn.hint or (field.help.to(self.lang) if field.help else "")
        return replace(
            drawn,
            name=at,
            label=field.label.to(self.lang),
            required=field.required,
            hint=hint or self._condition(field, kind),
        )

    def _condition(self, field: declared.Field, kind: type[Declared]) -> str:
        if not field.only_for:
            return ""
        other, codes = field.only_for
        deciding = kind.fields.get(other)
        if not isinstance(deciding, declared.Code):
            return ""
        labels = [label.to(self.lang) for code, label in deciding.vocabulary.items() if code in codes]
        return str(_("only for: %(codes)s") % {"codes": ", ".join(labels)})

    @singledispatchmethod
    def _draw(self, field: Any, at: str, value: Any) -> Field:
        return Field(name=at, label="", type="text", value="" if value is None else str(value))

    @_draw.register
    def _text(self, field: declared.Text, at: str, value: Any) -> Field:
        kind = "long" if field.limit >= LONG and not isinstance(field, declared.Address) else "text"
        return Field(name=at, label="", type=kind, value=value or "", longest=field.limit)

    @_draw.register
    def _set(self, field: ReferenceSet, at: str, value: Any) -> Field:
        codes = [*field.known, *([value] if value and value not in field.known else [])]
        choices = tuple(Choice(value=code, label=named_set(code, self.lang)) for code in codes)
        return Field(name=at, label="", type="choice", choices=choices, value=value or "")

    @_draw.register
    def _date(self, field: declared.Date, at: str, value: Any) -> Field:
        return Field(name=at, label="", type="date", value=_read(value or ""))

    @_draw.register
    def _when(self, field: declared.When, at: str, value: Any) -> Field:
        said = {"from": value} if isinstance(value, str) else value or {}
        parts = (
            Field(
                name=f"{at}.from",
                label=_("day, month or year"),
                type="date",
                required=True,
                value=_read(_said(said, "from")),
            ),
            Field(
                name=f"{at}.to",
                label=_("to (for a period)"),
                type="date",
                required=True,
                value=_read(_said(said, "to")),
            ),
        )
        return Field(name=at, label="", type="when", parts=parts)

    @_draw.register
    def _code(self, field: declared.Code, at: str, value: Any) -> Field:
        choices = tuple(Choice(value=code, label=label.to(self.lang)) for code, label in field.vocabulary.items())
        return Field(name=at, label="", type="choice", choices=choices, value=value or "")

    @_draw.register
    def _count(self, field: declared.Count, at: str, value: Any) -> Field:
        return Field(name=at, label="", type="whole", value="" if value is None else str(value))

    @_draw.register
    def _decimal(self, field: declared.Decimal, at: str, value: Any) -> Field:
        text = str(value or "")
        return Field(name=at, label="", type="number", value=text if self.lang == "en" else text.replace(".", ","))

    @_draw.register
    def _flag(self, field: declared.Flag, at: str, value: Any) -> Field:
        return Field(name=at, label="", type="yesno", value="yes" if value else "")

    @_draw.register
    def _org(self, field: declared.Org, at: str, value: Any) -> Field:
        def offered(code: str) -> bool:
            one = self.lookup.organisation(code)
            return not field.kinds or code == value or (one is not None and one.kind in field.kinds)

        choices = tuple(choice for choice in self.places if offered(choice.value))
        return Field(name=at, label="", type="choice", choices=choices, value=value or "")

    @_draw.register
    def _orgs(self, field: declared.Orgs, at: str, value: Any) -> Field:
        choices = self.others if at == "counterparts" else self.places
        chosen = tuple(value or ())
        # Those chosen already stand first, where they are seen.
        ordered = sorted(choices, key=lambda choice: choice.value not in chosen)
        return Field(name=at, label="", type="several", choices=tuple(ordered), values=chosen)

    @_draw.register
    def _record(self, field: declared.RecordRef, at: str, value: Any) -> Field:
        choices = tuple(self.records(field.to, value or "")) if field.to else ()
        if not choices:
            hint = _("its short number, such as vn-na/12, or its id")
            return Field(name=at, label="", type="text", value=value or "", hint=hint)
        cut = max(Counter(choice.group for choice in choices).values()) >= LINKED
        beside = _("an older one: its short number, such as vn-na/12") if cut else ""
        return Field(name=at, label="", type="choice", choices=choices, value=value or "", beside=beside)

    @_draw.register
    def _place(self, field: declared.Place, at: str, value: Any) -> Field:
        said = {"organisation": value} if isinstance(value, str) else value or {}
        parts = [
            self._part(at, said, "organisation", _("commune, village or province"), "choice", self.places),
            self._part(at, said, "name", _("another place, by name"), "text"),
            self._part(at, said, "gate", _("border gate"), "choice", self.gates),
            self._part(at, said, "marker", _("marker number"), "text"),
            self._part(at, said, "to_marker", _("to marker number"), "text"),
            self._part(at, said, "metres", _("metres from the marker"), "whole"),
        ]
        position = _("coordinates, grid reference, marker and metres, or kilometre")
        parts.append(Field(name=f"{at}.typed", label=position, type="text", required=True, value=_position(said)))
        parts += [self._part(at, said, name, "", "hidden") for name in HIDDEN_PLACE if name in said]
        return Field(name=at, label="", type="place", parts=tuple(parts))

    def _part(
        self, at: str, said: Mapping[str, Any], name: str, label: str, type: str, choices: Sequence[Choice] = ()
    ) -> Field:
        return Field(
            name=f"{at}.{name}", label=label, type=type, required=True, choices=tuple(choices), value=_said(said, name)
        )

    @_draw.register
    def _names(self, field: declared.Names, at: str, value: Any) -> Field:
        order = (self.lang, *(code for code in ("vi", "lo", "en", "fr") if code != self.lang))
        parts = [self._part(at, value or {}, code, code.upper(), "text") for code in order]
        return Field(name=at, label="", type="group", parts=tuple(parts))

    @_draw.register
    def _group(self, field: declared.Part, at: str, value: Any) -> Field:
        body = value or ({"language": self.lang} if field.of is Note else {})
        parts = tuple(
            self._one(part, f"{at}.{name}", body.get(name), field.of) for name, part in field.of.fields.items()
        )
        if field.of is Note:
            parts = tuple(sorted(parts, key=lambda part: part.type == "choice"))
        return Field(name=at, label="", type="group", parts=parts)

    @_draw.register
    def _files(self, field: Attachments, at: str, value: Any) -> Field:
        choices = tuple(Choice(value=code, label=label.to(self.lang)) for code, label in field.shows.items())
        there = tuple(str(one.get("sha256", "")) for one in value or () if isinstance(one, dict))
        return Field(name=at, label="", type="files", choices=choices, values=there)

    @_draw.register
    def _sentences(self, field: ReadySentences, at: str, value: Any) -> Field:
        drawn = self._list(field, at, value)
        rows = tuple(
            replace(row, type="sentence", parts=tuple(_needing(part) for part in row.parts)) for row in drawn.parts
        )
        return replace(drawn, parts=rows)

    @_draw.register
    def _list(self, field: declared.ListOf, at: str, value: Any) -> Field:
        if isinstance(field.item, declared.Code):
            drawn = self._code(field.item, at, None)
            return replace(drawn, type="several", values=tuple(value or ()))
        items = list(value or ())
        rows = [*items, *[None] * min(SPARE_ROWS, field.limit - len(items))]
        parts = tuple(
            replace(self._one(field.item, f"{at}[{number}]", item, Declared), label=f"{number + 1}", required=True)
            for number, item in enumerate(rows)
        )
        return Field(name=at, label="", type="list", parts=parts, longest=field.limit)


def _needing(part: Field) -> Field:
    """Return a list of sentences that says of each which blanks it has; another field as it is."""
    if not part.name.endswith(".code"):
        return replace(part, required=True)
    choices = tuple(replace(one, needs=" ".join(sorted(patterns()[one.value].blanks))) for one in part.choices)
    return replace(part, choices=choices, required=True)


def _position(said: Mapping[str, Any]) -> str:
    """Return a position as the one box takes it: what could not be read, as it was typed."""
    lon, lat = said.get("lon"), said.get("lat")
    if isinstance(lon, str):
        return lon
    if type(lon) is int and type(lat) is int:
        return f"{lat / 1e7:.7f}, {lon / 1e7:.7f}"
    ends = [said[name] for name in ("chainage", "to_chainage") if type(said.get(name)) is int]
    return f"km {' – '.join(f'{end // 1000}+{end % 1000:03d}' for end in ends)}" if ends else ""


def _read(date: str) -> str:
    """Return a date as people here write it: ``05/08/2022``, ``08/2022``, ``2022``."""
    return "/".join(reversed(date.split("-")))


def _said(said: Mapping[str, Any], name: str) -> str:
    value = said.get(name)
    return "" if value is None else str(value)


def _at_once(kind: type[Declared]) -> frozenset[str]:
    """Return the names of the fields that are asked unfolded."""
    first = [name for name, field in kind.fields.items() if field.required]
    told = getattr(kind, "asked_first", ())
    first += [name for name in (*told, *ALWAYS) if name in kind.fields and name not in first]
    rest = [
        name
        for name, field in kind.fields.items()
        if name not in first and name not in LAST and not field.only_for
        and isinstance(field, declared.Count | declared.Code | declared.Decimal | declared.Org)
    ]  # fmt: skip
    return frozenset((first + rest)[: max(AT_ONCE, sum(field.required for field in kind.fields.values()))])


def _with_faults(field: Field, faults: Sequence[Fault], roots: Sequence[Field]) -> Field:
    """Return the field with each fault at the smallest part of it that the fault's path names."""
    names = {name for root in roots for name in _names_of(root)}
    if not faults:
        return field
    here = tuple(fault for fault in faults if _nearest(fault.field, names) == field.name)
    return replace(field, faults=here, parts=tuple(_with_faults(part, faults, roots) for part in field.parts))


def _names_of(field: Field) -> Iterator[str]:
    yield field.name
    for part in field.parts:
        yield from _names_of(part)


def _nearest(path: str, names: set[str]) -> str:
    while path and path not in names:
        path = path[: max(path.rfind("."), path.rfind("["), 0)]
    return path

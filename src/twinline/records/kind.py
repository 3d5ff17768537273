"""A kind of record: its fields, and what is derived from them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from twinline.records import ready
from twinline.records.dated import Dated
from twinline.records.facts import Fact, thousandths
from twinline.records.fields import Declared, Flag, Orgs, Part, RecordRef
from twinline.records.fields.dates import days
from twinline.records.fields.places import Spot, spot
from twinline.records.findings import Found
from twinline.records.lookup import Lookup
from twinline.records.parts import NOTE, Note, Source
from twinline.records.words import Labels, words
from twinline.times import NO_PERIOD, Days

NOWHERE = Spot()
ROUTINE, URGENT = "routine", "urgent"
#: What a record may leave to be said: an answer of who is asked, a first report, its closing, what delivers a pledge.
ANSWER, REPORT, CLOSING, DELIVERY = "answer", "report", "closing", "delivery"


@dataclass(slots=True)
class Setting:
    """What all facts of one record share unless they say otherwise."""

    about: str
    days: Days
    place: Spot
    counterpart: str

    def fact(
        self,
        measure: str,
        value: int,
        unit: str,
        *,
        cls: str = "",
        value_max: int | None = None,
        qualifier: str = "exact",
        precision: int | None = None,
        days: Days | None = None,
        stock: bool = False,
        place: str | None = None,
        reference_set: str = "",
        member: str = "",
        returned: bool = False,
    ) -> Fact:
        """Return one fact of the record; ``value`` in thousandths of the unit."""
        where = self.place
        return Fact(
            measure,
            cls,
            value,
            value_max,
            unit,
            qualifier,
            precision,
            self.days if days is None else days,
            stock,
            where.organisation if place is None else place,
            where.m_from,
            where.m_to,
            reference_set,
            member,
            self.counterpart,
            returned,
        )

    def count(self, measure: str, number: int, unit: str, **more: Any) -> Fact:
        """Return a fact that counts whole things."""
        return self.fact(measure, number * 1000, unit, **more)

    def amount(self, measure: str, said: dict[str, Any], **more: Any) -> Fact:
        """Return a fact of a measured amount: its unit, qualifier and precision as said."""
        rounding = said.get("precision")
        return self.fact(
            measure,
            thousandths(said["amount"]),
            said["unit"],
            qualifier=said.get("qualifier", "exact"),
            precision=thousandths(rounding) if rounding else None,
            **more,
        )


class Kind(Declared):
    """The base of all kinds: what any record may carry, and the defaults of what is derived.

    A kind is declared by its fields, in the order in which they are asked, and by:
    ``help`` (what it is for, in a few words), ``title_of`` (the fields its title is made
    of), ``time_field`` and ``place_field`` (when and where it happened),
    ``counterparts_from`` (the fields that name those who may confirm or contest it) and
    ``state`` (the facts it states, whose measures stand in ``measures``). ``may_lie_ahead`` is
    set where it may begin on a day to come, as a term does; what has been can't. ``asked_first`` are
    fields that a form asks unfolded besides those that must be filled in. ``sample`` is a
    record marked EXAMPLE, with the organisation whose work it is: for tests, demo and docs.
    """

    name: ClassVar[str]
    label: ClassVar[Labels]
    plural: ClassVar[Labels]
    help: ClassVar[Labels]
    title_of: ClassVar[tuple[str, ...]] = ()
    time_field: ClassVar[str] = "when"
    place_field: ClassVar[str] = "place"
    counterparts_from: ClassVar[tuple[str, ...]] = ("counterparts",)
    measures: ClassVar[tuple[str, ...]] = ()
    may_skip_release: ClassVar[bool] = False
    may_lie_ahead: ClassVar[bool] = False
    asked_first: ClassVar[tuple[str, ...]] = ()
    sample: ClassVar[tuple[str, dict[str, Any]]] = ("", {})

    #: What ``counterparts`` are to those who are named in it: their own side.
    our_side: ClassVar[Labels] = words(vi="phía ta", lo="ຝ່າຍເຮົາ", en="our side", fr="notre côté")

    counterparts = Orgs(
        words(vi="phía bạn", lo="ຝ່າຍເພື່ອນ", en="the other side", fr="l’autre côté"),
        help=words(
            vi="cơ quan của phía bạn có thể xác nhận hồ sơ này",
            lo="ອົງການຝ່າຍເພື່ອນທີ່ຢືນຢັນບັນທຶກນີ້ໄດ້",
            en="organisations of the other side that may confirm this record",
            fr="organisations de l’autre côté qui peuvent confirmer cet enregistrement",
        ),
    )
    note = Part(NOTE, Note, essential=False)
    source = Part(words(vi="nguồn", lo="ແຫຼ່ງທີ່ມາ", en="source", fr="source"), Source, essential=False)
    replaces = RecordRef(
        words(vi="thay cho hồ sơ", lo="ແທນບັນທຶກ", en="replaces the record", fr="remplace l’enregistrement"),
        essential=False,
    )
    example = Flag(words(vi="VÍ DỤ", lo="ຕົວຢ່າງ", en="EXAMPLE", fr="EXEMPLE"))

    _links: ClassVar[tuple[tuple[str, str], ...]] = ()

    def __init_subclass__(cls, **more: Any) -> None:
        if "name" in vars(cls) and cls.name not in ready.WITHOUT:
            setattr(cls, ready.FIELD, ready.ReadySentences(cls.name))
        super().__init_subclass__(**more)
        refs = ((name, field) for name, field in cls.fields.items() if isinstance(field, RecordRef))
        cls._links = tuple((field.link, name) for name, field in refs if field.link)

    @classmethod
    def links(cls, body: dict[str, Any]) -> tuple[tuple[str, str], ...]:
        """Return the ties that a body states, each as verb and the id of the record it points to."""
        return tuple((verb, body[name]) for verb, name in cls._links if name in body)

    @classmethod
    def link_fields(cls) -> tuple[tuple[str, str], ...]:
        """Return verb and name of each field that states a link."""
        return cls._links

    @classmethod
    def relinked(cls, body: dict[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
        """Return a body whose links point to records by the ids that ``names`` gives for theirs."""
        return {**body, **{name: names.get(body[name], body[name]) for _, name in cls._links if name in body}}

    @classmethod
    def state(cls, body: dict[str, Any], at: Setting) -> Iterator[Fact]:
        """Yield the facts of a right body; the default is a kind that states none."""
        return iter(())

    @classmethod
    def event_days(cls, body: dict[str, Any]) -> Days:
        """Return the days on which it happened or over which it holds; no period where none is said."""
        said = body.get(cls.time_field)
        return NO_PERIOD if said is None else days(said)

    @classmethod
    def ahead_of(cls, body: dict[str, Any], day: int) -> bool:
        """Return whether it tells of what begins after a civil day as of what has been."""
        first = cls.event_days(body).first
        return not cls.may_lie_ahead and first is not None and first > day

    @classmethod
    def spot(cls, body: dict[str, Any]) -> Spot | None:
        """Return the place as it was said, or None."""
        said = body.get(cls.place_field)
        return None if said is None else spot(said)

    @classmethod
    def stretches(cls, body: dict[str, Any]) -> list[tuple[Days, Spot]]:
        """Return where it was and on which days; a patrol of several days gives each stretch with its own day."""
        where = cls.spot(body)
        return [] if where is None else [(cls.event_days(body), where)]

    @classmethod
    def counterpart_codes(cls, body: dict[str, Any]) -> tuple[str, ...]:
        """Return the organisations named as counterparts, sorted, each once."""
        if len(cls.counterparts_from) == 1:
            return tuple(sorted(body.get(cls.counterparts_from[0], ())))
        return tuple(sorted({code for name in cls.counterparts_from for code in body.get(name, ())}))

    @classmethod
    def lane(cls, body: dict[str, Any]) -> str:
        """Return the lane in which it goes: an alert goes ahead of all else."""
        return ROUTINE

    @classmethod
    def skips_release(cls, body: dict[str, Any]) -> bool:
        """Return whether it may cross without the right to release: danger to life alone may."""
        return False

    @classmethod
    def hours_to_answer(cls, body: dict[str, Any]) -> int | None:
        """Return in how many hours from its receipt an answer is awaited, or None where none is."""
        return None

    @classmethod
    def waits(cls, body: dict[str, Any]) -> str:
        """Return what a right body leaves to be said, one of the codes above; empty where nothing."""
        return ANSWER if cls.hours_to_answer(body) is not None else ""

    @classmethod
    def dates(cls, body: dict[str, Any]) -> Iterator[Dated]:
        """Yield what a calendar shows of a right body; the default is a kind of which it shows nothing."""
        return iter(())

    @classmethod
    def minuted(cls, body: dict[str, Any]) -> bool:
        """Return whether both sides sign minutes of it: of what they did together."""
        return False

    @classmethod
    def abroad(cls, body: dict[str, Any]) -> dict[str, Any]:
        """Return a body as it is said across the border: a kind whose places are too fine for that coarsens them."""
        return body

    @classmethod
    def completed(cls, body: dict[str, Any], lookup: Lookup) -> dict[str, Any]:
        """Return a right body with what its author's look-up adds to it before it is said; the same if nothing."""
        return body

    @classmethod
    def crossing(cls, body: dict[str, Any], found: Found, lookup: Lookup) -> None:
        """Add what keeps a right body from crossing the border."""

    @classmethod
    def shown(cls, name: str, body: dict[str, Any], lang: str, lookup: Lookup) -> str:
        """Return one field's value as a reader of the language reads it."""
        return cls.fields[name].show(body[name], lang, lookup)

    @classmethod
    def title(cls, body: dict[str, Any], lang: str, lookup: Lookup) -> str:
        """Return one line that names a record."""
        said = (cls.shown(name, body, lang, lookup) for name in cls.title_of if name in body)
        return " · ".join(text for text in said if text) or cls.label.to(lang)

"""return: a total that an organisation reports for a period, or that the press reported."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from twinline.records.facts import Fact, thousandths
from twinline.records.fields import Code, Decimal, Flag, Place, RecordRef, Text, When
from twinline.records.findings import Found
from twinline.records.kind import Kind, Setting
from twinline.records.kinds.nothing_to_report import ROUND
from twinline.records.lookup import Lookup
from twinline.records.parts import PRECISION, QUALIFIER, UNIT, exactness, shown_amount
from twinline.records.reference_sets import ReferenceSet
from twinline.records.rights import forbidden_topic
from twinline.records.vocabularies import BASES, QUALIFIERS
from twinline.records.words import words

# Counted for a province or a state only, so that no figure points at a family.
PROVINCE_ONLY = frozenset({"marriage", "marriages", "migration", "migrations"})


class Return(Kind):
    """One number for one indicator, period and place; shown beside what is counted, never added to it.

    With the basis ``press`` it is marked *reported in the press*: what a page said, in
    nobody's name. A stock says only the end of its period (as of that day), a flow both.
    In a ``round`` it is of a unit's work, wherever that was: it needs no place.
    """

    name = "return"
    label = words(vi="báo cáo số liệu", lo="ລາຍງານຕົວເລກ", en="figure reported", fr="chiffre rapporté")
    plural = words(vi="các số liệu báo cáo", lo="ຕົວເລກທີ່ລາຍງານ", en="figures reported", fr="chiffres rapportés")
    help = words(
        vi="tổng số do một cơ quan báo cáo cho một kỳ",
        lo="ຕົວເລກລວມທີ່ອົງການລາຍງານໃນໄລຍະໜຶ່ງ",
        en="a total that an organisation reports for a period",
        fr="un total qu’une organisation rapporte pour une période",
    )
    title_of = ("indicator", "value", "place", "period")
    time_field = "period"
    measures = ("the name of the indicator",)

    indicator = Text(
        words(vi="chỉ tiêu", lo="ຕົວຊີ້ວັດ", en="indicator", fr="indicateur"),
        limit=80,
        pattern=r"[a-z][a-z0-9_]*",
        example="drug_cases",
        required=True,
    )
    value = Decimal(words(vi="giá trị", lo="ຄ່າ", en="value", fr="valeur"), required=True)
    value_max = Decimal(
        words(vi="giá trị lớn nhất", lo="ຄ່າສູງສຸດ", en="upper end of the range", fr="haut de la fourchette")
    )
    unit = Text(
        UNIT, limit=40, pattern=r"[A-Za-z0-9%²³][A-Za-z0-9%²³/ ._-]*", example="million USD per year", required=True
    )
    qualifier = Code(QUALIFIER, QUALIFIERS)
    precision = Decimal(PRECISION)
    period = When(words(vi="kỳ", lo="ໄລຍະ", en="period", fr="période"), required=True)
    place = Place(words(vi="địa điểm", lo="ສະຖານທີ່", en="place", fr="lieu"))
    reference_set = ReferenceSet(
        example="border_communes_2022",
        help=words(
            vi="con số này đếm trong số nào, ví dụ 27 xã biên giới",
            lo="ຕົວເລກນີ້ນັບໃນຈຳນວນໃດ",
            en="among which the number counts, such as the 27 border communes",
            fr="parmi quoi le nombre compte, comme les 27 communes frontalières",
        ),
    )
    basis = Code(words(vi="căn cứ", lo="ພື້ນຖານ", en="basis", fr="base"), BASES, required=True)
    round = RecordRef(ROUND, link="part_of", to=("reporting_round",))
    unclear = Flag(words(vi="nguồn không rõ", lo="ແຫຼ່ງບໍ່ຈະແຈ້ງ", en="unclear as stated", fr="peu clair tel que dit"))

    @classmethod
    def rules(cls, body: dict[str, Any], at: str, found: Found, lookup: Lookup) -> None:
        exactness(body, at, found, cls)
        if "place" not in body and "round" not in body:
            found.add(f"{at}place", "missing", None, cls.place.label)
        upper = body.get("value_max")
        if upper is not None and thousandths(upper) <= thousandths(body["value"]):
            found.add(f"{at}value_max", "max_below_value", upper, cls.value_max.label, value=body["value"])
        if body["basis"] == "press" and "source" not in body:
            found.add(f"{at}source", "missing", None, cls.source.label)
        cls._rights(body, at, found, lookup)

    @classmethod
    def _rights(cls, body: dict[str, Any], at: str, found: Found, lookup: Lookup) -> None:
        for field in (cls.indicator, cls.unit, cls.reference_set):
            topic = forbidden_topic(body.get(field.name, ""))
            if topic:
                found.add(at + field.name, "forbidden_word", body[field.name], field.label, topic=topic)
        if not PROVINCE_ONLY.isdisjoint(body["indicator"].split("_")):
            spot = cls.spot(body)
            where = lookup.organisation(spot.organisation) if spot else None
            if where is None or where.kind not in ("province", "state"):
                found.add(f"{at}place", "province_only", body.get("place"), cls.place.label)

    @classmethod
    def state(cls, body: dict[str, Any], at: Setting) -> Iterator[Fact]:
        upper, rounding = body.get("value_max"), body.get("precision")
        yield at.fact(
            body["indicator"],
            thousandths(body["value"]),
            body["unit"],
            value_max=thousandths(upper) if upper else None,
            qualifier=body.get("qualifier", "exact"),
            precision=thousandths(rounding) if rounding else None,
            stock=at.days.shape == "open_start",
            reference_set=body.get("reference_set", ""),
            member=body.get("round", ""),
            returned=True,
        )

    @classmethod
    def shown(cls, name: str, body: dict[str, Any], lang: str, lookup: Lookup) -> str:
        """Return one field's value as it is read; the value with its qualifier and unit, as they belong together."""
        if name == "value":
            return shown_amount(body, body["unit"], lang, number="value")
        if name == "indicator":
            return str(body[name]).replace("_", " ")
        return super().shown(name, body, lang, lookup)

"""crossing_count: how many crossed the line somewhere on a day, each way: numbers and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from twinline.records.facts import Fact
from twinline.records.fields import Count, Place, RecordRef, When
from twinline.records.findings import Found
from twinline.records.kind import Kind, Setting
from twinline.records.kinds.watching import check_few
from twinline.records.lookup import Lookup
from twinline.records.words import words

# field -> what is counted, direction, unit
COUNTED = {
    "persons_to_vn": ("crossings", "to_vn", "persons"),
    "persons_to_la": ("crossings", "to_la", "persons"),
    "vehicles_to_vn": ("vehicle_crossings", "to_vn", "vehicles"),
    "vehicles_to_la": ("vehicle_crossings", "to_la", "vehicles"),
}


class CrossingCount(Kind):
    """Counts by gate or trail, direction and day. Crossing outside a gate is a count: nothing rests on it."""

    name = "crossing_count"
    label = words(vi="lượt qua lại", lo="ຈຳນວນຂ້າມໄປມາ", en="crossings counted", fr="passages comptés")
    plural = words(vi="lượt qua lại", lo="ຈຳນວນຂ້າມໄປມາ", en="crossings counted", fr="passages comptés")
    help = words(
        vi="số lượt qua cửa khẩu, đường mòn theo ngày và chiều; chỉ là số",
        lo="ຈຳນວນຂ້າມດ່ານ, ທາງຍ່າງ ຕາມວັນ ແລະ ທິດທາງ; ເປັນຕົວເລກເທົ່ານັ້ນ",
        en="how many crossed at a gate or trail, by day and direction; numbers only",
        fr="combien ont passé à un poste ou un sentier, par jour et par sens ; des nombres seulement",
    )
    title_of = ("place", "when")
    measures = ("crossings", "vehicle_crossings", "crossings_outside_gates", "vehicle_crossings_outside_gates")
    sample = (
        "vn-post-nam-can-qt",
        {
            "when": "2026-06-05",
            "place": {"gate": "gate-nam-can"},
            "persons_to_vn": 214,
            "persons_to_la": 198,
            "vehicles_to_vn": 41,
            "vehicles_to_la": 37,
            "example": True,
        },
    )

    when = When(words(vi="ngày", lo="ວັນທີ", en="day", fr="jour"), required=True)
    place = Place(
        words(vi="cửa khẩu, đường mòn", lo="ດ່ານ, ທາງຍ່າງ", en="gate or trail", fr="poste ou sentier"), required=True
    )
    persons_to_vn = Count(
        words(
            vi="lượt người sang Việt Nam", lo="ຄົນເຂົ້າຫວຽດນາມ", en="persons into Vietnam", fr="personnes vers le Vietnam"
        )
    )
    persons_to_la = Count(
        words(vi="lượt người sang Lào", lo="ຄົນເຂົ້າລາວ", en="persons into Laos", fr="personnes vers le Laos")
    )
    vehicles_to_vn = Count(
        words(
            vi="lượt phương tiện sang Việt Nam",
            lo="ພາຫະນະເຂົ້າຫວຽດນາມ",
            en="vehicles into Vietnam",
            fr="véhicules vers le Vietnam",
        )
    )
    vehicles_to_la = Count(
        words(vi="lượt phương tiện sang Lào", lo="ພາຫະນະເຂົ້າລາວ", en="vehicles into Laos", fr="véhicules vers le Laos")
    )
    trail = RecordRef(words(vi="đường mòn", lo="ທາງຍ່າງ", en="the trail", fr="le sentier"), essential=False)

    @classmethod
    def rules(cls, body: dict[str, Any], at: str, found: Found, lookup: Lookup) -> None:
        if not any(name in body for name in COUNTED):
            found.add(f"{at}persons_to_vn", "missing", None, cls.persons_to_vn.label)
        if not cls._at_gate(body):
            check_few(body, at, found, cls, "persons_to_vn", "persons_to_la")

    @classmethod
    def _at_gate(cls, body: dict[str, Any]) -> bool:
        where = cls.spot(body)
        return where is not None and bool(where.gate)

    @classmethod
    def state(cls, body: dict[str, Any], at: Setting) -> Iterator[Fact]:
        outside = "" if cls._at_gate(body) else "_outside_gates"
        for field, (measure, direction, unit) in COUNTED.items():
            if field in body:
                yield at.count(measure + outside, body[field], unit, cls=direction)

"""marker: a border marker, the side that keeps it, where it stands and how it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from twinline.records.attachments import Attachments
from twinline.records.facts import Fact
from twinline.records.fields import Code, Date, MarkerNumber, Org, Place
from twinline.records.fields.dates import period
from twinline.records.findings import Found
from twinline.records.kind import Kind, Setting
from twinline.records.kinds.watching import CONDITIONS
from twinline.records.lookup import Lookup
from twinline.records.parts import check_ends
from twinline.records.vocabularies import SIDES
from twinline.records.words import term, words
from twinline.times import Days


class Marker(Kind):
    """One marker of the line, or a stake between two (``425/1``), as it stands from a day on."""

    name = "marker"
    label = term("moc_gioi", vi="mốc quốc giới")
    plural = words(vi="mốc quốc giới", lo="ຫຼັກໝາຍຊາຍແດນ", en="border markers", fr="bornes frontières")
    help = words(
        vi="mốc do bên nào quản lý, ở đâu, tình trạng ra sao",
        lo="ຫຼັກໝາຍຝ່າຍໃດຮັກສາ, ຢູ່ໃສ, ສະພາບແນວໃດ",
        en="which side keeps a marker, where it stands and how it is",
        fr="quel côté tient une borne, où elle se trouve, dans quel état",
    )
    may_lie_ahead = True
    title_of = ("number", "condition", "kept_by")
    measures = ("markers",)
    sample = (
        "vn-na-bg",
        {
            "number": "405",
            "kept_by": "VN",
            "since": "2016-03-30",
            "condition": "sound",
            "place": {"organisation": "vn-na-x-nam-can", "marker": "405"},
            "looked_after_by": "vn-post-nam-can-qt",
            "example": True,
        },
    )

    number = MarkerNumber(words(vi="số hiệu mốc", lo="ເລກຫຼັກໝາຍ", en="number", fr="numéro"), required=True)
    kept_by = Code(
        words(vi="bên quản lý", lo="ຝ່າຍທີ່ຮັກສາ", en="side that keeps it", fr="côté qui la tient"), SIDES, required=True
    )
    condition = Code(words(vi="tình trạng", lo="ສະພາບ", en="condition", fr="état"), CONDITIONS, required=True)
    since = Date(words(vi="kể từ ngày", lo="ນັບແຕ່ວັນທີ", en="since", fr="depuis"), required=True)
    until = Date(words(vi="đến ngày", lo="ຮອດວັນທີ", en="until", fr="jusqu’au"))
    place = Place(words(vi="vị trí", lo="ທີ່ຕັ້ງ", en="position", fr="position"))
    looked_after_by = Org(words(vi="đơn vị phụ trách", lo="ໜ່ວຍງານຮັບຜິດຊອບ", en="unit in charge", fr="unité responsable"))
    attachments = Attachments("marker", "terrain", "document")

    @classmethod
    def rules(cls, body: dict[str, Any], at: str, found: Found, lookup: Lookup) -> None:
        check_ends(body, at, found, cls.until.label, start="since", end="until")

    @classmethod
    def event_days(cls, body: dict[str, Any]) -> Days:
        return period(body["since"], body.get("until"))

    @classmethod
    def state(cls, body: dict[str, Any], at: Setting) -> Iterator[Fact]:
        yield at.count("markers", 1, "markers", cls=body["condition"], stock=True, member=body["number"])

"""gate_status: whether a gate is open, closed or open for certain hours, and why. It goes ahead of all else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from twinline.records.dated import Dated
from twinline.records.facts import Fact
from twinline.records.fields import Code, Date, Place, RecordRef, Text
from twinline.records.fields.dates import days, period
from twinline.records.findings import Found
from twinline.records.kind import URGENT, Kind, Setting
from twinline.records.lookup import Lookup
from twinline.records.parts import check_ends
from twinline.records.vocabulary import vocabulary
from twinline.records.words import words
from twinline.times import Days

STATUSES = vocabulary(
    "status of a gate",
    open=words(vi="mở", lo="ເປີດ", en="open", fr="ouvert"),
    hours=words(vi="mở theo giờ", lo="ເປີດເປັນເວລາ", en="open for certain hours", fr="ouvert à certaines heures"),
    closed=words(vi="đóng", lo="ປິດ", en="closed", fr="fermé"),
)
REASONS = vocabulary(
    "reason",
    usual=words(vi="theo lịch thường lệ", lo="ຕາມເວລາປົກກະຕິ", en="the usual times", fr="horaires habituels"),
    holiday=words(vi="ngày lễ, tết", lo="ວັນບຸນ, ວັນພັກ", en="holiday, festival", fr="fête, jour férié"),
    epidemic=words(vi="dịch bệnh", lo="ພະຍາດລະບາດ", en="epidemic", fr="épidémie"),
    disaster=words(
        vi="thiên tai, sạt lở, lũ", lo="ໄພພິບັດ, ດິນເຈື່ອນ, ນ້ຳຖ້ວມ", en="disaster, landslide, flood",
        fr="catastrophe, glissement, crue",
    ),
    works=words(vi="sửa chữa, thi công", lo="ສ້ອມແປງ, ກໍ່ສ້າງ", en="works", fr="travaux"),
    congestion=words(vi="ùn tắc", lo="ການຈະລາຈອນຕິດຂັດ", en="congestion", fr="engorgement"),
    agreed=words(vi="hai bên thỏa thuận", lo="ສອງຝ່າຍຕົກລົງ", en="agreed by both sides", fr="convenu des deux côtés"),
    safety=words(vi="an toàn", lo="ຄວາມປອດໄພ", en="safety", fr="sécurité"),
)  # fmt: skip
HOURS = r"[0-2][0-9]:[0-5][0-9]-[0-2][0-9]:[0-5][0-9]"


class GateStatus(Kind):
    """The status of one gate from one day on; without an end it holds until another is said. Sent as an alert."""

    name = "gate_status"
    label = words(vi="tình trạng cửa khẩu", lo="ສະຖານະດ່ານ", en="gate status", fr="état d’un poste-frontière")
    plural = words(vi="tình trạng cửa khẩu", lo="ສະຖານະດ່ານ", en="gate statuses", fr="états des postes-frontières")
    help = words(
        vi="cửa khẩu mở, đóng, giờ mở và lý do",
        lo="ດ່ານເປີດ, ປິດ, ໂມງເປີດ ແລະ ເຫດຜົນ",
        en="a gate open or closed, its hours and why",
        fr="un poste ouvert ou fermé, ses heures et pourquoi",
    )
    asked_first = ("until", "hours", "reason")
    may_lie_ahead = True
    title_of = ("place", "status", "hours", "from")
    sample = (
        "vn-na",
        {
            "place": {"gate": "gate-nam-can"},
            "status": "closed",
            "from": "2026-04-14",
            "until": "2026-04-16",
            "reason": "holiday",
            "counterparts": ["la-xk"],
            "example": True,
        },
    )
    measures = ("gate_statuses", "gates_now", "gate_closures")

    place = Place(words(vi="cửa khẩu", lo="ດ່ານ", en="gate", fr="poste-frontière"), required=True)
    status = Code(words(vi="tình trạng", lo="ສະຖານະ", en="status", fr="état"), STATUSES, required=True)
    from_ = Date(words(vi="từ ngày", lo="ແຕ່ວັນທີ", en="from", fr="à partir du"), required=True)
    until = Date(words(vi="đến ngày", lo="ຮອດວັນທີ", en="until", fr="jusqu’au"))
    hours = Text(
        words(vi="giờ mở", lo="ໂມງເປີດ", en="hours", fr="heures"), limit=11, pattern=HOURS, example="07:00-17:30"
    )
    reason = Code(words(vi="lý do", lo="ເຫດຜົນ", en="reason", fr="raison"), REASONS)
    answers = RecordRef(
        words(vi="trả lời cho", lo="ຕອບຕໍ່", en="answers", fr="répond à"),
        link="answers",
        essential=False,
        to=("notice", "gate_status"),
    )

    @classmethod
    def rules(cls, body: dict[str, Any], at: str, found: Found, lookup: Lookup) -> None:
        check_ends(body, at, found, cls.until.label, end="until")
        spot = cls.spot(body)
        if spot is None or not spot.gate:
            found.add(f"{at}place", "needs_gate", body["place"], cls.place.label)
        if body["status"] == "hours" and "hours" not in body:
            found.add(f"{at}hours", "missing", None, cls.hours.label)

    @classmethod
    def event_days(cls, body: dict[str, Any]) -> Days:
        return period(body["from"], body.get("until"))

    @classmethod
    def dates(cls, body: dict[str, Any]) -> Iterator[Dated]:
        if "until" in body:
            yield Dated("ends", days(body["until"]))

    @classmethod
    def lane(cls, body: dict[str, Any]) -> str:
        return URGENT

    @classmethod
    def state(cls, body: dict[str, Any], at: Setting) -> Iterator[Fact]:
        status, started = body["status"], period(body["from"], body["from"])
        yield at.count("gate_statuses", 1, "activities", cls=status, days=started)
        yield at.count("gates_now", 1, "gates", cls=status, stock=True, member=at.place.gate)
        if status == "closed":
            yield at.count("gate_closures", 1, "activities", cls=body.get("reason", ""), days=started)

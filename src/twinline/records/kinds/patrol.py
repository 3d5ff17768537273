"""patrol: a walk along the line, by one side or by both together, day by day."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from twinline.records.attachments import Attachments
from twinline.records.dated import Dated
from twinline.records.facts import Fact
from twinline.records.fields import Code, Count, Date, Declared, Flag, ListOf, Orgs, Part, Place, RecordRef, When, where
from twinline.records.fields.dates import days, shown_date
from twinline.records.fields.places import Spot, shown_spot, spot
from twinline.records.findings import Found
from twinline.records.kind import Kind, Setting
from twinline.records.kinds.inspection import FOUND
from twinline.records.kinds.watching import FINDINGS, MarkerSeen, Minutes, check_nothing
from twinline.records.lookup import Lookup
from twinline.records.parts import PARTICIPANTS_LA, PARTICIPANTS_VN, Distance
from twinline.records.vocabulary import vocabulary
from twinline.records.words import term, words
from twinline.times import Days

PATROL_TYPES = vocabulary(
    "type of patrol",
    own=words(vi="tuần tra riêng", lo="ລາດຕະເວນຝ່າຍດຽວ", en="own patrol", fr="patrouille propre"),
    joint=term("tuan_tra_song_phuong", lo="ລາດຕະເວນຮ່ວມ", en="joint patrol"),
)
STAGES = vocabulary(
    "stage",
    planned=words(vi="theo kế hoạch", lo="ຕາມແຜນ", en="planned", fr="prévue"),
    walked=words(vi="đã thực hiện", lo="ປະຕິບັດແລ້ວ", en="walked", fr="effectuée"),
    called_off=words(vi="đã hủy", lo="ຍົກເລີກແລ້ວ", en="called off", fr="annulée"),
)
CALLED_OFF = vocabulary(
    "why it was called off",
    weather=words(vi="thời tiết", lo="ສະພາບອາກາດ", en="weather", fr="météo"),
    flood=words(vi="lũ, sạt lở", lo="ນ້ຳຖ້ວມ, ດິນເຈື່ອນ", en="flood or landslide", fr="crue ou glissement de terrain"),
    epidemic=words(vi="dịch bệnh", lo="ພະຍາດລະບາດ", en="epidemic", fr="épidémie"),
    other_duty=words(vi="nhiệm vụ đột xuất", lo="ໜ້າທີ່ດ່ວນ", en="urgent duty elsewhere", fr="mission urgente ailleurs"),
    other_side_unable=words(
        vi="phía bạn không tham gia được",
        lo="ຝ່າຍເພື່ອນເຂົ້າຮ່ວມບໍ່ໄດ້",
        en="the other side could not come",
        fr="l’autre côté n’a pas pu venir",
    ),
)
# What only a patrol that was walked can say.
_RESULTS = ("walked", "distance", "markers", "findings", "nothing_to_report", "minutes")


class Walked(Declared):
    """One stretch walked on one day. The raw track stays at home."""

    day = Date(words(vi="ngày", lo="ວັນທີ", en="day", fr="jour"), required=True)
    place = Place(words(vi="từ – đến", lo="ຈາກ – ຫາ", en="from – to", fr="de – à"), required=True)
    distance = Part(words(vi="quãng đường", lo="ໄລຍະທາງ", en="distance", fr="distance"), Distance)

    @classmethod
    def show(cls, body: dict[str, Any], lang: str, lookup: Lookup) -> str:
        said = [shown_date(body["day"], lang), shown_spot(spot(body["place"]), lang, lookup)]
        if "distance" in body:
            said.append(Distance.show(body["distance"], lang, lookup))
        return ", ".join(said)


class Patrol(Kind):
    """A patrol as planned, walked or called off.

    Its length is said once for all who walked: it is never multiplied by them. Each day's
    stretch stands by itself: nothing joins the end of one day to the start of the next.
    """

    name = "patrol"
    label = words(vi="tuần tra", lo="ການລາດຕະເວນ", en="patrol", fr="patrouille")
    plural = words(vi="các cuộc tuần tra", lo="ການລາດຕະເວນ", en="patrols", fr="patrouilles")
    help = words(
        vi="tuần tra riêng hoặc song phương, đoạn đã đi từng ngày, điều đã thấy",
        lo="ລາດຕະເວນຝ່າຍດຽວ ຫຼື ຮ່ວມ, ຊ່ວງທີ່ຍ່າງແຕ່ລະມື້, ສິ່ງທີ່ພົບ",
        en="own or joint, the stretches walked each day, what was found",
        fr="propre ou bilatérale, les tronçons parcourus chaque jour, les constats",
    )
    title_of = ("type", "place", "when", "counterparts")
    measures = (
        "patrols",
        "patrols_planned",
        "patrols_called_off",
        "participants",
        "participants_vn",
        "participants_la",
        "distance",
        "patrol_days",
        "markers_inspected",
        "line_findings",
    )
    sample = (
        "vn-post-nam-can-qt",
        {
            "type": "joint",
            "when": {"from": "2026-06-03", "to": "2026-06-04"},
            "place": {"marker": "405", "to_marker": "412"},
            "participants_vn": 12,
            "participants_la": 9,
            "walked": [
                {
                    "day": "2026-06-03",
                    "place": {"marker": "405", "to_marker": "408"},
                    "distance": {"amount": "8.5", "unit": "km"},
                },
                {
                    "day": "2026-06-04",
                    "place": {"marker": "410", "to_marker": "412"},
                    "distance": {"amount": "6.2", "unit": "km"},
                },
            ],
            "markers": [{"number": "406", "condition": "faded"}],
            "findings": ["landslide"],
            "minutes": {"number": "12/BB-TTSP", "signed": "2026-06-04", "by": ["VN", "LA"]},
            "counterparts": ["la-coy-221"],
            "example": True,
        },
    )

    type = Code(words(vi="loại tuần tra", lo="ປະເພດການລາດຕະເວນ", en="type", fr="type"), PATROL_TYPES, required=True)
    when = When(words(vi="thời gian", lo="ເວລາ", en="when", fr="quand"), required=True)
    place = Place(words(vi="từ – đến", lo="ຈາກ – ຫາ", en="from – to", fr="de – à"), required=True)
    participants_vn = Count(PARTICIPANTS_VN)
    participants_la = Count(PARTICIPANTS_LA)
    nothing_to_report = Flag(
        words(vi="không có gì bất thường", lo="ບໍ່ມີຫຍັງຜິດປົກກະຕິ", en="nothing to report", fr="rien à signaler")
    )
    walked = ListOf(
        Part(words(vi="đoạn đã đi", lo="ຊ່ວງທີ່ຍ່າງ", en="stretch walked", fr="tronçon parcouru"), Walked),
        label=words(vi="đoạn đã đi từng ngày", lo="ຊ່ວງທີ່ຍ່າງແຕ່ລະມື້", en="walked each day", fr="parcouru chaque jour"),
        limit=60,
    )
    distance = Part(
        words(vi="quãng đường", lo="ໄລຍະທາງ", en="distance walked", fr="distance parcourue"),
        Distance,
        help=words(
            vi="cho cả cuộc tuần tra, không nhân với số người",
            lo="ຂອງການລາດຕະເວນທັງໝົດ, ບໍ່ຄູນກັບຈຳນວນຄົນ",
            en="of the whole patrol, not multiplied by those who walked",
            fr="de toute la patrouille, non multipliée par le nombre de personnes",
        ),
    )
    markers = ListOf(
        Part(words(vi="mốc", lo="ຫຼັກໝາຍ", en="marker", fr="borne"), MarkerSeen),
        label=words(vi="tình trạng từng mốc", lo="ສະພາບແຕ່ລະຫຼັກໝາຍ", en="each marker", fr="chaque borne"),
        limit=60,
    )
    findings = ListOf(Code(FOUND, FINDINGS), label=FOUND, limit=12)
    minutes = Part(
        words(vi="biên bản", lo="ບົດບັນທຶກ", en="minutes", fr="procès-verbal"), Minutes, only_for=where("type", "joint")
    )
    stage = Code(words(vi="tình hình thực hiện", lo="ຂັ້ນຕອນ", en="stage", fr="étape"), STAGES)
    called_off = Code(
        words(vi="lý do hủy", lo="ເຫດຜົນທີ່ຍົກເລີກ", en="why called off", fr="motif d’annulation"),
        CALLED_OFF,
        only_for=where("stage", "called_off"),
    )
    alongside = Orgs(
        words(
            vi="đơn vị cùng tham gia của bên mình",
            lo="ໜ່ວຍງານຝ່າຍຕົນທີ່ເຂົ້າຮ່ວມ",
            en="others of our side",
            fr="autres de notre côté",
        )
    )
    plan = RecordRef(words(vi="theo kế hoạch", lo="ຕາມແຜນ", en="under the plan", fr="selon le plan"), essential=False)
    attachments = Attachments("marker", "terrain", "goods", "document")

    @classmethod
    def rules(cls, body: dict[str, Any], at: str, found: Found, lookup: Lookup) -> None:
        if body["type"] == "joint" and not body.get("counterparts"):
            found.add(f"{at}counterparts", "needs_counterpart", body.get("counterparts"), cls.counterparts.label)
        if body.get("stage", "walked") != "walked":
            for name in _RESULTS:
                if name in body:
                    found.add(at + name, "planned_only", body[name], cls.fields[name].label)
        check_nothing(body, at, found, cls, "findings")
        whole = days(body["when"])
        for number, one in enumerate(body.get("walked", ())):
            if not _within(days(one["day"]), whole):
                where_ = f"{at}walked[{number}].day"
                found.add(where_, "outside_period", one["day"], Walked.fields["day"].label)

    @classmethod
    def minuted(cls, body: dict[str, Any]) -> bool:
        return bool(body["type"] == "joint" and body.get("stage", "walked") == "walked")

    @classmethod
    def stretches(cls, body: dict[str, Any]) -> list[tuple[Days, Spot]]:
        if body.get("stage", "walked") != "walked":
            return []
        walked = [(days(one["day"]), spot(one["place"])) for one in body.get("walked", ())]
        return walked or super().stretches(body)

    @classmethod
    def dates(cls, body: dict[str, Any]) -> Iterator[Dated]:
        if body.get("stage") == "planned":
            yield Dated("planned", cls.event_days(body))

    @classmethod
    def ahead_of(cls, body: dict[str, Any], day: int) -> bool:
        return body.get("stage", "walked") == "walked" and super().ahead_of(body, day)

    @classmethod
    def state(cls, body: dict[str, Any], at: Setting) -> Iterator[Fact]:
        kind, stage = body["type"], body.get("stage", "walked")
        if stage != "walked":
            yield at.count(f"patrols_{stage}", 1, "patrols", cls=kind)
            return
        yield at.count("patrols", 1, "patrols", cls=kind)
        sides = [name for name in ("participants_vn", "participants_la") if name in body]
        if sides:
            yield at.count("participants", sum(body[name] for name in sides), "persons", cls=kind)
        for name in sides:
            yield at.count(name, body[name], "persons", cls=kind)
        yield from cls._lengths(body, at)
        for one in body.get("markers", ()):
            yield at.count("markers_inspected", 1, "markers", cls=one["condition"], member=one["number"])
        for one in body.get("findings", ()):
            yield at.count("line_findings", 1, "findings", cls=one)

    @classmethod
    def _lengths(cls, body: dict[str, Any], at: Setting) -> Iterator[Fact]:
        """Yield the length as said for the whole patrol; where only its days say it, each on its own day."""
        kind = body["type"]
        if "distance" in body:
            yield at.amount("distance", body["distance"], cls=kind)
        for one in body.get("walked", ()):
            if "distance" in one and "distance" not in body:
                yield at.amount("distance", one["distance"], cls=kind, days=days(one["day"]))
        for day in sorted({one["day"] for one in body.get("walked", ())}):
            yield at.count("patrol_days", 1, "days", cls=kind, days=days(day))


def _within(inner: Days, outer: Days) -> bool:
    """Return whether some days can lie inside others; a missing end is open."""
    early = None not in (inner.last, outer.first) and inner.last < outer.first  # type: ignore[operator]
    late = None not in (inner.first, outer.last) and inner.first > outer.last  # type: ignore[operator]
    return not (early or late)

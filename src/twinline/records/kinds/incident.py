"""incident: something unlawful that was found out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from twinline.records.attachments import Attachments
from twinline.records.facts import Fact
from twinline.records.fields import Code, Count, Flag, ListOf, Moment, Org, Part, Place, RecordRef, When
from twinline.records.fields.dates import days, minutes_between
from twinline.records.findings import Found
from twinline.records.kind import CLOSING, REPORT, Kind, Setting
from twinline.records.kinds.casefile import CONFIDENCE, COUNT_ONLY, IMPACT, RESULTS, Closing
from twinline.records.kinds.offences import COUNTED, OFFENCES
from twinline.records.lookup import Lookup
from twinline.records.parts import Quantity
from twinline.records.words import term, words
from twinline.times import from_rfc3339

# A first report is due so many minutes after somebody became aware.
DUE_MINUTES = 24 * 60


class Incident(Kind):
    """Cases of one offence class, found by one side alone or by both together.

    Persons are a count of suspects and nothing else: no kind that crosses the border
    has a field about a person.
    """

    name = "incident"
    label = term("vu", vi="vụ việc", lo="ເຫດການ", en="incident", fr="incident")
    plural = words(vi="vụ việc", lo="ເຫດການ", en="incidents", fr="incidents")
    help = words(
        vi="việc vi phạm pháp luật được phát hiện, chỉ tính số",
        lo="ການລະເມີດກົດໝາຍທີ່ພົບເຫັນ, ນັບເປັນຕົວເລກເທົ່ານັ້ນ",
        en="something unlawful that was found out, as numbers only",
        fr="un fait illicite constaté, en nombres seulement",
    )
    title_of = ("offence", "place", "when")
    measures = (
        "cases",
        "persons",
        "vehicles",
        "seized",
        "special_cases",
        "special_persons",
        "joint_cases",
        "joint_persons",
        "joint_special_cases",
        "joint_special_persons",
        "joint_seized",
        *(f"{name}_eliminated" for name in RESULTS),
        "first_reports",
        "incidents_closed",
    )
    sample = (
        "vn-post-nam-can-qt",
        {
            "when": "2026-06-03",
            "place": {"organisation": "vn-na-x-nam-can", "marker": "405", "metres": 200},
            "offence": "drug_trafficking",
            "persons": 2,
            "vehicles": 1,
            "quantities": [{"what": "heroin", "amount": "3", "unit": "cakes"}],
            "owner": "vn-na-bg",
            "originator": "vn-post-nam-can-qt",
            "aware": "2026-06-03T05:40",
            "first_report": "2026-06-03T09:15",
            "confidence": "confirmed",
            "impact": "both_sides",
            "closed": {"on": "2026-06-20", "ground": "prosecuted"},
            "counterparts": ["la-coy-221"],
            "example": True,
        },
    )

    when = When(words(vi="thời gian", lo="ເວລາ", en="when", fr="quand"), required=True)
    place = Place(words(vi="địa điểm", lo="ສະຖານທີ່", en="where", fr="où"))
    offence = Code(
        words(vi="loại vi phạm", lo="ປະເພດການກະທຳຜິດ", en="offence", fr="infraction"), OFFENCES, required=True
    )
    cases = Count(words(vi="số vụ", lo="ຈຳນວນຄະດີ", en="cases", fr="affaires"), least=0, default=1)
    persons = Count(
        words(vi="số đối tượng", lo="ຈຳນວນຜູ້ຖືກຫາ", en="suspects", fr="personnes mises en cause"),
        help=words(
            vi="chỉ là số đếm, không nêu ai",
            lo="ເປັນຕົວເລກເທົ່ານັ້ນ, ບໍ່ບອກວ່າແມ່ນໃຜ",
            en="a number only: nobody is named",
            fr="un nombre seulement : personne n’est nommé",
        ),
    )
    vehicles = Count(words(vi="số phương tiện", lo="ຈຳນວນພາຫະນະ", en="vehicles", fr="véhicules"))
    quantities = ListOf(
        Part(words(vi="tang vật", lo="ຂອງກາງ", en="seized", fr="saisie"), Quantity),
        label=words(vi="tang vật thu giữ", lo="ຂອງກາງທີ່ຍຶດໄດ້", en="what was seized", fr="saisies"),
        limit=20,
    )
    attachments = Attachments("goods", "terrain", "marker")
    joint = Flag(words(vi="hai bên cùng thực hiện", lo="ສອງຝ່າຍເຮັດຮ່ວມກັນ", en="done jointly", fr="fait en commun"))
    special_case = Flag(term("chuyen_an", lo="ຄະດີພິເສດ", fr="affaire spéciale"))
    routes = Count(
        words(vi="đường dây bị triệt phá", lo="ເສັ້ນທາງຄ້າຖືກທຳລາຍ", en="routes eliminated", fr="filières démantelées")
    )
    dens = Count(words(vi="tụ điểm sử dụng bị xóa", lo="ແຫຼ່ງມົ້ວສຸມຖືກລຶບລ້າງ", en="dens eliminated", fr="repaires supprimés"))
    retail_points = Count(
        words(
            vi="điểm bán lẻ bị xóa", lo="ຈຸດຂາຍຍ່ອຍຖືກລຶບລ້າງ", en="retail points eliminated", fr="points de vente supprimés"
        )
    )
    hotspots = Count(
        words(vi="điểm nóng bị xóa", lo="ຈຸດຮ້ອນຖືກລຶບລ້າງ", en="hotspots eliminated", fr="points chauds supprimés")
    )
    complicated_points = Count(
        words(
            vi="tụ điểm phức tạp bị xóa",
            lo="ຈຸດສັບສົນຖືກລຶບລ້າງ",
            en="complicated points eliminated",
            fr="points complexes supprimés",
        )
    )

    owner = Org(words(vi="đơn vị thụ lý", lo="ໜ່ວຍງານຮັບຜິດຊອບ", en="led by", fr="menée par"))
    originator = Org(words(vi="đơn vị báo tin", lo="ໜ່ວຍງານລາຍງານ", en="reported by", fr="signalé par"))
    aware = Moment(words(vi="biết lúc", lo="ຮູ້ເວລາ", en="known since", fr="connu depuis"))
    first_report = Moment(
        words(vi="báo cáo ban đầu lúc", lo="ລາຍງານຄັ້ງທຳອິດເວລາ", en="first report at", fr="premier rapport à"),
        help=words(
            vi="trong 24 giờ kể từ khi biết",
            lo="ພາຍໃນ 24 ຊົ່ວໂມງ ນັບແຕ່ຮູ້",
            en="within 24 hours of becoming aware",
            fr="dans les 24 heures de la prise de connaissance",
        ),
    )
    confidence = Code(
        words(vi="độ tin cậy của tin", lo="ຄວາມໜ້າເຊື່ອຂອງຂໍ້ມູນ", en="how sure it is", fr="fiabilité de l’information"),
        CONFIDENCE,
    )
    impact = Code(words(vi="phạm vi ảnh hưởng", lo="ຂອບເຂດຜົນກະທົບ", en="reach", fr="portée"), IMPACT)
    case = RecordRef(words(vi="thuộc vụ án", lo="ຢູ່ໃນຄະດີ", en="belongs to the case", fr="relève de l’affaire"))
    closed = Part(words(vi="kết thúc", lo="ການປິດ", en="closing", fr="clôture"), Closing)

    @classmethod
    def report_due(cls, body: dict[str, Any]) -> int | None:
        """Return the instant (ms) by which the first report is due: None where there is one, or none is to be."""
        if "aware" not in body or "first_report" in body or "closed" in body:
            return None
        return from_rfc3339(f"{body['aware']}:00+07:00") + DUE_MINUTES * 60_000

    @classmethod
    def waits(cls, body: dict[str, Any]) -> str:
        if cls.report_due(body) is not None:
            return REPORT
        return CLOSING if "aware" in body and not {"closed", "case"} & body.keys() else ""

    @classmethod
    def rules(cls, body: dict[str, Any], at: str, found: Found, lookup: Lookup) -> None:
        counted = COUNTED[body["offence"]]
        for field, what in (("persons", "persons"), ("vehicles", "vehicles"), ("quantities", "quantity")):
            if field in body and what not in counted:
                found.add(
                    at + field, "not_counted_for_class", body[field], cls.fields[field].label, offence=body["offence"]
                )
        if body.get("joint") and not body.get("counterparts"):
            found.add(f"{at}counterparts", "needs_counterpart", body.get("counterparts"), cls.counterparts.label)
        cls._followed_up(body, at, found)

    @classmethod
    def _followed_up(cls, body: dict[str, Any], at: str, found: Found) -> None:
        if "aware" in body and "first_report" in body and minutes_between(body["aware"], body["first_report"]) < 0:
            shown = f"{body['aware']} – {body['first_report']}"
            found.add(f"{at}first_report", "ends_before_it_begins", shown, cls.first_report.label)
        first, last = days(body["when"]).first, days(body["closed"]["on"]).last if "closed" in body else None
        if first is not None and last is not None and last < first:
            found.add(f"{at}closed.on", "ends_before_it_begins", body["closed"]["on"], cls.closed.label)
        if body["offence"] == COUNT_ONLY:
            for name in ("case", "closed"):
                if name in body:
                    found.add(at + name, "count_only", body[name], cls.fields[name].label)
        elif "case" in body:
            for name in ("special_case", *RESULTS):
                if body.get(name):
                    found.add(at + name, "told_in_case", body[name], cls.fields[name].label)

    @classmethod
    def state(cls, body: dict[str, Any], at: Setting) -> Iterator[Fact]:
        # A joint case is a case: it counts among all, and once more among the joint ones.
        for prefix in ("", "joint_") if body.get("joint") else ("",):
            yield from cls._counts(body, at, prefix)
        offence = body["offence"]
        if "vehicles" in body:
            yield at.count("vehicles", body["vehicles"], "vehicles", cls=offence)
        for field, unit in RESULTS.items():
            if field in body:
                yield at.count(f"{field}_eliminated", body[field], unit, cls=offence)
        if "aware" in body and "first_report" in body:
            late = minutes_between(body["aware"], body["first_report"]) > DUE_MINUTES
            yield at.count("first_reports", 1, "incidents", cls="late" if late else "in_time")
        if "closed" in body:
            yield at.count(
                "incidents_closed", 1, "incidents", cls=body["closed"]["ground"], days=days(body["closed"]["on"])
            )

    @classmethod
    def _counts(cls, body: dict[str, Any], at: Setting, prefix: str) -> Iterator[Fact]:
        offence, cases = body["offence"], body.get("cases", 1)
        yield at.count(f"{prefix}cases", cases, "cases", cls=offence)
        if "persons" in body:
            yield at.count(f"{prefix}persons", body["persons"], "persons", cls=offence)
        if body.get("special_case"):
            yield at.count(f"{prefix}special_cases", cases, "cases", cls=offence)
            if "persons" in body:
                yield at.count(f"{prefix}special_persons", body["persons"], "persons", cls=offence)
        for quantity in body.get("quantities", ()):
            yield at.amount(f"{prefix}seized", quantity, cls=quantity["what"])

"""case: a case file, of one side or of both together, and what came of it as counts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from twinline.records.attachments import Attachments
from twinline.records.facts import Fact
from twinline.records.fields import Code, Count, Flag, Org, Orgs, Part, Place, Text, When
from twinline.records.fields.dates import days
from twinline.records.findings import Found
from twinline.records.kind import CLOSING, Kind, Setting
from twinline.records.kinds.casefile import CASE_OFFENCES, RESULTS, Closing
from twinline.records.kinds.incident import Incident
from twinline.records.lookup import Lookup
from twinline.records.words import term, words

NUMBER = r"[0-9A-Za-zĐđ\u0e80-\u0eff./ -]+"


class Case(Kind):
    """A case: who led it, who took part, each side's own number, its results.

    A case counts as one case with its suspects, unless its incidents are recorded by
    themselves: then they are counted there, and the case states its results alone.
    """

    name = "case"
    label = words(vi="vụ án, chuyên án", lo="ຄະດີ", en="case", fr="affaire")
    plural = words(vi="vụ án, chuyên án", lo="ຄະດີ", en="cases", fr="affaires")
    help = words(
        vi="vụ án riêng hoặc phối hợp: ai chủ trì, ai tham gia, kết quả bằng số",
        lo="ຄະດີຝ່າຍດຽວ ຫຼື ຮ່ວມ: ໃຜນຳພາ, ໃຜເຂົ້າຮ່ວມ, ຜົນເປັນຕົວເລກ",
        en="own or joint: who led, who took part, results as numbers",
        fr="propre ou conjointe : qui a mené, qui a pris part, résultats en nombres",
    )
    title_of = ("offence", "number_vn", "number_la", "when")
    measures = (
        *(name for name in Incident.measures if name.startswith(("cases", "persons", "special_"))),
        *(f"joint_{name}" for name in ("cases", "persons", "special_cases", "special_persons")),
        *(f"{name}_eliminated" for name in RESULTS),
        "vehicles",
        "wanted_arrested",
        "wanted_dangerous_arrested",
        "joint_wanted_arrested",
        "joint_wanted_dangerous_arrested",
        "cases_closed",
    )
    sample = (
        "vn-na-bg",
        {
            "when": {"from": "2026-03-02", "to": "2026-06-03"},
            "offence": "drug_trafficking",
            "place": "vn-na-x-nam-can",
            "joint": True,
            "special_case": True,
            "led_by": "vn-na-bg",
            "took_part": ["vn-na-police", "la-xk-police"],
            "number_vn": "CA 326-L",
            "number_la": "14/ປກສ",
            "persons": 4,
            "vehicles": 1,
            "routes": 1,
            "wanted": 1,
            "closed": {"on": "2026-06-20", "ground": "prosecuted"},
            "counterparts": ["la-xk-police"],
            "example": True,
        },
    )

    when = When(words(vi="từ – đến", lo="ຈາກ – ຫາ", en="opened – ended", fr="ouverte – achevée"), required=True)
    offence = Code(
        words(vi="loại vi phạm", lo="ປະເພດການກະທຳຜິດ", en="offence", fr="infraction"), CASE_OFFENCES, required=True
    )
    place = Place(words(vi="địa bàn", lo="ພື້ນທີ່", en="where", fr="où"))
    joint = Flag(words(vi="hai bên cùng thực hiện", lo="ສອງຝ່າຍເຮັດຮ່ວມກັນ", en="done jointly", fr="fait en commun"))
    led_by = Org(words(vi="đơn vị chủ trì", lo="ໜ່ວຍງານນຳພາ", en="led by", fr="menée par"), required=True)
    took_part = Orgs(words(vi="đơn vị tham gia", lo="ໜ່ວຍງານເຂົ້າຮ່ວມ", en="took part", fr="ont pris part"))
    special_case = Flag(term("chuyen_an", lo="ຄະດີພິເສດ", fr="affaire spéciale"))
    persons = Count(
        words(vi="số đối tượng bị bắt", lo="ຈຳນວນຜູ້ຖືກຫາທີ່ຖືກຈັບ", en="suspects arrested", fr="personnes interpellées")
    )
    vehicles = Count(words(vi="số phương tiện", lo="ຈຳນວນພາຫະນະ", en="vehicles", fr="véhicules"))
    wanted = Count(
        words(
            vi="trong đó: đối tượng truy nã",
            lo="ໃນນັ້ນ: ຜູ້ຖືກໝາຍຈັບ",
            en="of whom under a warrant",
            fr="dont sous mandat d’arrêt",
        )
    )
    wanted_dangerous = Count(
        words(
            vi="trong đó: truy nã đặc biệt nguy hiểm",
            lo="ໃນນັ້ນ: ໝາຍຈັບອັນຕະລາຍພິເສດ",
            en="of whom for an extremely dangerous offence",
            fr="dont pour un fait très dangereux",
        )
    )
    routes = Incident.routes.again()
    dens = Incident.dens.again()
    retail_points = Incident.retail_points.again()
    hotspots = Incident.hotspots.again()
    complicated_points = Incident.complicated_points.again()
    number_vn = Text(
        words(vi="số của phía Việt Nam", lo="ເລກທີຝ່າຍຫວຽດນາມ", en="number in Vietnam", fr="numéro au Vietnam"),
        limit=40,
        pattern=NUMBER,
        example="CA 326-L",
    )
    number_la = Text(
        words(vi="số của phía Lào", lo="ເລກທີຝ່າຍລາວ", en="number in Laos", fr="numéro au Laos"),
        limit=40,
        pattern=NUMBER,
        example="14/ປກສ",
    )
    incidents_apart = Flag(
        words(
            vi="các vụ việc được ghi riêng",
            lo="ເຫດການບັນທຶກແຍກຕ່າງຫາກ",
            en="its incidents are recorded by themselves",
            fr="ses incidents sont enregistrés à part",
        ),
        help=words(
            vi="khi đó số vụ, số đối tượng tính ở các vụ việc",
            lo="ເມື່ອນັ້ນ ຈຳນວນຄະດີ ແລະ ຜູ້ຖືກຫານັບຢູ່ເຫດການ",
            en="cases and suspects are then counted there",
            fr="affaires et personnes sont alors comptées là",
        ),
    )
    closed = Part(words(vi="kết thúc", lo="ການປິດ", en="closing", fr="clôture"), Closing)
    attachments = Attachments("goods", "terrain", "document")

    @classmethod
    def rules(cls, body: dict[str, Any], at: str, found: Found, lookup: Lookup) -> None:
        if body.get("joint") and not body.get("counterparts"):
            found.add(f"{at}counterparts", "needs_counterpart", body.get("counterparts"), cls.counterparts.label)
        for part, whole in (("wanted", "persons"), ("wanted_dangerous", "wanted")):
            if body.get(part, 0) > body.get(whole, 0):
                label = cls.fields[part].label
                found.add(at + part, "part_exceeds_whole", body[part], label, whole=body.get(whole, 0))
        begun, closed = days(body["when"]).first, days(body["closed"]["on"]).last if "closed" in body else None
        if begun is not None and closed is not None and closed < begun:
            found.add(f"{at}closed.on", "ends_before_it_begins", body["closed"]["on"], cls.closed.label)

    @classmethod
    def waits(cls, body: dict[str, Any]) -> str:
        return "" if "closed" in body else CLOSING

    @classmethod
    def state(cls, body: dict[str, Any], at: Setting) -> Iterator[Fact]:
        offence, apart = body["offence"], body.get("incidents_apart")
        for prefix in ("", "joint_") if body.get("joint") else ("",):
            yield from cls._counts(body, at, prefix)
        if "vehicles" in body and not apart:
            yield at.count("vehicles", body["vehicles"], "vehicles", cls=offence)
        for field, unit in RESULTS.items():
            if field in body:
                yield at.count(f"{field}_eliminated", body[field], unit, cls=offence)
        if "closed" in body:
            yield at.count("cases_closed", 1, "cases", cls=body["closed"]["ground"], days=days(body["closed"]["on"]))

    @classmethod
    def _counts(cls, body: dict[str, Any], at: Setting, prefix: str) -> Iterator[Fact]:
        offence = body["offence"]
        counted = (
            [] if body.get("incidents_apart") else [("cases", 1, "cases"), ("persons", body.get("persons"), "persons")]
        )
        if body.get("special_case"):
            counted += [("special_cases", 1, "cases"), ("special_persons", body.get("persons"), "persons")]
        counted.append(("wanted_arrested", body.get("wanted"), "persons"))
        counted.append(("wanted_dangerous_arrested", body.get("wanted_dangerous"), "persons"))
        for measure, number, unit in counted:
            if number is not None:
                yield at.count(prefix + measure, number, unit, cls=offence)

"""support: what one side gives the other: aid by purpose, a building handed over, scholarships."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from twinline.records.attachments import Attachments
from twinline.records.cooperation import (
    BUILDING,
    BUILDINGS,
    Money,
    at_level,
    belonging_to,
    carrying_out,
    delivered,
    level_set,
)
from twinline.records.facts import Fact
from twinline.records.fields import Code, Count, Decimal, ListOf, Orgs, Part, Place, Text, When
from twinline.records.findings import Found
from twinline.records.kind import DELIVERY, Kind, Setting
from twinline.records.lookup import Lookup
from twinline.records.parts import AMOUNT, UNIT, Amount
from twinline.records.vocabularies import UNITS
from twinline.records.vocabulary import Vocabulary, vocabulary
from twinline.records.words import words

STEPS = vocabulary(
    "pledged or delivered",
    pledged=words(vi="đã cam kết", lo="ຮັບປາກແລ້ວ", en="pledged", fr="promis"),
    delivered=words(vi="đã trao", lo="ມອບແລ້ວ", en="delivered", fr="remis"),
)
PURPOSES = vocabulary(
    "purpose of support",
    hunger_poverty=words(
        vi="xóa đói, giảm nghèo", lo="ລຶບລ້າງຄວາມອຶດຫິວ, ທຸກຍາກ", en="hunger and poverty", fr="faim et pauvreté"
    ),
    social_security=words(vi="an sinh xã hội", lo="ສະຫວັດດີການສັງຄົມ", en="social security", fr="sécurité sociale"),
    economy=words(
        vi="phát triển kinh tế", lo="ພັດທະນາເສດຖະກິດ", en="economic development", fr="développement économique"
    ),
    culture=words(vi="văn hóa", lo="ວັດທະນະທຳ", en="culture", fr="culture"),
    education=words(vi="giáo dục", lo="ການສຶກສາ", en="education", fr="éducation"),
    medicine=words(vi="y tế, thuốc men", lo="ການແພດ, ຢາ", en="medicine", fr="médecine"),
    epidemic=words(vi="phòng, chống dịch", lo="ປ້ອງກັນພະຍາດລະບາດ", en="epidemic", fr="épidémie"),
    disaster=words(vi="thiên tai", lo="ໄພພິບັດ", en="natural disaster", fr="catastrophe naturelle"),
    offices=words(vi="trụ sở, công trình", lo="ຫ້ອງການ, ອາຄານ", en="offices and buildings", fr="bureaux et bâtiments"),
    line_work=words(vi="công tác biên giới", lo="ວຽກງານຊາຍແດນ", en="work on the line", fr="travail sur la ligne"),
    hard_times=words(
        vi="lúc khó khăn của đơn vị kết nghĩa",
        lo="ຍາມຫຍຸ້ງຍາກຂອງໜ່ວຍງານຄູ່ມິດ",
        en="hard times of a twinned unit",
        fr="difficultés d’une unité jumelée",
    ),
)
GOODS = vocabulary(
    "goods given",
    rice=words(vi="gạo", lo="ເຂົ້າ", en="rice", fr="riz"),
    salt=words(vi="muối", lo="ເກືອ", en="salt", fr="sel"),
    food=words(vi="lương thực, thực phẩm", lo="ສະບຽງອາຫານ", en="food", fr="vivres"),
    seed=words(vi="giống cây trồng", lo="ແນວພັນພືດ", en="seed and seedlings", fr="semences et plants"),
    livestock=words(vi="gia súc, gia cầm giống", lo="ສັດລ້ຽງ", en="livestock", fr="bétail"),
    medicines=words(vi="thuốc, vật tư y tế", lo="ຢາ, ອຸປະກອນການແພດ", en="medicines", fr="médicaments"),
    masks_and_tests=words(
        vi="khẩu trang, kit xét nghiệm", lo="ຜ້າອັດປາກ, ຊຸດກວດ", en="masks and tests", fr="masques et tests"
    ),
    blankets_clothes=words(
        vi="chăn, quần áo", lo="ຜ້າຫົ່ມ, ເຄື່ອງນຸ່ງ", en="blankets and clothes", fr="couvertures et vêtements"
    ),
    school_things=words(
        vi="sách vở, đồ dùng học tập", lo="ປຶ້ມ, ເຄື່ອງຮຽນ", en="books and school things", fr="fournitures scolaires"
    ),
    building_material=words(
        vi="vật liệu xây dựng", lo="ວັດສະດຸກໍ່ສ້າງ", en="building material", fr="matériaux de construction"
    ),
    fuel=words(vi="xăng dầu", lo="ນ້ຳມັນເຊື້ອໄຟ", en="fuel", fr="carburant"),
    equipment=words(vi="thiết bị, máy móc", lo="ອຸປະກອນ, ເຄື່ອງຈັກ", en="equipment", fr="équipement"),
    vehicles=words(vi="phương tiện", lo="ພາຫະນະ", en="vehicles", fr="véhicules"),
)
GIVEN_UNITS = Vocabulary(
    "unit of goods",
    {code: UNITS[code] for code in ("kg", "tonnes", "litres", "pieces", "heads", "packets", "m3", "plants")},
)


class Given(Amount):
    """An amount of goods, in the unit as reported."""

    what = Code(words(vi="hàng", lo="ເຄື່ອງ", en="goods", fr="biens"), GOODS, required=True)
    amount = Decimal(AMOUNT, required=True)
    unit = Code(UNIT, GIVEN_UNITS, required=True)


class Support(Kind):
    """Something given, pledged or delivered: goods, a value, buildings, scholarships. Who receives is an organisation.

    What is pledged and what is delivered are two records: the second names the first as the commitment it carries
    out.
    """

    name = "support"
    label = words(vi="hỗ trợ", lo="ການຊ່ວຍເຫຼືອ", en="support", fr="aide")
    plural = words(vi="các hỗ trợ", lo="ການຊ່ວຍເຫຼືອ", en="support", fr="aides")
    help = words(
        vi="hàng, tiền, công trình, học bổng tặng bên kia",
        lo="ເຄື່ອງ, ເງິນ, ອາຄານ, ທຶນການສຶກສາ ທີ່ມອບໃຫ້ອີກຝ່າຍ",
        en="goods, money, buildings, scholarships for the other side",
        fr="biens, argent, bâtiments, bourses pour l’autre côté",
    )
    asked_first = ("goods", "value")
    title_of = ("step", "purpose", "goods", "building", "given_to", "when")
    counterparts_from = ("given_to", "counterparts")
    sample = (
        "vn-na",
        {
            "step": "delivered",
            "purpose": "hunger_poverty",
            "when": "2026-02-10",
            "given_to": ["la-xk-nong-het"],
            "goods": [{"what": "rice", "amount": "3000", "unit": "kg"}],
            "value": {"amount": "45000000", "unit": "VND", "qualifier": "about"},
            "level": "province",
            "example": True,
        },
    )
    measures = (
        "support_delivered",
        "support_pledged",
        "value_delivered",
        "value_pledged",
        "goods_delivered",
        "goods_pledged",
        "buildings_delivered",
        "buildings_promised",
        "scholarships_delivered",
        "scholarships_pledged",
        "delivered",
    )

    step = Code(words(vi="bước", lo="ຂັ້ນຕອນ", en="pledged or delivered", fr="promis ou remis"), STEPS, required=True)
    purpose = Code(words(vi="mục đích", lo="ຈຸດປະສົງ", en="purpose", fr="but"), PURPOSES, required=True)
    when = When(words(vi="thời gian", lo="ເວລາ", en="when", fr="quand"), required=True)
    given_to = Orgs(words(vi="bên nhận", lo="ຜູ້ຮັບ", en="who receives it", fr="qui reçoit"), required=True, limit=20)
    place = Place(words(vi="địa điểm", lo="ສະຖານທີ່", en="where", fr="où"))
    goods = ListOf(
        Part(words(vi="hàng", lo="ເຄື່ອງ", en="goods", fr="biens"), Given),
        label=words(vi="hàng tặng", lo="ເຄື່ອງທີ່ມອບ", en="goods", fr="biens"),
        limit=20,
    )
    value = Part(words(vi="trị giá", lo="ມູນຄ່າ", en="value", fr="valeur"), Money)
    building = Code(BUILDING, BUILDINGS)
    buildings = Count(words(vi="số công trình", lo="ຈຳນວນອາຄານ", en="buildings", fr="bâtiments"), least=1)
    scholarships = Count(words(vi="số suất học bổng", lo="ຈຳນວນທຶນ", en="scholarships", fr="bourses"), least=1)
    school = Text(words(vi="trường học, nơi học", lo="ໂຮງຮຽນ", en="school", fr="établissement"), limit=120)
    school_year = Text(
        words(vi="năm học", lo="ສົກຮຽນ", en="school year", fr="année scolaire"),
        limit=9,
        pattern=r"20[0-9]{2}-20[0-9]{2}",
        example="2025-2026",
    )
    level = at_level()
    fulfils = carrying_out()
    twinning = belonging_to(
        words(
            vi="kết nghĩa mà sự giúp đỡ này thuộc về",
            lo="ຄູ່ມິດທີ່ການຊ່ວຍເຫຼືອນີ້ຂຶ້ນກັບ",
            en="the twinning it belongs to",
            fr="le jumelage dont elle fait partie",
        ),
        words(vi="thuộc kết nghĩa", lo="ໃນຄູ່ມິດ", en="under the twinning", fr="au titre du jumelage"),
        to=("twinning",),
    )
    attachments = Attachments("goods", "document")

    @classmethod
    def rules(cls, body: dict[str, Any], at: str, found: Found, lookup: Lookup) -> None:
        if not {"goods", "value", "building", "buildings", "scholarships"} & body.keys():
            found.add(f"{at}goods", "needs_amount", None, cls.goods.label)
        if "buildings" in body and "building" not in body:
            found.add(f"{at}building", "missing", None, cls.building.label)

    @classmethod
    def ahead_of(cls, body: dict[str, Any], day: int) -> bool:
        return body["step"] != "pledged" and super().ahead_of(body, day)

    @classmethod
    def waits(cls, body: dict[str, Any]) -> str:
        return DELIVERY if body["step"] == "pledged" else ""

    @classmethod
    def state(cls, body: dict[str, Any], at: Setting) -> Iterator[Fact]:
        step, purpose = body["step"], body["purpose"]
        amounts = list(cls._amounts(body, at))
        yield at.count(f"support_{step}", 1, "activities", cls=purpose)
        yield from amounts
        if step == "delivered":
            yield from delivered(body, amounts)

    @classmethod
    def _amounts(cls, body: dict[str, Any], at: Setting) -> Iterator[Fact]:
        """Yield what was given, each in its own unit; a value is counted by purpose, goods by what they are."""
        step, purpose, of = body["step"], body["purpose"], level_set(body)
        if "value" in body:
            yield at.amount(f"value_{step}", body["value"], cls=purpose)
        for given in body.get("goods", ()):
            yield at.amount(f"goods_{step}", given, cls=given["what"])
        if "building" in body:
            measure = "buildings_delivered" if step == "delivered" else "buildings_promised"
            yield at.count(measure, body.get("buildings", 1), "buildings", cls=body["building"], reference_set=of)
        if "scholarships" in body:
            yield at.count(f"scholarships_{step}", body["scholarships"], "scholarships", cls=purpose)

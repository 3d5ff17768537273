"""What several kinds of the cooperation share: levels, subjects, purposes, festivals, what can be counted or owed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from twinline.records.facts import Fact
from twinline.records.fields import Code, Decimal, RecordRef
from twinline.records.parts import AMOUNT, UNIT, Amount
from twinline.records.vocabularies import UNITS
from twinline.records.vocabulary import Vocabulary, vocabulary
from twinline.records.words import Labels, term, words
from twinline.times import days_of, iso

# At which level something is owed or done. Figures of different levels are never set against each other.
LEVELS = vocabulary(
    "level",
    ministry=words(vi="cấp bộ", lo="ຂັ້ນກະຊວງ", en="ministries", fr="ministères"),
    province=words(vi="cấp tỉnh", lo="ຂັ້ນແຂວງ", en="provinces", fr="provinces"),
    district=words(vi="cấp huyện", lo="ຂັ້ນເມືອງ", en="districts", fr="districts"),
    commune=words(
        vi="cấp xã, cụm bản", lo="ຂັ້ນຕາແສງ, ກຸ່ມບ້ານ", en="communes, village clusters", fr="communes, groupes de villages"
    ),
    village=words(vi="cấp bản", lo="ຂັ້ນບ້ານ", en="villages", fr="villages"),
    post=words(
        vi="đồn, trạm, đại đội", lo="ປ້ອມ, ກອງຮ້ອຍ", en="posts, stations, companies", fr="postes, stations, compagnies"
    ),
)
LEVEL = words(vi="cấp", lo="ຂັ້ນ", en="level", fr="niveau")
# What the acts of twinning and the plans promise, in the words that they share.
SUBJECTS = vocabulary(
    "subject of a commitment",
    regular_talks=words(
        vi="gặp gỡ, hội đàm định kỳ", lo="ພົບປະ, ເຈລະຈາເປັນປະຈຳ", en="regular talks", fr="entretiens réguliers"
    ),
    conference=words(vi="hội nghị", lo="ກອງປະຊຸມ", en="conference", fr="conférence"),
    information=words(
        vi="trao đổi thông tin", lo="ແລກປ່ຽນຂໍ້ມູນ", en="exchange of information", fr="échange d’informations"
    ),
    joint_patrols=term("tuan_tra_song_phuong", lo="ລາດຕະເວນຮ່ວມ", en="joint patrols", fr="patrouilles bilatérales"),
    line_and_markers=words(
        vi="bảo vệ đường biên, cột mốc",
        lo="ປົກປັກຮັກສາເສັ້ນຊາຍແດນ ແລະ ຫຼັກໝາຍ",
        en="care of line and markers",
        fr="protection de la ligne et des bornes",
    ),
    awareness=words(vi="tuyên truyền", lo="ໂຄສະນາເຜີຍແຜ່", en="awareness work", fr="sensibilisation"),
    crime=words(
        vi="phòng, chống tội phạm",
        lo="ປ້ອງກັນ ແລະ ຕ້ານອາຊະຍາກຳ",
        en="crime prevention",
        fr="prévention de la criminalité",
    ),
    drugs=words(
        vi="phòng, chống ma túy", lo="ປ້ອງກັນ ແລະ ຕ້ານຢາເສບຕິດ", en="fight against drugs", fr="lutte contre la drogue"
    ),
    rescue=words(vi="cứu hộ, cứu nạn", lo="ກູ້ໄພ", en="search and rescue", fr="recherche et secours"),
    epidemics=words(vi="phòng, chống dịch", lo="ປ້ອງກັນພະຍາດລະບາດ", en="epidemics", fr="épidémies"),
    disasters=words(vi="phòng, chống thiên tai", lo="ປ້ອງກັນໄພພິບັດ", en="natural disasters", fr="catastrophes naturelles"),
    handing_over=words(
        vi="trao trả công dân", lo="ມອບ-ຮັບພົນລະເມືອງ", en="handing over of citizens", fr="remise de citoyens"
    ),
    culture_sport=words(
        vi="giao lưu văn hóa, thể thao", lo="ແລກປ່ຽນວັດທະນະທຳ, ກິລາ", en="culture and sport", fr="culture et sport"
    ),
    visits=words(vi="thăm viếng, chúc mừng", lo="ຢ້ຽມຢາມ, ອວຍພອນ", en="visits", fr="visites"),
    experience=words(
        vi="trao đổi kinh nghiệm", lo="ແລກປ່ຽນບົດຮຽນ", en="exchange of experience", fr="échange d’expérience"
    ),
    building=words(
        vi="xây dựng, bàn giao công trình",
        lo="ກໍ່ສ້າງ, ມອບ-ຮັບອາຄານ",
        en="a building to hand over",
        fr="bâtiment à remettre",
    ),
    aid=words(vi="hỗ trợ, giúp đỡ", lo="ການຊ່ວຍເຫຼືອ", en="aid", fr="aide"),
    scholarships=term("hoc_bong", lo="ທຶນການສຶກສາ", en="scholarships", fr="bourses d’études"),
    training=words(vi="đào tạo, tập huấn", lo="ການຝຶກອົບຮົມ", en="training", fr="formation"),
    twinning=term("ket_nghia"),
    gates=words(vi="quản lý cửa khẩu", lo="ການຄຸ້ມຄອງດ່ານ", en="management of gates", fr="gestion des postes-frontières"),
)
BUILDINGS = vocabulary(
    "building",
    village_police_office=words(
        vi="trụ sở công an bản", lo="ຫ້ອງການ ປກສ ບ້ານ", en="village police office", fr="bureau de police villageois"
    ),
    school=words(vi="trường học", lo="ໂຮງຮຽນ", en="school", fr="école"),
    clinic=words(vi="trạm y tế", lo="ສຸກສາລາ", en="clinic", fr="dispensaire"),
    hospital=words(vi="bệnh viện", lo="ໂຮງໝໍ", en="hospital", fr="hôpital"),
    border_post=words(vi="đồn, trạm biên phòng", lo="ປ້ອມຊາຍແດນ", en="border post", fr="poste frontière"),
    community_hall=words(vi="nhà văn hóa", lo="ສະໂມສອນບ້ານ", en="community hall", fr="maison commune"),
    bridge=words(vi="cầu", lo="ຂົວ", en="bridge", fr="pont"),
    water_supply=words(vi="công trình nước", lo="ລະບົບນ້ຳ", en="water supply", fr="adduction d’eau"),
)
BUILDING = words(vi="công trình", lo="ອາຄານ", en="building", fr="bâtiment")
FESTIVALS = vocabulary(
    "festival",
    tet=term("tet", lo="ບຸນປີໃໝ່ຫວຽດນາມ (ເຕັດ)"),
    bunpimay=term("bunpimay", vi="Tết cổ truyền Bunpimay"),
    vietnam_national_day=words(
        vi="Quốc khánh Việt Nam 2/9",
        lo="ວັນຊາດຫວຽດນາມ 2/9",
        en="Vietnam’s National Day, 2 September",
        fr="fête nationale du Vietnam, 2 septembre",
    ),
    lao_national_day=words(
        vi="Quốc khánh Lào 2/12",
        lo="ວັນຊາດລາວ 2/12",
        en="Laos’ National Day, 2 December",
        fr="fête nationale du Laos, 2 décembre",
    ),
    border_guard_day=words(
        vi="ngày truyền thống Bộ đội Biên phòng 3/3",
        lo="ວັນສ້າງຕັ້ງທະຫານຊາຍແດນຫວຽດນາມ 3/3",
        en="Day of Vietnam’s Border Guard, 3 March",
        fr="journée des gardes-frontières du Vietnam, 3 mars",
    ),
    lao_army_day=words(
        vi="ngày thành lập Quân đội Lào 20/1",
        lo="ວັນສ້າງຕັ້ງກອງທັບປະຊາຊົນລາວ 20/1",
        en="Day of the Lao People’s Army, 20 January",
        fr="journée de l’Armée lao, 20 janvier",
    ),
    relations_day=words(
        vi="ngày lập quan hệ ngoại giao Việt - Lào 5/9",
        lo="ວັນສ້າງຕັ້ງສາຍພົວພັນການທູດ ລາວ - ຫວຽດນາມ 5/9",
        en="Day of diplomatic relations of both states, 5 September",
        fr="journée des relations diplomatiques, 5 septembre",
    ),
    village_festival=words(
        vi="lễ hội của bản, địa phương", lo="ບຸນບ້ານ, ບຸນທ້ອງຖິ່ນ", en="a village’s festival", fr="fête d’un village"
    ),
    twinning_day=words(
        vi="kỷ niệm ngày kết nghĩa",
        lo="ວັນຄົບຮອບການເປັນຄູ່ມິດ",
        en="anniversary of a twinning",
        fr="anniversaire d’un jumelage",
    ),
)
HOW_OFTEN = vocabulary(
    "how often",
    once=words(vi="một lần", lo="ຄັ້ງດຽວ", en="once", fr="une fois"),
    yearly=words(vi="mỗi năm", lo="ທຸກປີ", en="every year", fr="chaque année"),
    half_yearly=words(vi="mỗi sáu tháng", lo="ທຸກຫົກເດືອນ", en="every half-year", fr="chaque semestre"),
    quarterly=words(vi="mỗi quý", lo="ທຸກສາມເດືອນ", en="every quarter", fr="chaque trimestre"),
    monthly=words(vi="mỗi tháng", lo="ທຸກເດືອນ", en="every month", fr="chaque mois"),
)
TIMES_A_YEAR = {"once": 0, "yearly": 1, "half_yearly": 2, "quarterly": 4, "monthly": 12}
#: Months are counted so.
_MONTHS = 12
CURRENCIES = Vocabulary("currency", {code: UNITS[code] for code in ("VND", "LAK", "USD")})
CURRENCY = words(vi="loại tiền", lo="ສະກຸນເງິນ", en="currency", fr="monnaie")
# What a commitment can be counted in; what carries it out is counted in the same or not set against it.
OWED_UNITS = Vocabulary(
    "unit of a commitment",
    {
        "buildings": words(vi="công trình", lo="ອາຄານ", en="buildings", fr="bâtiments"),
        "activities": words(vi="lần, hoạt động", lo="ຄັ້ງ, ກິດຈະກຳ", en="times", fr="fois"),
        "sessions": words(vi="buổi, lớp", lo="ຄັ້ງ, ຊຸດ", en="sessions", fr="séances"),
        "delegations": words(vi="đoàn", lo="ຄະນະ", en="delegations", fr="délégations"),
        "patrols": words(vi="lượt tuần tra", lo="ຄັ້ງລາດຕະເວນ", en="patrols", fr="patrouilles"),
        "scholarships": words(vi="suất học bổng", lo="ທຶນການສຶກສາ", en="scholarships", fr="bourses"),
        "pairs": words(vi="cặp", lo="ຄູ່", en="pairs", fr="paires"),
        "items": words(vi="tin", lo="ຂໍ້ມູນ", en="items", fr="informations"),
        **{code: UNITS[code] for code in ("kg", "tonnes", "litres", "pieces", "km", "VND", "LAK", "USD")},
    },
)

PART_OF = words(vi="thuộc hồ sơ", lo="ເປັນສ່ວນຂອງບັນທຶກ", en="belongs to the record", fr="fait partie de")
FULFILS = words(vi="thực hiện cam kết", lo="ປະຕິບັດຄຳໝັ້ນສັນຍາ", en="carries out the commitment", fr="exécute l’engagement")
FULFILS_HELP = words(
    vi="cam kết mà việc này thực hiện; phần đã thực hiện được tính từ đây",
    lo="ຄຳໝັ້ນສັນຍາທີ່ວຽກນີ້ປະຕິບັດ; ຈຳນວນທີ່ປະຕິບັດແລ້ວຄິດໄລ່ຈາກນີ້",
    en="the commitment this carries out; what is fulfilled is counted from here",
    fr="l’engagement que ceci exécute ; ce qui est tenu se compte d’ici",
)


def belonging_to(help: Labels | None = None, label: Labels = PART_OF, **more: Any) -> RecordRef:
    """Return the field that names what a record belongs to."""
    return RecordRef(label, link="part_of", help=help, essential=False, **more)


def carrying_out() -> RecordRef:
    """Return the field that names the commitment a record carries out."""
    return RecordRef(FULFILS, link="fulfils", to=("commitment", "support"), help=FULFILS_HELP, essential=False)


def at_level(**more: Any) -> Code:
    """Return the field that says at which level something is owed or done."""
    return Code(LEVEL, LEVELS, **more)


def level_set(body: dict[str, Any]) -> str:
    """Return the reference set that a number of a level counts in; empty where no level was said."""
    return f"level_{body['level']}" if "level" in body else ""


def months_between(body: Mapping[str, Any]) -> int:
    """Return after how many months something is owed or asked again, 0 where it is so once."""
    often = TIMES_A_YEAR.get(body.get("repeats", "once"), 0)
    return _MONTHS // often if often else 0


def term_of(day: int, months: int) -> tuple[int, int]:
    """Return first and last day of the month, quarter, half-year or year (by its ``months``) that holds a civil day."""
    year, month = int(iso(day)[:4]), int(iso(day)[5:7])
    begun = (month - 1) // months * months + 1
    return days_of(f"{year:04d}-{begun:02d}")[0], days_of(f"{year:04d}-{begun + months - 1:02d}")[1]


class Owed(Amount):
    """How many are owed, in one of the units that can be counted."""

    amount = Decimal(AMOUNT, required=True)
    unit = Code(UNIT, OWED_UNITS, required=True)


class Money(Amount):
    """A value in one currency, never converted."""

    amount = Decimal(AMOUNT, required=True)
    unit = Code(CURRENCY, CURRENCIES, required=True)


DELIVERED = "delivered"


def delivered(body: dict[str, Any], stated: list[Fact]) -> Iterator[Fact]:
    """Yield, for a record that carries out a commitment, what it delivers: each of its own counts once more.

    The commitment is the fact's member, so that what is delivered is found and counted by what was owed.
    """
    if "fulfils" not in body:
        return
    for fact in stated:
        yield Fact(
            DELIVERED, fact.cls, fact.value, fact.value_max, fact.unit, fact.qualifier, fact.precision, fact.days,
            False, fact.place, fact.m_from, fact.m_to, level_set(body), body["fulfils"], fact.counterpart, False,
        )  # fmt: skip

"""The closed lists of what is seen on the line: how a marker is, what a walk along it finds."""

from __future__ import annotations

from typing import Any

from twinline.records.fields import Code, Date, Declared, ListOf, MarkerNumber, Text
from twinline.records.fields.places import MARKER
from twinline.records.findings import Found
from twinline.records.lookup import Lookup
from twinline.records.vocabularies import SIDES
from twinline.records.vocabulary import Vocabulary, vocabulary
from twinline.records.words import named, words

#: A number of persons or households below this points at someone: it isn't said.
FEWEST = 5

CONDITIONS = vocabulary(
    "condition of a marker",
    sound=words(vi="nguyên vẹn", lo="ສົມບູນດີ", en="sound", fr="intacte"),
    faded=words(vi="chữ, màu sơn bị mờ", lo="ຕົວໜັງສື, ສີຈາງ", en="lettering faded", fr="inscription effacée"),
    overgrown=words(vi="bị cây cối che khuất", lo="ຖືກຕົ້ນໄມ້ປົກຄຸມ", en="overgrown", fr="cachée par la végétation"),
    cracked=words(vi="bị nứt, sứt mẻ", lo="ແຕກ, ບິ່ນ", en="cracked or chipped", fr="fissurée ou ébréchée"),
    leaning=words(vi="bị nghiêng", lo="ອຽງ", en="leaning", fr="penchée"),
    undermined=words(vi="chân mốc bị sạt lở", lo="ພື້ນຫຼັກໝາຍຖືກເຊາະເຈື່ອນ", en="ground washed away", fr="sol emporté"),
    displaced=words(vi="bị xê dịch", lo="ຖືກຍ້າຍຈາກບ່ອນເດີມ", en="displaced", fr="déplacée"),
    fallen=words(vi="bị đổ", lo="ລົ້ມ", en="fallen", fr="tombée"),
    lost=words(vi="bị mất", lo="ສູນຫາຍ", en="lost", fr="disparue"),
)
SEEN = Vocabulary(
    "condition as inspected",
    {
        **CONDITIONS,
        "not_reached": words(vi="chưa đến được", lo="ໄປບໍ່ເຖິງ", en="not reached", fr="non atteinte"),
    },
)
# What one meets on the line itself; of people there is nothing here.
FINDINGS = vocabulary(
    "finding on the line",
    marker_damage=words(vi="mốc quốc giới bị hư hại", lo="ຫຼັກໝາຍຊາຍແດນເປ່ເພ", en="marker damaged", fr="borne endommagée"),
    bank_erosion=words(
        vi="sạt lở bờ sông, suối biên giới",
        lo="ຕາຝັ່ງແມ່ນ້ຳ, ຫ້ວຍຊາຍແດນເຈື່ອນ",
        en="bank of a border stream eroded",
        fr="berge d’un cours d’eau frontalier érodée",
    ),
    landslide=words(vi="sạt lở đất", lo="ດິນເຈື່ອນ", en="landslide", fr="glissement de terrain"),
    path_blocked=words(
        vi="đường tuần tra bị chặn, bị cắt",
        lo="ເສັ້ນທາງລາດຕະເວນຖືກຕັດຂາດ",
        en="patrol path blocked or cut",
        fr="sentier de patrouille coupé",
    ),
    felling=words(vi="chặt phá rừng", lo="ຕັດໄມ້ທຳລາຍປ່າ", en="forest felled", fr="abattage de forêt"),
    fire=words(vi="cháy rừng", lo="ໄຟໄໝ້ປ່າ", en="forest fire", fr="feu de forêt"),
    clearing=words(
        vi="phát nương, canh tác sát đường biên",
        lo="ຖາງໄຮ່, ປູກຝັງໃກ້ເສັ້ນຊາຍແດນ",
        en="clearing or tilling at the line",
        fr="défrichement ou culture sur la ligne",
    ),
    building=words(
        vi="xây dựng sát đường biên", lo="ການກໍ່ສ້າງໃກ້ເສັ້ນຊາຍແດນ", en="building at the line", fr="construction sur la ligne"
    ),
    grazing=words(
        vi="gia súc thả qua đường biên",
        lo="ສັດລ້ຽງຂ້າມເສັ້ນຊາຍແດນ",
        en="livestock across the line",
        fr="bétail de l’autre côté",
    ),
    new_trail=words(vi="đường mòn mới mở", lo="ທາງຍ່າງໃໝ່", en="new trail", fr="nouveau sentier"),
    goods_left=words(vi="hàng hóa bị bỏ lại", lo="ສິນຄ້າທີ່ຖືກປະຖິ້ມ", en="goods left behind", fr="marchandises abandonnées"),
    explosive_remnant=words(
        vi="bom mìn, vật nổ còn sót lại", lo="ລະເບີດທີ່ບໍ່ທັນແຕກ", en="unexploded ordnance", fr="engin non explosé"
    ),
)


class MarkerSeen(Declared):
    """One marker and the condition in which it was found."""

    number = MarkerNumber(words(vi="số hiệu mốc", lo="ເລກຫຼັກໝາຍ", en="marker", fr="borne"), required=True)
    condition = Code(words(vi="tình trạng", lo="ສະພາບ", en="condition", fr="état"), SEEN, required=True)

    @classmethod
    def show(cls, body: dict[str, Any], lang: str, lookup: Lookup) -> str:
        return named(MARKER.to(lang).format(number=body["number"]), SEEN[body["condition"]].to(lang), lang)


NUMBER_OF_MINUTES = words(vi="số biên bản", lo="ເລກທີບົດບັນທຶກ", en="number of the minutes", fr="numéro du procès-verbal")
MINUTES_PATTERN = r"[0-9A-Za-zĐđ./-]+"


class Minutes(Declared):
    """The minutes of something done together: their number, the day, which sides signed the paper."""

    number = Text(NUMBER_OF_MINUTES, limit=40, pattern=MINUTES_PATTERN, example="12/BB-TTSP")
    signed = Date(words(vi="ngày ký", lo="ວັນທີເຊັນ", en="signed", fr="signé le"), required=True)
    by = ListOf(
        Code(words(vi="bên ký", lo="ຝ່າຍເຊັນ", en="signed by", fr="signé par"), SIDES),
        label=words(vi="các bên đã ký", lo="ຝ່າຍທີ່ເຊັນແລ້ວ", en="sides that signed", fr="côtés signataires"),
        limit=2,
        required=True,
    )


def check_nothing(body: dict[str, Any], at: str, found: Found, declared: type[Declared], *fields: str) -> None:
    """Add what is wrong between *nothing to report* and the fields that report something."""
    for name in fields:
        if body.get("nothing_to_report") and body.get(name):
            found.add(at + name, "nothing_and_something", body[name], declared.fields[name].label)


def check_few(body: dict[str, Any], at: str, found: Found, declared: type[Declared], *fields: str) -> None:
    """Add a finding for each number of persons so small that it would point at someone."""
    for name in fields:
        if 0 < body.get(name, 0) < FEWEST:
            found.add(at + name, "points_at_someone", body[name], declared.fields[name].label, least=FEWEST)

"""exhibit: something seized that is kept as evidence, and in whose custody it has been."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from twinline.records.attachments import Attachments
from twinline.records.facts import Fact
from twinline.records.fields import Code, Date, Declared, ListOf, Org, Part, RecordRef, Text
from twinline.records.fields.dates import days, shown_date
from twinline.records.fields.parties import shown_organisation
from twinline.records.findings import Found
from twinline.records.kind import Kind, Setting
from twinline.records.lookup import Lookup
from twinline.records.parts import Quantity
from twinline.records.vocabulary import vocabulary
from twinline.records.words import words
from twinline.times import Days

STEPS = vocabulary(
    "step of custody",
    taken=words(vi="thu giữ, niêm phong", lo="ຍຶດ, ປິດຜະນຶກ", en="taken and sealed", fr="saisi et scellé"),
    moved=words(vi="chuyển giao bảo quản", lo="ມອບໃຫ້ເກັບຮັກສາ", en="passed on", fr="transmis"),
    opened=words(vi="mở niêm phong", lo="ເປີດຜະນຶກ", en="seal opened", fr="scellé ouvert"),
    sampled=words(vi="lấy mẫu", lo="ເກັບຕົວຢ່າງ", en="sampled", fr="échantillonné"),
    examined=words(vi="giám định", lo="ກວດພິສູດ", en="examined", fr="expertisé"),
    resealed=words(vi="niêm phong lại", lo="ປິດຜະນຶກຄືນ", en="sealed again", fr="rescellé"),
    returned=words(vi="trả lại chủ sở hữu", lo="ສົ່ງຄືນເຈົ້າຂອງ", en="returned to its owner", fr="restitué"),
    destroyed=words(vi="tiêu hủy", lo="ທຳລາຍ", en="destroyed", fr="détruit"),
)
ENDS = ("returned", "destroyed")


class Step(Declared):
    """One step of the chain: the day, what was done, who holds the exhibit since, the seal."""

    on = Date(words(vi="ngày", lo="ວັນທີ", en="day", fr="jour"), required=True)
    step = Code(words(vi="việc", lo="ການ", en="what was done", fr="opération"), STEPS, required=True)
    held_by = Org(words(vi="đơn vị giữ", lo="ໜ່ວຍງານເກັບຮັກສາ", en="held by", fr="détenu par"), required=True)
    seal = Text(
        words(vi="số niêm phong", lo="ເລກຜະນຶກ", en="seal", fr="scellé"),
        limit=40,
        pattern=r"[0-9A-Za-zĐđ./-]+",
        example="NP-0412",
    )

    @classmethod
    def show(cls, body: dict[str, Any], lang: str, lookup: Lookup) -> str:
        said = [shown_date(body["on"], lang), STEPS[body["step"]].to(lang)]
        said.append(shown_organisation(body["held_by"], lang, lookup))
        return ", ".join([*said, body["seal"]] if "seal" in body else said)


class Exhibit(Kind):
    """One exhibit and its custody chain, from the taking to the return or the destruction."""

    name = "exhibit"
    label = words(vi="vật chứng", lo="ຂອງກາງ", en="exhibit", fr="pièce à conviction")
    plural = words(vi="các vật chứng", lo="ຂອງກາງ", en="exhibits", fr="pièces à conviction")
    help = words(
        vi="vật chứng và chuỗi bảo quản: ai giữ, từ ngày nào",
        lo="ຂອງກາງ ແລະ ການເກັບຮັກສາ: ໃຜຖື, ແຕ່ວັນທີໃດ",
        en="an exhibit and its chain of custody: who held it, since when",
        fr="une pièce et sa chaîne de conservation : qui l’a détenue, depuis quand",
    )
    title_of = ("number", "quantity")
    measures = ("exhibits", "exhibits_ended")
    sample = (
        "vn-na-bg",
        {
            "number": "VC-2026-014",
            "quantity": {"what": "heroin", "amount": "3", "unit": "cakes"},
            "custody": [
                {"on": "2026-06-03", "step": "taken", "held_by": "vn-post-nam-can-qt", "seal": "NP-0412"},
                {"on": "2026-06-05", "step": "moved", "held_by": "vn-na-bg"},
                {"on": "2026-06-09", "step": "examined", "held_by": "vn-na-police"},
            ],
            "example": True,
        },
    )

    number = Text(
        words(vi="số hiệu", lo="ເລກທີ", en="number", fr="numéro"),
        limit=40,
        pattern=r"[0-9A-Za-zĐđ./-]+",
        example="VC-2026-014",
        required=True,
    )
    quantity = Part(words(vi="vật chứng", lo="ຂອງກາງ", en="what it is", fr="nature"), Quantity, required=True)
    custody = ListOf(
        Part(words(vi="bước", lo="ຂັ້ນຕອນ", en="step", fr="étape"), Step),
        label=words(vi="chuỗi bảo quản", lo="ລຳດັບການເກັບຮັກສາ", en="chain of custody", fr="chaîne de conservation"),
        required=True,
        limit=60,
    )
    seizure = RecordRef(words(vi="thu giữ trong", lo="ຍຶດໃນ", en="taken in the seizure", fr="issue de la saisie"))
    case = RecordRef(
        words(vi="thuộc vụ án", lo="ຢູ່ໃນຄະດີ", en="belongs to the case", fr="relève de l’affaire"), essential=False
    )
    attachments = Attachments("goods", "document")

    @classmethod
    def rules(cls, body: dict[str, Any], at: str, found: Found, lookup: Lookup) -> None:
        steps = body["custody"]
        for number, one in enumerate(steps):
            before = steps[number - 1] if number else None
            wrong = (
                one["step"] != "taken"
                if before is None
                else before["step"] in ENDS or one["step"] == "taken" or _before(one["on"], before["on"])
            )
            if wrong:
                given = f"{one['on']} {one['step']}"
                found.add(f"{at}custody[{number}]", "chain_broken", given, cls.custody.label)
                return

    @classmethod
    def event_days(cls, body: dict[str, Any]) -> Days:
        return days(body["custody"][0]["on"])

    @classmethod
    def state(cls, body: dict[str, Any], at: Setting) -> Iterator[Fact]:
        what, last = body["quantity"]["what"], body["custody"][-1]
        yield at.count("exhibits", 1, "exhibits", cls=what)
        if last["step"] in ENDS:
            yield at.count("exhibits_ended", 1, "exhibits", cls=last["step"], days=days(last["on"]))


def _before(one: str, other: str) -> bool:
    """Return whether one partial date lies wholly before another."""
    return days(one).last < days(other).first  # type: ignore[operator]

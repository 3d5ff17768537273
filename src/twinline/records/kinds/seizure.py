"""seizure: substances or goods that were taken, in the unit in which they were reported."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from twinline.records.attachments import Attachments
from twinline.records.facts import Fact
from twinline.records.fields import Code, Flag, ListOf, Part, Place, RecordRef, When
from twinline.records.findings import Found
from twinline.records.kind import Kind, Setting
from twinline.records.kinds.offences import COUNTED, OFFENCES
from twinline.records.lookup import Lookup
from twinline.records.parts import Quantity
from twinline.records.vocabulary import Vocabulary
from twinline.records.words import words

TAKEN_FOR = Vocabulary(OFFENCES.name, {code: label for code, label in OFFENCES.items() if "quantity" in COUNTED[code]})


class Seizure(Kind):
    """What was seized. 52 cakes stay cakes and 48 thousand pills stay rounded: nothing is converted.

    Where an incident already lists the same goods, the seizure names it and is not counted again.
    """

    name = "seizure"
    label = words(vi="thu giữ", lo="ການຍຶດ", en="seizure", fr="saisie")
    plural = words(vi="các vụ thu giữ", lo="ການຍຶດ", en="seizures", fr="saisies")
    help = words(
        vi="chất hoặc hàng bị thu giữ, theo đơn vị đã báo cáo",
        lo="ສານ ຫຼື ສິນຄ້າທີ່ຍຶດໄດ້ ຕາມຫົວໜ່ວຍທີ່ລາຍງານ",
        en="substances or goods taken, in the unit reported",
        fr="substances ou marchandises saisies, dans l’unité rapportée",
    )
    title_of = ("goods", "place", "when")
    measures = ("seizures", "seized", "joint_seized")
    sample = (
        "vn-na-bg",
        {
            "when": {"from": "2012-01-01", "to": "2022-08"},
            "place": "vn-na",
            "offence": "drug_trafficking",
            "goods": [
                {"what": "heroin", "amount": "52", "unit": "cakes"},
                {
                    "what": "synthetic_drugs",
                    "amount": "48000",
                    "unit": "pills",
                    "qualifier": "rounded",
                    "precision": "1000",
                },
            ],
            "joint": True,
            "counterparts": ["la-hp-police", "la-xk-police", "la-bk-police"],
            "example": True,
        },
    )

    when = When(words(vi="thời gian", lo="ເວລາ", en="when", fr="quand"), required=True)
    place = Place(words(vi="địa điểm", lo="ສະຖານທີ່", en="where", fr="où"))
    goods = ListOf(
        Part(words(vi="tang vật", lo="ຂອງກາງ", en="seized", fr="saisie"), Quantity),
        label=words(vi="tang vật thu giữ", lo="ຂອງກາງທີ່ຍຶດໄດ້", en="what was seized", fr="saisies"),
        required=True,
        limit=40,
    )
    offence = Code(words(vi="loại vi phạm", lo="ປະເພດການກະທຳຜິດ", en="offence", fr="infraction"), TAKEN_FOR)
    joint = Flag(words(vi="hai bên cùng thực hiện", lo="ສອງຝ່າຍເຮັດຮ່ວມກັນ", en="done jointly", fr="fait en commun"))
    case = RecordRef(
        words(vi="thuộc vụ án", lo="ຢູ່ໃນຄະດີ", en="belongs to the case", fr="relève de l’affaire"), essential=False
    )
    incident = RecordRef(
        words(
            vi="đã ghi trong vụ việc",
            lo="ບັນທຶກແລ້ວໃນເຫດການ",
            en="already listed by the incident",
            fr="déjà dans l’incident",
        ),
        help=words(
            vi="vụ việc đã nêu tang vật này; khi đó không tính lại",
            lo="ເຫດການທີ່ບອກຂອງກາງນີ້ແລ້ວ; ຈຶ່ງບໍ່ນັບຊ້ຳ",
            en="the incident whose list has these goods: they are not counted again",
            fr="l’incident qui liste déjà ces biens : ils ne sont pas recomptés",
        ),
    )
    attachments = Attachments("goods", "terrain", "document")

    @classmethod
    def rules(cls, body: dict[str, Any], at: str, found: Found, lookup: Lookup) -> None:
        if body.get("joint") and not body.get("counterparts"):
            found.add(f"{at}counterparts", "needs_counterpart", body.get("counterparts"), cls.counterparts.label)

    @classmethod
    def state(cls, body: dict[str, Any], at: Setting) -> Iterator[Fact]:
        yield at.count("seizures", 1, "seizures")
        if "incident" in body:
            return
        for prefix in ("", "joint_") if body.get("joint") else ("",):
            for quantity in body["goods"]:
                yield at.amount(f"{prefix}seized", quantity, cls=quantity["what"])

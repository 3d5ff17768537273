"""programme_status: where a commune stands in a programme against drugs, for twelve months at most."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from twinline.records.attachments import Attachments
from twinline.records.dated import Dated
from twinline.records.facts import Fact
from twinline.records.fields import Code, Date, ListOf, Org, Part, RecordRef
from twinline.records.fields.dates import days
from twinline.records.findings import Found
from twinline.records.kind import Kind, Setting
from twinline.records.lookup import Lookup
from twinline.records.parts import Note, check_ends
from twinline.records.reference_sets import ReferenceSet
from twinline.records.vocabulary import vocabulary
from twinline.records.words import words
from twinline.times import Days, iso

STATUSES = vocabulary(
    "status in the programme",
    complicated=words(vi="phức tạp về ma túy", lo="ສັບສົນດ້ານຢາເສບຕິດ", en="complicated", fr="complexe"),
    cleaned=words(vi="đã được làm sạch", lo="ຫຼຸດພົ້ນຈາກຢາເສບຕິດແລ້ວ", en="cleaned", fr="assainie"),
    kept_clean=words(vi="giữ vững không ma túy", lo="ຮັກສາການປອດຢາເສບຕິດ", en="kept clean", fr="maintenue sans drogue"),
)
CRITERIA = vocabulary(
    "criterion",
    no_hotspot=words(vi="không có điểm nóng", lo="ບໍ່ມີຈຸດຮ້ອນ", en="no hotspot", fr="aucun point chaud"),
    no_complicated_point=words(
        vi="không có tụ điểm phức tạp", lo="ບໍ່ມີຈຸດສັບສົນ", en="no complicated point", fr="aucun point complexe"
    ),
    no_retail_point=words(vi="không có điểm bán lẻ", lo="ບໍ່ມີຈຸດຂາຍຍ່ອຍ", en="no retail point", fr="aucun point de vente"),
    no_den=words(vi="không có ổ nhóm", lo="ບໍ່ມີແຫຼ່ງມົ້ວສຸມ", en="no den", fr="aucun repaire"),
    no_cultivation=words(
        vi="không trồng cây có chất ma túy", lo="ບໍ່ປູກພືດທີ່ເປັນຢາເສບຕິດ", en="no cultivation", fr="aucune culture"
    ),
    pledges_signed=words(vi="đã ký cam kết", lo="ເຊັນໃບຄຳໝັ້ນສັນຍາແລ້ວ", en="pledges signed", fr="engagements signés"),
    awareness_held=words(vi="đã tuyên truyền", lo="ໄດ້ໂຄສະນາເຜີຍແຜ່", en="awareness sessions held", fr="séances tenues"),
)


class ProgrammeStatus(Kind):
    """The status of one commune, the criteria it meets, the evidence, and the set among which it counts.

    It ends after twelve months unless a new record renews it with evidence. It is never an
    order of communes, and the commune may answer it: by acts of its own, or in the words kept here.
    """

    name = "programme_status"
    label = words(
        vi="tình trạng trong chương trình",
        lo="ສະຖານະໃນໂຄງການ",
        en="status in the programme",
        fr="état dans le programme",
    )
    plural = words(
        vi="tình trạng các xã trong chương trình",
        lo="ສະຖານະຕາແສງໃນໂຄງການ",
        en="statuses in the programme",
        fr="états dans le programme",
    )
    help = words(
        vi="xã trong chương trình xã biên giới sạch về ma túy; có hiệu lực tối đa 12 tháng",
        lo="ຕາແສງໃນໂຄງການຕາແສງຊາຍແດນປອດຢາເສບຕິດ; ມີຜົນບໍ່ເກີນ 12 ເດືອນ",
        en="a commune in the programme of communes clean of drugs; holds for 12 months at most",
        fr="une commune du programme des communes sans drogue ; vaut 12 mois au plus",
    )
    title_of = ("commune", "status", "from")
    place_field = "commune"
    measures = ("communes", "communes_set")
    sample = (
        "vn-na-police",
        {
            "commune": "vn-na-x-nam-can",
            "status": "cleaned",
            "from": "2026-04-01",
            "reference_set": "drug_free_programme_communes",
            "criteria": ["no_hotspot", "no_retail_point", "awareness_held"],
            "answer": {"language": "vi", "text": "Xã nhất trí."},
            "example": True,
        },
    )

    commune = Org(words(vi="xã", lo="ຕາແສງ", en="commune", fr="commune"), kinds=("commune",), required=True)
    status = Code(words(vi="tình trạng", lo="ສະຖານະ", en="status", fr="état"), STATUSES, required=True)
    from_ = Date(words(vi="từ ngày", lo="ແຕ່ວັນທີ", en="since", fr="depuis le"), required=True)
    until = Date(
        words(vi="đến ngày", lo="ຮອດວັນທີ", en="until", fr="jusqu’au"),
        help=words(
            vi="bỏ trống: hết hiệu lực sau 12 tháng",
            lo="ປະຫວ່າງ: ໝົດອາຍຸຫຼັງ 12 ເດືອນ",
            en="left out: ends after 12 months",
            fr="sans date : prend fin après 12 mois",
        ),
    )
    reference_set = ReferenceSet(example="drug_free_programme_communes", required=True)
    criteria = ListOf(
        Code(words(vi="tiêu chí", lo="ມາດຖານ", en="criterion", fr="critère"), CRITERIA),
        label=words(vi="tiêu chí đạt được", lo="ມາດຖານທີ່ບັນລຸ", en="criteria met", fr="critères remplis"),
        limit=10,
    )
    evidence = ListOf(
        RecordRef(words(vi="hồ sơ", lo="ບັນທຶກ", en="record", fr="enregistrement")),
        label=words(vi="căn cứ", lo="ຫຼັກຖານ", en="evidence", fr="preuves"),
        limit=20,
    )
    renews = RecordRef(words(vi="gia hạn cho", lo="ຕໍ່ອາຍຸໃຫ້", en="renews", fr="reconduit"))
    answer = Part(
        words(vi="ý kiến của xã", lo="ຄຳເຫັນຂອງຕາແສງ", en="answer of the commune", fr="réponse de la commune"),
        Note,
        essential=False,
    )
    attachments = Attachments("document")

    @classmethod
    def rules(cls, body: dict[str, Any], at: str, found: Found, lookup: Lookup) -> None:
        commune = lookup.organisation(body["commune"])
        if commune is None or commune.kind != "commune":
            found.add(f"{at}commune", "not_a_commune", body["commune"], cls.commune.label)
        check_ends(body, at, found, cls.until.label, end="until")
        latest = _latest(body)
        if "until" in body and days(body["until"]).last > latest:  # type: ignore[operator]
            found.add(f"{at}until", "lapses", body["until"], cls.until.label, latest=iso(latest))
        if "renews" in body and not body.get("evidence") and not body.get("attachments"):
            found.add(f"{at}evidence", "needs_evidence", None, cls.fields["evidence"].label)

    @classmethod
    def event_days(cls, body: dict[str, Any]) -> Days:
        last = days(body["until"]).last if "until" in body else _latest(body)
        return Days(days(body["from"]).first, last, "interval")

    @classmethod
    def dates(cls, body: dict[str, Any]) -> Iterator[Dated]:
        last = cls.event_days(body).last
        yield Dated("ends", Days(last, last, "day"))

    @classmethod
    def counterpart_codes(cls, body: dict[str, Any]) -> tuple[str, ...]:
        return tuple(sorted({body["commune"], *body.get("counterparts", ())}))

    @classmethod
    def state(cls, body: dict[str, Any], at: Setting) -> Iterator[Fact]:
        said: dict[str, Any] = {
            "cls": body["status"], "reference_set": body["reference_set"], "member": body["commune"]
        }  # fmt: skip
        yield at.count("communes", 1, "communes", stock=True, **said)
        yield at.count("communes_set", 1, "communes", days=days(body["from"]), **said)


def _latest(body: dict[str, Any]) -> int:
    """Return the last day of the twelve months from the day it begins."""
    first = days(body["from"]).first
    year, month, day = (int(part) for part in iso(first).split("-"))  # type: ignore[arg-type]
    after = date(year + 1, month, min(day, 28) if month == 2 else day)
    return (after - date(year, month, day)).days + first - 1  # type: ignore[operator]

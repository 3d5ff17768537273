"""stretch: a stretch of the line and its markers, entrusted to a group of inhabitants."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from twinline.records.attachments import Attachments
from twinline.records.dated import Dated
from twinline.records.facts import Fact
from twinline.records.fields import Count, Date, Names, Org, Part, Place, RecordRef
from twinline.records.fields.dates import days, period
from twinline.records.findings import Found
from twinline.records.kind import Kind, Setting
from twinline.records.kinds.watching import check_few
from twinline.records.lookup import Lookup
from twinline.records.parts import Distance, check_ends
from twinline.records.words import words
from twinline.times import Days

FEW = words(
    vi="từ 5 trở lên; ít hơn thì bỏ trống",
    lo="ແຕ່ 5 ຂຶ້ນໄປ; ໜ້ອຍກວ່ານັ້ນໃຫ້ປະຫວ່າງ",
    en="from 5 up; leave fewer out",
    fr="à partir de 5 ; en dessous, laisser vide",
)


class Stretch(Kind):
    """What a village group looks after, from when to when; who belongs to it is a count and nothing else."""

    name = "stretch"
    label = words(
        vi="đoạn biên giới tự quản",
        lo="ຊ່ວງຊາຍແດນທີ່ປະຊາຊົນຄຸ້ມຄອງ",
        en="stretch looked after",
        fr="tronçon confié",
    )
    plural = words(
        vi="các đoạn biên giới tự quản",
        lo="ຊ່ວງຊາຍແດນທີ່ປະຊາຊົນຄຸ້ມຄອງ",
        en="stretches looked after",
        fr="tronçons confiés",
    )
    help = words(
        vi="tập thể ở bản nhận tự quản đoạn nào, mốc nào, từ ngày nào",
        lo="ກຸ່ມໃນບ້ານຄຸ້ມຄອງຊ່ວງໃດ, ຫຼັກໝາຍໃດ, ແຕ່ວັນທີໃດ",
        en="which group of a village looks after which stretch and markers, from when",
        fr="quel groupe d’un village veille sur quel tronçon et quelles bornes, depuis quand",
    )
    may_lie_ahead = True
    title_of = ("group", "entrusted_to", "place", "from")
    measures = (
        "self_management_groups",
        "stretch_markers",
        "stretch_households",
        "stretch_persons",
        "stretch_length",
    )
    sample = (
        "vn-post-nam-can-qt",
        {
            "entrusted_to": "vn-v-tien-tieu",
            "group": {"vi": "Tổ tự quản số 1", "lo": "ກຸ່ມຄຸ້ມຄອງທີ 1", "en": "Group 1", "fr": "Groupe 1"},
            "place": {"organisation": "vn-na-x-nam-can", "marker": "403", "to_marker": "404"},
            "from": "2024-01-01",
            "markers": 2,
            "households": 12,
            "persons": 27,
            "length": {"amount": "3.2", "unit": "km"},
            "example": True,
        },
    )

    entrusted_to = Org(
        words(vi="giao cho", lo="ມອບໃຫ້", en="entrusted to", fr="confié à"),
        help=words(
            vi="bản hoặc cụm bản có tập thể nhận tự quản",
            lo="ບ້ານ ຫຼື ກຸ່ມບ້ານທີ່ຮັບຄຸ້ມຄອງ",
            en="the village or village cluster that looks after it",
            fr="le village ou groupe de villages qui y veille",
        ),
        required=True,
    )
    place = Place(words(vi="từ – đến", lo="ຈາກ – ຫາ", en="from – to", fr="de – à"), required=True)
    from_ = Date(words(vi="từ ngày", lo="ແຕ່ວັນທີ", en="since", fr="depuis le"), required=True)
    to = Date(words(vi="đến ngày", lo="ຮອດວັນທີ", en="until", fr="jusqu’au"))
    markers = Count(words(vi="số mốc", lo="ຈຳນວນຫຼັກໝາຍ", en="markers", fr="bornes"))
    households = Count(words(vi="số hộ", lo="ຈຳນວນຄອບຄົວ", en="households", fr="foyers"), help=FEW)
    persons = Count(words(vi="số người", lo="ຈຳນວນຄົນ", en="persons", fr="personnes"), help=FEW)
    group = Names(words(vi="tên tổ", lo="ຊື່ກຸ່ມ", en="name of the group", fr="nom du groupe"), limit=80, essential=False)
    length = Part(words(vi="chiều dài", lo="ຄວາມຍາວ", en="length", fr="longueur"), Distance)
    looked_after_with = Org(
        words(vi="đơn vị phụ trách", lo="ໜ່ວຍງານຮັບຜິດຊອບ", en="unit in charge", fr="unité responsable")
    )
    agreement = RecordRef(
        words(vi="theo thỏa thuận", lo="ຕາມຂໍ້ຕົກລົງ", en="under the agreement", fr="au titre de l’accord"), essential=False
    )
    attachments = Attachments("marker", "terrain", "document")

    @classmethod
    def rules(cls, body: dict[str, Any], at: str, found: Found, lookup: Lookup) -> None:
        check_ends(body, at, found, cls.to.label)
        check_few(body, at, found, cls, "households", "persons")

    @classmethod
    def event_days(cls, body: dict[str, Any]) -> Days:
        return period(body["from"], body.get("to"))

    @classmethod
    def dates(cls, body: dict[str, Any]) -> Iterator[Dated]:
        if "to" in body:
            yield Dated("ends", days(body["to"]))

    @classmethod
    def state(cls, body: dict[str, Any], at: Setting) -> Iterator[Fact]:
        yield at.count("self_management_groups", 1, "groups", stock=True)
        for field, unit in (("markers", "markers"), ("households", "households"), ("persons", "persons")):
            if field in body:
                yield at.count(f"stretch_{field}", body[field], unit, stock=True)
        if "length" in body:
            yield at.amount("stretch_length", body["length"], stock=True)

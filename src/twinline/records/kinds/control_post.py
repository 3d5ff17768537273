"""control_post: a manned post near the line, for as long as it stands there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from twinline.records.dated import Dated
from twinline.records.facts import Fact
from twinline.records.fields import Code, Count, Date, Names, Org, Orgs, Place, RecordRef
from twinline.records.fields.dates import days, period
from twinline.records.findings import Found
from twinline.records.kind import Kind, Setting
from twinline.records.lookup import Lookup
from twinline.records.parts import check_ends
from twinline.records.vocabulary import vocabulary
from twinline.records.words import words
from twinline.times import Days

PURPOSES = vocabulary(
    "purpose of a control post",
    border_control=words(
        vi="kiểm soát biên giới", lo="ກວດກາຊາຍແດນ", en="border control", fr="contrôle de la frontière"
    ),
    epidemic=words(vi="phòng, chống dịch", lo="ປ້ອງກັນພະຍາດລະບາດ", en="epidemic control", fr="lutte contre une épidémie"),
    drugs=words(vi="phòng, chống ma túy", lo="ຕ້ານຢາເສບຕິດ", en="drug control", fr="lutte contre la drogue"),
    goods=words(vi="chống buôn lậu", lo="ຕ້ານການລັກລອບຂົນສົ່ງ", en="control of goods", fr="contrôle des marchandises"),
    forest=words(vi="bảo vệ rừng", lo="ປົກປັກຮັກສາປ່າໄມ້", en="forest protection", fr="protection de la forêt"),
)


class ControlPost(Kind):
    """A control post, what it is for, its teams and staff as counts; of one or of both sides."""

    name = "control_post"
    label = words(vi="chốt kiểm soát", lo="ຈຸດກວດກາ", en="control post", fr="poste de contrôle")
    plural = words(vi="các chốt kiểm soát", lo="ຈຸດກວດກາ", en="control posts", fr="postes de contrôle")
    help = words(
        vi="chốt, tổ kiểm soát trên đường mòn, lối mở",
        lo="ຈຸດ, ທີມກວດກາຢູ່ທາງຍ່າງ ແລະ ທາງນ້ອຍ",
        en="a post or team at a trail or an opening",
        fr="un poste ou une équipe à un sentier ou un passage",
    )
    may_lie_ahead = True
    title_of = ("names", "purpose", "place")
    measures = ("control_posts", "control_teams", "control_post_staff")
    sample = (
        "vn-post-nam-can-qt",
        {
            "names": {"vi": "Chốt Huồi Pốc", "en": "Huoi Poc post"},
            "purpose": "border_control",
            "place": {"organisation": "vn-na-x-nam-can", "marker": "406"},
            "from": "2026-01-01",
            "teams": 2,
            "staff": 8,
            "example": True,
        },
    )

    names = Names(words(vi="tên", lo="ຊື່", en="name", fr="nom"), limit=80, required=True, essential=False)
    purpose = Code(words(vi="nhiệm vụ", lo="ໜ້າທີ່", en="purpose", fr="mission"), PURPOSES, required=True)
    place = Place(words(vi="địa điểm", lo="ສະຖານທີ່", en="where", fr="où"), required=True)
    from_ = Date(words(vi="từ ngày", lo="ແຕ່ວັນທີ", en="since", fr="depuis le"), required=True)
    to = Date(words(vi="đến ngày", lo="ຮອດວັນທີ", en="until", fr="jusqu’au"))
    teams = Count(words(vi="số tổ", lo="ຈຳນວນທີມ", en="teams", fr="équipes"), default=1)
    staff = Count(words(vi="quân số", lo="ຈຳນວນພະນັກງານ", en="staff", fr="effectif"))
    run_by = Org(words(vi="đơn vị phụ trách", lo="ໜ່ວຍງານຮັບຜິດຊອບ", en="run by", fr="tenu par"))
    alongside = Orgs(
        words(
            vi="đơn vị cùng tham gia của bên mình",
            lo="ໜ່ວຍງານຝ່າຍຕົນທີ່ເຂົ້າຮ່ວມ",
            en="others of our side",
            fr="autres de notre côté",
        )
    )
    trail = RecordRef(words(vi="trên đường mòn", lo="ຢູ່ທາງຍ່າງ", en="at the trail", fr="sur le sentier"), essential=False)

    @classmethod
    def rules(cls, body: dict[str, Any], at: str, found: Found, lookup: Lookup) -> None:
        check_ends(body, at, found, cls.to.label)

    @classmethod
    def event_days(cls, body: dict[str, Any]) -> Days:
        return period(body["from"], body.get("to"))

    @classmethod
    def dates(cls, body: dict[str, Any]) -> Iterator[Dated]:
        if "to" in body:
            yield Dated("ends", days(body["to"]))

    @classmethod
    def state(cls, body: dict[str, Any], at: Setting) -> Iterator[Fact]:
        purpose = body["purpose"]
        yield at.count("control_posts", 1, "posts", cls=purpose, stock=True)
        yield at.count("control_teams", body.get("teams", 1), "teams", cls=purpose, stock=True)
        if "staff" in body:
            yield at.count("control_post_staff", body["staff"], "persons", cls=purpose, stock=True)

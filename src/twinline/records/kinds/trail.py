"""trail: a way across the line that is no gate."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from twinline.records.attachments import Attachments
from twinline.records.facts import Fact
from twinline.records.fields import Code, Date, Names, Org, Place, Text
from twinline.records.fields.dates import period
from twinline.records.findings import Found
from twinline.records.kind import Kind, Setting
from twinline.records.lookup import Lookup
from twinline.records.parts import check_ends
from twinline.records.vocabulary import vocabulary
from twinline.records.words import term, words
from twinline.times import Days

TRAIL_TYPES = vocabulary(
    "type of trail",
    trail=term("duong_mon", lo="ທາງຍ່າງ"),
    opening=term("loi_mo", en="opening", fr="passage local"),
    ford=words(vi="chỗ lội, bến đò", lo="ທ່າຂ້າມ", en="ford, ferry", fr="gué, bac"),
    track=words(vi="đường xe đi được", lo="ທາງລົດ", en="track for vehicles", fr="piste carrossable"),
)
TRAIL_STATES = vocabulary(
    "state of a trail",
    open=words(vi="đang sử dụng", lo="ຍັງໃຊ້ຢູ່", en="in use", fr="utilisé"),
    watched=words(vi="có chốt canh giữ", lo="ມີຈຸດເຝົ້າ", en="watched", fr="surveillé"),
    closed=words(vi="đã đóng", lo="ປິດແລ້ວ", en="closed", fr="fermé"),
    impassable=words(vi="không đi được", lo="ຜ່ານບໍ່ໄດ້", en="impassable", fr="impraticable"),
)


class Trail(Kind):
    """A trail, an opening or a ford, where it crosses and in what state it is."""

    name = "trail"
    label = words(vi="đường mòn, lối mở", lo="ທາງຍ່າງ, ທາງນ້ອຍ", en="trail or opening", fr="sentier ou passage")
    plural = words(vi="đường mòn, lối mở", lo="ທາງຍ່າງ, ທາງນ້ອຍ", en="trails and openings", fr="sentiers et passages")
    help = words(
        vi="lối qua biên giới không phải cửa khẩu",
        lo="ທາງຂ້າມຊາຍແດນທີ່ບໍ່ແມ່ນດ່ານ",
        en="a way across the line that is no gate",
        fr="un chemin à travers la ligne qui n’est pas un poste-frontière",
    )
    title_of = ("names", "type", "state")
    measures = ("trails",)
    sample = (
        "vn-post-nam-can-qt",
        {
            "code": "trail-huoi-poc-2",
            "names": {"vi": "Đường mòn Huồi Pốc", "en": "Huoi Poc trail"},
            "type": "trail",
            "state": "watched",
            "place": {"organisation": "vn-na-x-nam-can", "marker": "406", "metres": 350},
            "from": "2020",
            "leads_to": "la-xk-nong-het",
            "example": True,
        },
    )

    code = Text(
        words(vi="mã", lo="ລະຫັດ", en="code", fr="code"),
        limit=60,
        pattern=r"[a-z0-9]+(?:-[a-z0-9]+)*",
        example="trail-huoi-poc-2",
        required=True,
    )
    names = Names(words(vi="tên", lo="ຊື່", en="name", fr="nom"), limit=80, required=True, essential=False)
    type = Code(words(vi="loại", lo="ປະເພດ", en="type", fr="type"), TRAIL_TYPES, required=True)
    state_ = Code(words(vi="tình trạng", lo="ສະພາບ", en="state", fr="état"), TRAIL_STATES, required=True)
    place = Place(words(vi="vị trí", lo="ທີ່ຕັ້ງ", en="position", fr="position"), required=True)
    from_ = Date(words(vi="từ ngày", lo="ແຕ່ວັນທີ", en="since", fr="depuis le"), required=True)
    to = Date(words(vi="đến ngày", lo="ຮອດວັນທີ", en="until", fr="jusqu’au"))
    leads_to = Org(words(vi="dẫn sang", lo="ໄປຫາ", en="leads to", fr="mène à"))
    watched_by = Org(words(vi="đơn vị canh giữ", lo="ໜ່ວຍງານທີ່ເຝົ້າ", en="watched by", fr="surveillé par"))
    attachments = Attachments("terrain", "marker")

    @classmethod
    def rules(cls, body: dict[str, Any], at: str, found: Found, lookup: Lookup) -> None:
        check_ends(body, at, found, cls.to.label)

    @classmethod
    def event_days(cls, body: dict[str, Any]) -> Days:
        return period(body["from"], body.get("to"))

    @classmethod
    def state(cls, body: dict[str, Any], at: Setting) -> Iterator[Fact]:
        yield at.count("trails", 1, "trails", cls=body["state"], stock=True, member=body["code"])

"""place: somewhere on or near the line that is no organisation: a trail, an opening, a market."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from twinline.records.facts import Fact
from twinline.records.fields import Code, Names, Org, Place, Text, When
from twinline.records.kind import Kind, Setting
from twinline.records.vocabulary import vocabulary
from twinline.records.words import term, words

PLACE_TYPES = vocabulary(
    "type of place",
    village=term("ban"),
    hamlet=words(vi="cụm dân cư", lo="ກຸ່ມເຮືອນ", en="hamlet", fr="hameau"),
    trail=term("duong_mon", lo="ທາງຍ່າງ"),
    opening=term("loi_mo", en="opening", fr="passage local"),
    border_market=words(vi="chợ biên giới", lo="ຕະຫຼາດຊາຍແດນ", en="border market", fr="marché frontalier"),
    control_post=words(vi="chốt kiểm soát", lo="ຈຸດກວດກາ", en="control post", fr="poste de contrôle"),
    ford=words(vi="chỗ lội, bến đò", lo="ທ່າຂ້າມ", en="ford, ferry", fr="gué, bac"),
    bridge=words(vi="cầu", lo="ຂົວ", en="bridge", fr="pont"),
    river_section=words(vi="đoạn sông", lo="ຕອນແມ່ນ້ຳ", en="stretch of river", fr="tronçon de rivière"),
    school=words(vi="trường học", lo="ໂຮງຮຽນ", en="school", fr="école"),
    clinic=words(vi="trạm y tế", lo="ສຸກສາລາ", en="clinic", fr="dispensaire"),
)


class PlaceKind(Kind):
    """A named place, the organisation it lies in, and where it is."""

    name = "place"
    label = words(vi="địa điểm", lo="ສະຖານທີ່", en="place", fr="lieu")
    plural = words(vi="địa điểm", lo="ສະຖານທີ່", en="places", fr="lieux")
    help = words(
        vi="đường mòn, lối mở, chợ và nơi khác gần đường biên",
        lo="ທາງຍ່າງ, ທາງນ້ອຍ, ຕະຫຼາດ ແລະ ບ່ອນອື່ນໃກ້ຊາຍແດນ",
        en="a trail, an opening, a market or another spot near the line",
        fr="un sentier, un passage, un marché ou un autre lieu près de la ligne",
    )
    may_lie_ahead = True
    title_of = ("names", "type", "lies_in")
    time_field = "exists"
    measures = ("places",)

    names = Names(words(vi="tên", lo="ຊື່", en="name", fr="nom"), required=True, essential=False)
    type = Code(words(vi="loại địa điểm", lo="ປະເພດສະຖານທີ່", en="type", fr="type"), PLACE_TYPES, required=True)
    lies_in = Org(words(vi="thuộc", lo="ຢູ່ໃນ", en="lies in", fr="se trouve dans"), required=True)
    place = Place(words(vi="vị trí", lo="ທີ່ຕັ້ງ", en="position", fr="position"))
    exists = When(words(vi="thời gian tồn tại", lo="ໄລຍະທີ່ມີ", en="from – to", fr="de – à"))
    code = Text(
        words(vi="mã", lo="ລະຫັດ", en="code", fr="code"),
        limit=60,
        pattern=r"[a-z0-9]+(?:-[a-z0-9]+)*",
        example="trail-huoi-poc-2",
    )

    @classmethod
    def state(cls, body: dict[str, Any], at: Setting) -> Iterator[Fact]:
        yield at.count(
            "places", 1, "places", cls=body["type"], stock=True, place=body["lies_in"], member=body.get("code", "")
        )

"""pledge_round: how many signed a pledge, in which village, on which day. Who didn't is neither asked nor recorded."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from twinline.records.cooperation import belonging_to
from twinline.records.facts import Fact
from twinline.records.fields import Code, Count, Date, Org
from twinline.records.fields.dates import days
from twinline.records.fields.places import Spot
from twinline.records.findings import Found
from twinline.records.gazetteer import packaged
from twinline.records.kind import Kind, Setting
from twinline.records.lookup import Lookup
from twinline.records.vocabulary import vocabulary
from twinline.records.words import words
from twinline.times import Days

TOPICS = vocabulary(
    "what is pledged",
    drugs=words(
        vi="không tàng trữ, sử dụng, vận chuyển, mua bán ma túy",
        lo="ບໍ່ເກັບມ້ຽນ, ບໍ່ໃຊ້, ບໍ່ຂົນສົ່ງ, ບໍ່ຄ້າຢາເສບຕິດ",
        en="not to store, use, transport or trade drugs",
        fr="ne pas détenir, consommer, transporter ni vendre de drogue",
    ),
    line_and_markers=words(
        vi="bảo vệ đường biên, cột mốc",
        lo="ປົກປັກຮັກສາເສັ້ນຊາຍແດນ ແລະ ຫຼັກໝາຍ",
        en="to look after line and markers",
        fr="protéger la ligne et les bornes",
    ),
    forest=words(vi="bảo vệ rừng", lo="ປົກປັກຮັກສາປ່າໄມ້", en="to protect the forest", fr="protéger la forêt"),
    explosives=words(
        vi="không dùng vũ khí, vật liệu nổ, pháo",
        lo="ບໍ່ໃຊ້ອາວຸດ, ວັດຖຸລະເບີດ, ດອກໄມ້ໄຟ",
        en="no weapons, explosives or fireworks",
        fr="ni armes, ni explosifs, ni pétards",
    ),
    smuggling=words(vi="không buôn lậu, không tiếp tay", lo="ບໍ່ລັກລອບຂົນສົ່ງ", en="no smuggling", fr="pas de contrebande"),
)
#: Fewer of a commune than this stay at home: they would point at somebody.
FEWEST = 5
#: The finest place whose numbers may cross the border.
_CROSSES = frozenset({"village_cluster", "commune", "district", "province", "state"})


class PledgeRound(Kind):
    """A round of pledges in one village on one day, as one number. At home by village; by commune when it crosses.

    There is no field for how many were asked: taken from it, the number that signed would name those who didn't.
    """

    name = "pledge_round"
    label = words(vi="đợt ký cam kết", lo="ການເຊັນໃບຄຳໝັ້ນສັນຍາ", en="round of pledges", fr="campagne d’engagements")
    plural = words(vi="các đợt ký cam kết", lo="ການເຊັນໃບຄຳໝັ້ນສັນຍາ", en="rounds of pledges", fr="campagnes d’engagements")
    help = words(
        vi="số bản cam kết đã ký trong một bản, một ngày",
        lo="ຈຳນວນໃບຄຳໝັ້ນສັນຍາທີ່ເຊັນໃນບ້ານໜຶ່ງ, ມື້ໜຶ່ງ",
        en="how many pledges were signed in a village on a day",
        fr="combien d’engagements signés dans un village, un jour",
    )
    title_of = ("topic", "village", "when", "households")
    place_field = "village"
    sample = (
        "vn-na",
        {
            "village": "vn-v-tien-tieu",
            "when": "2025-06-12",
            "topic": "drugs",
            "households": 64,
            "counterparts": ["la-xk"],
            "example": True,
        },
    )
    measures = ("pledge_rounds", "pledges_signed")

    village = Org(
        words(vi="bản (hoặc xã)", lo="ບ້ານ (ຫຼື ຕາແສງ)", en="village (or commune)", fr="village (ou commune)"),
        required=True,
        help=words(
            vi="khi gửi phía bạn chỉ còn xã, cụm bản",
            lo="ເມື່ອສົ່ງຫາຝ່າຍເພື່ອນ ຈະເຫຼືອແຕ່ຕາແສງ, ກຸ່ມບ້ານ",
            en="only the commune or village cluster is told to the other side",
            fr="seule la commune ou le groupe de villages est dit à l’autre côté",
        ),
    )
    when = Date(words(vi="ngày ký", lo="ວັນທີເຊັນ", en="day", fr="jour"), required=True)
    topic = Code(
        words(vi="cam kết", lo="ໃຫ້ຄຳໝັ້ນສັນຍາ", en="what is pledged", fr="engagement pris"), TOPICS, required=True
    )
    households = Count(
        words(vi="số hộ đã ký", lo="ຈຳນວນຄອບຄົວທີ່ເຊັນ", en="households that signed", fr="foyers ayant signé"),
        required=True,
        least=1,
        help=words(
            vi="chỉ là số đã ký; ai chưa ký thì không hỏi, không ghi",
            lo="ນັບແຕ່ທີ່ເຊັນແລ້ວ; ຜູ້ທີ່ບໍ່ໄດ້ເຊັນ ບໍ່ຖາມ, ບໍ່ບັນທຶກ",
            en="only what was signed; who did not is neither asked nor recorded",
            fr="seulement les signatures ; qui n’a pas signé n’est ni demandé ni noté",
        ),
    )
    plan = belonging_to(
        label=words(vi="theo kế hoạch", lo="ຕາມແຜນການ", en="under the joint plan", fr="au titre du plan commun"),
        to=("joint_plan",),
    )

    @classmethod
    def rules(cls, body: dict[str, Any], at: str, found: Found, lookup: Lookup) -> None:
        known = lookup.organisation(body["village"])
        if known is None or known.kind not in {"village", *_CROSSES}:
            found.add(f"{at}village", "not_a_community", body["village"], cls.village.label)

    @classmethod
    def crossing(cls, body: dict[str, Any], found: Found, lookup: Lookup) -> None:
        known = lookup.organisation(body.get("village", ""))
        if known is None or known.kind not in _CROSSES:
            found.add("village", "village_stays_home", body.get("village"), cls.village.label)
        if body.get("households", 0) < FEWEST:
            found.add("households", "few_stay_home", body.get("households"), cls.households.label, least=FEWEST)

    @classmethod
    def abroad(cls, body: dict[str, Any]) -> dict[str, Any]:
        """Return the body with the commune or cluster, as of the day of signing, in the village's place."""
        known = packaged().organisation(body["village"])
        if known is None or known.kind in _CROSSES:
            return body
        above = packaged().parent(body["village"], days(body["when"]).last)
        return {**body, "village": above} if above else body

    @classmethod
    def spot(cls, body: dict[str, Any]) -> Spot | None:
        return Spot(organisation=body["village"]) if "village" in body else None

    @classmethod
    def event_days(cls, body: dict[str, Any]) -> Days:
        return days(body["when"])

    @classmethod
    def state(cls, body: dict[str, Any], at: Setting) -> Iterator[Fact]:
        yield at.count("pledge_rounds", 1, "activities", cls=body["topic"])
        yield at.count("pledges_signed", body["households"], "households", cls=body["topic"])

"""activity: what the two sides do together, and what one side does on the line by itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from twinline.records.attachments import Attachments
from twinline.records.cooperation import BUILDINGS, FESTIVALS, at_level, belonging_to, carrying_out, delivered
from twinline.records.dated import Dated
from twinline.records.facts import Fact
from twinline.records.fields import Code, Count, Flag, ListOf, Orgs, Part, Place, RecordRef, When, where
from twinline.records.findings import Found
from twinline.records.kind import Kind, Setting
from twinline.records.lookup import Lookup
from twinline.records.parts import PARTICIPANTS_LA, PARTICIPANTS_VN, Distance
from twinline.records.vocabulary import vocabulary
from twinline.records.words import term, words

ACTIVITIES = vocabulary(
    "type of activity",
    talks=term("hoi_dam", lo="ການເຈລະຈາ", fr="entretiens"),
    review=words(vi="sơ kết, tổng kết", lo="ການສະຫຼຸບ", en="review", fr="bilan"),
    conference=words(vi="hội nghị", lo="ກອງປະຊຸມ", en="conference", fr="conférence"),
    visit=words(vi="đoàn thăm", lo="ຄະນະຢ້ຽມຢາມ", en="delegation, visit", fr="délégation, visite"),
    ceremony=words(vi="lễ", lo="ພິທີ", en="ceremony", fr="cérémonie"),
    opening=words(vi="khai trương", lo="ພິທີເປີດ", en="opening", fr="ouverture"),
    handover=words(
        vi="bàn giao công trình", lo="ມອບ-ຮັບອາຄານ", en="handing over of a building", fr="remise d’un bâtiment"
    ),
    medical_visit=words(
        vi="khám, cấp thuốc cho dân", lo="ກວດ ແລະ ແຈກຢາໃຫ້ປະຊາຊົນ", en="medical visit", fr="visite médicale"
    ),
    training=words(vi="tập huấn, đào tạo", lo="ການຝຶກອົບຮົມ", en="training", fr="formation"),
    awareness=words(vi="tuyên truyền", lo="ໂຄສະນາເຜີຍແຜ່", en="awareness session", fr="séance d’information"),
    festival=words(
        vi="lễ hội, giao lưu văn hóa",
        lo="ບຸນປະເພນີ, ແລກປ່ຽນວັດທະນະທຳ",
        en="festival, cultural exchange",
        fr="fête, échange culturel",
    ),
    sport=words(vi="giao lưu thể thao", lo="ແລກປ່ຽນກິລາ", en="sport", fr="sport"),
    experience_exchange=words(
        vi="trao đổi kinh nghiệm", lo="ແລກປ່ຽນບົດຮຽນ", en="exchange of experience", fr="échange d’expérience"
    ),
    patrol=words(vi="tuần tra", lo="ການລາດຕະເວນ", en="patrol", fr="patrouille"),
    joint_patrol=term("tuan_tra_song_phuong", lo="ລາດຕະເວນຮ່ວມ", en="joint patrol"),
)
# Closed: a session is about one of these, never about an opinion or a belief.
TOPICS = vocabulary(
    "topic",
    laws=words(vi="pháp luật hai nước", lo="ກົດໝາຍຂອງສອງປະເທດ", en="laws of both countries", fr="lois des deux pays"),
    border_agreements=words(
        vi="hiệp định, quy chế biên giới",
        lo="ສັນຍາ ແລະ ລະບຽບຊາຍແດນ",
        en="border agreements and regulations",
        fr="accords et règlements frontaliers",
    ),
    line_and_markers=words(
        vi="đường biên, cột mốc", lo="ເສັ້ນຊາຍແດນ ແລະ ຫຼັກໝາຍ", en="line and markers", fr="ligne et bornes"
    ),
    drugs=words(vi="phòng, chống ma túy", lo="ຕ້ານຢາເສບຕິດ", en="harm of drugs", fr="méfaits de la drogue"),
    trafficking_persons=words(
        vi="phòng, chống mua bán người", lo="ຕ້ານການຄ້າມະນຸດ", en="trafficking in persons", fr="traite des personnes"
    ),
    smuggling=words(
        vi="phòng, chống buôn lậu",
        lo="ຕ້ານການລັກລອບຂົນສົ່ງ",
        en="smuggling and trade fraud",
        fr="contrebande et fraude commerciale",
    ),
    forest=words(vi="bảo vệ rừng", lo="ປົກປັກຮັກສາປ່າໄມ້", en="forest protection", fr="protection de la forêt"),
    entry_exit=words(vi="xuất, nhập cảnh", lo="ການເຂົ້າ-ອອກເມືອງ", en="entry and exit", fr="entrée et sortie"),
    epidemics=words(vi="phòng, chống dịch", lo="ປ້ອງກັນພະຍາດລະບາດ", en="epidemics", fr="épidémies"),
    disasters=words(vi="phòng, chống thiên tai", lo="ປ້ອງກັນໄພພິບັດ", en="natural disasters", fr="catastrophes naturelles"),
    explosives=words(
        vi="vũ khí, vật liệu nổ, pháo", lo="ອາວຸດ ແລະ ວັດຖຸລະເບີດ", en="weapons and explosives", fr="armes et explosifs"
    ),
    language=words(vi="ngôn ngữ nước bạn", lo="ພາສາປະເທດເພື່ອນ", en="language of the neighbour", fr="langue du voisin"),
    village_management=words(
        vi="quản lý thôn, bản", lo="ການຄຸ້ມຄອງບ້ານ", en="management of villages", fr="gestion des villages"
    ),
    border_work=words(vi="nghiệp vụ biên giới", lo="ວິຊາການຊາຍແດນ", en="border work", fr="métier de la frontière"),
)
DIRECTIONS = vocabulary(
    "direction",
    received=words(vi="đón đoàn", lo="ຕ້ອນຮັບ", en="received", fr="reçue"),
    sent=words(vi="cử đoàn đi", lo="ສົ່ງໄປ", en="sent", fr="envoyée"),
)
PATROLS = ("patrol", "joint_patrol")
#: Where both sides sit at one table, and sign what came of it.
MINUTED = ("talks", "review", "conference", "handover", "joint_patrol")
TAUGHT = ("awareness", "training", "experience_exchange")


class Activity(Kind):
    """Talks, visits, training, festivals, patrols: one type of the closed list, with heads counted by side."""

    name = "activity"
    label = words(vi="hoạt động", lo="ກິດຈະກຳ", en="activity", fr="activité")
    plural = words(vi="hoạt động", lo="ກິດຈະກຳ", en="activities", fr="activités")
    help = words(
        vi="hội đàm, đoàn thăm, tuần tra, tuyên truyền, giao lưu",
        lo="ການເຈລະຈາ, ຢ້ຽມຢາມ, ລາດຕະເວນ, ໂຄສະນາ, ແລກປ່ຽນ",
        en="talks, visits, patrols, awareness sessions, festivals",
        fr="entretiens, visites, patrouilles, séances d’information, fêtes",
    )
    title_of = ("type", "place", "when", "counterparts")
    sample = (
        "vn-na",
        {
            "type": "awareness",
            "when": "2026-03-20",
            "place": "vn-v-tien-tieu",
            "participants_vn": 40,
            "participants_la": 25,
            "topics": ["laws", "border_agreements"],
            "people_to_people": True,
            "counterparts": ["la-xk"],
            "example": True,
        },
    )
    measures = (
        "activities",
        "participants",
        "participants_vn",
        "participants_la",
        "sessions",
        "delegations_received",
        "delegations_sent",
        "buildings_handed_over",
        "distance",
        "sessions_on",
        "participants_on",
        "experience_exchanges",
        "festivals",
        "people_to_people",
        "lively",
        "linked_activities",
        "delivered",
    )

    type = Code(words(vi="loại hoạt động", lo="ປະເພດກິດຈະກຳ", en="type", fr="type"), ACTIVITIES, required=True)
    when = When(words(vi="thời gian", lo="ເວລາ", en="when", fr="quand"), required=True)
    place = Place(words(vi="địa điểm", lo="ສະຖານທີ່", en="where", fr="où"))
    participants_vn = Count(PARTICIPANTS_VN)
    participants_la = Count(PARTICIPANTS_LA)
    topics = ListOf(
        Code(words(vi="nội dung", lo="ຫົວຂໍ້", en="topic", fr="sujet"), TOPICS),
        label=words(vi="nội dung", lo="ຫົວຂໍ້", en="topics", fr="sujets"),
        limit=8,
        only_for=where("type", *TAUGHT),
    )
    sessions = Count(
        words(vi="số buổi, lớp", lo="ຈຳນວນຄັ້ງ", en="sessions", fr="séances"),
        least=1,
        default=1,
        only_for=where("type", *TAUGHT),
    )
    direction = Code(
        words(vi="đón hay đi", lo="ຮັບ ຫຼື ໄປ", en="received or sent", fr="reçue ou envoyée"),
        DIRECTIONS,
        only_for=where("type", "visit"),
    )
    delegations = Count(
        words(vi="số đoàn", lo="ຈຳນວນຄະນະ", en="delegations", fr="délégations"),
        least=1,
        default=1,
        only_for=where("type", "visit"),
    )
    festival = Code(
        words(vi="nhân dịp", lo="ເນື່ອງໃນໂອກາດ", en="on the occasion of", fr="à l’occasion de"),
        FESTIVALS,
        only_for=where("type", "festival", "sport", "visit", "ceremony", "talks"),
    )
    people_to_people = Flag(
        words(vi="đối ngoại nhân dân", lo="ການທູດປະຊາຊົນ", en="people-to-people diplomacy", fr="diplomatie populaire")
    )
    building = Code(
        words(vi="công trình", lo="ອາຄານ", en="building", fr="bâtiment"),
        BUILDINGS,
        only_for=where("type", "handover", "opening"),
    )
    buildings = Count(
        words(vi="số công trình", lo="ຈຳນວນອາຄານ", en="buildings", fr="bâtiments"),
        least=1,
        default=1,
        only_for=where("type", "handover"),
    )
    distance = Part(
        words(vi="quãng đường", lo="ໄລຍະທາງ", en="distance walked", fr="distance parcourue"),
        Distance,
        only_for=where("type", *PATROLS),
    )
    alongside = Orgs(
        words(
            vi="đơn vị cùng tham gia của bên mình",
            lo="ໜ່ວຍງານຝ່າຍຕົນທີ່ເຂົ້າຮ່ວມ",
            en="others of our side",
            fr="autres de notre côté",
        ),
    )
    attachments = Attachments("marker", "terrain", "goods", "document")
    agreement = RecordRef(
        words(vi="theo thỏa thuận", lo="ຕາມຂໍ້ຕົກລົງ", en="under the agreement", fr="au titre de l’accord"),
        essential=False,
        help=words(
            vi="với buổi tuyên truyền: thỏa thuận được giới thiệu",
            lo="ສຳລັບການໂຄສະນາ: ຂໍ້ຕົກລົງທີ່ນຳມາເຜີຍແຜ່",
            en="of an awareness session: the agreement that it explained",
            fr="d’une séance d’information : l’accord qu’elle a présenté",
        ),
        to=("agreement",),
    )
    part_of = belonging_to(
        words(
            vi="kết nghĩa hoặc kế hoạch chung có hoạt động này",
            lo="ຄູ່ມິດ ຫຼື ແຜນການຮ່ວມທີ່ມີກິດຈະກຳນີ້",
            en="the twinning or joint plan that it belongs to",
            fr="le jumelage ou le plan commun dont elle fait partie",
        ),
        to=("twinning", "joint_plan"),
    )
    fulfils = carrying_out()
    level = at_level()
    support = belonging_to(
        words(
            vi="hồ sơ hỗ trợ: công trình đã được tính ở đó",
            lo="ບັນທຶກການຊ່ວຍເຫຼືອ: ອາຄານໄດ້ນັບຢູ່ທີ່ນັ້ນແລ້ວ",
            en="the record of the support: the building is counted there",
            fr="le dossier de l’aide : le bâtiment y est compté",
        ),
        words(vi="bàn giao hỗ trợ", lo="ມອບການຊ່ວຍເຫຼືອ", en="hands over the support", fr="remet l’aide"),
        only_for=where("type", "handover", "opening", "ceremony"),
        to=("support",),
    )

    @classmethod
    def minuted(cls, body: dict[str, Any]) -> bool:
        return body["type"] in MINUTED and bool(body.get("counterparts"))

    @classmethod
    def rules(cls, body: dict[str, Any], at: str, found: Found, lookup: Lookup) -> None:
        if body["type"] == "joint_patrol" and not body.get("counterparts"):
            found.add(f"{at}counterparts", "needs_counterpart", body.get("counterparts"), cls.counterparts.label)

    @classmethod
    def dates(cls, body: dict[str, Any]) -> Iterator[Dated]:
        yield Dated("held", cls.event_days(body))

    @classmethod
    def state(cls, body: dict[str, Any], at: Setting) -> Iterator[Fact]:
        kind = body["type"]
        main = cls._main(body, at)
        one = at.count("activities", 1, "activities", cls=kind)
        yield one
        yield from cls._heads(body, at)
        if main:
            yield main
        if "distance" in body and kind in PATROLS:
            # As said once for the whole patrol: never multiplied by those who walked.
            yield at.amount("distance", body["distance"], cls=kind)
        yield from cls._themes(body, at)
        yield from delivered(body, [main or one])

    @classmethod
    def _main(cls, body: dict[str, Any], at: Setting) -> Fact | None:
        """Return what an activity of its type is counted in besides itself."""
        kind = body["type"]
        if kind in TAUGHT:
            return at.count("sessions", body.get("sessions", 1), "sessions", cls=kind)
        if kind == "visit" and "direction" in body:
            return at.count(f"delegations_{body['direction']}", body.get("delegations", 1), "delegations", cls=kind)
        if kind == "handover" and "support" not in body:
            return at.count(
                "buildings_handed_over", body.get("buildings", 1), "buildings", cls=body.get("building", "")
            )
        return None

    @classmethod
    def _themes(cls, body: dict[str, Any], at: Setting) -> Iterator[Fact]:
        """Yield the same once more by topic, festival and what it belongs to; two topics are one of each."""
        kind = body["type"]
        for topic in body.get("topics", ()):
            named = f"{kind}_{topic}"
            yield at.count("sessions_on", body.get("sessions", 1), "sessions", cls=named)
            heads = [body[name] for name in ("participants_vn", "participants_la") if name in body]
            if heads:
                yield at.count("participants_on", sum(heads), "persons", cls=named)
        if kind == "experience_exchange":
            yield at.count("experience_exchanges", 1, "activities", cls=body.get("level", ""))
        if "festival" in body:
            yield at.count("festivals", 1, "activities", cls=body["festival"])
        if body.get("people_to_people"):
            yield at.count("people_to_people", 1, "activities", cls=kind)
        if "part_of" in body:
            yield at.count("lively", 1, "twinnings", cls=kind, member=body["part_of"])
            yield at.count("linked_activities", 1, "activities", cls=kind)

    @classmethod
    def _heads(cls, body: dict[str, Any], at: Setting) -> Iterator[Fact]:
        sides = [name for name in ("participants_vn", "participants_la") if name in body]
        if sides:
            yield at.count("participants", sum(body[name] for name in sides), "persons", cls=body["type"])
        for name in sides:
            yield at.count(name, body[name], "persons", cls=body["type"])

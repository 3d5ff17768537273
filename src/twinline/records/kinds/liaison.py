"""The border liaison office: one office with a seat on each side, its shifts, its bulletin."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from twinline.records.attachments import Attachments
from twinline.records.cooperation import belonging_to
from twinline.records.dated import Dated
from twinline.records.facts import Fact
from twinline.records.fields import Code, Count, Date, Declared, ListOf, Names, Org, Part, Place, Text, When
from twinline.records.fields.dates import days, period
from twinline.records.fields.places import Spot
from twinline.records.findings import Found
from twinline.records.kind import Kind, Setting
from twinline.records.kinds.notice import SUBJECTS
from twinline.records.lookup import Lookup
from twinline.records.parts import check_ends
from twinline.records.vocabularies import SIDES
from twinline.records.vocabulary import vocabulary
from twinline.records.words import named, term, words
from twinline.times import NO_PERIOD, Days

POSITIONS = vocabulary(
    "position",
    head=words(vi="trưởng văn phòng", lo="ຫົວໜ້າຫ້ອງການ", en="head of the office", fr="chef du bureau"),
    deputy=words(vi="phó văn phòng", lo="ຮອງຫົວໜ້າ", en="deputy head", fr="chef adjoint"),
    duty=words(vi="trực ban", lo="ເຈົ້າໜ້າທີ່ເວນ", en="officer on duty", fr="officier de permanence"),
    interpreter=words(vi="phiên dịch", lo="ນາຍພາສາ", en="interpreter", fr="interprète"),
)
WAYS = vocabulary(
    "how to reach it",
    office_line=words(vi="máy bàn cơ quan", lo="ສາຍຫ້ອງການ", en="office line", fr="ligne du bureau"),
    radio=words(vi="bộ đàm", lo="ວິທະຍຸ", en="radio", fr="radio"),
    post=words(vi="công văn", lo="ໜັງສືທາງການ", en="letter", fr="courrier"),
    email=words(vi="thư điện tử cơ quan", lo="ອີເມວຫ້ອງການ", en="office e-mail", fr="courriel du bureau"),
)


class Contact(Declared):
    """How to reach a position of a seat: the position's line, never a person."""

    side = Code(words(vi="phía", lo="ຝ່າຍ", en="side", fr="côté"), SIDES, required=True)
    position = Code(words(vi="chức vụ", lo="ຕຳແໜ່ງ", en="position", fr="fonction"), POSITIONS, required=True)
    by = Code(words(vi="liên lạc bằng", lo="ຕິດຕໍ່ທາງ", en="reached by", fr="joint par"), WAYS, required=True)
    at = Text(
        words(
            vi="số, kênh, địa chỉ của cơ quan",
            lo="ເລກ, ຊ່ອງ, ທີ່ຢູ່ຂອງຫ້ອງການ",
            en="number, channel or address",
            fr="numéro, canal ou adresse",
        ),
        limit=80,
        required=True,
        reaches_office=True,
    )

    @classmethod
    def show(cls, body: dict[str, Any], lang: str, lookup: Lookup) -> str:
        who = f"{POSITIONS[body['position']].to(lang)} ({SIDES[body['side']].to(lang)})"
        return named(f"{who}, {WAYS[body['by']].to(lang)}", body["at"], lang)


class LiaisonOffice(Kind):
    """One office of both sides with a seat on each: one office is counted, not two."""

    name = "liaison_office"
    label = term("van_phong_blo", lo="ຫ້ອງການປະສານງານຊາຍແດນ (BLO)", fr="bureau de liaison frontalier (BLO)")
    plural = words(
        vi="văn phòng liên lạc biên giới",
        lo="ຫ້ອງການປະສານງານຊາຍແດນ",
        en="border liaison offices",
        fr="bureaux de liaison frontaliers",
    )
    help = words(
        vi="một văn phòng, mỗi bên một trụ sở",
        lo="ຫ້ອງການດຽວ, ແຕ່ລະຝ່າຍມີບ່ອນຕັ້ງ",
        en="one office with a seat on each side",
        fr="un bureau, un siège de chaque côté",
    )
    title_of = ("names", "seat_vn", "seat_la")
    time_field = "opened"
    counterparts_from = ("seats", "counterparts")
    sample = (
        "vn-na",
        {
            "seat_vn": "vn-na-blo-que-phong",
            "seat_la": "la-hp-blo-sam-to",
            "opened": "2015",
            "contacts": [
                {"side": "VN", "position": "duty", "by": "radio", "at": "7"},
                {"side": "LA", "position": "duty", "by": "radio", "at": "9"},
            ],
            "example": True,
        },
    )
    measures = ("liaison_offices", "liaison_seats")

    seat_vn = Org(
        words(vi="trụ sở phía Việt Nam", lo="ບ່ອນຕັ້ງຝ່າຍຫວຽດນາມ", en="seat in Vietnam", fr="siège au Vietnam"),
        required=True,
    )
    seat_la = Org(words(vi="trụ sở phía Lào", lo="ບ່ອນຕັ້ງຝ່າຍລາວ", en="seat in Laos", fr="siège au Laos"), required=True)
    opened = Date(words(vi="thành lập", lo="ສ້າງຕັ້ງ", en="opened", fr="ouvert"))
    until = Date(words(vi="đến", lo="ຮອດ", en="until", fr="jusqu’au"))
    names = Names(words(vi="tên", lo="ຊື່", en="name", fr="nom"), essential=False)
    contacts = ListOf(
        Part(words(vi="liên lạc", lo="ການຕິດຕໍ່", en="contact", fr="contact"), Contact),
        label=words(
            vi="liên lạc theo chức vụ",
            lo="ການຕິດຕໍ່ຕາມຕຳແໜ່ງ",
            en="contacts by position",
            fr="contacts par fonction",
        ),
        limit=16,
        essential=False,
    )
    attachments = Attachments("document")
    agreement = belonging_to(
        label=words(vi="theo thỏa thuận", lo="ຕາມຂໍ້ຕົກລົງ", en="under the agreement", fr="au titre de l’accord"),
        to=("agreement",),
    )

    @classmethod
    def rules(cls, body: dict[str, Any], at: str, found: Found, lookup: Lookup) -> None:
        check_ends(body, at, found, cls.until.label, start="opened", end="until")
        for seat, side in (("seat_vn", "VN"), ("seat_la", "LA")):
            known = lookup.organisation(body[seat])
            if known is not None and known.side != side:
                found.add(at + seat, "wrong_side", body[seat], cls.fields[seat].label, side=side)

    @classmethod
    def counterpart_codes(cls, body: dict[str, Any]) -> tuple[str, ...]:
        return tuple(sorted({body["seat_vn"], body["seat_la"], *body.get("counterparts", ())}))

    @classmethod
    def event_days(cls, body: dict[str, Any]) -> Days:
        return days(body["opened"]) if "opened" in body else NO_PERIOD

    @classmethod
    def dates(cls, body: dict[str, Any]) -> Iterator[Dated]:
        if "until" in body:
            yield Dated("ends", days(body["until"]))

    @classmethod
    def state(cls, body: dict[str, Any], at: Setting) -> Iterator[Fact]:
        held = period(body.get("opened"), body.get("until"))
        seats = (body["seat_vn"], body["seat_la"])
        # Named by its two seats, so that both sides' records of it are one office.
        yield at.count("liaison_offices", 1, "liaison_offices", days=held, stock=True, member="|".join(sorted(seats)))
        for seat in seats:
            yield at.count("liaison_seats", 1, "offices", days=held, stock=True, place=seat, member=seat)


class LiaisonShift(Kind):
    """One shift of one seat: how many were on duty, what came and went. The log of the office is its shifts."""

    name = "liaison_shift"
    label = words(
        vi="ca trực văn phòng liên lạc",
        lo="ເວນຍາມຫ້ອງການປະສານງານ",
        en="shift of the liaison office",
        fr="permanence du bureau de liaison",
    )
    plural = words(vi="nhật ký ca trực", lo="ປຶ້ມບັນທຶກເວນ", en="shift log", fr="journal des permanences")
    help = words(
        vi="một ca trực: số người, số tin đến, đi",
        lo="ເວນໜຶ່ງ: ຈຳນວນຄົນ, ຂໍ້ມູນເຂົ້າ, ອອກ",
        en="one shift: officers on duty, notices in and out",
        fr="une permanence : agents présents, avis reçus et envoyés",
    )
    title_of = ("side", "when", "seat")
    place_field = "seat"
    sample = (
        "vn-na",
        {
            "when": "2026-03-04",
            "side": "VN",
            "seat": "vn-na-blo-que-phong",
            "on_duty": 2,
            "notices_in": 3,
            "notices_out": 1,
            "counterparts": ["la-hp-blo-sam-to"],
            "example": True,
        },
    )
    measures = ("liaison_shifts", "shift_notices")

    when = When(words(vi="ngày", lo="ວັນທີ", en="day", fr="jour"), required=True)
    side = Code(words(vi="phía", lo="ຝ່າຍ", en="side", fr="côté"), SIDES, required=True)
    seat = Org(words(vi="trụ sở", lo="ບ່ອນຕັ້ງ", en="seat", fr="siège"))
    on_duty = Count(words(vi="số người trực", lo="ຈຳນວນຜູ້ເຂົ້າເວນ", en="officers on duty", fr="agents présents"), least=1)
    notices_in = Count(words(vi="tin đến", lo="ແຈ້ງການເຂົ້າ", en="notices in", fr="avis reçus"))
    notices_out = Count(words(vi="tin đi", lo="ແຈ້ງການອອກ", en="notices out", fr="avis envoyés"))
    handed_on = Count(
        words(vi="việc chuyển ca sau", lo="ວຽກທີ່ມອບໃຫ້ເວນຕໍ່ໄປ", en="matters handed on", fr="affaires transmises")
    )
    office = belonging_to(label=words(vi="văn phòng", lo="ຫ້ອງການ", en="office", fr="bureau"), to=("liaison_office",))

    @classmethod
    def spot(cls, body: dict[str, Any]) -> Spot | None:
        return Spot(organisation=body["seat"]) if "seat" in body else None

    @classmethod
    def state(cls, body: dict[str, Any], at: Setting) -> Iterator[Fact]:
        yield at.count("liaison_shifts", 1, "shifts", cls=body["side"])
        for name in ("notices_in", "notices_out"):
            if name in body:
                yield at.count("shift_notices", body[name], "notices", cls=name)


class LiaisonBulletin(Kind):
    """One issue of the office's bulletin: its number, period and what it is about."""

    name = "liaison_bulletin"
    label = words(
        vi="bản tin văn phòng liên lạc",
        lo="ຂ່າວສານຫ້ອງການປະສານງານ",
        en="bulletin of the liaison office",
        fr="bulletin du bureau de liaison",
    )
    plural = words(vi="các bản tin", lo="ຂ່າວສານ", en="bulletins", fr="bulletins")
    help = words(
        vi="một số bản tin: kỳ, số, nội dung",
        lo="ຂ່າວສານສະບັບໜຶ່ງ: ໄລຍະ, ເລກທີ, ເລື່ອງ",
        en="one issue: its period, number and subjects",
        fr="un numéro : sa période, son numéro, ses objets",
    )
    title_of = ("number", "period")
    time_field = "period"
    sample = (
        "vn-na",
        {
            "period": "2026-02",
            "number": "02/2026",
            "subjects": ["drugs", "epidemic"],
            "counterparts": ["la-hp-blo-sam-to"],
            "example": True,
        },
    )
    measures = ("liaison_bulletins",)

    period = When(words(vi="kỳ", lo="ໄລຍະ", en="period", fr="période"), required=True)
    number = Text(words(vi="số", lo="ເລກທີ", en="number", fr="numéro"), limit=20)
    subjects = ListOf(
        Code(words(vi="nội dung", lo="ເລື່ອງ", en="subject", fr="objet"), SUBJECTS),
        label=words(vi="nội dung", lo="ເລື່ອງ", en="subjects", fr="objets"),
        limit=11,
    )
    place = Place(words(vi="nơi phát hành", lo="ບ່ອນອອກ", en="where issued", fr="lieu d’émission"))
    attachments = Attachments("document")
    office = belonging_to(label=words(vi="văn phòng", lo="ຫ້ອງການ", en="office", fr="bureau"), to=("liaison_office",))

    @classmethod
    def state(cls, body: dict[str, Any], at: Setting) -> Iterator[Fact]:
        yield at.count("liaison_bulletins", 1, "bulletins")

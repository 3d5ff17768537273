"""notice: what one side tells, asks or answers the other. Its subjects are closed; no part is about a person."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from twinline.records.attachments import Attachments
from twinline.records.facts import Fact
from twinline.records.fields import Code, Count, Flag, Place, RecordRef, When, where
from twinline.records.findings import Found
from twinline.records.kind import URGENT, Kind, Setting
from twinline.records.kinds.offences import OFFENCES
from twinline.records.lookup import Lookup
from twinline.records.parts import QUALIFIER, shown_amount
from twinline.records.vocabularies import QUALIFIERS
from twinline.records.vocabulary import vocabulary
from twinline.records.words import term, words

TYPES = vocabulary(
    "type of notice",
    inform=words(vi="thông báo", lo="ແຈ້ງໃຫ້ຊາບ", en="for information", fr="pour information"),
    request=words(vi="yêu cầu, đề nghị", lo="ຄຳຮ້ອງຂໍ", en="request", fr="demande"),
    reply=words(vi="trả lời", lo="ຄຳຕອບ", en="reply", fr="réponse"),
    alert=words(vi="báo động khẩn", lo="ແຈ້ງເຕືອນດ່ວນ", en="alert", fr="alerte"),
)
# Closed: what fits none of these can't be sent.
SUBJECTS = vocabulary(
    "subject of a notice",
    drugs=term("ma_tuy"),
    trafficking_persons=term("mua_ban_nguoi", lo="ການຄ້າມະນຸດ", fr="traite des personnes"),
    smuggling=words(
        vi="buôn lậu, gian lận thương mại",
        lo="ການລັກລອບ ແລະ ສໍ້ໂກງທາງການຄ້າ",
        en="smuggling and trade fraud",
        fr="contrebande et fraude commerciale",
    ),
    forest=words(vi="rừng, lâm sản", lo="ປ່າໄມ້", en="forest", fr="forêt"),
    line_and_markers=words(
        vi="đường biên, cột mốc", lo="ເສັ້ນຊາຍແດນ ແລະ ຫຼັກໝາຍ", en="line and markers", fr="ligne et bornes"
    ),
    gate_status=words(
        vi="tình trạng cửa khẩu", lo="ສະຖານະຂອງດ່ານ", en="status of a gate", fr="état d’un poste-frontière"
    ),
    crossings=words(
        vi="qua lại biên giới (số lượng)",
        lo="ການຂ້າມຊາຍແດນ (ຈຳນວນ)",
        en="crossings (numbers only)",
        fr="passages (en nombres seulement)",
    ),
    rescue=words(
        vi="cứu nạn, tìm kiếm người mất tích",
        lo="ກູ້ໄພ, ຊອກຫາຜູ້ສູນຫາຍ",
        en="rescue and missing",
        fr="secours et disparitions",
    ),
    disaster=words(vi="thiên tai", lo="ໄພພິບັດທຳມະຊາດ", en="natural disaster", fr="catastrophe naturelle"),
    epidemic=words(vi="dịch bệnh", lo="ພະຍາດລະບາດ", en="epidemic", fr="épidémie"),
    meeting=words(vi="gặp gỡ, hội đàm", lo="ການພົບປະ, ການເຈລະຈາ", en="meeting", fr="rencontre"),
)
HOW_KNOWN = vocabulary(
    "how it is known",
    seen=words(vi="chúng tôi trực tiếp thấy", lo="ພວກເຮົາເຫັນເອງ", en="seen by us", fr="vu par nous"),
    document=words(vi="theo văn bản", lo="ຈາກເອກະສານ", en="from a document", fr="d’après un document"),
    told=words(
        vi="được báo lại (không nêu nguồn)",
        lo="ໄດ້ຮັບແຈ້ງ (ບໍ່ບອກແຫຼ່ງ)",
        en="told to us (no source is named)",
        fr="rapporté à nous (sans nommer la source)",
    ),
)
USES = vocabulary(
    "what it may be used for",
    information=words(vi="chỉ để biết", lo="ເພື່ອຊາບເທົ່ານັ້ນ", en="for information only", fr="pour information seulement"),
    ask_first=words(
        vi="dùng trong vụ việc sau khi hỏi chúng tôi",
        lo="ໃຊ້ໃນຄະດີຫຼັງຖາມພວກເຮົາກ່ອນ",
        en="in a case, after asking us",
        fr="dans une affaire, après nous avoir consultés",
    ),
)
#: Hours in which an answer is awaited where the asker says nothing else.
USUAL_HOURS = 72
LONGEST_HOURS = 24 * 60


class Notice(Kind):
    """A notice, a request, a reply or an alert. A reply names what it answers: both sides show one thread.

    The time to answer runs from when the other side's desk signed for the request.
    """

    name = "notice"
    label = words(vi="thông tin trao đổi", lo="ແຈ້ງການ", en="notice", fr="avis")
    plural = words(vi="thông tin trao đổi", lo="ແຈ້ງການ", en="notices", fr="avis")
    help = words(
        vi="thông báo, yêu cầu, trả lời hoặc báo động gửi phía bạn",
        lo="ແຈ້ງ, ຮ້ອງຂໍ, ຕອບ ຫຼື ເຕືອນ ສົ່ງຫາຝ່າຍເພື່ອນ",
        en="tells, asks, answers or warns the other side",
        fr="informe, demande, répond ou alerte l’autre côté",
    )
    may_skip_release = True
    asked_first = ("note", "place", "counterparts")
    may_lie_ahead = True
    title_of = ("type", "subject", "place", "when")
    sample = (
        "vn-na",
        {
            "type": "request",
            "subject": "smuggling",
            "when": "2026-03-04",
            "place": {"organisation": "vn-na-x-nam-can", "gate": "gate-nam-can"},
            "how_known": "seen",
            "use": "ask_first",
            "answer_within": 48,
            "offence": "smuggling_goods",
            "counterparts": ["la-xk"],
            "example": True,
        },
    )
    measures = (
        "notices",
        "notices_inform",
        "notices_request",
        "notices_reply",
        "notices_alert",
        "items",
        "items_by_offence",
        "requests_answered",
        "crossings_told",
    )

    type = Code(words(vi="loại", lo="ປະເພດ", en="type", fr="type"), TYPES, required=True)
    subject = Code(words(vi="về việc", lo="ເລື່ອງ", en="subject", fr="objet"), SUBJECTS, required=True)
    when = When(words(vi="thời gian", lo="ເວລາ", en="when", fr="quand"), required=True)
    place = Place(words(vi="địa điểm", lo="ສະຖານທີ່", en="where", fr="où"))
    answers = RecordRef(
        words(vi="trả lời cho", lo="ຕອບຕໍ່", en="answers", fr="répond à"),
        link="answers",
        only_for=where("type", "reply", "inform", "request"),
        to=("notice", "gate_status"),
    )
    how_known = Code(
        words(vi="biết được do đâu", lo="ຮູ້ໄດ້ແນວໃດ", en="how it is known", fr="comment on le sait"), HOW_KNOWN
    )
    use = Code(words(vi="được dùng để", lo="ໃຊ້ເພື່ອ", en="may be used", fr="usage permis"), USES)
    answer_within = Count(
        words(
            vi="cần trả lời trong (giờ)",
            lo="ຂໍຄຳຕອບພາຍໃນ (ຊົ່ວໂມງ)",
            en="answer within (hours)",
            fr="réponse sous (heures)",
        ),
        least=1,
        help=words(
            vi="tính từ khi phía bạn ký nhận; để trống là 72 giờ",
            lo="ນັບແຕ່ຝ່າຍເພື່ອນເຊັນຮັບ; ຖ້າບໍ່ຂຽນແມ່ນ 72 ຊົ່ວໂມງ",
            en="counted from when the other side signed for it; 72 hours if left empty",
            fr="à compter de l’accusé de réception de l’autre côté ; 72 heures si vide",
        ),
        only_for=where("type", "request", "alert"),
    )
    offence = Code(words(vi="loại vi phạm", lo="ປະເພດການກະທຳຜິດ", en="offence", fr="infraction"), OFFENCES)
    items = Count(
        words(vi="số tin", lo="ຈຳນວນຂໍ້ມູນ", en="pieces of information", fr="nombre d’informations"), least=1, default=1
    )
    # "More than 5,200" is no 5,200: a number of print is often a lower bound.
    qualifier = Code(QUALIFIER, QUALIFIERS)
    crossed = Count(
        words(vi="số lượt qua lại", lo="ຈຳນວນຄັ້ງທີ່ຂ້າມ", en="crossings", fr="passages"),
        help=words(
            vi="chỉ là số đếm, không nêu ai",
            lo="ເປັນຕົວເລກເທົ່ານັ້ນ, ບໍ່ບອກວ່າແມ່ນໃຜ",
            en="a number only: nobody is named",
            fr="un nombre seulement : personne n’est nommé",
        ),
        only_for=where("subject", "crossings"),
    )
    danger_to_life = Flag(
        words(vi="nguy hiểm đến tính mạng", lo="ເປັນອັນຕະລາຍຕໍ່ຊີວິດ", en="danger to life", fr="danger de mort"),
        only_for=where("type", "alert"),
    )
    attachments = Attachments("marker", "terrain", "goods", "document")

    @classmethod
    def rules(cls, body: dict[str, Any], at: str, found: Found, lookup: Lookup) -> None:
        if not body.get("counterparts"):
            found.add(f"{at}counterparts", "needs_addressee", body.get("counterparts"), cls.counterparts.label)
        if body["type"] == "reply" and "answers" not in body:
            found.add(f"{at}answers", "missing", None, cls.answers.label)
        hours = body.get("answer_within")
        if hours is not None and hours > LONGEST_HOURS:
            found.add(f"{at}answer_within", "too_long_a_time", hours, cls.answer_within.label, limit=LONGEST_HOURS)

    @classmethod
    def shown(cls, name: str, body: dict[str, Any], lang: str, lookup: Lookup) -> str:
        """Return one field's value as it is read; a number of pieces with how exact it is."""
        return (
            shown_amount({**body, "items": str(body["items"])}, "", lang, number="items")
            if name == "items"
            else super().shown(name, body, lang, lookup)
        )

    @classmethod
    def lane(cls, body: dict[str, Any]) -> str:
        return URGENT if body.get("type") == "alert" else super().lane(body)

    @classmethod
    def skips_release(cls, body: dict[str, Any]) -> bool:
        return body.get("type") == "alert" and body.get("danger_to_life") is True

    @classmethod
    def hours_to_answer(cls, body: dict[str, Any]) -> int | None:
        if body.get("type") == "request" or "answer_within" in body:
            return int(body.get("answer_within", USUAL_HOURS))
        return None

    @classmethod
    def state(cls, body: dict[str, Any], at: Setting) -> Iterator[Fact]:
        subject, items = body["subject"], body.get("items", 1)
        how_sure = body.get("qualifier", "exact")
        yield at.count("notices", 1, "notices", cls=subject)
        yield at.count(f"notices_{body['type']}", 1, "notices", cls=subject)
        yield at.count("items", items, "items", cls=subject, qualifier=how_sure)
        if "offence" in body:
            yield at.count("items_by_offence", items, "items", cls=body["offence"], qualifier=how_sure)
        if body["type"] == "reply" and "answers" in body:
            # Named by what it answers: a request answered twice is one request answered.
            yield at.count("requests_answered", 1, "notices", cls=subject, member=body["answers"])
        if "crossed" in body:
            yield at.count("crossings_told", body["crossed"], "crossings", cls=subject)

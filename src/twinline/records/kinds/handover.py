"""handover: persons, citizens or goods that one side handed to the other, and what was asked first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from twinline.records.attachments import Attachments
from twinline.records.facts import Fact
from twinline.records.fields import Code, Count, ListOf, Org, Part, Place, RecordRef, Text, When, where
from twinline.records.findings import Found
from twinline.records.kind import Kind, Setting
from twinline.records.kinds.casefile import CASE_OFFENCES
from twinline.records.kinds.watching import Minutes
from twinline.records.lookup import Lookup
from twinline.records.parts import Quantity
from twinline.records.vocabulary import vocabulary
from twinline.records.words import words

HANDED = vocabulary(
    "what is handed over",
    suspects=words(vi="người bị bắt giữ", lo="ຜູ້ຖືກຈັບ", en="persons under arrest", fr="personnes arrêtées"),
    citizens=words(
        vi="công dân được cứu hộ hoặc trở về",
        lo="ພົນລະເມືອງທີ່ໄດ້ຮັບການກູ້ໄພ ຫຼື ກັບຄືນ",
        en="citizens rescued or returning",
        fr="citoyens secourus ou de retour",
    ),
    goods=words(vi="hàng hóa, tài sản", lo="ສິນຄ້າ, ຊັບສິນ", en="goods", fr="biens"),
)
LEGAL_GROUNDS = vocabulary(
    "legal ground",
    legal_assistance_treaty=words(
        vi="hiệp định tương trợ tư pháp",
        lo="ສົນທິສັນຍາຊ່ວຍເຫຼືອກັນທາງກົດໝາຍ",
        en="treaty on legal assistance",
        fr="traité d’entraide judiciaire",
    ),
    border_regime_agreement=words(
        vi="hiệp định về quy chế quản lý biên giới và cửa khẩu",
        lo="ສັນຍາວ່າດ້ວຍລະບຽບຊາຍແດນ ແລະ ດ່ານ",
        en="agreement on the border and gates regime",
        fr="accord sur le régime de la frontière et des postes",
    ),
    court_decision=words(
        vi="quyết định của tòa án", lo="ຄຳຕັດສິນຂອງສານ", en="decision of a court", fr="décision de justice"
    ),
    prosecutor_warrant=words(
        vi="lệnh của viện kiểm sát", lo="ຄຳສັ່ງຂອງໄອຍະການ", en="warrant of the prosecutor", fr="mandat du parquet"
    ),
    consular_request=words(
        vi="đề nghị của cơ quan lãnh sự", lo="ຄຳສະເໜີຂອງກົງສຸນ", en="consular request", fr="demande consulaire"
    ),
    own_wish=words(
        vi="theo nguyện vọng của người đó", lo="ຕາມຄວາມປະສົງຂອງຜູ້ກ່ຽວ", en="their own wish", fr="à leur demande"
    ),
    owner_claim=words(
        vi="theo yêu cầu của chủ sở hữu", lo="ຕາມຄຳຮ້ອງຂອງເຈົ້າຂອງ", en="claim of the owner", fr="demande du propriétaire"
    ),
)
# Which grounds hold for what; nothing rests on having crossed or left a country.
GROUNDS_FOR = {
    "suspects": ("legal_assistance_treaty", "border_regime_agreement", "court_decision", "prosecutor_warrant"),
    "citizens": ("border_regime_agreement", "consular_request", "own_wish"),
    "goods": ("legal_assistance_treaty", "border_regime_agreement", "court_decision", "owner_claim"),
}
NON_RETURN = vocabulary(
    "danger after the handover",
    none_found=words(
        vi="đã hỏi, không có nguy cơ",
        lo="ຖາມແລ້ວ, ບໍ່ມີໄພອັນຕະລາຍ",
        en="asked: no danger found",
        fr="demandé : aucun danger",
    ),
    found=words(vi="có nguy cơ", lo="ມີໄພອັນຕະລາຍ", en="there is a danger", fr="il y a un danger"),
)
PROTECTION = vocabulary(
    "need of protection",
    none_found=words(
        vi="đã hỏi, không ai cần bảo vệ",
        lo="ຖາມແລ້ວ, ບໍ່ມີໃຜຕ້ອງການປົກປ້ອງ",
        en="asked: nobody needs protection",
        fr="demandé : personne à protéger",
    ),
    through_services=words(
        vi="qua cơ quan bảo trợ",
        lo="ຜ່ານໜ່ວຍງານຄຸ້ມຄອງ",
        en="through the protection services",
        fr="par les services de protection",
    ),
)
MINORITY = vocabulary(
    "under age",
    none_found=words(
        vi="đã hỏi, không ai dưới 18 tuổi",
        lo="ຖາມແລ້ວ, ບໍ່ມີໃຜຕ່ຳກວ່າ 18 ປີ",
        en="asked: nobody under 18",
        fr="demandé : aucun mineur",
    ),
    with_guardian=words(vi="có người giám hộ đi cùng", lo="ມີຜູ້ປົກຄອງໄປນຳ", en="with a guardian", fr="avec un tuteur"),
    through_services=words(
        vi="qua cơ quan bảo vệ trẻ em",
        lo="ຜ່ານໜ່ວຍງານປົກປ້ອງເດັກ",
        en="through child protection",
        fr="par la protection de l’enfance",
    ),
)
QUESTIONS = ("non_return", "protection", "minority")
PEOPLE = where("what", "suspects", "citizens")


class Handover(Kind):
    """A handover as the minutes of both sides say it: how many, on which ground, and three answers.

    Persons themselves are handed over by the states' legal channels; who they are stands nowhere here.
    """

    name = "handover"
    label = words(vi="bàn giao", lo="ການມອບ-ຮັບ", en="handover", fr="remise")
    plural = words(vi="các lần bàn giao", lo="ການມອບ-ຮັບ", en="handovers", fr="remises")
    help = words(
        vi="bàn giao người, công dân, hàng hóa cho phía bạn; căn cứ và các câu hỏi bắt buộc",
        lo="ມອບ-ຮັບຄົນ, ພົນລະເມືອງ, ສິນຄ້າ; ພື້ນຖານ ແລະ ຄຳຖາມທີ່ຕ້ອງຕອບ",
        en="persons, citizens or goods handed over; the ground and what must be asked",
        fr="personnes, citoyens ou biens remis ; le fondement et ce qui doit être demandé",
    )
    title_of = ("what", "place", "when")
    measures = ("handovers", "persons_handed_over", "goods_handed_over")
    sample = (
        "vn-post-nam-can-qt",
        {
            "what": "citizens",
            "when": "2026-06-05",
            "place": {"gate": "gate-nam-can"},
            "given_by": "vn-post-nam-can-qt",
            "taken_by": "la-coy-221",
            "persons": 2,
            "ground": "own_wish",
            "ground_ref": "07/BB",
            "non_return": "none_found",
            "protection": "none_found",
            "minority": "none_found",
            "minutes": {"number": "07/BB", "signed": "2026-06-05", "by": ["VN", "LA"]},
            "counterparts": ["la-coy-221"],
            "example": True,
        },
    )

    what = Code(
        words(vi="bàn giao gì", lo="ມອບ-ຮັບຫຍັງ", en="what is handed over", fr="ce qui est remis"), HANDED, required=True
    )
    when = When(words(vi="thời gian", lo="ເວລາ", en="when", fr="quand"), required=True)
    place = Place(words(vi="địa điểm", lo="ສະຖານທີ່", en="where", fr="où"))
    given_by = Org(words(vi="bên giao", lo="ຝ່າຍມອບ", en="given by", fr="remis par"), required=True)
    taken_by = Org(words(vi="bên nhận", lo="ຝ່າຍຮັບ", en="taken by", fr="reçu par"), required=True)
    ground = Code(
        words(vi="căn cứ pháp lý", lo="ພື້ນຖານທາງກົດໝາຍ", en="legal ground", fr="fondement"), LEGAL_GROUNDS, required=True
    )
    ground_ref = Text(
        words(vi="số văn bản", lo="ເລກທີເອກະສານ", en="number of the document", fr="numéro de l’acte"),
        limit=60,
        pattern=r"[0-9A-Za-zĐđ\u0e80-\u0eff./ -]+",
        example="07/BB",
    )
    persons = Count(words(vi="số người", lo="ຈຳນວນຄົນ", en="persons", fr="personnes"), least=1, only_for=PEOPLE)
    offence = Code(
        words(vi="loại vi phạm", lo="ປະເພດການກະທຳຜິດ", en="offence", fr="infraction"),
        CASE_OFFENCES,
        only_for=where("what", "suspects"),
    )
    goods = ListOf(
        Part(words(vi="hàng", lo="ສິນຄ້າ", en="goods", fr="biens"), Quantity),
        label=words(vi="hàng hóa, tài sản", lo="ສິນຄ້າ, ຊັບສິນ", en="goods", fr="biens"),
        limit=40,
        only_for=where("what", "goods"),
    )
    non_return = Code(
        words(
            vi="có nguy cơ sau khi bàn giao không",
            lo="ມີໄພອັນຕະລາຍຫຼັງມອບ-ຮັບບໍ",
            en="is there a danger after it",
            fr="y a-t-il un danger ensuite",
        ),
        NON_RETURN,
        only_for=PEOPLE,
    )
    protection = Code(
        words(
            vi="có ai cần bảo vệ không",
            lo="ມີໃຜຕ້ອງການປົກປ້ອງບໍ",
            en="does anybody need protection",
            fr="qui faut-il protéger",
        ),
        PROTECTION,
        only_for=PEOPLE,
    )
    minority = Code(
        words(vi="có ai dưới 18 tuổi không", lo="ມີໃຜຕ່ຳກວ່າ 18 ປີບໍ", en="is anybody under 18", fr="y a-t-il des mineurs"),
        MINORITY,
        only_for=PEOPLE,
    )
    minutes = Part(words(vi="biên bản", lo="ບົດບັນທຶກ", en="minutes", fr="procès-verbal"), Minutes)
    case = RecordRef(
        words(vi="thuộc vụ án", lo="ຢູ່ໃນຄະດີ", en="belongs to the case", fr="relève de l’affaire"), essential=False
    )
    attachments = Attachments("goods", "document")

    @classmethod
    def minuted(cls, body: dict[str, Any]) -> bool:
        return True

    @classmethod
    def rules(cls, body: dict[str, Any], at: str, found: Found, lookup: Lookup) -> None:
        what = body["what"]
        if not body.get("counterparts"):
            found.add(f"{at}counterparts", "needs_counterpart", body.get("counterparts"), cls.counterparts.label)
        if body["ground"] not in GROUNDS_FOR[what]:
            allowed = ", ".join(GROUNDS_FOR[what])
            found.add(f"{at}ground", "not_in_list", body["ground"], cls.ground.label, allowed=allowed)
        if what == "goods":
            cls._need(body, at, found, "goods")
            return
        for name in QUESTIONS:
            if name not in body:
                found.add(at + name, "unanswered", None, cls.fields[name].label)
        if body.get("non_return") == "found":
            found.add(f"{at}non_return", "not_handed_over", "found", cls.non_return.label)
        if what == "suspects":
            cls._need(body, at, found, "offence", "persons")
            # Whoever needs protection is not handed over as an offender.
            if body.get("protection") == "through_services":
                found.add(f"{at}protection", "not_handed_over", body["protection"], cls.protection.label)
        elif body.get("protection") == "through_services" and "persons" in body:
            # How many are under protection is nobody's figure.
            found.add(f"{at}persons", "points_at_someone", body["persons"], cls.persons.label, least=1)

    @classmethod
    def _need(cls, body: dict[str, Any], at: str, found: Found, *names: str) -> None:
        for name in names:
            if not body.get(name):
                found.add(at + name, "missing", None, cls.fields[name].label)

    @classmethod
    def state(cls, body: dict[str, Any], at: Setting) -> Iterator[Fact]:
        what = body["what"]
        yield at.count("handovers", 1, "handovers", cls=what)
        if "persons" in body:
            yield at.count("persons_handed_over", body["persons"], "persons", cls=what)
        for quantity in body.get("goods", ()):
            yield at.amount("goods_handed_over", quantity, cls=quantity["what"])

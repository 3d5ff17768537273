"""agreement: what two sides agreed, or what one side decided about the border."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from twinline.records.attachments import Attachments
from twinline.records.cooperation import SUBJECTS, at_level, belonging_to
from twinline.records.dated import Dated
from twinline.records.facts import Fact
from twinline.records.fields import Code, Date, ListOf, Names, Orgs, Place, RecordRef, Text
from twinline.records.fields.dates import days, period
from twinline.records.findings import Found
from twinline.records.gazetteer import packaged
from twinline.records.kind import Kind, Setting
from twinline.records.lookup import Lookup
from twinline.records.parts import check_ends
from twinline.records.vocabularies import LANGUAGE_CODES
from twinline.records.vocabulary import vocabulary
from twinline.records.words import term, words
from twinline.times import NO_PERIOD, Days

AGREEMENT_TYPES = vocabulary(
    "type of agreement",
    treaty=words(vi="hiệp ước", lo="ສົນທິສັນຍາ", en="treaty", fr="traité"),
    protocol=words(vi="nghị định thư", lo="ອະນຸສັນຍາ", en="protocol", fr="protocole"),
    agreement=words(vi="hiệp định", lo="ສັນຍາ", en="agreement", fr="accord"),
    mou=term("ban_ghi_nho", lo="ບົດບັນທຶກຄວາມເຂົ້າໃຈ"),
    minutes=term("bien_ban", lo="ບົດບັນທຶກກອງປະຊຸມ"),
    plan=words(vi="kế hoạch", lo="ແຜນການ", en="plan", fr="plan"),
    directive=words(vi="chỉ thị", lo="ຄຳສັ່ງແນະນຳ", en="directive", fr="directive"),
    letter=words(vi="công văn, thư", lo="ໜັງສືທາງການ", en="letter, dispatch", fr="lettre"),
    conference=words(vi="hội nghị", lo="ກອງປະຊຸມ", en="conference", fr="conférence"),
    project=words(vi="đề án", lo="ໂຄງການ", en="project", fr="projet"),
    decision=words(vi="quyết định", lo="ຂໍ້ຕົກລົງ", en="decision", fr="décision"),
)
BINDS = vocabulary(
    "who is bound",
    both=words(vi="cả hai bên", lo="ທັງສອງຝ່າຍ", en="both sides", fr="les deux côtés"),
    VN=words(vi="phía Việt Nam", lo="ຝ່າຍຫວຽດນາມ", en="Vietnam alone", fr="le Vietnam seul"),
    LA=words(vi="phía Lào", lo="ຝ່າຍລາວ", en="Laos alone", fr="le Laos seul"),
)
THIRD_STATES = vocabulary(
    "third state",
    CN=words(vi="Trung Quốc", lo="ຈີນ", en="China", fr="Chine"),
    KH=words(vi="Campuchia", lo="ກຳປູເຈຍ", en="Cambodia", fr="Cambodge"),
    TH=words(vi="Thái Lan", lo="ໄທ", en="Thailand", fr="Thaïlande"),
)


class Agreement(Kind):
    """A treaty, memorandum, plan, letter: its parties, its dates, and whom it binds. An open end has no ``until``."""

    name = "agreement"
    label = words(vi="thỏa thuận", lo="ຂໍ້ຕົກລົງ", en="agreement", fr="accord")
    plural = words(vi="thỏa thuận", lo="ຂໍ້ຕົກລົງ", en="agreements", fr="accords")
    help = words(
        vi="hiệp định, bản ghi nhớ, kế hoạch, công văn",
        lo="ສັນຍາ, ບົດບັນທຶກ, ແຜນການ, ໜັງສືທາງການ",
        en="treaty, memorandum, plan, letter",
        fr="traité, mémorandum, plan, lettre",
    )
    title_of = ("type", "names", "signed")
    time_field = "signed"
    counterparts_from = ("parties", "counterparts")
    sample = (
        "vn-na",
        {
            "type": "mou",
            "names": {"en": "Memorandum on village twinning", "vi": "Bản ghi nhớ về kết nghĩa bản - bản"},
            "parties": ["vn-na", "la-hp", "la-xk", "la-bk"],
            "binds": "both",
            "signed": "2013-08-18",
            "level": "province",
            "subjects": ["twinning"],
            "languages": ["vi", "lo"],
            "example": True,
        },
    )
    measures = (
        "agreements",
        "agreements_in_force",
        "agreements_at_level",
        "agreements_renewed",
        "agreements_on",
        "agreement_parties",
    )

    type = Code(words(vi="loại", lo="ປະເພດ", en="type", fr="type"), AGREEMENT_TYPES, required=True)
    names = Names(
        words(vi="tên văn bản", lo="ຊື່ເອກະສານ", en="title", fr="titre"), limit=300, required=True, essential=False
    )
    number = Text(words(vi="số hiệu", lo="ເລກທີ", en="number", fr="numéro"), limit=60, essential=False)
    parties = Orgs(words(vi="các bên", lo="ບັນດາຝ່າຍ", en="parties", fr="parties"), required=True)
    third_states = ListOf(
        Code(words(vi="nước thứ ba", lo="ປະເທດທີສາມ", en="third state", fr="État tiers"), THIRD_STATES),
        label=words(vi="các nước khác", lo="ປະເທດອື່ນ", en="third states", fr="États tiers"),
        limit=3,
    )
    binds = Code(words(vi="ràng buộc", lo="ຜູກພັນ", en="binds", fr="lie"), BINDS, required=True)
    signed = Date(words(vi="ngày ký", lo="ວັນທີເຊັນ", en="signed", fr="signé"))
    effective = Date(words(vi="có hiệu lực từ", lo="ມີຜົນແຕ່", en="in force from", fr="en vigueur à partir du"))
    until = Date(words(vi="đến", lo="ຮອດ", en="until", fr="jusqu’au"))
    level = at_level()
    subjects = ListOf(
        Code(words(vi="nội dung", lo="ເລື່ອງ", en="subject", fr="objet"), SUBJECTS),
        label=words(vi="về những việc", lo="ກ່ຽວກັບ", en="subjects", fr="objets"),
        limit=12,
    )
    languages = ListOf(
        Code(words(vi="ngôn ngữ", lo="ພາສາ", en="language", fr="langue"), LANGUAGE_CODES),
        label=words(vi="lập bằng các thứ tiếng", lo="ສ້າງເປັນພາສາ", en="drawn up in", fr="établi en"),
        limit=4,
        essential=False,
    )
    under = belonging_to(
        words(
            vi="văn bản mà văn bản này bổ sung hoặc thực hiện",
            lo="ເອກະສານທີ່ສະບັບນີ້ເພີ່ມເຕີມ ຫຼື ປະຕິບັດ",
            en="what it adds to or puts into practice",
            fr="ce qu’il complète ou met en œuvre",
        ),
        words(vi="bổ sung, thực hiện", lo="ເພີ່ມເຕີມ, ປະຕິບັດ", en="adds to", fr="complète"),
        to=("agreement",),
    )
    renews = RecordRef(
        words(vi="gia hạn văn bản", lo="ຕໍ່ອາຍຸເອກະສານ", en="renews", fr="renouvelle"), essential=False, to=("agreement",)
    )
    attachments = Attachments("document")
    place = Place(words(vi="nơi ký", lo="ບ່ອນເຊັນ", en="where", fr="où"))

    @classmethod
    def rules(cls, body: dict[str, Any], at: str, found: Found, lookup: Lookup) -> None:
        check_ends(
            body, at, found, cls.until.label, start="effective" if "effective" in body else "signed", end="until"
        )
        if body["binds"] == "both" and len(body["parties"]) < 2:
            found.add(f"{at}parties", "needs_counterpart", body["parties"], cls.parties.label)

    @classmethod
    def event_days(cls, body: dict[str, Any]) -> Days:
        return days(body["signed"]) if "signed" in body else NO_PERIOD

    @classmethod
    def dates(cls, body: dict[str, Any]) -> Iterator[Dated]:
        if "until" in body:
            yield Dated("ends", days(body["until"]))
        if "signed" in body and body["binds"] == "both":
            yield Dated("anniversary", days(body["signed"]))

    @classmethod
    def state(cls, body: dict[str, Any], at: Setting) -> Iterator[Fact]:
        yield at.count("agreements", 1, "agreements", cls=body["type"])
        held = period(body.get("effective", body.get("signed")), body.get("until"))
        yield at.count("agreements_in_force", 1, "agreements", cls=body["type"], days=held, stock=True)
        for party in body["parties"]:
            known = packaged().organisation(party)
            cls_ = f"{known.side}_{known.kind}" if known else ""
            yield at.count(
                "agreement_parties", 1, "parties", cls=cls_, days=held, stock=True, place=party, member=party
            )
        if "level" in body:
            named = f"{body['level']}_{body['type']}"
            yield at.count("agreements_at_level", 1, "agreements", cls=named, days=held, stock=True)
        for subject in body.get("subjects", ()):
            yield at.count("agreements_on", 1, "agreements", cls=subject, days=held, stock=True)
        if "renews" in body:
            yield at.count("agreements_renewed", 1, "agreements", cls=body["type"])

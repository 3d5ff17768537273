"""What may be said about a record after it: the bodies of the acts."""

from __future__ import annotations

from typing import Any, ClassVar

from twinline.records.attachments import Attachments
from twinline.records.fields import Code, Date, Declared, Flag, Part, RecordRef, Text
from twinline.records.findings import Found
from twinline.records.kinds.watching import MINUTES_PATTERN, NUMBER_OF_MINUTES
from twinline.records.lookup import Lookup
from twinline.records.parts import NOTE, Note
from twinline.records.vocabularies import LANGUAGE_CODES
from twinline.records.vocabulary import vocabulary
from twinline.records.words import Labels, words

WITHDRAW_REASONS = vocabulary(
    "reason of a withdrawal",
    mistake=words(vi="nhập nhầm", lo="ປ້ອນຜິດ", en="entered by mistake", fr="saisi par erreur"),
    duplicate=words(
        vi="đã có hồ sơ khác", lo="ມີບັນທຶກອື່ນແລ້ວ", en="there is another record of it", fr="déjà enregistré ailleurs"
    ),
    wrong_audience=words(
        vi="gửi nhầm nơi nhận", lo="ສົ່ງຜິດຜູ້ຮັບ", en="addressed to the wrong ones", fr="adressé aux mauvais destinataires"
    ),
    replaced=words(
        vi="được thay bằng hồ sơ khác",
        lo="ຖືກແທນດ້ວຍບັນທຶກອື່ນ",
        en="replaced by another record",
        fr="remplacé par un autre",
    ),
    reclassified=words(vi="đã đánh giá lại", lo="ໄດ້ຈັດປະເພດໃໝ່", en="judged anew", fr="requalifié"),
    example=words(vi="chỉ là ví dụ", lo="ເປັນພຽງຕົວຢ່າງ", en="only an example", fr="seulement un exemple"),
    too_early=words(vi="chưa đủ căn cứ", lo="ແຈ້ງໄວເກີນໄປ", en="said too early", fr="dit trop tôt"),
)
DISPUTE_REASONS = vocabulary(
    "reason of a difference",
    count_differs=words(vi="số liệu khác", lo="ຕົວເລກແຕກຕ່າງ", en="the number differs", fr="le nombre diffère"),
    date_differs=words(vi="ngày khác", lo="ວັນທີແຕກຕ່າງ", en="the date differs", fr="la date diffère"),
    place_differs=words(vi="địa điểm khác", lo="ສະຖານທີ່ແຕກຕ່າງ", en="the place differs", fr="le lieu diffère"),
    class_differs=words(vi="loại khác", lo="ປະເພດແຕກຕ່າງ", en="the class differs", fr="la classe diffère"),
    parties_differ=words(
        vi="các bên tham gia khác", lo="ບັນດາຝ່າຍແຕກຕ່າງ", en="who took part differs", fr="les participants diffèrent"
    ),
    wording_differs=words(
        vi="nội dung văn bản khác", lo="ເນື້ອໃນແຕກຕ່າງ", en="the wording differs", fr="le texte diffère"
    ),
    not_known_to_us=words(
        vi="phía chúng tôi không có thông tin", lo="ຝ່າຍພວກເຮົາບໍ່ມີຂໍ້ມູນ", en="not known to us", fr="inconnu de nous"
    ),
    other_event=words(vi="là sự việc khác", lo="ແມ່ນເຫດການອື່ນ", en="another event", fr="un autre événement"),
    not_joint=words(vi="không phải làm chung", lo="ບໍ່ແມ່ນເຮັດຮ່ວມກັນ", en="not done jointly", fr="pas fait en commun"),
    not_agreed_by_us=words(
        vi="phía chúng tôi chưa đồng ý", lo="ຝ່າຍພວກເຮົາຍັງບໍ່ເຫັນດີ", en="not agreed by us", fr="pas convenu par nous"
    ),
)
REASON = words(vi="lý do", lo="ເຫດຜົນ", en="reason", fr="raison")
_FIELD = r"[a-z][a-z0-9_]*(?:\[[0-9]{1,3}\])?(?:\.[a-z][a-z0-9_]*(?:\[[0-9]{1,3}\])?)*"


class Act(Declared):
    """The base of the acts: each has a name and a label."""

    name: ClassVar[str]
    label: ClassVar[Labels]


class Withdraw(Act):
    """Takes a record back, for good."""

    name = "withdraw"
    label = words(vi="rút lại", lo="ຖອນຄືນ", en="withdraw", fr="retirer")
    reason = Code(REASON, WITHDRAW_REASONS, required=True)
    note = Part(NOTE, Note)


class Countersign(Act):
    """Confirms the version it follows; it changes nothing in it."""

    name = "countersign"
    label = words(vi="xác nhận", lo="ຢືນຢັນ", en="confirm", fr="confirmer")
    note = Part(NOTE, Note)


class Dispute(Act):
    """Says in what the other side's account differs, and where."""

    name = "dispute"
    label = words(vi="chưa thống nhất", lo="ຍັງບໍ່ທັນເປັນເອກະພາບ", en="not yet agreed", fr="pas encore d’accord")
    reason = Code(REASON, DISPUTE_REASONS, required=True)
    field = Text(words(vi="trường", lo="ຊ່ອງ", en="field", fr="champ"), pattern=_FIELD, example="persons")
    note = Part(NOTE, Note)


class SameEvent(Act):
    """Says that two records tell one event, and which of them is summed; ``undo`` takes that back."""

    name = "same_event"
    label = words(vi="cùng một sự việc", lo="ເຫດການດຽວກັນ", en="same event", fr="même événement")
    other = RecordRef(
        words(vi="hồ sơ kia", lo="ບັນທຶກອື່ນ", en="the other record", fr="l’autre enregistrement"), required=True
    )
    summed = RecordRef(
        words(vi="hồ sơ được cộng", lo="ບັນທຶກທີ່ຖືກນັບ", en="the one that is summed", fr="celui qui est compté")
    )
    undo = Flag(words(vi="bỏ liên kết", lo="ຍົກເລີກການເຊື່ອມ", en="no longer the same", fr="ne plus relier"))
    note = Part(NOTE, Note)


class Translate(Act):
    """Puts a translation of one text beside the original."""

    name = "translate"
    label = words(vi="bản dịch", lo="ຄຳແປ", en="translation", fr="traduction")
    field = Text(
        words(vi="trường", lo="ຊ່ອງ", en="field", fr="champ"), pattern=_FIELD, example="note.text", required=True
    )
    language = Code(words(vi="ngôn ngữ", lo="ພາສາ", en="language", fr="langue"), LANGUAGE_CODES, required=True)
    text = Text(
        words(vi="bản dịch", lo="ຄຳແປ", en="translation", fr="traduction"), limit=700, lines=True, required=True
    )


class OnPaper(Act):
    """Its author's word that the other side signed this version on paper, with the scan; ``undo`` takes that back.

    It agrees nothing: the other side does, by confirming the record itself.
    """

    name = "on_paper"
    label = words(vi="đã thống nhất trên giấy", lo="ເຫັນດີໃນເອກະສານແລ້ວ", en="agreed on paper", fr="convenu sur papier")
    signed = Date(words(vi="ngày ký", lo="ວັນທີເຊັນ", en="signed on", fr="signé le"))
    number = Text(NUMBER_OF_MINUTES, limit=40, pattern=MINUTES_PATTERN, example="12/BB-TTSP")
    attachments = Attachments("document")
    undo = Flag(words(vi="rút lại ý này", lo="ຖອນຄຳແຈ້ງນີ້ຄືນ", en="taken back", fr="retiré"))
    note = Part(NOTE, Note)

    @classmethod
    def rules(cls, body: dict[str, Any], at: str, found: Found, lookup: Lookup) -> None:
        for name in ("signed", "attachments"):
            if body.get("undo") and name in body:
                found.add(f"{at}{name}", "taken_back", body[name], cls.fields[name].label)
            elif not body.get("undo") and not body.get(name):
                found.add(f"{at}{name}", "missing", body.get(name), cls.fields[name].label)


class ReleasedAs(Act):
    """Ties a record to the one that said it again to a wider audience; it stays in the narrower feed."""

    name = "released_as"
    label = words(vi="đã chuyển thành", lo="ສົ່ງຕໍ່ເປັນ", en="released as", fr="diffusé comme")
    record = RecordRef(words(vi="hồ sơ", lo="ບັນທຶກ", en="record", fr="enregistrement"), required=True)


ACTS: dict[str, type[Act]] = {
    act.name: act for act in (Withdraw, Countersign, Dispute, OnPaper, SameEvent, Translate, ReleasedAs)
}
# These two carry a whole body of the record's kind.
TELLING_ACTS = ("say", "amend")


def check_pair(body: dict[str, Any], record: str, found: Found) -> None:
    """Add what is wrong between an act on two records and the record it is on."""
    if body.get("other") == record:
        found.add("other", "itself", record, SameEvent.other.label)
    if "summed" in body and body["summed"] not in (record, body.get("other")):
        found.add("summed", "one_of_the_two", body["summed"], SameEvent.summed.label)


def check_act(act: str, body: dict[str, Any], record: str, found: Found, lookup: Lookup) -> None:
    """Add to ``found`` what is wrong with the body of an act on a record (``""``: not known)."""
    ACTS[act].check(body, "", found, lookup)
    if act == "same_event" and record and not found.findings:
        check_pair(body, record, found)
    if act == "released_as" and record and body.get("record") == record:
        found.add("record", "itself", record, ReleasedAs.record.label)

"""The closed lists of the sealed store, in four languages.

Classes of persons and the parting of facts from assessments follow articles 6 and 7 of Directive (EU) 2016/680; the
longest time a part may be kept is this product's own choice (article 5 asks for one), not a rule of either state.
"""

from __future__ import annotations

from twinline.access import reasons
from twinline.records.vocabulary import Vocabulary, vocabulary
from twinline.records.words import words

#: Kinds of record that may have a personal part at all. All of them work without one.
KINDS = ("incident", "case", "handover")

CLASSES = vocabulary(
    "person_class",
    suspect=words(vi="người bị tình nghi", lo="ຜູ້ຖືກຫາ", en="suspect", fr="suspect"),
    convicted=words(vi="người đã bị kết án", lo="ຜູ້ຖືກຕັດສິນລົງໂທດ", en="convicted person", fr="personne condamnée"),
    victim=words(vi="nạn nhân", lo="ຜູ້ຖືກເຄາະຮ້າຍ", en="victim", fr="victime"),
    witness=words(vi="người làm chứng", lo="ພະຍານ", en="witness", fr="témoin"),
    other=words(
        vi="người khác có liên quan", lo="ບຸກຄົນອື່ນທີ່ກ່ຽວຂ້ອງ", en="other person concerned", fr="autre personne concernée"
    ),
)

#: The classes whose persons a record counts as suspects.
COUNTED = frozenset({"suspect", "convicted"})

#: The longest that a part of a class may be kept, in days, counted from when it was written.
LONGEST = {"suspect": 1096, "convicted": 1826, "victim": 731, "witness": 731, "other": 366}

#: The longest that a hold may put off an end, in days.
LONGEST_HOLD = 366

BASES = vocabulary(
    "basis",
    fact=words(vi="sự việc đã xác minh", lo="ຂໍ້ເທັດຈິງ", en="fact", fr="fait"),
    assessment=words(vi="nhận định cá nhân", lo="ການປະເມີນ", en="assessment", fr="appréciation"),
)

PURPOSES = vocabulary(
    "purpose",
    investigation=words(vi="điều tra vụ án", lo="ສືບສວນສອບສວນຄະດີ", en="investigation of the case", fr="enquête"),
    handover=words(vi="bàn giao theo pháp luật", lo="ມອບ-ຮັບຕາມກົດໝາຍ", en="lawful handover", fr="remise légale"),
    protection=words(
        vi="bảo vệ, hỗ trợ người đó",
        lo="ປົກປ້ອງ ແລະ ຊ່ວຍເຫຼືອຜູ້ກ່ຽວ",
        en="protection of the person",
        fr="protection de la personne",
    ),
    rescue=words(vi="cứu nạn, tìm kiếm", lo="ກູ້ໄພ ແລະ ຊອກຫາ", en="rescue or search", fr="secours ou recherche"),
)

REASONS = reasons.REASONS
WISHES = reasons.WISHES

FIELDS = Vocabulary(
    "personal_field",
    {
        "name": words(vi="họ và tên", lo="ຊື່ ແລະ ນາມສະກຸນ", en="name", fr="nom"),
        "alias": words(vi="tên gọi khác", lo="ຊື່ອື່ນ", en="other name", fr="autre nom"),
        "born": words(vi="năm sinh", lo="ປີເກີດ", en="year of birth", fr="année de naissance"),
        "document": words(vi="số giấy tờ", lo="ເລກທີເອກະສານ", en="document number", fr="numéro de document"),
        "contact": words(vi="cách liên hệ", lo="ວິທີຕິດຕໍ່", en="how to reach the person", fr="moyen de contact"),
        "statement": words(vi="nội dung", lo="ເນື້ອໃນ", en="statement", fr="déclaration"),
    },
)

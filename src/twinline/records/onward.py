"""How a record goes on, in words: who keeps an exhibit, what a shift handed on, when the next bulletin is due."""

from __future__ import annotations

from twinline.records.vocabulary import vocabulary
from twinline.records.words import words

#: Said with ``{day}``, ``{who}``, ``{n}`` or ``{what}``.
ONWARD = vocabulary(
    "how a record goes on",
    kept_by=words(
        vi="do {who} giữ từ {day}", lo="{who} ເກັບຮັກສາແຕ່ {day}", en="kept by {who} since {day}",
        fr="conservée par {who} depuis le {day}",
    ),
    ended=words(
        vi="{what}, ngày {day}: không còn bảo quản", lo="{what}, {day}: ບໍ່ໄດ້ເກັບຮັກສາແລ້ວ",
        en="{what} on {day}: no longer in custody", fr="{what} le {day} : n’est plus conservée",
    ),
    case_closed=words(
        vi="vụ án đã kết thúc ngày {day} mà vật chứng còn giữ: cần trả lại hoặc tiêu hủy",
        lo="ຄະດີປິດແລ້ວ {day} ແຕ່ຂອງກາງຍັງເກັບຢູ່: ຕ້ອງສົ່ງຄືນ ຫຼື ທຳລາຍ",
        en="its case was closed on {day} and it is still kept: to be returned or destroyed",
        fr="son affaire est close depuis le {day} et elle est encore conservée : à restituer ou à détruire",
    ),
    no_step=words(
        vi="còn bảo quản; từ {day} không có bước nào mới", lo="ຍັງເກັບຮັກສາຢູ່; ບໍ່ມີຂັ້ນຕອນໃໝ່ແຕ່ {day}",
        en="still in custody; no step was told since {day}",
        fr="encore conservée ; aucune étape n’est dite depuis le {day}",
    ),
    no_case=words(
        vi="từ {day} chưa có vụ án, vụ việc hay vật chứng nào ghi tiếp",
        lo="ແຕ່ {day} ຍັງບໍ່ມີຄະດີ, ເຫດການ ຫຼື ຂອງກາງທີ່ບັນທຶກຕໍ່",
        en="since {day} neither a case, an incident nor an exhibit goes on from it",
        fr="depuis le {day}, ni affaire, ni incident, ni pièce n’y fait suite",
    ),
    unsound=words(
        vi="{what} (ngày {day}); từ đó chưa ai thấy đã sửa", lo="{what} ({day}); ແຕ່ນັ້ນມາຍັງບໍ່ມີໃຜເຫັນວ່າສ້ອມແປງແລ້ວ",
        en="{what} (on {day}); since then nobody found it sound",
        fr="{what} (le {day}) ; depuis, personne ne l’a vue intacte",
    ),
    unwalked=words(
        vi="{what} (ngày {day}); từ đó chưa ai đi kiểm tra lại", lo="{what} ({day}); ແຕ່ນັ້ນມາຍັງບໍ່ມີໃຜໄປກວດຄືນ",
        en="{what} (on {day}); since then nobody went to look again",
        fr="{what} (le {day}) ; depuis, personne n’y est retourné",
    ),
    looked_again=words(vi="đã kiểm tra lại", lo="ກວດຄືນແລ້ວ", en="looked at again", fr="revu depuis"),
    still_open=words(
        vi="từ {day} chưa kết thúc và chưa thuộc vụ án nào", lo="ແຕ່ {day} ຍັງບໍ່ປິດ ແລະ ບໍ່ຢູ່ໃນຄະດີໃດ",
        en="since {day} neither closed nor part of a case", fr="depuis le {day}, ni clos ni rattaché à une affaire",
    ),
    before=words(vi="lần trước", lo="ຄັ້ງກ່ອນ", en="the one before", fr="la fois d’avant"),
    after=words(vi="lần sau", lo="ຄັ້ງຕໍ່ມາ", en="the one after", fr="la fois d’après"),
    due=words(vi="lần sau chậm nhất {day}", lo="ຄັ້ງຕໍ່ໄປບໍ່ໃຫ້ກາຍ {day}", en="the next one is due by {day}",
              fr="la suivante est attendue pour le {day}"),
    missed=words(vi="chưa có lần sau, hạn {day}",
        lo="ຍັງບໍ່ມີຄັ້ງຕໍ່ໄປ, ກຳນົດ {day}", en="the next one was due by {day}",
                 fr="la suivante était attendue pour le {day}"),
    handed_on=words(
        vi="chuyển ca sau {n} việc", lo="ມອບໃຫ້ເວນຕໍ່ໄປ {n} ວຽກ", en="matters handed on: {n}",
        fr="affaires transmises : {n}"
    ),
    not_taken_over=words(
        vi="chuyển ca sau {n} việc, ngày {day}: chưa có ca nào tiếp",
        lo="ມອບໃຫ້ເວນຕໍ່ໄປ {n} ວຽກ, {day}: ຍັງບໍ່ມີເວນໃດຮັບຕໍ່",
        en="matters handed on on {day}: {n}; no shift after it is told",
        fr="affaires transmises le {day} : {n} ; aucune permanence ne suit",
    ),
)  # fmt: skip


def said(code: str, lang: str, **blanks: str) -> str:
    """Return how a record goes on in a language, with the blanks filled in."""
    text = ONWARD[code].to(lang)
    for name, value in blanks.items():
        text = text.replace("{" + name + "}", value)
    return text

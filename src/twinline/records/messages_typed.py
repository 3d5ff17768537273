"""The sentences for what is wrong, for whoever types into a form or a sheet: they name no field as a program does."""

from __future__ import annotations

from twinline.records.messages import MESSAGES
from twinline.records.words import Labels, words

# Whoever types into a box writes neither quotation marks nor points that JSON asks for.
TYPED: dict[str, Labels] = {
    "not_a_date": words(
        vi="không phải một ngày có trong lịch; hãy viết 05/08/2022, 08/2022 hoặc 2022. Đã cho: {given}.",
        lo="ບໍ່ແມ່ນວັນທີທີ່ມີໃນປະຕິທິນ; ກະລຸນາຂຽນ 05/08/2022, 08/2022 ຫຼື 2022. ໄດ້ຮັບ: {given}.",
        en="is no day of the calendar; write 05/08/2022, 08/2022 or 2022. Given: {given}.",
        fr="n’est pas un jour du calendrier ; écrivez 05/08/2022, 08/2022 ou 2022. Reçu : {given}.",
    ),
    "unknown_organisation": words(
        vi="không biết nơi hay cơ quan nào tên như vậy; hãy viết đúng tên trong danh bạ, hoặc mã, ví dụ vn-na. "
        "Đã cho: {given}.",
        lo="ບໍ່ຮູ້ຈັກບ່ອນ ຫຼື ອົງການຊື່ນີ້; ກະລຸນາຂຽນຊື່ຕາມລາຍຊື່ ຫຼື ລະຫັດ, ຕົວຢ່າງ vn-na. ໄດ້ຮັບ: {given}.",
        en="no place or organisation of that name is known; write its name as the directory has it, or its code, such "
        "as vn-na. Given: {given}.",
        fr="aucun lieu ni organisme de ce nom n’est connu ; écrivez son nom comme dans l’annuaire, ou son code, par "
        "exemple vn-na. Reçu : {given}.",
    ),
    "has_become": words(
        vi="{name} chỉ tồn tại đến {day}, trước ngày ghi ở đây; nay ở đó là: {now}.",
        lo="{name} ມີຮອດ {day} ເທົ່ານັ້ນ, ກ່ອນມື້ທີ່ຂຽນໄວ້ນີ້; ດຽວນີ້ຢູ່ບ່ອນນັ້ນແມ່ນ: {now}.",
        en="{name} ended on {day}, before the day said here; what stands there now: {now}.",
        fr="{name} a pris fin le {day}, avant le jour dit ici ; il y a là aujourd’hui : {now}.",
    ),
    "has_ended": words(
        vi="{name} chỉ tồn tại đến {day}, trước ngày ghi ở đây; cơ quan cấp trên: {now}.",
        lo="{name} ມີຮອດ {day} ເທົ່ານັ້ນ, ກ່ອນມື້ທີ່ຂຽນໄວ້ນີ້; ອົງການຂັ້ນເທິງແມ່ນ: {now}.",
        en="{name} ended on {day}, before the day said here; what it belonged to: {now}.",
        fr="{name} a pris fin le {day}, avant le jour dit ici ; son échelon supérieur : {now}.",
    ),
    "not_a_count": words(
        vi="phải là số nguyên từ {least} trở lên, ví dụ 12; đã cho: {given}.",
        lo="ຕ້ອງເປັນຈຳນວນຖ້ວນ ແຕ່ {least} ຂຶ້ນໄປ, ຕົວຢ່າງ 12; ໄດ້ຮັບ: {given}.",
        en="must be a whole number of {least} or more, such as 12; given: {given}.",
        fr="doit être un nombre entier, au moins {least}, par exemple 12 ; reçu : {given}.",
    ),
    "precision_without_rounding": words(
        vi="chỉ nêu mức làm tròn khi số được ghi là làm tròn; đã cho: {given}.",
        lo="ບອກວ່າປັດເສດເຖິງໃດສະເພາະເມື່ອຕົວເລກໄດ້ປັດເສດ; ໄດ້ຮັບ: {given}.",
        en="goes with a number that is said to be rounded, and with no other; given: {given}.",
        fr="ne se dit que d’un nombre déclaré arrondi ; reçu : {given}.",
    ),
    "needs_counterpart": words(
        vi="việc làm chung phải nêu phía bạn: hãy chọn cơ quan của phía bạn.",
        lo="ວຽກຮ່ວມຕ້ອງບອກຝ່າຍເພື່ອນ: ກະລຸນາເລືອກອົງການຂອງຝ່າຍເພື່ອນ.",
        en="what was done jointly names the other side: say which organisation.",
        fr="ce qui s’est fait en commun nomme l’autre côté : dites quelle organisation.",
    ),
    "needs_addressee": words(
        vi="phải nêu gửi cho cơ quan nào của phía bạn.",
        lo="ຕ້ອງບອກວ່າສົ່ງຫາອົງການໃດຂອງຝ່າຍເພື່ອນ.",
        en="say to which organisation of the other side it goes.",
        fr="dites à quelle organisation de l’autre côté cela s’adresse.",
    ),
    "needs_until": words(
        vi="đã hết hiệu lực thì phải nêu đến ngày nào.",
        lo="ຖ້າໝົດຜົນແລ້ວຕ້ອງບອກຮອດມື້ໃດ.",
        en="what has lapsed says until when it held.",
        fr="ce qui est échu dit jusqu’à quand cela valait.",
    ),
    "not_a_record": words(
        vi="phải là một hồ sơ: số ngắn của nó, ví dụ vn-na/12, nếu chỉ một hồ sơ mang số ấy, hoặc mã; đã cho: {given}.",
        lo="ຕ້ອງແມ່ນບັນທຶກໜຶ່ງ: ເລກສັ້ນຂອງມັນ, ຕົວຢ່າງ vn-na/12, ຖ້າມີບັນທຶກດຽວທີ່ໃຊ້ເລກນັ້ນ, ຫຼື ລະຫັດ; ໄດ້ຮັບ: {given}.",
        en="must be a record: its short number, such as vn-na/12, where only one bears it, or its id; given: {given}.",
        fr="doit être un enregistrement : son numéro court, par exemple vn-na/12, si un seul le porte, ou son "
        "identifiant ; reçu : {given}.",
    ),
    "not_a_flag": words(
        vi="phải là “có” hoặc “không”; đã cho: {given}.",
        lo="ຕ້ອງແມ່ນ “ແມ່ນ” ຫຼື “ບໍ່”; ໄດ້ຮັບ: {given}.",
        en="must be “yes” or “no”; given: {given}.",
        fr="doit être « oui » ou « non » ; reçu : {given}.",
    ),
    "not_a_decimal": words(
        vi="phải là một số từ 0 trở lên, không quá ba số lẻ; đã cho: {given}.",
        lo="ຕ້ອງເປັນຕົວເລກແຕ່ 0 ຂຶ້ນໄປ, ບໍ່ເກີນສາມຕຳແໜ່ງທົດສະນິຍົມ; ໄດ້ຮັບ: {given}.",
        en="must be a number of 0 or more with at most three decimals; given: {given}.",
        fr="doit être un nombre, au moins 0, avec trois décimales au plus ; reçu : {given}.",
    ),
}


def for_typed(rule: str) -> Labels:
    """Return the sentence of a rule for somebody who types into a form or a sheet; programs are told ``MESSAGES``."""
    return TYPED.get(rule) or MESSAGES[rule]

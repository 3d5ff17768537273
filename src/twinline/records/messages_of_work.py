"""The sentences of the rules for the line and for cases, in four languages."""

from __future__ import annotations

from twinline.records.words import Labels, words

WORK: dict[str, Labels] = {
    "points_at_someone": words(
        vi="số dưới {least} có thể chỉ ra một người cụ thể; hãy bỏ trống hoặc báo cho kỳ dài hơn. Đã cho: {given}.",
        lo="ຕົວເລກຕ່ຳກວ່າ {least} ອາດຊີ້ໃຫ້ຮູ້ວ່າແມ່ນໃຜ; ປະຫວ່າງໄວ້ ຫຼື ລາຍງານໄລຍະທີ່ຍາວກວ່າ. ໄດ້ຮັບ: {given}.",
        en="a number below {least} could point at somebody; leave it out, or report a longer period. Given: {given}.",
        fr="un nombre inférieur à {least} pourrait désigner quelqu’un ; laissez vide ou rapportez une période plus "
        "longue. Reçu : {given}.",
    ),
    "nothing_and_something": words(
        vi="đã ghi không có gì bất thường thì không nêu thêm ở đây; đã cho: {given}.",
        lo="ບອກແລ້ວວ່າບໍ່ມີຫຍັງຜິດປົກກະຕິ ຈຶ່ງບໍ່ຕ້ອງບອກອີກ; ໄດ້ຮັບ: {given}.",
        en="there is nothing to report, it says, so nothing is said here; given: {given}.",
        fr="il est dit qu’il n’y a rien à signaler : ne rien dire ici. Reçu : {given}.",
    ),
    "says_nothing": words(
        vi="hãy chọn «không có gì bất thường», hoặc nêu tình trạng mốc hay điều đã thấy.",
        lo="ເລືອກ «ບໍ່ມີຫຍັງຜິດປົກກະຕິ» ຫຼື ບອກສະພາບຫຼັກໝາຍ ຫຼື ສິ່ງທີ່ພົບ.",
        en="choose “nothing to report”, or say the condition of the markers or what was found.",
        fr="choisissez « rien à signaler », ou dites l’état des bornes ou ce qui a été constaté.",
    ),
    "outside_period": words(
        vi="ngày này không nằm trong thời gian của bản ghi; đã cho: {given}.",
        lo="ວັນທີນີ້ບໍ່ຢູ່ໃນໄລຍະຂອງບັນທຶກ; ໄດ້ຮັບ: {given}.",
        en="this day lies outside the time of the record; given: {given}.",
        fr="ce jour est hors de la période de l’enregistrement ; reçu : {given}.",
    ),
    "planned_only": words(
        vi="việc chưa thực hiện thì chưa có kết quả; hãy bỏ trống. Đã cho: {given}.",
        lo="ວຽກທີ່ຍັງບໍ່ໄດ້ເຮັດຍັງບໍ່ມີຜົນ; ປະຫວ່າງໄວ້. ໄດ້ຮັບ: {given}.",
        en="what was not walked has no result; leave it out. Given: {given}.",
        fr="ce qui n’a pas été parcouru n’a pas de résultat ; retirez-le. Reçu : {given}.",
    ),
}

"""The sentences of the rules for the line and for cases, in four languages."""

from __future__ import annotations

from twinline.records.words import Labels, words

WORK: dict[str, Labels] = {
    "open_round": words(
        vi="một đợt báo cáo hỏi về một kỳ có ngày đầu và ngày cuối; đã cho: {given}.",
        lo="ຮອບລາຍງານຖາມໄລຍະທີ່ມີມື້ເລີ່ມ ແລະ ມື້ສິ້ນສຸດ; ໄດ້ຮັບ: {given}.",
        en="a round asks about a period with a first and a last day; given: {given}.",
        fr="un tour porte sur une période qui a un premier et un dernier jour ; reçu : {given}.",
    ),
    "not_the_rhythm": words(
        vi="kỳ đầu tiên phải dài đúng số tháng lặp lại: {months}. Đã cho: {given}.",
        lo="ໄລຍະທຳອິດຕ້ອງຍາວເທົ່າກັບຈຳນວນເດືອນທີ່ຊ້ຳ: {months}. ໄດ້ຮັບ: {given}.",
        en="the first period must last as many months as it repeats after: {months}. Given: {given}.",
        fr="la première période doit durer autant de mois que son rythme : {months}. Reçu : {given}.",
    ),
    "too_late": words(
        vi="nhiều nhất {most} ngày; đã cho: {given}.",
        lo="ບໍ່ເກີນ {most} ມື້; ໄດ້ຮັບ: {given}.",
        en="{most} days at most; given: {given}.",
        fr="{most} jours au plus ; reçu : {given}.",
    ),
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
        vi="ngày này không nằm trong thời gian của hồ sơ; đã cho: {given}.",
        lo="ວັນທີນີ້ບໍ່ຢູ່ໃນໄລຍະຂອງບັນທຶກ; ໄດ້ຮັບ: {given}.",
        en="this day lies outside the time of the record; given: {given}.",
        fr="ce jour est hors de la période de l’enregistrement ; reçu : {given}.",
    ),
    "planned_only": words(
        vi="việc chưa thực hiện thì chưa có kết quả; hãy bỏ trống. Đã cho: {given}.",
        lo="ການລາດຕະເວນທີ່ຍັງບໍ່ໄດ້ປະຕິບັດ ຍັງບໍ່ມີຜົນ; ປະຫວ່າງໄວ້. ໄດ້ຮັບ: {given}.",
        en="what was not walked has no result; leave it out. Given: {given}.",
        fr="ce qui n’a pas été parcouru n’a pas de résultat ; retirez-le. Reçu : {given}.",
    ),
    "not_a_moment": words(
        vi="phải là ngày và giờ, ví dụ 2022-08-05T14:30; đã cho: {given}.",
        lo="ຕ້ອງເປັນວັນທີ ແລະ ເວລາ, ຕົວຢ່າງ 2022-08-05T14:30; ໄດ້ຮັບ: {given}.",
        en="must be a day and an hour, such as 2022-08-05T14:30; given: {given}.",
        fr="doit être un jour et une heure, comme 2022-08-05T14:30 ; reçu : {given}.",
    ),
    "told_in_case": words(
        vi="vụ việc này thuộc một vụ án, vụ án đã ghi mục này; hãy bỏ ở đây. Đã cho: {given}.",
        lo="ເຫດການນີ້ຢູ່ໃນຄະດີໜຶ່ງ ເຊິ່ງໄດ້ບອກແລ້ວ; ລຶບອອກຈາກບ່ອນນີ້. ໄດ້ຮັບ: {given}.",
        en="this incident belongs to a case, which says it; leave it out here. Given: {given}.",
        fr="cet incident relève d’une affaire, qui le dit ; retirez-le ici. Reçu : {given}.",
    ),
    "count_only": words(
        vi="qua lại ngoài cửa khẩu chỉ được đếm, không kèm việc này; hãy bỏ trống. Đã cho: {given}.",
        lo="ການຂ້າມນອກດ່ານນັບເປັນຕົວເລກເທົ່ານັ້ນ; ໃຫ້ປະຊ່ອງນີ້ຫວ່າງໄວ້. ໄດ້ຮັບ: {given}.",
        en="crossing outside a gate is counted and nothing rests on it; leave this out. Given: {given}.",
        fr="le passage hors d’un poste se compte et rien n’en découle ; laissez vide. Reçu : {given}.",
    ),
    "part_exceeds_whole": words(
        vi="không thể nhiều hơn tổng số {whole}; đã cho: {given}.",
        lo="ບໍ່ສາມາດຫຼາຍກວ່າຈຳນວນລວມ {whole}; ໄດ້ຮັບ: {given}.",
        en="cannot be more than the whole of {whole}; given: {given}.",
        fr="ne peut dépasser le total de {whole} ; reçu : {given}.",
    ),
    "chain_broken": words(
        vi="chuỗi bảo quản theo thứ tự ngày, bắt đầu bằng thu giữ, dừng khi đã trả hoặc tiêu hủy; đã cho: {given}.",
        lo="ລຳດັບການເກັບຮັກສາຕ້ອງລຽງຕາມວັນທີ, ເລີ່ມຈາກການຍຶດ ແລະ ຈົບເມື່ອສົ່ງຄືນ ຫຼື ທຳລາຍ; ໄດ້ຮັບ: {given}.",
        en="the chain goes by date, begins with the taking and ends once returned or destroyed; given: {given}.",
        fr="la chaîne suit les dates, commence par la saisie et finit par la restitution ou la destruction ; "
        "reçu : {given}.",
    ),
    "not_handed_over": words(
        vi="với câu trả lời này thì không được bàn giao; đã cho: {given}.",
        lo="ດ້ວຍຄຳຕອບນີ້ ຈະບໍ່ສາມາດມອບ-ຮັບໄດ້; ໄດ້ຮັບ: {given}.",
        en="with this answer nobody is handed over; given: {given}.",
        fr="avec cette réponse, il n’y a pas de remise ; reçu : {given}.",
    ),
    "unanswered": words(
        vi="phải trả lời trước khi bàn giao người; hãy điền.",
        lo="ຕ້ອງຕອບກ່ອນການມອບ-ຮັບຄົນ; ກະລຸນາຕື່ມ.",
        en="must be answered before anybody is handed over; fill it in.",
        fr="à répondre avant toute remise de personnes ; à remplir.",
    ),
    "not_a_commune": words(
        vi="chỉ dành cho xã; đã cho: {given}.",
        lo="ສະເພາະຕາແສງເທົ່ານັ້ນ; ໄດ້ຮັບ: {given}.",
        en="is for communes only; given: {given}.",
        fr="ne concerne que les communes ; reçu : {given}.",
    ),
    "one_alone": words(
        vi="mỗi đề nghị gửi một bên xác nhận; hãy lập một hồ sơ cho từng bên. Đã cho: {given}.",
        lo="ແຕ່ລະຂໍ້ສະເໜີໃຫ້ຝ່າຍດຽວຢືນຢັນ; ຈົ່ງບັນທຶກແຍກສຳລັບແຕ່ລະຝ່າຍ. ໄດ້ຮັບ: {given}.",
        en="each proposal asks one to confirm it: make a record for each. Given: {given}.",
        fr="chaque proposition s’adresse à un seul : faites un dossier pour chacun. Reçu : {given}.",
    ),
    "not_a_province": words(
        vi="chỉ tỉnh hoặc trung ương mới xác nhận được; đã cho: {given}.",
        lo="ມີແຕ່ແຂວງ ຫຼື ສູນກາງທີ່ຢືນຢັນໄດ້; ໄດ້ຮັບ: {given}.",
        en="only a province or a state can confirm it; given: {given}.",
        fr="seule une province ou un État peut le confirmer ; reçu : {given}.",
    ),
    "lapses": words(
        vi="hết hiệu lực chậm nhất vào {latest}, sau 12 tháng; đã cho: {given}.",
        lo="ໝົດອາຍຸຊ້າສຸດວັນທີ {latest}, ຫຼັງ 12 ເດືອນ; ໄດ້ຮັບ: {given}.",
        en="ends on {latest} at the latest, after 12 months; given: {given}.",
        fr="prend fin au plus tard le {latest}, après 12 mois ; reçu : {given}.",
    ),
    "needs_evidence": words(
        vi="gia hạn phải kèm căn cứ; hãy nêu hồ sơ hoặc văn bản chứng minh.",
        lo="ການຕໍ່ອາຍຸຕ້ອງມີຫຼັກຖານ; ກະລຸນາບອກບັນທຶກ ຫຼື ເອກະສານ.",
        en="renewing it takes evidence; name the records or attach the document.",
        fr="la reconduction demande des preuves ; indiquez les enregistrements ou joignez le document.",
    ),
    "never_said": words(
        vi="có “{word}”: tên, số giấy tờ, số điện thoại, nguồn tin, và điều nói về tôn giáo, dân tộc, chính kiến, giới "
        "tính, sức khỏe, sinh trắc học hay nhà ở của bất kỳ ai đều không qua biên giới; hãy bỏ đi trước khi gửi.",
        lo="ມີ “{word}”: ຊື່, ເລກເອກະສານ, ເບີໂທ, ແຫຼ່ງຂ່າວ ແລະ ສິ່ງທີ່ກ່າວເຖິງສາສະໜາ, ຊົນເຜົ່າ, ການເມືອງ, ເພດ, ສຸຂະພາບ, ຊີວະມິຕິ ຫຼື "
        "ເຮືອນຂອງຜູ້ໃດ ບໍ່ຂ້າມຊາຍແດນ; ກະລຸນາລຶບອອກກ່ອນສົ່ງ.",
        en="says “{word}”: a name, the number of a paper or telephone, who informed, and what is said of anybody’s "
        "religion, ethnicity, politics, sexuality, health, biometrics or home don’t cross; take it out before this is "
        "sent.",
        fr="contient « {word} » : un nom, le numéro d’un papier ou d’un téléphone, qui a informé, et ce qui touche à "
        "la religion, à l’ethnie, aux opinions, à la sexualité, à la santé, à la biométrie ou au foyer de quiconque ne "
        "franchissent pas la frontière ; retirez-le avant l’envoi.",
    ),
    "never_said_there": words(
        vi="phía kia viết “{word}”, điều lẽ ra không được qua biên giới; đừng chép hay chuyển tiếp, và báo "
        "để họ rút lại.",
        lo="ອີກຝ່າຍຂຽນ “{word}” ເຊິ່ງບໍ່ຄວນຂ້າມຊາຍແດນ; ຢ່າສຳເນົາ ຫຼື ສົ່ງຕໍ່ ແລະ ແຈ້ງໃຫ້ຝ່າຍນັ້ນຖອນຄືນ.",
        en="the other side wrote “{word}”, which should not have crossed; don’t copy it or pass it on, and tell them, "
        "so that they take it back.",
        fr="l’autre côté a écrit « {word} », qui n’aurait pas dû franchir la frontière ; ne le copiez pas, ne le "
        "transmettez pas, et dites-le-leur pour qu’ils le retirent.",
    ),
}

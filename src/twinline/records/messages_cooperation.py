"""The sentences for what is wrong with agreements, commitments, notices and what else both sides do together."""

from __future__ import annotations

from twinline.records.words import Labels, words

COOPERATION: dict[str, Labels] = {
    "needs_other_side": words(
        vi="phải có cơ quan của cả hai nước; đã cho: {given}.",
        lo="ຕ້ອງມີອົງການຂອງທັງສອງປະເທດ; ໄດ້ຮັບ: {given}.",
        en="organisations of both states belong here; given: {given}.",
        fr="il faut des organisations des deux États ; reçu : {given}.",
    ),
    "needs_addressee": words(
        vi="phải nêu gửi cho cơ quan nào của phía bạn; hãy điền counterparts.",
        lo="ຕ້ອງບອກວ່າສົ່ງຫາອົງການໃດຂອງຝ່າຍເພື່ອນ; ກະລຸນາຕື່ມ counterparts.",
        en="says to which organisation of the other side it goes; fill in counterparts.",
        fr="dit à quelle organisation de l’autre côté il s’adresse ; remplissez counterparts.",
    ),
    "too_long_a_time": words(
        vi="nhiều nhất {limit} giờ; đã cho: {given}.",
        lo="ຫຼາຍສຸດ {limit} ຊົ່ວໂມງ; ໄດ້ຮັບ: {given}.",
        en="is at most {limit} hours; given: {given}.",
        fr="est d’au plus {limit} heures ; reçu : {given}.",
    ),
    "needs_gate": words(
        vi="phải nêu một cửa khẩu trong danh sách; đã cho: {given}.",
        lo="ຕ້ອງບອກດ່ານໜຶ່ງໃນບັນຊີ; ໄດ້ຮັບ: {given}.",
        en="names a border gate of the list; given: {given}.",
        fr="nomme un poste-frontière de la liste ; reçu : {given}.",
    ),
    "village_stays_home": words(
        vi="con số theo bản không qua biên giới: hãy nêu xã, cụm bản. Đã cho: {given}.",
        lo="ຕົວເລກຂອງບ້ານບໍ່ຂ້າມຊາຍແດນ: ໃຫ້ບອກຕາແສງ, ກຸ່ມບ້ານ. ໄດ້ຮັບ: {given}.",
        en="numbers of one village don’t cross the border: say the commune or village cluster. Given: {given}.",
        fr="les nombres d’un village ne passent pas la frontière : dites la commune ou le groupe. Reçu : {given}.",
    ),
    "few_stay_home": words(
        vi="ít hơn {least} thì không qua biên giới; đã cho: {given}.",
        lo="ໜ້ອຍກວ່າ {least} ບໍ່ຂ້າມຊາຍແດນ; ໄດ້ຮັບ: {given}.",
        en="fewer than {least} don’t cross the border; given: {given}.",
        fr="moins de {least} ne passent pas la frontière ; reçu : {given}.",
    ),
    "not_a_community": words(
        vi="phải là bản, cụm bản, xã hoặc cấp cao hơn; đã cho: {given}.",
        lo="ຕ້ອງແມ່ນບ້ານ, ກຸ່ມບ້ານ, ຕາແສງ ຫຼື ສູງກວ່າ; ໄດ້ຮັບ: {given}.",
        en="must be a village, a village cluster, a commune or what is above; given: {given}.",
        fr="doit être un village, un groupe de villages, une commune ou au-dessus ; reçu : {given}.",
    ),
    "needs_amount": words(
        vi="phải nêu hàng, giá trị, công trình hoặc suất học bổng; hãy điền một trong các ô đó.",
        lo="ຕ້ອງບອກເຄື່ອງ, ມູນຄ່າ, ອາຄານ ຫຼື ທຶນການສຶກສາ; ກະລຸນາຕື່ມໜຶ່ງໃນນັ້ນ.",
        en="says what was given: goods, a value, buildings or scholarships; fill in one of them.",
        fr="dit ce qui est donné : biens, valeur, bâtiments ou bourses ; remplissez l’un d’eux.",
    ),
    "wrong_side": words(
        vi="phải thuộc phía {side}; đã cho: {given}.",
        lo="ຕ້ອງເປັນຂອງຝ່າຍ {side}; ໄດ້ຮັບ: {given}.",
        en="belongs to the side {side}; given: {given}.",
        fr="doit être du côté {side} ; reçu : {given}.",
    ),
    "not_a_stage": words(
        vi="kế hoạch có {count} giai đoạn; đã cho: {given}.",
        lo="ແຜນການມີ {count} ໄລຍະ; ໄດ້ຮັບ: {given}.",
        en="the plan has {count} stages; given: {given}.",
        fr="le plan a {count} étapes ; reçu : {given}.",
    ),
    "needs_until": words(
        vi="đã hết hiệu lực thì phải nêu đến ngày nào; hãy điền until.",
        lo="ຖ້າໝົດຜົນແລ້ວຕ້ອງບອກຮອດມື້ໃດ; ກະລຸນາຕື່ມ until.",
        en="what has lapsed says until when it held; fill in until.",
        fr="ce qui est échu dit jusqu’à quand cela valait ; remplissez until.",
    ),
}

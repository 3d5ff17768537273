"""The sentences of the rules a record must keep, in four languages: one table."""

from __future__ import annotations

from twinline.records.messages_cooperation import COOPERATION
from twinline.records.messages_of_work import WORK
from twinline.records.words import Labels, words

MESSAGES: dict[str, Labels] = {
    "not_an_object": words(
        vi="một hồ sơ phải là một đối tượng JSON; đã cho: {given}.",
        lo="ບັນທຶກຕ້ອງເປັນວັດຖຸ JSON; ໄດ້ຮັບ: {given}.",
        en="a record is a JSON object; given: {given}.",
        fr="un enregistrement est un objet JSON ; reçu : {given}.",
    ),
    "unknown_kind": words(
        vi="không có loại hồ sơ {given}; các loại: {kinds}.",
        lo="ບໍ່ມີປະເພດບັນທຶກ {given}; ມີ: {kinds}.",
        en="there is no kind of record {given}; there are: {kinds}.",
        fr="il n’y a pas de type d’enregistrement {given} ; il y a : {kinds}.",
    ),
    "unknown_act": words(
        vi="không có hành động {given}; có: {acts}.",
        lo="ບໍ່ມີການກະທຳ {given}; ມີ: {acts}.",
        en="there is no act {given}; there are: {acts}.",
        fr="il n’y a pas d’acte {given} ; il y a : {acts}.",
    ),
    "unknown_field": words(
        vi="trường này không có ở đây và không được nhận; hãy bỏ đi. Đã cho: {given}.",
        lo="ບໍ່ມີຊ່ອງນີ້ຢູ່ບ່ອນນີ້ ແລະ ບໍ່ຮັບ; ກະລຸນາລຶບອອກ. ໄດ້ຮັບ: {given}.",
        en="there is no such field here and none is taken in; leave it out. Given: {given}.",
        fr="ce champ n’existe pas ici et n’est pas accepté ; retirez-le. Reçu : {given}.",
    ),
    "missing": words(
        vi="còn thiếu; hãy điền vào.",
        lo="ຍັງຂາດ; ກະລຸນາຕື່ມໃສ່.",
        en="missing; fill it in.",
        fr="manquant ; à remplir.",
    ),
    "no_such_blank": words(
        vi="câu này không có chỗ trống đó; hãy bỏ đi. Đã cho: {given}.",
        lo="ປະໂຫຍກນີ້ບໍ່ມີຊ່ອງຫວ່າງນີ້; ກະລຸນາລຶບອອກ. ໄດ້ຮັບ: {given}.",
        en="the sentence has no such blank; leave it out. Given: {given}.",
        fr="la phrase n’a pas ce blanc ; à enlever. Reçu : {given}.",
    ),
    "taken_back": words(
        vi="rút lại thì không nêu trường này; hãy bỏ đi.",
        lo="ເມື່ອຖອນຄືນແລ້ວ ບໍ່ຕ້ອງບອກຊ່ອງນີ້; ກະລຸນາລຶບອອກ.",
        en="what is taken back says nothing of this; leave it out.",
        fr="un retrait n’en dit rien ; à enlever.",
    ),
    "not_here": words(
        vi="chỉ điền khi {other} là: {allowed}. Đã cho: {given}.",
        lo="ໃສ່ໄດ້ສະເພາະເມື່ອ {other} ແມ່ນ: {allowed}. ໄດ້ຮັບ: {given}.",
        en="only said where {other} is one of: {allowed}. Given: {given}.",
        fr="se dit seulement si {other} est : {allowed}. Reçu : {given}.",
    ),
    "not_text": words(
        vi="phải là chữ; đã cho: {given}.",
        lo="ຕ້ອງເປັນຂໍ້ຄວາມ; ໄດ້ຮັບ: {given}.",
        en="must be text; given: {given}.",
        fr="doit être du texte ; reçu : {given}.",
    ),
    "empty": words(
        vi="đang để trống; hãy điền hoặc bỏ trường này.",
        lo="ຫວ່າງເປົ່າ; ກະລຸນາຕື່ມ ຫຼື ລຶບຊ່ອງນີ້ອອກ.",
        en="is empty; fill it in or leave the field out.",
        fr="est vide ; remplissez-le ou retirez le champ.",
    ),
    "too_long": words(
        vi="dài quá {limit} ký tự; hãy rút ngắn. Đã cho: {given}",
        lo="ຍາວເກີນ {limit} ຕົວອັກສອນ; ກະລຸນາຫຍໍ້. ໄດ້ຮັບ: {given}",
        en="longer than {limit} characters; shorten it. Given: {given}",
        fr="plus de {limit} caractères ; abrégez. Reçu : {given}",
    ),
    "hidden_character": words(
        vi="có ký tự ẩn hoặc xuống dòng; hãy gõ lại. Đã cho: {given}",
        lo="ມີຕົວອັກສອນເຊື່ອງ ຫຼື ຂຶ້ນແຖວໃໝ່; ກະລຸນາພິມໃໝ່. ໄດ້ຮັບ: {given}",
        en="holds an invisible character or a line break; type it again. Given: {given}",
        fr="contient un caractère invisible ou un saut de ligne ; retapez-le. Reçu : {given}",
    ),
    "too_many_words": words(
        vi="trích dẫn không quá {limit} từ; đã cho: {given}",
        lo="ຄຳອ້າງອີງບໍ່ເກີນ {limit} ຄຳ; ໄດ້ຮັບ: {given}",
        en="a quotation has at most {limit} words; given: {given}",
        fr="une citation a {limit} mots au plus ; reçu : {given}",
    ),
    "wrong_form": words(
        vi="không đúng dạng; ví dụ: {example}. Đã cho: {given}.",
        lo="ຮູບແບບບໍ່ຖືກຕ້ອງ; ຕົວຢ່າງ: {example}. ໄດ້ຮັບ: {given}.",
        en="is not of the right form; for example: {example}. Given: {given}.",
        fr="n’a pas la bonne forme ; par exemple : {example}. Reçu : {given}.",
    ),
    "not_in_list": words(
        vi="không có trong danh mục; hãy chọn một trong: {allowed}. Đã cho: {given}.",
        lo="ບໍ່ມີໃນບັນຊີ; ກະລຸນາເລືອກ: {allowed}. ໄດ້ຮັບ: {given}.",
        en="is not in the list; choose one of: {allowed}. Given: {given}.",
        fr="n’est pas dans la liste ; choisissez : {allowed}. Reçu : {given}.",
    ),
    "unknown_organisation": words(
        vi="không biết cơ quan có mã {given}; hãy dùng mã trong danh bạ, ví dụ vn-na.",
        lo="ບໍ່ຮູ້ຈັກອົງການທີ່ມີລະຫັດ {given}; ກະລຸນາໃຊ້ລະຫັດໃນບັນຊີ, ຕົວຢ່າງ vn-na.",
        en="no organisation has the code {given}; use a code of the directory, such as vn-na.",
        fr="aucune organisation n’a le code {given} ; prenez un code de l’annuaire, comme vn-na.",
    ),
    "has_become": words(
        vi="{name} chỉ tồn tại đến {ended}, trước ngày của hồ sơ này; nay ở đó là: {now} ({codes}).",
        lo="{name} ມີຮອດ {ended} ເທົ່ານັ້ນ, ກ່ອນມື້ຂອງບັນທຶກນີ້; ດຽວນີ້ຢູ່ບ່ອນນັ້ນແມ່ນ: {now} ({codes}).",
        en="{name} ended on {ended}, before the day of this record; what stands there now: {now} ({codes}).",
        fr="{name} a pris fin le {ended}, avant le jour de ce dossier ; il y a là aujourd’hui : {now} ({codes}).",
    ),
    "has_ended": words(
        vi="{name} chỉ tồn tại đến {ended}, trước ngày của hồ sơ này; cơ quan cấp trên: {now} ({codes}).",
        lo="{name} ມີຮອດ {ended} ເທົ່ານັ້ນ, ກ່ອນມື້ຂອງບັນທຶກນີ້; ອົງການຂັ້ນເທິງແມ່ນ: {now} ({codes}).",
        en="{name} ended on {ended}, before the day of this record; what it belonged to: {now} ({codes}).",
        fr="{name} a pris fin le {ended}, avant le jour de ce dossier ; son échelon supérieur : {now} ({codes}).",
    ),
    "unknown_indicator": words(
        vi="không có chỉ tiêu nào tên {given}; `twinline figures --list` liệt kê tất cả.",
        lo="ບໍ່ມີຕົວຊີ້ວັດຊື່ {given}; `twinline figures --list` ບອກທັງໝົດ.",
        en="there is no indicator named {given}; `twinline figures --list` names all.",
        fr="il n’y a pas d’indicateur nommé {given} ; `twinline figures --list` les nomme tous.",
    ),
    "unit_of_indicator": words(
        vi="chỉ tiêu này không tính bằng {given}; hãy ghi theo: {allowed}.",
        lo="ຕົວຊີ້ວັດນີ້ບໍ່ໄດ້ນັບເປັນ {given}; ກະລຸນາຂຽນເປັນ: {allowed}.",
        en="the indicator isn’t measured in {given}; say it in: {allowed}.",
        fr="l’indicateur ne se mesure pas en {given} ; donnez-le en : {allowed}.",
    ),
    "unknown_gate": words(
        vi="không biết cửa khẩu có mã {given}; ví dụ: gate-nam-can.",
        lo="ບໍ່ຮູ້ຈັກດ່ານທີ່ມີລະຫັດ {given}; ຕົວຢ່າງ: gate-nam-can.",
        en="no gate has the code {given}; for example: gate-nam-can.",
        fr="aucun poste-frontière n’a le code {given} ; par exemple : gate-nam-can.",
    ),
    "not_a_list": words(
        vi="phải là một danh sách; đã cho: {given}.",
        lo="ຕ້ອງເປັນລາຍການ; ໄດ້ຮັບ: {given}.",
        en="must be a list; given: {given}.",
        fr="doit être une liste ; reçu : {given}.",
    ),
    "too_many": words(
        vi="không quá {limit} mục; đã cho {count}.",
        lo="ບໍ່ເກີນ {limit} ລາຍການ; ໄດ້ຮັບ {count}.",
        en="at most {limit} items; given {count}.",
        fr="{limit} éléments au plus ; reçu {count}.",
    ),
    "twice": words(
        vi="được nêu hai lần: {given}.",
        lo="ກ່າວສອງຄັ້ງ: {given}.",
        en="is named twice: {given}.",
        fr="est nommé deux fois : {given}.",
    ),
    "not_a_part": words(
        vi="phải là một đối tượng gồm: {parts}. Đã cho: {given}.",
        lo="ຕ້ອງເປັນວັດຖຸທີ່ມີ: {parts}. ໄດ້ຮັບ: {given}.",
        en="must be an object of: {parts}. Given: {given}.",
        fr="doit être un objet de : {parts}. Reçu : {given}.",
    ),
    "not_a_count": words(
        vi="phải là số nguyên từ {least} trở lên, không có dấu nháy; đã cho: {given}.",
        lo="ຕ້ອງເປັນຈຳນວນຖ້ວນ ແຕ່ {least} ຂຶ້ນໄປ, ບໍ່ມີເຄື່ອງໝາຍວົງຢືມ; ໄດ້ຮັບ: {given}.",
        en="must be a whole number of {least} or more, without quotation marks; given: {given}.",
        fr="doit être un nombre entier, au moins {least}, sans guillemets ; reçu : {given}.",
    ),
    "not_a_decimal": words(
        vi='phải là số thập phân viết như chữ, dấu chấm, không quá ba số lẻ, ví dụ "468.281"; đã cho: {given}.',
        lo='ຕ້ອງເປັນເລກທົດສະນິຍົມຂຽນເປັນຂໍ້ຄວາມ, ໃຊ້ຈ້ຳ, ບໍ່ເກີນສາມຕຳແໜ່ງ, ຕົວຢ່າງ "468.281"; ໄດ້ຮັບ: {given}.',
        en='must be a decimal number written as text with a point and at most three decimals, such as "468.281"; '
        "given: {given}.",
        fr="doit être un nombre décimal écrit comme texte, avec un point et trois décimales au plus, comme "
        "« 468.281 » ; reçu : {given}.",
    ),
    "max_below_value": words(
        vi="giá trị lớn nhất phải lớn hơn giá trị {value}; đã cho: {given}.",
        lo="ຄ່າສູງສຸດຕ້ອງຫຼາຍກວ່າຄ່າ {value}; ໄດ້ຮັບ: {given}.",
        en="the upper end must be above the value {value}; given: {given}.",
        fr="le haut de la fourchette doit dépasser la valeur {value} ; reçu : {given}.",
    ),
    "precision_without_rounding": words(
        vi="chỉ nêu độ chính xác khi số đã làm tròn (qualifier: rounded); đã cho: {given}.",
        lo="ບອກຄວາມລະອຽດສະເພາະເມື່ອໄດ້ປັດເສດ (qualifier: rounded); ໄດ້ຮັບ: {given}.",
        en="a precision goes with a rounded number only (qualifier: rounded); given: {given}.",
        fr="une précision ne se dit que d’un nombre arrondi (qualifier: rounded) ; reçu : {given}.",
    ),
    "not_a_flag": words(
        vi="phải là true hoặc false; đã cho: {given}.",
        lo="ຕ້ອງເປັນ true ຫຼື false; ໄດ້ຮັບ: {given}.",
        en="must be true or false; given: {given}.",
        fr="doit être true ou false ; reçu : {given}.",
    ),
    "not_a_date": words(
        vi="không phải ngày; hãy viết 2022, 2022-08 hoặc 2022-08-05. Đã cho: {given}.",
        lo="ບໍ່ແມ່ນວັນທີ; ກະລຸນາຂຽນ 2022, 2022-08 ຫຼື 2022-08-05. ໄດ້ຮັບ: {given}.",
        en="is not a date; write 2022, 2022-08 or 2022-08-05. Given: {given}.",
        fr="n’est pas une date ; écrivez 2022, 2022-08 ou 2022-08-05. Reçu : {given}.",
    ),
    "buddhist_year": words(
        vi="có vẻ là năm Phật lịch; hãy viết năm dương lịch {year}. Đã cho: {given}.",
        lo="ເບິ່ງຄືປີ ພ.ສ.; ກະລຸນາຂຽນປີ ຄ.ສ. {year}. ໄດ້ຮັບ: {given}.",
        en="looks like a year of the Buddhist era; write {year}. Given: {given}.",
        fr="semble une année de l’ère bouddhique ; écrivez {year}. Reçu : {given}.",
    ),
    "not_a_period": words(
        vi='phải là một ngày, hoặc {{"from": …, "to": …}} (bỏ một đầu nếu mở, để trống nếu không có kỳ). '
        "Đã cho: {given}.",
        lo='ຕ້ອງເປັນວັນທີ ຫຼື {{"from": …, "to": …}} (ຝ່າຍທີ່ບໍ່ມີກຳນົດໃຫ້ປະຫວ່າງ; ຖ້າບໍ່ມີໄລຍະໃຫ້ໃສ່ {{}}). ໄດ້ຮັບ: {given}.',
        en='must be a date, or {{"from": …, "to": …}} (leave out an open end; {{}} where there is no period). '
        "Given: {given}.",
        fr='doit être une date, ou {{"from": …, "to": …}} (sans la borne ouverte ; {{}} s’il n’y a pas de période). '
        "Reçu : {given}.",
    ),
    "day_to_come": words(
        vi="ngày {given} chưa đến khi điều này được nêu; hãy xem lại ngày, nhất là năm.",
        lo="ວັນທີ {given} ຍັງບໍ່ທັນຮອດເມື່ອບອກສິ່ງນີ້; ກະລຸນາກວດວັນທີ, ໂດຍສະເພາະປີ.",
        en="{given} had not come yet when this was said; check the day, above all its year.",
        fr="{given} n’était pas encore là quand cela a été dit ; vérifiez la date, surtout l’année.",
    ),
    "ends_before_it_begins": words(
        vi="kết thúc trước khi bắt đầu; đã cho: {given}.",
        lo="ສິ້ນສຸດກ່ອນເລີ່ມ; ໄດ້ຮັບ: {given}.",
        en="ends before it begins; given: {given}.",
        fr="finit avant de commencer ; reçu : {given}.",
    ),
    "not_a_place": words(
        vi="phải là mã cơ quan, hoặc một đối tượng với organisation, gate, marker + metres, lon + lat, "
        "chainage + line, name. Đã cho: {given}.",
        lo="ຕ້ອງເປັນລະຫັດອົງການ ຫຼື ວັດຖຸທີ່ມີ organisation, gate, marker + metres, lon + lat, "
        "chainage + line, name. ໄດ້ຮັບ: {given}.",
        en="must be the code of an organisation, or an object of organisation, gate, marker + metres, lon + lat, "
        "chainage + line, name. Given: {given}.",
        fr="doit être le code d’une organisation, ou un objet de organisation, gate, marker + metres, lon + lat, "
        "chainage + line, name. Reçu : {given}.",
    ),
    "two_positions": words(
        vi="chỉ nêu một vị trí: cửa khẩu, mốc, tọa độ hoặc lý trình. Đã cho: {given}.",
        lo="ບອກຕຳແໜ່ງດຽວເທົ່ານັ້ນ: ດ່ານ, ຫຼັກໝາຍ, ພິກັດ ຫຼື ໄລຍະທາງ. ໄດ້ຮັບ: {given}.",
        en="says more than one position; keep the gate, the marker, the coordinates or the kilometre. Given: {given}.",
        fr="dit plus d’une position ; gardez le poste, la borne, les coordonnées ou le kilomètre. Reçu : {given}.",
    ),
    "not_coordinates": words(
        vi="không đọc được vị trí này. Hãy ghi 19.45123, 104.08012, hoặc 19°27'04\"B 104°04'48\"Đ,"
        " hoặc 48Q UG 51234 53456, hoặc mốc 412 + 350 m, hoặc km 171,2. Đã cho: {given}.",
        lo="ອ່ານທີ່ຕັ້ງນີ້ບໍ່ໄດ້. ໃຫ້ຂຽນ 19.45123, 104.08012 ຫຼື 19°27'04\"N 104°04'48\"E"
        " ຫຼື 48Q UG 51234 53456 ຫຼື ຫຼັກໝາຍ 412 + 350 ແມັດ ຫຼື ກມ 171,2. ໄດ້ຮັບ: {given}.",
        en="can’t be read as a position. Write 19.45123, 104.08012, or 19°27'04\"N 104°04'48\"E,"
        " or 48Q UG 51234 53456, or marker 412 + 350 m, or km 171.2. Given: {given}.",
        fr="ne se lit pas comme une position. Écrire 19.45123, 104.08012, ou 19°27'04\"N 104°04'48\"E, ou"
        " 48Q UG 51234 53456, ou borne 412 + 350 m, ou km 171,2. Reçu : {given}.",
    ),
    "off_the_earth": words(
        vi="phải là số nguyên 10^-7 độ: kinh độ ±1800000000, vĩ độ ±900000000. Đã cho: {given}.",
        lo="ຕ້ອງເປັນຈຳນວນຖ້ວນ 10^-7 ອົງສາ: ລອງຈິຈູດ ±1800000000, ລາຕິຈູດ ±900000000. ໄດ້ຮັບ: {given}.",
        en="must be whole 10^-7 degrees: longitude within ±1800000000, latitude within ±900000000. Given: {given}.",
        fr="doit être en 10^-7 degré entiers : longitude dans ±1800000000, latitude dans ±900000000. Reçu : {given}.",
    ),
    "not_a_record": words(
        vi="phải là mã của một hồ sơ (UUID viết thường); đã cho: {given}.",
        lo="ຕ້ອງເປັນລະຫັດບັນທຶກ (UUID ຕົວນ້ອຍ); ໄດ້ຮັບ: {given}.",
        en="must be the id of a record (a UUID in lower case); given: {given}.",
        fr="doit être l’identifiant d’un enregistrement (UUID en minuscules) ; reçu : {given}.",
    ),
    "not_an_address": words(
        vi="phải là địa chỉ trang bắt đầu bằng http:// hoặc https://; đã cho: {given}.",
        lo="ຕ້ອງເປັນທີ່ຢູ່ເວັບ ເລີ່ມດ້ວຍ http:// ຫຼື https://; ໄດ້ຮັບ: {given}.",
        en="must be a page address that begins with http:// or https://; given: {given}.",
        fr="doit être l’adresse d’une page, qui commence par http:// ou https:// ; reçu : {given}.",
    ),
    "forbidden_word": words(
        vi="không được thống kê về điều này ({topic}); đã cho: {given}.",
        lo="ບໍ່ອະນຸຍາດໃຫ້ນັບເລື່ອງນີ້ ({topic}); ໄດ້ຮັບ: {given}.",
        en="this is not counted here ({topic}); given: {given}.",
        fr="ceci ne se compte pas ici ({topic}) ; reçu : {given}.",
    ),
    "looks_personal": words(
        vi="trông như dữ liệu về một người, và phiên bản này không biết trường đó: không nhận.",
        lo="ເບິ່ງຄືຂໍ້ມູນກ່ຽວກັບບຸກຄົນ, ແລະ ສະບັບນີ້ບໍ່ຮູ້ຈັກຊ່ອງນີ້: ບໍ່ຮັບ.",
        en="looks like data about a person, and this version doesn't know the field: it is not taken in.",
        fr="ressemble à une donnée sur une personne, et cette version ne connaît pas ce champ : refusé.",
    ),
    "province_only": words(
        vi="chỉ tiêu này chỉ được báo cáo ở cấp tỉnh hoặc quốc gia; nơi đã cho: {given}.",
        lo="ຕົວຊີ້ວັດນີ້ລາຍງານໄດ້ສະເພາະລະດັບແຂວງ ຫຼື ປະເທດ; ສະຖານທີ່ທີ່ໃຫ້: {given}.",
        en="this indicator is reported for a province or a state only; place given: {given}.",
        fr="cet indicateur ne se rapporte que pour une province ou un État ; lieu reçu : {given}.",
    ),
    "not_counted_for_class": words(
        vi="loại vi phạm {offence} không tính mục này; đã cho: {given}.",
        lo="ປະເພດ {offence} ບໍ່ນັບລາຍການນີ້; ໄດ້ຮັບ: {given}.",
        en="is not counted for {offence}; given: {given}.",
        fr="ne se compte pas pour {offence} ; reçu : {given}.",
    ),
    "needs_counterpart": words(
        vi="việc làm chung phải nêu phía bạn; hãy điền counterparts.",
        lo="ວຽກຮ່ວມຕ້ອງບອກຝ່າຍເພື່ອນ; ກະລຸນາຕື່ມ counterparts.",
        en="what was done jointly names the other side; fill in counterparts.",
        fr="ce qui s’est fait en commun nomme l’autre côté ; remplissez counterparts.",
    ),
    "same_side": words(
        vi="hai bên kết nghĩa phải thuộc hai nước; đã cho: {given}.",
        lo="ສອງຝ່າຍຄູ່ມິດຕ້ອງຢູ່ຄົນລະປະເທດ; ໄດ້ຮັບ: {given}.",
        en="the two ends of a twinning are of different sides; given: {given}.",
        fr="les deux bouts d’un jumelage sont de côtés différents ; reçu : {given}.",
    ),
    "not_among_units": words(
        vi="không có trong danh sách các đơn vị của bên này; đã cho: {given}.",
        lo="ບໍ່ມີໃນບັນຊີໜ່ວຍງານຂອງຝ່າຍນີ້; ໄດ້ຮັບ: {given}.",
        en="is not among the units of its side; given: {given}.",
        fr="n’est pas parmi les unités de son côté ; reçu : {given}.",
    ),
    "file_too_large": words(
        vi="tệp quá lớn: nhiều nhất {limit} byte; đã cho: {given}.",
        lo="ໄຟລ໌ໃຫຍ່ເກີນໄປ: ຫຼາຍສຸດ {limit} ໄບຕ໌; ໄດ້ຮັບ: {given}.",
        en="the file is too large: at most {limit} bytes; given: {given}.",
        fr="le fichier est trop grand : {limit} octets au plus ; reçu : {given}.",
    ),
    "itself": words(
        vi="không thể chỉ vào chính nó; đã cho: {given}.",
        lo="ບໍ່ສາມາດຊີ້ໃສ່ຕົວເອງ; ໄດ້ຮັບ: {given}.",
        en="cannot point to itself; given: {given}.",
        fr="ne peut se désigner lui-même ; reçu : {given}.",
    ),
    "one_of_the_two": words(
        vi="phải là một trong hai hồ sơ được nối; đã cho: {given}.",
        lo="ຕ້ອງແມ່ນໜຶ່ງໃນສອງບັນທຶກທີ່ເຊື່ອມກັນ; ໄດ້ຮັບ: {given}.",
        en="must be one of the two linked records; given: {given}.",
        fr="doit être l’un des deux enregistrements liés ; reçu : {given}.",
    ),
    "not_on_this_line": words(
        vi="đường biên này không có mốc {given}: ở đây là các mốc {first} đến {last}. Nơi khác thì ghi bằng tên.",
        lo="ເສັ້ນຊາຍແດນນີ້ບໍ່ມີຫຼັກໝາຍ {given}: ຫຼັກໝາຍຢູ່ນີ້ແມ່ນເລກ {first} ຫາ {last}. ບ່ອນອື່ນໃຫ້ຂຽນເປັນຊື່.",
        en="marker {given} is not on this line, whose markers are {first} to {last}. Say a place elsewhere by name.",
        fr="la borne {given} n’est pas sur cette ligne, dont les bornes vont de {first} à {last}. Un lieu ailleurs "
        "se dit par son nom.",
    ),
    "no_such_marker": words(
        vi="đường biên này không có mốc {given}: ở đây là các mốc {first} đến {last}. Xem lại số hiệu.",
        lo="ເສັ້ນຊາຍແດນນີ້ບໍ່ມີຫຼັກໝາຍ {given}: ຫຼັກໝາຍຢູ່ນີ້ແມ່ນເລກ {first} ຫາ {last}. ກະລຸນາກວດເບິ່ງເລກຄືນ.",
        en="marker {given} is not on this line, whose markers are {first} to {last}. Look at the number again.",
        fr="la borne {given} n’est pas sur cette ligne, dont les bornes vont de {first} à {last}. Revoyez le numéro.",
    ),
    "past_the_end": words(
        vi="dẫn ra ngoài đường biên này, từ km 0 đến km {length}. Xem lại lý trình, hoặc mốc và số mét.",
        lo="ອອກນອກເສັ້ນຊາຍແດນນີ້, ເຊິ່ງແຕ່ ກມ 0 ຫາ ກມ {length}. ກະລຸນາກວດເບິ່ງໄລຍະທາງ ຫຼື ຫຼັກໝາຍ ແລະ ແມັດຄືນ.",
        en="leads off this line, which goes from km 0 to km {length}. Look at the kilometre, or at marker and metres.",
        fr="mène hors de cette ligne, du km 0 au km {length}. Revoyez le kilomètre, ou la borne et les mètres.",
    ),
    "far_from_the_line": words(
        vi="cách đường biên {km} km. Xem lại tọa độ (vĩ độ trước, kinh độ sau); nơi khác thì ghi bằng tên.",
        lo="ຢູ່ຫ່າງຈາກເສັ້ນຊາຍແດນ {km} ກມ. ກະລຸນາກວດພິກັດຄືນ (ລາຕິຈູດກ່ອນ, ລອງຈິຈູດຫຼັງ); ບ່ອນອື່ນໃຫ້ຂຽນເປັນຊື່.",
        en="is {km} km from the line. Look at the coordinates (latitude first, then longitude); say a place elsewhere "
        "by name.",
        fr="est à {km} km de la ligne. Revoyez les coordonnées (latitude d’abord, longitude ensuite) ; un lieu "
        "ailleurs se dit par son nom.",
    ),
    **COOPERATION,
    **WORK,
}

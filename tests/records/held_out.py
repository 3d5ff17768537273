"""Sentences to measure the forms of names by, written before them: named by an honorific, a role or in capitals.

``ORDINARY`` holds what resembles it and names nobody: offices, nationalities, places, ranks, schools, honey.
"""

from __future__ import annotations

from random import Random

from tests.records.ordinary import filling

NAMED = {
    "vi": """
Gặp anh Tuấn ở bản trên.
ông THÀO BÁ XÀ dẫn đường cho tổ.
Chị Mai thấy hai người đi qua mốc 405.
Bà Y Xia đã nộp một khẩu súng.
Bắt giữ đối tượng Hùng tại mốc 390.
Nghi phạm LẦU BÁ TỦA bỏ trốn.
Theo lời khai của bị can Dũng.
Lái xe Sơn chở gỗ qua đường mòn.
Cháu Lan bị lạc, đã đưa về.
Đồng chí Thắng trực điện thoại đêm.
Đại úy Hải liên lạc với phía bạn.
Thiếu tá NGUYỄN ĐỨC TUẤN ký biên bản.
NGUYỄN VĂN HÙNG bị bắt quả tang.
ĐỐI TƯỢNG VỪ BÁ CHỐNG BỎ TRỐN SANG BÊN KIA.
Người này là Nguyễn Đức Tuấn.
Một thanh niên tên Pó ở bản dưới.
Trao trả em Hoa cho gia đình.
Thầy giáo Nam báo cho đồn.
Bác sĩ Hương khám tại bản.
Anh Dềnh chỉ đường mòn.
anh Tuan o ban tren bao tin.
Bat giu doi tuong Hung tai moc 390.
Nguyen Van Hung bo tron.
Nạn nhân Mỷ đã về nhà.
Ông Pó và con trai dẫn trâu qua mốc 402.
Tài xế Trung khai nhận.
Người đó tên là Kăn Pản.
Phạm Quốc Đạt mang theo một túi.
""",
    "lo": """
ພົບທ້າວບຸນມີຢູ່ບ້ານ.
ທ້າວ ຄຳຜຸຍ ຖືກຈັບຢູ່ຫຼັກ 405.
ຈັບ ນາງບົວພັນ ພ້ອມຂອງກາງ.
ນາງ ຈັນທະລາ ເຫັນສອງຄົນຜ່ານໄປ.
ອ້າຍ ສົມສັກ ນຳທາງໃຫ້ຊຸດລາດຕະເວນ.
ຜູ້ຊາຍຊື່ ສົມພອນ ຢູ່ບ້ານລຸ່ມ.
ຜູ້ກ່ຽວຊື່ວ່າ ບຸນຖົມ.
ນາງສາວ ວັນນາ ໄດ້ແຈ້ງ.
ເອື້ອຍ ແກ້ວ ເຫັນຮອຍຕີນ.
ຮ້ອຍເອກ ວິໄລ ໂທຫາຝ່າຍເພື່ອນ.
ພັນຕີ ສີສະຫວາດ ເຊັນບົດບັນທຶກ.
ຄົນຂັບລົດຊື່ ຄຳໃສ.
ຄູ ບຸນທັນ ແຈ້ງໃຫ້ດ່ານ.
ທ້າວ\u200bສົມ\u200bຈິດ ຂົນໄມ້ຜ່ານທາງນ້ອຍ.
ມອບ ນາງມະນີ ໃຫ້ຄອບຄົວ.
""",
    "en": """
Mr BOUNMY was seen at the trail.
Mr. Tuan guided the patrol.
The suspect Khamphet fled across the stream.
A man named Somchai sold the timber.
The driver Sompong had no papers.
Captain Hung called the other side.
Major SISAVAT signed the minutes.
Dr. Huong examined the villagers.
Mrs. LAN saw two people at marker 405.
Thao Bounmy carried the bag.
A boy called Po was lost and found.
Lieutenant Viet was on the hotline.
The witness Chanthala told us the way.
We met Ms Vanna at the market.
Nguyen Van Hung was arrested at the gate.
The victim Mai is home again.
Madam Keo runs the shop by the trail.
A villager named Xai reported smoke.
""",
    "fr": """
M. BOUNMY a été vu sur le sentier.
Le suspect Khamphet a fui par le ruisseau.
Un homme nommé Somchai a vendu le bois.
Le dénommé Pó est connu du poste.
Le chauffeur Sompong n’avait pas de papiers.
Le capitaine Hung a appelé l’autre côté.
Le commandant SISAVAT a signé.
Monsieur Tuan a guidé la patrouille.
Madame Lan a vu deux personnes.
Mme LAN a vu deux personnes à la borne 405.
Mlle Vanna tient le marché.
Le docteur Huong a examiné les habitants.
Un garçon appelé Xai s’est perdu.
La victime Mai est rentrée.
Le témoin Chanthala nous a montré le chemin.
Le lieutenant Viet tenait la ligne directe.
Thao Bounmy portait le sac.
Un certain Khamsai attendait à la borne 402.
""",
}

ORDINARY = {
    "vi": """
Ông Chủ tịch Ủy ban nhân dân xã tiếp đoàn ngày {d}.
Đồng chí Đồn trưởng chủ trì hội ý, {n} cán bộ dự.
Đồng chí Bí thư Đảng ủy phát biểu tại {place}.
Đại tá Chỉ huy trưởng dẫn đầu đoàn {n} người.
Anh em Lào và Việt Nam cùng dựng {n} nhà.
Chị em Hội Phụ nữ hai bên giao lưu ngày {d}.
Tuần tra từ Anh Sơn lên mốc {m}, {n} cán bộ.
Huyện Anh Sơn hỗ trợ {n} tấn gạo.
Lái xe Việt Nam chờ tại cửa khẩu {n} giờ.
Lái xe Lào xếp hàng {n} chiếc tại {place}.
Đối tượng Trung Quốc nhập cảnh trái phép, {n} người.
Mật ong Mường Lống bày tại chợ, {n} chai.
Đoàn thanh niên xã trồng {n} cây tại mốc {m}.
Bác sĩ Trung tâm Y tế huyện khám cho {n} người.
Cô giáo và học sinh Trường Tiểu học {place} nhận quà.
Đường Nguyễn Thị Minh Khai sửa xong {n} mét.
Các cháu Trường Mầm non nhận {n} suất quà.
TỔ TUẦN TRA KHU VỰC MỐC {m} KHÔNG PHÁT HIỆN GÌ.
CÔNG VĂN SỐ {n} VỀ VIỆC TUẦN TRA SONG PHƯƠNG.
UBND XÃ VÀ ĐỒN BIÊN PHÒNG THỐNG NHẤT NGÀY {d}.
Nhà Văn hóa bản Huồi Tụ tổ chức họp {n} hộ.
Trưởng bản Huồi Mới báo sạt lở ở mốc {m}.
Cán bộ Hải quan và Biên phòng kiểm tra {n} xe.
Thiếu tướng Tư lệnh thăm đồn ngày {d}.
Đồng chí Phó Đồn trưởng trực từ {d}.
Bản có tên Huồi Pốc nằm dưới mốc {m} {n} mét.
Nước lũ cuốn cây cầu tại {place}, dài {n} mét.
Tiếng Anh Văn phòng: lớp {n} học viên.
Anh chị em Biên phòng, Công an, Hải quan thi đấu ngày {d}.
Nạn nhân Việt Nam trong vụ lật xe: {n} người.
""",
    "lo": """
ທ່ານຫົວໜ້າດ່ານນຳພາຄະນະ {n} ຄົນ.
ທ່ານ ເຈົ້າເມືອງ ກ່າວໃນກອງປະຊຸມວັນທີ {d}.
ນາງ ຖືກສົ່ງກັບ ພ້ອມ {n} ຄົນ.
ສະຫະພັນແມ່ຍິງ ແລະ ນາຍບ້ານ ໄປຢ້ຽມຢາມ {n} ຄອບຄົວ.
ຄູອາຈານ ແລະ ນັກຮຽນ {n} ຄົນຮັບຂອງຂວັນ.
ບ້ານຊື່ ຫ້ວຍໂປ່ງ ຢູ່ໄກຫຼັກ {m} {n} ແມັດ.
ອ້າຍນ້ອງທະຫານສອງຝ່າຍແຂ່ງບານ {n} ນັດ.
ພັນເອກ ຫົວໜ້າກອງບັນຊາການ ນຳພາຄະນະ ວັນທີ {d}.
ຄົນຂັບລົດລາວ {n} ຄົນລໍຖ້າຢູ່ດ່ານ.
ນ້ຳຖ້ວມທາງໄປ {place} ຍາວ {n} ແມັດ.
ທາງນ້ອຍຊື່ ຜາແດງ ປິດ {n} ວັນ.
ຊຸດລາດຕະເວນພົບຮອຍລົດ {n} ຄັນ ຢູ່ຫຼັກ {m}.
ລາຍຊື່ຂອງກາງ {n} ລາຍການຕິດຄັດມາ.
ລາຍຊື່ ຂອງກາງ ຕິດຄັດມາ {n} ໃບ.
ເຊັນຊື່ ແລະ ປະທັບຕາ {n} ສະບັບ.
ຄູຝຶກ {n} ຄົນສອນວິຊາດັບໄຟ.
""",
    "en": """
Mr Chairman of the delegation opened meeting {n}.
The suspect vehicle stood at marker {m} for {n} hours.
Suspect Lao nationals: {n}, handed over on {d}.
The driver was Vietnamese; {n} crates were opened.
A village named Houay Pong lies below marker {m}, {n} metres.
A place called Pha Daeng was searched on {d}.
Captain and crew of {n} boats waited at {place}.
The Major General visited the post on {d}.
Major repairs of the road near {place}: {n} metres.
Nam Theun and Nam Nang are {n} cm above normal.
The witness statements fill {n} pages.
Doctors Without Borders gave {n} kits.
Victims of the flood at {place}: {n} houses.
Madam Chair thanked {org} for {n} gifts.
The General Department of Customs asks for {n} copies.
PATROL OF {n} AT MARKER {m}: NOTHING TO REPORT.
The driver Training Centre opens on {d}, {n} seats.
Drivers from Vinh queue for {n} hours.
""",
    "fr": """
Monsieur le Gouverneur a reçu la délégation de {n} membres.
Madame la Présidente ouvre la réunion {n}.
Le capitaine du bateau attend depuis {n} heures.
Le suspect vietnamien est remis le {d} avec {n} paquets.
Un village nommé Houay Pong est à {n} mètres de la borne {m}.
Un lieu appelé Pha Daeng a été fouillé le {d}.
Le commandant de {org} remercie {n} agents.
Les victimes de la crue à {place} : {n} maisons.
M. le Directeur général signe {n} copies.
Le chauffeur attend à la borne {m} depuis {n} heures.
Le lieutenant-colonel et {n} agents sont à {place}.
Le poste de Nam Nang compte {n} agents.
PATROUILLE DE {n} À LA BORNE {m} : RIEN À SIGNALER.
Un certain nombre de colis ({n}) manque à {place}.
Le Docteur honoris causa a visité {place} le {d}.
Médecins Sans Frontières a donné {n} trousses.
""",
}


def named() -> list[str]:
    """Return sentences that each name somebody."""
    return [line for text in NAMED.values() for line in text.strip().splitlines()]


def ordinary(number: int, seed: int) -> list[str]:
    """Return so many different ordinary sentences, filled by chance; the same for a seed."""
    chance = Random(seed)
    patterns = [(lang, line) for lang, text in ORDINARY.items() for line in text.strip().splitlines()]
    drawn: set[str] = set()
    while len(drawn) < number:
        lang, pattern = chance.choice(patterns)
        drawn.add(pattern.format_map(filling(chance, lang)))
    return sorted(drawn)

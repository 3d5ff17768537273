"""Ordinary sentences of reports along a border, in four languages, written before the list of words was.

The blanks take names of the packaged places and organisations, numbers, days and goods. They hold what such reports are
full of and what a careless list would flag: medical visits, political officers, schools and offices that bear a word of
the list in their name, a fierce heat (*gay gắt*), the walls of a post (*enceinte*), boat races, faces of a mountain.
"""

from __future__ import annotations

from random import Random

from twinline.records.data import rows
from twinline.records.kinds.watching import CONDITIONS, FINDINGS
from twinline.records.vocabularies import SUBSTANCES

VI = """
Tổ tuần tra gồm {n} cán bộ đi từ mốc {m} đến mốc {k}, không phát hiện dấu vết lạ.
Hai bên thống nhất tuần tra song phương vào ngày {d} tại khu vực mốc {m}.
Đồn chỉ đạo các tổ công tác bám địa bàn, nắm chắc tình hình an ninh chính trị, trật tự an toàn xã hội.
Mưa lớn kéo dài làm sạt lở đường tuần tra gần mốc {m}, tạm thời không đi lại được.
Thu giữ {n} gói {goods} tại {place}.
Lực lượng quân y phối hợp khám bệnh, cấp thuốc miễn phí cho {n} người dân hai bên biên giới.
Chính trị viên đồn chủ trì buổi tuyên truyền Luật Biên phòng Việt Nam cho {n} người.
Hội phụ nữ xã tặng {n} suất quà cho các cháu học sinh nhân dịp năm học mới.
Thời tiết nắng nóng gay gắt, đề phòng cháy rừng tại {place}.
Đoàn công tác do lãnh đạo tỉnh dẫn đầu sang thăm, chúc Tết Bunpimay.
Bàn giao {n} đối tượng cùng tang vật cho phía bạn theo đúng quy định.
Cột mốc {m} bị nghiêng nhẹ, đề nghị hai bên cùng kiểm tra trước ngày {d}.
Phát quang {n} mét đường thông tầm nhìn biên giới.
Cửa khẩu tạm ngừng thông quan từ {d} do sự cố mạng.
Giao lưu bóng chuyền giữa {org} và đơn vị bạn.
Tuyên truyền đạo đức, lối sống và phòng chống tội phạm cho {n} học sinh.
Kiểm dịch tại cửa khẩu hoạt động bình thường trong tuần thứ {n}.
Xe tải chở gỗ không rõ nguồn gốc bị giữ lại tại {place}.
Phía bạn thông báo thay đổi giờ mở cửa khẩu trong dịp lễ từ ngày {d}.
Số người qua lại cửa khẩu trong tháng là {n} lượt.
Xây dựng {n} ngôi nhà tình nghĩa cho người có công.
Hai bên ký biên bản hội đàm lần thứ {n}.
Nhân dân hai bên giúp nhau thu hoạch lúa, khắc phục hậu quả lũ quét ở {place}.
Bắt quả tang một vụ vận chuyển trái phép pháo nổ, khối lượng {n} kg.
Đường dây nóng giữa {org} và đơn vị bạn hoạt động thông suốt.
Đã trao đổi với Ban Dân tộc tỉnh về chương trình hỗ trợ {n} hộ.
Ngày hội Đại đoàn kết toàn dân tộc tổ chức tại {place}.
Trường Phổ thông Dân tộc bán trú nhận {n} bộ bàn ghế.
Nhận diện rõ phương thức, thủ đoạn của tội phạm ma túy qua {n} vụ.
Tin do quần chúng cung cấp ngày {d} đã được xác minh.
Đề nghị bạn xác nhận số lượng tang vật trước ngày {d}.
Camera tại đường mòn số {n} hỏng, đã thay pin.
Diễn tập chữa cháy rừng với sự tham gia của {n} người.
Cử {n} cán bộ sang học tiếng Lào trong sáu tháng.
Người Lào sang mua hàng tại chợ biên giới tăng {n} lượt so với tháng trước.
Phối hợp tìm {n} con trâu lạc qua biên giới.
Mực nước sông dâng cao {n} cm, thuyền bè tạm dừng qua lại.
Vận động nhân dân giao nộp {n} khẩu súng tự chế.
Đảng ủy, chỉ huy {org} thống nhất kế hoạch quý tới.
Phong trào toàn dân bảo vệ chủ quyền lãnh thổ được duy trì tốt ở {n} thôn, bản.
Tuan tra doan moc {m}, tinh hinh binh thuong, khong co gi bao cao.
De nghi ben ban tra loi truoc ngay {d} ve so luong tang vat.
Giao dan va luong thuc cho chot so {n}, da nhan du.
Phia ban co thai do hop tac tot trong buoi lam viec ngay {d}.
Tin do nguoi dan bao ve duong mon gan moc {m}.
Đối tượng mang theo dao và {n} gói {goods}.
Doi tuong bi phat tu {n} thang.
Phia ban mong muon hop som, truoc ngay {d}.
Số nhà bị tốc mái là {n}, hai bên cùng sửa.
Người kinh doanh ở chợ biên giới tăng {n} so với năm ngoái.
Trâu bò mắc bệnh lở mồm long móng, cấm chở qua cửa khẩu từ {d}.
Trường Tiểu học Nguyễn Văn Trỗi nhận {n} bộ bàn ghế.
Huyện Bá Thước và huyện Văn Bàn cử {n} người sang {place}.
Sở Văn Hóa hai tỉnh giao lưu tại {place} ngày {d}.
Đường dây nóng của đồn: 0238 3867 {n}.
Tang vật trị giá 84.912.345.678 kíp, {n} kiện.
Đối tượng Việt Nam và đối tượng Lào cùng khai về {n} gói {goods}.
Tuần tra 05.03.2026 07:00 đến 11:00, từ mốc {m}.
Biên bản số 0123456/BB-TTSP, lưu {n} bản.
Số khung xe 1234567890123, tạm giữ {n} ngày.
Phía Lào trả về {n} người bị Lào từ chối nhập cảnh.
Tọa độ 19.41234, 104.02345, cách mốc {m} {n} mét.
"""

LO = """
ຊຸດລາດຕະເວນ {n} ຄົນ ຍ່າງຈາກຫຼັກ {m} ຫາຫຼັກ {k}, ບໍ່ພົບຮ່ອງຮອຍແປກປະຫຼາດ.
ສອງຝ່າຍຕົກລົງລາດຕະເວນຮ່ວມກັນໃນວັນທີ {d} ຢູ່ເຂດຫຼັກ {m}.
ຝົນຕົກໜັກເຮັດໃຫ້ທາງລາດຕະເວນເຈື່ອນ, ໄປມາບໍ່ໄດ້ {n} ວັນ.
ຢຶດໄດ້ {goods} ຈຳນວນ {n} ຫໍ່ ຢູ່ {place}.
ແພດທະຫານກວດພະຍາດ ແລະ ແຈກຢາໃຫ້ປະຊາຊົນ {n} ຄົນ.
ດ່ານປິດຊົ່ວຄາວແຕ່ວັນທີ {d} ຍ້ອນອິນເຕີເນັດຂັດຂ້ອງ.
ສະຫະພັນແມ່ຍິງມອບຂອງຂວັນ {n} ຊຸດໃຫ້ນັກຮຽນ.
ຄະນະນຳແຂວງມາຢ້ຽມຢາມ ແລະ ອວຍພອນປີໃໝ່ລາວ ວັນທີ {d}.
ຫຼັກໝາຍ {m} ອຽງເລັກໜ້ອຍ, ຂໍສະເໜີໃຫ້ສອງຝ່າຍກວດກາ.
ສອງຝ່າຍເຊັນບົດບັນທຶກການພົບປະຄັ້ງທີ {n}.
ຈຳນວນຄົນຜ່ານດ່ານໃນເດືອນນີ້ແມ່ນ {n} ເທື່ອ.
ຮັກສາຄວາມສະຫງົບທາງການເມືອງ ແລະ ຄວາມເປັນລະບຽບຮຽບຮ້ອຍຂອງສັງຄົມຢູ່ {place}.
ລົດບັນທຸກໄມ້ບໍ່ມີເອກະສານຖືກກັກໄວ້ທີ່ {place}.
ແຂ່ງຂັນກິລາບານສົ່ງມິດຕະພາບລະຫວ່າງ {org} ແລະ ໜ່ວຍງານເພື່ອນ.
ປະຊາຊົນສອງຝັ່ງຊ່ວຍກັນເກັບກ່ຽວເຂົ້າ {n} ເຮັກຕາ.
ສາຍດ່ວນລະຫວ່າງສອງກອງຮ້ອຍໃຊ້ການໄດ້ດີໃນອາທິດທີ {n}.
ຂໍໃຫ້ຝ່າຍເພື່ອນຢືນຢັນຈຳນວນຂອງກາງກ່ອນວັນທີ {d}.
ນ້ຳຂຶ້ນສູງ {n} ຊັງຕີແມັດ, ເຮືອຢຸດແລ່ນ.
ໂຄສະນາເຜີຍແຜ່ກົດໝາຍວ່າດ້ວຍຊາຍແດນໃຫ້ {n} ຄົນ.
ບຸນຊ່ວງເຮືອຈັດຂຶ້ນວັນທີ {d}, ມີເຮືອ {n} ລຳ.
ພົບງົວຄວາຍຫຼົງທາງ {n} ໂຕ ແລະ ສົ່ງຄືນເຈົ້າຂອງ.
ຕໍາຫຼວດກວດຄົ້ນລົດ {n} ຄັນ, ບໍ່ພົບສິ່ງຜິດກົດໝາຍປະເພດໃດ.
ກອງຮ້ອຍແກ້ໄຂກ້ອງທີ່ທາງນ້ອຍ {n} ແລ້ວ.
ທ່ານຫົວໜ້າກອງບັນຊາການການເມືອງເຂົ້າຮ່ວມກອງປະຊຸມວັນທີ {d}.
ຖາງທາງສາຍຕາຊາຍແດນໄດ້ {n} ແມັດ.
"""

EN = """
The patrol of {n} walked from marker {m} to marker {k} and met nobody.
Both sides agreed to patrol together on {d} near marker {m}.
Heavy rain washed out the path; the stretch can't be walked for {n} days.
{n} packets of {goods} were seized at {place}.
Army medics examined {n} people of both sides and gave out medicine free of charge.
The political officer of the post opened the talk on the border law.
The women's union gave {n} gifts to pupils at the start of the school year.
The gate is closed from {d} because the network failed.
Marker {m} leans a little; we propose to inspect it together.
The rock face above marker {m} came down on the path.
Boat races on the river draw many visitors; {n} more officers on duty.
The minutes of meeting {n} were signed by both delegations.
Traffic at the gate was {n} persons this month.
A lorry with timber of unknown origin was held at {place}.
Friendly volleyball match between {org} and the other side's company.
Villagers on both sides helped each other after the flash flood at {place}.
Please confirm the number of goods seized before {d}.
The hotline between the two posts works well; tested {n} times.
The camera on trail {n} failed, its battery was changed.
River {n} cm above normal, boats don't cross.
Officers begin a Lao language course of {n} months.
Aid for {n} houses damaged by the storm was handed over.
The head of {org} led the delegation.
Talks faced delays because the interpreter was ill.
We believe the count of {n} is right; our list is attached.
The quarantine station works as usual on {d}.
Cattle astray: {n} head were brought back.
The market at the gate was busier than last month by {n} stalls.
Faith in the joint patrols has grown, says the village head of {place}.
The road surface near {place} is broken for {n} metres.
Training with {org} in first aid for {n} officers.
The fee of {n} dollars was converted to kip.
Fire drill with {n} persons; the forest was dry.
"""

FR = """
La patrouille de {n} agents a marché de la borne {m} à la borne {k} sans rien remarquer.
Les deux côtés conviennent de patrouiller ensemble le {d} près de la borne {m}.
La pluie a emporté le sentier ; le tronçon est fermé {n} jours.
{n} paquets de {goods} ont été saisis à {place}.
Les médecins militaires ont examiné {n} habitants et donné des médicaments.
Le commissaire politique du poste a ouvert la séance sur la loi des frontières.
L’union des femmes a offert {n} cadeaux aux élèves.
La porte est fermée à partir du {d} à cause d’une panne de réseau.
La borne {m} penche un peu ; nous proposons une inspection commune.
L’enceinte du poste a été réparée sur {n} mètres.
Des courses de pirogues attirent du monde ; {n} agents de plus.
Le procès-verbal de la réunion {n} est signé par les deux délégations.
Le passage à la porte est de {n} personnes ce mois-ci.
Un camion de bois sans papiers a été retenu à {place}.
Match amical entre {org} et la compagnie voisine.
Les villageois s’entraident après la crue à {place}.
Merci de confirmer le nombre avant le {d}.
La ligne directe entre les deux postes fonctionne ; essayée {n} fois.
La caméra du sentier {n} est en panne, batterie changée.
La rivière est montée de {n} cm, les bateaux ne passent plus.
Des agents commencent un cours de lao de {n} mois.
Aide remise pour {n} maisons abîmées par la tempête.
Le chef de {org} conduisait la délégation.
Nous croyons que le nombre {n} est juste ; notre liste est jointe.
Le contrôle sanitaire de la porte fonctionne comme d’habitude le {d}.
Bétail égaré : {n} têtes ont été rendues.
Le marché compte {n} étals de plus que le mois dernier.
La face nord de la colline est couverte de forêt, sans sentier avant la borne {m}.
Le montant de {n} dollars est converti en kips.
Saisie de drogue à {place} : {n} paquets.
Le diagnostic de la panne de la caméra {n} est fait.
Le tribunal de la province a jugé {n} affaires.
Exercice d’incendie avec {n} personnes.
La direction de {org} remercie pour l’accueil du {d}.
"""


def sentences(number: int, seed: int) -> list[str]:
    """Return so many different sentences, drawn from all patterns of all languages alike; the same for a seed."""
    chance = Random(seed)
    patterns = [(lang, line) for lang, text in (("vi", VI), ("lo", LO), ("en", EN), ("fr", FR))
                for line in text.strip().splitlines()]  # fmt: skip
    drawn: set[str] = set()
    while len(drawn) < number:
        lang, pattern = chance.choice(patterns)
        drawn.add(pattern.format_map(filling(chance, lang)))
    return sorted(drawn)


def filling(chance: Random, lang: str) -> dict[str, object]:
    """Return what stands in the blanks of a pattern."""
    orgs = [row for row in rows("orgs") if row[f"name_{lang}"]]
    places = [row for row in orgs if row["kind"] in ("commune", "village", "district", "province")]
    things = [labels.to(lang) for closed in (SUBSTANCES, CONDITIONS, FINDINGS) for labels in closed.values()]
    return {
        "n": chance.randint(2, 400), "m": chance.randint(350, 460), "k": chance.randint(350, 460),
        "d": f"{chance.randint(1, 28)}/{chance.randint(1, 12)}/2026",
        "org": chance.choice(orgs)[f"name_{lang}"], "place": chance.choice(places or orgs)[f"name_{lang}"],
        "goods": chance.choice(things),
    }  # fmt: skip

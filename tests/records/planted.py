"""Sentences that may not cross: each names what is never recorded of people, what stands in for it, or somebody."""

from __future__ import annotations

import unicodedata

PLANTED = """
Nhóm này theo đạo Tin Lành, sinh hoạt tại bản.
Đối tượng là tín đồ Công giáo.
Gia đình ông theo tôn giáo khác.
Ba người truyền đạo từ tỉnh khác đến.
Ghi tôn giáo của từng người qua cửa khẩu.
Người dân trong bản là đồng bào dân tộc Mông.
Đối tượng là người Khơ Mú.
Danh sách lập theo dân tộc.
Phụ nữ dân tộc thiểu số bị lừa sang bên kia.
Người này gốc H'Mông, ở bản trên.
Người này có quan điểm chính trị khác.
Đối tượng là đảng viên của một đảng đối lập.
Nhóm có tư tưởng phản động.
Người này đồng tính.
Một người chuyển giới bị kiểm tra.
Ghi xu hướng tính dục của từng người.
Đối tượng nhiễm HIV.
Người này mắc bệnh tâm thần.
Có hai người nghiện ma túy trong bản.
Một phụ nữ đang mang thai.
Người khuyết tật ở nhà số 4.
Đã lấy dấu vân tay của ba người.
Lưu ảnh nhận dạng khuôn mặt của người qua lại.
Ghi tiếng mẹ đẻ của từng người.
Họ nói tiếng Mông trong nhà.
Hộ ông Lầu ở cuối bản không ký.
Nhom nay theo dao Tin Lanh.
Doi tuong la nguoi dan toc thieu so.
Ghi ton giao cua tung nguoi.
Lay dau van tay cua hai nguoi.
Co nguoi nhiem HIV trong ban.
ພວກນີ້ຖືສາສະໜາຄຣິສ.
ກຸ່ມນີ້ເຜີຍແຜ່ສາສະຫນາຢູ່ບ້ານ.
ບັນທຶກສາສະໜາຂອງແຕ່ລະຄົນ.
ລາວເປັນຊາວຄຣິສຕຽນ.
ພວກເຂົາເປັນຊົນເຜົ່າມົ້ງ.
ຜູ້ກ່ຽວເປັນເຜົ່າຂະມຸ.
ຈົດຊົນເຜົ່າຂອງຜູ້ຜ່ານດ່ານ.
ຄົນມົ້ງຢູ່ບ້ານເທິງ.
ຜູ້ກ່ຽວມີທັດສະນະທາງການເມືອງຕ່າງກັນ.
ລາວເປັນສະມາຊິກພັກຝ່າຍຄ້ານ.
ຜູ້ກ່ຽວເປັນຄົນຮັກຮ່ວມເພດ.
ບັນທຶກລົດນິຍົມທາງເພດ.
ຜູ້ກ່ຽວຕິດເຊື້ອ HIV.
ຄົນເປັນໂລກຈິດຢູ່ບ້ານ.
ມີຄົນຕິດຢາສອງຄົນ.
ແມ່ຍິງຖືພາຄົນໜຶ່ງ.
ຄົນພິການຢູ່ເຮືອນເລກທີ 4.
ເກັບລາຍນິ້ວມືຂອງສາມຄົນ.
ຂໍ້ມູນຊີວະມິຕິຂອງຜູ້ຜ່ານດ່ານ.
ຈົດພາສາແມ່ຂອງແຕ່ລະຄົນ.
ຄອບຄົວຂອງທ້າວໃດບໍ່ໄດ້ເຊັນ.
They are Protestants and meet at a house church.
His religion is noted on the card.
A Catholic family from the upper village.
The men were missionaries preaching in the village.
All of them are ethnic Hmong.
Note the ethnicity of each person.
The suspect belongs to the Khmu people.
A member of an ethnic minority was stopped.
His political opinions are known to the post.
She is a member of the opposition party.
The man is a dissident.
He is homosexual, says the neighbour.
Two transgender persons crossed.
Sexual orientation of the persons: unknown.
He is HIV positive.
The woman is pregnant.
He suffers from a mental illness.
Three drug addicts live in the village.
The person is disabled.
She was diagnosed with tuberculosis.
We took his fingerprints.
A DNA sample was taken from each.
Facial recognition found him twice.
Their mother tongue is Hmong.
The household of Mr Lau did not sign.
His home address is behind the school.
Ils sont protestants et se réunissent à l’église.
Sa religion est notée sur la fiche.
Une famille catholique du village d’en haut.
Des missionnaires prêchent dans le village.
Tous sont de l’ethnie hmong.
Noter l’appartenance ethnique de chacun.
Ses opinions politiques sont connues du poste.
Il est membre d’un parti d’opposition.
C’est un dissident.
Il est homosexuel, dit le voisin.
Orientation sexuelle : inconnue.
Il est séropositif.
La femme est enceinte.
Il souffre d’une maladie mentale.
Trois toxicomanes vivent au village.
Une personne handicapée a été contrôlée.
On a pris ses empreintes digitales.
Un prélèvement ADN de chacun.
La reconnaissance faciale l’a trouvé deux fois.
Leur langue maternelle est le hmong.
Le foyer de M. Lau n’a pas signé.
Il est seropositif selon le medecin.
"""

#: Written after the list had words of the first; each says who it is, how they are reached, or who told.
SOMEBODY = """
Đối tượng Moong Khăm Pản trú bản trên.
Số điện thoại của y: 0972 345 118.
Gặp Vừ Y Dính ở bản, số 040093001234.
Người này số CMND 187654321.
Hộ chiếu số B1234567 đã hết hạn.
Liên lạc với người nhà theo số +84 912 345 678.
Nghi phạm Nguyễn Văn Hùng bỏ trốn sang bên kia.
Bắt giữ Cao Thị Mai ở mốc 405.
Nguồn tin là cơ sở bí mật ở bản Xốp.
Do đặc tình cung cấp.
Người báo tin là trưởng bản.
Hắn theo Vàng Chứ từ năm ngoái.
Người này bị lao và viêm gan.
Nhà của ông ấy ở tọa độ 19.4123, 104.0231.
ຈັບທ້າວ ບຸນມີ ຢູ່ຫຼັກ 405.
ຜູ້ກ່ຽວຊື່ ນາງ ຈັນສະໝອນ.
ບັດປະຈຳຕົວ 0123456789 ຂອງຜູ້ກ່ຽວ.
ເບີໂທ 020 5551 2345.
ໂທຫາລາວ ເບີ +856 20 9988 7766.
ໂທ ໐໒໐ ໕໕໕໑ ໒໓໔໕ ຫາຜູ້ກ່ຽວ.
ແຫຼ່ງຂ່າວແມ່ນສາຍລັບຂອງພວກເຮົາ.
ລາວເປັນໂຣກເບົາຫວານ.
His passport is PA0123456.
Mr Bounmy was arrested at the marker.
Our informant in the village says so.
His house stands behind the school.
Son passeport n° P1234567 est faux.
M. Khamphet a été arrêté.
Notre informateur habite en bas.
Son téléphone : +33 6 12 34 56 78.
"""


def sentences() -> list[str]:
    """Return the sentences, every third in the other Unicode form, every fifth of the first hundred in capitals."""
    lines = [*PLANTED.strip().splitlines(), *SOMEBODY.strip().splitlines()]
    formed = [unicodedata.normalize("NFD", line) if number % 3 == 0 else line for number, line in enumerate(lines)]
    return [line.upper() if number % 5 == 0 and number < 100 else line for number, line in enumerate(formed)]

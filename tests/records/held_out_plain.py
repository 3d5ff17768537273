"""Sentences that may not cross, in other words than the list was made of, and ordinary ones that sound like them.

They were written in five goes, each before the list had seen it. Of the first three, each of which looked for what it
lacks, 72 of 80, 43 of 78 and 9 of 102 were found; of the fourth and the fifth, written as they came, 51 of 56 and 104
of 127.
"""

from __future__ import annotations

PLAIN = """
Nhóm người này theo đạo Thiên Chúa.
Gia đình anh ta đi lễ nhà thờ mỗi chủ nhật.
Đối tượng là người dân tộc H'Mông.
Hai phụ nữ người Khơ Mú qua suối.
Cả nhóm tin theo Đức Chúa Trời.
Bà mang bệnh truyền nhiễm HIV.
Đã lấy dấu vân tay của cả hai.
Người bị giữ có thai ba tháng.
Đối tượng từng là đảng viên.
Ông này đồng tính.
Nhà ở số 14 tổ 3 bản Nậm Cắn.
Nguồn tin do cơ sở bí mật cung cấp.
Anh ta nghiện ma túy từ năm 2019.
Đã chụp ảnh khuôn mặt để nhận dạng.
Chị ấy bị tâm thần.
Số CCCD 040091002233.
Điện thoại 0977 123 456.
Một thầy cúng người Thái dẫn đường.
Họ sinh hoạt đạo Tin lành trái phép.
Nhóm tuyên truyền chống chế độ.
Doi tuong theo dao Tin Lanh tai ban.
Nguoi dan toc Mong vuot bien.
Xet nghiem duong tinh voi HIV.
Tiếng mẹ đẻ của họ là tiếng Thái.
Hộ gia đình ông không ký cam kết vì theo đạo.
ຜູ້ກ່ຽວນັບຖືສາສະໜາຄຣິດ.
ຄົນເຜົ່າມົ້ງສອງຄົນຂ້າມນ້ຳ.
ພວກເຂົາໄປໂບດທຸກວັນອາທິດ.
ຜູ້ຍິງຖືພາສາມເດືອນ.
ລາວຕິດເຊື້ອເອສໄອວີ.
ເກັບລາຍນິ້ວມືຂອງທັງສອງຄົນ.
ຜູ້ກ່ຽວຕິດຢາເສບຕິດ.
ລາວເປັນສະມາຊິກພັກຝ່າຍຄ້ານ.
ເຮືອນເລກທີ 12 ໜ່ວຍ 4.
ສາສະຫນາຂອງພວກເຂົາ.
ລາວເປັນໂຣກຈິດ.
ຄົນຊົນເຜົ່າກຶມມຸ.
ແຫຼ່ງຂ່າວລັບຂອງພວກເຮົາບອກ.
ທ້າວ ບຸນມີ ຂັບລົດ.
ເບີໂທ 020 5566 7788.
The two men are Hmong.
They belong to a Protestant church.
She is pregnant and sick with malaria.
He tested positive for HIV.
Their fingerprints were taken.
A photograph of his face was kept.
He is a member of an opposition party.
The suspect is gay.
He lives at house 12, unit 3.
Our informant told us about the route.
His mother tongue is Khmu.
A Buddhist monk carried the bag.
The man is a drug addict.
He suffers from schizophrenia.
Passport B1234567 was found.
Call him on +856 20 5566 7788.
They prayed together before crossing.
The family are Catholics.
An ethnic Thai woman crossed.
DNA samples were collected.
Les deux hommes sont hmong.
Ils appartiennent à une église protestante.
Elle est enceinte de trois mois.
Il est séropositif.
On a relevé leurs empreintes digitales.
Il milite dans un parti d'opposition.
Le suspect est homosexuel.
Il habite au 12, rue du Marché.
Notre informateur a signalé le passage.
Sa langue maternelle est le khmou.
Un moine bouddhiste portait le sac.
L'homme est toxicomane.
Il souffre de schizophrénie.
Passeport B1234567 retrouvé.
La famille est catholique.
Une femme de l'ethnie thaï a traversé.
Il est malade du paludisme.
On a prélevé son ADN.
Reconnaissance faciale effectuée au poste.
Ils priaient ensemble la nuit.
Ông ta là mục sư.
Họ tụ tập cầu nguyện trong rừng.
Bọn họ theo tà đạo Dương Văn Mình.
Một nhà sư đi cùng đoàn.
Đối tượng là tín đồ Hồi giáo.
Hai anh em người H'mông ở bên kia.
Người Khơ-me và người Kinh cùng đi.
Đối tượng thuộc dân tộc thiểu số.
Bà là người Mông trắng.
Gốc Hoa, nói tiếng Thái.
Ông có tư tưởng chống Đảng.
Người này theo phe đối lập.
Đối tượng từng tham gia FULRO.
Vợ anh ta bị lao phổi.
Cháu bé bị sốt xuất huyết.
Anh này khuyết tật chân trái.
Bị can mắc bệnh gan.
Người phụ nữ vừa sảy thai.
Hai người là cặp đồng giới.
Lấy mẫu ADN gửi đi.
Quét mống mắt người qua lại.
Camera nhận diện khuôn mặt ghi được.
Nhà thứ ba từ đầu bản là của nghi can.
Cơ sở của ta trong bản báo tin.
Người dùng ma túy đá trong bản có 3 nhà.
ພະສົງອົງໜຶ່ງໄປນຳ.
ພວກເຂົາໄຫວ້ພະຮ່ວມກັນ.
ລາວນັບຖືຜີ.
ຄົນມ້ງຈາກບ້ານເທິງ.
ລາວເປັນຄົນລາວສູງ.
ລາວຕໍ່ຕ້ານລັດຖະບານ.
ລາວເປັນວັນນະໂລກ.
ແມ່ຍິງຄົນນັ້ນມີທ້ອງ.
ລາວພິການຂາຊ້າຍ.
ກວດ DNA ແລ້ວ.
ສະແກນໃບໜ້າຢູ່ດ່ານ.
ລາວເປັນກະເທີຍ.
ພາສາແມ່ຂອງລາວແມ່ນພາສາມົ້ງ.
ຜູ້ໃຫ້ຂ່າວຂອງພວກເຮົາ.
The preacher went ahead of them.
They sang hymns in the hut.
A Muslim trader was with them.
The woman is of Khmu origin.
Tribal people from upstream.
He spoke against the government and the Party.
He fought with the resistance in the eighties.
The boy has epilepsy.
She had a miscarriage.
He walks with a limp; he is disabled.
The driver was HIV-positive.
Two lesbians rented the room.
A transgender person crossed.
Iris scan made at the gate.
We keep his fingerprint card.
The third house past the school is his.
A source inside the village told us.
He uses heroin daily.
Le prédicateur marchait devant.
Ils chantaient des cantiques.
Un commerçant musulman était là.
Elle est d'origine khmu.
Des gens de la minorité hmong.
Il parle contre le régime.
Il est ancien maquisard politique.
L'enfant est épileptique.
Elle a fait une fausse couche.
Il est handicapé.
Le chauffeur est porteur du VIH.
Une personne transgenre a traversé.
Scan de l'iris fait à la porte.
On garde sa fiche d'empreintes.
La troisième maison après l'école est la sienne.
Un indicateur du village nous l'a dit.
Il consomme de l'héroïne chaque jour.
Il est témoin de Jéhovah.
Elle porte le voile islamique.
Un pasteur les guidait.
Il a la tuberculose.
Nhiều người trong nhóm vừa vào đạo.
Ông ấy giữ đạo Chúa từ lâu.
Đối tượng mang theo sách thánh ca.
Họ làm lễ rửa tội bên suối.
Hai nữ tu qua cửa khẩu.
Một sư thầy bị hỏi giấy tờ.
Ông thầy mo dẫn đường.
Đối tượng theo đạo Phật.
Nhóm đạo lạ tụ tập ở bản trên.
Người dẫn đường là người Hmong Lào.
Cả nhóm là người Khmer.
Bắt hai người Vân Kiều.
Đối tượng nói tiếng Mông.
Nhóm thiểu số ở bản trên giúp họ.
Người này nói xấu Đảng.
Ông ta kêu gọi lật đổ chính quyền.
Nhóm chống phá Nhà nước.
Họ đi biểu tình năm ngoái.
Người này là thành viên Việt Tân.
Cháu trai bị câm điếc.
Ông cụ cụt một chân.
Bà ấy bị ung thư phổi.
Đối tượng dương tính với ma túy.
Anh ta bị sốt rét.
Người vợ đã phá thai.
Đối tượng mắc bệnh tim.
Danh sách người sử dụng ma túy của bản.
Chụp chân dung từng người.
Lưu dấu tay của họ.
Căn nhà cuối bản, số nhà 7, là của nghi phạm.
Cơ sở mật của đồn cho biết.
ລາວເປັນຄຣິສຕຽນ.
ພວກເຂົາອະທິຖານຢູ່ໃນປ່າ.
ລາວສວດມົນທຸກຄືນ.
ຄູບາສອງອົງຜ່ານດ່ານ.
ລາວເຊື່ອພະເຈົ້າ.
ຄົນມົ້ງສາມຄົນ.
ລາວເປັນຊາວມ້ງ.
ຜູ້ກ່ຽວແມ່ນຄົນໄທດຳ.
ລາວຕ້ານລັດຖະບານ.
ກຸ່ມຄົນປະທ້ວງ.
ຜູ້ກ່ຽວເປັນຝ່າຍຕໍ່ຕ້ານ.
ລາວຫູໜວກ.
ລາວຕາບອດ.
ນາງແທ້ງລູກ.
ຜູ້ກ່ຽວເປັນໂລກຫົວໃຈ.
ລາວເປັນໄຂ້ຍຸງ.
ຜູ້ໃຊ້ຢາໃນບ້ານມີສາມຄົນ.
ຖ່າຍຮູບໃບໜ້າໄວ້.
ເກັບລາຍນິ້ວມື.
ເຮືອນຫຼັງທີສາມແມ່ນຂອງລາວ.
ແຫຼ່ງຂ່າວລັບບອກ.
The two nuns crossed at noon.
He was baptised last year.
They were praying when the patrol came.
He is a Jehovah's Witness.
The imam of the mosque went with them.
He is an atheist.
A monk asked for water.
They are animists.
She is a Lao Theung woman.
The porters are Tai Dam.
People of a minority group live there.
He agitates against the regime.
He is a political activist.
She took part in the protest.
They want to overthrow the government.
He is a former insurgent.
She had an abortion.
He has malaria.
The boy is deaf.
The old man is in a wheelchair.
He has a heart disease.
The driver takes drugs.
He smokes opium every night.
The camera recorded their faces.
An iris image was stored.
The suspect's house is the last house of the village.
Our source in the village said so.
Deux bonzes ont passé.
Il a été baptisé l'an dernier.
Ils étaient en prière à notre arrivée.
L'imam de la mosquée les accompagnait.
Il est athée.
Ils sont animistes.
Les porteurs sont des Lao Theung.
Il appartient à un peuple minoritaire.
Il milite contre le gouvernement.
C'est un militant politique.
Elle a participé à la manifestation.
Ils veulent renverser le régime.
Elle a avorté.
Il souffre du paludisme.
Le garçon est sourd et muet.
Le vieil homme est en fauteuil roulant.
Il a une maladie du cœur.
Le chauffeur se drogue.
Il fume de l'opium chaque soir.
La caméra a enregistré leurs visages.
Une image de l'iris est gardée.
La maison du suspect est la dernière maison du village.
Notre indicateur l'a dit.
Ông già này theo Công giáo từ nhỏ.
Đoàn có hai vị linh mục.
Cả nhóm người Mông ngủ ở lán.
Bà con dân tộc Thổ giúp đưa hàng.
Đối tượng có tư tưởng ly khai.
Người này là đảng viên bị khai trừ.
Anh ta công khai là người đồng tính.
Cô gái bị HIV đã được đưa về.
Cậu bé mắc chứng tự kỷ.
Người phụ nữ mang thai bảy tháng.
Nghi can là người nghiện lâu năm.
Đã lấy vân tay mười ngón.
Đối tượng sống ở nhà số 9.
Người báo tin là hàng xóm của ông ta.
Họ tập Pháp Luân Công.
ພວກເຂົາເປັນຊາວຄຣິສຕຽນ.
ມິດຊັນນາຣີສອງຄົນເຂົ້າມາ.
ພວກເຂົາເປັນຊົນເຜົ່າອາຄາ.
ຜູ້ກ່ຽວເປັນຄົນເຜົ່າມົ້ງ.
ລາວເປັນສະມາຊິກພັກ.
ລາວເປັນຄົນຮັກຮ່ວມເພດ.
ລາວຕິດເຊື້ອ HIV.
ແມ່ຍິງຖືພາຄົນໜຶ່ງ.
ລາວເປັນມະເຮັງ.
ຜູ້ກ່ຽວພິການແຂນ.
ເອົາລາຍນິ້ວມືໄວ້.
ລາວຢູ່ເຮືອນເລກທີ 7.
ສາຍລັບຂອງພວກເຮົາບອກ.
The missionaries stayed two nights.
Both are Seventh-day Adventists.
He is a Khmu farmer.
The family belongs to a small ethnic group.
He has anti-government views.
She is known as a dissident.
The man is homosexual.
She is seven months pregnant.
He is diabetic.
The boy is autistic.
He is an opium addict.
His fingerprints match.
They took a facial image.
She lives at number 4 in the lower village.
An informer saw them.
Les missionnaires sont restés deux nuits.
Tous deux sont adventistes.
C'est un paysan khmu.
La famille est d'une petite ethnie.
Il a des opinions politiques hostiles.
L'homme est homosexuel.
Elle est enceinte de sept mois.
Il est diabétique.
Le garçon est autiste.
Il est opiomane.
Ses empreintes digitales correspondent.
Elle habite au numéro 4.
Un mouchard les a vus.
Nghi phạm khai thường đi lễ nhà thờ mỗi chủ nhật.
Gia đình này theo Hội thánh Đức Chúa Trời.
Người bị bắt là người Mông, quê ở Mường Xén.
Cả nhóm đều là dân tộc Thái.
Hai phụ nữ Khơ Mú được đưa về xã.
Ông ta từng là đảng viên đảng đối lập.
Đối tượng ủng hộ Việt Tân.
Nạn nhân nhiễm HIV.
Người này bị viêm gan B và đang uống thuốc.
Cô gái đang mang thai tháng thứ tư.
Anh này là người đồng tính.
Nạn nhân là người chuyển giới.
Đã lấy dấu vân tay của cả ba người.
Đã lấy mẫu ADN gửi về tỉnh.
Tiếng mẹ đẻ của họ là tiếng Mông.
Nhà ở số 12, ngõ 4, khối 3.
Người báo tin là dân bản bên cạnh.
Cơ sở bí mật của ta cho biết xe sẽ qua lúc đêm.
Bị tâm thần, hay la hét.
Ông ấy là mục sư trong bản.
Họ tụ tập cầu nguyện tại nhà riêng.
Người nghiện ma túy lâu năm.
Đối tượng có tiền sử động kinh.
Một nhà sư bị giữ lại để hỏi.
Người này theo đạo Công giáo.
Bà con theo Vàng Chứ.
Người này chỉ trích chính quyền trên mạng.
Tham gia biểu tình năm ngoái.
Nghi can bị lao phổi.
Nạn nhân bị hiếp và mắc bệnh lây qua đường tình dục.
Cháu bé bị khuyết tật.
Anh ta là tín đồ Phật giáo.
Mặt có sẹo dài bên má trái.
Nhận dạng khuôn mặt qua camera.
Người dân tộc Ơ Đu khai báo.
Họ nói tiếng Khơ Mú trong nhà.
Nguồn tin của ta ở bản bên.
Địa chỉ nhà: thôn 2, nhà thứ ba bên phải.
Đối tượng theo tà đạo.
Hai người theo Pháp Luân Công.
ຜູ້ຕ້ອງສົງໄສນັບຖືສາສະໜາຄຣິດ.
ຜູ້ຖືກຈັບເປັນຄົນມົ້ງ.
ຄອບຄົວນີ້ນັບຖືສາສະຫນາອິດສະລາມ.
ລາວເປັນຄົນກຶມມຸ.
ຜູ້ເສຍຫາຍຕິດເຊື້ອ HIV.
ນາງຖືພາໄດ້ສີ່ເດືອນ.
ໄດ້ເອົາລາຍນິ້ວມືຂອງທັງສາມຄົນ.
ພາສາແມ່ຂອງເຂົາແມ່ນພາສາມົ້ງ.
ຜູ້ກ່ຽວຕໍ່ຕ້ານລັດຖະບານ.
ຜູ້ແຈ້ງຂ່າວແມ່ນຊາວບ້ານຂ້າງຄຽງ.
ຜູ້ກ່ຽວເປັນວັນນະໂລກ.
ລາວເປັນໂລກຈິດ.
ເຂົາເຈົ້າພາກັນອະທິຖານໃນເຮືອນ.
ພຣະສົງອົງໜຶ່ງຖືກກັກໄວ້.
ຜູ້ຕິດຢາເສບຕິດມາດົນ.
ເຮືອນເລກທີ 12 ຮ່ອມ 4.
ຜູ້ກ່ຽວເປັນຊົນເຜົ່າໄທດຳ.
ລາວເປັນພະຍາດຕັບອັກເສບ.
ໄດ້ເກັບຕົວຢ່າງ ADN.
ແຫຼ່ງຂ່າວລັບຂອງພວກເຮົາ.
ລາວເຂົ້າຮ່ວມການປະທ້ວງ.
ຄົນພິການສອງຄົນ.
ຜູ້ກ່ຽວເຊື່ອຖືພະເຈົ້າ.
ລາວເປັນຄົນເຜົ່າພູໄທ.
ຜູ້ກ່ຽວເປັນບາດຫຼວງ.
ເດັກນ້ອຍເປັນບ້າ.
ຜູ້ຖືກຈັບເປັນຊາວພຸດ.
ລາວມີຮອຍສັກຢູ່ແຂນ ແລະ ຮອຍແປ້ວຢູ່ໜ້າ.
The suspect goes to mass every Sunday.
He is a Hmong man from the next valley.
All of them belong to the Khmu.
She is four months pregnant.
The driver is HIV positive.
Fingerprints were taken from the three men.
He supports an opposition party.
The two women are Catholics.
A pastor was stopped at the gate.
He is gay, the villagers say.
The man has tuberculosis.
Our informant saw the truck leave.
She is mentally ill.
His mother tongue is Hmong.
They live in the third house behind the school.
The prisoner is a Buddhist monk.
A DNA sample was sent to the province.
He took part in a protest last year.
The girl is disabled.
He is a drug addict.
The family converted to Christianity.
The man is diabetic and needs insulin.
They held a prayer meeting.
He criticised the government online.
The suspect is Muslim.
A source in the village told us of the load.
She was infected with hepatitis.
A scar across his face.
He is of Lao Loum descent.
The witness is transgender.
Le suspect va à la messe chaque dimanche.
C’est un Hmong de la vallée voisine.
Les deux femmes sont catholiques.
Elle est enceinte de quatre mois.
Le chauffeur est séropositif.
On a relevé les empreintes digitales des trois hommes.
Il milite dans un parti d’opposition.
Un pasteur a été arrêté à la porte.
Il est homosexuel.
L’homme souffre de tuberculose.
Notre indicateur a vu partir le camion.
Elle souffre de troubles mentaux.
Sa langue maternelle est le khmu.
Ils habitent au 12, rue du Marché.
Le détenu est un moine bouddhiste.
Un échantillon d’ADN a été envoyé.
Il a participé à une manifestation contre le pouvoir.
La fille est handicapée.
C’est un toxicomane.
La famille s’est convertie au protestantisme.
Ils ont tenu une réunion de prière.
Il a critiqué le gouvernement en ligne.
Le suspect est musulman.
Elle a une hépatite.
Une cicatrice lui barre le visage.
Il est d’origine ethnique thaï.
Le témoin est transgenre.
Il a le sida.
Un marabout prêche dans le village.
"""
#: What says the same in words that mostly say something else.
ORDINARY = """
Lãnh đạo hồi 9 giờ kiểm tra mốc 405.
Vị sư đoàn trưởng dẫn đầu đoàn.
Đoàn xe lăn bánh lúc 6 giờ.
Xe lan banh luc 6 gio.
Cảm thấy thay đổi, sự thay đổi tốt.
Su thay doi duoc thong bao truoc.
Xe bi cam qua cau 5 tan.
Người chăm sóc trâu báo tin.
Người chăm nuôi bò hai bên.
Trồng 200 gốc hoa ban hai bên đường.
Đưa vào đạo luật của hai nước.
Giữ đạo đức nghề nghiệp.
Một nhà thứ hai cũng bị tốc mái.
Hoạt động phòng chống bệnh truyền nhiễm ở gia súc.
Phòng chống sốt rét cho bộ đội hai bên.
Trâu bò mắc bệnh lở mồm long móng.
Tổ chồng đang sửa rào giúp dân.
Ủng hộ 20 xe lăn cho bản.
Ảnh chân dung lãnh tụ hai nước được trao tặng.
ຕົ້ນໄມ້ໂຄ່ນລົ້ມໃສ່ຫຼັກໝາຍ.
ເສັ້ນທາງປອດໄພດີ.
ເຈົ້າໜ້າທີ່ທ້ອງຖິ່ນມີທ້ອງຖິ່ນຮ່ວມ.
ປະມານຕາມແຜນ.
ຄົນຂ່າວມາຖ່າຍທຳ.
ການຕໍ່ຕ້ານຢາເສບຕິດຂອງສອງຝ່າຍ.
ຄົນເຜົາປ່າສອງຈຸດ.
Twenty wheelchairs were given to the district.
Laos protests against the new fence.
A tropical depression closed the road.
Men with covered faces ran off.
The patrol aborted its round.
A second house was damaged by the storm.
Malaria prevention was discussed.
Monkeys crossed at marker 405.
Nunchaku were seized at the gate.
The source in the upper valley feeds both villages.
Prière de répondre avant le 5 mai.
Vous êtes prié de confirmer.
Une manifestation culturelle a eu lieu.
L'Institut Pasteur a donné des vaccins.
Une deuxième maison a brûlé.
Les empreintes de pas mènent au ruisseau.
Notre indicateur de trafic monte.
La lutte contre le paludisme continue.
Le pont fut appelé pont de l'amitié.
"""


def plain() -> list[str]:
    """Return the sentences that may not cross."""
    return PLAIN.strip().splitlines()


def alike() -> list[str]:
    """Return those that only sound like them."""
    return ORDINARY.strip().splitlines()

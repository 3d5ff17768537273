"""Sentences to measure the forms of names by, written before them: named by an honorific, a role or in capitals.

``ORDINARY`` holds what resembles it and names nobody: offices, nationalities, places, ranks, schools, honey.
``BARE`` and ``ALIKE`` were written in four goes, each before the forms had seen it.
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


#: Somebody by one name with nothing before it but what they do or suffer, or after the Lao word of respect.
BARE = {
    "vi": """
Tuấn nói rằng có hai người qua mốc 405.
Theo Hùng, xe đi qua lúc nửa đêm.
Mai kể đã thấy khói ở bản trên.
Dũng khai nhận chở thuê.
Tổ gặp Pó ở lán nương.
Bắt được Sơn khi đang vượt sông.
Xà khai rằng hàng là của người khác.
Thắng cho biết đường mòn bị sạt.
Bắt giữ Long cùng tang vật.
Hỏi Lan thì được biết trâu đã về.
Đã trao trả Hoa cho phía bạn.
Tủa thừa nhận đã phát nương qua biên giới.
Hải nói rằng anh ta chỉ đi hái măng.
Theo lời Nam, hàng giấu dưới gốc cây.
Cường khai đã ba lần chở hàng.
Vinh kể lại toàn bộ sự việc.
Tổ công tác gặp Dềnh tại suối.
Bắt quả tang Quyết đang giấu hàng.
Trao trả Nhung cho gia đình.
Lầu cho biết nhà bị cháy đêm qua.
Chúng tôi hỏi Thảo về con đường.
Đức thừa nhận không có giấy.
Kiên báo tin có người lạ.
Tổ tuần tra phát hiện Chống đang chặt cây.
Mỷ khai nhận được thuê 2 triệu đồng.
Trời tối, Bình bỏ chạy vào rừng.
Giao Tú cho công an xã.
Phượng bảo rằng không biết gì.
Lời khai của Toàn không khớp.
Phong nói với tổ rằng chỉ đi chăn bò.
Theo lời khai của Nhất, còn hai người nữa.
Súa kể hôm trước nghe tiếng nổ.
Tìm thấy Vân ở bìa rừng.
Cắt khai báo quanh co.
Tổ hỏi Thành thì Thành im lặng.
Lúc 5 giờ Minh bỏ trốn.
Đã bàn giao Yến cho phía Lào.
Hùng là người cầm đầu.
Nhà Tuấn ở cuối bản.
Vợ của Dũng đến đồn.
Bảo nói là bị lạc đường.
Tổ gặp Chư đang lấy mật ong.
Theo Lý, mốc vẫn còn nguyên.
Sau đó Quang thừa nhận đã phá rào.
Hạnh trả lời không biết.
Trao trả Giang về phía bạn.
Nhìn thấy Tiến vác bao tải.
""",
    "lo": """
ທ່ານ ສົມໄຊ ກ່າວຕ້ອນຮັບ.
ທ່ານບຸນມີ ແຈ້ງວ່າທາງຂາດ.
ພົບທ່ານ ຄຳພັນ ຢູ່ດ່ານ.
ທ່ານ ວັນທອງ ນຳທາງ.
ທ່ານ ນາງ ແກ້ວມະນີ ມອບເຄື່ອງ.
ທ່ານ ພູວົງ ເຊັນບົດບັນທຶກ.
ທ່ານ ສີສຸກ ບອກວ່າ ເຫັນສອງຄົນ.
ທ່ານຄຳແສນ ຂັບລົດຜ່ານດ່ານ.
ໄດ້ພົບກັບທ່ານ ອຸດອນ ຢູ່ຫຼັກ 405.
ທ່ານ ບົວລາ ຖືກຈັບ.
ທ່ານ ນາງ ພອນສີ ລາຍງານ.
ທ່ານ ທອງດຳ ໄດ້ແຈ້ງໃຫ້ດ່ານ.
ມອບໃຫ້ທ່ານ ຈັນສະໝອນ.
ທ່ານ ຄຳຫລ້າ ມາລາຍງານຕົວ.
ທ່ານ ໄພວັນ ຂົນໄມ້.
ທ່ານບຸນເລີດ ຢູ່ບ້ານໜອງແຮດ.
ສົ່ງໃຫ້ ທ່ານ ວິລະໄຊ ແລ້ວ.
ທ່ານ ສຸລິຍາ ເປັນຜູ້ເຫັນ.
ທ່ານ ແສງເພັດ ກັບບ້ານແລ້ວ.
ທ່ານບຸນຍັງ ນຳຄວາຍມາສົ່ງ.
""",
    "en": """
Somchai said the truck came at night.
According to Bounmy, two men crossed.
We arrested Hung at marker 390.
Khamphet admitted carrying the bag.
Tuan told the patrol about the path.
The patrol met Sompong on the trail.
Mai says the smoke came from the south.
Handed Po over to his family.
Somsak confessed.
Vanna said nobody had passed.
According to Khamsing, the boats left early.
The team arrested Xai near the stream.
Sisouk admitted he had no papers.
Lan told us where the cattle went.
We spoke with Phonsy at the market.
Bounthan explained the route.
They questioned Dung for an hour.
Keo reported smoke above marker 402.
Noy fled into the forest.
Returned Chanthala to her village.
Hoa claims the bag is not hers.
Statement by Souk: the truck was empty.
Somphone said he bought it in the market.
Thongdy has confessed to the theft.
Yesterday Khamla fled to the other side.
We arrested Bounmy and his brother.
Viengxay's truck was stopped.
According to Sengdao the road was empty.
Kham was carrying two bags.
Detained Noi for two days.
Linh denied everything.
Phetsamone explained that the boat was borrowed.
Nhung told the post about the smoke.
Villagers found Bounkong asleep in the hut.
They arrested Khamphan in Nong Het.
According to Thavone, nobody was hurt.
Vixay signed for the cattle.
""",
    "fr": """
Somchai a dit que le camion passait la nuit.
Selon Bounmy, deux hommes ont traversé.
Khamphet a avoué le transport.
Nous avons arrêté Hung à la borne 390.
D’après Tuan, le sentier est coupé.
Mai raconte avoir vu de la fumée.
La patrouille a rencontré Sompong.
Vanna dit que personne n’est passé.
Selon Khamsing, les pirogues sont parties tôt.
L’équipe a arrêté Xai près du ruisseau.
Sisouk a reconnu n’avoir aucun papier.
Lan nous a dit où sont allés les buffles.
Bounthan explique le trajet.
D’après Keo, la fumée venait du sud.
Dung a été interrogé une heure.
Noy s’est enfui dans la forêt.
Nous avons parlé avec Phonsy au marché.
Hoa affirme que le sac n’est pas à elle.
Somphone a dit l’avoir acheté au marché.
Thongdy a tout avoué.
Hier, Khamla s’est enfui de l’autre côté.
Bounmy et son frère ont été arrêtés.
Selon Sengdao la route était vide.
Kham portait deux sacs.
Linh a nié les faits.
Le camion de Viengxay a été arrêté.
Phetsamone a expliqué que la pirogue était empruntée.
Les villageois ont trouvé Bounkong dans la cabane.
D’après Thavone, personne n’est blessé.
Vixay a signé pour les buffles.
""",
}

#: What is said in the same way by offices, towns and people without a name.
ALIKE = {
    "vi": """
Lào cho biết sẽ mở cửa khẩu sớm.
Nghệ An nói rằng đã nhận đủ.
Bạn cho biết đường đã thông.
Đồn báo tin cho huyện.
Theo Luật Biên phòng, hai bên cùng kiểm tra.
Theo Hiệp định, tuần tra mỗi quý một lần.
Gặp Đồn trưởng bạn tại mốc 405.
Gặp Ban chỉ huy đại đội.
Dân kể rằng có tiếng súng.
Họ khai rằng đi hái măng.
Đã trao trả Lào 3 người.
Hỏi Hải quan về thời gian thông quan.
Vinh cho biết hội nghị lùi một ngày.
Theo Vinh, thành phố sẽ cử đoàn.
Bắt giữ Trung Quốc nhập cảnh 3 người.
Theo Chỉ thị 01, các đồn trực 24/24.
Giao Đồn chủ trì.
Thanh Hóa cho biết chưa nhận được thư.
Hủa Phăn nói rằng mốc đã sửa.
Tổ kể lại diễn biến cho đội sau.
Trạm báo tin có lũ.
Theo Nghị định 34, khu vực biên giới gồm 40 xã.
Theo Quy chế, hai bên họp 6 tháng một lần.
Gặp Đoàn kiểm tra của tỉnh.
Xã cho biết đã phát 40 suất quà.
Hỏi Phía bạn về ngày họp.
Phát hiện Cột mốc bị nghiêng.
Giao Ban chỉ huy bố trí xe.
Ai khai không đúng thì bổ sung.
Kết quả: Mường Xén báo tin không có gì.
Bản tin nói rằng trời mưa to.
Ngày 3, Kỳ Sơn báo tin lũ.
Gặp Tết, hai bên chúc mừng nhau.
Trao trả Việt Nam 4 người theo hiệp định.
Bên kia cho biết không có ai.
Theo Điều 5, các bên thông báo trước.
Đường 7 bị sạt, Mường Xén cho biết 2 ngày nữa thông.
Theo Nghị quyết, hai bên lập tổ chung.
Sau đó Biên phòng Lào thừa nhận sai sót trong số đếm.
Gặp Huyện đội tại trụ sở.
Theo Quân khu, tuần tra tăng gấp đôi.
Trao trả Cục Hải quan hồ sơ.
Xe bỏ chạy, Đồn đuổi theo đến mốc 405.
Kết luận: Hội đồng thừa nhận biên bản.
Phát hiện Suối Nậm Mộ cạn.
Giao Phòng Tham mưu theo dõi.
Theo Nhật ký, ca trực bàn giao lúc 7 giờ.
""",
    "lo": """
ທ່ານ ຫົວໜ້າດ່ານ ກ່າວຕ້ອນຮັບ.
ທ່ານເຈົ້າແຂວງ ເປັນປະທານ.
ທ່ານ ຮອງຫົວໜ້າ ນຳພາຄະນະ.
ທ່ານ ປະທານ ກ່າວເປີດ.
ພວກທ່ານ ແລະ ພວກເຮົາ ເຫັນດີ.
ຂໍໃຫ້ທ່ານ ຢືນຢັນ ກ່ອນວັນທີ 5.
ຈົດໝາຍຂອງທ່ານ ໄດ້ຮັບແລ້ວ.
ບັນດາທ່ານ ຜູ້ແທນ ເຂົ້າຮ່ວມ.
ທ່ານ ນາຍບ້ານ ແຈ້ງ.
ທ່ານ ພົນຈັດຕະວາ ຢ້ຽມຢາມ.
ທ່ານ ທູດ ຢ້ຽມຢາມດ່ານ.
ທ່ານ ເລຂາພັກ ເຂົ້າຮ່ວມ.
ທ່ານສາມາດ ໂທຫາດ່ານ.
ທ່ານ ຜູ້ບັນຊາການ ລົງກວດກາ.
ຖ້າທ່ານ ບໍ່ເຫັນດີ ໃຫ້ຂຽນເຫດຜົນ.
ທ່ານທັງສອງ ເຊັນບົດບັນທຶກ.
ທ່ານ ລັດຖະມົນຕີ ກະຊວງປ້ອງກັນປະເທດ ເຂົ້າຮ່ວມ.
ທ່ານ ກົງສຸນໃຫຍ່ ມອບເຄື່ອງ.
ທ່ານ ອຳນວຍການໂຮງຮຽນ ຂອບໃຈ.
ທ່ານ ຕາງໜ້າກອງບັນຊາການ ກ່າວ.
ທ່ານ ພັນເອກ ນຳພາ.
ພວກທ່ານໄດ້ສົ່ງ 40 ໃບ.
ຮຽນທ່ານ ທີ່ນັບຖື.
ຂໍຂອບໃຈທ່ານ ທີ່ຊ່ວຍເຫຼືອ.
ທ່ານ ຫົວໜ້າພະແນກ ໄດ້ເຂົ້າຮ່ວມ.
ທ່ານ ຄຳນຶງເຖິງ ຜົນປະໂຫຍດ.
ທ່ານ ພະ ສົງ ເຂົ້າຮ່ວມ.
ທ່ານ ນາຍພົນ ຢ້ຽມຢາມດ່ານ.
ຕາມທ່ານ ແຈ້ງມາ ພວກເຮົາ ເຫັນດີ.
""",
    "en": """
Vientiane said the gate opens early.
Customs said the scanner is broken.
Villagers said the water is rising.
According to Customs, 40 trucks passed.
They admitted the error in the count.
Police arrested three people.
We met Border Guard officers at the gate.
Nghe An reported 40 patrols.
Everyone said yes.
According to Article 7, both sides sign.
Headquarters told us to wait.
Hanoi told both posts to wait.
Immigration reported 40 crossings.
Nobody admitted anything.
According to Vientiane, the bridge is open.
Laos said it will repair marker 405.
We met Lao officers at the gate.
Drivers told us the road is cut.
They questioned Vietnamese drivers about timber.
According to January figures, trade fell.
Patrol said nothing unusual was seen.
Both said the count is right.
We spoke with Customs about the scanner.
Xiengkhouang reported 3 cases.
Arrested Monday, released Tuesday.
The letter says Article 5 applies.
Returned Thursday from the marker.
According to Article 3 both sides sign.
Thunder said to have broken the antenna.
Nobody and his dog passed.
According to Plan, the road opens in May.
The radio and Internet said rain.
Handed Copies to both sides.
Returned Documents to Vinh.
""",
    "fr": """
Vientiane a dit que le poste ouvre tôt.
Selon la douane, 40 camions sont passés.
Selon Hanoï, la réunion est reportée.
Selon Article 7, les deux signent.
Ils ont reconnu l’erreur.
Elle a dit oui.
Personne n’a dit non.
Vinh a confirmé la date.
Selon Vientiane, le pont est ouvert.
Selon Radio Laos, il va pleuvoir.
Nous avons rencontré Douanes et Police.
On a dit que la route est coupée.
Tous ont reconnu la borne.
D’après Météo France, il pleut.
Xiengkhouang explique le retard.
Chacun affirme avoir raison.
La patrouille a rencontré Lundi soir la crue.
Cela a été dit le 5 mars.
Selon Protocole, les deux signent.
Mercredi a dit le chef de poste.
Rien n’a dit le contraire.
""",
}


def named() -> list[str]:
    """Return sentences that each name somebody."""
    return [line for text in NAMED.values() for line in text.strip().splitlines()]


def bare() -> list[str]:
    """Return sentences that each name somebody by one name, without a title."""
    return [line for text in BARE.values() for line in text.strip().splitlines()]


def alike() -> list[str]:
    """Return sentences built like those of ``bare`` that name nobody."""
    return [line for text in ALIKE.values() for line in text.strip().splitlines()]


def ordinary(number: int, seed: int) -> list[str]:
    """Return so many different ordinary sentences, filled by chance; the same for a seed."""
    chance = Random(seed)
    patterns = [(lang, line) for lang, text in ORDINARY.items() for line in text.strip().splitlines()]
    drawn: set[str] = set()
    while len(drawn) < number:
        lang, pattern = chance.choice(patterns)
        drawn.add(pattern.format_map(filling(chance, lang)))
    return sorted(drawn)

"""Sentences to measure by how bare names are seen, written in five goes, each before the forms had seen it.

``ALIKE`` is said in the same way by offices, towns and people without a name.
"""

from __future__ import annotations

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

#: The same in a fifth go, written to see what crosses: nearly all do or suffer something that no form looks for.
OTHERWISE = {
    "vi": """
Bảo đảm rằng Khánh khai báo đúng sự thật.
Xe của Thịnh chở quá tải.
Lúc đó Chà đang đứng gác cho đồng bọn.
Hai bên giao nhận Mai lúc 9 giờ.
Ngọc xin được về thăm nhà.
Đồn đã lập biên bản đối với Lâm.
Nghe Pà nói có người lạ vào rừng.
Trong lúc kiểm tra, Tài chống đối tổ tuần tra.
Con trai Dũng học ở trường nội trú.
Xử phạt Hòa hai triệu đồng.
Sáng nay Vừ đưa trâu qua suối.
Thả Sử vì không đủ chứng cứ.
Hiếu làm chứng vụ việc.
Khám nhà Bông thu được hai khẩu súng.
Nhờ Xia dẫn đường tới mốc 412.
Tạm giữ Quân cùng một xe máy.
Trong lều của Thịnh có hai bao tải hàng.
Đêm qua Khải lại vượt suối về bản.
Điện thoại thu được là của Quyết.
Bí thư chi bộ cho biết Dũng vắng nhà ba tuần.
Xe máy đứng tên Hạnh.
Sau đó Toản đưa hàng cho người khác.
Tổ tuần tra gặp Pó ở đầu bản.
Pó và Dếnh cùng đi lấy măng.
Chủ hàng là Nhàn.
Người dẫn đường tên Xúa.
Dếnh trả lời rằng không biết đường mòn.
Nhà Chống nằm ngay cạnh suối.
Đã giao Lầu cho công an xã.
Theo Tếnh, hàng đến từ bên kia.
Công an mời Hùng lên làm việc.
""",
    "lo": """
ທ່ານ ບຸນທັນ ໄປຢາມ.
ສົມພອນ ບອກວ່າລົດມາຕອນກາງຄືນ.
ຈັບ ຄຳສິງ ໄດ້ທີ່ຫຼັກ 390.
ຕາມຄຳເຫັນຂອງ ບຸນມີ ມີສອງຄົນຜ່ານໄປ.
ທ່ານ ແກ້ວ ຖືກໂຈນປຸ້ນ.
ມອບຕົວ ສີດາ ໃຫ້ຄອບຄົວ.
ພົບ ໄຊຍະ ຢູ່ໃນປ່າ.
ທ່ານ ທອງຄຳ ພາໄປເບິ່ງ.
ລົດຂອງ ວຽງໄຊ ຖືກກັກ.
ທ່ານ ນາງ ມະນີວັນ ຂາຍເຄື່ອງຢູ່ຕະຫຼາດ.
ຄຳຫຼ້າ ຫນີໄປອີກຟາກ.
ສຸກສະຫວັນ ຮັບສາລະພາບ.
ທ່ານ ວັນນະ ປູກເຂົ້າ.
ຖາມ ບົວພັນ ກ່ຽວກັບເສັ້ນທາງ.
ຕູບເປັນຂອງ ສົມພອນ.
ພວກເຮົາເຫັນ ບຸນມີ ແບກຖົງ.
ໂທລະສັບຂອງ ຖາວອນ ຖືກຢຶດ.
ຄຳຫຼ້າ ຂ້າມຫ້ວຍຕອນກາງຄືນ.
ບົວລີ ເອົາເຄື່ອງໃຫ້ຄົນຂັບລົດ.
ລົດບັນທຸກເປັນຊື່ ສີສະຫວາດ.
ຕາມ ພູວົງ ເສັ້ນທາງນີ້ແມ່ນທາງໃໝ່.
ຄົນນຳທາງຊື່ ໄຊຊະນະ.
ແກ້ວ ແລະ ນ້ອຍ ກັບມາກ່ອນຮຸ່ງ.
ຕວນ ບໍ່ຢູ່ບ້ານສາມອາທິດ.
ເຮືອນຂອງ ວັນທອງ ຢູ່ແຄມຫ້ວຍ.
ໄຫ ຂີ່ລົດຈັກ.
ພວກເຂົາມອບ ລັດຕະນາ ໃຫ້ ປກສ ເມືອງ.
ເຈົ້າຂອງເຮືອ ຈັນ ອອກໄປຕອນທ່ຽງ.
ບີ ຕອບວ່າບໍ່ຮູ້ທາງ.
""",
    "en": """
Bounthavy led the patrol to the spring.
The boat belongs to Khamla.
Phouvong was fined at the gate.
We released Thao Xai's brother Somchit yesterday.
Hung was seen near marker 412.
The motorbike of Tuan was returned.
Sengchan crossed without a paper.
They gave Noy a warning.
Sisomphou hid the goods under the floor.
Two men and Vanpheng ran to the forest.
Khampheng saw the fire first.
Let Bounlert go for lack of proof.
Minh asked the post for help.
Xaiyavong's house was searched.
Daosavanh lives in the last house.
The hut belongs to Somphone.
We saw Bounmy carry the bags.
A phone of Thavone was taken.
Khamla crossed the stream at night.
Boualy gave the goods to a driver.
The truck is registered to Sisavath.
According to Phouvong the path is new.
The guide is called Xaysana.
Keo and Noy came back before dawn.
Tuan was absent for three weeks.
The house of Vanthong stands by the ford.
Hai drove the motorbike.
They handed Lattana to the district police.
The owner of the boat, Chanh, left at noon.
Bee answered that he did not know the way.
""",
    "fr": """
Bounthavy a conduit la patrouille à la source.
La pirogue appartient à Khamla.
Phouvong a payé une amende au poste.
Hung a été vu près de la borne 412.
La moto de Tuan a été rendue.
Sengchan est passé sans papier.
On a donné un avertissement à Noy.
Sisomphou cachait la marchandise sous le plancher.
Khampheng a vu le feu le premier.
Bounlert a été relâché faute de preuve.
Minh demande de l’aide au poste.
La maison de Xaiyavong a été fouillée.
Daosavanh habite la dernière maison.
Nous avons remis Thongla à sa famille.
Vongphet conduisait le camion.
La cabane appartient à Somphone.
Nous avons vu Bounmy porter les sacs.
Le téléphone de Thavone a été saisi.
Khamla a passé le ruisseau de nuit.
Boualy a remis la marchandise à un chauffeur.
Le camion est au nom de Sisavath.
Selon Phouvong, le sentier est nouveau.
Le guide s’appelle Xaysana.
Keo et Noy sont rentrés avant l’aube.
Tuan était absent trois semaines.
La maison de Vanthong est près du gué.
Hai conduisait la moto.
Lattana a été remis à la police du district.
Le propriétaire du bateau, Chanh, est parti à midi.
Bee a répondu qu’il ne connaissait pas le chemin.
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
Chủ hàng là Hợp tác xã Nậm Cắn, đã có giấy tờ.
Chủ xe là Công ty Hoàng Long.
Chủ thuyền là Dân bản.
Xe đứng tên Công ty, không phải cá nhân.
Đất này là của Lào.
Lô hàng là của Vinh.
Số hàng là của UBND.
Phần này là của Bạn.
Người dẫn đường là Tổ trưởng, quen đường.
Người đi cùng là Cán bộ.
Đồn trả lời rằng sẽ gặp lại.
Hải quan trả lời không có hàng.
Người bán hàng là Người dân.
Chủ rẫy là Hộ nghèo.
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
ເສັ້ນທາງຊື່ນ້ຳກັ່ນ.
ບ້ານເຈົ້າຂອງຊື່ບ້ານດ່ານ.
ຮ້ານແມ່ຄ້າຢູ່ຕະຫຼາດ.
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
Vientiane replied on Monday.
Customs replied that it is free.
Xamneua answered yes.
Nobody answered the radio.
Headquarters answered that it knows.
The truck is registered to Customs.
The boat is registered to Laos.
The owner is called Monday.
The path is called Huoi Nhua.
Timber was registered to the office.
The man is called back.
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
Le village s’appelle Keng.
La borne s'appelle Borne.
Le poste a répondu lundi.
Xamneua a répondu que non.
La douane a répondu.
Le sac saisi à Vinh.
Le bois saisi à Phonsavan.
Le bétail rendu à Nonghet.
Les marchandises saisies à Muong.
Du bois pris à Noong.
La marchandise remise à Keng.
""",
}


def bare() -> list[str]:
    """Return sentences that each name somebody by one name, without a title."""
    return [line for text in BARE.values() for line in text.strip().splitlines()]


def otherwise() -> list[str]:
    """Return sentences that name somebody by one name, and say of them what no form looks for."""
    return [line for text in OTHERWISE.values() for line in text.strip().splitlines()]


def alike() -> list[str]:
    """Return sentences built like those of ``bare`` that name nobody."""
    return [line for text in ALIKE.values() for line in text.strip().splitlines()]

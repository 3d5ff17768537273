"""The words by which a field is told: whose data it is, whether it crosses, how long it stays, what for."""

from __future__ import annotations

from twinline.records.vocabulary import Vocabulary
from twinline.records.words import words

HEADINGS = {
    "where": words(vi="nơi", lo="ບ່ອນ", en="where", fr="où"),
    "field": words(vi="trường", lo="ຊ່ອງຂໍ້ມູນ", en="field", fr="champ"),
    "type": words(vi="kiểu", lo="ຊະນິດ", en="type", fr="type"),
    "personal": words(vi="về một người", lo="ກ່ຽວກັບບຸກຄົນ", en="about a person", fr="sur une personne"),
    "crosses": words(vi="qua biên giới", lo="ຂ້າມຊາຍແດນ", en="may cross", fr="peut franchir"),
    "longest": words(vi="giữ lâu nhất", lo="ເກັບດົນສຸດ", en="kept at most", fr="gardé au plus"),
    "purpose": words(vi="để làm gì", lo="ເພື່ອຫຍັງ", en="what for", fr="pour quoi"),
    "stands": words(vi="có ở đâu", lo="ມີຢູ່ໃສ", en="stands in", fr="figure dans"),
}

#: Whose data it is: nobody's, that of those who work here, that of a person in a case; or text in which anything can be
#: typed, which the checks of free text look at.
PERSONAL = Vocabulary(
    "personal",
    {
        "no": words(vi="không", lo="ບໍ່", en="no", fr="non"),
        "officer": words(
            vi="người làm việc ở đây", lo="ຜູ້ເຮັດວຽກຢູ່ນີ້", en="those who work here", fr="ceux qui travaillent ici"
        ),
        "person": words(
            vi="người trong vụ việc", lo="ບຸກຄົນໃນຄະດີ", en="a person in a case", fr="une personne dans une affaire"
        ),
        "text": words(
            vi="văn bản tự do, được rà soát",
            lo="ຂໍ້ຄວາມເສລີ, ມີການກວດ",
            en="free text, looked through",
            fr="texte libre, contrôlé",
        ),
    },
)
CROSSES = Vocabulary(
    "crosses",
    {
        "no": words(vi="không", lo="ບໍ່", en="no", fr="non"),
        "released": words(vi="khi được cho phép", lo="ເມື່ອສົ່ງຕໍ່ແລ້ວ", en="once released", fr="une fois autorisé"),
        "yes": words(vi="có", lo="ແມ່ນ", en="yes", fr="oui"),
    },
)
LONGEST = Vocabulary(
    "longest",
    {
        "for good": words(
            vi="mãi mãi, như hồ sơ",
            lo="ຕະຫຼອດໄປ, ຄືບັນທຶກ",
            en="for good, as the record",
            fr="pour toujours, comme l’enregistrement",
        ),
        "its date": words(
            vi="đến ngày kết thúc của nó, hoặc ngày gia hạn",
            lo="ຮອດວັນສິ້ນສຸດຂອງສ່ວນນັ້ນ ຫຼື ຂອງການພັກໄວ້",
            en="its own end date, or a hold’s",
            fr="sa propre date de fin, ou celle d’une prolongation",
        ),
        "account": words(vi="như tài khoản", lo="ຄືບັນຊີ", en="as the account", fr="comme le compte"),
        "session": words(vi="12 giờ", lo="12 ຊົ່ວໂມງ", en="12 hours", fr="12 heures"),
        "15 minutes": words(vi="15 phút", lo="15 ນາທີ", en="15 minutes", fr="15 minutes"),
        "draft": words(
            vi="đến khi lưu hoặc bỏ",
            lo="ຈົນເກັບ ຫຼື ຖິ້ມ",
            en="until kept or dropped",
            fr="jusqu’à l’enregistrement ou l’abandon",
        ),
        "node": words(vi="như máy này", lo="ຄືເຄື່ອງນີ້", en="as this machine", fr="comme cette machine"),
        "not kept": words(vi="không lưu", lo="ບໍ່ເກັບ", en="not kept", fr="non gardé"),
        "reader": words(vi="do người nhận quyết định", lo="ຜູ້ຮັບຕັດສິນ", en="as the reader decides", fr="selon le lecteur"),
    },
)
PURPOSES = Vocabulary(
    "purposes",
    {
        "record": words(
            vi="hồ sơ về đường biên",
            lo="ບັນທຶກກ່ຽວກັບເສັ້ນຊາຍແດນ",
            en="the record of the line",
            fr="l’enregistrement de la ligne",
        ),
        "answer": words(
            vi="trả lời hồ sơ của phía bạn",
            lo="ຕອບບັນທຶກຂອງຝ່າຍເພື່ອນ",
            en="answering a record",
            fr="répondre à un enregistrement",
        ),
        "casework": words(
            vi="xử lý vụ việc, tại chỗ",
            lo="ວຽກຄະດີ, ຢູ່ຝ່າຍເຮົາ",
            en="casework, at home",
            fr="traitement des affaires, sur place",
        ),
        "figures": words(
            vi="đếm từ các hồ sơ",
            lo="ນັບຈາກບັນທຶກ",
            en="counting from the records",
            fr="compter à partir des enregistrements",
        ),
        "finding": words(vi="tìm hồ sơ", lo="ຊອກຫາບັນທຶກ", en="finding records", fr="retrouver des enregistrements"),
        "proof": words(
            vi="chứng minh không có gì bị sửa",
            lo="ພິສູດວ່າບໍ່ມີຫຍັງຖືກແກ້",
            en="proof that nothing was altered",
            fr="preuve que rien n’a été modifié",
        ),
        "exchange": words(
            vi="trao đổi với phía bạn",
            lo="ແລກປ່ຽນກັບຝ່າຍເພື່ອນ",
            en="exchange with the other side",
            fr="échange avec l’autre côté",
        ),
        "signing in": words(vi="đăng nhập", lo="ເຂົ້າລະບົບ", en="signing in", fr="connexion"),
        "trace": words(
            vi="ai đã mở gì, vì sao",
            lo="ໃຜເປີດຫຍັງ, ຍ້ອນຫຍັງ",
            en="who opened what, and why",
            fr="qui a ouvert quoi, et pourquoi",
        ),
        "request": words(
            vi="trả lời yêu cầu của một người",
            lo="ຕອບຄຳຮ້ອງຂໍຂອງບຸກຄົນ",
            en="answering a person’s request",
            fr="répondre à la demande d’une personne",
        ),
        "line": words(vi="vẽ đường biên", lo="ແຕ້ມເສັ້ນຊາຍແດນ", en="drawing the line", fr="tracer la ligne"),
        "looking": words(
            vi="chọn xem gì", lo="ເລືອກເບິ່ງຫຍັງ", en="choosing what is shown", fr="choisir ce qui est montré"
        ),
        "program": words(
            vi="trả lời chương trình", lo="ຕອບໂປຣແກຣມ", en="answering a program", fr="répondre à un programme"
        ),
        "upkeep": words(vi="vận hành máy", lo="ດູແລເຄື່ອງ", en="upkeep of the machine", fr="entretien de la machine"),
    },
)

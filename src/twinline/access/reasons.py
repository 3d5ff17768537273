"""What is done with personal parts and accounts, and why: the closed lists that the trace is written and read by."""

from __future__ import annotations

from twinline.records.vocabulary import Vocabulary, vocabulary
from twinline.records.words import words

#: How the acts are said; the trace itself has the code, which never changes.
ACTS = Vocabulary(
    "acts",
    {
        "collect": words(vi="ghi mới", lo="ບັນທຶກໃໝ່", en="written", fr="écrit"),
        "alter": words(vi="sửa", lo="ແກ້ໄຂ", en="changed", fr="modifié"),
        "consult": words(vi="mở xem", lo="ເປີດເບິ່ງ", en="opened", fr="ouvert"),
        "hold": words(vi="gia hạn", lo="ເກັບດົນກວ່າ", en="kept longer", fr="prolongé"),
        "erase": words(vi="xóa", lo="ລຶບ", en="erased", fr="effacé"),
        "account": words(vi="tài khoản", lo="ບັນຊີ", en="account", fr="compte"),
        "ask": words(vi="mở yêu cầu", lo="ເປີດຄຳຮ້ອງຂໍ", en="request opened", fr="demande ouverte"),
        "confirm": words(vi="xác nhận yêu cầu", lo="ຢືນຢັນຄຳຮ້ອງຂໍ", en="request confirmed", fr="demande confirmée"),
        "search": words(vi="tìm theo yêu cầu", lo="ຊອກຫາຕາມຄຳຮ້ອງຂໍ", en="looked for", fr="recherché"),
        "disclose": words(vi="trao cho người đó", lo="ມອບໃຫ້ເຈົ້າຕົວ", en="given to the person", fr="remis à la personne"),
        "restrict": words(vi="hạn chế sử dụng", lo="ຈຳກັດການໃຊ້", en="use restricted", fr="usage limité"),
        "lift": words(vi="bỏ hạn chế", lo="ຍົກເລີກການຈຳກັດ", en="restriction lifted", fr="limitation levée"),
        "backup": words(
            vi="sao lưu phần thông tin cá nhân", lo="ສຳຮອງສ່ວນບຸກຄົນ", en="parts backed up", fr="parties sauvegardées"
        ),
        "restore": words(
            vi="khôi phục phần thông tin cá nhân", lo="ກູ້ຄືນສ່ວນບຸກຄົນ", en="parts brought back", fr="parties restaurées"
        ),
        "guard": words(
            vi="khóa lại dấu vết", lo="ປ້ອງກັນຮ່ອງຮອຍຄືນ", en="trace guarded again", fr="trace de nouveau protégée"
        ),
        "end": words(vi="kết thúc yêu cầu", lo="ສິ້ນສຸດຄຳຮ້ອງຂໍ", en="request ended", fr="demande close"),
    },
)

REASONS = vocabulary(
    "reading_reason",
    case_work=words(vi="xử lý vụ việc", lo="ດຳເນີນຄະດີ", en="work on the case", fr="traitement de l’affaire"),
    handover=words(vi="chuẩn bị bàn giao", lo="ກະກຽມມອບ-ຮັບ", en="preparing a handover", fr="préparation d’une remise"),
    protection=words(vi="bảo vệ người đó", lo="ປົກປ້ອງຜູ້ກ່ຽວ", en="protecting the person", fr="protection de la personne"),
    court=words(vi="yêu cầu của tòa án", lo="ຄຳຮ້ອງຂໍຂອງສານ", en="asked by a court", fr="demande d’un tribunal"),
    supervision=words(vi="kiểm tra, giám sát", lo="ກວດກາ ແລະ ຕິດຕາມ", en="supervision", fr="contrôle"),
    request=words(
        vi="trả lời yêu cầu của chính người đó",
        lo="ຕອບຄຳຮ້ອງຂໍຂອງເຈົ້າຕົວ",
        en="request of the person",
        fr="demande de la personne",
    ),
)

WISHES = vocabulary(
    "wish",
    access=words(vi="muốn biết", lo="ຢາກຮູ້", en="wants to know", fr="veut savoir"),
    correction=words(vi="muốn sửa cho đúng", lo="ຢາກໃຫ້ແກ້ໃຫ້ຖືກ", en="wants it put right", fr="veut une rectification"),
    restriction=words(
        vi="muốn hạn chế sử dụng", lo="ຢາກໃຫ້ຈຳກັດການໃຊ້", en="wants its use restricted", fr="veut une limitation"
    ),
    erasure=words(vi="muốn xóa", lo="ຢາກໃຫ້ລຶບ", en="wants it erased", fr="veut un effacement"),
)

_ACCOUNT = {
    "password": words(vi="đổi mật khẩu", lo="ປ່ຽນລະຫັດຜ່ານ", en="password changed", fr="mot de passe changé"),
    "roles": words(vi="đổi vai trò", lo="ປ່ຽນບົດບາດ", en="roles changed", fr="rôles changés"),
    "closed": words(vi="khóa tài khoản", lo="ປິດບັນຊີ", en="account closed", fr="compte fermé"),
    "opened": words(vi="mở lại tài khoản", lo="ເປີດບັນຊີຄືນ", en="account opened again", fr="compte rouvert"),
    "ended": words(vi="đăng xuất mọi nơi", lo="ອອກຈາກລະບົບທຸກບ່ອນ", en="signed out everywhere", fr="déconnecté partout"),
    "renewed": words(
        vi="đặt mật khẩu mới bằng liên kết",
        lo="ຕັ້ງລະຫັດຜ່ານໃໝ່ດ້ວຍລິ້ງ",
        en="new password by a link",
        fr="nouveau mot de passe par un lien",
    ),
    "token": words(
        vi="tạo khóa cho chương trình", lo="ສ້າງກະແຈໃຫ້ໂປຣແກຣມ", en="key for a program made", fr="clé de programme créée"
    ),
    "no-token": words(
        vi="hủy khóa của chương trình",
        lo="ຍົກເລີກກະແຈຂອງໂປຣແກຣມ",
        en="key for a program ended",
        fr="clé de programme supprimée",
    ),
    "passkey": words(vi="thêm khóa truy cập", lo="ເພີ່ມກະແຈຜ່ານ", en="passkey added", fr="clé d’accès ajoutée"),
    "no-passkey": words(vi="bỏ khóa truy cập", lo="ຍົກເລີກກະແຈຜ່ານ", en="passkey taken away", fr="clé d’accès retirée"),
    "second": words(
        vi="thêm bước xác thực thứ hai", lo="ເພີ່ມການຢືນຢັນຂັ້ນທີສອງ", en="second proof added", fr="seconde preuve ajoutée"
    ),
    "no-second": words(
        vi="bỏ bước xác thực thứ hai", lo="ຍົກເລີກການຢືນຢັນຂັ້ນທີສອງ", en="second proof dropped", fr="seconde preuve retirée"
    ),
}


def why(code: str, lang: str) -> str:
    """Return a reason of the trace as people read it; empty where none was asked for."""
    for closed in (REASONS, WISHES, _ACCOUNT):
        if code in closed:
            return closed[code].to(lang)
    return code

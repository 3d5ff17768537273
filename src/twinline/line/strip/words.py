"""The words on a strip, in four languages. A page may give its own instead."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """``desc`` has the blanks {first}, {last} (kilometres) and {marks} (a number)."""

    lang: str
    title: str
    desc: str
    vn: str
    la: str
    north: str
    south: str
    km: str
    marker: str
    river: str
    gate: str
    international: str
    main: str
    secondary: str
    local: str
    planned: str
    patrol: str
    twinning: str
    incident: str
    alert: str
    agreed: str
    stated: str
    not_agreed: str
    more: str
    walked: str
    inspected: str
    attribution: str
    decimal: str = ","
    levels: tuple[str, ...] = ()
    """Words of level that a label leaves out: which row a unit stands in says it, and its title has the whole name."""

    def short(self, name: str) -> str:
        """Return a unit's name without its word of level."""
        for level in self.levels:
            name = name.removesuffix(level) if level.startswith(" ") else name.removeprefix(level)
        return name

    def gate_class(self, cls: str) -> str:
        """Return the word for a class of gate; the class itself if there is none."""
        words = {"international": self.international, "main": self.main, "secondary": self.secondary}
        return {**words, "local": self.local}.get(cls, cls)


VIETNAMESE = Words(
    lang="vi",
    levels=("Xã ", "Huyện "),
    title="Đường biên giới vẽ thẳng",
    desc="Đường biên giới vẽ thẳng từ bắc (km {first}) đến nam (km {last}),"
    " Việt Nam một bên, Lào một bên. Số mục: {marks}.",
    vn="Việt Nam",
    la="Lào",
    north="Bắc",
    south="Nam",
    km="km",
    marker="Mốc quốc giới",
    river="Có đoạn trên sông",
    gate="Cửa khẩu",
    international="quốc tế",
    main="chính",
    secondary="phụ",
    local="lối mở",
    planned="dự kiến",
    patrol="Tuần tra",
    twinning="Kết nghĩa",
    incident="Vụ việc",
    alert="Nguy hiểm tính mạng",
    agreed="Hai bên đã xác nhận",
    stated="Một bên nêu",
    not_agreed="Chưa thống nhất",
    more="còn {n} mục",
    walked="Đoạn đã đi; càng rộng càng nhiều lần",
    inspected="Mốc đã kiểm tra",
    attribution="Nền: © OpenStreetMap contributors. Không phải ranh giới pháp lý; xã, cửa khẩu, mốc: vị trí ước chừng.",
)

LAO = Words(
    lang="lo",
    levels=("Xã ", "Huyện "),
    title="ເສັ້ນຊາຍແດນແຕ້ມເປັນເສັ້ນຊື່",
    desc="ເສັ້ນຊາຍແດນແຕ້ມເປັນເສັ້ນຊື່ ຈາກເໜືອ (ກມ {first}) ຫາໃຕ້ (ກມ {last}), ຫວຽດນາມຝ່າຍໜຶ່ງ, ລາວຝ່າຍໜຶ່ງ. ຈຳນວນ: {marks}.",
    vn="ຫວຽດນາມ",
    la="ລາວ",
    north="ເໜືອ",
    south="ໃຕ້",
    km="ກມ",
    marker="ຫຼັກໝາຍຊາຍແດນ",
    river="ມີຊ່ວງຢູ່ແມ່ນ້ຳ",
    gate="ດ່ານຊາຍແດນ",
    international="ສາກົນ",
    main="ຫຼັກ",
    secondary="ຮອງ",
    local="ທາງນ້ອຍ",
    planned="ວາງແຜນ",
    patrol="ລາດຕະເວນ",
    twinning="ຄູ່ມິດ",
    incident="ເຫດການ",
    alert="ອັນຕະລາຍຕໍ່ຊີວິດ",
    agreed="ສອງຝ່າຍຢືນຢັນແລ້ວ",
    stated="ຝ່າຍດຽວແຈ້ງ",
    not_agreed="ຍັງບໍ່ທັນເປັນເອກະພາບ",
    more="ຍັງມີ {n}",
    walked="ຊ່ວງທີ່ໄດ້ຍ່າງ; ກວ້າງ = ຫຼາຍຄັ້ງ",
    inspected="ຫຼັກໝາຍທີ່ກວດກາແລ້ວ",
    attribution="ພື້ນແຜນທີ່: © OpenStreetMap contributors. ບໍ່ແມ່ນເສັ້ນແດນທາງກົດໝາຍ; ທີ່ຕັ້ງເປັນການປະມານ.",
)

ENGLISH = Words(
    lang="en",
    levels=(" commune", " district"),
    title="The border line drawn straight",
    desc="The border line drawn straight from north (km {first}) to south (km {last}), "
    "Vietnam on one side, Laos on the other. Items: {marks}.",
    vn="Vietnam",
    la="Laos",
    north="North",
    south="South",
    km="km",
    marker="Border marker",
    river="Partly in a river",
    gate="Border gate",
    international="international",
    main="main",
    secondary="secondary",
    local="local crossing",
    planned="planned",
    patrol="Patrol",
    twinning="Twinning",
    incident="Incident",
    alert="Danger to life",
    agreed="Confirmed by both",
    stated="Stated by one side",
    not_agreed="Not yet agreed",
    more="{n} more",
    walked="Walked; wider is more often",
    inspected="Marker inspected",
    attribution="Base: © OpenStreetMap contributors. Not a legal boundary; places are approximate.",
    decimal=".",
)

FRENCH = Words(
    lang="fr",
    levels=("commune de ", "district de ", "commune d’", "district d’"),
    title="La ligne frontalière tracée droite",
    desc="La ligne frontalière tracée droite du nord (km {first}) au sud (km {last}), "
    "le Vietnam d’un côté, le Laos de l’autre. Éléments : {marks}.",
    vn="Vietnam",
    la="Laos",
    north="Nord",
    south="Sud",
    km="km",
    marker="Borne frontière",
    river="En partie sur rivière",
    gate="Poste-frontière",
    international="international",
    main="principal",
    secondary="secondaire",
    local="passage local",
    planned="prévu",
    patrol="Patrouille",
    twinning="Jumelage",
    incident="Incident",
    alert="Danger de mort",
    agreed="Confirmé par les deux",
    stated="Déclaré par un côté",
    not_agreed="Pas encore d’accord",
    more="encore {n}",
    walked="Parcouru ; plus large, plus souvent",
    inspected="Borne inspectée",
    attribution="Fond : © OpenStreetMap contributors. Pas une limite légale ; emplacements approximatifs.",
)

WORDS = {words.lang: words for words in (VIETNAMESE, LAO, ENGLISH, FRENCH)}
unreviewed = ("vi", "lo", "fr")
"""Languages whose words no native reader has looked at."""

"""The closed lists that several kinds share."""

from __future__ import annotations

from twinline.records.vocabulary import vocabulary
from twinline.records.words import term, words

SIDES = vocabulary(
    "side",
    VN=words(vi="Việt Nam", lo="ຫວຽດນາມ", en="Vietnam", fr="Vietnam"),
    LA=words(vi="Lào", lo="ລາວ", en="Laos", fr="Laos"),
)
LANGUAGE_CODES = vocabulary(
    "language",
    vi=words(vi="tiếng Việt", lo="ພາສາຫວຽດ", en="Vietnamese", fr="vietnamien"),
    lo=words(vi="tiếng Lào", lo="ພາສາລາວ", en="Lao", fr="lao"),
    en=words(vi="tiếng Anh", lo="ພາສາອັງກິດ", en="English", fr="anglais"),
    fr=words(vi="tiếng Pháp", lo="ພາສາຝຣັ່ງ", en="French", fr="français"),
)
# What a page was printed in; what is said here is said in one of the four above.
PRINT_LANGUAGES = vocabulary(
    "language of the page",
    **LANGUAGE_CODES,
    es=words(vi="tiếng Tây Ban Nha", lo="ພາສາສະເປນ", en="Spanish", fr="espagnol"),
)
BASES = vocabulary(
    "basis",
    press=words(vi="báo chí đưa tin", lo="ໜັງສືພິມລາຍງານ", en="reported in the press", fr="rapporté par la presse"),
    own=words(
        vi="số liệu của chính cơ quan",
        lo="ຕົວເລກຂອງອົງການເອງ",
        en="the organisation’s own count",
        fr="compte de l’organisation elle-même",
    ),
)
QUALIFIERS = vocabulary(
    "qualifier",
    exact=words(vi="chính xác", lo="ແນ່ນອນ", en="exactly", fr="exactement"),
    more_than=words(vi="hơn", lo="ຫຼາຍກວ່າ", en="more than", fr="plus de"),
    over=words(vi="trên", lo="ເກີນ", en="over", fr="au-delà de"),
    at_least=words(vi="ít nhất", lo="ຢ່າງໜ້ອຍ", en="at least", fr="au moins"),
    about=words(vi="khoảng", lo="ປະມານ", en="about", fr="environ"),
    nearly=words(vi="gần", lo="ເກືອບ", en="nearly", fr="près de"),
    rounded=words(vi="làm tròn", lo="ປັດເສດ", en="rounded", fr="arrondi"),
)
ORGANISATION_TYPES = vocabulary(
    "type of organisation",
    state=words(vi="nhà nước", lo="ລັດ", en="state", fr="État"),
    province=term("tinh"),
    district=term("huyen"),
    commune=term("xa"),
    village_cluster=term("cum_ban"),
    village=term("ban"),
    ministry=words(
        vi="bộ, cơ quan trung ương",
        lo="ກະຊວງ, ອົງການສູນກາງ",
        en="ministry or central command",
        fr="ministère ou commandement central",
    ),
    province_office=words(
        vi="cơ quan cấp tỉnh", lo="ຫ້ອງການຂັ້ນແຂວງ", en="office of the province", fr="service de la province"
    ),
    police=words(vi="công an", lo="ປ້ອງກັນຄວາມສະຫງົບ", en="police, public security", fr="police, sécurité publique"),
    customs=words(vi="hải quan", lo="ພາສີ", en="customs", fr="douane"),
    border_command=term("bo_chi_huy_bdbp", lo="ກອງບັນຊາການທະຫານຊາຍແດນ"),
    military_command=term("bo_chi_huy_quan_su"),
    blo=term("van_phong_blo", lo="ຫ້ອງການປະສານງານຊາຍແດນ (BLO)"),
    border_post=term("don_bien_phong", lo="ປ້ອມທະຫານຊາຍແດນ"),
    control_station=term("tram_kiem_soat_bien_phong", lo="ສະຖານີກວດກາຊາຍແດນ", fr="station de contrôle frontalier"),
    border_company=term("dai_doi_bien_phong"),
    border_police_post=term("don_cong_an", fr="poste de police frontalière"),
    gate_authority=words(
        vi="ban quản lý cửa khẩu", lo="ຄະນະຄຸ້ມຄອງດ່ານ", en="gate authority", fr="autorité du poste-frontière"
    ),
    village_police_office=words(
        vi="trụ sở công an bản", lo="ຫ້ອງການ ປກສ ບ້ານ", en="village police office", fr="bureau de police villageois"
    ),
    women_union=words(vi="hội phụ nữ", lo="ສະຫະພັນແມ່ຍິງ", en="women’s union", fr="union des femmes"),
    school=words(vi="trường học", lo="ໂຮງຮຽນ", en="school", fr="école"),
)
SUBSTANCES = vocabulary(
    "substance or good",
    heroin=words(vi="heroin", lo="ເຮໂຣອິນ", en="heroin", fr="héroïne"),
    opium=words(vi="thuốc phiện", lo="ຝິ່ນ", en="opium", fr="opium"),
    synthetic_drugs=term("ma_tuy_tong_hop", lo="ຢາເສບຕິດສັງເຄາະ", fr="drogues de synthèse"),
    crystal_meth=term("ma_tuy_da", lo="ຢາໄອສ໌"),
    cannabis=words(vi="cần sa", lo="ກັນຊາ", en="cannabis", fr="cannabis"),
    ketamine=words(vi="ketamine", lo="ເຄຕາມີນ", en="ketamine", fr="kétamine"),
    precursors=words(vi="tiền chất ma túy", lo="ທາດເຄມີເບື້ອງຕົ້ນ", en="drug precursors", fr="précurseurs de drogue"),
    opium_plants=words(vi="cây thuốc phiện", lo="ຕົ້ນຝິ່ນ", en="opium poppies", fr="pavots à opium"),
    timber=words(vi="gỗ", lo="ໄມ້", en="timber", fr="bois"),
    forest_products=words(vi="lâm sản ngoài gỗ", lo="ເຄື່ອງປ່າຂອງດົງ", en="forest products", fr="produits forestiers"),
    wild_animals=words(vi="động vật hoang dã", lo="ສັດປ່າ", en="wild animals", fr="animaux sauvages"),
    firearms=words(vi="súng", lo="ປືນ", en="firearms", fr="armes à feu"),
    ammunition=words(vi="đạn", lo="ລູກປືນ", en="ammunition", fr="munitions"),
    explosives=words(vi="vật liệu nổ", lo="ວັດຖຸລະເບີດ", en="explosives", fr="explosifs"),
    fireworks=words(vi="pháo", lo="ດອກໄມ້ໄຟ", en="fireworks", fr="feux d’artifice"),
    livestock=words(vi="gia súc", lo="ສັດລ້ຽງ", en="livestock", fr="bétail"),
    cigarettes=words(vi="thuốc lá điếu", lo="ຢາສູບ", en="cigarettes", fr="cigarettes"),
    fuel=words(vi="xăng dầu", lo="ນ້ຳມັນເຊື້ອໄຟ", en="fuel", fr="carburant"),
    food=words(vi="thực phẩm", lo="ອາຫານ", en="food", fr="aliments"),
    consumer_goods=words(vi="hàng tiêu dùng", lo="ສິນຄ້າບໍລິໂພກ", en="consumer goods", fr="biens de consommation"),
    money=words(vi="tiền", lo="ເງິນ", en="money", fr="argent"),
    documents=words(vi="giấy tờ giả", lo="ເອກະສານປອມ", en="forged documents", fr="faux documents"),
    markers=words(vi="mốc quốc giới", lo="ຫຼັກໝາຍຊາຍແດນ", en="border markers", fr="bornes frontières"),
)
UNITS = vocabulary(
    "unit",
    kg=words(vi="kg", lo="ກິໂລ", en="kg", fr="kg"),
    g=words(vi="g", lo="ກຣາມ", en="g", fr="g"),
    tonnes=words(vi="tấn", lo="ໂຕນ", en="tonnes", fr="tonnes"),
    cakes=term("banh_heroin", vi="bánh", lo="ກ້ອນ", en="cakes", fr="pains"),
    pills=words(vi="viên", lo="ເມັດ", en="pills", fr="comprimés"),
    packets=words(vi="gói", lo="ຫໍ່", en="packets", fr="paquets"),
    plants=words(vi="cây", lo="ຕົ້ນ", en="plants", fr="plants"),
    litres=words(vi="lít", lo="ລິດ", en="litres", fr="litres"),
    m3=words(vi="m³", lo="ແມັດກ້ອນ", en="m³", fr="m³"),
    pieces=words(vi="chiếc", lo="ອັນ", en="pieces", fr="pièces"),
    heads=words(vi="con", lo="ໂຕ", en="heads", fr="têtes"),
    km=words(vi="km", lo="ກມ", en="km", fr="km"),
    m=words(vi="m", lo="ແມັດ", en="m", fr="m"),
    VND=words(vi="đồng", lo="ດົ່ງ", en="VND", fr="VND"),
    LAK=words(vi="kíp", lo="ກີບ", en="LAK", fr="LAK"),
    USD=words(vi="đô la Mỹ", lo="ໂດລາສະຫະລັດ", en="USD", fr="USD"),
)
WEIGHTS_AND_COUNTS = vocabulary(
    "unit of a quantity", **{code: UNITS[code] for code in UNITS if code not in ("km", "m")}
)
LENGTHS = vocabulary("unit of length", km=UNITS["km"], m=UNITS["m"])

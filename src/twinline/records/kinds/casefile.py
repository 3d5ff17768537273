"""What incidents, cases and seizures share: classes that a case may be about, grounds of closing, how sure one is."""

from __future__ import annotations

from typing import Any

from twinline.records.fields import Code, Date, Declared
from twinline.records.fields.dates import shown_date
from twinline.records.kinds.offences import OFFENCES
from twinline.records.lookup import Lookup
from twinline.records.vocabulary import Vocabulary, vocabulary
from twinline.records.words import words

#: Crossing outside a gate is a count; no case, closing or handover rests on it.
COUNT_ONLY = "unlawful_entry_exit"
CASE_OFFENCES = Vocabulary(OFFENCES.name, {code: label for code, label in OFFENCES.items() if code != COUNT_ONLY})
# What an incident or a series of cases put an end to, as counts: field -> unit.
RESULTS = {
    "routes": "routes",
    "dens": "dens",
    "retail_points": "points",
    "hotspots": "places",
    "complicated_points": "places",
}
# How far the information is to be relied on: of what was reported, never of anybody.
CONFIDENCE = vocabulary(
    "confidence in the information",
    confirmed=words(vi="đã xác minh", lo="ຢັ້ງຢືນແລ້ວ", en="verified", fr="vérifiée"),
    probable=words(vi="nhiều khả năng đúng", lo="ໜ້າຈະຈິງ", en="probably true", fr="probable"),
    possible=words(vi="có thể đúng", lo="ອາດຈະຈິງ", en="possibly true", fr="possible"),
    unverified=words(vi="chưa kiểm chứng", lo="ຍັງບໍ່ທັນກວດສອບ", en="not verified", fr="non vérifiée"),
)
IMPACT = vocabulary(
    "reach of the impact",
    village=words(vi="trong một bản", lo="ພາຍໃນບ້ານດຽວ", en="one village", fr="un village"),
    commune=words(vi="trong một xã", lo="ພາຍໃນຕາແສງດຽວ", en="one commune", fr="une commune"),
    several=words(vi="nhiều xã", lo="ຫຼາຍຕາແສງ", en="several communes", fr="plusieurs communes"),
    province=words(vi="cả tỉnh", lo="ທົ່ວແຂວງ", en="the province", fr="la province"),
    both_sides=words(vi="cả hai bên biên giới", lo="ທັງສອງຝັ່ງຊາຍແດນ", en="both sides of the line", fr="les deux côtés"),
)
GROUNDS = vocabulary(
    "ground of closing",
    prosecuted=words(
        vi="chuyển cơ quan tố tụng", lo="ສົ່ງໃຫ້ອົງການດຳເນີນຄະດີ", en="passed on for prosecution", fr="transmis à la justice"
    ),
    other_side=words(
        vi="chuyển cho phía bạn giải quyết",
        lo="ມອບໃຫ້ຝ່າຍເພື່ອນແກ້ໄຂ",
        en="passed on to the other side",
        fr="transmis à l’autre côté",
    ),
    administrative=words(
        vi="xử lý hành chính", lo="ແກ້ໄຂທາງບໍລິຫານ", en="dealt with administratively", fr="réglé par voie administrative"
    ),
    settled=words(vi="đã giải quyết xong", lo="ແກ້ໄຂສຳເລັດ", en="settled", fr="réglé"),
    no_offence=words(vi="không có dấu hiệu vi phạm", lo="ບໍ່ມີການກະທຳຜິດ", en="no offence found", fr="aucune infraction"),
    unfounded=words(vi="tin báo không đúng", lo="ຂໍ້ມູນບໍ່ຖືກຕ້ອງ", en="the report was wrong", fr="signalement inexact"),
    joined=words(vi="nhập vào vụ khác", lo="ລວມເຂົ້າຄະດີອື່ນ", en="joined to another", fr="joint à une autre affaire"),
    time_limit=words(vi="hết thời hiệu", lo="ໝົດອາຍຸຄວາມ", en="time limit passed", fr="prescrit"),
)


class Closing(Declared):
    """When something was closed, and on which ground."""

    on = Date(words(vi="ngày kết thúc", lo="ວັນທີປິດ", en="closed on", fr="clos le"), required=True)
    ground = Code(words(vi="căn cứ", lo="ເຫດຜົນ", en="ground", fr="motif"), GROUNDS, required=True)

    @classmethod
    def show(cls, body: dict[str, Any], lang: str, lookup: Lookup) -> str:
        return f"{shown_date(body['on'], lang)}, {GROUNDS[body['ground']].to(lang)}"

"""Reference sets: among which things a number counts, so that 9 and 74 communes never stand against 27."""

from __future__ import annotations

from typing import Any

from twinline.records.cooperation import LEVELS
from twinline.records.fields import Text
from twinline.records.lookup import Lookup
from twinline.records.vocabulary import Vocabulary, vocabulary
from twinline.records.words import words

_LEVEL = "level_"
#: The sets that indicators count in. An office may name others, by a code of its own.
SETS = vocabulary(
    "reference set",
    border_communes=words(
        vi="các xã biên giới", lo="ບັນດາຕາແສງຊາຍແດນ", en="the border communes", fr="les communes frontalières"
    ),
    drug_free_programme_communes=words(
        vi="các xã trong chương trình xã sạch về ma túy",
        lo="ບັນດາຕາແສງໃນໂຄງການປອດຢາເສບຕິດ",
        en="the communes of the drug-free programme",
        fr="les communes du programme sans drogue",
    ),
    ministry_programme_offices=words(
        vi="các trụ sở theo chương trình cấp bộ",
        lo="ບັນດາຫ້ອງການຕາມໂຄງການຂັ້ນກະຊວງ",
        en="the offices of the ministries’ programme",
        fr="les bureaux du programme des ministères",
    ),
    province_offices=words(
        vi="các trụ sở do tỉnh xây dựng",
        lo="ບັນດາຫ້ອງການທີ່ແຂວງກໍ່ສ້າງ",
        en="the offices that the province builds",
        fr="les bureaux que construit la province",
    ),
)


def named_set(code: str, lang: str) -> str:
    """Return a reference set in words; the code itself of one that only its author knows."""
    if code.startswith(_LEVEL) and code.removeprefix(_LEVEL) in LEVELS:
        return LEVELS[code.removeprefix(_LEVEL)].to(lang)
    return SETS[code].to(lang) if code in SETS else code


class ReferenceSet(Text):
    """Among which things a number counts: one of the known sets, or a code of the author's own."""

    known: Vocabulary = SETS

    def __init__(self, **more: Any) -> None:
        super().__init__(
            words(vi="tập hợp đối chiếu", lo="ຊຸດອ້າງອີງ", en="reference set", fr="ensemble de référence"),
            limit=80,
            pattern=r"[a-z][a-z0-9_]*",
            **more,
        )

    def show(self, value: Any, lang: str, lookup: Lookup) -> str:
        return named_set(value, lang)

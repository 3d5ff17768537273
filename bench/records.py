"""The records that all benchmarks are about: one JSON Lines file, the same for the product and for the floor.

Each is an ``incident`` marked EXAMPLE: coded fields, a chainage or a marker, a date, a short Vietnamese text and a
random 16-byte reference, about 455 bytes of JSON. The same seed gives the same file.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from twinline.line.places import packaged_places

SEED = 20261122
FIRST_DAY = date(2014, 1, 1)
DAYS = 12 * 365
_OFFENCES = {
    "drug_trafficking": (("heroin", "kg"), ("synthetic_drugs", "pills"), ("crystal_meth", "kg")),
    "drug_possession": (("opium", "g"), ("synthetic_drugs", "pills")),
    "smuggling_goods": (("cigarettes", "packets"), ("fuel", "litres")),
    "illegal_logging": (("timber", "m3"),),
    "wildlife_trafficking": (("wild_animals", "heads"),),
    "counterfeit_goods": (("consumer_goods", "pieces"),),
}
_WHERE = ("gần đường mòn", "bên bờ suối", "tại khu vực mốc", "trên tuyến tuần tra", "ở bìa rừng")
_HOW = ("đã bàn giao cho đồn", "đã lập biên bản", "hai bên đã trao đổi", "đang xác minh thêm")
_WHO = ("tổ tuần tra số 1", "tổ tuần tra số 2", "đội công tác")
_WHEN = ("buổi sáng", "buổi chiều", "ban đêm", "lúc trời mưa")


def bodies(count: int, seed: int = SEED) -> Iterator[dict[str, Any]]:
    """Yield the bodies of so many incidents."""
    chance = random.Random(seed)  # noqa: S311  (a workload, not a secret)
    places = packaged_places()
    markers = places.markers
    for _ in range(count):
        offence = chance.choice(tuple(_OFFENCES))
        what, unit = chance.choice(_OFFENCES[offence])
        where: dict[str, Any] = {"organisation": chance.choice(places.communes)}
        if chance.random() < 0.5:
            where |= {"chainage": chance.randrange(places.line.length_m), "line": places.line.version}
        else:
            where |= {
                "marker": str(chance.randint(markers.first, markers.last)), "metres": chance.randrange(-900, 900),
            }  # fmt: skip
        told = f"{chance.choice(_WHO)} {chance.choice(_WHEN)} {chance.choice(_WHERE)}, {chance.choice(_HOW)}."
        yield {
            "when": (FIRST_DAY + timedelta(days=chance.randrange(DAYS))).isoformat(),
            "place": where,
            "offence": offence,
            "cases": 1,
            "persons": chance.randint(1, 6),
            "quantities": [{"what": what, "amount": f"{chance.randint(1, 900)}.{chance.randint(1, 9)}", "unit": unit}],
            "counterparts": ["la-xk"],
            "note": {"language": "vi", "text": told},
            "source": {"ref": chance.randbytes(16).hex()},
            "example": True,
        }


def write(path: Path, count: int, seed: int = SEED) -> Path:
    """Write so many records as JSON Lines and return the file."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for body in bodies(count, seed):
            file.write(json.dumps(body, ensure_ascii=False, separators=(",", ":")) + "\n")
    return path

"""An example year: a plausible year of work along the whole line, made up, all of it marked EXAMPLE.

The organisations are real, nothing else is: no office said any of it. The same year and seed give the same records.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from random import Random
from typing import Any, NamedTuple

from twinline.records.example_cooperation import cooperation
from twinline.records.example_offices import offices
from twinline.records.examples import Example
from twinline.records.kinds.watching import CONDITIONS, FINDINGS


class Beat(NamedTuple):
    """A border post, the company or police across, the province there, the commune, and the markers they share."""

    post: str
    across: str
    province: str
    commune: str
    first: int
    last: int


BEATS = (
    Beat("vn-post-thong-thu", "la-coy-216", "la-hp", "vn-na-x-thong-thu", 358, 366),
    Beat("vn-post-tri-le", "la-coy-217", "la-hp", "vn-na-x-tri-le", 373, 378),
    Beat("vn-post-nhon-mai", "la-coy-217", "la-hp", "vn-na-x-nhon-mai", 379, 385),
    Beat("vn-post-my-ly", "la-coy-217", "la-hp", "vn-na-x-my-ly", 392, 397),
    Beat("vn-post-na-loi", "la-coy-221", "la-xk", "vn-na-x-na-loi", 398, 402),
    Beat("vn-post-nam-can-qt", "la-coy-221", "la-xk", "vn-na-x-nam-can", 403, 409),
    Beat("vn-post-na-ngoi", "la-coy-222", "la-xk", "vn-na-x-na-ngoi", 412, 420),
    Beat("vn-post-tam-hop", "la-coy-252", "la-bk", "vn-na-x-tam-thai", 424, 428),
    Beat("vn-post-phuc-son", "la-coy-251", "la-bk", "vn-na-x-anh-son", 443, 447),
    Beat("vn-post-thanh-thuy", "la-post-nam-on", "la-bk", "vn-na-x-kim-bang", 460, 462),
)
OFFENCES = ("drug_trafficking", "drug_retail", "drug_possession", "smuggling_goods", "illegal_logging", "trade_fraud")
SUBSTANCES = (("heroin", "cakes"), ("synthetic_drugs", "pills"), ("crystal_meth", "kg"), ("opium", "kg"))
MONTHS = range(1, 13)


def example_year(year: int, seed: int = 1) -> Iterator[Example]:
    """Yield about a thousand records of a year, of all four provinces: month by month, then what was done together."""
    chance = Random(f"twinline {year} {seed}")  # noqa: S311 made up, not secret
    for beat in BEATS:
        yield from _standing(beat, year, chance)
    for month in MONTHS:
        for beat in BEATS:
            yield from _walks(beat, year, month, chance)
            yield from _incidents(beat, year, month, chance)
        yield from _gates(year, month, chance)
        if month % 3 == 0:
            yield from _cases(year, month, chance)
    yield from cooperation(year, seed, tuple((beat.post, beat.across, beat.province, beat.commune) for beat in BEATS))
    yield from offices(year, seed, tuple((beat.post, beat.commune) for beat in BEATS))


def _marked(kind: str, about: str, body: dict[str, Any]) -> Example:
    return Example(kind, about, {**body, "example": True})


def _day(year: int, month: int, chance: Random) -> str:
    return f"{year}-{month:02}-{chance.randint(1, monthrange(year, month)[1]):02}"


def _stretch(beat: Beat, chance: Random) -> dict[str, Any]:
    first = chance.randint(beat.first, beat.last - 1)
    return {"marker": str(first), "to_marker": str(chance.randint(first + 1, beat.last))}


def _standing(beat: Beat, year: int, chance: Random) -> Iterator[Example]:
    """Yield what stands all year: markers, a stretch entrusted, a trail, a control post, the commune's status."""
    for number in range(beat.first, beat.last + 1):
        sound = chance.random() < 0.8
        yield _marked("marker", beat.post, {
            "number": str(number), "kept_by": "VN" if number % 2 else "LA", "since": "2016-03-30",
            "condition": "sound" if sound else chance.choice(list(CONDITIONS)[1:6]),
            "place": {"organisation": beat.commune, "marker": str(number)}, "looked_after_by": beat.post,
        })  # fmt: skip
    yield _marked("stretch", beat.post, {
        "entrusted_to": beat.commune, "from": f"{year}-01-01",
        "place": {"marker": str(beat.first), "to_marker": str(beat.last)},
        "markers": beat.last - beat.first + 1, "households": chance.randint(8, 14), "persons": chance.randint(18, 32),
        "length": {"amount": f"{(beat.last - beat.first) * 4 + chance.random():.1f}", "unit": "km"},
    })  # fmt: skip
    spot = {"organisation": beat.commune, "marker": str(beat.first), "metres": chance.randint(50, 900)}
    yield _marked("trail", beat.post, {
        "code": f"trail-{beat.post.removeprefix('vn-post-')}-1", "names": {"en": f"Trail at marker {beat.first}"},
        "type": "trail", "state": chance.choice(("open", "watched")), "place": spot, "from": "2020",
    })  # fmt: skip
    yield _marked("control_post", beat.post, {
        "names": {"en": f"Post at marker {beat.first}"}, "purpose": "border_control", "place": spot,
        "from": f"{year}-01-01", "teams": 1, "staff": chance.randint(5, 9),
    })  # fmt: skip
    yield _marked("programme_status", "vn-na-police", {
        "commune": beat.commune, "status": chance.choice(("complicated", "cleaned", "kept_clean", "kept_clean")),
        "from": f"{year}-01-15", "reference_set": "drug_free_programme_communes", "criteria": ["awareness_held"],
    })  # fmt: skip


def _walks(beat: Beat, year: int, month: int, chance: Random) -> Iterator[Example]:
    """Yield a month's own patrols of both sides, a joint one told by both, and inspections."""
    for about, heads in ((beat.post, "participants_vn"), (beat.across, "participants_la")):
        yield _marked("patrol", about, {
            "type": "own", "when": _day(year, month, chance), "place": _stretch(beat, chance),
            heads: chance.randint(5, 12), "nothing_to_report": True,
            "distance": {"amount": f"{chance.randint(40, 150) / 10}", "unit": "km"},
        })  # fmt: skip
    if month % 2 == beat.first % 2:
        day, place = _day(year, month, chance), _stretch(beat, chance)
        walk: dict[str, Any] = {
            "type": "joint", "when": day, "place": place, "participants_vn": chance.randint(8, 15),
            "participants_la": chance.randint(6, 12),
            "distance": {"amount": f"{chance.randint(40, 150) / 10}", "unit": "km"},
            "minutes": {"number": f"{month:02}/BB-TTSP", "signed": day, "by": ["VN", "LA"]},
        }  # fmt: skip
        yield _marked("patrol", beat.post, {**walk, "counterparts": [beat.across]})
        # One in four is told with another number there: what a reconciliation is for.
        heads = walk["participants_la"] + (chance.random() < 0.25)
        yield _marked("patrol", beat.across, {**walk, "participants_la": heads, "counterparts": [beat.post]})
    for _ in range(2):
        place = _stretch(beat, chance)
        seen: dict[str, Any] = {"nothing_to_report": True}
        if chance.random() < 0.2:
            worn = {"number": place["marker"], "condition": chance.choice(list(CONDITIONS)[1:6])}
            seen = {"findings": [chance.choice(list(FINDINGS))], "markers": [worn]}
        yield _marked("inspection", beat.post, {"when": _day(year, month, chance), "place": place, **seen})


def _incidents(beat: Beat, year: int, month: int, chance: Random) -> Iterator[Example]:
    """Yield what was found out: some by one side, some told by both."""
    for _ in range(chance.randint(0, 2)):
        day, offence = _day(year, month, chance), chance.choice(OFFENCES)
        told: dict[str, Any] = {
            "when": day, "offence": offence, "persons": chance.randint(1, 4),
            "place": {"organisation": beat.commune, "marker": str(chance.randint(beat.first, beat.last))},
            "aware": f"{day}T06:30", "first_report": f"{day}T{chance.randint(7, 22):02}:00", "confidence": "confirmed",
        }  # fmt: skip
        if offence.startswith("drug"):
            what, unit = chance.choice(SUBSTANCES)
            amount = str(chance.randint(1, 9) * (1000 if unit == "pills" else 1))
            exact = {"qualifier": "rounded", "precision": "1000"} if unit == "pills" else {}
            told["quantities"] = [{"what": what, "amount": amount, "unit": unit, **exact}]
        yield _marked("incident", beat.post, {**told, "counterparts": [beat.across]})
        if chance.random() < 0.4:
            yield _marked("incident", beat.across, {**told, "counterparts": [beat.post]})
    if chance.random() < 0.15:
        answers = dict.fromkeys(("non_return", "protection", "minority"), "none_found")
        yield _marked("handover", beat.post, {
            "what": "citizens", "when": _day(year, month, chance), "place": beat.commune, "given_by": beat.post,
            "taken_by": beat.across, "persons": chance.randint(1, 6), "ground": "own_wish", **answers,
            "counterparts": [beat.across],
        })  # fmt: skip


def _gates(year: int, month: int, chance: Random) -> Iterator[Example]:
    """Yield a month's crossings at the international gate, as each side counts them."""
    for about in ("vn-post-nam-can-qt", "la-coy-221"):
        yield _marked("crossing_count", about, {
            "when": f"{year}-{month:02}", "place": {"gate": "gate-nam-can"},
            "persons_to_vn": chance.randint(4000, 9000),
            "persons_to_la": chance.randint(4000, 9000), "vehicles_to_vn": chance.randint(800, 1600),
            "vehicles_to_la": chance.randint(800, 1600),
        })  # fmt: skip


def _cases(year: int, month: int, chance: Random) -> Iterator[Example]:
    """Yield a quarter's special case fought together, told by both, and what was seized in it."""
    province = chance.choice(("la-hp", "la-xk", "la-bk"))
    told: dict[str, Any] = {
        "when": {"from": f"{year}-{month - 2:02}-05", "to": _day(year, month, chance)}, "offence": "drug_trafficking",
        "place": "vn-na", "joint": True, "special_case": True, "led_by": "vn-na-bg",
        "took_part": [f"{province}-police"],
        "number_vn": f"CA {year % 100}{month:02}", "persons": chance.randint(1, 5), "routes": chance.randint(0, 1),
    }  # fmt: skip
    yield _marked("case", "vn-na-bg", {**told, "counterparts": [f"{province}-police"]})
    yield _marked("case", f"{province}-police", {**told, "counterparts": ["vn-na-bg"]})
    yield _marked("seizure", "vn-na-bg", {
        "when": told["when"]["to"], "place": "vn-na", "joint": True, "counterparts": [f"{province}-police"],
        "goods": [{"what": "heroin", "amount": str(chance.randint(2, 20)), "unit": "cakes"}],
    })  # fmt: skip

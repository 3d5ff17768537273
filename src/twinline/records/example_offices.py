"""What offices do in an example year: papers they sign, liaison offices, pledges, lessons, figures they report.

With it each row of the two articles (docs/coverage.md) occurs in the year. Made up, like all of the year.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from random import Random
from typing import Any

from twinline.records.examples import Example

LA_PROVINCES = ("la-hp", "la-xk", "la-bk")
#: What an office reports of itself: indicator, value, unit, place; as of the end of the year, or for the year.
STANDING = (
    ("border_length", "468.281", "km", "vn-na"), ("border_communes", "21", "communes", "vn-na"),
    ("border_length_land", "91.983", "km", "vn-na-d-ky-son"),
    ("border_length_river", "111.426", "km", "vn-na-d-ky-son"),
    ("neighbour_provinces", "3", "provinces", "vn-na-d-ky-son"),
    ("neighbour_districts", "4", "districts", "vn-na-d-ky-son"),
    ("share_of_seized_drugs_smuggled_from_laos", "80", "percent", "vn-na"),
)  # fmt: skip
OF_THE_YEAR = (("free_migration_cases", 5, 20), ("unregistered_marriages", 5, 20))
SHIFTS_OF_A_MONTH = (4, 18)


def offices(year: int, seed: int, posts: tuple[tuple[str, str], ...]) -> Iterator[Example]:
    """Yield what provinces, districts and ministries do in a year; ``posts`` are border posts with their commune."""
    chance = Random(f"twinline offices {year} {seed}")  # noqa: S311 made up, not secret
    yield from _papers(year)
    yield from _villages(year, posts, chance)
    yield from _liaison(year, chance)
    yield from _lessons(year, chance)
    yield from _cases(year)
    yield from _figures(year, chance)


def tasks_done(plan: Mapping[str, Any], record: str) -> list[dict[str, Any]]:
    """Return what is told of the tasks of a joint plan of an example year that are over in it."""
    year = plan["signed"][:4]
    return [
        {"plan": record, "task": number, "what": task["what"], "outcome": "done", "when": task["by"],
         "counterparts": plan["parties"][1:], "example": True}
        for number, task in enumerate(plan["tasks"], start=1) if task["by"].startswith(year)
    ]  # fmt: skip


def _marked(kind: str, about: str, body: dict[str, Any]) -> Example:
    return Example(kind, about, {**body, "example": True})


def _papers(year: int) -> Iterator[Example]:
    """Yield a memorandum of the provinces, a plan of the ministries and what they owe each other."""
    yield _marked("agreement", "vn-na", {
        "type": "mou", "names": {"en": f"Memorandum on village twinning, {year}"}, "parties": ["vn-na", *LA_PROVINCES],
        "binds": "both", "signed": f"{year}-08-18", "place": {"name": "Vinh"}, "level": "province",
        "subjects": ["twinning"],
    })  # fmt: skip
    ministries = ["vn-mps", "la-mps"]
    yield _marked("agreement", "vn-na", {
        "type": "plan", "names": {"en": f"Cooperation plan of the ministries, {year}"}, "parties": ministries,
        "binds": "both", "signed": f"{year}-01-10", "until": f"{year}-12-31", "level": "ministry",
    })  # fmt: skip
    yield _marked("commitment", "vn-na", {
        "subject": "conference", "owed_by": ministries, "owed_to": ministries, "level": "ministry",
        "owed": {"amount": "1", "unit": "activities"}, "repeats": "yearly", "agreed": f"{year - 1}-12-10",
    })  # fmt: skip
    yield _marked("activity", "vn-na", {
        "type": "conference", "when": f"{year}-10-21", "place": "vn-na", "level": "ministry", "participants_vn": 30,
        "participants_la": 25, "counterparts": ["la-mps"],
    })  # fmt: skip
    yield _marked("commitment", "vn-na", {
        "subject": "building", "building": "village_police_office", "owed_by": ["vn-mps"], "owed_to": ["la-mps"],
        "level": "ministry", "owed": {"amount": "287", "unit": "buildings"}, "agreed": f"{year}-01-10",
    })  # fmt: skip
    yield _marked("twinning", "vn-na", {
        "level": "village", "units_a": ["vn-v-tien-tieu"], "units_b": ["la-v-loong-ho"], "status": "signed",
        "signed": f"{year - 3}-04-20", "until": f"{year + 2}-04-19",
    })  # fmt: skip
    yield _marked("twinning", "vn-na", {
        "level": "commune", "units_a": ["vn-na-x-nam-can"], "units_b": ["la-xk-nong-het"], "status": "signed",
        "signed": f"{year - 2}-05-15", "until": f"{year + 3}-05-14",
    })  # fmt: skip


def _villages(year: int, posts: tuple[tuple[str, str], ...], chance: Random) -> Iterator[Example]:
    """Yield pledges by commune, villages that visit each other, and help between twinned units."""
    for _, commune in posts:
        yield _marked("pledge_round", "vn-na-police", {
            "village": commune, "when": f"{year}-06-{chance.randint(1, 26):02}", "topic": "drugs",
            "households": chance.randint(40, 120),
        })  # fmt: skip
    for month, province in zip((4, 7, 11), LA_PROVINCES, strict=True):
        yield _marked("activity", "vn-na", {
            "type": "experience_exchange", "when": f"{year}-{month:02}-{chance.randint(3, 25):02}", "level": "village",
            "topics": ["village_management"], "people_to_people": True, "participants_vn": chance.randint(8, 20),
            "participants_la": chance.randint(8, 20), "counterparts": [province],
        })  # fmt: skip
    yield _marked("support", "vn-post-na-ngoi", {
        "step": "delivered", "purpose": "hard_times", "when": f"{year}-09-12", "given_to": ["la-coy-222"],
        "goods": [{"what": "rice", "amount": "500", "unit": "kg"}],
    })  # fmt: skip


def _liaison(year: int, chance: Random) -> Iterator[Example]:
    """Yield the liaison office of Quế Phong and Sầm Tớ with both seats' shifts."""
    seats = {"VN": "vn-na-blo-que-phong", "LA": "la-hp-blo-sam-to"}
    yield _marked("liaison_office", seats["VN"], {
        "seat_vn": seats["VN"], "seat_la": seats["LA"], "opened": f"{year - 10}",
    })  # fmt: skip
    for month in range(1, 13):
        for day in SHIFTS_OF_A_MONTH:
            side = "VN" if day < 10 else "LA"
            yield _marked("liaison_shift", seats[side], {
                "when": f"{year}-{month:02}-{day:02}", "side": side, "seat": seats[side], "on_duty": 2,
                "notices_in": chance.randint(0, 5),
            })  # fmt: skip


def _lessons(year: int, chance: Random) -> Iterator[Example]:
    """Yield a course of Vietnamese in each province and scholarships for its pupils."""
    for province in LA_PROVINCES:
        yield _marked("activity", "vn-na-bg", {
            "type": "training", "when": f"{year}-{chance.randint(3, 10):02}", "topics": ["language"], "sessions": 1,
            "participants_la": chance.randint(20, 35), "counterparts": [province],
        })  # fmt: skip
        yield _marked("support", "vn-na", {
            "step": "delivered", "purpose": "education", "when": f"{year}-09", "given_to": [province],
            "scholarships": chance.randint(10, 25), "school": "Vinh University", "school_year": f"{year}-{year + 1}",
        })  # fmt: skip


def _cases(year: int) -> Iterator[Example]:
    """Yield a case with all that one can do away with, teams against an epidemic, crossings as numbers, vehicles."""
    yield _marked("case", "vn-na-police", {
        "when": {"from": f"{year}-02-01", "to": f"{year}-05-20"}, "place": "vn-na", "offence": "drug_trafficking",
        "joint": True, "led_by": "vn-na-police", "took_part": ["la-xk-police"], "persons": 8, "wanted": 2,
        "wanted_dangerous": 1, "dens": 1, "retail_points": 2, "hotspots": 1, "complicated_points": 1,
        "counterparts": ["la-xk-police"], "closed": {"on": f"{year}-06-20", "ground": "prosecuted"},
    })  # fmt: skip
    yield _marked("control_post", "vn-na-bg", {
        "names": {"vi": "Các tổ phòng, chống dịch"}, "purpose": "epidemic", "place": "vn-na", "from": f"{year}-02-01",
        "to": f"{year}-12-31", "teams": 12,
    })  # fmt: skip
    yield _marked("incident", "vn-na-bg", {
        "when": {"from": f"{year}-01-01", "to": f"{year}-06-30"}, "place": "vn-na", "offence": "unlawful_entry_exit",
        "cases": 21, "persons": 46,
    })  # fmt: skip
    yield _marked("incident", "vn-post-nam-can-qt", {
        "when": f"{year}-03-17", "place": {"gate": "gate-nam-can"}, "offence": "smuggling_goods", "persons": 5,
        "vehicles": 2, "counterparts": ["la-coy-221"],
    })  # fmt: skip


def _figures(year: int, chance: Random) -> Iterator[Example]:
    """Yield what offices report: what stands as of the year's end, and numbers of it that no record makes up."""
    for indicator, value, unit, place in STANDING:
        yield _marked("return", "vn-na", {
            "indicator": indicator, "value": value, "unit": unit, "period": {"to": f"{year}-12-31"}, "place": place,
            "basis": "own",
        })  # fmt: skip
    for indicator, least, most in OF_THE_YEAR:
        yield _marked("return", "vn-na", {
            "indicator": indicator, "value": str(chance.randint(least, most)), "unit": "cases",
            "period": {"from": f"{year}-01-01", "to": f"{year}-12-31"}, "place": "vn-na", "basis": "own",
        })  # fmt: skip

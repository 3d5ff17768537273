"""What the two sides do together in an example year: twinnings, plans, commitments, talks, festivals, aid, notices.

Made up, like all of the year. What lasts reaches into the year after it, so that a calendar has something to show.
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any

from twinline.records.examples import Example
from twinline.records.kinds.notice import SUBJECTS as NOTICE_SUBJECTS

PROVINCES = ("la-hp", "la-xk", "la-bk")
SUBJECTS = ("smuggling", "forest", "line_and_markers", "drugs", "disaster", "epidemic")
#: A request that is overdue an hour after it was received, and those that nobody answers in the year.
AT_ONCE = "rescue"
UNANSWERED = frozenset({AT_ONCE, "meeting"})
#: Month and day of a festival, its code, and who is visited.
FEASTS = (
    ("01-20", "lao_army_day", "la"), ("03-03", "border_guard_day", "vn"), ("04-13", "bunpimay", "la"),
    ("09-01", "vietnam_national_day", "vn"), ("12-01", "lao_national_day", "la"),
)  # fmt: skip

#: A border post, who is across, the province there and the commune here.
Neighbours = tuple[str, str, str, str]


def cooperation(year: int, seed: int, beats: tuple[Neighbours, ...]) -> Iterator[Example]:
    """Yield a year of work together, of the border posts named and of the provinces."""
    chance = Random(f"twinline together {year} {seed}")  # noqa: S311 made up, not secret
    for number, beat in enumerate(beats):
        yield from _twinned(year, beat, number)
        yield from _sessions(year, beat, chance)
        yield from _told(year, beat, chance)
    for province in PROVINCES:
        yield from _agreed(year, province, chance)
        yield from _met(year, province, chance)
        yield from _feasts(year, province, chance)
        yield from _asked(year, province, [commune for _, _, over, commune in beats if over == province])
    yield from _gate(year)


def _marked(kind: str, about: str, body: dict[str, Any]) -> Example:
    return Example(kind, about, {**body, "example": True})


def _twinned(year: int, beat: Neighbours, number: int) -> Iterator[Example]:
    post, across, _, _ = beat
    month, day = number + 2, 2 * number + 5
    promised = (("regular_talks", 4), ("joint_patrols", 6), ("culture_sport", 1))
    yield _marked("twinning", post, {
        "level": "post_company", "units_a": [post], "units_b": [across], "status": "signed",
        "signed": f"{year - 4}-{month:02}-{day:02}", "until": f"{year + 1}-{month:02}-{day - 1:02}",
        "promises": [{"what": what, "times": times} for what, times in promised],
    })  # fmt: skip


def _sessions(year: int, beat: Neighbours, chance: Random) -> Iterator[Example]:
    """Yield a post's awareness sessions in its commune, with people of both sides."""
    post, across, _, commune = beat
    for month in (4, 10):
        yield _marked("activity", post, {
            "type": "awareness", "when": f"{year}-{month:02}-{chance.randint(1, 28):02}", "place": commune,
            "topics": chance.sample(["laws", "border_agreements", "drugs", "forest", "disasters"], 2),
            "participants_vn": chance.randint(25, 70), "participants_la": chance.randint(10, 40),
            "counterparts": [across],
        })  # fmt: skip


def _told(year: int, beat: Neighbours, chance: Random) -> Iterator[Example]:
    """Yield what post and company tell each other, in turn."""
    post, across, _, _ = beat
    for month in range(1, 13, 2):
        author, other = (post, across) if month % 4 == 1 else (across, post)
        day = f"{year}-{month:02}-{chance.randint(1, 28):02}"
        yield _marked("notice", author, {
            "type": "inform", "subject": chance.choice(SUBJECTS), "when": day, "counterparts": [other],
            "items": chance.randint(1, 3),
        })  # fmt: skip


def _asked(year: int, province: str, communes: list[str]) -> Iterator[Example]:
    """Yield what the provinces ask each other, in turn, once on every subject; one of it within the hour."""
    for number, subject in enumerate(NOTICE_SUBJECTS):
        author, other = ("vn-na", province) if number % 2 == 0 else (province, "vn-na")
        yield _marked("notice", author, {
            "type": "request", "subject": subject, "when": f"{year}-{number + 1:02}-{2 * number + 3:02}",
            "place": communes[number % len(communes)],
            "answer_within": 1 if subject == AT_ONCE else 24 * (number % 3 + 1),
            "sentences": [{"code": "please_check"}], "counterparts": [other],
        })  # fmt: skip


def replies(asked: dict[str, Any], record: str, asker: str) -> list[dict[str, Any]]:
    """Return what an example request (the id of its record, who asks) is answered with: to two of them, nothing yet.

    On drugs the answer is put off before it comes.
    """
    if asked["subject"] in UNANSWERED:
        return []
    head = {"subject": asked["subject"], "answers": record, "counterparts": [asker], "example": True}
    year, month = asked["when"][:4], asked["when"][5:7]
    put_off = {
        "type": "inform",
        "when": asked["when"],
        "sentences": [{"code": "working_on_it", "day": f"{year}-{month}-27"}],
    }
    found = "seen_here_too" if asked["subject"] in ("drugs", "forest", "disaster") else "nothing_found"
    said = {"code": found, "day": f"{year}-{month}-25"} if found == "seen_here_too" else {"code": found}
    reply = {"type": "reply", "when": f"{year}-{month}-26", "sentences": [said]}
    return [{**head, **each} for each in ((put_off, reply) if asked["subject"] == "drugs" else (reply,))]


def _agreed(year: int, province: str, chance: Random) -> Iterator[Example]:
    """Yield a plan of the provinces for two years, and what was promised for it."""
    yield _marked("joint_plan", "vn-na", {
        "subject": "drugs", "parties": ["vn-na", province], "level": "province", "signed": f"{year}-01-15",
        "until": f"{year + 1}-12-31",
        "stages": [{"from": f"{year}-01-15", "to": f"{year}-12-31"},
                   {"from": f"{year + 1}-01-01", "to": f"{year + 1}-12-31"}],
        "tasks": [{"whose": "VN", "what": "information", "by": f"{year}-11-20", "stage": 1},
                  {"whose": "both", "what": "awareness", "by": f"{year + 1}-12-15", "stage": 2}],
        "reviews": [f"{year}-12", f"{year + 1}-12-20"],
    })  # fmt: skip
    owed: tuple[tuple[str, str, int, str, dict[str, Any]], ...] = (
        ("building", "buildings", chance.randint(1, 3), f"{year + 1}-12-10", {"building": "school"}),
        ("training", "activities", 2, f"{year + 1}-06-30", {}),
    )
    for subject, unit, number, until, more in owed:
        yield _marked("commitment", "vn-na", {
            "subject": subject, "owed_by": ["vn-na"], "owed_to": [province], "level": "province",
            "owed": {"amount": str(number), "unit": unit}, "agreed": f"{year}-01-15", "until": until, **more,
        })  # fmt: skip
    yield _marked("support", "vn-na", {
        "step": "delivered", "purpose": "offices", "when": f"{year}-{chance.randint(5, 11):02}", "given_to": [province],
        "building": "village_police_office", "buildings": 1, "level": "province",
    })  # fmt: skip


def _met(year: int, province: str, chance: Random) -> Iterator[Example]:
    """Yield the talks of each quarter, told by both."""
    for month in (3, 6, 9, 12):
        talks: dict[str, Any] = {
            "type": "review" if month == 12 else "talks", "when": f"{year}-{month:02}-{chance.randint(10, 24):02}",
            "place": "vn-na" if month % 2 else province, "level": "province",
            "participants_vn": chance.randint(6, 14), "participants_la": chance.randint(6, 12),
        }  # fmt: skip
        yield _marked("activity", "vn-na", {**talks, "counterparts": [province]})
        yield _marked("activity", province, {**talks, "counterparts": ["vn-na"]})


def _feasts(year: int, province: str, chance: Random) -> Iterator[Example]:
    for day, festival, where in FEASTS:
        visited = "vn-na" if where == "vn" else province
        yield _marked("activity", "vn-na", {
            "type": "visit", "direction": "received" if where == "vn" else "sent", "when": f"{year}-{day}",
            "place": visited, "festival": festival, "participants_vn": chance.randint(5, 10),
            "participants_la": chance.randint(5, 10), "counterparts": [province],
        })  # fmt: skip


def _gate(year: int) -> Iterator[Example]:
    """Yield the days on which the international gate was closed for the Lao New Year."""
    yield _marked("gate_status", "la-xk", {
        "place": {"gate": "gate-nam-can"}, "status": "closed", "from": f"{year}-04-14", "until": f"{year}-04-16",
        "reason": "holiday", "counterparts": ["vn-na"],
    })  # fmt: skip

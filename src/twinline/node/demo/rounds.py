"""A round of the example year: the posts of one command are asked every month of its last quarter, and most answer.

What each signs is what its own records count. One has nothing of something and says so, one says 0, one signs another
number than its records count, one is late, and one is silent in December. The days on which they sign are made up too.
"""

from __future__ import annotations

from collections.abc import Iterator

from twinline.figures.numbers import decimal_text
from twinline.records.example_year import BEATS
from twinline.store import rounds, signing
from twinline.store.ledger import Ledger
from twinline.store.reading import Reader
from twinline.store.signing import Entered, Sheet
from twinline.times import DAY_MS, days_of, end_of_day

INDICATORS = ("own_patrols", "joint_patrols", "drug_cases", "cases_all_offences")
NAMES = {
    "vi": "Tuần tra và tội phạm", "lo": "ລາດຕະເວນ ແລະ ອາຊະຍາກຳ",
    "en": "Patrols and crime", "fr": "Patrouilles et délits",
}  # fmt: skip
DUE_DAYS = 5
POSTS = tuple(beat.post for beat in BEATS)
LATE, SILENT, OTHER, ZERO = POSTS[2], POSTS[6], POSTS[4], POSTS[1]


def tell(ledger: Ledger, year: int, *, now: int) -> str:
    """Open the round of an example year and let its posts answer, as far as their days have come; return its id."""
    author = ledger.node.organisation
    body = {
        "names": NAMES, "indicators": list(INDICATORS), "period": f"{year}-10", "repeats": "monthly",
        "until": f"{year}-12-31", "due_days": DUE_DAYS, "units": [{"unit": post} for post in POSTS], "example": True,
    }  # fmt: skip
    begun = min(days_of(f"{year}-10")[0] * DAY_MS, now)
    record = signing.open_round(ledger, body, author=author, now=begun)
    round = rounds.find(ledger, Reader.of_node(ledger), record)
    for term in rounds.begun(round, days_of(f"{year}-12")[1]):
        for number, post in enumerate(POSTS):
            if post == SILENT and term.last == days_of(f"{year}-12")[1]:
                continue
            at = end_of_day(term.due if post == LATE else term.last) + (number + 1) * DAY_MS // 24
            if at > now:
                continue
            reader = Reader(frozenset({post}))
            sheet = signing.sheet(ledger, reader, round, term, post, now=at)
            signing.sign(ledger, reader, sheet, dict(_signed(sheet)), author=post, now=at, example=True)
    return record


def _signed(sheet: Sheet) -> Iterator[tuple[str, Entered]]:
    """Yield what a post signs: what is counted; where nothing is, that there is nothing to report."""
    post = sheet.standing.unit
    for line in sheet.lines:
        name, counted = line.indicator.name, line.counted
        if counted is None:
            # The same silence of the records, in two words that mean two things.
            yield name, Entered("0") if post == ZERO else Entered(nothing=True)
        else:
            more = 1000 if post == OTHER and name == "own_patrols" else 0
            yield name, Entered(decimal_text(counted.value + more), counted.qualifier)

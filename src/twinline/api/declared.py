"""What programs may ask, declared once: what stands in an address and the published document come from here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from twinline.api import answers
from twinline.api.answers import Schema
from twinline.desk.followed import LISTS
from twinline.desk.house.lists import FILLED_IN
from twinline.figures.calendars import CIVIL
from twinline.records import registry

#: Records of one answer, and how far one may turn the pages.
MOST, FARTHEST = 500, 1_000_000
STANDINGS = ("stated", "on_paper", "agreed", "disputed", "withdrawn", "released")
#: The head in which words that are looked for stand.
SEARCHED = "Twinline-Words"
_DATE = "A full or partial date: 2022, 2022-06, 2022-06-01."


@dataclass(frozen=True, slots=True)
class Param:
    """One thing that may be asked in an address, as ``name=value``; ``many``: more than once.

    ``apart``: in a head of the request of that name, in UTF-8 as it is or percent-encoded, since addresses are kept in
    logs and histories.
    """

    name: str
    says: str
    schema: Schema
    many: bool = False
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Route:
    """One thing to ask: its name among the routes, how and where, what it answers, what it takes."""

    name: str
    method: str
    path: str
    says: str
    answer: Schema
    params: tuple[Param, ...] = ()
    body: Schema | None = None
    status: int = 200


def text(name: str, says: str, *, longest: int = 100, **more: Any) -> Param:
    """Return a parameter that is text."""
    return Param(name, says, {"type": "string", "maxLength": longest, **more})


def word(name: str, says: str, of: tuple[str, ...]) -> Param:
    """Return a parameter that is a word of a list."""
    return Param(name, says, {"type": "string", "enum": list(of)})


def flag(name: str, says: str) -> Param:
    """Return a parameter that is true or false, and false if it is left out."""
    return Param(name, says, {"type": "boolean", "default": False})


def number(name: str, says: str, default: int, least: int, most: int) -> Param:
    """Return a parameter that is a whole number."""
    return Param(name, says, {"type": "integer", "default": default, "minimum": least, "maximum": most})


_KNOWN_ON = text("known_on", "Only what was known then: a day (its end, at UTC+07:00) or an instant (RFC 3339).")
_ASKED = (
    text("from", f"First date. {_DATE}"),
    text("to", f"Last date. {_DATE}"),
    text("period", "Instead: 2022-06, 2022-Q1, 2022-H1, 2021..2022-Q1, 2012.. or so."),
    text("calendar", "Whose months: civil, vn-report, la-budget.", default=CIVIL),
    text("for", "Whom it is for: line (if left out), self, superiors, twin:CODE, or CODE,CODE with your own in it."),
    _KNOWN_ON,
    text(
        "cut",
        "Read again exactly what an earlier answer rests on: the text of its cut.",
        longest=12_000,
        pattern=r"^[ -~\n]*$",
    ),
)
_LISTED = (
    word("kind", "Only this kind.", tuple(registry.KINDS)),
    word("side", "Only what this side said.", ("VN", "LA")),
    text("author", "Only what this organisation said."),
    text("about", "Only the work of this organisation."),
    text("place", "At a place or at one within it."),
    text("from", f"First date. {_DATE}"),
    text("until", f"Last date. {_DATE}"),
    Param(
        SEARCHED,
        "Words it holds, with or without diacritics: in UTF-8 or percent-encoded. No address has them.",
        {"type": "string", "maxLength": 100},
        apart=True,
    ),
    word("standing", "Only what stands so; withdrawn and released ones only if asked for.", STANDINGS),
    _KNOWN_ON,
    number("limit", "How many at most.", 100, 1, MOST),
    number("offset", "How many to leave out first; next of an answer says it.", 0, 0, FARTHEST),
)
_ON_THE_LINE = (
    text("from", f"First date; without, of the last one's quarter. {_DATE}"),
    text("until", f"Last date; without, today. {_DATE}"),
    text("place", "Only on the stretch of this organisation."),
    _KNOWN_ON,
)
_INDICATOR: Schema = {"type": "string", "maxLength": 64, "pattern": "^[a-z0-9_]+$"}
_FIGURED = (
    Param("indicator", "A figure's name; several, or none for all.", _INDICATOR, many=True),
    *_ASKED,
    text("place", "This place and all below it."),
    flag("recut", "With place: and with all that went into it when places were merged, or what an ended one became."),
    text("org", "The work of this organisation and all below it."),
    flag("alone", "With org: its own work, without that of those below it."),
    text("as", "stated:VN, stated:LA, agreed or joint.", default="joint"),
    text("published_by", "Only what its author claims to have published by then: a date."),
    flag("records", "Instead: the records behind one indicator, and those left out with the reason."),
    text("against", "Instead: beside known_on another day, what changed and why."),
    flag("sentence", "Instead: each figure as a sentence in four languages."),
)


def _new(kind: str) -> Schema:
    """Return how a new record of a kind is said: what it says, whom it is meant for, whether it crosses at once."""
    return {
        "title": kind,
        "type": "object",
        "properties": {
            "kind": {"type": "string", "const": kind},
            "body": {"$ref": f"#/components/schemas/kind-{kind}"},
            "to": {"type": "string", "maxLength": 2000, "default": "self",
                   "description": "Whom it is meant for: self, superiors, twin:CODE, line, or CODE,CODE."},
            "release": {"type": "boolean", "default": False,
                        "description": "Say it to them now. Takes a key with release; else it waits at home."},
        },
        "required": ["kind", "body"],
        "additionalProperties": False,
    }  # fmt: skip


NEW: Schema = {"oneOf": [_new(kind) for kind in FILLED_IN]}


def _act(name: str, says: str) -> Route:
    body = {"$ref": f"#/components/schemas/act-{name}"} if name in registry.ACTS else answers.BODY
    return Route(name, "POST", f"/records/{{record}}/{name}", says, answers.SAID, body=body, status=201)


ROUTES: tuple[Route, ...] = (
    Route("openapi", "GET", "/openapi.json", "This document.", {"type": "object"}),
    Route("kinds", "GET", "/kinds", "The kinds of record, and the acts on one.", answers.KINDS),
    Route("kind", "GET", "/kinds/{kind}", "The JSON Schema of what a kind or an act says.", answers.KIND),
    Route("records", "GET", "/records", "Records as they stand, the latest first.", answers.RECORDS, params=_LISTED),
    Route("records", "POST", "/records", "Say a new record in your organisation's name.", answers.SAID, body=NEW,
          status=201),
    Route("record", "GET", "/records/{record}",
          "A record by its id or enough of its beginning: how it stands, its versions, who said what about it.",
          answers.RECORD, params=(flag("trace", "Down to entry, signed heads and receipts."),)),
    _act("amend", "Say a record of your own anew: its whole body."),
    _act("withdraw", "Take a record of your own back, for good, from all who have it."),
    _act("countersign", "Confirm a record of the other side as it stands now."),
    _act("dispute", "Say of a record of the other side what is not agreed."),
    Route("waiting", "GET", "/waiting", "What waits for you, the most pressing first; twelve of each list.",
          answers.WAITING, params=(word("list", "This list alone, and whole.", LISTS),)),
    Route("indicators", "GET", "/indicators", "The figures that can be asked for.", answers.INDICATORS),
    Route("figures", "GET", "/figures", "Figures counted from records, with what was returned beside.",
          answers.FIGURES, params=_FIGURED),
    Route("line-coverage", "GET", "/line/coverage",
          "Which stretches of the line were patrolled in a period, how often, by which side; planned and done.",
          answers.COVERAGE, params=_ON_THE_LINE),
    Route("line-gaps", "GET", "/line/gaps", "Which stretches neither side patrolled for some days up to the last date.",
          answers.GAPS, params=(number("days", "For so many days.", 30, 1, 36_500), *_ON_THE_LINE)),
    Route("line-unattended", "GET", "/line/unattended", "Which stretches nobody looks after on the last date.",
          answers.UNATTENDED, params=_ON_THE_LINE),
    Route("line-markers", "GET", "/line/markers", "Which markers were not inspected in a period: overdue inspections.",
          answers.MARKERS, params=_ON_THE_LINE),
    Route("reports", "GET", "/reports", "The reports that can be asked for.", answers.REPORTS),
    Route("report", "GET", "/reports/{report}", "A report over what both sides hold.", answers.REPORT, params=_ASKED),
)  # fmt: skip


def route(name: str, method: str) -> Route:
    """Return what is declared under a name for a method."""
    return next(each for each in ROUTES if (each.name, each.method) == (name, method))


def by_path() -> Mapping[str, list[Route]]:
    """Return what is declared, by path, in the order of the list."""
    found: dict[str, list[Route]] = {}
    for each in ROUTES:
        found.setdefault(each.path, []).append(each)
    return found

"""The form of each answer as a JSON Schema (draft 2020-12): closed, so that a field more is one that was decided."""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
FLAG: Schema = {"type": "boolean"}
NUMBER: Schema = {"type": "integer"}
CODES: Schema = {"type": "array", "items": TEXT}
#: What a kind or an act says: its own schema stands under /kinds/NAME.
BODY: Schema = {"type": "object", "description": "As /kinds/{name} says."}
#: Text in the four languages, or in those that it is there in.
WORDS: Schema = {"type": "object", "additionalProperties": TEXT}
#: A number as decimal text, so that no program rounds it; empty where it is hidden.
DECIMAL: Schema = {"type": ["string", "null"], "description": "A decimal number as text."}


def thing(**fields: Schema) -> Schema:
    """Return the schema of an object with exactly these fields."""
    names = {name.rstrip("_"): field for name, field in fields.items()}
    return {"type": "object", "properties": names, "required": list(names), "additionalProperties": False}


def thing_with(of: Schema, **fields: Schema) -> Schema:
    """Return the schema of an object that may have these fields, too."""
    return {**of, "properties": {**of["properties"], **fields}}


def some(of: Schema) -> Schema:
    """Return the schema of a list."""
    return {"type": "array", "items": of}


def perhaps(of: Schema) -> Schema:
    """Return the schema of something that may be missing (null)."""
    return (
        {**of, "type": [of["type"], "null"]} if isinstance(of.get("type"), str) else {"anyOf": [of, {"type": "null"}]}
    )


_MAYBE = perhaps(TEXT)

ERROR = {
    "type": "object",
    "properties": {
        "error": {
            "type": "object",
            "properties": {
                "check": {**TEXT, "description": "A stable word for programs, such as no-record."},
                "where": TEXT, "sentence": TEXT, "remedy": TEXT,
                "findings": some(thing(field=TEXT, rule=TEXT, sentence=TEXT)),
            },
            "required": ["check", "where", "sentence", "remedy"],
            "additionalProperties": False,
        }
    },
    "required": ["error"],
    "additionalProperties": False,
}  # fmt: skip

_ROW = {
    "record": TEXT, "kind": TEXT, "author": TEXT, "about": TEXT, "side": TEXT, "audience": CODES, "number": TEXT,
    "standing": TEXT, "event": TEXT, "place": TEXT, "from": _MAYBE, "to": _MAYBE, "example": FLAG, "arrived": TEXT,
    "held_by_both": _MAYBE, "intended": CODES, "body": BODY,
}  # fmt: skip
_ADDRESSEES = some(thing(organisation=TEXT, side=TEXT, reads_for=CODES, received=_MAYBE, has_node=FLAG))
_STAYS = some(thing(where=TEXT, word=TEXT))
_TRACED = thing(
    id=TEXT, act=TEXT, author=TEXT, written=TEXT, clock_ahead=FLAG, hash=TEXT, feed=TEXT, lane=TEXT, audience=CODES,
    position=NUMBER, arrived=TEXT, held_by_both=_MAYBE, checkpoint=_MAYBE, checkpoint_size=perhaps(NUMBER),
    receipts=some(thing(node=TEXT, organisation=TEXT, side=TEXT, size=NUMBER, at=TEXT, line=TEXT)),
    addressees=_ADDRESSEES,
)  # fmt: skip
_RECORD = thing(
    **_ROW,
    versions=CODES,
    voices=some(thing(author=TEXT, side=TEXT, says=TEXT, counts=FLAG, body=BODY)),
    on_paper=perhaps(BODY),
    acts=some(
        thing(act=TEXT, author=TEXT, side=TEXT, hash=TEXT, follows=_MAYBE, arrived=TEXT, held_by_both=_MAYBE, body=BODY)
    ),
    waiting=CODES,
    same_event=CODES,
    flags=CODES,
    addressees=_ADDRESSEES,
    replaced_by=CODES,
    stays_home=_STAYS,
    day_to_come=FLAG,
)

KINDS = thing(kinds=CODES, acts=CODES)
KIND = {"type": "object", "description": "A JSON Schema of draft 2020-12."}
RECORDS = thing(records=some(thing(**_ROW)), total=NUMBER, next=perhaps(NUMBER))
RECORD = {**_RECORD, "properties": {**_RECORD["properties"], "trace": some(_TRACED)}}
SAID = thing(id=TEXT, record=TEXT, hash=TEXT, feed=TEXT, position=NUMBER, stays_home=_STAYS)
WAITING = thing(
    lists=some(
        thing(name=TEXT, title=TEXT, total=NUMBER,
              records=some(thing(record=TEXT, kind=TEXT, title=TEXT, standing=TEXT, state=TEXT, remark=TEXT)))
    )
)  # fmt: skip
INDICATORS = thing(indicators=some(thing(name=TEXT, label=WORDS)))
REPORTS = some(thing(name=TEXT, title=WORDS, own=FLAG, faults=TEXT))

_CUT = {"for_": CODES, "known_on": _MAYBE, "so_far": FLAG, "cut": some(thing(feed=TEXT, size=NUMBER, root=TEXT))}
_SOURCES = some(thing(organisation=TEXT, known_up_to=_MAYBE, silent=FLAG))
_PERIOD = thing(from_=_MAYBE, to=_MAYBE)
_DAYS = thing(first=_MAYBE, last=_MAYBE, shape=TEXT)
_QUALIFIED = {"value": DECIMAL, "value_max": DECIMAL, "qualifier": TEXT, "precision": DECIMAL}
_FIGURE = {
    "indicator": TEXT, **_QUALIFIED, "unit": TEXT, "reference_set": TEXT, "example": FLAG, "warnings": CODES,
}  # fmt: skip
_ANSWER = {
    "definitions": TEXT,
    "counted": some(thing(**_FIGURE, not_yet_agreed=DECIMAL, facts=perhaps(NUMBER))),
    "returned": some(
        thing(**_FIGURE, record=TEXT, author=TEXT, about=TEXT, counterparts=CODES, place=TEXT, days=_DAYS,
              said=_PERIOD, published=_MAYBE, standing=TEXT, counted=DECIMAL, difference=DECIMAL)
    ),
}  # fmt: skip
_REPORTED = some(
    thing_with(thing(round=TEXT, author=TEXT, asked=NUMBER, reported=NUMBER, missing=CODES), to_come=NUMBER)
)
_THEN = thing(**_ANSWER, known_on=_MAYBE)
_BEHIND = thing(
    record=TEXT, entry_id=NUMBER, value=DECIMAL, unit=TEXT, qualifier=TEXT, standing=TEXT, author=TEXT, place=TEXT,
    days=_DAYS, example=FLAG, left_out=_MAYBE,
)  # fmt: skip
_CHANGE = thing(
    record=TEXT, why=TEXT, unit=TEXT, before=DECIMAL, after=DECIMAL, difference=DECIMAL, hidden=FLAG, author=TEXT,
    place=TEXT, returned=FLAG,
)  # fmt: skip
FIGURES = {
    "anyOf": [
        {
            **thing_with(
                thing(
                    **_ANSWER,
                    **_CUT,
                    sources=_SOURCES,
                    period=_PERIOD,
                    reported={"type": "object", "additionalProperties": _REPORTED},
                    as_of=_MAYBE,
                ),
                merged=some(thing(from_=TEXT, to=TEXT)),
                place_began=TEXT,
                place_ended=TEXT,
                units_on=TEXT,
                begun_by=TEXT,
            ),
            "title": "figures",
        },
        {**some(_BEHIND), "title": "the records behind one, with records=true"},
        {**some(thing(indicator=TEXT, sentence=WORDS)), "title": "as sentences, with sentence=true"},
        {**thing(before=_THEN, after=_THEN, changes=some(_CHANGE)), "title": "on two days, with against"},
    ]
}

_SAID = thing(**_QUALIFIED)
_SPAN = thing(from_=_MAYBE, to=_MAYBE, first_day=_MAYBE, last_day=_MAYBE)
_COUNTED = thing(
    unit=TEXT, reference_set=TEXT, voices={"type": "object", "additionalProperties": _SAID}, not_yet_agreed=DECIMAL,
    last_year=perhaps(_SAID), promised=perhaps(_SAID), example=FLAG, warnings=CODES,
)  # fmt: skip
_RETURNED = thing(
    **_QUALIFIED, unit=TEXT, period=_SPAN, place=TEXT, place_said=_MAYBE, about=TEXT, author=TEXT, counterparts=CODES,
    reference_set=TEXT, standing=TEXT, basis=TEXT, published=_MAYBE, source=_MAYBE, reference=_MAYBE, record=TEXT,
    unclear=FLAG, inferred=FLAG, example=FLAG, difference=DECIMAL, warnings=CODES,
)  # fmt: skip
_ROWS = thing_with(
    thing(
        indicator=TEXT, label=WORDS, nature=TEXT, of_which=_MAYBE, articles=CODES, is_counted=FLAG, promise=_MAYBE,
        counted=some(_COUNTED), returned=some(_RETURNED),
    ),
    reported=_REPORTED,
)  # fmt: skip
_WATCH = thing(
    length_m=NUMBER, patrolled_m=NUMBER, patrolled_by_VN_m=NUMBER, patrolled_by_LA_m=NUMBER,
    patrolled_by_both_m=NUMBER, patrolled_together_m=NUMBER,
    not_patrolled=some(thing(from_m=NUMBER, to_m=NUMBER, last=_MAYBE)),
    patrolled=some(thing(from_m=NUMBER, to_m=NUMBER, VN=FLAG, LA=FLAG)), markers=NUMBER, markers_not_inspected=CODES,
    looked_after_by_nobody_m=NUMBER, patrols_without_a_stretch=NUMBER,
)  # fmt: skip
_SECTION = thing(
    name=TEXT, title=WORDS, rows=some(_ROWS),
    lists=some(thing(indicator=TEXT, more=NUMBER, records=some(
        thing(record=TEXT, title=WORDS, author=TEXT, standing=TEXT, example=FLAG)))),
    charts=some(thing(title=WORDS, of=TEXT, unit=TEXT, categories=some(WORDS),
                      series=some(thing(name=WORDS, values=some(DECIMAL))))),
    watch=perhaps(_WATCH),
)  # fmt: skip
REPORT = thing_with(
    thing(
        format=NUMBER, report=TEXT, title=WORDS, period=perhaps(_SPAN), **_CUT, sources=_SOURCES, declaration=TEXT,
        definitions=TEXT, line_version=TEXT, names={"type": "object", "additionalProperties": WORDS},
        sections=some(_SECTION), unreviewed=CODES, example=FLAG,
    ),
    units_on=TEXT,
    begun_by=TEXT,
)  # fmt: skip

_METRES = {**NUMBER, "description": "Metres along the line that the answer names, from its northern end."}
_LINE = {
    "from_": TEXT, "until": TEXT, "within": {"type": "array", "items": _METRES, "minItems": 2, "maxItems": 2},
    "line": TEXT, "version": TEXT, "known_on": _MAYBE,
}  # fmt: skip
_ON = {"from_m": _METRES, "to_m": _METRES}
COVERAGE = thing(
    **_LINE, covered_m=NUMBER, vn_m=NUMBER, la_m=NUMBER, both_m=NUMBER, together_m=NUMBER,
    patrols_without_a_stretch=NUMBER,
    parts=some(thing(**_ON, times=NUMBER, vn=NUMBER, la=NUMBER, together=NUMBER)),
    planned=some(thing(**_ON, first_day=TEXT, last_day=TEXT, done_m=NUMBER)),
)  # fmt: skip
GAPS = thing(**_LINE, days=NUMBER, total_m=NUMBER, stretches=some(thing(**_ON, last=_MAYBE)))
UNATTENDED = thing(**_LINE, on=TEXT, total_m=NUMBER, stretches=some(thing(**_ON)))
MARKERS = thing(**_LINE, markers=some(thing(number=TEXT, chainage=_METRES, last=_MAYBE)))

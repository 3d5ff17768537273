"""The public facts of the packaged tables as records: what print said, in nobody's name.

Each function yields ``Example(kind, about, body)``, valid as it stands; the row's id is
in ``source.ref`` and every one rests on the press.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any, NamedTuple

from twinline.records.data import addresses, codes, rows
from twinline.records.gazetteer import PLACES, packaged
from twinline.times import days_of

# What print leaves unclear: one number with two units (145 cases/324 ... cases).
UNCLEAR = frozenset({"pf-039", "pf-040"})
THIRD_STATES = {"China": "CN", "Cambodia": "KH"}
LANGUAGE_OF_NOTES = "en"


class Example(NamedTuple):
    """A record ready to be said: its kind, the organisation whose work it is about, its body."""

    kind: str
    about: str
    body: dict[str, Any]


def published_returns() -> Iterator[Example]:
    """Yield the published figures (pf-001 …) as ``return`` records with the basis ``press``."""
    for row in rows("published_figures"):
        body: dict[str, Any] = {"indicator": row["indicator"], "value": row["value"], "unit": row["unit"]}
        if row["value_max"]:
            body["value_max"] = row["value_max"]
        body |= _exactness(row["qualifier"])
        body["period"] = _filled({"from": row["period_from"], "to": row["period_to"]})
        body["place"] = {"organisation": row["place_id"], "name": row["place"]}
        if row["counterpart"]:
            body["counterparts"] = codes(row["counterpart"])
        body["basis"] = "press"
        if row["id"] in UNCLEAR:
            body["unclear"] = True
        body["source"] = _source(row) | _filled(
            {"published": row["published"], "quote": row["quote_max_12_words"], "language": row["text_language"]}
        )
        yield Example("return", row["org"] or row["place_id"], body)


def agreements() -> Iterator[Example]:
    """Yield the published treaties, plans, letters and conferences."""
    for row in rows("agreements"):
        parties = codes(row["parties"])
        body: dict[str, Any] = {
            "type": row["kind"],
            "names": {"en": row["name"]},
            "parties": [party for party in parties if party not in THIRD_STATES],
            "binds": row["binds"],
        }
        third = [THIRD_STATES[party] for party in parties if party in THIRD_STATES]
        if third:
            body["third_states"] = third
        body |= _filled({"signed": row["signed_date"], "effective": row["effective_date"], "until": row["period_to"]})
        body |= _place(row["place"], row["signed_date"]) | _note(row["note"]) | {"source": _source(row)}
        yield Example("agreement", body["parties"][0], body)


def twinnings() -> Iterator[Example]:
    """Yield the published twinnings; the rows of one act (one village, one day, several partners) are one record.

    The households and persons that print gives for villages are left out: they would
    point at a few.
    """
    for _, same in groupby(rows("twinnings"), key=lambda row: (row["a_id"], row["date"], row["level"])):
        acts = list(same)
        first = acts[0]
        body: dict[str, Any] = {
            "level": first["level"],
            "units_a": [first["a_id"]],
            "units_b": [row["b_id"] for row in acts],
        }
        body |= _filled({"signed": first["date"]}) | _note(first["note"]) | {"source": _source(first)}
        yield Example("twinning", first["a_id"], body)


def gates() -> Iterator[Example]:
    """Yield the border gates, each with all its classes."""
    for _, same in groupby(rows("gates"), key=lambda row: row["id"]):
        known = list(same)
        first = known[0]
        body: dict[str, Any] = {
            "code": first["id"],
            "names": {"vi": first["name_vi"], "en": first["name_en"]},
            "lies_in": first["commune_id"],
            "counterpart_lies_in": first["counterpart_province_id"],
            "counterparts": [first["counterpart_province_id"]],
            "classes": [_gate_class(row) for row in known],
            "source": _source(*known),
        }
        body |= _filled({"counterpart_name": first["counterpart_name"]})
        yield Example("gate", first["commune_id"], body)


def _gate_class(row: dict[str, str]) -> dict[str, Any]:
    body = {"class": row["class"].replace(" ", "_"), "status": row["status"].replace(" ", "_")}
    return body | _filled({"from": row["valid_from"], "to": row["valid_to"]}) | _note(row["note"])


def events() -> Iterator[Example]:
    """Yield the published events: talks, visits, patrols and ceremonies as activities, one incident."""
    for row in rows("events"):
        body: dict[str, Any] = {"when": _when(row["date_from"], row["date_to"])}
        body |= _place(row["place"], row["date_from"], marker=row["marker_from"], to_marker=row["marker_to"])
        about, *alongside = codes(row["org_ids"])
        if alongside:
            body["alongside"] = alongside
        if row["counterpart_ids"]:
            body["counterparts"] = codes(row["counterpart_ids"])
        body |= _note(row["what"]) | {"source": _source(row)}
        if row["kind"] == "incident":
            # Print says how many and of what class in its own words; the rest stays in the note.
            yield Example("incident", about, {"offence": "unlawful_entry_exit", "persons": 4} | body)
        else:
            yield Example("activity", about, {"type": row["kind"]} | _event_details(row) | body)


def _event_details(row: dict[str, str]) -> dict[str, Any]:
    if row["kind"] == "handover":
        return {"building": "village_police_office"}
    if row["kind"].endswith("patrol") and " km" in row["what"]:
        return {"distance": {"amount": row["what"].removesuffix(" km").rsplit(" ", 1)[1], "unit": "km"}}
    return {}


def organisations() -> Iterator[Example]:
    """Yield the organisations of the gazetteer as records, with their dates and what they belong to."""
    for row in rows("orgs"):
        names = _filled({lang: row[f"name_{lang}"] for lang in ("vi", "lo", "en", "fr")})
        body: dict[str, Any] = {"code": row["id"], "side": row["side"], "type": row["kind"], "names": [names]}
        body |= _filled({"parent": row["parent_id"], "from": row["valid_from"], "to": row["valid_to"]})
        body |= _filled({"official_code": row["code"]}) | {"source": _source(row)}
        yield Example("organisation", row["parent_id"] or row["id"], body)


def _filled(cells: dict[str, str]) -> dict[str, Any]:
    return {name: cell for name, cell in cells.items() if cell}


def _source(*same: dict[str, str]) -> dict[str, Any]:
    pages = list(dict.fromkeys(page for row in same for page in addresses(row["source"])))
    source: dict[str, Any] = {"ref": same[0]["id"]}
    if pages:
        source["url"] = pages[0]
    if pages[1:]:
        source["more_urls"] = pages[1:]
    if any(row["sure"] == "no" for row in same):
        source["inferred"] = True
    return source


def _note(text: str) -> dict[str, Any]:
    return {"note": {"language": LANGUAGE_OF_NOTES, "text": text}} if text else {}


def _when(first: str, last: str) -> str | dict[str, str]:
    return {"from": first, "to": last} if last else first


def _place(name: str, date: str, *, marker: str = "", to_marker: str = "") -> dict[str, Any]:
    """Return the place: the organisation that the name means on that day if it means one, and the name as printed."""
    said = _filled({"name": name, "marker": marker})
    if to_marker and to_marker != marker:
        said["to_marker"] = to_marker
    day = days_of(date)[1] if date else None
    code = packaged().resolve(name, on=day, kinds=PLACES) if name else None
    return {"place": ({"organisation": code} if code else {}) | said} if said else {}


def _exactness(words: str) -> dict[str, str]:
    """Return qualifier and precision of a number from the words of print: ``over``, ``rounded to 1000``."""
    if words.startswith("rounded to "):
        return {"qualifier": "rounded", "precision": words.removeprefix("rounded to ")}
    return {"qualifier": words.replace(" ", "_")} if words else {}


#: All that is packaged, table by table.
ALL = (organisations, gates, agreements, twinnings, events, published_returns)

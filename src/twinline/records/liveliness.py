"""How lively a twinning is against what was promised in it: counted from what belongs to it, never typed in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from twinline.records.fields.dates import days
from twinline.records.vocabulary import vocabulary
from twinline.records.words import words

YEAR_DAYS = 365
STAGES = vocabulary(
    "stage of a twinning",
    proposed=words(vi="đang đề xuất", lo="ກຳລັງສະເໜີ", en="proposed", fr="proposé"),
    signed=words(vi="đã ký", lo="ເຊັນແລ້ວ", en="signed", fr="signé"),
    active=words(vi="đang hoạt động", lo="ກຳລັງເຄື່ອນໄຫວ", en="active", fr="actif"),
    renewed=words(vi="đã gia hạn", lo="ຕໍ່ອາຍຸແລ້ວ", en="renewed", fr="renouvelé"),
    lapsed=words(vi="đã hết hạn", lo="ໝົດກຳນົດແລ້ວ", en="lapsed", fr="échu"),
)
# What carries out each subject: kind and, where the kind has types, its types.
CARRIED_OUT_BY: Mapping[str, tuple[tuple[str, frozenset[str]], ...]] = {
    "regular_talks": (("activity", frozenset({"talks", "review"})),),
    "conference": (("activity", frozenset({"conference"})),),
    "information": (("notice", frozenset()),),
    "joint_patrols": (("activity", frozenset({"joint_patrol"})), ("patrol", frozenset())),
    "awareness": (("activity", frozenset({"awareness"})),),
    "culture_sport": (("activity", frozenset({"festival", "sport"})),),
    "visits": (("activity", frozenset({"visit", "ceremony"})),),
    "experience": (("activity", frozenset({"experience_exchange"})),),
    "training": (("activity", frozenset({"training"})),),
    "aid": (("support", frozenset()), ("activity", frozenset({"medical_visit"}))),
    "building": (("support", frozenset()), ("activity", frozenset({"handover", "opening"}))),
    "scholarships": (("support", frozenset()),),
}


@dataclass(frozen=True, slots=True)
class Done:
    """Something that belongs to a twinning: its kind, its type (empty if it has none), its last civil day."""

    kind: str
    type: str
    day: int | None


@dataclass(frozen=True, slots=True)
class Kept:
    """One promise: how often a year it was promised (None: no number), how often it was kept in the last year.

    ``counted`` is false where nothing that could be recorded would carry it out.
    """

    what: str
    promised: int | None
    done: int
    counted: bool


def kept(promises: Iterable[Mapping[str, Any]], done: Sequence[Done], today: int) -> list[Kept]:
    """Return each promise with what was done for it in the year up to a civil day."""
    recent = [one for one in done if one.day is not None and today - YEAR_DAYS < one.day <= today]
    found = []
    for promise in promises:
        ways = CARRIED_OUT_BY.get(promise["what"], ())
        number = sum(
            any(one.kind == kind and (not types or one.type in types) for kind, types in ways) for one in recent
        )
        found.append(Kept(promise["what"], promise.get("times"), number, bool(ways)))
    return found


def stage(body: Mapping[str, Any], done: Sequence[Done], today: int) -> str:
    """Return the stage that a twinning is in on a civil day: a code of ``STAGES``.

    It is active if anything that belongs to it happened in the year before.
    """
    said = body.get("status", "")
    until = days(body["until"]).last if "until" in body else None
    if said == "proposed":
        return "proposed"
    if said == "lapsed" or (until is not None and until < today):
        return "lapsed"
    if any(one.day is not None and today - YEAR_DAYS < one.day <= today for one in done):
        return "active"
    return "renewed" if body.get("renewed") else "signed"

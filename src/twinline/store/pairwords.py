"""The words for why two records seem to be one event, in what they differ, and how a line of the sheet stands."""

from __future__ import annotations

from twinline.figures.catalogue import packaged as indicators
from twinline.figures.indicator import unit_code
from twinline.ledger.pairing import Count, Difference, Reason
from twinline.records import registry
from twinline.records.fields.numbers import shown_decimal
from twinline.records.gazetteer import packaged
from twinline.records.vocabularies import QUALIFIERS
from twinline.sentences import Sentence

_TIMES = {
    "same_days": Sentence("on the same day"),
    "days_apart": Sentence("a day apart"),
    "within": Sentence("the time of one lies within that of the other"),
    "same_place": Sentence("at the same place"),
    "same_class": Sentence("of the same sort"),
    "said_by_the_other_side": Sentence("the other side says that it is one event"),
    "said_by_our_side": Sentence("our side has said that it is one event"),
}
_STATES = {
    "equal": Sentence("Equal, to confirm"),
    "differs": Sentence("Told by both, with a difference"),
    "only_ours": Sentence("Told by us alone"),
    "only_theirs": Sentence("Told by the other side alone"),
    "agreed": Sentence("Agreed"),
    "disputed": Sentence("Not yet agreed"),
}


#: Numbers that no field of a kind holds by itself, by the field of another that does: those of both sides together.
_TOGETHER = {"participants": registry.of_kind("inspection").fields["participants"]}


def reason(one: Reason, kind: str, lang: str) -> Sentence:
    """Return why two records seem to tell one event, as a sentence."""
    if one.code in _TIMES:
        return _TIMES[one.code]
    if one.code == "near":
        return Sentence("{metres:,} m from each other", metres=int(one.about[0]))
    if one.code == "same_counts":
        return Sentence("with the same numbers ({which})", which=[measure(name, kind, lang) for name in one.about])
    if one.code == "names_the_other":
        return Sentence("one names {who}", who=[packaged().name(code, lang) for code in one.about])
    return Sentence("about the same ({what})", what=list(one.about))


def difference(one: Difference, kind: str, lang: str) -> Sentence:
    """Return in what two records differ, as a sentence: ours first."""
    plain = {
        "days": Sentence("the day differs"),
        "place": Sentence("the place differs"),
        "class": Sentence("the sort differs"),
        "marks": Sentence("one says that it was done jointly, or as a special case"),
    }
    if one.what in plain:
        return plain[one.what]
    return Sentence(
        "{what}: {ours} here, {theirs} there", what=measure(one.what, kind, lang),
        ours=number(one.first, one.unit, lang), theirs=number(one.second, one.unit, lang),
    )  # fmt: skip


def state(name: str) -> Sentence:
    """Return how a line of the sheet stands."""
    return _STATES[name]


def measure(name: str, kind: str, lang: str) -> str:
    """Return what a number counts, by the label of the field it was filled in; a record itself by its kind."""
    declared = registry.of_kind(kind)
    field = declared.fields.get(name) or _TOGETHER.get(name)
    return (field.label if field is not None else declared.label).to(lang)


def number(count: Count | None, unit: str, lang: str) -> str:
    """Return a number with its unit and how exact it is, a dash where none was told."""
    if count is None:
        return "–"
    value, qualifier = count
    whole, part = divmod(value, 1000)
    text = shown_decimal(f"{whole}.{part:03}".rstrip("0").rstrip("."), lang)
    known = indicators().units.get(unit_code(unit))
    form = "one" if value == 1000 and known and "one" in known.forms[lang] else "other"
    said = known.forms[lang][form].replace("{n}", text) if known else f"{text} {unit}"
    return said if qualifier in ("exact", "rounded") else f"{QUALIFIERS[qualifier].to(lang)} {said}"

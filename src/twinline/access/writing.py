"""What an organisation writes around the figures of its reports: kept at its desk until somebody takes it out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.db import DEFAULT_DB_ALIAS, transaction
from django.db.models import QuerySet

from twinline.access.models import User, Written
from twinline.times import Days, span

#: Characters of one text: some pages.
LONGEST = 10_000


@dataclass(frozen=True, slots=True)
class Place:
    """Whose texts, of which report, of which period, in which language; and in which database they are kept."""

    organisation: str
    report: str
    period: str
    lang: str
    kept_in: str = DEFAULT_DB_ALIAS


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts by part, when the last of them was written, and by whom."""

    texts: Mapping[str, str]
    at_ms: int
    by: str


def place_of(
    organisation: str, report: str, since: str | None, until: str | None, lang: str, kept_in: str = DEFAULT_DB_ALIAS
) -> Place:
    """Return where the texts of a report are kept, its period said as two full or partial dates.

    March is also what lies between its first day and its last: where something is written of the same days, however
    they were said, that place is meant.
    """
    asked = Place(organisation, report, f"{since or ''}..{until or ''}", lang, kept_in)
    if _at(asked).exists():
        return asked
    days = _days(asked.period)
    same = [one for one in periods(asked) if _days(one) == days]
    return replace(asked, period=same[0]) if same else asked


def read(place: Place) -> Texts:
    """Return what was written; nothing at 0 ms where nothing was."""
    found = list(_at(place).select_related("user").order_by("at_ms"))
    last = found[-1] if found else None
    by = last.user.display_name if last and last.user else ""
    return Texts({one.part: one.text for one in found if one.text}, last.at_ms if last else 0, by)


def keep(user: User, place: Place, texts: Mapping[str, str], *, seen_ms: int, now: int) -> bool:
    """Keep texts in place of those before; False, and nothing is kept, if somebody wrote after ``seen_ms``.

    A text taken out stays as an empty one, so that who still sees it is told so.
    """
    with transaction.atomic(using=place.kept_in):
        kept = {one.part: one for one in _at(place)}
        changed = {part: text for part, text in texts.items() if text != (kept[part].text if part in kept else "")}
        if changed and max((one.at_ms for one in kept.values()), default=0) > seen_ms:
            return False
        for part, text in changed.items():
            values = {"text": text, "user": user, "at_ms": now}
            _kept(place).update_or_create(**_key(place), part=part, defaults=values)
    return True


def periods(place: Place) -> tuple[str, ...]:
    """Return the other periods for which something is written in this language, the latest first."""
    found = _kept(place).filter(organisation=place.organisation, report=place.report, lang=place.lang)
    told = set(found.exclude(text="").exclude(period=place.period).values_list("period", flat=True))
    return tuple(sorted(told, reverse=True))


def _days(period: str) -> Days:
    since, _, until = period.partition("..")
    return span(since or None, until or None)


def _kept(place: Place) -> QuerySet[Written]:
    return Written.objects.using(place.kept_in)


def _at(place: Place) -> QuerySet[Written]:
    return _kept(place).filter(**_key(place))


def _key(place: Place) -> dict[str, str]:
    return {
        "organisation": place.organisation,
        "report": place.report,
        "period": place.period,
        "lang": place.lang,
    }

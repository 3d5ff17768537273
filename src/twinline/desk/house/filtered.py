"""The filters of the list of records that an officer keeps under names of their own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from twinline.access import filters
from twinline.access.filters import LONGEST_NAME, MOST
from twinline.access.models import User
from twinline.desk import knowledge
from twinline.desk.house import kept
from twinline.desk.seen import STANDINGS, OwnFilter
from twinline.records import registry
from twinline.records.gazetteer import packaged
from twinline.text import normal

#: What of a filter is kept: codes of closed lists, and days. Words searched for may name anybody and are no part of it.
_MEANS: Mapping[str, Callable[[str], bool]] = {
    "kind": lambda told: told in registry.KINDS,
    "side": lambda told: told in ("VN", "LA"),
    "standing": lambda told: told in (*STANDINGS, "awaiting"),
    "place": lambda told: packaged().organisation(told) is not None,
    "since": lambda told: kept.asked({"since": told})["since"] is not None,
    "until": lambda told: kept.asked({"until": told})["until"] is not None,
    "known_on": lambda told: knowledge.instant(told) is not None,
}


def kept_filters(user: User, now_open: Mapping[str, str]) -> Sequence[OwnFilter]:
    """Return an officer's own filters by name; the one whose list is open says so."""
    return [
        OwnFilter(number=one.number, name=one.name, query=urlencode(one.asks), is_open=dict(one.asks) == dict(now_open))
        for one in filters.of(user)
    ]


def keep_filter(user: User, name: str, asks: Mapping[str, str]) -> str:
    """Keep what a list is filtered by under a name. Return why that can't be, in a sentence; empty when kept."""
    name, asks = " ".join(normal(name).split()), _meaning(asks)
    if not asks:
        return _("Nothing is chosen yet that could be kept: choose a kind, a side, a standing, a period or a place.")
    if not name:
        return _("Give the filter a name.")
    if len(name) > LONGEST_NAME:
        return _("A name has %(most)s characters at most.") % {"most": LONGEST_NAME}
    try:
        filters.keep(user, name, asks)
    except filters.NameTaken:
        return _("You keep another filter of that name: take another name, or remove that one first.")
    except filters.NoRoom:
        return _("You keep %(most)s filters, and there is room for no more: remove one first.") % {"most": MOST}
    return ""


def remove_filter(user: User, number: int) -> bool:
    """Forget one of an officer's own filters. Return whether there was one."""
    return filters.remove(user, number)


def _meaning(asks: Mapping[str, str]) -> dict[str, str]:
    """Return what of a filter means something: the list leaves out a day that can't be read, and so does this."""
    return {name: told for name, told in asks.items() if name in _MEANS and _MEANS[name](told)}

"""Why a part can't be kept, said to the person who filled it in."""

from __future__ import annotations

from django.utils.translation import gettext as _

from twinline.sealed.part import Unfit


def sentence(fault: Unfit) -> str:
    """Return one sentence in the reader's language: what is wrong, and what to do."""
    told = {
        "no-personal-part": _("Records of this kind have no personal part; only casework has."),
        "not-in-list": _("Choose one of the list."),
        "not-a-possible-end": _("The end must lie between %(earliest)s and %(latest)s: choose a date in between."),
        "empty": _("There is nothing to keep: fill in at least one field."),
        "too-long": _("This is longer than %(most)s characters: shorten it."),
        "not-a-year": _("Give the year of birth alone, such as 1990."),
        "not-a-date": _("Give a date, such as 2027-03-31."),
        "hold-too-long": _("A hold ends within %(days)s days: choose an earlier date."),
    }
    return told[fault.rule] % fault.values

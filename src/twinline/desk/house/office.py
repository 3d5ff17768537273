"""An office's own letters with placeholders, and in which era it writes the years of its Lao texts."""

from __future__ import annotations

import re
import unicodedata

from twinline.access.models import User
from twinline.desk.reported import OfficeLetter, OfficeLetters
from twinline.figures.errors import BadQuestion
from twinline.reports import own
from twinline.reports.declared import declared
from twinline.reports.ledger_source import LedgerSource
from twinline.reports.office import keeping
from twinline.store.here import this_ledger
from twinline.tongues import told

_LONGEST_NAME = 30


def letters(user: User, lang: str) -> OfficeLetters:
    """Return the letters of this desk's own, each with what doesn't fit in it, and how the office writes years."""
    source = LedgerSource(this_ledger())
    found = []
    for name in keeping.names(this_ledger().folder):
        title, faults = name, ""
        try:
            title = declared(name, source.own_report).title[lang]
            source.template(name)
        except BadQuestion as error:
            faults = told(error, lang)
        found.append(OfficeLetter(name=name, title=title, faults=faults, form=_form(name)))
    return OfficeLetters(letters=tuple(found), buddhist=buddhist(user))


def keep_letter(lang: str, *, title: str, data: bytes) -> str | None:
    """Keep an office's file and the report that it asks for; return what is wrong with it, if anything is."""
    try:
        keeping.begin(this_ledger().folder, _name(title), data, title=title, lang=lang)
    except BadQuestion as error:
        return told(error, lang)
    return None


def remove_letter(name: str) -> bool:
    """Remove an office's file with its report; False if there is none of that name."""
    return keeping.remove(this_ledger().folder, name)


def letter_file(name: str, form: str) -> bytes | None:
    """Return an office's file as it is kept, with its placeholders; ``None`` if there is none of that name and form."""
    return keeping.kept(this_ledger().folder, name) if _form(name) == form else None


def _form(name: str) -> str:
    file = keeping.found(this_ledger().folder, name)
    return file.suffix[1:] if file else ""


def want_years(user: User, *, buddhist_years: bool) -> None:
    """Keep in which era the officer's organisation wants the years of its Lao texts."""
    keeping.want(this_ledger().folder, user.organisation, buddhist_years=buddhist_years)


def buddhist(user: User) -> bool:
    """Return whether the officer's organisation wants years of the Buddhist era; if unreadable, not."""
    try:
        return keeping.buddhist(this_ledger().folder, user.organisation)
    except BadQuestion:
        return False


def _name(title: str) -> str:
    """Return a free name for a report of some title: its letters without marks, else ``letter``, and a number."""
    plain = unicodedata.normalize("NFD", title.casefold().replace("đ", "d"))
    words = re.findall("[a-z0-9]+", "".join(sign for sign in plain if not unicodedata.combining(sign)))
    name = "-".join(words)[:_LONGEST_NAME].strip("-")
    if not name[:1].isalpha():
        name = f"letter-{name}".strip("-")
    taken = {one.stem for one in own.file_of(this_ledger().folder, name).parent.glob("*.*")}
    tried = (name if number == 1 else f"{name}-{number}" for number in range(1, 1000))
    return next(one for one in tried if one not in taken)

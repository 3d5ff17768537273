"""One personal part: what it must say of itself before it is kept at all."""

from __future__ import annotations

import re

import msgspec

from twinline.records.vocabulary import Vocabulary
from twinline.sealed import words
from twinline.sentences import Problem, Sentence
from twinline.times import iso

MAX_TEXT = 500
_YEAR = re.compile(r"(?:19|20)\d\d\Z")


class Unfit(Problem):
    """A part can't be kept as given: ``where`` is the field, ``check`` the rule, and what to do is said."""

    def __init__(self, field: str, rule: str, what: Sentence) -> None:
        super().__init__(rule, what, where=field)


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A person's part of a record. ``person`` is the class; ``ends`` the civil day (a number) after which it is erased.

    There is no field for what must not be known of anybody: whatever else is given is refused by its name.
    """

    person: str
    basis: str
    purpose: str
    ends: int
    name: str = ""
    alias: str = ""
    born: str = ""
    document: str = ""
    contact: str = ""
    statement: str = ""


def checked(part: Part, *, kind: str, today: int) -> Part:
    """Return a part that may be kept with a record of ``kind``; ``Unfit`` names the first field that doesn't do."""
    if kind not in words.KINDS:
        raise Unfit(
            "kind", "no-personal-part", Sentence("Records of this kind have no personal part; only casework has.")
        )
    for field, closed in (("person", words.CLASSES), ("basis", words.BASES), ("purpose", words.PURPOSES)):
        given = getattr(part, field)
        if given not in closed:
            raise not_in_list(field, closed)
    latest = today + words.LONGEST[part.person]
    if part.ends > latest or part.ends <= today:
        what = Sentence(
            "The end must lie between {earliest} and {latest}: choose a date in between.",
            earliest=iso(today + 1), latest=iso(latest),
        )  # fmt: skip
        raise Unfit("ends", "not-a-possible-end", what)
    texts = {name: getattr(part, name) for name in words.FIELDS}
    if not any(text.strip() for text in texts.values()):
        raise Unfit("statement", "empty", Sentence("There is nothing to keep: fill in at least one field."))
    for name, text in texts.items():
        if len(text) > MAX_TEXT:
            raise Unfit(
                name, "too-long", Sentence("This is longer than {most:,} characters: shorten it.", most=MAX_TEXT)
            )
    if part.born and not _YEAR.match(part.born):
        raise Unfit("born", "not-a-year", Sentence("Give the year of birth alone, such as 1990."))
    return part


def not_in_list(field: str, closed: Vocabulary) -> Unfit:
    """Return the error for a word that its closed list doesn't have."""
    return Unfit(field, "not-in-list", Sentence("Choose one of the list: {words}.", words=list(closed)))

"""One field as found, what the rules say of it, and the list kept in the package that both must agree with."""

from __future__ import annotations

import csv
import io
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from importlib.resources import files

from twinline.node.rights.words import CROSSES, HEADINGS, LONGEST, PERSONAL, PURPOSES

LIST = "rights.csv"
RULES = "rules.toml"
UNRULED = "?"
#: Databases that a node has only once they are needed.
LATER = ("sealed/", "attachments/")

VOCABULARIES = {"personal": PERSONAL, "crosses": CROSSES, "longest": LONGEST, "purpose": PURPOSES}


@dataclass(frozen=True, slots=True)
class Field:
    """A field: where it is, how it is called there, of what type, and in which outputs it stands (sorted)."""

    where: str
    field: str
    type: str
    stands: tuple[str, ...]
    personal: str = UNRULED
    crosses: str = UNRULED
    longest: str = UNRULED
    purpose: str = UNRULED

    def row(self) -> dict[str, str]:
        """Return the field as a line of the list."""
        return {
            "where": self.where, "field": self.field, "type": self.type, "personal": self.personal,
            "crosses": self.crosses, "longest": self.longest, "purpose": self.purpose,
            "stands": " ".join(self.stands),
        }  # fmt: skip


def ruled(found: Field) -> Field:
    """Return a field with what the first rule that fits says of it; ``?`` where none does."""
    for rule in _rules():
        if _fits(rule, found):
            said = {name: rule[name] for name in VOCABULARIES}
            return Field(found.where, found.field, found.type, found.stands, **said)
    return found


def _fits(rule: Mapping[str, str], found: Field) -> bool:
    told = {"where": found.where, "field": found.field, "type": found.type}
    return all(
        any(fnmatchcase(value, pattern) for pattern in rule.get(name, "*").split(" | ")) for name, value in told.items()
    )


@cache
def _rules() -> tuple[dict[str, str], ...]:
    rules = tomllib.loads((files(__package__) / RULES).read_text(encoding="utf-8"))["rule"]
    for rule in rules:
        for name, closed in VOCABULARIES.items():
            if rule[name] not in closed:
                raise ValueError(f"{RULES}: {rule[name]!r} is no word of {name!r}")
    return tuple(rules)


def listed() -> list[dict[str, str]]:
    """Return the list kept in the package: what was looked at when this version was made."""
    text = (files("twinline.data") / LIST).read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text)))


def as_list(fields: Iterable[Field]) -> str:
    """Return fields as the text of the list."""
    sink = io.StringIO()
    rows = csv.DictWriter(sink, HEADINGS, lineterminator="\n")
    rows.writeheader()
    rows.writerows(each.row() for each in fields)
    return sink.getvalue()


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that isn't as the list says: ``new`` (not in it), ``changed``, or ``gone``."""

    how: str
    where: str
    field: str


def differences(found: Iterable[Field], kept: Iterable[Mapping[str, str]]) -> list[Difference]:
    """Return where fields and list differ. A database that wasn't needed yet lacks nothing."""
    now = {(each.where, each.field): each.row() for each in found}
    then = {(row["where"], row["field"]): dict(row) for row in kept}
    awaited = tuple(each for each in LATER if not any(where.startswith(each) for where, _ in now))
    told = []
    for key, row in now.items():
        if key not in then:
            told.append(Difference("new", *key))
        elif then[key] != row:
            told.append(Difference("changed", *key))
    gone = [key for key in then if key not in now and not key[0].startswith(awaited)]
    return told + [Difference("gone", *key) for key in gone]

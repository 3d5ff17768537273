"""The packaged gazetteer: organisations, their spellings and dates, gates, and what became of the communes.

A look-up, not a statement: each side says its own organisations in its roster.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from twinline.records.data import codes, rows
from twinline.records.words import Labels
from twinline.text import bare, fold, plain
from twinline.times import days_of

# What may be a place of its own; the others sit somewhere.
PLACES = frozenset({"state", "province", "district", "commune", "village_cluster", "village"})
# Words of level that print leaves out as often as not.
_LEVELS_BEFORE = (
    "tỉnh ",
    "huyện ",
    "xã ",
    "cụm bản ",
    "bản ",
    "ແຂວງ",
    "ເມືອງ",
    "ບ້ານ",
    "district de ",
    "commune de ",
    "village de ",
    "province de ",
    "district d’",
    "commune d’",
    "village d’",
)
_LEVELS_AFTER = (" district", " commune", " village cluster", " village", " province")


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation: names by language, its parent's code, and the civil days it exists from and to (None: open)."""

    code: str
    side: str
    kind: str
    parent: str
    names: Labels
    valid_from: int | None
    valid_to: int | None
    official_code: str
    #: its last day as the table has it, which may be a year alone
    ended: str = ""

    @property
    def ends_on_a_day(self) -> bool:
        """Whether it ended, and the table knows on which day."""
        return len(self.ended) == len("2025-06-30")

    def exists(self, on: int | None) -> bool:
        """Return whether it exists on a day; on no day in particular it does."""
        return on is None or (
            (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on <= self.valid_to)
        )


@dataclass(frozen=True, slots=True)
class GateStatus:
    """A class a gate has, is to have, or has by one side's word, with the partial dates as printed."""

    cls: str
    status: str
    valid_from: str
    valid_to: str
    note: str

    @property
    def sort(self) -> str:
        """How it is drawn: international, main, secondary or local."""
        return self.cls.removesuffix("_crossing")

    @property
    def planned(self) -> bool:
        return self.status == "planned"


@dataclass(frozen=True, slots=True)
class Gate:
    """A border gate of the Vietnamese side and the gate it pairs with."""

    code: str
    names: Labels
    commune: str
    counterpart_name: str
    counterpart_province: str
    statuses: tuple[GateStatus, ...]

    @property
    def stands_as(self) -> GateStatus | None:
        """The class in force, else the one it is to have; None where nothing was published."""
        in_force = (one for one in reversed(self.statuses) if one.status == "in force")
        return next(in_force, self.statuses[-1] if self.statuses else None)


@dataclass(frozen=True, slots=True)
class CommuneChange:
    """What became of one commune on one day."""

    old: str
    new: str
    day: int
    how: str


@dataclass(frozen=True, slots=True)
class Meant:
    """What a searched name may mean: codes of organisations and gates, and every way in which it is written."""

    codes: tuple[str, ...]
    spellings: tuple[str, ...]


class Gazetteer:
    """Answers questions about organisations and gates by code, name and day."""

    def __init__(
        self,
        organisations: Iterable[Organisation],
        variants: Iterable[tuple[str, str]] = (),
        gates: Iterable[Gate] = (),
        changes: Iterable[CommuneChange] = (),
    ) -> None:
        self.organisations = {one.code: one for one in organisations}
        self.gates = {gate.code: gate for gate in gates}
        self.changes = tuple(changes)
        self._children: dict[str, list[str]] = {}
        for one in self.organisations.values():
            self._children.setdefault(one.parent, []).append(one.code)
        self._spellings = self._all_spellings(variants)
        self._exact: dict[str, list[str]] = {}
        self._folded: dict[str, list[str]] = {}
        for code, spellings in self._spellings.items():
            for spelling in spellings:
                _put(self._exact, plain(spelling), code)
                _put(self._folded, fold(spelling), code)

    def _all_spellings(self, variants: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
        spellings = {one.code: list(dict.fromkeys(one.names.values())) for one in self.organisations.values()}
        for code, name in variants:
            spellings.setdefault(code, []).append(name)
        for names in spellings.values():
            names.extend([bare for bare in map(without_level, names) if bare and bare not in names])
        return spellings

    def organisation(self, code: str) -> Organisation | None:
        """Return the organisation with a code, ended ones too, or None."""
        return self.organisations.get(code)

    def gate(self, code: str) -> Gate | None:
        """Return the gate with a code, or None."""
        return self.gates.get(code)

    def spellings(self, code: str) -> tuple[str, ...]:
        """Return every name and spelling under which an organisation is printed."""
        return tuple(self._spellings.get(code, ()))

    def search(self, text: str, *, on: int | None = None, kinds: frozenset[str] | None = None) -> list[str]:
        """Return the codes whose names match a text, best first.

        A name with the same diacritics comes before one that differs only in them, a whole
        name before a part of one; then as the table stands. ``on`` keeps those that exist
        on a civil day, ``kinds`` those of some kinds.
        """
        exact, folded = plain(text), fold(text)
        if not folded:
            return []
        ranked: dict[str, None] = {}
        for code in self._exact.get(exact, ()):
            ranked[code] = None
        for code in self._folded.get(folded, ()):
            ranked[code] = None
        for index, part in ((self._exact, exact), (self._folded, folded)):
            for name, found in index.items():
                if part in name:
                    ranked.update(dict.fromkeys(found))
        return [code for code in ranked if self._fits(code, on, kinds)]

    def meant(self, text: str) -> Meant | None:
        """Return all that a name may mean to whoever searches for it, or None where nothing bears it.

        One that is spelled with its diacritics is that one alone; one without may be several. All spellings of what is
        meant count, but for those that another could be written in as well. A single word is a name only as a whole.
        """
        wanted = text if _marked(text) else ""
        named = [code for code, names in self._all_names() if any(_spelled(name, text, wanted) for name in names)]
        alone = without_level(text).strip()
        if not named and alone != text:
            return self.meant(alone)
        if not named and " " in text:
            named = [code for code, names in self._all_names() if any(_within(name, text) for name in names)]
            return Meant(tuple(named), (text,)) if named else None
        if not named:
            return None
        spellings = {text: None}
        for code in named:
            spellings |= dict.fromkeys(
                one
                for one in self._names_of(code)
                if not (wanted and _within(one, fold(text)) and not _within(one, text))
            )
        codes = dict.fromkeys(named)
        for spelling in spellings:
            codes |= dict.fromkeys(
                code for code, names in self._all_names() if any(_within(name, spelling) for name in names)
            )
        return Meant(tuple(codes), tuple(spellings))

    def _all_names(self) -> Iterator[tuple[str, Iterable[str]]]:
        yield from self._spellings.items()
        for gate in self.gates.values():
            yield gate.code, gate.names.values()

    def _names_of(self, code: str) -> Iterable[str]:
        return self.gates[code].names.values() if code in self.gates else self._spellings.get(code, ())

    def resolve(self, text: str, *, on: int | None = None, kinds: frozenset[str] | None = None) -> str | None:
        """Return the one code that a name means, or None if none or several do.

        The name as printed decides first, with its diacritics; only then without:
        *Nậm Cắn* is not *Nậm Càn*, and *Nam Can* may be either.
        """
        for index, name in ((self._exact, plain(text)), (self._folded, fold(text))):
            found = [code for code in index.get(name, ()) if self._fits(code, on, kinds)]
            if found:
                return found[0] if len(found) == 1 else None
        return None

    def resolve_ended(self, text: str, *, before: int, kinds: frozenset[str] | None = None) -> str | None:
        """Return the one code that a name meant at the last before a day, of what has ended by then; None as above."""
        named = (self.organisations.get(code) for code in self._folded.get(fold(text), ()))
        ends = {
            one.valid_to
            for one in named
            if one
            and one.ends_on_a_day
            and one.valid_to is not None
            and one.valid_to < before
            and (kinds is None or one.kind in kinds)
        }
        return self.resolve(text, on=max(ends), kinds=kinds) if ends else None

    def _fits(self, code: str, on: int | None, kinds: frozenset[str] | None) -> bool:
        one = self.organisations.get(code)
        return one is not None and one.exists(on) and (kinds is None or one.kind in kinds)

    def parent(self, code: str, on: int | None = None) -> str:
        """Return the code of what an organisation belongs to on a day, empty at the top.

        Villages hang on the commune of their time: where that has ended, on the commune it
        became, else on what the ended one belonged to.
        """
        one = self.organisations.get(code)
        above = one.parent if one else ""
        while above and on is not None and not self._exists(above, on):
            became = self._became(above, on)
            above = became or self.organisations[above].parent
        return above

    def _exists(self, code: str, on: int) -> bool:
        one = self.organisations.get(code)
        return one is not None and one.exists(on)

    def _became(self, code: str, on: int) -> str:
        return next((change.new for change in self.changes if change.old == code and change.day <= on), "")

    def superiors(self, code: str, on: int | None = None) -> tuple[str, ...]:
        """Return the chain above an organisation on a day, nearest first."""
        chain: list[str] = []
        above = self.parent(code, on)
        while above and above not in chain:
            chain.append(above)
            above = self.parent(above, on)
        return tuple(chain)

    def descendants(self, code: str, on: int | None = None) -> frozenset[str]:
        """Return an organisation and all under it; on a day those of that day, else those of any day."""
        if on is not None:
            return frozenset(
                one.code
                for one in self.organisations.values()
                if one.exists(on) and (one.code == code or code in self.superiors(one.code, on))
            )
        found: set[str] = set()
        waiting = [code]
        while waiting:
            one = waiting.pop()
            if one not in found:
                found.add(one)
                waiting.extend(self._children.get(one, ()))
        return frozenset(found & self.organisations.keys())

    def successors(self, code: str) -> tuple[str, ...]:
        """Return the communes that an ended one went into."""
        return tuple(change.new for change in self.changes if change.old == code)

    def heirs(self, code: str) -> tuple[str, ...]:
        """Return the communes that stand where an ended commune or district stood; nothing of another organisation."""
        below = self._children.get(code, ())
        return tuple(dict.fromkeys(new for one in (code, *below) for new in self.successors(one)))

    def predecessors(self, code: str) -> tuple[str, ...]:
        """Return the border communes that a present one was made of."""
        return tuple(change.old for change in self.changes if change.new == code)

    def name(self, code: str, lang: str) -> str:
        """Return an organisation's name in a language or the nearest that has one, else its code."""
        one = self.organisations.get(code)
        return (one.names.to(lang) if one else "") or code


def _spelled(name: str, text: str, wanted: str) -> bool:
    """Return whether a name is a text: with its diacritics where it has any (``wanted``), else without."""
    return plain(name) == plain(text) if wanted else fold(name) == fold(text)


def _marked(text: str) -> bool:
    """Return whether a text is written with diacritics; that Lao has two spellings of one letter is none."""
    return plain(text) != fold(text) and bare(text) != text


def _within(name: str, text: str) -> bool:
    """Return whether a text's words stand in a name: with diacritics where the text has any, else without."""
    form = plain if _marked(text) else fold
    return f" {form(text)} " in f" {form(name)} "


def without_level(name: str) -> str:
    """Return a name without its word of level.

    >>> without_level("Huyện Kỳ Sơn"), without_level("Ky Son district")
    ('Kỳ Sơn', 'Ky Son')
    """
    low = name.lower()
    for word in _LEVELS_BEFORE:
        if low.startswith(word):
            return name[len(word) :]
    for word in _LEVELS_AFTER:
        if low.endswith(word):
            return name[: -len(word)]
    return name


def _put(index: dict[str, list[str]], name: str, code: str) -> None:
    found = index.setdefault(name, [])
    if code not in found:
        found.append(code)


@lru_cache(maxsize=1)
def packaged() -> Gazetteer:
    """Return the gazetteer of the packaged tables."""
    return Gazetteer(
        (_organisation(row) for row in rows("orgs")),
        ((row["org_id"], row["name"]) for row in rows("name_variants")),
        _gates(),
        (
            CommuneChange(row["old_id"], row["new_id"], days_of(row["date"])[0], row["how"])
            for row in rows("commune_changes")
        ),
    )


def _organisation(row: dict[str, str]) -> Organisation:
    names = Labels({lang: row[f"name_{lang}"] for lang in ("vi", "lo", "en", "fr")}, ())
    return Organisation(
        row["id"],
        row["side"],
        row["kind"],
        row["parent_id"],
        names,
        days_of(row["valid_from"])[0] if row["valid_from"] else None,
        days_of(row["valid_to"])[1] if row["valid_to"] else None,
        row["code"],
        row["valid_to"],
    )


def _gates() -> list[Gate]:
    by_code: dict[str, list[dict[str, str]]] = {}
    for row in rows("gates"):
        by_code.setdefault(row["id"], []).append(row)
    return [
        Gate(
            code,
            Labels({"vi": same[0]["name_vi"], "en": same[0]["name_en"]}, ()),
            same[0]["commune_id"],
            same[0]["counterpart_name"],
            ";".join(codes(same[0]["counterpart_province_id"])),
            tuple(
                GateStatus(
                    row["class"].replace(" ", "_"),
                    row["status"].replace(" ", "_"),
                    row["valid_from"],
                    row["valid_to"],
                    row["note"],
                )
                for row in same
            ),
        )
        for code, same in by_code.items()
    ]

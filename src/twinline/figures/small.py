"""Small numbers of persons and households: where they would point at someone they are hidden, with a neighbour's.

Any period, any day known on and any class may be asked, so that a single record can be singled out by subtracting one
answer from another. Therefore it is no answer that is looked at but what answers are made of: a village or commune of
which any record ever said a number from 1 to 4, or was amended by so little, is *veiled* for that measure, for every
period and from the moment on from which that was known. It is veiled together with its *block*: the places under one
parent are put in fixed pairs, and both of a pair are hidden, for zero as for fifty. So nobody can tell which of the two
the small number is of, nor get at it through the number of the whole. Measures of which one may be a part of another
(the persons of a case, and those of them who were wanted) are one *family*: where one is silent all of it is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from twinline.figures.conditions import TABLE
from twinline.figures.indicator import Catalogue, Indicator
from twinline.figures.question import Question
from twinline.figures.returned import RETURN
from twinline.figures.sql import Piece, Statement, among, both, joined
from twinline.records.gazetteer import packaged

PERSONS = frozenset({"persons", "households"})
#: Numbers below 5 (here thousandths), and above none, are small; and so are steps from one number to another.
SMALL_ONE, SMALL_STEP = "value > 0 AND value < 5000", "step > 0 AND step < 5000"
#: Who is counted at their duty is no person in this sense: shown.
ON_DUTY = frozenset({"control_post_staff", "patrol_participants"})
#: Kinds of organisations too wide to point at anybody; all others are narrow: villages, communes, posts and the like.
WIDE = frozenset(
    {"state", "ministry", "province", "province_office", "police", "border_command", "military_command", "district"}
)

Measure = tuple[str, str]
Block = frozenset[str]


def protected(indicator: Indicator) -> bool:
    """Return whether an indicator counts persons or households, those on duty apart."""
    return indicator.name not in ON_DUTY and not PERSONS.isdisjoint(indicator.units)


def measures(indicator: Indicator) -> frozenset[Measure]:
    """Return the measures whose numbers an answer of an indicator tells: those counted."""
    return (
        frozenset((one.kind, one.measure) for one in indicator.counted.selections) if indicator.counted else frozenset()
    )


def related(asked: Iterable[Measure], catalogue: Catalogue) -> dict[Measure, str]:
    """Return measures and all that one could take away from their numbers, or them from it: each with its family.

    Of records these are the measures of persons of one kind, of returns the indicators of one whole.
    """
    protecting = [one for one in catalogue.indicators.values() if protected(one)]
    returns = {(RETURN, one.name) for one in protecting}
    known = returns.union(asked, *map(measures, protecting))
    families = {one: _family(one, catalogue) for one in sorted(known)}
    wanted = {families[one] for one in asked}
    return {one: family for one, family in families.items() if family in wanted}


def _family(measure: Measure, catalogue: Catalogue) -> str:
    kind, name = measure
    if kind != RETURN:
        return kind
    *_, whole = (name, *(one.name for one in catalogue.wholes(name)))
    return f"{kind} {whole}"


@dataclass(frozen=True)
class Tree:
    """Who belongs to whom: each code's parent (empty at the top), its kind, and what it became in a merger."""

    parents: Mapping[str, str]
    kinds: Mapping[str, str]
    became: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def narrow(self, code: str) -> bool:
        """Return whether a code is a village, a commune, a post or unknown."""
        return self.kinds.get(code) not in WIDE

    @cached_property
    def children(self) -> Mapping[str, tuple[str, ...]]:
        """Return the codes right under each code, in their order."""
        found: dict[str, list[str]] = {}
        for code, parent in self.parents.items():
            found.setdefault(parent, []).append(code)
        return {parent: tuple(sorted(codes)) for parent, codes in found.items()}

    def under(self, code: str) -> frozenset[str]:
        """Return a code and all under it."""
        found: set[str] = set()
        waiting = [code]
        while waiting:
            one = waiting.pop()
            if one not in found:
                found.add(one)
                waiting += self.children.get(one, ())
        return frozenset(found)

    @cached_property
    def blocks(self) -> Mapping[str, Block]:
        """Return the block of each narrow code: two or three of one kind under one parent.

        Who is alone under its parent is in the block of its nearest cousin, or, where it has none, in one that nothing
        holds.
        """
        found: dict[str, Block] = {}
        for codes in self.children.values():
            for block in _paired([code for code in codes if self.narrow(code)], self.kinds):
                found.update(dict.fromkeys(block, block))
        for code in sorted(found):
            if len(found[code]) > 1:
                continue
            cousin = self._cousin(code, found)
            block = found[cousin] | {code} if cousin else frozenset({code, NOBODY})
            found.update(dict.fromkeys(block - {NOBODY}, block))
        return found

    def _cousin(self, alone: str, known: Mapping[str, Block]) -> str:
        """Return the nearest narrow code in another block and under another parent: of its kind and time, if any is."""
        above, below = self.parents[alone], self.under(alone)
        while above:
            near = [code for code in self.under(above) - below if code in known and self.parents[alone] != code]
            if near:
                return min(near, key=lambda code: (self._unlike(alone, code), code))
            below |= {above}
            above = self.parents.get(above, "")
        return ""

    def _unlike(self, one: str, other: str) -> tuple[bool, bool]:
        """Return in what two codes differ: in their kind, and in whether they still stand."""
        return self.kinds.get(one) != self.kinds.get(other), bool(self.became.get(one)) != bool(self.became.get(other))

    def veiled(self, small: Iterable[str]) -> frozenset[Block]:
        """Return the blocks to hide, given the codes of which a small number was said.

        With a village its commune, whose number may be the village's alone; with a commune that ended the one it went
        into.
        """
        found: set[Block] = set()
        waiting = [code for code in small if self.narrow(code)]
        done: set[str] = set()
        while waiting:
            code = waiting.pop()
            if code in done:
                continue
            done.add(code)
            if code not in self.parents:
                found.add(UNKNOWN)
                continue
            found.add(self.blocks[code])
            waiting += self.became.get(code, ())
            if self.narrow(above := self.parents[code]) and above:
                waiting.append(above)
        return frozenset(found)

    @cached_property
    def _all_blocks(self) -> frozenset[Block]:
        """Return all blocks that may ever be hidden."""
        return self.veiled([*self.parents, "?"])

    @cached_property
    def _reach(self) -> Mapping[Block, frozenset[str]]:
        """Return all codes of each block, and under them."""
        return {block: frozenset().union(*map(self.under, block)) for block in self._all_blocks}

    def may_be_cut(self, codes: Collection[str] | None) -> bool:
        """Return whether a number of a set of codes (``None``: all) may ever be hidden."""
        return codes is not None and any(self.cuts(block, codes) for block in self._all_blocks)

    def cuts(self, block: Block, codes: Collection[str] | None) -> bool:
        """Return whether a set of codes (``None``: all) holds anything of a block, or under it, and not all of it."""
        if codes is None:
            return False
        if block == UNKNOWN:
            return any(code not in self.parents for code in codes)
        return not self._reach[block].isdisjoint(codes) and not block.issubset(codes)


def _paired(codes: Sequence[str], kinds: Mapping[str, str]) -> list[Block]:
    """Return codes under one parent in pairs of one kind, three where they are odd; the lone ones together."""
    of_kind: dict[str, list[str]] = {}
    for code in codes:
        of_kind.setdefault(kinds.get(code, ""), []).append(code)
    groups = [same for same in of_kind.values() if len(same) > 1]
    lone = [code for same in of_kind.values() if len(same) == 1 for code in same]
    found: list[list[str]] = []
    for group in [*groups, lone]:
        pairs = [group[at : at + 2] for at in range(0, len(group), 2)]
        if len(pairs) > 1 and len(pairs[-1]) == 1:
            pairs[-2:] = [[*pairs[-2], *pairs[-1]]]
        found += pairs
    if len(found) > 1 and len(found[-1]) == 1:
        found[-2:] = [[*found[-2], *found[-1]]]
    return [frozenset(block) for block in found]


#: Stands in the block of a code that has no neighbour anywhere: no set of codes holds it.
NOBODY = "-"
#: All codes that the gazetteer doesn't know are one block.
UNKNOWN: Block = frozenset({"?"})


@lru_cache(maxsize=1)
def packaged_tree() -> Tree:
    """Return the tree of the packaged gazetteer, ended organisations too."""
    known = packaged()
    return Tree(
        {code: one.parent for code, one in known.organisations.items()},
        {code: one.kind for code, one in known.organisations.items()},
        {code: heirs for code in known.organisations if (heirs := known.successors(code))},
    )


@dataclass(frozen=True, slots=True)
class Veil:
    """What is hidden from the readers of a question: blocks of places, and of those whose work it is, by measure."""

    tree: Tree
    places: Mapping[Measure, frozenset[Block]]
    organisations: Mapping[Measure, frozenset[Block]]

    @property
    def bare(self) -> bool:
        """Return whether nothing is hidden."""
        return not self.places and not self.organisations

    def hides(
        self, told: Iterable[Measure], places: Collection[str] | None, organisations: Collection[str] | None
    ) -> bool:
        """Return whether a number of these measures, of these places and organisations (``None``: all), is hidden."""
        for measure in told:
            for veiled, asked in ((self.places, places), (self.organisations, organisations)):
                if any(self.tree.cuts(block, asked) for block in veiled.get(measure, ())):
                    return True
        return False


def veil(rows: Iterable[Sequence[object]], families: Mapping[Measure, str], tree: Tree) -> Veil:
    """Return the veil over what ``small_numbers`` finds of some families: what is silent of one measure is of all."""
    places: dict[str, set[str]] = {}
    organisations: dict[str, set[str]] = {}
    for family, place, about in rows:
        for found, code in ((places, place), (organisations, about)):
            if code:
                found.setdefault(str(family), set()).add(str(code))
    silent, idle = ({of: tree.veiled(codes) for of, codes in found.items()} for found in (places, organisations))
    return Veil(
        tree,
        {measure: silent[of] for measure, of in families.items() if of in silent},
        {measure: idle[of] for measure, of in families.items() if of in idle},
    )


def small_numbers(question: Question, families: Mapping[Measure, str]) -> Statement:
    """Return the SQL text and values that list where small numbers were said: of which family, where, whose work.

    All that the readers could ever see by then counts, of any period and on anybody's word, what was amended or
    withdrawn since too: once veiled is veiled. Small is a number above none and below 5, and so is the step between two
    numbers of one record, or between two returns for one place, of any measures of a family. What the readers' own
    organisation said, and what its author claims to be published, stands.
    """
    wanted = sorted(families)
    match = joined(" OR ", [Piece("f.kind = ? AND f.measure = ?", one) for one in wanted])
    family = joined(" ", [Piece("WHEN f.kind = ? AND f.measure = ? THEN ?", (*one, families[one])) for one in wanted])
    assert match is not None, "no number is told"
    assert family is not None
    mine = [Piece("f.author <> ?", (question.owner,))] if question.owner else []
    where = both(
        [match, among("f.audience_id", question.audiences), _ever(question), Piece("f.published IS NULL"), *mine]
    )
    of = f"CASE WHEN f.kind = '{RETURN}' THEN '' ELSE f.record END"
    step = f"f.value - LAG(f.value) OVER (PARTITION BY f.family, f.place, f.about, {of} ORDER BY f.value)"
    text = f"""SELECT DISTINCT family, place, about FROM (
        SELECT f.family, f.place, f.about, f.value, {step} AS step FROM (
            SELECT CASE {family.text} END AS family, f.* FROM {TABLE} f WHERE {where.text}
        ) f
    ) s WHERE ({SMALL_ONE}) OR ({SMALL_STEP})"""  # noqa: S608  (what is asked is bound; the rest is this module's)
    return text, (*family.values, *where.values)


def _ever(question: Question) -> Piece:
    """Return that a row stood at some time up to the instant asked, or was said within the cut."""
    since = "f.held_from" if question.basis.held else "f.arrived_from"
    stood = Piece(f"{since} IS NOT NULL")
    if question.cut is not None:
        read = [Piece("f.feed = ? AND f.entry_id <= ?", bound) for bound in question.cut]
        return both([stood, joined(" OR ", read) or Piece("1 = 0")])
    if question.known_on is None:
        return stood
    return Piece(f"{since} <= ?", (question.known_on,))

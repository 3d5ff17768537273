"""The rules of DESIGN and of what stands, written a second time, as plainly and slowly as can be.

Nothing here is shared with the fold: sets are grown until they grow no more, every question asks all acts again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from tests.ledger.cast import SIDES, SUPERIORS
from twinline.ledger.acts import Act

OWN = ("amend", "withdraw", "released_as")
ONE_AUDIENCE = ("amend", "withdraw", "countersign", "dispute")


class Plain:
    """What stands of the record that ``root`` says first."""

    def __init__(self, root: Act, acts: Sequence[Act]) -> None:
        self.root = root
        self.at = {root.hash: root}
        while more := [a for a in acts if a.hash not in self.at and a.follows in self.at and self.may(a)]:
            self.at.update({a.hash: a for a in more})

    def may(self, act: Act) -> bool:
        if act.act in OWN and act.author != self.root.author:
            return False
        return act.act not in ONE_AUDIENCE or act.audience == self.root.audience

    def path(self, act: Act) -> list[Act]:
        """Return the acts from the first saying to ``act``."""
        return [act] if act is self.root else [*self.path(self.at[act.follows or b""]), act]

    def chain(self, act: Act) -> list[Act]:
        return [each for each in self.path(act) if each.act in ("say", "amend")]

    def tip(self) -> Act:
        versions = [each for each in self.at.values() if each.act in ("say", "amend")]
        return max(versions, key=lambda each: (len(self.chain(each)), each.hash))

    def said_since_version(self, act: Act) -> int:
        """Return how far an answer is along its path, counted in versions and then in answers to one another."""
        return (
            len(self.chain(act))
            + len(self.path(act))
            - 1
            - max(i for i, each in enumerate(self.path(act)) if each.act in ("say", "amend"))
        )

    def bearing(self) -> list[bytes]:
        """Return the versions of the current chain since which the essentials are the same."""
        chain = self.chain(self.tip())
        first = len(chain) - 1
        while first > 0 and essentials(chain[first - 1]) == essentials(chain[-1]):
            first -= 1
        return [each.hash for each in chain[first:]]

    def last_words(self) -> dict[str, Act]:
        bearing = self.bearing()
        words = [
            each for each in self.at.values()
            if each.act in ("countersign", "dispute") and self.chain(each)[-1].hash in bearing
        ]  # fmt: skip
        last: dict[str, Act] = {}
        for word in sorted(words, key=lambda w: (self.said_since_version(w), w.act == "dispute", w.hash)):
            last[word.author] = word
        return last

    def standing(self) -> str:
        verbs = {each.act for each in self.at.values()}
        if "withdraw" in verbs:
            return "withdrawn"
        if "released_as" in verbs:
            return "released"
        tip = self.tip()
        named = set(tip.body["to"]) | {up for code in tip.body["to"] for up in SUPERIORS.get(code, ())}
        counts = {
            word.act for author, word in self.last_words().items() if author in named and SIDES[author] != tip.side
        }
        return "disputed" if "dispute" in counts else "agreed" if "countersign" in counts else "stated"


def essentials(version: Act) -> tuple[object, ...]:
    return version.body["x"], version.body["to"]


def both_sides_say_so(acts: Sequence[Act]) -> dict[frozenset[str], set[str]]:
    """Return the pairs that both sides call one event, each with the records that their last words name."""
    found: dict[frozenset[str], set[str]] = {}
    links = [a for a in acts if a.act == "same_event" and a.body["other"] != a.record]
    for pair in {frozenset((a.record, a.body["other"])) for a in links}:
        about = [a for a in links if {a.record, a.body["other"]} == pair]
        last = []
        for side in ("VN", "LA"):
            mine = [a for a in about if a.side == side]
            ends = [a for a in mine if not any(b.follows == a.hash for b in mine)]
            last += sorted(ends, key=lambda a: (a.body.get("undo", False), a.hash))[-1:]
        if len(last) == 2 and not any(a.body.get("undo") for a in last):
            found[pair] = {a.body["summed"] for a in last} & pair
    return found


def components(records: set[str], linked: Callable[[str, str], bool]) -> list[set[str]]:
    """Return the connected components of some records."""
    left, found = set(records), []
    while left:
        group = {left.pop()}
        while near := {r for r in left if any(linked(r, g) for g in group)}:
            group |= near
            left -= near
        found.append(group)
    return found


def held_since(receipts: Sequence[tuple[str, str, int, int]], position: int) -> int | None:
    """Return from when two sides held a position: asked of every receipt (node, side, size, at), for every position."""

    def node_since(node: str, place: int) -> int | None:
        """Its first receipt that covers the place, no earlier than what it said of less."""
        mine = [(size, at) for name, _, size, at in receipts if name == node]
        covering = [size for size, _ in mine if size > place]
        return max(at for size, at in mine if size <= min(covering)) if covering else None

    def second_side(place: int) -> int | None:
        sides: dict[str, list[int]] = {}
        for node, side, _, _ in receipts:
            since = node_since(node, place)
            if since is not None:
                sides.setdefault(side, []).append(since)
        firsts = sorted(min(moments) for moments in sides.values())
        return firsts[1] if len(firsts) > 1 else None

    if second_side(position) is None:
        return None
    return max(moment for place in range(position + 1) if (moment := second_side(place)) is not None)


def at(intervals: Sequence[tuple[Mapping[str, object], int | None, int | None]], moment: int) -> list[object]:
    """Return what is so at a moment, of (what, from, to)."""
    return [
        what for what, first, last in intervals
        if first is not None and first <= moment and (last is None or last > moment)
    ]  # fmt: skip

"""Same event, once: which records of both sides are about one event, and which of them is summed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from twinline.ledger.acts import SAME_EVENT, Act
from twinline.ledger.fold import LIVE, Standing


@dataclass(frozen=True, slots=True)
class Part:
    """A record's part in an event.

    ``event`` names the event (the smallest record id in it). ``summed`` tells
    whether the record's facts count in a joint figure, ``summed_own`` whether
    they count in its own side's figure.
    """

    event: str
    summed: bool
    summed_own: bool


def last_words(acts: Iterable[Act]) -> dict[tuple[str, str], dict[str, Act]]:
    """Return what each side said last of each pair of records, by the pair and the side.

    The last word of a side is its act about the pair that no other of its acts follows.
    """
    words: dict[tuple[str, str], dict[str, list[Act]]] = {}
    for act in acts:
        other = act.body.get("other")
        if act.act == SAME_EVENT and isinstance(other, str) and other != act.record:
            pair = (min(act.record, other), max(act.record, other))
            words.setdefault(pair, {}).setdefault(act.side, []).append(act)
    return {pair: {side: _last_word(said) for side, said in sides.items()} for pair, sides in words.items()}


def confirmed_links(acts: Iterable[Act]) -> dict[tuple[str, str], str]:
    """Return the pairs of records that both sides call the same event, with the record to be summed.

    A link that one side undid is no link.
    """
    links: dict[tuple[str, str], str] = {}
    for pair, sides in last_words(acts).items():
        if len(sides) > 1 and not any(act.body.get("undo") is True for act in sides.values()):
            links[pair] = summed(pair, (act.body.get("summed") for act in sides.values()))
    return links


def summed(pair: tuple[str, str], named: Iterable[object]) -> str:
    """Return which of two records is summed where both sides call them one event, and name these.

    Where they name different ones, or none, the smaller id is.
    """
    found = {str(one) for one in named} & set(pair)
    return found.pop() if len(found) == 1 else min(pair)


def _last_word(acts: list[Act]) -> Act:
    """Return the act no other of the same side follows; a withdrawal of the link wins a tie, then the larger hash."""
    followed = {act.follows for act in acts}
    open_ends = [act for act in acts if act.hash not in followed] or acts
    return max(open_ends, key=lambda act: (act.body.get("undo") is True, act.hash))


def readable_links(
    standings: Mapping[str, Standing], links: Mapping[tuple[str, str], str], wider: Callable[[int, int], int | None]
) -> dict[tuple[str, str], str]:
    """Return the links between records of which one's readers are all readers of the other.

    Where the audiences differ the record with more readers is summed: whoever
    sees only that one must find it counted, and nobody learns of the other.
    """
    found: dict[tuple[str, str], str] = {}
    for (first, second), summed in links.items():
        if first in standings and second in standings:
            a, b = standings[first].root.audience, standings[second].root.audience
            held = wider(a, b)
            if held is not None:
                found[first, second] = summed if a == b else (first if held == a else second)
    return found


def parts(standings: Mapping[str, Standing], links: Mapping[tuple[str, str], str]) -> dict[str, Part]:
    """Return each record's part in its event. Only records that stand can hold a place in one."""
    component = {record: record for record in standings}

    def find(record: str) -> str:
        while component[record] != record:
            record = component[record]
        return record

    alive = {record for record, standing in standings.items() if standing.standing in LIVE}
    # A link to a record that no longer stands ties nothing, and names nothing to be summed.
    standing_links = {pair: summed for pair, summed in links.items() if alive.issuperset(pair)}
    for first, second in standing_links:
        a, b = sorted((find(first), find(second)))
        component[b] = a
    events: dict[str, list[str]] = {}
    for record in sorted(standings):
        events.setdefault(find(record), []).append(record)
    found: dict[str, Part] = {}
    for event, members in events.items():
        summed = _summed(members, standing_links)
        own: set[str] = set()
        for record in sorted(members, key=lambda each: (each != summed, each)):
            side = standings[record].root.side
            found[record] = Part(event, record == summed, side not in own)
            own.add(side)
    return found


def _summed(members: list[str], links: Mapping[tuple[str, str], str]) -> str:
    named = sorted({record for pair, record in links.items() if pair[0] in members and record in members})
    return named[0] if named else members[0]

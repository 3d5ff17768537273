"""From the acts known at one moment to what stands. Order comes from ``follows`` only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from twinline.ledger.acts import (
    AMEND,
    COUNTERSIGN,
    DISPUTE,
    ON_PAPER,
    RELEASED_AS,
    SAME_AUDIENCE,
    SAY,
    WITHDRAW,
    Act,
    Law,
)

STATED = "stated"
#: Its author says that the other side signed it on paper, and shows the scan; the other side hasn't said so itself.
AGREED_ON_PAPER = "on_paper"
AGREED = "agreed"
DISPUTED = "disputed"
WITHDRAWN = "withdrawn"
RELEASED = "released"

#: Standings whose facts count.
LIVE = frozenset({STATED, AGREED_ON_PAPER, AGREED, DISPUTED})


@dataclass(frozen=True, slots=True)
class Voice:
    """The last word of one organisation about the current version."""

    author: str
    side: str
    verb: str
    act: Act
    counts: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands of one record: its current version and who stands behind it.

    ``on_paper`` is the author's last word on whether the other side signed this version on paper.
    """

    root: Act
    tip: Act
    standing: str
    voices: tuple[Voice, ...] = ()
    versions: tuple[Act, ...] = ()
    flags: tuple[str, ...] = ()
    ignored: tuple[Act, ...] = ()
    on_paper: Act | None = None

    @property
    def paper(self) -> Act | None:
        """Return the author's word that the other side signed this version on paper, unless it was taken back."""
        return None if self.on_paper is None or self.on_paper.body.get("undo") is True else self.on_paper


@dataclass(slots=True)
class _Tree:
    """The acts reachable from one first saying, and the version each is about."""

    root: Act
    version: dict[bytes, Act] = field(default_factory=dict)
    depth: dict[bytes, int] = field(default_factory=dict)
    acts: list[Act] = field(default_factory=list)
    ignored: list[Act] = field(default_factory=list)


def roots(acts: Iterable[Act]) -> list[Act]:
    """Return the first sayings among some acts, ordered by hash.

    There is one, unless somebody reused another's record id: each then
    stands for itself and takes nothing from the other.
    """
    return sorted((act for act in acts if act.act == SAY), key=lambda act: act.hash)


def fold(root: Act, acts: Sequence[Act], law: Law) -> Standing:
    """Return what stands of the record first said by ``root``, given the acts known.

    Acts whose target is not among them wait: they change nothing. A withdrawal
    is final. Of two versions that follow one the longer chain stands, then the
    larger hash, and both are flagged.
    """
    if len(acts) == 1:
        return Standing(root, root, STATED, versions=(root,))
    tree = _reach(root, acts)
    versions = [act for act in tree.acts if act.act in (SAY, AMEND)]
    tip = max(versions, key=lambda act: (tree.depth[act.hash], act.hash))
    chain = _chain(tip, tree)
    voices = _voices(tip, chain, tree, law)
    verbs = {act.act for act in tree.acts}
    told = Standing(
        root,
        tip,
        _standing(verbs, voices),
        voices=voices,
        versions=tuple(chain),
        flags=("rival_versions",) if len(chain) < len(versions) else (),
        ignored=tuple(tree.ignored),
        on_paper=_on_paper(tip, chain, tree, law),
    )
    if told.standing == STATED and told.paper is not None:
        return replace(told, standing=AGREED_ON_PAPER)
    return told


def waiting(acts: Sequence[Act]) -> list[Act]:
    """Return the acts whose target is not among those given."""
    reached = {act.hash for root in roots(acts) for act in _reach(root, acts).acts}
    ignored = {act.hash for root in roots(acts) for act in _reach(root, acts).ignored}
    return [act for act in acts if act.hash not in reached and act.hash not in ignored]


def _reach(root: Act, acts: Sequence[Act]) -> _Tree:
    tree = _Tree(root, {root.hash: root}, {root.hash: 0}, [root])
    following: dict[bytes, list[Act]] = {}
    for act in acts:
        if act.follows is not None:
            following.setdefault(act.follows, []).append(act)
    queue = [root.hash]
    while queue:
        parent = queue.pop()
        for act in sorted(following.get(parent, ()), key=lambda each: each.hash):
            if act.hash in tree.version:
                continue
            if not _may(act, root):
                tree.ignored.append(act)
                continue
            about = tree.version[parent]
            tree.version[act.hash] = act if act.act == AMEND else about
            tree.depth[act.hash] = tree.depth[parent] + 1 if act.act != AMEND else tree.depth[about.hash] + 1
            tree.acts.append(act)
            queue.append(act.hash)
    return tree


def _may(act: Act, root: Act) -> bool:
    """Only the author amends or withdraws, and to the audience the record has; all words on it name its kind."""
    if act.kind != root.kind:
        return False
    if act.act in (AMEND, WITHDRAW, RELEASED_AS, ON_PAPER) and act.author != root.author:
        return False
    return not (act.act in SAME_AUDIENCE and act.audience != root.audience)


def _chain(tip: Act, tree: _Tree) -> list[Act]:
    """Return the versions from the first to ``tip``."""
    chain = [tip]
    while chain[-1].follows is not None:
        chain.append(tree.version[chain[-1].follows])
    return chain[::-1]


def _voices(tip: Act, chain: Sequence[Act], tree: _Tree, law: Law) -> tuple[Voice, ...]:
    """Return each organisation's last word that still bears on the current version."""
    bearing = _bearing(tip, chain, law)
    named = law.counterparts(tip)
    counting = set(named).union(*(law.superiors(code) for code in named))
    last: dict[str, Act] = {}
    for act in tree.acts:
        if act.act not in (COUNTERSIGN, DISPUTE) or tree.version[act.hash].hash not in bearing:
            continue
        before = last.get(act.author)
        if before is None or _later(act, before, tree):
            last[act.author] = act
    return tuple(
        Voice(act.author, act.side, act.act, act, act.author in counting and act.side != tip.side)
        for act in sorted(last.values(), key=lambda each: (each.author, each.hash))
    )


def _on_paper(tip: Act, chain: Sequence[Act], tree: _Tree, law: Law) -> Act | None:
    """Return the author's last word on whether the other side signed the current version on paper.

    There is none where the version names nobody who could have signed.
    """
    said = [act for act in tree.acts if act.act == ON_PAPER]
    if not said or not law.counterparts(tip):
        return None
    bearing = _bearing(tip, chain, law)
    on_this = [act for act in said if tree.version[act.hash].hash in bearing]
    return max(on_this, key=lambda act: (tree.depth[act.hash], act.hash), default=None)


def _bearing(tip: Act, chain: Sequence[Act], law: Law) -> set[bytes]:
    """Return the versions a word about which still holds: time, place, parties and facts are the same since."""
    bearing = {tip.hash}
    if len(chain) == 1:
        return bearing
    essentials = law.essentials(tip)
    for version in reversed(chain[:-1]):
        if law.essentials(version) != essentials:
            break
        bearing.add(version.hash)
    return bearing


def _later(act: Act, other: Act, tree: _Tree) -> bool:
    """Return whether ``act`` is the later word: the longer chain, then a dispute, then the larger hash."""

    def rank(each: Act) -> tuple[int, bool, bytes]:
        return tree.depth[each.hash], each.act == DISPUTE, each.hash

    return rank(act) > rank(other)


def _standing(verbs: set[str], voices: Sequence[Voice]) -> str:
    if WITHDRAW in verbs:
        return WITHDRAWN
    if RELEASED_AS in verbs:
        return RELEASED
    said = {voice.verb for voice in voices if voice.counts}
    if DISPUTE in said:
        return DISPUTED
    return AGREED if COUNTERSIGN in said else STATED


def by_record(acts: Iterable[Act]) -> Mapping[str, list[Act]]:
    """Return acts grouped by the record they are about."""
    groups: dict[str, list[Act]] = {}
    for act in acts:
        groups.setdefault(act.record, []).append(act)
    return groups

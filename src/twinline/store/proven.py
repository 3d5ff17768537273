"""What a proof says, folded as a node folds it. Needs no node, no database and no Django."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from twinline.feeds.errors import Malformed, Untrusted
from twinline.feeds.proofs import Proven, ProvenEntry, Received
from twinline.ledger.acts import AMEND, COUNTERSIGN, DISPUTE, ON_PAPER, SAY, WITHDRAW, Act, Law
from twinline.ledger.fold import Standing, fold
from twinline.sentences import Sentence
from twinline.store import meaning

_FINGERPRINT = re.compile(r"[0-9A-F]{32}")
_AUTHORS = frozenset((SAY, AMEND, WITHDRAW))
_ACTS = _AUTHORS | {COUNTERSIGN, DISPUTE, ON_PAPER}


@dataclass(frozen=True, slots=True)
class Told:
    """A proven record: how it stands by what is shown, each entry with its signers by leaf hash, and the words that
    lead to roots the reader didn't name.
    """

    record: str
    standing: Standing
    entries: dict[bytes, ProvenEntry]
    unnamed: tuple[ProvenEntry, ...]
    roots: frozenset[str]

    @property
    def current(self) -> ProvenEntry:
        """Return the current version."""
        return self.entries[self.standing.tip.hash]

    def receipts(self, one: ProvenEntry) -> list[Received]:
        """Return who received an entry, of those whose roots count here, the earliest first."""
        return [each for each in one.receipts if each.by.root.id in self.roots]


def tell(proven: Proven, fingerprints: Iterable[str] = ()) -> Told:
    """Return how the entries of a proof stand together, to whoever trusts the roots of these fingerprints.

    Fingerprints are spelled with or without spaces, in capitals or not; none
    given means that all its roots are taken as they are, to be compared later.
    Raises ``Untrusted`` where the record's author leads to another root, and
    ``Malformed`` where an entry in it doesn't bear on the record: it would
    prove nothing, and show what nobody asked for.
    """
    acts = {one.entry.hash: _act(one) for one in proven.entries}
    _hang_together(list(acts.values()))
    law = Law(meaning.counterparts, meaning.essentials, lambda code: _superiors(proven, code), lambda *_: None)
    whole = _fold(acts.values(), law)
    if whole.ignored or whole.flags:
        raise Malformed("entries", Sentence("It holds words that change nothing on this record."), where="proof")
    roots = _roots(proven, fingerprints)
    named = {one.entry.hash: one for one in proven.entries if one.by.root.id in roots}
    if any(acts[one.entry.hash].act in _AUTHORS for one in proven.entries if one.entry.hash not in named):
        root = proven.entries[0].by.root
        raise Untrusted(
            "root",
            Sentence("It leads to the root {root}, which isn't one that you named.", root=root.fingerprint),
            where="proof",
            remedy=Sentence("Compare fingerprints with that organisation in person."),
        )  # fmt: skip
    told = [acts[hashed] for hashed in named]
    unnamed = tuple(one for one in proven.entries if one.entry.hash not in named)
    return Told(proven.record, _fold(told, law), named, unnamed, roots)


def _hang_together(acts: list[Act]) -> None:
    hashes = {act.hash for act in acts}
    loose = [act for act in acts if act.follows not in hashes]
    if len(loose) != 1 or loose[0].act not in (SAY, AMEND) or any(act.act not in _ACTS for act in acts):
        raise Malformed("entries", Sentence("Its entries don't hang together as one record."), where="proof")
    for act in acts:
        if meaning.judge(act.act, act.kind, act.version, act.body, act.record):
            raise Malformed(
                "body",
                Sentence("What {author} said doesn't fit its kind: no node counts it.", author=act.author),
                where="proof",
            )


def _fold(acts: Iterable[Act], law: Law) -> Standing:
    """Return how some acts stand together: the earliest of them is as good as a first saying here."""
    told = list(acts)
    hashes = {act.hash for act in told}
    begun = [act if act.follows in hashes else replace(act, follows=None) for act in told]
    return fold(next(act for act in begun if act.follows is None), begun, law)


def _roots(proven: Proven, fingerprints: Iterable[str]) -> frozenset[str]:
    wanted = {_bare(given): given for given in fingerprints}
    for bare, given in wanted.items():
        if not _FINGERPRINT.fullmatch(bare):
            raise Malformed(
                "fingerprint",
                Sentence("{given!r} isn't a fingerprint: it has eight groups of four hex digits.", given=given),
                where="root",
            )
    return frozenset(each.root.id for each in proven.chains if not wanted or _bare(each.root.fingerprint) in wanted)


def _bare(fingerprint: str) -> str:
    return "".join(fingerprint.replace(":", " ").replace("-", " ").split()).upper()


def _superiors(proven: Proven, code: str) -> tuple[str, ...]:
    found: list[str] = []
    while code in proven.above and proven.above[code] not in found:
        code = proven.above[code]
        found.append(code)
    return tuple(found)


def _act(one: ProvenEntry) -> Act:
    entry = one.entry
    return Act(
        hash=entry.hash, entry=0, record=entry.record, act=entry.act, kind=entry.kind, author=entry.author,
        side=one.by.organisation.side, about=entry.about, audience=0,
        follows=bytes.fromhex(entry.follows) if entry.follows else None, body=entry.body, arrived=0, held=None,
        version=entry.version,
    )  # fmt: skip

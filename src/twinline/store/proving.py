"""Writing the proof of one record: what makes it stand, and nothing else of the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.backends.utils import CursorWrapper

from twinline.feeds import certificates, entries, genesis, merkle, proofs
from twinline.feeds.errors import FeedError
from twinline.feeds.keys import PublicKey
from twinline.feeds.proofs import Chain, Leaf, Proof
from twinline.feeds.receipts import MAX_TIME
from twinline.ledger.acts import AMEND, SAY, WITHDRAW, Act
from twinline.ledger.fold import AGREED_ON_PAPER, RELEASED, WITHDRAWN
from twinline.sentences import Sentence
from twinline.store import heads, meaning
from twinline.store.errors import StoreError
from twinline.store.ledger import Ledger
from twinline.store.reading import View
from twinline.store.receipts import Of, organisation_of


@dataclass(frozen=True, slots=True)
class _Rostered:
    """A statement of a root: who it is, and where the statement stands."""

    root: PublicKey
    own: str
    feed: int
    position: int
    raw: bytes
    body: Mapping[str, Any]


@dataclass
class _Writer:
    """A proof in the making."""

    ledger: Ledger
    cursor: CursorWrapper
    statements: list[_Rostered]
    chains: dict[str, Chain] = field(default_factory=dict)
    hashes: dict[int, list[bytes]] = field(default_factory=dict)


def prove(ledger: Ledger, view: View, *, now: int) -> Proof:
    """Return the proof of a record as it stands: its current version and the acts that make its standing.

    Our own words since the last head are signed first, as at every sending.
    Raises ``StoreError`` where no root leads to one of its nodes, or the record
    was released as another, which is the one to prove.
    """
    if view.standing.standing == RELEASED:
        later = next(told.act.body["record"] for told in view.acts if told.act.act == "released_as")
        raise StoreError(
            "released",
            Sentence("{record} was released as {later}: prove that one.", record=view.row.record, later=later),
        )
    heads.sign_all(ledger, now=now)
    acts = needed(view)
    with ledger.connection.cursor() as cursor:
        writer = _Writer(ledger, cursor, list(_statements(cursor)))
        leaves = list(_leaves(writer, view.row.record, {act.hash for act in acts}))
        above = _above(writer, view, acts)
    return Proof(proofs.FORMAT, view.row.record, tuple(leaves), tuple(above), tuple(writer.chains.values()))


def needed(view: View) -> list[Act]:
    """Return the acts that make a record stand as it does: the current version, the words that count, and
    whatever ties these together; never an earlier version that nothing rests on.
    """
    by_hash = {told.act.hash: told.act for told in view.acts}
    standing = view.standing
    ends = [standing.tip, *(voice.act for voice in standing.voices if voice.counts)]
    if standing.standing == AGREED_ON_PAPER and standing.paper is not None:
        ends.append(standing.paper)
    if standing.standing == WITHDRAWN:
        reached = _descendants(standing.root, by_hash.values())
        ends = [
            standing.tip,
            next(act for act in reached if act.act == WITHDRAW and act.author == standing.root.author),
        ]
    paths = [_path(end, by_hash) for end in ends]
    shared = set.intersection(*({act.hash for act in path} for path in paths))
    first = next(act for act in paths[0] if act.act in (SAY, AMEND) and act.hash in shared)
    found: dict[bytes, Act] = {}
    for path in paths:
        for act in path:
            found[act.hash] = act
            if act.hash == first.hash:
                break
    return list(found.values())


def _path(act: Act, by_hash: Mapping[bytes, Act]) -> list[Act]:
    """Return an act and all that it rests on, back to the first saying."""
    path = [act]
    while (before := path[-1].follows) is not None:
        path.append(by_hash[before])
    return path


def _descendants(root: Act, acts: Iterable[Act]) -> list[Act]:
    found, left = {root.hash: root}, sorted(acts, key=lambda act: act.hash)
    while more := [act for act in left if act.follows in found and act.hash not in found]:
        found.update((act.hash, act) for act in more)
    return list(found.values())


def _leaves(writer: _Writer, record: str, wanted: set[bytes]) -> Iterator[Leaf]:
    """Yield the entries of a record that are asked for, in the order in which they came."""
    writer.cursor.execute(
        "SELECT hash, feed_id, position, raw FROM store_entry WHERE record = %s AND quarantine = '' ORDER BY id",
        [record],
    )
    for hashed, feed, position, raw in writer.cursor.fetchall():
        if bytes(hashed) not in wanted:
            continue
        wanted.discard(bytes(hashed))
        first = _genesis(writer.cursor, feed)
        assert first.certificate is not None
        _certify(writer, first.certificate)
        yield proofs.leaf(bytes(raw), position, _heads(writer, feed, position, receipts=True))


def _heads(writer: _Writer, feed: int, position: int, *, receipts: bool) -> list[tuple[str, list[bytes], list[str]]]:
    """Return the first signed head over a position, and those on which another node first receipted it."""
    cursor = writer.cursor
    cursor.execute("SELECT MIN(size) FROM store_checkpoint WHERE feed_id = %s AND size > %s", [feed, position])
    lines: dict[int, list[str]] = {int(cursor.fetchone()[0]): []}
    cursor.execute("SELECT feed, node, organisation FROM store_feed WHERE id = %s", [feed])
    of = Of(*map(str, cursor.fetchone()))
    if receipts:
        cursor.execute(
            "SELECT node, MIN(size), line FROM store_receipt WHERE feed_id = %s AND size > %s AND at <= %s "
            "GROUP BY node ORDER BY node",
            [feed, position, MAX_TIME],
        )
        roster = writer.ledger.roster()
        for node, size, line in cursor.fetchall():
            code = organisation_of(roster, str(node), of, int(size))
            if code and _known(writer, str(node), code):
                lines.setdefault(int(size), []).append(str(line))
    found = []
    for size in sorted(lines):
        cursor.execute("SELECT note FROM store_checkpoint WHERE feed_id = %s AND size = %s", [feed, size])
        found.append((_plain(cursor.fetchone()[0]), _inclusion(writer, feed, position, size), lines[size]))
    return found


def _plain(note: str) -> str:
    """Return a checkpoint with its author's signature alone: others on it are no part of this proof."""
    text, _, lines = note.rpartition("\n\n")
    origin = text.split("\n", 1)[0]
    return f"{text}\n\n{next(line for line in lines.split(chr(10)) if line.startswith(f'— {origin} '))}\n"


def _inclusion(writer: _Writer, feed: int, position: int, size: int) -> list[bytes]:
    known = writer.hashes.get(feed, [])
    if len(known) < size:
        writer.cursor.execute(
            "SELECT hash FROM store_entry WHERE feed_id = %s AND position < %s ORDER BY position", [feed, size]
        )
        known = writer.hashes[feed] = [bytes(hashed) for (hashed,) in writer.cursor.fetchall()]
    return merkle.inclusion_proof(known[:size], position)


def _statements(cursor: CursorWrapper) -> Iterator[_Rostered]:
    """Yield what the roots kept here state, in order."""
    cursor.execute("SELECT id FROM store_feed WHERE type = 'roster' ORDER BY id")
    for (feed,) in cursor.fetchall():
        root = _genesis(cursor, feed)
        cursor.execute(
            "SELECT position, raw FROM store_entry WHERE feed_id = %s AND position > 0 AND quarantine = '' "
            "ORDER BY position",
            [feed],
        )
        for position, raw in cursor.fetchall():
            yield _Rostered(root.node, root.organisation, feed, position, bytes(raw), entries.read(bytes(raw)).body)


def _genesis(cursor: CursorWrapper, feed: int) -> genesis.Genesis:
    cursor.execute("SELECT raw FROM store_entry WHERE feed_id = %s AND position = 0", [feed])
    return genesis.read(bytes(cursor.fetchone()[0]))


def _certify(writer: _Writer, certificate: certificates.NodeCertificate) -> None:
    """Add the chain from a root to a node's certificate; ``StoreError`` if no root kept here leads to it."""
    node = certificate.node.id
    if node in writer.chains:
        return
    known = writer.ledger.roster().organisations.get(certificate.organisation)
    # Its own root first: another may vouch for the same key, which proves nothing of this side's.
    ranked = sorted(writer.statements, key=lambda told: known is not None and told.root.id == known.root)
    for told in reversed(ranked):
        if told.body.get("statement") != "key":
            continue
        try:
            key = certificates.open_organisation(str(told.body["certificate"]), told.root, told.own)
            certificates.open_node(certificate.note, key.key)
        except (FeedError, KeyError):
            continue
        if key.organisation == certificate.organisation:
            writer.chains[node] = Chain(told.root.base64, told.own, key.note, certificate.note)
            return
    raise StoreError(
        "no-root",
        Sentence(
            "No root kept here leads to the node {node} of {organisation}.",
            node=node[:16],
            organisation=certificate.organisation,
        ),
    )


def _known(writer: _Writer, node: str, organisation: str) -> bool:
    """Return whether a node that receipted something for an organisation is rostered so, and add its chain."""
    if node in writer.chains:
        return True
    for told in reversed(writer.statements):
        if told.body.get("statement") != "node":
            continue
        try:
            certificate = certificates.read_node(str(told.body["certificate"]))
            if (certificate.node.id, certificate.organisation) == (node, organisation):
                _certify(writer, certificate)
                return True
        except (FeedError, KeyError, StoreError):
            continue
    return False


def _above(writer: _Writer, view: View, acts: Iterable[Act]) -> list[Leaf]:
    """Return the roster's statements by which a node speaks for an author, or a superior for who was named."""
    roster = writer.ledger.roster()
    known = {certificates.read_node(chain.node).node.id: chain for chain in writer.chains.values()}
    pairs = []
    for act in acts:
        for chain in known.values():
            node = certificates.read_node(chain.node)
            if act.author in node.hosts and act.author != node.organisation:
                pairs.append((act.author, node.organisation))
    named = meaning.counterparts(view.standing.tip)
    for voice in view.standing.voices:
        if voice.counts and voice.author not in named:
            pairs += [(code, voice.author) for code in named if voice.author in roster.superiors(code)][:1]
    codes: list[str] = []
    for below, top in pairs:
        for code in (below, *roster.superiors(below)):
            if code == top:
                break
            codes.append(code)
    return [_stated(writer, code) for code in dict.fromkeys(codes)]


def _stated(writer: _Writer, code: str) -> Leaf:
    """Return the last statement of who an organisation stands under."""
    root = writer.ledger.roster().organisations[code].root
    told = next(
        each for each in reversed(writer.statements)
        if each.root.id == root and each.body.get("statement") == "organisation"
        and each.body.get("organisation") == code
    )  # fmt: skip
    return proofs.leaf(told.raw, told.position, _heads(writer, told.feed, told.position, receipts=False))

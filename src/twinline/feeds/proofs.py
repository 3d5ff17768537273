"""The proof of one record for somebody who has no node: docs/format.md, "Proof file".

It holds the entries that make the record stand, for each the path to heads that
its node signed, receipts on those heads, and the certificates that lead from
each node to a root. No other entry is in it, and nothing of the feed but the
size and root of those heads: not even its first leaf, since a checkpoint names
the feed and is signed by a certified key.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from twinline.feeds import certificates, checkpoints, entries, merkle, notes, receipts
from twinline.feeds.audiences import is_code
from twinline.feeds.certificates import NodeCertificate, OrganisationCertificate
from twinline.feeds.checkpoints import Checkpoint
from twinline.feeds.entries import Entry
from twinline.feeds.errors import BadTree, Malformed, Untrusted
from twinline.feeds.keys import PublicKey, from_base64, to_base64
from twinline.sentences import Sentence

FORMAT = "twinline/1 proof"
MAX_BYTES = 16 << 20
_REMEDY = Sentence("Ask whoever wrote it for the proof once more.")


class Head(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A signed head, the path from a leaf to its root (Base64), and receipt lines on it."""

    checkpoint: str
    path: tuple[str, ...]
    receipts: tuple[str, ...]


class Leaf(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A leaf (Base64), where it stands in its feed, and the heads that cover it."""

    leaf: str
    position: int
    heads: tuple[Head, ...]


class Chain(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """From a root (public key and organisation) over an organisation's key to a node: two certificates."""

    root: str
    organisation: str
    key: str
    node: str


class Proof(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A proof file, taken apart; nothing in it is verified."""

    format: str
    record: str
    entries: tuple[Leaf, ...]
    statements: tuple[Leaf, ...]
    certificates: tuple[Chain, ...]


@dataclass(frozen=True, slots=True)
class Certified:
    """A node, the organisation that it runs for, and the root that this leads to."""

    node: NodeCertificate
    organisation: OrganisationCertificate
    root: PublicKey
    root_organisation: str


@dataclass(frozen=True, slots=True)
class Received:
    """A node says that it held an entry at a Unix second, by its own clock."""

    by: Certified
    at_s: int
    size: int


@dataclass(frozen=True, slots=True)
class ProvenEntry:
    """An entry that a certified node signed, and who received it."""

    entry: Entry
    by: Certified
    receipts: tuple[Received, ...]


@dataclass(frozen=True, slots=True)
class Proven:
    """What a proof proves to whoever trusts its roots. ``above`` maps an organisation to its rostered parent."""

    record: str
    entries: tuple[ProvenEntry, ...]
    above: Mapping[str, str]
    chains: tuple[Certified, ...]


def leaf(raw: bytes, position: int, heads: Iterable[tuple[str, Iterable[bytes], Iterable[str]]]) -> Leaf:
    """Return a leaf with its heads (checkpoint, path, receipt lines)."""
    told = tuple(Head(note, tuple(map(to_base64, path)), tuple(lines)) for note, path, lines in heads)
    return Leaf(to_base64(raw), position, told)


def write(proof: Proof) -> bytes:
    """Return a proof as a file."""
    return msgspec.json.format(msgspec.json.encode(proof), indent=1) + b"\n"


def read(raw: bytes) -> Proof:
    """Return a proof file taken apart; ``Malformed`` if it is none."""
    if len(raw) > MAX_BYTES:
        raise Malformed(
            "too-large",
            Sentence("A proof has at most {most:,} bytes.", most=MAX_BYTES),
            where="proof",
        )
    try:
        proof = msgspec.json.decode(raw, type=Proof)
        json.loads(raw.decode(), object_pairs_hook=_once)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise Malformed(
            "proof", Sentence("This isn't a proof file: {error}.", error=error), where="proof", remedy=_REMEDY
        ) from error
    if proof.format != FORMAT:
        raise Malformed("format", Sentence("This isn't a {format!r} file.", format=FORMAT), where="proof")
    return proof


def _once(pairs: list[tuple[str, Any]]) -> None:
    """Refuse an object with a key given twice: two readers could read two things from it."""
    keys = [key for key, _ in pairs]
    if len(set(keys)) != len(keys):
        twice = next(key for key in keys if keys.count(key) > 1)
        raise ValueError(f"{twice!r} is given twice")


def check(proof: Proof) -> Proven:
    """Return what a proof proves to whoever trusts its roots.

    Raises a ``FeedError`` where anything in it doesn't hold or serves nothing:
    a proof is refused whole.
    """
    chains = [_certified(chain) for chain in proof.certificates]
    by_node = {one.node.node.id: one for one in chains}
    if len(by_node) != len(chains):
        raise Malformed("certificate", Sentence("Two certificates are for one node."), where="proof")
    if len({(one.root.id, one.organisation.side, one.root_organisation) for one in chains}) != len(
        {one.root.id for one in chains}
    ):
        raise Untrusted("side", Sentence("One root speaks for two sides."), where="proof")
    above = _above(proof.statements, chains)
    found = [_entry(one, by_node, above) for one in proof.entries]
    hashes = {each.entry.hash for each in found}
    if not found or len(hashes) != len(found):
        raise Malformed("entries", Sentence("A proof holds at least one entry, and none twice."), where="proof")
    if any(each.entry.record != proof.record for each in found):
        raise Malformed("record", Sentence("An entry in it is about another record."), where="proof", remedy=_REMEDY)
    used = {each.by.node.node.id for each in found} | {r.by.node.node.id for each in found for r in each.receipts}
    if used != by_node.keys():
        raise Malformed("certificate", Sentence("A certificate in it proves nothing here."), where="proof")
    return Proven(proof.record, tuple(found), above, tuple(chains))


def _certified(chain: Chain) -> Certified:
    root = PublicKey.from_base64(chain.root, where="root")
    key = certificates.open_organisation(chain.key, root, chain.organisation)
    node = certificates.open_node(chain.node, key.key)
    if node.organisation != key.organisation:
        raise Untrusted("certificate", Sentence("The two certificates are of different organisations."), where="proof")
    _fits(key.organisation, key.side)
    _fits(chain.organisation, key.side)
    return Certified(node, key, root, chain.organisation)


def _fits(code: str, side: object) -> None:
    first = code.split("-", maxsplit=1)[0].upper()
    if first in certificates.SIDES and first != side:
        raise Untrusted("side", Sentence("{code} can't be on side {side}.", code=code, side=side), where="proof")


def _heads(one: Leaf, raw: bytes, keys: Iterable[PublicKey]) -> tuple[PublicKey, list[tuple[Checkpoint, Head]]]:
    """Return who signed the heads over a leaf, and the heads; each must cover the leaf."""
    known, hashed = list(keys), merkle.leaf_hash(raw)
    found: list[tuple[Checkpoint, Head]] = []
    signers = set()
    for head in one.heads:
        signer, checkpoint = _opened(head.checkpoint, known)
        path = [from_base64(part, where="path", length=32) for part in head.path]
        if not merkle.check_inclusion(hashed, one.position, checkpoint.size, path, checkpoint.root):
            raise BadTree(
                "inclusion",
                Sentence("Nothing shows that this entry stands at {position} under the signed head.",
                         position=one.position),
                where="proof", remedy=_REMEDY,
            )  # fmt: skip
        signers.add(signer)
        found.append((checkpoint, head))
    feeds = {checkpoint.feed for checkpoint, _ in found}
    if len(signers) != 1 or len(feeds) != 1 or len({checkpoint.size for checkpoint, _ in found}) != len(found):
        raise Malformed(
            "heads",
            Sentence("An entry has at least one head, all of one feed, each size once."),
            where="proof",
        )
    return signers.pop(), found


def _opened(note: str, keys: Iterable[PublicKey]) -> tuple[PublicKey, Checkpoint]:
    told = notes.parse(note)
    for key in keys:
        if any(line.by(checkpoints.read(told.text).origin, key, notes.ED25519) for line in told.signatures):
            return key, checkpoints.open(note, key)
    raise Untrusted("signer", Sentence("A head in it is signed by nobody whom its certificates name."), where="proof")


def _entry(one: Leaf, nodes: Mapping[str, Certified], above: Mapping[str, str]) -> ProvenEntry:
    raw = from_base64(one.leaf, where="leaf")
    entry = entries.read(raw)
    if entry.act == "roster":
        raise Malformed("act", Sentence("A roster statement is no record."), where="proof")
    signer, heads = _heads(one, raw, [each.node.node for each in nodes.values()])
    by = nodes[signer.id]
    if entry.author not in by.node.hosts or not is_under(entry.author, by.node.organisation, above):
        raise Untrusted(
            "author",
            Sentence("Nothing shows that this node speaks for {author}.", author=entry.author),
            where="proof",
        )
    told = [_received(line, checkpoint, nodes) for checkpoint, head in heads for line in head.receipts]
    return ProvenEntry(entry, by, tuple(sorted(told, key=lambda each: (each.at_s, each.by.node.organisation))))


def _received(line: str, checkpoint: Checkpoint, nodes: Mapping[str, Certified]) -> Received:
    by = nodes.get(receipts.read(line).node)
    if by is None:
        raise Untrusted(
            "receipt",
            Sentence("A receipt in it is by a node that its certificates don't name."),
            where="proof",
        )
    return Received(by, receipts.check(line, checkpoint, by.node.node), checkpoint.size)


def is_under(code: str, other: str, above: Mapping[str, str]) -> bool:
    """Return whether an organisation is another, or the statements put it below that one."""
    seen: set[str] = set()
    while code != other and code in above and code not in seen:
        seen.add(code)
        code = above[code]
    return code == other


def _above(statements: Iterable[Leaf], chains: Iterable[Certified]) -> dict[str, str]:
    """Return the parents that roster statements in the proof state, each under its root's signed head."""
    roots = {each.root.id: each for each in chains}
    found: dict[str, str] = {}
    for one in statements:
        raw = from_base64(one.leaf, where="leaf")
        body = _statement(raw)
        signer, heads = _heads(one, raw, [each.root for each in roots.values()])
        root, code = roots[signer.id], str(body["organisation"])
        if any(head.receipts for _, head in heads) or code in found:
            raise Malformed("statement", Sentence("A statement stands once, without receipts."), where="proof")
        if body.get("side") != root.organisation.side:
            raise Untrusted(
                "side",
                Sentence(
                    "The root of {own} doesn't speak for {code}.",
                    own=root.root_organisation,
                    code=code,
                ),
                where="proof",
            )
        _fits(code, body.get("side"))
        found[code] = str(body["parent"])
    return found


def _statement(raw: bytes) -> dict[str, Any]:
    entry = entries.read(raw)
    body = entry.body
    told = (entry.act, entry.kind) == ("roster", "roster") and body.get("statement") == "organisation"
    if not told or not is_code(body.get("organisation")) or not is_code(body.get("parent")):
        raise Malformed("statement", Sentence("This says of no organisation which one it stands under."), where="proof")
    return body

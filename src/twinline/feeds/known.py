"""What is known of organisations, keys and nodes once the rosters of pinned roots are read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from twinline.feeds import certificates
from twinline.feeds.certificates import NodeCertificate
from twinline.feeds.changes import Changes, Good
from twinline.feeds.errors import FeedError, Untrusted
from twinline.feeds.genesis import Genesis
from twinline.feeds.keys import PublicKey
from twinline.sentences import Sentence, Text


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation as its side states it. ``valid_from`` and ``valid_to`` are dates as said, or None."""

    code: str
    side: str
    parent: str | None
    name: Mapping[str, str]
    valid_from: str | None
    valid_to: str | None
    root: str


@dataclass(frozen=True, slots=True)
class Node:
    """A node that an organisation certified: it reads for ``hosts`` and nobody else.

    ``spoke`` are those whose words its feeds may carry: ``hosts``, and whom it
    hosted earlier. ``ended`` is out of service, ``revoked`` is in wrong hands.
    """

    id: str
    key: PublicKey
    organisation: str
    hosts: frozenset[str]
    age: str
    root: str
    spoke: frozenset[str] = frozenset()
    ended: bool = False
    revoked: bool = False

    @property
    def in_service(self) -> bool:
        """Return whether it goes on speaking."""
        return not (self.ended or self.revoked)


@dataclass(frozen=True, slots=True)
class Ignored:
    """A roster statement that changes nothing, and why."""

    entry: bytes
    check: str
    sentence: Text


@dataclass(frozen=True)
class Roster:
    """What the pinned roots say; to be read, not changed. ``nodes`` are keyed by node id and organisation."""

    organisations: Mapping[str, Organisation] = field(default_factory=dict)
    keys: Mapping[str, tuple[PublicKey, ...]] = field(default_factory=dict)
    nodes: Mapping[tuple[str, str], Node] = field(default_factory=dict)
    contested: frozenset[str] = frozenset()
    ignored: tuple[Ignored, ...] = ()
    changes: Changes = field(default_factory=Changes)
    above: Mapping[str, frozenset[str]] = field(default_factory=dict)
    ended_keys: Mapping[str, tuple[PublicKey, ...]] = field(default_factory=dict)

    @property
    def line_members(self) -> frozenset[str]:
        """Return every rostered organisation: the audience ``line``."""
        return frozenset(self.organisations)

    def side(self, code: str) -> str | None:
        """Return the side of an organisation, or None if nobody rosters it."""
        known = self.organisations.get(code)
        return known.side if known else None

    def superiors(self, code: str) -> tuple[str, ...]:
        """Return the rostered organisations above one, the nearest first."""
        found: list[str] = []
        known = self.organisations.get(code)
        while known and known.parent and known.parent != code and known.parent not in found:
            known = self.organisations.get(known.parent)
            if known:
                found.append(known.code)
        return tuple(found)

    def ever_above(self, code: str) -> tuple[str, ...]:
        """Return the organisations above one, now or earlier: what one of them said for it stays said."""
        found: set[str] = set()
        queue = [code]
        while queue:
            more = self.above.get(queue.pop(), frozenset()) - found - {code}
            found |= more
            queue += more
        return tuple(sorted(found))

    def node(self, node_id: str, organisation: str | None = None) -> Node | None:
        """Return a node by its id, or None if no roster names it.

        Another organisation may certify somebody's node key too, which gives that
        node rights of its own only. Where several did, the organisation must be
        given: otherwise the answer is None.
        """
        if organisation is not None:
            return self.nodes.get((node_id, organisation))
        found = self.called(node_id)
        return found[0] if len(found) == 1 else None

    def called(self, node_id: str) -> tuple[Node, ...]:
        """Return a node as each organisation that certified it knows it, sorted by organisation."""
        found = [node for node in self.nodes.values() if node.id == node_id]
        return tuple(sorted(found, key=lambda node: node.organisation))

    def by_root(self, node_id: str, root: str) -> Node | None:
        """Return a node as the organisations under one root know it, in service for one of them if for any."""
        found = [node for node in self.called(node_id) if node.root == root]
        return next((node for node in found if node.in_service), found[0] if found else None)

    def hosts(self, node_id: str) -> frozenset[str]:
        """Return the organisations that a node reads and may speak for; none if it isn't rostered."""
        return frozenset().union(*(node.hosts for node in self.called(node_id) if not node.revoked))

    def hosted(self, node_id: str) -> frozenset[str]:
        """Return the organisations that a node hosts or hosted: what it received then was received for them.

        That is also of one revoked, whose receipts count as far as its revocation says.
        """
        return frozenset().union(*(node.spoke for node in self.called(node_id)))

    def reads_for(self, node_id: str) -> frozenset[str]:
        """Return for whom a node reads: whom it hosts, and their predecessors where both sides said so."""
        hosts = self.hosts(node_id)
        return hosts.union(old for new, old in self.changes.reads if new in hosts)

    def spoke_for(self, node_id: str, organisation: str) -> frozenset[str]:
        """Return whose words a feed may carry that a node began for an organisation: those it hosts or hosted for it.

        What another organisation says of the same node gives these feeds nothing and takes nothing from them.
        """
        known = self.nodes.get((node_id, organisation))
        return known.spoke if known else frozenset()

    def nodes_of(self, code: str) -> tuple[Node, ...]:
        """Return the nodes in service that read for an organisation, sorted by id."""
        return tuple(node for _, node in sorted(self.nodes.items()) if code in node.hosts and node.in_service)

    def good(self, node_id: str, organisation: str, feed: str) -> Good | None:
        """Return how far a node's word for an organisation is good on a feed; ``None``: wholly, it wasn't revoked.

        Of a node revoked nothing is good of a feed that the revocation doesn't name: ``Good(0, b"")``. What
        another organisation revoked is its own part of the node, and no other.
        """
        told = self.changes.revoked.get((node_id, organisation))
        return None if told is None else told.get(feed, Good(0, b""))

    def former(self, node_id: str, organisation: str, feed: str) -> dict[str, Good]:
        """Return how far a feed is good in the name of each author that bounded what its former host says for it.

        Whom the node hosts it speaks for, whatever was said of it in between.
        """
        told = self.changes.former.get((node_id, organisation), {})
        known = self.nodes.get((node_id, organisation))
        hosts = known.hosts if known else frozenset[str]()
        return {author: heads.get(feed, Good(0, b"")) for author, heads in told.items() if author not in hosts}

    def certified(self, genesis: Genesis) -> NodeCertificate:
        """Return the certificate of a feed's node if it leads to a pinned root; ``Untrusted`` if not."""
        where = f"feed {genesis.feed}"
        if genesis.certificate is None:
            raise Untrusted("certificate", Sentence("A roster feed is trusted by its root's fingerprint."), where=where)
        keys = self.keys.get(genesis.organisation, ())
        if (genesis.node.id, genesis.organisation) in self.nodes:  # rostered before the key that certified it ended
            keys += self.ended_keys.get(genesis.organisation, ())
        for key in keys:
            try:
                return certificates.open_node(genesis.certificate.note, key)
            except FeedError:
                continue
        raise Untrusted(
            "certificate",
            Sentence(
                "No key that a pinned root vouches for has certified this node of {organisation}.",
                organisation=genesis.organisation,
            ),
            where=where,
            remedy=Sentence("Pair with that side by comparing fingerprints, or ask for its newest roster."),
        )

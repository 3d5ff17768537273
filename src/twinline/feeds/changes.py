"""What a roster says later on: nodes and keys that end or are stolen, organisations that come after others.

All are additions to the statements of ``roster``; a version that doesn't know
them lists them as ignored. A revocation never names a date, which a thief could
write as well as anybody: it names how far each feed was good.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from twinline.feeds import fields
from twinline.feeds.errors import Malformed
from twinline.feeds.keys import PublicKey, from_base64, to_base64
from twinline.sentences import Sentence

NODE_END, REVOKE, KEY_END, FORMER_HOST = "node_end", "revoke", "key_end", "former_host"
SUCCESSION, READS, ACKNOWLEDGE = "succession", "reads", "acknowledge"
STATEMENTS = (NODE_END, REVOKE, KEY_END, FORMER_HOST, SUCCESSION, READS, ACKNOWLEDGE)

#: Heads in one statement: an entry has at most 64 KiB.
MOST_HEADS = 300

NodeName = tuple[str, str]
"""A node id and the organisation that certified it."""


@dataclass(frozen=True, slots=True)
class Good:
    """How far a feed was good: its size and its root there."""

    size: int
    root: bytes


@dataclass(frozen=True)
class Changes:
    """What later statements say.

    ``ended`` nodes are out of service and what they said stays; of ``revoked``
    ones only what stands under the heads named is good. ``former`` says so of what a
    node said in one organisation's name, for each node and organisation. ``successors`` gives who
    came after an organisation, ``reads`` which successor reads for which
    predecessor by the word of both sides.
    """

    ended: Mapping[NodeName, Mapping[str, Good]] = field(default_factory=dict)
    revoked: Mapping[NodeName, Mapping[str, Good]] = field(default_factory=dict)
    former: Mapping[NodeName, Mapping[str, Mapping[str, Good]]] = field(default_factory=dict)
    successors: Mapping[str, tuple[tuple[str, str | None], ...]] = field(default_factory=dict)
    asked: frozenset[tuple[str, str]] = frozenset()
    reads: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Said:
    """A later statement by a root on ``side``, and what may be refused of it."""

    root: str
    side: str
    body: Mapping[str, Any]
    entry: bytes


def node_end_statement(node: str, organisation: str, heads: Mapping[str, Good]) -> dict[str, Any]:
    """Return the body of the statement that a node is out of service; ``heads`` are its feeds as they were known."""
    return {"statement": NODE_END, "node": node, "organisation": organisation, "heads": _spelled(heads)}


def revoke_statements(node: str, organisation: str, heads: Mapping[str, Good], reason: str) -> list[dict[str, Any]]:
    """Return the bodies that revoke a node: of no feed is its word, or its receipt, good beyond these heads."""
    return [
        {"statement": REVOKE, "node": node, "organisation": organisation, "heads": _spelled(part), "reason": reason}
        for part in _parts(heads)
    ]


def former_host_statements(
    node: str, organisation: str, authors: Iterable[str], heads: Mapping[str, Good]
) -> list[dict[str, Any]]:
    """Return the bodies by which authors say how far a node that once spoke for them was good: up to these heads.

    ``organisation`` is the one that certified the node; what the node says in other names is untouched.
    """
    return [
        {"statement": FORMER_HOST, "node": node, "organisation": organisation, "authors": sorted(authors),
         "heads": _spelled(part)}
        for part in _parts(heads)
    ]  # fmt: skip


def key_end_statement(organisation: str, key: PublicKey) -> dict[str, Any]:
    """Return the body of the statement that an organisation's key certifies no more."""
    return {"statement": KEY_END, "organisation": organisation, "key": key.base64}


def succession_statement(organisation: str, successors: Iterable[tuple[str, str | None]]) -> dict[str, Any]:
    """Return the body of the statement who came after an organisation, each from which day on."""
    told = [{"organisation": code, "from": since} for code, since in sorted(successors)]
    return {"statement": SUCCESSION, "organisation": organisation, "successors": told}


def reads_statement(organisation: str, predecessor: str) -> dict[str, Any]:
    """Return the body by which a side says that an organisation reads what was said to its predecessor."""
    return {"statement": READS, "organisation": organisation, "predecessor": predecessor}


def acknowledge_statement(organisation: str, predecessor: str) -> dict[str, Any]:
    """Return the body by which the other side acknowledges such a ``reads``."""
    return {"statement": ACKNOWLEDGE, "organisation": organisation, "predecessor": predecessor}


class Gathering:
    """Later statements taken in, one after the other, in the order of the roster."""

    def __init__(self, roots: Mapping[str, str], sides: Mapping[str, str]) -> None:
        """``roots`` gives the root that rosters an organisation, ``sides`` its side."""
        self._roots, self._sides = roots, sides
        self.ended: dict[NodeName, dict[str, Good]] = {}
        self.revoked: dict[NodeName, dict[str, Good]] = {}
        self._former: dict[NodeName, dict[str, dict[str, Good]]] = {}
        self._successors: dict[str, tuple[tuple[str, str | None], ...]] = {}
        self._asked: set[tuple[str, str]] = set()
        self._acknowledged: set[tuple[str, str]] = set()

    def take(self, said: Said) -> None:
        """Take in one statement; raises a ``FeedError`` where its root may not say it."""
        body = dict(said.body)
        match body["statement"]:
            case "node_end":
                self.ended[self._node(said, body)] = _heads(body)
            case "revoke":
                self.revoked.setdefault(self._node(said, body), {}).update(_heads(body))
            case "former_host":
                self._bound(said, body)
            case "succession":
                code = self._own(said, body, "organisation")
                self._successors[code] = _successors(body)
            case "reads":
                self._asked.add((self._heir(said, body), self._own(said, body, "predecessor")))
            case "acknowledge":
                self._acknowledge(said, body)

    def done(self) -> Changes:
        """Return what all of them say together."""
        both = frozenset(self._asked & self._acknowledged)
        return Changes(self.ended, self.revoked, self._former, self._successors, frozenset(self._asked), both)

    def _node(self, said: Said, body: dict[str, Any]) -> NodeName:
        return _node_id(body), self._own(said, body, "organisation")

    def _bound(self, said: Said, body: dict[str, Any]) -> None:
        """Take in how far a node was good in the name of authors whom this root states: whosever node it is."""
        told = body.get("authors")
        if type(told) is not list:
            raise Malformed("authors", Sentence("authors must be a list."), where="roster")
        authors = [self._own(said, {"authors": each}, "authors") for each in told]
        name, heads = (_node_id(body), fields.code(body, "organisation", where="roster")), _heads(body)
        for author in authors:
            self._former.setdefault(name, {}).setdefault(author, {}).update(heads)

    def _own(self, said: Said, body: dict[str, Any], name: str) -> str:
        code = fields.code(body, name, where="roster")
        if self._roots.get(code) != said.root:
            raise Malformed("scope", Sentence("This root doesn't speak for {code}.", code=code), where="roster")
        return code

    def _heir(self, said: Said, body: dict[str, Any]) -> str:
        """Return who is to read: who answers for the predecessor gives it to any organisation of its own side.

        So an office with a root of its own can be given what was said to the one that it follows.
        """
        code = fields.code(body, "organisation", where="roster")
        if self._sides.get(code) != said.side:
            raise Malformed("scope", Sentence("This root doesn't speak for {code}.", code=code), where="roster")
        return code

    def _acknowledge(self, said: Said, body: dict[str, Any]) -> None:
        pair = (fields.code(body, "organisation", where="roster"), fields.code(body, "predecessor", where="roster"))
        if self._sides.get(pair[0]) == said.side:
            raise Malformed(
                "side", Sentence("A side acknowledges what the other side asks, not itself."), where="roster"
            )
        self._acknowledged.add(pair)


def ended_key(body: Mapping[str, Any]) -> tuple[str, PublicKey]:
    """Return the organisation and the key of a ``key_end``."""
    told = dict(body)
    key = PublicKey.from_base64(fields.text(told, "key", where="roster, key_end"), where="roster, key_end")
    return fields.code(told, "organisation", where="roster, key_end"), key


def _node_id(body: Mapping[str, Any]) -> str:
    node = body.get("node")
    if type(node) is not str or not fields.HASH.fullmatch(node):
        raise Malformed("node", Sentence("node must be a node id."), where="roster")
    return node


def _parts(heads: Mapping[str, Good]) -> list[dict[str, Good]]:
    items = sorted(heads.items())
    return [dict(items[at : at + MOST_HEADS]) for at in range(0, len(items), MOST_HEADS)] or [{}]


def _spelled(heads: Mapping[str, Good]) -> list[dict[str, Any]]:
    return [{"feed": feed, "root": to_base64(good.root), "size": good.size} for feed, good in sorted(heads.items())]


def _heads(body: dict[str, Any]) -> dict[str, Good]:
    told = body.get("heads")
    if type(told) is not list:
        raise Malformed("heads", Sentence("heads must be a list."), where="roster")
    found: dict[str, Good] = {}
    for each in told:
        feed, size = (each.get("feed"), each.get("size")) if type(each) is dict else (None, None)
        if type(feed) is not str or not fields.HASH.fullmatch(feed) or type(size) is not int or size < 1:
            raise Malformed("heads", Sentence("A head has a feed and a size of at least 1."), where="roster")
        found[feed] = Good(size, from_base64(fields.text(each, "root", where="roster"), where="roster", length=32))
    return found


def _successors(body: dict[str, Any]) -> tuple[tuple[str, str | None], ...]:
    told = body.get("successors")
    if type(told) is not list or not all(type(each) is dict for each in told):
        raise Malformed("successors", Sentence("successors must be a list."), where="roster")
    dates = [each.get("from") for each in told]
    if not all(date is None or type(date) is str for date in dates):
        raise Malformed("date", Sentence("from must be a date or null."), where="roster")
    return tuple(zip((fields.code(each, "organisation", where="roster") for each in told), dates, strict=True))

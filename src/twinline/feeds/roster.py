"""The roster: which organisations there are, their keys, and which nodes read for them.

A pure fold of the roster feeds of roots whose fingerprints were compared in
person. A root speaks only for its own organisation and those it rosters; what
it says beyond that is listed in ``ignored`` and changes nothing. What two
pinned roots both claim is nobody's until one of them stops (``contested``),
except that a root's own organisation is always its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from twinline.feeds import certificates, changes, entries, fields
from twinline.feeds.certificates import SIDES, NodeCertificate
from twinline.feeds.changes import Changes, NodeName
from twinline.feeds.entries import Entry
from twinline.feeds.errors import FeedError, Malformed, Untrusted
from twinline.feeds.genesis import Genesis
from twinline.feeds.keys import PublicKey
from twinline.feeds.known import Ignored, Node, Organisation, Roster
from twinline.sentences import Sentence, Text

__all__ = [
    "STATEMENTS",
    "Ignored",
    "Node",
    "Organisation",
    "Roster",
    "fold",
    "in_order",
    "key_statement",
    "node_statement",
    "organisation_statement",
    "write",
]

STATEMENTS = ("organisation", "key", "node", *changes.STATEMENTS)


@dataclass(frozen=True, slots=True)
class _Statement:
    root: str
    own: str
    key: PublicKey
    entry: Entry
    body: Mapping[str, Any]


_Claims = dict[tuple[str, str], tuple[_Statement, Organisation]]


def fold(
    pins: Mapping[str, str],
    feeds: Iterable[tuple[Genesis, Iterable[Entry]]],
    heirs: Mapping[str, str] | None = None,
) -> Roster:
    """Return the roster that pinned roots state.

    ``pins`` maps the id of each root key that was compared in person to its
    organisation. Feeds of other roots, and feeds that aren't rosters, say nothing.
    A later statement on the same subject replaces an earlier one. ``heirs`` maps
    a root that was retired to the one that took its place: what it said counts as
    said by that one, before all else that one says. The caller hands over no more
    of it than is good.
    """
    heirs = heirs or {}
    statements: list[_Statement] = []
    ignored: list[Ignored] = []
    ordered = in_order(feeds)
    for genesis, said in sorted(ordered, key=lambda feed: -len(line_of(feed[0].node.id, heirs))):
        if genesis.type != "roster" or pins.get(genesis.node.id) != genesis.organisation:
            continue
        # A feed that continues another begins by saying again what stood in it: that was said where it first stood.
        before = {(each.root, each.entry.hash) for each in statements}
        told = [_statement(genesis, entry, heirs) for entry in said if entry.act == "roster"]
        statements += [each for each in told if (each.root, each.entry.hash) not in before]
    organisations, contested, above = _organisations(statements, pins, ignored)
    keys, ended = _keys(statements, organisations, ignored)
    nodes, certified = _nodes(statements, organisations, keys, ended, above, ignored)
    later, retired = _changes(statements, organisations, ignored)
    marked = {
        name: replace(node, ended=retired.get(name, -1) > certified[name], revoked=name in later.revoked)
        for name, node in nodes.items()
    }
    alive = {code: tuple(key for key in known if (code, key.id) not in ended) for code, known in keys.items()}
    over = {code: tuple(key for key in known if (code, key.id) in ended) for code, known in keys.items()}
    return Roster(organisations, alive, marked, contested, tuple(ignored), later, above, over)


def organisation_statement(
    *,
    organisation: str,
    side: str,
    parent: str | None,
    name: Mapping[str, str],
    valid_from: str | None = None,
    valid_to: str | None = None,
) -> dict[str, Any]:
    """Return the body of the statement that there is an organisation."""
    return {
        "statement": "organisation",
        "organisation": organisation,
        "side": side,
        "parent": parent,
        "name": dict(name),
        "from": valid_from,
        "to": valid_to,
    }


def key_statement(certificate: str) -> dict[str, Any]:
    """Return the body of the statement that an organisation has a key."""
    return {"statement": "key", "certificate": certificate}


def node_statement(certificate: str) -> dict[str, Any]:
    """Return the body of the statement that an organisation has a node."""
    return {"statement": "node", "certificate": certificate}


def write(*, id: str, record: str, author: str, about: str, written: str, body: Mapping[str, Any]) -> bytes:
    """Return the bytes of a roster entry. ``record`` is an id of its own: one for each statement."""
    return entries.write(
        id=id,
        record=record,
        act="roster",
        kind="roster",
        version=1,
        author=author,
        about=about,
        follows=None,
        written=written,
        body=body,
    )


def in_order(feeds: Iterable[tuple[Genesis, Iterable[Entry]]]) -> list[tuple[Genesis, Iterable[Entry]]]:
    """Return the feeds so that one which continues another comes after it, otherwise by id."""
    left = {genesis.feed: (genesis, said) for genesis, said in feeds}
    done: list[tuple[Genesis, Iterable[Entry]]] = []
    while left:
        ready = [feed for feed, (g, _) in left.items() if not any(old.feed in left for old in g.continues)]
        # Hashes can't form a ring; were there one, the smallest id would break it.
        for feed in sorted(ready) or [min(left)]:
            done.append(left.pop(feed))
    return done


def _statement(genesis: Genesis, entry: Entry, heirs: Mapping[str, str]) -> _Statement:
    root = line_of(genesis.node.id, heirs)[-1]
    return _Statement(root, genesis.organisation, genesis.node, entry, entry.body)


def line_of(root: str, heirs: Mapping[str, str]) -> list[str]:
    """Return a root and those that took its place, one after the other."""
    line = [root]
    while line[-1] in heirs and heirs[line[-1]] not in line:
        line.append(heirs[line[-1]])
    return line


def _organisations(
    statements: list[_Statement], pins: Mapping[str, str], ignored: list[Ignored]
) -> tuple[dict[str, Organisation], frozenset[str], dict[str, frozenset[str]]]:
    claims: _Claims = {}
    parents: dict[tuple[str, str], set[str]] = {}
    for statement in statements:
        if statement.body.get("statement") not in STATEMENTS:
            ignored.append(
                _ignored(statement, "statement", Sentence("This version doesn't know this roster statement."))
            )
        elif statement.body["statement"] == "organisation":
            try:
                claimed = _organisation(statement)
            except FeedError as error:
                ignored.append(_ignored(statement, error.check, error.told))
            else:
                claims[statement.root, claimed.code] = (statement, claimed)
                parents.setdefault((statement.root, claimed.code), set()).update(
                    {claimed.parent} if claimed.parent else ()
                )
    sound = [(by, said) for by, said in claims.values() if _in_scope(by, said, claims, pins, ignored)]
    owns: dict[str, set[str]] = {}
    for by, said in sound:
        owns.setdefault(said.code, set()).add(by.own)
    standing = [said for by, said in sound if not owns[said.code] - {by.own} & _between(by, said, claims)]
    counts = Counter(said.code for said in standing)
    contested = frozenset(said.code for _, said in sound if counts[said.code] != 1)
    for by, said in sound:
        if said.code in contested:
            ignored.append(
                _ignored(by, "contested", Sentence("Two pinned roots state {code}; remove one pin.", code=said.code))
            )
    kept = {said.code: said for said in standing if counts[said.code] == 1}
    above = {code: frozenset(parents[said.root, code] & kept.keys() - {code}) for code, said in kept.items()}
    return kept, contested, above


def _between(by: _Statement, said: Organisation, claims: _Claims) -> set[str]:
    """Return the organisations between one and the own organisation of the root that states it, as that root says.

    The root gives way to that of one of these, if it states the same: a province rosters all that is under it, and an
    office of it that gets a node of its own takes along who is under it.
    """
    between: set[str] = set()
    above = said.parent
    while above not in (None, by.own) and above not in between:
        between.add(above)
        above = claims[by.root, above][1].parent if (by.root, above) in claims else None
    return between


def _in_scope(
    by: _Statement,
    said: Organisation,
    claims: _Claims,
    pins: Mapping[str, str],
    ignored: list[Ignored],
) -> bool:
    """Return whether a root may state this organisation at all: its own side, not another root's own."""
    own = claims.get((by.root, by.own))
    if own is None or own[1].side != said.side:
        ignored.append(
            _ignored(
                by,
                "side",
                Sentence("{code} isn't on the side that its root states for {own}.", code=said.code, own=by.own),
            )
        )
        return False
    if said.code in pins.values() and said.code != by.own:
        ignored.append(
            _ignored(by, "contested", Sentence("{code} speaks for itself by a root of its own.", code=said.code))
        )
        return False
    return True


def _organisation(statement: _Statement) -> Organisation:
    body, where = dict(statement.body), "roster, organisation"
    code = fields.code(body, "organisation", where=where)
    side, parent, name = body.get("side"), body.get("parent"), body.get("name")
    if side not in SIDES:
        raise Malformed("side", Sentence("side must be VN or LA; {value!r} was given.", value=side), where=where)
    prefix = code.split("-")[0].upper()
    if prefix in SIDES and prefix != side:
        raise Malformed(
            "side",
            Sentence("{code} can't be on side {side}: its code says {prefix}.", code=code, side=side, prefix=prefix),
            where=where,
        )
    if parent is not None:
        parent = fields.code(body, "parent", where=where)
    if not isinstance(name, dict) or not all(isinstance(text, str) for text in name.values()):
        raise Malformed("name", Sentence("name must map languages to text."), where=where)
    dates = body.get("from"), body.get("to")
    if not all(date is None or isinstance(date, str) for date in dates):
        raise Malformed("date", Sentence("from and to must be dates or null."), where=where)
    return Organisation(code, side, parent, name, *dates, statement.root)


def _keys(
    statements: list[_Statement], organisations: Mapping[str, Organisation], ignored: list[Ignored]
) -> tuple[dict[str, tuple[PublicKey, ...]], dict[tuple[str, str], int]]:
    """Return the keys of each organisation, and since which statement which of them have ended."""
    keys: dict[str, tuple[PublicKey, ...]] = {}
    ended: dict[tuple[str, str], int] = {}
    for number, statement in enumerate(statements):
        if statement.body.get("statement") not in ("key", changes.KEY_END):
            continue
        try:
            if statement.body["statement"] == changes.KEY_END:
                code, key = changes.ended_key(statement.body)
                ended[_within(organisations, code, statement).code, key.id] = number
                continue
            note = fields.text(dict(statement.body), "certificate", where="roster, key")
            certificate = certificates.open_organisation(note, statement.key, statement.own)
            known = _within(organisations, certificate.organisation, statement)
            if certificate.side != known.side:
                raise Malformed(
                    "side", Sentence("The certificate puts {code} on another side than the roster.", code=known.code)
                )
        except FeedError as error:
            ignored.append(_ignored(statement, error.check, error.told))
            continue
        before = tuple(key for key in keys.get(known.code, ()) if key != certificate.key)
        keys[known.code] = (*before, certificate.key)
        ended.pop((known.code, certificate.key.id), None)
    return keys, ended


def _nodes(
    statements: list[_Statement],
    organisations: Mapping[str, Organisation],
    keys: Mapping[str, tuple[PublicKey, ...]],
    ended: Mapping[tuple[str, str], int],
    above: Mapping[str, frozenset[str]],
    ignored: list[Ignored],
) -> tuple[dict[NodeName, Node], dict[NodeName, int]]:
    """Return the nodes as certified, and by which statement each was last."""
    nodes: dict[NodeName, Node] = {}
    last: dict[NodeName, int] = {}
    plain = Roster(organisations, above=above)
    for number, statement in enumerate(statements):
        if statement.body.get("statement") != "node":
            continue
        try:
            note = fields.text(dict(statement.body), "certificate", where="roster, node")
            certificate = certificates.read_node(note)
            known = _within(organisations, certificate.organisation, statement)
            vouching = keys.get(known.code, ())
            # What a key certified before it ended stands; the root said so then.
            _signed_by_one(certificate, [k for k in vouching if ended.get((known.code, k.id), number) >= number])
        except FeedError as error:
            ignored.append(_ignored(statement, error.check, error.told))
            continue
        # Who has a root of its own is hosted by its own nodes alone; what was said for it before it had stays its word.
        once = frozenset(code for code in certificate.hosts if known.code in (code, *plain.ever_above(code)))
        hosts = frozenset(
            code for code in certificate.hosts
            if known.code in (code, *plain.superiors(code)) and organisations[code].root == known.root
        )  # fmt: skip
        if odd := sorted(set(certificate.hosts) - hosts - once):
            told = Sentence("{code} can't host {odd}: not it nor under it.", code=known.code, odd=odd)
            ignored.append(_ignored(statement, "hosts", told))
        public = certificate.node
        before = nodes.get((public.id, known.code))
        spoke = hosts | once | (before.spoke if before else frozenset())
        nodes[public.id, known.code] = Node(public.id, public, known.code, hosts, certificate.age, known.root, spoke)
        last[public.id, known.code] = number
    return nodes, last


def _changes(
    statements: list[_Statement], organisations: Mapping[str, Organisation], ignored: list[Ignored]
) -> tuple[Changes, dict[NodeName, int]]:
    """Return what the later statements say, and by which one a node was last put out of service.

    The faulty ones are listed as ignored: a root that speaks of another's node puts nothing out of service.
    """
    retired: dict[NodeName, int] = {}
    gathering = changes.Gathering(
        {code: known.root for code, known in organisations.items()},
        {code: known.side for code, known in organisations.items()},
    )
    for number, statement in enumerate(statements):
        own = organisations.get(statement.own)
        if statement.body.get("statement") not in changes.STATEMENTS or own is None:
            continue
        try:
            gathering.take(changes.Said(statement.root, own.side, statement.body, statement.entry.hash))
        except FeedError as error:
            ignored.append(_ignored(statement, error.check, error.told))
            continue
        if statement.body["statement"] == changes.NODE_END:
            retired[statement.body["node"], statement.body["organisation"]] = number
    return gathering.done(), retired


def _signed_by_one(certificate: NodeCertificate, keys: Iterable[PublicKey]) -> None:
    for key in keys:
        try:
            certificates.open_node(certificate.note, key)
        except FeedError:
            continue
        return
    raise Untrusted(
        "certificate",
        Sentence("No rostered key of {organisation} signed this certificate.", organisation=certificate.organisation),
    )


def _within(organisations: Mapping[str, Organisation], code: str, statement: _Statement) -> Organisation:
    known = organisations.get(code)
    if known is None or known.root != statement.root:
        raise Untrusted("scope", Sentence("The root of {own} doesn't speak for {code}.", own=statement.own, code=code))
    return known


def _ignored(statement: _Statement, check: str, sentence: Text) -> Ignored:
    return Ignored(statement.entry.hash, check, sentence)

"""What this node's root states: organisations from when to when, keys and nodes that come and end, who reads for whom.

Everything goes into our roster feed, and from there to whoever is paired, by wire or by stick.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from twinline.feeds import certificates, changes, fields, notes, roster
from twinline.feeds.changes import Good
from twinline.feeds.keys import SigningKey
from twinline.feeds.roster import Organisation
from twinline.sentences import Sentence
from twinline.store import append, auditing, identity, rosters
from twinline.store.errors import StoreError
from twinline.store.feeds import all_feeds
from twinline.store.ledger import Ledger
from twinline.times import days_of, rfc3339


def add(
    ledger: Ledger, code: str, *, parent: str | None, names: Mapping[str, str], since: str | None, until: str | None,
    hosted: bool, now: int,
) -> None:  # fmt: skip
    """State an organisation of our side; with ``hosted`` this node reads and speaks for it from now on."""
    _lasts(code, since, until)
    stated = [
        roster.organisation_statement(
            organisation=code, side=ledger.node.side, parent=parent or ledger.node.organisation, name=names,
            valid_from=since, valid_to=until,
        )
    ]  # fmt: skip
    rosters.say(ledger, stated, now=now)
    if hosted and code not in ledger.node.hosts:
        ledger.node = identity.certify_again(ledger.node, hosts=tuple(sorted({*ledger.node.hosts, code})), now=now)
        rosters.say(ledger, [roster.node_statement(ledger.node.certificate)], now=now)
        with ledger.connection.cursor() as cursor:
            auditing.recount(ledger, cursor)


def end(ledger: Ledger, code: str, *, on: str, successors: Iterable[str], since: str | None, now: int) -> None:
    """State until when an organisation was, and who came after it. What it said, and what was said of it, stays."""
    known = _ours(ledger, code)
    _lasts(code, known.valid_from, on)
    heirs = [(_heir(ledger, known, heir), since) for heir in successors]
    stated = [
        roster.organisation_statement(
            organisation=code, side=known.side, parent=known.parent, name=known.name, valid_from=known.valid_from,
            valid_to=on,
        )
    ]  # fmt: skip
    if heirs:
        stated.append(changes.succession_statement(code, heirs))
    rosters.say(ledger, stated, now=now)


def reads(ledger: Ledger, code: str, predecessor: str, *, now: int) -> None:
    """State that an organisation reads what was said to its predecessor; it holds once the other side acknowledges.

    The predecessor is one that our roster states; who reads may be any of our side, also one with a root of its own.
    """
    _heir(ledger, _ours(ledger, predecessor), code)
    rosters.say(ledger, [changes.reads_statement(code, predecessor)], now=now)


def acknowledge(ledger: Ledger, code: str, predecessor: str, *, now: int) -> None:
    """Acknowledge that an organisation of the other side reads what was said to its predecessor."""
    if (code, predecessor) not in ledger.roster().changes.asked:
        raise StoreError(
            "not-said",
            Sentence(
                "The other side hasn't said that {code} reads for {predecessor}: exchange with it first.",
                code=code,
                predecessor=predecessor,
            ),
        )
    rosters.say(ledger, [changes.acknowledge_statement(code, predecessor)], now=now)


def new_key(ledger: Ledger, *, now: int) -> str:
    """Give our organisation a fresh key, end the old one, and return the fresh one's fingerprint.

    The root vouches for it, and the old key does, too, where it is at hand.
    """
    node, fresh = ledger.node, SigningKey.generate()
    vouched = certificates.certify_organisation(
        organisation=node.organisation, side=node.side, key=fresh.public, valid_from=rfc3339(now), root=node.root(),
        root_organisation=node.organisation,
    )  # fmt: skip
    old = _old_key(ledger)
    if old is not None:
        name = certificates.organisation_name(node.organisation)
        signed = notes.sign(notes.parse(vouched).text, name, old).splitlines()[-1]
        vouched = notes.attach(vouched, signed)
    ended = [key for key in ledger.roster().keys.get(node.organisation, ()) if key != fresh.public]
    ledger.node = identity.certify_again(node, hosts=node.hosts, now=now, key=fresh)
    stated = [
        roster.key_statement(vouched),
        *(changes.key_end_statement(node.organisation, key) for key in ended),
        roster.node_statement(ledger.node.certificate),
    ]
    rosters.say(ledger, stated, now=now)
    return fresh.public.fingerprint


def is_id(given: str) -> bool:
    """Return whether this is a node's whole id."""
    return fields.HASH.fullmatch(given) is not None


def revoke(ledger: Ledger, node_id: str, *, sizes: Mapping[str, int], reason: str, now: int) -> dict[str, Good]:
    """Revoke a node of ours whose key is in wrong hands; return how far each feed, and each receipt of its, is good.

    That is what is held here now, unless ``sizes`` says otherwise of a feed
    (by its id). No date has a part in it: a thief could write any. Nothing is good of one that is unknown here: who
    stole our root may have named it to others.
    """
    known = [node for (name, _), node in ledger.roster().nodes.items() if name == node_id]
    mine = [node.organisation for node in known if node.root == ledger.node.root_public().id]
    if not known and is_id(node_id):
        mine = [ledger.node.organisation]
    if not mine:
        raise _no_node(node_id)
    heads = _held(ledger, node_id, sizes)
    stated = [each for code in mine for each in changes.revoke_statements(node_id, code, heads, reason)]
    rosters.say(ledger, stated, now=now)
    return heads


def part(
    ledger: Ledger, node_id: str, *, authors: Iterable[str], sizes: Mapping[str, int], now: int
) -> dict[str, Good]:
    """Say how far a former host of ``authors`` was good in their names; return it of each feed.

    The node may be another root's. That is what is held here now, unless ``sizes`` says otherwise of a feed: of one
    that isn't here nothing. What it says in other names is untouched.
    """
    codes = [_ours(ledger, code).code for code in authors]
    roster = ledger.roster()
    hosting = [code for code in codes if code in roster.hosts(node_id)]
    if hosting:
        raise StoreError(
            "still-host",
            Sentence("{node}… speaks for {codes} now: it must have ended to do so first.",
                     node=node_id[:16], codes=hosting),
        )  # fmt: skip
    bounded = [
        (node.organisation, sorted(node.spoke.intersection(codes)))
        for node in roster.called(node_id) if node.spoke.intersection(codes)
    ]  # fmt: skip
    if not bounded:
        raise _no_node(node_id)
    heads = _held(ledger, node_id, sizes, receipted=False)
    stated = [
        each for code, names in bounded for each in changes.former_host_statements(node_id, code, names, heads)
    ]  # fmt: skip
    rosters.say(ledger, stated, now=now)
    return heads


def parted(ledger: Ledger, node_id: str) -> list[str]:
    """Return whom of ours a node of another root spoke for once, and does no more."""
    roster, root = ledger.roster(), ledger.node.root_public().id
    spoke = {code for node in roster.called(node_id) if node.root != root for code in node.spoke - node.hosts}
    return sorted(code for code in spoke if code in roster.organisations and roster.organisations[code].root == root)


def unheard(ledger: Ledger) -> dict[str, int]:
    """Return by organisation how many entries its nodes said in the names of ours, which stand aside.

    So it is where an office was on another's node and its own roster doesn't say that it was under that one.
    """
    root = ledger.node.root_public().id
    ours = [code for code, known in ledger.roster().organisations.items() if known.root == root]
    with ledger.connection.cursor() as cursor:
        cursor.execute(
            "SELECT f.organisation, e.quarantine, COUNT(*) FROM store_entry e JOIN store_feed f ON f.id = e.feed_id "
            "WHERE e.quarantine LIKE 'author: %%' AND f.side = %s GROUP BY f.organisation, e.quarantine",
            [ledger.node.side],
        )
        rows, faults, found = cursor.fetchall(), {append.stranger(code) for code in ours}, Counter[str]()
    for organisation, fault, count in rows:
        if fault in faults and organisation not in ours:
            found[str(organisation)] += int(count)
    return dict(found)


def _no_node(node_id: str) -> StoreError:
    return StoreError(
        "no-node",
        Sentence("{node}… is no node that our roster names: 'twinline roster list' shows them.", node=node_id[:16]),
    )


def _held(ledger: Ledger, node_id: str, sizes: Mapping[str, int], *, receipted: bool = True) -> dict[str, Good]:
    """Return the last head kept of each feed of a node, and the last that it receipted of each other's."""
    found: dict[str, Good] = {}
    with ledger.connection.cursor() as cursor:
        for feed in all_feeds(cursor):
            if not receipted and feed.node != node_id:
                continue
            cursor.execute(
                "SELECT c.size, c.root FROM store_checkpoint c WHERE c.feed_id = %s AND c.size <= %s AND (%s OR EXISTS "
                "(SELECT 1 FROM store_receipt r WHERE r.feed_id = c.feed_id AND r.size = c.size AND r.node = %s)) "
                "ORDER BY c.size DESC LIMIT 1",
                [feed.id, sizes.get(feed.feed, feed.size), feed.node == node_id, node_id],
            )
            row = cursor.fetchone()
            if row:
                found[feed.feed] = Good(int(row[0]), bytes(row[1]))
            elif feed.feed in sizes and sizes[feed.feed] > 0:
                raise StoreError(
                    "no-head",
                    Sentence(
                        "No signed head of feed {feed}… at {size} or below is here.",
                        feed=feed.feed[:16],
                        size=sizes[feed.feed],
                    ),
                )
    unknown = sorted(set(sizes) - {*found} - {feed for feed, size in sizes.items() if size <= 0})
    if unknown:
        raise StoreError("no-feed", Sentence("Feed {feed}… isn't here.", feed=unknown[0][:16]))
    return found


def _old_key(ledger: Ledger) -> SigningKey | None:
    try:
        return identity.organisation_key(ledger.folder)
    except OSError:
        return None


def _lasts(code: str, since: str | None, until: str | None) -> None:
    """Raise where an organisation would have ended before it began."""
    if since and until and days_of(until)[1] < days_of(since)[0]:
        raise StoreError(
            "ends-before",
            Sentence("{code} is said to be since {since}: it can't have ended on {until}.",
                     code=code, since=since, until=until),
        )  # fmt: skip


def _heir(ledger: Ledger, known: Organisation, heir: str) -> str:
    """Return a successor; it must be another organisation, known on the same side: what is stated stays stated."""
    found = ledger.roster().organisations.get(heir)
    if found is None or found.side != known.side or heir == known.code:
        raise StoreError(
            "no-successor",
            Sentence("{heir} can't follow {code}: no roster of your side states it. State it first: 'twinline roster "
                     "add {heir}'.", heir=heir, code=known.code),
        )  # fmt: skip
    return heir


def _ours(ledger: Ledger, code: str) -> Organisation:
    known = ledger.roster().organisations.get(code)
    if known is None or known.root != ledger.node.root_public().id:
        raise StoreError(
            "not-stated",
            Sentence("Our roster doesn't state {code}: 'twinline roster list' shows whom it does.", code=code),
        )
    return known

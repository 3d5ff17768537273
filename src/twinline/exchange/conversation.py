"""Who lacks what: the decisions of an exchange, from what each side says that it has.

request 1   what I have, what is urgent
response 1  what you lack, receipts, what I have
request 2   what you lack, receipts, what I have
response 2  receipts
After it both hold all receipts. A feed that the other may not see takes no part: it isn't listed, counted or sized.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from twinline.exchange.have import NOTHING, FeedHave, Have
from twinline.exchange.shelf import ROSTER, URGENT, Alarm, FeedInfo, Peer
from twinline.feeds import audiences, roster
from twinline.sentences import Plural, Sentence, entries

#: Two clocks further apart than this can't both be right.
CLOCKS_APART_MS = 86_400_000


@dataclass(frozen=True, slots=True)
class Step:
    """What one parcel of the conversation carries."""

    name: str
    have: bool
    urgent_only: bool = False
    entries: bool = True
    receipts: bool = True


REQUEST_1 = Step("request-1", have=True, urgent_only=True, receipts=False)
RESPONSE_1 = Step("response-1", have=True)
ASKING_1 = Step("response-1", have=True, entries=False, receipts=False)
REQUEST_2 = Step("request-2", have=True)
RESPONSE_2 = Step("response-2", have=False, entries=False)
BUNDLE = Step("bundle", have=True)
ANSWERS = {REQUEST_1.name: RESPONSE_1, REQUEST_2.name: RESPONSE_2}


def may_see(feed: FeedInfo, peer: Peer, line_members: Collection[str]) -> bool:
    """Return whether a peer may see a feed at all: its own, a roster, or one addressed to whom it reads for.

    There are no implicit readers; an empty or unknown audience means nobody.
    """
    if feed.type == ROSTER or feed.node == peer.id:
        return True
    return audiences.may_read(feed.audience, peer.hosts, line_members)


def shared(feeds: Iterable[FeedInfo], peer: Peer, line_members: Collection[str]) -> list[FeedInfo]:
    """Return the feeds that take part with a peer, in the order they are sent: rosters, urgent, the rest."""
    seen = [feed for feed in feeds if feed.size and may_see(feed, peer, line_members)]
    return sorted(seen, key=lambda feed: (feed.type != ROSTER, feed.lane != URGENT, feed.id))


def roots_kept(feeds: Iterable[FeedInfo], told: Have) -> frozenset[str]:
    """Return the roots of which a peer says that it keeps a roster: it compared their fingerprints."""
    return frozenset(feed.node for feed in feeds if feed.type == ROSTER and feed.id in told and told[feed.id].size)


def is_silent(root: str, heirs: Mapping[str, str], roots: Collection[str]) -> bool:
    """Return whether a root says nothing more to a peer: that one keeps a roster of a root that took its place."""
    return any(heir in roots for heir in roster.line_of(root, heirs)[1:])


def lacks(
    feed: FeedInfo, told: FeedHave | None, peer: Peer, *, heard: bool = False, roots: Collection[str] = ()
) -> int | None:
    """Return from which leaf on a peer lacks a feed, or ``None`` if there is nothing to send.

    ``told`` is what the peer has of it, ``None`` if it doesn't list it. No node is sent its own words (a restored
    one has a fresh key, so its old words aren't its own) unless it lost them, nor somebody else's roster unless it
    keeps that or another by the same root (``roots``: a root begins a fresh one at every restore, and who missed
    one can't judge the node that spoke meanwhile); its own older ones if it has told what it has (``heard``) and
    lost them.
    """
    if feed.node == peer.id:
        # A node that says that it has fewer of its own words than are here is a copy of itself: they prove it.
        return told.size if told is not None and told.size < feed.size else None
    if told is None and feed.type == ROSTER:
        ours_or_theirs = feed.own or (heard and feed.organisation == peer.organisation)
        if not ours_or_theirs and feed.node not in roots:
            return None
    after = (told or NOTHING).size + (told or NOTHING).aside
    return after if after < feed.size else None


def supposed(told: FeedHave | None, receipts: Mapping[str, int], peer: Peer) -> FeedHave | None:
    """Return what a peer surely has of a feed: what it last said, or what its receipts show since."""
    receipted = receipts.get(peer.id, 0)
    if told is None:
        return FeedHave(receipted) if receipted else None
    aside = told.aside if receipted <= told.size else 0
    return FeedHave(max(told.size, receipted), told.receipts, aside)


def ahead(feeds: Iterable[FeedInfo], theirs: Have, peer: Peer) -> list[Alarm]:
    """Return an alarm for each feed of our own of which a peer says that it holds more than we do."""
    return [
        is_ahead(feed, theirs[feed.id].size, peer)
        for feed in feeds
        if feed.own and feed.id in theirs and theirs[feed.id].size > feed.size
    ]


def clock_alarm(created_ms: int, at_ms: int, step: str, peer: Peer) -> Alarm | None:
    """Return the alarm that a peer's clock and ours can't both be right, or ``None``.

    A stick may be read long after it was written, but not before. How far they are apart is told in powers of two,
    so that one clock that stays wrong is one alarm.
    """
    apart = created_ms - at_ms
    if apart <= CLOCKS_APART_MS and (step == BUNDLE.name or -apart <= CLOCKS_APART_MS):
        return None
    number = 1 << (abs(apart) // 86_400_000).bit_length() - 1
    days = Plural("{number:,} day", "{number:,} days", number)
    ahead_of = Sentence(
        "{peer}'s clock is {days} or more ahead of ours: compare both with a clock you trust and set the wrong "
        "one right. What was received keeps its order.", peer=peer.name, days=days,
    )  # fmt: skip
    behind = Sentence(
        "{peer}'s clock is {days} or more behind ours: compare both with a clock you trust and set the wrong "
        "one right. What was received keeps its order.", peer=peer.name, days=days,
    )  # fmt: skip
    sentence = ahead_of if apart > 0 else behind
    return Alarm("clock", "", peer.id, sentence, {"apart_days": str(number if apart > 0 else -number)})


def is_ahead(feed: FeedInfo, size: int, peer: Peer) -> Alarm:
    """Return the alarm that a peer holds more of a feed of our own than we do."""
    # So far it is the peer's word alone: what it holds would be signed by our key, and it may show that.
    sentence = Sentence(
        "{name} says that it holds {entries} of our feed {feed}…, of which {here:,} are here. If this node was "
        "restored, or copied with its key, say nothing more here until it is recovered with a fresh key. If it "
        "wasn't, ask them to show what they hold: only this node can have signed it.",
        name=peer.name, entries=entries(size), feed=feed.id[:16], here=feed.size,
    )  # fmt: skip
    return Alarm("ahead", feed.id, peer.id, sentence, {"ours": str(feed.size), "theirs": str(size)})

"""Applying: an opened parcel goes, batch by batch, through the store's one door.

Each batch is judged, kept and receipted before the next. A feed that fails is refused alone, with its sentence;
the others go on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from twinline.exchange import blobs, conversation, grammar, have
from twinline.exchange.coming import Begun, Coming, Ended
from twinline.exchange.errors import FeedRefused
from twinline.exchange.have import FeedHave
from twinline.exchange.manifest import Manifest
from twinline.exchange.parcel import Opened
from twinline.exchange.shelf import ROSTER, Alarm, Batch, FeedInfo, Peer, Receipt, Shelf
from twinline.feeds import audiences, checkpoints, genesis, notes, receipts
from twinline.feeds.errors import FeedError
from twinline.feeds.keys import PublicKey, to_base64
from twinline.sentences import Sentence

#: What a second history of a feed is refused for: another leaf at a known position, or another tree.
OTHER_HISTORY = ("two-histories", "root")
#: Alarms: the author signed two histories of a feed, or a reader signed that it held another than is kept here.
TWO_HISTORIES, OTHER_ROOT = "two-histories", "other-root"

Progress = Callable[[int], None]
MANY, SPAN = 2_000, 4_096
"""So many receipts are kept together at most, and of one feed over so many leaves: what they make known is written in
one transaction, and memory doesn't grow with a backlog."""


@dataclass(slots=True)
class Applied:
    """What came of a parcel.

    ``theirs`` is what the sender says that it has (``None`` if it didn't say); ``counts`` the leaves by outcome;
    ``feeds`` those that grew, with their new size; ``refused`` the sentence for each feed refused; ``attached`` the
    bytes of attachments. ``heard`` names the list of ours that the sender holds; it ``asked`` for the whole, or its own
    list is ``unknown``: it changes another. ``unjudged`` are organisations whose words it keeps back: we know no roster
    of theirs.
    """

    manifest: Manifest
    theirs: dict[str, FeedHave] | None = None
    counts: Counter[str] = field(default_factory=Counter)
    feeds: dict[str, int] = field(default_factory=dict)
    receipts: int = 0
    refused: dict[str, FeedRefused] = field(default_factory=dict)
    alarms: list[Alarm] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    attached: int = 0
    heard: str = ""
    asked: bool = False
    unknown: bool = False
    unjudged: tuple[str, ...] = ()

    @property
    def doubted(self) -> frozenset[str]:
        """Return the feeds of which the sender has another history than is kept here, or somebody says so."""
        return frozenset(alarm.feed for alarm in self.alarms if alarm.check in (TWO_HISTORIES, OTHER_ROOT))


def apply(opened: Opened, shelf: Shelf, peer: Peer, *, at_ms: int, progress: Progress | None = None) -> Applied:
    """Return what came of a sound parcel, everything it brought kept durably."""
    applying = Applying(shelf, peer, at_ms, progress)
    applying.take(opened)
    return applying.finish()


class Applying:
    """A message being applied, parcel by parcel as they arrive."""

    def __init__(self, shelf: Shelf, peer: Peer, at_ms: int, progress: Progress | None = None) -> None:
        self._shelf = shelf
        self._peer = peer
        self._applied: Applied | None = None
        self._at_ms = at_ms
        self._progress = progress
        self._receipts: list[Receipt] = []
        self._from = ("", 0)
        self._kept_with = ("", 0)
        self._have: list[grammar.HaveLines] = []
        self._lacks: dict[str, int] = {}

    @property
    def heard(self) -> str:
        """Return which list of ours the sender says that it holds; empty while it hasn't said."""
        return self._have[0].heard if self._have else ""

    def take(self, opened: Opened) -> None:
        """Keep durably what one parcel brought: its batches one by one, then its receipts."""
        for _ in self.take_all([opened]):
            pass

    def take_all(self, parcels: Iterable[Opened]) -> Iterator[Manifest]:
        """Keep durably what parcels bring, as they arrive; yields the manifest of each when all of it is kept.

        While the last batches of one are kept the next may be opened, where it doesn't keep us waiting.
        """
        waiting: Batch | None = None
        coming = Coming(parcels)
        for item in self._shelf.ahead(coming, coming.swift):
            if waiting is not None:
                self.batch(waiting, item if isinstance(item, grammar.ReceiptNote) else None)
                waiting = None
            if isinstance(item, Batch):
                waiting = item
            elif isinstance(item, Begun):
                self._applied = self._applied or Applied(item.manifest)
                self._applied.manifest = item.manifest
            elif isinstance(item, Ended):
                self._keep_receipts()
                yield item.manifest
            else:
                self._take(item)

    def _take(self, item: grammar.Item) -> None:
        if isinstance(item, grammar.Part):
            self.part(item)
        elif isinstance(item, grammar.ReceiptNote):
            self.receipts(item)
        elif isinstance(item, grammar.Ask):
            self._result.asked = True
        elif isinstance(item, blobs.Blob):
            self.blob(item)
        elif isinstance(item, blobs.Want):
            self._lacks.update(item.lacks)
        elif isinstance(item, grammar.HaveLines):
            self._have.append(item)

    def part(self, part: grammar.Part) -> None:
        """Put leaves aside whose checkpoint hasn't come yet, if they go on from what is here."""
        feed = self._shelf.feed(part.feed)
        if part.feed in self._result.refused or (feed is not None and feed.own):
            return
        kept = feed.size if feed is not None else 0
        lying = self._shelf.asides(self._peer.id).get(part.feed, 0)
        if part.first == kept + lying and lying + len(part.leaves) <= grammar.MAX_BATCH:
            self._shelf.put_aside(self._peer.id, part.feed, part.leaves)

    def blob(self, item: blobs.Blob) -> None:
        """Keep a piece of an attachment."""
        self._result.attached += blobs.take(self._shelf, self._peer, item)

    def batch(self, batch: Batch, after: grammar.ReceiptNote | None = None) -> None:
        """Judge and keep one batch, or refuse its feed from here on.

        ``after`` are the receipts that come right after it: its author's own on it is kept with it.
        """
        applied = self._result
        if batch.feed in applied.refused:
            return
        batch = self._joined(batch)
        try:
            self._check_own(batch)
            self._check_audience(batch)
            cosigned = self._cosigned(batch, after)
            outcome = self._shelf.append_batch(batch, sender=self._peer.id, at_ms=self._at_ms, cosigned=cosigned)
            if cosigned and set(outcome.counts) != {"known"}:
                self._kept_with = batch.feed, batch.size
                applied.receipts += len(cosigned)
        except (FeedError, FeedRefused) as error:
            if error.check in OTHER_HISTORY:
                self._other_history(batch)
            self._refuse(batch.feed, error)
            return
        applied.counts.update(outcome.counts)
        applied.remarks.extend(outcome.remarks)
        applied.feeds[batch.feed] = batch.size
        if self._progress is not None:
            self._progress(len(batch.leaves))

    def _cosigned(self, batch: Batch, after: grammar.ReceiptNote | None) -> list[str]:
        """Return the author's own receipt on a batch, if a sound one comes with it."""
        if after is None or (after.feed, after.size) != (batch.feed, batch.size):
            return []
        try:
            author = self._author(batch)
            text, _, lines = after.note.decode().partition("\n\n")
            if author is None or not batch.checkpoint.startswith(text + "\n\n"):
                return []
            found = [line for line in lines.splitlines() if receipts.read(line).node == author.id]
            for line in found:
                receipts.check(line, checkpoints.read(text + "\n"), author)
        except (FeedError, UnicodeDecodeError):
            return []  # what is wrong with it is said when it is looked at as a receipt
        return found

    def _author(self, batch: Batch) -> PublicKey | None:
        """Return the key of the node that writes a feed; ``None`` for a roster, which no node writes."""
        if batch.first == 0:
            begin = genesis.read(batch.leaves[0])
            return None if begin.type == ROSTER else begin.node
        feed = self._shelf.feed(batch.feed)
        return self._shelf.node_key(feed.node) if feed is not None and feed.type != ROSTER else None

    def _joined(self, batch: Batch) -> Batch:
        """Return a batch with what lay aside before it; nothing lies aside any more."""
        aside = self._shelf.aside(self._peer.id, batch.feed)
        if not aside:
            return batch
        self._shelf.drop_aside(self._peer.id, batch.feed)
        feed = self._shelf.feed(batch.feed)
        kept = feed.size if feed is not None else 0
        if batch.first != kept + len(aside):
            return batch
        return Batch(batch.feed, kept, [*aside, *batch.leaves], batch.checkpoint)

    def receipts(self, item: grammar.ReceiptNote) -> None:
        """Check receipts; they are kept together at the end."""
        refused = self._result.refused.get(item.feed)
        if refused is not None and refused.check not in OTHER_HISTORY:
            return
        feed = self._shelf.feed(item.feed)
        # A receipt for what isn't held here says nothing that can be checked; it comes again when it does.
        if feed is None or item.size > feed.size or not conversation.may_see(feed, self._peer, self._line):
            return
        if self._from[0] != item.feed:
            self._from = item.feed, item.size
        if len(self._receipts) >= MANY or item.size - self._from[1] >= SPAN:
            self._keep_receipts()
            self._from = item.feed, item.size
        try:
            self._receipts.extend(self._checked(item, feed))
        except (FeedError, FeedRefused, UnicodeDecodeError) as error:
            self._refuse(item.feed, error)

    def finish(self) -> Applied:
        """Keep the sender's word of what it has; return the result."""
        applied, shelf = self._result, self._shelf
        if self._have:
            applied.theirs = self._theirs()
        if applied.theirs is not None:
            feeds = conversation.shared(shelf.feeds_for(self._peer), self._peer, self._line)
            applied.alarms.extend(conversation.ahead(feeds, applied.theirs, self._peer))
            shelf.keep_told(self._peer.id, applied.theirs, created_ms=applied.manifest.created, at_ms=self._at_ms)
        if self._lacks or not applied.manifest.more:
            blobs.keep_lacked(shelf, self._peer, applied.manifest.step, self._lacks)
        clock = conversation.clock_alarm(applied.manifest.created, self._at_ms, applied.manifest.step, self._peer)
        for alarm in [*applied.alarms, *([clock] if clock else [])]:
            shelf.keep_alarm(alarm, at_ms=self._at_ms)
        return applied

    @property
    def _result(self) -> Applied:
        assert self._applied is not None
        return self._applied

    def _keep_receipts(self) -> None:
        if self._receipts:
            self._result.receipts += self._shelf.keep_receipts(self._receipts, at_ms=self._at_ms)
            self._receipts = []

    def _theirs(self) -> dict[str, have.FeedHave] | None:
        """Return the sender's list; ``None`` (and ``unknown``) if it changes one that isn't held here."""
        about = self._have[0]
        self._result.heard = about.heard
        self._result.unjudged = tuple(filter(audiences.is_code, about.unjudged.split(",")))
        found = have.decode(each.payload for each in self._have)
        if about.since:
            told = self._shelf.told(self._peer.id)
            if told is None or have.digest(told) != about.since:
                self._result.unknown = True
                return None
            found = have.changed(told, found)
        if about.of and have.digest(found) != about.of:
            self._result.unknown = True
            return None
        return found

    @property
    def _line(self) -> frozenset[str]:
        return self._shelf.line_members()

    def _check_own(self, batch: Batch) -> None:
        """Refuse words of our own that we don't have: they were said by a copy of this node."""
        feed = self._shelf.feed(batch.feed)
        if feed is not None and feed.own and batch.size > feed.size:
            alarm = conversation.is_ahead(feed, batch.size, self._peer)
            self._result.alarms.append(replace(alarm, evidence={**alarm.evidence, "checkpoint": batch.checkpoint}))
            raise FeedRefused(alarm.check, alarm.sentence, where=batch.feed)

    def _check_audience(self, batch: Batch) -> None:
        """Refuse a feed that isn't addressed to anybody this node reads for, whoever brings it."""
        if batch.first != 0:
            return
        begin = genesis.read(batch.leaves[0])
        own = self._shelf.own
        if begin.type == ROSTER or begin.node == own.key.public:
            return
        if not audiences.may_read(begin.audience, own.hosts, self._line):
            raise FeedRefused(
                "audience",
                Sentence(
                    "Feed {feed}… isn't addressed to this node; it wasn't kept. Tell {name}.",
                    feed=batch.feed[:16],
                    name=self._peer.name,
                ),
                where=batch.feed,
            )

    def _checked(self, item: grammar.ReceiptNote, feed: FeedInfo) -> list[Receipt]:
        """Return the receipts of a note that are by nodes known here, each verified against our own tree."""
        note = item.note.decode()
        text, _, lines = note.partition("\n\n")
        checkpoint = checkpoints.read(notes.parse(note).text)
        if (checkpoint.feed, checkpoint.size) != (item.feed, item.size) or checkpoint.text != text + "\n":
            raise FeedRefused(
                "receipt", Sentence("A receipt is about another feed or size than it says."), where=item.feed
            )
        root = self._shelf.root(feed.id, item.size)
        if root is None:
            return []
        found = [receipt for line in lines.splitlines() if (receipt := self._one(line, checkpoint, feed)) is not None]
        if root != checkpoint.root:
            self._other_root(item, found, feed, root)
            return []
        kept = feed.node if self._kept_with == (item.feed, item.size) else None
        return [receipt for receipt in found if receipt.node != kept]

    def _one(self, line: str, checkpoint: checkpoints.Checkpoint, feed: FeedInfo) -> Receipt | None:
        """Return one receipt if its node is known and may read the feed; raises ``BadSignature`` if it is false."""
        claimed = receipts.read(line)
        key = self._shelf.node_key(claimed.node)
        hosts = self._shelf.node_hosts(claimed.node)
        reads = feed.type == ROSTER or feed.node == claimed.node or audiences.may_read(feed.audience, hosts, self._line)
        if key is None or not reads:
            return None
        at_s = receipts.check(line, checkpoint, key)
        return Receipt(feed.id, checkpoint.size, checkpoint.root, claimed.node, at_s, line)

    def _other_root(self, item: grammar.ReceiptNote, found: Sequence[Receipt], feed: FeedInfo, root: bytes) -> None:
        """Note that a sound receipt names another history of a feed than the one kept here.

        By its author it proves two histories. By anybody else it is that node's word alone: nothing of the author's.
        """
        if any(receipt.node == feed.node for receipt in found):
            self._two_histories(item, found[0], root)
            return
        for receipt in found:
            name = self._peer.name if receipt.node == self._peer.id else f"{receipt.node[:16]}…"
            sentence = Sentence(
                "A receipt by {name} names another root of feed {feed}… at {size:,} entries than the one kept here. "
                "Nothing here shows that the feed's author signed that: so far it is {name}'s word alone, and no "
                "evidence against anybody. Ask there what the author signed, and whether that node is sound.",
                name=name, feed=item.feed[:16], size=item.size,
            )  # fmt: skip
            evidence = {"receipt": receipt.line, "over": to_base64(receipt.root), "kept": to_base64(root)}
            self._alarm(Alarm(OTHER_ROOT, item.feed, receipt.node, sentence, evidence))

    def _two_histories(self, item: grammar.ReceiptNote, theirs: Receipt, root: bytes) -> None:
        """Keep the author's own receipt over another history of its feed than the one kept here."""
        evidence = self._shelf.evidence_by_receipt(item.feed, item.size, item.note.decode()) or {
            "receipts": item.note.decode(),
            "ours": to_base64(root),
            "theirs": to_base64(theirs.root),
        }
        sentence = Sentence(
            "There are two histories of feed {feed}…: at {size:,} entries a receipt names another root than the one "
            "kept here. Both are kept as evidence; ask the author's organisation.",
            feed=item.feed[:16], size=item.size,
        )  # fmt: skip
        self._alarm(Alarm(TWO_HISTORIES, item.feed, self._peer.id, sentence, evidence))

    def _other_history(self, batch: Batch) -> None:
        """Keep what shows that the author signed another history of a feed than the one kept here."""
        evidence = self._shelf.evidence(batch)
        if evidence is None:
            return
        sentence = Sentence(
            "There are two histories of feed {feed}…: what {name} brought, signed by its author, doesn't go with what "
            "is kept here. Both are kept as evidence; ask the author's organisation.",
            feed=batch.feed[:16], name=self._peer.name,
        )  # fmt: skip
        self._alarm(Alarm(TWO_HISTORIES, batch.feed, self._peer.id, sentence, evidence))

    def _alarm(self, alarm: Alarm) -> None:
        """Note an alarm, once for each feed and each form of evidence: every further receipt would show the same."""
        noted = {(one.check, one.feed, frozenset(one.evidence)) for one in self._result.alarms}
        if (alarm.check, alarm.feed, frozenset(alarm.evidence)) not in noted:
            self._result.alarms.append(alarm)

    def _refuse(self, feed_id: str, error: Exception) -> None:
        if not isinstance(error, FeedRefused):
            check = error.check if isinstance(error, FeedError) else "format"
            sentence = Sentence(
                "Feed {feed}… from {name} was refused: {error}", feed=feed_id[:16], name=self._peer.name, error=error
            )
            error = FeedRefused(check, sentence, where=feed_id)
        self._result.refused[feed_id] = error

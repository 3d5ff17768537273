"""The tables of a node.

``Feed``, ``Entry``, ``Checkpoint``, ``Receipt``, ``Peer`` and ``RetiredRoot`` are the log and whom
we speak with. ``Record``, ``Fact``, ``Link`` and ``Counter`` are a cache of what the
log says: they can be dropped and made again, and ``twinline verify`` proves
that they equal a rebuild. Nothing here decides; ``append`` is the one door.

Instants are milliseconds since the Unix epoch, days are days since 1970-01-01,
values are thousandths.
"""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Coalesce


class Audience(models.Model):
    """A fixed list of organisations that records are addressed to."""

    id = models.AutoField(primary_key=True)
    hash = models.CharField(max_length=64, unique=True)
    codes = models.TextField()

    class Meta:
        db_table = "store_audience"


class Feed(models.Model):
    """What one node says to one audience in one lane: append-only."""

    id = models.AutoField(primary_key=True)
    feed = models.CharField(max_length=64, unique=True)
    type = models.CharField(max_length=8)
    node = models.CharField(max_length=64)
    organisation = models.CharField(max_length=64)
    side = models.CharField(max_length=2)
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT)
    lane = models.CharField(max_length=8)
    own = models.BooleanField()
    size = models.BigIntegerField()
    frontier = models.BinaryField()
    #: bytes said since the last checkpoint: a batch never grows past its limit
    loose = models.BigIntegerField(default=0)

    class Meta:
        db_table = "store_feed"


class Entry(models.Model):
    """One leaf of a feed, kept as its bytes came."""

    id = models.BigAutoField(primary_key=True)
    feed = models.ForeignKey(Feed, on_delete=models.PROTECT, db_index=False)
    position = models.BigIntegerField()
    hash = models.BinaryField()
    raw = models.BinaryField()
    record = models.CharField(max_length=36, null=True)
    arrived = models.BigIntegerField()
    #: why an entry that is soundly signed is kept but not folded (empty: it is)
    quarantine = models.CharField(max_length=200, default="")

    class Meta:
        db_table = "store_entry"
        constraints = (models.UniqueConstraint(fields=["feed", "position"], name="one_leaf_per_position"),)
        indexes = (models.Index(fields=["record"], name="entry_by_record"),)


class Checkpoint(models.Model):
    """The author's signed size and root of a feed."""

    id = models.BigAutoField(primary_key=True)
    feed = models.ForeignKey(Feed, on_delete=models.PROTECT, db_index=False)
    size = models.BigIntegerField()
    root = models.BinaryField()
    note = models.TextField()

    class Meta:
        db_table = "store_checkpoint"
        constraints = (models.UniqueConstraint(fields=["feed", "size"], name="one_checkpoint_per_size"),)


class Receipt(models.Model):
    """A node's cosignature of a checkpoint: it had received so much, then."""

    id = models.BigAutoField(primary_key=True)
    feed = models.ForeignKey(Feed, on_delete=models.PROTECT, db_index=False)
    size = models.BigIntegerField()
    node = models.CharField(max_length=64)
    side = models.CharField(max_length=2)
    at = models.BigIntegerField()
    line = models.TextField()

    class Meta:
        db_table = "store_receipt"
        constraints = (models.UniqueConstraint(fields=["feed", "size", "node"], name="one_receipt_per_node_and_size"),)


class Counter(models.Model):
    """The last short number an author gave to a record for an audience."""

    id = models.AutoField(primary_key=True)
    author = models.CharField(max_length=64)
    audience = models.IntegerField()
    last = models.IntegerField()

    class Meta:
        db_table = "store_counter"
        constraints = (models.UniqueConstraint(fields=["author", "audience"], name="one_counter_per_author"),)


class Peer(models.Model):
    """A node we are paired with, and its root, whose fingerprint was compared in person.

    Removing a peer stops the exchange (``active``); its root stays pinned, so
    that what it said before goes on being read and verified.
    """

    id = models.AutoField(primary_key=True)
    root = models.CharField(max_length=64, unique=True)
    root_key = models.BinaryField()
    organisation = models.CharField(max_length=64)
    node = models.CharField(max_length=64)
    name = models.CharField(max_length=100)
    active = models.BooleanField(default=True)
    #: JSON list of addresses, set by an operator of this node
    urls = models.TextField(default="[]")
    added = models.BigIntegerField()
    last_contact = models.BigIntegerField(null=True)
    last_result = models.CharField(max_length=300, default="")
    #: what it last said that it has, and when it said so
    told = models.TextField(default="")
    told_created = models.BigIntegerField(null=True)
    #: its node's certificate as its card had it: what is known of it until its roster arrives
    certificate = models.TextField(default="")

    class Meta:
        db_table = "store_peer"


class RetiredRoot(models.Model):
    """A root that another took the place of: what it had said stands, it says nothing more."""

    id = models.AutoField(primary_key=True)
    root = models.CharField(max_length=64, unique=True)
    root_key = models.BinaryField()
    organisation = models.CharField(max_length=64)
    successor = models.CharField(max_length=64)
    at = models.BigIntegerField()

    class Meta:
        db_table = "store_retired_root"


class Contact(models.Model):
    """How it goes with a peer: when we last reached it, when we try again, and what it was last told."""

    id = models.AutoField(primary_key=True)
    node = models.CharField(max_length=64, unique=True)
    last_success = models.BigIntegerField(null=True)
    next_try = models.BigIntegerField(null=True)
    failures = models.IntegerField(default=0)
    #: what we last told it that we have, and what before that: it may hold either
    said = models.TextField(default="")
    said_before = models.TextField(default="")
    #: which urgent words waited for it when it was last tried (``Waiting.alerts``)
    tried_for = models.CharField(max_length=16, default="", db_default="")
    #: all that was here then was given to it: at a contact that came to its end, or in a file for a stick
    last_sent = models.BigIntegerField(null=True)

    class Meta:
        db_table = "store_contact"


class LineVersion(models.Model):
    """A version of the line that this node brought in, by its digest; ``current``: the one it places records on.

    Without one the packaged line is. Local: what both agreed is another matter (``store.lines``).
    """

    id = models.AutoField(primary_key=True)
    version = models.CharField(max_length=64, unique=True)
    source = models.CharField(max_length=200)
    body = models.TextField()
    added = models.BigIntegerField()
    current = models.BooleanField()

    class Meta:
        db_table = "store_line_version"


class Alarm(models.Model):
    """Evidence of something that must not be, such as two histories of one feed."""

    id = models.BigAutoField(primary_key=True)
    check_name = models.CharField(max_length=64)
    feed = models.CharField(max_length=64)
    node = models.CharField(max_length=64)
    sentence = models.TextField()
    evidence = models.TextField()
    at = models.BigIntegerField()

    class Meta:
        db_table = "store_alarm"


class Record(models.Model):
    """A state of a record: what it said and how it stood, and from when to when that was known."""

    id = models.BigAutoField(primary_key=True)
    record = models.CharField(max_length=36)
    root = models.BinaryField()
    entry = models.BigIntegerField()
    feed = models.IntegerField()
    solo = models.BooleanField()
    kind = models.CharField(max_length=64)
    author = models.CharField(max_length=64)
    about = models.CharField(max_length=64)
    side = models.CharField(max_length=2)
    audience = models.IntegerField()
    number = models.IntegerField()
    standing = models.CharField(max_length=9)
    event = models.CharField(max_length=36)
    place = models.CharField(max_length=64)
    m_from = models.IntegerField(null=True)
    m_to = models.IntegerField(null=True)
    day_from = models.IntegerField(null=True)
    day_to = models.IntegerField(null=True)
    example = models.BooleanField()
    search = models.TextField()
    #: the codes of who is asked to confirm or answer it, between spaces; nothing where nobody is
    asked = models.TextField(null=True)
    #: what it leaves to be said (``records.kind:ANSWER`` and the like); nothing where it leaves nothing
    waits = models.CharField(max_length=8, null=True)
    arrived_from = models.BigIntegerField(null=True)
    arrived_to = models.BigIntegerField(null=True)
    held_from = models.BigIntegerField(null=True)
    held_to = models.BigIntegerField(null=True)

    class Meta:
        db_table = "store_record"
        indexes = (
            models.Index(fields=["record"], name="record_by_id"),
            models.Index(fields=["entry"], name="record_by_entry"),
            # The latest of a kind are read without all others being put in order.
            models.Index("kind", Coalesce("day_to", "day_from", 0), name="record_by_kind"),
            # What waits for somebody, however long ago it was said: lists of it look through nothing else.
            models.Index(
                fields=["side", "standing", "asked"],
                name="record_asked",
                condition=models.Q(asked__isnull=False, arrived_to__isnull=True),
            ),
            models.Index(
                fields=["waits", "kind"],
                name="record_waits",
                condition=models.Q(waits__isnull=False, arrived_to__isnull=True),
            ),
        )


class Fact(models.Model):
    """One countable number of a state of a record."""

    id = models.BigAutoField(primary_key=True)
    record = models.CharField(max_length=36)
    entry_id = models.BigIntegerField()
    feed = models.IntegerField()
    solo = models.BooleanField()
    kind = models.CharField(max_length=64)
    measure = models.CharField(max_length=100)
    cls = models.CharField(max_length=64)
    unit = models.CharField(max_length=64)
    value = models.BigIntegerField()
    value_max = models.BigIntegerField(null=True)
    qualifier = models.CharField(max_length=16)
    precision = models.BigIntegerField(null=True)
    day_from = models.IntegerField(null=True)
    day_to = models.IntegerField(null=True)
    shape = models.CharField(max_length=10)
    stock = models.IntegerField()
    returned = models.IntegerField()
    place = models.CharField(max_length=64)
    m_from = models.IntegerField(null=True)
    m_to = models.IntegerField(null=True)
    author = models.CharField(max_length=64)
    about = models.CharField(max_length=64)
    side = models.CharField(max_length=2)
    counterpart = models.TextField()
    reference_set = models.CharField(max_length=100)
    member = models.CharField(max_length=200)
    example = models.IntegerField()
    published = models.IntegerField(null=True)
    audience_id = models.IntegerField()
    standing = models.CharField(max_length=9)
    event = models.CharField(max_length=36)
    summed = models.IntegerField()
    summed_own = models.IntegerField()
    arrived_from = models.BigIntegerField(null=True)
    arrived_to = models.BigIntegerField(null=True)
    held_from = models.BigIntegerField(null=True)
    held_to = models.BigIntegerField(null=True)

    class Meta:
        db_table = "store_fact"
        indexes = (
            models.Index(fields=["entry_id"], name="fact_by_entry"),
            models.Index(fields=["kind", "measure", "cls", "day_to"], name="fact_by_question"),
            # What stands no more, by each clock: few, and what was counted on a past day and corrected since is there.
            models.Index(fields=["held_to"], name="fact_ended", condition=models.Q(held_to__isnull=False)),
            models.Index(fields=["arrived_to"], name="fact_ended_here", condition=models.Q(arrived_to__isnull=False)),
        )


class Link(models.Model):
    """A tie between two records that an entry states."""

    id = models.BigAutoField(primary_key=True)
    entry = models.BigIntegerField()
    verb = models.CharField(max_length=16)
    record = models.CharField(max_length=36)
    other = models.CharField(max_length=36)

    class Meta:
        db_table = "store_link"
        indexes = (
            models.Index(fields=["record"], name="link_by_record"),
            models.Index(fields=["other"], name="link_by_other"),
        )

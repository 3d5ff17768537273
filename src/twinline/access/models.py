"""People who work at a desk, the one-time links that let them in, and failed attempts."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from twinline.access.roles import Right, rights
from twinline.access.scopes import Scope

LANGUAGES = ("vi", "lo", "en", "fr")


class UserManager(BaseUserManager["User"]):
    """Makes accounts; there is no default password and no account without a person."""

    def create_user(self, username: str, password: str, **fields: Any) -> User:
        """Return a new saved account whose password is kept hashed."""
        user = self.model(username=self.model.normalize_username(username), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person at this desk, who acts for one organisation hosted here."""

    username = models.CharField(max_length=64, unique=True)
    display_name = models.CharField(max_length=120)
    organisation = models.CharField(max_length=64)
    language = models.CharField(max_length=2, default="en")
    #: roles of ``roles.ROLES``, sorted, with commas
    roles = models.CharField(max_length=200, default="officer")
    #: kinds of record that the roles are bound to, sorted, with commas; empty: every kind
    kinds = models.TextField(default="", db_default="")
    is_active = models.BooleanField(default=True)
    seen_ms = models.BigIntegerField(null=True)
    seen_before_ms = models.BigIntegerField(null=True)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["display_name", "organisation"]

    #: Where a program came in with a word of this person's: what it was let in for, and the rights that it may use.
    scopes: frozenset[Scope] = frozenset()
    within: frozenset[Right] | None = None

    objects = UserManager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(language__in=LANGUAGES), name="access_user_language_known"),
            models.CheckConstraint(condition=~models.Q(organisation=""), name="access_user_acts_for_somebody"),
        ]

    def __str__(self) -> str:
        return self.display_name

    def may(self, right: Right, kind: str = "") -> bool:
        """Return whether one of this person's roles gives a right, to a program within what it was let in for.

        ``kind`` asks for records of that kind: of others than it is bound to, an account only reads. Read anew at
        every request.
        """
        held = right in rights(self.roles.split(",")) and (self.within is None or right in self.within)
        return held and (not kind or self.is_for(kind))

    def is_for(self, kind: str) -> bool:
        """Return whether this person's roles hold for a kind of record."""
        return not self.kinds or kind in self.kinds.split(",")

    @property
    def may_release(self) -> bool:
        """Return whether this person may let records cross."""
        return self.may(Right.RELEASE)

    @property
    def may_say(self) -> bool:
        """Return whether this person may say anything at all."""
        return self.may(Right.SAY)

    @property
    def may_trace(self) -> bool:
        """Return whether this person may see who opened what."""
        return self.may(Right.TRACE)

    @property
    def may_second(self) -> bool:
        """Return whether this person has a part in answering what somebody asks about their own data."""
        return self.may(Right.SECOND)

    @property
    def is_operator(self) -> bool:
        """Return whether this person looks after the node."""
        return "operator" in self.roles.split(",")


class Trace(models.Model):
    """One act on a personal part or an account: who, when, on which record, why. Rows are added, never changed.

    Each row holds the hash of the one before it, so that a row taken out or altered shows (``tracing``). No personal
    value stands here.
    """

    at_ms = models.BigIntegerField()
    officer = models.CharField(max_length=64)
    organisation = models.CharField(max_length=64)
    act = models.CharField(max_length=16)
    record = models.CharField(max_length=36, default="")
    part = models.CharField(max_length=32, default="")
    reason = models.CharField(max_length=32, default="")
    before = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)


class PersonRequest(models.Model):
    """Somebody asks what is kept of them: who opened it, which second person confirmed it, and which parts were found.

    Nothing stands here that says who asks: the parts are named by the numbers they have in the sealed store.
    """

    name = models.CharField(max_length=32, unique=True)
    why = models.CharField(max_length=32)
    organisation = models.CharField(max_length=64)
    opened_ms = models.BigIntegerField()
    opened_by = models.CharField(max_length=64)
    confirmed_ms = models.BigIntegerField(null=True)
    confirmed_by = models.CharField(max_length=64, default="")
    ended_ms = models.BigIntegerField(null=True)
    found = models.TextField(default="")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~models.Q(confirmed_by=models.F("opened_by")), name="access_request_takes_two"
            )
        ]

    @property
    def parts(self) -> list[str]:
        """Return the parts that were found, by their numbers."""
        return self.found.split()


class OneTimeLink(models.Model):
    """A link that makes one account, once, within seven days. Only the hash of its word is kept."""

    word_hash = models.CharField(max_length=64, unique=True)
    organisation = models.CharField(max_length=64)
    roles = models.CharField(max_length=200, default="officer")
    kinds = models.TextField(default="", db_default="")
    made_ms = models.BigIntegerField()
    ends_ms = models.BigIntegerField()
    used_ms = models.BigIntegerField(null=True)
    made_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="links_made")
    renews = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="links_to_renew")


class FailedSignIn(models.Model):
    """One failed attempt to sign in: a hash of who was tried and from where, and when."""

    who_hash = models.CharField(max_length=64)
    at_ms = models.BigIntegerField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["who_hash", "at_ms"], name="access_failed_who_at")
        ]


class Draft(models.Model):
    """What an officer has typed of one kind and not kept yet: theirs alone, as JSON. It never leaves the accounts."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="drafts")
    kind = models.CharField(max_length=64)
    fields = models.TextField()
    at_ms = models.BigIntegerField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user", "kind"], name="access_one_draft_of_a_kind")
        ]


class KeptFilter(models.Model):
    """Which list somebody opens often: codes and days as JSON, under a name of their own; no words searched for.

    It is theirs alone, and in no backup: once removed it is nowhere.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="filters")
    name = models.CharField(max_length=40)
    asks = models.TextField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user", "name"], name="access_one_filter_of_a_name")
        ]


class Written(models.Model):
    """What an organisation writes around the figures of a report: for a period, a language and a place in the report.

    It belongs to the organisation, not to who typed it, and never leaves the accounts but in the letter that is made.
    """

    organisation = models.CharField(max_length=64)
    report = models.CharField(max_length=40)
    period = models.CharField(max_length=32)
    lang = models.CharField(max_length=2)
    part = models.CharField(max_length=16)
    text = models.TextField()
    user = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="written")
    at_ms = models.BigIntegerField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["organisation", "report", "period", "lang", "part"], name="access_one_text_of_a_part"
            )
        ]


class SecondFactor(models.Model):
    """A person's shared secret for codes that follow from the time; ``last_step`` is the latest that was used."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="second_factor")
    secret = models.CharField(max_length=40)
    last_step = models.BigIntegerField(default=0)


class RecoveryCode(models.Model):
    """A printed code that stands for the telephone once. Only its slow hash is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="recovery_codes")
    code_hash = models.CharField(max_length=128)
    used_ms = models.BigIntegerField(null=True)


class SignedIn(models.Model):
    """A session of a person's, so that they see where they are signed in and can end it. Its key is kept hashed."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="signed_in")
    session = models.CharField(max_length=64, unique=True)
    begun_ms = models.BigIntegerField()
    browser = models.CharField(max_length=80, default="")


class Token(models.Model):
    """A word of a person's by which a program comes in: for what, until when, and on which civil day it last did.

    Only its hash is kept. Who ends it takes the row away; no backup has it.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=60)
    word_hash = models.CharField(max_length=64, unique=True)
    #: scopes of ``scopes.Scope``, with commas
    scopes = models.CharField(max_length=100)
    made_ms = models.BigIntegerField()
    ends_ms = models.BigIntegerField()
    used_day = models.IntegerField(default=-1)


class Passkey(models.Model):
    """A public key whose private half a thing of a person's keeps: what they call it, how often it counted, last use.

    ``handle`` is the number drawn by chance under which things know the person; it is no name. No backup has a row.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="passkeys")
    name = models.CharField(max_length=60)
    credential = models.CharField(max_length=1400, unique=True)
    handle = models.CharField(max_length=90)
    public_key = models.BinaryField()
    count = models.BigIntegerField()
    made_ms = models.BigIntegerField()
    used_ms = models.BigIntegerField(null=True)


class Reminder(models.Model):
    """Somebody asked to be told by e-mail that something waits for them: where to, and the civil day of the last one.

    Whoever asks for none has no row: an address is kept for nothing else, and in no backup. ``refused_ms`` is when the
    mail server last wouldn't take the address.
    """

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="reminder")
    address = models.CharField(max_length=254)
    day = models.IntegerField(default=-1)
    refused_ms = models.BigIntegerField(null=True)


class MailTrouble(models.Model):
    """That the mail server didn't take our reminders: since when, how often, when it is tried next, and why (packed).

    There is one row at most; none while all goes well.
    """

    since_ms = models.BigIntegerField()
    failures = models.IntegerField(default=1)
    next_ms = models.BigIntegerField()
    why = models.TextField()

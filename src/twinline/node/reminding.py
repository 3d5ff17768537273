"""Reminders by e-mail: to those who asked, once a day at most, how much waits for them and nothing of what.

Who is reminded on a day is kept before the mail is handed over: whatever ends this process or the link, nobody gets
two. Where the mail server fails it is tried again after a minute, then two, four and so on up to six hours, and the
desk says so.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from django.db import connections
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from twinline.access.models import MailTrouble, Reminder, User
from twinline.desk import house, telling
from twinline.exchange.schedule import FIRST_AGAIN_MS, LONGEST_MS
from twinline.node import mail as mails
from twinline.node.mail import Mail, MailProblem, Post, Refused, Unsure
from twinline.sentences import Text, packed
from twinline.times import DAY_MS, day_of
from twinline.tongues import tell

LOOK_S = 600
_BORDER_MS = 7 * 3_600_000

Opens = Callable[[Mail], AbstractContextManager[Post]]


@dataclass(frozen=True, slots=True)
class Reminded:
    """How many were told, had nothing waiting, and whose address wasn't taken; and what went wrong, if anything did."""

    sent: int = 0
    nothing: int = 0
    refused: int = 0
    trouble: Text = ""


def remind(folder: Path, *, now: int, opens: Opens = Post) -> Reminded:
    """Remind everybody whose turn it is; nobody where no mail is set up, before its hour, or while it is failing.

    Raises ``MailProblem`` where what was set up is wrong.
    """
    mail = mails.settings(folder)
    if mail is None or hour_of(now) < mail.hour or _waits(now):
        return Reminded()
    day = day_of(now)
    waiting = [(one, counted) for one in _asking(day) if (counted := house.waiting(one.user, now=now))[0]]
    nothing = len(_asking(day)) - len(waiting)
    if not waiting:
        return Reminded(nothing=nothing)
    sent = refused = 0
    try:
        with opens(mail) as post:
            for one, (total, late) in waiting:
                if not _taken(one, day):
                    continue
                before, one.day = one.day, day
                try:
                    post.send(written(mail, one, total, late, now=now))
                    sent += 1
                except Refused:
                    Reminder.objects.filter(pk=one.pk).update(refused_ms=now)
                    refused += 1
                except Unsure:
                    raise
                except MailProblem:
                    # It wasn't taken: that person's turn stays.
                    Reminder.objects.filter(pk=one.pk, day=day).update(day=before)
                    raise
    except MailProblem as problem:
        _note(problem, now)
        return Reminded(sent, nothing, refused, problem.whole)
    MailTrouble.objects.all().delete()
    return Reminded(sent, nothing, refused)


def hour_of(now: int) -> int:
    """Return the hour of the day at the border."""
    return (now + _BORDER_MS) % DAY_MS // 3_600_000


def _asking(day: int) -> list[Reminder]:
    """Return those who asked for reminders and had none on a day or after it."""
    asked = Reminder.objects.select_related("user").filter(_turn(day), user__is_active=True)
    return list(asked.order_by("user__username"))


def _turn(day: int) -> Q:
    """Return who may be reminded on a day: a day far ahead was told by a clock that was wrong."""
    return Q(day__lt=day) | Q(day__gt=day + 1)


def _taken(one: Reminder, day: int) -> bool:
    """Keep that somebody is reminded today; false where another process did so in the meantime."""
    return bool(Reminder.objects.filter(_turn(day), pk=one.pk).update(day=day))


def written(mail: Mail, one: Reminder, total: int, late: int, *, now: int) -> mails.EmailMessage:
    """Return the mail to somebody in their language: how many wait, how many are late, and where the desk is."""
    user: User = one.user
    with translation.override(user.language):
        told_total, told_late = (telling.number(str(many), user.language) for many in (total, late))
        count = ngettext("%(n)s thing waits for you.", "%(n)s things wait for you.", total) % {"n": told_total}
        lines = [count]
        if late:
            lines.append(ngettext("%(n)s of them is overdue.", "%(n)s of them are overdue.", late) % {"n": told_late})
        where = _("Sign in at your desk to see what: %(desk)s") if mail.desk else _("Sign in at your desk to see what.")
        lines += ["", where % {"desk": mail.desk} if mail.desk else where, ""]
        lines.append(_("You asked for this on your account’s page, and can stop it there. Do not answer this mail."))
        return mails.message(mail, one.address, f"Twinline: {count}", "\n".join(lines) + "\n", now=now)


def tried(mail: Mail, address: str, *, now: int, opens: Opens = Post) -> None:
    """Send one message to an address to see whether mail goes out; ``MailProblem`` says why it doesn't."""
    body = tell("This is a trial: mail from this desk arrives.")
    with opens(mail) as post:
        post.send(mails.message(mail, address, f"Twinline: {body}", body + "\n", now=now))
    MailTrouble.objects.all().delete()


def _waits(now: int) -> bool:
    trouble = MailTrouble.objects.first()
    return trouble is not None and trouble.since_ms <= now < trouble.next_ms


def _note(problem: MailProblem, now: int) -> None:
    """Keep that the server failed, and when it is tried again."""
    known = MailTrouble.objects.first()
    failures = known.failures + 1 if known else 1
    wait = min(FIRST_AGAIN_MS << min(failures - 1, 20), LONGEST_MS)
    MailTrouble.objects.update_or_create(
        pk=known.pk if known else None,
        defaults={
            "since_ms": min(known.since_ms, now) if known else now, "failures": failures, "next_ms": now + wait,
            "why": packed(problem.whole),
        },
    )  # fmt: skip


class Caller:
    """A thread that reminds for as long as its process lives; what goes wrong in one round ends only that round."""

    def __init__(self, folder: Path, clock: Callable[[], int], *, look_s: float = LOOK_S) -> None:
        self._folder, self._clock, self._look_s = folder, clock, look_s
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="reminders", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self, timeout_s: float = 10) -> None:
        """End after the round under way."""
        self._stop.set()
        self._thread.join(timeout_s)

    def _round(self, now: int) -> None:
        try:
            remind(self._folder, now=now)
        except MailProblem as problem:
            if not _waits(now):
                _note(problem, now)

    def _run(self) -> None:
        while not self._stop.wait(self._look_s):
            try:
                self._round(self._clock())
            except Exception:
                logging.getLogger(__name__).exception("Reminders went wrong; the desk goes on")
            finally:
                connections.close_all()

"""``twinline remind``: reminders by e-mail, by hand or by a scheduler."""

from __future__ import annotations

import click

from twinline.access.models import MailTrouble, Reminder
from twinline.node import mail as mails
from twinline.node import reminding
from twinline.sentences import Plural, unpacked
from twinline.store.commands.common import as_json, ledger, print_json, say, say_text
from twinline.times import now_ms, rfc3339


@click.command()
@click.option("--test", "address", metavar="ADDRESS", help="Only send one trial message there.")
@click.option("--status", is_flag=True, help="Only say whether mail is set up, and whether it goes out.")
@as_json
def remind(address: str | None, status: bool, as_json: bool) -> int:
    """Tell those who asked for it by e-mail how much waits for them: once a day at most, nothing of what."""
    node, now = ledger(), now_ms()
    mail = mails.settings(node.folder)
    if status or mail is None:
        return _status(mail, as_json)
    if address is not None:
        reminding.tried(mail, address, now=now)
        if as_json:
            print_json({"sent": 1, "to": address})
        else:
            say("The mail server took a message to {address}.", address=address)
        return 0
    done = reminding.remind(node.folder, now=now)
    if as_json:
        print_json({"sent": done.sent, "nothing_waits": done.nothing, "refused": done.refused,
                    "trouble": str(done.trouble) or None})  # fmt: skip
    else:
        say_text(Plural("{number} reminded; for {nothing} nothing waits, {refused} addresses weren't taken.",
                        "{number} reminded; for {nothing} nothing waits, {refused} addresses weren't taken.",
                        done.sent, nothing=done.nothing, refused=done.refused))  # fmt: skip
        if done.trouble:
            say_text(done.trouble, err=True)
    return 1 if done.trouble else 0


def _status(mail: mails.Mail | None, as_json: bool) -> int:
    trouble = MailTrouble.objects.first()
    if as_json:
        print_json({
            "set_up": mail is not None, "asked": Reminder.objects.count(),
            "failing_since": rfc3339(trouble.since_ms) if trouble else None,
            "next_try": rfc3339(trouble.next_ms) if trouble else None,
            "trouble": str(unpacked(trouble.why)) if trouble else None,
        })  # fmt: skip
    elif mail is None:
        say("No mail is set up: there is no {file} in the node's folder.", file=mails.FILE)
    elif trouble is None:
        say("Mail goes out by {host}; {number} asked for it.", host=mail.host, number=Reminder.objects.count())
    else:
        say("Reminders can't be sent since {since}: {why} Next try at {next}.",
            since=rfc3339(trouble.since_ms), why=unpacked(trouble.why), next=rfc3339(trouble.next_ms))  # fmt: skip
    return 1 if trouble and mail else 0

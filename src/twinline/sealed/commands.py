"""``twinline persons``: how many personal parts there are, erasing what is past its date, answering a person.

Whoever may run commands looks after the machine, so none opens a part, but for one: ``answer`` takes the passwords of
the two people who answer. All other reading is done at the desk, by those whose role it is, for a reason.
"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from twinline.access import factor, owing, proving, tracing
from twinline.access.models import User
from twinline.sealed import backing, keeping, requests, reserve, words
from twinline.sealed.vault import FOLDER, Vault
from twinline.store import backing as of_ledgers
from twinline.store.commands.common import as_json, folder, ledger, print_json, say, say_text
from twinline.store.ledger import Ledger
from twinline.times import day_of, iso, now_ms, rfc3339
from twinline.tongues import spoken, tell


@click.group()
def persons() -> None:
    """Personal parts of this machine: how many, and what is past its date. None is shown here."""


@persons.command("status")
@as_json
def status(as_json: bool) -> None:
    """Say how many personal parts are kept, how many are past their date, and when that was last looked at."""
    vault, today = Vault(ledger().folder), day_of(now_ms())
    kept = vault.all()
    due = [each for each in kept if max(each.ends, each.held_to or each.ends) < today]
    last = vault.last_run()
    if as_json:
        print_json({"kept": len(kept), "due": len(due), "held": sum(each.held_to is not None for each in kept),
                    "last_run": rfc3339(last) if last is not None else None})  # fmt: skip
        return
    say("Personal parts kept: {kept:,}; past their date: {due:,}.", kept=len(kept), due=len(due))


@persons.command("retain")
@click.option("--clock-is-right", "by", metavar="NAME", default="", help="Who says that this machine's clock is right.")
@as_json
def retain(by: str, as_json: bool) -> None:
    """Erase what is past its date. Nothing is erased while the clock is in doubt, unless somebody vouches for it."""
    # On a full disk the ledger itself can't be opened without the room that was put by.
    with reserve.spent(folder() / FOLDER):
        decision = keeping.retain(ledger(), now=now_ms(), confirmed_by=by)
    if as_json:
        doubt = decision.doubt.value if decision.doubt else None
        print_json({"erased": len(decision.erase), "due": len(decision.due), "doubt": doubt})
    elif decision.doubt is None:
        say("Personal parts erased: {number:,}.", number=len(decision.erase))
    else:
        say(
            "This machine's clock is in doubt, so nothing was erased; past their date: {due:,}. Look at the clock; if "
            "it is right, say who vouches for it with --clock-is-right.",
            due=len(decision.due),
        )
    sys.exit(1 if decision.doubt and decision.due else 0)


@persons.command("backup")
@click.argument("target", metavar="FILE|DIR", type=click.Path(path_type=Path))
@as_json
def backup(target: Path, as_json: bool) -> None:
    """Write a backup of the personal parts, unreadable without keys/sealed.key, which is not in it.

    In a folder: under a name with the date, and those older than 35 days are
    taken away there, unless the clock is in doubt. Keep keys/sealed.key apart
    from it.
    """
    node, now = ledger(), now_ms()
    path, number = backing.back_up(node, target, now=now)
    old = backing.take_away(node, path.parent, now=now) if target.is_dir() else 0
    if as_json:
        print_json({"file": str(path), "parts": number, "old": old})
        return
    if old:
        say(
            "Older than 35 days by this machine's clock, which is in doubt, so left there: {old:,}. Look at the clock; "
            "if it is right, destroy them.",
            old=old,
        )
    say("{path}: {number:,} personal parts, unreadable without keys/sealed.key.", path=path, number=number)


@persons.command("restore")
@click.argument("file", metavar="BACKUP", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--keys", type=click.Path(path_type=Path, file_okay=False, exists=True),
              help="The folder where sealed.key was kept, if it isn't here.")  # fmt: skip
@click.option("--clock-is-right", "by", metavar="NAME", default="", help="Who says that this machine's clock is right.")
@as_json
def restore(file: Path, keys: Path | None, by: str, as_json: bool) -> None:
    """Bring personal parts back from BACKUP, but for those that were erased since; what is here stays as it is.

    A part that was changed since comes back closed: only those who answer its
    person open it. A backup older than 35 days is refused; one from a day still
    to come takes somebody's word, and all that was ever changed comes back closed.
    """
    brought = backing.bring_back(ledger(), file, keys, now=now_ms(), vouched_by=by)
    if as_json:
        print_json({"kept": brought.kept, "left_out": brought.erased, "closed": brought.closed, "made": brought.made})
    else:
        say(
            "Personal parts brought back: {kept:,}; left out, erased since or past their end: {erased:,}; closed, "
            "because they were changed since: {closed:,}.",
            kept=brought.kept, erased=brought.erased, closed=brought.closed,
        )  # fmt: skip


@persons.command("answer")
@click.option("--by", required=True, metavar="NAME", help="The data protection officer's name for signing in.")
@click.option("--second", required=True, metavar="NAME", help="The second person's, who confirms it.")
@click.option("--why", type=click.Choice(list(words.WISHES)), default="access", show_default=True,
              help="What the person wants.")  # fmt: skip
@click.option("--do", "done", type=click.Choice(["print", "restrict", "lift", "erase"]), default="print",
              show_default=True, help="What is done with the parts found, each asked for first.")  # fmt: skip
@as_json
def answer(by: str, second: str, why: str, done: str, as_json: bool) -> None:
    """Answer somebody who asks what is kept of them: two people give their passwords here, then the name is asked for.

    Nothing that is typed stands in the command's line or its history. To put a
    part right, use the page of requests.
    """
    node, now = ledger(), now_ms()
    if by == second:
        raise requests.SamePerson
    first, other = (proved(name, now) for name in (by, second))
    opened = requests.begin(first, why, now=now)
    try:
        requests.confirm(other, opened.name, now=now)
        asked = click.prompt(tell("Name, other name, or number of a document"), err=True)
        found = requests.find(node, first, opened.name, asked, "", now=now)
        for each in found.found:
            _print_part(node, each, as_json)
            if done != "print" and click.confirm(tell("Is this one meant?"), err=True):
                _DO[done](node, first, opened.name, each.held.part, now=now)
        if as_json:
            print_json({"found": len(found.found), "unread": found.unread, "done": done})
        else:
            say("Parts found: {number:,}; not to be opened: {unread:,}.", number=len(found.found), unread=found.unread)
    finally:
        requests.end(first, opened.name, now=now_ms())
    sys.exit(1 if found.unread else 0)


_DO = {"restrict": requests.restrict, "lift": requests.lift, "erase": requests.erase}


def proved(name: str, now: int) -> User:
    """Return the person who proves here that they are ``name``."""
    password = click.prompt(tell("Password of {name}", name=name), hide_input=True, err=True)
    asked = User.objects.filter(username=name).first()
    code = ""
    if asked is not None and factor.has(asked):
        code = click.prompt(tell("Code of {name}", name=name), hide_input=True, err=True)
    user = proving.prove(name, password, code, now=now)
    if owing.asked_of(user) and not factor.has(user):  # no passkey is shown on a terminal
        raise owing.SecondAsked(name)
    return user


def _print_part(node: Ledger, one: requests.Found, as_json: bool) -> None:
    said = {name: getattr(one.part, name) for name in words.FIELDS if getattr(one.part, name)}
    if as_json:
        marks = {"person": one.part.person, "basis": one.part.basis, "purpose": one.part.purpose}
        about = {"part": one.held.part, "record": one.held.record, **marks, "ends": iso(one.part.ends)}
        print_json({**about, **said, "told": list(one.told)})
        return
    lang = spoken()
    marks = (words.CLASSES[one.part.person], words.BASES[one.part.basis], words.PURPOSES[one.part.purpose])
    click.echo(f"{one.held.part[:8]}  {' · '.join(each.to(lang) for each in marks)} · {iso(one.part.ends)}")
    for name, text in said.items():
        say_text(f"{words.FIELDS[name].to(lang)}: {text}", indent="  ")
    if one.told:
        say("  Tell these, who hold numbers of its record: {who}.", who=list(one.told))


@click.group()
def trace() -> None:
    """The trace of who did what with personal parts: it is added to and never changed."""


@trace.command("check")
@click.option("--holds", "noted", metavar="HASH", help="A hash it was known by before: it must still hold it.")
@click.option("--backup", "backups", metavar="FILE", multiple=True, type=click.Path(path_type=Path),
              help="A backup of this node: the trace must still hold what it held then. Several times if need be."
              )  # fmt: skip
@click.option("--guard-again", "by", metavar="NAME", default="",
              help="Set its guard in the database again, in the name of who has looked why it was gone.")  # fmt: skip
@as_json
def check(as_json: bool, noted: str | None, backups: tuple[Path, ...], by: str) -> None:
    """Check the whole chain and its guard; print the hash by which it is known."""
    node = ledger()
    known = [noted.strip().lower()] if noted is not None else []
    known += [head for head in map(of_ledgers.traced, backups) if head]
    if by:
        tracing.guard_again(now=now_ms(), officer=by, organisation=node.node.organisation)
    broken, head = tracing.broken(), tracing.head()
    missing = next((each for each in known if not tracing.holds(each)), None)
    if as_json:
        print_json(
            {"sound": broken is None and not missing, "broken_at": broken.row if broken else None,
             "cut": broken is not None and broken.cut, "unguarded": broken is not None and broken.unguarded,
             "missing": missing, "head": head}
        )  # fmt: skip
    elif broken is None and not missing:
        say("The trace is whole. It is known by {head}.", head=head)
    if not as_json and broken is not None:
        say_text(broken.told)
    if not as_json and broken is not None and broken.unguarded:
        say("Ask who did it; then set it again: 'twinline trace check --guard-again NAME'.")
    if not as_json and missing:
        say(
            "No row of the trace is known by {noted}. If it was written down rightly, the trace was cut or written "
            "anew since: keep the folder as it is, and tell the data protection officer.",
            noted=missing,
        )
    sys.exit(0 if broken is None and not missing else 1)


@trace.command("export")
@as_json
def export(as_json: bool) -> None:
    """Print the trace as JSON Lines, the oldest first: who, when, which record, why. No personal value stands in it."""
    del as_json  # it prints nothing else
    ledger()
    for row in tracing.rows():
        print_json(row)

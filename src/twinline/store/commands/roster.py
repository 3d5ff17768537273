"""``twinline roster``: who there is, from when to when, and which key speaks for whom."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from twinline.feeds.roster import Roster
from twinline.records.gazetteer import packaged
from twinline.sentences import Sentence, entries, feeds
from twinline.store import backing, guard, restoring, rostering, rosters, succession
from twinline.store.commands.common import as_json, folder, ledger, print_json, say, with_progress, word
from twinline.times import days_of, iso, now_ms
from twinline.tongues import spoken, tell


@click.group()
def roster() -> None:
    """Organisations from when to when, their keys and nodes. It travels with every exchange and every stick."""


@roster.command("list")
@as_json
def list_roster(as_json: bool) -> None:
    """List what the pinned rosters state."""
    known = ledger().roster()
    told = _told(known)
    if as_json:
        print_json(told)
        return
    for each in told["organisations"]:
        lasted = f"{each['from'] or ''} – {each['to'] or ''}" if each["from"] or each["to"] else ""
        heirs = tell("then {successors}", successors=each["successors"]) if each["successors"] else ""
        click.echo(
            "  ".join(part for part in (each["organisation"], each["side"], each["name"], lasted, heirs) if part)
        )
    for node in told["nodes"]:
        say("node {node}…  {organisation}  {state}",
            node=node["node"][:16], organisation=node["organisation"], state=word(node["state"]))  # fmt: skip
    for pair in told["reads"]:
        names = {"organisation": pair["organisation"], "predecessor": pair["predecessor"]}
        if pair["acknowledged"]:
            say("{organisation} reads for {predecessor}: acknowledged", **names)
        else:
            say("{organisation} reads for {predecessor}: not acknowledged by the other side yet", **names)
    for each in known.ignored:
        say("ignored: {sentence}", sentence=each.sentence, err=True)


@roster.command("add")
@click.argument("org")
@click.option("--parent", metavar="ORG", help="The organisation above it; this node's if not given.")
@click.option("--name", metavar="TEXT", help="Its name, where the gazetteer doesn't know it.")
@click.option("--from", "since", metavar="DATE", help="Since when it is, such as 2025-07-01.")
@click.option("--to", "until", metavar="DATE", help="Until when it was.")
@click.option("--hosted/--not-hosted", default=True, help="Whether this node speaks for it (it does if not said).")
@as_json
def add(
    org: str, parent: str | None, name: str | None, since: str | None, until: str | None, hosted: bool, as_json: bool
) -> None:
    """State ORG, an organisation of our side, or state it anew."""
    node, known = ledger(), packaged().organisation(org)
    names = {lang: text for lang, text in known.names.items() if text} if known else {}
    if name:
        names = {**names, spoken(): name}
    if not names:
        raise click.UsageError(tell("The gazetteer doesn't know {org}: give its --name.", org=org))
    started = _date(since) or (iso(known.valid_from) if known and known.valid_from is not None else None)
    ended = _date(until) or (iso(known.valid_to) if known and known.valid_to is not None else None)
    rostering.add(node, org, parent=parent, names=names, since=started, until=ended, hosted=hosted, now=now_ms())
    if as_json:
        print_json({"organisation": org, "from": started, "to": ended, "hosted": hosted})
        return
    say("{org} is in our roster; the other side hears of it at the next exchange.", org=org)


@roster.command("end")
@click.argument("org")
@click.option("--on", "on", metavar="DATE", required=True, help="The last day on which it was.")
@click.option("--successor", "successors", multiple=True, metavar="ORG", help="Who came after it; may be repeated.")
@click.option("--since", metavar="DATE", help="Since when they are.")
@as_json
def end(org: str, on: str, successors: tuple[str, ...], since: str | None, as_json: bool) -> None:
    """State that ORG is no more. What it said, and what was said about it, stays as it was."""
    day = _date(on)
    assert day is not None
    rostering.end(ledger(), org, on=day, successors=successors, since=_date(since), now=now_ms())
    if as_json:
        print_json({"organisation": org, "ended": day, "successors": list(successors)})
        return
    say("{org} ended on {day}.", org=org, day=day)


@roster.command("reads")
@click.argument("org")
@click.argument("predecessor")
@as_json
def reads(org: str, predecessor: str, as_json: bool) -> None:
    """State that ORG reads what was said to its PREDECESSOR. It holds once the other side acknowledges it."""
    rostering.reads(ledger(), org, predecessor, now=now_ms())
    if as_json:
        print_json({"organisation": org, "predecessor": predecessor, "acknowledged": False})
        return
    say("Said. The other side now acknowledges it: 'twinline roster acknowledge {org} {predecessor}'.",
        org=org, predecessor=predecessor)  # fmt: skip


@roster.command("acknowledge")
@click.argument("org")
@click.argument("predecessor")
@as_json
def acknowledge(org: str, predecessor: str, as_json: bool) -> None:
    """Acknowledge that ORG of the other side reads what was said to its PREDECESSOR."""
    rostering.acknowledge(ledger(), org, predecessor, now=now_ms())
    if as_json:
        print_json({"organisation": org, "predecessor": predecessor, "acknowledged": True})
        return
    say("Acknowledged: {org} reads what was said to {predecessor}.", org=org, predecessor=predecessor)


@roster.group("key")
def key() -> None:
    """The organisation's key, which certifies its nodes."""


@key.command("new")
@as_json
def new_key(as_json: bool) -> None:
    """Make a fresh organisation key. The root vouches for it, the old key too where it is there, and then ends."""
    fingerprint = rostering.new_key(ledger(), now=now_ms())
    if as_json:
        print_json({"fingerprint": fingerprint})
        return
    say("The organisation's key is now {fingerprint}. Keep a copy of keys/organisation.key in a safe place.",
        fingerprint=fingerprint)  # fmt: skip


@roster.group("root")
def root() -> None:
    """The root, whose fingerprint is compared in person."""


@root.command("new")
@as_json
def new_root(as_json: bool) -> None:
    """Put a new root in the place of one that is lost or stolen.

    What the old one had said stays. The other side accepts the new one only once its fingerprint was compared again:
    'twinline peer card FILE' here, 'twinline peer add FILE --new-root' there.
    """
    fingerprint = succession.new_root(ledger(), now=now_ms())
    if as_json:
        print_json({"fingerprint": fingerprint})
        return
    say(
        "The root's fingerprint is now {fingerprint}: let every other side compare it in person.",
        fingerprint=fingerprint,
    )
    say("Take keys/root.key away to a safe place, and make a new backup.", err=True)


@roster.group("node")
def node() -> None:
    """This node's own key."""


@node.command("new")
@as_json
def new_node(as_json: bool) -> None:
    """Give this node a fresh key and fresh feeds, and end the old one."""
    guard.allow(ledger())
    told = with_progress(Sentence("recovering"), lambda _: restoring.recover(folder(), now=now_ms()))
    say_fresh(told, as_json)


@roster.command("revoke")
@click.argument("node_id", metavar="NODE")
@click.option("--good", multiple=True, metavar="FEED=SIZE", help="How much of a feed is good, where less than is here.")
@click.option(
    "--reason", type=click.Choice(["stolen", "lost", "copied"]), default="stolen", show_default=True, help="Why."
)
@click.option(
    "--in-name-of", "authors", multiple=True, metavar="ORG", help="Only what it says for ORG, which it hosts no more."
)
@as_json
def revoke(node_id: str, good: tuple[str, ...], reason: str, authors: tuple[str, ...], as_json: bool) -> None:
    """Revoke NODE: its key is in wrong hands. What it said up to now stands; nothing it says or receipts later does.

    Of one that isn't listed here, named by whoever stole a root: all 64 digits, as the other side lists it. Nothing
    that it said stands then. Of another office's node that once spoke for ours (or with --in-name-of): what it says in
    our name from now on stands nowhere, all else that it says does.
    """
    handle = ledger()
    named = node_id.lower()
    found = sorted({name for name, _ in handle.roster().nodes if name.startswith(named)})
    if not found and rostering.is_id(named):
        found = [named]
    if len(found) != 1 or len(node_id) < 8:
        raise click.UsageError(
            tell("Give the node's id, 8 digits of it at least: 'twinline roster list --json' shows it.")
        )
    sizes, ours = dict(map(_good, good)), authors or rostering.parted(handle, found[0])
    if ours:
        heads = rostering.part(handle, found[0], authors=ours, sizes=sizes, now=now_ms())
    else:
        heads = rostering.revoke(handle, found[0], sizes=sizes, reason=reason, now=now_ms())
    if as_json:
        told = {feed: head.size for feed, head in sorted(heads.items())}
        print_json({"node": found[0], "good": told, "authors": sorted(ours)})
        return
    if ours:
        say("{node}… speaks no more for {authors}. Good up to what is here: {feeds}. Exchange now.",
            node=found[0][:16], authors=sorted(ours), feeds=feeds(len(heads)))  # fmt: skip
        return
    say("Revoked {node}…. Good up to what is here: {feeds}. Exchange now.",
        node=found[0][:16], feeds=feeds(len(heads)))  # fmt: skip


@roster.command("move")
@click.argument("file", type=click.Path(path_type=Path))
@as_json
def move(file: Path, as_json: bool) -> None:
    """Take this node to another machine: write a backup to FILE and say nothing more here.

    There: 'twinline restore FILE DIR --keys FOLDER', with the root's and the organisation's key.
    """
    handle = ledger()
    made = with_progress(Sentence("backing up"), lambda _: backing.back_up(handle, file, now=now_ms()))
    rosters.end_own(handle, now=now_ms())
    if as_json:
        print_json({"file": str(made.path), "entries": made.entries, "digest": made.digest})
        return
    say("{path} holds all that is here, {entries}; this copy signs nothing more.",
        path=made.path, entries=entries(made.entries))  # fmt: skip


def say_fresh(told: restoring.Restored, as_json: bool) -> None:
    fresh = told.ledger.node
    if as_json:
        print_json({"node": fresh.id, "former": list(told.former), "entries": told.entries, "again": told.said_again})
        return
    say("This node's key is now {fingerprint}; what the old one said stays ({entries:,}).",
        fingerprint=fresh.key.public.fingerprint, entries=told.entries)  # fmt: skip
    if told.said_again:
        say("Entries that nobody had signed yet, and that stand in its fresh feeds now: {entries:,}.",
            entries=told.said_again)  # fmt: skip


def _told(known: Roster) -> dict[str, Any]:
    later = known.changes
    return {
        "organisations": [
            {"organisation": each.code, "side": each.side, "parent": each.parent, "from": each.valid_from,
             "to": each.valid_to, "name": each.name.get(spoken()) or next(iter(each.name.values()), ""),
             "successors": [code for code, _ in later.successors.get(each.code, ())]}
            for _, each in sorted(known.organisations.items())
        ],
        "keys": {code: [key.fingerprint for key in keys] for code, keys in sorted(known.keys.items()) if keys},
        "nodes": [
            {"node": each.id, "organisation": each.organisation, "hosts": sorted(each.hosts),
             "state": "revoked" if each.revoked else "ended" if each.ended else "in service"}
            for _, each in sorted(known.nodes.items())
        ],
        "reads": [
            {"organisation": new, "predecessor": old, "acknowledged": (new, old) in later.reads}
            for new, old in sorted(later.asked)
        ],
        "ignored": [str(each.sentence) for each in known.ignored],
    }  # fmt: skip


def _good(text: str) -> tuple[str, int]:
    feed, _, size = text.partition("=")
    if not size.isdigit():
        raise click.UsageError(tell("--good needs FEED=SIZE: the feed's id, and how many leaves of it are good."))
    return feed, int(size)


def _date(text: str | None) -> str | None:
    if text is None:
        return None
    try:
        days_of(text)
    except ValueError:
        raise click.UsageError(tell("{text!r} is no date: write 2025, 2025-07 or 2025-07-01.", text=text)) from None
    return text

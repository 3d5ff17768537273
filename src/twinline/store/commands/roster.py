"""``twinline roster``: who there is, from when to when, and which key speaks for whom."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from twinline.feeds.roster import Roster
from twinline.records.gazetteer import packaged
from twinline.store import backing, guard, restoring, rostering, rosters, succession
from twinline.store.commands.common import as_json, folder, language, ledger, print_json
from twinline.times import days_of, iso, now_ms


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
        lasted = f"{each['from'] or ''} to {each['to'] or ''}" if each["from"] or each["to"] else ""
        heirs = f"then {', '.join(each['successors'])}" if each["successors"] else ""
        click.echo(
            "  ".join(part for part in (each["organisation"], each["side"], each["name"], lasted, heirs) if part)
        )
    for node in told["nodes"]:
        click.echo(f"node {node['node'][:16]}…  {node['organisation']}  {node['state']}")
    for pair in told["reads"]:
        state = "acknowledged" if pair["acknowledged"] else "not acknowledged by the other side yet"
        click.echo(f"{pair['organisation']} reads for {pair['predecessor']}: {state}")
    for sentence in told["ignored"]:
        click.echo(f"ignored: {sentence}", err=True)


@roster.command("add")
@click.argument("org")
@click.option("--parent", metavar="ORG", help="The organisation above it; this node's if not given.")
@click.option("--name", metavar="TEXT", help="Its name, where the gazetteer doesn't know it.")
@click.option("--from", "since", metavar="DATE", help="Since when it is, such as 2025-07-01.")
@click.option("--to", "until", metavar="DATE", help="Until when it was.")
@click.option("--hosted/--not-hosted", default=True, help="Whether this node speaks for it (it does if not said).")
def add(org: str, parent: str | None, name: str | None, since: str | None, until: str | None, hosted: bool) -> None:
    """State ORG, an organisation of our side, or state it anew."""
    node, known = ledger(), packaged().organisation(org)
    names = {lang: text for lang, text in known.names.items() if text} if known else {}
    if name:
        names = {**names, language(): name}
    if not names:
        raise click.UsageError(f"The gazetteer doesn't know {org}: give its --name.")
    started = _date(since) or (iso(known.valid_from) if known and known.valid_from is not None else None)
    ended = _date(until) or (iso(known.valid_to) if known and known.valid_to is not None else None)
    rostering.add(node, org, parent=parent, names=names, since=started, until=ended, hosted=hosted, now=now_ms())
    click.echo(f"{org} is in our roster; the other side hears of it at the next exchange.")


@roster.command("end")
@click.argument("org")
@click.option("--on", "on", metavar="DATE", required=True, help="The last day on which it was.")
@click.option("--successor", "successors", multiple=True, metavar="ORG", help="Who came after it; may be repeated.")
@click.option("--since", metavar="DATE", help="Since when they are.")
def end(org: str, on: str, successors: tuple[str, ...], since: str | None) -> None:
    """State that ORG is no more. What it said, and what was said about it, stays as it was."""
    day = _date(on)
    assert day is not None
    rostering.end(ledger(), org, on=day, successors=successors, since=_date(since), now=now_ms())
    click.echo(f"{org} ended on {day}.")


@roster.command("reads")
@click.argument("org")
@click.argument("predecessor")
def reads(org: str, predecessor: str) -> None:
    """State that ORG reads what was said to its PREDECESSOR. It holds once the other side acknowledges it."""
    rostering.reads(ledger(), org, predecessor, now=now_ms())
    click.echo(f"Said. The other side now acknowledges it: 'twinline roster acknowledge {org} {predecessor}'.")


@roster.command("acknowledge")
@click.argument("org")
@click.argument("predecessor")
def acknowledge(org: str, predecessor: str) -> None:
    """Acknowledge that ORG of the other side reads what was said to its PREDECESSOR."""
    rostering.acknowledge(ledger(), org, predecessor, now=now_ms())
    click.echo(f"Acknowledged: {org} reads what was said to {predecessor}.")


@roster.group("key")
def key() -> None:
    """The organisation's key, which certifies its nodes."""


@key.command("new")
def new_key() -> None:
    """Make a fresh organisation key. The root vouches for it, the old key too where it is there, and then ends."""
    fingerprint = rostering.new_key(ledger(), now=now_ms())
    click.echo(f"The organisation's key is now {fingerprint}. Keep a copy of keys/organisation.key in a safe place.")


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
    click.echo(f"The root's fingerprint is now {fingerprint}: let every other side compare it in person.")
    click.echo("Take keys/root.key away to a safe place, and make a new backup.", err=True)


@roster.group("node")
def node() -> None:
    """This node's own key."""


@node.command("new")
@as_json
def new_node(as_json: bool) -> None:
    """Give this node a fresh key and fresh feeds, and end the old one."""
    guard.allow(ledger())
    told = restoring.recover(folder(), now=now_ms())
    say_fresh(told, as_json)


@roster.command("revoke")
@click.argument("node_id", metavar="NODE")
@click.option("--good", multiple=True, metavar="FEED=SIZE", help="How much of a feed is good, where less than is here.")
@click.option("--reason", default="stolen", show_default=True)
@as_json
def revoke(node_id: str, good: tuple[str, ...], reason: str, as_json: bool) -> None:
    """Revoke NODE: its key is in wrong hands. What it said up to now stands; nothing it says or receipts later does."""
    handle = ledger()
    found = sorted({name for name, _ in handle.roster().nodes if name.startswith(node_id.lower())})
    if len(found) != 1 or len(node_id) < 8:
        raise click.UsageError("Give the node's id, 8 digits of it at least: 'twinline roster list --json' shows it.")
    heads = rostering.revoke(handle, found[0], sizes=dict(map(_good, good)), reason=reason, now=now_ms())
    if as_json:
        print_json({"node": found[0], "good": {feed: head.size for feed, head in sorted(heads.items())}})
        return
    click.echo(f"Revoked {found[0][:16]}…: good are {len(heads)} feeds, each up to what is here. Exchange now.")


@roster.command("move")
@click.argument("file", type=click.Path(path_type=Path))
def move(file: Path) -> None:
    """Take this node to another machine: write a backup to FILE and say nothing more here.

    There: 'twinline restore FILE DIR --keys FOLDER', with the root's and the organisation's key.
    """
    handle = ledger()
    made = backing.back_up(handle, file, now=now_ms())
    rosters.end_own(handle, now=now_ms())
    click.echo(f"{made.path} holds all {made.entries:,} entries; this copy signs nothing more.")


def say_fresh(told: restoring.Restored, as_json: bool) -> None:
    fresh = told.ledger.node
    if as_json:
        print_json({"node": fresh.id, "former": list(told.former), "entries": told.entries, "again": told.said_again})
        return
    click.echo(
        f"This node's key is now {fresh.key.public.fingerprint}; what the old one said stays ({told.entries:,})."
    )
    if told.said_again:
        click.echo(f"{told.said_again:,} entries that nobody had signed yet stand in its fresh feeds.")


def _told(known: Roster) -> dict[str, Any]:
    later = known.changes
    return {
        "organisations": [
            {"organisation": each.code, "side": each.side, "parent": each.parent, "from": each.valid_from,
             "to": each.valid_to, "name": each.name.get(language()) or next(iter(each.name.values()), ""),
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
        "ignored": [each.sentence for each in known.ignored],
    }  # fmt: skip


def _good(text: str) -> tuple[str, int]:
    feed, _, size = text.partition("=")
    if not size.isdigit():
        raise click.UsageError("--good needs FEED=SIZE: the feed's id, and how many leaves of it are good.")
    return feed, int(size)


def _date(text: str | None) -> str | None:
    if text is None:
        return None
    try:
        days_of(text)
    except ValueError:
        raise click.UsageError(f"{text!r} is no date: write 2025, 2025-07 or 2025-07-01.") from None
    return text

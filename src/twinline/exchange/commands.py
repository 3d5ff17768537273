"""``twinline peer``, ``twinline exchange`` and ``twinline bundle``."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from twinline.exchange import addresses, blobs, cards, client, contact, files, sizes, telling, waiting
from twinline.exchange.cards import Card
from twinline.exchange.errors import ExchangeError, PairingError
from twinline.exchange.ledger_shelf import LedgerShelf
from twinline.exchange.shelf import Peer, Shelf
from twinline.exchange.views import own_card
from twinline.sentences import Plural, Sentence, Text
from twinline.store import peers
from twinline.store.commands.common import (
    Progress,
    as_json,
    ledger,
    print_json,
    say,
    say_text,
    whole_file,
    with_progress,
)
from twinline.store.errors import StoreError
from twinline.times import now_ms
from twinline.tongues import tell

file_path = click.Path(path_type=Path, dir_okay=False)


@click.group()
def peer() -> None:
    """Other nodes: pair with them by comparing one fingerprint, list them, stop."""


@peer.command("add")
@click.argument("source", metavar="URL|FILE")
@click.option("--fingerprint", metavar="HEX", help="The other side's fingerprint, as read out or handed over by them.")
@click.option("--name", help="What to call it here (its organisation's code if not given).")
@click.option("--url", "urls", multiple=True, help="Its address, where the card came as a file; may be repeated.")
@click.option("--new-root", is_flag=True, help="Their root was lost or stolen: this one takes its place.")
@as_json
def add(
    source: str, fingerprint: str | None, name: str | None, urls: tuple[str, ...], new_root: bool, as_json: bool
) -> None:
    """Pair with the node at URL, or whose card is in FILE."""
    card, addressed = _card(source, urls)
    if fingerprint is None:
        _compare(card)
    elif not cards.same_fingerprint(card, fingerprint):
        raise PairingError(
            "fingerprint",
            Sentence(
                "The fingerprint isn't theirs: the card says {fingerprint} and {given} was given. Don't pair; ask the "
                "other side to read it out again.",
                fingerprint=card.fingerprint,
                given=fingerprint,
            ),
        )
    found = _shelf().pin(card, urls=addressed, name=name, at_ms=now_ms(), in_place=new_root)
    if as_json:
        print_json({**_told(found), "fingerprint": card.fingerprint})
        return
    if found.hosts:
        say("Paired with {name}: it reads for {hosts}.", name=found.name, hosts=_some(found.hosts))
    else:
        say("Paired with {name}: for whom it reads comes with the first exchange.", name=found.name)
    if new_root:
        say("Their old root says nothing more; what it had said stays.")
    for url in filter(addresses.is_open, addressed):
        say("What goes to {url} can be read on the way: use https, or a protected network.", url=url, err=True)
    if not addressed:
        say("No address is known for it: exchange with files ('twinline bundle'), or add it again with --url.")
    if named := sorted({url for url in card.urls if addresses.is_right(url)} - set(addressed)):
        say("Its card names {urls}: none is called unless you give it with --url.", urls=" ".join(named))


@peer.command("list")
@as_json
def list_peers(as_json: bool) -> None:
    """List the nodes that this one is paired with."""
    found = _shelf().peers()
    alarms = peers.alarms(ledger())
    if as_json:
        print_json(
            [{**_told(each), "alarms": [str(a.sentence) for a in alarms if a.node == each.id]} for each in found]
        )
        return
    for each in found:
        reads = tell("{name}  {node}…  reads for {hosts}", name=each.name, node=each.id[:16], hosts=_some(each.hosts))
        click.echo(f"{reads}  {' '.join(each.urls)}".rstrip())
        for alarm in alarms:
            if alarm.node == each.id:
                say_text(alarm.sentence, indent="  ")
    if not found:
        say("No node yet. Pair with one: 'twinline peer add URL'.")


@peer.command("remove")
@click.argument("name", metavar="PEER")
@as_json
def remove(name: str, as_json: bool) -> None:
    """Stop exchanging with PEER. What it said before stays."""
    shelf = _shelf()
    found = _named(shelf, name)
    shelf.unpair(found.id)
    if as_json:
        print_json({"removed": found.id})
    else:
        say("{name} was removed; what it said before stays.", name=found.name)


@peer.command("card")
@click.argument("file", type=file_path, required=False)
@click.option("--url", "urls", multiple=True, help="An address at which this node answers; may be repeated.")
@as_json
def card(file: Path | None, urls: tuple[str, ...], as_json: bool) -> None:
    """Write this node's card to FILE (or print it), and its fingerprint to compare in person."""
    told = tuple(map(addresses.checked, urls))
    raw = own_card(_shelf(), at_ms=now_ms(), urls=told)
    fingerprint = cards.read_card(raw).fingerprint
    if file is not None:
        with whole_file(file) as sink:
            sink.write(raw)
    if as_json:
        print_json({"fingerprint": fingerprint, "file": str(file) if file else None, "bytes": len(raw)})
        return
    if file is None:
        sys.stdout.buffer.write(raw)
        sys.stdout.flush()
    say("The fingerprint to compare in person: {fingerprint}", fingerprint=fingerprint, err=file is None)


@click.command()
@click.argument("name", metavar="[PEER]", required=False)
@click.option(
    "--budget", type=sizes.SIZE, metavar="SIZE", help="How much may pass, both ways: 200kB, 2MB; some 4kB at the least."
)
@as_json
def exchange(name: str | None, budget: int | None, as_json: bool) -> int:
    """Exchange with PEER, or with every node that has an address.

    With --budget what is most urgent goes first; what is left is said.
    """
    shelf = _shelf()
    chosen = [_named(shelf, name)] if name else [each for each in shelf.peers() if each.urls]
    if not chosen:
        raise StoreError(
            "nobody", Sentence("There is nobody to exchange with: pair with a node first ('twinline peer add').")
        )
    told = [_exchange(shelf, each, budget) for each in chosen]
    if as_json:
        print_json([each.told for each in told])
    else:
        for each in told:
            _say(each)
    return 0 if all(each.told["done"] for each in told) else 1


@click.group()
def bundle() -> None:
    """Encrypted files that carry an exchange on a stick."""


@bundle.command("write")
@click.option("--to", "name", metavar="PEER", required=True, help="Whose node may read it.")
@click.argument("file", type=click.Path(path_type=Path))
@as_json
def write(name: str, file: Path, as_json: bool) -> None:
    """Write what PEER isn't known to hold into FILE (in a folder: under a name that says nothing)."""
    shelf = _shelf()
    found = _named(shelf, name)
    path = file / files.suggested_name() if file.is_dir() else file
    packed = with_progress(
        Sentence("packing"), lambda show: files.write_bundle(shelf, found, path, at_ms=now_ms(), progress=_adding(show))
    )
    told = {"file": str(path), "to": found.id, "bytes": path.stat().st_size, "entries": packed.entries,
            "more": packed.manifest.more}  # fmt: skip
    if as_json:
        print_json(told)
        return
    say("{path}: for {name}; entries: {entries:,}; bytes: {size:,}.",
        path=path, name=found.name, entries=told["entries"], size=told["bytes"])  # fmt: skip
    if packed.manifest.more:
        say("There is more than fits in one file: write another when their answer has come back.")


@bundle.command("read")
@click.argument("file", type=file_path)
@as_json
def read(file: Path, as_json: bool) -> int:
    """Read FILE, written for this node. A file that isn't sound changes nothing."""
    shelf = _shelf()
    applied = with_progress(
        Sentence("reading"), lambda show: files.read_bundle(shelf, file, at_ms=now_ms(), progress=_adding(show))
    )
    sender = shelf.peer(applied.manifest.sender)
    name = sender.name if sender else applied.manifest.sender
    arrived = telling.arrived([applied])
    shelf.note_contact(applied.manifest.sender, str(telling.sentence(arrived)), at_ms=now_ms())
    if as_json:
        print_json({"peer": name, "done": True, **arrived})
    else:
        _say_arrived(name, None, arrived, telling.warnings([applied]))
    return 1 if arrived["refused"] else 0


def _shelf() -> Shelf:
    return LedgerShelf(ledger())


def _card(source: str, urls: tuple[str, ...]) -> tuple[Card, tuple[str, ...]]:
    """Return a card and the addresses to keep: those that the operator gave, never the card's own."""
    given = tuple(map(addresses.checked, urls))
    if source.startswith(("http://", "https://")):
        url = addresses.checked(source)
        return cards.read_card(client.fetch_card(url)), (url, *given)
    with Path(source).open("rb") as file:
        return cards.read_card(file.read(cards.MAX_CARD + 1)), given


def _compare(card: Card) -> None:
    """Ask whether somebody compared the fingerprint; where nobody can be asked, say what to do and stop."""
    say("The card of {organisation} has the fingerprint", organisation=card.node.organisation, err=True)
    click.echo(f"    {card.fingerprint}", err=True)
    if not sys.stdin.isatty():
        raise click.UsageError(
            tell(
                "Nothing was changed: let the other side read out its fingerprint, in person or on a line you trust, "
                "and give what they said: --fingerprint HEX."
            )
        )
    if not click.confirm(tell("Did the other side read out the same, in person or on a line you trust?"), err=True):
        raise PairingError("fingerprint", Sentence("Not paired; nothing was changed."))


def _named(shelf: Shelf, name: str) -> Peer:
    """Return the peer of that name, organisation or beginning of a node id (8 digits or more)."""
    found = [
        each
        for each in shelf.peers()
        if name in (each.name, each.organisation) or (len(name) >= 8 and each.id.startswith(name.lower()))
    ]
    if len(found) == 1:
        return found[0]
    known = [each.name for each in shelf.peers()] or Sentence("none yet")
    if found:
        raise click.UsageError(tell("Several nodes are called {name!r}. Paired are: {known}.", name=name, known=known))
    raise click.UsageError(tell("No node is called {name!r}. Paired are: {known}.", name=name, known=known))


@dataclass(frozen=True)
class _Met:
    """What came of one exchange: as a program reads it, and what a person is told of it."""

    told: dict[str, Any]
    trouble: Text = ""
    warnings: tuple[Text, ...] = ()


def _exchange(shelf: Shelf, found: Peer, budget: int | None) -> _Met:
    try:
        result = with_progress(
            Sentence("exchanging with {name}", name=found.name),
            lambda show: contact.meet(shelf, found, now_ms, budget=budget, progress=_adding(show)),
        )
    except ExchangeError as error:
        return _Met({"peer": found.name, "done": False, "check": error.check, "sentence": error.sentence}, error.told)
    met = result.peer or found
    here = waiting.left(shelf, met) if result.left_here is None else result.left_here
    told = {
        "peer": found.name,
        "done": True,
        "sent_bytes": result.sent,
        "received_bytes": result.received,
        "sent_entries": result.sent_entries,
        "round_trips": result.trips,
        "more": result.more,
        "left": {
            "here": telling.lanes(here),
            "there": telling.lanes(result.left),
            "lying_there": result.lying,
            "attachment_bytes": blobs.left(shelf, met),
        },
        **telling.arrived(result.applied),
    }
    return _Met(told, warnings=tuple(telling.warnings(result.applied)))


def _say(met: _Met) -> None:
    told = met.told
    if not told["done"]:
        say("{name}: {what}", name=told["peer"], what=met.trouble, err=True)
        return
    _say_arrived(told["peer"], told["sent_entries"], told, met.warnings)
    if left := telling.left(told["left"]["here"]):
        say("  still waits here: {left}", left=left)
    if left := telling.left(told["left"]["there"]):
        say("  still waits there: {left}", left=left)
    if size := told["left"]["attachment_bytes"]:
        say("  still waits here: {size:,} bytes of attachments", size=size)
    if lying := told["left"]["lying_there"]:
        say_text(
            Plural(
                "of what they have {number:,} entry counts there once the rest of its batch has come",
                "of what they have {number:,} entries count there once the rest of their batch has come",
                lying,
            ),
            indent="  ",
        )


def _say_arrived(name: str, sent: int | None, told: dict[str, Any], warnings: Iterable[Text]) -> None:
    arrived = telling.sentence(told)
    if sent is None:
        say("{name}: {arrived}.", name=name, arrived=arrived)
    else:
        say("{name}: sent: {sent:,}; {arrived}.", name=name, sent=sent, arrived=arrived)
    for warning in warnings:
        say_text(warning, indent="  ", err=True)


def _adding(show: Progress) -> Any:
    """Return a progress that is told each step's own number."""
    done = 0

    def step(count: int) -> None:
        nonlocal done
        done += count
        show(done)

    return step


def _some(codes: tuple[str, ...]) -> Text:
    """Return the first few of many organisations."""
    if len(codes) <= 4:
        return ", ".join(codes)
    return Sentence("{first} and {more:,} more", first=codes[:4], more=len(codes) - 4)


def _told(found: Peer) -> dict[str, Any]:
    return {
        "name": found.name,
        "node": found.id,
        "organisation": found.organisation,
        "hosts": list(found.hosts),
        "urls": list(found.urls),
    }

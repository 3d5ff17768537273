"""``twinline feed list`` and ``twinline feed export``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from twinline.sentences import Plural, Sentence, feeds
from twinline.store import feedfile
from twinline.store.commands.common import as_json, ledger, print_json, say, whole_file, with_progress, word
from twinline.store.feedfile import Listed, Written
from twinline.store.reading import Reader
from twinline.times import now_ms, rfc3339


@click.group()
def feed() -> None:
    """The feeds kept here, and how an outsider gets them with their proofs."""


@feed.command("list")
@as_json
def list_feeds(as_json: bool) -> None:
    """List the feeds kept here: whose words, to whom, how many, and who has receipted them."""
    node = ledger()
    for each in feedfile.listed(node, Reader.of_node(node)):
        if as_json:
            print_json(_listed_json(each))
        else:
            _print_listed(each)


@feed.command()
@click.argument("told", metavar="FEED")
@click.argument("file", type=click.Path(dir_okay=False, allow_dash=True, path_type=Path), default="-")
@as_json
def export(told: str, file: Path, as_json: bool) -> None:
    """Write FEED (an id, the beginning of one, or all) with what proves it to FILE, or to standard output.

    The feed file of docs/format.md: leaves, signed heads, receipts, and the
    rosters that lead to them. Its reader must know the roots' keys from elsewhere.
    """
    node = ledger()
    feeds = feedfile.chosen(node, Reader.of_node(node), told)
    if str(file) == "-":
        _print_written(feedfile.write(node, feeds, sys.stdout.buffer, now=now_ms()), None)
        return
    with whole_file(file) as sink:
        written = with_progress(Sentence("writing"), lambda _: feedfile.write(node, feeds, sink, now=now_ms()))
    if as_json:
        print_json(
            {"file": str(file), "feeds": [{"feed": name, "size": size} for name, size in written.feeds],
             "roots": [{"key": key, "organisation": code, "fingerprint": fingerprint}
                       for key, code, fingerprint in written.roots]}
        )  # fmt: skip
    else:
        _print_written(written, file)


def _leaves(number: int) -> Plural:
    return Plural("{number:,} leaf", "{number:,} leaves", number)


def _print_written(written: Written, file: Path | None) -> None:
    if file:
        leaves = sum(size for _, size in written.feeds)
        say("{file}: {feeds}, {leaves}.", file=file, feeds=feeds(len(written.feeds)), leaves=_leaves(leaves), err=True)
    say("Its reader must have compared these roots (key=organisation):", err=True)
    for key, code, fingerprint in written.roots:
        click.echo(f"  {key}={code}  {fingerprint}", err=True)


def _listed_json(each: Listed) -> dict[str, Any]:
    return {
        "feed": each.feed, "type": each.type, "lane": each.lane, "node": each.node, "organisation": each.organisation,
        "side": each.side, "own": each.own, "audience": list(each.audience), "size": each.size, "loose": each.loose,
        "key": each.key, "fingerprint": each.fingerprint,
        "receipts": [
            {"node": r.node, "organisation": r.organisation, "side": r.side, "size": r.size,
             "at": rfc3339(r.at_s * 1000)} for r in each.receipts
        ],
    }  # fmt: skip


def _print_listed(each: Listed) -> None:
    what = word("roster")
    if each.type != "roster":
        what = Sentence("{lane}, to {audience}", lane=word(each.lane), audience=each.audience)
    say("{feed}  {organisation}  {what}: {leaves}",
        feed=each.feed, organisation=each.organisation, what=what, leaves=_leaves(each.size))  # fmt: skip
    if each.loose:
        say("  {loose:,} not yet under a signed head", loose=each.loose)
    if each.key:
        say("  root key {key}={organisation}  {fingerprint}",
            key=each.key, organisation=each.organisation, fingerprint=each.fingerprint)  # fmt: skip
    for r in each.receipts:
        name = r.organisation or Sentence("a node that no roster names, {node}", node=r.node[:16])
        say("  received by {name}: {received:,} of {size:,}, {at}",
            name=name, received=r.size, size=each.size, at=rfc3339(r.at_s * 1000))  # fmt: skip

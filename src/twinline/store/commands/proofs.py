"""``twinline proof`` and ``twinline proof check``. Checking needs no node, no database and no Django."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from twinline.feeds import proofs
from twinline.feeds.proofs import ProvenEntry
from twinline.ledger.acts import AMEND, COUNTERSIGN, DISPUTE, ON_PAPER, SAY, WITHDRAW
from twinline.records import registry
from twinline.records.gazetteer import packaged
from twinline.sentences import Sentence
from twinline.store import meaning, proven
from twinline.store.commands.common import as_json, lang_option, ledger, print_json, say, whole_file, word
from twinline.store.proven import Told
from twinline.times import now_ms, rfc3339
from twinline.tongues import tell

_VERBS = {
    SAY: Sentence("said this"), AMEND: Sentence("said this"), WITHDRAW: Sentence("took it back"),
    COUNTERSIGN: Sentence("confirmed it"), DISPUTE: Sentence("does not agree with it yet"),
    ON_PAPER: Sentence("says that the other side signed it on paper"),
}  # fmt: skip


class _Proof(click.Group):
    """``proof check FILE`` checks; any other first word names a record."""

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        return super().resolve_command(ctx, args if args[:1] == ["check"] else ["write", *args])


@click.group(cls=_Proof, subcommand_metavar="RECORD [FILE] | check FILE [--root FINGERPRINT]")
def proof() -> None:
    """Prove one record to somebody outside: a file with it, its signatures and receipts, and nothing else.

    'twinline proof RECORD FILE' writes one (to standard output without FILE).
    """


@proof.command(hidden=True)
@click.argument("record")
@click.argument("file", type=click.Path(dir_okay=False, allow_dash=True, path_type=Path), default="-")
@as_json
@click.pass_obj
def write(set_up: Callable[[], None] | None, record: str, file: Path, as_json: bool) -> None:
    """Write the proof of RECORD to FILE, or to standard output."""
    if set_up:
        set_up()
    from twinline.store import acting, proving

    node = ledger()
    view = acting.find(node, record)
    made = proving.prove(node, view, now=now_ms())
    raw = proofs.write(made)
    if str(file) == "-":
        sys.stdout.buffer.write(raw)
        sys.stdout.flush()
        return
    with whole_file(file) as sink:
        sink.write(raw)
    if as_json:
        print_json({"file": str(file), "bytes": len(raw), "record": made.record, "entries": len(made.entries)})
    else:
        say(
            "{file}: entries: {entries:,}; bytes: {size:,}. Whoever has this file can read the record; "
            "it was said to {audience}.",
            file=file, entries=len(made.entries), size=len(raw), audience=view.row.audience, err=True,
        )  # fmt: skip


@proof.command()
@click.argument("file", type=click.File("rb"))
@click.option("--root", "roots", multiple=True, metavar="FINGERPRINT",
              help="A root whose fingerprint you compared in person; may be given for each side.")  # fmt: skip
@lang_option
@as_json
def check(file: Any, roots: tuple[str, ...], lang: str, as_json: bool) -> None:
    """Say what FILE proves, by whom, and who received it when. Needs no node."""
    told = proven.tell(proofs.check(proofs.read(file.read(proofs.MAX_BYTES + 1))), roots)
    if as_json:
        print_json(_json(told, bool(roots)))
    else:
        _print(told, bool(roots), lang)


def _json(told: Told, named: bool) -> dict[str, Any]:
    return {
        "record": told.record, "standing": told.standing.standing, "roots_named": named, "roots": _roots(told),
        "entries": [
            {
                "id": one.entry.id, "act": one.entry.act, "kind": one.entry.kind, "author": one.entry.author,
                "about": one.entry.about, "written": one.entry.written, "hash": one.entry.hex, "body": one.entry.body,
                "side": one.by.organisation.side, "organisation": one.by.node.organisation, "node": one.by.node.node.id,
                "current": one is told.current,
                "receipts": [
                    {"organisation": r.by.node.organisation, "side": r.by.organisation.side, "node": r.by.node.node.id,
                     "at": rfc3339(r.at_s * 1000)} for r in told.receipts(one)
                ],
            } for one in told.entries.values()
        ],
        "not_counted": [{"id": one.entry.id, "act": one.entry.act, "author": one.entry.author} for one in told.unnamed],
    }  # fmt: skip


def _roots(told: Told) -> list[dict[str, str]]:
    found = {}
    for one in told.entries.values():
        for by in (one.by, *(r.by for r in told.receipts(one))):
            found[by.root.id] = {
                "organisation": by.root_organisation, "side": by.organisation.side, "fingerprint": by.root.fingerprint,
            }  # fmt: skip
    return list(found.values())


def _print(told: Told, named: bool, lang: str) -> None:
    names, current = packaged(), told.current.entry
    if named:
        say("Proven.")
    else:
        say("Proven to whoever compared these roots in person (name them with --root):")
    for root in _roots(told):
        click.echo(f"  {names.name(root['organisation'], lang)} ({root['side']})  {root['fingerprint']}")
    known = meaning.readable(current.kind, current.version)
    title = (
        registry.title(current.kind, current.body, lang)
        if known
        else tell("{kind} (not readable here)", kind=current.kind)
    )
    example = known and registry.is_example(current.body)
    click.echo(f"{tell('EXAMPLE')} {title}" if example else title)
    say("  record {record}, by what is shown here: {standing}",
        record=told.record, standing=word(told.standing.standing))  # fmt: skip
    for one in told.entries.values():
        _print_entry(told, one, lang)
        if one is told.current and known:
            for label, text in registry.describe(current.kind, current.body, lang):
                click.echo(f"    {label}: {text}")
        if one.entry.act == ON_PAPER:
            for label, text in registry.describe_act(ON_PAPER, dict(one.entry.body), lang):
                click.echo(f"    {label}: {text}")
            for scan in one.entry.body.get("attachments", ()):
                say("    the scan isn't in this file; its fingerprint (SHA-256) is {sha256}", sha256=scan["sha256"])
    for one in told.unnamed:
        say("  {author} ({act}): by a root that you didn't name, not counted",
            author=one.entry.author, act=one.entry.act)  # fmt: skip
    say("Not proven: that nothing else was said about it, before or since; nor to whom it was told.")


def _print_entry(told: Told, one: ProvenEntry, lang: str) -> None:
    names, entry = packaged(), one.entry
    older = entry.act in (SAY, AMEND) and one is not told.current
    verb = Sentence("said an earlier version of this") if older else _VERBS[entry.act]
    say("  {who} ({side}) {verb}; written {written}, by its own clock; signed by the node {node} of {organisation}",
        who=names.name(entry.author, lang), side=one.by.organisation.side, verb=verb, written=entry.written,
        node=one.by.node.node.id[:16], organisation=one.by.node.organisation)  # fmt: skip
    for receipt in told.receipts(one):
        where: dict[str, Any] = {
            "who": names.name(receipt.by.node.organisation, lang), "side": receipt.by.organisation.side,
            "at": rfc3339(receipt.at_s * 1000),
        }  # fmt: skip
        if receipt.by.node.node.id == one.by.node.node.id:
            say("    kept by the node of {who} ({side}) at {at}, by its clock", **where)
        else:
            say("    received by the node of {who} ({side}) at {at}, by its clock", **where)

"""``view-as`` and ``narrow``: looking before it leaves, taking back after."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

from twinline.records import registry
from twinline.records.gazetteer import packaged
from twinline.sentences import Plural, Sentence
from twinline.store import acting, examples, meaning, narrowing, plain, preview, saying
from twinline.store.commands.common import as_json, lang_option, ledger, print_json, say, say_text, with_progress, word
from twinline.store.commands.reading import title
from twinline.store.errors import StoreError
from twinline.store.ledger import Ledger
from twinline.store.preview import Seen
from twinline.store.reading import View
from twinline.times import now_ms

_TO = click.option(
    "--to", metavar="AUDIENCE", help="To whom they would be released; whom each is meant for if not given."
)


def take_examples_away(node: Ledger, as_json: bool) -> None:
    """Withdraw all examples that the node said and say how many there were, and how many of others are left."""
    done = with_progress(Sentence("withdrawing"), lambda _: examples.take_away(node, now=now_ms()))
    if as_json:
        print_json({"withdrawn": done.withdrawn, "of_others": done.of_others})
        return
    say_text(
        Plural(
            "{number:,} record marked EXAMPLE was withdrawn.",
            "{number:,} records marked EXAMPLE were withdrawn.",
            done.withdrawn,
        )
    )
    if done.of_others:
        say_text(
            Plural(
                "{number:,} of others is still here: it goes when they withdraw it.",
                "{number:,} of others are still here: they go when they withdraw them.",
                done.of_others,
            )
        )


@click.command("view-as")
@click.argument("organisation", metavar="ORG")
@click.argument("records", nargs=-1, required=True, metavar="RECORD...")
@_TO
@lang_option
@as_json
def view_as(organisation: str, records: tuple[str, ...], to: str | None, lang: str, as_json: bool) -> None:
    """Show exactly what ORG would see of RECORDs once they are released. Nothing is written.

    Records that are meant for nobody further are shown as ORG sees them now.
    """
    node = ledger()
    show_as(node, [organisation], [acting.find(node, told) for told in records], to, lang, as_json)


def show_as(
    node: Ledger, organisations: Sequence[str], views: Sequence[View], to: str | None, lang: str, as_json: bool
) -> None:
    """Print what organisations see of records (``all``: each that would be addressed)."""
    audience = saying.expand(node, to, author=views[0].standing.root.author) if to else None
    if "all" in organisations:
        told = sorted({code for view in views for code in preview.addressed(node, audience or view.row.intended)})
        if not told:
            raise StoreError(
                "no-audience", Sentence("These records are meant for nobody further: say to whom with --to.")
            )
        organisations = told
    for seen in preview.view_as(node, organisations, views, audience, now=now_ms()):
        if as_json:
            print_json(_json(seen))
        else:
            _print(node, seen, lang)


def _json(seen: Seen) -> dict[str, Any]:
    shown = plain.row(seen.view.row) if seen.view else None
    if shown and seen.preview:
        # These come into being with the release: what is shown here was undone.
        for name in ("record", "number", "event", "arrived"):
            shown[name] = None
    if shown and seen.view and seen.view.standing.paper:
        shown["on_paper"] = dict(seen.view.standing.paper.body)
    return {"of": seen.record, "organisation": seen.organisation, "preview": seen.preview, "sees": shown}


def _print(node: Ledger, seen: Seen, lang: str) -> None:
    name = packaged().name(seen.organisation, lang)
    if seen.view is None:
        who: dict[str, Any] = {"name": name, "code": seen.organisation, "record": seen.record}
        if seen.preview:
            say("{name} ({code}) would see nothing of {record}.", **who)
        else:
            say("{name} ({code}) sees nothing of {record}.", **who)
        return
    row = seen.view.row
    theirs = node.roster().side(seen.organisation) not in (None, row.side)
    if seen.preview:
        say("{name} ({code}) would see:", name=name, code=seen.organisation)
    else:
        say("{name} ({code}) sees now:", name=name, code=seen.organisation)
    click.echo(f"  {title(row, lang)}")
    say("    said by {author} about {about}, to {audience}; {standing}",
        author=packaged().name(row.author, lang), about=packaged().name(row.about, lang), audience=row.audience,
        standing=word(row.standing))  # fmt: skip
    if meaning.readable(row.kind, row.version):
        for label, text in registry.describe(row.kind, dict(row.body), lang, theirs=theirs):
            click.echo(f"    {label}: {text}")
    paper = seen.view.standing.paper
    for label, text in registry.describe_act(paper.act, dict(paper.body), lang) if paper else ():
        click.echo(f"    {label}: {text}")


@click.command()
@click.argument("record")
@click.option("--to", required=True, metavar="AUDIENCE", help="The fewer who may read it from now on.")
@click.option("--reason", default="wrong_audience", show_default=True,
              help="Why: a word from 'twinline kinds withdraw'.")  # fmt: skip
@as_json
def narrow(record: str, to: str, reason: str, as_json: bool) -> None:
    """Take RECORD back and say it anew to fewer, as one that replaces it.

    Whoever had it keeps what they read: 'twinline list --withdrawn-waiting'
    lists who has not yet received that it was withdrawn.
    """
    node = ledger()
    view = acting.find(node, record)
    audience = saying.expand(node, to, author=view.standing.root.author)
    withdrawn, said = narrowing.narrow(node, view, audience, {"reason": reason}, now=now_ms())
    if as_json:
        print_json({"withdrawal": withdrawn.id, "withdrawn": withdrawn.record, "record": said.record})
    else:
        click.echo(said.record)

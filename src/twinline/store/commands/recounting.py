"""``recount``: taking persons out of the number of suspects, everywhere at once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import click

from twinline.sentences import Plural, Sentence
from twinline.store import acting, plain, reach, recounting
from twinline.store.commands.common import as_json, lang_option, ledger, print_json, say, say_text
from twinline.store.commands.reading import title
from twinline.store.ledger import Ledger
from twinline.store.reach import Addressee
from twinline.store.reading import Reader, Row
from twinline.store.recounting import Recount
from twinline.times import now_ms


@click.command()
@click.argument("record")
@click.option("--fewer", required=True, type=click.IntRange(1), metavar="N", help="How many are no suspects.")
@click.option("--leave-out", multiple=True, metavar="RECORD", help="A record tied to it that doesn't count them.")
@click.option("--dry-run", is_flag=True, help="Say what would be done; nothing is written.")
@lang_option
@as_json
def recount(record: str, fewer: int, leave_out: tuple[str, ...], dry_run: bool, lang: str, as_json: bool) -> None:
    """Take persons out of the number of suspects of RECORD, and of our records that count the same ones.

    These are ours of the same event and the case it belongs to: all are
    amended, or none. Why stands nowhere in them. What the other side said, and
    what was reported as a figure, is named, to be put right by whoever said it.
    """
    node = ledger()
    view, left_out = acting.find(node, record), [acting.find(node, told).row.record for told in leave_out]
    done = (
        recounting.plan(node, view, fewer, left_out)
        if dry_run else recounting.recount(node, view, fewer, left_out, now=now_ms())
    )  # fmt: skip
    waiting = {one.row.record: _waiting(node, one.row) for one in done.lowered}
    if as_json:
        print_json(_json(done, waiting, dry_run))
        return
    for one in done.lowered:
        click.echo(f"{one.row.record}  {title(one.row, lang)}")
        say("  suspects: {before:,} before, {after:,} now", before=one.before, after=one.after)
        if waiting[one.row.record]:
            who = [each.organisation for each in waiting[one.row.record]]
            say("  to be received by {who}: 'twinline list --corrected-waiting' tells who has not", who=who)
    _others(done.theirs, lang, Plural(
        "{number:,} record of the other side counts them still; its author sees that yours changed.",
        "{number:,} records of the other side count them still; their authors see that yours changed.",
        len(done.theirs),
    ))  # fmt: skip
    _others(done.reported, lang, Plural(
        "{number:,} reported figure is of a time that holds it: amend it if they are in it.",
        "{number:,} reported figures are of a time that holds it: amend those that they are in.",
        len(done.reported),
    ))  # fmt: skip


def _others(rows: Iterable[Row], lang: str, told: Sentence) -> None:
    rows = list(rows)
    if rows:
        say_text(told)
    for row in rows:
        click.echo(f"  {row.record}  {title(row, lang)}")


def _waiting(node: Ledger, row: Row) -> list[Addressee]:
    heard = reach.reached(node, Reader.of_node(node), row.record)
    return [one for one in heard if one.received is None and one.has_node]


def _json(done: Recount, waiting: dict[str, list[Addressee]], dry_run: bool) -> dict[str, Any]:
    return {
        "written": not dry_run,
        "amended": [
            {"record": one.row.record, "before": one.before, "after": one.after,
             "waiting": [plain.addressee(who) for who in waiting[one.row.record]]} for one in done.lowered
        ],
        "theirs": [one.record for one in done.theirs],
        "reported": [one.record for one in done.reported],
    }  # fmt: skip

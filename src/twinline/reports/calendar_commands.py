"""``twinline calendar``."""

from __future__ import annotations

from pathlib import Path

import click

from twinline.reports import calendar as told
from twinline.store.commands.common import lang_option, ledger, whole_file
from twinline.store.reading import Reader
from twinline.times import day_of, days_of, now_ms
from twinline.tongues import tell

AHEAD_DAYS = 92
LONGEST_DAYS = 800
FORMS = ("text", "json", "ics")


@click.command("calendar")
@click.option("--from", "since", metavar="DATE", help="First date, full or partial; today if left out.")
@click.option("--to", "until", metavar="DATE", help="Last date, full or partial; three months on if left out.")
@click.option("--format", "form", type=click.Choice(FORMS), default="text", show_default=True,
              help="As text, for programs, or as iCalendar for a telephone.")  # fmt: skip
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write to this file instead.")
@lang_option
@click.option("--json", "as_program", is_flag=True, help="Print JSON, for programs.")
def calendar(since: str | None, until: str | None, form: str, out: Path | None, lang: str, as_program: bool) -> None:
    """Show what is due and coming, and both countries' festivals, as this node may know it."""
    node, now = ledger(), now_ms()
    first, last = _days(since, until, day_of(now))
    found = told.entries(node, Reader.of_node(node), first, last, now=now)
    absent = told.absent(first, last)
    if as_program or form == "json":
        written = told.as_json(found, absent)
    elif form == "ics":
        written = told.as_ics(found, lang, organisation=node.node.organisation, absent=absent)
    else:
        said = told.as_text(found, lang) or tell("Nothing is due or coming in these days.") + "\n"
        written = "".join([said, *(f"\n{one}\n" for one in told.absent_told(absent, lang))]).encode()
    if out is None:
        click.echo(written, nl=False)
    else:
        with whole_file(out) as sink:
            sink.write(written)


def _days(since: str | None, until: str | None, today: int) -> tuple[int, int]:
    """Return the first and last day asked for; a usage error where that is no span of at most two years."""
    try:
        first = days_of(since)[0] if since else today
        last = days_of(until)[1] if until else first + AHEAD_DAYS
    except ValueError:
        raise click.UsageError(
            tell("--from and --to take a date: 2026, 2026-11 or 2026-11-26; {given} was given.", given=[since, until])
        ) from None
    if not 0 <= last - first <= LONGEST_DAYS:
        raise click.UsageError(tell("--to comes after --from, by two years at most."))
    return first, last

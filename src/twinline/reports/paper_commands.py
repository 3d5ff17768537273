"""``twinline minutes``, ``inspection-sheet`` and ``patrol-sheet``: papers that go out to be signed or ticked."""

from __future__ import annotations

from pathlib import Path

import click

from twinline.reports.minutes import minutes as minutes_of
from twinline.reports.minutes import outcomes
from twinline.reports.walk_sheet import walk_sheet
from twinline.sentences import Sentence
from twinline.store import acting, stretches
from twinline.store.commands.common import as_json, ledger, print_json, whole_file
from twinline.store.errors import StoreError
from twinline.store.reading import Reader

_output = click.option(
    "--output",
    "--out",
    "output",
    required=True,
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The PDF to write.",
)


@click.command()
@click.argument("record")
@_output
@as_json
def minutes(record: str, output: Path, as_json: bool) -> None:
    """Write the minutes of RECORD as PDF: Vietnamese and Lao side by side on one A4, to be signed by both sides.

    Of a joint patrol that was walked, talks, reviews, conferences, handovers. The code on it names the record: once
    signed, 'twinline on-paper' finds where the scan belongs.
    """
    view = acting.find(ledger(), record)
    agreed = outcomes(ledger(), Reader.of_node(ledger()), view)
    _write(output, minutes_of(view, agreed), view.row.record, as_json)


@click.command("inspection-sheet")
@click.argument("stretch")
@_output
@as_json
def inspection_sheet(stretch: str, output: Path, as_json: bool) -> None:
    """Write the sheet of a STRETCH as PDF: its markers with boxes to tick, pictures, four languages.

    For those who look after it. Its page at the desk types it in by the keys that its columns are numbered with.
    """
    _sheet(stretch, output, as_json, patrol=False)


@click.command("patrol-sheet")
@click.argument("record")
@_output
@as_json
def patrol_sheet(record: str, output: Path, as_json: bool) -> None:
    """Write a patrol's sheet as PDF: markers with boxes to tick, pictures, four languages.

    RECORD is a planned patrol, whose plan and way are filled in, or a stretch. Typed in at the desk, a planned patrol
    becomes one that was walked.
    """
    _sheet(record, output, as_json, patrol=True)


def _sheet(told: str, output: Path, as_json: bool, *, patrol: bool) -> None:
    node = ledger()
    reader, view = Reader.of_node(node), acting.find(node, told)
    if not patrol and stretches.is_planned(view):
        raise StoreError(
            "a-patrol",
            Sentence("{record} is a planned patrol: its sheet is written by 'twinline patrol-sheet'.",
                     record=view.row.record),
        )  # fmt: skip
    markers = stretches.markers_on(node, reader, view)
    made = walk_sheet(view, markers, patrol=patrol, plan=stretches.plan_of(node, reader, view))
    _write(output, made, view.row.record, as_json)


def _write(output: Path, made: bytes, record: str, as_json: bool) -> None:
    with whole_file(output) as sink:
        sink.write(made)
    if as_json:
        print_json({"file": str(output), "record": record, "bytes": len(made)})

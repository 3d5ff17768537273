"""``twinline on-paper``: our word that the other side signed a record on paper, with the scan."""

from __future__ import annotations

from typing import IO, Any

import click

from twinline.records.attachments import LARGEST
from twinline.store import acting, papers
from twinline.store.commands.common import as_json, ledger, print_json
from twinline.store.commands.saying import note_lang, note_option
from twinline.store.reading import Reader
from twinline.times import now_ms


@click.command("on-paper")
@click.argument("record", required=False)
@click.option("--scan", "scans", type=click.File("rb"), multiple=True, metavar="FILE",
              help="The scan of the signed paper (PDF, JPEG, PNG); may be given again.")  # fmt: skip
@click.option("--signed", metavar="DATE", help="The day on which it was signed.")
@click.option("--number", metavar="NUMBER", help="The number of the minutes.")
@click.option("--undo", is_flag=True, help="Take back that it was signed.")
@note_option
@note_lang
@as_json
def on_paper(
    record: str | None, scans: tuple[IO[bytes], ...], signed: str | None, number: str | None, undo: bool,
    note: str | None, note_lang: str, as_json: bool,
) -> None:  # fmt: skip
    """Say of our RECORD that the other side signed it on paper, and show the scan.

    Without RECORD the code printed on the paper says which it is; where it is named, a scan with the code of another is
    refused. The record stands as agreed on paper, by our word alone. It counts as stated, and becomes agreed once the
    other side confirms the record itself.
    """
    node = ledger()
    kept = papers.keep(node, (scan.read(5 * LARGEST + 1) for scan in scans))
    reader = Reader.of_node(node)
    if record is None:
        paper = papers.paper_on(node, kept)
        if paper is None:
            raise papers.NoCode
        if paper.sheet:
            raise papers.Sheet(paper.record)
        record = paper.record
    view = papers.find(node, reader, record)
    papers.must_be_of(node, reader, view, kept)
    body: dict[str, Any] = {"note": {"language": note_lang, "text": note}} if note else {}
    body |= {"undo": True} if undo else papers.signed(kept, signed or "", number or "")
    said = acting.on_paper(node, view, body, now=now_ms())
    if as_json:
        print_json({"id": said.id, "record": said.record, "hash": said.hash, "feed": said.feed,
                    "position": said.position})  # fmt: skip
    else:
        click.echo(said.id)

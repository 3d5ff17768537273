"""``twinline attachment``: pictures that records name, and what has arrived of them."""

from __future__ import annotations

from pathlib import Path
from typing import IO

import click

from twinline.records.attachments import SHOWS
from twinline.sentences import Sentence
from twinline.store import attachments
from twinline.store.commands.common import as_json, ledger, print_json, say, whole_file
from twinline.store.errors import StoreError
from twinline.store.reading import Reader
from twinline.tongues import LANGUAGES


@click.group()
def attachment() -> None:
    """Scans of documents and photos of markers, terrain and goods that records name. Never people or their papers."""


@attachment.command()
@click.argument("file", type=click.File("rb"))
@click.option("--shows", required=True, type=click.Choice(list(SHOWS)), help="What it shows.")
@click.option("--caption", metavar="TEXT", help="A few words, at most 500 characters.")
@click.option("--caption-lang", type=click.Choice(LANGUAGES), default="en", show_default=True,
              help="The language of these words.")  # fmt: skip
@as_json
def add(file: IO[bytes], shows: str, caption: str | None, caption_lang: str, as_json: bool) -> None:
    """Keep a picture (JPEG, PNG) or a scan (PDF) and print, as JSON, what a record's 'attachments' list says of it.

    A PDF is taken where each page is one scanned picture, and written again with these alone. What the camera wrote
    beside a picture (place, time, device) is taken off first. It goes where the records go that name it, after all
    records.
    """
    del as_json  # it prints nothing else
    raw = file.read(5 * attachments.LARGEST + 1)
    named = attachments.keep(ledger(), raw, shows)
    print_json({**named, **({"caption": {"language": caption_lang, "text": caption}} if caption else {})})


@attachment.command("list")
@as_json
def list_attachments(as_json: bool) -> None:
    """List the files that records name, and how much of each is here."""
    node = ledger()
    for one in attachments.state(node, Reader.of_node(node)):
        if as_json:
            print_json({"sha256": one.sha256, "bytes": one.size, "media": one.media, "here": one.have,
                        "records": list(one.records)})  # fmt: skip
        else:
            here = Sentence("here")
            if one.have < one.size:
                here = Sentence("{have:,} of {size:,} bytes here", have=one.have, size=one.size)
            say(
                "{sha256}  {media}  {size:,} bytes, {here}; named by {records}",
                sha256=one.sha256, media=one.media, size=one.size, here=here, records=one.records,
            )  # fmt: skip


@attachment.command()
@click.argument("sha256")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@as_json
def get(sha256: str, file: Path, as_json: bool) -> None:
    """Write the attachment SHA256 to FILE."""
    node = ledger()
    found = attachments.read(node, Reader.of_node(node), sha256)
    if found is None:
        raise StoreError(
            "no-attachment",
            Sentence(
                "The attachment {sha256} is not here: no record names it, or it has not arrived yet.", sha256=sha256
            ),
        )
    with whole_file(file) as sink:
        sink.write(found[0])
    if as_json:
        print_json({"file": str(file), "sha256": sha256, "bytes": len(found[0])})

"""What the commands share: the node they are about, JSON out, progress."""

from __future__ import annotations

import contextlib
import contextvars
import os
import secrets
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, cast

import click
import msgspec

from twinline.sentences import Sentence, Text
from twinline.tongues import LANGUAGES, chosen, speaking, spoken, tell, told

if TYPE_CHECKING:
    from twinline.store.ledger import Ledger

as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")


def folder() -> Path:
    """Return the folder of the node that a command is about."""
    return Path(os.environ.get("TWINLINE_NODE", "."))


def ledger() -> Ledger:
    """Return the ledger of the node that a command is about."""
    from twinline.store.ledger import open_ledger  # a command that needs no node needs no database either

    return open_ledger(folder())


def _speak(ctx: click.Context, _: click.Parameter, lang: str) -> str:
    """Let the whole command say its sentences in the language asked for, unless its caller chose already."""
    if not chosen():
        ctx.with_resource(speaking(lang))
    return lang


lang_option = click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    default=spoken,
    is_eager=True,
    callback=_speak,
    help="The reader's language.",
)

#: Words of the code that stand in what a command prints for people.
_WORDS = {
    "stated": Sentence("stated"),
    "on_paper": Sentence("on paper"),
    "agreed": Sentence("agreed"),
    "disputed": Sentence("not yet agreed"),
    "withdrawn": Sentence("withdrawn"),
    "released": Sentence("released"),
    "urgent": Sentence("urgent"),
    "routine": Sentence("routine"),
    "roster": Sentence("roster"),
    "EXAMPLE": Sentence("EXAMPLE"),
    "in service": Sentence("in service"),
    "ended": Sentence("ended"),
    "revoked": Sentence("revoked"),
    "waiting": Sentence("waiting"),
    "quarantined": Sentence("set aside"),
    "refused": Sentence("refused"),
}


def word(code: str) -> Text:
    """Return a word of the code as people read it; another as it is."""
    return _WORDS.get(code, code)


def say(pattern: str, /, *, err: bool = False, **values: Any) -> None:
    """Print a sentence, written in English, in the reader's language."""
    click.echo(tell(pattern, **values), err=err)


def say_text(text: Text, *, indent: str = "", err: bool = False) -> None:
    """Print a sentence in the reader's language; text that isn't one as it may be shown."""
    click.echo(f"{indent}{told(text)}", err=err)


def print_json(value: Any) -> None:
    """Print one value as one line of JSON."""
    sys.stdout.buffer.write(msgspec.json.encode(value) + b"\n")
    sys.stdout.flush()


@contextlib.contextmanager
def printed_when_done(node: Ledger) -> Iterator[BinaryIO]:
    """Give a file whose bytes are printed once all is done, however many: none of them if it isn't."""
    place = node.folder / "spool"
    place.mkdir(exist_ok=True)
    with tempfile.SpooledTemporaryFile(max_size=1 << 20, dir=str(place)) as spool:
        yield cast(BinaryIO, spool)
        spool.seek(0)
        shutil.copyfileobj(spool, sys.stdout.buffer)
    sys.stdout.flush()


@contextlib.contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """Open a file that appears whole, and on disk, or not at all; it replaces one of that name."""
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        with beside.open("xb") as sink:
            yield sink
            sink.flush()
            os.fsync(sink.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


class Progress:
    """A line on standard error that shows how far long work is; silent for the first second and where nobody looks.

    Work that tells no numbers shows the seconds it has taken.
    """

    def __init__(self, doing: Sentence) -> None:
        self._doing = doing
        self._since = time.monotonic()
        self._shown = 0.0
        self._wide = 0
        self._stop = threading.Event()
        self._looked_at = sys.stderr.isatty()
        if self._looked_at:
            threading.Thread(target=contextvars.copy_context().run, args=(self._count,), daemon=True).start()

    def __call__(self, done: int, total: int | None = None) -> None:
        now = time.monotonic()
        if not self._looked_at or now - self._since < 1 or now - self._shown < 0.5:
            return
        self._shown = now
        if total:
            self._show(tell("{doing}: {done:,} of {total:,}", doing=self._doing, done=done, total=total))
        else:
            self._show(tell("{doing}: {done:,}", doing=self._doing, done=done))

    def end(self) -> None:
        """Take the line away."""
        self._stop.set()
        if self._wide:
            self._show("")
            sys.stderr.write("\r")

    def _count(self) -> None:
        while not self._stop.wait(1):
            if time.monotonic() - self._shown > 5:
                seconds = int(time.monotonic() - self._since)
                self._show(tell("{doing}: {seconds:,} s", doing=self._doing, seconds=seconds))

    def _show(self, text: str) -> None:
        sys.stderr.write(f"\r{text.ljust(self._wide)}")
        sys.stderr.flush()
        self._wide = len(text)


def with_progress(doing: Sentence, work: Callable[[Progress], Any]) -> Any:
    """Return what long work gives, showing how far it is."""
    progress = Progress(doing)
    try:
        return work(progress)
    finally:
        progress.end()

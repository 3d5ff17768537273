"""What the commands share: the node they are about, JSON out, progress."""

from __future__ import annotations

import contextlib
import os
import secrets
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import click
import msgspec

if TYPE_CHECKING:
    from twinline.store.ledger import Ledger

LANGUAGES = ("vi", "lo", "en", "fr")

as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")


def folder() -> Path:
    """Return the folder of the node that a command is about."""
    return Path(os.environ.get("TWINLINE_NODE", "."))


def ledger() -> Ledger:
    """Return the ledger of the node that a command is about."""
    from twinline.store.ledger import open_ledger  # a command that needs no node needs no database either

    return open_ledger(folder())


def language() -> str:
    """Return the reader's language: ``TWINLINE_LANG``, or the one of the machine, else English."""
    told = os.environ.get("TWINLINE_LANG") or os.environ.get("LC_ALL") or os.environ.get("LANG") or ""
    return told[:2].lower() if told[:2].lower() in LANGUAGES else "en"


lang_option = click.option("--lang", type=click.Choice(LANGUAGES), default=language, help="The reader's language.")


def print_json(value: Any) -> None:
    """Print one value as one line of JSON."""
    sys.stdout.buffer.write(msgspec.json.encode(value) + b"\n")
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
    """A line on standard error that shows how far long work is; silent for the first second and where nobody looks."""

    def __init__(self, doing: str) -> None:
        self._doing = doing
        self._since = time.monotonic()
        self._shown = 0.0

    def __call__(self, done: int, total: int | None = None) -> None:
        now = time.monotonic()
        if now - self._since < 1 or now - self._shown < 0.5 or not sys.stderr.isatty():
            return
        self._shown = now
        share = f" of {total:,}" if total else ""
        sys.stderr.write(f"\r{self._doing}: {done:,}{share} ")
        sys.stderr.flush()

    def end(self) -> None:
        """Take the line away."""
        if self._shown:
            sys.stderr.write("\r" + " " * 60 + "\r")


def with_progress(doing: str, work: Callable[[Progress], Any]) -> Any:
    """Return what long work gives, showing how far it is."""
    progress = Progress(doing)
    try:
        return work(progress)
    finally:
        progress.end()

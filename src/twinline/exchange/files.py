"""Bundle files at the edge: written beside and renamed when whole, read from a decrypted temporary copy."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path
from typing import BinaryIO

from twinline.exchange import applying, conversation, packing, sealing
from twinline.exchange.applying import Applied
from twinline.exchange.errors import NotAParcel
from twinline.exchange.exchanging import open_parcel, sender_of
from twinline.exchange.parcel import Packed
from twinline.exchange.shelf import Peer, Shelf
from twinline.sentences import Sentence

BUNDLE_LEVEL = 12


def suggested_name() -> str:
    """Return a name for a bundle file that says nothing about whose it is."""
    return f"{secrets.token_hex(4)}.age"


def write_bundle(
    shelf: Shelf, peer: Peer, path: Path, *, at_ms: int, progress: packing.Progress | None = None
) -> Packed:
    """Write what a peer isn't known to hold into an encrypted file; return the parcel in it (its spool closed).

    The file appears whole or not at all, and replaces one of that name.
    """
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        with beside.open("xb") as sink:
            packed = write_bundle_to(shelf, peer, sink, at_ms=at_ms, progress=progress)
            sink.flush()
            os.fsync(sink.fileno())
        beside.replace(path)
        _sync_folder(path.parent)
    finally:
        beside.unlink(missing_ok=True)
    return packed


def write_bundle_to(
    shelf: Shelf, peer: Peer, sink: BinaryIO, *, at_ms: int, progress: packing.Progress | None = None
) -> Packed:
    """Write what a peer isn't known to hold, encrypted, into an open file (a download); return as ``write_bundle``."""
    packed = packing.pack(shelf, peer, conversation.BUNDLE, at_ms=at_ms, level=BUNDLE_LEVEL, progress=progress)
    try:
        sealing.seal(packed, peer.age_recipient, sink)
    finally:
        packed.close()
    if not packed.manifest.more:
        shelf.note_sent(peer.id, at_ms=at_ms)
    return packed


def read_bundle(shelf: Shelf, path: Path, *, at_ms: int, progress: packing.Progress | None = None) -> Applied:
    """Return what came of an encrypted file for this node. Raises a ``ParcelRefused``; then nothing was kept."""
    with path.open("rb") as source:
        return read_bundle_from(shelf, source, at_ms=at_ms, progress=progress)


def read_bundle_from(
    shelf: Shelf, source: BinaryIO, *, at_ms: int, progress: packing.Progress | None = None
) -> Applied:
    """Return what came of an encrypted file that is open already (an upload); raises as ``read_bundle``."""
    with shelf.spool() as plain:
        sealing.unseal(source, shelf.own.age_identity, plain)
        opened = open_parcel(shelf, plain)
        if opened.manifest.step != conversation.BUNDLE.name:
            raise NotAParcel(
                "step", Sentence("This parcel was part of a conversation over the network, not a file for a stick.")
            )
        with shelf.much():
            return applying.apply(opened, shelf, sender_of(shelf, opened), at_ms=at_ms, progress=progress)


def _sync_folder(folder: Path) -> None:
    """Make a rename durable where the system knows how (not on Windows)."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)  # posix: only reached where it is
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

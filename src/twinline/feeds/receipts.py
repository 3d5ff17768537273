"""Receipts: C2SP ``tlog-cosignature`` v1, Ed25519 (signature type 0x04).

A reader's node signs that at a time it held a feed up to a checkpoint. It says
*received*, never *agreed*. The cosigner's name is ``twinline/1/node/<node id>``.
"""

from __future__ import annotations

from dataclasses import dataclass

from twinline.feeds import notes
from twinline.feeds.checkpoints import Checkpoint
from twinline.feeds.errors import BadSignature, Malformed
from twinline.feeds.keys import PublicKey, SigningKey
from twinline.sentences import Sentence
from twinline.times import LAST_SECOND

NODE = "twinline/1/node/"
#: The last second of the year 9999: what lies beyond can't be written as a time (RFC 3339).
MAX_TIME = LAST_SECOND


@dataclass(frozen=True, slots=True)
class Receipt:
    """A receipt line taken apart; nothing in it is verified."""

    node: str
    at_s: int
    signature: notes.Signature


def name_of(public: PublicKey) -> str:
    """Return the name under which a node signs receipts and genesis leaves."""
    return f"{NODE}{public.id}"


def cosign(checkpoint: Checkpoint, key: SigningKey, at_s: int) -> str:
    """Return the receipt line (without newline) for a checkpoint held at a time in Unix seconds."""
    blob = _allowed(at_s).to_bytes(8, "big") + key.sign(message(checkpoint.text, at_s))
    return notes.signature_line(name_of(key.public), key.public, notes.COSIGNATURE, blob)


def message(text: str, at_s: int) -> bytes:
    """Return the bytes that a cosignature of a checkpoint's text signs."""
    return f"cosignature/v1\ntime {at_s}\n{text}".encode()


def read(line: str) -> Receipt:
    """Return a receipt line taken apart, unverified: to look up the node's key.

    Whoever takes one in reads it first: ``Malformed`` if its time is none.
    """
    signature = notes.parse_line(line)
    node = signature.name.removeprefix(NODE)
    if node == signature.name:
        raise Malformed("receipt", Sentence("A receipt is a cosignature/v1 line by a node."), where="receipt")
    return Receipt(node, _allowed(_time(signature)), signature)


def check(line: str, checkpoint: Checkpoint, public: PublicKey) -> int:
    """Return the Unix second at which this node says that it held this checkpoint.

    Raises ``BadSignature`` if the line is another node's, or about anything else. The time may be any: nodes kept
    receipts before ``read`` refused times that are none, and these hold.
    """
    return verify(notes.parse_line(line), name_of(public), public, checkpoint.text)


def verify(signature: notes.Signature, name: str, public: PublicKey, text: str) -> int:
    """Return the Unix second of a cosignature of a checkpoint's text, under any name (C2SP)."""
    if not signature.by(name, public, notes.COSIGNATURE):
        raise BadSignature("unsigned", Sentence("The receipt isn't by the node expected."), where="receipt")
    at_s = _time(signature)
    if not public.verify(message(text, at_s), signature.blob[8:]):
        feed, size = text.split("\n")[:2]
        raise BadSignature(
            "signature",
            Sentence("The receipt doesn't fit {feed} at size {size}.", feed=feed, size=size),
            where="receipt",
        )
    return at_s


def _time(signature: notes.Signature) -> int:
    if len(signature.blob) != 72:
        raise Malformed(
            "receipt", Sentence("A receipt holds a time of 8 bytes and a signature of 64."), where="receipt"
        )
    return int.from_bytes(signature.blob[:8], "big")


def _allowed(at_s: int) -> int:
    if not 0 <= at_s <= MAX_TIME:
        raise Malformed("time", Sentence("{time} can't be the time of a receipt.", time=at_s), where="receipt")
    return at_s

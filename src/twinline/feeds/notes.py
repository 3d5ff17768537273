"""Signed notes: C2SP ``signed-note``, Ed25519 (signature type 0x01).

A note is text that ends in a newline, an empty line, and signature lines
``— <key name> <Base64 of key id and signature>``. Lines by keys that one
doesn't know are ignored; a line that claims a known key must verify.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from twinline.feeds.errors import BadSignature, Malformed
from twinline.feeds.keys import PublicKey, SigningKey, from_base64, to_base64
from twinline.sentences import Sentence

ED25519 = 0x01
COSIGNATURE = 0x04
MAX_SIGNATURES = 100
MAX_BYTES = 1_000_000

_DASH = "—"
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line: who claims to have signed, and with what."""

    name: str
    key_id: bytes
    blob: bytes

    def by(self, name: str, public: PublicKey, kind: int) -> bool:
        """Return whether the line claims this key (which proves nothing yet)."""
        return self.name == name and self.key_id == key_id(name, public, kind)


@dataclass(frozen=True, slots=True)
class Note:
    """A note taken apart; nothing in it is verified."""

    text: str
    signatures: tuple[Signature, ...]


def key_id(name: str, public: PublicKey, kind: int = ED25519) -> bytes:
    """Return the four bytes that tell apart keys of one name and signature type."""
    return hashlib.sha256(name.encode() + b"\n" + bytes([kind]) + public.raw).digest()[:4]


def signature_line(name: str, public: PublicKey, kind: int, blob: bytes) -> str:
    """Return a signature line without its newline."""
    check_name(name)
    return f"{_DASH} {name} {to_base64(key_id(name, public, kind) + blob)}"


def parse_line(line: str) -> Signature:
    """Return one signature line, without its newline, taken apart."""
    parts = line.split(" ")
    if len(parts) != 3 or parts[0] != _DASH:
        raise Malformed(
            "signature-line",
            Sentence("A signature line is: em dash, space, key name, space, Base64."),
            where="note",
        )
    check_name(parts[1])
    raw = from_base64(parts[2], where="signature line")
    if len(raw) < 5:
        raise Malformed(
            "signature-line",
            Sentence("A signature line holds a key id of 4 bytes and a signature."),
            where="note",
        )
    return Signature(parts[1], raw[:4], raw[4:])


def sign(text: str, name: str, key: SigningKey) -> str:
    """Return the note that a key signs; the text must end in a newline."""
    check_text(text)
    return attach(f"{text}\n", signature_line(name, key.public, ED25519, key.sign(text.encode())))


def attach(note: str, line: str) -> str:
    """Return a note with one more signature line at its end."""
    return f"{note}{line}\n"


def parse(note: str | bytes) -> Note:
    """Return a note's text and signature lines, unverified; ``Malformed`` if it is no note."""
    whole = _text_of(note)
    cut = whole.rfind("\n\n")
    if cut < 0 or not whole.endswith("\n") or cut + 2 >= len(whole):
        raise Malformed(
            "note",
            Sentence("A signed note is text, an empty line and at least one signature line."),
            where="note",
        )
    text, tail = whole[: cut + 1], whole[cut + 2 : -1]
    check_text(text)
    lines = tail.split("\n")
    if len(lines) > MAX_SIGNATURES:
        raise Malformed(
            "note",
            Sentence("A note has at most {most} signature lines.", most=MAX_SIGNATURES),
            where="note",
        )
    return Note(text, tuple(parse_line(line) for line in lines))


def verify(note: str | bytes | Note, name: str, public: PublicKey) -> str:
    """Return the text of a note that this key signed under this name.

    Raises ``BadSignature`` if there is no such line or any such line is false.
    """
    parsed = note if isinstance(note, Note) else parse(note)
    lines = [line for line in parsed.signatures if line.by(name, public, ED25519)]
    if not lines:
        raise BadSignature(
            "unsigned",
            Sentence("There is no signature by {name} with the key expected.", name=name),
            where="note",
        )
    message = parsed.text.encode()
    if not all(public.verify(message, line.blob) for line in lines):
        raise BadSignature(
            "signature", Sentence("The signature by {name} doesn't fit the text.", name=name), where="note"
        )
    return parsed.text


def check_name(name: str) -> None:
    """Raise ``Malformed`` unless the text may name a key."""
    if not name or "+" in name or any(char.isspace() for char in name) or _CONTROL.search(name):
        raise Malformed(
            "key-name",
            Sentence("{name!r} can't name a key: no spaces, no plus, not empty.", name=name),
            where="note",
        )


def check_text(text: str) -> None:
    """Raise ``Malformed`` unless the text may be signed as a note."""
    if not text.endswith("\n"):
        raise Malformed("note", Sentence("The text of a note ends in a newline."), where="note")
    if _CONTROL.search(text):
        raise Malformed("note", Sentence("The text of a note holds a control character."), where="note")


def _text_of(note: str | bytes) -> str:
    if len(note) > MAX_BYTES:
        raise Malformed("too-large", Sentence("A note has at most {most:,} bytes.", most=MAX_BYTES), where="note")
    try:
        whole = note.decode() if isinstance(note, bytes) else note
        whole.encode()
    except UnicodeError as error:
        raise Malformed("not-utf8", Sentence("The note isn't UTF-8."), where="note") from error
    if _CONTROL.search(whole):
        raise Malformed("note", Sentence("The note holds a control character."), where="note")
    return whole

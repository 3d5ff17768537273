"""Ed25519 keys (RFC 8032), their ids and the fingerprints that people compare."""

from __future__ import annotations

import base64
import binascii
import hashlib
from functools import cached_property

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from twinline.feeds.errors import Malformed
from twinline.sentences import Sentence


def to_base64(raw: bytes) -> str:
    """Return standard Base64 with padding (RFC 4648, section 4)."""
    return base64.b64encode(raw).decode()


def from_base64(text: str, *, where: str, length: int | None = None) -> bytes:
    """Return the bytes of standard Base64 in its one spelling; ``Malformed`` otherwise."""
    try:
        raw = base64.b64decode(text.encode("ascii"), validate=True)
    except (ValueError, binascii.Error, AttributeError) as error:
        raise Malformed("base64", Sentence("This isn't standard Base64 with padding."), where=where) from error
    if to_base64(raw) != text:
        raise Malformed("base64", Sentence("This Base64 isn't in its one canonical spelling."), where=where)
    if length is not None and len(raw) != length:
        raise Malformed(
            "length",
            Sentence("{length} bytes were expected and {given} given.", length=length, given=len(raw)),
            where=where,
        )
    return raw


class PublicKey:
    """A public key: 32 bytes."""

    def __init__(self, raw: bytes) -> None:
        if len(raw) != 32:
            raise Malformed("length", Sentence("A public key has 32 bytes, not {given}.", given=len(raw)), where="key")
        self.raw = raw

    @classmethod
    def from_base64(cls, text: str, *, where: str = "key") -> PublicKey:
        """Return the key that Base64 text spells; ``Malformed`` if it spells none."""
        return cls(from_base64(text, where=where, length=32))

    @property
    def base64(self) -> str:
        """Return the key as standard Base64."""
        return to_base64(self.raw)

    @cached_property
    def id(self) -> str:
        """Return SHA-256 of the key, in hex: the *node id* where it is a node's key."""
        return hashlib.sha256(self.raw).hexdigest()

    @property
    def fingerprint(self) -> str:
        """Return what two people read to each other: eight groups of four hex digits."""
        text = self.id[:32].upper()
        return " ".join(text[start : start + 4] for start in range(0, 32, 4))

    def verify(self, message: bytes, signature: bytes) -> bool:
        """Return whether this key signed exactly these bytes."""
        try:
            self._key.verify(signature, message)
        except InvalidSignature:
            return False
        return True

    @cached_property
    def _key(self) -> Ed25519PublicKey:
        return Ed25519PublicKey.from_public_bytes(self.raw)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PublicKey) and other.raw == self.raw

    def __hash__(self) -> int:
        return hash(self.raw)

    def __repr__(self) -> str:
        return f"PublicKey({self.fingerprint})"


class SigningKey:
    """A private key, held as its 32-byte seed. It never shows the seed by itself."""

    def __init__(self, seed: bytes) -> None:
        if len(seed) != 32:
            raise Malformed("length", Sentence("A key's seed has 32 bytes, not {given}.", given=len(seed)), where="key")
        self.seed = seed
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self.public = PublicKey(self._key.public_key().public_bytes_raw())

    @classmethod
    def generate(cls) -> SigningKey:
        """Return a fresh random key."""
        return cls(Ed25519PrivateKey.generate().private_bytes_raw())

    @classmethod
    def from_seed(cls, seed: bytes) -> SigningKey:
        """Return the key of a 32-byte seed (RFC 8032, section 5.1.5)."""
        return cls(seed)

    def sign(self, message: bytes) -> bytes:
        """Return the 64-byte signature of a message."""
        return self._key.sign(message)

    def __repr__(self) -> str:
        return f"SigningKey({self.public.fingerprint})"

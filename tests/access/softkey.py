"""A thing that keeps passkeys, in software: what a telephone does when it is asked for one, or might do wrong."""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from webauthn.helpers import base64url_to_bytes as bytes_of
from webauthn.helpers import bytes_to_base64url as text_of

PRESENT, VERIFIED, NEW = 1, 4, 64


@dataclass
class Softkey:
    """One passkey. ``origin`` is the page that asks, ``verified``: its holder was asked, ``counts``: it counts uses."""

    origin: str = "https://desk.example.org"
    verified: bool = True
    counts: bool = True
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    credential: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    count: int = 0
    handle: str = ""

    def make(self, asked: dict[str, Any]) -> str:
        """Return the answer to an invitation, as the browser's script sends it."""
        self.handle = asked["user"]["id"]
        point = self.key.public_key().public_numbers()
        public = cbor2.dumps({1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32, "big"), -3: point.y.to_bytes(32, "big")})
        about = self._about(asked["rp"]["id"], NEW) + bytes(16) + len(self.credential).to_bytes(2, "big")
        attested = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": about + self.credential + public})
        client = self._client("webauthn.create", asked)
        return self._answer(clientDataJSON=text_of(client), attestationObject=text_of(attested))

    def show(self, asked: dict[str, Any]) -> str:
        """Return the answer to a question."""
        about, client = self._about(asked["rpId"], 0), self._client("webauthn.get", asked)
        signed = self.key.sign(about + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        return self._answer(
            clientDataJSON=text_of(client), authenticatorData=text_of(about), signature=text_of(signed),
            userHandle=self.handle,
        )  # fmt: skip

    def _about(self, desk: str, more: int) -> bytes:
        self.count += self.counts
        flags = PRESENT | (VERIFIED if self.verified else 0) | more
        return hashlib.sha256(desk.encode()).digest() + bytes([flags]) + self.count.to_bytes(4, "big")

    def _client(self, what: str, asked: dict[str, Any]) -> bytes:
        return json.dumps({"type": what, "challenge": asked["challenge"], "origin": self.origin}).encode()

    def _answer(self, **response: str) -> str:
        name = text_of(self.credential)
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": response})


__all__ = ["Softkey", "bytes_of"]

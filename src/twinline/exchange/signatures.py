"""HTTP messages signed by node keys: RFC 9421 with Ed25519, over a Content-Digest (RFC 9530).

A request covers its method, path, media type, length and digest; the answer covers its status, media type and the
request's signature, so that it answers that request and no other. An answer is sent while it is made: what it holds is
vouched for by the manifest of each of its parcels. A refusal, which has none, covers length and digest too. The key
id is the node id.
"""

from __future__ import annotations

import base64
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from http_message_signatures import HTTPMessageSigner, HTTPMessageVerifier, HTTPSignatureKeyResolver
from http_message_signatures.algorithms import ED25519
from http_message_signatures.exceptions import HTTPMessageSignaturesException, InvalidSignature

from twinline.exchange.errors import NotAuthentic
from twinline.feeds.keys import PublicKey, SigningKey
from twinline.sentences import Sentence

MEDIA_TYPE = "application/vnd.twinline.parcel+zstd"
#: The header by which a node that the other's roster doesn't name yet introduces itself.
CERTIFICATE = "Twinline-Certificate"
LABEL = "twinline"
TAG = "twinline/1"
WINDOW_S = 300
SHORT = 16
"""So many digits of its key id an answer names."""
REQUEST = ("@method", "@path", "content-digest", "content-length", "content-type")
ANSWER = ("@status", "content-type", f'"signature";req;key="{LABEL}"')
REFUSAL = ("@status", "content-digest", "content-length", "content-type", f'"signature";req;key="{LABEL}"')


@dataclass(slots=True)
class Request:
    """A request as the signature sees it. Of ``url`` only the path counts."""

    method: str
    url: str
    headers: dict[str, str]


@dataclass(slots=True)
class Response:
    """An answer as the signature sees it, with the request it answers."""

    status_code: int
    headers: dict[str, str]
    request: Request


@dataclass(frozen=True, slots=True)
class Signed:
    """Who signed a message: the node, its nonce, and when by its own clock (Unix seconds)."""

    node: str
    nonce: str
    created_s: int


class Nonces:
    """Remembers the signed requests of the last minutes, so that each is answered once.

    It forgets when the process ends; so a request signed before it began is refused too. Safe between threads.
    """

    def __init__(self, *, started_ms: int, most: int = 100_000) -> None:
        self._started_s = started_ms // 1000
        self._seen: dict[tuple[str, str], int] = {}
        self._most = most
        self._lock = threading.Lock()

    def admit(self, signed: Signed, *, at_ms: int) -> bool:
        """Return whether this request is new and of now; if so it won't be admitted again."""
        at_s = at_ms // 1000
        if abs(at_s - signed.created_s) > WINDOW_S or signed.created_s < self._started_s:
            return False
        with self._lock:
            if len(self._seen) >= self._most:
                self._seen = {key: at for key, at in self._seen.items() if at >= at_s - WINDOW_S}
            if (signed.node, signed.nonce) in self._seen or len(self._seen) >= self._most:
                return False
            self._seen[signed.node, signed.nonce] = signed.created_s
        return True


def content_digest(sha256: bytes) -> str:
    """Return the value of Content-Digest for a body's SHA-256."""
    return f"sha-256=:{base64.b64encode(sha256).decode()}:"


def sign_request(request: Request, *, key: SigningKey, at_s: int, nonce: str) -> None:
    """Add the signature headers to a request whose Content-* headers stand already."""
    _sign(request, REQUEST, key=key, at_s=at_s, nonce=nonce)


def sign_response(response: Response, *, key: SigningKey, at_s: int) -> None:
    """Add the signature headers to an answer whose Content-* headers stand already.

    It needs no nonce, since it covers the request's signature, and a few digits of the key id: who asked knows whom.
    """
    _sign(response, _covered(response), key=key, at_s=at_s, nonce=None)


def check_request(request: Request, *, key_of: Callable[[str], PublicKey | None]) -> Signed:
    """Return who signed a request; ``NotAuthentic`` unless a known node did, over all that is to be covered.

    Whether it is of now, and new, is for ``Nonces``; whether the body has that digest, for who reads it.
    """
    return _check(request, REQUEST, key_of)


def check_response(response: Response, *, node: str, key: PublicKey) -> Signed:
    """Return who signed an answer; ``NotAuthentic`` unless ``node`` did, to this very request."""
    return _check(response, _covered(response), lambda key_id: key if key_id == node[:SHORT] else None)


def _covered(response: Response) -> tuple[str, ...]:
    return ANSWER if response.status_code == 200 else REFUSAL


class _Keys(HTTPSignatureKeyResolver):  # type: ignore[misc,unused-ignore]
    def __init__(self, key_of: Callable[[str], PublicKey | None], own: SigningKey | None = None) -> None:
        self._key_of = key_of
        self._own = own

    def resolve_public_key(self, key_id: str) -> Ed25519PublicKey | None:
        public = self._key_of(key_id)
        return Ed25519PublicKey.from_public_bytes(public.raw) if public is not None else None

    def resolve_private_key(self, key_id: str) -> Ed25519PrivateKey:
        assert self._own is not None
        return Ed25519PrivateKey.from_private_bytes(self._own.seed)


class _Verifier(HTTPMessageVerifier):  # type: ignore[misc,unused-ignore]
    """Leaves the clock to ``Nonces``: whoever checks is given the time, and an answer's time doesn't matter."""

    def validate_created_and_expires(self, sig_input: Any, max_age: timedelta | None = None) -> None:
        if type(sig_input.params.get("created")) is not int:
            raise InvalidSignature("created is missing")


def _sign(
    message: Request | Response, covers: tuple[str, ...], *, key: SigningKey, at_s: int, nonce: str | None
) -> None:
    signer = HTTPMessageSigner(signature_algorithm=ED25519, key_resolver=_Keys(lambda _: None, key))
    signer.sign(
        message,
        key_id=key.public.id if isinstance(message, Request) else key.public.id[:SHORT],
        created=datetime.fromtimestamp(at_s, UTC),
        nonce=nonce,
        label=LABEL,
        tag=TAG,
        covered_component_ids=covers,
        include_alg=False,
        use_existing_digest="content-digest" in covers,
    )


def _check(message: Request | Response, covers: tuple[str, ...], key_of: Callable[[str], PublicKey | None]) -> Signed:
    verifier = _Verifier(signature_algorithm=ED25519, key_resolver=_Keys(key_of))
    try:
        found = verifier.verify(message, max_age=None, expect_tag=TAG, require_components=covers)
    except (HTTPMessageSignaturesException, ValueError, KeyError) as error:
        raise NotAuthentic("signature", Sentence("The message isn't signed by a node paired with this one.")) from error
    if len(found) != 1 or (isinstance(message, Request) and not found[0].nonce):
        raise NotAuthentic("signature", Sentence("The message isn't signed once, with a nonce."))
    parameters = found[0].parameters
    return Signed(str(parameters["keyid"]), str(found[0].nonce or ""), int(parameters["created"]))

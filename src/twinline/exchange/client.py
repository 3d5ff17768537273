"""The asking side over HTTP: one connection, no redirects, no proxies, limits on time and size."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import http.client
import json
import secrets
import ssl
from collections.abc import Callable, Iterator
from email.utils import parsedate_to_datetime
from typing import BinaryIO
from urllib.parse import urlsplit

from twinline.exchange import addresses, cards, signatures
from twinline.exchange.errors import ExchangeError, NotAuthentic, TooLarge, Unreachable
from twinline.exchange.parcel import Packed
from twinline.exchange.shelf import Peer, Shelf
from twinline.exchange.signatures import CERTIFICATE, MEDIA_TYPE, Request, Response

CONNECT_S = 30
ANSWER_S = 900
MAX_ANSWER = 512 << 20
CHUNK = 1 << 16
PATH = "/exchange/1"
CARD_PATH = "/exchange/card"

Clock = Callable[[], int]


class Link:
    """A connection to one address of a peer. ``post`` is what ``exchanging.exchange`` asks for."""

    def __init__(
        self, shelf: Shelf, peer: Peer, url: str, clock: Clock, *, context: ssl.SSLContext | None = None
    ) -> None:
        self._shelf = shelf
        self._peer = peer
        self._url = addresses.checked(url)
        self._clock = clock
        self._context = context
        self._connection: http.client.HTTPConnection | None = None
        self._ahead_s = 0
        self._introduce = False

    def __enter__(self) -> Link:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def post(self, parcel: Packed) -> BinaryIO:
        """Return the peer's signed answer to a parcel, in a spool. Raises ``Unreachable`` or ``NotAuthentic``."""
        try:
            request, answer = self._send(parcel)
            # The other clock may differ by years: sign once more by its own, which it always tells.
            if answer.status == 401 and self._adjust(answer):
                answer.read(CHUNK)
                request, answer = self._send(parcel)
            # A node that was restored has a key that the other's roster doesn't name yet.
            if answer.status == 401 and not self._introduce:
                self._introduce = True
                answer.read(CHUNK)
                request, answer = self._send(parcel)
            return self._read(request, answer)
        except (OSError, http.client.HTTPException) as error:
            self.close()
            raise Unreachable(
                "unreachable",
                f"{self._peer.name} can't be reached at {self._url} ({error or type(error).__name__}). What has "
                "arrived is kept; try again when the link is back, or use a stick.",
            ) from error

    def _send(self, parcel: Packed) -> tuple[Request, http.client.HTTPResponse]:
        digest = signatures.content_digest(parcel.sha256())
        if self._connection is not None:
            request = self._signed(parcel, digest)
            # A kept connection may have been closed meanwhile. Once more is harmless: what is known stays as it is.
            try:
                return request, self._once(request, parcel.chunks())
            except (http.client.RemoteDisconnected, ConnectionError):
                self.close()
        request = self._signed(parcel, digest)
        return request, self._once(request, parcel.chunks())

    def _signed(self, parcel: Packed, digest: str) -> Request:
        headers = {
            "Content-Type": MEDIA_TYPE,
            "Content-Length": str(parcel.size),
            "Content-Digest": digest,
            "Accept": MEDIA_TYPE,
        }
        if self._introduce:
            headers[CERTIFICATE] = base64.b64encode(self._shelf.own.certificate.encode()).decode()
        request = Request("POST", self._url + PATH, headers)
        at_s = self._clock() // 1000 + self._ahead_s
        signatures.sign_request(request, key=self._shelf.own.key, at_s=at_s, nonce=secrets.token_urlsafe(16))
        return request

    def _once(self, request: Request, body: Iterator[bytes]) -> http.client.HTTPResponse:
        if self._connection is None:
            self._connection = _connect(self._url, self._context)
        # A node that refuses may answer and close before it has read all: its answer is what counts.
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            self._connection.request("POST", urlsplit(request.url).path, body=body, headers=request.headers)
        if self._connection.sock is not None:
            self._connection.sock.settimeout(ANSWER_S)
        return self._connection.getresponse()

    def _adjust(self, answer: http.client.HTTPResponse) -> bool:
        """Set our idea of the peer's clock from its Date; return whether that may help."""
        try:
            told = parsedate_to_datetime(answer.headers.get("Date", ""))
            ahead = int(told.timestamp()) - self._clock() // 1000
        except (TypeError, ValueError, OverflowError):
            return False
        if abs(ahead - self._ahead_s) <= 1:
            return False
        self._ahead_s = ahead
        return True

    def _read(self, request: Request, answer: http.client.HTTPResponse) -> BinaryIO:
        length = _length(answer)
        if answer.status == 401:
            raise NotAuthentic(
                "refused",
                f"{self._peer.name} doesn't accept this node. Ask them to pair with it and to compare its fingerprint.",
            )
        if answer.status >= 500:
            sentence = f"{self._peer.name} is in trouble at {self._url} (status {answer.status}). Try again later."
            raise Unreachable("trouble", sentence)
        response = Response(answer.status, dict(answer.headers.items()), request)
        try:
            signatures.check_response(response, node=self._peer.id, key=self._peer.key)
        except NotAuthentic as error:
            raise NotAuthentic(
                "answer",
                f"What answers at {self._url} isn't {self._peer.name} (status {answer.status}): its answer isn't "
                "signed by that node. Check the address.",
            ) from error
        spool = self._shelf.spool()
        try:
            _copy(answer, spool, length, response.headers)
            if answer.status != 200:
                spool.seek(0)
                raise _told(self._peer, spool.read(CHUNK))
        except BaseException:
            spool.close()
            raise
        return spool


def fetch_card(url: str, *, context: ssl.SSLContext | None = None) -> bytes:
    """Return the bytes of the card that a node shows at an address. Raises ``Unreachable`` or ``PairingError``."""
    url = addresses.checked(url)
    connection = _connect(url, context)
    try:
        connection.request("GET", urlsplit(url + CARD_PATH).path, headers={"Accept": "text/plain"})
        answer = connection.getresponse()
        raw = answer.read(cards.MAX_CARD + 1) if answer.status == 200 else b""
    except (OSError, http.client.HTTPException) as error:
        sentence = f"Nothing answers at {url} ({error or type(error).__name__}). Check the address and the link."
        raise Unreachable("unreachable", sentence) from error
    finally:
        connection.close()
    if answer.status != 200:
        raise Unreachable("status", f"No Twinline node shows its card at {url} (status {answer.status}).")
    return raw


def _connect(url: str, context: ssl.SSLContext | None) -> http.client.HTTPConnection:
    parts = urlsplit(url)
    if parts.scheme == "https":
        secure = context or ssl.create_default_context()
        return http.client.HTTPSConnection(parts.hostname or "", parts.port, timeout=CONNECT_S, context=secure)
    return http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=CONNECT_S)


def _length(answer: http.client.HTTPResponse) -> int:
    given = answer.headers.get("Content-Length", "")
    if not given.isascii() or not given.isdigit():
        raise Unreachable("length", "The answer doesn't say its length; something between the two nodes alters it.")
    if int(given) > MAX_ANSWER:
        raise TooLarge("answer-size", f"The answer is {given} bytes; at most {MAX_ANSWER} are taken.")
    return int(given)


def _copy(answer: http.client.HTTPResponse, spool: BinaryIO, length: int, headers: dict[str, str]) -> None:
    digest, left = hashlib.sha256(), length
    while left and (chunk := answer.read(min(CHUNK, left))):
        digest.update(chunk)
        spool.write(chunk)
        left -= len(chunk)
    if left:
        raise Unreachable("cut", "The link was cut while the answer came. What came before is kept; try again.")
    told = {name.lower(): value for name, value in headers.items()}
    if told["content-digest"] != signatures.content_digest(digest.digest()):
        raise NotAuthentic("digest", "The answer was altered on the way; nothing of it was kept. Try again.")


def _told(peer: Peer, raw: bytes) -> ExchangeError:
    """Return the error for a refusal that the peer explained, in a signed answer."""
    try:
        problem = json.loads(raw)
        check, sentence = str(problem["check"]), str(problem["sentence"])
    except (ValueError, KeyError, TypeError):
        check, sentence = "refused", "no reason was given"
    clean = "".join(char for char in sentence[:500] if char.isprintable())
    return Unreachable(check[:64], f"{peer.name} refused what was sent: {clean}")

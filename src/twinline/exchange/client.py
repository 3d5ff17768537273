"""The asking side over HTTP: one connection, no redirects, no proxies, limits on time and size."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import http.client
import json
import secrets
import socket
import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from twinline.exchange import addresses, cards, dictionary, reasons, signatures
from twinline.exchange.errors import DictionaryUnknown, ExchangeError, NotAuthentic, TooLarge, Unreachable
from twinline.exchange.message import Source
from twinline.exchange.packing import Spooled
from twinline.exchange.shelf import Peer, Shelf
from twinline.exchange.signatures import CERTIFICATE, MEDIA_TYPE, Request, Response
from twinline.sentences import Sentence

CONNECT_S = 30
ANSWER_S = 120
"""For how long the peer may say nothing while an answer is due. Before it answers it judges and keeps what it was sent,
for which a slow machine takes a second for ``KEPT_A_SECOND`` bytes."""
KEPT_A_SECOND = 50_000
MAX_ANSWER = 8 << 30
CHUNK = 1 << 16
NONCE = 9
PATH = "/exchange/1"
_FIRST_LINES = 50
_LONGEST = 200
#: How a link, or an answer that is none, ends: of a piece with a negative length http.client makes a ``ValueError``.
_ENDINGS = (OSError, http.client.HTTPException, ValueError)
_BROKEN_OFF = (400, 408)
#: So often in a row, and so long each time at most, a peer that is busy with what we said before is waited for: a cut
#: link is noticed there only after a while, and whoever asks again at once need not be told.
BUSY_TIMES, BUSY_S = 2, 20
CARD_PATH = "/exchange/card"

Clock = Callable[[], int]


class Link:
    """A connection to one address of a peer. ``post`` is what ``exchanging.exchange`` asks for.

    ``pause`` waits for so many seconds.
    """

    def __init__(
        self,
        shelf: Shelf,
        peer: Peer,
        url: str,
        clock: Clock,
        *,
        context: ssl.SSLContext | None = None,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._shelf = shelf
        self._peer = peer
        self._url = addresses.checked(url)
        self._clock = clock
        self._context = context
        self._pause = pause
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

    def post(self, parcel: Spooled) -> Source:
        """Return the peer's signed answer to a message, as it comes. Raises ``Unreachable`` or ``NotAuthentic``.

        ``DictionaryUnknown`` where it doesn't know the one the message was squeezed with.
        """
        try:
            request, answer = self._sent(parcel)
            # The other clock may differ by years: sign once more by its own, which it always tells.
            if answer.status == 401 and self._adjust(answer):
                answer.read(CHUNK)
                request, answer = self._sent(parcel)
            # A node that was restored has a key that the other's roster doesn't name yet.
            if answer.status == 401 and not self._introduce:
                self._introduce = True
                answer.read(CHUNK)
                request, answer = self._sent(parcel)
            if answer.status == 415 and parcel.message.dictionary:
                answer.read(CHUNK)
                raise DictionaryUnknown(
                    "dictionary", Sentence("{name} doesn't know this version's dictionary.", name=self._peer.name)
                )
            return self._read(request, answer)
        except _ENDINGS as error:
            self.close()
            raise Unreachable(
                "unreachable",
                Sentence(
                    "{name} can't be reached at {url} ({error}). What has arrived is kept; try again when the link is "
                    "back, or use a stick.",
                    name=self._peer.name,
                    url=self._url,
                    error=_why(error),
                ),
            ) from error

    def _sent(self, parcel: Spooled) -> tuple[Request, http.client.HTTPResponse]:
        """Send a message, and again after a while as long as the peer is busy with what it was sent before."""
        for _ in range(BUSY_TIMES):
            request, answer = self._send(parcel)
            wait = _busy_for(answer)
            if not wait:
                return request, answer
            # It may have answered before it had read all that was sent: what follows on this link would be the rest.
            self.close()
            self._pause(wait)
        return self._send(parcel)

    def _send(self, parcel: Spooled) -> tuple[Request, http.client.HTTPResponse]:
        digest = signatures.content_digest(parcel.sha256())
        if self._connection is not None:
            request = self._signed(parcel, digest)
            # A kept connection may have been closed meanwhile. Once more is harmless: what is known stays as it is.
            try:
                return request, self._once(request, parcel)
            except (http.client.RemoteDisconnected, ConnectionError):
                self.close()
        request = self._signed(parcel, digest)
        return request, self._once(request, parcel)

    def _signed(self, parcel: Spooled, digest: str) -> Request:
        headers = {
            "Content-Type": dictionary.media_type(MEDIA_TYPE, known=parcel.message.dictionary),
            "Content-Length": str(parcel.size),
            "Content-Digest": digest,
        }
        if self._introduce:
            headers[CERTIFICATE] = base64.b64encode(self._shelf.own.certificate.encode()).decode()
        request = Request("POST", self._url + PATH, headers)
        at_s = self._clock() // 1000 + self._ahead_s
        signatures.sign_request(request, key=self._shelf.own.key, at_s=at_s, nonce=secrets.token_urlsafe(NONCE))
        return request

    def _once(self, request: Request, parcel: Spooled) -> http.client.HTTPResponse:
        if self._connection is None:
            self._connection = _connect(self._url, self._context)
        # A node that refuses may answer and close before it has read all: its answer is what counts.
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            _put(self._connection, request, parcel.chunks())
        parcel.meanwhile()
        if self._connection.sock is not None:
            self._connection.sock.settimeout(ANSWER_S + parcel.size / KEPT_A_SECOND)
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

    def _read(self, request: Request, answer: http.client.HTTPResponse) -> Source:
        if answer.status == 401:
            raise NotAuthentic(
                "refused",
                Sentence(
                    "What answers at {url} doesn't accept this node: another node answers there, or {name} hasn't "
                    "paired with this one. Check the address with them, and let them compare its fingerprint.",
                    url=self._url,
                    name=self._peer.name,
                ),
            )
        if _busy_for(answer):
            sentence = Sentence(
                "{name} is still busy with another exchange with this node. Try again in a minute.",
                name=self._peer.name,
            )  # fmt: skip
            raise Unreachable("busy", sentence)
        if answer.status >= 500:
            sentence = Sentence(
                "{name} is in trouble at {url} (status {status}). Try again later.",
                name=self._peer.name, url=self._url, status=answer.status,
            )  # fmt: skip
            raise Unreachable("trouble", sentence)
        response = Response(answer.status, dict(answer.headers.items()), request)
        try:
            signatures.check_response(response, node=self._peer.id, key=self._peer.key)
        except NotAuthentic as error:
            # A server that lost the rest of a request says so before the node behind it can sign anything.
            if answer.status in _BROKEN_OFF or _is_cut(answer):
                self.close()
                raise _cut() from error
            raise NotAuthentic(
                "answer",
                Sentence(
                    "What answers at {url} isn't {name} (status {status}): its answer isn't signed by that node. "
                    "Check the address.",
                    url=self._url,
                    name=self._peer.name,
                    status=answer.status,
                ),
            ) from error
        if answer.status != 200:
            raise _told(self._peer, _refusal(answer, response.headers))
        return _Answer(self, answer, _length(request.headers), _length(response.headers))


class _Answer:
    """An answer as it comes. What is cut off ends in ``Unreachable``: what came before is kept.

    ``head_sent`` and ``head_received`` are how long the heads of the request and of this answer are.
    """

    def __init__(
        self, link: Link, answer: http.client.HTTPResponse, head_sent: int = 0, head_received: int = 0
    ) -> None:
        self._link = link
        self._answer = answer
        self.head_sent, self.head_received = head_sent, head_received
        self._left = MAX_ANSWER

    def read(self, size: int, /) -> bytes:
        try:
            chunk = self._answer.read1(size)
        except _ENDINGS as error:
            self._link.close()
            raise _cut() from error
        self._left -= len(chunk)
        if self._left < 0:
            self._link.close()
            raise TooLarge(
                "answer-size",
                Sentence("The answer is longer than {most:,} bytes: no more is taken.", most=MAX_ANSWER),
            )
        return chunk

    def close(self) -> None:
        if not self._answer.isclosed():
            # Something is still to come, or the link is cut: it can't be used again.
            self._link.close()


def _length(headers: Mapping[str, str]) -> int:
    """Return about how many bytes the head of a request or an answer takes: its first line and its headers."""
    return _FIRST_LINES + sum(len(name) + len(value) + 4 for name, value in headers.items())


def fetch_card(url: str, *, context: ssl.SSLContext | None = None) -> bytes:
    """Return the bytes of the card that a node shows at an address. Raises ``Unreachable`` or ``PairingError``."""
    url = addresses.checked(url)
    connection = _connect(url, context)
    try:
        connection.request("GET", urlsplit(url + CARD_PATH).path, headers={"Accept": "text/plain"})
        answer = connection.getresponse()
        raw = answer.read(cards.MAX_CARD + 1) if answer.status == 200 else b""
    except _ENDINGS as error:
        sentence = Sentence(
            "Nothing answers at {url} ({error}). Check the address and the link.",
            url=url, error=_why(error),
        )  # fmt: skip
        raise Unreachable("unreachable", sentence) from error
    finally:
        connection.close()
    if answer.status != 200:
        raise Unreachable(
            "status",
            Sentence("No Twinline node shows its card at {url} (status {status}).", url=url, status=answer.status),
        )
    return raw


def _put(connection: http.client.HTTPConnection, request: Request, body: Iterator[bytes]) -> None:
    """Send a request with the headers it needs and no others: on a thin link each counts."""
    connection.putrequest(request.method, urlsplit(request.url).path, skip_accept_encoding=True)
    for name, value in request.headers.items():
        connection.putheader(name, value)
    connection.endheaders()
    for chunk in body:
        connection.send(chunk)


def _connect(url: str, context: ssl.SSLContext | None) -> http.client.HTTPConnection:
    parts = urlsplit(url)
    if parts.scheme == "https":
        return _Secure(parts.hostname or "", parts.port, context or ssl.create_default_context())
    return _Plain(parts.hostname or "", parts.port, timeout=CONNECT_S)


class _Plain(http.client.HTTPConnection):
    """A connection to the very address that was judged (``addresses.connected``)."""

    def connect(self) -> None:
        self.sock = addresses.connected(self.host, self.port, CONNECT_S)
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


class _Secure(_Plain):
    """The same over TLS: the certificate must be that of the name."""

    default_port = http.client.HTTPS_PORT

    def __init__(self, host: str, port: int | None, secure: ssl.SSLContext) -> None:
        super().__init__(host, port, timeout=CONNECT_S)
        self._secure = secure

    def connect(self) -> None:
        super().connect()
        self.sock = self._secure.wrap_socket(self.sock, server_hostname=self.host)


def _why(error: Exception) -> str:
    """Return what the connection says went wrong; what answers may have said anything, of any length."""
    return str(error)[:_LONGEST] or type(error).__name__


def _busy_for(answer: http.client.HTTPResponse) -> int:
    """Return after how many seconds a peer that is busy asks to be asked again, 0 if it isn't.

    A proxy before a node that is down answers 503, too, but says no time as a rule; nobody waits long on its word.
    """
    told = answer.headers.get("Retry-After", "")
    if answer.status != 503 or not (told.isascii() and told.isdigit()):
        return 0
    return min(max(int(told[:6]), 1), BUSY_S)


def _cut() -> Unreachable:
    return Unreachable("cut", Sentence("The link was cut while the answer came. What came before is kept; try again."))


def _is_cut(answer: http.client.HTTPResponse) -> bool:
    """Return whether an answer broke off in its head, or right after it: its signature may have been cut away."""
    try:
        return answer.getheader("Content-Length") != "0" and not answer.read(1)
    except _ENDINGS:
        return True


def _refusal(answer: http.client.HTTPResponse, headers: dict[str, str]) -> bytes:
    """Return the body of a signed refusal, if it is the one that was signed."""
    raw = answer.read(CHUNK)
    told = {name.lower(): value for name, value in headers.items()}
    if told["content-digest"] != signatures.content_digest(hashlib.sha256(raw).digest()):
        raise NotAuthentic("digest", Sentence("The answer was altered on the way; nothing of it was kept. Try again."))
    return raw


def _told(peer: Peer, raw: bytes) -> ExchangeError:
    """Return the error for a refusal that the peer explained, in a signed answer."""
    try:
        problem = json.loads(raw)
        check, reason = str(problem["check"]), reasons.read(problem)
    except (ValueError, KeyError, TypeError, RecursionError):
        check, reason = "refused", Sentence("no reason was given")
    return Unreachable(check[:64], Sentence("{name} refused what was sent: {reason}", name=peer.name, reason=reason))

"""The answering side over HTTP: ``POST /exchange/1`` and ``GET /exchange/card``.

Whoever isn't a paired node is told nothing, always in the same words.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from email.utils import formatdate

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.urls import URLPattern, path
from django.views.decorators.csrf import csrf_exempt

from twinline.exchange import cards, dictionary, exchanging, reasons, signatures
from twinline.exchange.errors import Damaged, ExchangeError, NotAuthentic
from twinline.exchange.shelf import Shelf
from twinline.exchange.signatures import CERTIFICATE, MEDIA_TYPE, Nonces, Request, Response, Signed
from twinline.feeds.keys import PublicKey
from twinline.sentences import Sentence
from twinline.times import now_ms

MAX_BODY = 512 << 20
CHUNK = 1 << 16
#: After so many seconds a node that has all its turns may ask again.
BUSY_S = 20

GetShelf = Callable[[HttpRequest], Shelf]


class ExchangeViews:
    """The views of one node. ``get_shelf`` gives the node's store for a request."""

    def __init__(self, get_shelf: GetShelf, *, clock: Callable[[], int] = now_ms) -> None:
        self._get_shelf = get_shelf
        self._clock = clock
        self._nonces = Nonces(started_ms=clock())
        self._turns = Turns()

    @property
    def urls(self) -> list[URLPattern]:
        """Return the URL patterns, to be included under ``exchange/``."""
        return [
            path("1", csrf_exempt(self.exchange), name="exchange"),
            path("card", self.card, name="exchange-card"),
        ]

    def card(self, request: HttpRequest) -> HttpResponseBase:
        """Return this node's short card as text: what pairing needs, and no more, since anybody may ask."""
        if request.method not in ("GET", "HEAD"):
            return _plain(405, "Only GET.")
        shelf = self._get_shelf(request)
        response = HttpResponse(short_card(shelf, at_ms=self._clock()), content_type="text/plain; charset=utf-8")
        return self._dated(response)

    def exchange(self, request: HttpRequest) -> HttpResponseBase:
        """Answer one message with one message."""
        refusal = _unfit(request)
        if refusal is not None:
            return self._dated(refusal)
        shelf = self._get_shelf(request)
        seen = _seen(request)
        try:
            signed = signatures.check_request(seen, key_of=_keys_of(shelf, seen.headers.get(CERTIFICATE.lower(), "")))
            if not self._nonces.admit(signed, at_ms=self._clock()):
                raise NotAuthentic("replay", Sentence("This request isn't of now, or was sent before."))
        except NotAuthentic:
            return self._dated(_plain(401, "Not signed by a node paired with this one."))
        turn = self._turns.take(signed.node)
        if turn is None:
            busy = _plain(503, "This node is still busy with what you said before. Try again in a minute.")
            busy["Retry-After"] = str(BUSY_S)
            return self._dated(busy)
        try:
            response = self._answer(request, shelf, seen, signed, turn)
        except BaseException:
            turn.end()
            raise
        return self._dated(response)

    def _answer(
        self, request: HttpRequest, shelf: Shelf, seen: Request, signed: Signed, turn: Turn
    ) -> HttpResponseBase:
        """Answer a paired node; whatever is said to it is signed. The turn ends with the answer."""
        body = _Body(request, seen.headers["content-digest"])
        # Who writes with the dictionary reads with it.
        known = dictionary.named_in(request.headers.get("Content-Type", ""))
        try:
            made = exchanging.answer(
                shelf, body, self._clock, sender=signed.node, known_dictionary=known, whole=body.check
            )
        except ExchangeError as error:
            problem = json.dumps(reasons.write(error)).encode()
            response: HttpResponseBase = HttpResponse(problem, status=422, content_type="application/problem+json")
            response["Content-Length"] = str(len(problem))
            response["Content-Digest"] = signatures.content_digest(hashlib.sha256(problem).digest())
            turn.end()
        else:
            media = dictionary.media_type(MEDIA_TYPE, known=known)
            response = StreamingHttpResponse(_Ending(made.chunks(), turn.end), content_type=media)
        self._sign(response, shelf, seen)
        return response

    def _sign(self, response: HttpResponseBase, shelf: Shelf, seen: Request) -> None:
        answer = Response(response.status_code, {name.lower(): value for name, value in response.items()}, seen)
        at_s = self._clock() // 1000
        signatures.sign_response(answer, key=shelf.own.key, at_s=at_s)
        for name in ("Signature-Input", "Signature"):
            response[name] = answer.headers[name]

    def _dated(self, response: HttpResponseBase) -> HttpResponseBase:
        # A node whose clock is far off signs again by this one.
        response["Date"] = formatdate(self._clock() / 1000, usegmt=True)
        return response


class Turns:
    """The turns that nodes have at being answered: one that trickles holds up no other.

    A few each at once: who was cut off begins again before the cut is noticed here, and what is urgent goes beside.
    """

    MOST = 3

    def __init__(self) -> None:
        self._taken: Counter[str] = Counter()
        self._lock = threading.Lock()

    def take(self, node: str) -> Turn | None:
        """Return a turn of a node, ``None`` if it has as many as it may."""
        with self._lock:
            if self._taken[node] >= self.MOST:
                return None
            self._taken[node] += 1
        return Turn(lambda: self._give_back(node))

    def _give_back(self, node: str) -> None:
        with self._lock:
            self._taken[node] -= 1


class Turn:
    """One turn of a node."""

    def __init__(self, give_back: Callable[[], None]) -> None:
        self._give_back: Callable[[], None] | None = give_back

    def end(self) -> None:
        """Give the turn back, if that hasn't been done."""
        give_back, self._give_back = self._give_back, None
        if give_back is not None:
            give_back()


def own_card(shelf: Shelf, *, at_ms: int, urls: tuple[str, ...] | None = None) -> bytes:
    """Return this node's pairing card, once all that its roster says is signed."""
    shelf.seal(at_ms=at_ms)
    return signed_card(shelf, at_ms=at_ms, urls=urls)


def signed_card(shelf: Shelf, *, at_ms: int, urls: tuple[str, ...] | None = None) -> bytes:
    """Return this node's pairing card with what of its roster is signed already; it only reads."""
    own = shelf.own
    batches = list(shelf.batches(own.roster, 0))
    told = own.urls if urls is None else urls
    return cards.write_card(key=own.key, certificate=own.certificate, urls=told, batches=batches, at_ms=at_ms)


def short_card(shelf: Shelf, *, at_ms: int) -> bytes:
    """Return the card that this node shows to strangers."""
    shelf.seal(at_ms=at_ms)
    own = shelf.own
    certificate = own.shown or own.certificate
    root, vouched = cards.vouched_in(shelf.batches(own.roster, 0), certificate)
    return cards.write_short_card(
        key=own.key, certificate=certificate, vouched=vouched, root=root, organisation=own.organisation,
        urls=own.urls, at_ms=at_ms,
    )  # fmt: skip


def _unfit(request: HttpRequest) -> HttpResponse | None:
    """Return the refusal of a request that no node sends, or ``None``."""
    length = request.META.get("CONTENT_LENGTH") or ""
    if request.method != "POST":
        return _plain(405, "Only POST.")
    if "HTTP_TRANSFER_ENCODING" in request.META or not length.isascii() or not length.isdigit():
        return _plain(411, "Say the length of the parcel.")
    if int(length) > MAX_BODY:
        return _plain(413, "The parcel is too large.")
    named = request.headers.get("Content-Type", "")
    known = "dictionary" not in named or dictionary.named_in(named)
    if request.content_type != MEDIA_TYPE or request.META.get("QUERY_STRING") or not known:
        return _plain(415, f"Send {MEDIA_TYPE}.")
    return None


def _seen(request: HttpRequest) -> Request:
    """Return a request as its signature sees it: of the address only the path counts."""
    headers = {name.lower(): value for name, value in request.headers.items()}
    return Request(request.method or "", f"http://node{request.path}", headers)


def _keys_of(shelf: Shelf, certificate: str) -> Callable[[str], PublicKey | None]:
    """Return how the key of a caller is found; one that no roster names yet is known by its certificate."""

    def key_of(node_id: str) -> PublicKey | None:
        peer = shelf.peer(node_id)
        if peer is None and certificate:
            with contextlib.suppress(ValueError):
                peer = shelf.introduced(node_id, base64.b64decode(certificate, validate=True).decode())
        return peer.key if peer is not None else None

    return key_of


class _Ending:
    """The pieces of an answer; closing it is noted, whether it was read to its end, in part, or never begun."""

    def __init__(self, pieces: Iterator[bytes], ended: Callable[[], None]) -> None:
        self._pieces, self._ended = pieces, ended

    def __iter__(self) -> Iterator[bytes]:
        return self._pieces

    def close(self) -> None:
        self._ended()


class _Body:
    """The body of a request as it comes: what was cut short ends early."""

    def __init__(self, request: HttpRequest, content_digest: str) -> None:
        self._request = request
        self._told = content_digest
        self._digest = hashlib.sha256()
        self._left = int(request.META["CONTENT_LENGTH"])

    def read(self, size: int, /) -> bytes:
        try:
            chunk = self._request.read(min(size, self._left)) if self._left else b""
        except OSError:
            chunk = b""
        self._digest.update(chunk)
        self._left = self._left - len(chunk) if chunk else 0
        return chunk

    def check(self) -> None:
        """Raise ``Damaged`` unless the body is as long as said and has the digest that was signed."""
        while self.read(CHUNK):
            pass
        if signatures.content_digest(self._digest.digest()) != self._told:
            raise Damaged("digest", Sentence("The parcel was cut short or altered on the way; send it again."))


def _plain(status: int, sentence: str) -> HttpResponse:
    return HttpResponse(sentence + "\n", status=status, content_type="text/plain; charset=utf-8")

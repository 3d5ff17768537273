"""Pairing cards: what one node shows another so that two people can compare one fingerprint and be done.

A card is text: a ``card`` frame, signed by the node, with its certificate and addresses, and then its root's roster
feed as in a parcel. Inside it everything is verified against the root key in it; that this root is the right one
only people can say, by comparing its fingerprint in person or over a line they trust.

A short card, the one that a node shows at its address to whoever asks, has no roster, which names every organisation
and node of a side: only the chain from the root to the node. The roster comes once both have paired.
"""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from twinline.exchange import frames, grammar
from twinline.exchange.errors import ExchangeError, PairingError
from twinline.exchange.shelf import Batch
from twinline.feeds import certificates, entries, fields, judge, notes, receipts, roster
from twinline.feeds.entries import Entry
from twinline.feeds.errors import FeedError
from twinline.feeds.keys import PublicKey, SigningKey
from twinline.sentences import Sentence
from twinline.times import rfc3339

TITLE = "twinline/1 card"
FORMAT = 1
MAX_CARD = 4 << 20
MAX_URLS = 8


@dataclass(frozen=True, slots=True)
class Card:
    """A sound card. ``fingerprint`` is what is compared in person; nothing in a card is trusted before that."""

    root: PublicKey
    root_organisation: str
    node: roster.Node
    certificate: str
    urls: tuple[str, ...]
    batches: tuple[Batch, ...]

    @property
    def fingerprint(self) -> str:
        """Return the root's fingerprint: eight groups of four hex digits."""
        return self.root.fingerprint


def write_card(
    *, key: SigningKey, certificate: str, urls: Iterable[str], batches: Sequence[Batch], at_ms: int
) -> bytes:
    """Return the card of a node; ``batches`` are its whole roster feed."""
    body: dict[str, Any] = {
        "certificate": certificate,
        "created": rfc3339(at_ms),
        "format": FORMAT,
        "roster": batches[0].feed,
        "urls": list(urls),
    }
    note = notes.sign(certificates.titled(TITLE, body), receipts.name_of(key.public), key)
    parts = [frames.encode("card", note.encode())]
    for batch in batches:
        parts.extend(encode_batch(batch))
    return b"".join(parts)


def write_short_card(
    *,
    key: SigningKey,
    certificate: str,
    vouched: str,
    root: PublicKey,
    organisation: str,
    urls: Iterable[str],
    at_ms: int,
) -> bytes:
    """Return the card that strangers see. ``vouched`` is the certificate of the organisation's key by its root."""
    body: dict[str, Any] = {
        "certificate": certificate,
        "created": rfc3339(at_ms),
        "format": FORMAT,
        "organisation": organisation,
        "root": root.base64,
        "urls": list(urls),
        "vouched": vouched,
    }
    note = notes.sign(certificates.titled(TITLE, body), receipts.name_of(key.public), key)
    return frames.encode("card", note.encode())


def vouched_in(batches: Iterable[Batch], certificate: str) -> tuple[PublicKey, str]:
    """Return the root that wrote a roster, and its certificate of the key that signed a node's; raises ``LookupError``.

    The latest counts.
    """
    root, found = None, ""
    for batch in batches:
        for position, raw in enumerate(batch.leaves, batch.first):
            if position == 0:
                root = judge.begin(raw, feed=batch.feed).genesis
                continue
            body = entries.read(raw).body
            if root is None or body.get("statement") != "key":
                continue
            with contextlib.suppress(FeedError):
                told = certificates.open_organisation(str(body["certificate"]), root.node, root.organisation)
                certificates.open_node(certificate, told.key)
                found = told.note
    if root is None or not found:
        raise LookupError("the roster vouches for no key of this node")
    return root.node, found


def encode_batch(batch: Batch) -> list[bytes]:
    """Return the frames of a batch: genesis if it begins the feed, entries if any, checkpoint."""
    return [frames.encode(kind, payload, **fields) for kind, payload, fields in grammar.spell(batch)]


def read_card(raw: bytes) -> Card:
    """Return a card, everything in it verified against the root it names. Raises ``PairingError``."""
    if len(raw) > MAX_CARD:
        raise PairingError(
            "card-size",
            Sentence("A pairing card is at most {most:,} bytes; this file is no card.", most=MAX_CARD),
        )
    try:
        return _read(raw)
    except ExchangeError as error:
        raise PairingError(
            "card", Sentence("This isn't a sound pairing card ({sentence}) Ask for a new one.", sentence=error)
        ) from error
    except FeedError as error:
        raise PairingError(
            "card", Sentence("This pairing card doesn't hold ({error}) Ask for a new one.", error=error)
        ) from error


def same_fingerprint(card: Card, given: str) -> bool:
    """Return whether somebody typed this card's fingerprint; spaces, hyphens and case don't matter."""
    return _bare(given) == _bare(card.fingerprint)


def _bare(fingerprint: str) -> str:
    return "".join(fingerprint.replace("-", " ").split()).upper()


def _read(raw: bytes) -> Card:
    stream = io.BytesIO(raw)
    first = frames.read(stream)
    if first is None or first.kind != "card":
        raise PairingError("card", Sentence("it doesn't begin as one."))
    body = certificates.untitled(notes.parse(first.payload).text, TITLE)
    if type(body.get("format")) is not int or body["format"] != FORMAT:
        raise PairingError(
            "format",
            Sentence(
                "its format is {given!r} and this version reads {format}.", given=body.get("format"), format=FORMAT
            ),
        )
    fields.instant(body, "created", where="card")
    if "roster" not in body:
        if stream.read(1):
            raise PairingError("card", Sentence("something stands behind it."))
        return _read_short(first.payload, body)
    batches = tuple(item for item in grammar.items(frames.read_all(stream)) if isinstance(item, Batch))
    state, said = _roster(batches)
    if state.genesis.type != "roster" or state.feed != body.get("roster"):
        raise PairingError("roster", Sentence("its roster feed is missing."))
    root = state.genesis.node
    certificate = _text(body, "certificate")
    claimed = certificates.read_node(certificate)
    known = roster.fold({root.id: state.genesis.organisation}, [(state.genesis, said)])
    node = known.node(claimed.node.id, claimed.organisation)
    if node is None or node.age != claimed.age:
        raise PairingError("node", Sentence("its node isn't in the roster it brings."))
    notes.verify(first.payload, receipts.name_of(node.key), node.key)
    return Card(root, state.genesis.organisation, node, certificate, _urls(body), batches)


def _read_short(payload: bytes, body: dict[str, Any]) -> Card:
    """Return a card without a roster: of its node nothing is known but that its organisation's key, for which the
    root vouches, certified it. For whom it reads its roster will say."""
    root = PublicKey.from_base64(_text(body, "root"), where="card")
    organisation, certificate = _text(body, "organisation"), _text(body, "certificate")
    vouched = certificates.open_organisation(_text(body, "vouched"), root, organisation)
    claimed = certificates.open_node(certificate, vouched.key)
    if not vouched.organisation == claimed.organisation == organisation:
        raise PairingError("node", Sentence("its node is another organisation's."))
    notes.verify(payload, receipts.name_of(claimed.node), claimed.node)
    node = roster.Node(claimed.node.id, claimed.node, organisation, frozenset(), claimed.age, root.id)
    return Card(root, organisation, node, certificate, _urls(body), ())


def _roster(batches: Sequence[Batch]) -> tuple[judge.FeedState, list[Entry]]:
    """Return the state and entries of the one feed in these batches; raises a ``FeedError`` or ``PairingError``."""
    if not batches or batches[0].first != 0:
        raise PairingError("roster", Sentence("its roster feed is missing."))
    state = judge.begin(batches[0].leaves[0], feed=batches[0].feed)
    said: list[Entry] = []
    for number, batch in enumerate(batches):
        leaves = batch.leaves[1:] if number == 0 else batch.leaves
        if batch.feed != state.feed or batch.size != state.size + len(leaves):
            raise PairingError("roster", Sentence("its roster feed has a gap."))
        state, judged = judge.extend(state, leaves, batch.checkpoint)
        said.extend(judge.entries_of(judged))
    return state, said


def _text(body: dict[str, Any], field: str) -> str:
    value = body.get(field)
    if not isinstance(value, str):
        raise PairingError("card", Sentence("{field!r} is missing.", field=field))
    return value


def _urls(body: dict[str, Any]) -> tuple[str, ...]:
    urls = body.get("urls")
    if not isinstance(urls, list) or len(urls) > MAX_URLS or not all(isinstance(url, str) for url in urls):
        raise PairingError("card", Sentence("'urls' isn't a short list of addresses."))
    return tuple(urls)

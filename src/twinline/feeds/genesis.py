"""Genesis: leaf 0 of every feed, signed by the node (a roster feed: by the root).

It fixes what never changes: whose words, to whom, in which lane, with which
key, and which old heads it continues. The feed's id is SHA-256 of its bytes.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from twinline.feeds import audiences, canonical, certificates, checkpoints, fields, notes
from twinline.feeds.certificates import NodeCertificate
from twinline.feeds.errors import BadSignature, Malformed
from twinline.feeds.keys import PublicKey, SigningKey, from_base64, to_base64
from twinline.feeds.receipts import name_of
from twinline.sentences import Sentence

TITLE = "twinline/1 genesis"
FORMAT = 1
LANES = ("urgent", "routine")
TYPES = ("records", "roster")
WHERE = "genesis"


@dataclass(frozen=True, slots=True)
class Head:
    """Where an older feed stood when this one took over."""

    feed: str
    size: int
    root: bytes


@dataclass(frozen=True, slots=True)
class Genesis:
    """Leaf 0, read and its own signature verified; the certificate's is not, it needs the roster."""

    raw: bytes
    feed: str
    type: str
    node: PublicKey
    organisation: str
    certificate: NodeCertificate | None
    audience: tuple[str, ...]
    lane: str
    nonce: bytes
    continues: tuple[Head, ...]

    @property
    def origin(self) -> str:
        """Return the origin of this feed's checkpoints."""
        return checkpoints.origin(self.feed)


def write(
    *,
    key: SigningKey,
    organisation: str,
    certificate: str | None,
    audience: Iterable[str],
    lane: str,
    type: str = "records",
    continues: Iterable[Head] = (),
    nonce: bytes | None = None,
) -> bytes:
    """Return the bytes of leaf 0, signed. The nonce is random unless one is given."""
    body = {
        "audience": sorted(set(audience)),
        "certificate": certificate,
        "continues": [{"feed": old.feed, "root": to_base64(old.root), "size": old.size} for old in continues],
        "format": FORMAT,
        "lane": lane,
        "node": key.public.base64,
        "nonce": to_base64(secrets.token_bytes(16) if nonce is None else nonce),
        "organisation": organisation,
        "type": type,
    }
    raw = notes.sign(certificates.titled(TITLE, body), name_of(key.public), key).encode()
    read(raw)
    return raw


def feed_id(raw: bytes) -> str:
    """Return the id of the feed that begins with these bytes."""
    return hashlib.sha256(raw).hexdigest()


def read(raw: bytes) -> Genesis:
    """Return leaf 0, its form and the node's own signature checked.

    Raises ``Malformed`` or ``BadSignature``. Whether the certificate leads to a
    pinned root is asked of the roster.
    """
    if len(raw) > canonical.MAX_BYTES:
        raise Malformed(
            "too-large",
            Sentence("A genesis has at most {most:,} bytes.", most=canonical.MAX_BYTES),
            where=WHERE,
        )
    note = notes.parse(raw)
    body = certificates.untitled(note.text, TITLE)
    if body.get("format") != FORMAT or type(body.get("format")) is not int:
        raise Malformed(
            "format",
            Sentence(
                "This feed has format {given!r} and this version reads format {format}.",
                given=body.get("format"),
                format=FORMAT,
            ),
            where=WHERE,
            remedy=Sentence("Update the software of this node."),
        )
    node = PublicKey.from_base64(fields.text(body, "node", where=WHERE), where=WHERE)
    if len(note.signatures) != 1:
        raise BadSignature("signature-count", Sentence("A genesis carries exactly one signature."), where=WHERE)
    notes.verify(note, name_of(node), node)
    return _checked(raw, body, node)


def _checked(raw: bytes, body: dict[str, Any], node: PublicKey) -> Genesis:
    kind = _one_of(body, "type", TYPES)
    organisation = fields.code(body, "organisation", where=WHERE)
    certificate = _certificate(body.get("certificate"), kind, node, organisation)
    if kind == "roster" and body.get("audience") != []:
        raise Malformed("audience", Sentence("A roster feed has an empty audience list."), where=WHERE)
    lane = _one_of(body, "lane", LANES)
    if kind == "roster" and lane != "routine":
        raise Malformed("lane", Sentence("A roster feed runs in the routine lane."), where=WHERE)
    return Genesis(
        raw=raw,
        feed=feed_id(raw),
        type=kind,
        node=node,
        organisation=organisation,
        certificate=certificate,
        audience=() if kind == "roster" else audiences.check(body.get("audience"), where=WHERE),
        lane=lane,
        nonce=from_base64(fields.text(body, "nonce", where=WHERE), where=f"{WHERE}, nonce", length=16),
        continues=tuple(_head(old) for old in _list(body, "continues")),
    )


def _certificate(given: Any, kind: str, node: PublicKey, organisation: str) -> NodeCertificate | None:
    if kind == "roster":
        if given is not None:
            raise Malformed(
                "certificate", Sentence("A roster feed is signed by the root and has no certificate."), where=WHERE
            )
        return None
    if type(given) is not str:
        raise Malformed("certificate", Sentence("certificate must be the text of a node certificate."), where=WHERE)
    certificate = certificates.read_node(given)
    if certificate.node != node or certificate.organisation != organisation:
        raise Malformed("certificate", Sentence("The certificate is for another node or organisation."), where=WHERE)
    return certificate


def _one_of(body: dict[str, Any], field: str, words: tuple[str, ...]) -> str:
    value = body.get(field)
    if value not in words:
        raise Malformed(
            field,
            Sentence("{field} must be one of {words}; {value!r} was given.", field=field, words=words, value=value),
            where=WHERE,
        )
    return str(value)


def _list(body: dict[str, Any], field: str) -> list[Any]:
    value = body.get(field)
    if type(value) is not list:
        raise Malformed("field", Sentence("{field} must be a list.", field=field), where=WHERE)
    return value


def _head(old: Any) -> Head:
    where = f"{WHERE}, continues"
    if type(old) is not dict or type(old.get("feed")) is not str or not fields.HASH.fullmatch(old["feed"]):
        raise Malformed("head", Sentence("An old head names its feed by 64 hex digits."), where=where)
    size = old.get("size")
    if type(size) is not int or size < 1:
        raise Malformed("head", Sentence("An old head has a size of at least 1."), where=where)
    return Head(old["feed"], size, from_base64(fields.text(old, "root", where=where), where=where, length=32))

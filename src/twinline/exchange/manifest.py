"""The manifest: what the sender's node signs about a parcel.

A signed note by ``twinline/1/node/<node id>`` over the line ``twinline/1 parcel`` and canonical JSON: from which
node to which, when, in answer to what, and the length and SHA-256 of every byte that follows. Since the reader
stands inside the signature, a parcel can't be wrapped again for somebody else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from twinline.exchange.errors import Damaged, NotAParcel, NotForUs, UnknownSender
from twinline.feeds import certificates, fields, keys, notes, receipts
from twinline.feeds.errors import BadSignature, FeedError, Malformed
from twinline.sentences import Sentence
from twinline.times import from_rfc3339, rfc3339

TITLE = "twinline/1 parcel"
FORMAT = 1
STEPS = ("request-1", "response-1", "request-2", "response-2", "bundle")
NONCE = 12
"""So many random bytes, at least, name a message."""
_ID = re.compile(r"[0-9a-f]{64}\Z")


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a parcel says of itself.

    ``created`` is in milliseconds; ``nonce`` names the message and ``in_reply_to`` the request it answers; ``part`` is
    this parcel's place in the message, from 0, and ``last`` whether the message ends with it; ``more`` says that the
    sender holds more than it put in, and ``left`` how much: entries and bytes by lane; ``frames`` and ``size`` count
    what follows the manifest. ``first`` and ``at_most`` are what the sender would like of the answer: its first
    parcel, and all of it, no longer than so many bytes.
    """

    sender: str
    reader: str
    created: int
    nonce: str
    step: str
    frames: int
    size: int
    sha256: str
    in_reply_to: str | None = None
    more: bool = False
    certificate: str | None = None
    part: int = 0
    last: bool = True
    left: Mapping[str, tuple[int, int]] | None = None
    first: int | None = None
    at_most: int | None = None


def sign(manifest: Manifest, key: keys.SigningKey) -> str:
    """Return the signed note of a manifest."""
    body: dict[str, Any] = {
        "bytes": manifest.size,
        "certificate": manifest.certificate,
        "created": rfc3339(manifest.created),
        "format": FORMAT,
        "frames": manifest.frames,
        "from": manifest.sender,
        "in_reply_to": manifest.in_reply_to,
        "last": manifest.last,
        "more": manifest.more,
        "nonce": manifest.nonce,
        "part": manifest.part,
        "sha256": manifest.sha256,
        "step": manifest.step,
        "to": manifest.reader,
    }
    if manifest.left is not None:
        body["left"] = {lane: list(counts) for lane, counts in manifest.left.items()}
    for field, value in (("first", manifest.first), ("at_most", manifest.at_most)):
        if value is not None:
            body[field] = value
    return notes.sign(certificates.titled(TITLE, body), receipts.name_of(key.public), key)


def judge(
    note: bytes,
    *,
    reader: str,
    key_of: Callable[[str], keys.PublicKey | None],
    introduced: Callable[[str, str], keys.PublicKey | None] | None = None,
) -> Manifest:
    """Return a manifest written for ``reader`` and signed by the node it names.

    ``key_of`` gives the key of a paired node, or ``None``; ``introduced`` that of a node by its certificate, where its
    organisation is a peer's. Raises ``NotAParcel``, ``NotForUs``, ``UnknownSender`` or ``Damaged``. The reader comes
    first: of a parcel for somebody else nothing more is asked.
    """
    manifest = _read(note)
    if manifest.reader != reader:
        raise NotForUs(
            "reader",
            Sentence(
                "This parcel was written for another node, not for this one. Give it to the node it is meant for."
            ),
        )
    public = key_of(manifest.sender)
    if public is None and introduced is not None and manifest.certificate is not None:
        public = introduced(manifest.sender, manifest.certificate)
    if public is None:
        raise UnknownSender(
            "sender",
            Sentence(
                "This parcel is from a node that isn't paired with this one ({sender}…). Pair with it first, comparing "
                "its fingerprint.",
                sender=manifest.sender[:16],
            ),
        )
    try:
        notes.verify(note, receipts.name_of(public), public)
    except FeedError as error:
        raise Damaged(
            "signature",
            Sentence("The sender's signature on this parcel isn't right: it was altered. Ask for it again."),
        ) from error
    return manifest


def _read(note: bytes) -> Manifest:
    try:
        body = certificates.untitled(notes.parse(note).text, TITLE)
        if type(body.get("format")) is not int or body["format"] != FORMAT:
            raise NotAParcel(
                "format",
                Sentence(
                    "This parcel is of format {given!r}; this version reads {format}. Update it.",
                    given=body.get("format"),
                    format=FORMAT,
                ),
            )
        return _checked(body)
    except BadSignature as error:
        raise Damaged(
            "signature", Sentence("The parcel's manifest isn't signed as it should be ({error}).", error=error)
        ) from error
    except (FeedError, ValueError) as error:
        raise NotAParcel("manifest", Sentence("The parcel's manifest doesn't read ({error}).", error=error)) from error


def _checked(body: dict[str, Any]) -> Manifest:
    for field in ("from", "to", "sha256"):
        if not isinstance(body.get(field), str) or not _ID.match(body[field]):
            raise Malformed("manifest", Sentence("{field!r} isn't 64 hex digits", field=field))
    for field in ("frames", "bytes", "part"):
        if type(body.get(field)) is not int or body[field] < 0:
            raise Malformed("manifest", Sentence("{field!r} isn't a count", field=field))
    for field in ("first", "at_most"):
        if field in body and (type(body[field]) is not int or body[field] < 1):
            raise Malformed("manifest", Sentence("{field!r} isn't a number of bytes", field=field))
    if body.get("step") not in STEPS or type(body.get("more")) is not bool or type(body.get("last")) is not bool:
        raise Malformed("manifest", Sentence("'step', 'more' or 'last' isn't known"))
    for field in ("in_reply_to", "certificate"):
        if field not in body or (body[field] is not None and type(body[field]) is not str):
            raise Malformed("manifest", Sentence("{field!r} is missing or isn't text", field=field))
    created = fields.instant(body, "created", where="manifest")
    nonce = fields.text(body, "nonce", where="manifest")
    if len(keys.from_base64(nonce, where="manifest, nonce")) < NONCE:
        raise Malformed("manifest", Sentence("'nonce' has fewer than {least} bytes", least=NONCE))
    return Manifest(
        sender=body["from"],
        reader=body["to"],
        created=from_rfc3339(created),
        nonce=nonce,
        step=body["step"],
        frames=body["frames"],
        size=body["bytes"],
        sha256=body["sha256"],
        in_reply_to=body.get("in_reply_to"),
        more=body["more"],
        certificate=body.get("certificate"),
        part=body["part"],
        last=body["last"],
        left=_left(body.get("left")),
        first=body.get("first"),
        at_most=body.get("at_most"),
    )


def _left(told: Any) -> dict[str, tuple[int, int]] | None:
    """Return what the sender says that is left; it is shown, nothing is decided by it."""
    if told is None:
        return None
    if type(told) is not dict or len(told) > 2:
        raise Malformed("manifest", Sentence("'left' isn't counts by lane"))
    found = {}
    for lane, counts in told.items():
        if lane not in ("urgent", "routine") or type(counts) is not list or len(counts) != 2:
            raise Malformed("manifest", Sentence("'left' isn't counts by lane"))
        if any(type(count) is not int or count < 0 for count in counts):
            raise Malformed("manifest", Sentence("'left' isn't counts by lane"))
        found[lane] = (counts[0], counts[1])
    return found

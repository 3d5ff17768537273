"""Certificates: a root vouches for organisations, an organisation for its nodes.

Each is a signed note of two lines: a title and canonical JSON. Fields that a
reader doesn't know are kept with the note and mean nothing to it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from twinline.feeds import canonical, fields, notes
from twinline.feeds.audiences import check as check_audience
from twinline.feeds.errors import FeedError, Malformed
from twinline.feeds.keys import PublicKey, SigningKey
from twinline.sentences import Sentence

NODE_TITLE = "twinline/1 node certificate"
ORGANISATION_TITLE = "twinline/1 organisation certificate"
SIDES = ("LA", "VN")


@dataclass(frozen=True, slots=True)
class NodeCertificate:
    """An organisation says: this node key is ours, and reads for these organisations."""

    node: PublicKey
    organisation: str
    hosts: tuple[str, ...]
    age: str
    valid_from: str
    note: str


@dataclass(frozen=True, slots=True)
class OrganisationCertificate:
    """A root says: this is the key of that organisation."""

    organisation: str
    side: str
    key: PublicKey
    valid_from: str
    note: str


def organisation_name(code: str) -> str:
    """Return the name under which an organisation's key signs."""
    return f"twinline/1/organisation/{code}"


def root_name(code: str) -> str:
    """Return the name under which the root key of an organisation signs."""
    return f"twinline/1/root/{code}"


def certify_node(
    *, node: PublicKey, organisation: str, hosts: Iterable[str], age: str, valid_from: str, key: SigningKey
) -> str:
    """Return the certificate of a node, signed by its organisation's key."""
    body = {
        "age": age,
        "from": valid_from,
        "hosts": sorted(set(hosts)),
        "node": node.base64,
        "organisation": organisation,
    }
    note = notes.sign(titled(NODE_TITLE, body), organisation_name(organisation), key)
    read_node(note)
    return note


def certify_organisation(
    *, organisation: str, side: str, key: PublicKey, valid_from: str, root: SigningKey, root_organisation: str
) -> str:
    """Return the certificate of an organisation's key, signed by a root key."""
    body = {"from": valid_from, "key": key.base64, "organisation": organisation, "side": side}
    note = notes.sign(titled(ORGANISATION_TITLE, body), root_name(root_organisation), root)
    read_organisation(note)
    return note


def countersign_by_root(note: str, root: SigningKey, root_organisation: str) -> str:
    """Return a node certificate with the root's signature added, for whom the organisation's key is new to."""
    signed = notes.sign(notes.parse(note).text, root_name(root_organisation), root)
    return notes.attach(note, signed.splitlines()[-1])


def read_node(note: str) -> NodeCertificate:
    """Return what a node certificate claims, its signature unverified."""
    where = "node certificate"
    body = untitled(notes.parse(note).text, NODE_TITLE)
    return NodeCertificate(
        node=PublicKey.from_base64(fields.text(body, "node", where=where), where=where),
        organisation=fields.code(body, "organisation", where=where),
        hosts=check_audience(body.get("hosts"), where=f"{where}, hosts"),
        age=_age(body, where),
        valid_from=fields.instant(body, "from", where=where),
        note=note,
    )


def read_organisation(note: str) -> OrganisationCertificate:
    """Return what an organisation certificate claims, its signature unverified."""
    where = "organisation certificate"
    body = untitled(notes.parse(note).text, ORGANISATION_TITLE)
    side = body.get("side")
    if side not in SIDES:
        raise Malformed("side", Sentence("side must be VN or LA; {value!r} was given.", value=side), where=where)
    return OrganisationCertificate(
        organisation=fields.code(body, "organisation", where=where),
        side=side,
        key=PublicKey.from_base64(fields.text(body, "key", where=where), where=where),
        valid_from=fields.instant(body, "from", where=where),
        note=note,
    )


def open_node(note: str, organisation_key: PublicKey) -> NodeCertificate:
    """Return a node certificate that the organisation's key signed; ``BadSignature`` if it didn't."""
    certificate = read_node(note)
    notes.verify(note, organisation_name(certificate.organisation), organisation_key)
    return certificate


def signed_by_root(note: str, root: PublicKey, root_organisation: str) -> bool:
    """Return whether a root vouched for a node itself."""
    try:
        read_node(note)
        notes.verify(note, root_name(root_organisation), root)
    except FeedError:
        return False
    return True


def open_organisation(note: str, root: PublicKey, root_organisation: str) -> OrganisationCertificate:
    """Return an organisation certificate that a root key signed; ``BadSignature`` if it didn't."""
    certificate = read_organisation(note)
    notes.verify(note, root_name(root_organisation), root)
    return certificate


def titled(title: str, body: dict[str, Any]) -> str:
    """Return the two lines of a titled note: what it is, and its canonical JSON."""
    return f"{title}\n{canonical.encode(body).decode()}\n"


def untitled(text: str, title: str) -> dict[str, Any]:
    """Return the JSON of a titled note; ``Malformed`` if the title is another."""
    lines = text.split("\n")
    if len(lines) != 3 or lines[0] != title or lines[2]:
        raise Malformed(
            "title", Sentence("The note must have two lines, {title!r} and JSON.", title=title), where=title
        )
    return canonical.decode(lines[1].encode())


def _age(body: dict[str, Any], where: str) -> str:
    value = fields.text(body, "age", where=where)
    if not value.startswith("age1") or not value.isascii() or not value.isalnum() or value != value.lower():
        raise Malformed(
            "age", Sentence("age must be a recipient of the age format; {value!r} was given.", value=value), where=where
        )
    return value

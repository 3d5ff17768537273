"""What a sender signs is read in one way or not at all: the fields of a manifest and of a card, and the list of
what it has."""

from __future__ import annotations

import base64
import io
from typing import Any

import pytest

from tests.exchange.world import NOON, Office, pair, parcel_for
from twinline.exchange import cards, frames, have, manifest
from twinline.exchange.errors import Damaged, NotAParcel, PairingError
from twinline.feeds import certificates, notes, receipts

A, B = "0" * 64, "1" * 64
GONE = "\x00gone"


@pytest.fixture(autouse=True)
def paired(na: Office, xk: Office) -> None:
    pair(na, xk)


def altered(na: Office, xk: Office, **changes: Any) -> manifest.Manifest:
    """Return the manifest that Xieng Khouang reads where Nghệ An signs one with some fields altered."""
    text = notes.parse(manifest.sign(parcel_for(na, xk).manifest, na.key)).text
    body = {**certificates.untitled(text, manifest.TITLE), **changes}
    body = {field: value for field, value in body.items() if value != GONE}
    note = notes.sign(certificates.titled(manifest.TITLE, body), receipts.name_of(na.key.public), na.key)
    return manifest.judge(note.encode(), reader=xk.id, key_of={na.id: na.key.public}.get)


def test_a_manifest_as_it_is_written_is_read(na, xk):
    assert altered(na, xk).sender == na.id
    assert altered(na, xk, nonce=base64.b64encode(bytes(12)).decode(), more_of_it=True)


@pytest.mark.parametrize(
    "changes",
    [
        {"format": True},
        {"nonce": ""},
        {"nonce": "not Base64"},
        {"nonce": base64.b64encode(bytes(11)).decode()},
        {"created": "0000-01-01T00:00:00Z"},
        {"created": "2026-02-30T00:00:00Z"},
        {"created": 5},
        *({field: GONE} for field in ("in_reply_to", "certificate", "created", "nonce", "format", "more", "part")),
    ],
    ids=str,
)
def test_a_manifest_with_a_field_that_is_missing_or_no_such_thing_is_refused(na, xk, changes):
    with pytest.raises(NotAParcel):
        altered(na, xk, **changes)


def card(na: Office, *, behind: bytes = b"", short: bool = False, **changes: Any) -> cards.Card:
    """Return the card that is read where Nghệ An signs one with some fields altered."""
    stream = io.BytesIO(short_card(na) if short else na.card())
    first = frames.read(stream)
    assert first is not None
    body = {**certificates.untitled(notes.parse(first.payload).text, cards.TITLE), **changes}
    body = {field: value for field, value in body.items() if value != GONE}
    note = notes.sign(certificates.titled(cards.TITLE, body), receipts.name_of(na.key.public), na.key)
    return cards.read_card(frames.encode("card", note.encode()) + stream.read() + behind)


def short_card(na: Office) -> bytes:
    root, vouched = cards.vouched_in(na.shelf.batches(na.roster, 0), na.certificate)
    return cards.write_short_card(
        key=na.key, certificate=na.certificate, vouched=vouched, root=root, organisation=na.code, urls=(), at_ms=NOON
    )


@pytest.mark.parametrize("short", [False, True])
def test_a_card_as_it_is_written_is_read(na: Office, short: bool) -> None:
    assert card(na, short=short, more_of_it=True).node.id == na.id


@pytest.mark.parametrize("short", [False, True])
@pytest.mark.parametrize(
    "changes", [{"format": True}, {"format": 2}, {"created": GONE}, {"created": "2026-02-30"}], ids=str
)
def test_a_card_with_a_field_that_is_no_such_thing_is_refused(na: Office, short: bool, changes: dict[str, Any]) -> None:
    with pytest.raises(PairingError):
        card(na, short=short, **changes)


def test_a_short_card_with_something_behind_it_is_refused(na: Office) -> None:
    with pytest.raises(PairingError):
        card(na, short=True, behind=b"x")


@pytest.mark.parametrize("lines", ["", f"{A} 4\n", f"{A} 4+3 {A}:2 {B}:4\n{B} 0\n", f"{A} 4+1024\n"])
def test_a_list_in_its_one_spelling_is_read_and_written_back(lines: str) -> None:
    assert b"".join(have.encode(have.decode([lines.encode()]))) == lines.encode()


@pytest.mark.parametrize(
    "lines",
    [
        f"{A} 4",
        f"{A} 4\r\n",
        f"{A} 4\r{B} 4\n",
        f"{B} 4\n{A} 4\n",
        f"{A} 4\n{A} 4\n",
        f"{A} 4 {A}:3 {A}:3\n",
        f"{A} 4 {B}:3 {A}:3\n",
        f"{A} 4 +3\n",
        f"{A} 4+1025\n",
        f"{A} 04\n",
        "\n",
    ],
)
def test_a_list_in_any_other_is_refused(lines: str) -> None:
    with pytest.raises(Damaged):
        have.decode([lines.encode()])


def test_the_order_of_a_list_goes_on_from_one_payload_to_the_next() -> None:
    assert list(have.decode([f"{A} 4\n".encode(), f"{B} 4\n".encode()])) == [A, B]
    with pytest.raises(Damaged):
        have.decode([f"{B} 4\n".encode(), f"{A} 4\n".encode()])

"""Passkeys (WebAuthn level 2): keys that a telephone, a computer or a stick keeps, each for the desk it was made for.

Where it is shown its holder is asked for a finger, a face or a number by that thing itself: nothing of it comes here.
What is kept here is a public key. Only a desk that is called by a name over TLS (or ``localhost``) can offer them.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, options_to_json_dict
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from twinline.access.models import Passkey, User

#: How long a challenge may be answered, and how many passkeys one person may have.
MOMENT_MS, MOST = 5 * 60_000, 10
LONGEST_NAME = 60
#: What an answer may have at most, in characters: a real one has some hundred.
LARGEST = 16_384
_BYTES = 32
#: How an answer shows that it is none: nested without end, it ends in a ``RecursionError``.
_NONE = (WebAuthnException, ValueError, KeyError, TypeError, RecursionError)


@dataclass(frozen=True, slots=True)
class Desk:
    """The desk as a browser calls it: the name that passkeys are bound to, and the origin that answers come from."""

    name: str
    origin: str


def desk(host: str, *, secure: bool) -> Desk | None:
    """Return how a desk is called, or None where no passkey can be made: an address, or a name without TLS."""
    name = host.rpartition(":")[0] if ":" in host and not host.endswith("]") else host
    if name == "localhost":
        return Desk(name, f"{'https' if secure else 'http'}://{host}")
    try:
        ip_address(name.strip("[]"))
    except ValueError:
        return Desk(name, f"https://{host}") if secure and "." in name else None
    return None


def of(user: User) -> QuerySet[Passkey]:
    """Return a person's passkeys, the latest first."""
    return Passkey.objects.filter(user=user).order_by("-made_ms", "-id")


def invitation(user: User, here: Desk) -> dict[str, Any]:
    """Return what the browser is asked to make a passkey by, as plain values: it holds the challenge."""
    mine = list(of(user))
    handle = base64url_to_bytes(mine[0].handle) if mine else secrets.token_bytes(_BYTES)
    return options_to_json_dict(generate_registration_options(
        rp_id=here.name, rp_name=f"Twinline {user.organisation}", user_id=handle, user_name=user.username,
        user_display_name=user.display_name,
        exclude_credentials=[PublicKeyCredentialDescriptor(id=base64url_to_bytes(one.credential)) for one in mine],
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
        ),
    ))  # fmt: skip


def keep(user: User, asked: Mapping[str, Any], answer: str, name: str, here: Desk, *, now: int) -> Passkey | None:
    """Keep the passkey that answers an invitation; None where it doesn't, or there are too many."""
    if len(answer) > LARGEST or of(user).count() >= MOST:
        return None
    try:
        made = verify_registration_response(
            credential=answer, expected_challenge=base64url_to_bytes(asked["challenge"]), expected_rp_id=here.name,
            expected_origin=here.origin, require_user_verification=True,
        )  # fmt: skip
    except _NONE:
        return None
    credential = bytes_to_base64url(made.credential_id)
    if Passkey.objects.filter(credential=credential).exists():
        return None
    return Passkey.objects.create(
        user=user, name=name[:LONGEST_NAME], credential=credential, handle=asked["user"]["id"],
        public_key=made.credential_public_key, count=made.sign_count, made_ms=now,
    )  # fmt: skip


def question(here: Desk) -> dict[str, Any]:
    """Return what the browser is asked to show a passkey by, as plain values; it names nobody."""
    options = generate_authentication_options(rp_id=here.name, user_verification=UserVerificationRequirement.REQUIRED)
    return options_to_json_dict(options)


def shown(asked: Mapping[str, Any], answer: str, told: Mapping[str, Any], here: Desk, *, now: int) -> User | None:
    """Return whose passkey answers a question, and keep when it was used; None where none that is here does.

    ``told`` is the answer read as JSON. A passkey that counts and went back is a copy: it opens nothing.
    """
    named = str(told.get("id", ""))
    if len(answer) > LARGEST or not named.isascii():  # half a character can't even be looked for
        return None
    alive = Passkey.objects.filter(user__is_active=True).select_related("user")
    kept = alive.filter(credential=named).first()
    if kept is None or (told.get("response") or {}).get("userHandle") not in (None, "", kept.handle):
        return None
    try:
        proved = verify_authentication_response(
            credential=answer, expected_challenge=base64url_to_bytes(asked["challenge"]), expected_rp_id=here.name,
            expected_origin=here.origin, credential_public_key=bytes(kept.public_key),
            credential_current_sign_count=kept.count, require_user_verification=True,
        )  # fmt: skip
    except _NONE:
        return None
    with transaction.atomic():
        # Of two answers at once that count alike, one finds the count used.
        mine = Passkey.objects.filter(pk=kept.pk, count=kept.count)
        return kept.user if mine.update(count=proved.new_sign_count, used_ms=now) else None


def remove(user: User, number: int) -> bool:
    """Take one of a person's own passkeys away; return whether there was one."""
    return bool(Passkey.objects.filter(user=user, pk=number).delete()[0])

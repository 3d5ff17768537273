"""A second proof at sign-in: codes of a telephone or card (TOTP, RFC 6238), and ten printed codes for when it is lost.

Works without a link: the code follows from a shared secret and the time. A code counts once; the clock of the
telephone may be one step (30 seconds) off.
"""

from __future__ import annotations

import base64
import hashlib
import secrets

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from twinline.access.models import RecoveryCode, SecondFactor, User

STEP_S = 30
DIGITS = 6
CODES = 10
#: Digits of a printed code, two groups of five.
_PRINTED = 10


def fresh_secret() -> str:
    """Return a new secret, in hex. Nothing is asked of anybody before a first code by it was right (``confirm``)."""
    return secrets.token_hex(20)


def has(user: User) -> bool:
    """Return whether a person is asked for a second proof."""
    return SecondFactor.objects.filter(user=user).exists()


def address(secret: str, *, name: str, node: str) -> str:
    """Return the ``otpauth://`` address that a telephone reads from the picture."""
    return _codes(secret).get_provisioning_uri(name, f"Twinline {node}")


def spelled(secret: str) -> str:
    """Return the secret as it is typed in by hand: Base32 in groups of four."""
    text = base64.b32encode(bytes.fromhex(secret)).decode().rstrip("=")
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))


def fits(secret: str, code: str, *, now: int) -> bool:
    """Return whether a code is one of a secret that nobody has used yet."""
    return _step(secret, code, after=0, now=now) is not None


def confirm(user: User, secret: str, code: str, *, now: int) -> list[str]:
    """Return ten fresh printed codes, once a first code by the secret was right; else nothing, and nothing changes."""
    step = _step(secret, code, after=0, now=now)
    if step is None:
        return []
    fresh = [f"{secrets.randbelow(10**5):05d}-{secrets.randbelow(10**5):05d}" for _ in range(CODES)]
    kept = [RecoveryCode(user=user, code_hash=slowly_hashed(_hash(each))) for each in fresh]
    with transaction.atomic():
        SecondFactor.objects.update_or_create(user=user, defaults={"secret": secret, "last_step": step})
        RecoveryCode.objects.filter(user=user).delete()
        RecoveryCode.objects.bulk_create(kept)
    return fresh


def proves(user: User, code: str, *, now: int) -> bool:
    """Return whether a code is right, and use it up: one of the telephone's, or a printed one."""
    kept = SecondFactor.objects.filter(user=user).first()
    if kept is None:
        return False
    step = _step(kept.secret, code, after=kept.last_step, now=now)
    if step is not None:
        # Of two at once, one finds the step used.
        return bool(SecondFactor.objects.filter(pk=kept.pk, last_step__lt=step).update(last_step=step))
    found = _printed(user, code)
    # Here, too; and no transaction holds others up while the codes are hashed.
    return found is not None and bool(RecoveryCode.objects.filter(pk=found, used_ms=None).update(used_ms=now))


def drop(user: User) -> None:
    """Ask a person for no second proof any more."""
    SecondFactor.objects.filter(user=user).delete()
    RecoveryCode.objects.filter(user=user).delete()


def _step(secret: str, code: str, *, after: int, now: int) -> int | None:
    """Return the time step that a code belongs to: this one or one beside it, and after the last that was used."""
    digits = "".join(code.split())
    if len(digits) != DIGITS or not digits.isdecimal() or not digits.isascii():
        return None
    codes, present = _codes(secret), now // 1000 // STEP_S
    for step in (present, present - 1, present + 1):
        if step > after and _same(codes.generate(step * STEP_S), digits):
            return step
    return None


def _same(code: bytes, digits: str) -> bool:
    # In a time that doesn't tell how much of them is the same.
    return secrets.compare_digest(code, digits.encode())


def _codes(secret: str) -> TOTP:
    # SHA-1 is what telephones' programs know; the strength here is the secret's 160 bits.
    return TOTP(bytes.fromhex(secret), DIGITS, SHA1(), STEP_S)  # noqa: S303


def slowly_hashed(quick: str) -> str:
    """Return what is kept of a printed code: Argon2 over its quick hash, since 33 bits are soon guessed otherwise."""
    return make_password(quick)


def _printed(user: User, code: str) -> int | None:
    """Return the number of the unused printed code that somebody typed."""
    if sum(char.isdecimal() for char in code) != _PRINTED:
        return None
    quick = _hash(code)
    unused = RecoveryCode.objects.filter(user=user, used_ms=None).order_by("pk")
    return next((each.pk for each in unused if check_password(quick, each.code_hash)), None)


def _hash(code: str) -> str:
    return hashlib.sha256("".join(char for char in code if char.isalnum()).encode()).hexdigest()

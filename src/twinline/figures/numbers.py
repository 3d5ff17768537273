"""Thousandths, the numbers of the fact table, written exactly."""

from __future__ import annotations

from decimal import Decimal

SCALE = 1000


def decimal_text(thousandths: int) -> str:
    """Return a number of thousandths as an exact decimal string without idle zeros.

    >>> decimal_text(468281), decimal_text(5200000), decimal_text(-1500)
    ('468.281', '5200', '-1.5')
    """
    sign = "-" if thousandths < 0 else ""
    whole, part = divmod(abs(thousandths), SCALE)
    digits = f"{part:03d}".rstrip("0")
    return f"{sign}{whole}.{digits}" if digits else f"{sign}{whole}"


def decimal_of(thousandths: int) -> Decimal:
    """Return a number of thousandths as a ``Decimal``, for writing it in a language."""
    return Decimal(decimal_text(thousandths))

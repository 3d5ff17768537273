"""Addresses of peers: set by an operator, http or https, nothing else in them."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from twinline.exchange.errors import PairingError
from twinline.sentences import Sentence


def checked(url: str) -> str:
    """Return an address without its trailing slash. Raises ``PairingError`` if it can't be one."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise _wrong(url) from None
    plain = url.isascii() and url.isprintable() and " " not in url
    if parts.scheme not in ("http", "https") or not parts.hostname or port == 0 or not plain:
        raise _wrong(url)
    if _misleads(parts.hostname) or parts.username is not None or parts.query or parts.fragment or "@" in parts.netloc:
        raise _wrong(url)
    return url.rstrip("/")


def is_open(url: str) -> bool:
    """Return whether what goes to this address can be read on the way (http beyond this machine)."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.scheme == "https" or host == "localhost":
        return False
    try:
        return not ipaddress.ip_address(host).is_loopback
    except ValueError:
        return True


def _misleads(host: str) -> bool:
    """Return whether a host is an address in disguise, or one at which no other node can be.

    An address comes on the card of another node. At 169.254.169.254 a rented machine gives away its own secrets, and
    2130706433 or 0x7f.1 are addresses to those who look a name up (WHATWG URL, *ends in a number*).
    """
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        last = host.rstrip(".").rpartition(".")[2]
        return last.isdigit() or last.startswith("0x")
    six = isinstance(address, ipaddress.IPv6Address)
    in_disguise = six and (address.ipv4_mapped is not None or address.scope_id is not None)
    return in_disguise or address.is_link_local or address.is_multicast or address.is_unspecified


def _wrong(url: str) -> PairingError:
    return PairingError(
        "address", Sentence("{url!r} isn't an address like https://node.example:8443; nothing was changed.", url=url)
    )

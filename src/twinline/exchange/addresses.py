"""Addresses of peers: set by an operator, http or https, nothing else in them; a name is judged by where it leads."""

from __future__ import annotations

import ipaddress
import socket
from typing import Any
from urllib.parse import urlsplit

from twinline.exchange.errors import PairingError, Unreachable
from twinline.sentences import Sentence

#: Where the last four bytes of an IPv6 address are an IPv4 one: NAT64 (RFC 6052, RFC 8215), and as it was once written.
_FOUR_AT_THE_END = tuple(map(ipaddress.IPv6Network, ("64:ff9b::/96", "64:ff9b:1::/48", "::/96")))
#: Where rented machines give away their own secrets, beside the link-local addresses.
_SECRETS = frozenset(map(ipaddress.ip_address, ("fd00:ec2::254", "100.100.100.200", "192.0.0.192")))


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


def is_right(url: str) -> bool:
    """Return whether an address can be a peer's."""
    try:
        checked(url)
    except PairingError:
        return False
    return True


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


def connected(host: str, port: int, timeout: float) -> socket.socket:
    """Return a connection to the first place to which a host leads that answers. Raises ``Unreachable`` or ``OSError``.

    The name is looked up once, each place is judged, and what was judged is what is connected to: a name server that
    answers otherwise the second time (DNS rebinding) is not asked a second time. Beside what ``checked`` refuses, a
    name other than ``localhost`` may not lead to this machine: what else listens here trusts who comes from here.
    """
    failure: Exception | None = None
    here = host == "localhost" or _is_address(host)
    for *kind, _, place in _places(host, port):
        address = ipaddress.ip_address(place[0])
        if _leads_nowhere(address) or (not here and _is_here(address)):
            failure = failure or _astray(host, str(address))
            continue
        way = socket.socket(*kind)
        try:
            way.settimeout(timeout)
            way.connect(place)
        except OSError as error:
            way.close()
            failure = error
        else:
            return way
    raise failure or OSError(host)


def _places(host: str, port: int) -> list[Any]:
    try:
        return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except UnicodeError as error:  # a part of the name that is longer than a name server can be asked for
        raise OSError(str(error)) from error


def _is_here(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    four = _inner(address) if isinstance(address, ipaddress.IPv6Address) else None
    return (four or address).is_loopback


def _is_this_one(address: ipaddress.IPv6Address) -> bool:
    """Return whether an IPv6 address is another way to write this machine's own IPv4 one."""
    return address != ipaddress.IPv6Address(1) and _is_here(address)


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
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
    in_disguise = six and (address.ipv4_mapped is not None or address.scope_id is not None or _is_this_one(address))
    return in_disguise or _leads_nowhere(address)


def _leads_nowhere(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    """Return whether no other node can be at an address, or at the IPv4 address that is written in it."""
    if isinstance(address, ipaddress.IPv6Address) and (four := _inner(address)) is not None:
        return _leads_nowhere(four)
    to_all = isinstance(address, ipaddress.IPv4Address) and address.is_reserved
    nobody = address.is_link_local or address.is_multicast or address.is_unspecified or to_all
    return nobody or address in _SECRETS


def _inner(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """Return the IPv4 address that an IPv6 one stands for: mapped, at its end, of 6to4 or of Teredo."""
    if int(address) > 1 and any(address in each for each in _FOUR_AT_THE_END):
        return ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)


def _astray(host: str, address: str) -> Unreachable:
    return Unreachable(
        "address",
        Sentence(
            "The name {host} leads to {address}, where no other node can be; nothing was sent there. Have its entry in "
            "the name server mended, or give the address itself.",
            host=host, address=address,
        ),
    )  # fmt: skip


def _wrong(url: str) -> PairingError:
    return PairingError(
        "address", Sentence("{url!r} isn't an address like https://node.example:8443; nothing was changed.", url=url)
    )

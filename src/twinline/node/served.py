"""Where the node was last served: what a one-time link leads to, where nobody says otherwise."""

from __future__ import annotations

from contextlib import suppress
from ipaddress import ip_address
from pathlib import Path

#: The file of the node's folder that says it, and the port where nothing was served yet.
SERVED, PORT = "served", 8470


def url_of(host: str, port: int) -> str:
    """Return the address at which somebody on this machine finds what is served at a host's port."""
    try:
        address = ip_address(host)
    except ValueError:
        return f"http://{host}:{port}"
    if address.is_unspecified:
        return f"http://127.0.0.1:{port}"
    return f"http://[{host}]:{port}" if address.version == 6 else f"http://{host}:{port}"


def remember(folder: Path, url: str) -> None:
    """Write down where the node is served; on a full disk it is served all the same."""
    with suppress(OSError):
        (folder / SERVED).write_text(f"{url}\n", encoding="utf-8", newline="\n")


def last(folder: Path) -> str:
    """Return where the node was served last, or where it would be."""
    with suppress(OSError, UnicodeDecodeError):
        if (said := (folder / SERVED).read_text("utf-8").strip()).startswith("http://"):
            return said
    return url_of("127.0.0.1", PORT)

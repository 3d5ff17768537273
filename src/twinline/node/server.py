"""Serving a node over HTTP. The only module that may know what the operating system is."""

from __future__ import annotations

import os
from ipaddress import ip_address

from twinline.sentences import Sentence
from twinline.store.errors import StoreError

APPLICATION = "twinline.node.wsgi:application"
EVERY = "TWINLINE_EVERY"
"""How often the server exchanges by itself, in milliseconds; it doesn't where this isn't set."""


def serve_forever(host: str, port: int, *, threads: int = 4, quiet: bool = False) -> None:
    """Serve the node of ``TWINLINE_NODE`` until the process is told to end.

    Granian where it is at home; waitress elsewhere (Windows): plain Python, and
    it hands chunked bodies on whole.
    """
    _answer_to(host)
    try:
        from granian.constants import Interfaces
        from granian.server import Server
    except ImportError:
        _waitress(host, port, threads)
        return
    Server(
        APPLICATION, address=host, port=port, interface=Interfaces.WSGI, workers=1, blocking_threads=threads,
        log_enabled=not quiet, log_access=False, websockets=False,
    ).serve()  # fmt: skip


def _waitress(host: str, port: int, threads: int) -> None:
    import waitress

    from twinline.node.wsgi import application

    waitress.serve(application, host=host, port=port, threads=threads, ident=None)


def _answer_to(host: str) -> None:
    """Let the node answer to the name it is served under, and to no other that nobody named."""
    if "TWINLINE_HOSTS" in os.environ:
        return
    try:
        address = ip_address(host)
    except ValueError:
        os.environ["TWINLINE_HOSTS"] = f"{host},localhost,127.0.0.1,[::1]"
        return
    if address.is_unspecified:
        raise StoreError(
            "no-names",
            Sentence(
                "Serving on {host} answers on every network of this machine: say the names it may be called by in "
                "TWINLINE_HOSTS (comma between), then try again.",
                host=host,
            ),
        )
    name = f"[{host}]" if address.version == 6 else host
    os.environ["TWINLINE_HOSTS"] = f"{name},localhost,127.0.0.1,[::1]"

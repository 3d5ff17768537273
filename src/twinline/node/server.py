"""Serving a node over HTTP. The only module that may know what the operating system is."""

from __future__ import annotations

import os
import signal
import socket
import threading
import time
from ipaddress import ip_address

from twinline.sentences import Sentence
from twinline.store.errors import StoreError

APPLICATION = "twinline.node.asgi:application"
IDLE_S = 300
"""A caller that is busy keeping a long answer may speak again on the same connection after so long: another connection
would be another round trip."""
ENDING_S = 10
"""For how long a node that is told to end waits for what is under way; what is cut goes on at the next contact."""
THREADS = "TWINLINE_THREADS"
"""How many threads answer pages."""
PARENT = "TWINLINE_PARENT"
"""The process that looks after the one that answers: the second ends with the first."""
EVERY = "TWINLINE_EVERY"
"""How often the server exchanges by itself, in milliseconds; it doesn't where this isn't set."""


def serve_forever(host: str, port: int, *, threads: int = 4, quiet: bool = False) -> None:
    """Serve the node of ``TWINLINE_NODE`` until the process is told to end; ``answer_to`` comes first.

    Granian where it is at home, with our own gate before the threads; waitress elsewhere (Windows): plain Python, and
    it takes what comes in whole before a thread sees it.
    """
    os.environ[THREADS] = str(threads)
    try:
        from granian.constants import HTTPModes, Interfaces
        from granian.http import HTTP1Settings
        from granian.log import LogLevels
        from granian.server import Server
    except ImportError:
        _waitress(host, port, threads)
        return
    os.environ[PARENT] = str(os.getpid())
    Server(
        APPLICATION, address=host, port=port, interface=Interfaces.ASGINL, http=HTTPModes.http1, workers=1,
        log_enabled=not quiet, log_level=LogLevels.warning, log_access=False, websockets=False,
        workers_kill_timeout=ENDING_S,
        http1_settings=HTTP1Settings(header_read_timeout=IDLE_S * 1000),
    ).serve()  # fmt: skip


def end_with_parent(look_s: float = 1) -> None:
    """End this process soon after the one that looks after it is gone, where ``serve_forever`` named one.

    Whoever kills that one (a full memory does) means the node: what is left would go on answering and exchanging, held
    by nobody, and keep the port from a new start.
    """
    told = os.environ.pop(PARENT, "")
    if told:
        threading.Thread(target=_outlive, args=(int(told), look_s), name="parent", daemon=True).start()


def _outlive(parent: int, look_s: float) -> None:
    while os.getppid() == parent:
        time.sleep(look_s)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(ENDING_S)
    os._exit(1)  # what was under way is kept as far as it came, as after any cut


def _waitress(host: str, port: int, threads: int) -> None:
    import waitress

    from twinline.node.wsgi import application

    waitress.serve(application, host=host, port=port, threads=threads, ident=None, channel_timeout=IDLE_S)


def claim(host: str, port: int) -> None:
    """Make sure that nobody answers at this port yet; ``StoreError`` if somebody does, or the address isn't ours.

    Granian shares a port with whoever else shares it, so that two nodes would answer in turn there: each desk would
    now and then be the other's.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as trial:
            if os.name == "posix":  # elsewhere it would let us take a port that is in use
                trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(address)
    except OSError as error:
        raise StoreError(
            "not-free",
            Sentence(
                "Nothing can be served at {host}, port {port}: {error}. Another node may be served there: choose "
                "another port with --port.",
                host=host,
                port=port,
                error=error.strerror or error,
            ),
        ) from error


def answer_to(host: str) -> None:
    """Let the node answer to the name it is served under, and to no other that nobody named; ``StoreError`` if none."""
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

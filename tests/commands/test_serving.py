"""Two nodes are never served at one port: officers would come to the other's desk now and then."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from twinline.node.server import claim
from twinline.store.errors import StoreError


@pytest.fixture
def port() -> Iterator[int]:
    """A port at which somebody answers who would share it, as granian does."""
    with socket.socket() as other:
        if hasattr(socket, "SO_REUSEPORT"):
            other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield int(other.getsockname()[1])


def test_a_port_that_another_node_answers_at_is_refused_and_another_is_named(port: int) -> None:
    with pytest.raises(StoreError, match=rf"port {port}.*--port"):
        claim("127.0.0.1", port)


def test_a_port_that_was_left_is_free_at_once(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port)):
        pass
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        left = int(free.getsockname()[1])
    claim("127.0.0.1", left)


def test_an_address_that_is_not_of_this_machine_is_refused() -> None:
    with pytest.raises(StoreError, match=r"192\.0\.2\.1"):
        claim("192.0.2.1", 8470)

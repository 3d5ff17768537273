"""Two nodes are never served at one port: officers would come to the other's desk now and then."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.border import Border
from twinline.node import served
from twinline.node.accounts import link
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


def test_a_link_leads_to_where_the_node_was_last_served(tmp_path: Path) -> None:
    assert served.last(tmp_path) == "http://127.0.0.1:8470"
    served.remember(tmp_path, served.url_of("127.0.0.1", 8681))
    assert served.last(tmp_path) == "http://127.0.0.1:8681"
    (tmp_path / "served").write_bytes(b"\xff\xfe")  # not ours: as if nothing was said
    assert served.last(tmp_path) == "http://127.0.0.1:8470"


def test_nothing_is_lost_where_nothing_can_be_written(tmp_path: Path) -> None:
    served.remember(tmp_path / "gone", "http://127.0.0.1:8681")
    assert served.last(tmp_path / "gone") == "http://127.0.0.1:8470"


@pytest.mark.parametrize(
    ("host", "url"),
    [("0.0.0.0", "http://127.0.0.1:8681"), ("::", "http://127.0.0.1:8681"), ("::1", "http://[::1]:8681"),
     ("desk.example", "http://desk.example:8681")],
)  # fmt: skip
def test_an_address_is_one_that_a_browser_can_open(host: str, url: str) -> None:
    assert served.url_of(host, 8681) == url


@pytest.mark.usefixtures("db")  # the accounts; alone, no other test made their tables
def test_the_command_prints_the_port_that_is_served(border: Border, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TWINLINE_NODE", str(border.vn.ledger.folder))
    served.remember(border.vn.ledger.folder, "http://127.0.0.1:8681")
    printed = CliRunner().invoke(link, ["--json"]).output
    assert '"http://127.0.0.1:8681/link/' in printed
    assert (
        '"https://desk.example/link/' in CliRunner().invoke(link, ["--json", "--url", "https://desk.example/"]).output
    )


_ANSWERING = """
import time
from twinline.node.server import end_with_parent
end_with_parent(0.02)
print("answering", flush=True)
time.sleep(60)
"""
_SERVING = """
import os, subprocess, sys
from twinline.node.server import PARENT
subprocess.run([sys.executable, "-c", sys.argv[1]], env={**os.environ, PARENT: str(os.getpid())})
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there one process does both")
def test_what_answers_ends_when_the_process_that_looks_after_it_was_killed() -> None:
    """Else it would go on answering and exchanging, and keep the port from whoever starts the node again."""
    with subprocess.Popen([sys.executable, "-c", _SERVING, _ANSWERING], stdout=subprocess.PIPE) as serving:
        assert serving.stdout is not None
        assert serving.stdout.readline() == b"answering\n"
        serving.kill()
        assert serving.communicate(timeout=20) == (b"", None)  # its end is that of both

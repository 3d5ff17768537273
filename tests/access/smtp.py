"""A mail server on this machine for tests: it takes messages, or fails in the ways that servers do."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage


@dataclass
class Box:
    """What came, and how the server behaves: a code to answer a command with, or ``cut`` to end the talk there."""

    port: int = 0
    messages: list[EmailMessage] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)
    greeted: list[str] = field(default_factory=list)
    talks: int = 0
    answers: dict[str, str] = field(default_factory=dict)
    refused: frozenset[str] = frozenset()


@contextmanager
def mail_server() -> Iterator[Box]:
    """Serve on a free port of this machine until the block ends."""
    box = Box()

    class Talk(socketserver.StreamRequestHandler):
        def say(self, text: str) -> None:
            self.wfile.write(f"{text}\r\n".encode())

        def handle(self) -> None:
            box.talks += 1
            self.say("220 here")
            while line := self.rfile.readline():
                words = line.decode().strip()
                verb = words.split(" ")[0].upper()
                told = box.answers.get(verb, "")
                if told == "cut":
                    return
                if told:
                    self.say(told)
                elif verb in ("EHLO", "HELO"):
                    box.greeted.append(words.split(" ")[1])
                    self.say("250 here")
                elif verb == "RCPT" and any(each in words for each in box.refused):
                    self.say("550 nobody of that name")
                elif verb == "DATA":
                    self.say("354 go on")
                    lines = iter(self.rfile.readline, b".\r\n")
                    raw = b"".join(line.removeprefix(b".") for line in lines)
                    box.raw.append(raw)
                    if box.answers.get("END") == "cut":
                        return
                    message = message_from_bytes(raw, policy=policy.default)
                    assert isinstance(message, EmailMessage)
                    box.messages.append(message)
                    self.say("250 taken")
                elif verb == "QUIT":
                    self.say("221 bye")
                    return
                else:
                    self.say("250 fine")

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Talk) as server:
        server.daemon_threads = True
        box.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield box
        server.shutdown()
        thread.join()

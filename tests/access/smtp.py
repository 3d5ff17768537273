"""A mail server on this machine for tests: it takes messages, or fails in the ways that servers do."""

from __future__ import annotations

import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID


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


def certificate(folder: Path) -> tuple[Path, Path]:
    """Write a certificate for 127.0.0.1 that vouches for itself, and its key; return both files."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    begins = datetime(2020, 1, 1, tzinfo=UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(begins)
        .not_valid_after(begins + timedelta(days=36_500))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    paths = folder / "mail.pem", folder / "mail.key"
    paths[0].write_bytes(made.public_bytes(Encoding.PEM))
    paths[1].write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return paths


@contextmanager
def mail_server(secured: tuple[Path, Path] | None = None) -> Iterator[Box]:
    """Serve on a free port of this machine until the block ends; by TLS where a certificate and its key are given."""
    box = Box()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER) if secured else None
    if context and secured:
        context.load_cert_chain(*secured)

    class Talk(socketserver.StreamRequestHandler):
        def setup(self) -> None:
            if context:
                try:
                    self.request = context.wrap_socket(self.request, server_side=True)
                except OSError:
                    self.refused = True
            super().setup()

        def say(self, text: str) -> None:
            self.wfile.write(f"{text}\r\n".encode())

        def handle(self) -> None:
            if getattr(self, "refused", False):
                return
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

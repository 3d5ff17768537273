"""Mail as an operator set it up: ``mail.toml`` in the node's folder, read strictly, and messages handed to its server.

The password stands in ``keys/mail.password``, with the other secrets. Without ``mail.toml`` no mail is sent.
"""

from __future__ import annotations

import re
import smtplib
import ssl
import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from pathlib import Path
from typing import Any

from twinline.sentences import Problem, Sentence, Text

FILE, PASSWORD = "mail.toml", "keys/mail.password"
SECURITY = ("starttls", "tls", "none")
PORTS = {"starttls": 587, "tls": 465, "none": 25}
PATIENCE_S = 20
#: What the server is told we are called: not the name of this machine.
_CALLED = "twinline.invalid"
_LOOPBACK = ("127.0.0.1", "::1", "localhost")
_ADDRESS = r"[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)*"
#: An address, or a name and it; what mail programs take beyond that, Python's own reads wrongly or not at all.
_SENDER = re.compile(rf"{_ADDRESS}|[\w .'-]{{1,60}} <{_ADDRESS}>", re.ASCII).fullmatch
_DESK = re.compile(r"https?://[\x21-\x7e]{1,300}").fullmatch
_FIELDS: dict[str, type] = {
    "host": str, "port": int, "security": str, "user": str, "from": str, "desk": str, "hour": int, "ca": str,
}  # fmt: skip


class MailProblem(Problem):
    """Mail that can't be set up, or wasn't taken."""


class Refused(MailProblem):
    """The server took us, and not this address."""


class Unsure(MailProblem):
    """The link broke while a message was handed over: nobody knows whether the server has it."""


@dataclass(frozen=True, slots=True)
class Mail:
    """How mail is sent: the server, how the way to it is protected, who sends, where the desk is, from which hour."""

    host: str
    port: int
    security: str
    sender: str
    user: str = ""
    password: str = ""
    desk: str = ""
    hour: int = 7
    authority: Path | None = None


def settings(folder: Path) -> Mail | None:
    """Return how mail is sent from a node, None where nothing was set up; ``MailProblem`` where that is wrong."""
    file = folder / FILE
    if not file.exists():
        return None
    try:
        told = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:  # a number of thousands of digits is a plain ValueError
        raise MailProblem(
            "mail-file", Sentence("{file} can't be read: {why}.", file=FILE, why=str(error)), where=FILE
        ) from None
    return _checked(told, folder)


def _checked(told: dict[str, Any], folder: Path) -> Mail:
    for name, value in told.items():
        if name not in _FIELDS or type(value) is not _FIELDS[name]:
            raise _wrong(name, Sentence("It takes {names}.", names=list(_FIELDS)))
    for name in ("host", "from"):
        if not told.get(name):
            raise _wrong(name, Sentence("Say the mail server and the address that mail comes from."))
    if not told["host"].isprintable() or not _SENDER(told["from"]):
        raise _wrong("from", Sentence("Say the mail server and the address that mail comes from."))
    security = told.get("security", "starttls")
    if security not in SECURITY:
        raise _wrong("security", Sentence("It is one of {names}.", names=list(SECURITY)))
    if security == "none" and told["host"] not in _LOOPBACK:
        raise _wrong("security", Sentence("Without protection mail goes only to a server on this machine."))
    if not 0 <= told.get("hour", 7) <= 23 or not 1 <= told.get("port", PORTS[security]) <= 65535:
        raise _wrong("hour", Sentence("An hour is from 0 to 23, a port from 1 to 65535."))
    if told.get("ca") and not (folder / told["ca"]).is_file():
        raise _wrong("ca", Sentence("There is no such file in the node's folder."))
    if told.get("desk") and not _DESK(told["desk"]):
        raise _wrong("desk", Sentence("It is where people sign in, such as https://desk.example.org/."))
    password = folder / PASSWORD
    return Mail(
        told["host"], told.get("port", PORTS[security]), security, told["from"], told.get("user", ""),
        password.read_text(encoding="utf-8").strip() if password.exists() else "",
        told.get("desk", ""), told.get("hour", 7), folder / told["ca"] if told.get("ca") else None,
    )  # fmt: skip


def _wrong(name: str, what: Sentence) -> MailProblem:
    return MailProblem("mail-setting", Sentence("{file}: {name} isn't right.", file=FILE, name=name), remedy=what)


def message(mail: Mail, to: str, subject: str, body: str, *, now: int) -> EmailMessage:
    """Return a message that says that a machine wrote it; nothing in its head tells of the machine."""
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = mail.sender, to, subject
    made["Date"] = format_datetime(datetime.fromtimestamp(now / 1000, UTC))
    made["Message-ID"] = make_msgid(domain=mail.sender.rpartition("@")[2])
    made["Auto-Submitted"] = "auto-generated"
    made.set_content(body, charset="utf-8")
    return made


class Post:
    """A connection to the mail server, for as many messages as there are; ``with Post(mail) as post``."""

    def __init__(self, mail: Mail) -> None:
        self._mail = mail
        self._server: smtplib.SMTP | None = None

    def __enter__(self) -> Post:
        try:
            self._server = self._reached()
        except (OSError, smtplib.SMTPException) as error:
            raise MailProblem("mail-server", why(self._mail, error)) from None
        return self

    def __exit__(self, *_: object) -> None:
        if self._server is not None:
            try:
                self._server.quit()
            except (OSError, smtplib.SMTPException):
                self._server.close()

    def send(self, told: EmailMessage) -> None:
        """Hand one message over.

        Raises ``Refused`` where its address isn't taken, ``Unsure`` where the link broke, else ``MailProblem``.
        """
        assert self._server is not None
        try:
            self._server.send_message(told)
        except smtplib.SMTPRecipientsRefused:
            raise Refused("mail-address", Sentence("The mail server doesn't take this address.")) from None
        except (smtplib.SMTPResponseException, smtplib.SMTPNotSupportedError) as error:
            raise MailProblem("mail-server", why(self._mail, error)) from None
        except (OSError, smtplib.SMTPException) as error:
            raise Unsure("mail-server", why(self._mail, error)) from None

    def _reached(self) -> smtplib.SMTP:
        mail = self._mail
        trusted = ssl.create_default_context(cafile=str(mail.authority) if mail.authority else None)
        if mail.security == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                mail.host, mail.port, local_hostname=_CALLED, timeout=PATIENCE_S, context=trusted
            )
        else:
            server = smtplib.SMTP(mail.host, mail.port, local_hostname=_CALLED, timeout=PATIENCE_S)
        try:
            if mail.security == "starttls":
                server.starttls(context=trusted)
            if mail.user:
                server.login(mail.user, mail.password)
        except BaseException:
            server.close()
            raise
        return server


def why(mail: Mail, error: Exception) -> Text:
    """Return in a sentence why mail wasn't taken; nothing of a message, an address or a password stands in it."""
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return Sentence("The mail server {host} doesn't take the name and password.", host=mail.host)
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return Sentence("The mail server {host} offers no protection of the way to it.", host=mail.host)
    if isinstance(error, ssl.SSLError):
        return Sentence("The certificate of the mail server {host} isn't trusted on this machine.", host=mail.host)
    if isinstance(error, smtplib.SMTPResponseException):
        return Sentence("The mail server {host} refused with code {code}.", host=mail.host, code=error.smtp_code)
    return Sentence("The mail server {host} can't be reached at port {port}.", host=mail.host, port=mail.port)

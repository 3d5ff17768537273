"""Finding what stands beside the fields: files of the folder, heads of pages and files, headers, cookies, log lines.

As for the fields, each is made and read back: a page is asked for, a report is laid out, a message is signed.
"""

from __future__ import annotations

import io
import logging
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from fnmatch import fnmatchcase
from html.parser import HTMLParser
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast
from xml.etree.ElementTree import Element

import msgspec
from defusedxml.ElementTree import fromstring
from django.conf import settings
from django.test import Client, RequestFactory, override_settings
from django.urls import reverse
from pypdf import PdfReader

from twinline.access import journal
from twinline.exchange.client import PATH, Link
from twinline.exchange.door import answered
from twinline.exchange.ledger_shelf import LedgerShelf
from twinline.exchange.signatures import content_digest
from twinline.reports.as_docx import as_docx
from twinline.reports.as_pdf import as_pdf
from twinline.reports.as_xlsx import as_xlsx
from twinline.reports.collect import joint_report
from twinline.reports.ledger_source import LedgerSource
from twinline.reports.letters import Letter
from twinline.store.ledger import Ledger

Found = tuple[str, str, str, str]
#: Whom a report is for that nothing is in: what its files say of themselves is the same.
NOBODY = ("zz-nobody",)
#: Every file that a node's folder may hold, by name or pattern; what is none of these is told by its own name.
FILES = (
    "node.toml", "place.json", "room", "DEMO", "last-backup", "served", "mail.toml", "trace-head",
    "ledger.sqlite3", "ledger.sqlite3-wal", "ledger.sqlite3-shm", "ledger.sqlite3-journal",
    "keys/age.key", "keys/node.key", "keys/organisation.key", "keys/root.key", "keys/web.key", "keys/sealed.key",
    "keys/node.certificate", "keys/node.shown", "keys/root.public", "keys/mail.password", "keys/renewing/*",
    "sealed/parts.sqlite3", "sealed/parts.sqlite3-journal", "sealed/keys/*", "sealed/last-backup", "sealed/reserve",
    "attachments/index.sqlite3", "attachments/index.sqlite3-*", "attachments/part/*", "attachments/??/*",
    "reports/office.toml", "reports/*.toml", "reports/*.docx", "reports/*.xlsx",
    "words/*/LC_MESSAGES/django.po", "words/*/LC_MESSAGES/django.mo",
    "aside/*", "spool/*",
)  # fmt: skip
#: Headers that an answer has at times, beside those that every one has: where it leads, how long to wait, which file
#: it is, that it hasn't changed. What the server adds to each stands apart. The tests, which ask for every page and by
#: every program, meet no other.
AT_TIMES = {
    "page": ("Allow", "Clear-Site-Data", "Content-Disposition", "ETag", "Last-Modified", "Location", "Retry-After"),
    "program": ("Allow", "ETag", "Location", "Retry-After", "Twinline-Corrected-Since"),
    "server": ("Connection", "Date", "Server", "Set-Cookie", "Transfer-Encoding"),
}
_BLANK = re.compile(r"%\((\w+)\)")


def folder(path: Path) -> Iterator[Found]:
    """Yield every file that a node's folder may hold, every other that is in this one, and what its node.toml says."""
    yield from (("folder", name, "file", "stored") for name in FILES)
    for each in sorted(one for one in path.rglob("*") if one.is_file()):
        name = each.relative_to(path).as_posix()
        if not any(fnmatchcase(name, pattern) for pattern in FILES):
            yield "folder", name, "file", "stored"
    told = msgspec.toml.decode((path / "node.toml").read_text("utf-8"), type=dict[str, Any])
    yield from (("folder: node.toml", field, type(value).__name__, "stored") for field, value in told.items())


def heads(ledger: Ledger, now: int) -> Iterator[Found]:
    """Yield what pages, answers and files say of themselves, and what is written of them in a log."""
    yield from _answers(ledger, now)
    yield from _papers(ledger)
    forms = [told["format"] for told in settings.LOGGING.get("formatters", {}).values()] or ["%(message)s"]
    yield from (("log", field, "text", "log") for form in forms for field in _BLANK.findall(form))
    yield from (("log", f"journal: {field}", "text", "log") for field in journal.FIELDS)
    yield "log", "exc_info", "text", "log"  # where something went wrong in the product itself


class _Head(HTMLParser):
    """Gathers what a page says of itself: its root's marks, its metadata, what it is linked to."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag == "html":
            self.found |= {f"html {name}" for name in told}
        elif tag in ("meta", "link"):
            self.found.add(f"{tag} {told.get('name') or told.get('rel') or 'charset'}")


def _answers(ledger: Ledger, now: int) -> Iterator[Found]:
    browser = Client(HTTP_HOST=str(settings.ALLOWED_HOSTS[-1]))
    # The page of this node, whatever node the program was begun for. Who brings no key is told so, and nobody else.
    with override_settings(NODE=ledger.folder), _unheard():
        asked = {
            "page": browser.get(reverse("access:sign-in")),
            "program": browser.get(reverse("api:kinds")),
        }
        refused = _refused_by_the_exchange()
        browser.post(reverse("desk:language"), {"language": "lo"})
        browser.post(reverse("desk:theme"), {"theme": "dark"})
    head = _Head()
    head.feed(asked["page"].content.decode())
    yield from (("head: page", name, "text", "page") for name in sorted(head.found))
    for what, headers in (*((what, answer.headers) for what, answer in asked.items()), ("exchange", refused)):
        names = dict.fromkeys((*headers, *AT_TIMES.get(what, ())))
        yield from ((f"headers: {what}", name, "text", "answer") for name in names)
    yield from (("headers: server", name, "text", "answer") for name in AT_TIMES["server"])
    own = settings.SESSION_COOKIE_NAME.removesuffix("session")
    for name in (*browser.cookies, settings.SESSION_COOKIE_NAME, settings.USED_COOKIE_NAME):
        yield "cookie", f"*_{name.removeprefix(own)}", "text", "browser"
    yield from _asked(ledger, now)


def _refused_by_the_exchange() -> list[str]:
    """Return the names of the headers with which the exchange, at its own door, refuses what isn't signed."""
    asked = RequestFactory().post(PATH, b"", content_type="application/octet-stream").environ
    return [*answered(import_module(settings.ROOT_URLCONF).exchange, asked).headers]


@contextmanager
def _unheard() -> Iterator[None]:
    logging.disable()
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)


def _asked(ledger: Ledger, now: int) -> Iterator[Found]:
    """Yield the headers under which this node sends a message to another."""
    link = SimpleNamespace(
        _introduce=True, _shelf=LedgerShelf(ledger), _url="http://127.0.0.1", _clock=lambda: now, _ahead_s=0
    )
    parcel = SimpleNamespace(message=SimpleNamespace(dictionary=None), size=0)
    for name in Link._signed(cast(Link, link), cast(Any, parcel), content_digest(bytes(32))).headers:
        yield "headers: message", name, "text", "message"


def _papers(ledger: Ledger) -> Iterator[Found]:
    """Yield what a report's files say of themselves: a PDF's information, the properties of office files."""
    report = joint_report(LedgerSource(ledger), readers=NOBODY)
    told = PdfReader(io.BytesIO(as_pdf(report, "en")))
    yield from (("head: pdf", "".join(name), "text", "file") for name in told.metadata or {})
    if told.xmp_metadata is not None:
        packet = told.xmp_metadata.stream.get_data()
        yield from (("head: pdf", f"xmp {name}", "text", "file") for name in _names(packet))
    letter = Letter(ledger.node.organisation, {}, None)
    for form, raw in (("docx", as_docx(report, "en", letter)), ("xlsx", as_xlsx(report, "en"))):
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            for part in packed.namelist():
                if part.startswith("docProps/"):
                    yield from (
                        (f"head: {form}", f"{part} {name}", "text", "file") for name in _names(packed.read(part))
                    )


def _names(raw: bytes) -> Iterator[str]:
    """Yield the name of every element and attribute that says something, once."""
    root: Element = fromstring(raw)
    said = {_bare(each.tag) for each in root.iter() if (each.text or "").strip()}
    said |= {_bare(name) for each in root.iter() for name in each.attrib}
    yield from sorted(said)


def _bare(name: str) -> str:
    return name.rpartition("}")[2]

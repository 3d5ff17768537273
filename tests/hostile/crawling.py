"""A crawler of the desk: it follows every link and sends every form it finds, and looks at each answer.

What it follows is what the pages offer, so a page added tomorrow is crawled tomorrow. Of one shape of address (its
route and the names of its query) it takes a few, of one form (its address's shape and its boxes) one.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter, deque
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

import pypdf
from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, resolve

from tests.hostile.planting import RUNS, TAG
from tests.hostile.uploads import FILES, sent
from twinline.node.rights.field import listed

#: Not sent while crawling: it would end it.
LAST = ("access:sign-out",)
#: Every header that an answer to a browser may have, by the list that a reviewer reads.
LISTED = {row["field"] for row in listed() if row["where"] == "headers: page"}
HEADERS = {"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "same-origin"}
#: A row of a list on a form: each row that a button adds is of the same shape as the first.
_ROW = re.compile(r"\[\d+\]")
_OWN_SCRIPT = re.compile(r"/static/desk/[a-z]+\.m?js\Z")


@dataclass
class Form:
    """A form: where it goes, how, and its boxes with what stands in them."""

    action: str
    method: str
    boxes: list[tuple[str, str, str]] = field(default_factory=list)


class Page(HTMLParser):
    """What a page offers, and what on it would run."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.forms: list[Form] = []
        self.runs: list[str] = []
        self._form: Form | None = None
        self._select = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        self._look(tag, told)
        if tag in ("a", "link", "img", "script") and (place := told.get("href") or told.get("src")):
            self.links.append(place)
        # What a script of the page's asks for stands on the page as well.
        self.links += [each for name, each in told.items() if name.startswith("data-") and each.startswith("/")]
        if tag == "form":
            self._form = Form(told.get("action", ""), told.get("method", "get").lower())
            self.forms.append(self._form)
        if self._form is None:
            return
        if tag in ("input", "textarea", "button") and told.get("name"):
            self._form.boxes.append((told["name"], told.get("type") or tag, told.get("value", "")))
        elif tag == "select":
            self._select = told.get("name", "")
        elif tag == "option" and self._select and told.get("value"):
            self._form.boxes.append((self._select, "option", told["value"]))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = ""

    def _look(self, tag: str, told: dict[str, str]) -> None:
        if tag == TAG or TAG in " ".join(told):
            self.runs.append(f"<{tag}> was planted")
        if tag == "script" and not _OWN_SCRIPT.search(told.get("src", "")):
            self.runs.append("a script that isn't the desk's")
        if tag in ("iframe", "object", "embed", "base"):
            self.runs.append(f"<{tag}>")
        for name, value in told.items():
            if name.startswith("on") or name == "style":
                self.runs.append(f"<{tag} {name}>")
            if name in ("href", "src", "action", "formaction") and ":" in value.split("/")[0]:
                self.runs.append(f"<{tag} {name}={value[:40]!r}>")


@dataclass
class Crawl:
    """One walk through the desk as one person: what was asked, and what was wrong with which answer."""

    client: Client
    hidden: tuple[str, ...] = ()
    most: int = 2
    sent: bool = True
    wrong: list[str] = field(default_factory=list)
    asked: int = 0
    files: int = 0
    seen: Counter[str] = field(default_factory=Counter)
    marked: list[str] = field(default_factory=list)
    answers: dict[str, tuple[int, dict[str, str], bytes]] = field(default_factory=dict)
    _waiting: deque[str] = field(default_factory=deque)
    _forms: list[tuple[str, Form]] = field(default_factory=list)
    _filed: set[str] = field(default_factory=set)

    def walk(self, *begin: str) -> None:
        """Follow all links from some pages, then send all forms."""
        self._waiting.extend(begin)
        self._follow()
        while self._forms and self.sent:
            where, form = self._forms.pop(0)
            self._send(where, form)
            self._follow()

    def _follow(self) -> None:
        while self._waiting:
            place = self._waiting.popleft()
            if self._wanted("GET", place):
                self._look(place, self.client.get(place))

    def _wanted(self, method: str, place: str, boxes: str = "", most: int = 0) -> bool:
        parts = urlsplit(place)
        try:
            match = resolve(parts.path)
            name = match.view_name if match.view_name else parts.path
            # Each form and act of a path is a shape of its own, in a long walk each kind too; a record or peer is not.
            apart = ("kind", "form", "act", "done") if self.most > 1 else ("form", "act", "done")
            fixed = [str(value) for key, value in match.kwargs.items() if key in apart]
        except Resolver404:
            name, fixed = parts.path, []
        if name in LAST:
            return False
        query = ",".join(sorted({key for key, _ in parse_qsl(parts.query)}))
        shape = f"{method} {name} {fixed} {query} {boxes}"
        self.seen[shape] += 1
        return self.seen[shape] <= (most or self.most)

    def _look(self, place: str, answer: HttpResponse) -> None:
        self.asked += 1
        raw = answer.getvalue() if hasattr(answer, "getvalue") else answer.content
        kind = answer.headers.get("Content-Type", "")
        self.answers[place] = answer.status_code, dict(answer.headers), raw
        said = faults(place, answer.status_code, dict(answer.headers), raw, self.hidden)
        self.wrong += said
        if answer.status_code in (301, 302):
            self._waiting.append(urljoin(place, answer.headers["Location"]))
        if not kind.startswith("text/html"):
            return
        if b"Mk" in raw and answer.status_code == 200:
            self.marked.append(place)
        page = Page(raw.decode())
        for link in page.links:
            if not link.startswith(("#", "http", "mailto:", "tel:", "/static/")):
                self._waiting.append(urljoin(place, link).split("#")[0])
        for form in page.forms:
            at = urljoin(place, form.action or place)
            boxes = ",".join(sorted({_ROW.sub("[]", name) for name, *_ in form.boxes})) if self.most > 1 else ""
            if self._wanted(f"{form.method} form", at, boxes, most=1):
                self._forms.append((at, form))

    def _send(self, place: str, form: Form) -> None:
        for number, buttons in enumerate((False, True)):
            told = filled(form, number, buttons=buttons)
            if form.method == "get":
                self._waiting.append(f"{place.split('?', maxsplit=1)[0]}?{urlencode(told, doseq=True)}")
            else:
                self._look(place, self.client.post(place, told))
        files = [name for name, sort, _ in form.boxes if sort == "file"]
        # One view takes them whatever the kind: each hostile file is sent to it once.
        view = resolve(urlsplit(place).path).view_name if files else ""
        if form.method != "get" and files and view not in self._filed:
            self._filed.add(view)
            for number in range(len(FILES)):
                told = filled(form, number, buttons=True) | {name: sent(number) for name in files}
                self.files += 1
                self._look(place, self.client.post(place, told))


def filled(form: Form, number: int, *, buttons: bool) -> dict[str, list[str] | str]:
    """Return a form as somebody hostile fills it in: something to run in each empty box."""
    told: dict[str, list[str] | str] = {}
    for name, sort, value in form.boxes:
        if sort in ("file", "checkbox") or (sort in ("submit", "button") and (not buttons or name in told)):
            continue
        if sort in ("text", "textarea", "search", "input") and not value:
            number += 1
            told[name] = RUNS[number % len(RUNS)]
        elif sort == "radio" or sort == "option":
            told.setdefault(name, value)
        else:
            told[name] = value
    return told


def faults(place: str, status: int, headers: dict[str, str], raw: bytes, hidden: tuple[str, ...]) -> list[str]:
    """Return what is wrong with an answer: a fault, a leak, text that would run, a header that lacks."""
    found = []
    kind = headers.get("Content-Type", "")
    if status >= 500:
        found.append(f"{status} at {place}")
    if raw and not kind:
        found.append(f"no type at {place}")
    if kind.startswith("text/html"):
        if "charset" not in kind:
            found.append(f"no charset at {place}")
        found += [f"{what} at {place}" for what in Page(raw.decode()).runs]
    for name, value in HEADERS.items():
        if headers.get(name) != value:
            found.append(f"{name} is {headers.get(name)!r} at {place}")
    if "'none'" not in headers.get("Content-Security-Policy", ""):
        found.append(f"no policy at {place}")
    found += [f"{name}, which no list names, at {place}" for name in headers if name not in LISTED]
    inside = b"\n".join(unpacked(raw))
    found += [f"{mark} leaks at {place}" for mark in hidden if mark.encode() in inside or mark in str(headers)]
    if kind.startswith("text/csv"):
        cells = re.findall(r'(?:^|[,;\t\n"])(=HYPERLINK|[-+@]cmd)', raw.decode("utf-8-sig"))
        found += [f"a formula at {place}"] * bool(cells)
    if b"<f>HYPERLINK" in inside or b"<f>=HYPERLINK" in inside:
        found.append(f"a formula at {place}")
    return found


def unpacked(raw: bytes) -> list[bytes]:
    """Return bytes as they are, and what is packed in them: the files of a ZIP, the text of a PDF."""
    found = [raw]
    if raw.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            found += [packed.read(name) for name in packed.namelist()]
    elif raw.startswith(b"%PDF"):
        found += [page.extract_text().encode() for page in pypdf.PdfReader(io.BytesIO(raw)).pages]
    return found

"""What no file holds but somebody says: another node over a link, a browser, a proxy, an office's own words.

Where what is said would be signed, the hand that alters it signs it again: a paired neighbour may be the hostile one.
"""

from __future__ import annotations

import io
import json
import socket
import threading
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from django.test import RequestFactory, override_settings
from PIL import Image

from tests.access.softkey import Softkey
from tests.border import incident
from tests.exchange.world import NOON, parcel_for, plain, raw
from tests.hostile.trying import Parser
from tests.hostile.worlds import border, of, offices, text
from tests.store.pen import Pen
from tests.store.test_rounds import ASKED
from twinline.access import passkeys, whence
from twinline.access.models import User
from twinline.desk import own_words
from twinline.exchange import (
    addresses,
    applying,
    client,
    conversation,
    exchanging,
    frames,
    have,
    hexes,
    manifest,
    parcel,
    signatures,
)
from twinline.exchange.signatures import MEDIA_TYPE, Request
from twinline.exchange.views import ExchangeViews
from twinline.feeds import canonical, certificates, genesis, notes, receipts
from twinline.sentences import Problem, Sentence
from twinline.store import codes, meaning, reading, stripping
from twinline.store import plain as told_plainly
from twinline.store.commands.rounds import _asked as asked_round
from twinline.store.reading import Reader

HOST = "desk.example.org"
DESK = passkeys.Desk(HOST, f"https://{HOST}")


class Refused(Problem):
    """What is refused without a sentence: by a status, or by saying that there is none."""

    def __init__(self, said: str) -> None:
        super().__init__("refused", Sentence("It is refused: {said}", said=said))


# Another node


def _requests(folder: Path) -> list[bytes]:
    one, other, _ = offices(folder)
    made = []
    for number in range(4):
        packed = parcel_for(one, other, conversation.REQUEST_1)
        body = raw(packed)
        head = {"Content-Type": MEDIA_TYPE, "Content-Length": str(len(body)),
                "Content-Digest": signatures.content_digest(packed.sha256())}  # fmt: skip
        request = Request("POST", "http://node/exchange/1", head)
        signatures.sign_request(request, key=one.key, at_s=NOON // 1000, nonce=f"nonce-{number}")
        lines = "\r\n".join(f"{name}: {value}" for name, value in request.headers.items())
        made.append(f"{lines}\r\n\r\n".encode() + body)
    return made


def _request(told: bytes, folder: Path) -> object:
    head, _, body = told.partition(b"\r\n\r\n")
    named = dict(line.partition(": ")[::2] for line in head.decode("latin-1").split("\r\n"))
    meta = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in named.items() if name.isascii()}
    meta.pop("HTTP_CONTENT_TYPE", "")
    meta["CONTENT_TYPE"] = named.get("Content-Type", "")
    asked = RequestFactory().generic("POST", "/exchange/1", body, **meta)
    # A view of its own for each: what was asked before would be refused for that alone.
    answer = ExchangeViews(lambda _: offices(folder)[1].shelf, clock=lambda: NOON).exchange(asked)
    assert answer.status_code in (200, 401, 411, 413, 415, 422), answer.status_code
    said = b"".join(answer)
    answer.close()
    if answer.status_code != 200:
        raise Refused(f"{answer.status_code} {said.decode()[:200]}")
    return said


def _manifests(folder: Path) -> list[bytes]:
    one, other, _ = offices(folder)
    return [notes.parse(manifest.sign(parcel_for(one, other).manifest, one.key)).text.splitlines()[1].encode()]


def _manifest(told: bytes, folder: Path) -> object:
    """Read a manifest whose words were altered and signed again."""
    one, other, _ = offices(folder)
    with suppress(ValueError, RecursionError, Problem):
        told = canonical.encode(json.loads(told.decode("utf-8", "surrogatepass")))
    signed = notes.sign(f"{manifest.TITLE}\n{text(told)}\n", receipts.name_of(one.key.public), one.key)
    return manifest.judge(signed.encode(), reader=other.id, key_of=lambda _: one.key.public)


def _contents(folder: Path) -> list[bytes]:
    one, other, _ = offices(folder)
    made = []
    for step in (parcel_for(one, other), parcel_for(other, one)):
        whole = io.BytesIO(plain(raw(step)))
        frames.read(whole)
        made.append(whole.read())
    return made


def _content(told: bytes, folder: Path) -> object:
    """Take in a parcel with any content that its sender signed."""
    one, other, _ = offices(folder)
    packer = parcel.Packer(one.shelf.spool())
    packer._hash.update(told)
    packer._spool.write(packer._zstd.compress(told))
    packer.size = len(told)
    with suppress(Problem):
        packer.frames = sum(1 for _ in frames.read_all(io.BytesIO(told)))
    packed = packer.finish(parcel_for(one, other).manifest, one.key)
    opened = exchanging.open_parcel(other.shelf, io.BytesIO(raw(packed)))
    return applying.apply(opened, other.shelf, other.sees(one), at_ms=other.clock())


def _words(_: Path) -> list[bytes]:
    about = {"follows": None, "version": 1}
    return [json.dumps(each, ensure_ascii=False).encode() for each in (
        {"act": "say", "kind": "incident", "body": incident(), **about},
        {"act": "say", "kind": "meeting", "body": {"when": "2026-06-03", "level": "province"}, **about},
        {"act": "amend", "kind": "incident", "body": incident(cases=7), **about},
        {"act": "withdraw", "kind": "incident", "body": {"reason": "mistake"}, **about},
        {"act": "countersign", "kind": "incident", "body": {}, **about},
    )]  # fmt: skip


def _word(told: bytes, folder: Path) -> object:
    """Keep an entry that a neighbour signed, of whatever is in it, and show what it says."""
    both = border(folder)
    said = json.loads(told.decode("utf-8", "surrogatepass"))
    pen = Pen(both.vn, ("la-xk", "vn-na"))
    entry = pen.write(**said)
    pen.give(both.la)
    ledger, reader = both.la.ledger, Reader.of_node(both.la.ledger)
    found = reading.record(ledger, reader, entry.record)
    return found and json.dumps(told_plainly.shown(ledger, reader, found, traced=True))


def _lists(_: Path) -> list[bytes]:
    one, other = "a" * 64, "b" * 64
    return [f"{one} 4\n{other} 7+3 {one}:2 {other}:5\n".encode(), b""]


def _digits(folder: Path) -> list[bytes]:
    one, _, _ = offices(folder)
    taken = hexes.taken_out(b"\n".join(one.entry(said) for said in ("a", "b", "c")) + b"\n")
    assert taken is not None
    return [b"\0".join(taken)]


def _back(told: bytes, _: Path) -> object:
    marked, _, digits = told.partition(b"\0")
    return hexes.put_back(marked, digits)


def _geneses(folder: Path) -> list[bytes]:
    one, _, _ = offices(folder)
    return [genesis.write(key=one.key, organisation="vn-na", certificate=one.certificate, audience=["la-xk", "vn-na"],
                          lane="routine", nonce=bytes(16))]  # fmt: skip


def _certificates(folder: Path) -> list[bytes]:
    one, _, _ = offices(folder)
    organisation = certificates.certify_organisation(
        organisation="vn-na", side="VN", key=one.organisation_key.public, valid_from="2026-11-23T10:00:00+07:00",
        root=one.root, root_organisation="vn-na",
    )  # fmt: skip
    return [one.certificate.encode(), organisation.encode()]


def _certificate(told: bytes, _: Path) -> object:
    read = certificates.read_organisation if b"organisation" in told[:40] else certificates.read_node
    return read(text(told))


def _receipts(folder: Path) -> list[bytes]:
    from twinline.feeds import checkpoints

    one, _, _ = offices(folder)
    mark = checkpoints.peek(checkpoints.sign("0" * 64, 7, bytes(32), one.key))
    return [receipts.cosign(mark, one.key, NOON // 1000).encode()]


def _refusals(_: Path) -> list[bytes]:
    said = {
        "say": "a line isn't a feed with its size {n:,} {told!r}",
        "with": {"n": 7, "told": ["x", {"say": "y", "with": {}}]},
    }
    return [json.dumps({"check": "format", "sentence": "It is refused.", "told": said}).encode(),
            json.dumps({"check": "format", "sentence": "It is refused."}).encode()]  # fmt: skip


def _refusal(told: bytes, folder: Path) -> object:
    raise client._told(offices(folder)[0].sees(offices(folder)[1]), told)


#: An answer in which a card comes, and one that says no.
_ANSWERS = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: 5\r\n"
    b"Date: Mon, 23 Nov 2026 10:00:00 GMT\r\n\r\ncard\n",
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\ncard\n\r\n0\r\n\r\n",
    b"HTTP/1.0 503 Busy\r\nDate: Mon, 23 Nov 2026 10:00:00 GMT\r\nRetry-After: 5\r\n\r\nlater",
    b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\n\r\n",
)


class Answering:
    """A server on this machine that answers whoever calls by the same bytes, and hangs up."""

    def __init__(self) -> None:
        self.says = b""
        self._listens = socket.create_server(("127.0.0.1", 0))
        self.port = self._listens.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            called, _ = self._listens.accept()
            with called, suppress(OSError):
                called.recv(65_536)
                called.sendall(self.says)


@cache
def _server() -> Answering:
    return Answering()


def _answered(told: bytes, _: Path) -> object:
    _server().says = told
    return client.fetch_card(f"http://127.0.0.1:{_server().port}")


def _linked(told: bytes, folder: Path) -> object:
    one, other, _ = offices(folder)
    _server().says = told
    with client.Link(one.shelf, one.sees(other), f"http://127.0.0.1:{_server().port}", one.clock) as link:
        return exchanging.exchange(one.shelf, one.sees(other), link.post, one.clock)


def _address(told: bytes, _: Path) -> object:
    return addresses.is_open(addresses.checked(text(told)))


# A browser, a proxy


def _proxied(told: bytes, _: Path) -> object:
    with override_settings(PROXIES=frozenset({"127.0.0.1", "10.0.0.1"})):
        return whence.address(RequestFactory().get("/", headers={"X-Forwarded-For": text(told)}))


def _lan() -> User:
    return User.objects.get_or_create(username="lan", defaults={"password": "!", "organisation": "vn-na"})[0]


#: What a browser is asked, and the thing that answers it: the same in each run.
_KEYS: dict[str, tuple[dict[str, Any], Softkey]] = {}


def _passkeys(way: str) -> Any:
    def made(_: Path) -> list[bytes]:
        key = Softkey(origin=DESK.origin)
        asked = passkeys.invitation(_lan(), DESK)
        answer = key.make(asked)
        if way == "shown":
            assert passkeys.keep(_lan(), asked, answer, "x", DESK, now=NOON)
            asked = passkeys.question(DESK)
            answer = key.show(asked)
        _KEYS[way] = asked, key
        return [answer.encode()]

    return made


def _kept(told: bytes, _: Path) -> object:
    found = passkeys.keep(_lan(), _KEYS["kept"][0], text(told), "x", DESK, now=NOON)
    if found is None:
        raise Refused("no passkey")
    return found.delete()


def _shown(told: bytes, _: Path) -> object:
    from twinline.access.passkey_pages import _read

    found = passkeys.shown(_KEYS["shown"][0], text(told), _read(text(told)), DESK, now=NOON)
    if found is None:
        raise Refused("no passkey")
    return found


# What an office and a scanner give


def _rounds(_: Path) -> list[bytes]:
    return [json.dumps(ASKED, ensure_ascii=False).encode()]


def _round(told: bytes, _: Path) -> object:
    return [str(each) for each in meaning.judge_own("say", "reporting_round", asked_round(told))]


def _catalogues(_: Path) -> list[bytes]:
    names = [name for name, word in own_words.packaged("lo").items() if len(word.word) > 8][:12]
    return [own_words._po("lo", {name: own_words.packaged("lo")[name].word + "." for name in names})]


def _catalogue(told: bytes, _: Path) -> object:
    found = own_words.taken("lo", told)
    if isinstance(found, str):
        raise Refused(found)
    return found


_SIDE = 60


def _codes(_: Path) -> list[bytes]:
    import segno

    made = []
    for said in (
        "TWINLINE:01890A5D-AC96-774B-BCCE-B302099A8057",
        "TWINLINE:SHEET:01890A5D-AC96-774B-BCCE-B302099A8057",
    ):
        out = io.BytesIO()
        segno.make(said, error="q", micro=False).save(out, kind="png", scale=1, border=2)
        with Image.open(io.BytesIO(out.getvalue())) as opened:
            sheet = Image.new("L", (_SIDE, _SIDE), 255)
            sheet.paste(opened.convert("L"), (4, 4))
        made.append(sheet.tobytes())
    return made


def _code(told: bytes, _: Path) -> object:
    """Look for a code on a page of any points."""
    whole = (told + bytes(_SIDE * _SIDE))[: _SIDE * _SIDE]
    out = io.BytesIO()
    with Image.frombytes("L", (_SIDE, _SIDE), whole) as page:
        page.resize((_SIDE * 4, _SIDE * 4), Image.Resampling.NEAREST).save(out, "PNG")
    found = codes.paper_in(stripping.bare(out.getvalue(), "document")[0])
    if found is None:
        raise Refused("no code")
    return found


TALK: dict[str, Parser] = {
    "requests of nodes": Parser(_requests, _request),
    "manifests": Parser(_manifests, _manifest),
    "contents that are signed": Parser(_contents, _content),
    "words of a neighbour": Parser(_words, _word, (ValueError, TypeError, RecursionError)),
    "lists of what is held": Parser(_lists, lambda told, _: have.decode([told])),
    "digits taken out": Parser(_digits, _back),
    "first leaves": Parser(_geneses, lambda told, _: genesis.read(told)),
    "certificates": Parser(_certificates, _certificate),
    "receipts": Parser(_receipts, lambda told, _: receipts.read(text(told))),
    "refusals of a node": Parser(_refusals, _refusal),
    "answers over HTTP": Parser(lambda _: list(_ANSWERS), _answered),
    "answers to a parcel": Parser(lambda _: list(_ANSWERS), _linked),
    "addresses of nodes": Parser(of("https://la-xk.example:8443/", "http://10.0.0.7", "http://[::1]:80"), _address),
    "addresses before a proxy": Parser(of("10.0.0.1, 192.0.2.7", "::1, 10.0.0.1"), _proxied),
    "passkeys that are made": Parser(_passkeys("kept"), _kept),
    "passkeys that are shown": Parser(_passkeys("shown"), _shown),
    "rounds": Parser(_rounds, _round),
    "own words": Parser(_catalogues, _catalogue),
    "codes on papers": Parser(_codes, _code),
}

"""The exchange over HTTP on loopback: who is answered, who is told nothing, and what is refused."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import http.client
import re
import socket
import ssl
import threading
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from django.test import RequestFactory

from tests.exchange.serving import Server, serving
from tests.exchange.world import NOON, Office, held, pair, parcel_for, raw
from twinline.exchange import addresses, cards, client, conversation, exchanging, signatures, views
from twinline.exchange.client import Link
from twinline.exchange.errors import Damaged, ExchangeError, NotAuthentic, PairingError, TooLarge, Unreachable

TEN_YEARS = 10 * 365 * 86_400_000


@pytest.fixture
def border(na: Office, xk: Office):
    pair(na, xk)
    with serving(xk) as server:
        yield server


def meet(na: Office, server: Server):
    with Link(na.shelf, na.sees(server.office), server.url, na.clock) as link:
        return exchanging.exchange(na.shelf, na.sees(server.office), link.post, na.clock)


def signed(na: Office, xk: Office, body: bytes, *, at_ms: int | None = None, **changes: str) -> dict[str, str]:
    """Return the headers of a request that Nghệ An signs."""
    headers = {
        "Content-Type": signatures.MEDIA_TYPE,
        "Content-Length": str(len(body)),
        "Content-Digest": signatures.content_digest(hashlib.sha256(body).digest()),
        **changes,
    }
    request = signatures.Request("POST", "http://node/exchange/1", headers)
    signatures.sign_request(request, key=na.key, at_s=(at_ms or na.clock()) // 1000, nonce="n" + str(na.clock()))
    return headers


def request_of(na: Office, xk: Office) -> bytes:
    return raw(parcel_for(na, xk, conversation.REQUEST_1))


def test_two_offices_converge_over_http_in_two_trips(na, xk, border):
    feed, back = na.say("la-xk", count=1500), xk.say("vn-na")
    result = meet(na, border)
    assert result.trips == 2
    assert (held(xk, feed), held(na, back)) == (1501, 2)
    assert na.shelf.digest() == xk.shelf.digest()
    assert na.shelf.all_receipts() == xk.shelf.all_receipts()


def test_what_was_put_off_is_done_while_the_other_side_takes_our_receipts(na, xk, border, monkeypatch):
    order = []
    answer = http.client.HTTPConnection.getresponse
    monkeypatch.setattr(
        http.client.HTTPConnection, "getresponse", lambda link: (order.append("answer"), answer(link))[1]
    )
    monkeypatch.setattr(type(na.shelf), "all_has_come", lambda shelf: order.append("put off"))
    xk.say("vn-na", count=3)
    meet(na, border)
    assert order == ["answer", "put off", "answer"]


def test_a_request_is_answered_once(na, xk, border):
    body = request_of(na, xk)
    headers = signed(na, xk, body)
    assert border.ask("POST", "/exchange/1", body, headers)[0] == 200
    assert border.ask("POST", "/exchange/1", body, headers)[0] == 401


def test_strangers_forgers_and_replayers_are_all_told_the_same_nothing(na, xk, bk, border):
    body = request_of(na, xk)
    good = signed(na, xk, body)
    other_key = signed(bk, xk, body)
    in_his_name = {**other_key, "Signature-Input": other_key["Signature-Input"].replace(bk.id, na.id)}
    unsigned = {name: value for name, value in good.items() if not name.startswith("Signature")}
    old = signed(na, xk, body, at_ms=NOON - 10 * 60_000)
    no_digest = {**good, "Signature-Input": good["Signature-Input"].replace('"content-digest" ', "")}
    answers = {
        border.ask("POST", "/exchange/1", body, headers)
        for headers in (other_key, in_his_name, unsigned, old, no_digest)
    }
    assert len(answers) == 1
    assert next(iter(answers))[0] == 401
    assert border.ask("POST", "/exchange/1", body, good)[0] == 200


@pytest.mark.usefixtures("db")  # closing an answer looks after connections that other tests may have left
def test_a_node_has_only_so_many_turns_at_once_gets_each_back_and_takes_none_of_anothers(na, xk, bk):
    pair(na, xk)
    pair(bk, xk)
    answering = views.ExchangeViews(lambda _: xk.shelf, clock=lambda: NOON)

    def ask(office: Office, body: bytes | None = None):
        body = body or request_of(office, xk)
        headers = signed(office, xk, body, at_ms=NOON)
        asked = RequestFactory().post("/exchange/1", body, content_type=headers.pop("Content-Type"), headers=headers)
        return answering.exchange(asked)

    under_way = [ask(na) for _ in range(views.Turns.MOST)]
    assert {each.status_code for each in under_way} == {200}
    busy = ask(na)
    assert (busy.status_code, busy["Retry-After"]) == (503, "20")
    other = ask(bk)
    assert other.status_code == 200
    b"".join(under_way[0])  # read to its end, but not closed: its turn lasts until then
    assert ask(na).status_code == 503
    under_way[0].close()
    under_way[0].close()
    refused = [ask(na, request_of(na, xk)[:40]) for _ in range(5)]  # a refusal gives its turn back at once
    assert {each.status_code for each in refused} == {422}
    again = ask(na)
    assert again.status_code == 200
    assert ask(na).status_code == 503  # and closing one twice gave back one
    for each in (*under_way, other, again):
        each.close()


def test_a_request_for_another_path_is_not_signed(na, xk, border):
    body = request_of(na, xk)
    headers = signed(na, xk, body)
    assert border.ask("POST", "/exchange/1?more", body, headers)[0] == 415
    assert border.ask("PUT", "/exchange/1", body, headers)[0] == 405
    assert border.ask("GET", "/exchange/1", headers=headers)[0] == 405


def test_a_chunked_upload_is_asked_for_its_length(na, xk, border):
    body = request_of(na, xk)
    headers = signed(na, xk, body)
    del headers["Content-Length"]
    headers["Transfer-Encoding"] = "chunked"
    assert border.ask("POST", "/exchange/1", b"0\r\n\r\n", headers)[0] == 411


def test_a_body_over_the_limit_is_refused_unread(na, xk, border):
    headers = signed(na, xk, b"", **{"Content-Length": str(1 << 40)})
    assert border.ask("POST", "/exchange/1", b"", headers)[0] == 413


def test_a_body_altered_on_the_way_changes_nothing(na, xk, border):
    feed = na.say("la-xk", lane="urgent")
    body = request_of(na, xk)
    altered = body[:-1] + bytes([body[-1] ^ 1])
    assert border.ask("POST", "/exchange/1", altered, signed(na, xk, body))[0] == 422
    assert held(xk, feed) == 0


def test_a_parcel_of_a_third_node_is_not_taken_from_the_second(na, xk, bk):
    pair(na, xk, bk)
    with serving(xk) as server:
        body = raw(parcel_for(bk, xk, conversation.REQUEST_1))
        status, told = server.ask("POST", "/exchange/1", body, signed(na, xk, body))
    assert (status, b"isn't a request" in told) == (422, True)


def test_the_answer_must_be_signed_by_the_peer(na, xk, border):
    border.change = lambda status, headers, body: (status, [h for h in headers if h[0] != "Signature"], body)
    with pytest.raises(NotAuthentic, match="isn't signed by that node"):
        meet(na, border)


def test_the_answer_to_another_request_is_refused(na, xk, border):
    kept = []

    def replay(status, headers, body):
        kept.append((status, headers, body))
        return kept[0]

    border.change = replay
    na.say("la-xk")
    with pytest.raises(NotAuthentic):
        meet(na, border)
    assert len(kept) == 2


def test_an_answer_altered_on_the_way_is_refused_and_nothing_of_it_kept(na, xk, border):
    feed = xk.say("vn-na")
    border.change = lambda status, headers, body: (status, headers, body[:-1] + bytes([body[-1] ^ 1]))
    with pytest.raises(Damaged, match="altered"):
        meet(na, border)
    assert held(na, feed) == 0
    border.change = None
    meet(na, border)
    assert held(na, feed) == 2


def test_a_node_that_does_not_know_the_dictionary_is_spoken_to_without(na, xk, border, monkeypatch):
    feed, back = na.say("la-xk", count=3), xk.say("vn-na")
    monkeypatch.setattr(views.dictionary, "named_in", lambda _: False)
    assert meet(na, border).trips == 2
    assert (held(xk, feed), held(na, back)) == (4, 2)
    assert all("dictionary" not in seen["content-type"] for seen in border.seen[1:])
    assert "dictionary" in border.seen[0]["content-type"]


def test_a_redirect_is_not_followed(na, xk, border):
    border.change = lambda status, headers, body: (
        302,
        [("Location", "http://127.0.0.1:1/"), ("Content-Length", "0")],
        b"",
    )
    with pytest.raises(NotAuthentic, match="status 302"):
        meet(na, border)


def busy_for(told: str, times: int):
    """Return what a node says so many times while it is busy, and then no more."""
    left = [times]

    def change(status, headers, body):
        left[0] -= 1
        return (503, [("Retry-After", told), ("Content-Length", "0")], b"") if left[0] >= 0 else (status, headers, body)

    return change


def test_a_peer_busy_with_an_exchange_that_was_cut_is_asked_again_when_it_says(na, xk, border):
    feed, waited = na.say("la-xk", count=5), []
    border.change = busy_for("7", 2)
    with Link(na.shelf, na.sees(xk), border.url, na.clock, pause=waited.append) as link:
        exchanging.exchange(na.shelf, na.sees(xk), link.post, na.clock)
    assert waited == [7, 7]
    assert held(xk, feed) == 6


@pytest.mark.parametrize("told", ["3600", "20", "99999999999"])
def test_a_peer_that_stays_busy_is_not_waited_for_long_and_called_busy_not_broken(na, xk, border, told):
    border.change, waited = busy_for(told, 99), []
    with (
        Link(na.shelf, na.sees(xk), border.url, na.clock, pause=waited.append) as link,
        pytest.raises(Unreachable, match="still busy with another exchange with this node"),
    ):
        exchanging.exchange(na.shelf, na.sees(xk), link.post, na.clock)
    assert waited == [20, 20]


@pytest.mark.parametrize("told", [None, "Sat, 28 Nov 2026 10:00:00 GMT", "-5", "soon", "٣"])
def test_a_peer_in_trouble_is_asked_later(na, xk, border, told):
    head = [] if told is None else [("Retry-After", told.encode().decode("latin-1"))]
    border.change = lambda status, headers, body: (503, [*head, ("Content-Length", "0")], b"")
    with pytest.raises(Unreachable, match="Try again later"):
        meet(na, border)


def test_an_answer_without_length_is_refused(na, xk, border):
    border.change = lambda status, headers, body: (status, [h for h in headers if h[0] != "Content-Length"], b"")
    with pytest.raises(ExchangeError):
        meet(na, border)


def test_clocks_ten_years_apart_still_exchange(na, xk):
    pair(na, xk)
    xk.now += TEN_YEARS
    feed = na.say("la-xk")
    with serving(xk) as server:
        assert meet(na, server).trips == 2
    assert held(xk, feed) == 2


def test_a_node_that_is_not_paired_there_is_told_to_ask_for_it(na, xk, border):
    xk.shelf.unpair(na.id)
    with pytest.raises(NotAuthentic, match="hasn't paired"):
        meet(na, border)


def test_a_refusal_is_told_in_the_peers_own_words(na, xk, border, monkeypatch):
    def full(*_, **__):
        raise TooLarge("parcel-size", "The parcel is too large for this\x1b[31m office.")

    monkeypatch.setattr(exchanging, "answer", full)
    with pytest.raises(
        ExchangeError, match=r"la-xk refused what was sent: The parcel is too large for this\\x1b\[31m office."
    ):
        meet(na, border)


def test_nobody_there(na, xk):
    pair(na, xk)
    with pytest.raises(Unreachable, match="can't be reached"):
        meet(na, Server(xk, "http://127.0.0.1:9"))


def test_a_cut_answer_is_asked_for_again_and_then_whole(na, xk, border):
    feed = xk.say("vn-na", count=2000)
    border.change = lambda status, headers, body: (status, headers, body[: len(body) // 2])
    with pytest.raises(ExchangeError):
        meet(na, border)
    border.change = None
    meet(na, border)
    assert held(na, feed) == 2001


def test_a_card_is_fetched_and_read(xk, border):
    card = cards.read_card(client.fetch_card(border.url))
    assert card.fingerprint == xk.root.public.fingerprint


@pytest.mark.parametrize(
    "url",
    ["file:///etc/passwd", "ftp://a", "gopher://a", "http://", "http://u:p@a", "http://a/?q", "http://a#f",
     "http://a b", "http://a:0", "http://a:99999", "https://é", "javascript:1", "", "http://2130706433",
     "http://0x7f.1", "http://127.1", "http://0", "http://0.0.0.0", "http://[::]", "http://[::ffff:127.0.0.1]",
     "http://169.254.169.254", "http://[fe80::1]", "http://[fe80::1%25eth0]", "http://224.0.0.1", "http://a\\@b",
     "http://[64:ff9b::a9fe:a9fe]", "http://[2002:a9fe:a9fe::1]", "http://[64:ff9b:1::a9fe:a9fe]",
     "http://[::169.254.169.254]", "http://[2001::5601:5601]", "http://[fd00:ec2::254]", "http://100.100.100.200",
     "http://192.0.0.192", "http://[::127.0.0.1]", "http://[64:ff9b:1::7f00:1]", "http://255.255.255.255", "http://240.0.0.1"],
)  # fmt: skip
def test_what_is_no_address_is_refused(url):
    with pytest.raises(PairingError):
        addresses.checked(url)


class NameServer:
    """Leads a name to one place after the other, at each look-up to the next; what isn't a name leads to itself."""

    def __init__(self, *places: str) -> None:
        self.places, self.asked, self.ask = list(places), 0, socket.getaddrinfo

    def __call__(self, host: str, port: int, *more, **named):
        if host != "other.example":
            return self.ask(host, port, *more, **named)
        place = self.places[min(self.asked, len(self.places) - 1)]
        self.asked += 1
        return self.ask(place, port, *more, **named)


@pytest.mark.parametrize(
    "place", ["127.0.0.1", "::1", "169.254.169.254", "fe80::1", "0.0.0.0", "224.0.0.1", "::ffff:127.0.0.1",
              "::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe", "2002:a9fe:a9fe::1", "64:ff9b:1::7f00:1", "::127.0.0.1",
              "fd00:ec2::254", "100.100.100.200"],
)  # fmt: skip
def test_a_name_that_leads_where_no_other_node_can_be_is_sent_nothing(na, xk, border, monkeypatch, place):
    monkeypatch.setattr(socket, "getaddrinfo", NameServer(place))
    url = border.url.replace("127.0.0.1", "other.example")
    with pytest.raises(Unreachable, match="where no other node can be"):
        client.fetch_card(url)
    with pytest.raises(Unreachable, match="where no other node can be"):
        meet(na, Server(xk, url))
    assert border.seen == []


def test_what_was_judged_is_what_is_connected_to_though_the_name_leads_elsewhere_the_next_time(monkeypatch):
    """The place judged is one where nobody answers; asked again, the name would lead to the listener here."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0.2)
        names = NameServer("192.0.2.1", "127.0.0.1")
        monkeypatch.setattr(socket, "getaddrinfo", names)
        monkeypatch.setattr(client, "CONNECT_S", 0.2)
        with pytest.raises(Unreachable, match="Nothing answers"):
            client.fetch_card(f"http://other.example:{listening.getsockname()[1]}")
        assert names.asked == 1
        with pytest.raises(TimeoutError):
            listening.accept()


def test_a_client_that_looks_up_a_second_time_would_be_led_astray(monkeypatch):
    """The control."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        monkeypatch.setattr(socket, "getaddrinfo", NameServer("192.0.2.1", "127.0.0.1"))
        judged = socket.getaddrinfo("other.example", port, type=socket.SOCK_STREAM)[0][4][0]
        with socket.create_connection(("other.example", port), timeout=2) as way:
            assert (judged, way.getpeername()[0]) == ("192.0.2.1", "127.0.0.1")


def test_localhost_and_an_address_of_this_machine_are_meant_as_they_are_written(border):
    for url in (border.url, border.url.replace("127.0.0.1", "localhost")):
        assert cards.read_card(client.fetch_card(url)).fingerprint


def test_over_tls_the_certificate_must_be_that_of_the_name_and_not_of_where_it_leads(xk, tmp_path):
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), 1, now - timedelta(1), now + timedelta(1))
    made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
    path = tmp_path / "server.pem"
    path.write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        + made.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM)
    )
    ours, theirs = ssl.create_default_context(cafile=str(path)), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    theirs.load_cert_chain(path)
    with serving(xk, tls=theirs) as server:
        url = server.url.replace("http:", "https:")
        assert client.fetch_card(url.replace("127.0.0.1", "localhost"), context=ours)
        with pytest.raises(Unreachable, match="certificate"):
            client.fetch_card(url, context=ours)
        with pytest.raises(Unreachable, match="certificate"):
            client.fetch_card(url.replace("127.0.0.1", "localhost"))


def test_a_name_no_name_server_can_be_asked_for_is_one_where_nothing_answers():
    with pytest.raises(Unreachable, match="Nothing answers"):
        client.fetch_card(f"http://{'a' * 64}.example")


def test_what_is_an_address_is_kept_without_its_slash():
    assert addresses.checked("https://node.example:8443/na/") == "https://node.example:8443/na"


def test_http_beyond_this_machine_can_be_read_on_the_way():
    assert addresses.is_open("http://10.0.0.7:8470")
    assert not addresses.is_open("https://10.0.0.7")
    assert not addresses.is_open("http://127.0.0.1:8470")
    assert not addresses.is_open("http://[::1]:8470")


def test_a_request_signature_is_what_rfc_9421_asks_for(na, xk):
    """The signature base put together by hand (RFC 9421, section 2.5)."""
    headers = signed(na, xk, b"body")
    label, _, inner = headers["Signature-Input"].partition("=")
    lines = [
        '"@method": POST',
        '"@path": /exchange/1',
        f'"content-digest": {headers["Content-Digest"]}',
        '"content-length": 4',
        f'"content-type": {signatures.MEDIA_TYPE}',
        f'"@signature-params": {inner}',
    ]
    signature = re.fullmatch(r"twinline=:([A-Za-z0-9+/=]+):", headers["Signature"])
    key = Ed25519PublicKey.from_public_bytes(na.key.public.raw)
    key.verify(base64.b64decode(signature[1]), "\n".join(lines).encode())
    assert label == "twinline"
    assert f'keyid="{na.id}"' in inner


def test_nonces_forget_nothing_they_may_not():
    nonces = signatures.Nonces(started_ms=NOON, most=3)
    at = NOON // 1000
    assert [nonces.admit(signatures.Signed("a", str(n), at), at_ms=NOON) for n in range(4)] == [True, True, True, False]
    assert not nonces.admit(signatures.Signed("a", "1", at), at_ms=NOON)
    later = NOON + 400_000
    assert nonces.admit(signatures.Signed("a", "1", later // 1000), at_ms=later)
    assert not nonces.admit(signatures.Signed("b", "x", at - 1), at_ms=NOON)


@pytest.mark.parametrize(("answer", "error"), [
    (b"HTTP/1.1 200 OK\r\nContent-Type: text/pl", Unreachable),
    (b"HTTP/1.1 200 OK\r\nContent-Length: 90\r\n\r\n", Unreachable),
    (b"HTTP/1.1 400 Bad Request\r\nContent-Length: 3\r\n\r\ncut", Unreachable),
    (b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", NotAuthentic),
])  # fmt: skip
def test_an_answer_cut_in_its_head_is_a_cut_link_and_no_stranger(na, xk, border, answer, error):
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def once() -> None:
            connection, _ = listening.accept()
            with connection:
                connection.settimeout(0.3)
                with contextlib.suppress(TimeoutError):
                    while connection.recv(1 << 16):
                        pass
                connection.sendall(answer)

        threading.Thread(target=once, daemon=True).start()
        url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        with pytest.raises(error), Link(na.shelf, na.sees(xk), url, na.clock) as link:
            exchanging.exchange(na.shelf, na.sees(xk), link.post, na.clock)

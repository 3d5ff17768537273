"""A second implementation, written from docs/format.md alone. It imports nothing of Twinline.

    python independent_verifier.py FEEDFILE ROOT_KEY_BASE64=ORGANISATION ...

accepts a feed file (docs/format.md, "Feed file") and prints one line for each
feed, or refuses it in one sentence and exits 1.
"""

import base64
import datetime
import hashlib
import json
import re
import sys

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
HEX = re.compile(r"[0-9a-f]{64}")
TIME = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{1,6})?"
    r"(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])"
)


class Refused(Exception):
    pass


def require(truth, sentence):
    if not truth:
        raise Refused(sentence)


def b64(text):
    try:
        raw = base64.b64decode(text, validate=True)
    except (ValueError, TypeError):
        raise Refused("not Base64") from None
    require(base64.b64encode(raw).decode() == text, "Base64 in another spelling")
    return raw


def canonical(raw):
    """Return the object of canonical JSON bytes."""

    def pairs(items):
        require(len(dict(items)) == len(items), "a key twice")
        require(all(key.isascii() for key, _ in items), "a key outside ASCII")
        return dict(items)

    def no_float(text):
        raise Refused(f"a number that is no integer: {text}")

    def depth(value):
        inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else None
        return 0 if inner is None else 1 + max((depth(item) for item in inner), default=0)

    def integers(value):
        if isinstance(value, dict | list):
            return all(integers(item) for item in (value.values() if isinstance(value, dict) else value))
        return not isinstance(value, int) or abs(value) < 2**53

    require(len(raw) <= 65536, "more than 64 KiB")
    try:
        value = json.loads(raw.decode(), object_pairs_hook=pairs, parse_float=no_float, parse_constant=no_float)
        again = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    except (ValueError, RecursionError):
        raise Refused("not JSON") from None
    require(again == raw, "not canonical")
    require(isinstance(value, dict) and depth(value) <= 8 and integers(value), "not within the limits of JSON")
    return value


def is_code(text):
    return CODE.fullmatch(text) and len(text) <= 64 and text != "line"


def is_audience(codes):
    plain = all(is_code(code) for code in codes) and codes == sorted(set(codes))
    return codes == ["line"] or (codes and plain)


def is_time(text):
    match = TIME.fullmatch(text)
    try:
        return match and datetime.date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return False


def note(text):
    """Return text and signature lines (name, key id, blob) of a signed note."""
    require(not re.search(r"[\x00-\x09\x0b-\x1f]", text) and text.endswith("\n"), "not a note")
    cut = text.rfind("\n\n")
    require(cut >= 0 and cut + 2 < len(text), "a note without signatures")
    return text[: cut + 1], [signature_line(line) for line in text[cut + 2 : -1].split("\n")]


def signature_line(line):
    match = re.fullmatch(r"— ([^\s+]+) (\S+)", line)
    require(match, "not a signature line")
    raw = b64(match[2])
    require(len(raw) > 4, "a signature line without signature")
    return match[1], raw[:4], raw[4:]


def signed(text, name, key):
    """Return the text of a note that this key signed under this name."""
    body, lines = note(text)
    mine = [blob for who, key_id, blob in lines if (who, key_id) == (name, id_of(name, 1, key))]
    require(mine, f"not signed by {name}")
    for blob in mine:
        check(key, blob, body.encode())
    return body


def id_of(name, kind, key):
    return hashlib.sha256(name.encode() + b"\n" + bytes([kind]) + key).digest()[:4]


def check(key, signature, message):
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except (InvalidSignature, ValueError):
        raise Refused("a signature that doesn't fit") from None


def titled(text, title):
    lines = text.split("\n")
    require(len(lines) == 3 and lines[0] == title and lines[2] == "", f"not a {title}")
    return canonical(lines[1].encode())


def merkle(hashes):
    """RFC 9162, section 2.1.1, word by word."""
    if len(hashes) < 2:
        return hashes[0] if hashes else hashlib.sha256(b"").digest()
    half = 1
    while half * 2 < len(hashes):
        half *= 2
    return hashlib.sha256(b"\x01" + merkle(hashes[:half]) + merkle(hashes[half:])).digest()


def genesis(raw):
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        raise Refused("a genesis that isn't text") from None
    g = titled(note(text)[0], "twinline/1 genesis")
    require(g["format"] == 1 and g["format"] is not True, "an unknown format")
    key = b64(g["node"])
    require(len(note(text)[1]) == 1, "a genesis with more than one signature")
    signed(text, "twinline/1/node/" + hashlib.sha256(key).hexdigest(), key)
    require(is_code(g["organisation"]) and len(b64(g["nonce"])) == 16, "organisation or nonce")
    for old in g["continues"]:
        require(HEX.fullmatch(old["feed"]) and old["size"] > 0 and len(b64(old["root"])) == 32, "an old head")
    if g["type"] == "roster":
        require((g["audience"], g["lane"], g["certificate"]) == ([], "routine", None), "a roster to somebody")
    else:
        require(g["type"] == "records" and g["lane"] in ("urgent", "routine"), "type or lane")
        require(is_audience(g["audience"]), "audience")
        c = titled(note(g["certificate"])[0], "twinline/1 node certificate")
        require((c["node"], c["organisation"]) == (g["node"], g["organisation"]), "another node's certificate")
    return g, key


def entry_fault(raw):
    """Return why a leaf is no sound entry, or None."""
    try:
        e = canonical(raw)
        fields = ("id", "record", "act", "kind", "version", "author", "about", "follows", "written", "body")
        require(all(field in e for field in fields), "a field is missing")
        require(all(UUID.fullmatch(e[f]) for f in ("id", "record")), "id")
        require(all(re.fullmatch(r"[a-z][a-z0-9_]{0,63}", e[f]) for f in ("act", "kind")), "act or kind")
        require(is_code(e["author"]) and is_code(e["about"]), "code")
        require(is_time(e["written"]), "written")
        require("intended" not in e or is_audience(e["intended"]), "intended")
        require(type(e["version"]) is int and e["version"] > 0 and type(e["body"]) is dict, "version or body")
        require(e["follows"] is None or HEX.fullmatch(e["follows"]), "follows")
        require((e["act"] == "say") == (e["id"] == e["record"]), "record")
        require(e["act"] != "say" or e["follows"] is None, "say follows nothing")
        must = e["act"] in ("amend", "withdraw", "countersign", "dispute")
        require(not must or e["follows"], "follows is missing")
    except (Refused, TypeError) as error:
        return str(error)
    return None


def feed(dump):
    """Check one feed by itself: genesis, tree, checkpoint. Certificates come after."""
    leaves = [b64(leaf) for leaf in dump["leaves"]]
    require(leaves, "a feed without leaves")
    body, key = genesis(leaves[0])
    origin = "twinline/1/" + hashlib.sha256(leaves[0]).hexdigest()
    root = merkle([hashlib.sha256(b"\x00" + leaf).digest() for leaf in leaves])
    said = signed(dump["checkpoint"], origin, key)
    expected = f"{origin}\n{len(leaves)}\n{base64.b64encode(root).decode()}\n"
    require(said == expected, "the leaves aren't those that the checkpoint signs")
    heads = [(signed(head["checkpoint"], origin, key), head["receipts"]) for head in dump.get("heads", [])]
    known = texts(origin, leaves, {text.split("\n")[1] for text, _ in heads})
    require(all(text in known for text, _ in heads), "an earlier head isn't that of these leaves")
    faults = [entry_fault(leaf) for leaf in leaves[1:]]
    sound = [canonical(leaf) for leaf, fault in zip(leaves[1:], faults, strict=True) if fault is None]
    return {
        "genesis": body,
        "key": key,
        "origin": origin,
        "text": said,
        "heads": heads,
        "entries": sound,
        "faults": faults,
    }


def texts(origin, leaves, sizes):
    """Return what a checkpoint says at each of these sizes: complete subtrees, joined from the right."""
    edge, found = [], set()
    for size, leaf in enumerate(leaves, start=1):
        edge.append((1, hashlib.sha256(b"\x00" + leaf).digest()))
        while len(edge) > 1 and edge[-2][0] == edge[-1][0]:
            (width, left), (_, right) = edge[-2:]
            edge[-2:] = [(2 * width, hashlib.sha256(b"\x01" + left + right).digest())]
        if str(size) in sizes:
            root = edge[-1][1]
            for _, left in edge[-2::-1]:
                root = hashlib.sha256(b"\x01" + left + root).digest()
            found.add(f"{origin}\n{size}\n{base64.b64encode(root).decode()}\n")
    return found


def rosters(feeds, pins):
    """Return organisations, their keys and their nodes, as the pinned roots state them."""
    organisations, keys, nodes = {}, {}, {}
    for f in feeds:
        g = f["genesis"]
        if g["type"] != "roster" or pins.get(g["node"]) != g["organisation"]:
            continue
        bodies = [e["body"] for e in f["entries"] if e["act"] == "roster"]
        mine = {b["organisation"]: b["side"] for b in bodies if b.get("statement") == "organisation"}
        mine = {code: side for code, side in mine.items() if side == mine.get(g["organisation"])}
        organisations.update(mine)
        for b in bodies:
            if b.get("statement") == "key":
                text = signed(b["certificate"], "twinline/1/root/" + g["organisation"], f["key"])
                c = titled(text, "twinline/1 organisation certificate")
                require(c["organisation"] in mine, "a root speaks for another's organisation")
                keys.setdefault(c["organisation"], []).append(b64(c["key"]))
        for b in bodies:
            if b.get("statement") == "node":
                c = node_certificate(b["certificate"], keys)
                nodes[hashlib.sha256(b64(c["node"])).hexdigest()] = b64(c["node"])
    return keys, nodes


def node_certificate(text, keys):
    claimed = titled(note(text)[0], "twinline/1 node certificate")
    for key in keys.get(claimed["organisation"], []):
        try:
            signed(text, "twinline/1/organisation/" + claimed["organisation"], key)
        except Refused:
            continue
        return claimed
    raise Refused("a node that no pinned root leads to")


def receipt(line, text, nodes):
    name, key_id, blob = signature_line(line)
    key = nodes.get(name.removeprefix("twinline/1/node/"))
    require(key and key_id == id_of(name, 4, key) and len(blob) == 72, "a receipt by a node that nobody rosters")
    at = int.from_bytes(blob[:8], "big")
    require(at <= 253402300799, "a receipt after the year 9999")
    check(key, blob[8:], f"cosignature/v1\ntime {at}\n{text}".encode())
    return at


def verify(dump, pins):
    """Return (origin, leaves, faults, receipt times) for each feed; ``Refused`` if anything doesn't hold."""
    require(dump["format"] == "twinline/1 feed file" and dump.keys() == {"format", "feeds"}, "not a feed file")
    named = {"leaves", "checkpoint", "receipts"}
    require(all(named <= one.keys() <= named | {"heads"} for one in dump["feeds"]), "an unknown or missing field")
    feeds = [feed(one) for one in dump["feeds"]]
    keys, nodes = rosters(feeds, pins)
    result = []
    for f, one in zip(feeds, dump["feeds"], strict=True):
        g = f["genesis"]
        if g["type"] == "roster":
            require(pins.get(g["node"]) == g["organisation"], "a roster of a root that isn't pinned")
        else:
            node_certificate(g["certificate"], keys)
        heads = [*f["heads"], (f["text"], one["receipts"])]
        times = [receipt(line, text, nodes) for text, lines in heads for line in lines]
        result.append((f["origin"], len(one["leaves"]), [x for x in f["faults"] if x], times))
    return result


if __name__ == "__main__":
    try:
        with open(sys.argv[1], encoding="utf-8") as file:
            for line in verify(json.load(file), dict(pin.rsplit("=", 1) for pin in sys.argv[2:])):
                print(*line)
    except (Refused, KeyError, TypeError, ValueError) as error:
        sys.exit(f"refused: {error}")

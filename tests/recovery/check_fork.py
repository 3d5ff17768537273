"""Checks evidence of two histories of one feed, as `twinline verify --evidence DIR` writes it.

    python check_fork.py FILE [KEY]

Imports nothing of Twinline. KEY is the author's node key (Base64), known from elsewhere; without it the key is the
one in the evidence, which then proves what that key did, not whose it is.
Exit: 0 both histories are signed by one key and differ; 3 a reader alone says so; 1 nothing is shown.
"""

import hashlib
import json
import sys
from base64 import b64decode

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


def h(data):
    return hashlib.sha256(data).digest()


def signed(note, name, key, kind, head=b""):
    """Return the text of a note if the key signed it under that name; else None."""
    text, _, lines = note.rpartition("\n\n")
    for line in lines.splitlines():
        dash, given, blob = line.split(" ")
        raw = b64decode(blob)
        if (dash, given) != ("—", name) or raw[:4] != h(f"{name}\n".encode() + bytes([kind]) + key)[:4]:
            continue
        message = f"{text}\n".encode()
        if kind == 4:
            message = f"cosignature/v1\ntime {int.from_bytes(raw[4:12], 'big')}\n".encode() + message
        try:
            Ed25519PublicKey.from_public_bytes(key).verify(raw[-64:], message)
        except InvalidSignature:
            return None
        return f"{text}\n"
    return None


def grew(old, old_root, new, new_root, proof):
    """RFC 9162, 2.1.4.2: is the tree of `old` leaves the beginning of that of `new`?"""
    if old == new:
        return not proof and old_root == new_root
    path = ([old_root] if old & (old - 1) == 0 else []) + proof
    if not 0 < old < new or not path:
        return False
    fn, sn = old - 1, new - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    fr = sr = path[0]
    for c in path[1:]:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            fr, sr = h(b"\1" + c + fr), h(b"\1" + c + sr)
            while fn and not fn & 1:
                fn, sn = fn >> 1, sn >> 1
        else:
            sr = h(b"\1" + sr + c)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and fr == old_root and sr == new_root


def root_of(side, size, origin, key):
    """Return the root that a history has at a size, and whether its author signed it (else a reader did)."""
    if "receipts" in side:
        author = f"twinline/1/node/{hashlib.sha256(key).hexdigest()}"
        text = signed(side["receipts"], author, key, 4)
        told = (text or side["receipts"]).split("\n")
        return (b64decode(told[2]), text is not None) if told[:2] == [origin, str(size)] else (None, False)
    text = signed(side["checkpoint"], origin, key, 1)
    if text is None or "root" not in side or side["size"] != size:
        return None, False
    name, length, root = text.split("\n")[:3]
    found, proof = b64decode(side["root"]), [b64decode(part) for part in side["proof"]]
    fits = grew(size, found, int(length), b64decode(root), proof)
    return (found, True) if name == origin and fits else (None, False)


def main(path, known=None):
    with open(path, encoding="utf-8") as file:
        told = json.load(file)
    leaf = b64decode(told["genesis"])
    key = b64decode(json.loads(leaf.decode().split("\n")[1])["node"])
    origin = f"twinline/1/{hashlib.sha256(leaf).hexdigest()}"
    if origin != f"twinline/1/{told['feed']}" or (known and b64decode(known) != key):
        return print("nothing is shown: the beginning isn't that of this feed, or the key is another") or 1
    size = told["ours"].get("size")
    (one, _), (other, author) = (root_of(told[side], size, origin, key) for side in ("ours", "theirs"))
    if one is None or other is None or one == other:
        return print("nothing is shown") or 1
    print(f"two histories of {origin}: at {size} leaves the roots are {one.hex()} and {other.hex()}")
    return 0 if author else print("the second is told by a reader's receipt alone") or 3


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

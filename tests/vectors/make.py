"""Write tests/vectors/*.json: ``python -m tests.vectors.make``. Same bytes at every run.

Vectors named *published* come from the specifications and from logs in use;
their bytes are copied, not made here.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.feeds import cast
from tests.feeds.world import feed_file
from twinline.feeds import audiences, canonical, checkpoints, entries, genesis, ids, keys, merkle, notes, receipts

FOLDER = Path(__file__).parent


def b64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def bad(name: str, raw: bytes, check: str) -> dict[str, str]:
    return {"name": name, "bytes": b64(raw), "check": check}


def canonical_vectors() -> dict[str, Any]:
    controls = "".join(chr(code) for code in range(0x20))
    good = {
        "empty object": {},
        "keys sorted by bytes, capitals first": {"b": 1, "a": 2, "B": 3, "aa": 4, "_": 5},
        "every control character": {"text": controls},
        "what isn't escaped": {"text": "/\x7f\u00e9\u0e99\u1ea1\u2028\u2029\U0001f600"},
        "what is escaped": {"text": '"\\'},
        "integers at their limits": {"least": -(2**53) + 1, "most": 2**53 - 1, "none": 0},
        "eight levels": {"a": {"a": {"a": {"a": {"a": {"a": {"a": {}}}}}}}},
        "words": {"a": [True, False, None, [], ""]},
    }
    wrong = [
        bad("a space", b'{"a": 1}', "not-canonical"),
        bad("a newline at the end", b'{"a":1}\n', "not-canonical"),
        bad("keys out of order", b'{"b":1,"a":2}', "not-canonical"),
        bad("a key twice", b'{"a":1,"a":1}', "not-canonical"),
        bad("an escape that isn't needed", b'{"a":"\\u0041"}', "not-canonical"),
        bad("a slash escaped", b'{"a":"\\/"}', "not-canonical"),
        bad("capital hex in an escape", b'{"a":"\\u000B"}', "not-canonical"),
        bad("a long escape where a short one is", b'{"a":"\\u000a"}', "not-canonical"),
        bad("minus zero", b'{"a":-0}', "not-canonical"),
        bad("a fraction", b'{"a":1.5}', "float"),
        bad("a fraction of nothing", b'{"a":1.0}', "float"),
        bad("an exponent", b'{"a":1e3}', "float"),
        bad("2^53", b'{"a":9007199254740992}', "integer-too-large"),
        bad("-2^53", b'{"a":-9007199254740992}', "integer-too-large"),
        bad("a number of 30 digits", b'{"a":' + b"9" * 30 + b"}", "integer-too-large"),
        bad("nine levels", b'{"a":' * 9 + b"1" + b"}" * 9, "too-deep"),
        bad("nine levels of arrays", b'{"a":' + b"[" * 8 + b"]" * 8 + b"}", "too-deep"),
        bad("five thousand levels", b'{"a":' + b"[" * 5000 + b"]" * 5000 + b"}", "too-deep"),
        bad("a key outside ASCII", '{"é":1}'.encode(), "key-not-ascii"),
        bad("a key outside ASCII, deep", '{"a":[{"é":1}]}'.encode(), "key-not-ascii"),
        bad("half a surrogate pair", b'{"a":"\\ud800"}', "not-json"),
        bad("a surrogate in UTF-8", b'{"a":"\xed\xa0\x80"}', "not-utf8"),
        bad("not UTF-8", b'{"a":"\xff"}', "not-utf8"),
        bad("a byte order mark", b"\xef\xbb\xbf{}", "not-json"),
        bad("a control character as such", b'{"a":"\x01"}', "not-json"),
        bad("NaN", b'{"a":NaN}', "not-json"),
        bad("an array on top", b"[]", "not-an-object"),
        bad("text on top", b'"a"', "not-an-object"),
        bad("nothing", b"", "not-json"),
        bad("two values", b"{}{}", "not-json"),
        bad("cut short", b'{"a":1', "not-json"),
    ]
    return {
        "good": [{"name": name, "value": value, "bytes": b64(canonical.encode(value))} for name, value in good.items()],
        "largest": {"note": '{"a":"x…x"} of exactly this many bytes is good, one more is too-large', "bytes": 65536},
        "bad": wrong,
    }


def key_vectors() -> list[dict[str, str]]:
    named = (cast.ROOT, cast.ORGANISATION, cast.NODE, cast.LAO_NODE, cast.STRANGER)
    return [
        {"seed": b64(k.seed), "public": k.public.base64, "id": k.public.id, "fingerprint": k.public.fingerprint}
        for k in named
    ]


def entry_vectors() -> dict[str, Any]:
    said = entries.read(cast.said(1))
    following = {"id": ids.from_parts(1_795_402_900_000, 7), "record": said.id, "follows": said.hex}
    good = {
        "say": cast.said(1),
        "amend": cast.said(1, act="amend", version=2, **following),
        "withdraw": cast.said(1, act="withdraw", body={}, **following),
        "countersign": cast.said(1, act="countersign", author="la-xk", body={}, **following),
        "dispute": cast.said(1, act="dispute", author="la-xk", body={"reason": {"code": "number"}}, **following),
        "same_event follows nothing": cast.said(1, act="same_event", **{**following, "follows": None}),
        "an act of tomorrow": cast.said(1, act="praise", **{**following, "follows": None}),
        "a kind of tomorrow": cast.said(1, kind="weather_station"),
        "an unknown header field": cast.said(1, extra={"mood": ["calm", 1]}),
        "the audience asked for": cast.said(1, intended=["vn-na", "la-xk"]),
        "time in UTC with fraction": cast.said(1, written="2026-11-23T03:00:00.123Z"),
    }
    whole = canonical.decode(cast.said(1))

    def changed(**changes: Any) -> bytes:
        return canonical.encode({**whole, **changes})

    def without(field: str) -> bytes:
        return canonical.encode({name: value for name, value in whole.items() if name != field})

    wrong = [bad(f"no {field}", without(field), "field") for field in entries.HEADER]
    wrong += [
        bad("id in capitals", changed(id=whole["id"].upper(), record=whole["id"].upper()), "id"),
        bad("id without hyphens", changed(record=whole["id"].replace("-", "")), "id"),
        bad("id with a newline", changed(id=whole["id"] + "\n"), "id"),
        bad("act in capitals", changed(act="Say"), "act"),
        bad("kind is a number", changed(kind=1), "kind"),
        bad("version 0", changed(version=0), "version"),
        bad("version true", changed(version=True), "version"),
        bad("version in text", changed(version="1"), "version"),
        bad("author isn't a code", changed(author="Nghe An"), "code"),
        bad("author ends in a hyphen", changed(author="vn-"), "code"),
        bad("author is the whole line", changed(author="line"), "code"),
        bad("about has 65 characters", changed(about="a" * 65), "code"),
        bad("written without zone", changed(written="2026-11-23T10:00:00"), "time"),
        bad("written on 30 February", changed(written="2026-02-30T10:00:00Z"), "time"),
        bad("written at 24:00", changed(written="2026-11-23T24:00:00Z"), "time"),
        bad("written with a space", changed(written="2026-11-23 10:00:00Z"), "time"),
        bad("written in a leap second", changed(written="2016-12-31T23:59:60Z"), "time"),
        bad("body is a list", changed(body=[]), "body"),
        bad("say about another record", changed(record=following["id"]), "say"),
        bad("say follows something", changed(follows=said.hex), "say"),
        bad("amend of itself", changed(act="amend", follows=said.hex), "record"),
        bad("amend follows nothing", changed(act="amend", record=following["id"]), "follows"),
        bad("follows in capitals", changed(act="amend", record=following["id"], follows="A" * 64), "follows"),
        bad("follows too short", changed(act="amend", record=following["id"], follows="a" * 63), "follows"),
        bad("intended for nobody", changed(intended=[]), "audience"),
        bad("intended not sorted", changed(intended=["vn-na", "la-xk"]), "audience"),
        bad("intended for line and more", changed(intended=["la-xk", "line"]), "audience"),
        bad("not canonical", cast.said(1) + b" ", "not-canonical"),
        bad("a float in the body", cast.said(1).replace(b'"468281"', b"468.281"), "float"),
    ]
    return {
        "good": [{"name": name, "bytes": b64(raw), "leaf_hash": entries.read(raw).hex} for name, raw in good.items()],
        "bad": wrong,
    }


def genesis_vectors() -> dict[str, Any]:
    old = genesis.Head("ab" * 32, 12, bytes(range(32)))
    roster = {"key": cast.ROOT, "certificate": None, "type": "roster", "audience": []}
    good = {
        "records to two": cast.records_genesis(),
        "records to the line, urgent": cast.records_genesis(audience=["line"], lane="urgent"),
        "records that continue an older feed": cast.records_genesis(continues=[old]),
        "roster": cast.records_genesis(**roster),
    }
    text = notes.parse(good["records to two"]).text
    body = canonical.decode(text.split("\n")[1].encode())

    def signed(key: keys.SigningKey = cast.NODE, title: str = genesis.TITLE, **changes: Any) -> bytes:
        line = canonical.encode({**body, **changes}).decode()
        return notes.sign(f"{title}\n{line}\n", receipts.name_of(key.public), key).encode()

    sound = good["records to two"]
    more = notes.signature_line("x", cast.STRANGER.public, 1, bytes(64))
    wrong = [
        bad("another title", signed(title="twinline/2 genesis"), "title"),
        bad("format 2", signed(format=2), "format"),
        bad("format true", signed(format=True), "format"),
        bad("signed by a stranger", signed(key=cast.STRANGER), "unsigned"),
        bad("a changed letter", sound.replace(b'"routine"', b'"routinf"'), "signature"),
        bad("a second signature line", sound + f"{more}\n".encode(), "signature-count"),
        bad("no signature", text.encode(), "note"),
        bad("no audience", signed(audience=[]), "audience"),
        bad("audience not sorted", signed(audience=["vn-na", "la-xk"]), "audience"),
        bad("audience of line and more", signed(audience=["la-xk", "line"]), "audience"),
        bad("another lane", signed(lane="slow"), "lane"),
        bad("another type", signed(type="notes"), "type"),
        bad("a nonce of 15 bytes", signed(nonce=b64(bytes(15))), "length"),
        bad("no certificate", signed(certificate=None), "certificate"),
        bad("certificate of another node", signed(certificate=cast.node_certificate(node=cast.STRANGER.public)),
            "certificate"),
        bad("certificate of another organisation",
            signed(certificate=cast.node_certificate(organisation="vn-ht", hosts=["vn-ht"])), "certificate"),
        bad("a roster to somebody", signed(key=cast.NODE, type="roster", certificate=None), "audience"),
        bad("an old head of size 0",
            signed(continues=[{"feed": "ab" * 32, "size": 0, "root": b64(bytes(32))}]), "head"),
    ]  # fmt: skip
    return {
        "good": [{"name": name, "bytes": b64(raw), "feed": genesis.feed_id(raw)} for name, raw in good.items()],
        "bad": wrong,
    }


def checkpoint_vectors() -> dict[str, Any]:
    leaves = cast.feed(4)
    note = cast.signed(leaves)
    checkpoint = checkpoints.open(note, cast.NODE.public)
    line = receipts.cosign(checkpoint, cast.LAO_NODE, 1_795_402_800)
    origin, size, root = checkpoint.text.splitlines()

    def signed(text: str) -> str:
        return notes.sign(text, origin, cast.NODE)

    wrong = [
        ("a leading zero", signed(f"{origin}\n0{size}\n{root}\n"), "checkpoint"),
        ("size 0", signed(f"{origin}\n0\n{root}\n"), "checkpoint"),
        ("an extension line", signed(f"{checkpoint.text}more\n"), "checkpoint"),
        ("another origin", signed(f"twinline/2/{checkpoint.feed}\n{size}\n{root}\n"), "checkpoint"),
        ("a root of 31 bytes", signed(f"{origin}\n{size}\n{b64(bytes(31))}\n"), "length"),
        ("a root in another spelling", signed(f"{origin}\n{size}\n{root[:-2]}{chr(ord(root[-2]) + 1)}=\n"), "base64"),
        ("another size than signed", note.replace(f"\n{size}\n", "\n6\n"), "signature"),
        ("signed by a stranger", notes.sign(checkpoint.text, origin, cast.STRANGER), "unsigned"),
        ("no signature", checkpoint.text, "note"),
    ]
    other = checkpoints.Checkpoint(checkpoint.feed, checkpoint.size + 1, checkpoint.root)
    at, reader = receipts.MAX_TIME + 1, cast.LAO_NODE
    blob = at.to_bytes(8, "big") + reader.sign(receipts.message(checkpoint.text, at))
    late = notes.signature_line(receipts.name_of(reader.public), reader.public, notes.COSIGNATURE, blob)
    bad_lines = [
        ("by a stranger", receipts.cosign(checkpoint, cast.STRANGER, 1_795_402_800), "unsigned"),
        ("of another size", receipts.cosign(other, cast.LAO_NODE, 1_795_402_800), "signature"),
        ("not a cosignature", notes.signature_line(receipts.name_of(cast.LAO_NODE.public), cast.LAO_NODE.public, 1,
                                                   bytes(64)), "receipt"),
        ("no dash", line.removeprefix("— "), "signature-line"),
        ("a time after the year 9999", late, "time"),
    ]  # fmt: skip
    return {
        "public": cast.NODE.public.base64,
        "reader": cast.LAO_NODE.public.base64,
        "leaves": [b64(leaf) for leaf in leaves],
        "good": note,
        "text": checkpoint.text,
        "receipt": {"line": line, "time": 1_795_402_800},
        "bad": [{"name": name, "note": text, "check": check} for name, text, check in wrong],
        "bad_receipts": [{"name": name, "line": text, "check": check} for name, text, check in bad_lines],
    }


def audience_vectors() -> list[dict[str, Any]]:
    line = frozenset(("la-xk", "vn-na"))
    rows: list[tuple[list[str], list[str], bool]] = [
        (["la-xk", "vn-na"], ["la-xk"], True),
        (["la-xk", "vn-na"], ["la-hp"], False),
        (["la-xk", "vn-na"], [], False),
        (["line"], ["vn-na"], True),
        (["line"], ["la-hp"], False),
        ([], ["vn-na"], False),
        (["line", "vn-na"], ["vn-na"], False),
        (["vn-na", "la-xk"], ["vn-na"], False),
        (["VN-NA"], ["VN-NA"], False),
    ]
    return [
        {
            "codes": codes,
            "organisations": mine,
            "line_members": sorted(line),
            "may_read": may,
            "id": audiences.audience_id(codes) if codes in (["la-xk", "vn-na"], ["line"]) else None,
        }
        for codes, mine, may in rows
    ]


def merkle_vectors() -> dict[str, Any]:
    """Published: the tree that the tests of Certificate Transparency logs share (RFC 6962, RFC 9162)."""
    leaves = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
    roots = [
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ]
    a, b, c = (
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    )
    d = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
    e = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
    f = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"
    return {
        "published": {
            "leaves": leaves,
            "roots": roots,
            "inclusion": [
                {"index": 0, "size": 8, "proof": [a, b, c]},
                {"index": 5, "size": 8, "proof": [d, e, roots[4]]},
                {"index": 2, "size": 3, "proof": [roots[2]]},
            ],
            "consistency": [
                {"old": 1, "size": 1, "proof": []},
                {"old": 1, "size": 8, "proof": [a, b, c]},
                {"old": 6, "size": 8, "proof": [f, e, roots[4]]},
                {"old": 2, "size": 5, "proof": [b, d]},
            ],
        },
        "frontier": {
            "size": 7,
            "bytes": b64(merkle.Frontier.of([merkle.leaf_hash(bytes.fromhex(x)) for x in leaves[:7]]).to_bytes()),
        },
    }


def note_vectors() -> dict[str, Any]:
    """Published: C2SP signed-note, Go's sumdb/note, and a log in use with its witnesses."""
    go = (
        "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n"
        "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
    )
    example = (
        "This is an example message.\n\n"
        "— example.com/foo "
        "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
    )
    poem = (
        "Ognuno sta solo sul cuor della terra\ntrafitto da un raggio di sole:\n\ned è subito sera.\n\n"
        "— quasimodo.example/salvatore "
        "NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=\n"
    )
    log = (
        "arche2025h1.staging.ct.transparency.dev\n1432088532\nU7WM79jrzyhGZ5/GUBTpM7NzwdyfFx61t3RovgcC4Ro=\n\n"
        "— arche2025h1.staging.ct.transparency.dev zTM8sQAAAZ5W0WdjBAMARjBEAiBjW5IQf9pvsYLfQFX6hoGREPMHbdQ3urbllzalApkp"
        "tQIgIpwtEroeW2BXaHAI4kJXFbon5Ch9MNL5zRNZ55lvGt0=\n"
        "— arche2025h1.staging.ct.transparency.dev ui8GwCF1+kWqZrxGdhj4aX3gcw7XUlXQQabg/27lefwhUkzbC3NygNI75MdhL1bfTW9g"
        "8Ei59RA23oHP7Ry1k3ZFWwQ=\n"
        "— transparency.dev/DEV:witness-little-garden 2AQqhwAAAABqEiEgzgFIqqhbUoDwjMWE6UP8nd8/KYTzwZ2rhIgcqoXHAwVkjZr4"
        "AscylP3v7sEodkRAErumC2q44vdgJY096st5BQ==\n"
        "— witness1.smartit.nu/witness1 pIyCDwAAAABqEiEghIp82KWebrw7/oHQwlTAm3g2RKS4+eebl8eO0WH+/iEcxZ75W3u5hNI7TOQtmJ"
        "bqmNWVuE0tgh0XwzdZsDsUAQ==\n"
        "— remora.n621.de 2net5wAAAABqEiEgPlfF3V06o0Y+fHM+J5J9s27wgxxcOVSpZ/2g/KSiXCg9DEZI+aVCIobWX9sXTynk5XeU/zZ0WBxt"
        "qB0DrAWfBw==\n"
        "— witness.stagemole.eu Z/euoAAAAABqEiEgw0i+7g2ENfDAWHmtRzCfKTHSDwYDJA2NmKeGi9Y8FtEyOUvVr+AJmIY/2TUFucgKi7lI7c"
        "UiOvKFYe/TmN9DAg==\n"
    )
    text = "one\n\ntwo\n"
    sound = notes.sign(text, "example", cast.NODE)
    line = sound.split("\n")[-2]
    wrong = [
        ("no empty line", "one\n" + line + "\n", "note"),
        ("no newline at the end", sound[:-1], "note"),
        ("nothing after the empty line", "one\n\n", "note"),
        ("a tab in the text", sound.replace("one", "o\tne"), "note"),
        ("a carriage return", sound.replace("one\n", "one\r\n"), "note"),
        ("two spaces in the line", sound.replace("— example", "—  example"), "signature-line"),
        ("a hyphen for the dash", sound.replace("—", "-"), "signature-line"),
        ("a plus in the name", sound.replace("example", "ex+ample"), "key-name"),
        ("Base64 without padding", sound.rstrip("=\n") + "\n", "base64"),
        ("another name", sound.replace("example", "exemple"), "unsigned"),
        ("a changed text", sound.replace("one", "One"), "signature"),
        ("no sound signature beside a false one", sound + notes.signature_line(
            "example", cast.NODE.public, 1, bytes(64)) + "\n", "signature"),
    ]  # fmt: skip
    return {
        "published": {
            "verifier_keys": [
                {"note": go, "vkey": "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"},
                {"note": example, "vkey": "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"},
                {
                    "note": log,
                    "vkey": "arche2025h1.staging.ct.transparency.dev+ba2f06c0+"
                    "AU0vHmlGCS/PdN8b2OaGmKprLI8HKM+dJ472xgFYh15f",
                },
            ],
            "signing_key": {
                "skey": "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz",
                "note": go,
            },
            "parsed_only": {"note": poem, "name": "quasimodo.example/salvatore", "key_id": "367ba04b"},
            "cosigned": {
                "note": log,
                "time": 1779573024,
                "vkeys": [
                    "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2",
                    "witness.stagemole.eu+67f7aea0+BEqSG3yu9YrmcM3BHvQYTxwFj3uSWakQepafafpUqklv",
                    "transparency.dev/DEV:witness-little-garden+d8042a87+BCtusOxINQNUTN5Oj8HObRkh2yHf/MwYaGX4CPdiVEPM",
                    "witness1.smartit.nu/witness1+a48c820f+BPSFWg9G6KPiO7QPryYO5Xq4oYJJ+kAvLKLSimDhoxMO",
                ],
            },
        },
        "name": "example",
        "public": cast.NODE.public.base64,
        "good": [{"text": text, "note": sound}],
        "bad": [{"name": name, "note": text, "check": check} for name, text, check in wrong],
    }


def feed_vectors() -> dict[str, Any]:
    good = feed_file()
    return {
        "pins": {cast.ROOT.public.base64: "vn-na", cast.LAO_ROOT.public.base64: "la-xk"},
        "good": good,
    }


def proof_vectors() -> dict[str, Any]:
    """One record among others, amended by its author and confirmed by the other side, under two heads."""
    from tests.feeds import proof_world

    return proof_world.vectors()


MAKERS: dict[str, Callable[[], Any]] = {
    "canonical": canonical_vectors,
    "keys": key_vectors,
    "entries": entry_vectors,
    "genesis": genesis_vectors,
    "checkpoints": checkpoint_vectors,
    "audiences": audience_vectors,
    "merkle": merkle_vectors,
    "notes": note_vectors,
    "feeds": feed_vectors,
    "proofs": proof_vectors,
}


def text_of(name: str) -> str:
    return json.dumps(MAKERS[name](), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    for name in MAKERS:
        (FOLDER / f"{name}.json").write_text(text_of(name), encoding="utf-8")

"""Entries: one thing said, as canonical JSON, judged without knowing its kind.

The header says who, about whom, what act on which record; the body is opaque.
An entry holds no position: that belongs to the tree. It is kept as received.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from twinline.feeds import audiences, canonical, fields, ids
from twinline.feeds.errors import Malformed
from twinline.feeds.merkle import leaf_hash
from twinline.sentences import Sentence

HEADER = ("id", "record", "act", "kind", "version", "author", "about", "follows", "written", "body")
ACTS = frozenset(
    ("say", "amend", "withdraw", "countersign", "dispute", "same_event", "translate", "released_as", "roster")
)
FOLLOWING = frozenset(("amend", "withdraw", "countersign", "dispute"))

_KNOWN = frozenset((*HEADER, "intended"))
_UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_WORD = r"[a-z][a-z0-9_]{0,63}"
_WHOLE = re.compile(
    rf"{_UUID}\n{_UUID}\n{_WORD}\n{_WORD}\n{audiences.CODE}\n{audiences.CODE}\n{fields.INSTANT}", re.ASCII
).fullmatch
_UUID_ONLY = re.compile(_UUID)
_WORD_ONLY = re.compile(_WORD)
_BLANK = "00000000-0000-7000-8000-000000000000"
#: What is filled in on a form. A quote within a text is written \\", so none of these stands within one.
_SLOTS = re.compile(rb'"body":\{\}|"id":"%b"|"number":0|"record":"%b"' % (_BLANK.encode(), _BLANK.encode()))


class Entry(msgspec.Struct, frozen=True):
    """An entry as received (``raw``) and what its header says."""

    raw: bytes
    hash: bytes
    id: str
    record: str
    act: str
    kind: str
    version: int
    author: str
    about: str
    follows: str | None
    written: str
    body: dict[str, Any]
    intended: tuple[str, ...] | None = None
    extra: dict[str, Any] = msgspec.field(default_factory=dict)

    @property
    def hex(self) -> str:
        """Return the leaf hash in hex, as ``follows`` of a later act names it."""
        return self.hash.hex()


def make(
    *,
    id: str,
    record: str,
    act: str,
    kind: str,
    version: int,
    author: str,
    about: str,
    follows: str | None,
    written: str,
    body: Mapping[str, Any],
    intended: Iterable[str] | None = None,
    extra: Mapping[str, Any] | None = None,
) -> Entry:
    """Return a new entry, written; ``Malformed`` names the field that doesn't fit."""
    header: dict[str, Any] = {
        "id": id,
        "record": record,
        "act": act,
        "kind": kind,
        "version": version,
        "author": author,
        "about": about,
        "follows": follows,
        "written": written,
        "body": dict(body),
    }
    if intended is not None:
        header["intended"] = sorted(set(intended))
    for field, value in (extra or {}).items():
        if field in _KNOWN:
            raise Malformed(
                "field", Sentence("{field} is a field of every entry and can't be given as an extra one.", field=field)
            )
        header[field] = value
    asked = _judge(header)
    raw = canonical.encode(header)
    return Entry(
        raw, leaf_hash(raw), id, record, act, kind, version, author, about, follows, written, dict(body), asked,
        dict(extra or {}),
    )  # fmt: skip


class Form:
    """Entries that first say records, alike but for their ids, their short numbers and their bodies.

    The fields are those of ``make``, and so are the bytes; ``Malformed`` names the field that doesn't fit.
    """

    def __init__(
        self, *, kind: str, version: int, author: str, about: str, written: str, intended: Iterable[str] | None
    ) -> None:
        blank = make(
            id=_BLANK, record=_BLANK, act="say", kind=kind, version=version, author=author, about=about, follows=None,
            written=written, body={}, intended=intended, extra={"number": 0},
        )  # fmt: skip
        self._parts = _SLOTS.split(blank.raw)

    def filled(self, id: str, number: int, body: bytes) -> bytes:
        """Return the bytes of an entry; its ``body`` is written already, canonically and in no more than seven levels.

        Raises ``Malformed`` where the id is none, or all is too large.
        """
        if not ids.is_id(id):
            raise Malformed(
                "id", Sentence("{field} must be a UUID in lower case; {value!r} was given.", field="id", value=id)
            )
        name = id.encode()
        before, around_id, around_number, around_record, after = self._parts
        raw = b'%b"body":%b%b"id":"%b"%b"number":%d%b"record":"%b"%b' % (
            before, body, around_id, name, around_number, number, around_record, name, after
        )  # fmt: skip
        return canonical.bounded(raw)


def write(**header: Any) -> bytes:
    """Return the bytes of an entry of these fields (as for ``make``); ``Malformed`` names the one that doesn't fit."""
    return make(**header).raw


def read(raw: bytes, hash: bytes | None = None) -> Entry:
    """Return an entry judged generically; ``Malformed`` says which rule it breaks.

    ``hash`` is its leaf hash where the caller has it already.
    """
    header = canonical.decode(raw)
    intended = _judge(header)
    extra = {} if len(header) == len(HEADER) else {name: header[name] for name in header if name not in _KNOWN}
    return Entry(
        raw,
        leaf_hash(raw) if hash is None else hash,
        header["id"],
        header["record"],
        header["act"],
        header["kind"],
        header["version"],
        header["author"],
        header["about"],
        header["follows"],
        header["written"],
        header["body"],
        intended,
        extra,
    )


def _judge(header: dict[str, Any]) -> tuple[str, ...] | None:
    """Return the audience asked for, if any; ``Malformed`` unless the header keeps every rule."""
    try:
        # One pattern over all text fields: a tenth of the time that seven take.
        whole = "\n".join(
            (
                header["id"],
                header["record"],
                header["act"],
                header["kind"],
                header["author"],
                header["about"],
                header["written"],
            )
        )
        version, follows, body = header["version"], header["follows"], header["body"]
    except (KeyError, TypeError):
        raise _diagnosis(header) from None
    match = _WHOLE(whole)
    if (
        match is None
        or not fields.is_day(*match.groups())
        or not _is_organisation(header["author"])
        or not _is_organisation(header["about"])
        or type(version) is not int
        or version < 1
        or type(body) is not dict
    ):
        raise _diagnosis(header)
    _judge_act(header["act"], header["id"] == header["record"], follows)
    if "intended" not in header:
        return None
    return audiences.check(header["intended"], where="entry, intended")


def _is_organisation(code: str) -> bool:
    """Return whether text that has a code's form may be an organisation's."""
    return len(code) <= audiences.MAX_CODE and code != audiences.LINE[0]


def _judge_act(act: str, own_record: bool, follows: Any) -> None:
    where = "entry"
    if follows is not None and (type(follows) is not str or not fields.HASH.fullmatch(follows)):
        raise Malformed(
            "follows",
            Sentence("follows must be 64 hex digits or null; {value!r} was given.", value=follows),
            where=where,
        )
    if act == "say":
        if not own_record or follows is not None:
            raise Malformed(
                "say", Sentence("What is said first has record equal to id, and follows nothing."), where=where
            )
    elif own_record:
        raise Malformed(
            "record", Sentence("{act} is about a record that was said before, not about itself.", act=act), where=where
        )
    elif act in FOLLOWING and follows is None:
        raise Malformed("follows", Sentence("{act} must name the entry that it follows.", act=act), where=where)


def _diagnosis(header: dict[str, Any]) -> Malformed:
    """Return which field is missing or doesn't fit. Only called when one is or doesn't."""
    where = "entry"
    for field in HEADER:
        if field not in header:
            return Malformed("field", Sentence("{field} is missing.", field=field), where=where)
    for field in ("id", "record"):
        if type(header[field]) is not str or not _UUID_ONLY.fullmatch(header[field]):
            return Malformed(
                "id",
                Sentence(
                    "{field} must be a UUID in lower case; {value!r} was given.", field=field, value=header[field]
                ),
                where=where,
            )
    for field in ("act", "kind"):
        if type(header[field]) is not str or not _WORD_ONLY.fullmatch(header[field]):
            return Malformed(
                field,
                Sentence("{field} must be a lower-case word; {value!r} was given.", field=field, value=header[field]),
                where=where,
            )
    try:
        fields.code(header, "author", where=where)
        fields.code(header, "about", where=where)
        fields.instant(header, "written", where=where)
    except Malformed as found:
        return found
    version = header["version"]
    if type(version) is not int or version < 1:
        return Malformed(
            "version",
            Sentence("version must be an integer from 1; {value!r} was given.", value=version),
            where=where,
        )
    return Malformed("body", Sentence("body must be an object."), where=where)

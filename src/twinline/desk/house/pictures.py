"""Attachments at the desk: taken in with a form, shown small, given to whoever may read a record that names them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from twinline.access.models import User
from twinline.desk.house import here
from twinline.desk.seen import Fault, Picture
from twinline.records import registry
from twinline.records.attachments import FIELD, LARGEST, MOST, SHOWS, Attachments
from twinline.store import attachments, stripping
from twinline.store.here import this_ledger

SMALL = 320


def attach(
    lang: str, *, kind: str, files: Sequence[bytes], shows: str, kept: Sequence[str], before: Mapping[str, Any]
) -> tuple[list[dict[str, Any]], list[Fault]]:
    """Return what a record is to name: of ``before`` what is to stay, and the files given; and what doesn't fit."""
    field = registry.of_kind(kind).fields.get(FIELD)
    named = [one for one in before.get(FIELD, ()) if one.get("sha256") in kept]
    if not isinstance(field, Attachments) or not files:
        return named, []
    if shows not in field.shows:
        return named, [_fault(_("Say what the pictures show."))]
    if len(named) + len(files) > MOST:
        return named, [_fault(_("A record has at most %(n)s pictures.") % {"n": MOST})]
    for raw in files:
        try:
            one = attachments.keep(this_ledger(), raw, shows)
        except stripping.NotAPicture:
            return named, [not_taken()]
        if one["sha256"] not in [other["sha256"] for other in named]:
            named.append(one)
    return named, []


def not_taken() -> Fault:
    """Return which files are taken, where one isn't."""
    sentence = _(
        "Only JPEG and PNG pictures of at most %(n)s MB are taken, and scans of documents as PDF of which each "
        "page is one picture."
    ) % {"n": LARGEST // 1_000_000}
    return _fault(sentence)


def _fault(sentence: str) -> Fault:
    return Fault(field=FIELD, rule="not_a_picture", given="", sentence=sentence)


def picture(user: User, sha256: str, *, small: bool) -> tuple[bytes, str] | None:
    """Return a picture and its media type if a record that this officer may read names it and it is here."""
    found = attachments.read(this_ledger(), here.reader_of(user), sha256)
    if found is None:
        return None
    return (stripping.thumbnail(found[0], SMALL), "image/jpeg") if small else found


def pictures(user: User, body: Mapping[str, Any], lang: str) -> tuple[Picture, ...]:
    """Return the pictures that a record names, whether they have arrived or not."""
    told = body.get(FIELD)
    return tuple(
        Picture(
            sha256=str(one["sha256"]),
            shows=SHOWS[one["shows"]].to(lang),
            caption=str(one.get("caption", {}).get("text", "")),
            here=attachments.read(this_ledger(), here.reader_of(user), str(one["sha256"])) is not None,
        )
        for one in (told if isinstance(told, list) else ())
    )

"""Saying something for a program: in its account's name, by the rules of the desk, with the errors of the commands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from twinline.access.models import User
from twinline.access.roles import Right
from twinline.desk.house import here, open_record
from twinline.desk.house.lists import FILLED_IN
from twinline.feeds import ids
from twinline.records import free_text, registry
from twinline.sentences import Problem, Sentence
from twinline.store import acting, plain, reading
from twinline.store import saying as store
from twinline.store.commands.saying import audience_for
from twinline.store.errors import NoRecord
from twinline.store.here import this_ledger
from twinline.store.ledger import Ledger
from twinline.store.once import OPEN_MS, once
from twinline.store.reading import View
from twinline.store.saying import Said, Saying

_NEW: Mapping[str, tuple[type, Any]] = {
    "kind": (str, ""),
    "body": (dict, None),
    "to": (str, "self"),
    "release": (bool, False),
}
_LONGEST_AUDIENCE = 2000
#: The header under which a program may give the id of what it says.
KEY = "Idempotency-Key"
Do = Callable[[Ledger, View, Saying, int], Said]
ACTS: Mapping[str, Do] = {
    "amend": lambda ledger, view, told, now: acting.amend(ledger, view, told.body, id=told.id, now=now),
    "withdraw": lambda ledger, view, told, now: acting.withdraw(ledger, view, told.body, id=told.id, now=now),
    "countersign": lambda ledger, view, told, now: acting.countersign(
        ledger, view, told.body, author=told.author, id=told.id, now=now
    ),
    "dispute": lambda ledger, view, told, now: acting.dispute(
        ledger, view, told.body, author=told.author, id=told.id, now=now
    ),
}


def find(user: User, told: str) -> View:
    """Return the record that an id or its beginning names, if this account may see it; raises ``NoRecord``."""
    ledger, reader = this_ledger(), here.reader_of(user)
    named = reading.resolve(ledger, reader, told)
    view = reading.record(ledger, reader, named) if named else None
    if view is None:
        raise NoRecord(told)
    return view


def say(user: User, told: Mapping[str, Any], key: str | None = None, *, now: int) -> dict[str, Any]:
    """Say a new record and return what was said. It crosses only if that is asked for, and by who may send.

    ``key`` is a UUIDv7 that the program made for it: the record gets it as its id, and is said once however often it
    is asked for.
    """
    _of_these_days(key, now)
    asked = _new(told)
    kind, body, to = asked["kind"], here.marked(asked["body"]), asked["to"]
    if kind not in FILLED_IN:
        raise Problem(
            "kind",
            Sentence("There is no kind {kind!r}; there are {kinds}.", kind=kind, kinds=list(FILLED_IN)),
            where="kind",
        )
    if not user.may(Right.SAY, kind):
        raise Problem("may-not", Sentence("This account says nothing of the kind {kind!r}.", kind=kind), where="kind")
    ledger, author = this_ledger(), user.organisation
    audience, intended = audience_for(ledger, to, author, released=False)
    if asked["release"] and intended:
        if not user.may_release and not registry.skips_release(kind, body):
            raise Problem(
                "may-not",
                Sentence(
                    "Only somebody with the right to send lets a record cross: leave release out, and it waits at home."
                ),
                where="release",
            )
        audience, intended = intended, ()
    new = Saying(kind, body, author, author, audience, intended=intended, id=key)
    return _told(_said(ledger, new, lambda: store.say(ledger, new, now=now), now), "say", kind, body)


def act(user: User, record: str, act: str, told: dict[str, Any], key: str | None = None, *, now: int) -> dict[str, Any]:
    """Amend or withdraw a record of one's own, confirm or contest one of the other side; return what was said.

    ``key`` is as for a new record: the act gets it as its id, and is done once however often it is asked for.
    """
    _of_these_days(key, now)
    ledger, view = this_ledger(), find(user, record)
    tip, own = view.standing.tip, act in ("amend", "withdraw")
    body = here.marked(told) if act == "amend" else told
    author = view.standing.root.author if own else user.organisation
    asked = Saying(tip.kind, body, author, tip.about, view.row.audience, act=act, record=view.row.record, id=key)

    def do() -> Said:
        acting.open_to(ledger, view, act)
        if act not in open_record.may(user, view):
            raise Problem(
                "may-not",
                Sentence(
                    "This key or its account may not do this with {record}: it is another's or of a kind that its "
                    "roles aren't for, was answered already, or has crossed and takes the right to send.",
                    record=view.row.record,
                ),
            )
        return ACTS[act](ledger, view, asked, now)

    return _told(_said(ledger, asked, do, now), act, view.row.kind, told)


def _said(ledger: Ledger, asked: Saying, do: Callable[[], Said], now: int) -> Said:
    """Return what was said, once where the program made an id for it."""
    return once(ledger, asked, do, now=now) if asked.id else do()


def _of_these_days(key: str | None, now: int) -> None:
    if key is not None and abs((ids.time_of(key) or 0) - now) > OPEN_MS:
        raise Problem(
            "parameter",
            Sentence("This is no UUIDv7 of these days: make a fresh one for each thing you say."),
            where=KEY,
        )


def _new(told: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a new record is asked with; raises ``Problem`` for anything that isn't as declared."""
    if unknown := [name for name in told if name not in _NEW]:
        raise Problem(
            "parameter", Sentence("There is none such; there are: {known}.", known=list(_NEW)), where=unknown[0]
        )
    asked = {name: told.get(name, default) for name, (_, default) in _NEW.items()}
    for name, (kind, _) in _NEW.items():
        if type(asked[name]) is not kind:
            raise Problem("parameter", Sentence("This is not as /api/1/openapi.json says."), where=name)
    if len(asked["to"]) > _LONGEST_AUDIENCE:
        raise Problem("parameter", Sentence("This is not as /api/1/openapi.json says."), where="to")
    return asked


def _told(said: Said, act: str, kind: str, body: Mapping[str, Any]) -> dict[str, Any]:
    stays = free_text.stays_home(act, kind, body)
    return plain.said(said) | {"stays_home": [{"where": one.field, "word": one.detail["word"]} for one in stays]}

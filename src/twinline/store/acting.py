"""Acts on records that stand: amend, withdraw, countersign, dispute, on paper, same event, translate, release."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from twinline.feeds.audiences import LINE
from twinline.ledger.acts import COUNTERSIGN, DISPUTE, ON_PAPER
from twinline.ledger.fold import RELEASED, WITHDRAWN
from twinline.records import registry
from twinline.records.gazetteer import packaged
from twinline.sentences import Sentence
from twinline.store import meaning, reading, saying
from twinline.store.errors import NoRecord, StoreError
from twinline.store.ledger import Ledger
from twinline.store.reading import Reader, View
from twinline.store.saying import Said, Saying
from twinline.store.translations import texts_of


def find(ledger: Ledger, told: str) -> View:
    """Return the record that an id, its beginning or a short number names; raises ``NoRecord``."""
    reader = Reader.of_node(ledger)
    record = reading.resolve(ledger, reader, told)
    view = reading.record(ledger, reader, record) if record else None
    if view is None:
        raise NoRecord(told)
    return view


def open_to(ledger: Ledger, view: View, act: str) -> None:
    """Raise where nobody could do this with a record as it stands, whoever they are: in the words of the act itself."""
    if act in (COUNTERSIGN, DISPUTE):
        _answerable(ledger, view)
    else:
        (_alive if act == "withdraw" else _speakable)(view)


def amend(ledger: Ledger, view: View, body: Mapping[str, Any], *, id: str | None = None, now: int) -> Said:
    """Say a record anew, whole; only its author may. ``id``: the entry's, where it may be asked for again."""
    _speakable(view)
    return _act(ledger, view, "amend", body, author=view.standing.root.author, id=id, now=now)


def withdraw(ledger: Ledger, view: View, body: Mapping[str, Any], *, id: str | None = None, now: int) -> Said:
    """Take a record back for good; only its author may."""
    _alive(view)
    return _act(ledger, view, "withdraw", body, author=view.standing.root.author, id=id, now=now)


def countersign(
    ledger: Ledger, view: View, body: Mapping[str, Any], *, author: str | None = None, id: str | None = None, now: int
) -> Said:
    """Confirm the current version of the other side's record."""
    return _answer(ledger, view, COUNTERSIGN, body, author, now, id)


def dispute(
    ledger: Ledger, view: View, body: Mapping[str, Any], *, author: str | None = None, id: str | None = None, now: int
) -> Said:
    """Contest the current version of the other side's record."""
    return _answer(ledger, view, DISPUTE, body, author, now, id)


def on_paper(ledger: Ledger, view: View, body: Mapping[str, Any], *, now: int) -> Said:
    """Say of our own record that the other side signed it on paper, or take that back; only its author may.

    It stays our word alone until the other side confirms the record itself.
    """
    _speakable(view)
    tip, before = view.standing.tip, view.standing.on_paper
    if not could_sign(view):
        raise StoreError(
            "nobody-to-sign",
            Sentence(
                "{record} names nobody of the other side who could have signed it: amend it first.",
                record=view.row.record,
            ),
        )
    if body.get("undo") and view.standing.paper is None:
        raise StoreError(
            "nothing-on-paper",
            Sentence("Nobody said that {record} was agreed on paper: there is nothing to take back.",
                     record=view.row.record),
        )  # fmt: skip
    follows = (before or tip).hash.hex()
    return _act(ledger, view, ON_PAPER, body, author=view.standing.root.author, follows=follows, now=now)


def paper_along(ledger: Ledger, view: View, said: Said, audience: Sequence[str], *, now: int) -> None:
    """Say of a record said anew what stands of the old one: that the other side signed it on paper."""
    tip, paper = view.standing.tip, view.standing.paper
    if paper is not None:
        along = Saying(
            tip.kind, paper.body, view.standing.root.author, tip.about, tuple(audience), act=ON_PAPER,
            record=said.record, follows=said.hash,
        )  # fmt: skip
        saying.say(ledger, along, now=now)


def could_sign(view: View) -> bool:
    """Return whether a record names somebody of the other side, who could have signed it."""
    tip, names = view.standing.tip, packaged()
    named = [names.organisation(code) for code in meaning.counterparts(tip)]
    return any(one is not None and one.side != tip.side for one in named)


def translate(ledger: Ledger, view: View, body: Mapping[str, Any], *, author: str | None = None, now: int) -> Said:
    """Attach a translation beside the original words: of a text that the record has, named by its path (``note.text``).

    A part that is such a text may be named without ``.text``.
    """
    _alive(view)
    texts, field = texts_of(view.standing.tip.body), body.get("field", "")
    named = field if field in texts or f"{field}.text" not in texts else f"{field}.text"
    if named not in texts:
        raise StoreError(
            "no-text",
            Sentence(
                "{record} has no text {field} to translate; it has: {texts}.",
                record=view.row.record, field=field, texts=list(texts) or Sentence("none"),
            ),
        )  # fmt: skip
    told = {**body, "field": named}
    return _act(ledger, view, "translate", told, author=author or ledger.node.organisation, now=now)


def same_event(
    ledger: Ledger, view: View, other: View, *, summed: str | None = None, undo: bool = False,
    author: str | None = None, now: int,
) -> Said:  # fmt: skip
    """Call two records one event (or take that back). It counts once both sides have said so."""
    if view.row.record == other.row.record:
        raise StoreError("same-record", Sentence("A record is always the same event as itself: name two records."))
    speaker = author or ledger.node.organisation
    body = {"other": other.row.record, **({"summed": summed} if summed else {}), **({"undo": True} if undo else {})}
    mine = [
        t.act for v in (view, other) for t in v.acts if t.act.act == "same_event" and t.act.side == ledger.node.side
    ]
    pair = {view.row.record, other.row.record}
    before = [act for act in mine if {act.record, act.body.get("other")} == pair]
    follows = max(before, key=lambda act: act.arrived).hash if before else view.standing.tip.hash
    return _act(
        ledger, view, "same_event", body, author=speaker, follows=follows.hex(),
        audience=_narrower(view.row.audience, other.row.audience, speaker), now=now,
    )  # fmt: skip


def release(ledger: Ledger, views: Sequence[View], audience: Sequence[str] | None, *, now: int) -> list[Said]:
    """Say records again to a wider audience, tying old and new together at home; all of them, or none.

    ``audience`` empty means the one each record was meant for.
    """
    with transaction.atomic(using=ledger.alias):
        return [_release(ledger, view, tuple(audience or view.row.intended), now) for view in views]


def _release(ledger: Ledger, view: View, audience: tuple[str, ...], now: int) -> Said:
    _alive(view)
    if view.standing.standing == RELEASED:
        raise StoreError("released", Sentence("{record} was released already.", record=view.row.record))
    if not audience:
        raise StoreError(
            "no-audience",
            Sentence("{record} names no audience it is meant for: say to whom with --to.", record=view.row.record),
        )
    if audience != LINE and not set(audience) >= set(view.row.audience):
        raise StoreError(
            "not-wider",
            Sentence(
                "{audience} is not wider than those who can read {record} now.",
                audience=audience,
                record=view.row.record,
            ),
        )
    tip = view.standing.tip
    body = registry.abroad(tip.kind, dict(tip.body)) if ledger.crosses(audience) else tip.body
    told = Saying(tip.kind, body, view.standing.root.author, tip.about, audience)
    said = saying.say(ledger, told, now=now)
    paper_along(ledger, view, said, audience, now=now)
    _act(ledger, view, "released_as", {"record": said.record}, author=view.standing.root.author, now=now)
    return said


def _answer(
    ledger: Ledger, view: View, act: str, body: Mapping[str, Any], author: str | None, now: int, id: str | None
) -> Said:
    _answerable(ledger, view)
    tip = view.standing.tip
    speaker = author or _spokesman(ledger, meaning.counterparts(tip))
    mine = [voice.act for voice in view.standing.voices if voice.author == speaker]
    follows = (mine[0] if mine else tip).hash.hex()
    return _act(ledger, view, act, body, author=speaker, follows=follows, id=id, now=now)


def _answerable(ledger: Ledger, view: View) -> None:
    """Raise where a record isn't one that our side confirms or contests."""
    _speakable(view)
    tip = view.standing.tip
    if tip.side == ledger.node.side:
        raise StoreError(
            "own-record",
            Sentence(
                "{record} is our own side's record: only the other side confirms or contests it.",
                record=view.row.record,
            ),
        )
    if meaning.is_press(tip.kind, tip.body):
        raise StoreError(
            "press",
            Sentence(
                "{record} is a figure reported in the press: nobody confirms or contests it.", record=view.row.record
            ),
        )


def _spokesman(ledger: Ledger, named: Sequence[str]) -> str:
    """Return who of us answers: a counterpart that we host, else our own organisation."""
    hosts = ledger.hosts()
    return next((code for code in named if code in hosts), ledger.node.organisation)


def _act(
    ledger: Ledger, view: View, act: str, body: Mapping[str, Any], *, author: str, now: int,
    follows: str | None = None, audience: tuple[str, ...] | None = None, id: str | None = None,
) -> Said:  # fmt: skip
    tip = view.standing.tip
    return saying.say(
        ledger,
        Saying(
            tip.kind, body, author, tip.about, audience or view.row.audience, act=act, record=view.row.record,
            follows=follows or tip.hash.hex(), id=id,
        ),
        now=now,
    )  # fmt: skip


def _alive(view: View) -> None:
    if view.standing.standing == WITHDRAWN:
        raise StoreError(
            "withdrawn", Sentence("{record} was withdrawn: nothing more can be said about it.", record=view.row.record)
        )


def _speakable(view: View) -> None:
    """Raise where saying more about a record would change nothing: it is withdrawn, or released as another."""
    _alive(view)
    if view.standing.standing == RELEASED:
        later = next(told.act.body["record"] for told in view.acts if told.act.act == "released_as")
        raise StoreError(
            "released",
            Sentence("{record} was released as {later}: say it of that one.", record=view.row.record, later=later),
        )


def _narrower(first: Sequence[str], second: Sequence[str], speaker: str) -> tuple[str, ...]:
    """Return the narrower of two audiences: a link has no more readers than its narrower end."""
    one, other = tuple(first), tuple(second)
    if other == LINE or set(one) <= set(other):
        found = one
    elif one == LINE or set(other) <= set(one):
        found = other
    else:
        raise StoreError(
            "other-audience",
            Sentence("These two records are addressed to different organisations: neither side could see both."),
        )
    if found != LINE and speaker not in found:
        raise StoreError(
            "not-addressed", Sentence("{speaker} is not among those these records are addressed to.", speaker=speaker)
        )
    return found

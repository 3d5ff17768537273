"""One record in full: voices, versions, ties, ticks, proofs, and what this officer may do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from twinline.access.models import User
from twinline.access.roles import Right
from twinline.desk import names
from twinline.desk.house import here
from twinline.desk.house.pictures import pictures
from twinline.desk.house.rows import row
from twinline.desk.seen import Difference, Heard, Paper, Proof, Receipt, Record, Tick, Tie, Translated, Version, Voice
from twinline.feeds import checkpoints, notes
from twinline.feeds.errors import FeedError
from twinline.ledger.acts import Act
from twinline.records import registry
from twinline.records.acts import ACTS
from twinline.records.attachments import FIELD
from twinline.records.fields.dates import shown_date
from twinline.reports.minutes import minuted
from twinline.sealed.words import KINDS as PERSONAL
from twinline.store import (
    acting,
    awaited,
    contacts,
    meaning,
    peers,
    reach,
    reading,
    recounting,
    stretches,
    traces,
    translations,
)
from twinline.store.here import this_ledger
from twinline.store.marking import marked, untimely
from twinline.times import from_rfc3339

ENDED = ("withdrawn", "released")
SIDES = ("VN", "LA")


def shown(
    user: User, view: reading.View, traced: Sequence[traces.Traced], others: Sequence[reading.Row], lang: str,
    replies: Sequence[reading.Row] = (),
) -> Record:  # fmt: skip
    """Return a record as its page shows it; ``replies`` are the records that answer it."""
    body: dict[str, Any] = dict(view.row.body)
    known = meaning.readable(view.row.kind, view.row.version)
    versions = tuple(_versions(view, lang))
    note = body.get("note") if isinstance(body.get("note"), dict) else {}
    aside = {"note", "example", FIELD, "replaces", *(registry.link_fields(view.row.kind) if known else ())}
    told = {name: said for name, said in body.items() if name not in aside}
    described = registry.describe(view.row.kind, told, lang, theirs=_theirs(view)) if known else []
    return Record(
        row=row(view.row, lang),
        fields=tuple(described),
        voices=tuple(_voice(side, view, len(versions), lang, replies) for side in SIDES),
        versions=versions,
        shared_with=names.circle(view.row.audience, lang),
        ties=tuple(_ties(view, others, lang)),
        ticks=tuple(_ticks(view, traced, replies)),
        heard=_heard(view, traced, lang),
        pictures=pictures(user, body, lang) if known else (),
        paper=_paper(user, view, lang),
        translations=tuple(_translations(view, lang)),
        proofs=tuple(_proof(one, lang) for one in traced),
        body=body,
        may=may(user, view),
        note=str((note or {}).get("text", "")),
        note_language=str((note or {}).get("language", "")),
        marks=tuple(one.sentence(lang) for one in [*untimely(view), *marked(this_ledger(), view)]),
    )


def may(user: User, view: reading.View) -> frozenset[str]:
    """Return what an officer, or a program that came in for one, may do with a record."""
    return frozenset(_may(user, view))


def _may(user: User, view: reading.View) -> Iterator[str]:
    """Yield what an officer may do with a record. What crosses takes the right to send."""
    ledger, kept = this_ledger(), view.row
    if kept.standing not in ENDED:
        yield from _papers(user, view)
    if kept.kind in PERSONAL and kept.author == user.organisation and user.may(Right.SEALED_READ, kept.kind):
        yield "persons"
    tip = view.standing.tip
    if not user.may(Right.SAY, kept.kind) or kept.standing in ENDED or not meaning.readable(kept.kind, kept.version):
        return
    out = here.crosses(kept.audience)
    if out and not user.may_release:
        if _answers(user, view):
            yield "ask_to_answer"
        return
    if translations.NOTE in translations.texts_of(tip.body):
        yield "translate"
    if kept.side == ledger.node.side:
        if kept.author in ledger.hosts() and here.speaks_for(user, kept.author):
            yield from ("amend", "withdraw")
            if kept.kind in recounting.KINDS and kept.body.get(recounting.FIELD):
                yield "recount"
            if acting.could_sign(view):
                yield "on_paper"
            if out:
                yield "narrow"
            if not out and user.may_release:
                yield "release"
        return
    yield from _answers(user, view)


def _answers(user: User, view: reading.View) -> frozenset[str]:
    """Return what an officer's organisation may still answer to the other side's words, by somebody with the right."""
    kept, tip = view.row, view.standing.tip
    if kept.side == this_ledger().node.side or meaning.is_press(kept.kind, kept.body):
        return frozenset()
    if not here.answers_for(user, meaning.counterparts(tip)):
        return frozenset()
    said = {voice.verb for voice in view.standing.voices if voice.author == user.organisation}
    return frozenset({"countersign", "dispute"} - said)


def _papers(user: User, view: reading.View) -> Iterator[str]:
    """Yield the papers that a record has."""
    if minuted(view):
        yield "minutes"
    if stretches.has_sheet(view):
        yield "walk_sheet"
    if stretches.is_stretch(view):
        yield "patrol_sheet"
    if any(user.may(Right.SAY, kind) for kind in _typed_in(user, view)):
        yield "grid"


def _typed_in(user: User, view: reading.View) -> tuple[str, ...]:
    """Return the kinds of record that a sheet of this one becomes, typed in by this officer's organisation."""
    if stretches.is_stretch(view):
        return (stretches.INSPECTION, stretches.PATROL)
    return (stretches.PATROL,) if stretches.is_planned(view) and _walks(user, view) else ()


def _walks(user: User, view: reading.View) -> bool:
    """Return whether an officer may say how a planned patrol was walked.

    Of our own plan it is the next version, so it takes what amending takes; of theirs it is a record of our own.
    """
    ledger, kept = this_ledger(), view.row
    if kept.side != ledger.node.side:
        return here.answers_for(user, meaning.counterparts(view.standing.tip))
    ours = kept.author in ledger.hosts() and here.speaks_for(user, kept.author)
    return ours and (user.may_release or not here.crosses(kept.audience))


def _voice(side: str, view: reading.View, versions: int, lang: str, replies: Sequence[reading.Row]) -> Voice:
    """Return a side's last word: its statement, its answer, its reply, or that it is silent."""
    root, tip = view.standing.root, view.standing.tip
    if side == view.row.side:
        taken = [told.act.arrived for told in view.acts if told.act.act == "withdraw"]
        withdrawn = view.standing.standing == "withdrawn"
        verb = "withdraw" if withdrawn else tip.act
        return Voice(
            side=side,
            says="say" if verb == "amend" else verb,
            who=here.who(root.author, lang),
            at_ms=min(taken, default=tip.arrived) if withdrawn else tip.arrived,
            version=versions,
        )
    heard = [voice for voice in view.standing.voices if voice.side == side]
    if not heard:
        first = min(_from(side, replies), key=lambda one: one.arrived, default=None)
        if first is None:
            return Voice(side=side, says="nothing_due" if awaited.is_answer(view.row) else "silent")
        return Voice(side=side, says="reply", who=here.who(first.author, lang), at_ms=first.arrived)
    best = max(heard, key=lambda voice: (voice.counts, voice.act.arrived))
    body = best.act.body
    note = body.get("note")
    told = dict(registry.describe_act(best.verb, dict(body), lang))
    reason = ACTS[best.verb].fields.get("reason")
    return Voice(
        side=side,
        says=best.verb if best.counts else "seen",
        who=here.who(best.author, lang),
        at_ms=best.act.arrived,
        version=_about(best.act, view) or versions,
        reason=told.get(reason.label.to(lang), "") if reason else "",
        text=str(note.get("text", "")) if isinstance(note, dict) else "",
    )


def _from(side: str, replies: Sequence[reading.Row]) -> list[reading.Row]:
    """Return the replies of a side that stand: what only puts the answer off is none."""
    return [
        one for one in replies if one.side == side and one.body.get("type") == "reply" and one.standing not in ENDED
    ]


def _translations(view: reading.View, lang: str) -> Iterator[Translated]:
    """Yield the note's translations as it stands, each organisation's last in each language; the reader's first."""
    last: dict[tuple[str, str], Translated] = {}
    for act in translations.translations(view):
        language = str(act.body["language"])
        last[act.author, language] = Translated(
            language=language, text=str(act.body["text"]), who=here.who(act.author, lang, side=act.side)
        )
    yield from sorted(last.values(), key=lambda one: (one.language != lang, one.language, one.who.code))


def _paper(user: User, view: reading.View, lang: str) -> Paper | None:
    """Return the other side's signature on paper, as its author says it, with the scans that are here."""
    act = view.standing.paper
    if act is None:
        return None
    body: dict[str, Any] = dict(act.body)
    note = body.get("note")
    return Paper(
        day=shown_date(str(body["signed"]), lang),
        at_ms=act.arrived,
        scans=pictures(user, body, lang),
        number=str(body.get("number", "")),
        note=str(note.get("text", "")) if isinstance(note, dict) else "",
    )


def _about(act: Act, view: reading.View) -> int | None:
    """Return the number of the version that an answer follows, directly or after an earlier answer."""
    by_hash = {told.act.hash: told.act for told in view.acts}
    order = [version.hash for version in view.standing.versions]
    follows = act.follows
    while follows is not None and follows not in order:
        before = by_hash.get(follows)
        follows = before.follows if before else None
    return order.index(follows) + 1 if follows is not None else None


def _theirs(view: reading.View) -> bool:
    return view.row.side != this_ledger().node.side


def _versions(view: reading.View, lang: str) -> Iterator[Version]:
    """Yield the versions, the current one first, each with what it changed."""
    chain = view.standing.versions
    for number in range(len(chain), 0, -1):
        act = chain[number - 1]
        yield Version(
            number=number,
            act=act.act,
            who=here.who(act.author, lang, side=act.side),
            at_ms=act.arrived,
            current=number == len(chain) and view.standing.standing not in ENDED,
            differences=tuple(_differences(chain[number - 2], act, lang, _theirs(view))) if number > 1 else (),
        )


def _differences(before: Act, after: Act, lang: str, theirs: bool) -> Iterator[Difference]:
    if before.kind not in registry.KINDS:
        return
    old, new = _fields(before, lang, theirs), _fields(after, lang, theirs)
    for label in dict.fromkeys((*old, *new)):
        if old.get(label, "") != new.get(label, ""):
            yield Difference(label=label, before=old.get(label, ""), after=new.get(label, ""))


def _fields(act: Act, lang: str, theirs: bool) -> dict[str, str]:
    return dict(registry.describe(act.kind, dict(act.body), lang, theirs=theirs))


def _ties(view: reading.View, others: Sequence[reading.Row], lang: str) -> Iterator[Tie]:
    kept = {one.record: one for one in others}
    summed = {told.act.body.get("summed") for told in view.acts if told.act.act == "same_event"}
    for other in view.same_event:
        if other in kept:
            counted = None if not summed - {None} else view.row.record in summed
            yield Tie(how="same_event", row=row(kept[other], lang), summed=counted)
    for told in view.acts:
        said = told.act.body.get("record")
        if told.act.act == "released_as" and said in kept:
            yield Tie(how="released_as", row=row(kept[str(said)], lang))
    replaced = view.row.body.get("replaces")
    if replaced in kept:
        yield Tie(how="replaces", row=row(kept[str(replaced)], lang))
    for verb, other in registry.links(view.row.kind, dict(view.row.body)):
        if other in kept:
            yield Tie(how=verb, row=row(kept[other], lang))
    for one in others:
        if one.body.get("replaces") == view.row.record:
            yield Tie(how="replaced_by", row=row(one, lang))


def _ticks(view: reading.View, traced: Sequence[traces.Traced], replies: Sequence[reading.Row]) -> Iterator[Tick]:
    """Yield the four ticks of our own record that crosses: kept, sent, received there, answered there.

    What is an answer itself has three, unless somebody answered it all the same.
    """
    ledger = this_ledger()
    if view.row.side != ledger.node.side or not here.crosses(view.row.audience) or not traced:
        return
    last = next((one for one in reversed(traced) if one.act in ("say", "amend")), traced[0])
    there = [one for one in last.receipts if one.side and one.side != ledger.node.side]
    answers = [voice.act.arrived for voice in view.standing.voices if voice.side != ledger.node.side]
    answers += [one.arrived for side in SIDES if side != ledger.node.side for one in _from(side, replies)]
    received = min((one.at for one in there), default=None)
    yield Tick(name="kept", at_ms=last.arrived)
    yield Tick(name="sent", at_ms=_sent(view, last, received))
    yield Tick(name="received", at_ms=received)
    if answers or not awaited.is_answer(view.row):
        yield Tick(name="opened", at_ms=min(answers, default=None))


def _heard(view: reading.View, traced: Sequence[traces.Traced], lang: str) -> tuple[Heard, ...]:
    """Return who was to receive our own record (or its withdrawal) where it crosses, and when each did."""
    ledger = this_ledger()
    last = reach.last(traced)
    if view.row.side != ledger.node.side or not here.crosses(view.row.audience) or last is None:
        return ()
    return tuple(
        Heard(who=here.who(one.organisation, lang, side=one.side), at_ms=one.received)
        for one in reach.addressees(ledger, last)
    )


def _sent(view: reading.View, last: traces.Traced, received: int | None) -> int | None:
    """Return when it left: at a contact or on a stick since it was kept, or when a receipt shows that it must have.

    What only came, on a stick of theirs or when they called, is no word of what left.
    """
    ledger = this_ledger()
    hosts = ledger.roster().hosts
    met = [
        given
        for peer in peers.all_peers(ledger)
        if (given := contacts.contact(ledger, peer.node).last_sent) and given >= last.arrived
        and (tuple(view.row.audience) == ("line",) or set(hosts(peer.node)) & set(view.row.audience))
    ]  # fmt: skip
    return min([*met, *([received] if received is not None else [])], default=None)


def succeeded(result: str) -> bool:
    """Return whether what was noted of a contact says that something arrived: a failure names its reason instead."""
    return result.startswith("arrived")


def _proof(one: traces.Traced, lang: str) -> Proof:
    size, root = _head(one)
    return Proof(
        identifier=one.id,
        act=one.act,
        who=here.who(one.author, lang),
        position=one.position,
        size=size,
        series=one.feed,
        fingerprint=one.hash,
        root=root,
        written_ms=from_rfc3339(one.written),
        arrived_ms=one.arrived,
        ahead=one.ahead,
        receipts=tuple(_receipts(one.receipts, lang)),
    )


def _receipts(found: Iterable[traces.TracedReceipt], lang: str) -> Iterator[Receipt]:
    for one in found:
        yield Receipt(who=here.who(one.organisation, lang, side=one.side), at_ms=one.at, size=one.size)


def _head(one: traces.Traced) -> tuple[int, str]:
    """Return size and root (hex) of the signed head that covers an entry, or nothing where none does yet."""
    if not one.checkpoint:
        return 0, ""
    try:
        head = checkpoints.read(notes.parse(one.checkpoint).text)
    except FeedError:
        return 0, ""
    return head.size, head.root.hex()

"""Before something leaves and after: what others will see of it, and who has not received it yet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from twinline.access.models import User
from twinline.desk import names
from twinline.desk.house import here
from twinline.desk.house.lists import circles
from twinline.desk.house.rows import begun, row
from twinline.desk.house.said import allowed, stays_home
from twinline.desk.seen import Choice, Heard, Leaving, Preview, Record, Unheard, Who
from twinline.desk.words import word
from twinline.records import registry
from twinline.store import acting, narrowing, preview, reach, saying
from twinline.store.errors import StoreError
from twinline.store.here import this_ledger
from twinline.store.reading import View


def what_they_will_see(
    user: User, lang: str, *, record_id: str, circle: str, language: str, now: int
) -> Preview | None:
    """Return what a wider circle would see of a record, as their own reading gives it, in ``language``.

    None where it can't be sent to that circle. Raises ``PermissionDenied`` where this officer may not send it.
    """
    ledger = this_ledger()
    view = allowed(user, record_id, "release")
    try:
        audience = saying.expand(ledger, circle, author=view.row.author)
        found = preview.view_as(ledger, preview.addressed(ledger, audience), [view], audience, now=now)
    except StoreError:
        return None
    reading = [seen for seen in found if seen.view is not None]
    if not reading:
        return None
    return _as_seen(reading[0], [here.who(seen.organisation, lang) for seen in reading], circle, language)


def what_all_will_see(
    user: User, lang: str, *, records: Sequence[str], circle: str, language: str, now: int
) -> Leaving | None:
    """Return what a wider circle would see of several records, and which of them stay here and why.

    None where none of them can be sent to that circle. Raises ``PermissionDenied`` where this officer may not send one.
    """
    ledger = this_ledger()
    views = [allowed(user, record, "release") for record in records]
    ready, staying = [], []
    try:
        for view in views:
            why = stays_home(user, lang, record_id=view.row.record, circle=circle)
            if why:
                staying.append((row(view.row, lang), why))
            else:
                ready.append(view)
        audience = saying.expand(ledger, circle, author=views[0].row.author)
        readers = preview.addressed(ledger, audience)
        found = preview.view_as(ledger, readers[:1], ready, audience, now=now)
    except StoreError:
        return None
    addressees = tuple(here.who(code, lang) for code in readers)
    return Leaving(
        circle=circle,
        language=language,
        shared_with=names.circle(audience, language),
        addressees=addressees,
        records=tuple(_as_seen(seen, addressees, circle, language) for seen in found if seen.view is not None),
        staying=tuple(staying),
    )


def release_all(user: User, lang: str, *, records: Sequence[str], circle: str, now: int) -> int | None:
    """Say records again to a wider circle: all of them, or none. Return how many, or None where that can't be.

    Raises ``PermissionDenied`` where this officer may not send one of them.
    """
    ledger = this_ledger()
    views = [allowed(user, record, "release") for record in dict.fromkeys(records)]
    if not views or any(stays_home(user, lang, record_id=view.row.record, circle=circle) for view in views):
        return None
    try:
        audience = saying.expand(ledger, circle, author=views[0].row.author)
        return len(acting.release(ledger, views, audience, now=now))
    except StoreError:
        return None


def _as_seen(seen: preview.Seen, addressees: Sequence[Who], circle: str, language: str) -> Preview:
    """Return a record as others will see it."""
    assert seen.view is not None
    shown = seen.view.row
    theirs = here.who(seen.organisation, language).side not in ("", shown.side)
    body: dict[str, Any] = dict(shown.body)
    note = body.pop("note", None)
    note = note if isinstance(note, dict) else {}
    return Preview(
        record_id=seen.record,
        circle=circle,
        language=language,
        title=begun(registry.title(shown.kind, dict(shown.body), language)),
        kind_label=registry.of_kind(shown.kind).label.to(language),
        author=here.who(shown.author, language, side=shown.side),
        fields=(
            *registry.describe(shown.kind, {k: v for k, v in body.items() if k != "example"}, language, theirs=theirs),
            *_on_paper(seen.view, language),
        ),
        addressees=tuple(addressees),
        shared_with=names.circle(shown.audience, language),
        note=str(note.get("text", "")),
        note_language=str(note.get("language", "")),
        example=shown.example,
    )


def _on_paper(view: View, language: str) -> Iterator[tuple[str, str]]:
    """Yield what is said of the paper that was signed, which goes along."""
    paper = view.standing.paper
    if paper is not None:
        yield (
            word("on_paper", language),
            " · ".join(
                f"{label}: {text}" for label, text in registry.describe_act(paper.act, dict(paper.body), language)
            ),
        )


def narrower(user: User, lang: str, record: Record) -> Sequence[Choice]:
    """Return the circles that are smaller than the one a record was sent to; none where this officer may not."""
    if "narrow" not in record.may:
        return []
    ledger = this_ledger()
    view = allowed(user, record.row.id, "narrow")
    now, author = view.row.audience, view.row.author
    home = Choice(value="self", label=here.who(author, lang).name, group=word("our_side", lang))
    return [
        choice for choice in (home, *circles(user, lang))
        if narrowing.fewer(saying.expand(ledger, choice.value, author=author), now)
    ]  # fmt: skip


def narrow(user: User, *, record_id: str, circle: str, now: int) -> str | None:
    """Take a record back and say it anew to a smaller circle. Return the new record's id, or None where that can't be.

    Raises ``PermissionDenied`` where this officer may not.
    """
    ledger = this_ledger()
    view = allowed(user, record_id, "narrow")
    try:
        audience = saying.expand(ledger, circle, author=view.row.author)
        return narrowing.narrow(ledger, view, audience, {"reason": "wrong_audience"}, now=now)[1].record
    except StoreError:
        return None


def taken_back(user: User, lang: str) -> Sequence[Unheard]:
    """Return our withdrawn records whose withdrawal somebody has not received yet, as far as receipts show."""
    return _unheard(reach.taken_back(this_ledger(), here.reader_of(user)), lang)


def corrected(user: User, lang: str) -> Sequence[Unheard]:
    """Return our records that count fewer suspects now, where somebody has not received that yet."""
    return _unheard(reach.corrected(this_ledger(), here.reader_of(user)), lang)


def _unheard(found: Sequence[reach.Unheard], lang: str) -> Sequence[Unheard]:
    return [
        Unheard(
            row=row(one.row, lang),
            waiting=tuple(
                Heard(who=here.who(who.organisation, lang, side=who.side), had_ms=had) for who, had in one.waiting
            ),
        )
        for one in found
    ]

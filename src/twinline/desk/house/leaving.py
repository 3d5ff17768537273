"""Before something leaves and after: what others will see of it, and who has not received it yet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from twinline.access.models import User
from twinline.desk import names
from twinline.desk.house import here
from twinline.desk.house.lists import circles
from twinline.desk.house.rows import begun, row
from twinline.desk.house.said import allowed
from twinline.desk.seen import Choice, Heard, Preview, Record, Unheard
from twinline.desk.words import word
from twinline.records import registry
from twinline.store import narrowing, preview, reach, saying
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
    if not reading or reading[0].view is None:
        return None
    shown = reading[0].view.row
    body: dict[str, Any] = dict(shown.body)
    note = body.pop("note", None)
    note = note if isinstance(note, dict) else {}
    return Preview(
        record_id=record_id,
        circle=circle,
        language=language,
        title=begun(registry.title(shown.kind, dict(shown.body), language)),
        kind_label=registry.of_kind(shown.kind).label.to(language),
        author=here.who(shown.author, language, side=shown.side),
        fields=(
            *registry.describe(shown.kind, {k: v for k, v in body.items() if k != "example"}, language),
            *_on_paper(reading[0].view, language),
        ),
        addressees=tuple(here.who(seen.organisation, lang) for seen in reading),
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

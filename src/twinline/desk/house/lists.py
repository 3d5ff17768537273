"""The lists one chooses from."""

from __future__ import annotations

from collections.abc import Sequence

from twinline.access.models import User
from twinline.desk import names
from twinline.desk.drawing import Pen
from twinline.desk.house import here
from twinline.desk.seen import Choice, Kind
from twinline.desk.words import word
from twinline.records import registry
from twinline.records.acts import DISPUTE_REASONS, WITHDRAW_REASONS
from twinline.records.vocabulary import Vocabulary
from twinline.store import peers
from twinline.store.here import this_ledger
from twinline.times import day_of, now_ms

# Offered first, as what is filled in most; then the others in the order they are declared.
FIRST = ("patrol", "inspection", "incident", "activity", "twinning")
# Told by whoever runs the node, not from day to day at a desk.
NOT_AT_THE_DESK = ("place", "organisation")
FILLED_IN = tuple(dict.fromkeys((*FIRST, *(name for name in registry.KINDS if name not in NOT_AT_THE_DESK))))


def kinds(lang: str) -> Sequence[Kind]:
    """Return every kind that can be listed."""
    return [Kind(name=kind.name, label=kind.plural.to(lang)) for kind in registry.KINDS.values()]


def kinds_to_fill_in(user: User, lang: str) -> Sequence[Kind]:
    """Return the kinds this officer fills in."""
    kinds = [registry.of_kind(name) for name in FILLED_IN]
    return [Kind(name=kind.name, label=kind.label.to(lang), hint=kind.help.to(lang)) for kind in kinds]


def pen(lang: str) -> Pen:
    """Return the pen that draws this desk's forms."""
    return names.pen(lang, this_ledger().node.side, day_of(now_ms()))


def places(lang: str) -> Sequence[Choice]:
    """Return the organisations that can be a place, grouped by side and province."""
    return names.places(lang)


def circles(user: User, lang: str) -> Sequence[Choice]:
    """Return with whom a record may be shared: a desk of the other side, one of its organisations, or everyone."""
    ledger = this_ledger()
    roster = ledger.roster()
    found = []
    for peer in peers.all_peers(ledger):
        group = here.who(peer.organisation, lang).name
        codes = sorted(roster.hosts(peer.node) | {peer.organisation}, key=lambda code: code != peer.organisation)
        found += [
            Choice(value=f"twin:{code}", label=here.who(code, lang).name, group=group)
            for code in codes
            if roster.side(code) != ledger.node.side
        ]
    return [*found, Choice(value="line", label=word("everyone_on_line", lang), group=word("everyone_on_line", lang))]


def reasons(lang: str) -> Sequence[Choice]:
    """Return the coded reasons for *not yet agreed*."""
    return _choices(DISPUTE_REASONS, lang)


def withdraw_reasons(lang: str) -> Sequence[Choice]:
    """Return the coded reasons for withdrawing."""
    return _choices(WITHDRAW_REASONS, lang)


def _choices(vocabulary: Vocabulary, lang: str) -> Sequence[Choice]:
    return [Choice(value=code, label=label.to(lang)) for code, label in vocabulary.items()]

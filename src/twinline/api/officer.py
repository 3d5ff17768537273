"""The ledger as one account reads it: figures and reports for no readers but those that this account is one of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from twinline.access.models import User
from twinline.feeds.audiences import LINE
from twinline.reports.collect import Seen
from twinline.reports.cuts import Cut
from twinline.reports.ledger_source import LedgerSource
from twinline.sentences import Problem, Sentence
from twinline.store.here import this_ledger
from twinline.store.saying import expand


class OfficerSource(LedgerSource):
    """A source that answers for everyone on the line, or for readers among whom the account's organisation is.

    Whatever all of them may read, that organisation may read: so no answer tells more than its records do.
    """

    def __init__(self, user: User) -> None:
        super().__init__(this_ledger())
        self.organisation = user.organisation

    def readers(self, told: str) -> tuple[str, ...]:
        """Return whom an audience means, said by the account's organisation."""
        if told in ("self", "superiors") or told.startswith("twin:"):
            return expand(self.ledger, told, author=self.organisation)
        return super().readers(told)

    @contextmanager
    def seen(
        self, readers: Sequence[str], *, known_on: int | None = None, held: bool = True, cut: Cut | None = None
    ) -> Iterator[Seen]:
        """Open what readers see; raises ``Problem`` where this account is none of them."""
        if tuple(readers) != tuple(LINE) and self.organisation not in readers:
            raise Problem(
                "may-not",
                Sentence("Figures are given for the line, or for readers among whom {own} is.", own=self.organisation),
            )
        with super().seen(readers, known_on=known_on, held=held, cut=cut) as found:
            yield found

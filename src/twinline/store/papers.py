"""Signed papers that come back: their scans are kept, found to belong to a record by its code, and said of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from twinline.ledger.fold import RELEASED
from twinline.records.attachments import MOST
from twinline.records.written import day
from twinline.sentences import Sentence
from twinline.store import attachments, codes, reading
from twinline.store.errors import NoRecord, StoreError
from twinline.store.ledger import Ledger
from twinline.store.reading import Reader, View

Attached = Mapping[str, Any]


class NoCode(StoreError):
    """No code of a record was found on a scan."""

    def __init__(self) -> None:
        super().__init__(
            "no-code",
            Sentence(
                "No code of a record was found on this scan: name its record by the number printed beside the code."
            ),
        )


def keep(ledger: Ledger, scans: Iterable[bytes]) -> list[dict[str, Any]]:
    """Keep scans of signed papers, each once; return how a body names them. ``StoreError`` where one can't be kept."""
    kept: dict[str, dict[str, Any]] = {}
    for raw in scans:
        one = attachments.keep(ledger, raw, "document")
        kept[one["sha256"]] = one
    if len(kept) > MOST:
        raise StoreError("too-many-files", Sentence("A record has at most {most} attachments.", most=MOST))
    return list(kept.values())


def signed(kept: Sequence[Attached], on: str, number: str = "") -> dict[str, Any]:
    """Return what ``on_paper`` says of kept scans; ``on`` is the day as people write it.

    What is missing is left out, for the act's own judge to say.
    """
    told = {"signed": day(on), "number": number.strip(), "attachments": list(kept)}
    return {name: said for name, said in told.items() if said}


class Sheet(StoreError):
    """A scan is of a sheet to type in, not of a signed paper."""

    def __init__(self, record: str) -> None:
        super().__init__(
            "sheet",
            Sentence("This is a sheet of {record} to be typed in at the desk: the other side signed nothing on it.",
                     record=record),
        )  # fmt: skip


def paper_on(ledger: Ledger, kept: Iterable[Attached]) -> codes.Paper | None:
    """Return what the code on kept scans says, or None; raises ``TwoPapers`` where they show two."""
    found = {codes.paper_in(attachments.place(ledger, one["sha256"]).read_bytes()) for one in kept} - {None}
    if len(found) > 1:
        raise codes.TwoPapers
    return found.pop() if found else None


class OtherPaper(StoreError):
    """The code on a scan is that of another record than the one it is given for."""

    def __init__(self, other: str, record: str) -> None:
        super().__init__(
            "other-paper",
            Sentence(
                "The code on this scan is that of another record, {other}, not of {record}: nothing was said.",
                other=other, record=record,
            ),
        )  # fmt: skip


def must_be_of(ledger: Ledger, reader: Reader, view: View, kept: Iterable[Attached]) -> None:
    """Raise ``OtherPaper``, ``Sheet`` or ``TwoPapers`` where kept scans show a code that isn't a record's own.

    A scan without a code may be of anything: whoever names the record answers for it.
    """
    paper = paper_on(ledger, kept)
    if paper is None:
        return
    if paper.sheet:
        raise Sheet(paper.record)
    try:
        record = find(ledger, reader, paper.record).row.record
    except NoRecord:
        record = paper.record
    if record != view.row.record:
        raise OtherPaper(record, view.row.record)


def find(ledger: Ledger, reader: Reader, told: str) -> View:
    """Return the record that a code, or what is printed beside it, names: as it was released since, where it was.

    Raises ``NoRecord``.
    """
    record = reading.resolve(ledger, reader, told)
    view = reading.record(ledger, reader, record) if record else None
    if view is None:
        raise NoRecord(told)
    if view.standing.standing == RELEASED:
        later = [str(one.act.body["record"]) for one in view.acts if one.act.act == "released_as"]
        found = [seen for name in later if (seen := reading.record(ledger, reader, name)) is not None]
        return found[0] if found else view
    return view

"""Minutes of what two sides did together: Vietnamese and Lao side by side on one A4, to be signed by hand by both."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pypdf import PdfReader

from twinline.feeds.audiences import LINE
from twinline.ledger.fold import WITHDRAWN
from twinline.records import registry
from twinline.records.attachments import FIELD
from twinline.records.gazetteer import packaged
from twinline.reports.typeset import typeset
from twinline.reports.words import word
from twinline.sentences import Sentence
from twinline.store import codes, following, meaning
from twinline.store.errors import StoreError
from twinline.store.ledger import Ledger
from twinline.store.reading import Reader, Row, View
from twinline.store.translations import translations

TEMPLATE = "minutes.typ"
LANGUAGES = ("vi", "lo")
#: How each state heads its papers, in its own language.
STATES = (
    ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"),
    ("ສາທາລະນະລັດ ປະຊາທິປະໄຕ ປະຊາຊົນລາວ", "ສັນຕິພາບ ເອກະລາດ ປະຊາທິປະໄຕ ເອກະພາບ ວັດທະນະຖາວອນ"),
)
#: Sizes of the text in points, tried until all stands on one page.
_SIZES = (10, 9, 8, 7)
#: What stands elsewhere on the page, or isn't for signing: files, other records, where it was read.
_ASIDE = frozenset({FIELD, "counterparts", "example", "minutes", "note", "replaces", "source"})


COMMITMENT = "commitment"
#: What of a commitment stands in minutes: who owes what to whom, how many, how often, until when.
_OWED = frozenset({"subject", "building", "owed_by", "owed_to", "owed", "repeats", "until"})


class NoMinutes(StoreError):
    """Nobody signs minutes of such a record."""

    def __init__(self, record: str) -> None:
        super().__init__(
            "no-minutes",
            Sentence(
                "Minutes are signed of what both sides did together: a joint patrol that was walked, talks, reviews, "
                "conferences, handovers. {record} is none of these.",
                record=record,
            ),
        )


def minuted(view: View) -> bool:
    """Return whether both sides sign minutes of a record."""
    row = view.row
    return meaning.readable(row.kind, row.version) and registry.of_kind(row.kind).minuted(dict(row.body))


def outcomes(ledger: Ledger, reader: Reader, view: View) -> tuple[Row, ...]:
    """Return the commitments that were agreed in what a record tells, the first said first.

    Minutes are handed over: what not all of those can see who see the record is left out.
    """
    seen_by = set(view.row.audience)
    return tuple(
        sorted(
            (
                row
                for row in following.pointing_to(ledger, reader, view.row.record, following.PART_OF)
                if row.kind == COMMITMENT
                and meaning.readable(row.kind, row.version)
                and (tuple(row.audience) == LINE or (seen_by != set(LINE) and seen_by <= set(row.audience)))
            ),
            key=lambda row: row.record,
        )
    )


def minutes(view: View, agreed: Sequence[Row] = ()) -> bytes:
    """Return the minutes of a record as PDF (PDF/UA-1), on one page while that can be read; the same bytes each time.

    ``agreed`` are its ``outcomes``.
    Raises ``NoMinutes``, and ``StoreError`` where the record was withdrawn.
    """
    if view.standing.standing == WITHDRAWN:
        raise StoreError(
            "withdrawn",
            Sentence("{record} was withdrawn: nothing more can be said about it.", record=view.row.record),
        )
    if not minuted(view):
        raise NoMinutes(view.row.record)
    told = laid_out(view, agreed)
    for size in _SIZES:
        made = typeset(TEMPLATE, told | {"size": size})
        if len(PdfReader(io.BytesIO(made)).pages) == 1:
            break
    return made


def laid_out(view: View, agreed: Sequence[Row] = ()) -> dict[str, Any]:
    """Return what stands on the page, in order, as plain texts."""
    row = view.row
    body: dict[str, Any] = dict(row.body)
    aside = {*_ASIDE, *registry.link_fields(row.kind)}
    described = [
        registry.describe(row.kind, {name: said for name, said in body.items() if name not in aside}, lang)
        for lang in LANGUAGES
    ]
    names, others = packaged(), registry.counterparts(row.kind, body)
    who = [(word("stated_by", lang), names.name(row.author, lang)) for lang in LANGUAGES]
    whom = [(word("with", lang), "; ".join(names.name(code, lang) for code in others)) for lang in LANGUAGES]
    rows = [who, whom, *zip(*described, strict=True), *_owed(agreed), *_note(view, body)]
    return {
        "states": STATES,
        "example": " · ".join(word("example", lang) for lang in LANGUAGES) if row.example else "",
        "heads": [_head(row.kind, body, lang) for lang in LANGUAGES],
        "rows": [[[begun(label), text] for label, text in pair] for pair in rows],
        "remarks": [word("remarks_by_hand", lang) for lang in LANGUAGES],
        "signatures": [_signature(side) for side in ("VN", "LA")],
        "code": codes.drawing(row.record),
        "code_says": [word("code_says", lang) for lang in LANGUAGES],
        "record": row.record,
        "short": row.short,
    }


def _head(kind: str, body: Mapping[str, Any], lang: str) -> dict[str, str]:
    number = dict(body.get("minutes") or {}).get("number", "")
    return {
        "lang": lang,
        "title": word("minutes", lang),
        "subject": begun(registry.title(kind, dict(body), lang)),
        "number": f"{word('minutes_number', lang)}: {number or '…………………'}",
        "made": word("minutes_made", lang),
        "intro": word("minutes_intro", lang),
    }


def _owed(agreed: Sequence[Row]) -> Iterator[list[tuple[str, str]]]:
    """Yield each commitment in both columns: who owes what to whom, how many, until when."""
    kind = registry.of_kind(COMMITMENT)
    for number, row in enumerate(agreed, 1):
        said = {name: value for name, value in row.body.items() if name in _OWED}
        both = []
        for lang in LANGUAGES:
            parts = [f"{label}: {text}" for label, text in registry.describe(COMMITMENT, said, lang)]
            if row.standing == "disputed":
                parts.append(word("standing_disputed", lang))
            both.append((f"{kind.label.to(lang)} {number}", begun("; ".join(parts))))
        yield both


def _note(view: View, body: Mapping[str, Any]) -> list[list[tuple[str, str]]]:
    """Return the note in both columns: where nobody translated it, as it was written, with its language."""
    note = body.get("note")
    if not isinstance(note, dict):
        return []
    label = registry.of_kind(view.row.kind).fields["note"].label
    texts = {str(note["language"]): str(note["text"])}
    for act in translations(view):
        texts.setdefault(str(act.body["language"]), str(act.body["text"]))
    written = f"({note['language']}) {note['text']}"
    return [[(label.to(lang), texts.get(lang, written)) for lang in LANGUAGES]]


def begun(text: str) -> str:
    """Return a text that begins with a capital letter."""
    return text[:1].upper() + text[1:]


def _signature(side: str) -> dict[str, str]:
    def both(name: str) -> str:
        return " · ".join(word(name, lang) for lang in LANGUAGES)

    return {
        "whom": [word(f"signed_{side}", lang) for lang in LANGUAGES],
        "hint": both("sign_here"),
        "name": both("sign_name"),
    }

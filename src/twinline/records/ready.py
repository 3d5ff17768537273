"""Ready sentences: a closed list, said by a code and its blanks, so that each reader has them in his own language.

A blank is a day, a time, a number, a marker or an organisation: nothing that somebody could write a name into. What
``sentences.csv`` lists for no kind is offered for all.
"""

from __future__ import annotations

import string
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from twinline.records.data import codes, rows
from twinline.records.fields import Code, Count, Date, Declared, ListOf, MarkerNumber, Org, Part, Text
from twinline.records.findings import Found
from twinline.records.lookup import Lookup
from twinline.records.vocabulary import Vocabulary
from twinline.records.words import LANGUAGES, Labels, words

FIELD = "sentences"
MOST = 5
#: Facts of the neighbourhood, or totals: they state what is so, and there is nothing to add in a sentence.
WITHOUT = frozenset(
    (
        *("gate", "issued_report", "line_survey", "nothing_to_report", "organisation", "place", "reporting_round"),
        "return",
    )
)
_GAP = "…"
LABEL = words(vi="câu soạn sẵn", lo="ປະໂຫຍກສຳເລັດຮູບ", en="ready sentences", fr="phrases prêtes")
HELP = words(
    vi="mỗi bên đọc câu này bằng tiếng của mình",
    lo="ແຕ່ລະຝ່າຍອ່ານປະໂຫຍກນີ້ເປັນພາສາຂອງຕົນ",
    en="each side reads it in its own language",
    fr="chaque côté la lit dans sa langue",
)
SENTENCE = words(vi="câu", lo="ປະໂຫຍກ", en="sentence", fr="phrase")


@dataclass(frozen=True, slots=True)
class Pattern:
    """A sentence with blanks in four languages, and the kinds it is for (none: all)."""

    words: Labels
    #: as it is chosen from, with a gap for each blank
    shown: Labels
    blanks: frozenset[str]
    kinds: frozenset[str]


@lru_cache(maxsize=1)
def patterns() -> Mapping[str, Pattern]:
    """Return all ready sentences by their codes, in the order in which they are offered."""
    return {row["code"]: _pattern(row) for row in rows("sentences")}


def _pattern(row: Mapping[str, str]) -> Pattern:
    said = {lang: row[lang] for lang in LANGUAGES}
    gaps = {lang: text.format_map(dict.fromkeys(Ready.BLANKS, _GAP)) for lang, text in said.items()}
    return Pattern(
        words(**said), words(**gaps), frozenset(blanks_of(said["en"])), frozenset(codes(row["kinds"]))
    )  # fmt: skip


def blanks_of(pattern: str) -> list[str]:
    """Return the names of the blanks of a pattern, in order."""
    return [name for _, name, _, _ in string.Formatter().parse(pattern) if name]


def of_kind(kind: str) -> Vocabulary:
    """Return the sentences that records of a kind may say: its own first, then those of all kinds."""
    own = {code: one.shown for code, one in patterns().items() if kind in one.kinds}
    return Vocabulary(f"{FIELD} of {kind}", own | {code: p.shown for code, p in patterns().items() if not p.kinds})


class Ready(Declared):
    """One ready sentence: its code, and what fills its blanks."""

    BLANKS = ("day", "time", "number", "marker", "organisation")

    day = Date(words(vi="ngày", lo="ວັນທີ", en="day", fr="jour"))
    time = Text(
        words(vi="giờ", lo="ເວລາ", en="time", fr="heure"), limit=5, pattern="(?:[01][0-9]|2[0-3]):[0-5][0-9]",
        example="14:30",
    )  # fmt: skip
    number = Count(words(vi="số", lo="ຈຳນວນ", en="number", fr="nombre"))
    marker = MarkerNumber(words(vi="số hiệu mốc", lo="ເລກຫຼັກໝາຍ", en="marker", fr="borne"))
    organisation = Org(words(vi="cơ quan", lo="ອົງການ", en="organisation", fr="organisation"))

    @classmethod
    def rules(cls, body: dict[str, Any], at: str, found: Found, lookup: Lookup) -> None:
        blanks = patterns()[body["code"]].blanks
        for name in cls.BLANKS:
            if name in blanks and name not in body:
                found.add(f"{at}{name}", "missing", None, cls.fields[name].label)
            elif name in body and name not in blanks:
                found.add(f"{at}{name}", "no_such_blank", body[name], cls.fields[name].label)

    @classmethod
    def show(cls, body: dict[str, Any], lang: str, lookup: Lookup) -> str:
        filled = {name: cls.fields[name].show(body[name], lang, lookup) for name in cls.BLANKS if name in body}
        return patterns()[body["code"]].words.to(lang).format_map(filled)


class ReadySentences(ListOf):
    """The ready sentences of a record of some kind."""

    def __init__(self, kind: str) -> None:
        code = Code(SENTENCE, of_kind(kind), required=True)
        one = Part(SENTENCE, type("Ready", (Ready,), {"code": code, "__doc__": Ready.__doc__}))
        super().__init__(one, label=LABEL, limit=MOST, essential=False, help=HELP)

    def show(self, value: Any, lang: str, lookup: Lookup) -> str:
        return " ".join(self.item.show(one, lang, lookup) for one in value)

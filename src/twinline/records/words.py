"""Words shown to people, in the four languages of the border."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextvars import ContextVar

from twinline.records.data import rows

LANGUAGES = ("vi", "lo", "en", "fr")
# What a sentence falls back to when the wanted language has no word.
FALLBACK = {
    "vi": ("vi", "en", "fr", "lo"),
    "lo": ("lo", "vi", "en", "fr"),
    "en": ("en", "fr", "vi", "lo"),
    "fr": ("fr", "en", "vi", "lo"),
}


#: What an office says instead, on its own pages alone, by language, English and packaged word: files and joint reports
#: say the packaged word, or two nodes would write two.
instead: ContextVar[Mapping[tuple[str, str, str], str] | None] = ContextVar("twinline_instead", default=None)


class Labels(Mapping[str, str]):
    """One thing's word in Vietnamese, Lao, English and French.

    ``unreviewed`` names the languages in which nobody who speaks it has read the word yet.
    """

    __slots__ = ("_words", "unreviewed")

    def __init__(self, words: Mapping[str, str], unreviewed: tuple[str, ...]) -> None:
        self._words = {lang: words[lang] for lang in LANGUAGES if words.get(lang)}
        self.unreviewed = tuple(lang for lang in unreviewed if lang in self._words)

    def __getitem__(self, lang: str) -> str:
        return self._words[lang]

    def __iter__(self) -> Iterator[str]:
        return iter(self._words)

    def __len__(self) -> int:
        return len(self._words)

    def to(self, lang: str) -> str:
        """Return the word in a language, else in the nearest one that has it."""
        word = next((self._words[one] for one in FALLBACK[lang] if one in self._words), "")
        told = instead.get()
        return word if told is None else told.get((lang, self._words.get("en", ""), word), word)


def words(*, vi: str, lo: str, en: str, fr: str) -> Labels:
    """Return words of our own making: the Vietnamese and the Lao are read by no native yet."""
    return Labels({"vi": vi, "lo": lo, "en": en, "fr": fr}, ("vi", "lo"))


def term(ident: str, *, vi: str = "", lo: str = "", en: str = "", fr: str = "") -> Labels:
    """Return a word of the field as print uses it (``terms.csv``).

    What is given here fills or shortens it; only a word of the table that the
    table is sure of counts as reviewed.
    """
    row = _TERMS[ident]
    own = {"vi": vi, "lo": lo, "en": en, "fr": fr}
    chosen = {lang: own[lang] or row[lang] for lang in LANGUAGES}
    doubtful = tuple(lang for lang in LANGUAGES if row[f"{lang}_sure"] != "yes" or chosen[lang] != row[lang])
    # English and French words of our own are ours to vouch for.
    return Labels(chosen, tuple(lang for lang in doubtful if lang in ("vi", "lo") or not own[lang]))


_TERMS = {row["id"]: row for row in rows("terms")}


def named(name: str, value: str, lang: str) -> str:
    """Return ``name: value``, with the space that French puts before the colon."""
    return f"{name}\u00a0: {value}" if lang == "fr" else f"{name}: {value}"

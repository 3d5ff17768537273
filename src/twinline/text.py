"""Text as its author means it: one form for what is said, another for what is searched."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import TypeVar

# Lao: a tone mark belongs before the vowel AM in the string; some keyboards put it after.
_AM_THEN_TONE = re.compile("\u0eb3[\u0eb3\u0ec8-\u0ecb]*[\u0ec8-\u0ecb]")
# For searching only: AM typed as two signs, with or without a tone between them.
_SPLIT_AM = re.compile("\u0ecd([\u0ec8-\u0ecb]*)\u0eb2")
# The combining marks of the Latin script lie in one block; Lao vowels and tones do not.
_MARKS = re.compile("[\u0300-\u036f]+")


#: What `strip` takes away, but for the space and what JSON writes with a backslash.
_ODD_SPACE = re.compile("[\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]")


def settled(spelled: str) -> bool:
    """Return whether ``normal`` would plainly leave every text within canonical JSON as it is; false decides nothing.

    One look at the whole instead of one at each text.
    """
    if "\\" in spelled or ' "' in spelled or '" ' in spelled:
        return False
    return spelled.isascii() or (
        unicodedata.is_normalized("NFC", spelled)
        and not _ODD_SPACE.search(spelled)
        and not _AM_THEN_TONE.search(spelled)
    )


def normal(text: str) -> str:
    """Return the text trimmed, in NFC, with each Lao tone mark before its AM.

    The two spellings of Lao HO NO and HO MO (``ຫນ`` and ``ໜ``, ``ຫມ`` and ``ໝ``)
    are both right and stay as typed. Idempotent.
    """
    text = text.strip()
    if text.isascii():
        return text
    text = unicodedata.normalize("NFC", text)
    # Each turn moves a tone forward, and NFC may bring the next one into reach: it ends.
    while _AM_THEN_TONE.search(text):
        text = unicodedata.normalize("NFC", _AM_THEN_TONE.sub(_tones_first, text))
    return text


def _tones_first(run: re.Match[str]) -> str:
    vowels = run[0].count("\u0eb3")
    return run[0].replace("\u0eb3", "") + "\u0eb3" * vowels


def bare(text: str) -> str:
    """Return the text in NFC without Vietnamese diacritics; Lao stays as it is.

    >>> bare("Đoọc Mạy")
    'Dooc May'
    """
    apart = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return unicodedata.normalize("NFC", _MARKS.sub("", apart))


def plain(text: str) -> str:
    """Return the text for an exact search: lower case, single spaces, diacritics kept."""
    return " ".join(normal(text).casefold().split())


def fold(text: str) -> str:
    """Return the text for a forgiving search: as ``plain``, Vietnamese diacritics gone, Lao kept.

    >>> fold("Kỳ Sơn"), fold("Đoọc Mạy")
    ('ky son', 'dooc may')
    """
    # No rule reaches beyond a word, and words come again and again: Vietnamese is written in a few thousand syllables.
    return " ".join(filter(None, map(_FOLDED.__getitem__, text.split())))


Value = TypeVar("Value")


class Remembered(dict[str, Value]):
    """What a function gives for words that came lately: of those that come again and again it is asked once.

    Looking up one that is there costs no call, unlike with ``lru_cache``.
    """

    _MOST = 1 << 14

    def __init__(self, work: Callable[[str], Value]) -> None:
        super().__init__()
        self._work = work

    def __missing__(self, word: str) -> Value:
        if len(self) >= self._MOST:
            self.clear()
        found = self[word] = self._work(word)
        return found


def whole(text: str, digits: int = 7) -> int | None:
    """Return the whole number that a typed text is; ``None`` where it is none, or one of more digits than that."""
    return int(text) if text.isdecimal() and len(text) <= digits else None


def _folded(word: str) -> str:
    """Return a word for a forgiving search."""
    if word.isascii():
        return word.lower()
    quick = word.translate(_BARE)
    if quick.isascii():
        return quick.lower()
    text = plain(word)
    bare = _MARKS.sub("", unicodedata.normalize("NFD", text.replace("đ", "d")))
    if bare.isascii():
        return " ".join(bare.split())
    lao = _SPLIT_AM.sub("\\1\u0eb3", normal(bare)).replace("ຫນ", "ໜ").replace("ຫມ", "ໝ")
    return " ".join(normal(lao).split())


def _bare_letters() -> dict[int, str]:
    """Return each letter of the Latin script that is an ASCII letter with marks, and that letter in lower case."""
    letters = (chr(code) for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)))
    bare = {ord(one): _MARKS.sub("", unicodedata.normalize("NFD", one.casefold().replace("đ", "d"))) for one in letters}
    return {code: letter for code, letter in bare.items() if letter.isascii()}


_BARE = _bare_letters()
_FOLDED = Remembered(_folded)
